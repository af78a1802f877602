"""The list of obligations as a file that Excel opens."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from dondoc.lib.dates import format_date
from dondoc.lib.periods import Period
from dondoc.lib.text import words
from dondoc.obligations.models import Obligation, Purpose

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_NAME = 120


def columns() -> list[str]:
    """The heads of the columns."""
    return [
        _("Đơn vị"), _("Chỉ tiêu"), _("Mã nhiệm vụ"), _("Nội dung"), _("Kỳ"), _("Đợt"), _("Hạn"), _("Gia hạn đến"),
        _("Trạng thái"), _("Ngày nộp"), _("Ngày hoàn thành"), _("Cơ quan theo dõi"), _("Ghi chú"),
    ]  # fmt: skip


def line(o: Obligation, today: date) -> list[str]:
    """One obligation, in the order of `columns`."""
    task = o.task
    opens = o.purpose == Purpose.OPEN_ROUND
    return [
        o.org.name, task.target.code if task.target else "", task.code,
        f"{_('Mở đợt')}: {task.text}" if opens else task.text, Period.parse(o.period).label,
        o.round.name if o.round else "", _day(o.due_on), _day(o.extended_to), str(o.status_on(today).label),
        _day(o.submitted_on), _day(o.done_on), task.reviewer.name if task.reviewer else "", o.exception_reason,
    ]  # fmt: skip


def as_csv(obligations: Iterable[Obligation], today: date) -> bytes:
    """CSV with a byte order mark, so that Excel reads it as UTF-8; a cell that Excel would compute stays text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns())
    for obligation in obligations:
        writer.writerow([_plain(cell) for cell in line(obligation, today)])
    return out.getvalue().encode("utf-8-sig")


def file_name(said: Iterable[str], today: date, ending: str) -> str:
    """A name that says what the file holds and of which day: "nghia-vu_qua-han_2026-03-16.csv"."""
    parts = ["nghia-vu", *("-".join(words(one)) for one in said)]
    return f"{'_'.join(part for part in parts if part)[:_LONGEST_NAME]}_{today.isoformat()}.{ending}"


def _day(day: date | None) -> str:
    return format_date(day) if day else ""


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell
