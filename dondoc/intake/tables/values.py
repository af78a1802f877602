"""The traps of exported tables: no-date dates, numbers kept as text, two ways of writing numbers, names cut off.

A column is read as a whole: one cell may be open to two readings, its neighbours are not. What was taken otherwise
than it stands is said, with how often. Source of the traps: PEERS.md P14 (duplicate ids, 01/01/1970, truncated names).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

from dondoc.lib.dates import DateError, format_date, parse_date
from dondoc.lib.numbers import format_number
from dondoc.lib.text import fold
from dondoc.writers.form_sheet.read import CellFault, Raw, day_of_serial, understand
from dondoc.writers.form_sheet.spec import EntryField, EntryKind

_HANOI = timezone(timedelta(hours=7))
# What systems write where no date was given.
_NO_DATES = frozenset({
    date(1970, 1, 1), date(1969, 12, 31), date(1900, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1, 1, 1),
    date(1753, 1, 1), date(9999, 12, 31),
})  # fmt: skip
_ZERO_DATE = re.compile(r"0{1,4}[-/.]0{1,2}[-/.]0{1,4}(?:[ T]00:00(?::00)?)?")
_BLANKS = frozenset({"-", "–", "—", "n/a", "na", "#n/a", "null", "none", "nan", "khong co", "chua co", "..."})
_LONGEST_BLANK = 12  # letters, with their marks
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2}|\d{1,2}[/\-.]\d{1,2}[/\-.]\d{4})[T ]+"
    r"(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(?P<half>[AP]M)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_THREE = re.compile(r"(\d{1,2})([/\-.])(\d{1,2})\2(\d{4})")
# Unmistakable: both signs, one of them twice, or a part behind the sign that no group of thousands is.
_VIETNAMESE = re.compile(
    r"-?(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,(?:\d{1,2}|\d{4,})|(?:\d{4,}|0),\d{3})"
)
_ENGLISH = re.compile(
    r"-?(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d+\.(?:\d{1,2}|\d{4,})|(?:\d{4,}|0)\.\d{3})"
)
_ENGLISH_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?|-?\d+(?:,\d{3})+")
_TEXT_NUMBER = re.compile(r"[-−–]?[\d.,\s]*\d")
# Lengths at which other systems cut texts off.
_CUTS = frozenset({20, 30, 32, 40, 45, 50, 60, 64, 80, 100, 120, 127, 128, 150, 200, 250, 254, 255, 256, 500, 512, 1000,
                   1024, 2000, 4000, 32767})  # fmt: skip
_MOST_CELLS = 3  # named in a sentence


class NumberStyle(StrEnum):
    VIETNAMESE = "vi"  # 1.234,5
    ENGLISH = "en"  # 1,234.5


class DateOrder(StrEnum):
    DAY_FIRST = "day"
    MONTH_FIRST = "month"


@dataclass
class Said:
    """What was taken otherwise than it stands in the file: sentence pattern → cells."""

    cells: dict[str, list[str]] = field(default_factory=dict)

    def add(self, sentence: str, cell: str) -> None:
        self.cells.setdefault(sentence, []).append(cell)

    def lines(self) -> list[str]:
        """A sentence for each kind, with how many cells and the first of them."""
        found = []
        for sentence, cells in self.cells.items():
            more = "…" if len(cells) > _MOST_CELLS else ""
            named = ", ".join(cells[:_MOST_CELLS])
            found.append(f"{sentence} ({format_number(len(cells))} ô: {named}{more})")
        return found


def number_style(texts: Iterable[str]) -> tuple[NumberStyle | None, int, int]:
    """How the numbers kept as text are written: (the one way that all unmistakable ones show, how many show the
    Vietnamese, how many the English). None when none is unmistakable or both ways occur."""
    found: Counter[NumberStyle] = Counter()
    for text in texts:
        plain = text.strip().replace(" ", "")
        if _VIETNAMESE.fullmatch(plain):
            found[NumberStyle.VIETNAMESE] += 1
        elif _ENGLISH.fullmatch(plain):
            found[NumberStyle.ENGLISH] += 1
    vietnamese, english = found[NumberStyle.VIETNAMESE], found[NumberStyle.ENGLISH]
    style = None if bool(vietnamese) == bool(english) else max(found, key=lambda one: found[one])
    return style, vietnamese, english


def date_order(texts: Iterable[str]) -> DateOrder | None:
    """Whether days or months stand first, where a date shows it ("25/3", "3/25"); None when none does, or both."""
    orders = set()
    for text in texts:
        if found := _THREE.match(text.strip()):
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                orders.add(DateOrder.DAY_FIRST)
            elif second > 12 >= first:
                orders.add(DateOrder.MONTH_FIRST)
    return orders.pop() if len(orders) == 1 else None


@dataclass(frozen=True)
class Column:
    """How one column is read: as an answer to `question`, numbers and dates written as its neighbours show."""

    header: str
    question: EntryField
    numbers: NumberStyle = NumberStyle.VIETNAMESE
    dates: DateOrder = DateOrder.DAY_FIRST

    def text(self, raw: Raw, cell: str, said: Said, *, fault: str = "") -> str:
        """What a web form would post; "" for nothing said. Errors: CellFault."""
        if fault:
            raise CellFault(fault)
        if isinstance(raw, str):
            if raw == "":
                return ""
            if len(raw) <= _LONGEST_BLANK and not raw[0].isdigit() and (raw in _BLANKS or fold(raw) in _BLANKS):
                said.add(f"Cột “{self.header}”: “{raw}” được hiểu là không có", cell)
                return ""
        match self.question.kind:
            case EntryKind.DATE:
                raw = self._day(raw, cell, said)
            case EntryKind.INTEGER | EntryKind.DECIMAL:
                raw = self._number(raw, cell, said)
            case _:
                pass
        return understand(raw, self.question, fault="") if raw != "" else ""

    def _day(self, raw: Raw, cell: str, said: Said) -> Raw:
        day = self._read_day(raw, cell, said)
        if isinstance(day, str) and _ZERO_DATE.fullmatch(day):
            day = date(1, 1, 1)
        if (no_date := _as_date(day)) in _NO_DATES:
            shown = raw if isinstance(raw, str) or no_date is None else format_date(no_date)
            said.add(f"Cột “{self.header}”: “{shown}” được hiểu là không có ngày", cell)
            return ""
        return day

    def _read_day(self, raw: Raw, cell: str, said: Said) -> Raw:
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            if raw == 0:
                return date(1, 1, 1)
            if day := day_of_serial(raw):
                said.add(f"Cột “{self.header}”: số của Excel được hiểu là ngày", cell)
                return day
            return raw
        if not isinstance(raw, str):
            return raw
        text = raw
        if found := _MOMENT.fullmatch(text):
            zone = found["zone"]
            if zone and (day := _in_hanoi(text)):
                if day in _NO_DATES:
                    return day
                said.add(f"Cột “{self.header}”: giờ quốc tế được đổi ra ngày ở Việt Nam", cell)
                return day
            text = found["day"]
        if self.dates is DateOrder.MONTH_FIRST and (found := _THREE.fullmatch(text)):
            return f"{found[3]}/{found[1]}/{found[4]}"
        return text

    def _number(self, raw: Raw, cell: str, said: Said) -> Raw:
        if not isinstance(raw, str):
            return raw
        if raw.isascii() and raw.isdigit():
            return raw
        text = raw.lstrip("'").strip()
        if self.question.unit and fold(text).endswith(fold(self.question.unit)):
            text = text[: len(text) - len(self.question.unit)].strip()
        if not _TEXT_NUMBER.fullmatch(text.rstrip("% ")):
            return text
        if not text.rstrip("% ").lstrip("-−–").isdigit():
            shown = "1.234,5" if self.numbers is NumberStyle.VIETNAMESE else "1,234.5"
            said.add(f"Cột “{self.header}”: số ghi thành chữ, đọc theo kiểu {shown}", cell)
        plain = text.rstrip("% ").replace(" ", "")
        if self.numbers is NumberStyle.ENGLISH:
            if not _ENGLISH_NUMBER.fullmatch(plain):
                raise CellFault(f"“{raw}” không phải là số kiểu 1,234.5 như các ô khác.")
            return plain.replace(",", "").replace(".", ",")
        # "1,234" of whole things can only be grouped: nothing there is counted in thousandths
        if self.question.kind is EntryKind.INTEGER and re.fullmatch(r"-?\d{1,3}(?:,\d{3})+", plain):
            return plain.replace(",", "")
        if _ENGLISH.fullmatch(plain) and "," in plain:
            raise CellFault(f"“{raw}” không phải là số kiểu 1.234,5 như các ô khác.")
        return text


def _as_date(raw: Raw) -> date | None:
    """The day of a cell or of a text; None when it is none."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, str):
        try:
            return parse_date(raw)
        except DateError:
            return None
    return raw if isinstance(raw, date) else None


def _in_hanoi(text: str) -> date | None:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00").replace("z", "+00:00"))
    except ValueError:
        return None
    return moment.astimezone(_HANOI).date() if moment.tzinfo else moment.replace(tzinfo=UTC).date()


def cut_length(texts: Sequence[str]) -> int:
    """The length at which a column was cut off: two different texts or more, none longer, exactly as long as systems
    cut; 0 when nothing looks so."""
    longest = max((len(text) for text in texts), default=0)
    at_end = {text for text in texts if len(text) == longest}
    return longest if longest in _CUTS and len(at_end) >= 2 else 0
