"""The organisations behind a number, part by part and page by page."""

from dataclasses import replace

import pytest
from django.urls import reverse

from dondoc.dashboards.queries import behind as reading
from dondoc.dashboards.queries.behind import Part, behind
from dondoc.dashboards.queries.scope import scope
from dondoc.measures.actions import refresh
from dondoc.measures.queries import explain, indicator_row
from dondoc.orgs.actions import merge_orgs
from dondoc.sampling.credibility import Credibility
from dondoc.submissions.models import Submission
from tests.factories import make_user
from tests.measures.world import TODAY, at, make_world

pytestmark = pytest.mark.django_db
EXPLAIN = reverse("dashboards:explain", args=["ket-nap", "a"])


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(reading, "SHOWN", 2)
    monkeypatch.setattr(reading, "A_PAGE", 3)
    made = make_world(9)
    for org in made.orgs[:4]:
        made.done(org, "ket-nap", "2026-Q1", {"admitted": "1", "held_on": "3/3/2026"}, on=TODAY)
    made.submit(made.orgs[5], "ket-nap", "2026-Q1", {"admitted": "7", "held_on": "3/3/2026"}, on=TODAY)
    made.give_quota(dict.fromkeys(made.orgs[1:6], 2), total=30)
    refresh(today=TODAY)
    return made


def _behind(world, key="ket-nap.a", **more):
    code = key.rpartition(".")[0]
    row = indicator_row(world.indicators[code], world.committee, "2026-03").measures[0]
    return behind(row, scope(world.committee, [], "2026-03"), **more)


def _told(found):
    return {part.name: (one.count, [str(row.org) for row in one.rows]) for part, one in found.sections.items()}


def test_each_stands_in_one_part_and_the_first_of_each_are_shown(world):
    found = _behind(world)
    assert _told(found) == {
        "FIGURES": (3, ["Đơn vị 1", "Đơn vị 2"]),
        "NOT_ALLOCATED": (4, ["Đơn vị 0", "Đơn vị 6"]),
        "OTHER_MISSING": (2, ["Đơn vị 4", "Đơn vị 5"]),
    }
    assert (found.count, found.undivided, found.sections[Part.FIGURES].hidden) == (9, 20, 1)
    assert found.levels == {Credibility.DECLARED: 1, Credibility.REVIEWED: 3}
    assert [row.credibility for row in found.sections[Part.OTHER_MISSING].rows] == [None, Credibility.DECLARED]
    assert _told(_behind(world, words=world.orgs[4].code)) == {"OTHER_MISSING": (1, ["Đơn vị 4"])}
    late = _behind(world, key="ke-hoach.a")
    assert (_told(late), late.due_missing.hidden) == ({"DUE_MISSING": (9, ["Đơn vị 0", "Đơn vị 1"])}, 7)


def test_one_part_is_read_page_by_page(world):
    found = _behind(world, part="khong-giao", page="2")
    assert (_told(found)["NOT_ALLOCATED"], _told(found)["FIGURES"]) == ((4, ["Đơn vị 8"]), (3, []))
    assert (found.chosen.part, found.chosen.hidden, found.chosen.page.paginator.num_pages) == (Part.NOT_ALLOCATED, 0, 2)
    assert _behind(world, part="không có").chosen is None


def test_the_pages_lead_from_the_first_to_all_and_back(client, world):
    client.force_login(world.reviewer)
    where = f"?thang=2026-03&don-vi={world.committee.pk}"
    for page in (EXPLAIN, reverse("dashboards:indicator", args=["ket-nap"])):
        first = client.get(page + where).content.decode()
        assert f"{where.replace('&', '&amp;')}&amp;nhom=khong-giao#cac-don-vi" in first
        alone = client.get(f"{page}{where}&nhom=khong-giao&trang=2").content.decode()
        assert "Đơn vị 8" in alone
        assert "Đơn vị 7" not in alone
        assert f"{where.replace('&', '&amp;')}#cac-don-vi" in alone


def test_a_sheet_of_the_organisation_before_is_named_to_those_who_may_open_it(client, world):
    gone, into = world.orgs[1], world.orgs[2]
    merge_orgs([gone], into=into, on=TODAY, decision="12-QĐ", by=None, at=at(TODAY))
    refresh(today=TODAY)
    theirs, own = (Submission.objects.get(org=org, deliverable__code="ket-nap") for org in (gone, into))
    address = f"{EXPLAIN}?thang=2026-03&don-vi={into.pk}"

    def named(user) -> list[bool]:
        client.force_login(user)
        page = client.get(address).content.decode()
        assert "2 / 4 = 50 %" in page
        return [f"/phieu/{sheet.pk}/" in page for sheet in (theirs, own)]

    assert named(world.reviewer) == [True, True]
    assert named(make_user(role="enterer", org=into)) == [False, True]


def test_the_parts_hold_what_the_whole_list_does(world):
    """A second opinion: every answer's own verdict, as the file of the explanation says it."""
    for key in ("ket-nap.a", "ke-hoach.a", "thang.a", "dang-ky.a"):
        whole = explain(key, world.committee, "2026-03")
        counted = {part.verdict: 0 for part in Part}
        for one in _behind(world, key=key).sections.values():
            counted[one.part.verdict] += one.count
        assert {v: n for v, n in counted.items() if n} == {v: len(rows) for v, rows in whole.parts.items()}
        assert replace(whole, answers=()) == explain(key, world.committee, "2026-03", with_answers=False)
