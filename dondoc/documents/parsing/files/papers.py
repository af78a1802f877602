"""PDF given as evidence: how many pages it has, and whether a degree of secrecy is printed, stamped or noted on one.

What is printed askew or in a frame of its own counts as well as what stands in a line: letters belong together while
they follow each other closely, whichever way they run. Pictures of pages are not read here.
"""

import ctypes
import math
from collections.abc import Iterator, Mapping
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from dondoc.documents.parsing.files.base import UnreadableFile, refusal
from dondoc.documents.parsing.files.kinds import Files
from dondoc.documents.parsing.files.marks import mark_in, may_bear_mark
from dondoc.documents.parsing.files.pdf import opened

_MAX_LETTERS = 60_000  # on one page
_MAX_NOTES = 500  # on one page
_FAR = 2.5  # heights of a letter between two that still belong together


def look_at_papers(files: Files, _options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Of each file {"pages": how many, "mark": the degree that it bears, "" for none}, or {"refused": the sentence}."""
    return [_look(name, data) for name, data in files]


def _look(name: str, data: bytes) -> dict[str, Any]:
    try:
        with opened(data, name) as document:
            pieces = (piece for number in range(len(document)) for piece in _pieces(document, number, name))
            mark = _titled(document) or next((mark for mark in pieces if mark), "")
            return {"pages": len(document), "mark": mark}
    except UnreadableFile as error:
        return {"refused": str(error)}


def _titled(document: Any) -> str:
    """The degree that the file's own title or subject consists of."""
    return next((mark for mark in map(mark_in, document.get_metadata_dict().values()) if mark), "")


def _pieces(document: Any, number: int, name: str) -> Iterator[str]:
    """The degrees that pieces of one page are, "" for each piece that is none."""
    try:
        page = document[number]
    except pdfium.PdfiumError as error:
        raise refusal("broken_pdf", name) from error
    yield from map(mark_in, _notes(page))
    text = page.get_textpage()
    letters = text.count_chars()
    if letters > _MAX_LETTERS:
        raise refusal("heavy", name)
    if letters > 0 and may_bear_mark(text.get_text_range()):
        before = ""
        for piece in _together(text.raw, letters):
            yield mark_in(piece, before)
            before = piece if piece.strip() else before
    text.close()
    page.close()


def _notes(page: Any) -> Iterator[str]:
    """What is written in stamps and notes laid over a page."""
    for at in range(min(raw.FPDFPage_GetAnnotCount(page), _MAX_NOTES)):
        note = raw.FPDFPage_GetAnnot(page, at)
        for key in (b"Contents", b"Name", b"Subj"):
            size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
            if 2 < size < 2000:
                words = ctypes.create_string_buffer(size)
                raw.FPDFAnnot_GetStringValue(note, key, ctypes.cast(words, ctypes.POINTER(raw.FPDF_WCHAR)), size)
                yield words.raw[:-2].decode("utf-16-le", "ignore")
        raw.FPDFPage_CloseAnnot(note)


def _together(text: Any, count: int) -> Iterator[str]:
    """The letters of a page in pieces, parted at the end of a line and where a gap is wide."""
    x, y, piece = ctypes.c_double(), ctypes.c_double(), ""
    last: tuple[float, float] | None = None
    for at in range(count):
        letter = chr(raw.FPDFText_GetUnicode(text, at))
        if letter in "\r\n":
            yield piece
            piece, last = "", None
            continue
        if letter.isspace():
            piece += " "
            continue
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        here = x.value, y.value
        if last and math.dist(last, here) > _FAR * _height(text, at):
            yield piece
            piece = ""
        piece, last = piece + letter, here
    yield piece


def _height(text: Any, at: int) -> float:
    m = raw.FS_MATRIX()
    scale = math.hypot(m.c, m.d) if raw.FPDFText_GetMatrix(text, at, m) else 1.0
    return float(max(raw.FPDFText_GetFontSize(text, at) * scale, 4.0))
