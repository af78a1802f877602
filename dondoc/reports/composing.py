"""From a report's snapshot and words to its papers. The figures come from the snapshot only, never from the tables."""

from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.lib.dates import format_date
from dondoc.lib.numbers import Missing, format_number, format_percent
from dondoc.lib.periods import Period
from dondoc.reports.models import Report
from dondoc.writers.tree import (
    Annex,
    Block,
    Bullets,
    Cell,
    Column,
    ColumnKind,
    Heading,
    OfficialDocument,
    Paragraph,
    Row,
    RowKind,
    Signature,
    Table,
    absent,
    number,
    share,
)
from dondoc.writers.xlsx import SheetTable

STATUS_WORDS = {
    "met": "Đạt", "on_track": "Đúng tiến độ", "at_risk": "Có nguy cơ", "not_met": "Không đạt",
    "not_due": "Chưa đến kỳ", "no_data": "Chưa có số liệu",
}  # fmt: skip


def official_document(report: Report) -> OfficialDocument:
    """The report in the Party's form. A draft has no number yet and says that it is one."""
    period = Period.parse(report.period)
    return OfficialDocument(
        superior="Đảng bộ thành phố",
        issuer=report.org.short_name if len(report.org.short_name) > 12 else _issuer(report),
        number=report.number,
        kind_code="BC",
        organ_code="ĐU",
        place=report.place or "…",
        day=report.dated_on,
        kind="BÁO CÁO",
        subject=f"kết quả thực hiện các chỉ tiêu nghị quyết đại hội {period.label}",
        body=_body(report, period),
        signature=Signature(
            authority=report.signer_authority, position=report.signer_position, name=report.signer_name
        ),
        recipients=(
            "Ban Thường vụ Thành ủy (để báo cáo)",
            "Thường trực Đảng ủy",
            "Ủy viên Ban Thường vụ, Ban Chấp hành Đảng bộ",
            "Các cơ quan tham mưu, giúp việc Đảng ủy",
            "Các cấp ủy cơ sở trực thuộc",
            "Lưu Văn phòng Đảng ủy",
        ),
        annexes=_annexes(report.snapshot),
        draft=report.frozen_at is None,
        issued_by="Ban Thường vụ Đảng ủy",
    )


def _issuer(report: Report) -> str:
    """The committee's name without the mark of the made-up city's brackets."""
    return report.org.name.split(" (")[0]


def _body(report: Report, period: Period) -> tuple[Block, ...]:
    words, snapshot = report.words, report.snapshot
    blocks: list[Block] = [*_paragraphs(words.get("opening", ""))]
    blocks += [
        Heading(1, "I- KẾT QUẢ THỰC HIỆN"),
        Heading(2, "1. Tình hình chung"),
        *_paragraphs(words.get("results", "")),
    ]
    blocks += [Heading(2, "2. Kết quả từng chỉ tiêu"), indicator_table(snapshot)]
    blocks += [Heading(2, "3. Đánh giá chung"), *_paragraphs(words.get("assessment", ""))]
    late = snapshot["late"]
    if late:
        blocks += [
            Heading(2, "4. Các đơn vị còn việc quá hạn"),
            Paragraph(f"Đến hết ngày {_day(snapshot['as_of'])} có {len(late)} đơn vị còn việc quá hạn (Phụ lục 1)."),
        ]
    blocks += [Heading(1, "II- KHÓ KHĂN, VƯỚNG MẮC; ĐỀ XUẤT, KIẾN NGHỊ CỦA ĐƠN VỊ")]
    blocks += _paragraphs(words.get("obstacles", "")) or [Paragraph("Các đơn vị không nêu khó khăn, vướng mắc.")]
    blocks += _paragraphs(words.get("proposals", ""))
    blocks += [Heading(1, f"III- NHIỆM VỤ {period.next().label.upper()}"), *_paragraphs(words.get("next_steps", ""))]
    return tuple(blocks)


def _paragraphs(text: str) -> list[Block]:
    """Typed words as blocks: a line a paragraph; lines beginning with "- " are bullets."""
    blocks: list[Block] = []
    bullets: list[str] = []
    for line in text.splitlines():
        if line.strip().startswith("- "):
            bullets.append(line.strip()[2:])
            continue
        if bullets:
            blocks.append(Bullets(tuple(bullets)))
            bullets = []
        if line.strip():
            blocks.append(Paragraph(line.strip()))
    if bullets:
        blocks.append(Bullets(tuple(bullets)))
    return blocks


