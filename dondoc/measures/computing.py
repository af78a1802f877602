"""From facts to rows: what every organisation answers, and the roll-ups over those above it. No query, no clock."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from dondoc.indicators.formula import MeasureDefinition, MeasureKind, OrgAnswer, OrgFacts, Scenes, period_of
from dondoc.indicators.models import IndicatorVersion
from dondoc.lib.numbers import Missing, round_half_up
from dondoc.lib.periods import Period, PeriodKind
from dondoc.measures.asking import Asking
from dondoc.measures.engine import NOTHING, Adding, Totals, Tree, standing, totals_of
from dondoc.measures.engine.combined import with_bounds
from dondoc.measures.engine.trajectory import is_demanded
from dondoc.measures.facts import Binding, Facts, Programme, UncomputableError
from dondoc.plans.models import WHOLE_TERM

Key = tuple[str, int, str]  # measure, organisation, month
Concerned = Mapping[tuple[str, str], Collection[int]]  # measure and month → organisations whose answer may be another
_OWES_NOTHING = (Missing.NOT_APPLICABLE, Missing.NOT_ALLOCATED)
_PLACES = 3  # decimals kept in the table
_QUANTUM = Decimal(1).scaleb(-_PLACES)
_TOO_LARGE = Decimal(10) ** 12  # it keeps 15 digits with them


class AnswerRow(NamedTuple):
    """The columns of an answer, by their names."""

    version_id: int
    period: str
    numerator: Decimal | None
    denominator: Decimal | None
    missing: str
    expected: bool
    demanded: bool
    reason: str
    submission_ids: tuple[int, ...]

    @property
    def totals(self) -> Totals:
        return totals_of(self.numerator, self.denominator, self.missing, self.expected, self.demanded)


@dataclass(frozen=True, slots=True)
class ValueRow:
    version_id: int
    period: str
    totals: Totals
    status: str
    goal: Decimal | None = None  # what was to be reached, where it is not the definition's own


@dataclass(frozen=True)
class _Asked:
    """One measure in one month, and those of its population whose answer is wanted."""

    binding: Binding
    version: IndicatorVersion
    measure: MeasureDefinition
    org_ids: Collection[int]
    facts_of: Callable[[int], OrgFacts]


def compute_answers(
    programme: Programme, tree: Tree, facts: Facts, months: Mapping[str, date], only: Concerned | None = None,
    *, among: Collection[int] | None = None,
) -> Iterator[tuple[Key, AnswerRow]]:  # fmt: skip
    """What each organisation of each population answers as of each month's day, one organisation after the other; with
    `only`, where it names them; `among`: of these organisations alone, None for all.

    An organisation in the populations of two plans that measure the same answers once, for the older plan.
    """
    chosen = None if among is None else set(among)
    for month, day in months.items():
        scenes, asking = Scenes(day, programme.names), Asking(programme, tree, facts, day)
        by_org: dict[int, list[_Asked]] = defaultdict(list)
        for asked in _asked(programme, asking, facts, month, day, only):
            for org_id in asked.org_ids if chosen is None else chosen.intersection(asked.org_ids):
                by_org[org_id].append(asked)
        for org_id, some in by_org.items():
            answered: dict[str, tuple[int, OrgAnswer | None]] = {}  # measure → for which plan, and what
            for asked in some:
                key, measure = asked.measure.key, asked.measure
                if key not in answered:
                    try:
                        own = asked.facts_of(org_id)
                        if measure.formula:
                            answer = asking.derived(asked.binding, measure, org_id, answered)
                        else:
                            answer = scenes.evaluate(measure, own)
                        answered[key] = (asked.binding.plan_id, answer)
                        row = None
                        if answer:
                            is_due = is_demanded(measure, own, answer.period, day)
                            row = _row(asked.version.pk, answer, is_due)
                    except Exception as fault:
                        raise UncomputableError(key, org_id, month) from fault
                    if row:
                        yield (key, org_id, month), row


def _asked(
    programme: Programme, asking: Asking, facts: Facts, month: str, day: date, only: Concerned | None
) -> Iterator[_Asked]:
    for binding, version, measure in programme.measures_on(day):
        wanted = None if only is None else only.get((measure.key, month), ())
        if wanted is not None and not wanted:
            continue
        members = asking.members(binding, measure)
        period = period_of(measure, day, binding.term)
        yield _Asked(
            binding, version, measure,
            members if wanted is None else [one for one in members if one in wanted],
            facts.looking(binding, version.indicator_id, measure.deliverables, day, period),
        )  # fmt: skip


def _row(version_id: int, answer: OrgAnswer, is_due: bool) -> AnswerRow:
    return AnswerRow(
        version_id=version_id,
        period=answer.period.code,
        numerator=_kept(answer.numerator),
        denominator=_kept(answer.denominator),
        missing=answer.missing.value if answer.missing else "",
        expected=answer.is_expected,
        demanded=is_due and answer.missing not in _OWES_NOTHING,
        reason=answer.reason,
        submission_ids=answer.submission_ids,
    )


def _kept(number: Decimal | None) -> Decimal | None:
    """As the table keeps it. Errors: ValueError for more than it can."""
    if number is None:
        return None
    if not -_TOO_LARGE < number < _TOO_LARGE:
        raise ValueError(f"Số lớn quá để lưu: {number:f}")
    return number.quantize(_QUANTUM, rounding=ROUND_HALF_UP)


class Sums:
    """Sums over each organisation and those above it, on the month's own tree, while answers pass by."""

    def __init__(self, tree: Tree, months: Mapping[str, date]) -> None:
        self._tree, self._months = tree, months
        self._own: dict[Key, Totals] = {}
        self._of_those_below: dict[tuple[str, tuple[int, ...], str], Adding] = defaultdict(Adding)
        self._above: dict[tuple[int, str], tuple[int, ...]] = {}
        self._below: dict[Key, Adding] | None = None

    def add(self, key: Key, row: AnswerRow) -> None:
        """Errors: ValueError for a second answer of the same."""
        if key in self._own:
            raise ValueError(f"answered twice: {key}")
        measure, org_id, month = key
        above = self._above.get((org_id, month))
        if above is None:
            reached = self._tree.ancestors(org_id, self._months[month])
            above = self._above[(org_id, month)] = tuple(one for one in reached if one != org_id)
        self._own[key] = totals = row.totals
        self._of_those_below[(measure, above, month)].add(totals)

    def items(self) -> Iterator[tuple[Key, Totals]]:
        """Every organisation that answers or has one below that does, once all have answered."""
        for key in self._summed():
            if key not in self._own:
                yield key, self.of(key)
        for key in self._own:
            yield key, self.of(key)

    def of(self, key: Key) -> Totals:
        """The sum over one organisation, once all have answered."""
        below, own = self._summed().get(key), self._own.get(key)
        if below is None:
            return own or NOTHING
        return below.totals if own is None else own + below.totals

    def _summed(self) -> dict[Key, Adding]:
        if self._below is None:
            found: dict[Key, Adding] = defaultdict(Adding)
            for (measure, above, month), adding in self._of_those_below.items():
                for org_id in above:
                    found[(measure, org_id, month)].add(adding)
            self._below = dict(found)
        return self._below


