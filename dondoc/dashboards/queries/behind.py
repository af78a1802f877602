"""The organisations behind a number: how many of each kind of answer, the first of each, and all of one page by page.

The same number of queries however many there are, and no more rows read than are shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    F,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    TextChoices,
    Value,
    When,
    Window,
)  # fmt: skip
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from dondoc.dashboards.queries.scope import Scope
from dondoc.indicators.formula import MeasureKind
from dondoc.lib.numbers import Missing
from dondoc.lib.text import fold
from dondoc.measures.models import Answer, AnswerVerdict
from dondoc.measures.queries import MeasureRow, OrgAnswerRow, answer_row, told
from dondoc.orgs.models import Org, OrgPath, valid_on
from dondoc.sampling.credibility import Credibility, looked_at, of_answer, waits
from dondoc.submissions.models import Submission
from dondoc.web.prepared import Prepared, Texts

SHOWN = 25  # of each part, before one of them is chosen
A_PAGE = 50
_SHARES = {MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED}
_ANSWERED = {AnswerVerdict.YES, AnswerVerdict.NO, AnswerVerdict.FIGURES}
_ASIDE = (Missing.NOT_APPLICABLE.value, Missing.NOT_ALLOCATED.value)


class Part(TextChoices):
    """What organisations have in common behind a number; the code stands in addresses."""

    DUE_MISSING = "thieu", _("Đến hạn mà chưa có số liệu")
    YES = "dat", AnswerVerdict.YES.label
    NO = "khong-dat", AnswerVerdict.NO.label
    FIGURES = "co-so", AnswerVerdict.FIGURES.label
    NOT_ALLOCATED = "khong-giao", AnswerVerdict.NOT_ALLOCATED.label
    NOT_APPLICABLE = "khong-thuoc-dien", _("Không tính vào")
    OTHER_MISSING = "chua-den-han", _("Chưa đến hạn hoặc chờ cấp trên")

    @property
    def verdict(self) -> AnswerVerdict:
        """As it is shown beside each of them."""
        return AnswerVerdict[self.name] if self.name in AnswerVerdict.__members__ else AnswerVerdict.UNKNOWN


@dataclass(frozen=True)
class Section:
    """One part: how many, and those that are shown; `page` when it was chosen."""

    part: Part
    count: int
    rows: tuple[OrgAnswerRow, ...]
    page: Page | None = None

    @property
    def hidden(self) -> int:
        """How many more there are, on pages of their own."""
        return 0 if self.page else self.count - len(self.rows)


@dataclass(frozen=True)
class Behind:
    """`undivided`: what of the total given from above nobody has got. `levels`: how many figures are how credible."""

    sections: Mapping[Part, Section]  # those that are not empty, in the order of Part
    levels: dict[Credibility, int]
    undivided: Decimal
    chosen: Section | None = None

    @property
    def count(self) -> int:
        return sum(one.count for one in self.sections.values())

    @property
    def due_missing(self) -> Section | None:
        return self.sections.get(Part.DUE_MISSING)

    @property
    def other_missing(self) -> Section | None:
        return self.sections.get(Part.OTHER_MISSING)

    @property
    def parts(self) -> list[Section]:
        """Those of which something is known."""
        aside = (Part.DUE_MISSING, Part.OTHER_MISSING)
        return [one for part, one in self.sections.items() if part not in aside]


def behind(row: MeasureRow, scope: Scope, *, user=None, words: str = "", part: str = "", page: str = "") -> Behind:
    """The organisations at and under the scope's behind `row`; with `words` those whose names or codes hold them, marks
    ignored. `part`: the code of the one to be shown alone, page by page. `user`: only sheets that they may open are
    named, so not those of an organisation that theirs took over from. Three queries, one more with recounts and with
    `user`."""
    parts, period = _parts(row), row.period
    kind, products = row.definition.kind, sorted(row.definition.deliverables)
    asked = _Asked(row.key, scope.month, scope.org.pk, scope.as_of)
    named = Q()
    for word in fold(words).split():
        named &= Q(org__search_text__contains=word)
    span = {"products": products, "start": period.start, "end": period.end} if period else _NO_SPAN
    if words:
        [numbers] = _counted(*asked, **span, parts=parts, named=named)
    else:
        [numbers] = _COUNTED[kind in _SHARES].ask(**asked._asdict(), **span)
    counted = dict(zip((*(one.name for one in parts), *_BESIDE), numbers[1:], strict=True))
    counts = {one: counted[one.name] for one in Part if counted.get(one.name)}
    sampled, declared = looked_at(scope.org.pk, products, period) if period else (set(), set())
    chosen = next((one for one in counts if one.value == part), None)
    if chosen:
        rows = told(_answers(*asked).filter(named, parts[chosen]), scope.as_of)
        paginator = Paginator(rows, A_PAGE)
        paginator.count = counts[chosen]  # counted already
        shown = paginator.get_page(page)
        found = {chosen: list(shown.object_list)}
    else:
        shown = None
        first = (
            _first(*asked, SHOWN, parts=parts, named=named)
            if words
            else _FIRST[kind in _SHARES].ask(**asked._asdict(), shown=SHOWN)
        )
        found = {one: [answer for answer in first if answer.part == one.value] for one in Part}
    opens = None if user is None else _opened(found, user)
    sections = {}
    for one, count in counts.items():
        told_of = (_believed(answer_row(row, kind), sampled, declared) for row in found.get(one, ()))
        mine = tuple(_narrowed(row, opens) for row in told_of)
        sections[one] = Section(one, count, mine, shown if one is chosen else None)
    return Behind(
        sections=sections,
        levels=_levels(counted, _recounted(_answers(*asked), sampled)),
        undivided=_undivided(row, counted["shared"]),
        chosen=sections[chosen] if chosen else None,
    )


def believed(found: tuple[OrgAnswerRow, ...], row: MeasureRow, org: Org) -> tuple[OrgAnswerRow, ...]:
    """All of `found`, the organisations at and under `org` behind `row`, each with how far it can be believed; what
    waits for review is only declared, and not in the number. One query."""
    products = row.definition.deliverables
    sampled, declared = looked_at(org.pk, products, row.period) if row.period else (set(), set())
    return tuple(_believed(one, sampled, declared) for one in found)


def _opened(found: Mapping[Part, list[Answer]], user) -> set[int]:
    """Which of the sheets behind these answers `user` may open. One query."""
    ids = {pk for rows in found.values() for row in rows for pk in row.submission_ids}
    return set(Submission.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))


def _narrowed(one: OrgAnswerRow, opens: set[int] | None) -> OrgAnswerRow:
    if opens is None:
        return one
    return replace(one, submission_ids=tuple(pk for pk in one.submission_ids if pk in opens))


def _believed(one: OrgAnswerRow, sampled: set[int], declared: set[int]) -> OrgAnswerRow:
    if one.verdict is AnswerVerdict.UNKNOWN and one.org.pk in declared:
        return replace(one, credibility=Credibility.DECLARED)
    return replace(one, credibility=of_answer(one.submission_ids, sampled, is_known=one.verdict in _ANSWERED))


def _open() -> Q:
    """Nothing is known, and something should be."""
    return ~Q(missing="") & ~Q(missing__in=_ASIDE)


def _parts(row: MeasureRow) -> dict[Part, Q]:
    return _parts_of(is_share=row.definition.kind in _SHARES)


def _parts_of(*, is_share: bool) -> dict[Part, Q]:
    """Which answers each part holds; each answer is in one."""
    known = Q(missing="")
    found = {
        Part.DUE_MISSING: _open() & Q(expected=True),
        Part.OTHER_MISSING: _open() & Q(expected=False),
        Part.NOT_APPLICABLE: Q(missing=Missing.NOT_APPLICABLE),
        Part.NOT_ALLOCATED: Q(missing=Missing.NOT_ALLOCATED),
    }
    if is_share:
        return found | {Part.YES: known & Q(numerator__gt=0), Part.NO: known & Q(numerator=0)}
    return found | {Part.FIGURES: known}


_ALL = Q()


class _Asked(NamedTuple):
    """Whose answers; each also the place of a value."""

    measure: Any
    month: Any
    org: Any
    day: Any


def _answers(measure: Any, month: Any, org: Any, day: Any) -> "QuerySet[Answer]":
    """Of the organisations at and under `org` on `day`."""
    there = OrgPath.objects.filter(valid_on(day), ancestor=org).values("descendant_id")
    return Answer.objects.filter(measure=measure, month=month, org_id__in=there)


_BESIDE = ("known", "computed", "declared", "shared")
_NO_SPAN = {"products": [], "start": date.max, "end": date.min}  # for who asks nobody


def _counted(
    measure: Any, month: Any, org: Any, day: Any, products: Any, start: Any, end: Any, *, parts: Mapping[Part, Q],
    named: Q = _ALL,
) -> "QuerySet[Answer, tuple[Any, ...]]":  # fmt: skip
    """One row: how many each of `parts` holds of those that are `named`, then _BESIDE of all."""
    under = OrgPath.objects.filter(ancestor=org).values("descendant_id")
    waiting = Submission.objects.order_by().filter(waits(products, start, end), org_id__in=under).values("org_id")
    beside = {
        "known": Count("pk", filter=Q(missing="")),
        "computed": Count("pk", filter=Q(missing="", submission_ids=[])),
        "declared": Count("pk", filter=_open() & Q(org_id__in=waiting)),
        "shared": Sum("denominator"),
    }
    counts = {one.name: Count("pk", filter=when & named) for one, when in parts.items()}
    return _answers(measure, month, org, day).order_by().values_list(Value(1)).annotate(**counts, **beside)


def _first(
    measure: Any, month: Any, org: Any, day: Any, shown: Any, *, parts: Mapping[Part, Q], named: Q = _ALL
) -> "QuerySet[Answer]":
    """The first of each part by name, `shown` of each."""
    cases = [When(when, then=Value(one.value)) for one, when in parts.items()]
    order = [F("org__sort_key"), F("org_id")]
    rows = told(_answers(measure, month, org, day).filter(named), day)
    rows = rows.annotate(part=Case(*cases, output_field=CharField()))
    return rows.annotate(place=Window(RowNumber(), partition_by=[F("part")], order_by=order)).filter(place__lte=shown)


_WHOSE = {"measure": CharField(), "month": CharField(), "org": BigIntegerField(), "day": DateField()}
_COUNTED = {
    is_share: Prepared(
        partial(_counted, parts=_parts_of(is_share=is_share)), **_WHOSE, products=Texts(), start=DateField(),
        end=DateField(),
    )
    for is_share in (True, False)
}  # fmt: skip
_FIRST = {
    is_share: Prepared(partial(_first, parts=_parts_of(is_share=is_share)), **_WHOSE, shown=IntegerField())
    for is_share in (True, False)
}


def _recounted(rows: QuerySet[Answer], sampled: set[int]) -> int:
    """How many answers rest on sheets that were counted anew, all of them. One query when there are any such sheets."""
    if not sampled:
        return 0
    near = rows.filter(missing="", org__submissions__in=sampled).distinct()
    found = (of_answer(ids, sampled, is_known=True) for ids in near.values_list("submission_ids", flat=True))
    return sum(level is Credibility.SAMPLED for level in found)


def _levels(counted: Mapping[str, int], recounted: int) -> dict[Credibility, int]:
    found = {
        Credibility.DECLARED: counted["declared"],
        Credibility.REVIEWED: counted["known"] - counted["computed"] - recounted,
        Credibility.SAMPLED: recounted,
        Credibility.COMPUTED: counted["computed"],
    }
    return {level: number for level, number in found.items() if number}


def _undivided(row: MeasureRow, shared: Decimal | None) -> Decimal:
    """What of the total that was given from above nobody has got; 0 where parts make up the total."""
    if row.definition.kind is not MeasureKind.QUOTA:
        return Decimal(0)
    return row.totals.denominator - (shared or Decimal(0))
