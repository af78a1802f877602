"""Which program does what with files; each is imported only when it is needed, because the libraries are slow.

A reader makes text of one file. What else is asked of files is a looker: it takes several, with options, and its answer
is plain JSON. A later step of the flow names a looker of its own by its place: "package.module:function".
"""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from dondoc.documents.parsing.files.base import Extraction

Reader = Callable[[bytes, str], Extraction]
Files = Sequence[tuple[str, bytes]]  # name, content
Program = Callable[[Files, Mapping[str, Any]], Any]

READERS = {
    "word": "word.read_word",
    "opendocument": "opendocument.read_opendocument",
    "page": "webpage.read_page",
    "pdf": "pdf.read_pdf",
    "scan": "recognise.read_scan",
    "image": "recognise.read_image",
    "old_word": "office.read_old_word",
}
LOOKERS = {
    "papers": "papers.look_at_papers",
    "signatures": "signatures.signatures_in",
    "roots": "signatures.roots_in",
    "picture": "pictures.picture_of",
}


def reader_of(kind: str) -> Reader:
    reader: Reader = _function(READERS[kind])
    return reader


def program_of(kind: str) -> Program:
    """What a child process runs for `kind`."""
    if ":" in kind:
        module, _mark, function = kind.partition(":")
        own: Program = getattr(import_module(module), function)
        return own
    if kind in LOOKERS:
        looker: Program = _function(LOOKERS[kind])
        return looker
    return lambda files, _options: _read(kind, *files[0])


def _read(kind: str, name: str, data: bytes) -> dict[str, Any]:
    found = reader_of(kind)(data, name)
    return {"text": found.text, "pages": found.pages, "margin": found.margin, "scanned": found.scanned}


def _function(place: str) -> Any:
    module, function = place.split(".")
    return getattr(import_module(f"dondoc.documents.parsing.files.{module}"), function)
