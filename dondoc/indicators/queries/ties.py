"""Which measures take numbers of which, across chỉ tiêu; what is wrong with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from dondoc.indicators.formula import IndicatorDefinition, MeasureDefinition
from dondoc.indicators.formula.linking import link, link_faults, others_of
from dondoc.indicators.models import IndicatorVersion
from dondoc.indicators.queries import in_force


def tie_faults(definition: IndicatorDefinition) -> list[str]:
    """What is wrong with what `definition` takes of others, or with what others take of it. One query."""
    return [*own_faults(definition), *dependent_faults(definition)]


def own_faults(definition: IndicatorDefinition) -> list[str]:
    """What is wrong with the terms of its derived measures, each with its key. No query without any, else one."""
    if not any(measure.formula for measure in definition.measures):
        return []
    known = {m.key: m for one in _newest(definition.code) for m in one.measures}
    return link_faults(definition, known.get)


def dependent_faults(definition: IndicatorDefinition) -> list[str]:
    """What others that take numbers of it could not compute any more, a sentence each. One query."""
    others = list(_newest(definition.code))
    known = {m.key: m for one in (*others, definition) for m in one.measures}
    said = _("Chỉ tiêu %(label)s lấy số ở đây, và khi đó %(fault)s.")
    return [
        said % {"label": other.label, "fault": fault}
        for other in others
        if definition.code in others_of(other)
        for fault in link_faults(other, known.get)
    ]


def takers_of(code: str) -> list[MeasureDefinition]:
    """The measures of other chỉ tiêu, as last published, that take numbers of this one. One query."""
    return [
        measure
        for one in _newest(code)
        for measure in one.measures
        if measure.formula and any(t.measure.rpartition(".")[0] == code for t in measure.formula.terms)
    ]


def known_by_indicator(besides: str) -> list[IndicatorDefinition]:
    """Every chỉ tiêu but `besides`, as last published, in the order of the board. One query."""
    return sorted(_newest(besides), key=lambda one: (one.position, one.code))


def linked(definition: IndicatorDefinition) -> IndicatorDefinition:
    """`definition` with the parts that stand in other chỉ tiêu, as last published. One query where it has such."""
    if not others_of(definition):
        return definition
    known = {m.key: m for one in (*_newest(definition.code), definition) for m in one.measures}
    return replace(definition, measures=tuple(link(m, known.get) for m in definition.measures))


def with_parts(definition: IndicatorDefinition, measure: MeasureDefinition, day: date) -> MeasureDefinition:
    """`measure` of `definition` with the parts that stand in other chỉ tiêu, as defined on `day`. One query where it
    has such, none else."""
    codes = others_of(definition)
    if measure.formula is None or not codes:
        return measure
    versions: dict[str, list[IndicatorVersion]] = {}
    for version in IndicatorVersion.objects.filter(indicator__code__in=codes).select_related("indicator"):
        versions.setdefault(version.indicator.code, []).append(version)
    others = [in_force(some, day).parsed for some in versions.values()]
    known = {m.key: m for one in (definition, *others) for m in one.measures}
    return link(measure, known.get)


def _newest(besides: str) -> Iterator[IndicatorDefinition]:
    newest: dict[int, IndicatorVersion] = {}
    rows = IndicatorVersion.objects.exclude(indicator__code=besides).order_by("indicator__position", "number")
    for version in rows:
        newest[version.indicator_id] = version
    return (version.parsed for version in newest.values())
