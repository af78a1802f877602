"""OpenDocument text (.odt): paragraphs with the numbers of their lists, tables, footnotes, frames.

Tracked deletions lie apart in the file and are never read. Source: OpenDocument 1.3 part 3, §5.3 (lists), §9 (tables).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dondoc.documents.parsing.files.base import Composer, Extraction, refusal
from dondoc.documents.parsing.files.counting import bullet, written
from dondoc.documents.parsing.files.flow import Flow, ParagraphText
from dondoc.documents.parsing.files.packs import Pack
from dondoc.documents.parsing.files.rows import TableCell

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
T = f"{{{_SPACE}text:1.0}}"
TABLE = f"{{{_SPACE}table:1.0}}"
STYLE = f"{{{_SPACE}style:1.0}}"
FO = f"{{{_SPACE}xsl-fo-compatible:1.0}}"
DRAW = f"{{{_SPACE}drawing:1.0}}"
OFFICE = f"{{{_SPACE}office:1.0}}"
MANIFEST = f"{{{_SPACE}manifest:1.0}}"
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_LEVELS = 10
_MAX_REPEATED = 60
_SKIPPED = {f"{T}tracked-changes", f"{T}note-citation", f"{OFFICE}annotation", f"{T}ruby-text", f"{OFFICE}forms", f"{T}hidden-text"}  # fmt: skip # noqa: E501


def read_opendocument(data: bytes, name: str) -> Extraction:
    """The text of an .odt. Errors: UnreadableFile (damaged, macros, password, too large)."""
    pack = Pack(data, name, "broken_odt")
    manifest = pack.xml_if_there("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(f"{MANIFEST}encryption-data"), None) is not None:
        raise refusal("password", name)
    content = pack.xml("content.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise refusal("broken_odt", name)
    styles = pack.xml_if_there("styles.xml")
    try:
        return _Reader(name, content, styles).read(body)
    except RecursionError as error:
        raise refusal("heavy", name) from error


@dataclass(frozen=True)
class _Level:
    """One level of a list style: number format ("bullet" for a sign), prefix, suffix, levels shown, first number."""

    form: str
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    start: int = 1
    sign: str = ""


@dataclass(frozen=True)
class _Style:
    is_centred: bool = False
    list_style: str = ""
    is_hidden: bool = False


@dataclass
class _List:
    """An open list: its style, and how far each level has counted."""

    style: str
    counts: dict[int, int] = field(default_factory=dict)


@dataclass
class _Reader:
    name: str
    content: Any
    styles: Any | None
    flow: Flow = field(init=False)
    notes: list[str] = field(default_factory=list)
    page: int | None = None

    def __post_init__(self) -> None:
        trees = [tree for tree in (self.styles, self.content) if tree is not None]
        self.levels = {key: levels for tree in trees for key, levels in _list_styles(tree)}
        self.paragraphs = _paragraph_styles(trees)
        self.last: dict[str, _List] = {}  # the last list of each style, for those that go on with it
        self.by_id: dict[str, _List] = {}
        self.outline = _List("")
        if next(self.content.iter(f"{T}soft-page-break"), None) is not None:
            self.page = 1
        self.flow = Flow(Composer(self.name, self.page))

    def read(self, body: Any) -> Extraction:
        self._blocks(body)
        return self.flow.finish(self.notes, self._margin())

    def _blocks(self, container: Any) -> None:
        for element in container.iterchildren():
            tag = element.tag
            if tag in (f"{T}p", f"{T}h"):
                self._block(element, self._heading_label(element) if tag == f"{T}h" else "")
            elif tag == f"{T}list":
                for label, paragraph in self._list(element):
                    if paragraph.tag == f"{TABLE}table":
                        self._table(paragraph)
                    else:
                        self._block(paragraph, label)
            elif tag == f"{TABLE}table":
                self._table(element)
            elif tag == f"{T}soft-page-break":
                self.page = (self.page or 1) + 1
                self.flow.out.page = self.page
            elif tag not in _SKIPPED:
                self._blocks(element)

    def _table(self, element: Any) -> None:
        rows = self._rows(element)
        self.flow.table(rows, self.page)

    def _block(self, element: Any, label: str) -> None:
        self.flow.paragraph(self._paragraph(element, label))
        for box in _boxes(element):
            self._blocks(box)

    def _paragraph(self, element: Any, label: str) -> ParagraphText:
        style = self.paragraphs.get(element.get(f"{T}style-name", ""), _Style())
        found = ParagraphText(label, is_centred=style.is_centred)
        self._inline(element, found)
        return found

    def _inline(self, element: Any, found: ParagraphText) -> None:
        found.text += _blanks(element.text)
        for child in element.iterchildren():
            tag = child.tag
            if tag == f"{T}s":
                found.text += " " * _small(child.get(f"{T}c"), 1)
            elif tag == f"{T}tab":
                found.text += "\t"
            elif tag == f"{T}line-break":
                found.text += "\n"
            elif tag == f"{T}soft-page-break":
                self.page = (self.page or 1) + 1
                found.turns.append((len(found.text), self.page))
            elif tag == f"{T}note":
                self.notes.append(" ".join(self._lines(child)))
            elif tag not in _SKIPPED and not tag.startswith(DRAW) and not self._hides(child):
                self._inline(child, found)
            found.text += _blanks(child.tail)

    def _hides(self, span: Any) -> bool:
        return self.paragraphs.get(span.get(f"{T}style-name", ""), _Style()).is_hidden

    # ── numbers ──
    def _list(self, element: Any, depth: int = 1, opened: _List | None = None) -> Iterator[tuple[str, Any]]:
        """(what stands before it, the paragraph or table) of everything in a list, numbers counted on the way."""
        style = element.get(f"{T}style-name") or (opened.style if opened else _style_of_first(element, self.paragraphs))
        if opened is None:
            opened = self._opened(element, style)
        elif style != opened.style:
            opened = _List(style, opened.counts)
        for item in element.iterchildren():
            numbered = item.tag == f"{T}list-item"
            if not numbered and item.tag != f"{T}list-header":
                continue
            label = ""
            for child in item.iterchildren():
                if child.tag == f"{T}list":
                    yield from self._list(child, min(depth + 1, _LEVELS), opened)
                elif child.tag in (f"{T}p", f"{T}h", f"{TABLE}table"):
                    if numbered:
                        label = self._next(opened, depth, _whole(item.get(f"{T}start-value")))
                        numbered = False
                    yield label, child
                    label = ""

    def _opened(self, element: Any, style: str) -> _List:
        """The list that begins, or goes on, with this element."""
        before = self.by_id.get(element.get(f"{T}continue-list", ""))
        if before is None and element.get(f"{T}continue-numbering") == "true":
            before = self.last.get(style)
        opened = before if before is not None else _List(style)
        self.last[style] = opened
        own_id = element.get("{http://www.w3.org/XML/1998/namespace}id")
        if own_id:
            self.by_id[own_id] = opened
        return opened

    def _next(self, opened: _List, depth: int, start: int | None) -> str:
        levels = self.levels.get(opened.style, {})
        level = levels.get(depth)
        if level is None:
            return ""
        known = opened.counts.get(depth)
        opened.counts[depth] = start if start is not None else (level.start if known is None else known + 1)
        for deeper in [d for d in opened.counts if d > depth]:
            del opened.counts[deeper]
        return _label(levels, opened.counts, depth)

    def _heading_label(self, element: Any) -> str:
        if element.get(f"{T}is-list-header") == "true":
            return ""
        self.outline.style = "\0outline"
        return self._next(self.outline, _small(element.get(f"{T}outline-level"), 1), None)

    # ── tables ──
    def _rows(self, table: Any) -> list[list[TableCell]]:
        rows: list[list[TableCell]] = []
        for row in _table_rows(table):
            page = self.page
            cells: list[TableCell] = []
            for element in row.iterchildren():
                if element.tag == f"{TABLE}table-cell":
                    wide = _small(element.get(f"{TABLE}number-columns-spanned"), 1)
                    deep = _small(element.get(f"{TABLE}number-rows-spanned"), 1)
                    lines = self._lines(element)
                    repeated = _small(element.get(f"{TABLE}number-columns-repeated"), 1) if lines else 1
                    cells += [TableCell(lines, wide, deep, page) for _ in range(repeated)]
            rows.append(cells)
        return rows

    def _lines(self, container: Any) -> list[str]:
        """The lines of a cell or note."""
        lines: list[str] = []
        for element in container.iterchildren():
            tag = element.tag
            if tag in (f"{T}p", f"{T}h"):
                lines += self._paragraph(element, "").text.split("\n")
                for box in _boxes(element):
                    lines += self._lines(box)
            elif tag == f"{T}list":
                for label, paragraph in self._list(element):
                    lines += (
                        self._lines(paragraph)
                        if paragraph.tag == f"{TABLE}table"
                        else self._paragraph(paragraph, label).text.split("\n")
                    )
            elif tag not in _SKIPPED:
                lines += self._lines(element)
        return [" ".join(line.split()) for line in lines if line.strip()]

    def _margin(self) -> str:
        masters = self.styles.iter(f"{STYLE}header", f"{STYLE}footer") if self.styles is not None else ()
        return "\n".join(line for part in masters for line in self._lines(part))


def _label(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    level = levels[depth]
    if level.form == "bullet":
        return f"{level.sign} " if level.sign else ""
    if level.form == "none":
        shown = ""
    else:
        first = max(depth - level.shown + 1, 1)
        numbers = [
            written(counts.get(d, levels[d].start), levels[d].form)
            for d in range(first, depth + 1)
            if d in levels and levels[d].form not in ("bullet", "none")
        ]
        shown = ".".join(numbers)
    label = f"{level.prefix}{shown}{level.suffix}"
    return f"{label} " if label.strip() else ""


def _list_styles(tree: Any) -> Iterator[tuple[str, dict[int, _Level]]]:
    for style in tree.iter(f"{T}list-style", f"{T}outline-style"):
        name = style.get(f"{STYLE}name", "") if style.tag == f"{T}list-style" else "\0outline"
        levels = {}
        for item in style.iterchildren():
            depth = _small(item.get(f"{T}level"), 1)
            if item.tag == f"{T}list-level-style-bullet":
                levels[depth] = _Level("bullet", sign=bullet(item.get(f"{T}bullet-char", "")[:2]))
            elif isinstance(item.tag, str) and item.tag != f"{T}list-level-style-image":
                levels[depth] = _Level(
                    _FORMATS.get(item.get(f"{STYLE}num-format", ""), "decimal"),
                    item.get(f"{STYLE}num-prefix", "")[:20],
                    item.get(f"{STYLE}num-suffix", "")[:20],
                    _small(item.get(f"{T}display-levels"), 1),
                    _small(item.get(f"{T}start-value"), 1, 9999),
                )
        yield name, levels


def _paragraph_styles(trees: list[Any]) -> dict[str, _Style]:
    raw = {s.get(f"{STYLE}name", ""): s for tree in trees for s in tree.iter(f"{STYLE}style")}
    return {name: _resolved(name, raw) for name in raw}


def _resolved(name: str, raw: dict[str, Any]) -> _Style:
    """A style with what it inherits from its parents."""
    align = list_style = hidden = None
    seen: set[str] = set()
    while name in raw and name not in seen and len(seen) < 20:
        seen.add(name)
        style = raw[name]
        for properties in style.iterchildren(f"{STYLE}paragraph-properties", f"{STYLE}text-properties"):
            align = align or properties.get(f"{FO}text-align")
            hidden = hidden or properties.get(f"{T}display")
        list_style = list_style or style.get(f"{STYLE}list-style-name")
        name = style.get(f"{STYLE}parent-style-name", "")
    return _Style(align == "center", list_style or "", hidden == "none")


def _style_of_first(element: Any, styles: dict[str, _Style]) -> str:
    """The list style that the first paragraph of a list has by its own style."""
    first = next(element.iter(f"{T}p", f"{T}h"), None)
    return styles.get(first.get(f"{T}style-name", ""), _Style()).list_style if first is not None else ""


def _table_rows(table: Any) -> Iterator[Any]:
    for child in table.iterchildren():
        if child.tag == f"{TABLE}table-row":
            if child.get(f"{TABLE}visibility") != "collapse":
                yield child
        elif child.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from _table_rows(child)


def _boxes(element: Any) -> Iterator[Any]:
    """The contents of the frames anchored in a paragraph."""
    for child in element.iterchildren():
        if child.tag == f"{DRAW}text-box":
            yield child
        elif child.tag not in _SKIPPED and child.tag != f"{T}note":
            yield from _boxes(child)


def _blanks(text: str | None) -> str:
    """White space in the XML is one blank."""
    return " ".join(f".{text}.".split())[1:-1] if text else ""


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else None


def _small(text: str | None, otherwise: int, limit: int = _MAX_REPEATED) -> int:
    value = _whole(text)
    return otherwise if value is None else min(value, limit)
