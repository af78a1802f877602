"""Dealing with what an organisation might be asked to make clear: putting it aside with a reason, or taking it up."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dondoc.reviewing import actions
from dondoc.reviewing.clues import ClueGroup, clues_of
from dondoc.reviewing.forms import DismissForm
from dondoc.submissions import rules
from dondoc.submissions.models import Submission
from dondoc.submissions.queries import credits_of
from dondoc.submissions.reading import submission_for
from dondoc.web.refusals import require
from dondoc.web.shortcuts import render


def _found(request: HttpRequest, submission_id: int, clue_id: int) -> tuple[Submission, ClueGroup]:
    """The sheet and the clues that stand together with this one; 404 where this person may not see them."""
    submission = submission_for(request, submission_id)
    require(rules.may_judge(request.user, submission))
    tasks = [credit.obligation.task.text for credit in credits_of(submission)]
    group = clues_of(submission, request.user, tasks).with_clue(clue_id)
    if group is None:
        raise Http404
    return submission, group


@require_POST
def dismiss(request: HttpRequest, submission_id: int, clue_id: int) -> HttpResponse:
    """Put it aside; without a reason the same form is shown again."""
    submission, group = _found(request, submission_id, clue_id)
    form = DismissForm(request.POST)
    if not form.is_valid():
        context = {"submission": submission, "group": group, "form": form, "query": request.GET.urlencode()}
        return render(request, "reviewing/dismiss.html", context, status=422)
    actions.dismiss_clues(group.clues, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    messages.success(
        request, _("Đã bỏ qua “%(what)s”. Nội dung phiếu thay đổi thì sẽ xét lại.") % {"what": group.first}
    )
    return _back(request, submission)


@require_POST
def reopen(request: HttpRequest, submission_id: int, clue_id: int) -> HttpResponse:
    """Take it up again."""
    submission, group = _found(request, submission_id, clue_id)
    actions.reopen_clues(group.clues, by=request.user, at=timezone.now())
    messages.success(request, _("Đã đưa “%(what)s” trở lại.") % {"what": group.first})
    return _back(request, submission)


def _back(request: HttpRequest, submission: Submission) -> HttpResponse:
    query = request.GET.urlencode()
    page = reverse("reviewing:review", args=[submission.pk])
    return redirect(f"{page}{f'?{query}' if query else ''}#lam-ro")
