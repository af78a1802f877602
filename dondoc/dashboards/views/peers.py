"""One measure, the organisations beside their peers."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import TextChoices
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dondoc.dashboards.export import csv_response, file_name, xlsx_response
from dondoc.dashboards.forms import PeerFilters
from dondoc.dashboards.peer_tables import peer_lines, peer_table
from dondoc.dashboards.queries import gap as gaps
from dondoc.dashboards.queries import peers as queries
from dondoc.dashboards.queries.board import measure_label
from dondoc.dashboards.queries.scope import Scope
from dondoc.dashboards.views.scope import board_scope
from dondoc.indicators.models import IndicatorVersion
from dondoc.lib.text import fold
from dondoc.measures.engine.comparing import SIZE_CLASSES, SMALL_BELOW
from dondoc.measures.rules import may_switch_ranking
from dondoc.web.charts import ScatterPoint, scatter_drawing
from dondoc.web.shortcuts import render

_A_PAGE = 30
_FEWEST_DOTS = 3
_FILES = ("xlsx", "csv")


@require_safe
def peers(request: HttpRequest, code: str, measure: str) -> HttpResponse:
    """The measure over those directly under an organisation, grouped by kind and size; `?thu-tu=` orders within the
    groups, `?nhom=` groups otherwise, `?so-voi=` says what the gap is measured from; `?dinh-dang=` gives a file."""
    scope = board_scope(request, with_plans=False)
    seen = IndicatorVersion.objects.visible_to(request.user).select_related("indicator").order_by("-number")
    version = seen.filter(indicator__code=code).first()
    if version is None or not scope.month:
        raise Http404
    grouping = _chosen(request, "nhom", queries.Grouping)
    order = _chosen(request, "thu-tu", queries.Order)
    found = queries.compare(version.indicator, measure, scope, grouping, order)
    if found is None:
        raise Http404
    against = _chosen(request, "so-voi", gaps.Against, gaps.offered(found))
    gap = gaps.gap_of(found, against, scope.month)
    form = PeerFilters(request.GET)
    rows = _picked(found.peers, form)
    if (kind := request.GET.get("dinh-dang", "")) in _FILES:
        return _file(kind, scope, found, gap, rows)
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "scope": scope, "indicator": version.indicator, "label": measure_label(version.indicator, measure),
        "found": found, "row": found.row, "gap": gap, "form": form, "page": page, "sections": _sections(found, page),
        "groupings": _links(request, "nhom", queries.Grouping, grouping),
        "orders": _links(request, "thu-tu", queries.Order, found.order),
        "againsts": _links(request, "so-voi", gaps.offered(found), against),
        "chosen": [("nhom", grouping), ("thu-tu", found.order), ("so-voi", against)],
        "dots": _dots(found), "small_below": SMALL_BELOW, "sizes": SIZE_CLASSES,
        "may_switch": may_switch_ranking(request.user, scope.org) is None,
    }  # fmt: skip
    return render(request, "dashboards/peers.html", context, part="cac-don-vi")


def _chosen(request: HttpRequest, name: str, choices: type[TextChoices], offered: Iterable[Any] = ()) -> Any:
    """What the address asks for, or the first that is offered."""
    known = list(offered or choices)
    wanted = request.GET.get(name, "")
    return next((one for one in known if one.value == wanted), known[0])


def _links(request: HttpRequest, name: str, choices: Iterable[Any], current: Any) -> list[tuple[str, str, bool]]:
    """(words, address, whether it is in force): everything else in the address stays."""
    links = []
    for one in choices:
        query = request.GET.copy()
        query.pop("trang", None)
        query[name] = one.value
        links.append((str(one.label), f"?{query.urlencode()}", one == current))
    return links


def _picked(found: Iterable[queries.Peer], form: PeerFilters) -> list[queries.Peer]:
    typed, kind = fold(form.chosen("q") or "").split(), form.chosen("loai")
    return [
        peer
        for peer in found
        if (not kind or peer.org.kind == kind) and all(word in peer.org.search_text for word in typed)
    ]


def _sections(found: queries.Comparison, page: Page) -> list[tuple[queries.PeerGroup, list[queries.Peer]]]:
    """The rows of a page under their groups."""
    by_code = {group.code: group for group in found.groups}
    return [(by_code[code], list(some)) for code, some in groupby(page.object_list, key=lambda peer: peer.group)]


def _dots(found: queries.Comparison) -> Any:
    """Level beside what changed in a year, of the organisations that can be compared, or where these are too few or no
    order is wanted, of the groups; None when there are too few of both."""
    own = [
        ScatterPoint(peer.org.short_name, peer.value.number, peer.since_year)
        for peer in found.peers
        if found.is_ranked and not peer.unplaced and peer.since_year is not None
    ]
    groups = [
        ScatterPoint(group.name, group.value.number, group.since_year)
        for group in found.groups
        if group.value.number is not None and group.since_year is not None
    ]
    shown = own if len(own) >= _FEWEST_DOTS else groups
    if len(shown) < _FEWEST_DOTS:
        return None
    return {
        "drawing": scatter_drawing(shown, found.definition.goal.value),
        "of_groups": shown is groups,
        "n": len(shown),
    }


def _file(kind: str, scope: Scope, found: queries.Comparison, gap: gaps.Gap | None, rows: list) -> HttpResponse:
    name = ("so-sanh", found.row.key, scope.month, scope.org.short_name)
    if kind == "csv":
        head, lines = peer_lines(found, gap, rows)
        return csv_response(head, lines, name=file_name(*name, ending="csv"))
    titles = [f"{found.row.name}, {scope.period.label}", scope.org.name, _small_words()]
    return xlsx_response(
        peer_table(found, gap, rows), sheet=_("So sánh"), titles=titles, name=file_name(*name, ending="xlsx")
    )


def _small_words() -> str:
    return _("Mẫu số dưới %(n)d ghi là nhỏ và không xếp thứ tự: thêm hoặc bớt 1 đã đổi hơn 10 điểm %%.") % {
        "n": SMALL_BELOW
    }
