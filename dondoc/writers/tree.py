"""What a report is made of, before it is a file: an official document, its blocks, tables and figures.

Everything is frozen plain data. A cell holds words or a typed figure; `cell_text` gives what paper shows and the
Excel writer stores the same figure as a number, so one value stands behind both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dondoc.lib.charts import Chart
from dondoc.lib.dates import format_date
from dondoc.lib.numbers import MISSING_WORDS, Missing, Value, format_number, format_percent
from dondoc.writers.form import House

NO_FIGURE = "—"
_SUPERSCRIPTS = "¹²³⁴⁵⁶⁷⁸⁹"


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class ColumnKind(StrEnum):
    """What a column holds, which decides how it is aligned: numbers to the right, dates and marks centred."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    MARK = "mark"  # an ordinal, a code, a short status


class ParagraphStyle(StrEnum):
    BODY = "body"
    CENTERED = "centered"
    NOTE = "note"  # small italics, as below a table


class RowKind(StrEnum):
    BODY = "body"
    GROUP = "group"  # one heading across the whole table; only the first cell is read
    TOTAL = "total"


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Figure:
    """One number or the reason why there is none.

    Unit: `value.unit`, shown after the number only with `with_unit`; a share is a fraction with `is_share`.
    Shape: `places` fixes the decimals of a number (None: as it is) or caps those of a share (None: 1).
    """

    value: Value
    is_share: bool = False
    places: int | None = None
    with_unit: bool = False


@dataclass(frozen=True)
class Sum:
    """The sum of the body rows' figures of its own column; figures that are missing are left out."""

    places: int | None = None


@dataclass(frozen=True)
class Quotient:
    """The share of two cells of its own row, by column index: `top` / `bottom`. Never an average of percentages."""

    top: int
    bottom: int
    places: int = 1


