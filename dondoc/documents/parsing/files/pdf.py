"""PDF with text: letters with their places from PDFium, ruling lines as tables; the page of every character is kept."""

import contextlib
import ctypes
import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from dondoc.documents.parsing.files.base import Extraction, refusal
from dondoc.documents.parsing.files.geometry import Rule, Sheet, Word
from dondoc.documents.parsing.files.layout import composed
from dondoc.documents.parsing.files.pace import PACE

MAX_PAGES = 400
_MAX_POINTS = 5000  # a side of A0 has 3370
_MAX_LETTERS = 40_000  # on one page
_MAX_OBJECTS = 30_000  # on one page
_MAX_NESTED_FORMS = 4
_MAX_PAINTED = 60_000  # strokes, fills and shows in one stream, those in text that is not drawn among them
_MOST_UNFOLDED = 40_000_000  # bytes looked into before drawing
_LONGEST_HEAD = 2000  # bytes that tell what a stream is
_STREAM = re.compile(rb"stream\r?\n")
_PAINTED = re.compile(rb"(?<=[\s)\]])(?:S|s|f|F|B|b|T[jJ]|Do)\*?(?=\s)")
_THIN = 3.0  # a drawn box thinner than this is a line
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-"}
_BREAKS = {0x20, 0xA0, 0x0A, 0x0D, 0x09, 0x00, 0x3000, 0x2003, 0x2002}

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1, 0, 0, 1, 0, 0)


def read_pdf(data: bytes, name: str) -> Extraction:
    """The text of a PDF; `scanned` with no text when any of its pages is a picture.

    Errors: UnreadableFile (damaged, password, too many or too large pages).
    """
    refuse_much_drawing(data, name)
    with opened(data, name) as document:
        sheets = [sheet_of(document, number, name) for number in range(len(document))]
    if any(sheet.is_scan for sheet in sheets):
        return Extraction("", scanned=True)
    return composed(sheets, name)


def refuse_much_drawing(data: bytes, name: str) -> None:
    """Refuse a file one of whose streams draws more than a page may hold, before PDFium sets out to draw it.

    Only plain and deflated streams are looked into; whatever hides in others meets the clock (`pace`).
    Errors: UnreadableFile.
    """
    left = _MOST_UNFOLDED
    for found in _STREAM.finditer(data):
        described = data[max(0, found.start() - _LONGEST_HEAD) : found.start()].rpartition(b"obj")[2]
        if b"/Image" in described or b"/FontFile" in described or left <= 0:
            continue
        content = data[found.end() : found.end() + left]
        if b"FlateDecode" in described:
            with contextlib.suppress(zlib.error):
                content = zlib.decompressobj().decompress(content, left)
        else:
            content = content.partition(b"endstream")[0]
        left -= len(content)
        if len(_PAINTED.findall(content)) > _MAX_PAINTED:
            raise refusal("heavy", name)


class opened:  # noqa: N801 -- used like a function, in a with statement
    """An opened PDF within bounds. Errors: UnreadableFile."""

    def __init__(self, data: bytes, name: str) -> None:
        try:
            self.document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            locked = "password" in str(error).lower()
            raise refusal("password" if locked else "broken_pdf", name) from error
        pages = len(self.document)
        if pages > MAX_PAGES:
            raise refusal("pages", name)
        if not pages:
            raise refusal("broken_pdf", name)
        for number in range(pages):
            try:
                size = self.document.get_page_size(number)
            except pdfium.PdfiumError as error:
                raise refusal("broken_pdf", name) from error
            if max(size) > _MAX_POINTS:
                raise refusal("page_size", name)

    def __enter__(self) -> Any:
        return self.document

    def __exit__(self, *_: object) -> None:
        self.document.close()


def sheet_of(document: Any, number: int, name: str) -> Sheet:
    """What stands on one page, counted from 0."""
    PACE.page(name, number)
    try:
        page = document[number]
    except pdfium.PdfiumError as error:
        raise refusal("broken_pdf", name) from error
    text = raw.FPDFText_LoadPage(page)
    try:
        place = _Place(page, _turn_of(text))
        sheet = Sheet(number + 1, place.width, place.height)
        sheet.words = list(_words(text, place, name))
    finally:
        raw.FPDFText_ClosePage(text)
    _look_at_objects(page, sheet, place, name)
    page.close()
    return sheet


