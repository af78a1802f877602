"""The list of obligations as an Excel workbook."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.lib.dates import format_date
from dondoc.lib.periods import Period
from dondoc.lib.text import words
from dondoc.obligations.models import Obligation, Purpose
from dondoc.obligations.ruling_queries import RulingRow
from dondoc.writers.tree import Cell, Column, ColumnKind, Row, Table
from dondoc.writers.xlsx import SheetTable, write_xlsx

_LONGEST_NAME = 120


def as_xlsx(obligations: Iterable[Obligation], said: Iterable[str], today: date) -> bytes:
    """The workbook of `obligations` as of `today`; `said` are the filters in words, for its title."""
    table = Table(_columns(), tuple(Row(_cells(o, today)) for o in obligations))
    day = _("Tình hình đến ngày %(day)s") % {"day": format_date(today)}
    chosen = _("Lọc theo: %(words)s") % {"words": "; ".join(said)} if said else _("Tất cả nhiệm vụ")
    title = _("NHIỆM VỤ CỦA CÁC ĐƠN VỊ")
    return write_xlsx([SheetTable(_("Nhiệm vụ"), (title, day, chosen), table)], title=title, day=today)


def rulings_xlsx(rows: Iterable[RulingRow], said: Iterable[str], today: date) -> bytes:
    """The workbook of rulings, as their page shows them."""
    kind = ColumnKind
    columns = (
        Column(_("Đơn vị"), 50), Column(_("Loại"), 26), Column(_("Thời hạn, phạm vi"), 44), Column(_("Việc"), 90),
        Column(_("Kỳ"), 28), Column(_("Lý do"), 70), Column(_("Tình trạng"), 26), Column(_("Người quyết định"), 40),
        Column(_("Ngày"), 24, kind.DATE), Column(_("Thu hồi, không đồng ý vì"), 60),
    )  # fmt: skip
    table = Table(columns, tuple(Row(_ruling_cells(row)) for row in rows))
    day = _("Tình hình đến ngày %(day)s") % {"day": format_date(today)}
    chosen = _("Lọc theo: %(words)s") % {"words": "; ".join(said)} if said else _("Tất cả ngoại lệ")
    title = _("NGOẠI LỆ: GIA HẠN, MIỄN, TẠM DỪNG, KHÓA, MỞ KHÓA")
    return write_xlsx([SheetTable(_("Ngoại lệ"), (title, day, chosen), table)], title=title, day=today)


def _ruling_cells(row: RulingRow) -> tuple[Cell, ...]:
    one = row.ruling
    period = Period.parse(one.obligation.period).label if one.obligation else one.period_label
    return (
        one.org.name, row.label, row.words, row.what, period, one.reason, str(row.state.label), row.who,
        timezone.localdate(row.at), one.ended_for,
    )  # fmt: skip


def file_name(said: Iterable[str], today: date, what: str = "nghia-vu") -> str:
    """A name that says what the file holds and of which day: "nghia-vu_qua-han_2026-03-16.xlsx"."""
    parts = [what, *("-".join(words(one)) for one in said)]
    return f"{'_'.join(part for part in parts if part)[:_LONGEST_NAME]}_{today.isoformat()}.xlsx"


def _columns() -> tuple[Column, ...]:
    kind = ColumnKind
    return (
        Column(_("Đơn vị"), 50), Column(_("Chỉ tiêu"), 18, kind.MARK), Column(_("Mã nhiệm vụ"), 20, kind.MARK),
        Column(_("Nội dung"), 90), Column(_("Kỳ"), 32), Column(_("Đợt"), 40), Column(_("Hạn"), 24, kind.DATE),
        Column(_("Gia hạn đến"), 24, kind.DATE), Column(_("Trạng thái"), 32), Column(_("Ngày nộp"), 24, kind.DATE),
        Column(_("Ngày hoàn thành"), 24, kind.DATE), Column(_("Cơ quan theo dõi"), 45),
        Column(_("Lý do miễn, gia hạn"), 50),
    )  # fmt: skip


def _cells(o: Obligation, today: date) -> tuple[Cell, ...]:
    """One obligation, in the order of `_columns`."""
    task = o.task
    text = f"{_('Mở đợt')}: {task.text}" if o.purpose == Purpose.OPEN_ROUND else task.text
    return (
        o.org.name, task.target.code if task.target else "", task.code, text, Period.parse(o.period).label,
        o.round.name if o.round else "", o.due_on or "", o.extended_to or "", str(o.status_on(today).label),
        o.submitted_on or "", o.done_on or "", task.reviewer.name if task.reviewer else "", o.exception_reason,
    )  # fmt: skip
