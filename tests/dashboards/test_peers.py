"""The page that puts organisations beside their peers."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from dondoc.audit.models import AuditEvent
from dondoc.dashboards.views import peers as view
from dondoc.indicators.actions import publish_indicator
from dondoc.measures.actions import rebuild, switch_ranking
from dondoc.measures.models import RankingSwitch
from dondoc.orgs.actions import rename_org
from dondoc.orgs.models import OrgKind
from dondoc.quotas.actions import Wish, set_goals
from tests.dashboards.conftest import said
from tests.factories import AT, make_committee, make_org, make_user
from tests.measures.world import DEFINITIONS, START, World, at, make_world
from tests.prepared import Ground

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
PAGE = "/chi-tieu/dang-ky/a/so-sanh/"
REGISTERED = {  # organisation → (all, registered) of 2025 and 2026
    0: [(100, 80), (100, 90)],
    1: [(20, 15), (20, 19)],
    2: [(50, 50), (50, 45)],
    3: [(9, 3), (9, 6)],
    4: [None, (40, 20)],
    5: [None, None],
}


def _made() -> World:
    """Three đảng bộ and three chi bộ; one of each is new, one chi bộ is small, one has told nothing. Target: 90 %."""
    world = make_world(6)
    for number, told in REGISTERED.items():
        for year, figures in zip((2025, 2026), told, strict=True):
            if figures:
                answers = {"all": str(figures[0]), "some": str(figures[1]), "held_on": f"5/10/{year}"}
                world.done(world.orgs[number], "dang-ky", str(year), answers, on=date(year, 10, 6))
    rename_org(world.orgs[5], name="Chi bộ Kín tiếng", short_name="Kín tiếng", on=START, by=None, at=AT)
    rename_org(world.orgs[4], name="Đảng bộ Hoa Sen", short_name="Hoa Sen", on=START, by=None, at=AT)
    rebuild(today=TODAY)
    return world


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world, made once: what a test changes is undone (tests/prepared.py)."""
    with django_db_blocker.unblock():
        ground = Ground({"world": _made}, lambda: tmp_path_factory.mktemp("ground"))
        yield ground
        ground.stand(None)


@pytest.fixture
def standing(ground):
    ground.stand("world")


@pytest.fixture
def _django_db_helper(standing, _django_db_helper):
    """The test's transaction, above the world."""


@pytest.fixture
def world(standing, db, ground) -> World:
    return ground.made("world")


@pytest.fixture
def office(world) -> Client:
    return signed_in(world.reviewer)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def placed(page) -> list[tuple[str, int | None]]:
    return [(peer.org.name, peer.place) for _group, peers in page.context["sections"] for peer in peers]


def test_groups_add_up_numerators_and_denominators(office):
    page = office.get(f"{PAGE}?nhom=loai")
    groups = [
        (g.name, g.totals.numerator, g.totals.denominator, g.totals.unknown, g.count)
        for g in page.context["found"].groups
    ]
    assert groups == [("Đảng bộ cơ sở", 155, 190, 0, 3), ("Chi bộ cơ sở", 25, 29, 1, 3)]
    like_with_like = [(round(g.since_year, 4), g.both_year) for g in page.context["found"].groups]
    assert like_with_like == [(Decimal("0.0333"), 2), (Decimal("0.2414"), 2)]  # the new and the silent left out


def test_by_name_unless_an_order_is_asked_for(office):
    assert placed(office.get(PAGE)) == [
        (name, None) for name in ("Đảng bộ Hoa Sen", "Đơn vị 0", "Đơn vị 2", "Chi bộ Kín tiếng", "Đơn vị 1", "Đơn vị 3")
    ]


def test_positions_are_among_peers_and_leave_out_whom_they_would_wrong(office):
    page = office.get(f"{PAGE}?thu-tu=muc")
    assert placed(page) == [
        ("Đơn vị 0", 1), ("Đơn vị 2", 1), ("Đảng bộ Hoa Sen", 3),
        ("Đơn vị 1", 1), ("Chi bộ Kín tiếng", None), ("Đơn vị 3", None),
    ]  # fmt: skip
    assert "mẫu số nhỏ, thêm hoặc bớt 1 là 11,1 điểm" in said(page)


def test_progress_is_against_the_year_before_and_the_closed_period(office):
    page = office.get(f"{PAGE}?thu-tu=tien-bo")
    tenth, third = Decimal("0.1"), Decimal(6) / 9 - Decimal(3) / 9
    assert [(p.org.name, p.since_year, p.since_closed, p.place) for p in page.context["found"].peers] == [
        ("Đơn vị 0", tenth, tenth, 1), ("Đơn vị 2", -tenth, -tenth, 2), ("Đảng bộ Hoa Sen", None, None, None),
        ("Đơn vị 1", 2 * tenth, 2 * tenth, 1), ("Chi bộ Kín tiếng", None, None, None),
        ("Đơn vị 3", third, third, None),
    ]  # fmt: skip
    assert page.context["dots"]["of_groups"] is False
    assert [label for _x, _y, label in page.context["dots"]["drawing"].dots] == ["Đơn vị 0", "Đơn vị 2", "Đơn vị 1"]


