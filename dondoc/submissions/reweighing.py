"""Weighing sheets anew that wait for review already, because what they answer has changed."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models.functions import Coalesce

from dondoc.plans.models import Plan
from dondoc.submissions.clues.keeping import open_kinds
from dondoc.submissions.models import Credit, Evidence, ReviewLimit, Submission, SubmissionState
from dondoc.submissions.queries import previous_of_each, reviews_of
from dondoc.submissions.weighing import WEIGHED, Known, duties_of, is_periodic, weigh

_BATCH = 500


def reweigh(submissions: Iterable[Submission]) -> None:
    """Give sheets that wait for review their place in the queue anew. A constant number of statements; the revision
    stays, for nothing that a person entered or decided has changed."""
    rows = list(submissions)
    if not rows:
        return
    files = Evidence.objects.filter(submission__in=rows, removed_at=None).values_list("submission_id", flat=True)
    with_files = set(files)
    known = Known(
        duties=duties_of(rows),
        has_files=lambda one: one.pk in with_files,
        reviews=reviews_of(rows),
        previous=previous_of_each(one for one in rows if is_periodic(one)),
        limits=list(ReviewLimit.objects.all()),
        clues=open_kinds(rows),
    )
    weigh(rows, known)
    Submission.objects.bulk_update(rows, WEIGHED, batch_size=_BATCH)


def follow_reviewers(plan: Plan) -> int:
    """Hand what is not approved to the bodies that the amended version `plan` names to review it, once it was issued.

    What it no longer asks for stays with the body of the version before. Returns how many credits changed hands.
    """
    named = {task.line_key: task.reviewer_id for task in plan.tasks.all()}
    open_ones = Credit.objects.filter(
        obligation__task__plan__in=Plan.objects.of_series(plan), submission__approved_at=None
    ).annotate(line_key=Coalesce("obligation__task__line_id", "obligation__task_id"))
    moved: dict[int | None, list[int]] = defaultdict(list)
    sheets: set[int] = set()
    for pk, submission_id, reviewer_id, line_key in open_ones.values_list(
        "pk", "submission_id", "reviewer_id", "line_key"
    ):
        if line_key in named and named[line_key] != reviewer_id:
            moved[named[line_key]].append(pk)
            sheets.add(submission_id)
    with transaction.atomic():
        for body_id, pks in moved.items():
            for start in range(0, len(pks), _BATCH):
                Credit.objects.filter(pk__in=pks[start : start + _BATCH]).update(reviewer_id=body_id)
        whole = Submission.objects.select_related("deliverable", "sheet_version", "org")
        for start in range(0, len(sheets), _BATCH):
            part = sorted(sheets)[start : start + _BATCH]
            reweigh(whole.filter(pk__in=part, state=SubmissionState.SUBMITTED))
    return sum(map(len, moved.values()))
