"""Organisations × chỉ tiêu."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dondoc.dashboards.export import file_name, xlsx_response
from dondoc.dashboards.forms import MatrixFilters
from dondoc.dashboards.memory import remembered
from dondoc.dashboards.queries import matrix as queries
from dondoc.dashboards.queries.populations import counted, merged, names_for
from dondoc.dashboards.tables import matrix_table
from dondoc.dashboards.views.scope import board_scope
from dondoc.measures.models import TargetStatus
from dondoc.measures.queries import board
from dondoc.measures.queries import matrix as read_matrix
from dondoc.web.shortcuts import render

_A_PAGE = 25


@require_safe
@remembered
def matrix(request: HttpRequest) -> HttpResponse:
    """The heat table, a page of organisations at a time."""
    scope = board_scope(request)
    groups = list(queries.groups())
    form = MatrixFilters(request.GET, groups=groups)
    context = {"scope": scope, "form": form, "statuses": list(TargetStatus), "not_about": queries.NOT_ABOUT}
    if scope.month:
        columns = board(scope.org, scope.month, series=scope.series)
        orgs = queries.orgs_in(scope, columns, form.picked, scope.as_of)
        page = Paginator(orgs, _A_PAGE).get_page(request.GET.get("trang"))
        found = read_matrix(
            scope.org, scope.month, list(page.object_list), versions=[one.version for one in columns], day=scope.as_of
        )
        context |= {"page": page, "indicators": found.indicators, "rows": queries.heat_rows(found, scope.month)}
        names = names_for((m.definition for row in columns for m in row.targeted), groups)
        context |= {"counted": merged(counted(columns, names)), "left_out": queries.left_out(scope, columns)}
    return render(request, "dashboards/matrix.html", context, part="ma-tran")


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The whole matrix as filtered, as a workbook."""
    scope = board_scope(request)
    form = MatrixFilters(request.GET, groups=queries.groups())
    orgs, columns = [], []
    if scope.month:
        columns = board(scope.org, scope.month, series=scope.series)
        orgs = list(queries.orgs_in(scope, columns, form.picked, scope.as_of))
    versions = [one.version for one in columns]
    table = matrix_table(
        read_matrix(scope.org, scope.month, orgs, versions=versions, day=scope.as_of) if orgs else None
    )
    period = scope.period.label if scope.month else ""
    title = _("Đơn vị và chỉ tiêu, %(period)s") % {"period": period}
    name = file_name("ma-tran", scope.month, scope.org.short_name, ending="xlsx")
    return xlsx_response(table, sheet=_("Ma trận"), titles=[title, scope.org.name], name=name)
