"""The few pieces of WordprocessingML that python-docx has no door for: fields, borders, spans, repeated rows.

Tables are built here element by element: python-docx walks the whole table for each cell, which is too slow for long
annexes, and it knows neither repeated heading rows nor rows that may not split.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from dondoc.writers.package import printable
from dondoc.writers.tree import Align, Run

Element = Any  # lxml elements; python-docx types them loosely
_TWIPS_PER_MM = 1440 / 25.4


def twips(millimetres: float) -> str:
    """A length as Word writes it, in twentieths of a point."""
    return str(round(millimetres * _TWIPS_PER_MM))


def element(tag: str, *children: Element, **attributes: object) -> Element:
    """`element("w:tcW", w="120", type="dxa")`; attributes are in Word's own namespace."""
    made: Element = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


def text_run(run: Run) -> Element:
    """A run; line breaks inside the text become breaks, tabs become tabs."""
    made = element("w:r")
    dress = [
        *(element(tag) for tag, on in (("w:b", run.bold), ("w:i", run.italic), ("w:strike", run.struck)) if on),
        *([element("w:u", val="single")] if run.underlined else []),
    ]
    if dress:
        made.append(element("w:rPr", *dress))
    for place, line in enumerate(printable(run.text).split("\n")):
        if place:
            made.append(element("w:br"))
        words = element("w:t")
        words.text = line.replace("\t", " ")
        words.set(qn("xml:space"), "preserve")
        made.append(words)
    return made


def paragraph(
    style: str, *content: str | Run | Element, align: Align | None = None, keep_next: bool = False
) -> Element:
    """A paragraph in the style with this id."""
    properties = element("w:pPr", element("w:pStyle", val=style))
    if keep_next:
        properties.append(element("w:keepNext"))
    if align:
        properties.append(element("w:jc", val=align))
    made = element("w:p", properties)
    for piece in content:
        run = Run(piece) if isinstance(piece, str) else piece
        made.append(text_run(run) if isinstance(run, Run) else run)
    return made


def keep_with_next(para: Element) -> None:
    """Hold an existing paragraph on the page of what follows it."""
    properties = para.get_or_add_pPr()
    if properties.find(qn("w:keepNext")) is None:
        properties.insert_element_before(
            element("w:keepNext"),
            "w:keepLines",
            "w:pageBreakBefore",
            "w:pBdr",
            "w:spacing",
            "w:ind",
            "w:jc",
            "w:sectPr",
        )


def page_break() -> Element:
    return element("w:r", element("w:br", type="page"))


def page_number_field() -> list[Element]:
    """The runs of a PAGE field; "1" stands in it until Word or LibreOffice counts."""
    code = element("w:instrText")
    code.text = " PAGE "
    code.set(qn("xml:space"), "preserve")
    parts = (
        element("w:fldChar", fldCharType="begin"),
        code,
        element("w:fldChar", fldCharType="separate"),
        text_run(Run("1")),
        element("w:fldChar", fldCharType="end"),
    )
    return [part if part.tag == qn("w:r") else element("w:r", part) for part in parts]


@dataclass(frozen=True)
class GridCell:
    """One cell of a grid: its paragraphs, how many columns it covers, and its part in a vertical merge."""

    paragraphs: tuple[Element, ...]
    span: int = 1
    merge: str = ""  # "restart" opens a vertical merge, "continue" carries it on


def grid(
    widths_mm: Sequence[float],
    rows: Sequence[Sequence[GridCell]],
    *,
    header_rows: int = 0,
    ruled: bool = False,
    indent_mm: float = 0,
    padding_mm: float = 0,
    description: str = "",
) -> Element:
    """A table of fixed column widths. The first `header_rows` repeat on each page; no row splits over two pages."""
    padding = [element(f"w:{side}", w=twips(padding_mm), type="dxa") for side in ("left", "right")]
    properties = element(
        "w:tblPr",
        element("w:tblStyle", val="TableGrid" if ruled else "TableNormal"),
        element("w:tblW", w=twips(sum(widths_mm)), type="dxa"),
        element("w:tblInd", w=twips(indent_mm), type="dxa"),
        element("w:tblLayout", type="fixed"),
        element("w:tblCellMar", *padding),
        element("w:tblLook", val="0020" if header_rows else "0000", firstRow=int(bool(header_rows))),
    )
    if description:
        properties.append(element("w:tblCaption", val=printable(description)))
    columns = element("w:tblGrid", *(element("w:gridCol", w=twips(width)) for width in widths_mm))
    made = element("w:tbl", properties, columns)
    for place, row in enumerate(rows):
        made.append(_grid_row(row, widths_mm, is_header=place < header_rows, ruled=ruled))
    return made


def _grid_row(row: Sequence[GridCell], widths_mm: Sequence[float], *, is_header: bool, ruled: bool) -> Element:
    flags = element("w:trPr", element("w:cantSplit"))
    if is_header:
        flags.append(element("w:tblHeader"))
    made = element("w:tr", flags)
    first = 0
    for cell in row:
        made.append(_grid_cell(cell, sum(widths_mm[first : first + cell.span]), ruled=ruled))
        first += cell.span
    return made


def _grid_cell(cell: GridCell, width_mm: float, *, ruled: bool) -> Element:
    properties = element("w:tcPr", element("w:tcW", w=twips(width_mm), type="dxa"))
    if cell.span > 1:
        properties.append(element("w:gridSpan", val=cell.span))
    if cell.merge:
        properties.append(element("w:vMerge", val=cell.merge))
    if ruled:
        properties.append(element("w:vAlign", val="center"))
    return element("w:tc", properties, *cell.paragraphs)
