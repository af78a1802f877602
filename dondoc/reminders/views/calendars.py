"""Calendars: the file behind a secret address, making one, ending one."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dondoc.orgs.models import Org
from dondoc.reminders import actions
from dondoc.reminders.actions.calendars import hashed
from dondoc.reminders.calendars import calendar, person_of
from dondoc.reminders.models import CalendarAddress

NEW_ADDRESS = "new_calendar"  # in the session until the page has shown it


def base_of(request: HttpRequest) -> str:
    """How the program is reached from outside."""
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar; whoever has the address has it, until it is ended or its person is switched off."""
    address = CalendarAddress.objects.open().filter(token_hash=hashed(token)).select_related("org").first()
    user = person_of(address) if address else None
    if address is None or user is None:
        raise Http404
    now = timezone.now()
    data = calendar(address, user, today=timezone.localdate(now), at=now, base=base_of(request))
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="don-doc.ics"'
    answer["Cache-Control"] = "private, max-age=300"
    return answer


@require_POST
def open_calendar(request: HttpRequest) -> HttpResponse:
    """Make an address; the page that follows shows it once."""
    given = request.POST.get("don_vi", "")
    visible = Org.objects.visible_to(request.user)
    org = get_object_or_404(visible, pk=int(given)) if given.isdecimal() else None
    _made, token = actions.open_calendar(request.user, org, at=timezone.now())
    request.session[NEW_ADDRESS] = base_of(request) + reverse("reminders:feed", args=[token])
    return redirect("reminders:preferences")


@require_POST
def end_calendar(request: HttpRequest, address_id: int) -> HttpResponse:
    """Nothing answers at the address any more."""
    address = get_object_or_404(CalendarAddress.objects.visible_to(request.user).select_related("org"), pk=address_id)
    actions.end_calendar(address, by=request.user, at=timezone.now())
    messages.success(request, _("Đã hủy địa chỉ lịch; nơi nào còn dùng sẽ không cập nhật nữa."))
    return redirect("reminders:preferences")
