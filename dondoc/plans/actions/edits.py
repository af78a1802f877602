"""Deciding on the points of an amending decision: applying each to the working copy, or setting it aside."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.documents.parsing.amending import Amending
from dondoc.lib.text import fold
from dondoc.plans.actions.bodies import day_of
from dondoc.plans.actions.correcting import new_code, room_after
from dondoc.plans.actions.revisions import Item
from dondoc.plans.actions.steps import OpenStep, step
from dondoc.plans.bodies import BodyReader
from dondoc.plans.models import AmendmentEdit, EditAct, EditState, Plan, StepAct, Target, Task
from dondoc.plans.pointing import edits_of, measures_after, read_decision, text_after
from dondoc.plans.rules import may_apply, may_edit_amendment
from dondoc.web.refusals import Conflict, Invalid, require


def propose_edits(copy: Plan, *, at: datetime) -> Amending | None:
    """Write down what the amending document changes of the working copy `copy`; returns what was read, None when no
    change waits.

    Called inside the transaction that takes the document in. Nothing is applied.
    """
    amendment = copy.amendment
    if amendment.document is None or amendment.is_whole_text:
        return None
    found = read_decision(amendment.document)
    rows = AmendmentEdit.objects.bulk_create(edits_of(copy, found, day_of(copy, localdate(at))))
    return found if rows else None


def apply_edits(plan: Plan, *, ids: Iterable[int], by: User, at: datetime) -> int:
    """Apply the named changes as they were read; those decided meanwhile are passed over. Returns how many.

    Errors: Refused; Invalid naming the first that cannot be applied as it stands.
    """
    require(may_edit_amendment(by, plan))
    with step(plan, StepAct.AMEND, by=by, at=at) as taken:
        wanted = plan.edits.filter(pk__in=list(ids), state=EditState.WAITING)
        done = [edit for edit in wanted.select_related("plan__org") if _apply(taken, edit, edit.item_code)]
        if done:
            after = {"edits": [str(edit) for edit in done]}
            record("plan.apply_edits", by=by, target=plan, org=plan.org, after=after, at=at)
    return len(done)


def apply_edit(edit: AmendmentEdit, *, item_code: str, text: str | None = None, by: User, at: datetime) -> None:
    """Apply one change to the item with `item_code` ("" for a new one), with other words if `text` says so.

    Errors: Refused, Conflict when it was decided meanwhile, Invalid when there is no such item, or no words.
    """
    plan = edit.plan
    require(may_edit_amendment(by, plan))
    with step(plan, StepAct.AMEND, by=by, at=at) as taken:
        edit = _waiting(edit)
        _apply(taken, edit, item_code, text)
        after = {"edits": [str(edit)], "item": edit.item_code, "text": text}
        record("plan.apply_edits", by=by, target=plan, org=plan.org, after=after, at=at)


def set_aside(edit: AmendmentEdit, *, reason: str, by: User, at: datetime) -> None:
    """Leave a change, with a reason: entered by hand, or none of the plan's. Errors: Refused, Invalid, Conflict."""
    plan = edit.plan
    require(may_edit_amendment(by, plan))
    if not reason.strip():
        raise Invalid(_("Hãy ghi vì sao không áp dụng điểm này."))
    with step(plan, StepAct.AMEND, by=by, at=at, note=reason.strip()) as taken:
        edit = _waiting(edit)
        _decide(taken, edit, EditState.SET_ASIDE, reason=reason.strip()[:300])
        record("plan.set_edit_aside", by=by, target=plan, org=plan.org, before={"words": edit.words},
               note=reason.strip(), at=at)  # fmt: skip


def _waiting(edit: AmendmentEdit) -> AmendmentEdit:
    found = AmendmentEdit.objects.select_related("plan__org", "decided_by").get(pk=edit.pk)
    if not found.is_waiting:
        raise Conflict(_("Điểm này vừa được %(who)s quyết định. Hãy tải lại trang.") % {"who": found.decided_by})
    return found


def _decide(taken: OpenStep, edit: AmendmentEdit, state: EditState, **more: Any) -> None:
    taken.change(edit, state=state, decided_at=taken.at, decided_by=taken.by, **more)


