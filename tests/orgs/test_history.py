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


def walk_up(org: Org, day: date) -> list[tuple[int, int]]:
    """(ancestor, depth) of `org` on `day` by following one link after the other: the slow reference."""
    if not org.holds_on(day):
        return []
    found, at, depth = [], org.pk, 0
    while at is not None:
        found.append((at, depth))
        at = OrgLink.objects.filter(valid_on(day), org_id=at).values_list("parent_id", flat=True).first()
        depth += 1
    return found


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
        days = {START, day + timedelta(days=1)}
        for start, end in OrgLink.objects.values_list("valid_from", "valid_to"):
            days |= {start, start - timedelta(days=1)} | ({end, end - timedelta(days=1)} if end else set())
        for checked in days:
            for org in Org.objects.all():
                expected = walk_up(org, checked)
                held = OrgPath.objects.filter(valid_on(checked), descendant=org).order_by("depth")
                assert list(held.values_list("ancestor_id", "depth")) == expected
                assert [a.pk for a in ancestors(org, checked)] == [pk for pk, _depth in expected]


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
