"""Which reader reads which kind of file; each is imported only when it is needed, because the libraries are slow."""

from collections.abc import Callable
from importlib import import_module

from dondoc.documents.parsing.files.base import Extraction

Reader = Callable[[bytes, str], Extraction]

READERS = {
    "word": "word.read_word",
    "opendocument": "opendocument.read_opendocument",
    "page": "webpage.read_page",
    "pdf": "pdf.read_pdf",
    "scan": "recognise.read_scan",
    "image": "recognise.read_image",
    "old_word": "office.read_old_word",
}


def reader_of(kind: str) -> Reader:
    module, function = READERS[kind].split(".")
    reader: Reader = getattr(import_module(f"dondoc.documents.parsing.files.{module}"), function)
    return reader
