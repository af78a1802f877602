"""Amending an issued plan: a working copy of the next version, from the items that stand or from a whole new text."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.documents.actions import discard_file, open_document, read_file, receive
from dondoc.documents.models import Document
from dondoc.documents.parsing.draft import PARSER_VERSION, Draft, TaskDraft
from dondoc.documents.parsing.matching import Piece, pair
from dondoc.documents.parsing.reader import read
from dondoc.documents.queries import register
from dondoc.lib.text import fold
from dondoc.plans.actions.correcting import new_code, room_after
from dondoc.plans.actions.edits import propose_edits
from dondoc.plans.actions.revisions import Item, claim, kind_of, plain, search_text_of
from dondoc.plans.actions.steps import OpenStep, step
from dondoc.plans.drafting import draft_rows, unused
from dondoc.plans.models import Amendment, Finding, Plan, PlanStatus, Reading, StepAct, Target, Task
from dondoc.plans.rules import effective_day, may_amend, may_edit_amendment, period_kinds_for
from dondoc.web.refusals import Conflict, Invalid, require

T = TypeVar("T", Target, Task)
Places = dict[tuple[int | None, int | None], Any]  # (start, end) → what the reader found there
_DOCUMENT_FIELDS = ("kind", "number", "signed_on", "subject")
_NOT_COPIED = (
    "id", "plan", "target", "line", "is_pairing_doubtful", "revision", "changed_at", "changed_by",
)  # fmt: skip


def start_amendment(plan: Plan, *, name: str = "", data: bytes = b"", by: User, at: datetime) -> Plan:
    """A working copy of the next version with the items of `plan` as they stand; a person then changes them.

    `data`: the amending document, if it is at hand; its head is read for number, kind and day.
    Errors: Refused, Conflict when another amendment was begun, those of documents.actions.read_file.
    """
    return _started(plan, name, data, by, at, whole_text=False)


def start_from_text(plan: Plan, *, name: str, data: bytes, by: User, at: datetime) -> Plan:
    """A working copy of the next version read from a whole new text; its items are paired with those of `plan`.

    Errors: those of `start_amendment`; Invalid when nothing in the text looks like a plan.
    """
    return _started(plan, name, data, by, at, whole_text=True)


def _started(plan: Plan, name: str, data: bytes, by: User, at: datetime, *, whole_text: bool) -> Plan:
    require(may_amend(by, plan))
    found = read_file(org=plan.org, name=name, data=data) if data else None
    document = None
    try:
        with transaction.atomic():
            document = receive(org=plan.org, name=name, data=data, by=by, at=at, found=found) if data else None
            draft = read(document.text, register=register()) if document else None
            copy = _next_version(plan, document if whole_text else plan.document, draft, by, at, whole_text=whole_text)
            _name_document(copy, plan, document, draft, whole_text=whole_text)
            if whole_text and draft:
                _read_items(copy, plan, draft)
            else:
                _copy_items(plan, copy)
                _take_points(copy, at)
            after = {"version": copy.version, "whole_text": whole_text, "document": document and document.name}
            record("plan.amend_start", by=by, target=copy, org=copy.org, after=after, at=at)
        return copy
    except BaseException as fault:
        if document:
            discard_file(document)
        if isinstance(fault, IntegrityError) and Amendment.objects.filter(of=plan).exists():
            raise Conflict(_("Vừa có người bắt đầu sửa đổi kế hoạch này. Hãy làm tiếp bản đó.")) from fault
        raise


def _take_points(copy: Plan, at: datetime) -> None:
    """What the amending document changes, to be decided point by point, and the day from which it says so."""
    found = propose_edits(copy, at=at)
    if found and found.in_force_from and effective_day(copy, found.in_force_from) is None:
        copy.in_force_from = found.in_force_from
        copy.save(update_fields=["in_force_from"])


def _next_version(
    plan: Plan, document: Document, draft: Draft | None, by: User, at: datetime, *, whole_text: bool
) -> Plan:
    if whole_text and draft and not draft.indicators and not draft.tasks:
        raise Invalid(
            _(
                "Không tìm thấy chỉ tiêu hay nhiệm vụ nào trong “%(name)s”. Nếu đây là văn bản chỉ sửa một số điểm, "
                "hãy chọn “Sửa trên bản đang có”."
            )
            % {"name": document.name}
        )
    head = draft.head if whole_text and draft else None
    return Plan.objects.create(
        org=plan.org,
        document=document,
        first_id=plan.series_id,
        version=plan.version + 1,
        number=((head and head.number) or plan.number)[:60],
        kind=((head and head.type) or plan.kind)[:60],
        subject=(head and head.title) or plan.subject,
        issued_on=head.date if head else plan.issued_on,
        starts_on=plan.starts_on,
        ends_on=_end_of_term(draft, plan) if head else plan.ends_on,
        alarms_for_past=plan.alarms_for_past,
        parser_version=PARSER_VERSION if head else plan.parser_version,
        created_at=at,
        created_by=by,
        search_text=search_text_of(plan.number, plan.kind, plan.subject, document.name),
    )


def _end_of_term(draft: Draft | None, plan: Plan) -> date:
    years = [int(word) for word in ((draft and draft.head.term) or "").replace("-", " ").split() if word.isdigit()]
    return max(date(years[-1], 12, 31), plan.starts_on) if years else plan.ends_on


def _name_document(
    copy: Plan, plan: Plan, document: Document | None, draft: Draft | None, *, whole_text: bool
) -> Amendment:
    head = draft.head if draft else None
    return Amendment.objects.create(
        plan=copy,
        of=plan,
        kind=((head and head.type) or "").capitalize()[:60],
        number=((head and head.number) or "")[:60],
        signed_on=head.date if head else None,
        subject=(head and head.title) or "",
        document=document,
        is_whole_text=whole_text,
    )


# ── items ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _copy_items(plan: Plan, copy: Plan) -> None:
    targets = {old.pk: _copy_of(old, copy) for old in plan.targets.all()}
    Target.objects.bulk_create(targets.values())
    tasks = [_copy_of(old, copy, target=targets.get(old.target_id)) for old in plan.tasks.all()]
    Task.objects.bulk_create(tasks)


def _copy_of(old: T, copy: Plan, **more: Any) -> T:
    names = [f.attname for f in old._meta.concrete_fields if f.name not in _NOT_COPIED]
    return type(old)(plan=copy, line_id=old.line_key, **{name: getattr(old, name) for name in names}, **more)


def _read_items(copy: Plan, plan: Plan, draft: Draft) -> None:
    """The items of the new text, paired with those of `plan`; what a person had added there comes along.

    The old text is read anew beside the new one, so that what the office had decided is told from what was read.
    """
    Reading.objects.create(plan=copy, draft=draft.as_dict())
    draft_rows(copy, draft, {}, copy.starts_on)
    _settle_what_was_settled(plan, copy)
    was = read(plan.document.text, register=register())
    _continue_targets(plan, copy, _by_place(was.indicators), _by_place(draft.indicators))
    _continue_tasks(plan, copy, _by_place(was.tasks), _by_place(draft.tasks))


def _settle_what_was_settled(plan: Plan, copy: Plan) -> None:
    """A doubt that a person had settled about the same words is not raised again."""
    found = plan.findings.filter(settled_at__isnull=False).select_related("plan__document")
    settled = {_doubt(one): one for one in found}
    again = [one for one in copy.findings.select_related("plan__document") if _doubt(one) in settled]
    for one in again:
        before = settled[_doubt(one)]
        one.settled_at, one.settled_by = before.settled_at, before.settled_by
    Finding.objects.bulk_update(again, ["settled_at", "settled_by"], batch_size=100)


def _doubt(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.message, finding.plan.document.text[finding.start or 0 : finding.end or 0]


def _by_place(found: Iterable[Any]) -> Places:
    return {(one.span.start, one.span.end): one for one in found}


def _continue_targets(plan: Plan, copy: Plan, was: Places, now: Places) -> None:
    new_targets = list(copy.targets.all())
    for old, new, is_doubtful in _paired(list(plan.targets.all()), new_targets):
        new.line_id, new.is_pairing_doubtful, new.indicator_id = old.line_key, is_doubtful, old.indicator_id
        before, after = was.get((old.start, old.end)), now[(new.start, new.end)]
        if before and _levels(before.as_dict()["measures"]) == _levels(after.as_dict()["measures"]):
            new.measures = [{k: v for k, v in one.items() if k != "span"} for one in old.measures]
        if before and (before.part, before.label) == (after.part, after.label):
            new.part, new.label = old.part, old.label
        if before and (before.schedule and before.schedule.text) == (after.schedule and after.schedule.text):
            new.due_text = old.due_text
        is_same = old.text == new.text and old.due_text == new.due_text and old.label == new.label
        new.is_confirmed = is_same and not is_doubtful and _levels(old.measures) == _levels(new.measures)
    fields = ("line", "is_pairing_doubtful", "indicator", "is_confirmed", "measures", "part", "label", "due_text")
    Target.objects.bulk_update(new_targets, fields, batch_size=100)


def _levels(measures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Measures without their places, which every text has of its own."""
    return [{name: value for name, value in one.items() if name != "span"} for one in measures]


