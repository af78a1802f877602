"""Boards, one chỉ tiêu, how a number came about, the matrix, organisations, trail, search: as the cast sees them."""

import csv
import io
import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dondoc.audit.models import AuditEvent
from dondoc.dashboards.queries import below
from dondoc.dashboards.queries.heat import reach
from dondoc.dashboards.queries.turns import kept_days
from dondoc.documents.actions import add_reference
from dondoc.indicators.actions import publish_indicator
from dondoc.measures.actions import rebuild, switch_ranking
from dondoc.measures.models import MeasureValue, Shown
from dondoc.measures.queries import measure_row
from dondoc.measures.shown import keep
from dondoc.obligations.models import Obligation
from dondoc.obstacles.actions import raise_obstacle
from dondoc.obstacles.models import ObstacleKind
from dondoc.orgs import actions as orgs
from dondoc.orgs.models import OrgKind
from dondoc.plans.models import SetGoal
from dondoc.reminders.actions import remind
from tests.dashboards.conftest import AT, CODE, FIGURES_ON, definition, said
from tests.factories import make_obligation, make_org, make_user

pytestmark = pytest.mark.django_db
BOARD, MATRIX, ORGS, AUDIT, SEARCH = "/bang/", "/ma-tran/", "/don-vi/", "/nhat-ky/", "/tim/"
INDICATOR, EXPLAIN = f"/chi-tieu/{CODE}/", f"/chi-tieu/{CODE}/a/giai-thich/"


# ── the first page ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("enterer", "dashboards:work"),
        ("internal_approver", "dashboards:work"),
        ("specialist", "reviewing:desk"),
        ("leader", "dashboards:board"),
        ("inspector", "dashboards:board"),
        ("administrator", "accounts:people"),
    ],
)
def test_the_first_page_is_where_the_work_is(city, sign_in, role, page):
    person = make_user(role=role, org=city.people.committee)
    assert sign_in(person).get("/")["Location"] == reverse(page)


def test_an_administrator_without_a_plan_in_force_begins_with_plans(cast, sign_in):
    head = make_user(role="administrator", org=cast.committee)
    assert sign_in(head).get("/")["Location"] == reverse("plans:list")


def test_somebody_without_a_role_is_told_what_to_do(db, sign_in):
    assert "Hãy liên hệ quản trị viên" in said(sign_in(make_user()).get("/"))


# ── the board ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_board_shows_figures_target_and_status(city, sign_in):
    page = sign_in(city.lead).get(BOARD)
    words = said(page)
    assert "Tháng 3/2026" in words
    assert "2.1. Chương trình" in words
    assert "1 / 2" in words
    assert "cao nhất 100 %" in words
    assert page.context["entries"][0].status == "at_risk"
    assert "Nêu để đối chiếu" not in words


def test_the_board_counts_the_committees_own_delays_and_leads_to_them(city, sign_in):
    page = sign_in(city.lead).get(BOARD)
    assert [(one.org, one.count, one.since) for one in page.context["delays"]] == [(city.office, 1, date(2025, 8, 31))]
    assert "/nghia-vu/?don_vi=VP&trang_thai=overdue" in page.content.decode().replace("&amp;", "&")


def test_what_needs_a_decision_is_computed_from_facts(city, sign_in):
    page = sign_in(city.lead).get(BOARD)
    assert [one.text for one in page.context["decisions"]] == [
        "Chỉ tiêu 2.1 mới được 50 % so với mức = 100 %",
        "Văn phòng Đảng ủy Mẫu còn 1 việc quá hạn",
    ]


def test_the_board_says_what_is_needed_by_now_and_what_has_changed_in_a_week(city, sign_in):
    """The board of the day before a week ago had neither organisation; now cell B has sent its programme too."""
    client = sign_in(city.lead)
    Shown.objects.all().delete()
    assert "7 ngày qua" not in said(client.get(BOARD))
    columns = ("2025-2030", 0, 2, 2, 0, 2, 0, "no_data")
    keep({(f"{CODE}.a", city.people.committee.pk): columns}, day=FIGURES_ON - timedelta(days=8))
    words = said(client.get(BOARD))
    assert "đến nay 100 %" in words
    assert "So với ngày 09/03/2026: 1 cách đo có thay đổi." in words
    assert "mới có số liệu thêm 1 tổ chức có số liệu trước là: Chưa có số liệu" in words
    assert "7 ngày qua" not in said(client.get(f"{BOARD}?thang=2026-02"))


def test_reasons_stand_beside_what_is_to_be_decided(city, sign_in):
    for n in range(3):
        remind([city.owed], text="Mời nộp.", by=city.people.binh, at=timezone.now() - timedelta(days=n))
    page = sign_in(city.lead).get(BOARD)
    assert [(one.text, one.why) for one in page.context["decisions"]] == [
        ("Chỉ tiêu 2.1 mới được 50 % so với mức = 100 %", "Xa nhất: cách mức cần đạt đến nay 50 điểm %."),
        ("1 việc quá hạn của 1 đơn vị đã đôn đốc nhiều lần mà chưa nộp", "Đã đôn đốc từ 3 lần trở lên."),
        ("Văn phòng Đảng ủy Mẫu còn 1 việc quá hạn", "Nhiều nhất trong các cơ quan của cấp ủy."),
    ]


