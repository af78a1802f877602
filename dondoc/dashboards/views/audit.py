"""The audit trail: who did what to what, searched and filtered; and whether anybody has touched it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.audit.queries import verify_chain
from dondoc.dashboards.export import csv_response, file_name, xlsx_response
from dondoc.dashboards.forms import AuditFilters
from dondoc.dashboards.queries import audit as queries
from dondoc.dashboards.tables import words_table
from dondoc.lib.dates import format_date
from dondoc.web.refusals import Denial, require
from dondoc.web.shortcuts import render

_A_PAGE = 30
_MOST_EXPORTED = 20_000  # rows of one file; narrow by days for more


def _require_trail(request: HttpRequest) -> None:
    if not holds_anywhere(request.user, Permission.VIEW_AUDIT):
        require(Denial(_("Chỉ lãnh đạo, người kiểm tra và quản trị viên được xem nhật ký.")))


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Events by filter, newest first. `?kiem_tra=1` reads the whole chain and says whether it is whole."""
    _require_trail(request)
    form = AuditFilters(request.GET)
    page = Paginator(queries.chosen_events(request.user, form.picked), _A_PAGE).get_page(request.GET.get("trang"))
    is_checked = request.GET.get("kiem_tra") == "1"
    context = {
        "form": form,
        "page": page,
        "rows": queries.rows_of(page.object_list),
        "is_checked": is_checked,
        "fault": verify_chain() if is_checked else None,
        "most": _MOST_EXPORTED,
    }
    return render(request, "dashboards/audit.html", context, part="su-kien")


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The events as filtered, as a file: `?dinh-dang=csv`, else a workbook."""
    _require_trail(request)
    form = AuditFilters(request.GET)
    rows = queries.rows_of(queries.chosen_events(request.user, form.picked)[:_MOST_EXPORTED])
    day = timezone.localdate()
    name = ("nhat-ky", *_said(form), day.isoformat())
    lines = (_line(row) for row in rows)
    if request.GET.get("dinh-dang") == "csv":
        return csv_response([str(words) for words, _width in _COLUMNS], lines, name=file_name(*name, ending="csv"))
    titles = [_("Nhật ký đến ngày %(day)s") % {"day": format_date(day)}]
    table = words_table([(str(words), width) for words, width in _COLUMNS], lines)
    return xlsx_response(table, sheet=_("Nhật ký"), titles=titles, name=file_name(*name, ending="xlsx"))


# heads and widths in millimetres of the file
_COLUMNS = (
    (gettext_lazy("Thời điểm"), 36), (gettext_lazy("Người thực hiện"), 50), (gettext_lazy("Việc đã làm"), 50),
    (gettext_lazy("Đối tượng"), 80), (gettext_lazy("Đơn vị"), 60), (gettext_lazy("Thay đổi"), 90),
    (gettext_lazy("Ghi chú"), 60), (gettext_lazy("Mã chuỗi"), 60),
)  # fmt: skip


def _said(form: AuditFilters) -> list[str]:
    values = [form.chosen(name) for name in ("viec", "nguoi", "don_vi", "q", "tu_ngay", "den_ngay")]
    return [str(value) for value in values if value]


def _line(row: queries.EventRow) -> list[str]:
    event = row.event
    at = timezone.localtime(event.at)
    changed = "; ".join(
        f"{c.label}: {c.before} → {c.after}" if c.before else f"{c.label}: {c.after}" for c in row.changes
    )
    return [
        f"{format_date(at.date())} {at:%H:%M:%S}", event.actor_label, row.what, event.object_label, event.org_label,
        changed, event.note, event.hash,
    ]  # fmt: skip
