"""A sheet definition as data: what is asked, why, in which unit, and what answers it accepts. Plain Python.

A definition is a YAML mapping:

    code: van-ban-da-ban-hanh
    name: Văn bản đã ban hành
    why: Chứng minh đơn vị đã ban hành văn bản mà kế hoạch yêu cầu.
    minutes: 3                      # what those who fill it in are told; the burden is computed, see effort
    done_on: issued_on              # the field that says when the work was done; absent: the day of submission
    evidence: required              # required | optional | none
    fields:
      - {code: number, label: "Số, ký hiệu", type: text, required: true, why: "…", max_length: 60}
      - {code: members, label: "Số đảng viên", type: integer, unit: đảng viên, min: 0, carry: true, why: "…"}
      - {code: admitted, label: …, type: integer, at_most: members, jump: 50, why: …}   # ≤ another field
      - {code: reason, label: …, type: long_text, show_if: {admitted: "0"}, why: …}     # see conditions
      - {code: cells, label: …, type: integer, known: tree.cells, why: …}               # filled in from what is known
      - {code: given, label: …, type: decimal, compile: sum, why: …}  # how a committee compiles it, see compiling
      - {code: models, label: …, type: rows, columns: [{code: name, label: …, type: text, why: …}], why: …}
    checks:                         # what must hold between answers, see checks
      - {code: sum, amount: [good, bad], op: "=", of: rated, level: error}
    review_fields:                  # filled in by the reviewer, not by the organisation
      - {code: effective, label: Có hiệu quả, type: yes_no, required: true, default: "yes", why: …}

Answers are kept as plain JSON: text, "2025-09-12" for dates, "12.5" for numbers, "yes"/"no", a choice's code, a list of
such mappings for rows; an unanswered field is absent. Unknown keys are errors; all faults are reported at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from dondoc.lib.dates import format_date
from dondoc.lib.numbers import format_number
from dondoc.sheets import conditions
from dondoc.sheets.checks import Check, check_faults, parse_check
from dondoc.sheets.conditions import Condition


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    ROWS = "rows"  # a small table: the same questions (`columns`) once a row


class Evidence(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class Privacy(StrEnum):
    ORGANISATION = "organisation"  # a fact about an organisation
    COUNT = "count"  # people counted, never named
    NAMES = "names"  # names of people; a reason is needed


class Compile(StrEnum):
    """How the answers of several organisations become that of their superior."""

    SUM = "sum"
    GATHER = "gather"  # the rows of all, one after the other
    LIST = "list"  # words, each with the name of who wrote them
    NONE = "none"  # the superior answers for itself


# Only what is plainly additive is added: integers count things, while a decimal may be a mark, a level or a share.
_COMPILES = {FieldType.INTEGER: Compile.SUM, FieldType.ROWS: Compile.GATHER, FieldType.LONG_TEXT: Compile.LIST}
_COMPILABLE = {
    Compile.SUM: {"integer", "decimal"}, Compile.GATHER: {"rows"}, Compile.LIST: {"text", "long_text"},
    Compile.NONE: set(FieldType),
}  # fmt: skip
YES_NO = {"yes": "Có", "no": "Không"}
MAX_ROWS = 200
TREE_FACTS = {"tree.cells": "số chi bộ trực thuộc theo cây tổ chức"}  # what `known` may take from the map


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
    show_if: Mapping[str, Condition] = field(default_factory=dict)  # asked only when these hold
    privacy: Privacy = Privacy.ORGANISATION
    default: str = ""  # what the form proposes; never counted unless a person sends it
    carry: bool = False  # filled in from the last approved sheet of this product, confirmed or changed
    known: str = ""  # filled in, before `carry`, from "tree.cells" or the last approved "<sheet>.<field>"
    jump: int | None = None  # a change against the period before by more than so many per cent is to be explained
    quota: bool = False  # the year's allocation of the chỉ tiêu that counts it is shown beside
    columns: tuple["FieldDefinition", ...] = ()  # of rows
    again: str = ""  # why something like it is asked although another sheet asks too
    compile: str = ""  # how answers of those under an organisation become its own; "": as its type says

    @property
    def is_number(self) -> bool:
        return self.type in {FieldType.INTEGER, FieldType.DECIMAL}

    @property
    def is_prefilled(self) -> bool:
        """Whether the form fills it in from what is known."""
        return self.carry or bool(self.known)

    @property
    def compiles(self) -> Compile:
        """How it is compiled from those below; what the map knows is not compiled."""
        if self.known in TREE_FACTS:
            return Compile.NONE
        return Compile(self.compile) if self.compile else _COMPILES.get(self.type, Compile.NONE)

    @property
    def options(self) -> Mapping[str, str]:
        """code → label of what may be chosen; empty for fields that are typed in."""
        return YES_NO if self.type is FieldType.YES_NO else self.choices

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        return conditions.holds(self.show_if, answers)

    def show(self, answer: Any) -> str:
        """An answer as people read it; "" when there is none. Rows: a line each."""
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
            case FieldType.ROWS:
                return "\n".join("; ".join(filter(None, row)) for row in self.cells(answer))
            case _:
                return str(answer)

    def cells(self, answer: Any) -> list[list[str]]:
        """The rows of an answer as people read them, by column; [] when there is none."""
        return [[one.show(row.get(one.code)) for one in self.columns] for row in answer or []]


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
    checks: tuple[Check, ...] = ()

    def field(self, code: str) -> FieldDefinition:
        """The field with this code, reviewer's fields included. Errors: KeyError."""
        return self.by_code[code]

    @property
    def by_code(self) -> dict[str, FieldDefinition]:
        """Every field by its code, the reviewer's included."""
        return {one.code: one for one in (*self.fields, *self.review_fields)}

    @property
    def norm_codes(self) -> set[str]:
        """The rule tables that its checks look at."""
        return {check.rule for check in self.checks if check.rule}


