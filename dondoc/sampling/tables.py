"""A sample as a workbook: the list with room for what is found, the factors, and how it was drawn."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dondoc.lib.dates import format_date
from dondoc.lib.numbers import Missing
from dondoc.sampling.actions import recount_fields
from dondoc.sampling.factors import factors
from dondoc.sampling.models import Sample, SampleItem
from dondoc.sampling.queries import kind_label
from dondoc.sampling.wording import method_words
from dondoc.writers.tree import Column, ColumnKind, Row, Table, absent, number
from dondoc.writers.xlsx import SheetTable, write_xlsx

_K = ColumnKind


def sample_workbook(sample: Sample, items: Sequence[SampleItem]) -> bytes:
    """One row a value that is to be counted."""
    title = _("Danh sách mẫu kiểm tra: %(what)s") % {"what": sample}
    sheets = [SheetTable(_("Danh sách"), (title, *method_words(sample)), _list(items))]
    if found := factors(items):
        rows = tuple(
            Row((
                one.label, one.unit, number(one.n), number(one.same),
                number(one.declared) if one.declared is not None else absent(Missing.NOT_APPLICABLE),
                number(one.found) if one.found is not None else absent(Missing.NOT_APPLICABLE),
                number(one.factor, places=2) if one.factor is not None else absent(Missing.NOT_APPLICABLE),
            ))
            for one in found
        )  # fmt: skip
        columns = (
            Column(_("Giá trị"), 60), Column(_("Đơn vị tính"), 20), Column(_("Số phiếu (n)"), 16, _K.NUMBER),
            Column(_("Khớp"), 14, _K.NUMBER), Column(_("Tổng khai"), 20, _K.NUMBER),
            Column(_("Tổng đếm được"), 20, _K.NUMBER), Column(_("Hệ số xác minh"), 20, _K.NUMBER),
        )  # fmt: skip
        sheets.append(SheetTable(_("Hệ số xác minh"), (title,), Table(columns, rows)))
    return write_xlsx(sheets, title=title)


def _list(items: Sequence[SampleItem]) -> Table:
    columns = (
        Column(_("TT"), 10, _K.MARK), Column(_("Loại tổ chức"), 30), Column(_("Đơn vị"), 60), Column(_("Giá trị"), 60),
        Column(_("Khai"), 24), Column(_("Đếm được"), 24), Column(_("Ngày kiểm tra"), 24, _K.MARK),
        Column(_("Căn cứ, nhận xét"), 60),
    )  # fmt: skip
    return Table(columns, tuple(row for item in items for row in _rows(item)))


def _rows(item: SampleItem) -> list[Row]:
    org, kind = item.submission.org, kind_label(item.submission.org.kind)
    declared = item.declared if item.checked_at else item.submission.answers
    day = format_date(item.checked_on) if item.checked_on else ""
    return [
        Row((
            str(item.position), kind, org.name, one.label, one.show(declared.get(one.code)),
            one.show(item.found.get(one.code)), day, item.note,
        ))
        for one in recount_fields(item)
    ]  # fmt: skip
