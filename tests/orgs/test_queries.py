"""Populations as of a day, and bodies found by the words of a document."""

from datetime import date
from types import SimpleNamespace

import pytest

from dondoc.orgs import actions, queries
from dondoc.orgs.models import Org, OrgKind, folded_name
from tests.factories import AT, make_committee, make_org

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 16)
BY = {"by": None, "at": AT}


@pytest.fixture
def city():
    """A committee with bodies and grassroots organisations, and another committee whose bodies bear the same names."""
    root = make_org(
        "Đảng ủy Các cơ quan Đảng Thành phố Mẫu (giả định)", kind=OrgKind.COMMITTEE, code="du", short_name="Đảng ủy",
        aliases=["Ban Thường vụ Đảng ủy"],
    )  # fmt: skip
    bodies = {
        code: make_org(name, parent=root, kind=OrgKind.ADVISORY_BODY, code=code, short_name=short)
        for code, name, short in (
            ("vp", "Văn phòng Đảng ủy", "Văn phòng"),
            ("btc", "Ban Tổ chức Đảng ủy", "Ban Tổ chức"),
            ("tgdv", "Ban Tuyên giáo và Dân vận Đảng ủy", "Ban Tuyên giáo và Dân vận"),
            ("ubkt", "Ủy ban Kiểm tra Đảng ủy", "UBKT"),
        )
    }
    court = make_org("Đảng bộ Tòa án nhân dân thành phố", parent=root, code="ta", groups=["noi-chinh"])
    office = make_org("Đảng bộ Văn phòng Thành ủy", parent=root, code="vptu", groups=["tham-muu", "noi-chinh"])
    cells = [make_org("Chi bộ 1", parent=top, kind=OrgKind.CELL, code=f"{top.code}-1") for top in (court, office)]
    elsewhere = make_committee("Đảng ủy Thành phố Khác", code="khac")
    make_org("Ban Tổ chức Đảng ủy", parent=elsewhere, kind=OrgKind.ADVISORY_BODY, code="khac-btc", groups=["noi-chinh"])
    return SimpleNamespace(root=root, court=court, office=office, cells=cells, elsewhere=elsewhere, **bodies)


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ({"kinds": ("grassroots_organisation",)}, ["ta", "vptu"]),
        ({"kinds": ("cell", "advisory_body")}, ["btc", "ta-1", "tgdv", "ubkt", "vp", "vptu-1"]),
        ({"groups": ("noi-chinh",)}, ["ta", "vptu"]),
        ({"groups": ("tham-muu", "noi-chinh")}, ["ta", "vptu"]),
        ({"kinds": ("cell",), "groups": ("noi-chinh",)}, []),
        ({"orgs": ("ta", "btc", "khac-btc")}, ["btc", "ta"]),
        ({"orgs": ("ta", "btc"), "groups": ("noi-chinh",)}, ["ta"]),
        ({"groups": ("khong-co",)}, []),
        ({}, ["btc", "du", "ta", "ta-1", "tgdv", "ubkt", "vp", "vptu", "vptu-1"]),
    ],
    ids=str,
)
def test_a_population_is_who_fits_all_that_is_said_and_nobody_of_another_committee(city, wanted, codes):
    population = SimpleNamespace(**{"kinds": (), "groups": (), "orgs": (), **wanted})
    found = queries.population(population, under=city.root, day=DAY)
    assert sorted(found.values_list("code", flat=True)) == codes
    assert queries.Roll(city.root).population(population, DAY) == [org.pk for org in found.order_by("sort_key", "pk")]


