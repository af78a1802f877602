"""The meaning of definitions, version 1: what one organisation answers to one measure as of a day.

Frozen once values have been published under it; a changed meaning is a new module (v2), and this one imports nothing
newer. Three-valued: yes, no, or not known with the reason why. Missing is never zero.

A record or duty belongs to the measure's period (the one that holds the day) when their days overlap: the term's
programme counts in every year of the term, the four quarters count in their year. What was done after the day is
not known as of that day.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dondoc.indicators.formula.carrying import CARRIED_FIGURES, CARRIED_WORDS, allocated, heirs, with_latest
from dondoc.indicators.formula.facts import Duty, OrgAnswer, OrgFacts, Record, as_number
from dondoc.indicators.formula.tree import (
    AGAINST_A_NUMBER,
    AllOf,
    Answered,
    AnyOf,
    Approved,
    Carry,
    Comparator,
    Comparison,
    Condition,
    Figure,
    LevelAtLeast,
    MeasureDefinition,
    MeasureKind,
    Not,
    OverTime,
)
from dondoc.lib.dates import format_date
from dondoc.lib.numbers import Missing
from dondoc.lib.periods import Period, PeriodKind

FORMULA_VERSION = "1"
# Which reason stands for several: what is late comes before what waits, and that before what is not due.
_GRAVEST_FIRST = (Missing.NOT_REPORTED, Missing.WAITING, Missing.NOT_DUE, Missing.NOT_APPLICABLE)
_LONGEST_REASON = 300


@dataclass(frozen=True)
class _Result:
    """A condition's answer: True, False, or None with `missing`."""

    holds: bool | None
    is_expected: bool
    reason: str
    missing: Missing | None = None
    ids: tuple[int, ...] = ()


class _Scene:
    """The facts of one organisation that a measure may see as of a day; what several measures ask is found once."""

    __slots__ = ("_all", "_came", "_duties", "_records", "carries", "day", "facts", "names", "period")

    def __init__(
        self, day: date, period: Period, facts: OrgFacts, names: Mapping[str, str], carries: bool = False
    ) -> None:
        self.day, self.period, self.facts, self.names = day, period, facts, names
        self.carries = carries  # whether figures of predecessors are added
        self._records: dict[str, list[Record]] = {}
        self._duties: dict[str, list[Duty]] = {}
        self._came: dict[str, bool] = {}
        self._all: dict[str, tuple[tuple[int, ...], date]] = {}

    def of(self, facts: OrgFacts) -> "_Scene":
        """The same of other facts."""
        return _Scene(self.day, self.period, facts, self.names, self.carries)

    def records(self, deliverable: str) -> list[Record]:
        found = self._records.get(deliverable)
        if found is None:
            found = self._records[deliverable] = [
                r
                for r in self.facts.records
                if r.deliverable == deliverable
                and r.done_on <= self.day
                and r.period_start <= self.period.end  # as `sees`, without the call
                and r.period_end >= self.period.start
            ]
        return found

    def duties(self, deliverable: str) -> list[Duty]:
        found = self._duties.get(deliverable)
        if found is None:
            found = self._duties[deliverable] = [
                d
                for d in self.facts.duties
                if deliverable in d.deliverables
                and d.period_start <= self.period.end
                and d.period_end >= self.period.start
                and (d.closed_on is None or self.day < d.closed_on)
            ]
        return found

    def is_expected(self, deliverable: str) -> bool:
        """Whether the last day of any duty for it has come."""
        found = self._came.get(deliverable)
        if found is None:
            duties = self.duties(deliverable)
            found = self._came[deliverable] = any(d.has_come_by(self.day) for d in duties if not d.is_exempt)
        return found

    def all_of(self, deliverable: str) -> tuple[tuple[int, ...], date]:
        """Which records there are, and the newest day of them. Errors: ValueError for none."""
        found = self._all.get(deliverable)
        if found is None:
            records = self.records(deliverable)
            found = tuple([r.submission_id for r in records]), max([r.done_on for r in records])
            self._all[deliverable] = found
        return found

    def name(self, deliverable: str) -> str:
        return f"“{self.names.get(deliverable, deliverable)}”"


