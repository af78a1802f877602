"""What a reader sees of a cell, a sum, a missing figure, the lines of "Nơi nhận"."""

from datetime import date
from decimal import Decimal

import pytest

from dondoc.lib.numbers import Missing
from dondoc.writers.tree import (
    Align,
    Column,
    ColumnKind,
    Paragraph,
    Quotient,
    Row,
    RowKind,
    Run,
    Sum,
    Table,
    absent,
    cell_text,
    figure_text,
    group_spans,
    missing_marks,
    number,
    recipient_lines,
    resolve,
    share,
    table_notes,
)

COLUMNS = (
    Column("A", 10),
    Column("B", 10, ColumnKind.NUMBER),
    Column("C", 10, ColumnKind.NUMBER),
    Column("D", 10, ColumnKind.PERCENT),
)


def table(*rows: tuple[object, ...]) -> Table:
    body = tuple(Row((str(at), *cells, Quotient(1, 2))) for at, cells in enumerate(rows, 1))
    return Table(
        COLUMNS, (Row(("Nhóm",), RowKind.GROUP), *body, Row(("Cộng", Sum(), Sum(), Quotient(1, 2)), RowKind.TOTAL))
    )


def shown(source: Table) -> list[list[str]]:
    marks = missing_marks(source)
    return [[cell_text(resolve(source, row, at), marks) for at in range(len(row.cells))] for row in source.rows]


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (number(1234), "1.234"),
        (number(Decimal("1234.5")), "1.234,5"),
        (number(Decimal("2.345"), places=2), "2,35"),
        (number(12, "chi bộ", with_unit=True), "12 chi bộ"),
        (number(12, "chi bộ"), "12"),
        (number(12, with_unit=True), "12"),
        (share(Decimal("0.9")), "90 %"),
        (share(Decimal(2) / 3, places=2), "66,67 %"),
        (share(Decimal("0.9999")), "99,9 %"),
        (absent(Missing.NOT_DUE), "—"),
    ],
)
def test_a_figure_as_paper_shows_it(figure, text):
    assert figure_text(figure) == text


def test_totals_add_the_body_and_divide_last():
    assert shown(table((number(1), number(4)), (number(2), number(4)))) == [
        ["Nhóm"],
        ["1", "1", "4", "25 %"],
        ["2", "2", "4", "50 %"],
        ["Cộng", "3", "8", "37,5 %"],
    ]


def test_missing_figures_are_left_out_of_sums_and_marked_by_reason():
    source = table((absent(Missing.NOT_REPORTED), number(4)), (number(0), number(0)))
    assert shown(source) == [
        ["Nhóm"],
        ["1", "—¹", "4", "—¹"],
        ["2", "0", "0", "—²"],
        ["Cộng", "0", "4", "0 %"],
    ]
    assert table_notes(source) == ["Ghi chú: “—¹”: chưa có số liệu; “—²”: mẫu số bằng 0."]


def test_nothing_to_add_is_a_dash_and_not_zero():
    source = table((absent(Missing.NOT_DUE), absent(Missing.NOT_DUE)))
    assert (shown(source)[-1], table_notes(source)) == (["Cộng", "—", "—", "—"], ["Ghi chú: “—”: chưa đến hạn."])


def test_one_reason_needs_no_number_and_the_tables_own_note_comes_first():
    source = Table((Column("A", 10),), (Row((absent(Missing.WAITING),)), Row((date(2026, 3, 5),))), note="Nguồn: sổ.")
    assert (shown(source), table_notes(source)) == (
        [["—"], ["05/03/2026"]],
        ["Nguồn: sổ.", "Ghi chú: “—”: chờ cấp trên."],
    )


def test_a_row_must_fit_the_columns():
    with pytest.raises(ValueError, match="row 1 has 2 cells, 1 wanted"):
        Table((Column("A", 10),), (Row(("a", "b")),))


def test_alignment_follows_the_kind_unless_told():
    kinds = [Column("A", 1, kind).alignment for kind in ColumnKind]
    assert kinds == [Align.LEFT, Align.RIGHT, Align.RIGHT, Align.CENTER, Align.CENTER]
    assert Column("A", 1, ColumnKind.NUMBER, align=Align.LEFT).alignment is Align.LEFT


def test_neighbours_with_one_group_share_a_heading():
    columns = [Column("a", 1), Column("b", 1, group="G"), Column("c", 1, group="G"), Column("d", 1), Column("e", 1)]
    assert group_spans(columns) == [(0, 0, ""), (1, 2, "G"), (3, 3, ""), (4, 4, "")]


def test_recipients_are_put_in_the_partys_form():
    lines = ["- Ban Thường vụ Thành ủy (để báo cáo),", " ", "Thường trực Đảng ủy", "- Lưu Văn phòng Đảng ủy."]
    assert recipient_lines(lines) == [
        "- Ban Thường vụ Thành ủy (để báo cáo);",
        "- Thường trực Đảng ủy;",
        "- Lưu Văn phòng Đảng ủy.",
    ]


def test_a_paragraph_is_text_or_runs():
    assert (Paragraph("a").runs, Paragraph((Run("b", bold=True),)).runs) == ((Run("a"),), (Run("b", bold=True),))
