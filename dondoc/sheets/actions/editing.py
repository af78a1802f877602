"""A sheet is edited as a draft, step by step, and published as its next version from a day on."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.drafts import actions as drafts
from dondoc.drafts.actions import Data, Room
from dondoc.lib.dates import format_date
from dondoc.sheets import rules
from dondoc.sheets.actions.publishing import add_version, publish_deliverable
from dondoc.sheets.definition import TREE_FACTS, DefinitionError, SheetDefinition, parse_definition
from dondoc.sheets.editing import PARTS, RESERVED
from dondoc.sheets.models import Deliverable, DraftStep, Sheet, SheetDraft, SheetVersion
from dondoc.sheets.queries import asked_elsewhere, norms, reader_faults
from dondoc.sheets.repeats import repeats
from dondoc.web.refusals import Invalid, require


def _parsed(definition: Mapping[str, Any]) -> None:
    """Errors: Invalid with every fault of a finished definition."""
    try:
        parse_definition(definition)
    except DefinitionError as fault:
        raise Invalid(str(fault)) from fault


def _may_be_kept(definition: Mapping[str, Any]) -> None:
    try:
        parse_definition(definition, unfinished=True)
    except DefinitionError as fault:
        raise Invalid(str(fault)) from fault


ROOM = Room(
    event="sheet",
    draft=SheetDraft,
    step=DraftStep,
    parent="sheet",
    may=rules.may_edit_sheets,
    check=_may_be_kept,
    gone=gettext_lazy("Bản nháp này vừa được công bố hoặc bỏ đi. Hãy mở lại trang mẫu phiếu."),
    taken=gettext_lazy("Đã có phiếu hoặc bản nháp mang mã “%(code)s”."),
)


def start_draft(sheet: Sheet, *, by, at: datetime) -> SheetDraft:
    """The draft of the sheet's next version: the one that is there, or a new one that says what the newest version
    says. Errors: Refused."""
    newest = sheet.versions.first()
    return drafts.start(ROOM, sheet, newest.definition if newest else {}, by=by, at=at)


def new_draft(definition: Mapping[str, Any], *, by, at: datetime) -> SheetDraft:
    """A draft of a sheet that is not there yet. Errors: Refused; Conflict when the code is taken; Invalid."""
    require(rules.may_edit_sheets(by))
    _check_codes(definition)
    return drafts.begin(ROOM, definition, by=by, at=at)


def import_draft(definition: Mapping[str, Any], *, by, at: datetime) -> SheetDraft:
    """A draft that says what a file says: of the sheet with its code, or of a new one. What a draft said before is a
    step back. Errors: Refused; Invalid with every fault."""
    require(rules.may_edit_sheets(by))
    plain = drafts.plain(definition)
    _parsed(plain)
    _check_codes(plain)
    with transaction.atomic():
        sheet = Sheet.objects.filter(code=plain["code"]).first()
        there = SheetDraft.objects.filter(code=plain["code"]).first()
        if there is None and sheet is not None:
            there = start_draft(sheet, by=by, at=at)
        if there is None:
            return new_draft(plain, by=by, at=at)
        return change_draft(there, lambda _old: plain, words=_("Nhập từ tệp"), revision=there.revision, by=by, at=at)


def change_draft(
    draft: SheetDraft, change: Callable[[Data], Data], *, words: str, revision: int, by, at: datetime
) -> SheetDraft:
    """One step (see drafts.actions.change)."""
    return drafts.change(ROOM, draft, change, words=words, revision=revision, by=by, at=at)


def undo(draft: SheetDraft, *, revision: int, by, at: datetime) -> str:
    """Take the last step back; its words. Errors: Refused; Conflict; Invalid when there is none."""
    return drafts.undo(ROOM, draft, revision=revision, by=by, at=at)


def discard_draft(draft: SheetDraft, *, by, at: datetime) -> None:
    """Give a draft up; the published versions stay. Errors: Refused; Conflict when it is gone already."""
    drafts.discard(ROOM, draft, by=by, at=at)


def publish_draft(
    draft: SheetDraft, *, effective_on: date, period: str = "", revision: int, by, at: datetime
) -> SheetVersion:
    """The draft as the next version, in force from `effective_on`. `period`: of a new sheet, how often it is filled in;
    its product is made with it.

    Errors: Refused; Conflict; Invalid when it has faults, asks what is known, drops what a chỉ tiêu is computed from,
    changes nothing, or would begin in the past.
    """
    require(rules.may_edit_sheets(by))
    with transaction.atomic():
        kept = drafts.locked(ROOM, draft, revision)
        faults = publishing_faults(kept, effective_on=effective_on, today=timezone.localdate(at))
        if faults:
            raise Invalid(" ".join(faults))
        sheet = kept.sheet or Sheet.objects.create(code=kept.code, name=kept.definition["name"])
        version = add_version(sheet, kept.definition, effective_on=effective_on, is_own=True, by=by, at=at)
        if period:
            taken = set(Deliverable.objects.values_list("code", flat=True))
            codes = (sheet.code, *(f"{sheet.code[: MAX_CODE - 3]}-{n}" for n in range(2, 100)))
            product = {
                "code": next(code for code in codes if code not in taken),
                "name": sheet.name,
                "sheet": sheet.code,
                "period": period,
            }
            publish_deliverable(product, by=by, at=at)
        kept.delete()
    return version


def content_faults(draft: SheetDraft) -> list[str]:
    """What is wrong with what the draft asks, a sentence each; one without questions yet is only unfinished."""
    return _content_faults(draft, draft.parsed)


def _content_faults(draft: SheetDraft, parsed: SheetDefinition) -> list[str]:
    others = asked_elsewhere(draft.code)
    faults = [one.sentence for one in repeats(parsed, others)]
    there = {f"{sheet.code}.{one.code}" for sheet in others for one in sheet.fields} | set(TREE_FACTS)
    faults += [
        _("“%(label)s” điền sẵn từ “%(known)s”, nhưng không phiếu nào có mục đó.")
        % {"label": one.label, "known": one.known}
        for one in parsed.fields
        if one.known and one.known not in there
    ]
    tables = norms(parsed.norm_codes)
    faults += [
        _("Kiểm tra “%(name)s” dùng mức “%(rule)s” chưa có trong Mức theo quy định.")
        % {"name": check.say or check.code, "rule": check.rule}
        for check in parsed.checks
        if check.rule and check.rule not in tables
    ]
    return faults + reader_faults(draft.sheet, parsed)


def publishing_faults(draft: SheetDraft, *, effective_on: date, today: date) -> list[str]:
    """Why the draft cannot be published as it is, a sentence each; [] when it can."""
    try:
        parsed = parse_definition(draft.definition)
    except DefinitionError:
        return [_("Phiếu chưa có câu hỏi nào.")]
    faults = _content_faults(draft, parsed)
    newest = draft.sheet.versions.first() if draft.sheet else None
    if newest and newest.definition == draft.definition:
        faults.append(_("Bản nháp không thay đổi gì so với bản đang dùng."))
    if effective_on < today:
        faults.append(
            _("Ngày có hiệu lực phải từ hôm nay, %(day)s: phiếu đã nhập giữ bản cũ.") % {"day": format_date(today)}
        )
    return faults


MAX_CODE = 60  # letters, of a sheet and of its product
_SHEET_CODE, _FIELD_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), re.compile(r"[a-z][a-z0-9_]*")


def _check_codes(definition: Mapping[str, Any]) -> None:
    """Codes stand in addresses. Errors: Invalid naming those that cannot."""
    fields = [one for part in PARTS for one in definition.get(part) or []]
    fields += [column for one in fields for column in one.get("columns") or []]
    wrong = [one["code"] for one in fields if not _FIELD_CODE.fullmatch(str(one["code"]))]
    code = str(definition["code"])
    wrong += [code] if not _SHEET_CODE.fullmatch(code) or len(code) > MAX_CODE or code in RESERVED else []
    wrong += [c["code"] for c in definition.get("checks") or [] if not re.fullmatch(r"[a-z0-9_-]+", str(c["code"]))]
    if wrong:
        said = _("Mã chỉ gồm chữ thường không dấu, số, dấu gạch; chưa đúng hoặc đã dành riêng: %(codes)s.")
        raise Invalid(said % {"codes": ", ".join(f"“{one}”" for one in wrong)})
