"""Every change of a working copy goes through a step: numbered, stored with what was before, undone as a whole."""

import json
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import F
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.lib.dates import format_date
from dondoc.plans.models import (
    AmendmentEdit,
    BodyChoice,
    Finding,
    Passage,
    Plan,
    PlanItem,
    PlanStatus,
    Proposal,
    Step,
    StepAct,
    Target,
    Task,
)
from dondoc.plans.rules import may_edit
from dondoc.web.refusals import Conflict, Refused, require

KINDS: dict[str, type[models.Model]] = {
    "target": Target, "task": Task, "finding": Finding, "passage": Passage, "plan": Plan, "proposal": Proposal,
    "bodychoice": BodyChoice, "amendmentedit": AmendmentEdit,
}  # fmt: skip
_NOT_UNDONE = {"revision", "head_revision", "changed_at", "changed_by", "plan"}
Row = Target | Task | Finding | Passage | Plan | Proposal | BodyChoice | AmendmentEdit


class OpenStep:
    """A step being taken: rows are changed, made and removed through it, so that it knows what was before.

    Holding one holds the plan's row: two steps on one plan never run at once, and what is read after is up to date.
    """

    def __init__(self, plan: Plan, by: User, at: datetime) -> None:
        if not Plan.objects.filter(pk=plan.pk, status=PlanStatus.DRAFT).update(revision=F("revision") + 1):
            raise Conflict(_("Kế hoạch vừa được ban hành, nội dung không sửa được nữa."))
        plan.revision = Plan.objects.values_list("revision", flat=True).get(pk=plan.pk)
        self.plan, self.by, self.at = plan, by, at
        self.changes: list[dict[str, Any]] = []
        self.kept: Step | None = None  # once it is taken

    def require_fresh(self, item: PlanItem, revision: int) -> None:
        """Read `item` again. Errors: Conflict, with who and when, when it changed since `revision` or is gone."""
        now = type(item)._default_manager.select_related("changed_by").filter(pk=item.pk).first()
        if now is None:
            raise Conflict(_("Mục %(code)s vừa được bỏ hoặc gộp. Hãy tải lại trang.") % {"code": item.code})
        if now.revision != revision:
            raise Conflict(changed_meanwhile(now))
        for field in item._meta.concrete_fields:
            setattr(item, field.attname, getattr(now, field.attname))

    def change(self, row: Row, **values: Any) -> None:
        """Set `values` (field → value) on `row` and save it."""
        fields = [row._meta.get_field(name) for name in values]
        before = {field.attname: _plain(getattr(row, field.attname)) for field in fields}
        for name, value in values.items():
            setattr(row, name, value)
        after = {field.attname: _plain(getattr(row, field.attname)) for field in fields}
        row.save(update_fields=[*values, *self._touch(row)])
        self._note(row, before, after)

    def change_all(self, rows: Iterable[Row], **values: Any) -> None:
        """The same `values` on many rows of one kind, with one write."""
        rows = list(rows)
        for row in rows:
            before = {name: _plain(getattr(row, name)) for name in values}
            for name, value in values.items():
                setattr(row, name, value)
            self._touch(row)
            self._note(row, before, {name: _plain(value) for name, value in values.items()})
        if rows:
            touched = {name: getattr(rows[0], name) for name in self._touch(rows[0])}
            type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).update(**values, **touched)

    def make(self, row: Row) -> None:
        """Save a new row."""
        self._touch(row)
        row.save(force_insert=True)
        self._note(row, None, _whole(row))

    def remove(self, row: Row) -> None:
        """Delete a row."""
        self._note(row, _whole(row), None)
        row.delete()

    def _touch(self, row: Row) -> list[str]:
        if isinstance(row, Plan):
            row.head_revision = self.plan.revision
            return ["head_revision"]
        if isinstance(row, PlanItem):
            row.revision, row.changed_at, row.changed_by = self.plan.revision, self.at, self.by
            return ["revision", "changed_at", "changed_by"]
        return []

    def _note(self, row: Row, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        code = row.code if isinstance(row, PlanItem | Proposal) else ""
        kind = row._meta.model_name
        self.changes.append({"kind": kind, "pk": row.pk, "code": code, "before": before, "after": after})


@contextmanager
def step(plan: Plan, act: StepAct, *, by: User, at: datetime, note: str = "", cause: Step | None = None):
    """Take one step on `plan`, in one transaction; kept when it touched anything. `cause`: the step that it follows."""
    with transaction.atomic():
        taken = OpenStep(plan, by, at)
        yield taken
        if taken.changes:
            taken.kept = Step.objects.create(
                plan=plan, act=act, changes=taken.changes, note=note, cause=cause, made_at=at, made_by=by
            )


def changed_meanwhile(item: PlanItem) -> str:
    """Who changed `item` and when, for a person whose form or page is older."""
    words = _("Mục %(code)s vừa được %(who)s sửa lúc %(when)s. Chữ đã gõ còn nguyên; hãy xem lại rồi lưu lần nữa.")
    return words % {"code": item.code, "who": item.changed_by, "when": _when(item.changed_at)}


def undo(plan: Plan, *, step_id: int, by: User, at: datetime) -> Step:
    """Put everything back as it was before the step: the last one of one's own, or a removal (by whoever).

    The steps that followed it on other plans are undone with it, or nothing is.

    Errors: Refused without the right, Conflict when somebody changed the same items since (with who and when), or the
    step has been undone already.
    """
    require(may_edit(by, plan))
    with transaction.atomic():
        old = _undo(plan, step_id, by, at)
        for follower in old.followers.filter(undone_at=None).select_related("plan__org").order_by("-pk"):
            try:
                require(may_edit(by, follower.plan))
                _undo(follower.plan, follower.pk, by, at)
            except Refused as refusal:
                said = {"plan": follower.plan, "reason": refusal.reason}
                raise Conflict(_("%(plan)s đã đổi theo và không trả lại được. %(reason)s") % said) from refusal
    return old


def _undo(plan: Plan, step_id: int, by: User, at: datetime) -> Step:
    open_step = OpenStep(plan, by, at)
    old = Step.objects.select_related("made_by", "undone_by").filter(plan=plan, pk=step_id).first()
    if old is None:
        raise Conflict(_("Không còn thao tác này để hoàn tác. Hãy tải lại trang."))
    _require_undoable(old, by)
    _require_untouched_since(old)
    for change in reversed(old.changes):
        _put_back(open_step, change, lenient=old.act == StepAct.REMOVE and change["after"] is not None)
    Step.objects.filter(pk=old.pk).update(undone_at=at, undone_by=by)
    record("plan.undo", by=by, target=plan, org=plan.org, note=str(old), at=at)
    return old


def _require_undoable(old: Step, by: User) -> None:
    if old.undone_at:
        said = {"who": old.undone_by, "when": _when(old.undone_at)}
        raise Conflict(_("Thao tác này đã được %(who)s hoàn tác lúc %(when)s.") % said)
    if old.act != StepAct.REMOVE and old.made_by_id != by.pk:
        raise Conflict(_("Đây là thao tác của %(who)s; chỉ người đó hoàn tác được.") % {"who": old.made_by})


def _require_untouched_since(old: Step) -> None:
    """Errors: Conflict when a later step touched the same rows."""
    changes = old.changes
    if old.act == StepAct.REMOVE:  # what hung on the removed item may have gone its own way
        changes = [change for change in changes if change["after"] is None]
    own = {(change["kind"], change["pk"]): change["code"] for change in changes}
    later = Step.objects.filter(plan=old.plan_id, pk__gt=old.pk, undone_at=None).select_related("made_by")
    for one in later.order_by("-pk"):
        for change in one.changes:
            if (change["kind"], change["pk"]) in own:
                said = {"code": change["code"], "who": one.made_by, "when": _when(one.made_at)}
                raise Conflict(
                    _("Không hoàn tác được: mục %(code)s đã được %(who)s sửa lúc %(when)s.") % said
                    if change["code"]
                    else _("Không hoàn tác được: %(who)s đã sửa tiếp lúc %(when)s.") % said
                )


def _put_back(open_step: OpenStep, change: dict[str, Any], *, lenient: bool) -> None:
    model = KINDS[change["kind"]]
    row = model._default_manager.filter(pk=change["pk"]).first()
    if change["after"] is None:
        return _make_again(open_step, model, change)
    now = {name: _plain(getattr(row, name)) for name in change["after"]} if row else None
    if lenient and now != change["after"]:
        return None
    if row is None or (change["before"] is not None and now != change["after"]):
        raise Conflict(_("Không hoàn tác được: mục %(code)s đã thay đổi sau đó.") % {"code": change["code"]})
    if change["before"] is None:
        _require_alone(row)
        return open_step.remove(row)
    _require_there(model, change["before"], change["code"])
    return open_step.change(row, **_python(model, change["before"]))


def _make_again(open_step: OpenStep, model: type[models.Model], change: dict[str, Any]) -> None:
    values = change["before"]
    _require_there(model, values, change["code"])
    if model._default_manager.filter(plan=open_step.plan, code=values["code"]).exists():
        said = {"code": values["code"]}
        raise Conflict(_("Không khôi phục được: mã %(code)s đã dùng cho mục khác.") % said)
    open_step.make(model(pk=change["pk"], plan=open_step.plan, **_python(model, values)))


def _require_alone(row: Row) -> None:
    if isinstance(row, Target) and row.tasks.exists():
        raise Conflict(_("Không hoàn tác được: đã có nhiệm vụ gắn vào chỉ tiêu %(code)s.") % {"code": row.code})


def _require_there(model: type[models.Model], values: dict[str, Any], code: str) -> None:
    """Errors: Conflict when something that the old values point to is gone."""
    for field in model._meta.concrete_fields:
        pk = values.get(field.attname) if field.is_relation else None
        if pk is not None and not field.related_model._default_manager.filter(pk=pk).exists():
            raise Conflict(
                _("Không hoàn tác được mục %(code)s: thứ mà mục này gắn vào đã được bỏ. Hãy khôi phục thứ đó trước.")
                % {"code": code}
            )


def _whole(row: Row) -> dict[str, Any]:
    fields = (f for f in row._meta.concrete_fields if f.name not in _NOT_UNDONE and not f.primary_key)
    return {field.attname: _plain(getattr(row, field.attname)) for field in fields}


def _python(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    return {name: by_name[name].to_python(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    """`value` as it comes back from stored JSON."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _when(at: datetime | None) -> str:
    return f"{localtime(at):%H:%M}, {format_date(localtime(at).date())}" if at else "—"
