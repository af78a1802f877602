"""Scans and photographs: Tesseract with Vietnamese, where it is installed, gives words with their places.

What it gives is set like any other page (columns, paragraphs, page numbers), and marked as recognised: letters may be
wrong, a person must look.
"""

import csv
import dataclasses
import os
import shutil
import struct
import subprocess
from functools import cache
from statistics import median
from typing import Any

from dondoc.documents.parsing.files.base import Extraction, refusal
from dondoc.documents.parsing.files.geometry import Sheet, Word
from dondoc.documents.parsing.files.layout import composed

MAX_PAGES = 30
_DOTS = 200  # per inch: what Tesseract reads well
_SECONDS_A_PAGE = 60
_MAX_PIXELS = 40_000_000


def recogniser() -> str | None:
    """Where Tesseract is, with its Vietnamese data; None when either is missing."""
    program = shutil.which("tesseract")
    return program if program and "vie" in _languages(program) else None


@cache
def _languages(program: str) -> tuple[str, ...]:
    said = subprocess.run(  # noqa: S603 -- a found program, fixed words
        [program, "--list-langs"], capture_output=True, timeout=20, check=False, env=_environment()
    )
    return tuple(said.stdout.decode("utf-8", "replace").split())


def read_scan(data: bytes, name: str) -> Extraction:
    """The text of a PDF of pictures, or of pictures and pages with text, which are read as they are.

    Errors: UnreadableFile (no Tesseract here, too many pictures, nothing recognised).
    """
    from dondoc.documents.parsing.files.pdf import opened, sheet_of  # noqa: PLC0415 -- slow import

    program = _needed(name)
    with opened(data, name) as document:
        sheets = [sheet_of(document, number, name) for number in range(len(document))]
        scans = [number for number, sheet in enumerate(sheets) if sheet.is_scan]
        if len(scans) > MAX_PAGES:
            raise refusal("ocr_pages", name)
        for number in scans:
            sheets[number] = _sheet(program, _picture(document[number], name), number + 1, name)
    return _recognised(sheets, name)


def _picture(page: Any, name: str) -> bytes:
    """A page as a grey picture. Errors: UnreadableFile when it is too large."""
    if page.get_width() * page.get_height() * (_DOTS / 72) ** 2 > _MAX_PIXELS:
        raise refusal("page_size", name)
    return _pgm(page.render(scale=_DOTS / 72, grayscale=True))


def read_image(data: bytes, name: str) -> Extraction:
    """The text of a picture of one page. Errors: UnreadableFile (no Tesseract here, damaged, too large)."""
    program = _needed(name)
    width, height = image_size(data)
    if not width or not height:
        raise refusal("broken_image", name)
    if width * height > _MAX_PIXELS:
        raise refusal("page_size", name)
    return _recognised([_sheet(program, data, 1, name)], name)


def _needed(name: str) -> str:
    program = recogniser()
    if program is None:
        raise refusal("no_ocr", name)
    return program


def _recognised(sheets: list[Sheet], name: str) -> Extraction:
    if not any(sheet.words for sheet in sheets):
        raise refusal("ocr_failed", name)
    return dataclasses.replace(composed(sheets, name), scanned=True)


def _pgm(bitmap: Any) -> bytes:
    """A grey picture in the simplest form that Tesseract takes."""
    rows = memoryview(bitmap.buffer).cast("B")
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    lines = b"".join(bytes(rows[at * stride : at * stride + width]) for at in range(height))
    return b"P5\n%d %d\n255\n" % (width, height) + lines


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}


def _sheet(program: str, picture: bytes, number: int, name: str) -> Sheet:
    """The words that Tesseract finds on one page."""
    command = [program, "stdin", "stdout", "-l", "vie", "--dpi", str(_DOTS), "--psm", "3", "tsv"]
    try:
        said = subprocess.run(  # noqa: S603 -- a found program, fixed words
            command, input=picture, capture_output=True, timeout=_SECONDS_A_PAGE, check=False, env=_environment()
        )
    except subprocess.TimeoutExpired as error:
        raise refusal("heavy", name) from error
    if said.returncode:
        raise refusal("ocr_failed", name)
    rows = csv.DictReader(said.stdout.decode("utf-8", "replace").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return _placed(list(rows), number)


def _placed(rows: list[dict[str, str]], number: int) -> Sheet:
    """The words of a page in points; words of a line share its baseline, all of them the usual height of a line."""
    scale = 72 / _DOTS
    sheet = Sheet(number, 0, 0)
    foot = 0.0
    heights: list[float] = []
    for row in rows:
        level, left, top, width, height = (int(row[key]) for key in ("level", "left", "top", "width", "height"))
        if level == 1:
            sheet.width, sheet.height = width * scale, height * scale
        elif level == 4:
            foot = (top + height) * scale
            heights.append(height * scale)
        elif level == 5 and row["text"].strip() and float(row["conf"]) >= 20:
            sheet.words.append(Word(row["text"].strip(), left * scale, (left + width) * scale, foot, 0.0))
    for word in sheet.words:
        word.size = 0.8 * median(heights)
    return sheet


def image_size(data: bytes) -> tuple[int, int]:
    """(width, height) that the head of a PNG or JPEG tells; (0, 0) when it tells none."""
    if data.startswith(b"\x89PNG") and len(data) > 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0