class Scenes:
    """What measures see as of one day, kept while one organisation after the other is asked about all of them."""

    def __init__(self, as_of: date, names: Mapping[str, str] | None = None) -> None:
        """`names`: deliverable code → name, for the reason in words."""
        self.as_of = as_of
        self._names = names or {}
        self._facts: OrgFacts | None = None
        self._made: dict[tuple[PeriodKind, bool], _Scene] = {}

    def _of(self, measure: MeasureDefinition, facts: OrgFacts) -> _Scene:
        if facts is not self._facts:
            self._facts, self._made = facts, {}
        carries = measure.carry is Carry.SUM
        key = (measure.period, carries)
        found = self._made.get(key)
        if found is None:
            period = period_of(measure, self.as_of, facts.term)
            found = self._made[key] = _Scene(self.as_of, period, facts, self._names, carries)
        return found

    def evaluate(self, measure: MeasureDefinition, facts: OrgFacts) -> OrgAnswer:
        """As `evaluate`; quicker when the same `facts` are asked for again at once."""
        return _answer(measure, self._of(measure, facts))


def period_of(measure: MeasureDefinition, day: date, term: Period) -> Period:
    """The period of `measure` that holds `day`; a measure of the term has the one period `term`."""
    return term if measure.period is PeriodKind.TERM else Period.containing(day, measure.period)


def sees(period: Period, start: date, end: date) -> bool:
    """Whether a measure reads in its `period` records and duties of the days from `start` to `end`: those, and no
    others, may change what it answers there."""
    return start <= period.end and end >= period.start


def evaluate(
    measure: MeasureDefinition, facts: OrgFacts, as_of: date, names: Mapping[str, str] | None = None
) -> OrgAnswer:
    """What the organisation of `facts` answers to `measure` as of the day `as_of`.

    `names`: deliverable code → name, for the reason in words. Whether it is in the population is the caller's
    question, except for an exemption (NOT_APPLICABLE).
    """
    return Scenes(as_of, names).evaluate(measure, facts)


def _answer(measure: MeasureDefinition, scene: _Scene) -> OrgAnswer:
    facts, period = scene.facts, scene.period
    if measure.kind is MeasureKind.RATIO:
        return _ratio(measure, scene)
    if measure.kind is MeasureKind.QUOTA:
        return _quota(measure, scene)
    if measure.kind in AGAINST_A_NUMBER:
        return _count(measure, scene)
    if measure.condition is None:
        raise ValueError(f"{measure.key} has no condition")
    if facts.carried and measure.carry is Carry.LATEST:
        scene = _Scene(scene.day, period, with_latest(facts, scene.day), scene.names)
    result = _result(measure.condition, scene)
    numerator, denominator = Decimal(1 if result.holds else 0), Decimal(1)
    is_out = result.missing is Missing.NOT_APPLICABLE
    return OrgAnswer(
        period=period,
        numerator=None if is_out else numerator,
        denominator=None if is_out else denominator,
        missing=result.missing,
        is_expected=result.is_expected and not is_out,
        reason=_cut(result.reason + _whose(result.ids, facts)),
        submission_ids=result.ids,
    )


def _whose(ids: Sequence[int], facts: OrgFacts) -> str:
    """Told where nothing behind an answer is the organisation's own."""
    if not facts.carried:
        return ""
    own = {record.submission_id for record in facts.records}
    return CARRIED_WORDS if ids and own.isdisjoint(ids) else ""


# ── conditions ────────────────────────────────────────────────────────────────────────────────────────────────────


def _result(condition: Condition, scene: _Scene) -> _Result:
    match condition:
        case AllOf(parts):
            return _all(_relevant([_result(part, scene) for part in parts]))
        case AnyOf(parts):
            return _negated(_all(_relevant([_negated(_result(part, scene)) for part in parts])))
        case Not(part):
            return _negated(_result(part, scene))
        case Answered():
            return _answered(condition, scene)
        case Approved():
            return _of_records(condition, scene, lambda record: _fault_of(condition, record, scene))
        case LevelAtLeast():
            return _of_records(condition, scene, lambda record: _level_fault(condition, record))


