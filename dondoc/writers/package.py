"""Office files are zip files; written twice from the same data they must be the same bytes."""

import re
import zipfile
from datetime import date, datetime, time
from io import BytesIO

from dondoc.lib.text import nfc

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_UNDATED = date(2025, 1, 1)  # a document without a day still needs one in its properties; the clock would change bytes


def without_clock(data: bytes) -> bytes:
    """The same zip file with every entry's time set to one fixed moment, so that equal content is equal bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            fixed = zipfile.ZipInfo(entry.filename, _ZIP_EPOCH)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            new.writestr(fixed, old.read(entry.filename))
    return out.getvalue()


def property_time(day: date | None) -> datetime:
    """The moment kept in a file's properties for a document of `day`. No time zone: both writers want it so."""
    return datetime.combine(day or _UNDATED, time(8))


def printable(text: str) -> str:
    """`text` in NFC without the control characters that XML forbids (they come in by pasting)."""
    return _UNPRINTABLE.sub("", nfc(text.replace("\r\n", "\n")))
