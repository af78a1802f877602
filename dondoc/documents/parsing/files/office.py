"""Old Word files (.doc, .rtf) through LibreOffice, where it is installed: turned into .docx, then read as such.

It runs inside the limits of the child process in which this reader runs; how it is started: `dondoc.writers.office`.
"""

from dondoc.documents.parsing.files.base import Extraction, refusal
from dondoc.documents.parsing.files.word import read_word
from dondoc.writers.office import OfficeError, convert

_REFUSALS = {"missing": "no_office", "heavy": "heavy", "failed": "office_failed"}


def read_old_word(data: bytes, name: str) -> Extraction:
    """The text of a .doc or .rtf. Errors: UnreadableFile (no LibreOffice here, damaged, too heavy)."""
    ending = ".rtf" if data.startswith(b"{\\rtf") else ".doc"
    try:
        made = convert(data, ending=ending, to="docx:MS Word 2007 XML", made=".docx")
    except OfficeError as error:
        raise refusal(_REFUSALS[str(error)], name) from error
    return read_word(made, name)
