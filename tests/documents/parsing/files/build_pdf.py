"""PDFs set word by word as an office program sets them: justified, indented, with page numbers and ruled tables."""

import ctypes
import io
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tests.documents.parsing.shared import REPOSITORY

_FONT = REPOSITORY / "dondoc" / "writers" / "fonts" / "tinos-regular.ttf"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 85.0, 539.0, 70.0, 780.0


@cache
def _font_bytes(path: Path) -> bytes:
    assert path.exists(), f"cannot find {path}; ./don test brings it"
    return path.read_bytes()


@dataclass
class Pdf:
    """A document that is written from top to bottom. `head`: a running head; page numbers stand at the top."""

    size: float = 14.0
    head: str = ""
    foot: str = ""
    indent: float = 28.0
    after: float = 6.0  # points between paragraphs
    numbers: bool = True
    wide: tuple[float, float] = (WIDTH, HEIGHT)
    _y: float = 0.0
    _page: Any = None
    _count: int = 0
    _widths: dict[tuple[str, float], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.document = pdfium.PdfDocument.new()
        data = _font_bytes(_FONT)
        buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
        self._font = raw.FPDFText_LoadFont(self.document, buffer, len(data), raw.FPDF_FONT_TRUETYPE, True)
        self.new_page()

    def new_page(self) -> None:
        if self._page is not None:
            raw.FPDFPage_GenerateContent(self._page)
        self._page = self.document.new_page(*self.wide)
        self._count += 1
        self._y = TOP
        if self.numbers and self._count > 1:
            self.word(str(self._count), WIDTH / 2, 40, 13)
        if self.head:
            self.word(self.head, LEFT, 55, 11)
        if self.foot:
            self.word(self.foot, LEFT, 820, 10)

    def word(self, text: str, x: float, y: float, size: float | None = None) -> None:
        """One piece of text at a place; y counted from the top."""
        item = self._text(text, size or self.size)
        raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, x, self.wide[1] - y)
        raw.FPDFPage_InsertObject(self._page, item)

    def width(self, text: str, size: float | None = None) -> float:
        key = (text, size or self.size)
        if key not in self._widths:
            if text == " ":
                self._widths[key] = key[1] * 0.25
            else:
                item = self._text(*key)
                left, bottom, right, top = (ctypes.c_float() for _ in range(4))
                raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
                raw.FPDFPageObj_Destroy(item)
                self._widths[key] = right.value + 0.04 * key[1]
        return self._widths[key]

    def _text(self, text: str, size: float) -> Any:
        item = raw.FPDFPageObj_CreateTextObj(self.document, self._font, size)
        encoded = (text + "\0").encode("utf-16-le")
        raw.FPDFText_SetText(item, ctypes.cast(ctypes.create_string_buffer(encoded), raw.FPDF_WIDESTRING))
        return item

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A ruling line, drawn as a thin box."""
        x1, y1 = max(x1, x0 + 0.5), max(y1, y0 + 0.5)
        path = raw.FPDFPageObj_CreateNewRect(x0, self.wide[1] - y1, x1 - x0, y1 - y0)
        raw.FPDFPath_SetDrawMode(path, raw.FPDF_FILLMODE_WINDING, False)
        raw.FPDFPage_InsertObject(self._page, path)

    def paragraph(self, text: str, *, centred: bool = False) -> None:
        """A paragraph, broken where it must, justified, its first line indented."""
        step = self.size * 1.2
        right = self.wide[0] - (WIDTH - RIGHT)
        lines = self.broken(text, right - LEFT, 0 if centred else self.indent)
        for at, words in enumerate(lines):
            if self._y + step > self._bottom:
                self.new_page()
            self._y += step
            x = LEFT if at or centred else LEFT + self.indent
            natural = sum(self.width(w) for w in words) + self.width(" ") * (len(words) - 1)
            gap = self.width(" ")
            if centred:
                x = (LEFT + right - natural) / 2
            elif at < len(lines) - 1 and len(words) > 1:
                gap += (right - x - natural) / (len(words) - 1)
            self._words(words, x, gap)
        self._y += self.after

    def _words(self, words: list[str], x: float, gap: float) -> None:
        for word in words:
            self.word(word, x, self._y)
            x += self.width(word) + gap

    def broken(self, text: str, width: float, indent: float = 0.0) -> list[list[str]]:
        """The words line by line."""
        lines: list[list[str]] = [[]]
        used = indent
        for word in text.split():
            wide = self.width(word) + self.width(" ")
            if lines[-1] and used + wide - self.width(" ") > width:
                lines.append([])
                used = 0.0
            lines[-1].append(word)
            used += wide
        return lines

    def table(
        self,
        rows: list[list[str]],
        lines: str = "all",
        middle: bool = False,
        space: float = 6.0,
        edges: tuple[float, ...] = (),
    ) -> None:
        """A table whose rows go on to the next page whole; its head comes again there if not all its lines are drawn.

        lines: "all", "level" or "none" are drawn. middle: cells stand in the middle of their rows. space: between rows.
        edges: of the columns; without them each gets its longest word, and of the rest as its text needs.
        """
        xs = list(edges) or self._edges(rows)
        for at, row in enumerate(rows):
            if at and self._y + self._height(row, xs, space) > self._bottom:
                self.new_page()
                if lines != "all":
                    self._row(rows[0], xs, lines, middle=middle, space=space)
            self._row(row, xs, lines, middle=middle, space=space)
        self._y += self.after

    def _edges(self, rows: list[list[str]]) -> list[float]:
        columns = [[row[at] for row in rows if at < len(row)] for at in range(max(map(len, rows)))]
        least = [max((self.width(w) for cell in cells for w in cell.split()), default=0) + 10 for cells in columns]
        rest = self.wide[0] - (WIDTH - RIGHT) - LEFT - sum(least)
        longest = [max(map(len, cells)) for cells in columns]
        xs = [LEFT]
        for narrow, length in zip(least, longest, strict=True):
            xs.append(xs[-1] + narrow + max(rest, 0) * length / sum(longest))
        return xs

    @property
    def _bottom(self) -> float:
        return self.wide[1] - (HEIGHT - BOTTOM)

    def _height(self, row: list[str], xs: list[float], space: float) -> float:
        cells = [self.broken(cell, b - a - 8) for cell, (a, b) in zip(row, pairwise(xs), strict=False)]
        return max(len(c) for c in cells) * self.size * 1.2 + space

    def _row(self, row: list[str], xs: list[float], rules: str, *, middle: bool, space: float) -> None:
        step = self.size * 1.2
        top, height = self._y, self._height(row, xs, space)
        for cell, (a, b) in zip(row, pairwise(xs), strict=False):
            lines = self.broken(cell, b - a - 8)
            down = (height - space - len(lines) * step) / 2 if middle else 0
            for number, words in enumerate(lines, 1):
                self._y = top + down + number * step
                self._words(words, a + 4, self.width(" "))
        self._y = top + height
        if rules != "none":
            for y in (top + 3, self._y + 3):
                self.rule(xs[0], y, xs[-1], y)
        if rules == "all":
            for x in xs:
                self.rule(x, top + 3, x, self._y + 3)

    def save(self) -> bytes:
        raw.FPDFPage_GenerateContent(self._page)
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


def pdf_of(lines: list[str], centred: int, table: dict[str, Any] | None = None, **settings: Any) -> bytes:
    """A PDF of `lines`, the first `centred` of them centred, with tables drawn as `table` says."""
    pdf = Pdf(**settings)
    rows: list[list[str]] = []
    for at, line in enumerate([*lines, ""]):
        if line.startswith("| "):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            pdf.table(rows, **(table or {}))
            rows = []
        if line:
            pdf.paragraph(line, centred=at < centred)
            if at == centred - 1:
                pdf._y += 14
    return pdf.save()