def _relevant(results: list[_Result]) -> list[_Result]:
    """Without the parts from which the organisation is exempt, unless it is exempt from all."""
    kept = [r for r in results if r.missing is not Missing.NOT_APPLICABLE]
    return kept or results


def _all(results: list[_Result]) -> _Result:
    """True when all hold; False when one does not; else not known, for the gravest reason."""
    ids = tuple(dict.fromkeys(i for r in results for i in r.ids))
    failed = [r for r in results if r.holds is False]
    if failed:
        return _Result(False, any(r.is_expected for r in failed), _joined(failed), ids=ids)
    unknown = sorted((r for r in results if r.holds is None), key=lambda r: _GRAVEST_FIRST.index(_why(r)))
    if unknown:
        is_expected = any(r.is_expected for r in unknown)
        return _Result(None, is_expected, _joined(unknown), missing=_why(unknown[0]), ids=ids)
    return _Result(True, all(r.is_expected for r in results), _joined(results), ids=ids)


def _negated(result: _Result) -> _Result:
    holds = None if result.holds is None else not result.holds
    return _Result(holds, result.is_expected, result.reason, result.missing, result.ids)


def _why(result: _Result) -> Missing:
    return result.missing or Missing.NOT_REPORTED


def _joined(results: Iterable[_Result]) -> str:
    return "; ".join(dict.fromkeys(r.reason for r in results if r.reason))


def _of_records(leaf: Approved | LevelAtLeast, scene: _Scene, fault: Callable[[Record], str]) -> _Result:
    """Whether any approved record of the leaf's deliverable has no fault."""
    records = scene.records(leaf.deliverable)
    if not records:
        return _unknown(scene.duties(leaf.deliverable), scene, leaf.deliverable)
    is_expected = scene.is_expected(leaf.deliverable)
    ids = tuple(r.submission_id for r in records)
    faults = [fault(record) for record in records]
    good = [record for record, words in zip(records, faults, strict=True) if not words]
    if good:
        reason = f"{scene.name(leaf.deliverable)} đã được duyệt, ngày {format_date(good[0].done_on)}"
        return _Result(True, is_expected, reason, ids=ids)
    return _Result(False, is_expected, f"{scene.name(leaf.deliverable)}: {', '.join(dict.fromkeys(faults))}", ids=ids)


def _fault_of(leaf: Approved, record: Record, scene: _Scene) -> str:
    for comparison in leaf.where:
        if not _holds(comparison, record.answer(comparison.field)):
            return "không đạt điều kiện"
    if leaf.on_time:
        days = [d.due_on for d in scene.duties(leaf.deliverable) if d.due_on and not d.is_exempt and _same(d, record)]
        if days and record.done_on > max(days):
            return f"trễ hạn (làm ngày {format_date(record.done_on)}, hạn {format_date(max(days))})"
    return ""


def _same(duty: Duty, record: Record) -> bool:
    return duty.period_code == record.period_code


def _level_fault(leaf: LevelAtLeast, record: Record) -> str:
    level = record.answer(leaf.field)
    if level is None or level not in leaf.scale:
        return "chưa ghi mức"
    return "" if leaf.scale.index(level) >= leaf.scale.index(leaf.level) else "chưa đạt mức yêu cầu"


def _answered(leaf: Answered, scene: _Scene) -> _Result:
    """Over the duties that have come due or are done: a late one is a no, an unanswered one is not known."""
    duties = [d for d in scene.duties(leaf.deliverable) if not d.is_exempt]
    reached = [d for d in duties if d.has_come_by(scene.day) or d.is_done_by(scene.day)]
    if not reached:
        return _unknown(scene.duties(leaf.deliverable), scene, leaf.deliverable)
    ids = tuple(r.submission_id for r in scene.records(leaf.deliverable))
    is_expected = any(d.has_come_by(scene.day) for d in reached)
    done = [d for d in reached if d.is_done_by(scene.day)]
    late = [d for d in done if d.due_on and d.done_on and d.done_on > d.due_on]
    name = scene.name(leaf.deliverable)
    if late and leaf.on_time:
        days = f"làm ngày {_day(late[0].done_on)}, hạn {_day(late[0].due_on)}"
        return _Result(False, is_expected, f"{name}: trễ hạn ({days})", ids=ids)
    if len(done) < len(reached):
        return _unknown([d for d in reached if d not in done], scene, leaf.deliverable, ids=ids)
    return _Result(True, is_expected, f"{name}: đã làm {len(done)}/{len(reached)} việc đến hạn", ids=ids)


