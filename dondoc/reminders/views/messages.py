"""What a person was told, and by what they want to be told."""

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dondoc.accounts.rules import Permission
from dondoc.outbox import actions as outbox
from dondoc.outbox.models import Contact, Endpoint, Message, Preference
from dondoc.reminders.forms import PreferenceForm
from dondoc.reminders.models import CalendarAddress
from dondoc.reminders.saying import told_in
from dondoc.reminders.views.calendars import NEW_ADDRESS
from dondoc.web.shortcuts import render

_A_PAGE = 20


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """One's own messages, the newest first."""
    rows = Message.objects.visible_to(request.user).annotate(count=Count("told")).order_by("-made_at", "-pk")
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "reminders/inbox.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message with what it is about; "Đã xem" puts it away."""
    one = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        outbox.mark_message_read(one, at=timezone.now())
        flash.success(request, _("Đã ghi nhận đã xem."))
        return redirect("reminders:inbox")
    today = timezone.localdate()
    lines = [(told.reminder, told.reminder.obligation.status_on(today)) for told in told_in(one)]
    return render(request, "reminders/message.html", {"one": one, "lines": lines, "today": today})


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """By what one wants to be told, within what the committee has fixed."""
    user = request.user
    chosen = Preference.objects.filter(user=user).first() or Preference(user=user)
    form = PreferenceForm(
        request.POST or None, chosen=chosen, endpoints=Endpoint.objects.filter(is_on=True),
        contacts=Contact.objects.filter(user=user),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        outbox.choose(
            user, email=data["email"], hooks=data["hooks"], addresses=form.addresses, at=timezone.now()
        )  # fmt: skip
        flash.success(request, _("Đã lưu cách nhận tin."))
        return redirect("reminders:preferences")
    context = {
        "form": form, "calendars": CalendarAddress.objects.open().filter(user=user).select_related("org"),
        "orgs": user.root_orgs(Permission.VIEW), "address": request.session.pop(NEW_ADDRESS, ""),
    }  # fmt: skip
    return render(request, "reminders/preferences.html", context, status=422 if form.errors else 200)
