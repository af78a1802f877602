"""The proposals that a confirmed plan gives, before anybody decides: one a measure, one a product."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dondoc.indicators.formula import MeasureDefinition
from dondoc.indicators.formula.tree import Approved, LevelAtLeast
from dondoc.lib.text import fold, words
from dondoc.plans.bodies import BodyReader, Match, Population
from dondoc.plans.drafting import WATCHES
from dondoc.plans.models import Package, Plan, PlanStatus, Proposal, ProposalKind, ProposalState, Target, Task
from dondoc.plans.proposing.definitions import letter_of, sheet_code
from dondoc.plans.proposing.gathering import MADE_BY_PROPOSAL, source_of
from dondoc.plans.proposing.guessing import (
    LONGEST_NAME,
    SPECIFIC,
    TargetScene,
    guess_measures,
    guess_product,
    same_figures,
)
from dondoc.plans.proposing.wishes import MeasureWish, ProductWish
from dondoc.plans.rules import period_kinds_for
from dondoc.sheets.models import Deliverable

SAME_FIGURES = "Cùng số liệu với"  # how the note begins that holds only while another sheet asks
_LONGEST_WORDING = 14  # words; a longer one that holds a phrase means something else


@dataclass(frozen=True)
class Draft:
    code: str
    position: int
    kind: ProposalKind
    wish: MeasureWish | ProductWish
    notes: tuple[str, ...] = ()
    target: Target | None = None
    measure_no: int | None = None
    tasks: list[str] = field(default_factory=list)


def drafts_of(plan: Plan, reader: BodyReader, *, keep: Sequence[Proposal] = ()) -> list[Draft]:
    """The proposals of `plan`, measures in its order, then products. `keep`: those that are there already."""
    tasks = list(plan.tasks.select_related("reviewer").exclude(rule=MADE_BY_PROPOSAL).order_by("position"))
    watcher = _watcher(tasks)
    own = {one.target_id for one in keep}
    targets = [t for t in plan.targets.order_by("position") if t.indicator_id is None or t.pk in own]
    drafts = _told_apart(list(_measures(plan, targets, tasks, reader, watcher)), plan)
    if not Package.objects.filter(document_number=plan.number, document_number__gt="").exists():
        drafts += _products(plan, tasks, watcher)
    return [replace(draft, position=n) for n, draft in enumerate(drafts)]


def _told_apart(drafts: list[Draft], plan: Plan) -> list[Draft]:
    """Measures of one name (a level for 2030, one for 2035) bear the year by which each must be reached."""
    often = Counter(fold(draft.wish.name) for draft in drafts)
    return [
        replace(draft, wish=replace(draft.wish, name=f"{draft.wish.name[: LONGEST_NAME - 20]}, đến năm {year}"))
        if often[fold(draft.wish.name)] > 1 and (year := _year(draft.wish, plan))
        else draft
        for draft in drafts
    ]


def _year(wish: MeasureWish | ProductWish, plan: Plan) -> str:
    """Of the day by which a measure must be reached; "" where the text names none."""
    due_on = wish.due_on if isinstance(wish, MeasureWish) else ""
    return str(plan.ends_on.year) if due_on == "end" else due_on[:4]


def _watcher(tasks: Sequence[Task]) -> str:
    """The body that the plan's words tell to watch over it and to report; "" when it is nobody who is known yet."""
    told = [task for task in tasks if any(phrase in fold(task.text) for phrase in (*WATCHES, "dau moi"))]
    bodies = [task.population.get("orgs") or [""] for task in told if "orgs" in task.population or not task.population]
    watching = Counter(codes[0] for codes in bodies)
    return watching.most_common(1)[0][0] if watching else ""


# ── measures ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _measures(
    plan: Plan, targets: Sequence[Target], tasks: Sequence[Task], reader: BodyReader, watcher: str
) -> Iterator[Draft]:
    asked = _asked_elsewhere(plan)
    for target in targets:
        target.plan = plan
        own = [task for task in tasks if task.target_id == target.pk]
        scene = TargetScene(
            words=target.text, measures=target.measures, due_text=target.due_text, starts_on=plan.starts_on,
            ends_on=plan.ends_on, task_populations=[task.population for task in own if any(task.population.values())],
            reviewers=[task.reviewer.code for task in own if task.reviewer], watcher=watcher,
            orgs_meant=lambda wording: _orgs_meant(reader, wording),
        )  # fmt: skip
        sheets: dict[object, str] = {}  # sheet_key → the letter after which the sheet is called
        for n, guess in enumerate(guess_measures(scene)):
            wish, notes = guess.wish, list(guess.notes)
            if not wish.by_tasks and any(wish.population.values()):
                read = target.measures[n] if n < len(target.measures) else {"predicate": target.text}
                key = same_figures(read, wish)
                if key in asked:
                    where, deliverable, letter = asked[key]
                    wish = replace(wish, asked_in=deliverable, asked_as=letter)
                    notes.append(f"{SAME_FIGURES} {where}: hỏi một lần, dùng cho cả hai.")
                else:
                    place = f"chỉ tiêu {target.code}"
                    first = sheets.setdefault(wish.sheet_key, letter_of(n))
                    asked[key] = (place, sheet_code(source_of(target), first), letter_of(n))
            code = f"ct-{target.code}-{letter_of(n)}"
            yield Draft(code, 0, ProposalKind.MEASURE, wish, tuple(notes), target, n)


