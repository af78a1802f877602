"""From a report's snapshot and words to its papers. The figures come from the snapshot only, never from the tables."""

from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.lib.numbers import Missing, format_number, format_percent
from dondoc.lib.periods import Period
from dondoc.reports.charts import results_chart
from dondoc.reports.drafting import plan_words
from dondoc.reports.houses import WORDS, house_of
from dondoc.reports.models import Report
from dondoc.writers.form import BLANK, House, cited_date, form_on
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
    Picture,
    Row,
    RowKind,
    Signature,
    Table,
    absent,
    number,
    share,
)
from dondoc.writers.xlsx import SheetTable

NO_BREAK = "\u00a0"
KIND_CODE = "BC"  # báo cáo; DOMAIN.md §2.6
NO_FIGURES = "Chưa có chỉ tiêu nào được đo cho kế hoạch này."
STATUS_WORDS = {
    "met": "Đạt", "on_track": "Đúng tiến độ", "at_risk": "Có nguy cơ", "not_met": "Không đạt",
    "not_due": "Chưa đến kỳ", "no_data": "Chưa có số liệu",
}  # fmt: skip


def official_document(report: Report) -> OfficialDocument:
    """The report in the form of its house. A draft has no number yet and says that it is one."""
    period, head, words = Period.parse(report.period), report.snapshot["head"], report.words
    house = house_of(head)
    return OfficialDocument(
        superior=words.get("superior", ""),
        issuer=head["issuer"],
        number=report.number,
        kind_code=KIND_CODE,
        organ_code=head["organ_code"],
        place=report.place or BLANK,
        day=report.dated_on,
        kind="BÁO CÁO",
        subject=f"{'Kết' if house is House.STATE else 'kết'} quả thực hiện {plan_words(head)}, {period.label}",
        body=_body(report, period),
        signature=Signature(
            authority=report.signer_authority, position=report.signer_position, name=report.signer_name
        ),
        recipients=tuple(words.get("recipients", "").splitlines()),
        annexes=_annexes(report.snapshot),
        draft=report.frozen_at is None,
        issued_by=head.get("speaker", WORDS[House.PARTY].speaker),
        house=house,
    )


def number_words(report: Report) -> str:
    """ "08-BC/ĐU", "08/BC-UBND"; "" while it has no number."""
    if report.number is None:
        return ""
    head = report.snapshot["head"]
    return form_on(report.dated_on, house_of(head)).numbered(report.number, KIND_CODE, head["organ_code"])


def _body(report: Report, period: Period) -> tuple[Block, ...]:
    words, snapshot = report.words, report.snapshot
    mark = WORDS[house_of(snapshot["head"])].chapter
    late = len(snapshot["late"])
    parts: list[tuple[str, list[Block]]] = [
        ("Tình hình chung", _paragraphs(words.get("results", ""))),
        ("Kết quả từng chỉ tiêu", [indicator_table(snapshot)] if snapshot["indicators"] else [Paragraph(NO_FIGURES)]),
        ("Đánh giá chung", _paragraphs(words.get("assessment", ""))),
    ]
    if late:
        sentence = f"Tính đến hết ngày {_day(snapshot['as_of'])}, còn {format_number(late)} đơn vị có việc quá hạn"
        parts.append(("Đơn vị còn việc quá hạn", [Paragraph(f"{sentence} (danh sách tại Phụ lục kèm theo).")]))
    asked = [
        ("Khó khăn, vướng mắc", _paragraphs(words.get("obstacles", ""))),
        ("Đề xuất, kiến nghị", _paragraphs(words.get("proposals", ""))),
    ]
    return (
        *_paragraphs(words.get("opening", "")),
        *_chapter(f"I{mark}KẾT QUẢ THỰC HIỆN", parts),
        *_chapter(f"II{mark}KHÓ KHĂN, VƯỚNG MẮC; ĐỀ XUẤT, KIẾN NGHỊ CỦA ĐƠN VỊ", asked),
        Heading(1, f"III{mark}NHIỆM VỤ {period.next().label.upper()}"),
        *_paragraphs(words.get("next_steps", "")),
    )


def _chapter(title: str, parts: list[tuple[str, list[Block]]]) -> list[Block]:
    """Its parts numbered in order; a part without a word is left out and takes no number."""
    blocks: list[Block] = [Heading(1, title)]
    for n, (name, inside) in enumerate((part for part in parts if part[1]), start=1):
        blocks += [Heading(2, f"{n}. {name}"), *inside]
    return blocks


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
            Column("Nội dung", 36),
            Column("Mức giao", 18, ColumnKind.MARK),
            Column("Đạt / tổng", 26, ColumnKind.MARK),
            Column("Kết quả", 18, ColumnKind.PERCENT),
            Column("Tháng trước", 18, ColumnKind.PERCENT),
            Column("Có thể cao nhất", 18, ColumnKind.PERCENT),
            Column("Chưa có số liệu", 14, ColumnKind.NUMBER),
            Column("Đánh giá", 19, ColumnKind.MARK),
        ),
        rows=tuple(rows),
        note=(
            "Tỷ lệ tính từ tổng tử số trên tổng mẫu số. “Có thể cao nhất”: nếu mọi đơn vị chưa có số liệu đều đạt; "
            "tỷ lệ trên số người chỉ tính những đơn vị đã có số liệu."
        ),
    )


