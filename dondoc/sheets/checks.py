"""What must hold between the answers of one sheet, as data; and what a look over a filled sheet finds. Plain Python.

    checks:
      - {code: tong, amount: [xuat_sac, tot, hoan_thanh], op: "=", of: rated, level: error}
      - {code: tran-xuat-sac, amount: xuat_sac, op: "<=", of: tot, rule: ty-le-xuat-sac, explain: true}
      - {code: thoi-luong, amount: minutes, op: ">=", rule: sinh-hoat-phut, when: {form: thuong_ky}, explain: true}
      - {code: gui-truoc, amount: {days: [sent_on, held_on]}, op: ">=", rule: tai-lieu-truoc-ngay}
      - {code: so-lop, rows: classes, amount: sessions, op: ">=", rule: lop-buoi}     # once for each row

`amount` is compared with `of` × `rule`: a sum of fields, the value of a rule table (sheets.norms), or their product.
`amount` may also be {days: [from, to]}, {working_days: [from, to]} or {count: rows}. A check that misses an answer, or
whose rule was not in force on the day of the thing (`day`: a date field; absent: the sheet's own day), says nothing.
`level: error` refuses the sheet; `warning` (the default) is shown to whoever fills it in and to the reviewer; with
`explain` the organisation says why before the sheet goes in (not for checks of rows: a reason for each is too much).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from dondoc.lib.numbers import format_number
from dondoc.lib.workdays import working_days_between
from dondoc.sheets import conditions
from dondoc.sheets.conditions import OPERATORS, Condition, number_of
from dondoc.sheets.norms import Norms

_OP_WORDS = {
    "<": "phải nhỏ hơn", "<=": "không được quá", "=": "phải bằng", "!=": "phải khác", ">=": "không được dưới",
    ">": "phải lớn hơn",
}  # fmt: skip
JUMP_LEAST = 5  # a change by fewer than so many is no jump, however small the number was


class AmountKind(StrEnum):
    SUM = "sum"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    COUNT = "count"


class Level(StrEnum):
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Check:
    """One comparison. `of` and `rule`: at least one is there."""

    code: str
    kind: AmountKind
    amount: tuple[str, ...]  # fields; for days: from, to
    op: str
    of: tuple[str, ...] = ()
    rule: str = ""
    rows: str = ""  # the rows field for each row of which it is made
    when: Mapping[str, Condition] = field(default_factory=dict)
    level: Level = Level.WARNING
    explain: bool = False
    say: str = ""  # a sentence that stands before the figures
    day: str = ""

    @property
    def field(self) -> str:
        """The field beside which it is said."""
        return self.rows or self.amount[-1 if self.kind is not AmountKind.SUM else 0]


@dataclass(frozen=True)
class Notice:
    """What is to be looked at in a filled sheet: a whole sentence, the field it stands by, the rule that says so."""

    code: str
    field: str
    text: str
    source: str = ""
    wants_reason: bool = False


CHECK_KEYS = ("code", "rows", "amount", "op", "of", "rule", "when", "level", "explain", "say", "day")


def parse_check(data: Mapping[str, Any]) -> Check:
    """The check in a mapping without faults (see `check_faults`)."""
    kind, amount = _amount(data["amount"])
    return Check(
        code=data["code"],
        kind=kind,
        amount=amount,
        op=data["op"],
        of=_codes(data.get("of")),
        rule=data.get("rule", ""),
        rows=data.get("rows", ""),
        when=data.get("when") or {},
        level=Level(data.get("level", "warning")),
        explain=bool(data.get("explain", False)),
        say=data.get("say", ""),
        day=data.get("day", ""),
    )


def _amount(raw: Any) -> tuple[AmountKind, tuple[str, ...]]:
    if isinstance(raw, Mapping):
        ((kind, codes),) = raw.items()
        return AmountKind(kind), _codes(codes)
    return AmountKind.SUM, _codes(raw)


def _codes(raw: Any) -> tuple[str, ...]:
    return tuple(raw) if isinstance(raw, list) else (raw,) if raw else ()


def check_faults(items: Sequence[Mapping[str, Any]], fields: Mapping[str, Any]) -> list[str]:
    """What is wrong with the checks of a sheet with `fields` (FieldDefinition by code), a sentence each."""
    faults = [f"{item.get('code', '?')}: {fault}" for item in items for fault in _faults(item, fields)]
    codes = [item.get("code") for item in items]
    return faults + [f"mã kiểm tra “{code}” lặp lại" for code in sorted({c for c in codes if c and codes.count(c) > 1})]


def _faults(item: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"khóa lạ “{key}”" for key in item if key not in CHECK_KEYS)
    yield from (f"thiếu “{key}”" for key in ("code", "amount", "op") if not item.get(key))
    if item.get("op") and item["op"] not in OPERATORS:
        yield f"dấu so sánh “{item['op']}” không có"
    if not item.get("of") and not item.get("rule"):
        yield "phải so với trường khác (of) hoặc với quy định (rule)"
    if item.get("level", "warning") not in set(Level):
        yield f"level “{item['level']}” không có"
    yield from conditions.faults_of(item.get("when") or {})
    yield from _field_faults(item, fields)


def _field_faults(item: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterator[str]:
    if rows := item.get("rows"):
        if rows not in fields or not fields[rows].columns:
            yield f"“{rows}” không phải là bảng nhiều dòng"
            return
        fields = {one.code: one for one in fields[rows].columns}
    try:
        kind, amount = _amount(item.get("amount") or "")
    except ValueError:
        yield "amount chỉ nhận tên trường, danh sách trường, days, working_days hoặc count"
        return
    when = item.get("when") or {}
    named = {*amount, *_codes(item.get("of")), item.get("day") or ""} - {""}
    named |= conditions.fields_of(when) if isinstance(when, Mapping) else set()
    yield from (f"không có trường “{code}”" for code in sorted(named - set(fields)))
    if kind in {AmountKind.DAYS, AmountKind.WORKING_DAYS} and len(amount) != 2:
        yield "khoảng ngày cần đúng hai trường: từ, đến"
    wanted = {AmountKind.SUM: {"integer", "decimal"}, AmountKind.COUNT: {"rows"}}.get(kind, {"date"})
    typed = [*((code, wanted) for code in amount), *((code, {"integer", "decimal"}) for code in _codes(item.get("of")))]
    wrong = [code for code, types in typed if code in fields and fields[code].type not in types]
    yield from (f"“{code}” không phải kiểu so sánh được ở đây" for code in sorted(set(wrong)))


# Looking over a filled sheet


@dataclass(frozen=True)
class Look:
    """What a look over finds: `errors` (sentence by field code) refuse the sheet, `notices` are told."""

    errors: Mapping[str, str]
    notices: tuple[Notice, ...]


def look_over(
    sheet: Any, answers: Mapping[str, Any], *, norms: Norms, day: date, before: Mapping[str, Any] | None = None
) -> Look:
    """What stands out in the clean `answers` to `sheet` (a SheetDefinition).

    `day`: the day of the thing where no field says it. `before`: the answers of the period before; None: there are
    none. Nothing here reads a clock or a database.
    """
    errors: dict[str, str] = {}
    notices: list[Notice] = []
    for check in sheet.checks:
        for notice in _breaches(sheet, check, answers, norms, day):
            if check.level is Level.ERROR:
                errors.setdefault(notice.field, " ".join(filter(None, (notice.text, _cited(notice.source)))))
            else:
                notices.append(notice)
    notices += _jumps(sheet, answers, before or {})
    return Look(errors, tuple(notices))


def _cited(source: str) -> str:
    return f"({source})" if source else ""


def _breaches(sheet: Any, check: Check, answers: Mapping[str, Any], norms: Norms, day: date) -> Iterator[Notice]:
    if not check.rows:
        fields = {one.code: one for one in sheet.fields}
        yield from _breach(sheet, check, answers, fields, norms, day, "")
        return
    fields = {one.code: one for one in sheet.field(check.rows).columns}
    for number, row in enumerate(answers.get(check.rows) or [], start=1):
        yield from _breach(sheet, check, row, fields, norms, day, f"{number}")


def _breach(
    sheet: Any,
    check: Check,
    answers: Mapping[str, Any],
    fields: Mapping[str, Any],
    norms: Norms,
    day: date,
    row: str,
) -> Iterator[Notice]:
    """The notice of a check that does not hold; nothing when it holds or cannot be judged."""
    if not conditions.holds(check.when, answers):
        return
    amount = _value(check, answers)
    limit = _sum(check.of, answers) if check.of else Decimal(1)
    if amount is None or limit is None:
        return
    source = rule_words = ""
    if check.rule:
        on = _day(sheet, check, answers, day)
        norm = norms.get(check.rule)
        value = norm.on(on) if norm else None
        if norm is None or value is None:
            return
        limit *= norm.factor(value)
        source, rule_words = value.source, norm.show(value)
    if OPERATORS[check.op](amount, limit):
        return
    said = _sentence(check, fields, amount, limit, rule_words)
    text = " ".join(filter(None, (f"Dòng {row}:" if row else "", check.say, said)))
    code = f"{check.code}:{row}" if row else check.code
    yield Notice(code, check.field, text, source, check.explain and not row and check.level is Level.WARNING)


def _day(sheet: Any, check: Check, answers: Mapping[str, Any], day: date) -> date:
    said = answers.get(check.day or sheet.done_on)
    return date.fromisoformat(said) if isinstance(said, str) and said else day


def _value(check: Check, answers: Mapping[str, Any]) -> Decimal | None:
    match check.kind:
        case AmountKind.SUM:
            return _sum(check.amount, answers)
        case AmountKind.COUNT:
            return Decimal(sum(len(answers.get(code) or []) for code in check.amount))
    days = [answers.get(code) for code in check.amount]
    if not all(days):
        return None
    start, end = (date.fromisoformat(str(one)) for one in days)
    if check.kind is AmountKind.WORKING_DAYS:
        return Decimal(working_days_between(start, end))
    return Decimal((end - start).days)


def _sum(codes: Sequence[str], answers: Mapping[str, Any]) -> Decimal | None:
    """The sum of fields; None while one of them is not answered."""
    numbers = [number_of(answers.get(code)) for code in codes]
    return None if None in numbers else sum((n for n in numbers if n is not None), Decimal(0))


def _sentence(check: Check, fields: Mapping[str, Any], amount: Decimal, limit: Decimal, rule: str) -> str:
    """ "“Thời lượng” là 75 phút, phải từ 90 phút." """
    op = _OP_WORDS[check.op]
    if check.kind in {AmountKind.DAYS, AmountKind.WORKING_DAYS}:
        unit = "ngày làm việc" if check.kind is AmountKind.WORKING_DAYS else "ngày"
        start, end = (fields[code].label for code in check.amount)
        return f"Từ “{start}” đến “{end}” là {format_number(amount)} {unit}, {op} {format_number(limit)} {unit}."
    names = " + ".join(f"“{fields[code].label}”" for code in check.amount)
    unit = f" {fields[check.amount[0]].unit}".rstrip() if check.kind is AmountKind.SUM else " dòng"
    if not check.of:
        return f"{names} là {format_number(amount)}{unit}, {op} {rule}."
    of = " + ".join(f"“{fields[code].label}”" for code in check.of)
    shown = format_number(limit, 1 if limit % 1 else None)
    share = f"{rule} {'của' if '%' in rule else '×'} {of}, tức {shown}" if rule else f"{of} ({shown})"
    return f"{names} là {format_number(amount)}{unit}, {op} {share}."


def _jumps(sheet: Any, answers: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[Notice]:
    for one in sheet.fields:
        old, new = number_of(before.get(one.code)), number_of(answers.get(one.code))
        if one.jump is None or old is None or new is None or abs(new - old) < JUMP_LEAST:
            continue
        if abs(new - old) * 100 > one.jump * abs(old):
            way = ("tăng từ", "lên") if new > old else ("giảm từ", "xuống")
            shown = f"{way[0]} {one.show(before[one.code])} {way[1]} {one.show(answers[one.code])}"
            yield Notice(f"jump:{one.code}", one.code, f"“{one.label}” {shown} so với kỳ trước.", "", True)