class _Place:
    """Where a point of the page stands once it is turned the way in which its text is read.

    turn: quarters of a turn, clockwise; None: as the page says, because it has no text.
    """

    def __init__(self, page: Any, turn: int | None) -> None:
        left, bottom, right, top = page.get_cropbox()
        self.turn = page.get_rotation() // 90 % 4 if turn is None else turn
        self.left, self.bottom = left, bottom
        self.w, self.h = abs(right - left) or 1.0, abs(top - bottom) or 1.0
        self.width, self.height = (self.h, self.w) if self.turn % 2 else (self.w, self.h)

    def at(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        if self.turn == 1:
            return y, x
        if self.turn == 2:
            return self.w - x, y
        if self.turn == 3:
            return self.h - y, self.w - x
        return x, self.h - y


def _turn_of(text: Any) -> int | None:
    """The quarter turn that sets most of a page's letters upright."""
    count = raw.FPDFText_CountChars(text)
    turns = Counter(_writing(text, at)[1] for at in range(0, count, max(1, count // 200)))
    return turns.most_common(1)[0][0] if turns else None


def _writing(text: Any, at: int) -> tuple[float, int]:
    """(size of the font in points, quarter turn that sets the letter upright)."""
    m = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(text, at, m):
        return 12.0, 0
    size = raw.FPDFText_GetFontSize(text, at) * math.hypot(m.c, m.d)
    turn = (0 if m.a >= 0 else 2) if abs(m.a) >= abs(m.b) else (1 if m.b > 0 else 3)
    return min(max(size, 1.0), 500.0), turn


def _words(text: Any, place: _Place, name: str) -> Iterator[Word]:
    """The words of a page in the order in which they were drawn; what stands askew (stamps, watermarks) is left out."""
    count = raw.FPDFText_CountChars(text)
    if count > _MAX_LETTERS:
        raise refusal("heavy", name)
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    word: Word | None = None
    for at in range(count):
        code = raw.FPDFText_GetUnicode(text, at)
        if code in _BREAKS or 0xD800 <= code < 0xE000:
            if word:
                yield word
            word = None
            continue
        raw.FPDFText_GetLooseCharBox(text, at, box)
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        ends = place.at(box.left, box.bottom)[0], place.at(box.right, box.top)[0]
        x0, x1 = min(ends), max(ends)
        line = place.at(x.value, y.value)[1]
        letter = _HYPHENS.get(code) or chr(code)
        if word and _is_apart(word, x0, line):
            yield word
            word = None
        if word is None:
            size, turn = _writing(text, at)
            if turn == place.turn:
                word = Word(letter, x0, x1, line, size)
        else:
            word.text += letter
            word.x1 = max(word.x1, x1)
    if word:
        yield word


def _is_apart(word: Word, x0: float, line: float) -> bool:
    """True when a letter does not go on with the word before it."""
    return abs(line - word.y) > 0.1 * word.size or x0 - word.x1 > 0.25 * word.size or x0 < word.x1 - word.size


def _look_at_objects(page: Any, sheet: Sheet, place: _Place, name: str) -> None:
    """Ruling lines and the picture that fills a page."""
    whole = sheet.width * sheet.height
    for seen, (item, kind, matrix) in enumerate(_objects(page), 1):
        if seen > _MAX_OBJECTS:
            raise refusal("heavy", name)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            sheet.rules += _rules(item, matrix, place)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            edges = _bounds(item, matrix, place)
            if edges and (edges[2] - edges[0]) * (edges[3] - edges[1]) > 0.4 * whole:
                sheet.pictured = True


def _objects(page: Any) -> Iterator[tuple[Any, int, Matrix]]:
    """Paths and images of a page, also those inside of forms, with the matrix that places them."""
    stack: list[tuple[Any, int, int, Matrix, bool]] = [(page, 0, 0, _UNIT, False)]
    while stack:
        holder, at, depth, matrix, is_form = stack.pop()
        count = raw.FPDFFormObj_CountObjects(holder) if is_form else raw.FPDFPage_CountObjects(holder)
        if at >= count:
            continue
        stack.append((holder, at + 1, depth, matrix, is_form))
        item = raw.FPDFFormObj_GetObject(holder, at) if is_form else raw.FPDFPage_GetObject(holder, at)
        if not item:
            continue
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_NESTED_FORMS:
            stack.append((item, 0, depth + 1, _times(_matrix(item), matrix), True))
        elif kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            yield item, kind, matrix


def _matrix(item: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return _UNIT
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2], m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2], m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4], m[4] * n[1] + m[5] * n[3] + n[5],
    )  # fmt: skip


def _bounds(item: Any, matrix: Matrix, place: _Place) -> tuple[float, float, float, float] | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    corners = [_placed(x, y, matrix, place) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    return (
        min(c[0] for c in corners),
        min(c[1] for c in corners),
        max(c[0] for c in corners),
        max(c[1] for c in corners),
    )


def _placed(x: float, y: float, m: Matrix, place: _Place) -> tuple[float, float]:
    return place.at(m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def _rules(path: Any, matrix: Matrix, place: _Place) -> Iterator[Rule]:
    """The straight lines that a path draws: thin boxes, strokes, and the sides of stroked boxes."""
    whole = _times(_matrix(path), matrix)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    for points, curved in _outlines(path, whole, place):
        x0, x1 = min(p[0] for p in points), max(p[0] for p in points)
        y0, y1 = min(p[1] for p in points), max(p[1] for p in points)
        if min(x1 - x0, y1 - y0) <= _THIN:
            yield Rule(x0, y0, x1, y1)
        elif stroke.value and not curved:
            for a, b in pairwise(points):
                if abs(a[0] - b[0]) <= 1 or abs(a[1] - b[1]) <= 1:
                    yield Rule(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def _outlines(path: Any, matrix: Matrix, place: _Place) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """(points, has curves) of each part of a path; a closed one ends where it began."""
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(min(raw.FPDFPath_CountSegments(path), 2000)):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO and points:
            yield points, curved
            points, curved = [], False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        points.append(_placed(x.value, y.value, matrix, place))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points, curved
