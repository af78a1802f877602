"""Who must do or reach what, by when: one row per task × organisation × period. Facts are stored, status computed."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from dondoc.lib.periods import Period
from dondoc.obligations.models.assignments import Assignment
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan, Task

DUE_SOON_DAYS = 10  # "sắp đến hạn" begins this many days before


class Purpose(models.TextChoices):
    ANSWER = "answer", _("Thực hiện nhiệm vụ")
    OPEN_ROUND = "open_round", _("Mở đợt thực hiện")  # the advisory body's own duty for "as directed" tasks


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user) -> "RoundQuerySet":
        """Rounds of plans that bind the user's organisations."""
        return self.filter(
            Q(task__plan__org__paths_down__descendant_id__in=user.root_org_ids())
            | Q(task__plan__org_id__in=user.org_ids_with("view"))
        ).distinct()


class Round(models.Model):
    """An "as directed" round (đợt): opened by the advisory body, which names the day."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="rounds")
    period = models.CharField(max_length=12)  # the period it belongs to: "2026"
    name = models.CharField(max_length=250)
    due_on = models.DateField()
    guidance = models.CharField(max_length=250, blank=True)  # the paper that directs it: "Hướng dẫn số …"
    opened_on = models.DateField()
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["task", "period", "name"], name="round_once")]

    def __str__(self) -> str:
        return self.name


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def visible_to(self, user) -> "ObligationQuerySet":
        """Obligations of the organisations that `user` may see, and those that a body of `user` reviews or opens.

        What a committee gave to its own chi bộ is seen by these two, not by who stands above the committee.
        """
        return self.filter(
            Q(org_id__in=user.org_ids_with("view"))
            | Q(task__reviewer_id__in=user.root_org_ids("review"))
            | Q(task__opener_id__in=user.root_org_ids("open_round")),
            _given_by_plan() | Q(org_id__in=user.root_org_ids("view")) | _given_by(user.root_org_ids("view")),
        )

    def asked_by_plans(self) -> "ObligationQuerySet":
        """Those of plans; without what committees gave to their own chi bộ."""
        return self.filter(_given_by_plan())

    def followed_by(self, user) -> "ObligationQuerySet":
        """Those that `user` may chase: by a right in or above the organisation, or in the body that reviews. What a
        committee gave to its own chi bộ it chases itself."""
        by_plan = Q(user.reaches("follow_up")) | Q(task__reviewer_id__in=user.root_org_ids("follow_up"))
        return self.filter(_given_by_plan() & by_plan | _given_by(org.pk for org in user.leading_orgs()))

    def untouched(self) -> "ObligationQuerySet":
        """Those not sent in, approved, exempted or closed; a sent-back one counts, it is to be done again."""
        return self.filter(_untouched())

    def count_by_status(self, today: date) -> dict[ObligationStatus, int]:
        """How many have each status on `today`, every status named, in one query."""
        return by_status(self.status_counts(today))

    def status_counts(self, today: date | Combinable, soon: Combinable | None = None) -> "ObligationQuerySet":
        """Rows of a status and how many have it; `soon` as for `StatusOn`."""
        rows = self.order_by().annotate(standing=StatusOn(today, soon)).values_list("standing")
        return rows.annotate(count=models.Count("pk"))

    def count_by_task(self, today: date) -> dict[int, dict[ObligationStatus, int]]:
        """Task.line_key → how many of its rows have each status on `today`, every status named, in one query."""
        line = models.functions.Coalesce("task__line_id", "task_id")
        rows = self.order_by().annotate(standing=StatusOn(today), line_key=line).values_list("line_key", "standing")
        counts: dict[int, dict[ObligationStatus, int]] = {}
        for task_id, standing, count in rows.annotate(count=models.Count("pk")):
            counts.setdefault(task_id, dict.fromkeys(ObligationStatus, 0))[ObligationStatus(standing)] = count
        return counts

    def with_status(self, status: ObligationStatus | str, today: date) -> "ObligationQuerySet":
        """Those whose `status_on(today)` is `status`; the same rule as there, said to the database."""
        return self.with_status_in([status], today)

    def with_status_in(
        self, statuses, today: date | Combinable, soon: Combinable | None = None
    ) -> "ObligationQuerySet":
        """Those whose `status_on(today)` is one of `statuses`; `soon` as for `StatusOn`. Annotates `last_day`."""
        wanted = [ObligationStatus(status).value for status in statuses]
        return self.annotate(last_day=last_day_of()).alias(standing=StatusOn(today, soon)).filter(standing__in=wanted)


class Obligation(models.Model):
    """One duty of one organisation for one period.

    `due_on` None: not due until something else happens (a round opens, an event) or never late by itself.
    `submitted_on`: the day on which every deliverable had been sent in. `done_on`: the day that counts for "on time"
    (the issue day of a document, else the day of submission), set with `approved_on` once all are approved.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="obligations")
    org = models.ForeignKey(Org, models.PROTECT, related_name="obligations")
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.ANSWER)
    period = models.CharField(max_length=12)  # code: "2025-09", "2026", "2025-2030"
    period_start = models.DateField()
    period_end = models.DateField()
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="obligations")
    # what the committee above gave down; None: a plan asks for it
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, blank=True, related_name="obligations")
    due_on = models.DateField(null=True, blank=True)
    is_history = models.BooleanField(default=False)  # was due before the plan came in: asks for evidence, no alarm
    is_ongoing = models.BooleanField(default=False)  # "thường xuyên"
    waiting_for = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="waiting")
    # what the rulings in force come to; written by obligations.ruling only
    extended_to = models.DateField(null=True, blank=True)  # the last day, by extensions and stops of the clock
    exempted_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)  # the clock stands still from this day on …
    stopped_until = models.DateField(null=True, blank=True)  # … up to and including this one; None: until it goes on
    unlocked_until = models.DateTimeField(null=True, blank=True)
    exception_reason = models.TextField(blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    sent_back_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)  # the organisation ended, or an amendment ended the task
    ended_by = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+")  # that amendment
    taken_over_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="taken_over")

    objects = ObligationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "org__sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "org", "period", "purpose"], condition=Q(round__isnull=True), name="obligation_once"
            ),
            models.UniqueConstraint(
                fields=["task", "org", "round"], condition=Q(round__isnull=False), name="obligation_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True, done_on__isnull=True)
                | Q(approved_on__isnull=False, done_on__isnull=False),
                name="obligation_done_and_approved",
            ),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True) | Q(extended_to__gt=F("due_on")),
                name="obligation_extended_forward",
            ),
            models.CheckConstraint(
                condition=Q(stopped_until__isnull=True) | Q(stopped_until__gte=F("stopped_on")),
                name="obligation_stopped_forward",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | Q(closed_on__isnull=False), name="obligation_ended_is_closed"
            ),
        ]
        indexes = [
            models.Index(fields=["org", "due_on"], name="obligation_org_due"),
            models.Index(fields=["due_on"], name="obligation_due"),
            models.Index(
                fields=["unlocked_until"], condition=Q(unlocked_until__isnull=False), name="obligation_unlocked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}, {Period.parse(self.period).label}"

    def is_visible_to(self, user) -> bool:
        """As `ObligationQuerySet.visible_to`, for one row. No query for what is asked of a body of the user itself."""
        is_own = self.org_id in user.root_org_ids("view")
        return is_own or Obligation.objects.visible_to(user).filter(pk=self.pk).exists()

    @property
    def is_untouched(self) -> bool:
        """As `ObligationQuerySet.untouched`, for one row."""
        return not (self.exempted_on or self.approved_on or self.closed_on or self.submitted_on)

    @property
    def last_day_allowed(self) -> date | None:
        """The day it must be done by, rulings included; None when it has none, or while its clock is stopped without
        an end."""
        return None if self.stands_still else self.extended_to or self.due_on

    @property
    def stands_still(self) -> bool:
        """Whether its clock is stopped until somebody lets it go on."""
        return self.stopped_on is not None and self.stopped_until is None

    def is_stopped_on(self, day: date) -> bool:
        """Whether `day` does not count."""
        return self.stopped_on is not None and self.stopped_on <= day <= (self.stopped_until or day)

    @property
    def facts(self) -> str:
        """What is known of it in one short code; a form made from other facts is out of date."""
        days = (
            self.due_on, self.extended_to, self.exempted_on, self.submitted_on, self.sent_back_on, self.approved_on,
            self.closed_on, self.stopped_on, self.stopped_until, self.unlocked_until,
        )  # fmt: skip
        return ".".join(f"{day:%y%m%d%H%M}".removesuffix("0000") if day else "" for day in days)

    def status_on(self, today: date) -> ObligationStatus:
        """The status that the facts give on `today`. Days end at 24:00, so a thing due today is not overdue."""
        last = self.last_day_allowed
        if self.exempted_on:
            return ObligationStatus.EXEMPT
        if self.approved_on:
            on_time = last is None or self.done_on <= last
            return ObligationStatus.ON_TIME if on_time else ObligationStatus.LATE
        if self.closed_on:
            return ObligationStatus.CLOSED
        if self.submitted_on:
            return ObligationStatus.IN_REVIEW
        if self.is_stopped_on(today):
            return ObligationStatus.STOPPED
        if self.sent_back_on and not (last and last < today and not self.is_history):
            return ObligationStatus.SENT_BACK
        if last is None:
            return ObligationStatus.ONGOING if self.is_ongoing else ObligationStatus.WAITING
        if self.is_history and not self.extended_to:
            return ObligationStatus.HISTORY
        if last < today:
            return ObligationStatus.OVERDUE
        return ObligationStatus.DUE_SOON if last <= today + timedelta(days=DUE_SOON_DAYS) else ObligationStatus.NOT_DUE


class Followed(models.TextChoices):
    """What became of an obligation that had not been answered when the plan was amended."""

    KEPT = "kept", _("Giữ nguyên")
    MOVED = "moved", _("Đổi hạn")
    ENDED = "ended", _("Chấm dứt")
    TAKEN_UP = "taken_up", _("Giao lại")  # an earlier amendment had ended it

    @property
    def tone(self) -> str:
        return {"kept": "muted", "moved": "warn", "ended": "bad", "taken_up": "info"}[self]

    @property
    def icon(self) -> str:
        return {"kept": "check", "moved": "calendar-due", "ended": "circle-minus", "taken_up": "refresh"}[self]


class FollowingQuerySet(models.QuerySet["Following"]):
    def visible_to(self, user) -> "FollowingQuerySet":
        """Of the obligations that `user` may see."""
        return self.filter(obligation__in=Obligation.objects.visible_to(user))


class Following(models.Model):
    """An obligation followed an amendment: what it was before, so that figures of earlier days keep what held then."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="followings")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="followings")  # the version that it followed
    kind = models.CharField(max_length=10, choices=Followed.choices)
    task_before = models.ForeignKey(Task, models.PROTECT, related_name="+")
    due_before = models.DateField(null=True, blank=True)
    extended_before = models.DateField(null=True, blank=True)

    objects = FollowingQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "id"]
        constraints = [models.UniqueConstraint(fields=["obligation", "plan"], name="following_once")]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.kind}"


def last_day_of(prefix: str = ""):
    """`Obligation.last_day_allowed` said to the database; `prefix` walks to the obligation ("obligations__")."""
    stands_still = Q(**{f"{prefix}stopped_on__isnull": False, f"{prefix}stopped_until__isnull": True})
    day = models.functions.Coalesce(f"{prefix}extended_to", f"{prefix}due_on")
    return models.Case(models.When(stands_still, then=None), default=day, output_field=models.DateField())


def _given_by_plan() -> Q:
    return Q(assignment__isnull=True)


def _given_by(org_ids: Iterable[int] | Combinable) -> Q:
    ids = org_ids if hasattr(org_ids, "as_sql") else list(org_ids)
    return Q(assignment_id__in=Assignment.objects.filter(org_id__in=ids).values("pk"))


def _untouched() -> Q:
    return Q(exempted_on=None, approved_on=None, closed_on=None, submitted_on=None)


def by_status(counts: Iterable[tuple[str, int]]) -> dict[ObligationStatus, int]:
    """What `status_counts` found, every status named."""
    found = dict(counts)
    return {status: found.get(status.value, 0) for status in ObligationStatus}


def soon_after(today: date) -> date:
    """The last day that is near on `today`."""
    return today + timedelta(days=DUE_SOON_DAYS)


class StatusOn(models.Func):
    """`Obligation.status_on(today)` said to the database, case by case in the order of the rule there.

    Written as SQL that every database reads: built from Django's conditions it cost more to put together than to run.
    """

    FACTS = (
        "exempted_on", "approved_on", "closed_on", "submitted_on", "sent_back_on", "done_on", "extended_to", "due_on",
        "is_history", "is_ongoing", "stopped_on", "stopped_until",
    )  # fmt: skip
    RULE = (
        "CASE WHEN {exempted_on} IS NOT NULL THEN 'exempt'"
        " WHEN {approved_on} IS NOT NULL THEN CASE WHEN {done_on} > {last} THEN 'late' ELSE 'on_time' END"
        " WHEN {closed_on} IS NOT NULL THEN 'closed'"
        " WHEN {submitted_on} IS NOT NULL THEN 'in_review'"
        " WHEN {stopped_on} <= {today} AND ({stopped_until} IS NULL OR {stopped_until} >= {today}) THEN 'stopped'"
        " WHEN {sent_back_on} IS NOT NULL AND ({last} IS NULL OR {last} >= {today} OR {is_history}) THEN 'sent_back'"
        " WHEN {last} IS NULL THEN CASE WHEN {is_ongoing} THEN 'ongoing' ELSE 'waiting' END"
        " WHEN {is_history} AND {extended_to} IS NULL THEN 'history'"
        " WHEN {last} < {today} THEN 'overdue'"
        " WHEN {last} <= {soon} THEN 'due_soon'"
        " ELSE 'not_due' END"
    )

    def __init__(self, today: date | Combinable, soon: Combinable | None = None) -> None:
        """`soon`: the last day that counts as near, to be given where `today` is the place of a value."""
        days = (today, soon or soon_after(today))
        last = (models.Value(day, models.DateField()) if isinstance(day, date) else day for day in days)
        super().__init__(*self.FACTS, *last, output_field=models.CharField())

    def as_sql(self, compiler, connection, **extra):
        """The rule with the columns' names; the days in the order in which the rule asks for them."""
        *facts, today, soon = map(compiler.compile, self.source_expressions)
        columns = dict(zip(self.FACTS, (sql for sql, _params in facts), strict=True))
        day = f"COALESCE({columns['extended_to']}, {columns['due_on']})"
        still = f"{columns['stopped_on']} IS NOT NULL AND {columns['stopped_until']} IS NULL"
        columns["last"] = f"CASE WHEN {still} THEN NULL ELSE {day} END"
        sql = self.RULE.format(**columns, today=today[0], soon=soon[0])
        return sql, (*today[1] * 4, *soon[1])
