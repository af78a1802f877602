"""The list of obligations as an Excel workbook."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.lib.dates import format_date
from dondoc.lib.periods import Period
from dondoc.lib.punctuality import HORIZON
from dondoc.lib.text import words
from dondoc.obligations.models import ObligationQuerySet, Purpose, StatusOn, last_day_of
from dondoc.obligations.pace import Paces, why
from dondoc.obligations.ruling_queries import RulingRow
from dondoc.obligations.status import ObligationStatus
from dondoc.writers.tree import Cell, Column, ColumnKind, Row, Table
from dondoc.writers.xlsx import SheetTable, write_xlsx

_LONGEST_NAME = 120


def as_xlsx(obligations: ObligationQuerySet, said: Iterable[str], today: date) -> bytes:
    """The workbook of `obligations` as of `today`; `said` are the filters in words, for its title. One query, of
    nothing but what is shown, and two for who is at risk."""
    rows = list(obligations.annotate(standing=StatusOn(today), last_day=last_day_of()).values_list(*_SHOWN))
    table = Table(_columns(), tuple(_rows(rows, today)))
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
        Column(_("Lý do miễn, gia hạn"), 50), Column(_("Có nguy cơ trễ"), 70),
    )  # fmt: skip


# One obligation, in the order of `_columns`; what decides whether it is at risk comes last.
_SHOWN = (
    "org__name", "task__target__code", "task__code", "task__text", "period", "round__name", "due_on", "extended_to",
    "standing", "submitted_on", "done_on", "task__reviewer__name", "exception_reason", "purpose",
    "assignment_id", "last_day", "org_id", "org__kind",
)  # fmt: skip
_TEXT, _PERIOD, _STANDING = (_SHOWN.index(name) for name in ("task__text", "period", "standing"))


_JUDGED = frozenset({ObligationStatus.DUE_SOON.value, ObligationStatus.NOT_DUE.value, ObligationStatus.SENT_BACK.value})


def _rows(found: Sequence[Sequence[Any]], today: date) -> Iterator[Row]:
    labels = {status.value: str(status.label) for status in ObligationStatus}
    periods: dict[str, str] = {}
    opening, risks = _("Mở đợt"), _risks(found, today)
    for number, (*cells, purpose, _assignment, _last, _org, _kind) in enumerate(found):
        code = cells[_PERIOD]
        cells[_PERIOD] = periods.get(code) or periods.setdefault(code, Period.parse(code).label)
        cells[_STANDING] = labels[cells[_STANDING]]
        if purpose == Purpose.OPEN_ROUND:
            cells[_TEXT] = f"{opening}: {cells[_TEXT]}"
        yield Row((*(cell or "" for cell in cells), risks.get(number, "")))


def _risks(found: Sequence[Sequence[Any]], today: date) -> dict[int, str]:
    """By place in `found`, why it is at risk of being late. Two queries, none when nothing is soon due."""
    asked: dict[int, tuple[int, str, int]] = {}
    for number, (*cells, purpose, assignment, last, org_id, kind) in enumerate(found):
        is_soon = last is not None and 0 <= (last - today).days <= HORIZON
        if is_soon and purpose == Purpose.ANSWER and assignment is None and cells[_STANDING] in _JUDGED:
            asked[number] = (org_id, kind, (last - today).days)
    paces = Paces.many({org_id for org_id, _kind, _days in asked.values()}) if asked else Paces({}, {})
    judged = {number: paces.chance(*one) for number, one in asked.items()}
    return {number: why(chance) for number, chance in judged.items() if chance.is_at_risk}