def _unknown(duties: Sequence[Duty], scene: _Scene, deliverable: str, ids: tuple[int, ...] = ()) -> _Result:
    """Why there is no approved answer."""
    owed = [d for d in duties if not d.is_exempt]
    name, days = scene.name(deliverable), sorted(d.due_on for d in owed if d.due_on)
    if duties and not owed:
        return _Result(None, False, f"{name}: được miễn", Missing.NOT_APPLICABLE)
    if days and days[0] > scene.day:
        return _Result(None, False, f"{name}: chưa đến hạn {_day(days[0])}", Missing.NOT_DUE, ids)
    if not days and any(d.is_waiting for d in owed):
        return _Result(None, False, f"{name}: chờ cấp trên mở đợt", Missing.WAITING, ids)
    state = "đã gửi, chờ duyệt" if any(d.is_in_review for d in owed) else "chưa có kết quả được duyệt"
    due = f", hạn {_day(days[0])}" if days else ""
    return _Result(None, bool(days), f"{name}: {state}{due}", Missing.NOT_REPORTED, ids)


def _holds(comparison: Comparison, answer: str | None) -> bool:
    """Numbers compare as numbers; words only for equality. An unanswered field meets nothing."""
    if answer is None:
        return False
    left, right = as_number(answer), as_number(comparison.value)
    if left is None or right is None:
        return comparison.op is Comparator.EQUAL and answer == comparison.value
    match comparison.op:
        case Comparator.AT_LEAST:
            return left >= right
        case Comparator.MORE:
            return left > right
        case Comparator.AT_MOST:
            return left <= right
        case Comparator.LESS:
            return left < right
        case Comparator.EQUAL:
            return left == right


# ── figures ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _ratio(measure: MeasureDefinition, scene: _Scene) -> OrgAnswer:
    if measure.numerator is None or measure.denominator is None:
        raise ValueError(f"{measure.key} has no numerator or no denominator")
    top, bottom = _figure(measure.numerator, scene), _figure(measure.denominator, scene)
    if isinstance(top, _Result):
        return _without_figures(top, scene)
    if isinstance(bottom, _Result):
        return _without_figures(bottom, scene)
    ids = tuple(dict.fromkeys(top.ids + bottom.ids))
    is_expected = top.is_expected or bottom.is_expected
    reason = "mẫu số bằng 0" if bottom.number == 0 else _added(ids, scene)
    return OrgAnswer(scene.period, top.number, bottom.number, None, is_expected, reason, ids, is_share=False)


def _quota(measure: MeasureDefinition, scene: _Scene) -> OrgAnswer:
    if measure.numerator is None:
        raise ValueError(f"{measure.key} has no numerator")
    year = scene.period.start.year
    quantity = allocated(scene.facts, year) if scene.carries else scene.facts.allocation.get(year)
    given = Decimal(quantity) if quantity else None
    top = _figure(measure.numerator, scene)
    if isinstance(top, _Result) and top.missing is Missing.NOT_APPLICABLE:
        return _without_figures(top, scene)
    if given is None:  # nothing is owed; what it reached all the same counts towards the whole
        number = None if isinstance(top, _Result) else top.number
        reason = _cut("không được giao chỉ tiêu của năm")
        return OrgAnswer(scene.period, number, None, Missing.NOT_ALLOCATED, False, reason, top.ids, is_share=False)
    if isinstance(top, _Result):
        return OrgAnswer(
            scene.period, None, given, top.missing, top.is_expected, _cut(top.reason), top.ids, is_share=False
        )
    reason = _added(top.ids, scene)
    return OrgAnswer(scene.period, top.number, given, None, top.is_expected, reason, top.ids, is_share=False)


