"""Random histories: the closure kept by the actions, the closure made again, and a slow walk day by day agree."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dondoc.orgs import actions
from dondoc.orgs.models import Org, OrgLink, OrgPath, valid_on
from dondoc.orgs.queries import ancestors
from dondoc.web.refusals import Refused
from tests.factories import AT, make_org

pytestmark = pytest.mark.django_db
START = date(2025, 1, 1)
BY_SYSTEM = {"by": None, "at": AT}


def walk_up(org: Org, day: date, links: list[OrgLink]) -> list[tuple[int, int]]:
    """(ancestor, depth) of `org` on `day` by following one of `links` after the other: the slow reference."""
    if not org.holds_on(day):
        return []
    above = {link.org_id: link.parent_id for link in links if holds(link, day)}
    found, at, depth = [], org.pk, 0
    while at is not None:
        found.append((at, depth))
        at = above.get(at)
        depth += 1
    return found


def holds(row: OrgLink | OrgPath, day: date) -> bool:
    """The days of a row in plain Python: the first one counts, the last one no more."""
    return row.valid_from <= day and (row.valid_to is None or day < row.valid_to)


def rows() -> set[tuple]:
    return set(OrgPath.objects.values_list("ancestor", "descendant", "depth", "valid_from", "valid_to"))


def play(step: tuple, day: date) -> None:
    """One step of a history, on organisations chosen by number; a refused step changes nothing."""
    what, first, second = step
    orgs = list(Org.objects.order_by("pk"))
    one, other = orgs[first % len(orgs)], orgs[second % len(orgs)]
    if what == "create":
        make_org(parent=one, valid_from=day)
    elif what == "move":
        actions.move_org(one, to=other, on=day, **BY_SYSTEM)
    elif what == "close":
        actions.close_org(one, on=day, **BY_SYSTEM)
    elif what == "merge":
        actions.merge_orgs([one, other], into=other, on=day, decision="QĐ 1", **BY_SYSTEM)
    elif what == "split":
        new = make_org(parent=one.links_up.get(valid_to=None).parent, valid_from=day) if one.links_up.exists() else one
        children = dict.fromkeys(one.links_down.filter(valid_to=None).values_list("org_id", flat=True), new)
        actions.split_org(one, into=[one, new], on=day, decision="QĐ 2", children=children, **BY_SYSTEM)


steps = st.lists(
    st.tuples(
        st.sampled_from(["create", "create", "move", "move", "close", "merge", "split"]),
        st.integers(0, 20),
        st.integers(0, 20),
        st.integers(0, 5),  # days that pass before it; 0: on the same day as the one before
    ),
    min_size=3,
    max_size=14,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps)
def test_any_history_gives_the_same_closure_by_three_ways(history, transactional_savepoint):
    with transactional_savepoint():
        root = make_org(valid_from=START)
        for _ in range(3):
            make_org(parent=root, valid_from=START)
        day = START
        for what, first, second, passed in history:
            day += timedelta(days=passed)
            try:
                with transactional_savepoint(keep=True):
                    play((what, first, second), day)
            except (Refused, OrgLink.DoesNotExist):
                pass
        kept = rows()
        assert len(kept) == OrgPath.objects.count()
        assert actions.rebuild_paths() == 0
        orgs, links = list(Org.objects.all()), list(OrgLink.objects.all())
        paths = list(OrgPath.objects.order_by("depth"))
        days = {START, day + timedelta(days=1)}
        for link in links:
            days |= {link.valid_from, link.valid_from - timedelta(days=1)}
            days |= {link.valid_to, link.valid_to - timedelta(days=1)} if link.valid_to else set()
        for checked in days:
            held = [path for path in paths if holds(path, checked)]
            asked = OrgPath.objects.filter(valid_on(checked))
            assert sorted(asked.values_list("pk", flat=True)) == sorted(path.pk for path in held)
            for org in orgs:
                mine = [(path.ancestor_id, path.depth) for path in held if path.descendant_id == org.pk]
                assert mine == walk_up(org, checked, links)
        for org in orgs:
            assert [a.pk for a in ancestors(org, day)] == [pk for pk, _depth in walk_up(org, day, links)]


def test_rebuilding_an_emptied_closure_gives_the_same_rows():
    root = make_org(valid_from=START)
    a, b = make_org(parent=root, valid_from=START), make_org(parent=root, valid_from=START)
    cell = make_org(parent=a, valid_from=START)
    actions.move_org(cell, to=b, on=date(2025, 6, 1), **BY_SYSTEM)
    actions.move_org(cell, to=a, on=date(2025, 9, 1), **BY_SYSTEM)
    kept = rows()
    OrgPath.objects.all().delete()
    assert (actions.rebuild_paths(), rows()) == (len(kept), kept)
    # under the root all along, at one depth: one row, although the links between changed twice
    assert list(
        OrgPath.objects.filter(ancestor=root, descendant=cell).values_list("depth", "valid_from", "valid_to")
    ) == [(2, START, None)]
    assert list(
        OrgPath.objects.filter(ancestor=a, descendant=cell).order_by("valid_from").values_list("valid_from", "valid_to")
    ) == [(START, date(2025, 6, 1)), (date(2025, 9, 1), None)]