@dataclass(frozen=True)
class Words:
    """Words in more than one dress in a cell."""

    runs: tuple["Run", ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


Cell = str | date | Figure | Sum | Quotient | Words


def number(value: Decimal | int, unit: str = "", *, places: int | None = None, with_unit: bool = False) -> Figure:
    """A figure holding a plain number."""
    return Figure(Value(Decimal(value), unit=unit), places=places, with_unit=with_unit)


def share(fraction: Decimal, *, places: int = 1) -> Figure:
    """A figure holding a fraction shown as a percentage: Decimal("0.9") → "90 %"."""
    return Figure(Value(fraction, unit="%"), is_share=True, places=places)


def absent(reason: Missing) -> Figure:
    """A figure that is not there, and why."""
    return Figure(Value(None, reason))


# ── text and tables ──────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Run:
    """A piece of a paragraph in one dress."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    underlined: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading with its own numbering kept in the text ("I- TÌNH HÌNH CHUNG"). Level: 1–3."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Plain text or runs. A line break inside the text stays a line break."""

    text: str | tuple[Run, ...]
    style: ParagraphStyle = ParagraphStyle.BODY

    @property
    def runs(self) -> tuple[Run, ...]:
        return (Run(self.text),) if isinstance(self.text, str) else self.text


@dataclass(frozen=True)
class Bullets:
    """Items each on its own line after "- "."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One column. Width is in millimetres; paper stretches all widths together to fill the line.

    Neighbours with the same `group` get one common heading above their own. `align` overrides the kind's own.
    """

    title: str
    width_mm: float
    kind: ColumnKind = ColumnKind.TEXT
    group: str = ""
    align: Align | None = None

    @property
    def alignment(self) -> Align:
        if self.align:
            return self.align
        match self.kind:
            case ColumnKind.NUMBER | ColumnKind.PERCENT:
                return Align.RIGHT
            case ColumnKind.DATE | ColumnKind.MARK:
                return Align.CENTER
            case _:
                return Align.LEFT


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.BODY


@dataclass(frozen=True)
class Table:
    """A table with a heading row that repeats on every page. Errors: ValueError when a row does not fit the columns."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for place, row in enumerate(self.rows, 1):
            wanted = 1 if row.kind is RowKind.GROUP else len(self.columns)
            if len(row.cells) != wanted:
                raise ValueError(f"row {place} has {len(row.cells)} cells, {wanted} wanted")

    @property
    def has_groups(self) -> bool:
        return any(column.group for column in self.columns)


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class Picture:
    """A chart, drawn as wide as the line. What it shows stands in a table beside it, or in its rows."""

    chart: Chart


Block = Heading | Paragraph | Bullets | Table | PageBreak | Picture


@dataclass(frozen=True)
class Annex:
    """An annex on pages of its own, behind the signature; numbered by the writer when there are several."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True)
class Signature:
    """Who signs. `authority` is "T/M BAN THƯỜNG VỤ", or "" for a head who signs for himself; `name` may be blank."""

    position: str
    name: str = ""
    authority: str = ""


@dataclass(frozen=True)
class Paper:
    """A working paper without the head of an official document: a title, what it is about, and its blocks."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    day: date
    landscape: bool = False


@dataclass(frozen=True)
class OfficialDocument:
    """An official document with all that its form asks for (DOMAIN.md §2.3–2.9); `house`: by whose rules.

    `number` None leaves "Số …-BC/ĐU" to be filled in; `day` None leaves the date so. `kind` "" makes it a công văn:
    no type name, the subject stands under the number.
    `kind_code` "" is a paper that bears no number. `recipients` are bare names; the writer adds "- ", ";" and ".".
    `issued_by` is how the annex names the issuer ("Ban Thường vụ Đảng ủy"); "" uses the issuer in the head.
    """

    superior: str
    issuer: str
    number: int | None
    kind_code: str
    organ_code: str
    place: str
    day: date | None
    kind: str
    subject: str
    body: tuple[Block, ...]
    signature: Signature
    recipients: tuple[str, ...]
    addressed_to: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    draft: bool = False
    issued_by: str = ""
    house: House = House.PARTY


# ── what a reader sees ───────────────────────────────────────────────────────────────────────────────────────────
def figure_text(figure: Figure) -> str:
    """A figure as paper shows it: "1.234,5", "71,7 %", "12 chi bộ", or "—" when it is missing."""
    amount = figure.value.number
    if amount is None:
        return NO_FIGURE
    if figure.is_share:
        return format_percent(amount, 1 if figure.places is None else figure.places)
    shown = format_number(amount, figure.places)
    return f"{shown} {figure.value.unit}" if figure.with_unit and figure.value.unit else shown


def resolve(table: Table, row: Row, place: int) -> str | date | Figure | Words:
    """The cell at `place` of `row` with sums and shares worked out from the table's own rows."""
    cell = row.cells[place]
    match cell:
        case Sum(places):
            parts = [_value(table, other, place) for other in table.rows if other.kind is RowKind.BODY]
            known = [part.number for part in parts if part.number is not None]
            return number(sum(known, Decimal(0)), places=places) if known else absent(_common_reason(parts))
        case Quotient(top, bottom, places):
            above, below = _value(table, row, top), _value(table, row, bottom)
            if above.number is None or below.number is None:
                return absent(_common_reason([part for part in (above, below) if part.missing]))
            if not below.number:
                return absent(Missing.ZERO_DENOMINATOR)
            return share(above.number / below.number, places=places)
        case _:
            return cell


def _value(table: Table, row: Row, place: int) -> Value:
    """The figure of a cell; words count as not reported."""
    cell = resolve(table, row, place)
    return cell.value if isinstance(cell, Figure) else Value(None, Missing.NOT_REPORTED)


def _common_reason(parts: Sequence[Value]) -> Missing:
    """Why nothing is known: the reason that all share, otherwise that there are no figures."""
    reasons = {part.missing for part in parts if part.missing}
    return reasons.pop() if len(reasons) == 1 else Missing.NOT_REPORTED


def missing_marks(table: Table) -> dict[Missing, str]:
    """Each reason met in the table → how its dash is marked: "—" alone, or "—¹", "—²" … when reasons differ."""
    figures = ((row, place) for row in table.rows for place, cell in enumerate(row.cells) if not isinstance(cell, str))
    cells = (resolve(table, row, place) for row, place in figures)
    reasons = dict.fromkeys(c.value.missing for c in cells if isinstance(c, Figure) and c.value.missing)
    if len(reasons) < 2:
        return dict.fromkeys(reasons, NO_FIGURE)
    return {reason: NO_FIGURE + sign for reason, sign in zip(reasons, _SUPERSCRIPTS, strict=False)}


def cell_text(cell: str | date | Figure | Words, marks: Mapping[Missing, str]) -> str:
    """A worked-out cell as paper shows it; a missing figure as its reason's mark in `marks`."""
    match cell:
        case str():
            return cell
        case Words():
            return cell.text
        case Figure(Value(missing=Missing() as reason)):
            return marks.get(reason, NO_FIGURE)
        case Figure():
            return figure_text(cell)
        case _:
            return format_date(cell)


def table_notes(table: Table) -> list[str]:
    """The lines below a table: its own note, then what each dash means."""
    marks = missing_marks(table)
    legend = "; ".join(f"“{mark}”: {MISSING_WORDS[reason]}" for reason, mark in marks.items())
    return [line for line in (table.note, f"Ghi chú: {legend}." if legend else "") if line]


def recipient_lines(recipients: Sequence[str]) -> list[str]:
    """The lines under "Nơi nhận:": "- Thường trực Đảng ủy;", the last one "- Lưu Văn phòng Đảng ủy.".

    Source: DOMAIN.md §2.9; commas and dashes already there (as in the founding plan) are put right.
    """
    names = [name.strip().removeprefix("-").strip().rstrip(",;. ") for name in recipients]
    kept = [name for name in names if name]
    return [f"- {name}{'.' if place == len(kept) else ';'}" for place, name in enumerate(kept, 1)]


def group_spans(columns: Iterable[Column]) -> list[tuple[int, int, str]]:
    """Runs of neighbouring columns as (first, last, group); a column without a group is a run of its own."""
    spans: list[tuple[int, int, str]] = []
    for place, column in enumerate(columns):
        if spans and column.group and spans[-1][2] == column.group:
            spans[-1] = (spans[-1][0], place, column.group)
        else:
            spans.append((place, place, column.group))
    return spans