def _continue_tasks(plan: Plan, copy: Plan, was: Places, now: Places) -> None:
    old_tasks, new_tasks = list(plan.tasks.all()), list(copy.tasks.all())
    for old, new, is_doubtful in _paired([task for task in old_tasks if task.start is not None], new_tasks):
        new.line_id, new.is_pairing_doubtful = old.line_key, is_doubtful
        _take_over(old, new, was.get((old.start, old.end)), now[(new.start, new.end)])
    fields = ("line", "is_pairing_doubtful", "is_confirmed", *_TAKEN_OVER)
    Task.objects.bulk_update(new_tasks, fields, batch_size=100)
    _bring_added_along(copy, old_tasks, list(copy.targets.all()), new_tasks)


def _paired(old: list[T], new: list[T]) -> list[tuple[T, T, bool]]:
    earlier, later = {item.pk: item for item in old}, {item.pk: item for item in new}
    pairs = pair([_piece(item) for item in old], [_piece(item) for item in new])
    return [(earlier[one.old], later[one.new], one.is_doubtful) for one in pairs]


def _piece(item: Item) -> Piece:
    bodies = fold(item.lead_wording) if isinstance(item, Task) else fold(item.label)
    return Piece(item.pk, fold(item.text), item.part or item.code, bodies)