def _orgs_meant(reader: BodyReader, wording: str) -> Population:
    """The organisations of the tree that a measure's own words mean; {} for people, households, factories."""
    if not wording or len(words(wording)) > _LONGEST_WORDING:
        return {}
    found = reader.read(wording)
    return found.population if found.match in {Match.DECIDED, Match.NAME, Match.PHRASE} else {}


_Asked = dict[tuple[str, ...], tuple[str, str, str]]  # figures → where, deliverable, letter there


def _asked_elsewhere(plan: Plan) -> _Asked:
    """Figures for which issued plans of the same owner ask already."""
    rows = Proposal.objects.filter(
        plan__org=plan.org, plan__status=PlanStatus.ISSUED, plan__superseded_on=None, state=ProposalState.ACCEPTED,
        kind=ProposalKind.MEASURE, target__indicator__isnull=False,
    ).exclude(plan__in=Plan.objects.of_series(plan))  # fmt: skip
    found: _Asked = {}
    for row in rows.select_related("target__indicator", "plan").order_by("plan_id", "position"):
        version = row.target.indicator.versions.order_by("-number").first() if row.target else None
        letter = letter_of(row.measure_no or 0)
        measure = next((m for m in version.parsed.measures if m.code == letter), None) if version else None
        place = _place_of(measure) if measure else None
        if place:
            where = f"chỉ tiêu {row.target.code} của {row.plan}"
            found.setdefault(same_figures(row.measure, MeasureWish.of(row.wish)), (where, *place))
    return found


def _place_of(measure: MeasureDefinition) -> tuple[str, str] | None:
    """(deliverable, letter) of the figure or answer that a measure made here reads; None for one proved by products."""
    if measure.numerator:
        return measure.numerator.deliverable, measure.numerator.field.rpartition("_")[2]
    match measure.condition:
        case LevelAtLeast(deliverable, name, _level, _scale):
            return deliverable, name.rpartition("_")[2]
        case Approved(deliverable, (first, *_more), _on_time):
            return deliverable, first.field.rpartition("_")[2]
    return None


# ── products ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _products(plan: Plan, tasks: Sequence[Task], watcher: str) -> Iterator[Draft]:
    known = {d.code: d for d in Deliverable.objects.all()}
    made: dict[tuple[str, ...], list[tuple[Task, str]]] = {}
    for task in tasks:
        for key, name in _asked_of(task, known, plan.series_id):
            made.setdefault(key, []).append((task, name))
    by_name = {(fold(d.name), d.period_kind): d for d in known.values() if d.code.startswith("san-pham.")}
    taken: set[str] = set()
    for key, asked in made.items():
        task, said = asked[0]
        codes = [one.code for one, _said in asked]
        wish = guess_product(task.code, task.text, said)
        reviewer = task.reviewer.code if task.reviewer else watcher
        wish = replace(wish, reviewer="" if reviewer in task.population.get("orgs", []) else reviewer)
        notes = [f"Nhiệm vụ {', '.join(codes)} cùng nêu sản phẩm này: nộp một lần."] if len(codes) > 1 else []
        found = known.get(key[1]) if key[0] == "have" else _same_name(by_name, wish, task, plan.series_id)
        if found:
            wish = replace(wish, name=found.name, deliverable=found.code)
            notes.append(f"Đã có sản phẩm “{found.name}”: dùng lại, không hỏi lần nữa.")
        code = _unused(f"sp-{task.code}", taken)
        yield Draft(code, 0, ProposalKind.PRODUCT, wish, tuple(notes), tasks=codes)


def _asked_of(task: Task, known: dict[str, Deliverable], series: int) -> list[tuple[tuple[str, ...], str]]:
    """(key, words) of each product of a task: those it has already, else those that its text names, else its result."""
    have = [
        code for code in task.deliverables
        if code in known and not known[code].is_per_task and not code.startswith(f"san-pham.{series}.")
    ]  # fmt: skip
    if have:
        return [(("have", code), known[code].name) for code in have]
    who, when = repr(sorted(task.population.items())), repr(sorted(period_kinds_for(task.due)))
    named = list(dict.fromkeys(task.products))
    specific = [said for said in named if len(said.split()) > SPECIFIC]
    if specific:
        return [(("named", fold(said), who, when), said) for said in specific]
    return [(("own", task.code), named[0] if len(named) == 1 and len(named[0].split()) > 1 else "")]


def _same_name(by_name: dict, wish: ProductWish, task: Task, series: int) -> Deliverable | None:
    """A product of another plan with the same name that can be asked for in this rhythm."""
    kinds = period_kinds_for(task.due)
    found = (by_name.get((fold(wish.name), str(kind))) for kind in sorted(kinds))
    return next((d for d in found if d and not d.code.startswith(f"san-pham.{series}.")), None)


def _unused(code: str, taken: set[str]) -> str:
    found, n = code, 1
    while found in taken:
        n += 1
        found = f"{code}~{n}"
    taken.add(found)
    return found
