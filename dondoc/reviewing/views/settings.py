"""What the desk works by: the reasons kept at hand, and how long reviewers have."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.orgs.models import Org
from dondoc.reviewing import actions, rules
from dondoc.reviewing.forms import LimitForm, ReasonForm
from dondoc.reviewing.reasons import body_of, reasons_of
from dondoc.submissions.models import ReviewLimit
from dondoc.submissions.weighing import DEFAULT_DAYS, DEFAULT_REASON
from dondoc.web.refusals import Refused, require
from dondoc.web.shortcuts import render


def _body(request: HttpRequest) -> Org:
    require(rules.may_review(request.user))
    body = body_of(request.user)
    if body is None:
        raise Http404
    return body


@require_http_methods(["GET", "HEAD", "POST"])
def reasons(request: HttpRequest) -> HttpResponse:
    """The reasons for sending back that one's own body keeps, and adding one."""
    body = _body(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.keep_reason(body, form.cleaned_data["text"].strip(), by=request.user, at=timezone.now())
        messages.success(request, _("Đã thêm lý do vào danh sách của %(org)s.") % {"org": body})
        return redirect("reviewing:reasons")
    context = {"body": body, "reasons": reasons_of(body), "form": form}
    return render(request, "reviewing/reasons.html", context, status=422 if form.errors else 200)


@require_POST
def retire_reason(request: HttpRequest) -> HttpResponse:
    """Offer a reason no longer."""
    body, form = _body(request), ReasonForm(request.POST)
    if not form.is_valid():
        raise Http404
    actions.retire_reason(body, form.cleaned_data["text"], by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ lý do khỏi danh sách. Thêm lại đúng lời đó là dùng được tiếp."))
    return redirect("reviewing:reasons")


@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: HttpRequest) -> HttpResponse:
    """How long reviewers have, for what, and why; setting another."""
    denial = rules.may_set_limits(request.user)
    form = LimitForm(request.POST or None, user=request.user)
    if request.method == "POST":
        require(denial)
        if form.is_valid() and _set(request, form):
            return redirect("reviewing:limits")
    context = {
        "limits": ReviewLimit.objects.select_related("plan", "sheet"),
        "default_days": DEFAULT_DAYS,
        "default_reason": DEFAULT_REASON,
        "form": form,
        "denial": denial,
    }
    return render(request, "reviewing/limits.html", context, status=422 if form.errors else 200)


def _set(request: HttpRequest, form: LimitForm) -> bool:
    try:
        actions.set_limit(**form.cleaned_data, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error("valid_from", refusal.reason)
        return False
    messages.success(request, _("Đã đặt thời hạn duyệt. Phiếu nộp từ ngày đó tính theo thời hạn mới."))
    return True
