"""The desk as a workbook."""

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dondoc.lib.dates import format_date
from dondoc.obstacles.models import Obstacle, ObstacleKind, Outcome
from dondoc.writers.tree import Column, ColumnKind, Row, Table
from dondoc.writers.xlsx import SheetTable, write_xlsx


def as_xlsx(rows: Iterable[Obstacle], today: date) -> bytes:
    """The workbook of `rows` (see queries.with_what_rows_show) as of `today`."""
    date_kind = ColumnKind.DATE
    columns = (
        Column(_("Đơn vị"), 50), Column(_("Loại"), 22), Column(_("Nội dung"), 90), Column(_("Việc"), 80),
        Column(_("Ngày nêu"), 24, date_kind), Column(_("Cơ quan trả lời"), 45),
        Column(_("Hạn trả lời"), 24, date_kind), Column(_("Tình trạng"), 28), Column(_("Ngày trả lời"), 24, date_kind),
        Column(_("Kết quả"), 36), Column(_("Trả lời"), 90),
    )  # fmt: skip
    table = Table(columns, tuple(_row(one, today) for one in rows))
    day = _("Tình hình đến ngày %(day)s") % {"day": format_date(today)}
    title = _("VƯỚNG MẮC, KIẾN NGHỊ")
    return write_xlsx([SheetTable(_("Vướng mắc, kiến nghị"), (title, day), table)], title=title, day=today)


def _row(one: Obstacle, today: date) -> Row:
    return Row((
        one.org.name, str(ObstacleKind(one.kind).label), one.text, one.obligation.task.text, localdate(one.raised_at),
        one.owner.name, one.answer_by, str(one.standing_on(today).label), one.answered_on or "",
        str(Outcome(one.outcome).label) if one.outcome else "", one.answer,
    ))  # fmt: skip
