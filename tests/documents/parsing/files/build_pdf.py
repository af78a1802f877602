"""PDFs set word by word as an office program sets them: justified, indented, with page numbers and ruled tables."""

import ctypes
import io
from dataclasses import dataclass, field
from functools import cache
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
        lines = self.broken(text, RIGHT - LEFT, 0 if centred else self.indent)
        for at, words in enumerate(lines):
            if self._y + step > BOTTOM:
                self.new_page()
            self._y += step
            x = LEFT if at or centred else LEFT + self.indent
            natural = sum(self.width(w) for w in words) + self.width(" ") * (len(words) - 1)
            gap = self.width(" ")
            if centred:
                x = (LEFT + RIGHT - natural) / 2
            elif at < len(lines) - 1 and len(words) > 1:
                gap += (RIGHT - x - natural) / (len(words) - 1)
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

    def table(self, rows: list[list[str]]) -> None:
        """A table with ruling lines; rows go on to the next page whole."""
        count = len(rows[0])
        share = (RIGHT - LEFT) / count
        xs = [LEFT + share * i for i in range(count + 1)]
        step = self.size * 1.2
        for row in rows:
            cells = [self.broken(cell, share - 8) for cell in row]
            height = max(len(c) for c in cells) * step + 6
            if self._y + height > BOTTOM:
                self.new_page()
            top = self._y
            for at, lines in enumerate(cells):
                for number, words in enumerate(lines, 1):
                    self._y = top + number * step
                    self._words(words, xs[at] + 4, self.width(" "))
            self._y = top + height
            for y in (top, self._y):
                self.rule(xs[0], y, xs[-1], y)
            for x in xs:
                self.rule(x, top, x, self._y)
        self._y += self.after

    def save(self) -> bytes:
        raw.FPDFPage_GenerateContent(self._page)
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


def pdf_of(lines: list[str], centred: int, **settings: Any) -> bytes:
    """A PDF of `lines`, the first `centred` of them centred, with tables."""
    pdf = Pdf(**settings)
    rows: list[list[str]] = []
    for at, line in enumerate([*lines, ""]):
        if line.startswith("| "):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            pdf.table(rows)
            rows = []
        if line:
            pdf.paragraph(line, centred=at < centred)
            if at == centred - 1:
                pdf._y += 14
    return pdf.save()
