"""The board: every chỉ tiêu at a glance in the office's own numbering."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dondoc.audit.memory import kept
from dondoc.dashboards.export import csv_response, file_name, xlsx_response
from dondoc.dashboards.memory import remembered
from dondoc.dashboards.queries import board as queries
from dondoc.dashboards.queries.deciding import RULE, decisions, stuck
from dondoc.dashboards.queries.scope import Scope
from dondoc.dashboards.queries.week import since
from dondoc.dashboards.tables import board_lines, board_table
from dondoc.dashboards.views.scope import board_scope, board_tabs
from dondoc.forecast.confidences import pairs
from dondoc.measures.models import TargetStatus
from dondoc.web.shortcuts import render


@require_safe
@remembered
def board(request: HttpRequest) -> HttpResponse:
    """The chỉ tiêu of a committee in a month; `?trang-thai=` shows only those that stand so."""
    scope = board_scope(request)
    if not scope.month:
        return render(request, "dashboards/board.html", {"scope": scope})
    found = queries.entries(scope)
    status = request.GET.get("trang-thai", "")
    context = {
        "scope": scope,
        "tabs": board_tabs(scope, is_term=False),
        "entries": [entry for entry in found if entry.status == status] if status in TargetStatus.values else found,
        "status": TargetStatus(status) if status in TargetStatus.values else None,
        "counts": queries.status_counts(found),
        "total": len(found),
        "usual": queries.usual_population(found),
        "as_of": scope.as_of,
        "since": since(scope),
        "changed": sum(bool(line.week and line.week.is_one) for entry in found for line in entry.judged),
        "is_compared": any(line.week for entry in found for line in entry.judged),
        "is_ahead": any(line.ahead for entry in found for line in entry.judged),
        "unmeasured": queries.unmeasured(scope),
        "pairs": kept("pairs", scope.org.pk, scope.month, make=lambda: pairs(scope.org, scope.month)),
    }
    return render(request, "dashboards/board.html", context | _duties(request, scope, found))


def _duties(request: HttpRequest, scope: Scope, found: list[queries.Entry]) -> dict[str, Any]:
    """Obligations as of today, the committee's own delays, and what waits for a decision."""
    today = timezone.localdate()
    duties = queries.Duties(request.user, scope, today)
    counts, waiting = queries.duty_counts(duties)
    delays, held = queries.own_delays(duties), stuck(duties.rows(), scope.org, today)
    return {
        "today": today,
        "duties": list(counts.items()),
        "delays": delays,
        "own_overdue": sum(one.count for one in delays),
        "decisions": decisions(found, delays, waiting, held, scope),
        "obstacles": held.obstacles,
        "rule": RULE,
    }


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The board as a file: `?dinh-dang=csv`, else a workbook."""
    scope = board_scope(request)
    found = queries.entries(scope) if scope.month else []
    period = scope.period.label if scope.month else ""
    title = _("Kết quả thực hiện các chỉ tiêu, %(period)s") % {"period": period}
    name = ("bang-chi-tieu", scope.month, scope.org.short_name)
    sure = pairs(scope.org, scope.month)
    if request.GET.get("dinh-dang") == "csv":
        head, lines = board_lines(found, sure)
        return csv_response(head, lines, name=file_name(*name, ending="csv"))
    return xlsx_response(
        board_table(found, sure),
        sheet=_("Chỉ tiêu"),
        titles=[title, scope.org.name],
        name=file_name(*name, ending="xlsx"),
    )
