"""The tables of a report, from its snapshot only: each block that a kind of report names (dondoc.reports.kinds)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.lib.numbers import Missing, format_number, format_percent
from dondoc.lib.periods import Period, PeriodKind
from dondoc.reports.charts import results_chart
from dondoc.reports.houses import WORDS, house_of
from dondoc.reports.kinds import Block as Named
from dondoc.writers.form import cited_date
from dondoc.writers.tree import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Paragraph,
    Picture,
    Quotient,
    Row,
    RowKind,
    Table,
    absent,
    number,
    share,
)

NO_BREAK = "\u00a0"
NO_FIGURES = "Chưa có chỉ tiêu nào được đo cho kế hoạch này."
STATUS_WORDS = {
    "met": "Đạt", "on_track": "Đúng tiến độ", "at_risk": "Có nguy cơ", "not_met": "Không đạt",
    "not_due": "Chưa đến kỳ", "no_data": "Chưa có số liệu",
}  # fmt: skip
ANNEX_TITLES: Mapping[Named, str] = {
    Named.LATE_TABLES: "Danh sách đơn vị còn việc quá hạn",
    Named.CREDIBILITY: "Mức tin cậy của số liệu",
    Named.CHART: "Biểu đồ kết quả các chỉ tiêu",
    Named.ANSWERS: "Kết quả từng đơn vị",
}


def block_of(name: Named | None, snapshot: dict[str, Any], period: Period) -> list[Block]:
    """What the figures fill in under that name; [] when there is nothing to show."""
    return _BLOCKS[name](snapshot, period) if name else []


def _indicators(snapshot: dict[str, Any], _period: Period) -> list[Block]:
    return [indicator_table(snapshot)] if snapshot["indicators"] else [Paragraph(NO_FIGURES)]


def _late(snapshot: dict[str, Any], _period: Period) -> list[Block]:
    late = len(snapshot["late"])
    if not late:
        return []
    sentence = f"Tính đến hết ngày {cited(snapshot['as_of'])}, còn {format_number(late)} đơn vị có việc quá hạn"
    return [Paragraph(f"{sentence} (danh sách tại Phụ lục kèm theo).")]


def _late_tables(snapshot: dict[str, Any], _period: Period) -> list[Block]:
    said = WORDS[house_of(snapshot["head"])]
    found = ((snapshot["own_delays"], said.own_bodies), (snapshot["late"], "Đơn vị trực thuộc"))
    return [late_table(entries, caption) for entries, caption in found if entries]


def _chased(snapshot: dict[str, Any], _period: Period) -> list[Block]:
    chased, rows = snapshot["chased"], snapshot.get("chased_orgs", [])
    if not chased["times"]:
        return [Paragraph("Trong kỳ không có lượt đôn đốc nào.")]
    said = f"Trong kỳ đã đôn đốc {format_number(chased['times'])} lượt đối với {format_number(chased['orgs'])} đơn vị."
    return [Paragraph(said), *([chased_table(rows)] if rows else [])]


def _credibility(snapshot: dict[str, Any], _period: Period) -> list[Block]:
    return [credibility_table(snapshot["credibility"])] if snapshot.get("credibility") else []


def _chart(snapshot: dict[str, Any], _period: Period) -> list[Block]:
    chart = results_chart(snapshot)
    return [Picture(chart)] if chart else []


def _duties(snapshot: dict[str, Any], _period: Period) -> list[Block]:
    rows = snapshot.get("duties", [])
    return (
        [duties_table(rows)] if rows else [Paragraph("Trong kỳ đơn vị không có việc đến hạn, không còn việc quá hạn.")]
    )


def _answers(snapshot: dict[str, Any], _period: Period) -> list[Block]:
    return [answers_table(one["rows"], one["name"]) for one in snapshot.get("answers", []) if one["rows"]]


def _products(snapshot: dict[str, Any], _period: Period) -> list[Block]:
    rows = snapshot.get("products", [])
    return [products_table(rows)] if rows else [Paragraph("Nhiệm vụ chưa giao cho đơn vị nào.")]


_BLOCKS: Mapping[Named, Callable[[dict[str, Any], Period], list[Block]]] = {
    Named.INDICATORS: _indicators, Named.LATE: _late, Named.LATE_TABLES: _late_tables, Named.CHASED: _chased,
    Named.CREDIBILITY: _credibility, Named.CHART: _chart, Named.DUTIES: _duties, Named.ANSWERS: _answers,
    Named.PRODUCTS: _products,
}  # fmt: skip


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
            Column(_before_title(snapshot), 18, ColumnKind.PERCENT),
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


def counted_table(snapshot: dict[str, Any]) -> Table:
    """As `indicator_table` for a workbook: what a share is divided from stands in columns of its own, and the share is
    a formula over them that a reader can follow."""
    paper = indicator_table(snapshot)
    columns = (*paper.columns, Column("Tử số", 16, ColumnKind.NUMBER), Column("Mẫu số", 16, ColumnKind.NUMBER))
    measures = iter([measure for one in snapshot["indicators"] for measure in one["measures"]])
    rows = tuple(row if row.kind is RowKind.GROUP else _counted(row, next(measures)) for row in paper.rows)
    return replace(paper, columns=columns, rows=rows)


def _counted(row: Row, measure: dict[str, Any]) -> Row:
    top, bottom = measure["numerator"], measure["denominator"]
    parts: tuple[Cell, Cell] = (
        ("", "") if top is None or bottom is None else (number(Decimal(top)), number(Decimal(bottom)))
    )
    cells = list(row.cells)
    if (
        measure["value"] is not None
        and parts[0]
        and Decimal(bottom)
        and Decimal(top) / Decimal(bottom) == Decimal(measure["value"])
    ):
        cells[3] = Quotient(8, 9)
    return replace(row, cells=(*cells, *parts))


def _before_title(snapshot: dict[str, Any]) -> str:
    return "Tháng trước" if Period.parse(snapshot["period"]).kind is PeriodKind.MONTH else "Kỳ trước"


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


def chased_table(rows: list[dict[str, Any]]) -> Table:
    """Who was chased: how often, about how many duties, when last, how many were sent in afterwards."""
    return Table(
        columns=(
            Column("TT", 11, ColumnKind.MARK), Column("Đơn vị", 66), Column("Số lượt", 20, ColumnKind.NUMBER),
            Column("Số việc", 20, ColumnKind.NUMBER), Column("Lần cuối", 29, ColumnKind.DATE),
            Column("Đã nộp sau đôn đốc", 24, ColumnKind.NUMBER),
        ),
        rows=tuple(
            Row((
                str(n), one["org"], number(one["times"]), number(one["duties"]), date.fromisoformat(one["last"]),
                number(one["answered"]),
            ))
            for n, one in enumerate(rows, 1)
        ),
    )  # fmt: skip


def duties_table(rows: list[dict[str, Any]]) -> Table:
    """The duties of one organisation, with what became of each."""
    return Table(
        columns=(
            Column("Mục", 16, ColumnKind.MARK), Column("Việc", 70), Column("Kỳ", 24),
            Column("Hạn", 29, ColumnKind.DATE),
            Column("Hoàn thành", 29, ColumnKind.DATE), Column("Tình trạng", 29, ColumnKind.MARK),
        ),
        rows=tuple(
            Row((one["part"], one["text"], one["period"], _date(one["due_on"]), _date(one["done_on"]), one["status"]))
            for one in rows
        ),
    )  # fmt: skip


def products_table(rows: list[dict[str, Any]]) -> Table:
    """One task, organisation by organisation: with which paper, when, how it stands."""
    return Table(
        columns=(
            Column("TT", 11, ColumnKind.MARK), Column("Đơn vị", 62), Column("Văn bản", 34),
            Column("Hạn", 29, ColumnKind.DATE),
            Column("Hoàn thành", 29, ColumnKind.DATE), Column("Tình trạng", 29, ColumnKind.MARK),
        ),
        rows=tuple(
            Row((str(n), one["org"], one["number"], _date(one["due_on"]), _date(one["done_on"]), one["status"]))
            for n, one in enumerate(rows, 1)
        ),
    )  # fmt: skip


def answers_table(rows: list[dict[str, Any]], caption: str) -> Table:
    """What each organisation contributes to a measure, and why nothing is known of some."""
    return Table(
        columns=(
            Column("TT", 11, ColumnKind.MARK), Column("Đơn vị", 66), Column("Đạt / tổng", 26, ColumnKind.MARK),
            Column("Kết quả", 28, ColumnKind.MARK), Column("Ghi chú", 46),
        ),
        rows=tuple(
            Row((str(n), one["org"], parts_words(one), one["verdict"], one["reason"])) for n, one in enumerate(rows, 1)
        ),
        caption=caption,
    )  # fmt: skip


def _date(code: str | None) -> Cell:
    return date.fromisoformat(code) if code else ""


def cited(code: str) -> str:
    """A stored day as papers write it."""
    return cited_date(date.fromisoformat(code))


def percent_words(value: str | None) -> str:
    """A stored fraction for the page: "71,7 %", "—" when there is none."""
    return "—" if value is None else format_percent(Decimal(value))