def test_obstacles_stand_on_the_board_with_how_many_were_answered_in_time(city, sign_in):
    client, now = sign_in(city.lead), timezone.now()
    assert "Vướng mắc, kiến nghị: chờ trả lời" not in said(client.get(BOARD))
    enterer = make_user(role="enterer", org=city.owed.org)
    for days, words in ((30, "Đã lâu"), (0, "Vừa nêu")):
        at = now - timedelta(days=days)
        raise_obstacle(city.owed, ObstacleKind.OBSTACLE, words, by=enterer, at=at)
    page = client.get(BOARD)
    assert ("chờ trả lời 2 trả lời đúng hạn 0 / 1" in said(page), page.context["obstacles"].overdue) == (True, 1)
    assert "1 vướng mắc, kiến nghị của đơn vị đã quá hạn trả lời" in [one.text for one in page.context["decisions"]]


def test_the_months_lead_to_each_other_and_stay_in_the_address(city, sign_in):
    client = sign_in(city.lead)
    page = client.get(f"{BOARD}?thang=2025-10")
    scope = page.context["scope"]
    assert (scope.month, scope.previous_query[:14], scope.next_query[:14]) == (
        "2025-10",
        "?thang=2025-09",
        "?thang=2025-11",
    )
    assert client.get(f"{BOARD}?thang=2031-01").context["scope"].month == "2026-03"
    assert client.get(f"{BOARD}?thang=huhu").context["scope"].month == "2026-03"


def test_a_tile_narrows_the_board(city, sign_in):
    client = sign_in(city.lead)
    assert len(client.get(f"{BOARD}?trang-thai=at_risk").context["entries"]) == 1
    assert "Không có chỉ tiêu nào ở trạng thái này." in said(client.get(f"{BOARD}?trang-thai=met"))


def test_before_anything_is_measured_the_board_says_why_it_is_empty(cast, sign_in):
    assert "Chưa có số liệu chỉ tiêu của" in said(sign_in(cast.dung).get(BOARD))


def test_boards_are_for_those_with_the_right(city, sign_in):
    for address in (BOARD, MATRIX, "/bang/xuat/", "/ma-tran/xuat/"):
        assert sign_in(city.inner).get(address).status_code == 403


def test_another_committees_board_does_not_exist_for_outsiders(city, sign_in):
    for address in (BOARD, MATRIX, INDICATOR, EXPLAIN):
        there = f"{address}?don-vi={city.people.committee.pk}"
        assert sign_in(city.lead).get(there).status_code == 200
        assert sign_in(city.people.stranger).get(there).status_code == 404
        assert sign_in(city.lead).get(f"{address}?don-vi=x").status_code == 404


def test_the_board_as_a_file_says_the_same(city, sign_in):
    client = sign_in(city.lead)
    answer = client.get("/bang/xuat/?thang=2026-03&dinh-dang=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1] == [
        "2.1", "Chương trình hành động 2.1", "Tỷ lệ có chương trình", "bằng 100 %", "100 %", "1", "2", "50 %", "50 %",
        "100 %", "2", "1", "1", "1", "", "Có nguy cơ", "", "", "", "", "", "",
    ]  # fmt: skip
    assert "bang-chi-tieu_2026-03_" in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(client.get("/bang/xuat/").content))
    assert "Tỷ lệ có chương trình" in [cell.value for row in book.active.iter_rows() for cell in row]


# ── the term ──────────────────────────────────────────────────────────────────────────────────────────────────────
TERM_PAGE = "/nhiem-ky/"


def test_the_term_shows_each_year_with_its_target_and_leads_to_months(city, sign_in):
    goal = {"plan": city.plan, "measure": f"{CODE}.a", "org": city.people.committee, "reason": "Chia theo năm."}
    SetGoal.objects.create(
        **goal, year=0, number=1, value=Decimal("0.9"), valid_from=FIGURES_ON, decided_at=AT, decided_by=city.lead
    )
    rebuild(today=FIGURES_ON)
    client = sign_in(city.lead)
    page = client.get(TERM_PAGE)
    found = page.context["term"]
    assert [(one.label, one.month, one.is_now) for one in found.columns] == [
        ("2025", "2025-12", False), ("2026", "2026-03", True), ("2027", "", False), ("2028", "", False),
        ("2029", "", False), ("2030", "", False),
    ]  # fmt: skip
    assert [(cell.text, cell.target, cell.status.value) for cell in found.rows[0].cells[:3]] == [
        ("50 %", "= 100 %", "far"), ("50 %", "= 90 %", "far"), ("", "= 90 %", "not_due"),
    ]  # fmt: skip
    assert len(found.rows) == 1  # what is shown beside the others for comparison stays out
    months = client.get(f"{TERM_PAGE}?nam=2025").context["term"]
    assert [one.month for one in months.columns][7:] == [f"2025-{n:02d}" for n in range(8, 13)]
    assert [cell.status.value for cell in months.rows[0].cells][7:] == ["not_due", "far", "far", "far", "far"]
    assert client.get(f"{TERM_PAGE}?nam=1999").context["term"].year is None


