"""What the pages of definitions show: the list, a definition with its versions, a draft with its faults."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from dondoc.indicators.comparing import changes
from dondoc.indicators.editing import RESERVED, measures_of
from dondoc.indicators.formula import (
    Catalogue,
    DefinitionError,
    IndicatorDefinition,
    MeasureDefinition,
    MeasureKind,
    Population,
    Words,
    check,
    parse_indicator,
    run_example,
)
from dondoc.indicators.formula.examples import expected_answer
from dondoc.indicators.formula.parse import NEEDS
from dondoc.indicators.formula.wording import figure_in_words, measured
from dondoc.indicators.models import Indicator, IndicatorDraft, IndicatorVersion
from dondoc.indicators.queries import catalogue, in_force, words
from dondoc.indicators.queries.ties import dependent_faults, linked, own_faults
from dondoc.indicators.wording import answer_words, facts, formula_words, gaps
from dondoc.lib.dates import format_date
from dondoc.lib.text import shortened, sort_key
from dondoc.orgs.models import GroupMembership, Org, valid_on
from dondoc.sheets.models import Deliverable

BY_CONDITION = frozenset({MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED})
_LONGEST_CHOICE = 110  # letters of a product in a list to choose from
_HEAD_ONLY = "valid_from"  # set when it is published; says nothing of what is measured


@dataclass(frozen=True)
class DefinitionRow:
    """A chỉ tiêu on the list: the version in force on the day, the one that waits, whether it is being edited."""

    indicator: Indicator
    version: IndicatorVersion
    next: IndicatorVersion | None
    draft: IndicatorDraft | None

    @property
    def parsed(self) -> IndicatorDefinition:
        return self.version.parsed


def definition_rows(day: date) -> list[DefinitionRow]:
    """Every published definition in the order of the board. Two queries."""
    found = []
    for indicator in Indicator.objects.prefetch_related("versions").select_related("draft"):
        versions = list(indicator.versions.all())
        if not versions:
            continue
        version = in_force(versions, day)
        later = [one for one in versions if one.number > version.number and one.valid_from > day]
        waiting = min(later, key=lambda one: (one.valid_from, -one.number), default=None)
        found.append(DefinitionRow(indicator, version, waiting, getattr(indicator, "draft", None)))
    return found


@dataclass(frozen=True)
class VersionLine:
    """A version in the history of its definition: what it changed of the one before, in words."""

    version: IndicatorVersion
    changes: list[str]
    is_current: bool


def history_of(versions: Iterable[IndicatorVersion], current: IndicatorVersion, names: Words) -> list[VersionLine]:
    """Newest first. No query."""
    ordered = sorted(versions, key=lambda version: version.number)
    before: list[IndicatorVersion | None] = [None, *ordered[:-1]]
    lines = [
        VersionLine(one, changes(old.parsed if old else None, one.parsed, names), one.pk == current.pk)
        for old, one in zip(before, ordered, strict=True)
    ]
    return lines[::-1]


def names_of(*definitions: IndicatorDefinition | None) -> Words:
    """The names for all codes that `definitions` use. At most five queries."""
    measures = [measure for one in definitions if one for measure in one.measures]
    return words({code for measure in measures for one in measure.populations for code in one.orgs})


def newest_of(draft: IndicatorDraft) -> IndicatorVersion | None:
    """The version that a draft is to follow. One query; none for what is new."""
    return draft.indicator.versions.order_by("-number").first() if draft.indicator else None


# ── measures ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class MeasureLine:
    """A measure as its readers see it. `formula` "" while `gaps` says what it lacks; `count`: how many organisations
    its population means on the day, wherever they stand."""

    measure: MeasureDefinition
    formula: str
    gaps: tuple[str, ...]
    facts: tuple[str, ...]
    audience: str
    count: int
    examples: tuple["ExampleLine", ...]

    @property
    def wrong(self) -> int:
        """How many examples give something else than they should."""
        return sum(not one.is_right for one in self.examples)


@dataclass(frozen=True)
class ExampleLine:
    """An example: what it gives and what it should give, in words; `fault` when it cannot be run."""

    number: int  # from 1
    facts: dict[str, Any]
    gives: str
    wanted: str
    fault: str = ""

    @property
    def is_right(self) -> bool:
        return not self.fault and self.gives == self.wanted


def measure_lines(parsed: IndicatorDefinition, names: Words, day: date) -> list[MeasureLine]:
    """Every measure of a definition, finished or not. One query."""
    counts = population_counts([m.populations for m in parsed.measures], day)
    return [
        MeasureLine(
            measure,
            formula_words(measure, names),
            tuple(gaps(measure)),
            tuple(facts(measure)),
            measured(measure, names),
            count,
            tuple(example_lines(measure)),
        )
        for measure, count in zip(parsed.measures, counts, strict=True)
    ]


def example_lines(measure: MeasureDefinition) -> list[ExampleLine]:
    """Each example of a measure, run; [] while the measure is not finished, for then none can be."""
    if list(gaps(measure)):
        return [ExampleLine(n, dict(one), "", answer_words(expected_answer(one)), _("thước đo chưa xong"))
                for n, one in enumerate(measure.examples, 1)]  # fmt: skip
    return [_example(measure, n, dict(one)) for n, one in enumerate(measure.examples, 1)]


def _example(measure: MeasureDefinition, number: int, facts_: dict[str, Any]) -> ExampleLine:
    wanted = answer_words(expected_answer(facts_))
    try:
        return ExampleLine(number, facts_, answer_words(run_example(measure, facts_)), wanted)
    except (ValueError, TypeError, AttributeError) as fault:
        return ExampleLine(number, facts_, "", wanted, str(fault))


def population_counts(populations: Iterable[Sequence[Population]], day: date) -> list[int]:
    """How many organisations any of each means on `day`, wherever they stand. One query."""
    wanted = {f"n{n}": Count("pk", filter=_any_of(some, day)) for n, some in enumerate(populations)}
    found = Org.objects.as_of(day).aggregate(**wanted) if wanted else {}
    return [found[name] for name in wanted]


def _any_of(populations: Sequence[Population], day: date) -> Q:
    found = Q(pk__in=())
    for one in populations:
        found |= _meant(one, day)
    return found


def _meant(population: Population, day: date) -> Q:
    found = Q(pk__isnull=False)
    if population.kinds:
        found &= Q(kind__in=population.kinds)
    if population.orgs:
        found &= Q(code__in=population.orgs)
    if population.groups:
        members = GroupMembership.objects.filter(valid_on(day), group__code__in=population.groups)
        found &= Q(pk__in=members.values("org_id"))
    return found


@dataclass(frozen=True)
class FigureLine:
    """A figure of a measure: its part in the address, what it is called there, what is added up ("" while none is)."""

    part: str
    label: str
    words: str


def figures_of(kind: MeasureKind) -> tuple[str, ...]:
    """The figures from which a measure of `kind` is computed."""
    return tuple(key for key in ("numerator", "denominator") if key in NEEDS[kind])


def figure_lines(measure: MeasureDefinition, names: Words) -> list[FigureLine]:
    """The figures of a measure, those still to be chosen included."""
    is_alone = measure.kind is not MeasureKind.RATIO
    labels = {"numerator": _("Số liệu được cộng") if is_alone else _("Tử số"), "denominator": _("Mẫu số")}
    slugs = {"numerator": "tu-so", "denominator": "mau-so"}
    return [
        FigureLine(slugs[key], labels[key], figure_in_words(figure, names) if (figure := getattr(measure, key)) else "")
        for key in figures_of(measure.kind)
    ]


def products(known: Catalogue) -> dict[str, str]:
    """code → name of the products of a catalogue that are asked for as they are, by name. One query."""
    rows = Deliverable.objects.filter(is_per_task=False).values_list("code", "name")
    shown = [(code, shortened(name, _LONGEST_CHOICE)) for code, name in rows if code in known]
    return dict(sorted(shown, key=lambda row: sort_key(row[1])))


def with_numbers(known: Catalogue) -> Catalogue:
    """The products of a catalogue that ask for a number."""
    return {code: fields for code, fields in known.items() if any(one.is_number for one in fields.values())}


def codes_used(draft: IndicatorDraft) -> set[str]:
    """The codes of measures that a new one may not take: of the draft and of every version. One query."""
    definitions = [draft.definition]
    if draft.indicator:
        definitions += draft.indicator.versions.values_list("definition", flat=True)
    return {str(one["code"]) for data in definitions for one in measures_of(data)} | RESERVED


# ── drafts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def changes_of(draft: IndicatorDraft, names: Words, newest: IndicatorVersion | None) -> list[str]:
    """What a draft changes of the newest published version, in words."""
    return changes(linked(newest.parsed) if newest else None, linked(draft.parsed), names)


def content_faults(draft: IndicatorDraft, names: Words) -> list[str]:
    """What keeps the draft from being published, a sentence each. Two queries."""
    parsed = linked(draft.parsed)
    if not parsed.measures:
        return [_("Chưa có thước đo nào.")]
    faults = [_("%(name)s: %(fault)s.") % {"name": _named(m), "fault": gap} for m in parsed.measures for gap in gaps(m)]
    faults += [
        _("%(name)s: %(fault)s.") % {"name": _named(parsed.measure(key.rpartition(".")[2])), "fault": fault}
        for key, _colon, fault in (one.partition(": ") for one in (*check(parsed, catalogue()), *own_faults(parsed)))
    ]
    faults += [
        _("%(name)s: %(fault)s.") % {"name": _named(m), "fault": fault}
        for m in parsed.measures
        for fault in _strangers(m.population, names)
    ]
    faults += dependent_faults(parsed)
    faults += [fault for measure in parsed.measures for fault in _example_faults(measure)]
    return faults or _last_faults(draft)


def _strangers(population: Population, names: Words) -> Iterator[str]:
    """What a population names and is not there, a phrase each."""
    yield from (_("không có loại tổ chức “%s”") % code for code in population.kinds if code not in names.kinds)
    yield from (_("không có khối “%s”") % code for code in population.groups if code not in names.groups)
    yield from (_("không có tổ chức “%s”") % code for code in population.orgs if code not in names.orgs)


def _example_faults(measure: MeasureDefinition) -> list[str]:
    if not measure.examples:
        return [_("%(name)s: cần ít nhất một ví dụ.") % {"name": _named(measure)}]
    said = _("%(name)s, ví dụ %(n)d: ra “%(gives)s”, cần “%(wanted)s”.")
    return [
        said % {"name": _named(measure), "n": one.number, "gives": one.fault or one.gives, "wanted": one.wanted}
        for one in example_lines(measure)
        if not one.is_right and not list(gaps(measure))
    ]


def _last_faults(draft: IndicatorDraft) -> list[str]:
    """What only the whole definition can tell."""
    try:
        parse_indicator(draft.definition)
    except DefinitionError as fault:
        return str(fault).splitlines()
    return []


def _named(measure: MeasureDefinition) -> str:
    return _("Thước đo %(code)s") % {"code": measure.code}


def publishing_faults(draft: IndicatorDraft, *, effective_on: date, today: date) -> list[str]:
    """Why the draft cannot be published as it is, a sentence each; [] when it can. At most eight queries."""
    faults, newest = content_faults(draft, names_of(draft.parsed)), newest_of(draft)
    if newest and _without_day(newest.definition) == _without_day(draft.definition):
        faults.append(_("Bản nháp không thay đổi gì so với bản đang dùng."))
    if effective_on < today:
        faults.append(
            _("Ngày có hiệu lực phải từ hôm nay, %(day)s: số liệu các tháng đã qua giữ cách tính cũ.")
            % {"day": format_date(today)}
        )
    if newest and effective_on < newest.valid_from:
        faults.append(
            _("Bản %(n)d có hiệu lực từ %(day)s; bản mới phải từ ngày đó trở đi.")
            % {"n": newest.number, "day": format_date(newest.valid_from)}
        )
    return faults


def _without_day(definition: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in definition.items() if key != _HEAD_ONLY}
