"""Setting a ladder, switching it on and off, holding it back for one duty."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.audit.actions import record
from dondoc.lib.dates import format_date
from dondoc.lib.workdays import next_working_day
from dondoc.obligations.models import Obligation
from dondoc.plans.models import Plan
from dondoc.reminders import rules
from dondoc.reminders.ladder import Ladder, LadderError, Rung, as_data, parse
from dondoc.reminders.models import Build, Hold, LadderVersion
from dondoc.reminders.queries.ladders import ladder_of
from dondoc.web.refusals import Conflict, Invalid, Refused, require

_LONGEST = 1000


def publish_default(data: Mapping[str, Any], *, by, at: datetime) -> LadderVersion:
    """The package's ladder, from which a plan's own begins; the one that stands when it says the same. Errors:
    LadderError."""
    wanted = as_data(parse(data))
    newest = LadderVersion.objects.newest().filter(plan=None).first()
    if newest and newest.data == wanted:
        return newest
    with transaction.atomic():
        made = _next(None, wanted, None, "", by, at)
        record("ladder.publish", by=by, target=made, after={"rungs": len(wanted["rungs"])}, at=at)
    return made


def change_ladder(plan: Plan, ladder: Ladder, *, number: int, reason: str, by, at: datetime) -> LadderVersion:
    """A new version of the plan's ladder; whether and since when it runs stays. `number`: the version that was looked
    at, 0 for the default. Errors: Refused; Conflict when somebody else changed it; Invalid when it is no ladder."""
    require(rules.may_set_ladder(by, plan))
    try:
        data = as_data(parse(as_data(ladder)))
    except LadderError as fault:
        raise Invalid(_("Thang chưa dùng được: %(faults)s.") % {"faults": "; ".join(fault.faults)}) from fault
    with transaction.atomic():
        current = _locked(plan, number)
        made = _next(plan, data, current.runs_from if current else None, reason, by, at)
        before = current.data if current else {}
        record(
            "ladder.change", by=by, target=made, org=plan.org, before={"rungs": _told(before)},
            after={"rungs": _told(data)}, note=reason, at=at,
        )  # fmt: skip
    return made


def switch_on(plan: Plan, *, number: int, by, at: datetime) -> LadderVersion:
    """From now on the plan's ladder is acted on: today, or the next working day when today's messages are built. What
    reached its rung before that day raises nothing until it reaches the next. Errors: as `change_ladder`."""
    require(rules.may_set_ladder(by, plan))
    today = timezone.localdate(at)
    first = next_working_day(today)
    if Build.objects.filter(day=first).exists():
        first = next_working_day(date.fromordinal(first.toordinal() + 1))
    with transaction.atomic():
        current = _locked(plan, number)
        if current and current.runs_from:
            raise Conflict(_("Thang đôn đốc của kế hoạch này đã được bật."))
        made = _next(plan, (current or ladder_of(plan)).data, first, "", by, at)
        record("ladder.on", by=by, target=made, org=plan.org, after={"runs_from": first.isoformat()}, at=at)
    return made


def switch_off(plan: Plan, *, number: int, by, at: datetime) -> LadderVersion:
    """No rung of the plan is acted on any more; what was sent stays. Errors: as `change_ladder`."""
    require(rules.may_set_ladder(by, plan))
    with transaction.atomic():
        current = _locked(plan, number)
        if current is None or current.runs_from is None:
            raise Conflict(_("Thang đôn đốc của kế hoạch này đang tắt."))
        made = _next(plan, current.data, None, "", by, at)
        record(
            "ladder.off", by=by, target=made, org=plan.org, before={"runs_from": current.runs_from.isoformat()}, at=at
        )
    return made


def hold_back(
    obligation: Obligation, rung: Rung, *, reason: str, until: date | None, by, at: datetime
) -> Hold:  # fmt: skip
    """Reach neither `rung` nor those above it for this duty, up to and including `until` (None: until it is let go).
    Errors: Refused; Invalid without a reason or for a day that has passed; Conflict when it is held already."""
    require(rules.may_hold(by, obligation, rung))
    reason = reason.strip()
    if not reason or len(reason) > _LONGEST:
        raise Invalid(_("Hãy ghi lý do giữ lại, không quá %(n)d chữ.") % {"n": _LONGEST})
    today = timezone.localdate(at)
    if until and until < today:
        raise Invalid(_("Ngày %(day)s đã qua. Hãy chọn ngày từ hôm nay trở đi.") % {"day": format_date(until)})
    with transaction.atomic():
        locked = Obligation.objects.select_for_update(of=("self",)).get(pk=obligation.pk)
        for old in locked.holds.in_force():
            if old.until is None or old.until >= today:
                raise Conflict(_("Việc này đang được giữ lại rồi."))
            Hold.objects.filter(pk=old.pk).update(ended_at=at, ended_by=by)
        made = Hold.objects.create(
            obligation=obligation, after=rung.after, reason=reason, until=until, held_at=at, held_by=by
        )
        after = {"rung": rung.name, "until": until.isoformat() if until else ""}
        record("ladder.hold", by=by, target=obligation, org=obligation.org, after=after, note=reason, at=at)
    return made


def let_go(hold: Hold, *, by, at: datetime) -> None:
    """The ladder goes on for this duty. Errors: Refused; Conflict when it is not held any more."""
    version = ladder_of(hold.obligation.task.plan)
    rung = next((one for one in version.parsed.rungs if one.after == hold.after), None) if version else None
    require(rules.may_hold(by, hold.obligation, rung) if rung else rules.may_remind(by, hold.obligation))
    with transaction.atomic():
        if not Hold.objects.in_force().filter(pk=hold.pk).update(ended_at=at, ended_by=by):
            raise Conflict(_("Việc này không còn được giữ lại."))
        record("ladder.let_go", by=by, target=hold.obligation, org=hold.obligation.org, note=hold.reason, at=at)


def _locked(plan: Plan, number: int) -> LadderVersion | None:
    """The plan's own newest version, None for none, while nobody else can add one. Errors: Conflict."""
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.series_id)
    current = LadderVersion.objects.newest().filter(plan_id=plan.series_id).first()
    if (current.number if current else 0) != number:
        raise Conflict(_("Thang đôn đốc vừa được người khác sửa. Hãy xem lại rồi làm tiếp."))
    if current is None and ladder_of(plan) is None:
        raise Refused(_("Chưa có thang mặc định. Quản trị viên cần nạp dữ liệu ban đầu của phần mềm."))
    return current


def _next(plan: Plan | None, data: dict, runs_from: date | None, reason: str, by, at: datetime) -> LadderVersion:
    key = plan.series_id if plan else None
    last = LadderVersion.objects.filter(plan_id=key).aggregate(n=Max("number"))["n"] or 0
    return LadderVersion.objects.create(
        plan_id=key, number=last + 1, data=data, runs_from=runs_from, reason=reason.strip()[:300], made_at=at,
        made_by=by,
    )  # fmt: skip


def _told(data: Mapping[str, Any]) -> list[str]:
    return [f"{one['after']:+d} {one['name']}" for one in data.get("rungs", ())]