def test_the_term_as_a_file_says_the_same(city, sign_in):
    client = sign_in(city.lead)
    rows = list(csv.reader(io.StringIO(client.get("/nhiem-ky/xuat/?dinh-dang=csv").content.decode("utf-8-sig"))))
    assert rows[0][2:5] == ["2025", "2025: mức giao", "2025: mức đạt"]
    assert rows[1][3:5] == ["bằng 100 %", "Cách mức cần trên 20 điểm %"]
    book = load_workbook(io.BytesIO(client.get("/nhiem-ky/xuat/?nam=2026").content))
    assert "Cách mức cần trên 20 điểm %" in [cell.value for row in book.active.iter_rows() for cell in row]


def test_the_term_tells_machines_every_month(city, sign_in, django_assert_max_num_queries):
    client = sign_in(city.lead)
    with django_assert_max_num_queries(12):
        answer = client.get("/nhiem-ky/so-lieu/")
    assert answer.headers["Content-Type"] == "application/json"
    found = answer.json()
    assert (found["org"]["name"], found["stale_since"]) == (city.people.committee.name, None)
    assert {one["measure"]: len(one["months"]) for one in found["measures"]} == {f"{CODE}.a": 8, f"{CODE}.b": 8}
    last = found["measures"][0]["months"][-1]
    row = MeasureValue.objects.get(measure=f"{CODE}.a", org=city.people.committee, month=last["month"])
    assert (last["value"], last["numerator"], last["known"], last["status"]) == ("0.5", "1", row.known, row.status)
    client.get(TERM_PAGE)  # the form token's cookie, without which nothing is remembered
    again = [client.get("/nhiem-ky/so-lieu/") for _round in range(2)]
    assert [(one.json(), one.headers["Content-Type"]) for one in again] == [(found, "application/json")] * 2
    one = client.get(f"/nhiem-ky/so-lieu/?thang=2025-09&chi-tieu={CODE}").json()["measures"]
    assert [[month["month"] for month in measure["months"]] for measure in one] == [["2025-09"], ["2025-09"]]
    assert client.get("/nhiem-ky/so-lieu/?chi-tieu=khong-co").json()["measures"] == []


# ── one chỉ tiêu ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_chi_tieu_shows_who_is_missing_and_where_to_chase(city, sign_in):
    page = sign_in(city.people.binh).get(INDICATOR)
    answers = page.context["answers"]
    assert [row.org for row in answers.due_missing.rows] == [city.people.cell_b]
    assert [(one.part.name, [row.org for row in one.rows]) for one in answers.parts] == [("YES", [city.people.cell_a])]
    assert f"/don-doc/?don_vi={city.people.cell_b.code}" in page.content.decode()
    assert f"/phieu/{city.submission.pk}/" in page.content.decode()


def test_a_chi_tieu_finds_its_organisations_without_marks(city, sign_in):
    answers = sign_in(city.lead).get(f"{INDICATOR}?q={city.people.cell_b.code}").context["answers"]
    assert (answers.count, [row.org for row in answers.due_missing.rows]) == (1, [city.people.cell_b])


def test_a_chi_tieu_tells_its_definition_provision_tasks_and_sheets(city, sign_in):
    page = sign_in(city.lead).get(f"{INDICATOR}?phan=cach-tinh")
    words = said(page)
    assert "Cho biết ai đã có chương trình." in words
    assert "có “Sản phẩm ke-hoach” được duyệt" in words
    assert "Ban Tổ chức" in words
    assert f"/ke-hoach/{city.plan.pk}/#src-target-{city.target.pk}" in page.content.decode()
    [task] = page.context["tasks"]
    assert [(status.value, n) for status, n in task.counts] == [("overdue", 1), ("on_time", 1)]
    assert list(page.context["submissions"]) == [city.submission]


def test_a_chi_tieu_tells_the_definition_that_holds_and_not_the_one_that_waits(city, sign_in):
    changed = definition() | {"why": "Chưa áp dụng.", "valid_from": "2999-01-01"}
    publish_indicator(changed, by=None, at=AT)
    words = said(sign_in(city.lead).get(f"{INDICATOR}?phan=cach-tinh"))
    assert "Cho biết ai đã có chương trình." in words
    assert "Chưa áp dụng." not in words


def test_an_organisations_own_people_see_its_own_figures_only(city, sign_in):
    page = sign_in(city.inner).get(INDICATOR)
    assert page.context["scope"].org == city.people.cell_a
    assert "Chi bộ B" not in said(page)
    assert sign_in(city.inner).get(f"{INDICATOR}?don-vi={city.people.cell_b.pk}").status_code == 404


def test_an_unknown_chi_tieu_or_measure_is_not_found(city, sign_in):
    client = sign_in(city.lead)
    assert client.get("/chi-tieu/khong-co/").status_code == 404
    assert client.get(f"/chi-tieu/{CODE}/z/giai-thich/").status_code == 404


# ── how a number came about ───────────────────────────────────────────────────────────────────────────────────────


