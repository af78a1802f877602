"""Dividing a quota and the asking about it; targets of single years and organisations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.indicators.models import Indicator
from dondoc.lib.dates import format_date
from dondoc.lib.numbers import format_number
from dondoc.orgs.models import Org
from dondoc.plans.models import Allocation, Division, Plan, SetGoal
from dondoc.quotas import rules
from dondoc.quotas.models import Asking, AskingState
from dondoc.web.refusals import Conflict, Invalid, require

_BATCH = 500


def divide(
    plan: Plan, *, indicator: Indicator, year: int, total: int, parts: Mapping[int, int], by: User, at: datetime,
    valid_from: date | None = None, reason: str = "", seen: int | None = None,
) -> Division:  # fmt: skip
    """The quota of `year` as it stands from `valid_from` on: `total` as given from above, `parts` by organisation (id →
    number). What is the same as before makes no new division.

    The first holds from the year's beginning, whenever it is made; a later one from `valid_from` (None: the day of
    `at`), with a `reason`. `seen`: the number of the division that the person saw, 0 for none; None: not asked.
    The parts may stay below the total (the rest is shown as not divided yet) but never above it.
    Errors: Invalid, Conflict.
    """
    require(rules.may_allocate(by, plan))
    _fits(total, sum(parts.values()))
    wanted = {org: quantity for org, quantity in parts.items() if quantity}
    with transaction.atomic():
        series = Plan.objects.select_for_update().get(pk=plan.series_id)
        last = Division.objects.of(plan, indicator.pk, year).order_by("-number").first()
        if seen is not None and seen != (last.number if last else 0):
            raise Conflict(_("Bảng phân bổ này vừa được người khác ghi lần mới. Hãy xem lại rồi ghi tiếp."))
        before = dict(last.allocations.values_list("org_id", "quantity")) if last else {}
        if last and (last.total, before) == (total, wanted):
            return last
        since = (
            _since(last, year, valid_from or min(timezone.localdate(at), date(year, 12, 31)))
            if last
            else date(year, 1, 1)
        )
        if last and not reason.strip():
            raise Invalid(_("Hãy ghi lý do điều chỉnh phân bổ."))
        made = Division.objects.create(
            plan=series, indicator=indicator, year=year, number=last.number + 1 if last else 1, total=total,
            valid_from=since, reason=reason.strip() if last else "", decided_at=at, decided_by=by,
        )  # fmt: skip
        Allocation.objects.bulk_create(
            [Allocation(division=made, org_id=org, quantity=quantity) for org, quantity in wanted.items()],
            batch_size=_BATCH,
        )
        record(
            "plan.allocate", by=by, target=plan, org=plan.org, at=at, note=f"{indicator.label}, {year}",
            before=_told(plan, last.total, before) if last else {}, after=_told(plan, total, wanted),
        )  # fmt: skip
    return made


def _fits(total: int, divided: int) -> None:
    if divided > total:
        raise Invalid(
            _("Đã chia %(divided)s, nhiều hơn chỉ tiêu được giao %(total)s. Hãy giảm bớt %(over)s.")
            % {
                name: format_number(n)
                for name, n in (("divided", divided), ("total", total), ("over", divided - total))
            }
        )


def _since(last: Division, year: int, day: date) -> date:
    """`day`, when it lies in the year and not before `last`. Errors: Invalid."""
    if day.year < year:
        day = date(year, 1, 1)
    if day.year > year:
        raise Invalid(_("Ngày điều chỉnh phải nằm trong năm %(year)d.") % {"year": year})
    if day < last.valid_from:
        raise Invalid(
            _("Lần phân bổ trước tính từ ngày %(day)s. Hãy chọn ngày bằng hoặc sau ngày đó.")
            % {"day": format_date(last.valid_from)}
        )
    return day


def _told(plan: Plan, total: int, parts: Mapping[int, int]) -> dict[str, int]:
    """For the trail: what each organisation has, the plan's owner the total."""
    return {str(plan.org_id): total} | {str(org): quantity for org, quantity in sorted(parts.items())}


# ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────────


def ask(
    plan: Plan, *, indicator: Indicator, year: int, org: Org, wanted: int, reason: str, by: User, at: datetime
) -> Asking:
    """`org` asks for `wanted` instead of what it was given. Errors: Invalid, Conflict (one is open already)."""
    require(rules.may_ask(by, org))
    with transaction.atomic():
        series = Plan.objects.select_for_update().get(pk=plan.series_id)
        last = Division.objects.of(plan, indicator.pk, year).order_by("-number").first()
        if last is None:
            raise Invalid(_("Chỉ tiêu năm %(year)d chưa được phân bổ.") % {"year": year})
        given = last.allocations.filter(org=org).values_list("quantity", flat=True).first() or 0
        if wanted == given:
            raise Invalid(_("Đơn vị đang được giao đúng số này. Hãy ghi số khác."))
        if Asking.objects.filter(plan=series, indicator=indicator, year=year, org=org, state=AskingState.OPEN).exists():
            raise Conflict(
                _("Đơn vị đã có một đề nghị đang chờ trả lời. Hãy rút đề nghị đó trước khi gửi đề nghị mới.")
            )
        made = Asking.objects.create(
            plan=series, indicator=indicator, year=year, org=org, given=given, wanted=wanted, reason=reason,
            asked_at=at, asked_by=by,
        )  # fmt: skip
        record(
            "quota.ask", by=by, target=made, org=org, before={"quantity": given}, after={"quantity": wanted},
            note=reason[:300], at=at,
        )  # fmt: skip
    return made


