"""The desk at which a draft is confirmed: its items by doubt, what waits, who did what."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext as _

from dondoc.orgs.models import Org
from dondoc.plans.models import Finding, Passage, PassageUse, Plan, Severity, Step, StepAct, Target, Task
from dondoc.plans.queries.places import anchor
from dondoc.plans.queries.sections import SURE, Progress, Section, TaskRow, general, progress, sections
from dondoc.web.marks import Mark

_WEIGHT = {Severity.ERROR: 0.5, Severity.WARNING: 0.25, Severity.NOTE: 0.05}  # what a finding adds to the doubt
_GAP = 0.4  # what each thing that a task lacks adds
# How sure the reader is, in words; the first line that it reaches.
_CERTAINTY = ((0.95, "sure"), (0.9, "rather"), (0.75, "doubtful"), (0.0, "weak"))


class Order(StrEnum):
    DOUBT = "nghi-van"
    TEXT = "van-ban"


class Show(StrEnum):
    """Which items are shown."""

    ALL = ""
    WAITING = "chua"
    DOUBTED = "phat-hien"
    TARGETS = "chi-tieu"
    TASKS = "nhiem-vu"


def certainty_of(confidence: Decimal | float) -> str:
    """How sure the reader is, in plain words."""
    words = {
        "sure": _("Máy đọc gần như chắc chắn."), "rather": _("Máy đọc khá chắc."),
        "doubtful": _("Máy đọc chưa chắc, cần đối chiếu."), "weak": _("Máy đọc dễ nhầm, cần đọc kỹ."),
    }  # fmt: skip
    return words[next(word for least, word in _CERTAINTY if float(confidence) >= least)]


@dataclass(frozen=True)
class DeskRow:
    """One target or task with all that speaks against it. `task`: names instead of codes, for a task."""

    item: Target | Task
    task: TaskRow | None
    owner: Target | None  # the target that a task serves
    findings: list[Finding]

    @property
    def is_target(self) -> bool:
        return self.task is None

    @property
    def field(self) -> str:
        """The name under which its code is sent to be confirmed."""
        return "target" if self.is_target else "task"

    @property
    def anchor(self) -> str:
        """The id of its words in the source."""
        return anchor(self.item)

    @property
    def gaps(self) -> list[str]:
        return self.task.gaps if self.task else []

    @property
    def doubt(self) -> float:
        """How much there is to look at; 0 is nothing."""
        by_findings = sum(_WEIGHT[finding.level] for finding in self.findings)
        return 1 - float(self.item.confidence) + by_findings + _GAP * len(self.gaps)

    @property
    def is_unsure(self) -> bool:
        return self.item.confidence < SURE

    @property
    def certainty(self) -> str:
        """How sure the reader is, in plain words; "" for what a person added."""
        if not self.item.rule:
            return ""
        return certainty_of(self.item.confidence)

    def is_shown(self, show: Show) -> bool:
        return {
            Show.ALL: True,
            Show.WAITING: not self.item.is_confirmed,
            Show.DOUBTED: bool(self.findings or self.gaps),
            Show.TARGETS: self.is_target,
            Show.TASKS: not self.is_target,
        }[show]


@dataclass(frozen=True)
class PassageRow:
    passage: Passage
    text: str

    @property
    def use(self) -> PassageUse | None:
        return PassageUse(self.passage.used_as) if self.passage.used_as else None


@dataclass(frozen=True)
class Removed:
    """An item that was taken out, and the step by which it can come back."""

    step: Step
    code: str
    text: str


@dataclass(frozen=True)
class Desk:
    """`rows`: those shown, in order; `every`: all. `counts`: how many each choice of Show has."""

    rows: list[DeskRow]
    every: list[DeskRow]
    counts: dict[Show, int]
    progress: Progress
    sections: list[Section]
    general: list[Finding]
    waiting: list[PassageRow]
    settled: list[PassageRow]
    removed: list[Removed]
    last_step: Step | None  # the newest of one's own, which "undo" takes back
    shape: str  # changes when an item comes or goes
    doubts: list[Finding] = field(default_factory=list)
    settled_findings: int = 0
    shows_passages: bool = True


def desk(plan: Plan, *, user, order: Order = Order.DOUBT, show: Show = Show.ALL) -> Desk:
    """Everything that the confirm page shows of `plan` to `user`."""
    findings = list(plan.findings.told())
    doubts = [finding for finding in findings if finding.settled_at is None]
    found = sections(plan, user=user, findings=doubts)
    every = list(_rows(found, doubts))
    shown = [row for row in every if row.is_shown(show)]
    if order is Order.DOUBT:
        shown.sort(key=lambda row: (row.item.is_confirmed, -row.doubt))  # stable: equal doubts stay in text order
    passages = [_passage(plan, one) for one in plan.passages.select_related("settled_by")]
    own = plan.steps.filter(undone_at=None, made_by_id=user.pk)
    steps = list(
        plan.steps.filter(Q(act=StepAct.REMOVE) | Q(pk=own.values("pk")[:1]), undone_at=None).select_related("made_by")
    )
    return Desk(
        rows=shown,
        every=every,
        counts={one: sum(row.is_shown(one) for row in every) for one in Show},
        progress=progress(found),
        sections=found,
        general=general(doubts, found),
        waiting=[row for row in passages if not row.use],
        settled=[row for row in passages if row.use],
        removed=list(_removed(step for step in steps if step.act == StepAct.REMOVE)),
        last_step=next((step for step in steps if step.made_by_id == user.pk), None),
        shape=_shape(every, passages),
        doubts=doubts,
        settled_findings=len(findings) - len(doubts),
        shows_passages=show in {Show.ALL, Show.WAITING},
    )


def _rows(found: Iterable[Section], doubts: list[Finding]) -> Iterable[DeskRow]:
    for section in found:
        if section.target:
            yield DeskRow(section.target, None, None, _inside(section.target, doubts))
        for row in section.tasks:
            yield DeskRow(row.task, row, section.target, _inside(row.task, doubts))


def _inside(item: Target | Task, doubts: list[Finding]) -> list[Finding]:
    if item.start is None or item.end is None:
        return []
    return [one for one in doubts if one.start is not None and item.start <= one.start < item.end]


def _passage(plan: Plan, passage: Passage) -> PassageRow:
    return PassageRow(passage, " ".join(plan.document.text[passage.start : passage.end].split()))


def _removed(steps: Iterable[Step]) -> Iterable[Removed]:
    for step in steps:
        for change in step.changes:
            if change["after"] is None:
                yield Removed(step, change["code"], change["before"]["text"])


def _shape(rows: list[DeskRow], passages: list[PassageRow]) -> str:
    """What is on the page, in short: the same while no item comes, goes or is settled."""
    waiting = sum(not row.use for row in passages)
    return f"{len(rows)}.{sum(row.item.pk for row in rows)}.{waiting}"


def passage_marks(rows: Iterable[PassageRow]) -> list[Mark]:
    """Places in the source of the passages that wait, each leading to its row."""
    return [
        Mark(
            row.passage.start, row.passage.end, f"src-passage-{row.passage.pk}", _("chưa hiểu được đoạn này"),
            href=f"#doan-{row.passage.pk}", tone="warn", label="??",
        )
        for row in rows
    ]  # fmt: skip


def changed_since(rows: Iterable[DeskRow], revision: int) -> list[DeskRow]:
    """The rows that somebody changed after `revision` (of the plan)."""
    return [row for row in rows if row.item.revision > revision]


def kept_edit(plan: Plan, user, key: str):
    """What `user` typed into the form `key` and has not saved; None when nothing."""
    return plan.kept_edits.filter(user_id=user.pk, key=key).first()


def plan_of_file(data: bytes, *, org: Org, user) -> Plan | None:
    """The newest plan of `org` that was read from this very file, when `user` may see it."""
    digest = hashlib.sha256(data).hexdigest()
    found = Plan.objects.visible_to(user).filter(org=org, document__sha256=digest)
    return found.order_by("-version", "-pk").first()
