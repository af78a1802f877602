"""The formula of a derived measure: which numbers of which measures, and what is done with them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dondoc.indicators.editing import with_part
from dondoc.indicators.forms import FormulaForm
from dondoc.indicators.formula.tree import COMBINED, MeasureDefinition
from dondoc.indicators.models import IndicatorDraft
from dondoc.indicators.queries.ties import known_by_indicator
from dondoc.indicators.views.drafts import draft_of, saved
from dondoc.indicators.views.measures import found, page_of
from dondoc.web.shortcuts import render


def _groups(one: IndicatorDraft) -> dict[str, list[MeasureDefinition]]:
    """The draft's own measures first, then those of the other chỉ tiêu."""
    parsed = one.parsed
    groups = {str(_("Chỉ tiêu này")): list(parsed.measures)}
    for other in known_by_indicator(parsed.code):
        groups[_("Chỉ tiêu %(label)s. %(name)s") % {"label": other.label, "name": other.short_name}] = [*other.measures]
    return groups


@require_http_methods(["GET", "HEAD", "POST"])
def edit_formula(request: HttpRequest, draft_id: int, measure: str) -> HttpResponse:
    """Choose the numbers and the sum; 404 for a measure that is not derived."""
    one = draft_of(request, draft_id)
    old = found(one, measure)
    if old.kind not in COMBINED:
        raise Http404
    form = FormulaForm(request.POST if request.method == "POST" else None, measure=old, groups=_groups(one))
    form.initial["revision"] = one.revision
    context = {"draft": one, "measure": old, "form": form}
    if request.method == "POST" and form.is_valid():
        formula = form.formula()
        return saved(request, one, form, "indicators/formula.html", context,
                     lambda data: with_part(data, measure, "formula", formula), _("Sửa công thức"),
                     page_of(one, measure, "#dieu-kien"))  # fmt: skip
    return render(request, "indicators/formula.html", context, status=422 if form.errors else 200)
