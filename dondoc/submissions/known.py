"""What is known before anybody fills in a sheet, to be confirmed instead of asked; what stands out in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dondoc.indicators.models import Indicator
from dondoc.lib.numbers import format_number
from dondoc.orgs.models import Org, OrgKind
from dondoc.plans.models import Allocation, Division
from dondoc.sheets.answers import check_answers
from dondoc.sheets.checks import Look, look_over
from dondoc.sheets.conditions import number_of
from dondoc.sheets.definition import FieldDefinition, SheetDefinition
from dondoc.sheets.forms import as_typed
from dondoc.sheets.models import Deliverable
from dondoc.sheets.queries import settled_norms
from dondoc.submissions.models import COUNTS, Submission


@dataclass(frozen=True)
class Prefilled:
    """An answer that the form fills in, and in words where it comes from."""

    answer: Any
    source: str


def approved_before(org: Org, deliverable: Deliverable, start: date) -> Submission | None:
    """The last approved sheet of `org` for this product of a period that began before `start`; None when none is."""
    rows = Submission.objects.filter(org=org, deliverable=deliverable, state__in=COUNTS, period_start__lt=start)
    return rows.select_related("sheet_version", "round").order_by("-period_start", "-pk").first()


def prefill_for(org: Org, definition: SheetDefinition, before: Submission | None, *, day: date) -> dict[str, Prefilled]:
    """Field code → what is known of it on `day`. `before`: the last approved sheet of the product. An answer that the
    question of today would not take is left out. At most two queries, none when nothing is to be filled in."""
    found: dict[str, Prefilled] = {}
    if before:
        source = _("kỳ trước (%(period)s)") % {"period": before.period_label}
        found = {
            f.code: Prefilled(before.answers.get(f.code), source)
            for f in definition.fields
            if f.carry and _is_alike(f, before.sheet_version.parsed, f.code)
        }
    if any(one.known == "tree.cells" for one in definition.fields):
        cells = Prefilled(str(_cells_of(org, day)), _("cây tổ chức"))
        found |= {f.code: cells for f in definition.fields if f.known == "tree.cells"}
    found |= _from_sheets(org, [f for f in definition.fields if f.known and f.known != "tree.cells"])
    typed = {f.code: as_typed(f, found[f.code].answer) for f in definition.fields if f.code in found}
    asked = tuple(f for f in definition.fields if f.code in typed and not f.show_if)
    clean, wrong = check_answers(asked, typed, today=day, complete=False)
    return {code: one for code, one in found.items() if code in clean and code not in wrong}


def _is_alike(field: FieldDefinition, there: SheetDefinition, code: str) -> bool:
    """Whether `code` was asked there as the same kind of question: another kind of answer cannot be taken over."""
    return any(one.code == code and one.type == field.type for one in there.fields)


def _cells_of(org: Org, day: date) -> int:
    """Chi bộ at or under `org` on `day`."""
    return Org.objects.under(org.pk, day).filter(kind__in=(OrgKind.CELL, OrgKind.GRASSROOTS_CELL)).count()


def _from_sheets(org: Org, wanted: Sequence[FieldDefinition]) -> dict[str, Prefilled]:
    """For each field the answer that it takes over from the last approved sheet of `org`."""
    if not wanted:
        return {}
    sheets = {one.known.split(".")[0] for one in wanted}
    rows = Submission.objects.filter(org=org, state__in=COUNTS, deliverable__sheet__code__in=sheets)
    rows = rows.select_related("deliverable__sheet", "sheet_version", "round").order_by("period_start", "pk")
    last = {row.deliverable.sheet.code: row for row in rows}
    found = {}
    for one in wanted:
        sheet, field = one.known.split(".")
        there = last.get(sheet)
        if there and there.answers.get(field) is not None and _is_alike(one, there.sheet_version.parsed, field):
            words = _("phiếu “%(name)s”, %(period)s") % {
                "name": there.deliverable.sheet.name, "period": there.period_label,
            }  # fmt: skip
            found[one.code] = Prefilled(there.answers[field], words)
    return found


def look_at(
    definition: SheetDefinition,
    answers: Mapping[str, Any],
    *,
    day: date,
    before: Submission | None,
    under: str | None = None,
) -> Look:
    """What stands out in `answers` of a sheet whose thing happened on `day` unless its fields say otherwise; `before`:
    what was sent in for the period before. Two queries when rule tables are looked at, none when those are known under
    that stamp (audit.settled)."""
    known = settled_norms(definition.norm_codes, under)
    return look_over(definition, answers, norms=known, day=day, before=before.answers if before else None)


def change_in(one: FieldDefinition, before: Any, now: Any) -> str:
    """By how much a number differs from the answer before: "+5", "−5"; "" when it does not, or cannot be said."""
    old, new = number_of(before), number_of(now)
    if not one.is_number or old is None or new is None or old == new:
        return ""
    return f"{'+' if new > old else '−'}{format_number(abs(new - old))}"


def has_jumps(definition: SheetDefinition) -> bool:
    """Whether any field is compared with the period before."""
    return any(one.jump is not None for one in definition.fields)


def quotas_of(org: Org, deliverable: Deliverable, year: int) -> list[str]:
    """What `org` was given to reach in `year` by chỉ tiêu that count this product, in words: known, never asked."""
    newest = Division.objects.newest().filter(year=year).order_by().values("pk")
    rows = Allocation.objects.filter(org=org, division__in=newest).select_related("division__indicator")
    return [
        _("Chỉ tiêu phân bổ năm %(year)d: %(n)d.") % {"year": year, "n": row.quantity}
        for row in rows.prefetch_related("division__indicator__versions").order_by("pk")
        if _counts(row.division.indicator, deliverable.code)
    ]


def _counts(indicator: Indicator, code: str) -> bool:
    newest = next(iter(indicator.versions.all()), None)
    return newest is not None and any(code in measure.deliverables for measure in newest.parsed.measures)
