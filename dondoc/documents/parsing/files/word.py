"""Word files (.docx): paragraphs with their automatic numbers, tables, footnotes, text boxes; as the reader sees them.

Deleted revisions and hidden text are left out, inserted ones taken. Headers and footers are page margins: they are not
part of the text. Only the XML parts that hold text are ever unpacked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dondoc.documents.parsing.files.base import Composer, Extraction, refusal
from dondoc.documents.parsing.files.counting import bullet
from dondoc.documents.parsing.files.flow import Flow, ParagraphText
from dondoc.documents.parsing.files.numbering import Numbering, W
from dondoc.documents.parsing.files.packs import Pack
from dondoc.documents.parsing.files.rows import TableCell

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SKIPPED = {
    f"{W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sdtPr", "tblPr")
} | {f"{_MC}Fallback"}
_SIGNS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml")} | {
    f"{_MC}AlternateContent", f"{_MC}Choice",
}  # fmt: skip
_MAX_NESTED_TABLES = 8


def read_word(data: bytes, name: str) -> Extraction:
    """The text of a .docx. Errors: UnreadableFile (damaged, macros, password, too large)."""
    pack = Pack(data, name, "broken_word")
    root = pack.xml("word/document.xml")
    body = root.find(f"{W}body")
    if body is None:
        raise refusal("broken_word", name)
    try:
        return _Reader(pack, name, root).read(body)
    except RecursionError as error:
        raise refusal("heavy", name) from error


@dataclass
class _Reader:
    pack: Pack
    name: str
    root: Any
    numbering: Numbering = field(init=False)
    flow: Flow = field(init=False)
    notes: list[str] = field(default_factory=list)  # ids of footnotes in the order of the text
    page: int | None = None
    rendered: bool = False  # the program that saved the file noted where pages began

    def __post_init__(self) -> None:
        self.numbering = Numbering(
            self.pack.xml_if_there("word/numbering.xml"), self.pack.xml_if_there("word/styles.xml")
        )
        self.rendered = next(self.root.iter(f"{W}lastRenderedPageBreak"), None) is not None
        broken = any(b.get(f"{W}type") == "page" for b in self.root.iter(f"{W}br"))
        self.page = 1 if self.rendered or broken else None
        self.flow = Flow(Composer(self.name, self.page))

    def read(self, body: Any) -> Extraction:
        self._blocks(body, 0)
        return self.flow.finish(self._footnotes(), self._margin())

    def _blocks(self, container: Any, depth: int) -> None:
        for element in _children(container):
            if element.tag == f"{W}p":
                paragraph = self._paragraph(element)
                self.flow.paragraph(paragraph)
                for box in self._boxes(element):
                    self._blocks(box, depth + 1)
            elif element.tag == f"{W}tbl":
                rows = self._rows(element, depth)
                self.flow.table(rows, self.page)

    def _paragraph(self, element: Any) -> ParagraphText:
        properties = element.find(f"{W}pPr")
        found = ParagraphText(is_centred=self.numbering.is_centred(properties), joins=_mark_is_deleted(properties))
        self._inline(element, found)
        label = self.numbering.label(properties)  # an empty paragraph has its number as well: so do cells of "STT"
        found.text = label + found.text
        found.turns = [(at + len(label) if at else 0, page) for at, page in found.turns]
        return found

    def _inline(self, element: Any, found: ParagraphText) -> None:
        """The text of everything in a paragraph that is seen in its line."""
        for child in element.iterchildren():
            tag = child.tag
            if tag in _SKIPPED or tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                continue
            if tag in (f"{W}t", f"{_M}t"):
                found.text += child.text or ""
            elif tag in _SIGNS:
                found.text += _SIGNS[tag]
            elif tag == f"{W}br":
                self._break(child, found)
            elif tag == f"{W}lastRenderedPageBreak":
                self._turn(found)
            elif tag == f"{W}sym":
                found.text += bullet(_symbol(child))
            elif tag == f"{W}footnoteReference":
                self.notes.append(child.get(f"{W}id", ""))
            elif not (tag == f"{W}r" and _is_hidden(child)):
                self._inline(child, found)

    def _break(self, element: Any, found: ParagraphText) -> None:
        if element.get(f"{W}type") != "page":
            found.text += "\n"
        elif not self.rendered:
            self._turn(found)

    def _turn(self, found: ParagraphText) -> None:
        self.page = (self.page or 1) + 1
        found.turns.append((len(found.text), self.page))

    def _rows(self, table: Any, depth: int) -> list[list[TableCell]]:
        """The rows of a table; a cell merged downwards reaches over the rows below it."""
        rows: list[list[TableCell]] = []
        above: dict[int, TableCell] = {}
        for row in _children(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells: list[TableCell] = []
            column = _grid_value(row.find(f"{W}trPr/{W}gridBefore"), 0)
            if column:
                cells.append(TableCell([], column, page=self.page))
            for element in _children(row, f"{W}tc"):
                width = _grid_value(element.find(f"{W}tcPr/{W}gridSpan"), 1)
                merge = element.find(f"{W}tcPr/{W}vMerge")
                goes_on = merge is not None and merge.get(f"{W}val", "continue") != "restart"
                if goes_on and column in above:
                    above[column].rows += 1
                    self._cell(element, depth)  # nothing is seen of it, but pages turn and lists count
                else:
                    cell = TableCell(self._cell(element, depth), width)
                    cell.page = self.page  # a row that begins a page says so in its first cell
                    cells.append(cell)
                    above.pop(column, None)
                    if merge is not None:
                        above[column] = cell
                column += width
            rows.append(cells)
        return rows

    def _cell(self, element: Any, depth: int) -> list[str]:
        lines: list[str] = []
        for child in _children(element):
            if child.tag == f"{W}p":
                lines += self._paragraph(child).text.split("\n")
                for box in self._boxes(child):
                    lines += self._cell(box, depth + 1)
            elif child.tag == f"{W}tbl" and depth < _MAX_NESTED_TABLES:
                lines += [line for row in self._rows(child, depth + 1) for cell in row for line in cell.lines]
        return [" ".join(line.split()) for line in lines if line.strip()]

    def _boxes(self, element: Any) -> Iterator[Any]:
        """The contents of the text boxes anchored in a paragraph, each once."""
        for child in element.iterchildren():
            if child.tag == f"{W}txbxContent":
                yield child
            elif child.tag not in _SKIPPED and child.tag != f"{W}t":
                yield from self._boxes(child)

    def _footnotes(self) -> list[str]:
        """The footnotes in the order in which the text refers to them."""
        part = self.pack.xml_if_there("word/footnotes.xml") if self.notes else None
        if part is None:
            return []
        known = {note.get(f"{W}id", ""): note for note in part.iter(f"{W}footnote")}
        return [" ".join(self._cell(known[key], 0)) for key in dict.fromkeys(self.notes) if key in known]

    def _margin(self) -> str:
        parts = sorted(
            n for n in self.pack.names if n.startswith(("word/header", "word/footer")) and n.endswith(".xml")
        )
        lines = (line for part in parts[:20] for line in self._cell(self.pack.xml(part), 0))
        return "\n".join(lines)


def _children(container: Any, wanted: str | None = None) -> Iterator[Any]:
    """The child elements that hold content, through containers that only wrap (content controls, insertions)."""
    for child in container.iterchildren():
        tag = child.tag
        if tag in _WRAPPERS:
            yield from _children(child, wanted)
        elif tag not in _SKIPPED and (wanted is None or tag == wanted):
            yield child


def _mark_is_deleted(properties: Any | None) -> bool:
    """True when the end of the paragraph is a deleted revision: what follows joins it."""
    return properties is not None and properties.find(f"{W}rPr/{W}del") is not None


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val") not in ("0", "false")


def _symbol(element: Any) -> str:
    code = element.get(f"{W}char", "")
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _grid_value(element: Any | None, otherwise: int) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return min(int(value), 60) if value.isascii() and value.isdigit() and len(value) < 6 else otherwise
