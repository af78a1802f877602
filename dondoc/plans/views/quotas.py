"""Dividing a quota."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dondoc.indicators.models import Indicator
from dondoc.plans import actions, queries, rules
from dondoc.plans.forms import QuotaForm
from dondoc.plans.views.shared import plan_of
from dondoc.web.refusals import Refused, require
from dondoc.web.shortcuts import render


@require_http_methods(["GET", "HEAD", "POST"])
def allocate(request: HttpRequest, plan_id: int, indicator_code: str, year: int) -> HttpResponse:
    """Divide the quota of a year among the organisations; the rest that is not divided stays visible."""
    plan = plan_of(request, plan_id)
    require(rules.may_allocate(request.user, plan))
    indicator = get_object_or_404(Indicator.objects.filter(targets__plan=plan).distinct(), code=indicator_code)
    if not plan.starts_on.year <= year <= plan.ends_on.year:
        raise Refused(_("Năm %(year)d nằm ngoài thời gian của kế hoạch.") % {"year": year})
    quota = queries.quota(plan, indicator.pk, year)
    orgs = queries.quota_orgs(plan, min(max(timezone.localdate(), plan.starts_on), plan.ends_on), quota.parts)
    form = QuotaForm(request.POST or None, orgs=orgs, quantities=quota.parts, total=quota.total)
    if request.method == "POST" and form.is_valid():
        try:
            actions.allocate(
                plan, indicator=indicator, year=year, total=form.cleaned_data["total"], parts=form.parts(),
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("total", refusal.reason)
        else:
            messages.success(request, _("Đã ghi phân bổ năm %(year)d.") % {"year": year})
            return redirect("plans:allocate", plan.pk, indicator.code, year)
    years = range(plan.starts_on.year, plan.ends_on.year + 1)
    context = {"plan": plan, "indicator": indicator, "year": year, "years": years, "form": form, "quota": quota}
    return render(request, "plans/allocate.html", context, status=422 if form.errors else 200)