def test_what_is_missing_is_said_and_never_zero(office):
    page = office.get(f"{PAGE}?q=kin+tieng")
    assert placed(page) == [("Chi bộ Kín tiếng", None)]
    row = said(page).partition("cả nhóm")[2]
    assert "Chưa có số liệu" in row or "Chưa đến hạn" in row
    assert "0 %" not in row.partition("So thế nào")[0]


def test_the_parts_of_the_gap_add_up_to_it(office, world):
    gap = office.get(PAGE).context["gap"]
    assert [(bar.label, str(bar.points), bar.tone) for bar in gap.bars] == [
        ("Đảng bộ Hoa Sen", "-7.31", "bad"), ("Đơn vị 3", "-0.96", "bad"), ("Đơn vị 1", "0.46", "good"),
        ("3 đơn vị còn lại", "0.00", "bad"),
    ]  # fmt: skip
    assert str(gap.points) == "-7.81"
    assert sum(bar.points for bar in gap.bars) == gap.points


def test_a_change_in_a_year_is_divided_the_same_way(office):
    gap = office.get(f"{PAGE}?so-voi=nam-truoc").context["gap"]
    assert round(gap.reference, 4) == Decimal("0.8268")  # 148 of 179
    assert str(gap.points) == "-0.49"  # 180 of 219
    labels = ["Đảng bộ Hoa Sen", "Đơn vị 3", "Đơn vị 1", "Đơn vị 2", "Đơn vị 0", "1 đơn vị còn lại"]
    assert [bar.label for bar in gap.bars] == labels


def test_the_file_has_the_rows_of_the_screen_and_all_parts_of_the_gap(office, world):
    address = f"{PAGE}?nhom=loai&loai=grassroots_cell&thu-tu=muc&dinh-dang="
    answer = office.get(f"{address}csv")
    assert answer["Content-Disposition"].startswith('attachment; filename="so-sanh_dang-ki-a_2026-10_')
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    part = "Góp vào khoảng cách (điểm %)"
    assert [(r["Đơn vị"], r["Tỷ lệ"], r["Vị trí trong nhóm"], r[part], r["Ghi chú"]) for r in rows] == [
        ("Cả nhóm (3 đơn vị)", "81,6 %", "", "−7,3059", ""),
        ("Cả nhóm (3 đơn vị)", "86,2 %", "", "−0,5023", ""),
        ("Đơn vị 1", "95 %", "1/1", "0,4566", ""),
        ("Chi bộ Kín tiếng", "chưa đến hạn", "", "0", ""),
        ("Đơn vị 3", "66,7 %", "", "−0,9589", "mẫu số nhỏ"),
    ]
    assert rows[-2]["Tử số"] == "chưa đến hạn"
    sheet = load_workbook(io.BytesIO(office.get(f"{address}xlsx").content)).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert {"Đơn vị 1", "Đơn vị 3", 0.95, "mẫu số nhỏ"} <= set(cells)
    assert "Đơn vị 0" not in cells


def test_filters_narrow_the_rows_and_stay_in_the_address(office):
    page = office.get(f"{PAGE}?loai=grassroots_organisation&q=HOA+SEN&thu-tu=muc&so-voi=nam-truoc")
    assert placed(page) == [("Đảng bộ Hoa Sen", 3)]  # of all its peers, not of those shown
    assert page.context["found"].groups[0].count == 3
    for links in ("orders", "groupings", "againsts"):
        assert all("q=HOA+SEN" in url and "loai=grassroots_organisation" in url for _w, url, _c in page.context[links])


def test_a_committee_switches_orders_off_for_everybody(office, world):
    leader = signed_in(make_user("lanh-dao", role="leader", org=world.committee))
    off = reverse("measures:switch_ranking", args=[world.committee.pk])
    assert leader.post(off).status_code == 403
    answer = office.post(off, headers={"referer": f"http://testserver{PAGE}"})
    assert answer["Location"] == f"http://testserver{PAGE}"
    assert office.post(off)["Location"] == reverse("dashboards:board")  # twice: nothing more happens
    assert list(AuditEvent.objects.filter(action__startswith="ranking.").values_list("action", flat=True)) == [
        "ranking.switch_off"
    ]
    page = leader.get(f"{PAGE}?thu-tu=muc")
    words = said(page)
    assert "không xếp thứ tự các đơn vị từ ngày" in words
    assert not re.search(r"Đơn vị \d", words)
    assert [bar.label for bar in page.context["gap"].bars] == [group.name for group in page.context["found"].groups]
    assert page.context["gap"].points == Decimal("-7.81")
    assert page.context["dots"] is None
    assert "Đơn vị 0" not in leader.get(f"{PAGE}?dinh-dang=csv").content.decode()
    office.post(off, {"on": "1"})
    assert not RankingSwitch.objects.exists()
    assert placed(leader.get(f"{PAGE}?thu-tu=muc"))[0] == ("Đơn vị 0", 1)


