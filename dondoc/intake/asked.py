"""Which sheets may be filled in from a file: products and periods that organisations of a person still owe."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from dondoc.intake.naming import orgs_to_fill
from dondoc.lib.periods import Period
from dondoc.obligations.models import DUE_SOON_DAYS, Obligation, Purpose, Round
from dondoc.plans.models import Task
from dondoc.sheets.models import Deliverable
from dondoc.submissions.queries import Asked, asked_for
from dondoc.submissions.worklist import WorkLine, lines_of_many
from dondoc.web.addresses import number_in

_AHEAD = timedelta(days=max(DUE_SOON_DAYS, 31))


@dataclass(frozen=True)
class Wanted:
    """One product for one period or round: what a table can answer. `orgs`: how many still owe it."""

    deliverable: Deliverable
    asked: Asked
    orgs: int

    @property
    def key(self) -> str:
        return f"{self.deliverable.code}@{self.asked.round.pk if self.asked.round else self.asked.period.code}"

    @property
    def label(self) -> str:
        return f"{self.deliverable}, {self.asked.label}"


def wanted_by(user, today: date) -> list[Wanted]:
    """What organisations of `user` owe now or before long, most organisations first. Four queries."""
    near = Q(due_on__lte=today + _AHEAD) | Q(is_ongoing=True, period_start__lte=today, period_end__gte=today)
    rows = Obligation.objects.filter(
        near, purpose=Purpose.ANSWER, closed_on=None, exempted_on=None, approved_on=None, submitted_on=None,
        org__in=orgs_to_fill(user, today).values("pk"),
    )  # fmt: skip
    counted = list(rows.order_by().values("task_id", "period", "round_id").annotate(orgs=Count("org", distinct=True)))
    tasks = dict(Task.objects.filter(pk__in={row["task_id"] for row in counted}).values_list("pk", "deliverables"))
    rounds = Round.objects.in_bulk({row["round_id"] for row in counted if row["round_id"]})
    codes = {code for codes in tasks.values() for code in codes}
    catalogue = {one.code: one for one in Deliverable.objects.filter(code__in=codes).select_related("sheet")}
    found: dict[tuple[str, str, int | None], Wanted] = {}
    for row in counted:
        duty = Obligation(period=row["period"], round=rounds.get(row["round_id"]))
        for product in (catalogue[code] for code in tasks[row["task_id"]] if code in catalogue):
            asked = asked_for(duty, product, today)
            if asked is None:
                continue
            key = (product.code, asked.period.code, asked.round and asked.round.pk)
            most = max(row["orgs"], found[key].orgs if key in found else 0)
            found[key] = Wanted(product, asked, most)
    return sorted(found.values(), key=lambda one: (-one.orgs, one.label))


def lines_asked(
    orgs: Collection[int] | None, user, products: Collection[Deliverable], periods: Collection[Asked], at: datetime
) -> dict[tuple[int, str], WorkLine]:
    """(organisation id, WorkLine.key) → the line as it stands at `at`, of all that the organisations of `user` (or
    `orgs` of them) are or were asked for `products` in `periods`, among others. A constant number of queries."""
    today = timezone.localdate(at)
    when = Q(round__in=[one.round for one in periods if one.round])
    for span in {(one.period.start, one.period.end) for one in periods if not one.round}:
        when |= Q(period_start__lte=span[1], period_end__gte=span[0])
    rows = Obligation.objects.filter(
        when, purpose=Purpose.ANSWER, closed_on=None, exempted_on=None,
        org__in=orgs_to_fill(user, today).values("pk") if orgs is None else orgs,
    )  # fmt: skip
    codes = {one.code for one in products}
    asking = Task.objects.filter(pk__in=rows.values("task_id")).select_related("plan")
    tasks = {task.pk: task for task in asking if codes.intersection(task.deliverables)}
    duties = list(rows.filter(task__in=tasks).select_related("org", "round"))
    for duty in duties:
        duty.task = tasks[duty.task_id]
    return {(line.org.pk, line.key): line for line in lines_of_many(duties, today, codes, at=at) if line.key}


def lines_by_key(
    keys: Collection[str], orgs: Collection[int] | None, user, at: datetime
) -> dict[tuple[int, str], WorkLine]:
    """As `lines_asked`, for these WorkLine.keys; keys that name nothing are left out."""
    parts = {tuple(key.split("@", 1)) for key in keys if "@" in key}
    products = list(Deliverable.objects.filter(code__in={code for code, _when in parts}))
    whens = {when for _code, when in parts}
    rounds = Round.objects.in_bulk({int(when) for when in whens if (number_in(when) or 0)})
    periods = [Asked(Period.parse(one.period), one) for one in rounds.values()]
    for when in whens:
        with suppress(ValueError):
            periods.append(Asked(Period.parse(when)))
    found = lines_asked(orgs, user, products, periods, at)
    return {(org_id, key): line for (org_id, key), line in found.items() if key in keys}
