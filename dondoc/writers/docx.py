"""An OfficialDocument as a Word file in the form of the house that writes it.

The form comes from `dondoc.writers.form` by the document's day, the look of each part from named styles; the same
document always gives the same bytes. Source: DOMAIN.md §2.2–2.9.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.shared import Mm

from dondoc.lib.charts import Chart
from dondoc.lib.numbers import Missing
from dondoc.writers.docx_styles import LANGUAGE, Style, apply_styles
from dondoc.writers.docx_xml import (
    Element,
    GridCell,
    element,
    grid,
    keep_with_next,
    page_break,
    page_number_field,
    paragraph,
)
from dondoc.writers.drawing import picture
from dondoc.writers.form import BLANK, House, PaperForm, form_on
from dondoc.writers.package import printable, property_time, without_clock
from dondoc.writers.tree import (
    Annex,
    Block,
    Bullets,
    Figure,
    Heading,
    OfficialDocument,
    PageBreak,
    Paper,
    Paragraph,
    ParagraphStyle,
    Picture,
    Row,
    RowKind,
    Run,
    Signature,
    Table,
    Words,
    cell_text,
    group_spans,
    missing_marks,
    recipient_lines,
    resolve,
    table_notes,
)

_HEAD_OVERHANG_MM = 2.5  # the head reaches a little into both margins so that "…, ngày 03 tháng 12 năm 2026" fits
_SIGNATURE_LEFT_SHARE = 0.5
_HEADINGS = {1: Style.HEADING_1, 2: Style.HEADING_2, 3: Style.HEADING_3}
_PARAGRAPHS = {
    ParagraphStyle.BODY: Style.BODY,
    ParagraphStyle.CENTERED: Style.CENTERED,
    ParagraphStyle.NOTE: Style.NOTE,
}


def write_docx(document: OfficialDocument, form: PaperForm | None = None) -> bytes:
    """The Word file. `form` None takes its house's rules that hold on its day. Errors: FormError."""
    form = form or form_on(document.day, document.house)
    line_mm = form.page_mm[0] - form.left_mm - form.right_mm
    head_mm = line_mm + 2 * _HEAD_OVERHANG_MM
    word = docx.Document()
    apply_styles(word, form, head_mm)
    _set_up_page(word.sections[0], form)
    _set_properties(word, document, form)
    _append(word, [_head(document, form, head_mm), *_title(document, form), *_addressees(document, form)])
    body = [piece for block in ended(document.body, form.end_mark) for piece in _block(block, line_mm, word)]
    if body and body[-1].tag.endswith("}p"):
        keep_with_next(body[-1])  # the signature never stands alone on a page
    _append(word, [*body, paragraph(Style.SPACER, keep_next=True), _closing(document, form, line_mm)])
    for place, annex in enumerate(document.annexes, 1):
        _add_annex(word, document, annex, place if len(document.annexes) > 1 else None, form)
    if not document.annexes:
        _append(word, [paragraph(Style.SPACER)])  # Word wants a paragraph after a table that ends the text
    out = BytesIO()
    word.save(out)
    return without_clock(out.getvalue())


def write_paper(paper: Paper, form: PaperForm | None = None) -> bytes:
    """A working paper as a Word file, in the fonts and margins that hold on its day. Errors: FormError."""
    form = form or form_on(paper.day)
    width, height = _turned(form) if paper.landscape else form.page_mm
    line_mm = width - form.left_mm - form.right_mm
    word = docx.Document()
    apply_styles(word, form, line_mm)
    section = word.sections[0]
    _set_up_page(section, form)
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    _describe(word, title=f"{paper.title} {paper.subtitle}", author="", subject="", day=paper.day)
    head = [paragraph(Style.TITLE, paper.title.upper()), paragraph(Style.SUBJECT, paper.subtitle)]
    _append(word, [*head, _dashes(form)])
    _append(word, [piece for block in paper.blocks for piece in _block(block, line_mm, word)])
    out = BytesIO()
    word.save(out)
    return without_clock(out.getvalue())