class Judge:
    """Puts status, version and period on sums; knows the totals that were given from above or by the plan."""

    def __init__(self, programme: Programme, months: Mapping[str, date]) -> None:
        self._months = months
        self._programme = programme
        self._known: dict[tuple[str, str], tuple[Binding, IndicatorVersion, MeasureDefinition, Period, str]] = {}
        self._given: dict[Key, Decimal] = {}
        self._with_goals = {key[:2] for key in programme.goals}
        self._derived: dict[tuple[str, str], set[str]] = defaultdict(set)  # part and month → what is derived from it
        for month, day in months.items():
            for binding, version, measure in programme.measures_on(day):
                period = period_of(measure, day, binding.term)
                self._known.setdefault((measure.key, month), (binding, version, measure, period, period.code))
                self._keep_given(programme, binding, version, measure, period, month)
                for part in measure.parts:
                    self._derived[(part, month)].add(measure.key)

    def _keep_given(
        self, programme: Programme, binding: Binding, version: IndicatorVersion, measure: MeasureDefinition,
        period: Period, month: str,
    ) -> None:  # fmt: skip
        if measure.kind is MeasureKind.QUOTA:
            given = programme.given(binding, version.indicator_id, period.start.year, self._months[month])
            if given is not None:
                self._given[(measure.key, binding.owner_id, month)] = Decimal(given)
        if measure.whole is not None:
            set_goal = self._goal(binding, measure, binding.owner_id, period, month)
            self._given[(measure.key, binding.owner_id, month)] = measure.whole if set_goal is None else set_goal

    def _goal(
        self, binding: Binding, measure: MeasureDefinition, org_id: int, period: Period, month: str
    ) -> Decimal | None:
        if (binding.series_id, measure.key) not in self._with_goals:
            return None
        year = WHOLE_TERM if measure.period is PeriodKind.TERM else period.start.year
        return self._programme.goal(binding, measure.key, org_id, year, self._months[month])

    def parts(self, key: Key) -> list[Key]:
        """Whose sums the bounds of `key` come from; [] of one that is not derived."""
        name, org_id, month = key
        known = self._known.get((name, month))
        return [(part, org_id, month) for part in known[2].parts] if known and known[2].parts else []

    def above(self, keys: Iterable[Key]) -> set[Key]:
        """The derived ones whose bounds may be others when the sums of `keys` are."""
        found = ((self._derived.get((name, month), ()), org_id, month) for name, org_id, month in keys)
        return {(one, org_id, month) for derived, org_id, month in found for one in derived}

    def row(self, key: Key, totals: Totals, sum_of: Callable[[Key], Totals]) -> ValueRow | None:
        """The stored row of `totals`, with the sums of others of which a derived one takes numbers; None when there is
        nothing to tell: nobody counted, nothing given from above."""
        if totals == NOTHING and key not in self._given:
            return None
        name, org_id, month = key
        binding, version, measure, period, code = self._known[(name, month)]
        if key in self._given:
            kept = round_half_up(self._given[key], _PLACES)
            totals = totals - Totals(denominator=totals.denominator) + Totals(denominator=kept)
        goal = self._goal(binding, measure, org_id, period, month)
        judged = measure if goal is None else measure.with_goal(goal)
        if measure.formula:
            parts = {part[0]: sum_of(part) for part in self.parts(key)}
            totals = with_bounds(measure, totals, parts, is_over=self._months[month] >= period.end)
        status = standing(judged, totals, period=period, as_of=self._months[month])
        return ValueRow(version.pk, code, totals, status.value, goal)


def differences(
    old: Mapping[Key, AnswerRow], new: Mapping[Key, AnswerRow], tree: Tree, months: Mapping[str, date]
) -> dict[Key, Totals]:
    """What each organisation above must add when the answers change from `old` to `new`."""
    found: dict[Key, Totals] = defaultdict(Totals)
    for key in old.keys() | new.keys():
        measure, org_id, month = key
        before = old[key].totals if key in old else NOTHING
        after = new[key].totals if key in new else NOTHING
        if before != after:
            for ancestor in tree.ancestors(org_id, months[month]):
                found[(measure, ancestor, month)] += after - before
    return dict(found)