def test_a_number_explains_itself(city, sign_in):
    words = said(sign_in(city.lead).get(EXPLAIN))
    assert "1 / 2 = 50 %" in words
    assert "Thấp nhất: mọi tổ chức còn thiếu đều không đạt." in words
    assert "Cần đạt đến nay 100 % 2 trong 2 tổ chức đã đến hạn của phần cuối cùng, nhân với mức giao 100 %." in words
    assert f"phiếu {city.submission.pk}" in words
    assert "bản 1, áp dụng từ 01/08/2025" in words
    assert "soạn: Văn phòng; kiểm tra: Ban Tổ chức" in words


def test_a_number_explains_itself_to_machines(city, sign_in):
    data = json.loads(sign_in(city.lead).get(f"{EXPLAIN}?dinh-dang=json").content)
    assert (data["numerator"], data["denominator"], data["floor"], data["ceiling"]) == ("1", "2", "0.5", "1")
    assert (data["step"], data["demanded"]) == ("1", 2)
    assert [(a["org"]["name"], a["verdict"], a["submissions"]) for a in data["answers"]] == [
        ("Chi bộ A", "yes", [city.submission.pk]),
        ("Chi bộ B", "unknown", []),
    ]


def test_a_number_explains_itself_in_excel(city, sign_in):
    book = load_workbook(io.BytesIO(sign_in(city.lead).get(f"{EXPLAIN}?dinh-dang=xlsx").content))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert {"Chi bộ A", "Chi bộ B", "Đạt", "Chưa có số liệu"} <= set(cells)


# ── the matrix ────────────────────────────────────────────────────────────────────────────────────────────────────


def cells(page):
    return [(row.org.name, [cell.status.label for cell in row.cells]) for row in page.context["rows"]]


def test_the_matrix_says_each_cell_in_a_word(city, sign_in):
    page = sign_in(city.lead).get(MATRIX)
    assert cells(page) == [("Chi bộ A", ["Đạt mức cần đến nay"]), ("Chi bộ B", ["Đến hạn, chưa có số liệu"])]
    assert f"{INDICATOR}?thang=2026-03&amp;don-vi={city.people.cell_a.pk}" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=CHI+BO+A", ["Chi bộ A"]),
        ("loai=grassroots_organisation", []),
        ("loai=grassroots_cell", ["Chi bộ A", "Chi bộ B"]),
        ("khoi=tu-phap", ["Chi bộ B"]),
        ("khoi=khong-co", ["Chi bộ A", "Chi bộ B"]),
        ("cham=on", []),
        ("chi_tieu=2-1-nq66", ["Chi bộ A", "Chi bộ B"]),
        ("chi_tieu=cham&cap=moi", ["Chi bộ A", "Chi bộ B"]),
        ("sap_xep=thap", ["Chi bộ A", "Chi bộ B"]),  # what is not known stands last
        ("sap_xep=cham", ["Chi bộ A", "Chi bộ B"]),
    ],
)
def test_the_matrix_narrows(city, sign_in, query, names):
    orgs.create_group(code="tu-phap", name="Tư pháp", by=None, at=AT)
    orgs.join_group(city.people.cell_b, group="tu-phap", on=date(2025, 1, 1), by=None, at=AT)
    assert [name for name, _cells in cells(sign_in(city.lead).get(f"{MATRIX}?{query}"))] == names


def test_the_matrix_opens_level_by_level_and_by_words_at_any(city, sign_in):
    """A committee between: its row stands for all in it, and leads to them."""
    between = make_org("Đảng bộ Giữa", parent=city.people.committee, kind=OrgKind.GRASSROOTS_ORGANISATION)
    for n in range(5):
        make_org(f"Chi bộ Trong {n}", parent=between, kind=OrgKind.GRASSROOTS_CELL)
    rebuild(today=FIGURES_ON)
    client = sign_in(city.lead)
    page = client.get(MATRIX)
    assert [(row.org.name, row.below) for row in page.context["rows"]] == [
        ("Chi bộ A", 0), ("Chi bộ B", 0), ("Đảng bộ Giữa", 5),
    ]  # fmt: skip
    inside = client.get(f"{MATRIX}?don-vi={between.pk}")
    assert [name for name, _cells in cells(inside)] == [f"Chi bộ Trong {n}" for n in range(5)]
    assert [one.pk for one in inside.context["trail"]] == [city.people.committee.pk]
    assert [name for name, _cells in cells(client.get(f"{MATRIX}?q=trong"))] == [f"Chi bộ Trong {n}" for n in range(5)]
    assert len(cells(client.get(f"{MATRIX}?cap=moi"))) == 8


def test_where_no_order_is_wanted_the_matrix_offers_none(city, sign_in):
    client, address = sign_in(city.lead), f"{MATRIX}?sap_xep=cham"
    assert client.get(address).context["form"].order == "cham"
    head = make_user(role="administrator", org=city.people.committee)
    switch_ranking(city.people.committee, on=False, by=head, at=AT)
    page = client.get(address)
    assert (page.context["form"].order, "Nhiều chỉ tiêu chậm trước" in page.content.decode()) == ("ten", False)