SHEET_KEYS = ("code", "name", "why", "minutes", "done_on", "evidence", "fields", "checks", "review_fields")
MAX_NAME = 200  # letters
FIELD_KEYS = tuple(FieldDefinition.__dataclass_fields__)


def parse_definition(data: Mapping[str, Any], *, unfinished: bool = False) -> SheetDefinition:
    """The definition in a YAML mapping; an `unfinished` one may have no questions yet.

    Errors: DefinitionError naming every fault at once.
    """
    faults = [*_text_faults(data, ("code", "name", "why", "done_on", "evidence"))]
    faults += [fault for part in ("fields", "review_fields", "checks") for fault in _list_faults(data, part)]
    faults += [] if _is_whole(data.get("minutes", 3)) else ["“minutes” phải là số nguyên"]
    if faults:
        raise DefinitionError("\n".join(f"{data.get('code', '?')}: {fault}" for fault in faults))
    faults += [f"khóa lạ “{key}”" for key in data if key not in SHEET_KEYS]
    needed = ("code", "name", "why") if unfinished else ("code", "name", "why", "fields")
    faults += [f"thiếu “{key}”" for key in needed if not data.get(key)]
    faults += [f"“name” dài quá {MAX_NAME} ký tự"] if len(data.get("name") or "") > MAX_NAME else []
    fields = [_parse_field(item, faults) for item in data.get("fields") or []]
    review = [_parse_field(item, faults) for item in data.get("review_fields") or []]
    kept = [f for f in (*fields, *review) if f]
    codes = [f.code for f in kept]
    faults += [f"mã trường “{code}” lặp lại" for code in sorted(set(codes)) if codes.count(code) > 1]
    for one in kept:
        others = {one.at_most, *conditions.fields_of(one.show_if)} - {""}
        faults += [f"{one.code}: không có trường “{other}”" for other in sorted(others - set(codes))]
    if data.get("done_on") and data["done_on"] not in {f.code for f in kept if f.type is FieldType.DATE}:
        faults.append(f"done_on “{data['done_on']}” không phải là trường ngày")
    if data.get("evidence", "optional") not in set(Evidence):
        faults.append(f"evidence “{data['evidence']}” không có")
    faults += check_faults(data.get("checks") or [], {f.code: f for f in kept})
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
        checks=tuple(parse_check(item) for item in data.get("checks") or []),
    )


