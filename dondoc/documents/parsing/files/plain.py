"""Plain text: Unicode, the pages parted by form feeds where the program that made it put them."""

import codecs
import re

from dondoc.documents.parsing.files.base import Extraction, refusal
from dondoc.lib.text import nfc


def read_plain(data: bytes, name: str) -> Extraction:
    """The text as it stands. Errors: UnreadableFile when it is not Unicode."""
    text = decoded(data)
    if text is None:
        raise refusal("not_unicode", name)
    text = nfc(text)
    feeds = [m.end() for m in re.finditer("\f", text) if text[m.end() :].strip()]
    return Extraction(text, ((0, 1), *((at, page) for page, at in enumerate(feeds, 2))) if feeds else ())


def decoded(data: bytes) -> str | None:
    """`data` as UTF-8, or UTF-16 with its mark; None when it is neither."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text