HOW_FAR = [
    ({"numerator": 94}, "behind"),
    ({"numerator": 96}, "near"),
    ({"numerator": 96, "expected": 96}, "reached"),
    ({"numerator": 70}, "far"),
    ({"numerator": 3, "expected": 0}, "not_due"),
    ({"known": 0, "expected": 3, "expected_known": 0}, "unknown"),
    ({"known": 0, "expected": 0}, "not_due"),
    ({"population": 0, "known": 0, "denominator": 0, "expected": 0}, "nobody"),
    ({"numerator": 90, "known": 95, "expected": 90, "expected_known": 89}, "unknown"),
]


def test_how_far_from_what_is_needed_by_now(city):
    """Of 100 organisations that must all have the programme."""
    measure = city.indicator.versions.first().parsed.measures[0]
    whole = {"numerator": 0, "denominator": Decimal(100), "population": 100, "known": 100, "expected": 100,
             "status": "at_risk", "period": "2025-2030", "month": "2026-03"}  # fmt: skip
    due = [told.get("expected", 100) for told, _reach in HOW_FAR]
    rows = [
        MeasureValue(**{**whole, "expected_known": n, "demanded": n, **told})
        for n, (told, _reach) in zip(due, HOW_FAR, strict=True)
    ]
    for row in rows:
        row.numerator, row.denominator = Decimal(row.numerator), Decimal(row.denominator)
    assert [reach(measure_row(measure, row, None, None)) for row in rows] == [expected for _told, expected in HOW_FAR]


def test_the_matrix_as_a_file_keeps_the_filters(city, sign_in):
    book = load_workbook(io.BytesIO(sign_in(city.lead).get(f"/ma-tran/xuat/?q={city.people.cell_b.code}").content))
    values = [cell.value for row in book.active.iter_rows() for cell in row]
    assert ("Chi bộ B" in values, "Chi bộ A" in values, "Đến hạn, chưa có số liệu" in values) == (
        True, False, True,
    )  # fmt: skip


def test_htmx_gets_the_table_alone(city, sign_in):
    answer = sign_in(city.lead).get(MATRIX, headers={"HX-Request": "true"})
    assert answer.content.decode().strip().startswith('<div class="matrix" id="ma-tran">')


# ── what waits for whom, and how days were kept ──────────────────────────────────────────────────────────────────


def test_an_organisations_page_says_whose_turn_it_is(city, sign_in):
    cell, today = city.people.cell_b, timezone.localdate()
    make_obligation(city.task, cell, period="2026", due_on=today + timedelta(days=1), submitted_on=today)
    client = sign_in(city.lead)
    page = client.get(f"{ORGS}{cell.pk}/")
    assert [(one.count, one.words, one.who) for one in page.context["turns"]] == [
        (1, "quá hạn", ""), (1, "đã nộp, chờ duyệt", "Văn phòng Đảng ủy Mẫu"),
    ]  # fmt: skip
    office = client.get(f"{ORGS}{city.office.pk}/")
    assert office.context["waiting_for"] == ["1 việc của 1 đơn vị chờ duyệt"]


def test_its_months_tell_how_it_kept_its_days(city, sign_in):
    cell, today = city.people.cell_a, date(2026, 6, 20)
    kept = {"approved_on": date(2026, 5, 20)}
    for n, facts in enumerate((
        {"due_on": date(2026, 5, 10), "done_on": date(2026, 5, 9), **kept},
        {"due_on": date(2026, 5, 10), "done_on": date(2026, 5, 12), **kept},
        {"due_on": date(2026, 5, 31)},
        {"due_on": date(2026, 4, 30), "submitted_on": date(2026, 4, 30)},
        {"due_on": date(2026, 7, 1)},  # not over yet
        {"due_on": date(2026, 5, 1), "is_history": True},
    )):  # fmt: skip
        make_obligation(city.task, cell, period=f"20{30 + n}", **facts)
    own = Obligation.objects.filter(org=cell, period__gte="2030")
    assert [(one.first, one.due, one.on_time, one.late, one.overdue, one.other) for one in kept_days(own, today)] == [
        (date(2026, 5, 1), 3, 1, 1, 1, 0), (date(2026, 4, 1), 1, 0, 0, 0, 1),
    ]  # fmt: skip
    page = sign_in(city.inner).get(f"{ORGS}{cell.pk}/?phan=dien-bien")
    assert [one.month for one in page.context["months"].columns][:4] == ["2026-01", "2026-02", "2026-03", ""]
    assert "/bang/" not in page.content.decode()  # boards are not for an organisation's own people


def test_what_an_organisation_has_reached_as_a_file(city, sign_in):
    client, address = sign_in(city.inner), f"{ORGS}{city.people.cell_a.pk}/xuat/"
    rows = list(csv.reader(io.StringIO(client.get(f"{address}?dinh-dang=csv").content.decode("utf-8-sig"))))
    assert rows[1][:4] == ["2.1", "Chương trình hành động 2.1", "Tỷ lệ có chương trình", "bằng 100 %"]
    book = load_workbook(io.BytesIO(client.get(f"{address}?phan=dien-bien").content))
    assert "Đạt mức cần đến nay" in [cell.value for row in book.active.iter_rows() for cell in row]
    assert client.get(f"{ORGS}{city.people.cell_b.pk}/xuat/").status_code == 404


# ── organisations ─────────────────────────────────────────────────────────────────────────────────────────────────


def names(page):
    return [row.name for row in page.context["rows"]]


