"""The reviewer's desk: what waits, one sheet with its decision."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.reviewing import queries
from dondoc.reviewing.forms import EVERYTHING, ApproveForm, QueueForm, SendBackForm
from dondoc.reviewing.queries import QueueFilter
from dondoc.submissions import actions, rules
from dondoc.submissions.actions import Incomplete
from dondoc.submissions.forms import AnswersForm
from dondoc.submissions.models import Submission
from dondoc.submissions.reading import shown, submission_for
from dondoc.web.refusals import require
from dondoc.web.shortcuts import render

QUEUE_ROWS = 30


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person's review: late and old first, that of their own bodies unless the address says all."""
    form = _queue_form(request)
    narrowed = _narrowed(form)
    counts = {is_own: queries.review_queue(request.user, replace(narrowed, is_own=is_own)).count() for is_own in _TABS}
    paginator = Paginator(queries.review_queue(request.user, narrowed), QUEUE_ROWS)
    paginator.count = counts[narrowed.is_own]  # known; one query less
    page = paginator.get_page(request.GET.get("trang"))
    changes = queries.changes_since_review(page.object_list)
    context = {
        "form": form,
        "tabs": _queue_tabs(request, narrowed, counts) if queries.own_bodies(request.user) else [],
        "page": page,
        "rows": [(row, changes.get(row.pk)) for row in page.object_list],
        "others": counts[False] if narrowed.is_own else 0,
        "today": timezone.localdate(),
        "query": request.GET.urlencode(),
    }
    return render(request, "reviewing/desk.html", context, part="queue")


_TABS = {True: gettext_lazy("Cơ quan tôi theo dõi"), False: gettext_lazy("Tất cả")}


def _queue_tabs(request: HttpRequest, narrowed: QueueFilter, counts: dict[bool, int]) -> list[dict[str, Any]]:
    def address(is_own: bool) -> str:
        query = request.GET.copy()
        for name in ("trang", "pham_vi", *(["body"] if is_own else [])):
            query.pop(name, None)
        if not is_own:
            query["pham_vi"] = EVERYTHING
        return f"?{query.urlencode()}"

    return [
        {"label": label, "url": address(is_own), "count": counts[is_own], "is_current": is_own == narrowed.is_own}
        for is_own, label in _TABS.items()
    ]


def _queue_form(request: HttpRequest) -> QueueForm:
    bodies, products = queries.queue_choices(request.user)
    return QueueForm(request.GET, bodies=bodies, products=products)


def _narrowed(form: QueueForm) -> QueueFilter:
    """The filters of the address; what is not understood narrows nothing."""
    given = form.cleaned_data
    body = int(given["body"]) if given.get("body") else None
    is_own = body is None and given.get("pham_vi") != EVERYTHING
    return QueueFilter(is_own, body, given.get("product", ""), given.get("q", ""))


@require_http_methods(["GET", "HEAD"])
def review(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Look at one sheet and decide."""
    submission = submission_for(request, submission_id)
    require(rules.may_judge(request.user, submission))
    return _review_page(request, submission)


@require_POST
def approve(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Accept it, then on to the next of the queue."""
    submission = submission_for(request, submission_id)
    form = _approve_form(submission, request.POST)
    if not form.is_valid():
        return _review_page(request, submission, approve_form=form, status=422)
    try:
        actions.approve(
            submission, revision=form.cleaned_data["revision"], review_answers=form.typed(), by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except Incomplete as fault:
        form.show_errors(fault.errors)
        return _review_page(request, submission, approve_form=form, status=422)
    messages.success(request, _("Đã duyệt “%(name)s” của %(org)s.") % {"name": submission, "org": submission.org})
    return _to_next(request, submission)


@require_POST
def send_back(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Return it with the reason, then on to the next of the queue."""
    submission = submission_for(request, submission_id)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _review_page(request, submission, back_form=form, status=422)
    try:
        actions.send_back(
            submission, revision=form.cleaned_data["revision"], reason=form.words(), by=request.user, at=timezone.now()
        )
    except Incomplete as fault:
        form.add_error("reason", fault.errors["reason"])
        return _review_page(request, submission, back_form=form, status=422)
    messages.success(request, _("Đã trả lại “%(name)s” cho %(org)s.") % {"name": submission, "org": submission.org})
    return _to_next(request, submission)


def _approve_form(submission: Submission, *data: Any) -> AnswersForm:
    judged = submission.sheet_version.parsed.review_fields
    initial = {"revision": submission.revision}
    return ApproveForm(*data, definitions=judged, answers=submission.review_answers, initial=initial)


def _review_page(
    request: HttpRequest,
    submission: Submission,
    *,
    approve_form: AnswersForm | None = None,
    back_form: SendBackForm | None = None,
    status: int = 200,
) -> HttpResponse:
    form = _queue_form(request)
    following = queries.next_in_queue(request.user, submission, _narrowed(form))
    context = shown(submission) | {
        "approve_form": approve_form or _approve_form(submission),
        "back_form": back_form or SendBackForm(initial={"revision": submission.revision}),
        "approve_denial": rules.may_approve(request.user, submission),
        "back_denial": rules.may_send_back(request.user, submission),
        "next": following,
        "query": request.GET.urlencode(),
    }
    return render(request, "reviewing/review.html", context, status=status)


def _to_next(request: HttpRequest, submission: Submission) -> HttpResponse:
    """The next sheet under the same filters, or the empty desk."""
    following = queries.next_in_queue(request.user, submission, _narrowed(_queue_form(request)))
    page = reverse("reviewing:review", args=[following.pk]) if following else reverse("reviewing:desk")
    query = request.GET.urlencode()
    return redirect(f"{page}?{query}" if query else page)