def _append(word: Any, pieces: Iterable[Element]) -> None:
    """Add elements at the end of the text, before the last section's own settings."""
    last = word.element.body.sectPr
    for piece in pieces:
        last.addprevious(piece)


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────
def _set_up_page(section: Any, form: PaperForm) -> None:
    section.page_width, section.page_height = (Mm(length) for length in form.page_mm)
    section.top_margin, section.bottom_margin = Mm(form.top_mm), Mm(form.bottom_mm)
    section.left_margin, section.right_margin = Mm(form.left_mm), Mm(form.right_mm)
    section.header_distance = section.footer_distance = Mm(form.page_number_mm)
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    number = section.header.paragraphs[0]._p
    number.getparent().replace(number, paragraph(Style.HEADER, *page_number_field()))


def _turned(form: PaperForm) -> tuple[float, float]:
    width, height = form.page_mm
    return height, width


def _set_properties(word: Any, document: OfficialDocument, form: PaperForm) -> None:
    _describe(
        word,
        title=f"{document.kind} {document.subject}",
        author=document.issuer,
        subject=form.numbered(document.number, document.kind_code, document.organ_code) if document.kind_code else "",
        day=document.day,
    )


def _describe(word: Any, *, title: str, author: str, subject: str, day: date | None) -> None:
    about = word.core_properties
    about.title = printable(" ".join(title.split()))[:255]
    about.author = about.last_modified_by = printable(" ".join(author.split()))[:255]
    about.subject = subject
    about.language = LANGUAGE
    about.comments = about.keywords = about.category = ""
    about.created = about.modified = property_time(day)
    about.revision = 1
    package = word.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # a picture of python-docx's empty template
            del package.rels[key]


# ── the head ─────────────────────────────────────────────────────────────────────────────────────────────────────
def _head(document: OfficialDocument, form: PaperForm, width_mm: float) -> Element:
    """Issuer and number on the left; on the right the nation's or the Party's line with its rule, place and date."""
    issuer = [paragraph(Style.SUPERIOR, document.superior.upper())] if document.superior else []
    issuer.append(paragraph(Style.ISSUER, document.issuer.upper()))
    left: list[Element] = []
    (issuer if form.issuer_ruled else left).append(
        paragraph(Style.ISSUER_RULE) if form.issuer_ruled else paragraph(Style.NUMBER, form.star)
    )
    if document.kind_code:
        number = form.number_line(document.number, document.kind_code, document.organ_code)
        left.append(paragraph(Style.NUMBER, number))
    if not document.kind:
        left.append(paragraph(Style.LETTER_SUBJECT, document.subject))
    if document.draft:
        left.append(paragraph(Style.DRAFT, "(Dự thảo)"))
    motto = [paragraph(Style.MOTTO, form.motto)] if form.motto else []
    nation = (paragraph(Style.NATION, form.nation), *motto, paragraph(Style.RULE))
    date_line = (paragraph(Style.PLACE, form.date_line(document.place, document.day)),)
    rows = [(GridCell(tuple(issuer)), GridCell(nation)), (GridCell(tuple(left)), GridCell(date_line))]
    widths = (width_mm * form.head_left_share, width_mm * (1 - form.head_left_share))
    return grid(widths, rows, indent_mm=-_HEAD_OVERHANG_MM)


def _title(document: OfficialDocument, form: PaperForm) -> list[Element]:
    """Type, subject and dashes or a rule; a công văn has none of them."""
    if not document.kind:
        return [paragraph(Style.SPACER)]
    return [
        paragraph(Style.TITLE, document.kind.upper()),
        paragraph(Style.SUBJECT, document.subject),
        *([paragraph(Style.SUBJECT_RULE), paragraph(Style.SPACER)] if form.issuer_ruled else [_dashes(form)]),
    ]


def _dashes(form: PaperForm) -> Element:
    return paragraph(Style.DASHES, form.dashes)


