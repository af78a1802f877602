"""Word files made part by part, so that a test says exactly which XML it is about."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/>{}</Types>'
)
_OVERRIDE = (
    '<Override PartName="/word/{0}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.{0}+xml"/>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_REL = (
    '<Relationship Id="r{1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{0}" '
    'Target="{2}"/>'
)


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """A zip of `parts`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in parts.items():
            pack.writestr(name, data)
    return out.getvalue()


def word(body: str, numbering: str = "", styles: str = "", **more: str) -> bytes:
    """A .docx whose body is the XML `body`; `more`: further parts of word/ by name, with their own root."""
    parts: dict[str, bytes | str] = {}
    if numbering:
        more["numbering"] = f"<w:numbering {_NS}>{numbering}</w:numbering>"
    if styles:
        more["styles"] = f"<w:styles {_NS}>{styles}</w:styles>"
    parts["[Content_Types].xml"] = _TYPES.format("".join(_OVERRIDE.format(name) for name in more))
    parts["_rels/.rels"] = _RELS.format(_REL.format("officeDocument", 1, "word/document.xml"))
    parts["word/_rels/document.xml.rels"] = _RELS.format(
        "".join(_REL.format(name.rstrip("0123456789"), i, f"{name}.xml") for i, name in enumerate(more, 1))
    )
    parts["word/document.xml"] = f"<w:document {_NS}><w:body>{body}</w:body></w:document>"
    return zipped(parts | {f"word/{name}.xml": xml for name, xml in more.items()})


def named(root: str, inside: str) -> str:
    """A part of its own, such as footnotes."""
    return f"<w:{root} {_NS}>{inside}</w:{root}>"


def p(text: str = "", properties: str = "") -> str:
    """A paragraph of plain text."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def numbered(list_id: int, text: str, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(text: str, form: str = "decimal", depth: int = 0, start: int = 1, more: str = "", suffix: str = "tab") -> str:
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(key: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def num(key: int, of: int, starts: dict[int, int] | None = None) -> str:
    changed = "".join(
        f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for depth, start in (starts or {}).items()
    )
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{changed}</w:num>'


SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def table(*rows: list[str], sides: tuple[str, ...] = SIDES) -> str:
    """A table with lines on its `sides`; a cell is its text, or XML of its own when it begins with "<w:tc>"."""
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    cells = ["".join(c if c.startswith("<w:tc>") else f"<w:tc>{p(c)}</w:tc>" for c in row) for row in rows]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        + "<w:tblGrid>"
        + '<w:gridCol w:w="1500"/>' * max(map(len, rows))
        + "</w:tblGrid>"
        + "".join(f"<w:tr>{row}</w:tr>" for row in cells)
        + "</w:tbl>"
    )


def _spanned(row: list[str], width: int) -> list[str]:
    """A row whose last cell reaches to the end of the table."""
    if len(row) == width:
        return row
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="{width - len(row) + 1}"/></w:tcPr>{p(row[-1])}</w:tc>'
    return [*row[:-1], wide]


_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
CENTRED = '<w:jc w:val="center"/>'
_BODY = '<w:ind w:firstLine="567"/><w:jc w:val="both"/>'
_SECTION = re.compile(r"([IVX]+)\. (.*)")
_NUMBER = re.compile(r"(\d{1,2})\. (.*)")
_DECIMAL = re.compile(r"(\d{1,2})\.(\d{1,2})\. (.*)")
_LETTER = re.compile(r"([a-e])\) (.*)")


@dataclass
class AutoNumbered:
    """Paragraphs whose printed numbers are made automatic ones: sections by their style, the rest by lists.

    Where the office's own count jumps, a list of its own starts there, as people do in Word.
    """

    nums: list[str] = field(default_factory=lambda: [num(1, 1), num(2, 4)])
    counts: dict[str, int] = field(default_factory=dict)
    list_of: dict[str, int] = field(default_factory=dict)

    def paragraph(self, line: str) -> str:
        if m := _SECTION.fullmatch(line):
            self.counts = {"section": _ROMAN[m[1]]}
            return p(m[2], '<w:pStyle w:val="Muc"/>')
        if m := _DECIMAL.fullmatch(line):
            return self._item("number", int(m[1]), m[3], 1, int(m[2]))
        if m := _NUMBER.fullmatch(line):
            return self._item("number", int(m[1]), m[2])
        if m := _LETTER.fullmatch(line):
            return self._item("letter", ord(m[1]) - ord("a") + 1, m[2])
        if line.startswith("- "):
            return numbered(2, line[2:])
        return p(line, _BODY)

    def _item(self, kind: str, value: int, text: str, depth: int = 0, below: int = 0) -> str:
        goes_on = value == self.counts.get(kind, -1) + (0 if depth else 1)
        if not goes_on:
            self.list_of[kind] = len(self.nums) + 1
            self.nums.append(num(len(self.nums) + 1, {"number": 2, "letter": 3}[kind], {0: value}))
        if depth and not goes_on:
            raise AssertionError(f"{value}.{below}. has no list to stand in")
        self.counts[kind] = value
        return numbered(self.list_of[kind], text, depth)


def word_of(lines: list[str], centred: int, *, typed: bool = False, sides: tuple[str, ...] = SIDES) -> bytes:
    """A Word file of `lines`, the first `centred` of them centred, with tables and automatic (or typed) numbers.

    sides: where the tables have lines.
    """
    auto = AutoNumbered()
    body: list[str] = []
    rows: list[list[str]] = []
    for at, line in enumerate([*lines, ""]):
        if line.startswith("| "):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            body.append(table(*(_spanned(row, max(map(len, rows))) for row in rows), sides=sides))
            rows = []
        if line:
            body.append(p(line, CENTRED) if at < centred else p(line, _BODY) if typed else auto.paragraph(line))
    lists = (
        abstract(1, level("%1.", "upperRoman", more='<w:pStyle w:val="Muc"/>'))
        + abstract(2, level("%1."), level("%1.%2.", depth=1))
        + abstract(3, level("%1)", "lowerLetter"))
        + abstract(4, level("-", "bullet"))
    )
    style = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    return word("".join(body) + p(), lists + "".join(auto.nums), style)  # a table is never the last thing
