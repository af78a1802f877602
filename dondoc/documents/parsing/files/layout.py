"""Pages of placed words → the text as it was written: paragraphs whole, columns one after the other, tables as rows,
without what only belongs to the page (running heads, page numbers). Footnotes come at the end.
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dondoc.documents.parsing.files.aligned import Placed, aligned_tables, heads_of
from dondoc.documents.parsing.files.base import Composer, Extraction, running_key
from dondoc.documents.parsing.files.flow import Flow, ParagraphText
from dondoc.documents.parsing.files.geometry import Line, Sheet, chunks_of, usual_step
from dondoc.documents.parsing.files.rows import is_broken_number, is_layout_text
from dondoc.documents.parsing.files.ruled import RuledTable, goes_on, joined, outside, tables_of

_MARKER = re.compile(
    r"(?:[IVXL]{1,6}|[A-ZĐa-zđ]|\d{1,2}(?:\.\d{1,2}){0,3})\s?[.)/]\s?[^\d\s]|\d{1,2}\.\d{1,2}\s|[-–—+•▪●*]\s?\S|\(\d{1,2}\)\s|Điều \d"
)
_WEAK_MARKER = re.compile(r"[-–]\s?[a-zà-ỹđ\d]|\(\d{1,2}\)\s")  # may stand in the middle of a sentence as well
_ENDED = re.compile(r"[.;:!?…,]['\"”’)*]*$")
_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–]?\s*(\d{1,4})\s*(?:/\s*\d{1,4})?\s*[-–]?", re.IGNORECASE)
_LISTED = re.compile(r"\((\d{1,2})\)")
_FEW = 5
_MARGIN_LINES = 3  # at most so many lines of a page's top or bottom belong to the page only


@dataclass
class _Page:
    """A page taken apart: its lines and tables from top to bottom, its footnotes."""

    sheet: Sheet
    tables: list[RuledTable]
    lines: list[Line]
    notes: list[Line] = field(default_factory=list)

    def items(self) -> list[Line | RuledTable]:
        return sorted([*self.lines, *self.tables], key=lambda item: item.y)


@dataclass(frozen=True)
class _Measure:
    """The page as it is set: left and right edge of the text, distance of lines within a paragraph.

    shows_starts: every paragraph is set off, by an indent or by space above it.
    """

    left: float
    right: float
    pitch: float
    shows_starts: bool


def composed(sheets: Sequence[Sheet], name: str) -> Extraction:
    """The text of a document's pages."""
    pages = []
    for sheet in sheets:
        tables = tables_of(sheet)
        pages.append(_Page(sheet, tables, outside(tables, sheet)))
    margin = _without_margins(pages)
    for page in pages:
        _part_notes(page, _body_size(pages))
    _set_tables(pages)
    return _Setter(name, pages).set(margin)


def _set_tables(pages: Sequence[_Page]) -> None:
    """Give each page its tables without lines, too."""
    placed = [Placed(page.lines, [r for r in page.sheet.rules if r.is_level]) for page in pages]
    for table in aligned_tables(placed):
        next(page for page in pages if page.sheet.number == table.page).tables.append(table)


def _without_margins(pages: Sequence[_Page]) -> str:
    """Take running heads, feet and page numbers off the pages; returns their text."""
    taken: list[str] = []
    heads = set[int]().union(*(heads_of(page.lines) for page in pages))
    for at_end in (False, True):
        for _ in range(_MARGIN_LINES):
            outer = [(page, line) for page in pages if id(line := _outermost(page, at_end)) not in heads]
            keys = Counter((running_key(line.text, line.page), round(line.y / 6)) for _, line in outer if line)
            near = {
                key for key in keys if sum(keys[key[0], key[1] + d] for d in (-1, 0, 1)) >= max(2, len(pages) * 0.4)
            }
            for page, line in outer:
                if line and ((running_key(line.text, line.page), round(line.y / 6)) in near or _is_number(line, page)):
                    page.lines.remove(line)
                    taken.append(line.text)
    return "\n".join(dict.fromkeys(taken))


def _outermost(page: _Page, at_end: bool) -> Line | None:
    """The first or last line, when no table stands farther out and it stands in the margin's third of the page."""
    items = page.items()
    item = (items[-1] if at_end else items[0]) if items else None
    if not isinstance(item, Line):
        return None
    height = page.sheet.height
    return item if (item.y > height * 0.8 if at_end else item.y < height * 0.2) else None


def _is_number(line: Line, page: _Page) -> bool:
    """True for the page's own number standing alone; a longer number that counts on from it as well (see keys)."""
    found = _PAGE_NUMBER.fullmatch(line.text.strip())
    return bool(found) and int(found[1]) == page.sheet.number if found else False


