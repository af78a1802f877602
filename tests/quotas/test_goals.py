"""Targets of single years and organisations: what figures are judged by, and the page."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dondoc.audit.models import AuditEvent
from dondoc.measures.actions import rebuild, refresh
from dondoc.measures.models import MeasureValue, TargetStatus
from dondoc.measures.queries import board
from dondoc.plans.models import WHOLE_TERM, SetGoal
from dondoc.quotas.actions import Wish, set_goals
from dondoc.web.refusals import Invalid, Refused
from tests.factories import make_org, make_user
from tests.measures.world import TODAY, at, make_world
from tests.quotas.test_pages import MOST_QUERIES, signed_in, stands_still, words

__all__ = ["stands_still"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stands_still")]
REGISTERED = "dang-ky.a"  # at least 90 %


@pytest.fixture
def world():
    return make_world(2)


@pytest.fixture
def settle(world):
    def act(*wishes, on=TODAY, **more):
        given = [Wish(REGISTERED, org, year, value) for org, year, value in wishes]
        by = more.pop("by", world.reviewer)
        return set_goals(world.plan, given, valid_from=on, reason="NQ năm", by=by, at=at(on), **more)

    return act


def statuses(org) -> dict[str, tuple[str, Decimal | None]]:
    rows = MeasureValue.objects.filter(measure=REGISTERED, org=org, month__gte="2026-01")
    return {month: (status, goal) for month, status, goal in rows.values_list("month", "status", "goal")}


def test_a_year_is_judged_by_its_own_target_from_its_day_on(world, settle):
    for org in world.orgs:
        world.done(org, "dang-ky", "2026", {"all": "10", "some": "8", "held_on": "2026-01-05"}, on=date(2026, 1, 6))
    refresh(today=TODAY)
    met, not_met = TargetStatus.MET.value, TargetStatus.NOT_MET.value
    assert statuses(world.committee) == dict.fromkeys(("2026-01", "2026-02", "2026-03"), (not_met, None))
    settle((world.committee, 2026, Decimal("0.75")))
    refresh(today=TODAY)
    lower = Decimal("0.75")
    assert statuses(world.committee) == dict.fromkeys(("2026-01", "2026-02", "2026-03"), (met, lower))
    settle((world.committee, 2026, Decimal("0.85")), on=date(2026, 3, 10))
    refresh(today=TODAY)
    assert statuses(world.committee) == {
        "2026-01": (met, lower), "2026-02": (met, lower), "2026-03": (not_met, Decimal("0.85")),
    }  # fmt: skip
    row = next(m for one in board(world.committee, "2026-03") for m in one.measures if m.key == REGISTERED)
    assert (row.target, row.status) == ("≥ 85 %", TargetStatus.NOT_MET)
    assert not rebuild(today=TODAY)


def test_an_organisation_is_judged_by_its_own_and_else_by_the_whole(world, settle):
    a, b = world.orgs
    for org in world.orgs:
        world.done(org, "dang-ky", "2026", {"all": "10", "some": "8", "held_on": "2026-01-05"}, on=date(2026, 1, 6))
    settle((world.committee, WHOLE_TERM, Decimal("0.7")), (a, 2026, Decimal("0.95")))
    refresh(today=TODAY)
    assert statuses(a)["2026-03"] == ("not_met", Decimal("0.95"))
    assert statuses(b)["2026-03"] == ("met", Decimal("0.7"))
    settle((a, 2026, None))  # back to that of all
    refresh(today=TODAY)
    assert statuses(a)["2026-03"] == ("met", Decimal("0.7"))


def test_what_is_kept_and_told(world, settle):
    made = settle((world.committee, 2026, Decimal("0.8")), (world.orgs[0], 2026, None))
    assert [(one.number, one.valid_from, one.value) for one in made] == [(1, date(2026, 1, 1), Decimal("0.8"))]
    assert settle((world.committee, 2026, Decimal("0.8"))) == []
    event = AuditEvent.objects.get(action="goal.set")
    label = f"{REGISTERED}, {world.committee}, 2026"
    assert (event.before, event.after, event.note) == ({label: None}, {label: "0.8"}, "NQ năm")


def test_what_is_refused(world, settle):
    settle((world.committee, 2026, Decimal("0.8")))
    settle((world.committee, 2026, Decimal("0.7")), on=date(2026, 3, 10))
    with pytest.raises(Invalid, match="Mức trước tính từ ngày 10/03/2026"):
        settle((world.committee, 2026, Decimal("0.6")), on=date(2026, 2, 1))
    with pytest.raises(Refused, match="không có quyền phân bổ"):
        settle((world.committee, 2026, Decimal("0.6")), by=make_user("lanh-dao-y", role="leader", org=world.committee))
    assert SetGoal.objects.count() == 2


# ── the page ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def address(world):
    return reverse("quotas:goals", args=[world.plan.pk, "dang-ky"])


@pytest.fixture
def office(world):
    return signed_in(world.reviewer)


def test_from_typing_to_the_board(world, office, address):
    a = world.orgs[0]
    sent = {
        "m0_2026": "75 %", "m0_2027": "80", "org": str(a.pk), "org_measure": REGISTERED, "org_year": "2026",
        "org_value": "92,5", "valid_from": "16/3/2026", "reason": "Nghị quyết năm 2026", "seen": "0",
    }  # fmt: skip
    response = office.post(address, sent)
    assert (response.status_code, response.context and response.context["form"].errors) == (302, None)
    kept = SetGoal.objects.order_by("org_id", "year").values_list("org", "year", "value")
    assert set(kept) == {
        (world.committee.pk, 2026, Decimal("0.75")), (world.committee.pk, 2027, Decimal("0.8")),
        (a.pk, 2026, Decimal("0.925")),
    }  # fmt: skip
    page = office.get(address)
    assert 'value="75 %"' in page.content.decode()
    assert f"{a} , 2026: 92,5 %" in words(page)
    assert office.post(address, sent | {"m0_2027": "", "org": "", "org_value": "", "seen": "3"}).status_code == 302
    assert SetGoal.objects.filter(year=2027).order_by("-number").first().value is None


@pytest.mark.parametrize(
    ("typed", "where", "says"),
    [
        ({"m0_2026": "nhiều"}, "m0_2026", "“nhiều” không phải là số. Hãy ghi như 1.234,5 hoặc 12."),
        ({"m0_2026": "-5"}, "m0_2026", "Hãy ghi phần trăm từ 0 đến 1000."),
        ({"org_value": "5"}, "org", "Hãy chọn đơn vị của mức này."),
        ({"reason": ""}, "reason", None),
    ],
)
def test_what_does_not_fit_is_said_and_kept(office, address, typed, where, says):
    response = office.post(address, {"valid_from": "16/3/2026", "reason": "x", "m0_2026": "7", "seen": "0"} | typed)
    assert (response.status_code, where in response.context["form"].errors) == (422, True)
    assert says is None or response.context["form"].errors[where] == [says]
    assert SetGoal.objects.count() == 0


def test_an_old_form_takes_nothing_back_and_one_saved_unchanged_sets_nothing(office, address):
    sent = {"m0_2026": "33,33333 %", "valid_from": "16/3/2026", "reason": "x", "seen": "0"}
    assert office.post(address, sent).status_code == 302
    stale = office.post(address, sent | {"m0_2026": "", "m0_2027": "80"})
    assert (stale.status_code, "vừa được người khác đặt lại" in words(stale)) == (409, True)
    assert 'value="80"' in stale.content.decode()
    assert stale.context["form"]["seen"].value() == "1"
    shown = office.get(address).context["form"]["m0_2026"].value()
    assert office.post(address, sent | {"m0_2026": shown, "seen": "1"}).status_code == 302
    assert SetGoal.objects.count() == 1


def test_a_leader_reads_and_the_statements_stay_the_same(world, office, address, settle):
    settle((world.committee, 2026, Decimal("0.8")), (world.orgs[0], 2026, Decimal("0.7")))
    leader = signed_in(make_user("lanh-dao", role="leader", org=world.committee))
    page = leader.get(address)
    assert (page.status_code, "Ghi mức phấn đấu" in words(page), "80 %" in words(page)) == (200, False, True)
    assert leader.post(address, {"valid_from": "16/3/2026", "reason": "x"}).status_code == 403

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            office.get(address)
        return len(queries)

    office.get(address)
    before = count()
    settle((make_org("Thêm", parent=world.committee), 2026, Decimal("0.6")), (world.orgs[1], 2026, Decimal("0.6")))
    assert (count() - before, before <= MOST_QUERIES) == (0, True)
