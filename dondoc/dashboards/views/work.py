"""Pages that put several rooms together. Nothing is written here."""

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from dondoc.accounts.rules import Permission, can
from dondoc.dashboards.memory import remembered
from dondoc.orgs.models import Org
from dondoc.reminders.queries import newest_of_each, unread_for
from dondoc.submissions.burden import asked_in, burden_of
from dondoc.submissions.rules import may_answer, may_set_steps
from dondoc.submissions.worklist import WorkGroup, work_of
from dondoc.web.addresses import number_in
from dondoc.web.shortcuts import render


@require_safe
@remembered
def work(request: HttpRequest) -> HttpResponse:
    """What an organisation has to do: the home of those who fill in sheets.

    `?don-vi=` chooses the organisation, `?mo=` unfolds what waits, comes later or is done.
    """
    user, now = request.user, timezone.now()
    today = timezone.localdate(now)
    orgs = user.root_orgs(Permission.ANSWER)
    org = _chosen_org(request, orgs)
    if org is None:
        return render(request, "submissions/work.html", {"orgs": orgs, "today": today})
    rights = SimpleNamespace(fills=may_answer(user, org) is None, opens=can(user, Permission.OPEN_ROUND, org=org))
    asked = asked_in((today.year - 1, today.year), [org.pk])
    unfolded = {request.GET.get("mo", "")} & set(WorkGroup)
    shown = work_of(org, today, unfold=unfolded, at=now, also={one.code for one in asked})
    context = {
        "orgs": orgs,
        "work": shown,
        "today": today,
        "unfolded": request.GET.get("mo", ""),
        "may_answer": rights,
        "may_set_steps": may_set_steps(user, org) is None,
        "reminders": newest_of_each(r for r in unread_for(user) if r.obligation.org_id == org.pk),
        "sheets": shown.by_sheet() if rights.fills else [],
        "burden": burden_of(org, today.year, asked, shown.products),
    }
    return render(request, "submissions/work.html", context)


def _chosen_org(request: HttpRequest, orgs: list[Org]) -> Org | None:
    """The organisation of the address, else the first for which this person answers. Errors: Http404 for others'."""
    wanted = request.GET.get("don-vi", "")
    if not wanted:
        return orgs[0] if orgs else None
    return get_object_or_404(Org.objects.visible_to(request.user), pk=number_in(wanted))
