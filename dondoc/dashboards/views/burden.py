"""How much is asked of whom: every organisation in a year, and of one sheet what leaving a question out would save."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.dashboards.export import csv_response, file_name, xlsx_response
from dondoc.dashboards.forms import BurdenFilters
from dondoc.orgs.models import Org
from dondoc.sheets.effort import rule_lines, rule_words
from dondoc.sheets.models import Sheet
from dondoc.sheets.queries import current_version, readers_of
from dondoc.submissions.burden import Meter, OrgRow, label_of, meter, what_if, years_of
from dondoc.web.addresses import number_in
from dondoc.web.refusals import Denial, require
from dondoc.web.shortcuts import render
from dondoc.writers.tree import Column, ColumnKind, Row, Table, number

_A_PAGE = 50
_ORDERS = {
    "ten": lambda row: row.org.sort_key,
    "phieu": lambda row: row.load.times,
    "o": lambda row: row.load.cost.fields,
    "phut": lambda row: row.load.cost.seconds,
    "nang-nhat": lambda row: row.peak.cost.seconds,
    "tang": lambda row: row.change if row.change is not None else -1000,
}
_FIRST = "-phut"  # the heaviest first


@dataclass(frozen=True)
class Head:
    """A heading by which the table may be ordered; a click on the one in force turns it round."""

    label: str
    order: str = ""
    is_number: bool = True
    is_current: bool = False
    is_descending: bool = False


@require_safe
def burden(request: HttpRequest) -> HttpResponse:
    """What a year asks of every organisation: filtered, ordered, by month and by sheet."""
    form, found, order = _read(request)
    most = max((load.cost.seconds for load in found.months), default=0) or 1
    context = {
        "form": form, "found": found, "year": found.year, "order": order, "years": years_of(timezone.localdate()),
        "page": Paginator(found.rows, _A_PAGE).get_page(request.GET.get("trang")), "columns": _heads(order),
        "hours": round(found.load.cost.seconds / 3600), "rule": rule_words(), "rule_lines": rule_lines(),
        "months": [
            (label_of(n, found.year), load, round(load.cost.seconds / most * 100))
            for n, load in enumerate(found.months, 1)
        ],
    }  # fmt: skip
    return render(request, "dashboards/burden.html", context, part="danh-sach")


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """All rows as filtered and ordered: `?dinh-dang=csv`, else a workbook."""
    _form, found, _order = _read(request)
    heads = [_("Đơn vị"), _("Loại"), _("Phiếu"), _("Ô"), _("Phút"), _("Phút mỗi tháng"), _("Phút tháng nặng nhất"),
             _("Phút năm trước")]  # fmt: skip
    lines = [_cells(row) for row in found.rows]
    name = ("ganh-nang-bao-cao", str(found.year))
    if request.GET.get("dinh-dang") == "csv":
        return csv_response(
            heads, [[str(cell) for cell in line] for line in lines], name=file_name(*name, ending="csv")
        )
    columns = tuple(
        Column(head, 60 if at == 0 else 30, ColumnKind.NUMBER if at > 1 else ColumnKind.TEXT)
        for at, head in enumerate(heads)
    )
    rows = tuple(Row((*line[:2], *(number(Decimal(cell)) for cell in line[2:]))) for line in lines)
    title = _("Gánh nặng báo cáo năm %(year)d") % {"year": found.year}
    return xlsx_response(
        Table(columns, rows), sheet=_("Gánh nặng"), titles=[title, rule_words()], name=file_name(*name, ending="xlsx")
    )


def _cells(row: OrgRow) -> list:
    return [
        row.org.name, row.org.get_kind_display(), row.load.times, row.load.cost.fields, row.load.cost.minutes,
        row.minutes_a_month, row.peak.cost.minutes, row.before.cost.minutes,
    ]  # fmt: skip


def _read(request: HttpRequest) -> tuple[BurdenFilters, Meter, str]:
    """Errors: Refused without the right to see the numbers of organisations anywhere."""
    if not holds_anywhere(request.user, Permission.VIEW_BOARD):
        require(Denial(_("Bảng chung dành cho cơ quan tham mưu và lãnh đạo. Số liệu của đơn vị ở trang của đơn vị.")))
    today, form = timezone.localdate(), BurdenFilters(request.GET)
    orgs = Org.objects.filter(pk__in=request.user.org_ids_with(Permission.VIEW_BOARD)).as_of(today)
    orgs = orgs.search(form.chosen("q") or "")
    if kind := form.chosen("loai"):
        orgs = orgs.filter(kind=kind)
    found = meter(list(orgs), _year(request))
    order = request.GET.get("sap_xep", _FIRST)
    if order.removeprefix("-") not in _ORDERS:
        order = _FIRST
    found.rows.sort(key=_ORDERS["ten"])
    found.rows.sort(key=_ORDERS[order.removeprefix("-")], reverse=order.startswith("-"))
    return form, found, order


def _year(request: HttpRequest) -> int:
    today = timezone.localdate()
    wanted = number_in(request.GET.get("nam", ""))
    return wanted if wanted in years_of(today) else today.year


def _heads(order: str) -> list[Head]:
    words = [
        ("ten", _("Đơn vị")), ("phieu", _("Phiếu")), ("o", _("Ô")), ("phut", _("Phút")), ("", _("Phút mỗi tháng")),
        ("nang-nhat", _("Tháng nặng nhất")), ("tang", _("So năm trước")),
    ]  # fmt: skip
    heads = []
    for key, label in words:
        is_current, is_down = bool(key) and order.removeprefix("-") == key, order.startswith("-")
        goes_down = not is_down if is_current else key != "ten"
        heads.append(Head(label, (f"-{key}" if goes_down else key) if key else "", key != "ten", is_current, is_down))
    return heads


@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """What leaving out each question of a sheet, or all of it, would save the organisations that the person sees."""
    one = get_object_or_404(Sheet.objects.visible_to(request.user), code=code)
    today, year = timezone.localdate(), _year(request)
    version = current_version(one, day=today)
    orgs = Org.objects.filter(pk__in=request.user.org_ids_with(Permission.VIEW)).as_of(today)
    found = what_if(one, version, year, orgs.values("pk"))
    readers = readers_of(one)
    context = {
        "sheet": one, "found": found, "years": years_of(today), "rule": rule_words(), "rule_lines": rule_lines(),
        "lines": [(line, readers.get(line.field.code, []) if line.field else []) for line in found.fields],
    }  # fmt: skip
    return render(request, "dashboards/sheet_burden.html", context)
