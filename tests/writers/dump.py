"""A Word file as text: page, styles in use with their look, paragraphs, tables. For golden files and for reading."""

from io import BytesIO

import docx
from docx.oxml.ns import qn


def _look(style) -> str:
    """Size, weight, alignment, spacing and indent of a style, in points and millimetres."""
    form, font = style.paragraph_format, style.font
    words = [f"{font.name} {font.size.pt:g}"]
    words += [name for name, on in (("bold", font.bold), ("italic", font.italic), ("underline", font.underline)) if on]
    words.append(str(form.alignment).split(" ")[0].lower())
    rule = style.element.pPr.find(qn("w:spacing")).get(qn("w:lineRule"))
    words.append(f"line {form.line_spacing.pt:g} exact" if rule == "exact" else f"line x{form.line_spacing:g}")
    words.append(f"before {form.space_before.pt:g} after {form.space_after.pt:g}")
    words.append(f"left {form.left_indent.mm:.1f} first {form.first_line_indent.mm:.1f}")
    words += ["keep-next"] if form.keep_with_next else []
    return ", ".join(words)


def _paragraph(para, depth: str) -> str:
    runs = "".join(f"**{run.text}**" if run.bold else f"_{run.text}_" if run.italic else run.text for run in para.runs)
    align = para._p.pPr.find(qn("w:jc"))
    extra = f" ({align.get(qn('w:val'))})" if align is not None else ""
    return f"{depth}[{para.style.style_id}]{extra} {runs}".rstrip()


def _table(table) -> list[str]:
    lines = [f"TABLE style={table.style.style_id} columns={[round(column.width.mm, 1) for column in table.columns]}"]
    for row in table._tbl.tr_lst:
        flags = [
            f for f in ("cantSplit", "tblHeader") if row.trPr is not None and row.trPr.find(qn(f"w:{f}")) is not None
        ]
        lines.append(f"  ROW {' '.join(flags)}")
        for cell in row.tc_lst:
            span = f" span={cell.grid_span}" if cell.grid_span > 1 else ""
            merge = f" merge={cell.vMerge}" if cell.vMerge else ""
            lines.append(f"    CELL{span}{merge}")
            for element in cell.p_lst:
                lines.append(_paragraph(docx.text.paragraph.Paragraph(element, table), "      "))
    return lines


def dump(data: bytes) -> str:
    """The whole document as lines; equal text means that a reader sees the same paper."""
    word = docx.Document(BytesIO(data))
    about = word.core_properties
    lines = [f"title={about.title!r} author={about.author!r} language={about.language} created={about.created}"]
    for section in word.sections:
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        lines.append(
            f"SECTION {section.page_width.mm:.0f}x{section.page_height.mm:.0f} {section.orientation} "
            f"margins={[round(margin.mm) for margin in margins]} header={section.header_distance.mm:.0f} "
            f"first-page-differs={section.different_first_page_header_footer}"
        )
    body: list[str] = []
    used: set[str] = set()
    for block in word.iter_inner_content():
        body += [_paragraph(block, "")] if hasattr(block, "runs") else _table(block)
    for element in word.element.body.iter(qn("w:pStyle")):
        used.add(element.get(qn("w:val")))
    looks = {style.style_id: style for style in word.styles}
    lines += [f"STYLE {name}: {_look(looks[name])}" for name in sorted(used | {"Header"})]
    return "\n".join([*lines, *body, ""])