def ended(body: tuple[Block, ...], mark: str) -> tuple[Block, ...]:
    """`body` with `mark` in place of the full stop behind its last word; unchanged where it does not end in words."""
    if not mark or not body:
        return body
    *before, last = body
    match last:
        case Paragraph(runs=(*others, run)):
            ended: Block = replace(last, text=(*others, replace(run, text=run.text.rstrip(". ") + mark)))
        case Bullets(items=(*others, item)):
            ended = Bullets((*others, item.rstrip(". ") + mark))
        case _:
            return body
    return (*before, ended)


def _addressees(document: OfficialDocument, form: PaperForm) -> list[Element]:
    """ "Kính gửi: …" on one line, or one addressee a line; a tờ trình says "Kính trình". Source: DOMAIN.md §2.9."""
    if not document.addressed_to:
        return []
    label = form.addressing_of(document.kind_code)
    if len(document.addressed_to) == 1:
        return [paragraph(Style.ADDRESSEE, f"{label} {document.addressed_to[0]}")]
    items = [paragraph(Style.ADDRESSEE_ITEM, line) for line in recipient_lines(document.addressed_to)]
    return [paragraph(Style.ADDRESSEE, label), *items, paragraph(Style.SPACER)]


# ── the body ─────────────────────────────────────────────────────────────────────────────────────────────────────
def _block(block: Block, line_mm: float, word: Any) -> list[Element]:
    match block:
        case Heading(level, text):
            return [paragraph(_HEADINGS[level], text)]
        case Paragraph():
            return [paragraph(_PARAGRAPHS[block.style], *block.runs)]
        case Bullets(items):
            return [paragraph(Style.BULLET, f"- {item}") for item in items]
        case Table():
            return _table(block, line_mm)
        case PageBreak():
            return [paragraph(Style.SPACER, page_break())]
        case Picture(chart):
            return _picture(chart, line_mm, word)


def _picture(chart: Chart, line_mm: float, word: Any) -> list[Element]:
    """The title and the drawing, which says to those who do not see it what is in it."""
    drawing = word.part.new_pic_inline(BytesIO(picture(chart, line_mm)), width=Mm(line_mm))
    told = "; ".join(f"{label}: {', '.join(numbers)}" for label, numbers in chart.rows)
    drawing.docPr.set("descr", f"{chart.title}. {told}")
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:drawing"))
    run[0].append(drawing)
    held = paragraph(Style.CENTERED, run)
    held.pPr.append(element("w:spacing", line="240", lineRule="auto"))  # a line of fixed height would cut it off
    return [paragraph(Style.CAPTION, chart.title), held, paragraph(Style.SPACER)]


def _table(table: Table, line_mm: float) -> list[Element]:
    """Caption, the ruled table as wide as the line, and its notes."""
    scale = line_mm / sum(column.width_mm for column in table.columns)
    marks = missing_marks(table)
    heads = _head_rows(table)
    following = [*table.rows[1:], None]
    # Not strict: a table without rows is its heads alone, and then `following` holds one too many.
    rows = [_table_row(table, row, after, marks) for row, after in zip(table.rows, following, strict=False)]
    made = [paragraph(Style.CAPTION, table.caption)] if table.caption else []
    made.append(
        grid(
            [column.width_mm * scale for column in table.columns],
            [*heads, *rows],
            header_rows=len(heads),
            ruled=True,
            padding_mm=1.2,
            description=table.caption,
        )
    )
    notes = [paragraph(Style.NOTE, note) for note in table_notes(table)]
    return [*made, *(notes or [paragraph(Style.SPACER)])]


def _head_rows(table: Table) -> list[list[GridCell]]:
    titles = [paragraph(Style.CELL_HEAD, column.title) for column in table.columns]
    if not table.has_groups:
        return [[GridCell((title,)) for title in titles]]
    upper, lower = [], []
    for first, last, group in group_spans(table.columns):
        if group:
            upper.append(GridCell((paragraph(Style.CELL_HEAD, group),), span=last - first + 1))
            lower += [GridCell((title,)) for title in titles[first : last + 1]]
        else:
            upper.append(GridCell((titles[first],), merge="restart"))
            lower.append(GridCell((paragraph(Style.CELL_HEAD),), merge="continue"))
    return [upper, lower]


