"""A sheet definition as data: what is asked, why, in which unit, and what answers it accepts. Plain Python.

A definition is a YAML mapping:

    code: van-ban-da-ban-hanh
    name: Văn bản đã ban hành
    why: Chứng minh đơn vị đã ban hành văn bản mà kế hoạch yêu cầu.
    minutes: 3                      # what filling it in costs, for the yearly burden
    done_on: issued_on              # the field that says when the work was done; absent: the day of submission
    evidence: required              # required | optional | none
    fields:
      - {code: number, label: "Số, ký hiệu", type: text, required: true, why: "…", max_length: 60}
      - {code: members, label: "Số đảng viên", type: integer, unit: đảng viên, min: 0, why: "…"}
      - {code: admitted, label: …, type: integer, at_most: members, why: …}      # ≤ another field
      - {code: reason, label: …, type: long_text, show_if: {admitted: "0"}, why: …}
    review_fields:                  # filled in by the reviewer, not by the organisation
      - {code: effective, label: Có hiệu quả, type: yes_no, required: true, default: "yes", why: …}

Answers are kept as plain JSON: text, "2025-09-12" for dates, "12.5" for numbers, "yes"/"no", a choice's code; an
unanswered field is absent. Unknown keys are errors; all faults are reported at once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from dondoc.lib.dates import DateError, format_date, parse_date
from dondoc.lib.numbers import NumberError, format_number, parse_number
from dondoc.lib.text import nfc


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


class Evidence(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class Privacy(StrEnum):
    ORGANISATION = "organisation"  # a fact about an organisation
    COUNT = "count"  # people counted, never named
    NAMES = "names"  # names of people; a reason is needed


YES_NO = {"yes": "Có", "no": "Không"}
_FIRST_YEAR, _LAST_YEAR = 1930, 2100  # outside it is a slip of the keyboard; the Party was founded in 1930


class DefinitionError(ValueError):
    """All faults of a definition, one a line."""


@dataclass(frozen=True)
class FieldDefinition:
    code: str
    label: str
    type: FieldType
    why: str
    required: bool = False
    unit: str = ""
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)  # code → label
    min: Decimal | None = None
    max: Decimal | None = None
    max_length: int | None = None
    at_most: str = ""  # code of a field that this one may not exceed
    not_future: bool = False  # a date that cannot lie after today
    show_if: Mapping[str, str] = field(default_factory=dict)  # asked only when these fields have these answers
    privacy: Privacy = Privacy.ORGANISATION
    default: str = ""  # what the form proposes; never counted unless a person sends it

    @property
    def is_number(self) -> bool:
        return self.type in {FieldType.INTEGER, FieldType.DECIMAL}

    @property
    def options(self) -> Mapping[str, str]:
        """code → label of what may be chosen; empty for fields that are typed in."""
        return YES_NO if self.type is FieldType.YES_NO else self.choices

    def is_asked(self, answers: Mapping[str, str]) -> bool:
        return all(answers.get(code) == wanted for code, wanted in self.show_if.items())

    def show(self, answer: str | None) -> str:
        """An answer as people read it; "" when there is none."""
        if answer is None:
            return ""
        match self.type:
            case FieldType.DATE:
                return format_date(date.fromisoformat(answer))
            case FieldType.INTEGER | FieldType.DECIMAL:
                return format_number(Decimal(answer))
            case FieldType.YES_NO:
                return YES_NO[answer]
            case FieldType.CHOICE:
                return self.choices.get(answer, answer)
            case _:
                return answer


@dataclass(frozen=True)
class SheetDefinition:
    code: str
    name: str
    why: str
    fields: tuple[FieldDefinition, ...]
    review_fields: tuple[FieldDefinition, ...] = ()
    minutes: int = 3
    done_on: str = ""
    evidence: Evidence = Evidence.OPTIONAL

    def field(self, code: str) -> FieldDefinition:
        """The field with this code, reviewer's fields included. Errors: KeyError."""
        for found in (*self.fields, *self.review_fields):
            if found.code == code:
                return found
        raise KeyError(code)