def test_the_tree_opens_level_by_level(city, sign_in):
    client = sign_in(city.lead)
    assert names(client.get(ORGS)) == [city.people.committee.name]
    below = client.get(f"{ORGS}?cap_tren={city.people.committee.pk}")
    assert names(below) == ["Chi bộ A", "Chi bộ B", "Văn phòng Đảng ủy Mẫu"]
    assert [row.overdue for row in below.context["rows"]] == [0, 1, 1]


def test_organisations_are_found_without_marks_and_as_of_a_day(city, sign_in):
    cell = city.people.cell_a
    orgs.rename_org(cell, name="Chi bộ Mới", short_name="Mới", on=date(2025, 9, 1), by=None, at=AT)
    client = sign_in(city.lead)
    assert names(client.get(f"{ORGS}?q=chi+bo+a")) == ["Chi bộ Mới"]
    assert names(client.get(f"{ORGS}?q=chi+bo+a&ngay=31/8/2025")) == ["Chi bộ A"]
    assert names(client.get(f"{ORGS}?loai=grassroots_cell&ngay=1/1/2019")) == []


def test_outsiders_find_no_organisation(city, sign_in):
    client = sign_in(city.people.stranger)
    assert names(client.get(f"{ORGS}?q=chi+bo")) == []
    assert client.get(f"{ORGS}{city.people.cell_a.pk}/").status_code == 404
    assert client.get(f"{ORGS}?cap_tren={city.people.committee.pk}").status_code == 404


def test_a_neighbour_cannot_open_a_cell_and_its_own_people_can(city, sign_in):
    address = f"{ORGS}{city.people.cell_a.pk}/"
    assert sign_in(city.people.chi).get(address).status_code == 404
    page = sign_in(city.inner).get(address)
    assert "1 / 1 = 100 %" in said(page)
    assert [(status.value, n) for status, n in page.context["counts"]] == [("on_time", 1)]
    assert page.context["submissions"] == [city.submission]


def test_an_organisations_page_shows_reminders(city, sign_in):
    remind([city.owed], text="Mời nộp.", by=city.people.binh, at=timezone.now())
    assert "đơn vị chưa xem" in said(sign_in(city.people.binh).get(f"{ORGS}{city.people.cell_b.pk}/"))


def test_an_organisations_record_tells_names_successors_and_people(city, sign_in):
    cast = city.people
    merged = make_org("Chi bộ Hợp nhất", parent=cast.committee, kind=OrgKind.GRASSROOTS_CELL)
    both = [cast.cell_a, cast.cell_b]
    orgs.merge_orgs(both, into=merged, on=date(2026, 2, 1), decision="Quyết định số 5", by=None, at=AT)
    page = sign_in(cast.binh).get(f"{ORGS}{cast.cell_a.pk}/?phan=to-chuc")
    words = said(page)
    assert "giao việc cho Chi bộ Hợp nhất" in words
    assert "đã kết thúc hoạt động, ngày cuối 31/01/2026" in words
    assert page.context["record"].team.counts == [("Người nhập", 1)]
    assert "An" in words


def test_people_are_counted_and_named_only_to_those_who_must_call_them(city, sign_in):
    page = sign_in(city.people.dung).get(f"{ORGS}{city.people.cell_a.pk}/?phan=to-chuc")
    assert page.context["record"].team.counts == [("Người nhập", 1)]
    assert "Xem tên để liên hệ" not in said(page)


def test_what_a_year_asks_is_shown(city, sign_in):
    own = make_obligation(city.task, city.people.cell_a, period="2026", due_on=date(timezone.localdate().year, 12, 31))
    page = sign_in(city.lead).get(f"{ORGS}{own.org_id}/?phan=nhap-lieu")
    assert (page.context["burden"].total.fields, page.context["burden"].total.minutes) == (2, 1)


# ── the trail ─────────────────────────────────────────────────────────────────────────────────────────────────────


def actions_of(page):
    return [row.event.action for row in page.context["rows"]]


def test_the_trail_is_read_in_words(city, sign_in):
    client = sign_in(city.lead)
    page = client.get(f"{AUDIT}?viec=submission.approve")
    assert "Duyệt phiếu" in said(page)
    assert "Trạng thái Chờ duyệt → Đã duyệt" in said(page)
    assert actions_of(page) == ["submission.approve"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("viec=submission&nguoi=an", 3),
        ("viec=submission&q=NOP+phieu", 1),
        ("viec=submission&don_vi=van+phong", 0),
        ("viec=submission&tu_ngay=11/9/2025", 0),
        ("viec=submission&tu_ngay=10/9/2025&den_ngay=10/9/2025", 4),
        ("viec=khong-co&nguoi=an&tu_ngay=31/2/2026", 3),
    ],
)
def test_the_trail_narrows(city, sign_in, query, found):
    assert len(actions_of(sign_in(city.lead).get(f"{AUDIT}?{query}"))) == found


def test_the_trail_of_one_thing(city, sign_in):
    page = sign_in(city.lead).get(f"{AUDIT}?doi_tuong=submissions.submission:{city.submission.pk}")
    assert set(actions_of(page)) == {"submission.open", "submission.save", "submission.submit", "submission.approve"}


