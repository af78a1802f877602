"""Whom a measure counts, in words with the number: one way on the board, the matrix and the page of a chỉ tiêu."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dondoc.audit.memory import look
from dondoc.audit.settled import Stamp, made_under
from dondoc.indicators.formula import MeasureDefinition, MeasureKind, Population
from dondoc.measures.queries import BoardRow, MeasureRow
from dondoc.orgs.models import GRASSROOTS_KINDS, Group, Org, OrgKind


@dataclass(frozen=True)
class Names:
    """Names for the codes that populations use."""

    groups: Mapping[str, str]
    orgs: Mapping[str, str]


def names_for(definitions: Iterable[MeasureDefinition], groups: Iterable[Group] | None = None) -> Names:
    """At most two queries, however many definitions. `groups`: all, where the page has read them."""
    definitions = list(definitions)
    populations = [population for one in definitions for population in one.populations]
    codes = {code for one in populations for code in one.orgs}
    if groups is None:
        has_groups = any(one.groups for one in populations)
        stamp = look(stamp=Stamp())["stamp"] if has_groups else None
        groups = made_under(stamp, "orgs.groups", lambda: list(Group.objects.all())) if has_groups else ()
    return Names(
        {group.code: group.name for group in groups},
        dict(Org.objects.filter(code__in=codes).values_list("code", "name")) if codes else {},
    )


def who(definition: MeasureDefinition, names: Names) -> str:
    """ "tổ chức cơ sở đảng, khối Nội chính - tư pháp", "hội quần chúng"."""
    if not definition.populations:
        return _("tổ chức của các thước đo thành phần")
    said = "; ".join(dict.fromkeys(_meant(one, names) for one in definition.populations))
    return _("%(who)s được giao chỉ tiêu") % {"who": said} if definition.kind is MeasureKind.QUOTA else said


def _meant(population: Population, names: Names) -> str:
    kinds = set(population.kinds)
    if set(GRASSROOTS_KINDS) <= kinds:
        said = [_("tổ chức cơ sở đảng")]
        kinds -= set(GRASSROOTS_KINDS)
    else:
        said = []
    said += [str(kind.label)[:1].lower() + str(kind.label)[1:] for kind in OrgKind if kind.value in kinds]
    said += [names.orgs.get(code, code) for code in population.orgs]
    words = ", ".join(said) or _("mọi tổ chức")
    groups = ", ".join(names.groups.get(code, code) for code in population.groups)
    return _("%(who)s, khối %(groups)s") % {"who": words, "groups": groups} if groups else words


@dataclass(frozen=True)
class Counted:
    """What one measure counts: `count` organisations, which are `words`."""

    label: str
    words: str
    count: int


def counted(rows: Iterable[BoardRow], names: Names | None = None) -> dict[str, Counted]:
    """By the measure's key. Where the same words mean different numbers, the period for which they hold is added."""
    measures = [(row, measure) for row in rows for measure in row.targeted]
    names = names or names_for(measure.definition for _row, measure in measures)
    numbers: dict[str, set[int]] = defaultdict(set)
    for _row, measure in measures:
        numbers[who(measure.definition, names)].add(measure.totals.population)
    return {
        measure.key: Counted(row.indicator.label, _words(measure, names, numbers), measure.totals.population)
        for row, measure in measures
    }


def _words(measure: MeasureRow, names: Names, numbers: Mapping[str, set[int]]) -> str:
    words = who(measure.definition, names)
    if len(numbers[words]) == 1 or measure.period is None:
        return words
    return _("%(who)s trong %(period)s") % {"who": words, "period": measure.period.label}


def merged(found: Mapping[str, Counted]) -> list[tuple[Counted, list[str]]]:
    """Who is counted, each once with the labels of the chỉ tiêu that count them, the most organisations first."""
    labels: dict[tuple[int, str], list[str]] = defaultdict(list)
    for one in found.values():
        if one.label not in labels[(one.count, one.words)]:
            labels[(one.count, one.words)].append(one.label)
    return [(Counted("", words, count), labels[(count, words)]) for count, words in sorted(labels, key=lambda k: -k[0])]