def test_a_population_is_as_of_its_day(city):
    population = SimpleNamespace(kinds=("cell",), groups=(), orgs=())
    actions.close_org(city.cells[0], on=date(2026, 2, 1), **BY)
    counts = [queries.population(population, under=city.root, day=day).count() for day in (date(2026, 1, 31), DAY)]
    assert counts == [2, 1]
    roll = queries.Roll(city.root)
    assert [len(roll.population(population, day)) for day in (date(2026, 1, 31), DAY)] == counts
    assert date(2026, 2, 1) in roll.changes()


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        ("Văn phòng Đảng ủy", "vp"),
        ("văn phòng  ĐẢNG UỶ", "vp"),
        ("Văn phòng Đảng ủy các cơ quan Đảng", "vp"),
        ("Ban Tổ chức Đảng ủy Các cơ quan Đảng Thành phố Mẫu (giả định)", "btc"),
        ("Ban Tổ chức,", "btc"),
        ("các Ban Tổ chức Đảng ủy", "btc"),
        ("Uỷ ban Kiểm tra Đảng uỷ", "ubkt"),
        ("Đảng ủy", "du"),
        ("Đảng ủy các cơ quan Đảng", "du"),
        ("Ban Thường vụ Đảng ủy", "du"),
        ("Ban Tuyên giáo Đảng ủy", None),  # near, but not the same: a person must say so
        ("các Ban tham mưu, giúp việc của Đảng ủy", None),
        ("Chi bộ 1", None),  # two of that name
        ("Đảng ủy Thành phố Khác", None),  # not under this committee
        ("các", None),
        ("  ", None),
    ],
)
def test_a_wording_names_one_body_or_none(city, wording, code):
    found = queries.resolve_body(wording, under=city.root, day=DAY)
    assert (found.code if found else None) == code


def test_a_name_of_before_still_names_its_body_unless_another_bears_it_now(city):
    actions.rename_org(city.tgdv, name="Ban Tuyên huấn Đảng ủy", short_name="Tuyên huấn", on=date(2026, 1, 1), **BY)
    old = "Ban Tuyên giáo và Dân vận Đảng ủy"
    assert queries.resolve_body(old, under=city.root, day=DAY) == city.tgdv
    assert queries.resolve_body("Ban Tuyên huấn Đảng ủy", under=city.root, day=date(2025, 12, 31)) is None
    new = make_org(old, parent=city.root, code="moi", valid_from=date(2026, 2, 1))
    assert queries.resolve_body(old, under=city.root, day=DAY) == new


def test_an_ended_body_is_not_resolved_but_its_successor_is_suggested(city):
    press = make_org("Ban Báo chí Đảng ủy", parent=city.root, kind=OrgKind.ADVISORY_BODY, code="bc")
    actions.merge_orgs([press], into=city.tgdv, on=date(2026, 2, 1), decision="", **BY)
    assert queries.resolve_body("Ban Báo chí Đảng ủy", under=city.root, day=DAY) is None
    best = queries.suggest_bodies("Ban Báo chí Đảng ủy", under=city.root, day=DAY)[0]
    assert (best.org, best.name, best.score, best.is_current_name) == (city.tgdv, "Ban Báo chí Đảng ủy", 100, False)


def test_near_names_are_suggested_best_first_with_scores(city):
    found = queries.suggest_bodies("Ban Tuyên giáo Đảng ủy", under=city.root, day=DAY)
    assert (found[0].org, found[0].is_current_name, found[0].score < 100) == (city.tgdv, True, True)
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert city.elsewhere.pk not in {c.org.pk for c in queries.suggest_bodies("Đảng ủy", under=city.root, day=DAY)}
    assert queries.suggest_bodies("xyz qqq", under=city.root, day=DAY) == []
    assert queries.suggest_bodies(" ", under=city.root, day=DAY) == []
    assert len(queries.suggest_bodies("Ban Tuyên giáo Đảng ủy", under=city.root, day=DAY, limit=1)) == 1


def test_a_word_that_many_names_share_makes_no_near_name(city):
    make_org("Chi bộ Công nghệ thông tin", parent=city.root, kind=OrgKind.GRASSROOTS_CELL, code="cntt")
    assert queries.suggest_bodies("Sở Công Thương", under=city.root, day=DAY) == []


def test_reads_cost_the_same_for_small_and_large_maps(city, django_assert_num_queries):
    for _ in range(3):
        make_org(parent=city.court)
    with django_assert_num_queries(2):
        assert queries.resolve_body("Văn phòng Đảng ủy", under=city.root, day=DAY) == city.vp
    with django_assert_num_queries(1):
        assert len(queries.ancestors(city.cells[0], DAY)) == 3
    with django_assert_num_queries(1):
        assert len(Org.objects.under(city.root.pk, DAY)) == 12


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Các Hội quần chúng", "hoi quan chung"), ("Uỷ ban – Kiểm tra;", "uy ban kiem tra"), ("CÁC", ""),
        ("Cácte", "cacte"), ("x" * 300, "x" * 250),
    ],
)  # fmt: skip
def test_names_are_compared_without_marks_case_punctuation_and_a_leading_cac(text, key):
    assert folded_name(text) == key
