"""One sheet as every page about it shows it: answers, what was before, evidence, what it counts for, who did what."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from dondoc.submissions import queries
from dondoc.submissions.compiling import changed_below
from dondoc.submissions.models import Submission, SubmissionState


def submission_for(
    request: HttpRequest, submission_id: int, *more: str, noted: Mapping[str, Any] | None = None
) -> Submission:
    """The sheet with what every page about it shows, `more` that belongs to it and what is `noted` of
    it (annotations); 404 for who may not see it."""
    rows = Submission.objects.visible_to(request.user)
    whole = rows.select_related(
        "org", "deliverable__sheet", "sheet_version", "round", "submitted_by", "approved_by", "link__created_by", *more
    )
    return get_object_or_404(whole.annotate(**noted or {}), pk=submission_id)


def shown(submission: Submission, user) -> dict[str, Any]:
    """What every page about one sheet shows to `user`."""
    before = queries.previous_of(submission.org, submission.deliverable, submission.period_start)
    answers_before = before.answers if before else None
    reviews = list(submission.reviews.select_related("decided_by"))
    judged = submission.sheet_version.parsed.review_fields
    return {
        "submission": submission,
        "changed_below": changed_below(submission),
        "lines": queries.lines_of(submission, reviews[-1].answers if reviews else None, answers_before),
        "judged": [(one.label, one.show(submission.review_answers.get(one.code))) for one in judged],
        "before": before,
        "before_lines": queries.lines_of(before) if before else [],
        "files": queries.files_with_copies(submission, user),
        "credits": list(queries.credits_of(submission)),
        "history": queries.history_of(submission),
        "reviews": reviews,
        "decided": reviews[-1] if reviews else None,
        "returned": reviews[-1] if reviews and reviews[-1].decision == SubmissionState.SENT_BACK else None,
    }
