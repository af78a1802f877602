"""Meetings with what came of their conclusions; writing down those of a new one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.meetings import actions, queries
from dondoc.meetings.forms import ConclusionFormSet, MeetingForm, bodies_by_name
from dondoc.meetings.models import Meeting, Organ
from dondoc.orgs.models import Org, OrgKind
from dondoc.web.refusals import Refused
from dondoc.web.shortcuts import render

PAGE_ROWS = 10
_FIRST_ROWS, _MORE_ROWS = 3, 3
_SUGGESTED = (OrgKind.COMMITTEE, OrgKind.ADVISORY_BODY, OrgKind.INSPECTION_COMMITTEE)


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings, the newest first, each with what came of it; above them what is still open of all on the page."""
    if not holds_anywhere(request.user, Permission.VIEW_BOARD):
        raise Refused(_("Đồng chí không có quyền xem kết luận cuộc họp."))
    today = timezone.localdate()
    meetings = Meeting.objects.visible_to(request.user).select_related("org", "plan")
    page = Paginator(meetings, PAGE_ROWS).get_page(request.GET.get("trang"))
    rows = list(page.object_list)
    found = queries.progress(rows, today)
    context = {
        "page": page,
        "rows": found,
        "is_any": any(one.duties for one in found),
        "still_open": queries.still_open(request.user, rows, today),
        "today": today,
        "may_conclude": holds_anywhere(request.user, Permission.EDIT_PLAN),
    }
    return render(request, "meetings/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def conclude(request: HttpRequest) -> HttpResponse:
    """Write down what a meeting concluded; it is read like any plan's text and then confirmed."""
    orgs = request.user.root_orgs(Permission.EDIT_PLAN)
    if not orgs:
        raise Refused(_("Đồng chí không có quyền ghi kết luận cuộc họp."))
    bodies = Org.objects.as_of(timezone.localdate()).filter(pk__in=request.user.org_ids_with(Permission.EDIT_PLAN))
    given = {"form_kwargs": {"bodies": bodies_by_name(bodies) if request.method == "POST" else {}}, "prefix": "kl"}
    if request.method != "POST":
        last = Meeting.objects.visible_to(request.user).values_list("place", flat=True).first()
        return _page(request, MeetingForm(orgs=orgs, place=last or ""), _blank(given, _FIRST_ROWS), bodies)
    form, rows = MeetingForm(request.POST, orgs=orgs), ConclusionFormSet(request.POST, **given)
    if "more" in request.POST:
        return _page(request, _unbound(form, orgs), _blank(given, _MORE_ROWS, _typed(request)), bodies)
    if form.is_valid() and rows.is_valid():
        try:
            meeting = _concluded(request, form, rows)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Đã ghi kết luận. Mời soát từng việc rồi trình ban hành."))
            return redirect("plans:confirm", meeting.plan_id)
    return _page(request, form, rows, bodies, status=422)


def _concluded(request: HttpRequest, form: MeetingForm, rows: Any) -> Meeting:
    data = form.cleaned_data
    found = [row.conclusion for row in rows if row.has_changed()]
    return actions.conclude(
        data["org"], Organ(data["organ"]), data["held_on"], found, symbol=data["symbol"], place=data["place"],
        dated_on=data["dated_on"], by=request.user, at=timezone.now(),
    )  # fmt: skip


def _typed(request: HttpRequest) -> list[dict[str, str]]:
    """What stands in the rows already."""
    total = request.POST.get("kl-TOTAL_FORMS", "0")
    count = min(int(total) if total.isdecimal() else 0, actions.MOST)
    rows = [{name: request.POST.get(f"kl-{n}-{name}", "") for name in ("text", "owner", "due")} for n in range(count)]
    return [row for row in rows if any(row.values())]


def _blank(given: dict[str, Any], more: int, typed: list[dict[str, str]] | None = None) -> Any:
    rows = ConclusionFormSet(initial=typed or [], **given)
    rows.extra = more if typed else more - 1  # one is always there
    return rows


def _unbound(form: MeetingForm, orgs: list[Org]) -> MeetingForm:
    again = MeetingForm(orgs=orgs)
    again.initial = {name: form.data.get(name, "") for name in form.fields}
    return again


def _page(request: HttpRequest, form: MeetingForm, rows: Any, bodies, status: int = 200) -> HttpResponse:
    suggested = bodies.filter(kind__in=_SUGGESTED).order_by("sort_key")
    return render(request, "meetings/conclude.html", {"form": form, "rows": rows, "bodies": suggested}, status=status)
