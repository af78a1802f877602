"""Weighing sheets anew that wait for review already, because what they answer has changed."""

from collections.abc import Iterable

from dondoc.submissions.clues.keeping import open_kinds
from dondoc.submissions.models import Evidence, ReviewLimit, Submission
from dondoc.submissions.queries import previous_of_each, reviews_of
from dondoc.submissions.weighing import WEIGHED, Known, duties_of, is_periodic, weigh


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
    Submission.objects.bulk_update(rows, WEIGHED, batch_size=500)
