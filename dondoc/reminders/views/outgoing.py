"""What leaves the house, for the administrator: how far it came, what failed, where it may go."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.outbox import actions as outbox
from dondoc.outbox.models import Delivery, DeliveryState, Endpoint
from dondoc.reminders import rules
from dondoc.reminders.forms import EndpointForm
from dondoc.reminders.models import Build
from dondoc.web.refusals import require
from dondoc.web.shortcuts import render

_A_PAGE = 25
_DAYS_SHOWN = 7


@require_safe
def outgoing(request: HttpRequest) -> HttpResponse:
    """How many went by each way, what failed and why; the last days' building."""
    require(rules.may_see_outgoing(request.user))
    rows = Delivery.objects.order_by().values_list("state").annotate(n=Count("pk"))
    counts = dict(rows)
    failed = Delivery.objects.filter(state=DeliveryState.FAILED).select_related("message__user", "endpoint")
    page = Paginator(failed.order_by("-pk"), _A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "counts": [(state, counts.get(state.value, 0)) for state in DeliveryState], "page": page,
        "builds": Build.objects.all()[:_DAYS_SHOWN], "endpoints": Endpoint.objects.all(),
        "mail_is_on": settings.MAIL_IS_ON, "mail_from": settings.DEFAULT_FROM_EMAIL if settings.MAIL_IS_ON else "",
        "waiting_error": Delivery.objects.filter(state=DeliveryState.WAITING).exclude(error="").order_by("-pk").first(),
    }  # fmt: skip
    return render(request, "reminders/outgoing.html", context)


@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Let what failed be tried again: the ones named, or all."""
    require(rules.may_see_outgoing(request.user))
    named = [int(pk) for pk in request.POST.getlist("tin") if pk.isdecimal()]
    failed = Delivery.objects.filter(state=DeliveryState.FAILED).values_list("pk", flat=True)
    count = outbox.retry(named or list(failed), by=request.user, at=timezone.now())
    words = ngettext("%(n)d tin sẽ được gửi lại.", "%(n)d tin sẽ được gửi lại.", count)
    messages.success(request, words % {"n": count})
    return redirect("reminders:outgoing")


@require_http_methods(["GET", "HEAD", "POST"])
def new_endpoint(request: HttpRequest) -> HttpResponse:
    """Connect Zalo, Telegram or another system."""
    return _edit(request, Endpoint())


@require_http_methods(["GET", "HEAD", "POST"])
def endpoint(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Change one, or switch it off."""
    require(rules.may_see_outgoing(request.user))
    return _edit(request, get_object_or_404(Endpoint, pk=endpoint_id))


def _edit(request: HttpRequest, one: Endpoint) -> HttpResponse:
    require(rules.may_see_outgoing(request.user))
    form = EndpointForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        outbox.save_endpoint(form.save(commit=False), by=request.user, at=timezone.now())
        messages.success(request, _("Đã lưu kênh gửi."))
        return redirect("reminders:outgoing")
    context = {"form": form, "one": one, "hosts": ", ".join(settings.HOOK_HOSTS)}
    return render(request, "reminders/endpoint.html", context, status=422 if form.errors else 200)
