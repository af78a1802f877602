"""Correcting a working copy: its items and its head."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.lib.text import fold
from dondoc.plans.actions.revisions import Item, kind_of, plain, search_text_of
from dondoc.plans.actions.steps import step
from dondoc.plans.drafting import CODE_LENGTH
from dondoc.plans.models import Plan, StepAct, Target, Task
from dondoc.plans.rules import may_edit
from dondoc.web.refusals import Conflict, Invalid, require

# What a person may correct on each kind of item.
EDITABLE = {
    Target: ("label", "measures", "indicator", "due_text"),
    Task: (
        "lead_wording", "support_wording", "report_to_wording", "population", "supporters", "reviewer", "opener",
        "deliverables", "due_data", "target",
    ),
}  # fmt: skip
HEAD = ("number", "subject", "issued_on", "starts_on", "ends_on", "alarms_for_past")


def correct_item(item: Item, *, changes: Mapping[str, Any], revision: int, by: User, at: datetime) -> None:
    """Put `changes` (field → value; EDITABLE names the fields) on a target or task, and count it as confirmed.

    Errors: Refused without the right or once issued, Conflict on a stale form, KeyError on a field not editable.
    """
    require(may_edit(by, item.plan))
    unknown = set(changes) - set(EDITABLE[type(item)])
    if unknown:
        raise KeyError(sorted(unknown))
    with step(item.plan, StepAct.CORRECT, by=by, at=at) as taken:
        taken.require_fresh(item, revision)
        before = {name: plain(getattr(item, name)) for name in changes}
        taken.change(item, **changes, is_confirmed=True)
        after = {name: plain(getattr(item, name)) for name in changes}
        event = f"plan.correct_{kind_of(item)}"
        record(event, by=by, target=item, org=item.plan.org, before=before, after=after, at=at)


def remove_item(item: Item, *, revision: int, reason: str, by: User, at: datetime) -> None:
    """Take an item that the text does not mean out of the working copy; its words stay in the audit trail.

    The tasks of a removed target stay, outside every target; `steps.undo` brings it back, and them under it.
    Errors: Refused, Invalid without a reason, Conflict.
    """
    require(may_edit(by, item.plan))
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do bỏ mục này."))
    with step(item.plan, StepAct.REMOVE, by=by, at=at, note=reason.strip()) as taken:
        taken.require_fresh(item, revision)
        before = {"text": item.text, "start": item.start, "end": item.end}
        if isinstance(item, Target):
            own = list(item.tasks.all())
            before["tasks"] = [task.code for task in own]
            taken.change_all(own, target_id=None)
        record(f"plan.remove_{kind_of(item)}", by=by, target=item, org=item.plan.org, before=before, note=reason, at=at)
        taken.remove(item)


def add_task(plan: Plan, *, target: Target | None, text: str, revision: int, by: User, at: datetime) -> Task:
    """A task that the reader did not see, added by a person; it is corrected like any other.

    Errors: Refused, Invalid without words, Conflict when the same was added since `revision` (sent twice).
    """
    require(may_edit(by, plan))
    if not text.strip():
        raise Invalid(_("Hãy ghi nội dung nhiệm vụ."))
    with step(plan, StepAct.ADD, by=by, at=at) as taken:
        if plan.tasks.filter(target=target, text=text.strip(), revision__gt=revision).exists():
            raise Conflict(_("Nhiệm vụ này vừa được thêm. Hãy xem lại danh sách trước khi thêm lần nữa."))
        task = Task(
            plan=plan, target=target, code=new_code(plan, target.code if target else "bs"),
            position=room_after(plan.tasks, None), text=text.strip(), due_data={"kind": "undated"},
            search_text=fold(text),
        )  # fmt: skip
        taken.make(task)
        record("plan.add_task", by=by, target=task, org=plan.org, after={"text": task.text}, at=at)
    return task


def set_head(plan: Plan, *, values: Mapping[str, Any], revision: int, by: User, at: datetime) -> None:
    """What the text leaves open: number, date, start and end of the term, alarms for past due days.

    `revision`: Plan.head_revision when the form was opened.
    """
    require(may_edit(by, plan))
    before = {name: plain(getattr(plan, name)) for name in HEAD}
    if values["ends_on"] <= values["starts_on"]:
        raise Invalid(_("Ngày kết thúc phải sau ngày bắt đầu."))
    with step(plan, StepAct.HEAD, by=by, at=at) as taken:
        if Plan.objects.values_list("head_revision", flat=True).get(pk=plan.pk) != revision:
            raise Conflict(
                _("Phần đầu vừa được sửa ở một cửa sổ khác. Chữ đã gõ còn nguyên; hãy xem lại rồi lưu lần nữa.")
            )
        wanted = {name: values[name] for name in HEAD}
        words = search_text_of(wanted["number"], plan.kind, wanted["subject"], plan.document.name)
        taken.change(plan, **wanted, search_text=words)
        after = {name: plain(getattr(plan, name)) for name in HEAD}
        record("plan.set_head", by=by, target=plan, org=plan.org, before=before, after=after, at=at)


def codes_of(plan: Plan) -> set[str]:
    """Codes of the plan's targets and tasks: one page shows both, and each is found on it by its code."""
    return {code for rows in (plan.targets, plan.tasks) for code in rows.values_list("code", flat=True)}


def new_code(plan: Plan, stem: str) -> str:
    """A code for an item that a person makes under `stem`, unused in the plan: "2.1-b1"."""
    taken = codes_of(plan)
    stem = stem[: CODE_LENGTH - 4]
    return next(code for n in range(1, 1000) if (code := f"{stem}-b{n}") not in taken)


def room_after(rows, position: int | None) -> int:
    """A free position among `rows` right after `position`, those behind it moved up; None: after the last."""
    if position is None:
        last = rows.aggregate(last=Max("position"))["last"]
        return 0 if last is None else last + 1
    rows.filter(position__gt=position).update(position=F("position") + 1)
    return position + 1
