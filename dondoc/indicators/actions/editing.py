"""A definition is edited as a draft, step by step, and published as its next version from a day on."""

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
from dondoc.indicators import rules
from dondoc.indicators.actions.publishing import add_version
from dondoc.indicators.editing import RESERVED, measures_of
from dondoc.indicators.formula import DefinitionError, parse_indicator
from dondoc.indicators.models import Indicator, IndicatorDraft, IndicatorDraftStep, IndicatorVersion
from dondoc.indicators.queries.drafts import publishing_faults
from dondoc.web.refusals import Invalid, require

MAX_CODE = 60  # letters
_CODE, _MEASURE_CODE = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*"), re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _may_be_kept(definition: Mapping[str, Any]) -> None:
    """Errors: Invalid with every fault. Codes stand in addresses."""
    try:
        parse_indicator(definition, unfinished=True)
    except (DefinitionError, ValueError, TypeError, AttributeError, KeyError) as fault:
        said = str(fault) if isinstance(fault, DefinitionError) else _("Tệp không đúng cách ghi của một chỉ tiêu.")
        raise Invalid(said) from fault
    code = str(definition["code"])
    wrong = [code] if not _CODE.fullmatch(code) or len(code) > MAX_CODE or code in RESERVED else []
    codes = [str(measure["code"]) for measure in measures_of(dict(definition))]
    wrong += [one for one in codes if not _MEASURE_CODE.fullmatch(one) or one in RESERVED]
    if wrong:
        said = _("Mã chỉ gồm chữ thường không dấu, số, dấu gạch; chưa đúng hoặc đã dành riêng: %(codes)s.")
        raise Invalid(said % {"codes": ", ".join(f"“{one}”" for one in wrong)})


ROOM = Room(
    event="indicator",
    draft=IndicatorDraft,
    step=IndicatorDraftStep,
    parent="indicator",
    may=rules.may_edit_indicators,
    check=_may_be_kept,
    gone=gettext_lazy("Bản nháp này vừa được công bố hoặc bỏ đi. Hãy mở lại trang cách tính chỉ tiêu."),
    taken=gettext_lazy("Đã có chỉ tiêu hoặc bản nháp mang mã “%(code)s”."),
)


def start_draft(indicator: Indicator, *, by, at: datetime) -> IndicatorDraft:
    """The draft of the next version: the one that is there, or a new one that says what the newest version says.
    Errors: Refused."""
    newest = indicator.versions.order_by("-number").first()
    return drafts.start(ROOM, indicator, newest.definition if newest else {}, by=by, at=at)


def new_draft(definition: Mapping[str, Any], *, by, at: datetime) -> IndicatorDraft:
    """A draft of a chỉ tiêu that is not there yet. Errors: Refused; Conflict when the code is taken; Invalid."""
    return drafts.begin(ROOM, drafts.plain(definition), by=by, at=at)


def import_draft(definition: Mapping[str, Any], *, by, at: datetime) -> IndicatorDraft:
    """A draft that says what a file says: of the chỉ tiêu with its code, or of a new one. What a draft said before is
    a step back. Errors: Refused; Invalid with every fault."""
    require(rules.may_edit_indicators(by))
    data = drafts.plain(definition)
    _may_be_kept(data)
    with transaction.atomic():
        indicator = Indicator.objects.filter(code=data["code"]).first()
        there = IndicatorDraft.objects.filter(code=data["code"]).first()
        if there is None and indicator is not None:
            there = start_draft(indicator, by=by, at=at)
        if there is None:
            return new_draft(data, by=by, at=at)
        return change_draft(there, lambda _old: data, words=_("Nhập từ tệp"), revision=there.revision, by=by, at=at)


def change_draft(
    draft: IndicatorDraft, change: Callable[[Data], Data], *, words: str, revision: int, by, at: datetime
) -> IndicatorDraft:
    """One step (see drafts.actions.change)."""
    return drafts.change(ROOM, draft, change, words=words, revision=revision, by=by, at=at)


def undo(draft: IndicatorDraft, *, revision: int, by, at: datetime) -> str:
    """Take the last step back; its words. Errors: Refused; Conflict; Invalid when there is none."""
    return drafts.undo(ROOM, draft, revision=revision, by=by, at=at)


def discard_draft(draft: IndicatorDraft, *, by, at: datetime) -> None:
    """Give a draft up; the published versions stay. Errors: Refused; Conflict when it is gone already."""
    drafts.discard(ROOM, draft, by=by, at=at)


def publish_draft(draft: IndicatorDraft, *, effective_on: date, revision: int, by, at: datetime) -> IndicatorVersion:
    """The draft as the next version, in force from `effective_on`; figures of months that ended before stay.

    Errors: Refused; Conflict; Invalid when it has faults, an example gives something else, nothing is changed, or it
    would begin in the past or before the version that waits.
    """
    require(rules.may_edit_indicators(by))
    with transaction.atomic():
        kept = drafts.locked(ROOM, draft, revision)
        faults = publishing_faults(kept, effective_on=effective_on, today=timezone.localdate(at))
        if faults:
            raise Invalid("\n".join(faults))
        definition = {**kept.definition, "valid_from": effective_on.isoformat()}
        version = add_version(definition, is_own=True, by=by, at=at)
        kept.delete()
    return version
