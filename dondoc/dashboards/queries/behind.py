"""The organisations behind a number: how many of each kind of answer, the first of each, and all of one page by page.

The same number of queries however many there are, and no more rows read than are shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, Count, F, Q, QuerySet, Sum, TextChoices, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from dondoc.dashboards.queries.scope import Scope
from dondoc.indicators.formula import MeasureKind
from dondoc.lib.numbers import Missing
from dondoc.lib.text import fold
from dondoc.measures.models import Answer, AnswerVerdict
from dondoc.measures.queries import MeasureRow, OrgAnswerRow, answer_row, told
from dondoc.orgs.models import Org, OrgPath
from dondoc.sampling.credibility import Credibility, looked_at, of_answer, waiting
from dondoc.submissions.models import Submission

SHOWN = 25  # of each part, before one of them is chosen
A_PAGE = 50
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
    under = OrgPath.objects.filter(ancestor=scope.org).values("descendant_id")
    there = Org.objects.under(scope.org.pk, scope.as_of).order_by().values("pk")
    rows = Answer.objects.filter(measure=row.key, month=scope.month, org_id__in=there)
    named = Q()
    for word in fold(words).split():
        named &= Q(org__search_text__contains=word)
    parts = _parts(row)
    counted = rows.aggregate(
        **{one.name: Count("pk", filter=when & named) for one, when in parts.items()},
        known=Count("pk", filter=Q(missing="")),
        computed=Count("pk", filter=Q(missing="", submission_ids=[])),
        declared=Count("pk", filter=_open() & Q(org_id__in=_waiting(row, under))),
        shared=Sum("denominator"),
    )
    counts = {one: counted[one.name] for one in Part if counted.get(one.name)}
    sampled, declared = looked_at(under, row.definition.deliverables, row.period) if row.period else (set(), set())
    chosen = next((one for one in counts if one.value == part), None)
    wanted = told(rows.filter(named), scope.as_of)
    if chosen:
        paginator = Paginator(wanted.filter(parts[chosen]), A_PAGE)
        paginator.count = counts[chosen]  # counted already
        shown = paginator.get_page(page)
        found = {chosen: list(shown.object_list)}
    else:
        shown, found = None, _first(wanted, parts)
    opens = None if user is None else _opened(found, user)
    sections = {}
    for one, count in counts.items():
        told_of = (_believed(answer_row(row), sampled, declared) for row in found.get(one, ()))
        mine = tuple(_narrowed(row, opens) for row in told_of)
        sections[one] = Section(one, count, mine, shown if one is chosen else None)
    return Behind(
        sections=sections,
        levels=_levels(counted, _recounted(rows, sampled)),
        undivided=_undivided(row, counted["shared"]),
        chosen=sections[chosen] if chosen else None,
    )


def believed(found: tuple[OrgAnswerRow, ...], row: MeasureRow, org: Org) -> tuple[OrgAnswerRow, ...]:
    """All of `found`, the organisations at and under `org` behind `row`, each with how far it can be believed; what
    waits for review is only declared, and not in the number. One query."""
    under = OrgPath.objects.filter(ancestor=org).values("descendant_id")
    sampled, declared = looked_at(under, row.definition.deliverables, row.period) if row.period else (set(), set())
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
    """Which answers each part holds; each answer is in one."""
    known = Q(missing="")
    found = {
        Part.DUE_MISSING: _open() & Q(expected=True),
        Part.OTHER_MISSING: _open() & Q(expected=False),
        Part.NOT_APPLICABLE: Q(missing=Missing.NOT_APPLICABLE),
        Part.NOT_ALLOCATED: Q(missing=Missing.NOT_ALLOCATED),
    }
    if row.definition.kind in {MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED}:
        return found | {Part.YES: known & Q(numerator__gt=0), Part.NO: known & Q(numerator=0)}
    return found | {Part.FIGURES: known}


def _first(wanted: QuerySet[Answer], parts: Mapping[Part, Q]) -> dict[Part, list[Answer]]:
    """The first of each part by name. One query."""
    cases = [When(when, then=Value(one.value)) for one, when in parts.items()]
    order = [F("org__sort_key"), F("org_id")]
    rows = wanted.annotate(part=Case(*cases, output_field=CharField()))
    rows = rows.annotate(place=Window(RowNumber(), partition_by=[F("part")], order_by=order)).filter(place__lte=SHOWN)
    found: dict[Part, list[Answer]] = {one: [] for one in Part}
    for row in rows:
        found[Part(row.part)].append(row)
    return found


def _waiting(row: MeasureRow, under) -> QuerySet:
    """Organisations that declared something that nobody has reviewed yet."""
    return waiting(under, row.definition.deliverables, row.period).values("org_id")


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