def _table_row(table: Table, row: Row, after: Row | None, marks: Mapping[Missing, str]) -> list[GridCell]:
    """One row; a heading stays with the row below it, and a total is never alone on a page."""
    keep = row.kind is RowKind.GROUP or (after is not None and after.kind is RowKind.TOTAL)
    texts = [_runs(resolve(table, row, place), row, marks) for place in range(len(row.cells))]
    if row.kind is RowKind.GROUP:
        return [GridCell((paragraph(Style.CELL, *texts[0], keep_next=keep),), span=len(table.columns))]
    return [
        GridCell((paragraph(Style.CELL, *runs, align=column.alignment, keep_next=keep),))
        for column, runs in zip(table.columns, texts, strict=True)
    ]


def _runs(cell: str | date | Figure | Words, row: Row, marks: Mapping[Missing, str]) -> tuple[Run, ...]:
    if isinstance(cell, Words):
        return cell.runs
    return (Run(cell_text(cell, marks), bold=row.kind is not RowKind.BODY),)


# ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────────
def _closing(document: OfficialDocument, form: PaperForm, line_mm: float) -> Element:
    """ "Nơi nhận" on the left, the signature on the right, together on one page."""
    left = [paragraph(Style.RECIPIENTS_LABEL, form.recipients_label)] if document.recipients else []
    left += [paragraph(Style.RECIPIENT, line) for line in recipient_lines(document.recipients)]
    for here, _ in pairwise(left):
        keep_with_next(here)
    widths = (line_mm * _SIGNATURE_LEFT_SHARE, line_mm * (1 - _SIGNATURE_LEFT_SHARE))
    cells = (GridCell(tuple(left or [paragraph(Style.RECIPIENT)])), GridCell(_signature(document.signature)))
    return grid(widths, [cells])


def _signature(signature: Signature) -> tuple[Element, ...]:
    authority = [paragraph(Style.AUTHORITY, signature.authority)] if signature.authority else []
    return (
        *authority,
        paragraph(Style.POSITION, signature.position.upper()),
        paragraph(Style.SIGNER, signature.name),
    )


def _add_annex(word: Any, document: OfficialDocument, annex: Annex, place: int | None, form: PaperForm) -> None:
    """An annex in its own section, on its own pages, turned if it asks for it; page numbers run on."""
    section = word.add_section(WD_SECTION.NEW_PAGE)
    word.element.body.sectPr.getprevious().get_or_add_pPr().insert(0, _spacer_style())
    width, height = _turned(form) if annex.landscape else form.page_mm
    section.orientation = WD_ORIENT.LANDSCAPE if annex.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.different_first_page_header_footer = False
    pieces = [
        paragraph(Style.ANNEX, f"PHỤ LỤC {place}" if place else "PHỤ LỤC"),
        paragraph(Style.ANNEX_TITLE, annex.title),
        paragraph(Style.ANNEX_REFERENCE, _reference(document, form)),
        *([paragraph(Style.SPACER)] if form.issuer_ruled else [_dashes(form)]),
    ]
    line_mm = width - form.left_mm - form.right_mm
    pieces += [piece for block in annex.blocks for piece in _block(block, line_mm, word)]
    _append(word, pieces)


def _spacer_style() -> Element:
    """The paragraph that carries a section's end takes next to no room, or it could spill onto an empty page."""
    found = paragraph(Style.SPACER).pPr.pStyle
    found.getparent().remove(found)
    return found


def _reference(document: OfficialDocument, form: PaperForm) -> str:
    """ "(Kèm theo Báo cáo số 08-BC/ĐU, ngày 09/3/2026 của Ban Thường vụ Đảng ủy)"."""
    kind = (document.kind or "Công văn").capitalize()
    number = form.numbered(document.number, document.kind_code, document.organ_code)
    day = form.cited(document.day) if document.day else f"ngày {BLANK}"
    comma = "" if form.house is House.STATE else ","
    return f"(Kèm theo {kind} số {number}{comma} {day} của {document.issued_by or document.issuer})"