def _measure_cells(measure: dict[str, Any]) -> tuple[Cell, ...]:
    missing = measure["missing"]
    not_due = missing == Missing.NOT_DUE
    return (
        measure["name"],
        measure["target"].replace(" ", NO_BREAK),
        parts_words(measure),
        _fraction(measure["value"], missing),
        _fraction(measure["previous"], measure["previous_missing"]),
        _fraction(possible(measure), missing),
        absent(Missing.NOT_DUE) if not_due else number(measure["not_known"]),
        STATUS_WORDS[measure["status"]],
    )


def parts_words(measure: dict[str, Any]) -> str:
    """ "50/59"; "—" while nothing is known or there is nothing to divide by."""
    if measure["numerator"] is None or measure["denominator"] in (None, "0"):
        return "—"
    return f"{_plain(measure['numerator'])}/{_plain(measure['denominator'])}"


def possible(measure: dict[str, Any]) -> str | None:
    """The most that the value can still become; None where nothing can be said: nobody knows how large the missing
    organisations of a ratio are, and a quota has no upper end."""
    if measure["kind"] in ("ratio", "quota", "count") and measure["not_known"]:
        return None
    return measure["ceiling"]


def _fraction(value: str | None, missing: str | None) -> Cell:
    return share(Decimal(value)) if value is not None else absent(Missing(missing or Missing.NOT_REPORTED))


def _plain(value: str) -> str:
    return format_number(Decimal(value))


def _annexes(snapshot: dict[str, Any]) -> tuple[Annex, ...]:
    annexes, said = [], WORDS[house_of(snapshot["head"])]
    if snapshot["late"] or snapshot["own_delays"]:
        blocks: list[Block] = []
        if snapshot["own_delays"]:
            blocks.append(late_table(snapshot["own_delays"], said.own_bodies))
        if snapshot["late"]:
            blocks.append(late_table(snapshot["late"], "Đơn vị trực thuộc"))
        annexes.append(Annex("Danh sách đơn vị còn việc quá hạn", tuple(blocks)))
    if snapshot.get("credibility"):  # reports composed before do not know it
        annexes.append(Annex("Mức tin cậy của số liệu", (credibility_table(snapshot["credibility"]),)))
    if chart := results_chart(snapshot):
        annexes.append(Annex("Biểu đồ kết quả các chỉ tiêu", (Picture(chart),)))
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
                ", ".join(entry["parts"]),
            )
        )
        for n, entry in enumerate(entries, start=1)
    )
    return Table(
        columns=(
            Column("TT", 11, ColumnKind.MARK),
            Column("Đơn vị", 66),
            Column("Số việc quá hạn", 20, ColumnKind.NUMBER),
            Column("Hạn sớm nhất", 30, ColumnKind.DATE),
            Column("Mục của kế hoạch", 40),
        ),
        rows=rows,
        caption=caption,
    )


def credibility_table(entries: list[dict[str, Any]]) -> Table:
    """How many organisations' figures behind each chỉ tiêu were reviewed, counted anew, or computed."""
    rows = tuple(
        Row((
            f"{entry['label']}. {entry['name']}", number(entry["reviewed"]), number(entry["sampled"]),
            number(entry["computed"]),
        ))
        for entry in entries
    )  # fmt: skip
    return Table(
        columns=(
            Column("Nội dung", 76), Column("Đã duyệt", 30, ColumnKind.NUMBER),
            Column("Đã kiểm tra mẫu", 30, ColumnKind.NUMBER), Column("Máy tính từ hồ sơ", 31, ColumnKind.NUMBER),
        ),
        rows=rows,
        note="Số tổ chức có số liệu ở mỗi mức. Số tự khai chưa duyệt không được tính vào chỉ tiêu.",
    )  # fmt: skip


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
    if snapshot.get("credibility"):
        levels = credibility_table(snapshot["credibility"])
        sheets.append(SheetTable("Mức tin cậy", ("Mức tin cậy của số liệu",), levels))
    words = snapshot["monthly_reports"]["words"]
    if words:
        rows = tuple(Row((one["org"], one["results"], one["obstacles"], one["proposals"])) for one in words)
        columns = (
            Column("Đơn vị", 45), Column("Kết quả nổi bật", 75), Column("Khó khăn, vướng mắc", 60),
            Column("Đề xuất, kiến nghị", 60),
        )  # fmt: skip
        sheets.append(SheetTable("Ý kiến đơn vị", (f"Báo cáo của các đơn vị {period.label}",), Table(columns, rows)))
    return sheets


def _day(code: str) -> str:
    return cited_date(date.fromisoformat(code))


def percent_words(value: str | None) -> str:
    """A stored fraction for the page: "71,7 %", "—" when there is none."""
    return "—" if value is None else format_percent(Decimal(value))
