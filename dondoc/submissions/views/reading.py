"""Reading a sheet, taking it back, its evidence files."""

from base64 import b64decode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from dondoc.accounts.rules import Permission, can
from dondoc.obligations.gates import OPEN
from dondoc.submissions import actions, rules
from dondoc.submissions.entry import Entry
from dondoc.submissions.forms import GiveBackForm, RevisionForm
from dondoc.submissions.models import COUNTS, Evidence, Submission
from dondoc.submissions.reading import shown, submission_for
from dondoc.submissions.receiving import picture
from dondoc.web.refusals import Denial
from dondoc.web.shortcuts import render
from dondoc.web.storage import opened

PICTURE_WIDTH = 1000  # pixels: an A4 page is read on a screen as wide as it


@require_safe
def detail(request: HttpRequest, submission_id: int) -> HttpResponse:
    """One sheet: answers, evidence, what it counts for, who did what."""
    return detail_page(request, submission_for(request, submission_id))


def detail_page(
    request: HttpRequest, submission: Submission, *, back_form: GiveBackForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of one sheet; `back_form`: as it was filled in, when it could not be given back inside."""
    initial = {"revision": submission.revision}
    needs_reason = rules.must_say_why(request.user, submission)
    context = shown(submission, request.user) | {
        "edit_denial": rules.may_edit(request.user, submission),
        "up_denial": rules.may_send_up(request.user, submission),
        "inside_denial": rules.may_return_inside(request.user, submission),
        "back_form": back_form or GiveBackForm(initial=initial, needs_reason=needs_reason),
        "withdraw_denial": rules.may_withdraw(request.user, submission),
        "reopen_denial": _reopen_denial(request, submission),
        "judge_denial": rules.may_judge(request.user, submission),
    }
    return render(request, "submissions/detail.html", context, status=status)


def _reopen_denial(request: HttpRequest, submission: Submission) -> Denial | None:
    """Whether an approved sheet may be opened again; how it stands is read only for those who might."""
    if submission.status in COUNTS and can(request.user, Permission.WITHDRAW, org=submission.org):
        return rules.may_reopen(request.user, submission, Entry.of(submission).standing)
    return rules.may_reopen(request.user, submission, OPEN)


@require_POST
def reopen(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Open an approved sheet once more, while its organisation is let in."""
    submission, form = submission_for(request, submission_id), RevisionForm(request.POST)
    seen = form.cleaned_data["revision"] if form.is_valid() else -1
    actions.reopen(submission, revision=seen, by=request.user, at=timezone.now())
    messages.success(request, _("Đã mở lại phiếu. Hãy sửa rồi nộp trước khi hết thời gian mở khóa."))
    return redirect("submissions:edit", submission.pk)


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
    """A file as it was given, to be saved."""
    return _given(_file(request, evidence_id), policy="default-src 'none'; sandbox", as_attachment=True)


@require_safe
@cache_control(private=True, max_age=3600)
def evidence_page(request: HttpRequest, evidence_id: int, page: int) -> HttpResponse:
    """A page of a PDF, or a photograph, as a picture of it made here: it shows on every machine, and nothing of the
    file itself reaches the browser. It never changes, so that the browser may keep it for a while."""
    file = _file(request, evidence_id)
    if not file.is_shown_inside:
        raise Http404
    with opened(file.file) as stored:
        shown = picture(file.name, stored.read(), page=page, width=PICTURE_WIDTH)
    if not shown:
        raise Http404
    answered = HttpResponse(b64decode(shown), content_type="image/jpeg")
    answered["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answered["X-Content-Type-Options"] = "nosniff"
    return answered


@require_safe
def evidence_view(request: HttpRequest, evidence_id: int) -> FileResponse:
    """A picture or a PDF as it was given, in the browser; nothing in it can run or fetch. Other kinds are saved."""
    file = _file(request, evidence_id)
    if not file.is_shown_inside:
        raise Http404
    # the browser's own reader of PDF is an embedded object with a style of its own, which a sandbox would refuse
    policy = "default-src 'none'; sandbox" if file.is_picture else _PDF_POLICY
    return _given(file, policy=policy, as_attachment=False)


_PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def _file(request: HttpRequest, evidence_id: int) -> Evidence:
    return get_object_or_404(Evidence.objects.visible_to(request.user).filter(removed_at=None), pk=evidence_id)


def _given(file: Evidence, *, policy: str, as_attachment: bool) -> FileResponse:
    answered = FileResponse(
        opened(file.file), as_attachment=as_attachment, filename=file.name, content_type=file.content_type
    )
    answered["Content-Security-Policy"] = policy
    answered["X-Content-Type-Options"] = "nosniff"
    return answered
