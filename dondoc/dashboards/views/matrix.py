"""Organisations × chỉ tiêu."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dondoc.dashboards.export import csv_response, file_name, xlsx_response
from dondoc.dashboards.forms import MatrixFilters
from dondoc.dashboards.memory import remembered
from dondoc.dashboards.queries import matrix as queries
from dondoc.dashboards.queries.heat import Reach, heat_rows
from dondoc.dashboards.queries.orgs import above
from dondoc.dashboards.queries.populations import counted, merged, names_for
from dondoc.dashboards.queries.scope import Scope
from dondoc.dashboards.tables import matrix_lines, matrix_table
from dondoc.dashboards.views.scope import board_scope
from dondoc.measures.models import RankingSwitch, TargetStatus
from dondoc.measures.queries import BoardRow, board
from dondoc.measures.queries import matrix as read_matrix
from dondoc.orgs.models import Group, OrgQuerySet
from dondoc.web.shortcuts import render

_A_PAGE = 25
_BEHIND = (TargetStatus.NOT_MET, TargetStatus.AT_RISK)


@require_safe
@remembered
def matrix(request: HttpRequest) -> HttpResponse:
    """The heat table, a page of organisations at a time."""
    scope, groups = board_scope(request), list(queries.groups())
    if not scope.month:
        return render(request, "dashboards/matrix.html", {"scope": scope}, part="ma-tran")
    every = board(scope.org, scope.month, series=scope.series, day=scope.as_of)
    form, columns, orgs = _chosen(request, scope, every, groups)
    page = Paginator(orgs, _A_PAGE).get_page(request.GET.get("trang"))
    found = read_matrix(
        scope.org, scope.month, list(page.object_list), versions=[one.version for one in columns], day=scope.as_of
    )
    names = names_for((m.definition for row in columns for m in row.targeted), groups)
    context = {
        "scope": scope, "form": form, "reaches": list(Reach), "page": page, "indicators": found.indicators,
        "rows": heat_rows(found, scope.month), "counted": merged(counted(columns, names)),
    }  # fmt: skip
    if scope.org in scope.orgs:
        context["left_out"] = queries.left_out(scope, columns, every_level=bool(form.chosen("cap")))
    else:
        context["trail"] = above(request.user, scope.org, scope.as_of)
    return render(request, "dashboards/matrix.html", context, part="ma-tran")


def _chosen(
    request: HttpRequest, scope: Scope, every: list[BoardRow], groups: list[Group]
) -> tuple[MatrixFilters, list[BoardRow], OrgQuerySet]:
    """The filters, the columns that they leave, and the organisations in their order."""
    wants_order = request.GET.get("sap_xep", "") not in ("", queries.Order.NAME)
    is_off = wants_order and RankingSwitch.objects.over(scope.org, scope.as_of).exists()
    offered = [(one.indicator.code, f"{one.indicator.label}. {one.indicator.short_name}") for one in every]
    form = MatrixFilters(request.GET, groups=groups, columns=offered, may_rank=not is_off)
    wanted = form.chosen("chi_tieu")
    columns = [one for one in every if not wanted or one.indicator.code == wanted]
    if wanted == form.BEHIND:
        columns = [one for one in every if one.status in _BEHIND]
    orgs = queries.orgs_in(scope, columns, form.picked, scope.as_of)
    return form, columns, queries.in_order(orgs, form.order, scope, columns)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The whole matrix as filtered and ordered: `?dinh-dang=csv`, else a workbook."""
    scope = board_scope(request)
    found: Any = None
    if scope.month:
        every = board(scope.org, scope.month, series=scope.series, day=scope.as_of)
        _form, columns, orgs = _chosen(request, scope, every, list(queries.groups()))
        versions = [one.version for one in columns]
        found = read_matrix(scope.org, scope.month, list(orgs), versions=versions, day=scope.as_of)
    name = ("ma-tran", scope.month, scope.org.short_name)
    if request.GET.get("dinh-dang") == "csv":
        head, lines = matrix_lines(found)
        return csv_response(head, lines, name=file_name(*name, ending="csv"))
    period = scope.period.label if scope.month else ""
    title = _("Đơn vị và chỉ tiêu, %(period)s") % {"period": period}
    return xlsx_response(
        matrix_table(found), sheet=_("Ma trận"), titles=[title, scope.org.name], name=file_name(*name, ending="xlsx")
    )
