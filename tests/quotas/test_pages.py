"""The pages of quotas, as those who divide, who read and who were given something."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dondoc.measures.actions import refresh
from dondoc.orgs.actions import close_org
from dondoc.plans.models import Division
from dondoc.quotas import actions
from dondoc.quotas.models import Asking, AskingState
from tests.factories import make_org, make_user
from tests.measures.world import TODAY, at, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stands_still")]
MOST_QUERIES = 15


@pytest.fixture
def stands_still(monkeypatch):
    """Pages ask for today: the day of the world."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(TODAY))


@pytest.fixture
def world():
    return make_world(3)


def signed_in(user) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


@pytest.fixture
def office(world):
    return signed_in(world.reviewer)


@pytest.fixture
def enterer(world):
    return make_user("nhap-don-vi", role="enterer", org=world.orgs[0])


@pytest.fixture
def address(world):
    return reverse("quotas:divide", args=[world.plan.pk, "ket-nap", 2026])


def words(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def field(org) -> str:
    return f"org_{org.pk}"


def test_numbers_as_people_type_them_and_the_rest_in_sight(office, world, address):
    a, b, _c = world.orgs
    sent = {"total": "1.000", field(a): "400", field(b): "1", "seen": "0", "do": "ghi"}
    assert office.post(address, sent).status_code == 302
    division = Division.objects.get()
    assert (division.total, dict(division.allocations.values_list("org", "quantity"))) == (1000, {a.pk: 400, b.pk: 1})
    page = office.get(address)
    assert 'value="1.000"' in page.content.decode()
    assert "Chưa chia 599 chưa giao cho đơn vị nào" in words(page)
    listed = words(office.get(reverse("quotas:list")))
    assert "2026 1.000 401 599" in listed
    assert "2027 chưa phân bổ" in listed


@pytest.mark.parametrize(
    ("total", "part", "where", "says"),
    [
        ("10", "12", "total", "Đã chia 12, nhiều hơn chỉ tiêu được giao 10. Hãy giảm bớt 2."),
        ("10,5", "1", "total", "Hãy ghi số nguyên, không có phần lẻ."),
        ("mười", "1", "total", "“mười” không phải là số. Hãy ghi như 1.234,5 hoặc 12."),
    ],
)
def test_what_does_not_fit_is_said_and_kept(office, world, address, total, part, where, says):
    response = office.post(address, {"total": total, field(world.orgs[0]): part, "seen": "0"})
    assert (response.status_code, response.context["form"].errors[where]) == (422, [says])
    assert f'value="{total}"' in response.content.decode()
    assert Division.objects.count() == 0


def test_a_rule_fills_in_and_writes_nothing(office, world, address):
    response = office.post(address, {"total": "10", "seen": "0", "do": "chia-deu", field(world.orgs[0]): "9"})
    assert response.status_code == 200
    assert [bound.value() for _line, bound in response.context["form"].rows()] == ["4", "3", "3"]
    assert "Chưa ghi; đồng chí xem, sửa từng số rồi bấm" in words(response)
    assert Division.objects.count() == 0


def test_by_last_year_and_without_a_number(office, world, address):
    a, b, _c = world.orgs
    actions.divide(
        world.plan, indicator=world.indicators["ket-nap"], year=2025, total=9, parts={a.pk: 6, b.pk: 3},
        by=world.reviewer, at=at(TODAY),
    )  # fmt: skip
    page = office.get(address)
    assert [value for value, _label in page.context["bases"]] == ["nam-truoc", "chia-deu"]  # nobody told its members
    response = office.post(address, {"total": "6", "seen": "0", "do": "nam-truoc"})
    assert [bound.value() for _line, bound in response.context["form"].rows()] == ["4", "2", ""]


def test_dividing_anew_asks_why_and_since_when(office, world, address):
    a = world.orgs[0]
    office.post(address, {"total": "10", field(a): "4", "seen": "0"})
    response = office.post(address, {"total": "10", field(a): "5", "seen": "1", "valid_from": "31/02/2026"})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"valid_from", "reason"})
    sent = {"total": "10", field(a): "5", "seen": "1", "valid_from": "10/3/2026", "reason": "Có thêm nguồn"}
    assert office.post(address, sent).status_code == 302
    page = words(office.get(address))
    assert "Lần 2, tính từ 10/03/2026" in page
    assert f"Có thêm nguồn 1 đơn vị thay đổi {a}: 4 → 5" in page


def test_a_stale_form_keeps_what_was_typed(office, world, address):
    a = world.orgs[0]
    office.post(address, {"total": "10", field(a): "4", "seen": "0"})
    sent = {"total": "10", field(a): "7", "seen": "0", "valid_from": "10/3/2026", "reason": "Khác"}
    response = office.post(address, {"total": "10", field(a): "7", "seen": "0"} | sent)
    assert (response.status_code, Division.objects.count()) == (409, 1)
    assert 'value="7"' in response.content.decode()
    assert "vừa được người khác ghi lần mới" in words(response)
    assert office.post(address, sent | {"seen": response.context["form"]["seen"].value()}).status_code == 302