def test_the_chain_is_checked_on_demand(city, sign_in, monkeypatch):
    client = sign_in(city.lead)
    assert "Chuỗi nhật ký nguyên vẹn" not in said(client.get(AUDIT))
    assert "Chuỗi nhật ký nguyên vẹn" in said(client.get(f"{AUDIT}?kiem_tra=1"))
    monkeypatch.setattr("dondoc.audit.queries.event_hash", lambda event: "khác")
    assert "không còn nguyên vẹn" in said(client.get(f"{AUDIT}?kiem_tra=1"))


def test_the_trail_is_for_those_with_the_right_and_of_their_organisations(city, sign_in):
    assert sign_in(city.people.binh).get(AUDIT).status_code == 403
    assert AuditEvent.objects.exists()
    assert actions_of(sign_in(city.people.stranger).get(f"{AUDIT}?viec=submission")) == []


def test_the_trail_as_a_file(city, sign_in):
    book = load_workbook(io.BytesIO(sign_in(city.lead).get("/nhat-ky/xuat/?viec=submission.approve").content))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows() if any(cell.value for cell in row)]
    assert (cells[-1][0], cells[-1][2], cells[-2][0]) == ("10/09/2025 10:00:00", "Duyệt phiếu", "Thời điểm")
    answer = sign_in(city.lead).get("/nhat-ky/xuat/?viec=submission.approve&dinh-dang=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert (len(rows), rows[1][0], rows[1][2]) == (2, "10/09/2025 10:00:00", "Duyệt phiếu")
    assert "nhat-ki_submission-approve_" in answer["Content-Disposition"]


# ── search ────────────────────────────────────────────────────────────────────────────────────────────────────────


def groups(page):
    return {str(group.label): [hit.label for hit in group.hits] for group in page.context["groups"]}


def test_search_finds_without_marks_in_groups(city, sign_in):
    cited = {"number": "66-NQ/TW", "kind": "nghị quyết", "issued_on": date(2025, 4, 30), "title": "Pháp luật"}
    add_reference(values=cited, by=None, at=AT)
    client = sign_in(city.lead)
    assert groups(client.get(f"{SEARCH}?q=CHI+bo")) == {
        "Tổ chức": ["Chi bộ A", "Chi bộ B"],
        "Phiếu": ["Sản phẩm ke-hoach"],
    }
    assert groups(client.get(f"{SEARCH}?q=chuong+trinh+hanh+dong"))["Nhiệm vụ"] == [
        f"{city.task.code}. {city.task.text}"
    ]
    assert groups(client.get(f"{SEARCH}?q=phap+luat+66")) == {"Văn bản viện dẫn": ["Nghị quyết 66-NQ/TW"]}


def test_search_leaks_nothing_to_outsiders_and_neighbours(city, sign_in):
    assert groups(sign_in(city.people.stranger).get(f"{SEARCH}?q=chi+bo")) == {}
    assert groups(sign_in(city.people.chi).get(f"{SEARCH}?q=chi+bo")) == {"Tổ chức": ["Chi bộ B"]}


def test_search_says_what_to_do(city, sign_in):
    client = sign_in(city.lead)
    assert "Gõ tên đơn vị" in said(client.get(SEARCH))
    assert "Không tìm thấy gì" in said(client.get(f"{SEARCH}?q=zzzz"))


# ── every page ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("address", ["/", BOARD, MATRIX, ORGS, AUDIT, SEARCH, INDICATOR, EXPLAIN])
def test_pages_are_only_read(city, sign_in, address):
    assert sign_in(city.lead).post(address).status_code == 405


def more(city, count: int) -> None:
    """`count` more cells, each with a duty, people and an approval's traces; figures computed anew."""
    for n in range(count):
        cell = make_org(f"Chi bộ Thêm {n}", parent=city.people.committee, kind=OrgKind.GRASSROOTS_CELL)
        owed = make_obligation(city.task, cell, period="2025-2030", due_on=date(2025, 9, 30))
        make_user(role="enterer", org=cell)
        make_org(f"Ban {n}", parent=city.people.committee, kind=OrgKind.ADVISORY_BODY)
        remind([owed], text="Mời nộp.", by=city.people.binh, at=timezone.now())
    rebuild(today=FIGURES_ON)


@pytest.mark.parametrize(
    ("address", "reads"),
    [
        (BOARD, 15),
        ("/bang/xuat/", 11),
        ("/nhiem-ky/", 11),
        (INDICATOR, 11),
        (f"{INDICATOR}?phan=du-bao", 10),
        (f"{INDICATOR}?phan=cach-tinh", 13),
        (EXPLAIN, 14),
        (MATRIX, 14),
        (f"{MATRIX}?cham=on", 11),
        (f"{ORGS}?loai=grassroots_cell", 10),
        ("ORG", 14),
        ("ORG?phan=dien-bien", 13),
        ("ORG?phan=to-chuc", 11),
        ("ORG?phan=nhap-lieu", 8),
        (AUDIT, 4),
        (f"{SEARCH}?q=chi+bo", 8),
    ],
)
@pytest.mark.parametrize("count", [0, 3])
def test_the_cost_of_a_page_does_not_grow(city, sign_in, django_assert_num_queries, address, reads, count):
    more(city, count)
    client = sign_in(city.lead)
    client.get(SEARCH)
    with django_assert_num_queries(reads):
        client.get(address.replace("ORG", f"{ORGS}{city.people.cell_b.pk}/"))


def test_a_reminder_that_nobody_has_to_look_at_any_more_says_so(city, sign_in):
    """The organisation's page and its own home agree on what is still to be seen."""
    remind([city.owed], text="Nộp ngay", by=city.people.binh, at=timezone.now())
    org_page, home = f"{ORGS}{city.people.cell_b.pk}/", reverse("dashboards:work")
    inside = sign_in(city.people.chi)
    assert ("đơn vị chưa xem" in said(inside.get(org_page)), "Đã xem" in said(inside.get(home))) == (True, True)
    type(city.owed).objects.filter(pk=city.owed.pk).update(submitted_on=FIGURES_ON)
    page = said(inside.get(org_page))
    assert ("đơn vị chưa xem" in page, "không còn phải xem" in page, "Đã xem" in said(inside.get(home))) == (
        False, True, False,
    )  # fmt: skip


def trail_of(response) -> list[tuple[str, str]]:
    """(words, address) of the way to a page."""
    page = response.content.decode()
    trail = page[page.index('<nav class="ui-breadcrumbs"') :].partition("</nav>")[0]
    return [(words, address) for address, words in re.findall(r'<a href="([^"]+)">([^<]+)</a>', trail)]


def test_a_superior_that_one_may_not_see_is_named_without_a_link(city, sign_in):
    page = sign_in(city.inner).get(ORGS)
    assert "Đảng ủy các cơ quan Đảng Thành phố Mẫu" in said(page)
    assert "cap_tren" not in page.content.decode()
    above = f'href="?cap_tren={city.people.committee.pk}"'
    assert above in sign_in(city.lead).get(f"{ORGS}?loai=grassroots_cell").content.decode().replace("&amp;", "&")


def test_numbers_lead_back_by_the_organisation_for_those_without_a_board(city, sign_in):
    inside, scope = sign_in(city.inner), f"?thang=2026-03&amp;don-vi={city.people.cell_a.pk}"
    home = [("Tổ chức", ORGS), ("Chi bộ A", f"{ORGS}{city.people.cell_a.pk}/")]
    assert trail_of(inside.get(INDICATOR)) == trail_of(inside.get(f"{INDICATOR}?phan=cach-tinh")) == home
    assert trail_of(inside.get(EXPLAIN)) == [*home, ("Chỉ tiêu 2.1", f"{INDICATOR}{scope}")]


def test_a_second_format_is_offered_behind_a_word(city, sign_in):
    client = sign_in(city.lead)
    for address, other in ((BOARD, "csv"), (EXPLAIN, "json")):
        head = client.get(address).content.decode().partition("page-actions")[2].partition("</header>")[0]
        shown, _fold, folded = head.partition("<details")
        assert ("Tải Excel" in shown, f"dinh-dang={other}" in shown, f"dinh-dang={other}" in folded) == (
            True, False, True,
        )  # fmt: skip


# ── a number of very many organisations ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def wide(city, monkeypatch):
    """As if two organisations were too many to list."""
    monkeypatch.setattr(below, "LISTED", 1)
    return city


def test_a_number_of_very_many_is_told_by_those_directly_below(wide, sign_in):
    page = sign_in(wide.lead).get(INDICATOR)
    assert [(one.org.name, one.row.totals.known, one.row.totals.owing) for one in page.context["below"]] == [
        ("Chi bộ A", 1, 0), ("Chi bộ B", 0, 1),
    ]  # fmt: skip
    words = said(page)
    assert "Có 2 tổ chức sau con số này." in words
    assert f"{INDICATOR}?thang=2026-03&amp;don-vi={wide.people.cell_a.pk}" in page.content.decode()
    owing = f"{INDICATOR}?nhom=thieu"
    assert "Đến hạn mà chưa có số liệu: 1 tổ chức" in words
    assert [row.org.name for row in sign_in(wide.lead).get(owing).context["answers"].chosen.rows] == ["Chi bộ B"]


def test_of_very_many_one_is_found_by_its_name(wide, sign_in):
    page = sign_in(wide.lead).get(f"{INDICATOR}?q=CHI+BO+{wide.people.cell_b.code}")
    assert [row.org.name for row in page.context["answers"].due_missing.rows] == ["Chi bộ B"]
    assert page.context["answers"].count == 1
    assert "Không có đơn vị nào khớp" in said(sign_in(wide.lead).get(f"{INDICATOR}?q=khong+co"))


def test_a_number_of_very_many_is_explained_by_those_directly_below_and_by_all_in_the_file(wide, sign_in):
    client = sign_in(wide.lead)
    page = client.get(EXPLAIN)
    assert [one.org.name for one in page.context["below"]] == ["Chi bộ A", "Chi bộ B"]
    assert "1 / 2 = 50 %" in said(page)
    data = json.loads(client.get(f"{EXPLAIN}?dinh-dang=json").content)
    assert [a["org"]["name"] for a in data["answers"]] == ["Chi bộ A", "Chi bộ B"]
