"""From facts to rows: what every organisation answers, and the roll-ups over those above it. No query, no clock."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dondoc.indicators.formula import MeasureDefinition, MeasureKind, OrgAnswer, evaluate, period_of
from dondoc.indicators.models import IndicatorVersion
from dondoc.lib.numbers import round_half_up
from dondoc.lib.periods import Period, PeriodKind
from dondoc.measures.engine import NOTHING, Totals, Tree, standing, totals_of
from dondoc.measures.facts import Binding, Facts, Programme, UncomputableError
from dondoc.plans.models import WHOLE_TERM

Key = tuple[str, int, str]  # measure, organisation, month
Concerned = Mapping[tuple[str, str], Collection[int]]  # measure and month → organisations whose answer may be another
_PLACES = 3  # decimals kept in the table
_TOO_LARGE = Decimal(10) ** 12  # it keeps 15 digits with them


@dataclass(frozen=True)
class AnswerRow:
    version_id: int
    period: str
    numerator: Decimal | None
    denominator: Decimal | None
    missing: str
    expected: bool
    reason: str
    submission_ids: tuple[int, ...]

    @property
    def totals(self) -> Totals:
        return totals_of(self.numerator, self.denominator, self.missing, self.expected)


@dataclass(frozen=True)
class ValueRow:
    version_id: int
    period: str
    totals: Totals
    status: str
    goal: Decimal | None = None  # what was to be reached, where it is not the definition's own


def compute_answers(
    programme: Programme, tree: Tree, facts: Facts, months: Mapping[str, date], only: Concerned | None = None
) -> dict[Key, AnswerRow]:
    """What each organisation of each population answers as of each month's day; with `only`, where it names them.

    An organisation in the populations of two plans that measure the same answers once, for the older plan.
    """
    rows: dict[Key, AnswerRow] = {}
    for month, day in months.items():
        members: dict[tuple, list[int]] = {}
        for binding, version, measure in programme.measures_on(day):
            wanted = None if only is None else only.get((measure.key, month), ())
            if wanted is not None and not wanted:
                continue
            period = period_of(measure, day, binding.term)
            key = (measure.population, binding.owner_id)
            if key not in members:
                members[key] = tree.members(measure.population, under=binding.owner_id, day=day)
            for org_id in members[key]:
                if wanted is not None and org_id not in wanted:
                    continue
                if (measure.key, org_id, month) not in rows:
                    try:
                        own = facts.of(binding, version.indicator_id, org_id, measure.deliverables, day, period)
                        answer = evaluate(measure, own, day, programme.names)
                        rows[(measure.key, org_id, month)] = _row(version.pk, answer)
                    except Exception as fault:
                        raise UncomputableError(measure.key, org_id, month) from fault
    return rows


def _row(version_id: int, answer: OrgAnswer) -> AnswerRow:
    return AnswerRow(
        version_id=version_id,
        period=answer.period.code,
        numerator=_kept(answer.numerator),
        denominator=_kept(answer.denominator),
        missing=answer.missing.value if answer.missing else "",
        expected=answer.is_expected,
        reason=answer.reason,
        submission_ids=answer.submission_ids,
    )


def _kept(number: Decimal | None) -> Decimal | None:
    """As the table keeps it. Errors: ValueError for more than it can."""
    if number is not None and number.copy_abs() >= _TOO_LARGE:
        raise ValueError(f"Số lớn quá để lưu: {number:f}")
    return None if number is None else round_half_up(number, _PLACES)


def roll_up(answers: Mapping[Key, AnswerRow], tree: Tree, months: Mapping[str, date]) -> dict[Key, Totals]:
    """The sums over each organisation and those above it, on the month's own tree."""
    found: dict[Key, Totals] = defaultdict(Totals)
    above: dict[tuple[int, str], list[int]] = {}
    for (measure, org_id, month), row in answers.items():
        if (org_id, month) not in above:
            above[(org_id, month)] = tree.ancestors(org_id, months[month])
        for ancestor in above[(org_id, month)]:
            found[(measure, ancestor, month)] += row.totals
    return dict(found)


class Judge:
    """Puts status, version and period on sums; knows the totals that were given from above or by the plan."""

    def __init__(self, programme: Programme, months: Mapping[str, date]) -> None:
        self._months = months
        self._programme = programme
        self._known: dict[tuple[str, str], tuple[Binding, IndicatorVersion, MeasureDefinition, Period]] = {}
        self._given: dict[Key, Decimal] = {}
        for month, day in months.items():
            for binding, version, measure in programme.measures_on(day):
                period = period_of(measure, day, binding.term)
                self._known.setdefault((measure.key, month), (binding, version, measure, period))
                self._keep_given(programme, binding, version, measure, period, month)

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
        year = WHOLE_TERM if measure.period is PeriodKind.TERM else period.start.year
        return self._programme.goal(binding, measure.key, org_id, year, self._months[month])

    def row(self, key: Key, totals: Totals) -> ValueRow | None:
        """The stored row of `totals`; None when there is nothing to tell: nobody counted, nothing given from above."""
        if totals == NOTHING and key not in self._given:
            return None
        name, org_id, month = key
        binding, version, measure, period = self._known[(name, month)]
        if key in self._given:
            kept = round_half_up(self._given[key], _PLACES)
            totals = totals - Totals(denominator=totals.denominator) + Totals(denominator=kept)
        goal = self._goal(binding, measure, org_id, period, month)
        judged = measure if goal is None else measure.with_goal(goal)
        status = standing(judged, totals, period=period, as_of=self._months[month])
        return ValueRow(version.pk, period.code, totals, status.value, goal)


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