def _take_over(old: Task, new: Task, was: TaskDraft | None, now: TaskDraft) -> None:
    """What the office had settled on the old task stays settled where both texts say the same.

    `was`, `now`: what the reader finds in the old text and in the new one; None: the old task is not from the text.
    """
    is_same = {name: was is not None and say(was) == say(now) for name, say in _SAYING.items()}
    for name, fields in _SETTLED.items():
        if is_same[name]:
            for field in fields:
                setattr(new, field, getattr(old, field))
    if period_kinds_for(old.due) == period_kinds_for(new.due):
        new.deliverables = old.deliverables
    new.is_confirmed = all(is_same.values()) and old.text == new.text and not new.is_pairing_doubtful


_SAYING: dict[str, Callable[[TaskDraft], Any]] = {
    "due": lambda read: read.due,
    "lead": lambda read: (read.lead, read.lead_as_written),
    "support": lambda read: read.support,
    "report_to": lambda read: read.report_to,
    "part": lambda read: read.part,
}
_SETTLED = {
    "due": ("due_data",),
    "lead": ("lead_wording", "population", "role", "reviewer", "opener"),
    "support": ("support_wording", "supporters"),
    "report_to": ("report_to_wording",),
    "part": ("part",),
}
_TAKEN_OVER = [*(field for fields in _SETTLED.values() for field in fields), "deliverables"]


