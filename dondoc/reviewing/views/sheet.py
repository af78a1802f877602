"""One sheet, beside the period before and its evidence, and the decision about it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.reviewing import queries
from dondoc.reviewing.actions import count_reasons, keep_reason, look, stop_looking
from dondoc.reviewing.clues import Clues, clues_of
from dondoc.reviewing.comparing import changes_of, sides_of
from dondoc.reviewing.forms import ApproveForm, DismissForm, SendBackForm
from dondoc.reviewing.reasons import body_of, reasons_of
from dondoc.reviewing.views.desk import narrowed_by
from dondoc.sampling.credibility import credibility_of
from dondoc.sampling.factors import last_recount
from dondoc.sampling.queries import recounts
from dondoc.submissions import actions, rules
from dondoc.submissions.actions import Incomplete
from dondoc.submissions.forms import AnswersForm
from dondoc.submissions.models import Submission, SubmissionState
from dondoc.submissions.reading import shown, submission_for
from dondoc.web.addresses import number_in
from dondoc.web.refusals import Conflict, require
from dondoc.web.shortcuts import render


@require_http_methods(["GET", "HEAD"])
def review(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Look at one sheet and decide."""
    submission = submission_for(request, submission_id, "look__by", noted=recounts())
    return _page(request, submission)


@require_POST
def approve(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Accept it, then on to the next of the queue."""
    submission = submission_for(request, submission_id)
    form = _approve_form(submission, request.POST)
    if not form.is_valid():
        return _page(request, submission, approve_form=form, status=422)
    try:
        actions.approve(
            submission, revision=form.cleaned_data["revision"], review_answers=form.typed(), by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except Incomplete as fault:
        form.show_errors(fault.errors)
        return _page(request, submission, approve_form=form, status=422)
    except Conflict as conflict:
        return _page(request, submission_for(request, submission_id), conflict=conflict, status=conflict.status)
    stop_looking([submission], by=request.user)
    messages.success(request, _("Đã duyệt “%(name)s” của %(org)s.") % {"name": submission, "org": submission.org})
    return _to_next(request, submission)


@require_POST
def send_back(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Return it with the reason, then on to the next of the queue."""
    submission = submission_for(request, submission_id)
    body = body_of(request.user)
    form = SendBackForm(request.POST, reasons=reasons_of(body))
    if not form.is_valid():
        return _page(request, submission, back_form=form, status=422)
    now = timezone.now()
    try:
        with transaction.atomic():
            actions.send_back(
                submission, revision=form.cleaned_data["revision"], reason=form.words(), by=request.user, at=now
            )
            if body and form.to_keep:
                keep_reason(body, form.to_keep, by=request.user, at=now)
            if body:
                count_reasons(body, [*form.picked, *filter(None, [form.to_keep])])
    except Incomplete as fault:
        form.add_error("reason", fault.errors["reason"])
        return _page(request, submission, back_form=form, status=422)
    except Conflict as conflict:
        there = submission_for(request, submission_id)
        return _page(request, there, back_form=form, conflict=conflict, status=conflict.status)
    stop_looking([submission], by=request.user)
    messages.success(request, _("Đã trả lại “%(name)s” cho %(org)s.") % {"name": submission, "org": submission.org})
    return _to_next(request, submission)


def _approve_form(submission: Submission, *data: Any) -> AnswersForm:
    judged = submission.sheet_version.parsed.review_fields
    initial = {"revision": submission.revision}
    return ApproveForm(*data, definitions=judged, answers=submission.review_answers, initial=initial)


def _page(
    request: HttpRequest,
    submission: Submission,
    *,
    approve_form: AnswersForm | None = None,
    back_form: SendBackForm | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    require(rules.may_judge(request.user, submission))
    today = timezone.localdate()
    context = shown(submission, request.user)
    decided = context["decided"]
    before = context["before"]
    if conflict and back_form:
        back_form = _on_revision(back_form, submission)
    waits = submission.status is SubmissionState.SUBMITTED
    clues = clues_of(submission, request.user, [credit.obligation.task.text for credit in context["credits"]])
    context |= {
        "sides": sides_of(submission, before.answers if before else {}, decided.answers if decided else None),
        "changes": changes_of(submission, context["reviews"]),
        "approve_form": approve_form or _approve_form(submission),
        "back_form": back_form or _back_form(request, submission, clues),
        "clues": clues,
        "recount": last_recount(submission),
        "credibility": credibility_of(submission),
        "dismiss_form": DismissForm(),
        "approve_denial": rules.may_move(submission, SubmissionState.APPROVED),
        "back_denial": rules.may_move(submission, SubmissionState.SENT_BACK),
        "conflict": conflict,
        "other": look(submission, by=request.user, at=timezone.now()) if waits else None,
        "next": queries.next_in_queue(request.user, submission, narrowed_by(request), today),
        "today": today,
        "query": request.GET.urlencode(),
    }
    return render(request, "reviewing/review.html", context, status=status)


def _back_form(request: HttpRequest, submission: Submission, clues: Clues) -> SendBackForm:
    """With the question about one clue as the reason, when the address names it (`?lam-ro=`)."""
    asked = clues.with_clue(number_in(request.GET.get("lam-ro", "")))
    initial = {"revision": submission.revision, "reason": asked.question if asked else ""}
    return SendBackForm(initial=initial, reasons=reasons_of(body_of(request.user)))


def _on_revision(form: SendBackForm, submission: Submission) -> SendBackForm:
    """The same words, bound to the state that is stored now: to be sent again once it has been looked at."""
    form.data = form.data.copy()
    form.data["revision"] = str(submission.revision)
    return form


def _to_next(request: HttpRequest, submission: Submission) -> HttpResponse:
    """The next sheet under the same filters, or the empty desk."""
    following = queries.next_in_queue(request.user, submission, narrowed_by(request), timezone.localdate())
    page = reverse("reviewing:review", args=[following.pk]) if following else reverse("reviewing:desk")
    query = request.GET.urlencode()
    return redirect(f"{page}?{query}" if query else page)
