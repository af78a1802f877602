"""Saying how sure one is that a chỉ tiêu will be met."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dondoc.forecast import rules
from dondoc.forecast.forms import SurenessForm
from dondoc.forecast.models import Sureness
from dondoc.forecast.saying import say
from dondoc.indicators.models import Indicator, IndicatorVersion
from dondoc.orgs.models import Org
from dondoc.web.addresses import came_from
from dondoc.web.refusals import Invalid, require


@require_POST
def say_sureness(request: HttpRequest, code: str, org_id: int) -> HttpResponse:
    """Keep what the person's side says this month, or confirm what it said last."""
    versions = IndicatorVersion.objects.visible_to(request.user)
    indicator = get_object_or_404(Indicator.objects.filter(pk__in=versions.values("indicator_id")), code=code)
    org = get_object_or_404(Org.objects.visible_to(request.user), pk=org_id)
    require(rules.may_say(request.user, indicator, org))
    form = SurenessForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Hãy chọn một mức tin chắc; lý do không quá 300 ký tự."))
    given = form.cleaned_data
    made = say(
        indicator, org, level=Sureness(given["level"]), reason=given["reason"], by=request.user, at=timezone.now()
    )
    messages.success(request, _("Đã ghi mức tin chắc: %(level)s.") % {"level": str(made.sureness.label).lower()})
    return redirect(came_from(request, reverse("dashboards:indicator", args=[code])))
