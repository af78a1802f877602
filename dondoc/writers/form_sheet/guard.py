"""Looks at an uploaded workbook before anything opens it: is it Excel, without macros, and of a bearable size.

The Excel reader lays out every sheet as a full rectangle from the first to the last used cell, so one cell far away
would take all memory; the places of cells are therefore checked in the raw XML first.
"""

import html
import re
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any

from lxml import etree

from dondoc.lib.numbers import format_number

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 300
_MAX_SPREAD_BYTES = 1024**3  # the longest shared text times the number of cells that could repeat it
USE_TEMPLATE = "Hãy dùng đúng tệp mẫu đã tải về."
_CONTENT_TYPES = "[Content_Types].xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, and any file locked with a password
# Everything that the zip reader raises on damaged bytes, found by feeding it damaged files.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
FAILED = "công thức bị lỗi, không có giá trị. Hãy ghi thẳng giá trị."
UNCOMPUTED = "công thức chưa được tính nên không có giá trị. Hãy mở tệp bằng Excel, lưu lại, hoặc ghi thẳng giá trị."
_PLACE = re.compile(rb"(?<![\w:.-])r\s*=\s*[\"']([^\"'<]{1,80})[\"']")
_NEAR = re.compile(rb"(?:[A-J]?[A-Z])?(\d{1,9})")  # a row, or a cell of the first 286 columns
_CELL_NAME = re.compile(r"([A-Z]{0,4})(\d{1,9})")
_ATTRIBUTES = rb"(?:\s+[\w:]+=\"[^\"<>]*\")*\s*"  # strict, so that nothing can hide inside an attribute
_EMPTY_CELL = re.compile(rb"<c" + _ATTRIBUTES + rb"/>")
_EMPTY_ROW = re.compile(rb"<row" + _ATTRIBUTES + rb"(?:/>|>\s*</row>)")
_CELL = re.compile(rb"<c(" + _ATTRIBUTES + rb")>")
_TEXT = re.compile(rb"[^<]+")


class WorkbookRefused(ValueError):
    """The file cannot be taken; `str(refusal)` is a Vietnamese sentence saying why and what to do."""


