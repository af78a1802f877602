"""How one number came about."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dondoc.indicators.formula import MeasureKind, describe
from dondoc.indicators.formula.wording import carry_in_words
from dondoc.indicators.models import IndicatorVersion
from dondoc.indicators.queries import in_force, words
from dondoc.lib.periods import Period
from dondoc.measures.models import AnswerVerdict
from dondoc.measures.queries.answers import OrgAnswerRow, answers_under
from dondoc.measures.queries.boards import board_row, values_of
from dondoc.measures.queries.months import as_of, months_beside
from dondoc.measures.queries.rows import MeasureRow
from dondoc.orgs.models import Org
from dondoc.plans.models import Division, Plan, Target


@dataclass(frozen=True)
class Explanation:
    """How one number came about. `denominator_note`: what a quota was divided by."""

    row: MeasureRow
    version: IndicatorVersion
    org: Org
    month: str
    as_of: date
    formula: str
    targets: tuple[Target, ...]  # where plans state it
    answers: tuple[OrgAnswerRow, ...]
    denominator_note: str

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
    in_month = Plan.objects.in_force_between(Period.parse(month).start, Period.parse(month).end)
    targets = Target.objects.filter(indicator=version.indicator, plan__in=in_month)
    return Explanation(
        row=row,
        version=version,
        org=org,
        month=month,
        as_of=day,
        formula=describe(row.definition, words(row.definition.population.orgs)),
        targets=tuple(targets.select_related("plan").order_by("plan_id", "position")),
        answers=tuple(answers_under(measure_key, org, month, day)) if with_answers else (),
        denominator_note=_denominator_note(row, version, org),
    )


def _denominator_note(row: MeasureRow, version: IndicatorVersion, org: Org) -> str:
    if row.definition.whole is not None:
        return _("Mẫu số là mức kế hoạch đề ra.")
    if row.definition.kind is not MeasureKind.QUOTA or row.period is None:
        return ""
    given = Division.objects.filter(indicator=version.indicator, year=row.period.start.year, plan__org=org).exists()
    if given:
        return _("Mẫu số là tổng chỉ tiêu cấp trên giao của năm.")
    return _("Mẫu số là chỉ tiêu đã giao cho các tổ chức ở đây.")
