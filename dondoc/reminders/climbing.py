"""Which duties come to which rung on a day, said to the database."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from dondoc.obligations.models import Obligation, ObligationQuerySet
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import valid_on
from dondoc.plans.models import Plan
from dondoc.reminders.ladder import Rung
from dondoc.reminders.models import Hold, LadderVersion, Reminder

S = ObligationStatus
CLIMBING = (S.OVERDUE, S.SENT_BACK, S.DUE_SOON, S.NOT_DUE)  # what stands on a ladder


def climbers(version: LadderVersion, today: date) -> ObligationQuerySet:
    """The duties that come to a rung on `today` and were not there before; `rung` is its code."""
    there = Reminder.objects.filter(obligation=OuterRef("pk"), rung=OuterRef("rung"), last_day=OuterRef("last_day"))
    return standing_on(version, today).filter(~Exists(there))


def standing_on(version: LadderVersion, today: date) -> ObligationQuerySet:
    """As `climbers`, with those that came to their rung before: for an INSERT, whose unique constraint leaves these
    out. Asked for them by itself, PostgreSQL would look through what it has just written, again for each row."""
    spans = version.parsed.spans(today, version.runs_from or today)
    plans = Plan.objects.filter(Q(pk=version.plan_id) | Q(first_id=version.plan_id)).values("pk")
    rows = Obligation.objects.asked_by_plans().filter(
        Q(is_history=False) | Q(extended_to__isnull=False), valid_on(today, "org__"), task__plan__in=plans
    )
    rows = rows.with_status_in(CLIMBING, today)
    if not spans:  # a day off, or it begins later
        return rows.annotate(rung=Value("", models.CharField()), after=Value(0)).none()
    rows = rows.filter(last_day__gte=spans[-1][1], last_day__lte=max(last for _rung, _first, last in spans))
    rows = rows.annotate(
        rung=_by_span(spans, lambda one: Value(one.code), models.CharField()),
        after=_by_span(spans, lambda one: Value(one.after), models.IntegerField()),
    ).filter(rung__isnull=False)
    held = Hold.objects.in_force().filter(
        Q(until=None) | Q(until__gte=today), obligation=OuterRef("pk"), after__lte=OuterRef("after")
    )
    return rows.filter(~Exists(held))


def _by_span(spans: list[tuple[Rung, date, date]], value: Callable[[Rung], Any], kind: models.Field) -> Case:
    """For a duty the value of the rung in whose span its last day lies; NULL outside all."""
    whens = [When(last_day__gte=first, last_day__lte=last, then=value(one)) for one, first, last in spans]
    return Case(*whens, output_field=kind)
