"""Confirming items as they stand, settling doubts, saying what a passage is that the reader did not understand."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.lib.text import fold, squash
from dondoc.plans.actions.correcting import new_code, room_after
from dondoc.plans.actions.revisions import Item
from dondoc.plans.actions.steps import changed_meanwhile, step
from dondoc.plans.models import Finding, Passage, PassageUse, Plan, StepAct, Target, Task
from dondoc.plans.rules import may_edit, may_settle
from dondoc.web.refusals import Conflict, require


def confirm_items(
    plan: Plan, *, codes: Mapping[str, list[str]], by: User, at: datetime, seen: int | None = None
) -> int:
    """Confirm targets and tasks as they stand: {"targets": [codes], "tasks": [codes]}. Returns how many were new.

    `seen`: Plan.revision of the page on which they were seen. Errors: Refused, Conflict (with who and when) when one
    of them was changed since.
    """
    require(may_edit(by, plan))
    with step(plan, StepAct.CONFIRM, by=by, at=at) as taken:
        groups = [
            list(rows.filter(code__in=codes.get(kind, []), is_confirmed=False).select_related("changed_by"))
            for kind, rows in (("targets", plan.targets), ("tasks", plan.tasks))
        ]
        items: list[Item] = [item for group in groups for item in group]
        stale = next((item for item in items if seen is not None and item.revision > seen), None)
        if stale:
            raise Conflict(changed_meanwhile(stale))
        for group in groups:
            taken.change_all(group, is_confirmed=True)
        if items:
            record("plan.confirm", by=by, target=plan, org=plan.org, after=dict(codes), at=at)
    return len(items)


def settle_finding(finding: Finding, *, by: User, at: datetime) -> None:
    """Mark a doubt as seen; the text itself stays as written. Doing it twice changes nothing."""
    require(may_settle(by, finding))
    with step(finding.plan, StepAct.SETTLE, by=by, at=at) as taken:
        finding.refresh_from_db(fields=["settled_at", "settled_by"])
        if finding.settled_at is None:
            taken.change(finding, settled_at=at, settled_by=by)
            record("plan.settle_finding", by=by, target=finding, org=finding.plan.org, note=finding.message, at=at)


def settle_passage(passage: Passage, *, use: PassageUse, by: User, at: datetime) -> Item | None:
    """Say what a passage is: a task or target is made of its words, to be corrected and confirmed like any other.

    Errors: Refused, Conflict (with who) when somebody has settled it.
    """
    require(may_edit(by, passage.plan))
    plan = passage.plan
    with step(plan, StepAct.PASSAGE, by=by, at=at) as taken:
        passage.refresh_from_db(fields=["used_as", "settled_at", "settled_by"])
        if passage.used_as:
            said = {"who": passage.settled_by, "use": PassageUse(passage.used_as).label}
            raise Conflict(_("%(who)s đã chọn “%(use)s” cho đoạn này rồi.") % said)
        item = _made_of(passage, use)
        if item:
            taken.make(item)
        taken.change(passage, used_as=use, settled_at=at, settled_by=by)
        after = {"use": use.value, "code": item.code if item else "", "text": words_of(passage)}
        record("plan.settle_passage", by=by, target=plan, org=plan.org, after=after, at=at)
    return item


def words_of(passage: Passage) -> str:
    """The passage as written, on one line."""
    return squash(passage.plan.document.text[passage.start : passage.end])


def _made_of(passage: Passage, use: PassageUse) -> Item | None:
    if use is PassageUse.NOTHING:
        return None
    plan, text = passage.plan, words_of(passage)
    rows = plan.tasks if use is PassageUse.TASK else plan.targets
    before = rows.filter(start__lt=passage.start).order_by("-start").first()
    first = rows.order_by("position").first()
    after = before.position if before else (first.position - 1 if first else None)
    place = {
        "plan": plan, "code": new_code(plan, "bs"), "position": room_after(rows, after), "text": text,
        "start": passage.start, "end": passage.end, "search_text": fold(text),
    }  # fmt: skip
    return Task(**place, due_data={"kind": "undated"}) if use is PassageUse.TASK else Target(**place)
