"""The organisations behind a number, each with what it contributes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from dondoc.indicators.formula import MeasureKind
from dondoc.lib.numbers import MISSING_WORDS, Missing
from dondoc.measures.models import Answer, AnswerVerdict
from dondoc.measures.queries.months import as_of
from dondoc.orgs.models import Org
from dondoc.orgs.queries import name_on
from dondoc.sampling.credibility import Credibility


@dataclass(frozen=True)
class OrgAnswerRow:
    """What one organisation contributes, for the list behind a number. `credibility`: set by who shows it."""

    org: Org
    verdict: AnswerVerdict
    numerator: Decimal | None
    denominator: Decimal | None
    missing: Missing | None
    is_expected: bool
    reason: str
    submission_ids: tuple[int, ...]
    credibility: Credibility | None = None

    @property
    def missing_words(self) -> str:
        return MISSING_WORDS[self.missing] if self.missing else ""


def measure_answers(measure_key: str, org: Org, month: str) -> list[OrgAnswerRow]:
    """The organisations at or under `org` behind a number, by name; with the names of that month. Two queries."""
    return answers_under(measure_key, org, month, as_of(month))


def answers_under(measure_key: str, org: Org, month: str, day: date) -> list[OrgAnswerRow]:
    under = Org.objects.under(org.pk, day).order_by().values("pk")
    rows = Answer.objects.filter(measure=measure_key, month=month, org__in=under)
    return [answer_row(row, _kind_of(row)) for row in told(rows, day).select_related("org", "version")]


def _kind_of(row: Answer) -> MeasureKind:
    """Of an answer that was read with its version."""
    return row.version.parsed.measure(row.measure.rpartition(".")[2]).kind


def told(rows: "QuerySet[Answer]", day: date | Combinable) -> "QuerySet[Answer]":
    """`rows` by name, with their organisations and the names that these bore on `day`."""
    named = rows.annotate(name_then=name_on(day, "org_id"))
    return named.select_related("org").order_by("org__sort_key", "org_id")


def answer_row(row: Answer, kind: MeasureKind) -> OrgAnswerRow:
    """A row that was read with `told`, of a measure of this `kind`, for the list behind a number."""
    row.org.name = getattr(row, "name_then", None) or row.org.name
    return OrgAnswerRow(
        org=row.org,
        verdict=_verdict(row, is_share=kind in {MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED}),
        numerator=row.numerator,
        denominator=row.denominator,
        missing=Missing(row.missing) if row.missing else None,
        is_expected=row.expected,
        reason=row.reason,
        submission_ids=tuple(row.submission_ids),
    )


def _verdict(row: Answer, *, is_share: bool) -> AnswerVerdict:
    if row.missing == Missing.NOT_APPLICABLE:
        return AnswerVerdict.NOT_APPLICABLE
    if row.missing == Missing.NOT_ALLOCATED:
        return AnswerVerdict.NOT_ALLOCATED
    if row.missing:
        return AnswerVerdict.UNKNOWN
    if not is_share:
        return AnswerVerdict.FIGURES
    return AnswerVerdict.YES if row.numerator else AnswerVerdict.NO
