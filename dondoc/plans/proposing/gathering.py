"""What the accepted measures of one chỉ tiêu come to: which sheets ask, who must be asked, with which letters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dondoc.plans.models import Proposal, Target, Task
from dondoc.plans.proposing.definitions import Lettered, Source, letter_of, sheet_code
from dondoc.plans.proposing.wishes import MeasureWish
from dondoc.sheets.models import Deliverable

MADE_BY_PROPOSAL = "de-xuat"  # Task.rule of a task that asks for figures


@dataclass(frozen=True)
class Group:
    """Measures that one sheet of their own asks for."""

    wishes: tuple[Lettered, ...]


@dataclass(frozen=True)
class Report:
    """A proposal whose figures a task of this plan must ask for, and by which deliverable."""

    row: Proposal
    deliverable: str


@dataclass(frozen=True)
class Gathered:
    wishes: tuple[Lettered, ...]
    sheets: tuple[Group, ...]
    reports: tuple[Report, ...]


def source_of(target: Target) -> Source:
    """Where the chỉ tiêu stands, for its definitions."""
    plan = target.plan
    return Source(
        series=plan.series_id,
        document=plan.number or f"{plan.kind.capitalize()} {plan.subject[:60]}".strip(),
        owner=plan.org.name,
        code=target.code,
        label=target.label,
        part=target.part,
        words=target.text,
        position=target.position,
        starts_on=plan.in_force_from or plan.starts_on,
    )


def letters_of(rows: Sequence[Proposal]) -> Gathered:
    """`rows`: measures of one target, in its order, with their target and plan."""
    target = rows[0].target
    source = source_of(target)
    found = [_lettered(row, target) for row in rows]
    groups: dict[object, list[int]] = {}
    for n, one in enumerate(found):
        if not one.deliverable and not one.products:
            groups.setdefault(one.wish.sheet_key, []).append(n)
    reports = [Report(rows[n], one.deliverable) for n, one in enumerate(found) if one.deliverable and _asks(rows[n])]
    for members in groups.values():
        code = sheet_code(source, found[members[0]].letter)
        for n in members:
            found[n] = replace(found[n], deliverable=code)
        reports.append(Report(rows[members[0]], code))
    sheets = tuple(Group(tuple(found[n] for n in members)) for members in groups.values())
    return Gathered(tuple(found), sheets, tuple(reports))


def _lettered(row: Proposal, target: Target) -> Lettered:
    wish, letter = MeasureWish.of(row.wish), letter_of(row.measure_no or 0)
    products = _products(target, wish) if wish.by_tasks else ()
    if products:
        return Lettered(letter, wish, products=products)
    wish = replace(wish, by_tasks=False)
    if wish.asked_in and Deliverable.objects.filter(code=wish.asked_in, period_kind=wish.sheet_period).exists():
        return Lettered(letter, wish, deliverable=wish.asked_in, asked_as=wish.asked_as)
    return Lettered(letter, wish)


def _products(target: Target, wish: MeasureWish) -> tuple[str, ...]:
    """The products of the target's own tasks that bind the wish's organisations."""
    tasks = target.tasks.exclude(rule=MADE_BY_PROPOSAL).order_by("position")
    codes = [code for task in tasks if task.population == wish.population for code in task.deliverables]
    return tuple(dict.fromkeys(codes))


def _asks(row: Proposal) -> bool:
    """Whether no other task of the plan asks for what the wish of `row` is asked in."""
    code = MeasureWish.of(row.wish).asked_in
    others = Task.objects.filter(plan=row.plan).exclude(pk=row.reporting_id)
    return not any(code in deliverables for deliverables in others.values_list("deliverables", flat=True))
