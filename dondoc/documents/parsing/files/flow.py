"""The flow of a document with paragraphs (Word, OpenDocument, web page) → lines of text.

One line per paragraph. A blank line stands where the office left one, and where centred lines (title, letterhead) meet
running text: what the eye sees at once, the reader of plain text needs as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dondoc.documents.parsing.files.base import Composer, Extraction
from dondoc.documents.parsing.files.rows import TableCell, columns_of, is_layout, row_lines


@dataclass
class ParagraphText:
    """A paragraph as read so far. turns: (place in it, page that begins there). joins: the next one goes on with it."""

    text: str = ""
    turns: list[tuple[int, int]] = field(default_factory=list)
    is_centred: bool = False
    joins: bool = False


@dataclass
class Flow:
    out: Composer
    _centred: bool | None = None  # whether the last written paragraph was; None after a table and at the beginning
    _waiting: ParagraphText | None = None

    def paragraph(self, found: ParagraphText) -> None:
        if self._waiting is not None:
            turns = [(at + len(self._waiting.text), page) for at, page in found.turns]
            found = ParagraphText(
                self._waiting.text + found.text, self._waiting.turns + turns, self._waiting.is_centred, found.joins
            )
            self._waiting = None
        if found.joins:
            self._waiting = found
            return
        if not found.text.strip():
            self.out.gap()
            if found.turns:
                self.out.page = found.turns[-1][1]
            return
        if self._centred is not None and self._centred != found.is_centred:
            self.out.gap()
        self._centred = found.is_centred
        self.out.add(found.text.rstrip(), found.turns)

    def table(self, rows: Sequence[Sequence[TableCell]], ends_on: int | None) -> None:
        """A table; `ends_on`: the page on which what follows it stands."""
        self._centred = None
        if is_layout(rows):
            for cell in columns_of(rows):
                self.out.page = cell.page or self.out.page
                for line in cell.lines:
                    self.out.add(line)
            self.out.gap()
        else:
            for row, line in zip(rows, row_lines(rows), strict=True):
                self.out.page = next((cell.page for cell in row if cell.page), self.out.page)
                if line:
                    self.out.add(line)
        self.out.page = ends_on

    def finish(self, notes: Sequence[str], margin: str = "") -> Extraction:
        """The whole text. Footnotes stand at its end, so that they do not cut the sentences that they explain."""
        if self._waiting is not None:
            self._waiting.joins = False
            waiting, self._waiting = self._waiting, None
            self.paragraph(waiting)
        for number, note in enumerate(notes, 1):
            if note:
                self.out.gap()
                self.out.add(f"[{number}] {note}")
        return self.out.done(margin)
