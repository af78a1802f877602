"""The register as a workbook."""

from collections.abc import Iterable
from datetime import date

from dondoc.register.models import Direction, Entry
from dondoc.register.queries import KIND_NAMES
from dondoc.writers.tree import Column, ColumnKind, Row, Table, number
from dondoc.writers.xlsx import SheetTable, write_xlsx

_COLUMNS = (
    Column("Số", 12, ColumnKind.NUMBER), Column("Số, ký hiệu", 30), Column("Tên loại", 26),
    Column("Ngày văn bản", 24, ColumnKind.DATE), Column("Ngày đến", 24, ColumnKind.DATE), Column("Trích yếu", 90),
    Column("Nơi gửi, nơi nhận", 60), Column("Người ký", 36), Column("Thu hồi", 50), Column("Ghi chú", 40),
)  # fmt: skip


def as_xlsx(entries: Iterable[Entry], *, day: date) -> bytes:
    """A sheet for papers that went out, one for those that came in; a direction without papers has none."""
    rows: dict[str, list[Row]] = {direction.value: [] for direction in Direction}
    for entry in entries:
        rows[entry.direction].append(_row(entry))
    sheets = [
        SheetTable(str(Direction(direction).label), (f"Sổ {Direction(direction).label.lower()}",), _table(found))
        for direction, found in rows.items()
        if found or direction == Direction.OUT
    ]
    return write_xlsx(sheets, title="Sổ văn bản", day=day)


def _table(rows: list[Row]) -> Table:
    return Table(_COLUMNS, tuple(rows))


def _row(entry: Entry) -> Row:
    return Row((
        number(entry.number), entry.symbol, KIND_NAMES.get(entry.type_code, ""), entry.dated_on,
        entry.arrived_on or "", entry.subject, entry.counterpart, entry.signer, entry.recalled_why, entry.note,
    ))  # fmt: skip
