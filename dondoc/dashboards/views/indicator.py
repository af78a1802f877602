"""One chỉ tiêu, and how one number came about."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.dashboards.export import file_name, xlsx_response
from dondoc.dashboards.memory import remembered
from dondoc.dashboards.queries import indicator as queries
from dondoc.dashboards.queries.behind import behind, believed
from dondoc.dashboards.queries.below import MOST, below, is_wide, undivided
from dondoc.dashboards.queries.board import measure_label
from dondoc.dashboards.queries.populations import names_for, who
from dondoc.dashboards.queries.scope import Scope
from dondoc.dashboards.tables import explanation_data, explanation_table, part_lines
from dondoc.dashboards.views.ahead import ahead_of
from dondoc.dashboards.views.scope import number_scope
from dondoc.forecast.confidences import pairs
from dondoc.indicators.models import IndicatorVersion
from dondoc.indicators.queries import in_force
from dondoc.measures.queries import MeasureRow, explain, history_of, indicator_row, trend_in
from dondoc.plans.queries import anchor
from dondoc.web.shortcuts import render

DEFINITION, AHEAD = "cach-tinh", "du-bao"


@require_safe
@remembered
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One chỉ tiêu: results (`?do=` chooses the measure), or with `?phan=` what is to come, or its
    definition, tasks, sheets."""
    versions = IndicatorVersion.objects.visible_to(request.user).select_related("indicator")
    found = list(versions.filter(indicator__code=code))
    if not found:
        raise Http404
    version = in_force(found, timezone.localdate())
    indicator = version.indicator
    scope = number_scope(request)
    part = request.GET.get("phan", "")
    context = {"indicator": indicator, "scope": scope, "tabs": _tabs(scope, part)}
    if part == DEFINITION:
        context |= _definition(request, version, scope)
        return render(request, "dashboards/indicator_definition.html", context)
    if part == AHEAD:
        context |= ahead_of(request, indicator, scope)
        return render(request, "dashboards/indicator_ahead.html", context)
    context |= _results(request, found, scope)
    return render(request, "dashboards/indicator.html", context, part="sau-con-so")


def _tabs(scope: Scope, part: str) -> list[dict[str, Any]]:
    words = {AHEAD: _("Tiến độ, dự báo"), DEFINITION: _("Cách tính, nhiệm vụ, phiếu")}
    others = [
        {"label": label, "url": f"{scope.query}&phan={name}", "is_current": part == name}
        for name, label in words.items()
    ]
    return [{"label": _("Kết quả"), "url": scope.query, "is_current": part not in words}, *others]


def _results(request: HttpRequest, versions: Sequence[IndicatorVersion], scope: Scope) -> dict[str, Any]:
    """`versions`: all of the chỉ tiêu."""
    if not scope.month:
        return {"row": None}
    indicator, day = versions[0].indicator, scope.as_of
    values = history_of({one.key for version in versions for one in version.parsed.measures}, scope.org, scope.month)
    row = indicator_row(indicator, scope.org, scope.month, day=day, versions=versions, values=values)
    if row is None:
        return {"row": None}
    measure = row.chosen(request.GET.get("do", ""))
    points = trend_in(values, versions, measure.key, day)
    return {
        "row": row,
        "measure": measure,
        "pair": pairs(scope.org, scope.month, [indicator.pk]).get(indicator.pk),
        "who": who(measure.definition, names_for([measure.definition])),
        "measures": row.measures if len(row.measures) > 1 else (),
        "points": queries.chart_points(points),
        "has_trend": sum(point.value.number is not None for point in points) > 1,
        "goal": measure.definition.goal.value,
        "words": request.GET.get("q", ""),
        "may_remind": holds_anywhere(request.user, Permission.FOLLOW_UP),
        "label": measure_label(indicator, measure.code) if len(row.measures) > 1 else indicator.label,
    } | _behind(request, measure, scope)


def _behind(request: HttpRequest, row: MeasureRow, scope: Scope) -> dict[str, Any]:
    """The organisations behind `row`: `?q=` those so called, `?nhom=` one part alone, page by page. Of very many,
    unless some are asked for, those directly below."""
    words, part = request.GET.get("q", ""), request.GET.get("nhom", "")
    if is_wide(row) and not words and not part:
        return {"is_wide": True, "below": below(row, scope), "undivided": undivided(row, scope), "most": MOST}
    reader = None if scope.has_boards else request.user  # who sees boards may open every sheet below
    found = behind(row, scope, user=reader, words=words, part=part, page=request.GET.get("trang", ""))
    return {"answers": found, "undivided": found.undivided}


def _definition(request: HttpRequest, version: IndicatorVersion, scope: Scope) -> dict[str, Any]:
    targets = queries.targets_of(version.indicator, request.user)
    return {
        "places": [(target, anchor(target)) for target in targets],
        "goals_code": version.indicator.code if holds_anywhere(request.user, Permission.VIEW_BOARD) else "",
        "version": version,
        "definition": version.parsed,
        "measures": queries.in_words(version),
        "tasks": queries.tasks_of(targets, scope.org, request.user, timezone.localdate()),
        "submissions": queries.recent_submissions(version, scope.org, request.user),
    }


@require_safe
def explanation(request: HttpRequest, code: str, measure: str) -> HttpResponse:
    """How one number came about; `?dinh-dang=json` and `xlsx` say the same for machines and for Excel."""
    scope = number_scope(request)
    key, day = f"{code}.{measure}", scope.computed_on
    form = request.GET.get("dinh-dang")
    whole = form in ("json", "xlsx")
    found = explain(key, scope.org, scope.month, computed_on=day, with_answers=whole) if scope.month else None
    if found is None:
        raise Http404
    if whole:
        found = replace(found, answers=believed(found.answers, found.row, scope.org))
    name = ("giai-thich", found.row.key, found.month, scope.org.short_name)
    match form:
        case "json":
            since = getattr(request, "figures_stale_since", None)  # as the page tells above the number
            data = explanation_data(found) | {"stale_since": since.isoformat() if since else None}
            return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
        case "xlsx":
            titles = [f"{found.row.name}, {scope.period.label}", scope.org.name, found.formula, found.row.filled_in]
            titles += part_lines(found)
            return xlsx_response(
                explanation_table(found), sheet=_("Giải thích"), titles=titles, name=file_name(*name, ending="xlsx")
            )
    context = {
        "found": found,
        "scope": scope,
        "indicator": found.version.indicator,
        "definition": found.version.parsed,
        "places": [(target, anchor(target)) for target in found.targets],
    }
    return render(request, "dashboards/explain.html", context | _behind(request, found.row, scope))
