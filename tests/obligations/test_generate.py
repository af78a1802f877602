"""From a plan to the rows that it asks for: who, for which period, by when; again and again to the same rows."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dondoc.audit.models import AuditEvent
from dondoc.lib.due import Cadence, Due, DueKind
from dondoc.obligations import actions
from dondoc.obligations.models import Obligation, Purpose
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs import actions as orgs
from dondoc.orgs.models import OrgKind
from dondoc.web.refusals import Refused
from tests.factories import AT, make_committee, make_org, make_plan, make_task, make_user

pytestmark = pytest.mark.django_db

ISSUED = datetime(2025, 8, 1, 3, 0, tzinfo=UTC)
DIRECTED = Due(DueKind.AS_DIRECTED, cadence=Cadence.ANNUAL)
READS = 10
CELLS = {"kinds": [OrgKind.GRASSROOTS_CELL]}


def rows(**conditions) -> list[tuple]:
    """(organisation, period, due day) of the rows, in the order of organisation and period."""
    found = Obligation.objects.filter(**conditions).order_by("org__sort_key", "period", "pk")
    return [(row.org.name, row.period, row.due_on) for row in found]


@pytest.fixture
def committee(db):
    return make_committee()


@pytest.fixture
def cells(committee):
    return [make_org(name, parent=committee, kind=OrgKind.GRASSROOTS_CELL) for name in ("Chi bộ A", "Chi bộ B")]


def generate(plan, at=ISSUED) -> int:
    return actions.generate(plan, by=None, at=at)


def test_a_month_gives_one_row_per_organisation_for_the_term(committee, cells):
    plan = make_plan(committee, tasks=[{"due": Due(DueKind.MONTH, on=date(2025, 9, 30)), **CELLS}])
    assert generate(plan) == 2
    assert rows() == [("Chi bộ A", "2025-2030", date(2025, 9, 30)), ("Chi bộ B", "2025-2030", date(2025, 9, 30))]


def test_start_of_year_gives_one_row_a_year_from_the_first_one_ahead(committee, cells):
    plan = make_plan(committee, tasks=[{"due": Due(DueKind.START_OF_YEAR), "orgs": cells[:1]}])
    assert generate(plan) == 5
    assert rows() == [("Chi bộ A", str(year), date(year, 1, 31)) for year in range(2026, 2031)]


def test_monthly_gives_every_month_of_the_term(committee, cells):
    due = Due(DueKind.RECURRING, cadence=Cadence.MONTHLY)
    plan = make_plan(committee, tasks=[{"due": due, "orgs": cells[:1]}], ends_on=date(2025, 11, 30))
    assert generate(plan) == 4
    assert rows() == [("Chi bộ A", f"2025-{m:02d}", date(2025, m, 25)) for m in (8, 9, 10, 11)]


@pytest.mark.parametrize("kind", [DueKind.ONGOING, DueKind.UNDATED, DueKind.AFTER_EVENT])
def test_what_has_no_day_is_never_late_by_itself(committee, cells, kind):
    plan = make_plan(committee, tasks=[{"due": Due(kind), "orgs": cells[:1]}])
    generate(plan)
    row = Obligation.objects.get()
    assert (row.due_on, row.status_on(date(2030, 12, 31))) == (None, ObligationStatus.ONGOING)


def test_as_directed_waits_for_the_opener_whose_duty_is_dated(committee, cells):
    body = make_org("Ban Tổ chức", parent=committee, kind=OrgKind.ADVISORY_BODY)
    plan = make_plan(committee, tasks=[{"due": DIRECTED, "opener": body, **CELLS}], ends_on=date(2026, 12, 31))
    assert generate(plan) == 6
    # in 2025 the 31st of March lies before the plan: the round may still be opened until the year's end
    assert rows(purpose=Purpose.OPEN_ROUND) == [
        ("Ban Tổ chức", "2025", date(2025, 12, 31)),
        ("Ban Tổ chức", "2026", date(2026, 3, 31)),
    ]
    waiting = Obligation.objects.filter(org=cells[0]).order_by("period")
    assert [(row.due_on, row.waiting_for.org, row.waiting_for.period) for row in waiting] == [
        (None, body, "2025"),
        (None, body, "2026"),
    ]
    assert {row.status_on(date(2026, 6, 1)) for row in waiting} == {ObligationStatus.WAITING}


def test_as_directed_once_in_the_term_is_to_be_opened_by_the_first_31_march(committee, cells):
    task = {"due": Due(DueKind.AS_DIRECTED, cadence=Cadence.ONCE), "opener": committee, "orgs": cells[:1]}
    generate(make_plan(committee, tasks=[task]))
    assert rows(purpose=Purpose.OPEN_ROUND) == [(committee.name, "2025-2030", date(2026, 3, 31))]


def test_kinds_and_groups_both_limit_and_nobody_named_binds_nobody(committee, cells):
    chosen = make_org("Chi bộ C", parent=committee, kind=OrgKind.GRASSROOTS_CELL, groups=["noi-chinh"])
    make_org("Hội D", parent=committee, kind=OrgKind.MASS_ORGANISATION, groups=["noi-chinh"])
    due = Due(DueKind.DATE, on=date(2026, 6, 30))
    generate(make_plan(committee, tasks=[{"due": due, **CELLS, "groups": ["noi-chinh"]}, {"due": due}]))
    assert rows() == [(chosen.name, "2025-2030", date(2026, 6, 30))]


def test_again_makes_nothing_and_records_nothing(committee, cells):
    task = {"due": DIRECTED, "opener": committee, **CELLS}
    plan = make_plan(committee, tasks=[task, {"due": Due(DueKind.START_OF_YEAR), **CELLS}])
    made = generate(plan)
    before = list(Obligation.objects.order_by("pk").values())
    assert generate(plan, AT) == 0
    assert list(Obligation.objects.order_by("pk").values()) == before
    events = AuditEvent.objects.filter(action="obligation.generate")
    assert [event.after for event in events] == [{"made": made}]


@pytest.mark.parametrize("others", [0, 5])
def test_the_number_of_reads_does_not_grow(committee, cells, others):
    """Inserts go in batches whose size is the database's own; very many rows take their numbers first (web.bulk)."""
    plan = make_plan(committee, tasks=[{"due": Due(DueKind.RECURRING, cadence=Cadence.MONTHLY), **CELLS}])
    for _ in range(others):
        make_task(plan, due=Due(DueKind.START_OF_YEAR), **CELLS)
    with CaptureQueriesContext(connection) as queries:
        assert generate(plan) == 2 * 65 + others * 2 * 5
    asked = [q["sql"] for q in queries if q["sql"].startswith("SELECT") and "nextval(" not in q["sql"]]
    assert len(asked) == READS


