"""The table of a quota as an Excel workbook."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from dondoc.lib.dates import format_date
from dondoc.lib.numbers import Missing
from dondoc.lib.text import words
from dondoc.quotas.queries import Sheet
from dondoc.writers.tree import Cell, Column, ColumnKind, Row, RowKind, Sum, Table, absent, number
from dondoc.writers.xlsx import SheetTable, write_xlsx


def as_xlsx(sheet: Sheet, today: date) -> bytes:
    """The workbook: who was given what, what was reached, and the sums; the rest that is not divided in words."""
    kind = ColumnKind.NUMBER
    columns = (
        Column(_("Đơn vị"), 90), Column(_("Số đảng viên"), 24, kind), Column(_("Giao năm trước"), 24, kind),
        Column(_("Kết quả năm trước"), 24, kind), Column(_("Giao năm nay"), 24, kind),
        Column(_("Đã thực hiện"), 24, kind),
    )  # fmt: skip
    rows = [
        Row((
            line.org.name, _figure(line.headcount), _figure(line.given_before), _figure(line.reached_before),
            number(line.given), _figure(line.reached),
        ))
        for line in sheet.lines
    ]  # fmt: skip
    rows.append(Row((_("Cộng"), Sum(), Sum(), Sum(), Sum(), Sum()), RowKind.TOTAL))
    title = _("PHÂN BỔ CHỈ TIÊU: %(name)s, NĂM %(year)d") % {
        "name": sheet.indicator.short_name.upper(), "year": sheet.year,
    }  # fmt: skip
    day = _("Tình hình đến ngày %(day)s") % {"day": format_date(today)}
    told = _("Cấp trên giao %(total)d, đã chia %(divided)d, chưa chia %(rest)d") % {
        "total": sheet.total, "divided": sheet.divided, "rest": sheet.rest,
    }  # fmt: skip
    return write_xlsx(
        [SheetTable(str(sheet.year), (title, day, told), Table(columns, tuple(rows)))], title=title, day=today
    )


def _figure(value: Decimal | int | None) -> Cell:
    return absent(Missing.NOT_REPORTED) if value is None else number(value)


def file_name(sheet: Sheet, today: date) -> str:
    """ "phan-bo_10-ket-nap_2026_20261130.xlsx"."""
    return f"phan-bo_{'-'.join(words(sheet.indicator.code))}_{sheet.year}_{today:%Y%m%d}.xlsx"
