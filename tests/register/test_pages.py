"""Pages of the register: who keeps it, who looks, what they find."""

from datetime import date
from importlib import import_module
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from dondoc.lib.due import Due, DueKind
from dondoc.register.models import Direction, Entry, Series
from tests.factories import AT, make_committee, make_plan, make_task, make_user
from tests.register.test_actions import house, incoming, out  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db
LIST = reverse("register:list")
QUERIES_OF_LIST, QUERIES_OF_DETAIL = 8, 7


def queries_of(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def office(house, client):  # noqa: F811
    client.force_login(house.writer)
    return SimpleNamespace(org=house, client=client)


def test_the_list_reads_the_same_for_one_paper_and_for_many(office):
    out(office.org)
    counts = [queries_of(office.client, LIST)]
    for _n in range(3):
        out(office.org)
        incoming(office.org, "05-HD/BTGDVTU")
    counts.append(queries_of(office.client, LIST))
    assert counts == [QUERIES_OF_LIST] * 2


def test_filters_stay_in_the_address_and_the_workbook_holds_what_is_filtered(office):
    out(office.org)
    incoming(office.org, "05-HD/BTGDVTU")
    said = text_of(office.client.get(LIST, {"tim": "tuyen giao", "huong": "in"}))
    assert ("05-HD/BTGDVTU" in said, "01-BC/ĐU" in said, "tim=tuyen+giao" in said) == (True, False, True)
    book = load_workbook(BytesIO(office.client.get(reverse("register:export"), {"tim": "05-hd"}).content))
    assert book.sheetnames == ["Văn bản đi", "Văn bản đến"]
    rows = list(book["Văn bản đến"].iter_rows(values_only=True))
    assert [row[1] for row in rows if row[0] == 1] == ["05-HD/BTGDVTU"]


def test_a_paper_is_entered_with_what_it_is_about_and_answers(office):
    task = make_task(make_plan(office.org), due=Due(DueKind.DATE, on=date(2026, 3, 31)))
    asked = incoming(office.org, "05-HD/BTGDVTU")
    typed = {
        "org": office.org.pk, "type_code": "CV", "organ_code": "ĐU", "subject": "Trả lời", "dated_on": "09/03/2026",
        "plan": task.plan_id, "tasks": [task.pk], "answers": "05-hd/btgdvtu",
    }  # fmt: skip
    address = reverse("register:enter", args=["di"])
    made = office.client.post(address, typed, follow=True)
    entry = Entry.objects.get(direction=Direction.OUT)
    assert (entry.symbol, entry.answers, list(entry.tasks.all())) == ("01-CV/ĐU", asked, [task])
    assert "Ban hành chương trình hành động" in text_of(made)
    assert queries_of(office.client, made.redirect_chain[0][0]) == QUERIES_OF_DETAIL
    faults = office.client.post(address, typed | {"answers": "99-HD/KHAC", "plan": "", "dated_on": "09/03/2099"})
    said = text_of(faults)
    assert faults.status_code == 422
    assert all(words in said for words in ("Không có văn bản", "Chỉ chọn nhiệm vụ", "chưa tới"))


def test_a_leader_recalls_with_a_reason_that_stays(office):
    entry = out(office.org)
    office.client.force_login(office.org.leader)
    address = reverse("register:recall", args=[entry.pk])
    assert office.client.post(address, {"reason": ""}).status_code == 422
    assert "Sai số liệu" in text_of(office.client.post(address, {"reason": "Sai số liệu"}, follow=True))
    assert "Sai số liệu" in text_of(office.client.get(LIST))


def test_numbers_begin_where_the_paper_register_ended(office):
    address = reverse("register:numbers")
    typed = {"org": office.org.pk, "type_code": "BC", "last": "57"}
    assert "Số tiếp theo là 58" in text_of(office.client.post(address, typed, follow=True))
    out(office.org)
    assert office.client.post(address, typed).status_code == 422


def test_the_register_of_another_committee_is_not_there(office):
    entry = out(office.org)
    stranger = make_user(role="specialist", org=make_committee("Đảng ủy khác"))
    office.client.force_login(stranger)
    assert office.client.get(reverse("register:detail", args=[entry.pk])).status_code == 404
    assert "Sổ chưa có văn bản nào" in text_of(office.client.get(LIST))


def test_numbers_of_before_move_over_with_the_reports_that_bear_them(office):
    plan = make_plan(office.org)
    report = SimpleNamespace(
        pk=5, org_id=office.org.pk, plan=plan, plan_id=plan.pk, period="2026-02", number=8, dated_on=date(2026, 3, 9),
        signer_name="Người Ký", words={"recipients": "A\nB"}, frozen_at=AT, frozen_by_id=office.org.leader.pk,
        snapshot={"head": {"organ_code": "ĐU", "kind": "Kế hoạch", "plan": "08-KH/ĐU"}},
    )  # fmt: skip
    number = SimpleNamespace(org_id=office.org.pk, type_code="BC", term="2025-2030", last=8)

    class Rows(list):
        objects = property(lambda self: self)
        order_by = exclude = select_related = lambda self, *_a, **_b: self

    before = {"DocumentNumber": Rows([number]), "Report": Rows([report])}
    old = SimpleNamespace(get_model=lambda app, name: before[name] if app == "reports" else apps.get_model(app, name))
    import_module("dondoc.reports.migrations.0002_numbers_to_the_register").copy_numbers(old, None)
    assert Series.objects.get().last == 8
    assert (Entry.objects.get().symbol, Entry.objects.get().source) == ("08-BC/ĐU", "report:5")