def test_a_part_of_an_ended_organisation_stays_in_sight(office, world, address):
    office.post(address, {"total": "10", field(world.orgs[0]): "4", "seen": "0"})
    close_org(world.orgs[0], on=date(2026, 3, 1), by=None, at=at(TODAY))
    rows = [(line.org, bound.value()) for line, bound in office.get(address).context["form"].rows()]
    assert (world.orgs[0], "4") in rows


def test_years_outside_the_plan_and_other_kinds_of_chi_tieu(office, world):
    response = office.get(reverse("quotas:divide", args=[world.plan.pk, "ket-nap", 2040]))
    assert (response.status_code, "nằm ngoài thời gian của kế hoạch" in words(response)) == (403, True)
    assert office.get(reverse("quotas:divide", args=[world.plan.pk, "thang", 2026])).status_code == 404


def test_the_workbook_says_the_same(office, world, address):
    office.post(address, {"total": "10", field(world.orgs[0]): "4", "seen": "0"})
    response = office.get(reverse("quotas:export", args=[world.plan.pk, "ket-nap", 2026]))
    assert 'filename="phan-bo_ket-nap_2026_20260316.xlsx"' in response["Content-Disposition"]
    rows = [row for row in openpyxl.load_workbook(BytesIO(response.content)).active.values if row[0]]
    assert ("Cấp trên giao 10, đã chia 4, chưa chia 6") in [row[0] for row in rows]
    assert next(row[4] for row in rows if row[0] == "Đơn vị 0") == 4


def test_from_asking_to_the_answer(office, world, enterer, address):
    a = world.orgs[0]
    office.post(address, {"total": "10", field(a): "4", "seen": "0"})
    refresh(today=TODAY)
    grassroots = signed_in(enterer)
    page = grassroots.get(reverse("quotas:list"))
    assert "ket-nap, năm 2026 Đơn vị 0 · tính từ 01/01/2026 4 chưa có số liệu" in words(page)
    ask = reverse("quotas:ask", args=[world.plan.pk, "ket-nap", 2026, a.pk])
    refused = grassroots.post(ask, {"wanted": "4", "reason": "Giữ nguyên"})
    assert (refused.status_code, "đang được giao đúng số này" in words(refused)) == (422, True)
    assert grassroots.post(ask, {"wanted": "2", "reason": "Hết nguồn"}).status_code == 302
    asking = Asking.objects.get()
    assert "1 đề nghị chờ trả lời Đơn vị 0 : 4 → 2 Hết nguồn" in words(office.get(address))
    answer = reverse("quotas:answer", args=[asking.pk])
    mute = office.post(answer, {"do": "khong-dong-y", "answer": ""})
    assert (mute.status_code, "Hãy nêu lý do không đồng ý" in words(mute)) == (422, True)
    assert office.post(answer, {"do": "dong-y", "answer": ""}).status_code == 302
    assert office.post(answer, {"do": "dong-y", "answer": ""}).status_code == 403  # twice
    assert (Asking.objects.get().state, Division.objects.count()) == (AskingState.GRANTED, 2)
    assert "Đồng ý 4 → 2 Hết nguồn" in words(grassroots.get(reverse("quotas:list")))


def test_what_was_asked_can_be_taken_back(world, enterer, office, address):
    office.post(address, {"total": "10", field(world.orgs[0]): "4", "seen": "0"})
    grassroots = signed_in(enterer)
    grassroots.post(
        reverse("quotas:ask", args=[world.plan.pk, "ket-nap", 2026, world.orgs[0].pk]), {"wanted": "2", "reason": "x"}
    )
    asking = Asking.objects.get()
    assert grassroots.post(reverse("quotas:withdraw", args=[asking.pk])).status_code == 302
    assert Asking.objects.get().state == AskingState.WITHDRAWN


def test_a_leader_reads_and_does_not_write(world, office, address):
    office.post(address, {"total": "10", field(world.orgs[0]): "4", "seen": "0"})
    leader = signed_in(make_user("lanh-dao", role="leader", org=world.committee))
    page = leader.get(address)
    assert (page.status_code, "Ghi phân bổ" in words(page), "Đơn vị 0" in words(page)) == (200, False, True)
    assert leader.post(address, {"total": "10", "seen": "1"}).status_code == 403


def test_as_many_statements_for_one_as_for_many(world, office, enterer, address):
    office.post(address, {"total": "10", field(world.orgs[0]): "4", "seen": "0"})
    grassroots = signed_in(enterer)

    def counts() -> list[int]:
        found = []
        for client, page in ((office, address), (office, reverse("quotas:list")), (grassroots, reverse("quotas:list"))):
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries))
        return found

    before = counts()
    for number in range(3):
        make_org(f"Đơn vị thêm {number}", parent=world.committee)
    sent = {"total": "30", "seen": "1", "valid_from": "16/3/2026", "reason": "Thêm"}
    parts = {name: "3" for name in office.get(address).context["form"].fields if name.startswith("org_")}
    assert office.post(address, sent | parts).status_code == 302
    assert counts() == before
    assert max(before) <= MOST_QUERIES
