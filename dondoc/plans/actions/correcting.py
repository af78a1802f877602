"""Correcting a working copy: its items and its head."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.lib.text import fold
from dondoc.plans.actions.revisions import Item, claim, kind_of, plain, search_text_of
from dondoc.plans.models import Plan, Target, Task
from dondoc.plans.rules import may_edit
from dondoc.web.refusals import Invalid, require

# What a person may correct on each kind of item.
EDITABLE = {
    Target: ("label", "measures", "indicator", "due_text"),
    Task: (
        "lead_wording", "support_wording", "report_to_wording", "population", "supporters", "reviewer", "opener",
        "deliverables", "due_data", "target",
    ),
}  # fmt: skip


def correct_item(item: Item, *, changes: Mapping[str, Any], revision: int, by: User, at: datetime) -> None:
    """Put `changes` (field → value; EDITABLE names the fields) on a target or task, and count it as confirmed.

    Errors: Refused without the right or once issued, Conflict on a stale form, KeyError on a field not editable.
    """
    require(may_edit(by, item.plan))
    unknown = set(changes) - set(EDITABLE[type(item)])
    if unknown:
        raise KeyError(sorted(unknown))
    before = {name: plain(getattr(item, name)) for name in changes}
    with transaction.atomic():
        claim(item.plan, revision)
        for name, value in changes.items():
            setattr(item, name, value)
        item.is_confirmed = True
        item.save()
        after = {name: plain(getattr(item, name)) for name in changes}
        record(
            f"plan.correct_{kind_of(item)}", by=by, target=item, org=item.plan.org, before=before, after=after, at=at
        )


def remove_item(item: Item, *, revision: int, reason: str, by: User, at: datetime) -> None:
    """Take an item that the text does not mean out of the working copy; its words stay in the audit trail.

    The tasks of a removed target stay, outside every target. Errors: Refused, Invalid without a reason, Conflict.
    """
    require(may_edit(by, item.plan))
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do bỏ mục này."))
    with transaction.atomic():
        claim(item.plan, revision)
        before = {"text": item.text, "start": item.start, "end": item.end}
        if isinstance(item, Target):
            before["tasks"] = list(item.tasks.values_list("code", flat=True))
            item.tasks.update(target=None)
        record(f"plan.remove_{kind_of(item)}", by=by, target=item, org=item.plan.org, before=before, note=reason, at=at)
        item.delete()


def add_task(plan: Plan, *, target: Target | None, text: str, revision: int, by: User, at: datetime) -> Task:
    """A task that the reader did not see, added by a person; it is corrected like any other."""
    require(may_edit(by, plan))
    if not text.strip():
        raise Invalid(_("Hãy ghi nội dung nhiệm vụ."))
    stem = target.code if target else "bs"
    with transaction.atomic():
        claim(plan, revision)
        taken = set(plan.tasks.values_list("code", flat=True))
        number = next(n for n in range(1, 1000) if f"{stem}-b{n}" not in taken)
        position = (plan.tasks.aggregate(last=Max("position"))["last"] or 0) + 1
        task = Task.objects.create(
            plan=plan, target=target, code=f"{stem}-b{number}", position=position, text=text.strip(),
            due_data={"kind": "undated"}, search_text=fold(text),
        )  # fmt: skip
        record("plan.add_task", by=by, target=task, org=plan.org, after={"text": task.text}, at=at)
    return task


def set_head(plan: Plan, *, values: Mapping[str, Any], revision: int, by: User, at: datetime) -> None:
    """What the text leaves open: number, date, start and end of the term, alarms for past due days."""
    require(may_edit(by, plan))
    fields = ("number", "subject", "issued_on", "starts_on", "ends_on", "alarms_for_past")
    before = {name: plain(getattr(plan, name)) for name in fields}
    if values["ends_on"] <= values["starts_on"]:
        raise Invalid(_("Ngày kết thúc phải sau ngày bắt đầu."))
    with transaction.atomic():
        claim(plan, revision)
        for name in fields:
            setattr(plan, name, values[name])
        plan.search_text = search_text_of(plan.number, plan.kind, plan.subject, plan.document.name)
        plan.save()
        after = {name: plain(getattr(plan, name)) for name in fields}
        record("plan.set_head", by=by, target=plan, org=plan.org, before=before, after=after, at=at)