def _bring_added_along(copy: Plan, old_tasks: list[Task], targets: list[Target], tasks: list[Task]) -> None:
    """Tasks that a person or the package had added have no words in any text: they go on under their chỉ tiêu."""
    by_line = {target.line_id: target for target in targets if target.line_id}
    by_old_target = {target.pk: target.line_key for target in Target.objects.filter(tasks__in=old_tasks)}
    taken = {task.code for task in tasks}
    added = []
    for old in old_tasks:
        target = by_line.get(by_old_target.get(old.target_id))
        if old.start is None and (target or old.target_id is None):
            one = _copy_of(old, copy, target=target)
            one.code, one.position = unused(old.code, taken), len(tasks) + len(added)
            added.append(one)
    Task.objects.bulk_create(added)


# ── working on it ────────────────────────────────────────────────────────────────────────────────────────────────
def set_amendment(
    plan: Plan, *, values: Mapping[str, Any], revision: int, name: str = "", data: bytes = b"", by: User, at: datetime
) -> None:
    """The amending document (kind, number, signed_on, subject) and `in_force_from`, the effective day.

    `revision`: Plan.head_revision when the form was opened. `data`: its file, when it came later.
    Errors: Refused, Conflict on a stale form, Invalid for a day that does not come after the version amended and for a
    second file (points may have been decided by the first), those of documents.actions.receive.
    """
    require(may_edit_amendment(by, plan))
    day, amendment, document = values["in_force_from"], plan.amendment, None
    if day and (denial := effective_day(plan, day)):
        raise Invalid(denial.reason)
    if data and amendment.document:
        raise Invalid(_("Văn bản sửa đổi đã có tệp. Muốn dùng tệp khác thì bỏ bản sửa đổi này và bắt đầu lại."))
    before = {field: plain(getattr(amendment, field)) for field in _DOCUMENT_FIELDS}
    before["in_force_from"] = plain(plan.in_force_from)
    try:
        with transaction.atomic():
            _claim_head(plan, revision, by, at)
            document = receive(org=plan.org, name=name, data=data, by=by, at=at) if data else None
            Plan.objects.filter(pk=plan.pk).update(in_force_from=day)
            for field in _DOCUMENT_FIELDS:
                setattr(amendment, field, values[field])
            amendment.document = document or amendment.document
            amendment.save(update_fields=[*_DOCUMENT_FIELDS, "document"])
            if document:
                propose_edits(plan, at=at)
            after = {field: plain(values[field]) for field in (*_DOCUMENT_FIELDS, "in_force_from")}
            record("plan.amend_document", by=by, target=plan, org=plan.org, before=before, after=after, at=at)
    except BaseException:
        if document:
            discard_file(document)
        raise
    plan.in_force_from = day


def _claim_head(plan: Plan, revision: int, by: User, at: datetime) -> None:
    OpenStep(plan, by, at)
    if not Plan.objects.filter(pk=plan.pk, head_revision=revision).update(head_revision=plan.revision):
        raise Conflict(_("Phần này vừa được sửa ở một cửa sổ khác. Chữ đã gõ còn nguyên; hãy xem lại rồi lưu lần nữa."))
    plan.head_revision = plan.revision


def reword(item: Item, *, text: str, revision: int, by: User, at: datetime) -> None:
    """Put the amended words of an item in place of the old ones. Errors: Refused, Invalid (no words), Conflict."""
    plan = item.plan
    require(may_edit_amendment(by, plan))
    if not text.strip():
        raise Invalid(_("Hãy ghi nội dung mới của mục này. Muốn bỏ hẳn thì bấm “Bỏ mục này”."))
    with step(plan, StepAct.CORRECT, by=by, at=at) as taken:
        taken.require_fresh(item, revision)
        before = {"text": item.text}
        taken.change(item, text=text.strip(), search_text=fold(f"{item.code} {text}"), is_confirmed=True)
        after = {"text": item.text}
        record(f"plan.reword_{kind_of(item)}", by=by, target=item, org=plan.org, before=before, after=after, at=at)


