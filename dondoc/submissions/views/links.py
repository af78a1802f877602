"""Personal links: who may answer issues and revokes them; the person named fills in the one sheet."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.orgs.models import Org
from dondoc.sheets.queries import version_for
from dondoc.submissions import links as acts
from dondoc.submissions import queries, rules
from dondoc.submissions.entry import Entry
from dondoc.submissions.forms import LinkForm
from dondoc.submissions.models import EntryLink, LinkState, Submission
from dondoc.submissions.views.filling import Way, fill
from dondoc.submissions.worklist import work_of
from dondoc.web.refusals import require
from dondoc.web.shortcuts import render

SHOWN = 100  # links on the page, the newest first


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def links(request: HttpRequest, org_id: int) -> HttpResponse:
    """The links of an organisation, and a form for a new one, whose address is shown once."""
    org = get_object_or_404(Org.objects.visible_to(request.user), pk=org_id)
    require(rules.may_answer(request.user, org))
    now = timezone.now()
    lines = {line.key: line for line in work_of(org, timezone.localdate(now), at=now).lines if line.is_answerable}
    form = LinkForm(request.POST or None, lines=lines)
    fresh, address, status = None, "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            fresh, token = acts.issue_link(
                lines[given["line"]], org=org, person=given["person"], days=given["days"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
            address = request.build_absolute_uri(reverse("submissions:link", args=[token]))
            form, status = LinkForm(lines=lines), 200
    rows = EntryLink.objects.filter(org=org).select_related("deliverable", "round", "created_by", "revoked_by")[:SHOWN]
    context = {
        "org": org, "form": form, "has_lines": bool(lines), "fresh": fresh, "address": address,
        "rows": [(link, link.state_at(now)) for link in rows],
    }  # fmt: skip
    return render(request, "submissions/links.html", context, status=status)


@require_POST
def revoke_link(request: HttpRequest, link_id: int) -> HttpResponse:
    """The link opens nothing any more."""
    rows = EntryLink.objects.visible_to(request.user).select_related("org", "deliverable", "round")
    link = get_object_or_404(rows, pk=link_id)
    acts.revoke_link(link, by=request.user, at=timezone.now())
    messages.success(request, _("Đã thu hồi liên kết của %(person)s.") % {"person": link.person})
    return redirect("submissions:links", link.org_id)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The one sheet of a link, for the person named in it. Nothing else of the product can be reached from here."""
    caller, now = request.META.get("REMOTE_ADDR", ""), timezone.now()
    if acts.is_throttled(caller, now):
        return _closed(request, None, status=429)
    found = acts.find_link(token)
    if found is None:
        acts.count_miss(caller, now)
        return _closed(request, None, status=404)
    state = acts.state_of(found, now)
    if state is not LinkState.OPEN:
        return _closed(request, found, state, status=410)
    acts.open_link(found, at=now)
    who = request.user
    try:
        request.user = acts.acting_for(found)  # what is done here is done by the right of who issued the link
        return _sheet(request, found, token)
    finally:
        request.user = who


def _sheet(request: HttpRequest, found: EntryLink, token: str) -> HttpResponse:
    asked, url = acts.asked_by(found), reverse("submissions:link", args=[token])
    there = queries.entered_for(found.org, found.deliverable, asked)
    if there and not there.is_editable:
        return _closed(request, found, LinkState.USED, status=410)
    if there:
        entry = replace(Entry.of(there), url=url)
    else:
        version = version_for(found.deliverable.sheet, asked.period, today=timezone.localdate())
        entry = Entry(found.org, found.deliverable, asked, version, None, url)

    def after(request: HttpRequest, kept: Submission) -> HttpResponse:
        if kept.is_editable:
            messages.success(request, _("Đã lưu nháp. Phiếu chưa được nộp."))
            return redirect(url)
        return _closed(request, found, LinkState.USED, status=200)

    way = Way(
        template="submissions/link.html",
        after=after,
        mark=lambda kept: acts.mark_entered(found, kept, at=timezone.now()),
        link=found,
    )
    return fill(request, entry, way)


def _closed(
    request: HttpRequest, found: EntryLink | None, state: LinkState | None = None, *, status: int
) -> HttpResponse:
    """A clear page instead of the sheet. Who has no link that we know learns nothing from it."""
    request.user = AnonymousUser()
    context = {"link": found, "state": state, "status": status}
    return render(request, "submissions/link_closed.html", context, status=status)