def test_what_a_committee_switched_off_holds_below_it_and_nowhere_else(world):
    below, elsewhere = make_org("Đảng bộ dưới", parent=world.orgs[0]), make_committee("Đảng ủy Khác")
    assert switch_ranking(world.committee, on=False, by=world.reviewer, at=at(TODAY))
    assert [RankingSwitch.objects.over(one, TODAY).exists() for one in (world.committee, below, elsewhere)] == [
        True, True, False,
    ]  # fmt: skip
    stranger = signed_in(make_user("la", role="administrator", org=elsewhere))
    address = reverse("measures:switch_ranking", args=[world.committee.pk])
    assert stranger.post(address, {"on": "1"}).status_code == 404
    assert stranger.get(PAGE).status_code == 404
    assert RankingSwitch.objects.count() == 1


def test_size_is_by_chi_bo_where_members_are_not_known(office, world):
    for _ in range(3):
        make_org(parent=world.orgs[0], kind=OrgKind.CELL)
    page = office.get(PAGE)
    assert [(g.name, g.count) for g in page.context["found"].groups] == [
        ("Đảng bộ cơ sở, 30–99 đảng viên", 1), ("Đảng bộ cơ sở, chưa rõ quy mô", 2),
        ("Chi bộ cơ sở, chưa rõ quy mô", 3),
    ]  # fmt: skip
    assert "xếp nhóm theo số chi bộ" in said(page)


def test_what_was_counted_in_another_way_is_not_compared(office, world):
    changed = next(one for one in DEFINITIONS if one["code"] == "dang-ky")
    measure = changed["measures"][0] | {"denominator": {"deliverable": "dang-ky", "field": "some"}}
    publish_indicator(changed | {"valid_from": "2026-02-01", "measures": [measure]}, by=None, at=AT)
    rebuild(today=TODAY)
    page = office.get(PAGE)
    assert "Cách tính đã thay đổi" in said(page)
    assert (page.context["found"].has_year, page.context["found"].has_closed) == (False, False)
    assert [words for words, _url, _is in page.context["againsts"]] == ["Mức giao"]


def test_quotas_tell_what_nobody_got_and_who_got_nothing(office, world):
    world.give_quota({world.orgs[0]: 20, world.orgs[2]: 10}, total=35)
    for number, admitted in ((0, 12), (2, 10), (1, 2)):
        done = {"admitted": str(admitted), "held_on": "1/3/2026"}
        world.done(world.orgs[number], "ket-nap", "2026-Q1", done, on=date(2026, 3, 20))
    rebuild(today=TODAY)
    page = office.get("/chi-tieu/ket-nap/a/so-sanh/?thu-tu=muc")
    assert placed(page) == [("Đơn vị 2", 1), ("Đơn vị 0", 2)]
    assert [peer.org.name for peer in page.context["found"].apart] == ["Đơn vị 1"]
    assert [(bar.label, str(bar.points)) for bar in page.context["gap"].bars] == [
        ("Đơn vị 0", "-22.86"), ("Đơn vị 1", "5.71"), ("Chưa chia cho đơn vị nào", "-14.29"),
    ]  # fmt: skip


def test_an_organisation_with_a_target_of_its_own_says_so(office, world):
    wish = Wish(measure="dang-ky.a", org=world.orgs[2], year=2026, value=Decimal("0.8"))
    set_goals(world.plan, [wish], valid_from=date(2026, 1, 1), reason="Khó khăn", by=world.reviewer, at=at(TODAY))
    rebuild(today=TODAY)
    page = office.get(PAGE)
    assert [(p.org.name, p.goal) for p in page.context["found"].peers if p.has_own_goal] == [
        ("Đơn vị 2", Decimal("0.8"))
    ]
    assert "mức riêng 80 %" in said(page)
    assert str(page.context["gap"].points) == "-7.81"  # the whole is measured by its own


def test_one_answer_each_is_no_percentage(office):
    page = office.get("/chi-tieu/thang/a/so-sanh/?thu-tu=muc")
    assert page.context["found"].order == "ten"
    assert "Mỗi đơn vị chỉ có một câu trả lời" in said(page)


@pytest.mark.parametrize("count", [0, 12])
def test_the_cost_of_the_page_does_not_grow(office, world, monkeypatch, django_assert_num_queries, count):
    for n in range(count):
        make_org(f"Đảng bộ Thêm {n}", parent=world.committee, valid_from=START)
    rebuild(today=TODAY)
    monkeypatch.setattr(view, "_A_PAGE", 3)
    office.get("/tim/")
    with django_assert_num_queries(14):
        page = office.get(PAGE)
    assert page.context["page"].paginator.count == 6 + count
