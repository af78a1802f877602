"""Conditions, checks and fields of a definition in Vietnamese, for those who fill in and for those who edit. Plain
Python; `fields` are FieldDefinition by code."""

from collections.abc import Iterator, Mapping
from typing import Any

from dondoc.lib.numbers import format_number
from dondoc.sheets.checks import AmountKind, Check, Level
from dondoc.sheets.conditions import OPERATOR_WORDS, Condition, number_of
from dondoc.sheets.definition import TREE_FACTS
from dondoc.sheets.norms import Norms

TYPE_WORDS = {
    "text": "chữ, một dòng", "long_text": "chữ, nhiều dòng", "integer": "số nguyên", "decimal": "số có phần lẻ",
    "date": "ngày", "choice": "chọn một mục", "yes_no": "có hoặc không", "rows": "bảng nhiều dòng",
}  # fmt: skip
EVIDENCE_WORDS = {"required": "bắt buộc có tệp", "optional": "có thể kèm tệp", "none": "không nhận tệp"}
PRIVACY_WORDS = {
    "organisation": "thông tin về tổ chức", "count": "số đếm người, không nêu tên", "names": "có tên người",
}  # fmt: skip
LEVEL_WORDS = {Level.WARNING: "nhắc", Level.ERROR: "không cho nộp"}


def condition_words(conditions: Mapping[str, Condition], fields: Mapping[str, Any]) -> str:
    """ "Chỉ điền khi “Đã tổ chức thực hiện” là “Có”." """
    return f"Chỉ điền khi {when_words(conditions, fields)}."


def when_words(conditions: Mapping[str, Condition], fields: Mapping[str, Any]) -> str:
    """ "“Hình thức” là “Chuyên đề” hoặc “Lồng ghép” và “Số đã xong” nhỏ hơn “Số được giao”"."""
    return " và ".join(_one(code, wanted, fields) for code, wanted in conditions.items())


def _one(code: str, wanted: Condition, fields: Mapping[str, Any]) -> str:
    name = name_of(code, fields)
    if isinstance(wanted, Mapping):
        return " và ".join(f"{name} {OPERATOR_WORDS[sign]} {_number(text, fields)}" for sign, text in wanted.items())
    options = fields[code].options if code in fields else {}
    answers = [wanted] if isinstance(wanted, str) else wanted
    return f"{name} là {' hoặc '.join(f'“{options.get(answer, answer)}”' for answer in answers)}"


def _number(text: str, fields: Mapping[str, Any]) -> str:
    return text.replace(".", ",") if number_of(text) is not None else name_of(text, fields)


def name_of(code: str, fields: Mapping[str, Any]) -> str:
    """The label of a field in quotation marks; its code when it is not known."""
    return f"“{fields[code].label if code in fields else code}”"


def check_words(check: Check, fields: Mapping[str, Any], norms: Norms) -> str:
    """What a check demands: "“Số xuất sắc” không quá mức “Tỷ lệ xuất sắc” của “Số tốt” (nhắc, hỏi lý do)"."""
    inner = {one.code: one for one in fields[check.rows].columns} if check.rows in fields else fields
    names = [name_of(code, inner) for code in check.amount]
    match check.kind:
        case AmountKind.SUM:
            amount = " + ".join(names)
        case AmountKind.COUNT:
            amount = f"Số dòng của {' và '.join(names)}"
        case AmountKind.WORKING_DAYS:
            amount = f"Số ngày làm việc từ {names[0]} đến {names[1]}"
        case _:
            amount = f"Số ngày từ {names[0]} đến {names[1]}"
    parts = [f"mức “{norms[check.rule].name if check.rule in norms else check.rule}”"] if check.rule else []
    parts += [" + ".join(name_of(code, inner) for code in check.of)] if check.of else []
    said = f"{amount} {OPERATOR_WORDS[check.op]} {' của '.join(parts)}"
    if check.rows:
        said = f"Mỗi dòng của {name_of(check.rows, fields)}: {said}"
    if check.when:
        said += f", khi {when_words(check.when, inner)}"
    asks = ", hỏi lý do" if check.explain else ""
    return f"{said} ({LEVEL_WORDS[check.level]}{asks})"


def known_words(known: str) -> str:
    """Whence a filled-in answer comes: "số chi bộ trực thuộc theo cây tổ chức", "mục “a” của phiếu “b”"."""
    sheet, _dot, name = known.partition(".")
    return TREE_FACTS.get(known) or f"mục “{name}” của phiếu “{sheet}”"


def facts_of(one: Any, fields: Mapping[str, Any]) -> Iterator[str]:
    """The rules of a question (a FieldDefinition), a phrase each."""
    if one.required:
        yield "bắt buộc"
    if one.show_if:
        yield f"chỉ hỏi khi {when_words(one.show_if, fields)}"
    if one.min is not None or one.max is not None:
        low = f"từ {format_number(one.min)}" if one.min is not None else ""
        high = f"đến {format_number(one.max)}" if one.max is not None else ""
        yield " ".join(filter(None, (low, high)))
    if one.at_most:
        yield f"không quá {name_of(one.at_most, fields)}"
    if one.max_length:
        yield f"tối đa {one.max_length} ký tự"
    if one.not_future:
        yield "không sau hôm nay"
    if one.choices:
        yield "; ".join(one.choices.values())
    if one.known:
        yield f"điền sẵn từ {known_words(one.known)}"
    if one.carry:
        yield "điền sẵn từ kỳ trước"
    if one.jump is not None:
        yield f"hỏi lý do khi thay đổi quá {one.jump} %"
    if one.quota:
        yield "nêu chỉ tiêu phân bổ"
    if one.privacy != "organisation":
        yield PRIVACY_WORDS[one.privacy]