def test_the_population_is_that_of_the_due_day(committee, cells):
    """B ends before the second year, C comes during it: rows follow."""
    plan = make_plan(committee, tasks=[{"due": Due(DueKind.START_OF_YEAR), **CELLS}], ends_on=date(2027, 12, 31))
    orgs.close_org(cells[1], on=date(2026, 7, 1), by=None, at=AT)
    make_org("Chi bộ C", parent=committee, kind=OrgKind.GRASSROOTS_CELL, valid_from=date(2026, 3, 1))
    generate(plan)
    assert rows() == [
        ("Chi bộ A", "2026", date(2026, 1, 31)),
        ("Chi bộ A", "2027", date(2027, 1, 31)),
        ("Chi bộ B", "2026", date(2026, 1, 31)),
        ("Chi bộ C", "2027", date(2027, 1, 31)),
    ]


def test_an_organisation_founded_in_mid_term_is_bound_from_then_on(committee, cells):
    tasks = [{"due": due, **CELLS} for due in (Due(DueKind.START_OF_YEAR), Due(DueKind.ONGOING))]
    tasks.append({"due": DIRECTED, "opener": committee, **CELLS})
    plan = make_plan(committee, tasks=tasks, ends_on=date(2027, 12, 31))
    generate(plan)
    new = make_org("Chi bộ C", parent=committee, kind=OrgKind.GRASSROOTS_CELL, valid_from=date(2026, 3, 10))
    assert actions.bind_new_org(new, by=None, at=AT) == 4
    assert rows(org=new) == [
        ("Chi bộ C", "2025-2030".replace("2030", "2027"), None),
        ("Chi bộ C", "2026", None),
        ("Chi bộ C", "2027", date(2027, 1, 31)),
        ("Chi bộ C", "2027", None),
    ]


def test_days_before_the_issue_are_history_unless_the_plan_raises_alarms(committee, cells):
    due = Due(DueKind.MONTH, on=date(2025, 9, 30))
    late_issue = datetime(2025, 11, 3, 3, 0, tzinfo=UTC)
    for alarms, status in ((False, ObligationStatus.HISTORY), (True, ObligationStatus.OVERDUE)):
        task = {"due": due, "orgs": cells[:1]}
        plan = make_plan(committee, tasks=[task], issued_at=late_issue, alarms_for_past=alarms)
        generate(plan, late_issue)
        assert Obligation.objects.get(task__plan=plan).status_on(date(2026, 1, 1)) == status


def test_a_draft_binds_nobody(committee, cells):
    plan = make_plan(committee, tasks=[{"due": Due(DueKind.START_OF_YEAR), **CELLS}], issued_at=None)
    with pytest.raises(Refused, match="chưa được ban hành"):
        generate(plan)


def test_generating_needs_a_right_over_the_plan(committee, cells):
    plan = make_plan(committee, tasks=[{"due": Due(DueKind.START_OF_YEAR), **CELLS}])
    with pytest.raises(Refused, match="không có quyền"):
        actions.generate(plan, by=make_user(role="specialist", org=committee), at=AT)
    assert actions.generate(plan, by=make_user(role="leader", org=committee), at=AT) == 10


def test_without_its_event_nothing_is_made(committee, cells, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no trail")

    plan = make_plan(committee, tasks=[{"due": Due(DueKind.START_OF_YEAR), **CELLS}])
    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError, match="no trail"):
        generate(plan)
    assert rows() == []
