"""A second opinion: the same totals by plain loops over the tables, organisation by organisation, month by month.

Written for the four measures of `world` and nothing else; shares no code with the product's engine. After mergers and
splits it reads the declared rule from the other end: figures move with whoever is the last in the line of heirs that
day, and an answer is looked for among all that came before.
"""

import calendar
from collections import Counter
from datetime import date
from decimal import Decimal

from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org, OrgLink, Succession
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
    span = (first, last, day)
    if deliverable in ("ke-hoach", "bao-cao"):
        sheets, duties = _latest(world, org_id, deliverable, span)
    else:
        mine = [o.pk for o in Org.objects.filter(kind__in=GRASSROOTS) if last_heir(o, day) == org_id]
        sheets = [s for one in mine for s in _sheets(one, deliverable, span)]
        duties = [o for one in mine for o in _duties(world, one, deliverable, span)]
    owed = [o for o in duties if not o.exempted_on]
    if duties and not owed and not sheets:
        return None
    is_due = any((o.extended_to or o.due_on) <= day for o in owed)
    if deliverable == "ket-nap" and not _part(world, org_id, day):
        return {"above": _sum(sheets, "admitted")} if sheets else None
    part = {"population": 1, "known": int(bool(sheets)), "expected": int(is_due), "both": int(is_due and bool(sheets))}
    return part | _figures(deliverable, org_id, day, sheets, world)


def _sheets(org_id: int, deliverable: str, span: tuple[date, date, date]) -> list[Submission]:
    first, last, day = span
    found = Submission.objects.filter(org_id=org_id, deliverable__code=deliverable, state="approved")
    return [s for s in found if s.period_start <= last and s.period_end >= first and s.done_on <= day]


def _duties(world: World, org_id: int, deliverable: str, span: tuple[date, date, date]) -> list[Obligation]:
    first, last, day = span
    found = Obligation.objects.filter(org_id=org_id, task__plan=world.plan, task__deliverables=[deliverable])
    return [
        o for o in found
        if o.period_start <= last and o.period_end >= first and not (o.closed_on and o.closed_on <= day)
    ]  # fmt: skip


def last_heir(org: Org, day: date) -> int:
    """Whose figures those of `org` are on `day`."""
    while org.valid_to and org.valid_to <= day:
        next_ = Succession.objects.filter(predecessor=org, on__gte=org.valid_to).order_by("pk").first()
        if next_ is None:
            break
        org = next_.successor
    return org.pk


def _latest(world: World, org_id: int, deliverable: str, span: tuple[date, date, date]) -> tuple[list, list]:
    """Its own sheets and duties, and where it has none those of the one before it that did it last."""
    day = span[2]
    before = list(came_before(org_id, day, date.max))
    sheets, duties = _sheets(org_id, deliverable, span), _duties(world, org_id, deliverable, span)
    if not sheets:
        theirs = [s for one, until in before for s in _sheets(one, deliverable, span) if s.done_on < until]
        newest = max(theirs, key=lambda s: (s.done_on, s.pk), default=None)
        sheets = {s.pk: s for s in theirs if s.org_id == newest.org_id}.values() if newest else []
    if not duties:
        theirs = [
            o for one, until in before for o in _duties(world, one, deliverable, span)
            if until == date.max or (o.done_on and o.done_on < until)
        ]  # fmt: skip
        done = lambda o: o.done_on if o.done_on and o.done_on <= day else date.min  # noqa: E731
        newest = max(theirs, key=lambda o: (done(o), o.org_id), default=None)
        duties = [o for o in theirs if o.org_id == newest.org_id] if newest else []
    return list(sheets), duties


def came_before(org_id: int, day: date, until: date):
    """(organisation, before which day it did what counts here) for all that `org_id` took over from."""
    for one in Succession.objects.filter(successor=org_id, on__lte=day, on__lt=until).select_related("predecessor"):
        goes_on = not one.predecessor.valid_to or one.predecessor.valid_to > one.on
        its = min(until, one.on) if goes_on else until
        yield one.predecessor_id, its
        yield from came_before(one.predecessor_id, day, its)


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
    parts = division.allocations.select_related("org") if division else ()
    return sum(part.quantity for part in parts if last_heir(part.org, day) == org_id)


def _sum(sheets: list[Submission], name: str) -> Decimal:
    return sum((Decimal(s.answers[name]) for s in sheets), Decimal(0))
