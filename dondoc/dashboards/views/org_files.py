"""What one organisation has reached, as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dondoc.dashboards.export import csv_response, file_name, xlsx_response
from dondoc.dashboards.queries import board
from dondoc.dashboards.queries.scope import plans_about, scope
from dondoc.dashboards.queries.term import term
from dondoc.dashboards.tables import board_lines, board_table, term_lines, term_table
from dondoc.forecast.confidences import pairs
from dondoc.orgs.models import Org


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Its chỉ tiêu in the newest month; `?phan=dien-bien` those of all months of the year. `?dinh-dang=csv`, else a
    workbook."""
    org = get_object_or_404(Org.objects.visible_to(request.user), pk=pk)
    is_history = request.GET.get("phan") == "dien-bien"
    shown = scope(org, [], "", has_boards=False, plans=plans_about(org) if is_history else [])
    words = _("theo tháng") if is_history else ""
    name = ("chi-tieu", words, shown.last[:4] if is_history else shown.month, org.short_name)
    months = term(shown, shown.last[:4]) if is_history and shown.month else None
    has_board = shown.month and not is_history
    entries, sure = (board.entries(shown), pairs(org, shown.month)) if has_board else ([], {})
    if request.GET.get("dinh-dang") == "csv":
        head, lines = term_lines(months) if is_history else board_lines(entries, sure)
        return csv_response(head, lines, name=file_name(*name, ending="csv"))
    table = term_table(months) if is_history else board_table(entries, sure)
    titles = [org.name, _("Các chỉ tiêu %(words)s") % {"words": words}]
    return xlsx_response(table, sheet=_("Chỉ tiêu"), titles=titles, name=file_name(*name, ending="xlsx"))
