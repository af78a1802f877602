"""The pages of numbers as tables for files: the same rows as on the screen."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dondoc.dashboards.queries.board import Entry, Line
from dondoc.dashboards.queries.heat import worst_of
from dondoc.dashboards.queries.term import Term, TermCell
from dondoc.forecast.confidences import Pair
from dondoc.lib.numbers import MISSING_WORDS, Missing, Value, exact, format_number, format_percent
from dondoc.measures.models import AnswerVerdict
from dondoc.measures.queries import Cell, Explanation, Matrix, MeasureRow, OrgAnswerRow, TermRow
from dondoc.writers.tree import Column, ColumnKind, Figure, Row, Table, absent, number, share

_K = ColumnKind


def words_table(heads: Iterable[tuple[str, int]], lines: Iterable[Sequence[str]]) -> Table:
    """A table of nothing but words; `heads` with their widths in millimetres."""
    return Table(tuple(Column(words, width) for words, width in heads), tuple(Row(tuple(line)) for line in lines))


Sure = Mapping[int, Pair]  # chỉ tiêu → how sure owner and reviewer are


def board_lines(found: Iterable[Entry], sure: Sure) -> tuple[list[str], list[list[str]]]:
    """The board as words: heads and lines."""
    head = [
        _("Số"), _("Chỉ tiêu"), _("Cách đo"), _("Mức giao"), _("Cần đạt đến nay"), _("Tử số"), _("Mẫu số"),
        _("Tỷ lệ"), _("Thấp nhất"), _("Cao nhất"), _("Tổ chức thuộc diện"), _("Đã có số liệu"), _("Chưa có số liệu"),
        _("Đến hạn, chưa có"), _("7 ngày qua"), _("Trạng thái"), _("Dự báo cuối kỳ"), _("Đơn vị dễ trễ"),
        _("Triển vọng"), *_sure_heads(),
    ]  # fmt: skip
    return head, [_board_words(line, sure) for entry in found for line in entry.lines]


def _board_words(line: Line, sure: Sure) -> list[str]:
    row, ahead = line.row, line.ahead
    return [
        line.label, line.indicator.name, row.name, _target(row), _percent(row.step),
        format_number(row.totals.numerator), format_number(row.totals.denominator),
        _percent(row.value.number), _percent(row.floor), _percent(row.ceiling),
        str(row.totals.population), str(row.totals.known), str(row.totals.unknown), str(row.totals.owing),
        _week_words(line), str(row.status.label), _percent(ahead.likely if ahead else None),
        str(ahead.at_risk) if ahead else "", _outlook(line), *_sure_words(line, sure),
    ]  # fmt: skip


def _outlook(line: Line) -> str:
    return str(line.ahead.outlook.label) if line.ahead and line.ahead.outlook else ""


def _sure_heads() -> tuple[str, str, str]:
    return _("Chủ trì nhận định"), _("Thẩm định nhận định"), _("Hai bên")


def _sure_words(line: Line, sure: Sure) -> list[str]:
    """What owner and reviewer say of the chỉ tiêu, and whether they differ; "" for what nobody said."""
    pair = sure.get(line.indicator.pk)
    if pair is None:
        return ["", "", ""]
    said = [str(one.confidence.sureness.label) if one else "" for one in (pair.owner, pair.reviewer)]
    both = (_("khác nhau") if pair.differs else _("giống nhau")) if all(said) else ""
    return [*said, both]


def _week_words(line: Line) -> str:
    """What has changed since a week ago; "" when that is not known."""
    if line.week is None:
        return ""
    was = _("trước là: %(was)s") % {"was": line.week.was.label} if line.week.was else ""
    return "; ".join(part for part in (line.week.words, line.week.known_words, was) if part)


def _percent(fraction: Decimal | None) -> str:
    return "" if fraction is None else format_percent(fraction)


def _target(row: MeasureRow) -> str:
    return _no_formula(row.target)


def _no_formula(target: str) -> str:
    """A target for a cell of a file, where a leading "=" would begin a formula."""
    return target.replace("= ", _("bằng "), 1) if target.startswith("= ") else target


def board_table(found: Iterable[Entry], sure: Sure) -> Table:
    """The board as a table with real numbers."""
    columns = (
        Column(_("Số"), 14), Column(_("Chỉ tiêu"), 60), Column(_("Cách đo"), 60), Column(_("Mức giao"), 20),
        Column(_("Cần đạt đến nay"), 18, _K.PERCENT), Column(_("Tử số"), 18, _K.NUMBER),
        Column(_("Mẫu số"), 18, _K.NUMBER), Column(_("Tỷ lệ"), 18, _K.PERCENT),
        Column(_("Thấp nhất"), 18, _K.PERCENT), Column(_("Cao nhất"), 18, _K.PERCENT),
        Column(_("Tổ chức thuộc diện"), 20, _K.NUMBER), Column(_("Chưa có số liệu"), 20, _K.NUMBER),
        Column(_("Đến hạn, chưa có"), 18, _K.NUMBER), Column(_("7 ngày qua"), 40), Column(_("Trạng thái"), 26),
        Column(_("Dự báo cuối kỳ"), 18, _K.PERCENT), Column(_("Đơn vị dễ trễ"), 18, _K.NUMBER),
        Column(_("Triển vọng"), 30), *(Column(head, 26) for head in _sure_heads()),
    )  # fmt: skip
    return Table(columns, tuple(_board_row(line, sure) for entry in found for line in entry.lines))


def _board_row(line: Line, sure: Sure) -> Row:
    row, ahead = line.row, line.ahead
    missing = row.value.missing or Missing.NOT_APPLICABLE
    return Row((
        line.label, line.indicator.short_name, row.name, _target(row), _bound(row.step, Missing.NOT_APPLICABLE),
        number(row.totals.numerator), number(row.totals.denominator), _share(row.value),
        _bound(row.floor, missing), _bound(row.ceiling, missing),
        number(Decimal(row.totals.population)), number(Decimal(row.totals.unknown)),
        number(Decimal(row.totals.owing)), _week_words(line), str(row.status.label),
        _bound(ahead.likely if ahead else None, Missing.NOT_APPLICABLE),
        number(Decimal(ahead.at_risk)) if ahead else absent(Missing.NOT_APPLICABLE), _outlook(line),
        *_sure_words(line, sure),
    ))  # fmt: skip


def _share(value: Value) -> Figure:
    return share(value.number) if value.number is not None else absent(value.missing or Missing.NOT_REPORTED)


def _bound(fraction: Decimal | None, missing: Missing) -> Figure:
    return share(fraction) if fraction is not None else absent(missing)


def matrix_table(matrix: Matrix | None) -> Table:
    """The matrix with a word in each cell, and the figures where there are some."""
    head, lines = matrix_lines(matrix)
    return words_table([(head[0], 60), *((words, 26) for words in head[1:])], lines)


def matrix_lines(matrix: Matrix | None) -> tuple[list[str], list[list[str]]]:
    """The same as words: heads and lines."""
    indicators, rows = (matrix.indicators, matrix.rows) if matrix else ((), ())
    head = [_("Đơn vị"), *(f"{one.label}. {one.short_name}" for one in indicators)]
    return head, [[row.org.name, *(_cell_words(cell) for cell in row.cells)] for row in rows]


def _cell_words(cell: Cell) -> str:
    found, text = worst_of(cell)
    return f"{found.label} ({text})" if text else str(found.label)


def term_lines(found: Term | None) -> tuple[list[str], list[list[str]]]:
    """The term as words: for each column the value, the target of that time and how it stands."""
    head = [_("Số"), _("Chỉ tiêu")]
    for column in found.columns if found else ():
        head += [column.label, _("%(time)s: mức giao") % {"time": column.label}, _("%(time)s: mức đạt") % {
            "time": column.label
        }]  # fmt: skip
    rows = found.rows if found else ()
    return head, [[row.label, row.name, *(word for cell in row.cells for word in _term_words(cell))] for row in rows]


def _term_words(cell: TermCell) -> list[str]:
    value = cell.row.filled_in if cell.row else ""
    return [value, _no_formula(cell.target), str(cell.status.label)]


def term_table(found: Term | None) -> Table:
    """The same with real percentages."""
    columns = [Column(_("Số"), 14), Column(_("Chỉ tiêu"), 60)]
    for one in found.columns if found else ():
        columns += [
            Column(_("Kết quả"), 18, _K.PERCENT, group=one.label), Column(_("Mức giao"), 18, group=one.label),
            Column(_("Mức đạt"), 34, group=one.label),
        ]  # fmt: skip
    rows = [
        Row((row.label, row.name, *(part for cell in row.cells for part in _term_cells(cell))))
        for row in (found.rows if found else ())
    ]
    return Table(tuple(columns), tuple(rows))


def _term_cells(cell: TermCell) -> tuple[Figure | str, str, str]:
    value = _share(cell.row.value) if cell.row else absent(Missing.NOT_DUE)
    _value, target, words = _term_words(cell)
    return value, target, words


def explanation_table(found: Explanation) -> Table:
    """The organisations behind a number, one a row."""
    columns = (
        Column(_("Đơn vị"), 60), Column(_("Kết luận"), 26), Column(_("Tử số"), 18, _K.NUMBER),
        Column(_("Mẫu số"), 18, _K.NUMBER), Column(_("Đã đến hạn"), 18), Column(_("Lý do"), 80),
        Column(_("Phiếu số"), 26), Column(_("Mức tin cậy"), 26),
    )  # fmt: skip
    return Table(columns, tuple(_answer_row(row) for row in found.answers))


def _answer_row(row: OrgAnswerRow) -> Row:
    reason = row.missing or Missing.NOT_APPLICABLE
    above = number(row.numerator) if row.numerator is not None and not row.missing else absent(reason)
    below = number(row.denominator) if row.denominator is not None else absent(reason)
    return Row((
        row.org.name, str(row.verdict.label), above, below, _("có") if row.is_expected else _("chưa"), row.reason,
        ", ".join(map(str, row.submission_ids)), str(row.credibility.label) if row.credibility else "",
    ))  # fmt: skip


def explanation_data(found: Explanation) -> dict[str, Any]:
    """Everything that the page says, as plain data."""
    row = found.row
    return {
        "measure": row.key,
        "name": row.name,
        "org": {"id": found.org.pk, "code": found.org.code, "name": found.org.name},
        "month": found.month,
        "as_of": found.as_of.isoformat(),
        "period": row.period.code if row.period else None,
        "formula": found.formula,
        "filled_in": row.filled_in,
        "carry": found.carry,
        "target": row.target,
        "status": row.status.value,
        "numerator": exact(row.totals.numerator),
        "denominator": exact(row.totals.denominator),
        "denominator_note": found.denominator_note,
        "value": exact(row.value.number),
        "missing": row.value.missing.value if row.value.missing else None,
        "floor": exact(row.floor),
        "ceiling": exact(row.ceiling),
        "step": exact(row.step),
        "population": row.totals.population,
        "known": row.totals.known,
        "unknown": row.totals.unknown,
        "demanded": row.totals.demanded,
        "definition_version": found.version.number,
        "computed_at": row.computed_at.isoformat() if row.computed_at else None,
        "sources": [{"plan": t.plan.number, "part": t.code, "text": t.text} for t in found.targets],
        "parts": [_term_data(one) for one in found.terms],
        "answers": [_answer_data(one) for one in found.answers],
    }


def _term_data(one: TermRow) -> dict[str, Any]:
    return {
        "measure": one.key, "name": one.name, "number_is": one.said, "minus": one.minus, "is_divisor": one.is_below,
        "number": exact(one.number), "status": one.row.status.value if one.row else None,
    }  # fmt: skip


def part_lines(found: Explanation) -> list[str]:
    """What a derived number takes of other measures, a line each, for above a table; [] of any other."""
    return [
        _("%(sign)s%(what)s của thước đo %(key)s (%(name)s): %(number)s")
        % {
            "sign": ("÷ " if one.is_below else "") + ("− " if one.minus else ""),
            "what": one.said, "key": one.key, "name": one.name,
            "number": MISSING_WORDS[Missing.NOT_REPORTED] if one.number is None else format_number(one.number),
        }
        for one in found.terms
    ]  # fmt: skip


def _answer_data(row: OrgAnswerRow) -> dict[str, Any]:
    return {
        "org": {"id": row.org.pk, "code": row.org.code, "name": row.org.name},
        "verdict": AnswerVerdict(row.verdict).value,
        "numerator": exact(row.numerator),
        "denominator": exact(row.denominator),
        "missing": row.missing.value if row.missing else None,
        "is_expected": row.is_expected,
        "reason": row.reason,
        "submissions": list(row.submission_ids),
        "credibility": row.credibility.value if row.credibility else None,
    }
