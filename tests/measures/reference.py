"""A second opinion: the same totals by plain loops over the tables, organisation by organisation, month by month.

Written for the four measures of `world` and nothing else; shares no code with the product's engine.
"""

import calendar
from collections import Counter
from datetime import date
from decimal import Decimal

from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org, OrgLink
from dondoc.plans.models import Division
from dondoc.submissions.models import Submission
from tests.measures.world import GRASSROOTS, START, World

Sums = tuple[Decimal, Decimal, int, int, int, int]
MEASURES = {"ke-hoach.a": "ke-hoach", "thang.a": "bao-cao", "dang-ky.a": "dang-ky", "ket-nap.a": "ket-nap"}


def totals(world: World, today: date) -> dict[tuple[str, int, str], Sums]:
    """(measure, organisation, month) → numerator, denominator, population, known, expected, expected and known."""
    found: dict[tuple[str, int, str], Counter] = {}
    year, month = START.year, START.month
    while (year, month) <= (today.year, today.month):
        day = min(date(year, month, calendar.monthrange(year, month)[1]), today)
        for org in Org.objects.filter(kind__in=GRASSROOTS):
            above = _above(org.pk, day)
            if world.committee.pk in above:
                if _division(world, year, day):
                    # a number given from above is told also while nobody has a part of it
                    found.setdefault(("ket-nap.a", world.committee.pk, f"{year}-{month:02d}"), Counter())
                for measure, deliverable in MEASURES.items():
                    line = _line(world, org.pk, deliverable, day)
                    for one in above if line else ():
                        found.setdefault((measure, one, f"{year}-{month:02d}"), Counter()).update(line)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for (measure, org_id, code), sums in found.items():
        month = date(int(code[:4]), int(code[5:]), calendar.monthrange(int(code[:4]), int(code[5:]))[1])
        given = _division(world, month.year, min(month, today))
        if measure == "ket-nap.a" and org_id == world.committee.pk and given:
            sums["below"] = given.total
    names = ("above", "below", "population", "known", "expected", "both")
    return {key: tuple(sums[name] for name in names) for key, sums in found.items()}


def _above(org_id: int, day: date) -> list[int]:
    """The organisation and those above it, walked link by link; [] when it does not exist that day."""
    org = Org.objects.get(pk=org_id)
    if org.valid_from > day or (org.valid_to and org.valid_to <= day):
        return []
    for link in OrgLink.objects.filter(org=org):
        if link.valid_from <= day and not (link.valid_to and link.valid_to <= day):
            return [org_id, *_above(link.parent_id, day)]
    return [org_id]


def _line(world: World, org_id: int, deliverable: str, day: date) -> dict[str, Decimal | int] | None:
    first, last = {
        "ke-hoach": (date(2025, 1, 1), date(2030, 12, 31)),
        "bao-cao": (day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])),
    }.get(deliverable, (date(day.year, 1, 1), date(day.year, 12, 31)))
    duties = [
        o
        for o in Obligation.objects.filter(org_id=org_id, task__plan=world.plan, task__deliverables=[deliverable])
        if o.period_start <= last and o.period_end >= first and not (o.closed_on and o.closed_on <= day)
    ]
    owed = [o for o in duties if not o.exempted_on]
    sheets = [
        s
        for s in Submission.objects.filter(org_id=org_id, deliverable__code=deliverable, state="approved")
        if s.period_start <= last and s.period_end >= first and s.done_on <= day
    ]
    if duties and not owed and not sheets:
        return None
    is_due = any((o.extended_to or o.due_on) <= day for o in owed)
    if deliverable == "ket-nap" and not _part(world, org_id, day):
        return {"above": _sum(sheets, "admitted")} if sheets else None
    part = {"population": 1, "known": int(bool(sheets)), "expected": int(is_due), "both": int(is_due and bool(sheets))}
    return part | _figures(deliverable, org_id, day, sheets, world)


def _figures(deliverable: str, org_id: int, day: date, sheets: list[Submission], world: World) -> dict:
    if deliverable == "ke-hoach":
        return {"above": int(any(s.done_on <= date(2025, 9, 30) for s in sheets)), "below": 1}
    if deliverable == "bao-cao":
        return {"above": int(any(s.review_answers["effective"] == "yes" for s in sheets)), "below": 1}
    if deliverable == "dang-ky":
        return {"above": _sum(sheets, "some"), "below": _sum(sheets, "all")}
    return {"above": _sum(sheets, "admitted"), "below": _part(world, org_id, day)}


def _division(world: World, year: int, day: date) -> Division | None:
    """The last that had begun by then."""
    return Division.objects.filter(plan=world.plan, year=year, valid_from__lte=day).order_by("-number").first()


def _part(world: World, org_id: int, day: date) -> int:
    division = _division(world, day.year, day)
    part = division.allocations.filter(org_id=org_id).first() if division else None
    return part.quantity if part else 0


def _sum(sheets: list[Submission], name: str) -> Decimal:
    return sum((Decimal(s.answers[name]) for s in sheets), Decimal(0))
