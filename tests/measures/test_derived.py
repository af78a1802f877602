"""Derived measures: random histories against a plain count of their parts, and bounds that hold whatever comes."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dondoc.indicators.actions import publish_indicator
from dondoc.indicators.formula import MeasureDefinition, parse_indicator
from dondoc.lib.numbers import Missing
from dondoc.lib.periods import Period
from dondoc.measures.actions import Changes, rebuild, refresh
from dondoc.measures.engine import Totals
from dondoc.measures.engine.combined import with_bounds
from dondoc.measures.models import Answer, MeasureValue
from dondoc.obligations.actions import close_for_org
from dondoc.orgs.actions import merge_orgs
from dondoc.orgs.models import OrgPath
from tests.factories import make_target
from tests.measures.test_refresh import rows
from tests.measures.test_second_opinion import Play, moves
from tests.measures.world import START, World, at, indicator, make_world, measure

NO_PARTS = {"examples": [{"parts": {}, "answer": "not_applicable"}]}
ADMITTED, REGISTERED = {"measure": "ket-nap.a"}, {"measure": "dang-ky.a"}
EVERYBODY = {"measure": "dang-ky.a", "part": "denominator"}


def derived(code: str, kind: str, formula: dict, period: str = "year", **more) -> dict:
    """A derived measure, which has neither a population nor a carry of its own."""
    one = measure(code, kind, period, formula=formula, **NO_PARTS, **more)
    del one["population"]
    return one


TOGETHER = indicator(
    "ghep",
    derived("a", "derived", {"ratio": {"of": [REGISTERED, ADMITTED], "to": [EVERYBODY]}}, target=(">=", "0.5")),
    derived("b", "derived_number", {"number": {"of": [REGISTERED, ADMITTED]}}, target=(">=", "40"), unit="người"),
    derived("c", "derived", {"change": {"of": [REGISTERED]}}, target=(">=", "0.05")),
    derived("d", "derived", {"change": {"of": [{"measure": "thang.a"}]}}, "month", target=(">=", "0")),
    derived("e", "derived", {"ratio": {"of": [{"measure": "b"}], "to": [EVERYBODY]}}, target=(">=", "0.5")),
    position=9,
)
PARTS = {"ket-nap.a", "dang-ky.a", "thang.a"}


def make_derived_world(orgs: int = 3, parents: tuple[int, ...] | list[int] = ()) -> World:
    """The world with a chỉ tiêu whose measures are all derived, across chỉ tiêu and from one another."""
    world = make_world(orgs, parents)
    version = publish_indicator(TOGETHER, by=None, at=at(START))
    target = make_target(world.plan, code="ghep")
    target.indicator = version.indicator
    target.save()
    return world


def _sums(today: date) -> dict[tuple[str, int, str], tuple]:
    """By a plain walk over the stored answers of the parts: what the ratio and the sum come to, organisation by
    organisation, and over those above them."""
    found: dict[tuple[str, int, str], list] = {}
    said = {(a.measure, a.org_id, a.month): a for a in Answer.objects.filter(measure__in=PARTS)}
    for org, month in {(org, month) for _measure, org, month in said}:
        both = [one for key in ("dang-ky.a", "ket-nap.a") if (one := said.get((key, org, month)))]
        asked = [one for one in both if one.missing != Missing.NOT_APPLICABLE]
        if not asked:
            continue
        is_open = any(one.missing not in ("", Missing.NOT_ALLOCATED) for one in asked)
        top = sum((one.numerator or 0 for one in asked), Decimal(0))
        bottom = sum((one.denominator or 0 for one in asked if one.measure == "dang-ky.a"), Decimal(0))
        due = any(one.expected for one in asked)
        counts = (1, int(not is_open), int(due), int(due and not is_open))
        lines = {
            "ghep.a": (Decimal(0) if is_open else top, Decimal(0) if is_open else bottom, *counts),
            "ghep.b": (top, Decimal(0), *counts),
        }
        day = min(Period.parse(month).end, today)
        for above in _above(org, day):
            for key, line in lines.items():
                sums = found.setdefault((key, above, month), [Decimal(0)] * 6)
                found[(key, above, month)] = [a + b for a, b in zip(sums, line, strict=True)]
    return {key: tuple(sums) for key, sums in found.items()}


def _above(org: int, day: date) -> list[int]:
    spans = OrgPath.objects.filter(descendant=org, valid_from__lte=day).exclude(valid_to__lte=day)
    return list(spans.values_list("ancestor_id", flat=True))


@pytest.mark.django_db
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(2, 4), st.lists(st.integers(0, 4), max_size=4), moves)
def test_step_by_step_from_nothing_and_a_plain_count_agree(orgs, parents, history):
    with transaction.atomic():
        play = Play(make_derived_world(orgs, parents))
        for move, number in history:
            play.do(move, number)
        refresh(today=play.day)
        kept, bounds = rows(), _bounds()
        assert rebuild(today=play.day) == Changes()
        assert (rows(), _bounds()) == (kept, bounds)
        columns = ("numerator", "denominator", "population", "known", "expected", "expected_known")
        stored = {
            (m, o, month): v
            for m, o, month, *v in MeasureValue.objects.filter(measure__in=("ghep.a", "ghep.b")).values_list(
                "measure", "org", "month", *columns
            )
        }
        for key, sums in stored.items():
            if key[0] == "ghep.b" and key[1] == play.world.committee.pk:
                sums[1] = Decimal(0)  # the plan's own number stands there
        assert {key: tuple(sums) for key, sums in stored.items()} == _sums(play.day)
        assert _of("ghep.e") == _of("ghep.a")  # derived of what is derived: the same sums, by another way
        transaction.set_rollback(True)


def _of(key: str) -> dict:
    rows_ = MeasureValue.objects.filter(measure=key)
    return {(o, m): tuple(v) for o, m, *v in rows_.values_list("org", "month", "numerator", "denominator", "known")}


def _bounds() -> dict:
    return {
        tuple(key): bound for *key, bound in MeasureValue.objects.values_list("measure", "org", "month", "floor")
    } | {
        (*key, "ceiling"): bound
        for *key, bound in MeasureValue.objects.values_list("measure", "org", "month", "ceiling")
    }


@pytest.mark.django_db
def test_what_was_counted_before_a_merger_is_what_the_successor_is_held_against():
    world = make_derived_world(3)
    first, second, third = world.orgs
    for org, number in ((first, 4), (second, 6), (third, 5)):
        world.done(
            org, "dang-ky", "2025", {"all": "10", "some": str(number), "held_on": "10/12/2025"}, on=date(2026, 1, 5)
        )
    day = date(2026, 6, 1)
    merge_orgs([second], into=first, on=day, decision="12-QĐ", by=None, at=at(day))
    close_for_org(second, on=day, successor=first, by=None, at=at(day))
    for org, number in ((first, 12), (third, 4)):
        world.done(
            org, "dang-ky", "2026", {"all": "20", "some": str(number), "held_on": "10/12/2026"}, on=date(2026, 12, 20)
        )
    refresh(today=date(2026, 12, 31))
    of = lambda org: _value("ghep.c", org, "2026-12")  # noqa: E731
    assert of(first) == (12 - 10, 10, 1, 1, "met")
    assert of(third) == (4 - 5, 5, 1, 1, "not_met")
    assert of(world.committee) == (1, 15, 2, 2, "met")
    # The first year has nothing before it: nobody is held against anything, and no zero stands there.
    assert _value("ghep.c", world.committee, "2025-12") is None
    assert Answer.objects.get(measure="ghep.c", org=third, month="2025-12").reason == "Không có kỳ trước để so"


def _value(key, org, month):
    row = MeasureValue.objects.filter(measure=key, org=org, month=month).first()
    return (row.numerator, row.denominator, row.population, row.known, row.status) if row else None


@pytest.mark.django_db
def test_one_missing_part_leaves_the_whole_open_with_what_is_sure():
    world = make_derived_world(2)
    first, second = world.orgs
    world.give_quota({first: 5, second: 5}, total=10, year=2026, since=date(2026, 1, 1))
    world.done(first, "dang-ky", "2026", {"all": "10", "some": "8", "held_on": "2/3/2026"}, on=date(2026, 3, 3))
    refresh(today=date(2026, 3, 16))
    row = MeasureValue.objects.get(measure="ghep.b", org=world.committee, month="2026-03")
    assert (row.numerator, row.denominator, row.known, row.floor, row.ceiling) == (8, 40, 0, Decimal("0.2"), None)
    assert Answer.objects.get(measure="ghep.b", org=first, month="2026-03").missing == Missing.NOT_DUE


@pytest.mark.django_db
def test_bounds_follow_a_part_though_the_answer_stays_open():
    world = make_derived_world(2)
    first, second = world.orgs
    world.give_quota({first: 5, second: 5}, total=10, year=2026, since=date(2026, 1, 1))
    world.done(first, "dang-ky", "2026", {"all": "10", "some": "8", "held_on": "2/3/2026"}, on=date(2026, 3, 3))
    world.done(first, "ket-nap", "2026-Q1", {"admitted": "2", "held_on": "2/3/2026"}, on=date(2026, 3, 3))
    refresh(today=date(2026, 3, 16))
    before = _bounds()
    world.done(second, "dang-ky", "2026", {"all": "30", "some": "9", "held_on": "2/3/2026"}, on=date(2026, 3, 4))
    refresh(today=date(2026, 3, 16))
    row = MeasureValue.objects.get(measure="ghep.a", org=world.committee, month="2026-03")
    assert (row.numerator, row.denominator, row.known) == (10, 10, 1)  # of those whose parts are all known
    assert row.floor == Decimal("0.475")  # (8 + 2 + 9) / 40, what is known by now
    now = _bounds()
    assert now != before
    assert rebuild(today=date(2026, 3, 16)) == Changes()
    assert _bounds() == now


A_FIGURE = {"deliverable": "dang-ky", "field": "all"}


# ── bounds ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _pure(formula: dict, kind: str = "derived", **more) -> MeasureDefinition:
    parts = [
        measure("x", "share_of_orgs", "year", condition={"approved": {"deliverable": "bao-cao"}}),
        measure("y", "ratio", "year", numerator=A_FIGURE, denominator=A_FIGURE),
        measure("z", "share_of_orgs", "year", condition={"approved": {"deliverable": "ke-hoach"}}),
    ]  # fmt: skip
    return parse_indicator(indicator("i", *parts, derived("m", kind, formula, **more))).measure("m")


def _terms(*codes: str) -> list[dict]:
    return [
        {"measure": c[0], "part": "denominator" if c.endswith("/") else "numerator", "minus": "-" in c} for c in codes
    ]


FORMULAS = [
    _pure({"ratio": {"of": _terms("x", "z"), "to": _terms("x/", "z/")}}),
    _pure({"ratio": {"of": _terms("x", "y"), "to": _terms("x/", "y/")}}),
    _pure({"ratio": {"of": _terms("x"), "to": _terms("z")}}),
    _pure({"ratio": {"of": _terms("x", "z-"), "to": _terms("y/")}}),
    _pure({"number": {"of": _terms("x", "z-", "y")}}, "derived_number", unit="người", target=(">=", "30")),
]
_answers = st.lists(  # of each organisation: is it known; x, z: yes or no; y: numerator, denominator
    st.tuples(*[st.tuples(st.booleans(), st.integers(0, 1), st.integers(0, 9), st.integers(0, 9))] * 3),
    min_size=1,
    max_size=6,
)


@given(st.sampled_from(FORMULAS), _answers)
def test_whatever_the_missing_answer_the_value_lies_within_its_bounds(one, orgs):
    now, later = _parts(orgs, known_only=True), _parts(orgs, known_only=False)
    truth = _truth(one, later)
    denominator = Decimal(30) if one.whole else Decimal(1)
    found = with_bounds(one, Totals(denominator=denominator, population=len(orgs)), now, is_over=False)
    if truth is not None:
        assert found.floor is None or found.floor <= truth
        assert found.ceiling is None or truth <= found.ceiling


def _parts(orgs, *, known_only: bool) -> dict[str, Totals]:
    found = {}
    for n, code in enumerate("xyz"):
        told = [org[n] for org in orgs if org[n][0] or not known_only]
        top = sum(a if code == "y" else yes for _known, yes, a, _b in told)
        bottom = sum(b for *_rest, b in told) if code == "y" else len(orgs)
        found[f"i.{code}"] = Totals(Decimal(top), Decimal(bottom), len(orgs), len(told))
    return found


def _truth(one: MeasureDefinition, parts: dict[str, Totals]) -> Decimal | None:
    def total(terms) -> Decimal:
        return sum(((-1 if t.minus else 1) * getattr(parts[t.measure], t.part.value) for t in terms), Decimal(0))

    if one.whole:
        return total(one.formula.of) / one.whole
    bottom = total(one.formula.to)
    return total(one.formula.of) / bottom if bottom else None