def parse_definition(data: Mapping[str, Any]) -> SheetDefinition:
    """The definition in a YAML mapping. Errors: DefinitionError naming every fault at once."""
    faults: list[str] = []
    known = {"code", "name", "why", "fields", "review_fields", "minutes", "done_on", "evidence"}
    faults += [f"khóa lạ “{key}”" for key in data if key not in known]
    faults += [f"thiếu “{key}”" for key in ("code", "name", "why", "fields") if not data.get(key)]
    fields = [_parse_field(item, faults) for item in data.get("fields") or []]
    review = [_parse_field(item, faults) for item in data.get("review_fields") or []]
    kept = [f for f in (*fields, *review) if f]
    codes = [f.code for f in kept]
    faults += [f"mã trường “{code}” lặp lại" for code in sorted(set(codes)) if codes.count(code) > 1]
    for one in kept:
        others = {one.at_most, *one.show_if} - {""}
        faults += [f"{one.code}: không có trường “{other}”" for other in sorted(others - set(codes))]
    if data.get("done_on") and data["done_on"] not in {f.code for f in kept if f.type is FieldType.DATE}:
        faults.append(f"done_on “{data['done_on']}” không phải là trường ngày")
    if data.get("evidence", "optional") not in set(Evidence):
        faults.append(f"evidence “{data['evidence']}” không có")
    if faults:
        raise DefinitionError("\n".join(f"{data.get('code', '?')}: {fault}" for fault in faults))
    return SheetDefinition(
        code=data["code"],
        name=data["name"],
        why=data["why"],
        fields=tuple(f for f in fields if f),
        review_fields=tuple(f for f in review if f),
        minutes=int(data.get("minutes", 3)),
        done_on=data.get("done_on", ""),
        evidence=Evidence(data.get("evidence", "optional")),
    )


_FIELD_KEYS = frozenset(FieldDefinition.__dataclass_fields__)


def _parse_field(data: Mapping[str, Any], faults: list[str]) -> FieldDefinition | None:
    name = data.get("code", "?")
    wrong = [f"{name}: khóa lạ “{key}”" for key in data if key not in _FIELD_KEYS]
    wrong += [f"{name}: thiếu “{key}”" for key in ("code", "label", "type", "why") if not data.get(key)]
    if data.get("type") and data["type"] not in set(FieldType):
        wrong.append(f"{name}: kiểu “{data['type']}” không có")
    if data.get("type") == "choice" and not data.get("choices"):
        wrong.append(f"{name}: thiếu “choices”")
    # YAML reads a bare yes or no as true and false
    words = [*(data.get("choices") or {}), *(data.get("show_if") or {}).values(), data.get("default", "")]
    wrong += [f"{name}: “{word}” phải để trong dấu nháy" for word in words if not isinstance(word, str)]
    if data.get("privacy", "organisation") not in set(Privacy):
        wrong.append(f"{name}: privacy “{data['privacy']}” không có")
    faults += wrong
    if wrong:
        return None
    values = dict(data)
    values["type"] = FieldType(data["type"])
    values["privacy"] = Privacy(data.get("privacy", "organisation"))
    for bound in ("min", "max"):
        if data.get(bound) is not None:
            values[bound] = Decimal(str(data[bound]))
    return FieldDefinition(**values)


def check_answers(
    fields: tuple[FieldDefinition, ...], typed: Mapping[str, str], *, today: date, complete: bool
) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed → (clean answers, errors by field code).

    Errors are Vietnamese sentences that say what and what to do. `complete` also demands the required fields;
    a draft is saved with it off. Fields that are not asked (`show_if`) are dropped.
    """
    clean: dict[str, str] = {}
    errors: dict[str, str] = {}
    for one in fields:
        text = _plain(str(typed.get(one.code) or ""))
        if not one.is_asked(clean):
            continue
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


def _plain(text: str) -> str:
    """`text` in NFC with plain blanks and line ends; control characters, which PostgreSQL refuses, are dropped."""
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
    if abs(number) >= Decimal(10) ** 12:
        raise NumberError(f"“{one.label}” quá lớn. Hãy kiểm tra đơn vị tính.")
    return f"{number.normalize():f}"
