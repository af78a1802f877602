"""The whole term: every measure year by year, or month by month of one year."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dondoc.dashboards.export import csv_response, file_name, xlsx_response
from dondoc.dashboards.memory import remembered
from dondoc.dashboards.queries import term as queries
from dondoc.dashboards.queries.heat import Reach
from dondoc.dashboards.queries.numbers import numbers as stored_numbers
from dondoc.dashboards.tables import term_lines, term_table
from dondoc.dashboards.views.scope import board_scope, board_tabs
from dondoc.web.shortcuts import render


@require_safe
@remembered
def term(request: HttpRequest) -> HttpResponse:
    """The years of the term; `?nam=` the months of one."""
    scope = board_scope(request)
    context = {"scope": scope, "tabs": board_tabs(scope, is_term=True)}
    if scope.month:
        context |= {"term": queries.term(scope, request.GET.get("nam", "")), "reaches": list(Reach)}
    return render(request, "dashboards/term.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same as a file: `?dinh-dang=csv`, else a workbook."""
    scope = board_scope(request)
    found = queries.term(scope, request.GET.get("nam", "")) if scope.month else None
    span = str(found.year) if found and found.year else _("nhiệm kỳ")
    name = ("chi-tieu", span, scope.org.short_name)
    if request.GET.get("dinh-dang") == "csv":
        head, lines = term_lines(found)
        return csv_response(head, lines, name=file_name(*name, ending="csv"))
    title = _("Kết quả các chỉ tiêu, %(span)s") % {"span": span}
    return xlsx_response(
        term_table(found), sheet=_("Nhiệm kỳ"), titles=[title, scope.org.name], name=file_name(*name, ending="xlsx")
    )


@require_safe
@remembered
def numbers(request: HttpRequest) -> HttpResponse:
    """All months as JSON; `?thang=` one of them, `?chi-tieu=` one chỉ tiêu."""
    scope = board_scope(request)
    month_only, indicator = bool(request.GET.get("thang")), request.GET.get("chi-tieu", "")
    found = stored_numbers(scope, indicator=indicator, is_month_only=month_only)
    since = getattr(request, "figures_stale_since", None)  # as pages tell above the numbers
    data = found | {"stale_since": since.isoformat() if since else None}
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})