def check_workbook(data: bytes, *, rows: int = MAX_ROWS, advice: str = USE_TEMPLATE) -> dict[str, bytes]:
    """The parts of a well-behaved .xlsx of at most `rows` rows, by name; `advice` ends the sentence of one that is too
    large. Errors: WorkbookRefused."""
    if not data:
        raise WorkbookRefused("Tệp rỗng. Hãy chọn lại tệp Excel đã điền.")
    if len(data) > MAX_FILE_BYTES:
        raise WorkbookRefused(f"Tệp lớn hơn {MAX_FILE_BYTES // 1024**2} MB. {advice}")
    if data.startswith(_OLD_OFFICE):
        raise WorkbookRefused(
            "Tệp là Excel kiểu cũ (.xls) hoặc có đặt mật khẩu. Hãy bỏ mật khẩu, lưu lại thành tệp .xlsx rồi gửi lại."
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return _checked_parts(package, rows, advice)
    except _UNREADABLE as fault:
        if isinstance(fault, WorkbookRefused):
            raise
        if data.startswith(b"PK"):
            raise WorkbookRefused("Tệp Excel bị hỏng, không mở được. Hãy lưu lại hoặc tải lại rồi gửi lại.") from None
        raise WorkbookRefused(f"Tệp không phải là Excel (.xlsx). {advice}") from None


def _checked_parts(package: zipfile.ZipFile, rows: int, advice: str) -> dict[str, bytes]:
    entries = package.infolist()
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise WorkbookRefused("Tệp có chứa macro nên không được nhận. Hãy lưu lại thành tệp .xlsx không có macro.")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise WorkbookRefused(f"Tệp quá lớn khi mở ra. {advice}")
    if "xl/workbook.xml" not in names:
        raise WorkbookRefused(f"Tệp không phải là Excel (.xlsx). {advice}")
    parts = {entry.filename: package.read(entry) for entry in entries}  # reading checks the sums of the whole package
    if b"macroEnabled" in parts.get(_CONTENT_TYPES, b""):
        raise WorkbookRefused("Tệp có chứa macro nên không được nhận. Hãy lưu lại thành tệp .xlsx không có macro.")
    _check_sheets(parts, rows, advice)
    return parts


def _check_sheets(parts: Mapping[str, bytes], rows: int, advice: str) -> None:
    """Refuse sheets that reach too far, and short files that unfold into very long ones."""
    longest, tags = 0, 0
    for name, raw in parts.items():
        if not name.endswith(".xml") or not name.startswith("xl/"):
            continue
        if "sharedstrings" in name.lower():
            longest = max((len(found[0]) for found in _TEXT.finditer(raw)), default=0)
        else:
            tags += raw.count(b"<")
        if b"sheetData" in raw:  # a worksheet, whatever its name; other parts use r="…" for other things
            _check_places(raw, rows, advice)
    if longest * tags > _MAX_SPREAD_BYTES:
        raise WorkbookRefused(f"Tệp quá lớn khi mở ra. {advice}")


def _check_places(raw: bytes, rows: int, advice: str) -> None:
    """Refuse a filled cell too far away; styled but empty ones are common (LibreOffice writes them) and harmless."""
    if not _not_near(rows).search(raw):  # of nearly every sheet
        return
    for found in _PLACE.finditer(_EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", raw))):
        plain = _NEAR.fullmatch(found[1])  # what nearly every cell is called
        if plain and int(plain[1]) <= rows:
            continue
        place = _CELL_NAME.fullmatch(html.unescape(found[1].decode("utf-8", "replace")).strip().upper())
        if place and (int(place[2]) > rows or _column_number(place[1]) > MAX_COLUMNS):
            where = f"ô {place[0]}" if place[1] else f"dòng {place[2]}"
            raise WorkbookRefused(
                f"Tệp có quá nhiều dòng hoặc cột ({where}); tối đa {format_number(rows)} dòng, {MAX_COLUMNS} cột. "
                f"{advice}"
            )


@cache
def _not_near(rows: int) -> re.Pattern[bytes]:
    """Whatever may name a place that is not among the first columns, nor among rows of which `rows` are certainly more
    (5.000: the first 4.999). It begins with a letter and looks behind it: so it is searched for nine times quicker."""
    digits = str(rows)
    first = rf"[1-{int(digits[0]) - 1}]?" if digits[0] > "1" else ""
    near = rf"(?:[A-J]?[A-Z])?{first}\d{{1,{len(digits) - 1}}}"
    return re.compile(rf"r(?<![\w:.-]r)\s*=\s*[\"'](?!{near}[\"'])".encode())


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


_FORMULA_WITHOUT_VALUE = re.compile(
    rb"\s*<f(?:" + _ATTRIBUTES + rb"/>|" + _ATTRIBUTES + rb">[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)


def faulty_cells(parts: Mapping[str, bytes]) -> dict[tuple[str, str], str]:
    """(Sheet, cell) → what is wrong with it, for the cells of a checked workbook that the Excel reader shows as blank.

    A formula that failed, and one that no program has computed (a file written by another program and never opened in
    Excel).
    """
    found: dict[tuple[str, str], str] = {}
    if not any(_may_fail(raw) for raw in parts.values()):
        return found
    for sheet, part in _sheet_parts(parts).items():
        raw = parts[part]
        if not _may_fail(raw):
            continue
        for cell in _CELL.finditer(raw):
            place = _PLACE.search(cell[1])
            if place and b't="e"' in cell[1]:
                found[sheet, place[1].decode("ascii", "replace")] = FAILED
            elif place and b't="str"' not in cell[1] and _FORMULA_WITHOUT_VALUE.match(raw, cell.end()):
                found[sheet, place[1].decode("ascii", "replace")] = UNCOMPUTED
    return found


def _may_fail(raw: bytes) -> bool:
    """Whether there may be a formula or a failed cell in this part, should it be a sheet."""
    return b"sheetData" in raw and (b"<f" in raw or b't="e"' in raw)


def _sheet_parts(package: Mapping[str, bytes]) -> dict[str, str]:
    """Name of a sheet → the part of the package that holds it."""
    targets = {}
    if _RELATIONS in package:
        for relation in _root(package[_RELATIONS]).iter("{*}Relationship"):
            target = str(relation.get("Target", ""))
            targets[relation.get("Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    parts = {}
    for sheet in _root(package["xl/workbook.xml"]).iter("{*}sheet"):
        part = targets.get(sheet.get(_RELATION_ID), "")
        if part in package:
            parts[str(sheet.get("name", ""))] = part
    return parts


def _root(raw: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(raw, parser)
    return root if root is not None else etree.Element("empty")
