"""Dividing, dividing anew, asking and answering; what figures say of each month."""

from datetime import date
from decimal import Decimal

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.measures.actions import rebuild, refresh
from dondoc.measures.models import MeasureValue
from dondoc.plans.models import Division
from dondoc.quotas import actions
from dondoc.quotas.models import AskingState
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import make_user
from tests.measures.world import TODAY, at, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world(3)


@pytest.fixture
def divide(world):
    def act(total, *parts, on=TODAY, by=None, **more):
        given = {org.pk: number for org, number in zip(world.orgs, parts, strict=False)}
        return actions.divide(
            world.plan, indicator=world.indicators["ket-nap"], year=2026, total=total, parts=given, at=at(on),
            by=by or world.reviewer, **more,
        )  # fmt: skip

    return act


def parts(division: Division) -> tuple[int, list[int]]:
    rows = division.allocations.order_by("org__sort_key")
    return division.total, list(rows.values_list("quantity", flat=True))


def test_the_parts_stay_within_the_total(divide):
    assert parts(divide(10, 4)) == (10, [4])
    with pytest.raises(Invalid) as refusal:
        divide(1000, 1200, reason="x")
    assert refusal.value.reason == "Đã chia 1.200, nhiều hơn chỉ tiêu được giao 1.000. Hãy giảm bớt 200."
    assert Division.objects.count() == 1


def test_each_division_is_kept_with_its_day_and_its_reason(divide, world):
    first = divide(10, 4)
    assert divide(10, 4) == first  # nothing new
    second = divide(8, 0, 3, reason="Cấp trên giảm", on=date(2026, 3, 20))
    assert [(one.number, one.valid_from, one.reason, parts(one)) for one in (first, second)] == [
        (1, date(2026, 1, 1), "", (10, [4])), (2, date(2026, 3, 20), "Cấp trên giảm", (8, [3])),
    ]  # fmt: skip
    owner, a, b = (str(org.pk) for org in (world.committee, *world.orgs[:2]))
    events = AuditEvent.objects.filter(action="plan.allocate").order_by("id").values_list("before", "after")
    assert list(events) == [({}, {owner: 10, a: 4}), ({owner: 10, a: 4}, {owner: 8, b: 3})]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({}, "Hãy ghi lý do điều chỉnh phân bổ."),
        ({"reason": " "}, "Hãy ghi lý do điều chỉnh phân bổ."),
        ({"reason": "x", "valid_from": date(2027, 1, 1)}, "Ngày điều chỉnh phải nằm trong năm 2026."),
        (
            {"reason": "x", "valid_from": date(2026, 2, 1)},
            "Lần phân bổ trước tính từ ngày 01/03/2026. Hãy chọn ngày bằng hoặc sau ngày đó.",
        ),
    ],
)
def test_what_dividing_anew_needs(divide, more, says):
    divide(10, 4)
    divide(10, 5, reason="Thêm", valid_from=date(2026, 3, 1))
    with pytest.raises(Invalid) as refusal:
        divide(10, 6, **more)
    assert refusal.value.reason == says


def test_who_saw_an_older_division_is_told(divide):
    divide(10, 4, seen=0)
    with pytest.raises(Conflict, match="người khác"):
        divide(10, 5, seen=0, reason="x")
    assert divide(10, 5, seen=1, reason="x").number == 2


def test_only_who_edits_plans_divides(divide, world):
    leader = make_user("lanh-dao-x", role="leader", org=world.committee)
    with pytest.raises(Refused, match="không có quyền phân bổ"):
        divide(10, by=leader)


def test_a_month_keeps_the_quota_of_its_day(divide, world):
    divide(10, 4, 3)
    divide(12, 5, 3, 2, reason="Cấp trên giao thêm", valid_from=date(2026, 3, 10))
    refresh(today=TODAY)
    stored = dict(
        MeasureValue.objects.filter(measure="ket-nap.a", org=world.committee, month__gte="2026-01")
        .order_by("month").values_list("month", "denominator")
    )  # fmt: skip
    assert stored == {"2026-01": 10, "2026-02": 10, "2026-03": 12}
    own = MeasureValue.objects.filter(measure="ket-nap.a", org=world.orgs[2])
    assert dict(own.values_list("month", "denominator")) == {"2026-03": Decimal(2)}
    assert not rebuild(today=TODAY)


# ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def enterer(world):
    return make_user("nhap-don-vi", role="enterer", org=world.orgs[0])


@pytest.fixture
def ask(world, enterer):
    def act(wanted, by=None):
        return actions.ask(
            world.plan, indicator=world.indicators["ket-nap"], year=2026, org=world.orgs[0], wanted=wanted,
            reason="Hết nguồn", by=by or enterer, at=at(TODAY),
        )  # fmt: skip

    return act


def test_what_is_granted_divides_anew(divide, world, ask):
    divide(10, 4, 3)
    asking = ask(2)
    assert (asking.given, asking.wanted, asking.state) == (4, 2, AskingState.OPEN)
    made = actions.grant(asking, answer="Nhất trí", by=world.reviewer, at=at(TODAY))
    asking.refresh_from_db()
    assert (asking.state, asking.answer, asking.answered_by) == (AskingState.GRANTED, "Nhất trí", world.reviewer)
    assert (parts(made), made.reason) == ((10, [2, 3]), f"Theo đề nghị của {world.orgs[0]}: Hết nguồn")
    told = AuditEvent.objects.filter(action__startswith="quota.").order_by("pk").values_list("action", flat=True)
    assert list(told) == ["quota.ask", "quota.grant"]


def test_what_the_total_does_not_hold_is_not_granted(divide, world, ask):
    divide(10, 4, 6)
    asking = ask(5)
    with pytest.raises(Invalid, match="nhiều hơn chỉ tiêu được giao 10"):
        actions.grant(asking, answer="", by=world.reviewer, at=at(TODAY))
    asking.refresh_from_db()
    assert (asking.state, Division.objects.count()) == (AskingState.OPEN, 1)


def test_what_is_declined_leaves_the_number(divide, world, ask):
    divide(10, 4)
    asking = actions.decline(ask(2), answer="Còn nguồn", by=world.reviewer, at=at(TODAY))
    assert (asking.state, Division.objects.count()) == (AskingState.DECLINED, 1)
    with pytest.raises(Refused, match="Đề nghị này đã được xử lý: không đồng ý"):
        actions.grant(asking, answer="", by=world.reviewer, at=at(TODAY))


def test_one_asks_once_at_a_time(divide, ask, enterer):
    divide(10, 4)
    first = ask(2)
    with pytest.raises(Conflict, match="đang chờ trả lời"):
        ask(3)
    actions.withdraw(first, by=enterer, at=at(TODAY))
    assert ask(3).wanted == 3


def test_who_may_ask_and_for_what(divide, world, ask):
    with pytest.raises(Invalid, match="chưa được phân bổ"):
        ask(2)
    divide(10, 4)
    with pytest.raises(Invalid, match="đang được giao đúng số này"):
        ask(4)
    with pytest.raises(Refused, match="Chỉ người nhập liệu"):
        ask(2, by=world.reviewer)
    other = make_user("nhap-khac", role="enterer", org=world.orgs[1])
    with pytest.raises(Refused, match="Chỉ người nhập liệu"):
        ask(2, by=other)