# ── applying ─────────────────────────────────────────────────────────────────────────────────────────────────────
def _apply(taken: OpenStep, edit: AmendmentEdit, item_code: str, text: str | None = None) -> bool:
    require(may_apply(edit, item_code))
    if edit.act == EditAct.ADD:
        made = _add(taken, edit, text)
        _decide(taken, edit, EditState.APPLIED, item_code=made.code)
        return True
    if gone := _repealed_by(taken.plan, item_code):
        reason = _("Mục %(code)s đã bãi bỏ theo điểm %(part)s.") % {"code": item_code, "part": gone.part or gone.pk}
        _decide(taken, edit, EditState.SET_ASIDE, reason=reason)
        return True
    item = _item(taken.plan, edit, item_code)
    if edit.act == EditAct.REPEAL:
        _repeal(taken, item)
    else:
        values = _values(taken, edit, item, text)
        if not values:
            said = {"code": item.code}
            raise Invalid(_("Điểm này không làm mục %(code)s thay đổi. Hãy chọn mục khác hoặc không áp dụng.") % said)
        taken.change(item, **values)
    _decide(taken, edit, EditState.APPLIED, item_code=item.code, kind=item._meta.model_name)
    return True


def _repealed_by(plan: Plan, code: str) -> AmendmentEdit | None:
    """The point of the same decision that took the item with `code` out; what else it says of that item falls away."""
    return plan.edits.filter(act=EditAct.REPEAL, state=EditState.APPLIED, item_code=code).first()


def _item(plan: Plan, edit: AmendmentEdit, code: str) -> Item:
    kinds = (Target, Task) if edit.kind == "target" else (Task, Target)
    rows = (kind.objects.select_related("plan__org").filter(plan=plan, code=code).first() for kind in kinds)
    found = next((row for row in rows if row is not None), None)
    if found is None:
        raise Invalid(_("Không còn mục %(code)s trong bản này. Hãy chọn mục khác.") % {"code": code})
    return found


def _repeal(taken: OpenStep, item: Item) -> None:
    """Out of the working copy; the tasks of a chỉ tiêu stay until their own change is decided."""
    if isinstance(item, Target):
        taken.change_all(list(item.tasks.all()), target_id=None)
    taken.remove(item)


def _values(taken: OpenStep, edit: AmendmentEdit, item: Item, text: str | None) -> dict[str, Any]:
    """Fields of `item` that become others, {} when none does."""
    words = text.strip() if text is not None else text_after(edit, item)
    values: dict[str, Any] = {}
    if words and words != item.text:
        values |= {"text": words, "search_text": fold(f"{item.code} {words}")}
    if isinstance(item, Target):
        values |= _of_target(edit, item, values.get("text", ""))
    else:
        values |= _of_task(taken, edit, item)
    return values | {"is_confirmed": True} if values else {}


def _of_target(edit: AmendmentEdit, target: Target, text: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if edit.act == EditAct.DUE and edit.change.get("due_text"):
        values["due_text"] = edit.change["due_text"][:300]
    measures = measures_after(edit, text)
    return values | {"measures": measures} if measures else values


def _of_task(taken: OpenStep, edit: AmendmentEdit, task: Task) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if "due" in edit.change and edit.change["due"] != task.due_data:
        values["due_data"] = edit.change["due"]
    if lead := edit.change.get("lead"):
        population = BodyReader(task.plan.org, day_of(task.plan, localdate(taken.at))).population([lead])
        values["lead_wording"] = lead[:300]
        if population:
            values["population"] = population
    return values


def _add(taken: OpenStep, edit: AmendmentEdit, text: str | None) -> Item:
    plan, change = taken.plan, edit.change
    words = (change.get("text", "") if text is None else text).strip()
    if not words:
        raise Invalid(_("Hãy ghi nội dung của mục bổ sung."))
    if edit.kind == "target":
        target = Target(
            plan=plan, code=new_code(plan, "bs"), position=room_after(plan.targets, None), text=words,
            measures=measures_after(edit, words) or [], search_text=fold(words), is_confirmed=True, **change["values"],
        )  # fmt: skip
        taken.make(target)
        return target
    under = _under(plan, edit)
    task = Task(plan=plan, target=under, code=new_code(plan, under.code if under else "bs"), text=words,
                part=(under.part if under else "")[:30], position=room_after(plan.tasks, None),
                search_text=fold(words), **change["values"])  # fmt: skip
    beside = under.tasks.exclude(reviewer=None).first() if under else None
    task.reviewer = beside.reviewer if beside else None
    taken.make(task)
    return task


def _under(plan: Plan, edit: AmendmentEdit) -> Target | None:
    """The chỉ tiêu to which a new task belongs: the one named, else the one that the same point adds."""
    code = edit.change.get("under")
    if not code:
        same = plan.edits.filter(start=edit.start, act=EditAct.ADD, kind="target", state=EditState.APPLIED).first()
        code = same.item_code if same else ""
    return plan.targets.filter(code=code).first() if code else None