def _count(measure: MeasureDefinition, scene: _Scene) -> OrgAnswer:
    """The figure against the plan's own number; one of several that report has no number of its own to reach."""
    if measure.numerator is None or measure.whole is None:
        raise ValueError(f"{measure.key} has no numerator or no whole")
    top = _figure(measure.numerator, scene)
    if isinstance(top, _Result):
        return _without_figures(top, scene)
    is_alone = len(measure.population.orgs) == 1 and not measure.population.kinds and not measure.population.groups
    whole = measure.whole if is_alone else None
    reason = _added(top.ids, scene)
    return OrgAnswer(scene.period, top.number, whole, None, top.is_expected, reason, top.ids, is_share=False)


def _added(ids: Sequence[int], scene: _Scene) -> str:
    """Told where figures of predecessors are among those that were added up."""
    if not scene.facts.carried:
        return ""
    own = {record.submission_id for record in scene.facts.records}
    return "" if own.issuperset(ids) else _cut(CARRIED_FIGURES)


class _Sum(NamedTuple):
    """`until`: the newest day of the records."""

    number: Decimal
    is_expected: bool
    ids: tuple[int, ...]
    until: date


def _figure(figure: Figure, scene: _Scene) -> _Sum | _Result:
    """The figure of the organisation and of those whose heir it is; why there is none when no record has it.

    Where the newest record holds, one of its own speaks for those that it had taken over by then.
    """
    own = _own_figure(figure, scene)
    if not (scene.carries and scene.facts.carried):
        return own
    spoken_for = own.until if isinstance(own, _Sum) and figure.over_time is OverTime.LAST else None
    scenes = [scene.of(one) for one in heirs(scene.facts, after=spoken_for)]
    parts = [own, *(_figure(figure, before) for before in scenes)]
    known = [part for part in parts if isinstance(part, _Sum)]
    if not known:
        duties = [duty for one in (scene, *scenes) for duty in one.duties(figure.deliverable)]
        return _unknown(duties, scene, figure.deliverable, tuple(i for part in parts for i in part.ids))
    return _Sum(
        number=sum((part.number for part in known), Decimal(0)),
        is_expected=any(part.is_expected for part in parts),
        ids=tuple(i for part in known for i in part.ids),
        until=max(part.until for part in known),
    )


def _own_figure(figure: Figure, scene: _Scene) -> _Sum | _Result:
    """The figure over the period's records, their sum or the newest; why there is none when no record has it."""
    records, name = scene.records(figure.deliverable), figure.field
    numbers = [n for r in records if (n := r.numbers[name]) is not None]
    if (
        records and figure.over_time is OverTime.SUM and not figure.plus and len(numbers) == len(records)
    ):  # nearly always
        ids, until = scene.all_of(figure.deliverable)
        return _Sum(sum(numbers, Decimal(0)), scene.is_expected(figure.deliverable), ids, until)
    known = [(r, n) for r in records if (n := r.numbers[name]) is not None]
    if not known:
        duties = scene.duties(figure.deliverable)
        return _unknown(duties, scene, figure.deliverable, tuple([r.submission_id for r in records]))
    if figure.over_time is OverTime.LAST:
        newest = max((r.period_end, r.done_on) for r, _ in known)
        known = [(r, n) for r, n in known if (r.period_end, r.done_on) == newest]
    extra = sum(_holds(c, r.answer(c.field)) for r, _ in known for c in figure.plus) if figure.plus else 0
    total = sum([n for _, n in known], Decimal(extra))
    until = max([r.done_on for r, _ in known])
    return _Sum(total, scene.is_expected(figure.deliverable), tuple([r.submission_id for r, _ in known]), until)


def _without_figures(result: _Result, scene: _Scene) -> OrgAnswer:
    is_expected = result.is_expected and result.missing is not Missing.NOT_APPLICABLE
    return OrgAnswer(
        scene.period, None, None, result.missing, is_expected, _cut(result.reason), result.ids, is_share=False
    )


def _day(day: date | None) -> str:
    return format_date(day) if day else ""


def _cut(reason: str) -> str:
    """At most what is kept beside an answer."""
    text = reason[:1].upper() + reason[1:]
    return text if len(text) <= _LONGEST_REASON else f"{text[: _LONGEST_REASON - 1]}…"
