"""How sheets stand in the reviewers' queue: who is to review them, by when, and what there is to look at.

Worked out when a sheet is sent in, and again when it comes to answer something else; stored with the sheet, so that a
queue of any length is read from one index.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.lib.workdays import add_working_days
from dondoc.obligations.models import Obligation, last_day_of
from dondoc.sheets.definition import Evidence as EvidenceRule
from dondoc.sheets.models import DeliverablePeriod
from dondoc.submissions.models import COUNTS, Review, ReviewLimit, Submission, SubmissionState
from dondoc.submissions.risk import Concern, Facts, concerns_of, risk_of

WEIGHED = ("risk", "concerns", "bodies", "is_internal", "due_on", "review_by")
DEFAULT_DAYS = 5
DEFAULT_REASON = _(
    "Mức chung khi chưa đặt riêng: đủ một tuần làm việc để đọc minh chứng, và đơn vị còn kịp sửa trong kỳ."
)


@dataclass(frozen=True)
class Duty:
    """An obligation that a sheet answers, as far as its review is concerned. `owner_id`: the committee of the plan."""

    plan_id: int
    owner_id: int
    body_id: int | None
    last_day: date | None
    words: str  # of its task
    is_internal: bool = False  # given by the committee above to its own chi bộ

    @classmethod
    def of(cls, obligation: Obligation, body_id: int | None) -> "Duty":
        """One that was read as duties_of_each does, credited to `body_id`."""
        is_late_never = obligation.is_history and not obligation.extended_to
        return cls(
            obligation.task.plan_id, obligation.owner_id, body_id,
            None if is_late_never else obligation.last_day_allowed, obligation.task.text,
            obligation.assignment_id is not None,
        )  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What the weighing is based on, by submission id."""

    duties: Mapping[int, Collection[Duty]]
    has_files: Callable[[Submission], bool]
    reviews: Mapping[int, Collection[Review]]
    previous: Mapping[int, Submission]
    limits: Collection[ReviewLimit]
    clues: Mapping[int, Collection[Concern]]


def duties_of(submissions: Iterable[Submission]) -> dict[int, list[Duty]]:
    """Submission id → the obligations that it answers. One query."""
    rows = Obligation.objects.filter(credits__submission__in=[s.pk for s in submissions]).order_by()
    columns = (
        "credits__submission_id", "task__plan_id", "task__plan__org_id", "credits__reviewer_id", "task__text",
        "extended_to", "last", "is_history", "assignment_id",
    )  # fmt: skip
    found: dict[int, list[Duty]] = defaultdict(list)
    for pk, plan_id, owner_id, body_id, words, extended_to, last, is_history, given in rows.annotate(
        last=last_day_of()
    ).values_list(*columns):
        last_day = None if is_history and not extended_to else last  # what is history is never late
        found[pk].append(Duty(plan_id, owner_id, body_id, last_day, words, given is not None))
    return found


def is_periodic(submission: Submission) -> bool:
    """Whether the product comes again, so that there may be a period before."""
    return submission.deliverable.period_kind != DeliverablePeriod.TERM


def wants_files(submission: Submission) -> bool:
    """Whether the sheet has a place for files that may be left empty."""
    return submission.sheet_version.parsed.evidence is EvidenceRule.OPTIONAL


def weigh(submissions: Iterable[Submission], known: Known) -> None:
    """Set the columns of WEIGHED on each. Nothing is saved here."""
    for one in submissions:
        duties = known.duties.get(one.pk, ())
        one.due_on = min((duty.last_day for duty in duties if duty.last_day), default=None)
        bodies = sorted({duty.body_id for duty in duties if duty.body_id})
        one.bodies = f" {' '.join(map(str, bodies))} " if bodies else ""
        one.is_internal = bool(duties) and all(duty.is_internal for duty in duties)
        arrived = timezone.localdate(one.submitted_at)
        one.review_by = add_working_days(arrived, days_for(one, {duty.plan_id for duty in duties}, known.limits))
        concerns = concerns_of(_facts(one, known))
        one.risk, one.concerns = risk_of(concerns), " ".join(concerns)


def days_for(one: Submission, plans: Collection[int], limits: Iterable[ReviewLimit]) -> int:
    """The working days that its reviewer has: the most special limit that fits, the shortest of equals."""
    sheet_id = one.sheet_version.sheet_id
    fits = [
        limit
        for limit in limits
        if limit.plan_id in {None, *plans}
        and limit.sheet_id in {None, sheet_id}
        and limit.holds_on(timezone.localdate(one.submitted_at))
    ]
    rank = min(((_generality(limit), limit.working_days) for limit in fits), default=(0, DEFAULT_DAYS))
    return rank[1]


def _generality(limit: ReviewLimit) -> int:
    """Of a sheet under a plan before of a sheet, before of a plan, before of everything."""
    return 2 * (limit.sheet_id is None) + (limit.plan_id is None)


def _facts(one: Submission, known: Known) -> Facts:
    approved = [review for review in known.reviews.get(one.pk, ()) if review.decision == SubmissionState.APPROVED]
    before = known.previous.get(one.pk)
    return Facts(
        is_late=bool(one.due_on and one.done_on and one.done_on > one.due_on),
        differs_from_approved=approved[-1].answers != one.answers if approved else None,
        has_notices=bool(one.notices),
        lacks_file=wants_files(one) and not known.has_files(one),
        on_behalf=one.entered_on_behalf,
        is_explained=bool(one.explanation),
        same_as_before=before is not None and before.status in COUNTS and before.answers == one.answers,
        clues=known.clues.get(one.pk, ()),
    )