def indicator_table(snapshot: dict[str, Any]) -> Table:
    """The chỉ tiêu with value against target; a value not fully known shows its floor and ceiling."""
    rows: list[Row] = []
    for one in snapshot["indicators"]:
        rows.append(Row((f"{one['label']}. {one['name']}",), RowKind.GROUP))
        rows += [Row(_measure_cells(measure)) for measure in one["measures"]]
    return Table(
        columns=(
            Column("Nội dung", 54),
            Column("Mục tiêu", 20, ColumnKind.MARK),
            Column("Đạt / tổng", 28, ColumnKind.MARK),
            Column("Kết quả", 22, ColumnKind.PERCENT),
            Column("Có thể cao nhất", 22, ColumnKind.PERCENT),
            Column("Chưa có số liệu", 18, ColumnKind.NUMBER),
            Column("Đánh giá", 24, ColumnKind.MARK),
        ),
        rows=tuple(rows),
        note=(
            "Tỷ lệ tính từ tổng tử số trên tổng mẫu số. “Có thể cao nhất”: nếu mọi đơn vị chưa có số liệu đều đạt; "
            "tỷ lệ trên số người chỉ tính những đơn vị đã có số liệu."
        ),
    )


def _measure_cells(measure: dict[str, Any]) -> tuple[Cell, ...]:
    parts = f"{_plain(measure['numerator'])}/{_plain(measure['denominator'])}"
    return (
        measure["name"],
        measure["target"],
        parts if measure["denominator"] not in (None, "0") else "—",
        _fraction(measure["value"], measure["missing"]),
        _fraction(possible(measure), measure["missing"]),
        number(measure["not_known"]),
        STATUS_WORDS[measure["status"]],
    )


def possible(measure: dict[str, Any]) -> str | None:
    """The most that the value can still become; None where nothing can be said: nobody knows how large the missing
    organisations of a ratio are, and a quota has no upper end."""
    if measure["kind"] in ("ratio", "quota") and measure["not_known"]:
        return None
    return measure["ceiling"]


def _fraction(value: str | None, missing: str | None) -> Cell:
    return share(Decimal(value)) if value is not None else absent(Missing(missing or Missing.NOT_REPORTED))


def _plain(value: str | None) -> str:
    return "—" if value is None else format_number(Decimal(value))


def _annexes(snapshot: dict[str, Any]) -> tuple[Annex, ...]:
    annexes = []
    if snapshot["late"] or snapshot["own_delays"]:
        blocks: list[Block] = []
        if snapshot["own_delays"]:
            blocks.append(late_table(snapshot["own_delays"], "Cơ quan tham mưu, giúp việc"))
        if snapshot["late"]:
            blocks.append(late_table(snapshot["late"], "Cấp ủy cơ sở"))
        annexes.append(Annex("Danh sách đơn vị còn việc quá hạn", tuple(blocks)))
    return tuple(annexes)


def late_table(entries: list[dict[str, Any]], caption: str) -> Table:
    """Organisations with overdue work: how many, since when, which items of the plan."""
    rows = tuple(
        Row(
            (
                str(n),
                entry["org"],
                number(entry["count"]),
                date.fromisoformat(entry["since"]),
                ", ".join(entry["tasks"]),
            )
        )
        for n, entry in enumerate(entries, start=1)
    )
    return Table(
        columns=(
            Column("TT", 10, ColumnKind.MARK),
            Column("Đơn vị", 70),
            Column("Số việc quá hạn", 22, ColumnKind.NUMBER),
            Column("Trễ từ ngày", 26, ColumnKind.DATE),
            Column("Mục của kế hoạch", 40),
        ),
        rows=rows,
        caption=caption,
    )


def annex_sheets(report: Report) -> list[SheetTable]:
    """The .xlsx annex: the chỉ tiêu, who is late, what organisations wrote; the same figures as on paper."""
    snapshot, period = report.snapshot, Period.parse(report.period)
    title = f"Kết quả thực hiện các chỉ tiêu {period.label}"
    sheets = [SheetTable("Chỉ tiêu", (title,), indicator_table(snapshot))]
    if snapshot["late"]:
        sheets.append(SheetTable("Đơn vị chậm", ("Đơn vị còn việc quá hạn",), late_table(snapshot["late"], "")))
    if snapshot["own_delays"]:
        late = late_table(snapshot["own_delays"], "")
        sheets.append(SheetTable("Cơ quan tham mưu", ("Việc chậm của cơ quan tham mưu",), late))
    words = snapshot["monthly_reports"]["words"]
    if words:
        rows = tuple(Row((one["org"], one["obstacles"], one["proposals"])) for one in words)
        columns = (Column("Đơn vị", 50), Column("Khó khăn, vướng mắc", 70), Column("Đề xuất, kiến nghị", 70))
        sheets.append(SheetTable("Ý kiến đơn vị", ("Ý kiến của các đơn vị",), Table(columns, rows)))
    return sheets


def _day(code: str) -> str:
    return format_date(date.fromisoformat(code))


def percent_words(value: str | None) -> str:
    """A stored fraction for the page: "71,7 %", "—" when there is none."""
    return "—" if value is None else format_percent(Decimal(value))
