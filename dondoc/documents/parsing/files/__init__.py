"""Files in: bytes and a name → text with the places of its pages, within bounds, or one plain sentence why not."""

from dondoc.documents.parsing.files.base import (
    ACCEPTED,
    MAX_BYTES,
    MAX_CHARACTERS,
    Extraction,
    SecretDocument,
    UnreadableFile,
    page_at,
)
from dondoc.documents.parsing.files.reading import extract, extract_text
from dondoc.documents.parsing.files.secrecy import refuse_secret

__all__ = [
    "ACCEPTED",
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "Extraction",
    "SecretDocument",
    "UnreadableFile",
    "extract",
    "extract_text",
    "page_at",
    "refuse_secret",
]
