"""Made-up content for the gallery page. Nothing here is read from, or written to, the database."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc.lib.numbers import Missing, Value
from dondoc.web.charts import ChartPoint
from dondoc.web.filters import Folding
from dondoc.web.marks import Mark
from dondoc.web.refusals import Denial

TODAY = date(2026, 3, 12)
_SOURCE = (
    "II. CHỈ TIÊU\n\n"
    "2.1. 100% các đảng bộ thuộc khối nội chính – tư pháp ban hành chương trình hành động thực hiện Nghị quyết số "
    "66-NQ/TW trước ngày 30/9/2025.\n\n"
    "4. 100% cấp ủy cơ sở ban hành nghị quyết lãnh đạo toàn diện ngay từ đầu năm; sơ kết, tổng kết đúng thời gian."
)


class ExampleStatus(models.TextChoices):
    """One status of each tone; real ones live beside what they are the status of."""

    GOOD = "good", _("Đúng hạn")
    WARN = "warn", _("Sắp đến hạn")
    BAD = "bad", _("Quá hạn")
    INFO = "info", _("Chờ duyệt")
    MUTED = "muted", _("Chưa đến hạn")

    @property
    def tone(self) -> str:
        return self.value

    @property
    def icon(self) -> str:
        return _ICONS[self]


_ICONS = {
    ExampleStatus.GOOD: "circle-check",
    ExampleStatus.WARN: "clock",
    ExampleStatus.BAD: "alert-triangle",
    ExampleStatus.INFO: "eye",
    ExampleStatus.MUTED: "calendar",
}


@dataclass(frozen=True)
class ExampleRow:
    org: str
    task: str
    due: date | None
    status: ExampleStatus
    share: Value


class ExampleForm(forms.Form):
    """One field of each kind."""

    number = forms.CharField(label=_("Số, ký hiệu"), help_text=_("Ghi đúng như trên văn bản, ví dụ 08-KH/ĐU."))
    issued_on = forms.CharField(label=_("Ngày ban hành"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    members = forms.CharField(
        label=_("Số đảng viên đã đăng ký"), widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    kind = forms.ChoiceField(
        label=_("Loại văn bản"), choices=[("resolution", _("Nghị quyết")), ("programme", _("Chương trình hành động"))]
    )
    rating = forms.ChoiceField(
        label=_("Mức hoàn thành"),
        choices=[("good", _("Hoàn thành tốt")), ("done", _("Hoàn thành")), ("not", _("Không hoàn thành"))],
        widget=forms.RadioSelect,
    )
    resolutions = forms.MultipleChoiceField(
        label=_("Nghị quyết được cụ thể hóa"),
        choices=[("57", "57-NQ/TW"), ("66", "66-NQ/TW"), ("68", "68-NQ/TW")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    scan = forms.FileField(label=_("Bản chụp văn bản"), required=False, help_text=_("PDF hoặc ảnh, không quá 10 MB."))
    is_checked = forms.BooleanField(label=_("Tôi đã đối chiếu với bản gốc"), required=False)


class ExampleReason(forms.Form):
    """What is asked when something is sent back."""

    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 3}))


class ExampleFilter(Folding, forms.Form):
    """Filters above a list."""

    in_bar = ("q",)

    q = forms.CharField(label=_("Tìm đơn vị"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    status = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[("", _("Tất cả")), *ExampleStatus.choices]
    )


@dataclass(frozen=True)
class Component:
    """A heading of the gallery: `names` are the templates in `ui/` that its part shows."""

    anchor: str
    title: str | Promise
    names: str


CONTENTS = (
    Component("buttons", _("Nút và đường dẫn"), "button, confirm, more, export, breadcrumbs"),
    Component("statuses", _("Trạng thái, số, ngày, tên"), "badge, number, date, chip, legend"),
    Component("figures", _("Con số trên bảng điều hành"), "stat, card, progress, sparkline"),
    Component("charts", _("Tiến độ so với bậc cần đạt"), "chart"),
    Component("tables", _("Bảng"), "table, pagination, filter_bar, filter_count, filter_fields, more_filters, tabs"),
    Component("heat", _("Ma trận"), "heat_cell"),
    Component("forms", _("Biểu mẫu"), "field, form_errors, kept_input"),
    Component("states", _("Trạng thái trống và thông báo"), "empty, alert"),
    Component("records", _("Hồ sơ"), "definitions, history, files"),
    Component("panes", _("Văn bản và bản nháp"), "two_pane, pane"),
)


def gallery_context(request: HttpRequest) -> dict[str, Any]:
    """All that the gallery page shows; `request` only for the page number."""
    wrong = ExampleForm({"number": "08-KH/ĐU", "issued_on": "31/02/2026", "members": "", "kind": "resolution"})
    wrong.add_error("issued_on", _("Không có ngày 31/02/2026 trong lịch. Hãy kiểm tra lại."))
    return {
        "contents": CONTENTS,
        "today": TODAY,
        "statuses": list(ExampleStatus),
        "denial": Denial(str(_("Phiếu đã chốt theo kỳ tháng 02/2026 nên không sửa được."))),
        "rows": _rows(),
        "matrix": _matrix(),
        "points": _points(),
        "goal": Decimal("0.9"),
        "trend": [Decimal(n) for n in ("0.42", "0.5", "0.5", "0.61", "0.717")],
        "values": _values(),
        "form": wrong,
        "sending_back": ExampleReason(),
        "filters": ExampleFilter(),
        "page": Paginator(range(1, 241), 20).get_page(request.GET.get("trang", 3)),
        "tabs": _tabs(),
        "trail": [
            {"label": _("Kế hoạch"), "url": "#buttons"},
            {"label": "08-KH/ĐU", "url": "#buttons"},
        ],
        "facts": _facts(),
        "entries": _entries(),
        "attachments": _attachments(),
        "source": _SOURCE,
        "marks": _marks(),
        "typed": [(_("Lý do"), _("Thiếu chữ ký của bí thư; đề nghị bổ sung trước ngày 20/3/2026."))],
    }


def _rows() -> list[ExampleRow]:
    return [
        ExampleRow(
            "Đảng bộ Văn phòng Thành ủy", "Báo cáo kết quả thực hiện tháng 02/2026", date(2026, 3, 9),
            ExampleStatus.BAD, Value(Decimal("0.717"), unit="%"),
        ),
        ExampleRow(
            "Chi bộ Trung tâm Chính trị thành phố, trực thuộc Đảng bộ Ban Tuyên giáo và Dân vận Thành ủy",
            "Chương trình hành động thực hiện Nghị quyết số 66-NQ/TW về xây dựng và thi hành pháp luật",
            date(2026, 3, 19), ExampleStatus.WARN, Value(Decimal("0.995"), unit="%"),
        ),
        ExampleRow(
            "Đảng bộ Tòa án nhân dân", "Đăng ký mô hình “Dân vận khéo” năm 2026", date(2026, 6, 30),
            ExampleStatus.MUTED, Value(None, Missing.NOT_DUE),
        ),
        ExampleRow(
            "Chi bộ Hội Chữ thập đỏ", "Nghị quyết lãnh đạo năm 2026", date(2026, 1, 31),
            ExampleStatus.GOOD, Value(Decimal(1), unit="%"),
        ),
        ExampleRow(
            "Đảng bộ Viện kiểm sát nhân dân", "Sơ kết thực hiện Nghị quyết số 57-NQ/TW", None,
            ExampleStatus.INFO, Value(None, Missing.NOT_REPORTED),
        ),
    ]  # fmt: skip


def _matrix() -> list[tuple[str, list[tuple[ExampleStatus, str]]]]:
    s = ExampleStatus
    return [
        ("Đảng bộ Văn phòng Thành ủy", [(s.GOOD, "100"), (s.BAD, "71,7"), (s.WARN, "88"), (s.GOOD, ""), (s.MUTED, "")]),
        ("Đảng bộ Tòa án nhân dân", [(s.GOOD, "100"), (s.GOOD, "96"), (s.INFO, ""), (s.BAD, "0"), (s.MUTED, "")]),
        ("Chi bộ Hội Chữ thập đỏ", [(s.WARN, "92,5"), (s.GOOD, "100"), (s.GOOD, "100"), (s.GOOD, ""), (s.INFO, "")]),
    ]


def _points() -> list[ChartPoint]:
    actual = ["0.12", "0.3", "0.42", None, "0.5", "0.61", "0.717", None, None, None]
    expected = ["0.25", "0.25", "0.25", "0.5", "0.5", "0.5", "0.75", "0.75", "0.75", "0.9"]
    labels = ["T9/2025", "T10", "T11", "T12", "T1/2026", "T2", "T3", "T4", "T5", "T6"]
    return [
        ChartPoint(label, Decimal(a) if a else None, Decimal(e))
        for label, a, e in zip(labels, actual, expected, strict=True)
    ]


def _values() -> list[Value]:
    return [
        Value(Decimal("1234.5"), unit="triệu đồng"),
        Value(Decimal("0.717"), unit="%"),
        Value(Decimal(0), unit="phiếu"),
        *(Value(None, reason) for reason in Missing),
    ]


def _tabs() -> list[dict[str, Any]]:
    return [
        {"label": _("Cần làm"), "url": "#tables", "count": 12, "is_current": True},
        {"label": _("Chờ duyệt"), "url": "#tables", "count": 3, "is_current": False},
        {"label": _("Đã xong"), "url": "#tables", "count": 1204, "is_current": False},
        {"label": _("Tất cả"), "url": "#tables", "is_current": False},
    ]


def _facts() -> list[tuple[Any, Any]]:
    return [
        (_("Số, ký hiệu"), "08-KH/ĐU"),
        (_("Cơ quan ban hành"), _("Đảng ủy các cơ quan Đảng Thành phố Mẫu")),
        (
            _("Trích yếu"),
            _(
                "Triển khai thực hiện Nghị quyết Đại hội đại biểu Đảng bộ các cơ quan Đảng thành phố lần thứ nhất, "
                "nhiệm kỳ 2025–2030 và Chương trình hành động của Thành ủy"
            ),
        ),
        (_("Ngày đưa vào hệ thống"), "05/03/2026"),
        (_("Ý kiến của cấp trên"), ""),
    ]


def _entries() -> list[dict[str, Any]]:
    return [
        {
            "at": datetime(2026, 3, 11, 9, 40, tzinfo=UTC), "who": "Nguyễn Văn Mẫu", "what": _("Duyệt phiếu"),
            "tone": "good", "icon": "check",
        },
        {
            "at": datetime(2026, 3, 10, 2, 5, tzinfo=UTC), "who": "Nguyễn Văn Mẫu", "what": _("Trả lại phiếu"),
            "note": _("Thiếu chữ ký của bí thư. Đề nghị bổ sung bản chụp có dấu."), "tone": "bad",
            "icon": "arrow-back-up",
        },
        {"at": datetime(2026, 3, 9, 8, 0, tzinfo=UTC), "who": "Trần Thị Thử", "what": _("Nộp phiếu"), "icon": "send"},
    ]  # fmt: skip


def _attachments() -> list[dict[str, Any]]:
    return [
        {
            "name": "Chuong trinh hanh dong NQ66 (co dau).pdf", "url": "#records", "size": 1_258_291,
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "by": "Trần Thị Thử",
            "at": datetime(2026, 3, 9, 8, 0, tzinfo=UTC),
        },
        {
            "name": "Phiếu tháng 02.xlsx", "url": "#records", "size": 34_816,
            "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        },
    ]  # fmt: skip


def _marks() -> list[Mark]:
    def at(words: str, anchor: str, tone: str = "", title: str = "") -> Mark:
        start = _SOURCE.index(words)
        return Mark(start, start + len(words), anchor, title, tone=tone)

    return [
        at("2.1. 100% các đảng bộ thuộc khối nội chính – tư pháp ban hành chương trình hành động", "place-2-1"),
        at("66-NQ/TW", "place-citation", "warn", str(_("Khác sổ văn bản: cơ quan ban hành"))),
        at("trước ngày 30/9/2025", "place-due", "info"),
        at("ngay từ đầu năm", "place-start-of-year", "info"),
    ]
