"""Every definition, one with its versions, a version as a file. Open to all: how a number is made is no secret."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from dondoc.drafts.pages import as_file
from dondoc.indicators import rules
from dondoc.indicators.models import Indicator, IndicatorDraft, IndicatorVersion
from dondoc.indicators.queries import drafts as queries
from dondoc.indicators.queries import in_force
from dondoc.indicators.queries.ties import linked
from dondoc.web.shortcuts import render


@require_safe
def definition_list(request: HttpRequest) -> HttpResponse:
    """All definitions with the version in force, and the drafts of those that are not there yet."""
    new_ones = IndicatorDraft.objects.visible_to(request.user).filter(indicator=None).select_related("updated_by")
    context = {
        "rows": queries.definition_rows(timezone.localdate()),
        "new_drafts": list(new_ones),
        "denial": rules.may_edit_indicators(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "indicators/list.html", context)


@require_safe
def definition(request: HttpRequest, code: str) -> HttpResponse:
    """One definition as it holds now, and what each version changed."""
    one = get_object_or_404(Indicator.objects.visible_to(request.user), code=code)
    versions, today = list(one.versions.all()), timezone.localdate()
    if not versions:
        raise Http404
    current = in_force(versions, today)
    parsed = linked(current.parsed)
    names = queries.names_of(parsed, *(version.parsed for version in versions))
    context = {
        "indicator": one,
        "version": current,
        "parsed": parsed,
        "draft": IndicatorDraft.objects.visible_to(request.user).filter(indicator=one).first(),
        "denial": rules.may_edit_indicators(request.user),
        "history": queries.history_of(versions, current, names),
        "lines": queries.measure_lines(parsed, names, today),
        "today": today,
    }
    return render(request, "indicators/definition.html", context)


@require_safe
def export(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A version as a YAML file that can be brought in again, here or elsewhere."""
    versions = IndicatorVersion.objects.visible_to(request.user)
    found = get_object_or_404(versions, indicator__code=code, number=number)
    return as_file(found.definition, f"{code}-ban-{number}")
