"""Reading a sheet, taking it back, its evidence files."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dondoc.submissions import actions, rules
from dondoc.submissions.forms import (
    RevisionForm,
)
from dondoc.submissions.models import Evidence
from dondoc.submissions.reading import shown, submission_for
from dondoc.web.shortcuts import render


@require_safe
def detail(request: HttpRequest, submission_id: int) -> HttpResponse:
    """One sheet: answers, evidence, what it counts for, who did what."""
    submission = submission_for(request, submission_id)
    context = shown(submission) | {
        "edit_denial": rules.may_edit(request.user, submission),
        "withdraw_denial": rules.may_withdraw(request.user, submission),
        "judge_denial": rules.may_judge(request.user, submission),
    }
    return render(request, "submissions/detail.html", context)


@require_POST
def withdraw(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Take a sheet back that waits for review."""
    submission = submission_for(request, submission_id)
    form = RevisionForm(request.POST)
    seen = form.cleaned_data["revision"] if form.is_valid() else -1
    actions.withdraw(submission, revision=seen, by=request.user, at=timezone.now())
    messages.success(request, _("Đã thu hồi phiếu. Hãy sửa rồi nộp lại."))
    return redirect("submissions:edit", submission.pk)


@require_safe
def evidence(request: HttpRequest, evidence_id: int) -> FileResponse:
    """A file as it was given, to be saved, never shown inside our own pages."""
    rows = Evidence.objects.visible_to(request.user).filter(removed_at=None)
    file = get_object_or_404(rows, pk=evidence_id)
    answered = FileResponse(
        file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type
    )
    answered["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answered["X-Content-Type-Options"] = "nosniff"
    return answered
