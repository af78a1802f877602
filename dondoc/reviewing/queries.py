"""Reads for the review desk: the queue, what narrows it, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from dondoc.accounts.rules import Permission
from dondoc.lib.text import fold
from dondoc.orgs.models import Org, OrgKind
from dondoc.sheets.models import Deliverable
from dondoc.submissions.models import Credit, Review, Submission, SubmissionState

S = SubmissionState

# The reviewer's desk


@dataclass(frozen=True)
class QueueFilter:
    """What the reviewer narrows the queue to; empty fields narrow nothing. `words` are looked for without marks.

    `is_own`: only what the reviewer's own bodies follow, and what no body follows; see `own_bodies`.
    """

    is_own: bool = False
    body: int | None = None
    deliverable: str = ""
    words: str = ""


def review_queue(user, narrowed: QueueFilter = QueueFilter()) -> QuerySet[Submission]:
    """What waits for `user`'s review, the earliest due first, then the oldest. Own entries are left out.

    Annotated with `last_day`: the earliest day by which an obligation that it answers had to be done.
    """
    mine = Q(org_id__in=user.org_ids_with(Permission.REVIEW)) | Q(
        pk__in=Credit.objects.filter(obligation__task__reviewer_id__in=user.root_org_ids(Permission.REVIEW)).values(
            "submission_id"
        )
    )
    queue = Submission.objects.filter(mine, state=S.SUBMITTED).exclude(submitted_by=user)
    if narrowed.is_own and (bodies := own_bodies(user)):
        followed = Credit.objects.filter(obligation__task__reviewer__isnull=False)
        own = followed.filter(obligation__task__reviewer_id__in=bodies)
        queue = queue.filter(Q(pk__in=own.values("submission_id")) | ~Q(pk__in=followed.values("submission_id")))
    if narrowed.body:
        theirs = Credit.objects.filter(obligation__task__reviewer_id=narrowed.body)
        queue = queue.filter(pk__in=theirs.values("submission_id"))
    if narrowed.deliverable:
        queue = queue.filter(deliverable__code=narrowed.deliverable)
    for word in fold(narrowed.words).split():
        queue = queue.filter(org__search_text__contains=word)
    due = Min(Coalesce("credits__obligation__extended_to", "credits__obligation__due_on"))
    queue = queue.annotate(last_day=due).select_related("org", "deliverable", "round", "submitted_by", "sheet_version")
    return queue.order_by(F("last_day").asc(nulls_last=True), "submitted_at", "pk")


def own_bodies(user) -> set[int]:
    """Ids of the advisory bodies (not the committee that they serve) in which `user` holds a role. No query."""
    kinds = {OrgKind.ADVISORY_BODY, OrgKind.INSPECTION_COMMITTEE}
    return {held.org_id for held in user.roles_held() if held.org.kind in kinds}


def own_queue(user) -> QuerySet[Submission]:
    """What `user` reviews first: the queue of their own bodies, or the whole one when they belong to none."""
    return review_queue(user, QueueFilter(is_own=True))


def queue_choices(user) -> tuple[list[Org], list[Deliverable]]:
    """What the queue of `user` may be narrowed to: bodies that review something in it, and products in it."""
    queue = review_queue(user).order_by().values("pk")
    bodies = Org.objects.filter(tasks_reviewed__obligations__credits__submission__in=queue).distinct()
    products = Deliverable.objects.filter(submissions__in=queue).distinct()
    return list(bodies), list(products)


def changes_since_review(submissions: Iterable[Submission]) -> dict[int, int]:
    """Submission id → how many answers changed since the last decision about it; never decided ones are left out."""
    rows = {s.pk: s for s in submissions}
    changes: dict[int, int] = {}
    for review in Review.objects.filter(submission_id__in=rows).order_by("decided_at", "id"):
        now, then = rows[review.submission_id].answers, review.answers
        changes[review.submission_id] = sum(now.get(code) != then.get(code) for code in {*now, *then})
    return changes


def next_in_queue(user, after: Submission, narrowed: QueueFilter = QueueFilter()) -> Submission | None:
    """What to review once `after` is dealt with."""
    return review_queue(user, narrowed).exclude(pk=after.pk).first()
