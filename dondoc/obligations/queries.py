"""Reads for the pages of obligations and rounds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission
from dondoc.lib.dates import format_date
from dondoc.lib.due import DueKind
from dondoc.lib.periods import Period, PeriodKind
from dondoc.lib.punctuality import Chance
from dondoc.obligations.models import (
    Followed,
    Following,
    Obligation,
    ObligationQuerySet,
    Purpose,
    Round,
    last_day_of,
)
from dondoc.obligations.pace import chances, why
from dondoc.obligations.planning import planner
from dondoc.obligations.status import DONE, ObligationStatus
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan, Target, Task
from dondoc.sheets.models import Deliverable
from dondoc.web.prepared import Ids, Prepared

_LONGEST_FIRST = tuple(reversed(PeriodKind))
_SETTLED = DONE | {
    ObligationStatus.EXEMPT,
    ObligationStatus.CLOSED,
    ObligationStatus.IN_REVIEW,
    ObligationStatus.HISTORY,
}


@dataclass(frozen=True)
class Product:
    """One deliverable that an obligation asks for, and what was sent in for it (None: nothing yet)."""

    code: str
    name: str
    submission: Any


@dataclass(frozen=True)
class Row:
    """One obligation as a list shows it."""

    obligation: Obligation
    status: ObligationStatus
    products: list[Product]
    chance: Chance | None = None  # to be on time; only of what is open and soon due

    @property
    def risk(self) -> str:
        """Why it is at risk of being late; "" when it is not."""
        return why(self.chance) if self.chance and self.chance.is_at_risk else ""

    @property
    def counts_down(self) -> bool:
        """Whether it still matters how far away its day is."""
        return self.status not in _SETTLED

    @property
    def has_plain_day(self) -> bool:
        """Whether its day is all that there is to say about when."""
        o = self.obligation
        return bool(o.last_day_allowed) and not o.extended_to and self.status != ObligationStatus.STOPPED


@dataclass(frozen=True)
class Opening:
    """An "as directed" period that waits for its round. `obligation` None: the plan names nobody who must open."""

    task: Task
    period: Period
    obligation: Obligation | None
    status: ObligationStatus | None
    waiting: int


@dataclass(frozen=True)
class RoundProgress:
    """How far an opened round has come: organisations bound, done, sent in and late."""

    round: Round
    bound: int
    done: int
    in_review: int
    overdue: int

    @property
    def is_unanswered(self) -> bool:
        """Whether nobody has sent anything in yet."""
        return not (self.done or self.in_review)


def narrowed(rows: ObligationQuerySet, chosen: Mapping[str, Any], user) -> ObligationQuerySet:
    """`rows` by the filters of a list page, status aside (names: FilterForm.chosen). Unset ones do not limit."""
    if chosen.get("reviewer"):
        rows = rows.filter(task__reviewer=chosen["reviewer"])
    if chosen.get("plan"):
        rows = rows.filter(Q(task__plan=chosen["plan"]) | Q(task__plan__first=chosen["plan"]))
    if chosen.get("target"):
        line = Target.objects.filter(pk=chosen["target"]).values(key=Coalesce("line_id", "id"))  # its earlier forms too
        rows = rows.filter(Q(task__target__in=line) | Q(task__target__line__in=line))
    if chosen.get("kind"):
        rows = rows.filter(org__kind=chosen["kind"])
    if chosen.get("period"):
        rows = rows.filter(period=chosen["period"])
    if chosen.get("org"):
        rows = rows.filter(org__in=_orgs_meant(chosen["org"]))
    if chosen.get("mine"):
        roots = user.root_org_ids()
        rows = rows.filter(Q(org_id__in=roots) | Q(task__reviewer_id__in=roots))
    return rows


def _orgs_meant(typed: str):
    """The organisation whose code was given whole (links do that), else all whose names hold the words."""
    exact = Org.objects.filter(code=typed)
    return Org.objects.filter(Q(pk__in=exact) | Q(~Exists(exact), pk__in=Org.objects.search(typed)))


def by_urgency(rows: ObligationQuerySet) -> ObligationQuerySet:
    """What is still to be done first, the earliest day first; what has no day after what has one."""
    settled = When(Q(exempted_on=None, approved_on=None, closed_on=None), then=Value(0))
    return rows.annotate(last=last_day_of()).order_by(
        Case(settled, default=Value(1)), F("last").asc(nulls_last=True), "org__sort_key", "task__position", "pk"
    )


def with_what_rows_show(rows: ObligationQuerySet) -> ObligationQuerySet:
    """`rows` with all that `as_rows` and the list templates read, in a fixed number of queries."""
    return rows.select_related(
        "org", "round", "task__target", "task__plan", "task__reviewer", "task__opener", "waiting_for__org"
    ).prefetch_related("credits__submission__deliverable")


def rows_of(ids: Iterable[int], today: date) -> list[Row]:
    """The list rows of the obligations with these `ids`, in this order. Which they are is found first and alone, so
    that sorting thousands does not carry what only those shown need; each of their few tasks is read once."""
    places = {pk: place for place, pk in enumerate(ids)}
    found = sorted(_SHOWN.ask(ids=places), key=lambda one: places[one.pk])
    tasks = {task.pk: task for task in _TASKS.ask(ids={one.task_id for one in found})}
    for one in found:
        one.task = tasks[one.task_id]
    sent: dict[int, list[Any]] = defaultdict(list)
    for credit in _SENT.ask(ids=places):
        sent[credit.obligation_id].append(credit)
    return _rows(found, sent, today)


def _sent() -> Any:
    """Credits with what a row shows of them: of a later room, known by their relation only."""
    credited = Obligation._meta.get_field("credits").related_model.objects.order_by()
    shown = ("obligation", "submission__state", "submission__deliverable__code")
    return credited.select_related("submission__deliverable").only(*shown)


_SHOWN = Prepared(
    lambda ids: Obligation.objects.filter(pk__among=ids).order_by().select_related("org", "round", "waiting_for__org"),
    ids=Ids(),
)
_TASKS = Prepared(
    lambda ids: Task.objects.filter(pk__among=ids).order_by().select_related("target", "plan", "reviewer", "opener")
    .defer("plan__search_text"), ids=Ids(),
)  # fmt: skip
_SENT = Prepared(lambda ids: _sent().filter(obligation__pk__among=ids), ids=Ids())


def sees_one_org(user) -> bool:
    """Whether `user` works for one organisation only: no right over others, and duties of one to see."""
    if user.root_org_ids(Permission.VIEW_BOARD) or user.root_org_ids(Permission.REVIEW):
        return False
    orgs = Obligation.objects.visible_to(user).order_by().values_list("org_id", flat=True).distinct()
    return len(orgs[:2]) == 1


def next_due(rows: ObligationQuerySet, today: date) -> Obligation | None:
    """Of `rows` what falls due next and is not yet pressing; None when nothing has a day to come."""
    coming = rows.with_status(ObligationStatus.NOT_DUE, today).select_related("task")
    return coming.order_by("last_day", "task__position", "pk").first()


def as_rows(obligations: Iterable[Obligation], today: date) -> list[Row]:
    """The list rows of `obligations` (see `with_what_rows_show`) as of `today`."""
    obligations = list(obligations)
    return _rows(obligations, {one.pk: one.credits.all() for one in obligations}, today)


def _rows(obligations: Sequence[Obligation], sent: Mapping[int, Iterable[Any]], today: date) -> list[Row]:
    """`sent`: obligation id → its credits."""
    names = _product_names({code for o in obligations for code in o.task.deliverables})
    likely = chances(obligations, today)
    return [Row(o, o.status_on(today), _products(o, names, sent.get(o.pk, ())), likely.get(o.pk)) for o in obligations]


def _product_names(codes: set[str]) -> dict[str, str]:
    return dict(Deliverable.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def _products(obligation: Obligation, names: dict[str, str], sent: Iterable[Any]) -> list[Product]:
    """Each deliverable with its submission; `sent`: the credits of the obligation."""
    if obligation.purpose == Purpose.OPEN_ROUND:
        return []
    by_code = {credit.submission.deliverable.code: credit.submission for credit in sent}
    return [Product(code, names.get(code, code), by_code.get(code)) for code in obligation.task.deliverables]


def reviewers(user) -> list[Org]:
    """Bodies that review tasks of the plans that `user` may read."""
    tasks = Task.objects.visible_to(user).filter(plan__status="issued")
    return list(Org.objects.filter(pk__in=tasks.values("reviewer_id")).order_by("sort_key"))


def plans(user) -> list[Plan]:
    """The issued plans that `user` may read, each in its newest version."""
    return list(Plan.objects.visible_to(user).newest().defer("search_text").order_by("starts_on", "pk"))


def targets(user) -> list[Target]:
    """The chỉ tiêu of the issued plans that `user` may read."""
    issued = Target.objects.visible_to(user).filter(plan__in=Plan.objects.newest()).select_related("indicator")
    return list(issued.order_by("plan_id", "position"))


def periods(user) -> list[Period]:
    """The periods for which `user` sees obligations: terms first, then years, then shorter ones, each in order."""
    codes = Obligation.objects.visible_to(user).order_by().values_list("period", flat=True).distinct()
    return sorted((Period.parse(code) for code in codes), key=lambda p: (_LONGEST_FIRST.index(p.kind), p.start))


def openings(user, today: date) -> list[Opening]:
    """What waits for a round, in plans that bind `user`: periods that have begun, the longest awaited first."""
    plans = Plan.objects.visible_to(user).filter(status="issued")
    waiting = _waiting_counts(plans, today)
    tasks = {t.pk: t for t in Task.objects.filter(pk__in={pk for pk, _p in waiting}).select_related("plan", "opener")}
    duties = Obligation.objects.untouched().filter(
        task__in=tasks, purpose=Purpose.OPEN_ROUND, period_start__lte=today
    )  # fmt: skip
    by_key = {(o.task_id, o.period): o for o in duties.select_related("org")}
    found = []
    for (task_id, period), count in waiting.items():
        duty = by_key.get((task_id, period))
        status = duty.status_on(today) if duty else None
        found.append(Opening(tasks[task_id], Period.parse(period), duty, status, count))
    return sorted(found, key=lambda o: (o.obligation.due_on if o.obligation else date.max, o.task.position))


def openable(user, tasks: Iterable[Task]) -> set[int]:
    """Ids of those of `tasks` whose rounds `user` may open: rules.may_open_round for a list, in one query."""
    rights = user.org_ids_with("open_round")
    mine = Q(opener_id__in=rights) | Q(opener=None, plan__org_id__in=rights)
    return set(Task.objects.filter(mine, pk__in=[task.pk for task in tasks]).values_list("pk", flat=True))


def _waiting_counts(plans, today: date) -> dict[tuple[int, str], int]:
    rows = Obligation.objects.untouched().filter(
        task__plan__in=plans, task__due_data__kind=DueKind.AS_DIRECTED.value, round=None, purpose=Purpose.ANSWER,
        period_start__lte=today,
    )  # fmt: skip
    counted = rows.order_by().values("task_id", "period").annotate(count=Count("pk"))
    return {(row["task_id"], row["period"]): row["count"] for row in counted}


def rounds(user, today: date) -> list[RoundProgress]:
    """Opened rounds of plans that bind `user`, the newest first."""
    bound = Q(obligations__closed_on=None, obligations__exempted_on=None)
    done = bound & Q(obligations__approved_on__isnull=False)
    sent = bound & Q(obligations__approved_on=None, obligations__submitted_on__isnull=False)
    overdue = Obligation.objects.exclude(round=None).with_status(ObligationStatus.OVERDUE, today)
    late = bound & Q(obligations__in=overdue.order_by().values("pk"))
    found = (
        Round.objects.filter(task__plan__in=Plan.objects.visible_to(user))
        .select_related("task__opener", "opened_by")
        .annotate(
            bound=Count("obligations", filter=bound),
            done=Count("obligations", filter=done),
            in_review=Count("obligations", filter=sent),
            overdue=Count("obligations", filter=late),
        )
    )
    return [RoundProgress(r, r.bound, r.done, r.in_review, r.overdue) for r in found]


def bound_by_round(task: Task, period: str, due_on: date, today: date) -> int:
    """How many organisations a round opened now for `period` with the day `due_on` would bind."""
    opened = Round(task=task, period=period, due_on=due_on)
    orgs = {row.org_id for row in planner(task.plan, today=today).of_round(task, Period.parse(period), opened)}
    if not task.rounds.filter(period=period).exists():
        waiting = task.obligations.filter(period=period, purpose=Purpose.ANSWER, round=None, closed_on=None)
        orgs |= set(waiting.values_list("org_id", flat=True))
    return len(orgs)


def open_periods(task: Task) -> list[Period]:
    """The periods of `task` for which a round may be opened, in order."""
    codes = task.obligations.order_by().values_list("period", flat=True).distinct()
    return sorted(Period.parse(code) for code in codes)


@dataclass(frozen=True)
class FollowedEntry:
    """One amendment that an obligation followed: when it was issued, what it did, in words."""

    at: datetime
    kind: Followed
    what: str
    note: str


def followings(obligation: Obligation) -> list[FollowedEntry]:
    """What amendments did to `obligation`; one that kept it as it was counts too. One query."""
    rows = obligation.followings.select_related("plan__amendment").annotate(issued_at=Max("plan__versions__issued_at"))
    return [
        FollowedEntry(one.issued_at, Followed(one.kind), _what(one), _note(one))
        for one in rows.order_by("plan__version")
    ]


def _what(one: Following) -> str:
    words = {
        Followed.KEPT: _("Giữ nguyên theo bản %(n)d"), Followed.MOVED: _("Đổi hạn theo bản %(n)d"),
        Followed.ENDED: _("Chấm dứt theo bản %(n)d"), Followed.TAKEN_UP: _("Giao lại theo bản %(n)d"),
    }  # fmt: skip
    return words[Followed(one.kind)] % {"n": one.plan.version}


def _note(one: Following) -> str:
    said = str(one.plan.amendment.cited)
    if one.kind == Followed.MOVED:
        before = format_date(one.due_before) if one.due_before else _("chưa có hạn")
        said = _("%(document)s; hạn trước đó: %(day)s") % {"document": said, "day": before}
    return f"{said[:1].upper()}{said[1:]}."
