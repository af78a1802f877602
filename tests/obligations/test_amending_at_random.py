"""Random plans, answers and chains of amendments: nothing answered is lost, every open duty has its version, again is
the same."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dondoc.lib.due import Cadence, Due, DueKind
from dondoc.obligations import actions, rules, ruling
from dondoc.obligations.models import Obligation, Purpose
from dondoc.obligations.planning import day_of
from dondoc.orgs.models import OrgKind
from dondoc.plans.models import Plan
from tests.factories import make_org
from tests.obligations.amended import add, amendment_of, answered, issue, issued_plan, make_office

pytestmark = pytest.mark.django_db

DAYS = st.dates(date(2025, 8, 1), date(2026, 12, 31))
# (how often, on which day, of whom): a task's due time with the product that fits it, and who must do it
TASKS = st.tuples(st.sampled_from(["day", "month", "year", "ongoing", "directed"]), DAYS, st.integers(0, 2))
CHANGES = st.lists(
    st.tuples(st.sampled_from(["due", "who", "drop", "add", "words"]), st.integers(0, 5), TASKS), max_size=5
)
ANSWERS = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from(["sent", "approved", "back", "exempt", "extend", "open"])), max_size=6
)
STEPS = st.lists(st.tuples(ANSWERS, CHANGES, st.integers(1, 200)), min_size=1, max_size=3)


class Play:
    def __init__(self, first: list[tuple]) -> None:
        self.office = make_office(2)
        self.body = make_org("Ban Tổ chức", parent=self.office.committee, kind=OrgKind.ADVISORY_BODY)
        self.newest = issued_plan(self.office, *(self.fields(*task) for task in first))
        self.day = date(2025, 8, 1)

    def fields(self, kind: str, day: date, who: int) -> dict:
        dues = {
            "day": (Due(DueKind.DATE, on=day), "ke-hoach"),
            "month": (Due(DueKind.RECURRING, cadence=Cadence.MONTHLY), "bao-cao-thang"),
            "year": (Due(DueKind.START_OF_YEAR), "bao-cao-nam"),
            "ongoing": (Due(DueKind.ONGOING), "ke-hoach"),
            "directed": (Due(DueKind.AS_DIRECTED, cadence=Cadence.ANNUAL), "bao-cao-nam"),
        }
        due, product = dues[kind]
        whom = [{"kinds": [OrgKind.GRASSROOTS_CELL]}] + [{"kinds": [], "orgs": [cell]} for cell in self.office.cells]
        return {"due": due, "deliverables": [product], "opener": self.body, **whom[who]}

    def open_round(self, place: int) -> None:
        """A round of a directed task, in a period for which it may be opened, due some time after today."""
        waiting = Obligation.objects.filter(purpose=Purpose.ANSWER, round=None, due_on=None, is_ongoing=False)
        rows = list(waiting.filter(closed_on=None, submitted_on=None, approved_on=None).select_related("task__plan"))
        if not rows:
            return
        row = rows[place % len(rows)]
        day = min(max(self.day, row.period_start) + timedelta(20 + place), date(2026, 12, 31))
        if rules.round_day(row.task, day, self.day):  # that day belongs to another version
            return
        actions.open_round(
            row.task, period=row.period, name=f"Đợt {self.day} {place}", due_on=day, guidance="",
            by=self.office.specialist, at=self.now,
        )  # fmt: skip

    def answer(self, place: int, what: str) -> None:
        if what == "open":
            self.open_round(place)
            return
        rows = list(Obligation.objects.filter(purpose=Purpose.ANSWER, closed_on=None).order_by("pk"))
        row = rows[place % len(rows)] if rows else None
        if row is None or row.approved_on or row.exempted_on:
            return
        if what == "back" and row.submitted_on:
            actions.set_facts([row.pk], submitted_on=None, sent_back_on=self.day, done_on=None, approved_on=None)
        elif what == "extend" and row.due_on and not row.submitted_on:
            self.extend(row)
        elif what in ("exempt", "extend") and not row.submitted_on:
            ruling.exempt(row, reason="Thử", by=None, at=self.now)
        else:
            answered([row], self.day, approved=what == "approved")

    def extend(self, row: Obligation) -> None:
        last = row.last_day_allowed
        to = max(last, self.day) + timedelta(15)
        if to <= row.task.plan.ends_on:
            ruling.extend(row, to=to, reason="Thử", by=None, at=self.now)

    @property
    def now(self) -> datetime:
        return datetime.combine(self.day, time(3), UTC)

    def amend(self, changes: list[tuple], days: int) -> None:
        """The next version, in force so many days after the one before."""
        effective_on = (self.newest.in_force_from or self.newest.starts_on) + timedelta(days)
        if effective_on > self.newest.ends_on:
            return
        copy = amendment_of(self.newest, self.office, effective_on=effective_on)
        for what, place, task in changes:
            self.change(copy, what, place, task)
        if not copy.tasks.exists():
            add(copy, **self.fields("ongoing", self.day, 0))
        issue(copy, self.office, self.now)
        self.newest = copy

    def change(self, copy: Plan, what: str, place: int, task: tuple) -> None:
        tasks = list(copy.tasks.all())
        fields = self.fields(*task)
        if what == "add" or not tasks:
            add(copy, **fields)
            return
        one = tasks[place % len(tasks)]
        if what == "drop":
            one.delete()
            return
        if what == "due":
            one.due_data, one.deliverables = fields["due"].as_dict(), fields["deliverables"]
        elif what == "who":
            named = [org.code for org in fields.get("orgs", [])]
            one.population = {"orgs": named} if named else {"kinds": list(fields["kinds"])}
        else:
            one.text += " (sửa)"
        one.save()


def kept_facts(pks: list[int]) -> dict[int, tuple]:
    """What must never change of what was sent in: which task, which version, all its facts."""
    columns = ("task", "org", "period", "due_on", "submitted_on", "done_on", "approved_on", "closed_on")
    return {pk: tuple(rest) for pk, *rest in Obligation.objects.filter(pk__in=pks).values_list("pk", *columns)}


def check_every_open_row_has_its_version() -> None:
    rows = Obligation.objects.filter(submitted_on=None, approved_on=None, closed_on=None).select_related("task__plan")
    for row in rows:
        assert row.task.plan.is_in_force_on(day_of(row)), (row, row.task.plan.version, day_of(row))


def check_no_duty_twice() -> None:
    live = Obligation.objects.filter(closed_on=None).select_related("task")
    keys = [(row.task.line_key, row.org_id, row.period, row.purpose, row.round_id) for row in live]
    assert sorted(keys, key=str) == sorted(set(keys), key=str)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(TASKS, min_size=1, max_size=3), STEPS)
def test_nothing_answered_is_lost_and_every_open_duty_has_its_version(first, steps):
    with transaction.atomic():
        play = Play(first)
        for answers, changes, days in steps:
            for place, what in answers:
                play.answer(place, what)
            sent = list(Obligation.objects.exclude(submitted_on=None).values_list("pk", flat=True))
            before = kept_facts(sent)
            known = set(Obligation.objects.values_list("pk", flat=True))
            play.day += timedelta(40)
            play.amend(changes, days)
            assert kept_facts(sent) == before
            assert known <= set(Obligation.objects.values_list("pk", flat=True))
            check_every_open_row_has_its_version()
            check_no_duty_twice()
            rows = list(Obligation.objects.order_by("pk").values())
            assert actions.generate(play.newest, by=None, at=play.now) == 0
            assert list(Obligation.objects.order_by("pk").values()) == rows
        transaction.set_rollback(True)
