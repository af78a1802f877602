"""From what was typed to clean answers, with a sentence for each that will not do. Plain Python."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.lib.dates import DateError, format_date, parse_date
from dondoc.lib.numbers import NumberError, format_number, parse_number
from dondoc.lib.text import nfc
from dondoc.sheets.definition import MAX_ROWS, FieldDefinition, FieldType

_TOO_LARGE = Decimal(10) ** 12  # the number columns of both databases keep it exactly
_FIRST_YEAR, _LAST_YEAR = 1930, 2100  # outside it is a slip of the keyboard; the Party was founded in 1930


def check_answers(
    fields: tuple[FieldDefinition, ...], typed: Mapping[str, Any], *, today: date, complete: bool
) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed → (clean answers, errors by field code).

    Errors are Vietnamese sentences that say what and what to do. `complete` also demands the required fields;
    a draft is saved with it off. Fields that are not asked (`show_if`) are dropped, whatever stands in them.
    """
    clean: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for one in fields:
        if one.show_if and not one.is_asked(clean):
            continue
        if one.type is FieldType.ROWS:
            _take_rows(one, typed.get(one.code), clean, errors, today=today, complete=complete)
            continue
        text = plain(str(typed.get(one.code) or ""))
        if not text:
            if complete and one.required:
                errors[one.code] = f"Cần điền “{one.label}”."
            continue
        try:
            clean[one.code] = _clean(one, text, today)
        except (ValueError, DateError, NumberError) as fault:
            errors[one.code] = str(fault)
    for one in fields:
        limit = clean.get(one.at_most) if one.at_most else None
        if limit is not None and one.code in clean and Decimal(clean[one.code]) > Decimal(limit):
            other = next(f for f in fields if f.code == one.at_most)
            errors[one.code] = (
                f"“{one.label}” ({one.show(clean[one.code])}) không được lớn hơn “{other.label}” ({other.show(limit)})."
            )
    return clean, errors


def _take_rows(
    one: FieldDefinition, typed: Any, clean: dict[str, Any], errors: dict[str, str], *, today: date, complete: bool
) -> None:
    """Rows with anything in them; a wrong cell is told by its row."""
    given = [row for row in typed or [] if isinstance(row, Mapping) and any(str(v).strip() for v in row.values())]
    rows, told = [], []
    for number, row in enumerate(given, start=1):
        answers, wrong = check_answers(one.columns, row, today=today, complete=complete)
        rows.append(answers)
        told += [f"Dòng {number}: {sentence}" for sentence in wrong.values()]
    if len(rows) > MAX_ROWS:
        told.append(f"“{one.label}” có {len(rows)} dòng, tối đa {MAX_ROWS}.")
    if complete and one.required and not rows:
        told.append(f"Cần điền ít nhất một dòng ở “{one.label}”.")
    if told:
        errors[one.code] = "\n".join(told)
    if rows:
        clean[one.code] = rows


def plain(text: str) -> str:
    """`text` in NFC with plain blanks and line ends; control characters, which PostgreSQL refuses, are dropped."""
    if text.isascii() and text.isprintable():
        return text.strip()
    lines = re.sub(r"[^\S\n\t]", " ", nfc(text).replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in lines if c in "\n\t" or c.isprintable()).strip()


def _clean(one: FieldDefinition, text: str, today: date) -> str:
    match one.type:
        case FieldType.DATE:
            day = parse_date(text)
            if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
                raise DateError(f"Năm {day.year} ở “{one.label}” chưa đúng. Hãy kiểm tra lại.")
            if one.not_future and day > today:
                raise DateError(f"“{one.label}” là {format_date(day)}, sau ngày hôm nay. Hãy kiểm tra lại.")
            return day.isoformat()
        case FieldType.INTEGER | FieldType.DECIMAL:
            return _clean_number(one, text)
        case FieldType.CHOICE | FieldType.YES_NO:
            by_label = {label.lower(): code for code, label in one.options.items()}
            code = text if text in one.options else by_label.get(text.lower())
            if code is None:
                raise ValueError(f"“{text}” không có trong danh sách. Hãy chọn: {', '.join(one.options.values())}.")
            return code
        case _:
            if one.max_length and len(text) > one.max_length:
                raise ValueError(f"“{one.label}” dài {len(text)} ký tự, tối đa {one.max_length}. Hãy rút gọn.")
            return text


def _clean_number(one: FieldDefinition, text: str) -> str:
    number = parse_number(text)
    if one.type is FieldType.INTEGER and number != number.to_integral_value():
        raise NumberError(f"“{one.label}” phải là số nguyên, không phải {format_number(number)}.")
    if one.min is not None and number < one.min:
        raise NumberError(f"“{one.label}” không được nhỏ hơn {format_number(one.min)}.")
    if one.max is not None and number > one.max:
        raise NumberError(f"“{one.label}” không được lớn hơn {format_number(one.max)}.")
    if abs(number) >= _TOO_LARGE:
        raise NumberError(f"“{one.label}” quá lớn. Hãy kiểm tra đơn vị tính.")
    return f"{number.normalize():f}"
