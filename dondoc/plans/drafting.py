"""From a reading to rows of the working copy: targets, tasks with proposals, doubts.

Proposals (population, products, who reviews) are only that: each item waits for a person. Where the office has
already decided (a Package for this very plan), its decisions are proposed instead of guesses.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import Any

from dondoc.documents.parsing.draft import Draft, TargetDraft, TaskDraft
from dondoc.indicators.models import IndicatorVersion
from dondoc.lib.due import DueKind
from dondoc.lib.text import fold
from dondoc.orgs.models import Org
from dondoc.orgs.queries import resolve_body
from dondoc.plans.bodies import BodyReader
from dondoc.plans.models import Finding, Passage, Plan, Target, Task, TaskRole
from dondoc.plans.rules import period_kinds_for
from dondoc.sheets.models import Deliverable

WATCHES = ("don doc", "theo doi", "giam sat", "tong hop")
# Products that answer any task, one for each rhythm; the first that fits is proposed.
_GENERIC = (
    "ket-qua-nhiem-vu-thang", "ket-qua-nhiem-vu-quy", "ket-qua-nhiem-vu-6-thang", "ket-qua-nhiem-vu-nam",
    "ket-qua-nhiem-vu",
)  # fmt: skip
LONGEST = 50  # years that a plan may look ahead; a later year is taken for a slip
_YEAR = re.compile(r"\b20\d\d\b")
CODE_LENGTH = 20  # of a target's or task's code


def term_of(draft: Draft, today: date) -> tuple[date, date]:
    """From when to when the plan runs: its date (or its earliest due month), to the end of the term it names.

    Without a term: to the end of the year of its last due day or of the last that a target names ("đến năm 2045"), at
    least this year's.
    """
    days = sorted(task.due.on for task in draft.tasks if task.due.on)
    starts = draft.head.date or (days[0].replace(day=1) if days else today)
    years = [int(word) for word in (draft.head.term or "").replace("-", " ").split() if word.isdigit()]
    named = [year for year in _years_of_targets(draft) if year <= starts.year + LONGEST]
    last = max([*(day.year for day in days), *named, today.year, starts.year])
    return starts, date(years[-1] if years else last, 12, 31)


def _years_of_targets(draft: Draft) -> list[int]:
    periods = [measure.period or "" for target in draft.indicators for measure in target.measures]
    return [int(year) for period in periods for year in _YEAR.findall(period)]


def draft_rows(plan: Plan, draft: Draft, decisions: Mapping[str, Any], day: date) -> None:
    """Write the targets, tasks and doubts of `draft` under `plan` (unsaved items are saved in bulk)."""
    targets = _targets(plan, draft)
    by_ordinal = _by_ordinal(draft, targets)
    maker = TaskMaker(plan, day, decisions)
    rows = [maker.row(n, read, by_ordinal.get(read.indicator or "")) for n, read in enumerate(draft.tasks)]
    rows += [maker.added(len(rows) + n, item, targets) for n, item in enumerate(decisions.get("more_tasks", []))]
    maker.fill_reviewers(rows)
    Task.objects.bulk_create(rows)
    Finding.objects.bulk_create(
        Finding(
            plan=plan,
            code=f.code,
            severity=f.severity.value,
            message=f.message,
            suggestion=f.suggestion,
            part=f.part[:60],
            start=f.span.start,
            end=f.span.end,
        )
        for f in draft.findings
        if f.code != "not_understood"  # its passages are rows of their own, counted as they stand
    )
    Passage.objects.bulk_create(
        Passage(plan=plan, start=one.start, end=one.end, reason=one.reason) for one in draft.unread
    )


def _by_ordinal(draft: Draft, targets: list[Target]) -> dict[str, Target]:
    """Targets by the ordinal that tasks name; one that the text gives to several targets ties nothing to any."""
    often = Counter(read.ordinal for read in draft.indicators)
    pairs = zip(draft.indicators, targets, strict=True)
    return {read.ordinal: row for read, row in pairs if read.ordinal and often[read.ordinal] == 1}


def unused(code: str, taken: set[str]) -> str:
    """`code` as an item's code: short, without "/", not in `taken` (a number is added: "IV.1", "IV.1~2")."""
    stem = code.replace("/", "-")[:CODE_LENGTH]
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem[: CODE_LENGTH - len(str(number)) - 1]}~{number}"
    taken.add(found)
    return found


def _targets(plan: Plan, draft: Draft) -> list[Target]:
    measured = {
        v.parsed.part: v.indicator_id
        for v in IndicatorVersion.objects.select_related("indicator").order_by("number")
        if v.parsed.document == plan.number
    }
    taken: set[str] = set()
    rows = [
        _target(plan, n, unused(read.section or str(n + 1), taken), read, measured)
        for n, read in enumerate(draft.indicators)
    ]
    return Target.objects.bulk_create(rows)


def _target(plan: Plan, n: int, code: str, read: TargetDraft, measured: Mapping[str, int]) -> Target:
    data = read.as_dict()
    return Target(
        plan=plan,
        code=code,
        position=n,
        text=read.text,
        start=read.span.start,
        end=read.span.end,
        rule=read.rule,
        signs=list(dict.fromkeys([*data["signs"], *(sign for one in data["measures"] for sign in one["signs"])])),
        confidence=round(read.confidence, 2),
        part=read.part[:30],
        label=read.label[:250],
        measures=data["measures"],
        due_text=(read.schedule.text if read.schedule else "")[:300],
        indicator_id=measured.get(read.section),
        search_text=fold(f"{read.section} {read.label} {read.text}"),
    )


