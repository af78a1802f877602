"""`extract`: the door for every file. Checks its size, tells its kind by its content, has it read within limits."""

from dondoc.documents.parsing.files.base import MAX_BYTES, MAX_CHARACTERS, Extraction, refusal
from dondoc.documents.parsing.files.detect import kind_of
from dondoc.documents.parsing.files.limited import CONVERTING, READING, READING_PDF, RECOGNISING, read_limited
from dondoc.documents.parsing.files.plain import read_plain
from dondoc.documents.parsing.files.secrecy import refuse_secret

_LIMITS = {"pdf": READING_PDF, "old_word": CONVERTING, "image": RECOGNISING, "scan": RECOGNISING}


def extract(data: bytes, name: str) -> Extraction:
    """The text of a file in NFC with its pages: one line per paragraph, table rows as "| cell | cell |".

    Errors: UnreadableFile (too large, of no accepted kind, broken, locked, empty), SecretDocument (stamped MẬT).
    """
    if len(data) > MAX_BYTES:
        raise refusal("large", name)
    if not data.strip(b"\x00 \t\r\n"):
        raise refusal("empty", name)
    kind = kind_of(data, name)
    found = read_plain(data, name) if kind == "text" else read_limited(kind, data, name, _LIMITS.get(kind, READING))
    if kind == "pdf" and found.scanned:
        found = read_limited("scan", data, name, RECOGNISING)
    if not found.text.strip():
        raise refusal("no_words", name)
    if len(found.text) > MAX_CHARACTERS:
        raise refusal("long", name)
    refuse_secret(found.margin)
    refuse_secret(found.text)
    return found


def extract_text(data: bytes, name: str) -> str:
    """The text of a file, as `extract` gives it."""
    return extract(data, name).text
