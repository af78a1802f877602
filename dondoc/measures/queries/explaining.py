"""How one number came about."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from dondoc.indicators.formula import MeasureDefinition, MeasureKind, describe
from dondoc.indicators.formula.tree import Part
from dondoc.indicators.formula.wording import carry_in_words, number_in_words
from dondoc.indicators.models import IndicatorVersion
from dondoc.indicators.queries import in_force, words
from dondoc.indicators.queries.ties import with_parts
from dondoc.lib.periods import Period
from dondoc.measures.models import AnswerVerdict
from dondoc.measures.queries.answers import OrgAnswerRow, answers_under
from dondoc.measures.queries.boards import Values, board_row, values_of
from dondoc.measures.queries.months import as_of, months_beside
from dondoc.measures.queries.rows import MeasureRow, measure_row
from dondoc.orgs.models import Org
from dondoc.plans.models import Division, Plan, Target


@dataclass(frozen=True)
class TermRow:
    """A number that a derived one takes: what it is, of which measure, and that measure over the same organisation in
    the same month (None: it is measured no more). `is_below`: it stands below the line."""

    key: str
    said: str
    minus: bool
    is_below: bool
    name: str
    number: Decimal | None
    row: MeasureRow | None

    @property
    def indicator_code(self) -> str:
        return self.key.rpartition(".")[0]

    @property
    def code(self) -> str:
        return self.key.rpartition(".")[2]


@dataclass(frozen=True)
class Explanation:
    """How one number came about. `denominator_note`: what a quota was divided by. `terms` of a derived one."""

    row: MeasureRow
    version: IndicatorVersion
    org: Org
    month: str
    as_of: date
    formula: str
    targets: tuple[Target, ...]  # where plans state it
    answers: tuple[OrgAnswerRow, ...]
    denominator_note: str
    terms: tuple[TermRow, ...] = ()

    @property
    def carry(self) -> str:
        """What becomes of answers when organisations merge or are split."""
        return carry_in_words(self.row.definition)

    @property
    def parts(self) -> dict[AnswerVerdict, list[OrgAnswerRow]]:
        """The organisations behind each part, in the order of AnswerVerdict; empty parts are left out."""
        found = {verdict: [a for a in self.answers if a.verdict is verdict] for verdict in AnswerVerdict}
        return {verdict: rows for verdict, rows in found.items() if rows}


def explain(
    measure_key: str, org: Org, month: str, *, computed_on: date | None = None, with_answers: bool = True
) -> Explanation | None:
    """All that can be said about one number; None without such a measure. Eight queries, a ninth for a quota; one less
    with the day up to which figures are computed."""
    code, _dot, part = measure_key.rpartition(".")
    versions = list(IndicatorVersion.objects.filter(indicator__code=code).select_related("indicator"))
    if not versions:
        return None
    day = min(Period.parse(month).end, computed_on) if computed_on else as_of(month)
    version = in_force(versions, day)
    values = values_of([org.pk], months_beside(month))
    row = next((m for m in board_row(version, org.pk, month, values, day).measures if m.code == part), None)
    if row is None:
        return None
    measure = with_parts(version.parsed, row.definition, day)
    row = replace(row, definition=measure)
    in_month = Plan.objects.in_force_between(Period.parse(month).start, Period.parse(month).end)
    targets = Target.objects.filter(indicator=version.indicator, plan__in=in_month)
    return Explanation(
        row=row,
        version=version,
        org=org,
        month=month,
        as_of=day,
        formula=describe(measure, words({code for one in measure.populations for code in one.orgs})),
        targets=tuple(targets.select_related("plan").order_by("plan_id", "position")),
        answers=tuple(answers_under(measure_key, org, month, day)) if with_answers else (),
        denominator_note=_denominator_note(row, version, org),
        terms=_terms(measure, org, month, values, day),
    )


def _terms(measure: MeasureDefinition, org: Org, month: str, values: Values, day: date) -> tuple[TermRow, ...]:
    found = []
    for term in measure.flat.terms if measure.flat else ():
        part, stored = measure.parts.get(term.measure), values.get((term.measure, org.pk, month))
        row = measure_row(part, stored, None, None, day) if part else None
        totals = row.totals if row and row.totals.known else None
        number = (totals.numerator if term.part is Part.NUMERATOR else totals.denominator) if totals else None
        is_below = measure.flat is not None and term in measure.flat.to
        name = part.name if part else term.measure
        found.append(TermRow(term.measure, number_in_words(part, term.part), term.minus, is_below, name, number, row))
    return tuple(found)


def _denominator_note(row: MeasureRow, version: IndicatorVersion, org: Org) -> str:
    if row.definition.whole is not None:
        return _("Mẫu số là mức kế hoạch đề ra.")
    if row.definition.kind is not MeasureKind.QUOTA or row.period is None:
        return ""
    given = Division.objects.filter(indicator=version.indicator, year=row.period.start.year, plan__org=org).exists()
    if given:
        return _("Mẫu số là tổng chỉ tiêu cấp trên giao của năm.")
    return _("Mẫu số là chỉ tiêu đã giao cho các tổ chức ở đây.")
