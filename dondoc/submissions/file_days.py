"""Days that a file itself tells: when it was made, and the day written in it. Plain Python; never an error.

`made_on`: from the properties that Word, Excel and PDF writers keep. A PDF that holds no letters is a scan: when it was
scanned says nothing of the paper, so it has none; nor have pictures. `dated_on`: "…, ngày 12 tháng 9 năm 2026" near the
head of a Word file, as Hướng dẫn 05-HD/VPTW places it; pages of a PDF are not read here.
"""

import re
import zipfile
from datetime import date, datetime, timedelta, timezone
from io import BytesIO

from dondoc.submissions.evidence import paragraphs_of

HANOI = timezone(timedelta(hours=7))
_WRITTEN = re.compile(r"\bngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_PDF_MADE = re.compile(rb"/CreationDate\s*\(D:(\d{8})")
_XMP_MADE = re.compile(rb"<(?:xmp:)?CreateDate>(\d{4}-\d{2}-\d{2})")
_CORE_MADE = re.compile(rb"<dcterms:created[^>]*>([^<]{10,40})</dcterms:created>")
_FONT = b"/Font"
_HEAD = 25  # paragraphs among which the day of a paper stands
_MAX_CORE = 64 * 1024


def days_of(name: str, data: bytes) -> tuple[date | None, date | None]:
    """(made_on, dated_on) of a file that was checked already; None where it tells none."""
    ending = name.rpartition(".")[2].lower()
    if ending == "pdf":
        return (_pdf_made(data) if _FONT in data else None), None
    if ending in {"docx", "xlsx"}:
        return _office_made(data), (_written(data) if ending == "docx" else None)
    return None, None


def _pdf_made(data: bytes) -> date | None:
    if found := _PDF_MADE.search(data):
        return _day(f"{found[1][:4].decode()}-{found[1][4:6].decode()}-{found[1][6:8].decode()}")
    found = _XMP_MADE.search(data)
    return _day(found[1].decode()) if found else None


def _office_made(data: bytes) -> date | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package, package.open("docProps/core.xml") as stream:
            found = _CORE_MADE.search(stream.read(_MAX_CORE))
            return _moment(found[1].decode("ascii", "ignore")) if found else None
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError, NotImplementedError):
        return None


def _moment(text: str) -> date | None:
    """The day in Việt Nam of an instant as Office writes it: "2026-09-19T20:10:00Z"."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return _day(text.strip()[:10])
    return at.astimezone(HANOI).date() if at.tzinfo else at.date()


def _written(data: bytes) -> date | None:
    """The first whole day near the head; a template's day left open ("ngày … tháng …") is none."""
    try:
        head = paragraphs_of(data, "word/document.xml")[:_HEAD]
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError, NotImplementedError):
        return None
    for text in head:
        if found := _WRITTEN.search(text):
            return _day(f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}")
    return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