def add_target(plan: Plan, *, label: str, text: str, revision: int, by: User, at: datetime) -> Target:
    """A chỉ tiêu that the amendment adds; its levels are then entered like those of any other.

    Errors: Refused, Invalid without words, Conflict when the same was added since `revision` (sent twice).
    """
    require(may_edit_amendment(by, plan))
    if not text.strip():
        raise Invalid(_("Hãy ghi nội dung chỉ tiêu."))
    with step(plan, StepAct.ADD, by=by, at=at) as taken:
        if plan.targets.filter(text=text.strip(), revision__gt=revision).exists():
            raise Conflict(_("Chỉ tiêu này vừa được thêm. Hãy xem lại danh sách trước khi thêm lần nữa."))
        code, position = new_code(plan, "bs"), room_after(plan.targets, None)
        target = Target(plan=plan, code=code, position=position, label=label.strip(), text=text.strip(),
                        search_text=fold(f"{code} {label} {text}"))  # fmt: skip
        taken.make(target)
        record("plan.add_target", by=by, target=target, org=plan.org, after={"text": target.text}, at=at)
    return target


def pair_items(item: Item, *, continues: Item | None, revision: int, by: User, at: datetime) -> None:
    """Say which item of the version amended `item` continues; None: it is new. Its doubt is settled either way.

    Errors: Refused, Conflict on a stale form, Invalid when another item continues that one already.
    """
    plan = item.plan
    require(may_edit_amendment(by, plan))
    line = continues.line_key if continues else None
    with step(plan, StepAct.CORRECT, by=by, at=at) as taken:
        taken.require_fresh(item, revision)
        others = type(item)._default_manager.filter(plan=plan, line_id=line).exclude(pk=item.pk)
        if line and (other := others.first()):
            raise Invalid(_("Mục %(code)s đã nối tiếp mục đó. Hãy gỡ mục ấy trước.") % {"code": other.code})
        before = {"line": item.line and item.line.code}
        taken.change(item, line_id=line, is_pairing_doubtful=False)
        after = {"line": continues and continues.code}
        record(f"plan.pair_{kind_of(item)}", by=by, target=item, org=plan.org, before=before, after=after, at=at)


def discard_amendment(plan: Plan, *, revision: int, reason: str, by: User, at: datetime) -> None:
    """Give a working copy up; the version in force stays as it is. Errors: Refused, Invalid (no reason), Conflict."""
    require(may_edit_amendment(by, plan))
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do hủy bản sửa đổi này."))
    amendment = plan.amendment
    with transaction.atomic():
        claim(plan, revision)
        before = {"version": plan.version, "document": str(amendment)}
        record("plan.amend_discard", by=by, target=plan, org=plan.org, before=before, note=reason.strip(), at=at)
        document = amendment.document
        plan.delete()
        if document:
            document.delete()
            transaction.on_commit(lambda: discard_file(document))


def supersede(plan: Plan, *, on: date) -> None:
    """Say that from `on` the next version is in force, and let those whom it binds read its document.

    Called inside the transaction that issues that version. Errors: Conflict when another version came first.
    """
    done = Plan.objects.filter(pk=plan.pk, status=PlanStatus.ISSUED, superseded_on=None).update(superseded_on=on)
    if not done:
        raise Conflict(_("Đã có bản khác của kế hoạch này được ban hành. Hãy tải lại trang."))
    plan.superseded_on = on
    amendment = Amendment.objects.filter(of=plan).select_related("document").first()
    if amendment and amendment.document:
        open_document(amendment.document)