class TaskMaker:
    """Makes task rows; holds what every row needs so that it is looked up once."""

    def __init__(self, plan: Plan, day: date, decisions: Mapping[str, Any]) -> None:
        self.plan, self.day = plan, day
        self.decided = decisions.get("tasks", {})
        self.catalogue = {d.code: d for d in Deliverable.objects.all()}
        self.numbers: dict[str, int] = {}
        self.taken: set[str] = set()
        self.bodies: dict[str, Org | None] = {}
        self.reader = BodyReader(plan.org, day)

    def body(self, wording: str) -> Org | None:
        if wording not in self.bodies:
            self.bodies[wording] = resolve_body(wording, under=self.plan.org, day=self.day)
        return self.bodies[wording]

    def row(self, n: int, read: TaskDraft, target: Target | None) -> Task:
        stem = target.code if target else (read.indicator or read.part or "0")
        self.numbers[stem] = self.numbers.get(stem, 0) + 1
        code = unused(f"{stem}-{self.numbers[stem]}" if target or self.numbers[stem] > 1 else stem, self.taken)
        population = self.reader.population(read.lead)
        task = Task(
            plan=self.plan,
            target=target,
            code=code,
            position=n,
            text=read.text,
            start=read.span.start,
            end=read.span.end,
            rule=read.rule,
            signs=list(read.signs),
            confidence=round(read.confidence, 2),
            part=target.code if target else read.part[:30],  # the number that the office printed
            role=TaskRole.LEAD if "orgs" in population else TaskRole.DO,
            lead_wording=(read.lead_as_written or ", ".join(read.lead))[:300],
            support_wording=", ".join(read.support)[:300],
            report_to_wording=(read.report_to or "")[:300],
            population=population,
            supporters=[body.code for name in read.support if (body := self.body(name))],
            products=[p.text for p in read.products],
            due_data=read.due.as_dict(),
            search_text=fold(f"{code} {read.text}"),
        )
        task.deliverables = self.proposed(read, task)
        return self.decide(task, self.decided.get(task.code, {}))

    def added(self, n: int, item: Mapping[str, Any], targets: list[Target]) -> Task:
        """A task that the office adds beside what the text says, tied to a target; marked as added by the package."""
        target = next((t for t in targets if t.code == item.get("target")), None)
        task = Task(
            plan=self.plan, target=target, code=unused(item["code"], self.taken), position=n, text=item["text"],
            start=None, end=None, rule="goi-kem-theo", lead_wording=item.get("lead_wording", ""), due_data=item["due"],
            part=target.code if target else "", search_text=fold(f"{item['code']} {item['text']}"),
        )  # fmt: skip
        return self.decide(task, item)

    def decide(self, task: Task, choice: Mapping[str, Any]) -> Task:
        """Put the package's decisions over the proposals."""
        for name in ("population", "deliverables", "supporters"):
            if name in choice:
                setattr(task, name, choice[name])
        if "due" in choice:
            task.due_data = choice["due"]
        for name in ("reviewer", "opener"):
            if name in choice:
                setattr(task, name, self.body(choice[name]))
        return task

    def proposed(self, read: TaskDraft, task: Task) -> list[str]:
        """Deliverables whose keywords the task's products hold; failing that, the general one for its rhythm."""
        said = [fold(p.text) for p in read.products] or [fold(read.text)]
        fitting = period_kinds_for(task.due)
        found = [
            code
            for code, d in self.catalogue.items()
            if d.period_kind in fitting
            and any(all(part in one for part in keyword.split("…")) for keyword in d.keywords for one in said)
        ]
        if found:
            named = [code for code in found if not self.catalogue[code].is_per_task]
            return named or found[:1]
        generic = (d for code in _GENERIC if (d := self.catalogue.get(code)) and d.period_kind in fitting)
        return [d.code for d in islice(generic, 1)]

    def fill_reviewers(self, rows: list[Task]) -> None:
        """Who reviews and who opens, where not decided: the body that the same target tells to watch, else to lead."""
        leading: dict[Any, Org] = {}
        leads = {task.population["orgs"][0] for task in rows if task.population.get("orgs")}
        bodies = {body.code: body for body in Org.objects.filter(code__in=leads)}
        for task in rows:
            if task.role == TaskRole.LEAD and task.population.get("orgs"):
                body = bodies.get(task.population["orgs"][0])
                if body and (task.target_id not in leading or any(word in fold(task.text) for word in WATCHES)):
                    leading[task.target_id] = body
        office = leading.get(None)
        for task in rows:
            watching = [body for body in (leading.get(task.target_id), office) if body]
            others = (body for body in watching if not _does(task, body))  # nobody reviews what is its own
            task.reviewer = task.reviewer or next(others, None)
            if task.due.kind is DueKind.AS_DIRECTED:
                task.opener = task.opener or next(iter(watching), None)


def _does(task: Task, body: Org) -> bool:
    """Whether `body` is one of those who do `task`."""
    people = task.population
    return body.code in people.get("orgs", []) or (body.kind in people.get("kinds", []) and not people.get("groups"))
