"""What a draft of a definition would change, and publishing it; how far figures are computed; whether organisations
are put in an order.

Here, because definitions know nothing of figures.
"""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.drafts.pages import refused
from dondoc.indicators import actions
from dondoc.indicators.forms import PublishForm
from dondoc.indicators.models import IndicatorDraft
from dondoc.indicators.queries import drafts as queries
from dondoc.measures import rules
from dondoc.measures import updating as updates
from dondoc.measures.actions import switch_ranking as switch_order
from dondoc.measures.forms import RankingForm
from dondoc.measures.trying import try_draft
from dondoc.orgs.models import Org
from dondoc.web.addresses import came_from
from dondoc.web.refusals import Conflict, Invalid, require
from dondoc.web.shortcuts import render

_A_PAGE = 25


def _draft(request: HttpRequest, draft_id: int) -> IndicatorDraft:
    rows = IndicatorDraft.objects.visible_to(request.user).select_related("indicator", "updated_by")
    return get_object_or_404(rows, pk=draft_id)


@require_safe
def trial(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The measures as they stand and as drafted, over the real organisations this month; nothing is written."""
    one = _draft(request, draft_id)
    context = {
        "draft": one,
        "parsed": one.parsed,
        "trials": try_draft(one, user=request.user, today=timezone.localdate()),
    }
    return render(request, "measures/trial.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Say from which day on; before that, all that it changes and whom."""
    one = _draft(request, draft_id)
    form = PublishForm(request.POST or None, initial={"revision": one.revision, "effective_on": _first_day(one)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            version = actions.publish_draft(
                one, effective_on=given["effective_on"], revision=given["revision"], by=request.user, at=timezone.now()
            )
        except (Conflict, Invalid) as fault:
            return refused(request, one, form, "measures/publish.html", _publishing(request, one, form), fault)
        messages.success(request, _("Đã công bố bản %(n)d.") % {"n": version.number})
        return redirect("indicators:detail", version.indicator.code)
    return render(request, "measures/publish.html", _publishing(request, one, form), status=422 if form.errors else 200)


def _publishing(request: HttpRequest, one: IndicatorDraft, form: PublishForm) -> dict:
    today, newest = timezone.localdate(), queries.newest_of(one)
    names = queries.names_of(one.parsed, newest.parsed if newest else None)
    return {
        "draft": one,
        "form": form,
        "changes": queries.changes_of(one, names, newest),
        "faults": queries.publishing_faults(one, effective_on=_first_day(one), today=today),
        "trials": try_draft(one, user=request.user, today=today),
    }


def _first_day(one: IndicatorDraft) -> date:
    """The first day from which it can hold: today, or that of the version that waits."""
    newest = queries.newest_of(one)
    return max(timezone.localdate(), newest.valid_from) if newest else timezone.localdate()


@require_POST
def switch_ranking(request: HttpRequest, org_id: int) -> HttpResponse:
    """Let the organisations of a committee be put in an order, or not."""
    org = get_object_or_404(Org.objects.visible_to(request.user), pk=org_id)
    require(rules.may_switch_ranking(request.user, org))
    form = RankingForm(request.POST)
    on = form.is_valid() and form.cleaned_data["on"]
    switch_order(org, on=on, by=request.user, at=timezone.now())
    said = _("Các đơn vị được xếp thứ tự lại.") if on else _("Đã tắt xếp thứ tự: mọi người chỉ so theo nhóm.")
    messages.success(request, said)
    return redirect(came_from(request, reverse("dashboards:board")))


@require_safe
def updating(request: HttpRequest) -> HttpResponse:
    """How far figures are computed, and what held them up."""
    require(rules.may_update(request.user))
    page = Paginator(updates.failures(), _A_PAGE).get_page(request.GET.get("trang"))
    context = {"stand": updates.stand(), "page": page, "rows": updates.places(page.object_list, request.user)}
    return render(request, "measures/updating.html", context)


@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Compute again what is not computed yet."""
    failed = updates.retry(by=request.user, today=timezone.localdate(), at=timezone.now())
    if failed is None:
        messages.success(request, _("Đã tính lại xong; số liệu đúng đến thay đổi mới nhất."))
    else:
        messages.error(request, _("Vẫn chưa tính được: %(why)s") % {"why": failed.why})
    return redirect("measures:updating")