def _parse_field(data: Mapping[str, Any], faults: list[str]) -> FieldDefinition | None:
    name = data.get("code", "?")
    if unreadable := [f"{name}: {fault}" for fault in _unreadable(data)]:
        faults += unreadable
        return None
    wrong = [f"{name}: khóa lạ “{key}”" for key in data if key not in FIELD_KEYS]
    wrong += [f"{name}: thiếu “{key}”" for key in ("code", "label", "type", "why") if not data.get(key)]
    if data.get("type") and data["type"] not in set(FieldType):
        wrong.append(f"{name}: kiểu “{data['type']}” không có")
    if data.get("type") == "choice" and not data.get("choices"):
        wrong.append(f"{name}: thiếu “choices”")
    wrong += [f"{name}: {fault}" for fault in conditions.faults_of(data.get("show_if") or {})]
    # YAML reads a bare yes or no as true and false
    words = [*(data.get("choices") or {}), data.get("default", "")]
    wrong += [f"{name}: “{word}” phải để trong dấu nháy" for word in words if not isinstance(word, str)]
    if data.get("privacy", "organisation") not in set(Privacy):
        wrong.append(f"{name}: privacy “{data['privacy']}” không có")
    wrong += [f"{name}: {fault}" for fault in _prefilling_faults(data)]
    columns = tuple(filter(None, (_parse_field(item, wrong) for item in data.get("columns") or [])))
    if bool(columns) != (data.get("type") == "rows") or any(one.columns for one in columns):
        wrong.append(f"{name}: “columns” chỉ dùng cho kiểu rows, mỗi cột là một câu hỏi thường")
    faults += wrong
    if wrong:
        return None
    values = dict(data)
    values["type"] = FieldType(data["type"])
    values["privacy"] = Privacy(data.get("privacy", "organisation"))
    values["columns"] = columns
    for bound in ("min", "max"):
        if data.get(bound) is not None:
            values[bound] = Decimal(str(data[bound]))
    return FieldDefinition(**values)


_TEXTS = ("code", "label", "type", "unit", "why", "hint", "at_most", "privacy", "known", "again", "compile")


def _unreadable(data: Mapping[str, Any]) -> Iterator[str]:
    """What of a question is not even of the right kind, a phrase each."""
    yield from _text_faults(data, _TEXTS)
    yield from _list_faults(data, "columns")
    if not isinstance(data.get("choices") or {}, Mapping):
        yield "“choices” phải ghi dạng “mã: chữ”"
    yield from (f"“{key}” phải là số nguyên" for key in ("jump", "max_length") if not _is_whole(data.get(key) or 0))
    for key in ("min", "max"):
        if data.get(key) is not None and conditions.number_of(str(data[key])) is None:
            yield f"“{key}” phải là số"


def _text_faults(data: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[str]:
    return (f"“{key}” phải là chữ" for key in keys if not isinstance(data.get(key) or "", str))


def _list_faults(data: Mapping[str, Any], key: str) -> Iterator[str]:
    items = data.get(key) or []
    if not isinstance(items, list | tuple) or not all(isinstance(one, Mapping) for one in items):
        yield f"“{key}” phải là danh sách, mỗi mục ghi dạng “khóa: giá trị”"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _prefilling_faults(data: Mapping[str, Any]) -> list[str]:
    known, numeric = str(data.get("known") or ""), data.get("type") in {"integer", "decimal"}
    faults = []
    if known and known not in TREE_FACTS and (known.startswith("tree.") or known.count(".") != 1):
        faults.append(f"known “{known}” không có; ghi tree.cells hoặc “mã phiếu.mã trường”")
    way = data.get("compile")
    if way and (way not in set(Compile) or data.get("type") not in _COMPILABLE[Compile(way)]):
        faults.append(f"compile “{way}” không dùng được cho kiểu “{data.get('type')}”")
    faults += [f"“{key}” chỉ dùng cho trường số" for key in ("jump", "quota") if data.get(key) and not numeric]
    return faults