def grant(asking: Asking, *, answer: str, by: User, at: datetime) -> Division:
    """Give what was asked: the quota is divided anew from the day of `at`. Errors: Invalid when the total does not
    hold it, Refused when it was settled meanwhile."""
    with transaction.atomic():
        asking = _settled(asking, AskingState.GRANTED, answer, by=by, at=at)
        last = Division.objects.of(asking.plan, asking.indicator_id, asking.year).order_by("-number").first()
        parts = dict(last.allocations.values_list("org_id", "quantity")) if last else {}
        record(
            "quota.grant", by=by, target=asking, org=asking.org, before={"quantity": parts.get(asking.org_id, 0)},
            after={"quantity": asking.wanted}, note=answer[:300], at=at,
        )  # fmt: skip
        reason = _("Theo đề nghị của %(org)s: %(why)s") % {"org": asking.org, "why": asking.reason}
        return divide(
            asking.plan, indicator=asking.indicator, year=asking.year, total=last.total if last else asking.wanted,
            parts=parts | {asking.org_id: asking.wanted}, by=by, at=at, reason=reason[:1000],
        )  # fmt: skip


def decline(asking: Asking, *, answer: str, by: User, at: datetime) -> Asking:
    """Leave the number as it is, and say why."""
    with transaction.atomic():
        asking = _settled(asking, AskingState.DECLINED, answer, by=by, at=at)
        record("quota.decline", by=by, target=asking, org=asking.org, note=answer[:300], at=at)
    return asking


def withdraw(asking: Asking, *, by: User, at: datetime) -> Asking:
    """Take back what was asked."""
    with transaction.atomic():
        asking = _open_one(asking)
        require(rules.may_withdraw(by, asking))
        asking.state = AskingState.WITHDRAWN
        asking.answered_at, asking.answered_by = at, by
        asking.save()
        record("quota.withdraw", by=by, target=asking, org=asking.org, at=at)
    return asking


def _settled(asking: Asking, state: AskingState, answer: str, *, by: User, at: datetime) -> Asking:
    asking = _open_one(asking)
    require(rules.may_answer(by, asking))
    asking.state, asking.answer = state, answer
    asking.answered_at, asking.answered_by = at, by
    asking.save()
    return asking


def _open_one(asking: Asking) -> Asking:
    """The row as it stands now, held until the transaction ends."""
    rows = Asking.objects.select_for_update(of=("self",)).select_related("plan__org", "indicator", "org")
    return rows.get(pk=asking.pk)


# ── targets of years and of organisations ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Wish:
    """What `org` is to reach in `year` (WHOLE_TERM: every year without its own) by the measure of that key; `value` a
    fraction, of a count its whole number; None: nothing beside the plan's own."""

    measure: str
    org: Org
    year: int
    value: Decimal | None


def set_goals(
    plan: Plan,
    wishes: Sequence[Wish],
    *,
    valid_from: date,
    reason: str,
    by: User,
    at: datetime,
    seen: int | None = None,
) -> list[SetGoal]:
    """Set targets beside the plan's own from `valid_from` on; figures of earlier months keep theirs. The first for a
    year holds from its beginning. What is the same as before is left out. `seen`: how many turns of these measures the
    person saw; None: not asked. Errors: Invalid, Refused, Conflict."""
    require(rules.may_allocate(by, plan))
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do, căn cứ của mức phấn đấu."))
    with transaction.atomic():
        series = Plan.objects.select_for_update().get(pk=plan.series_id)
        turns = SetGoal.objects.filter(plan=series, measure__in={wish.measure for wish in wishes})
        last = {(one.measure, one.org_id, one.year): one for one in turns}  # by number
        if seen is not None and seen != len(turns):
            raise Conflict(_("Mức phấn đấu vừa được người khác đặt lại. Hãy xem lại rồi ghi tiếp."))
        made, before, after = [], {}, {}
        for wish in wishes:
            old = last.get((wish.measure, wish.org.pk, wish.year))
            if wish.value == (old.value if old else None):
                continue
            made.append(_goal_after(old, series, wish, valid_from, reason.strip(), by, at))
            label = f"{wish.measure}, {wish.org}, {wish.year or _('cả nhiệm kỳ')}"
            before[label], after[label] = (_plain(old.value) if old else None), _plain(wish.value)
        SetGoal.objects.bulk_create(made)
        if made:
            record(
                "goal.set", by=by, target=plan, org=plan.org, before=before, after=after, at=at,
                note=reason.strip()[:300],
            )  # fmt: skip
    return made


def _goal_after(
    old: SetGoal | None, series: Plan, wish: Wish, day: date, reason: str, by: User, at: datetime
) -> SetGoal:
    """The next turn of a target. Errors: Invalid for a day before the one that it follows."""
    begins = date(wish.year, 1, 1) if wish.year else series.starts_on
    day = begins if old is None else max(day, begins)
    if old and day < old.valid_from:
        raise Invalid(
            _("Mức trước tính từ ngày %(day)s. Hãy chọn ngày bằng hoặc sau ngày đó.")
            % {"day": format_date(old.valid_from)}
        )
    return SetGoal(
        plan=series, measure=wish.measure, org=wish.org, year=wish.year, number=old.number + 1 if old else 1,
        value=wish.value, valid_from=day, reason=reason, decided_at=at, decided_by=by,
    )  # fmt: skip


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")