def _body_size(pages: Sequence[_Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def _part_notes(page: _Page, body: float) -> None:
    """Take the footnotes off the bottom of a page: small letters, the first line beginning with a number."""
    at = len(page.lines)
    while at and page.lines[at - 1].size <= 0.88 * body:
        at -= 1
    start = next((i for i in range(at, len(page.lines)) if page.lines[i].words[0].text.rstrip(".)").isdigit()), None)
    if (
        start is not None
        and at > 0
        and page.lines[start].y > 0.4 * page.sheet.height
        and len(page.lines[start].words) > 1
    ):
        page.notes = page.lines[start:]
        page.lines = page.lines[:start]


def _measure(pages: Sequence[_Page]) -> dict[int, _Measure]:
    """How each page is set; pages of one width are set alike."""
    found: dict[int, _Measure] = {}
    for width in {round(p.sheet.width) for p in pages}:
        alike = [p for p in pages if round(p.sheet.width) == width]
        lines = [line for p in alike for line in p.lines]
        long = [line for line in lines if line.x1 - line.x0 > width * 0.45]
        ends = sorted(line.x1 for line in long)
        left = float(_leftmost(Counter(round(line.x0) for line in long or lines))) if lines else 0.0
        right = ends[int((len(ends) - 1) * 0.97)] if ends else float(width)
        if len(ends) < _FEW:  # too few full lines to tell: the margins are alike, or a table reaches as far
            right = max([right, width - left, *(table.xs[-1] for p in alike for table in p.tables)])
        pairs = [(a, b) for p in alike for a, b in pairwise(p.lines) if 0 < b.y - a.y < 3 * a.size]
        pitch = usual_step([b.y - a.y for a, b in pairs if a.x1 > right - 3 * a.size])
        starts = [(a, b) for a, b in pairs if a.x1 < right - 8 * a.size and _ENDED.search(a.text)]
        shown = [b.x0 > left + 0.9 * b.size or b.y - a.y > 1.12 * pitch for a, b in starts]
        found[width] = _Measure(left, right, pitch, bool(shown) and sum(shown) >= 0.8 * len(shown))
    return found


def _leftmost(starts: "Counter[int]") -> int:
    """The left edge: the leftmost place at which enough lines begin."""
    enough = max(2, sum(starts.values()) * 0.08)
    usual = [x for x, count in starts.items() if sum(starts[x + d] for d in (-1, 0, 1)) >= enough]
    return min(usual or starts)


@dataclass
class _Setter:
    """Sets the text: decides which lines make one paragraph."""

    name: str
    pages: list[_Page]
    flow: Flow = field(init=False)
    _above: Line | None = None  # the last line of the open paragraph
    _first: Line | None = None  # its first line
    _text: ParagraphText = field(default_factory=ParagraphText)
    _centred: bool | None = None

    def __post_init__(self) -> None:
        self.flow = Flow(Composer(self.name, 1))
        self.measures = _measure(self.pages)
        self._page = self.pages[0].sheet.number if self.pages else 1

    def set(self, margin: str) -> Extraction:
        waiting: list[RuledTable] = []
        for page in self.pages:
            items = page.items()
            at = 0
            while at < len(items):
                item = items[at]
                if isinstance(item, RuledTable):
                    if waiting and not goes_on(waiting[-1], item):
                        self._table(waiting)
                        waiting = []
                    self._end()
                    waiting.append(item)
                    at += 1
                    continue
                if waiting:
                    self._table(waiting)
                    waiting = []
                region = _columns_from(items, at)
                if region:
                    self._columns(*region)
                    at += region[2]
                else:
                    self._line(item, self.measures[round(page.sheet.width)])
                    at += 1
        if waiting:
            self._table(waiting)
        self._end()
        notes = [text for page in self.pages for text in _note_texts(page.notes)]
        return self.flow.finish(notes, margin)

    def _table(self, tables: list[RuledTable]) -> None:
        self._end()
        self.flow.table(joined(tables), tables[-1].page)

    def _columns(self, left: list[Line], right: list[Line], _taken: int) -> None:
        """Two columns side by side: the left one, then the right one, line by line."""
        self._end()
        for line in (*left, *right):
            self.flow.paragraph(ParagraphText(line.text, is_centred=True))
        self.flow.out.gap()

    def _line(self, line: Line, measure: _Measure) -> None:
        text = "    ".join(chunk.text for chunk in chunks_of(line, 4.0))
        centred = _is_centred(line, measure)
        if self._above is not None and self._first is not None and _goes_on(self._first, self._above, line, measure):
            if line.page != self._page:
                self._text.turns.append((len(self._text.text) + 1, line.page))
                self._page = line.page
            self._text.text += ("" if is_broken_number(self._text.text, text) else " ") + text
            self._text.is_centred = self._text.is_centred and (centred or line.x1 > measure.right - line.size)
        else:
            apart = self._above is not None and line.page == self._above.page and measure.pitch > 0
            blank = apart and self._above is not None and line.y - self._above.y > 1.9 * max(measure.pitch, line.size)
            self._end()
            if blank:
                self.flow.out.gap()
            if line.page != self._page:
                self._text.turns.append((0, line.page))
                self._page = line.page
            self._text.text, self._text.is_centred = text, centred
            self._first = line
        self._above = line

    def _end(self) -> None:
        if self._text.text:
            self.flow.paragraph(self._text)
        self._text = ParagraphText()
        self._above = self._first = None


def _is_centred(line: Line, measure: _Measure) -> bool:
    before, after = line.x0 - measure.left, measure.right - line.x1
    return before > 1.5 * line.size and after > 0 and abs(before - after) < max(4.0, 0.4 * line.size)


def _goes_on(first: Line, above: Line, line: Line, measure: _Measure) -> bool:
    """True when `line` belongs to the paragraph that began with `first` and last had `above`."""
    if abs(above.size - line.size) > 0.12 * above.size or _is_heading(above.text) != _is_heading(line.text):
        return False
    if line.page == above.page and measure.pitch and line.y - above.y > max(1.25 * measure.pitch, 1.25 * line.size):
        return False
    if line.page > above.page + 1:
        return False
    next_word = line.words[0].x1 - line.words[0].x0 + 0.3 * line.size
    if above.x1 + next_word < measure.right - 0.6 * line.size:
        return False  # it would have fitted on the line above
    if _MARKER.match(line.text):
        sure = measure.shows_starts and line.page == above.page
        weak = bool(_WEAK_MARKER.match(line.text)) and (sure or not _ENDED.search(above.text))
        if not weak and not _lists_on(line.text):
            return False
    hanging = len(first.words) > 1 and abs(line.x0 - first.words[1].x0) < 0.4 * line.size
    indented = line.x0 > measure.left + 0.9 * line.size
    if indented and not hanging and not _is_centred(line, measure):
        return abs(line.x0 - above.x0) < 2 and above is not first
    return True


def _is_heading(text: str) -> bool:
    """True for words in capitals; a lone abbreviation, "(PPP).", is none."""
    return text.isupper() and " " in text


def _lists_on(text: str) -> bool:
    """True for a line "(1) … (2) …": a list inside of a sentence, not an item of its own."""
    numbers = [int(n) for n in _LISTED.findall(text)]
    return bool(numbers) and text.startswith("(") and numbers[0] + 1 in numbers


def _columns_from(items: Sequence[Line | RuledTable], at: int) -> tuple[list[Line], list[Line], int] | None:
    """(left column, right column, how many items) when a head or closing set in two columns begins here.

    A column head needs one line with both sides; around it every line keeps to one side of a gutter.
    """
    left: list[Line] = []
    right: list[Line] = []
    low, high = 0.0, 1e9
    taken = 0
    both = 0
    for item in items[at : at + 60]:
        if isinstance(item, RuledTable):
            break
        chunks = chunks_of(item)
        if len(chunks) > 2:
            break
        if len(chunks) == 2:
            new_low, new_high = max(low, chunks[0].x1), min(high, chunks[1].x0)
        elif low == 0.0:
            break  # must begin with both sides, or with one that is met below
        elif chunks[0].x1 <= high - 3 and (chunks[0].x0 + chunks[0].x1) / 2 < (low + high) / 2:
            new_low, new_high = max(low, chunks[0].x1), high
        elif chunks[0].x0 >= low + 3:
            new_low, new_high = low, min(high, chunks[0].x0)
        else:
            break
        if new_high - new_low < 0.5 * item.size:
            break
        both += len(chunks) == 2
        low, high = new_low, new_high
        for chunk in chunks:
            (left if (chunk.x0 + chunk.x1) / 2 < (low + high) / 2 else right).append(chunk)
        taken += 1
    if not both or not right or not is_layout_text("\n".join(line.text for line in (*left, *right))):
        return None
    return left, right, taken


def _note_texts(lines: Sequence[Line]) -> list[str]:
    """The footnotes in the lines at a page's foot, without their numbers."""
    notes: list[list[str]] = []
    for line in lines:
        words = [w.text for w in line.words]
        if words[0].rstrip(".)").isdigit() and len(words) > 1 and int(words[0].rstrip(".)")[:6]) < 1000:
            notes.append(words[1:])
        elif notes:
            notes[-1] += words
    return [" ".join(note) for note in notes]
