"""A sheet on paper: its questions with room to write, and a QR code that leads to the page where it is entered."""

from dataclasses import dataclass

import segno

from dondoc.sheets.definition import FieldDefinition, FieldType
from dondoc.sheets.wording import condition_words
from dondoc.submissions.entry import Entry

_BLANK_ROWS = 6  # of a small table


@dataclass(frozen=True)
class Question:
    """A question on paper. `known` is what is stored or known already; `rows`: how many lines of a table to draw."""

    number: int
    field: FieldDefinition
    known: str = ""
    condition: str = ""
    rows: tuple[int, ...] = ()

    @property
    def room(self) -> str:
        """How much room there is to write: the class of the box."""
        if self.field.type is FieldType.LONG_TEXT:
            return "tall"
        return "short" if self.field.is_number or self.field.type is FieldType.DATE else "line"


def questions_of(entry: Entry) -> list[Question]:
    """The questions of the sheet in its order, with what is known."""
    fields = entry.version.parsed.fields
    by_code = {one.code: one for one in fields}
    return [_question(number, one, entry, by_code) for number, one in enumerate(fields, start=1)]


def _question(number: int, one: FieldDefinition, entry: Entry, by_code: dict[str, FieldDefinition]) -> Question:
    if one.type is FieldType.ROWS:
        return Question(number, one, rows=tuple(range(1, _BLANK_ROWS + 1)))
    answer = entry.answers.get(one.code)
    if not entry.submission and one.code in entry.prefilled:
        answer = entry.prefilled[one.code].answer
    condition = condition_words(one.show_if, by_code) if one.show_if else ""
    return Question(number, one, one.show(answer), condition)


def qr_code(address: str) -> str:
    """`address` as a picture for an <img>: black squares, readable when a corner is dirty or folded."""
    return segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=2)
