"""OpenDocument files made part by part, with lists as LibreOffice writes them."""

# ruff: noqa: E501 -- markup is read as it stands

import re
from xml.sax.saxutils import escape

from tests.documents.parsing.files.build_word import zipped

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_NS = (
    f'xmlns:office="{_URN}office:1.0" xmlns:text="{_URN}text:1.0" xmlns:table="{_URN}table:1.0" '
    f'xmlns:style="{_URN}style:1.0" xmlns:fo="{_URN}xsl-fo-compatible:1.0" xmlns:draw="{_URN}drawing:1.0" '
    f'xmlns:manifest="{_URN}manifest:1.0"'
)
MIMETYPE = "application/vnd.oasis.opendocument.text"
_ITEM = re.compile(r"(?:([IVX]+)|(\d{1,2})(?:\.(\d{1,2}))?)\. (.*)|([a-e])\) (.*)|- (.*)")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_LISTS = """
<text:list-style style:name="Muc"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="I"/></text:list-style>
<text:list-style style:name="So"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/>
<text:list-level-style-number text:level="2" style:num-suffix="." style:num-format="1" text:display-levels="2"/></text:list-style>
<text:list-style style:name="Chu"><text:list-level-style-number text:level="1" style:num-suffix=")" style:num-format="a"/></text:list-style>
<text:list-style style:name="Gach"><text:list-level-style-bullet text:level="1" text:bullet-char="-"/></text:list-style>
<style:style style:name="Giua" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/></style:style>
<style:style style:name="ThuaKe" style:family="paragraph" style:parent-style-name="Giua"/>
"""


def odt(body: str, automatic: str = _LISTS, **more: str) -> bytes:
    """An .odt whose text is the XML `body`; `more`: further parts by name without ending."""
    content = (
        f"<office:document-content {_NS}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": MIMETYPE, "content.xml": content} | {f"{k}.xml": v for k, v in more.items()})


def part(root: str, inside: str) -> str:
    return f"<{root} {_NS}>{inside}</{root}>"


def p(text: str = "", style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def listed(style: str, *items: str, attributes: str = "") -> str:
    """A list; an item is its text, or XML of its own when it begins with "<"."""
    inside = "".join(i if i.startswith("<") else f"<text:list-item>{p(i)}</text:list-item>" for i in items)
    return f'<text:list text:style-name="{style}" {attributes}>{inside}</text:list>'


def table(*rows: list[str]) -> str:
    """A table; a cell is its text, or XML of its own when it begins with "<table"."""
    cells = (
        "".join(c if c.startswith("<table") else f"<table:table-cell>{p(c)}</table:table-cell>" for c in row)
        for row in rows
    )
    return "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in cells) + "</table:table>"


def odt_of(lines: list[str], centred: int) -> bytes:
    """An .odt of `lines`, the first `centred` of them centred, with automatic numbers and tables."""
    body: list[str] = []
    rows: list[list[str]] = []
    known = {"So": -1, "Chu": -1, "Muc": 0}
    for at, line in enumerate([*lines, ""]):
        if line.startswith("| "):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            body.append(table(*rows))
            rows = []
        if line:
            body.append(p(line, "ThuaKe") if at < centred else _numbered(line, known))
    return odt("".join(body))


def _numbered(line: str, known: dict[str, int]) -> str:
    m = _ITEM.fullmatch(line)
    if m is None:
        return p(line)
    if m[7] is not None:
        return listed("Gach", m[7])
    style = "Muc" if m[1] else "So" if m[2] else "Chu"
    value = _ROMAN.index(m[1]) if m[1] else int(m[2]) if m[2] else ord(m[5]) - ord("a") + 1
    text = m[6] if m[5] else m[4]
    if m[3]:
        inner = listed(style, text)
        known[style] = value
        return listed(style, f"<text:list-item>{inner}</text:list-item>", attributes='text:continue-numbering="true"')
    start = "" if value == known[style] + 1 else f' text:start-value="{value}"'
    known[style] = value
    item = f"<text:list-item{start}>{p(text)}</text:list-item>"
    return listed(style, item, attributes='text:continue-numbering="true"')
