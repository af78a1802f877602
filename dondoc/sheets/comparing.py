"""What one version of a sheet changes of another, in words. Plain Python."""

from collections.abc import Iterator, Mapping
from typing import Any

from dondoc.lib.numbers import format_number
from dondoc.sheets.definition import FieldDefinition, SheetDefinition
from dondoc.sheets.norms import NO_NORMS, Norms
from dondoc.sheets.wording import (
    EVIDENCE_WORDS,
    PRIVACY_WORDS,
    TYPE_WORDS,
    check_words,
    known_words,
    name_of,
    when_words,
)

_HEAD = (("name", "Tên phiếu"), ("why", "Mục đích"), ("minutes", "Số phút điền"))
_WORDS = (
    ("label", "câu hỏi"), ("unit", "đơn vị tính"), ("why", "vì sao hỏi"), ("hint", "hướng dẫn điền"),
    ("max_length", "số ký tự tối đa"), ("min", "nhỏ nhất"), ("max", "lớn nhất"), ("default", "câu trả lời đề nghị"),
    ("jump", "mức thay đổi phải giải thích (%)"), ("again", "lý do hỏi lại"),
)  # fmt: skip
_SWITCHES = (
    ("required", "bắt buộc trả lời", "không bắt buộc trả lời"),
    ("not_future", "ngày không được sau hôm nay", "ngày được sau hôm nay"),
    ("carry", "điền sẵn từ kỳ trước", "không điền sẵn từ kỳ trước"),
    ("quota", "nêu chỉ tiêu phân bổ bên cạnh", "không nêu chỉ tiêu phân bổ"),
)


def changes(old: SheetDefinition | None, new: SheetDefinition, norms: Norms = NO_NORMS) -> list[str]:
    """Sentences; [] when nothing changed. `old` None: what is new altogether."""
    if old is None:
        return [f"Phiếu mới, {len(new.fields)} câu hỏi."]
    return [*_head(old, new), *_fields(old, new), *_checks(old, new, norms)]


def _head(old: SheetDefinition, new: SheetDefinition) -> Iterator[str]:
    for key, words in _HEAD:
        yield from _said(words, getattr(old, key), getattr(new, key))
    if old.evidence != new.evidence:
        yield f"Minh chứng: {EVIDENCE_WORDS[old.evidence]} → {EVIDENCE_WORDS[new.evidence]}."
    if old.done_on != new.done_on:
        before, after = old.by_code, new.by_code
        shown = [name_of(d, by) if d else "ngày nộp" for d, by in ((old.done_on, before), (new.done_on, after))]
        yield f"Ngày hoàn thành tính theo: {shown[0]} → {shown[1]}."


def _said(words: str, was: Any, now: Any) -> Iterator[str]:
    if was != now:
        yield f"{words}: {_shown(was)} → {_shown(now)}."


def _shown(value: Any) -> str:
    if value in (None, "", ()):
        return "không có"
    return f"“{value}”" if isinstance(value, str) else format_number(value)


def _fields(old: SheetDefinition, new: SheetDefinition) -> Iterator[str]:
    before, after = old.by_code, new.by_code
    yield from _listed(before, after, before, after)
    kept_before = [code for code in before if code in after]
    kept_after = [code for code in after if code in before]
    if kept_before != kept_after:
        yield f"Thứ tự câu hỏi đổi thành: {', '.join(after[code].label for code in after)}."


def _listed(
    old: Mapping[str, FieldDefinition], new: Mapping[str, FieldDefinition], before: Mapping[str, FieldDefinition],
    after: Mapping[str, FieldDefinition],
) -> Iterator[str]:  # fmt: skip
    for code, one in new.items():
        if code not in old:
            required = ", bắt buộc" if one.required else ""
            yield f"Thêm “{one.label}” ({TYPE_WORDS[one.type]}{required})."
    for code, one in old.items():
        if code not in new:
            yield f"Bỏ “{one.label}”."
        else:
            told = [*_field(one, new[code], before, after)]
            yield from (f"“{one.label}”: {text}." for text in told)


def _field(
    old: FieldDefinition, new: FieldDefinition, before: Mapping[str, FieldDefinition],
    after: Mapping[str, FieldDefinition],
) -> Iterator[str]:  # fmt: skip
    if old.type != new.type:
        yield f"kiểu trả lời: {TYPE_WORDS[old.type]} → {TYPE_WORDS[new.type]}"
    for key, words in _WORDS:
        was, now = getattr(old, key), getattr(new, key)
        if was != now:
            yield f"{words}: {_shown(was)} → {_shown(now)}"
    for key, on, off in _SWITCHES:
        if getattr(old, key) != getattr(new, key):
            yield on if getattr(new, key) else off
    if old.privacy != new.privacy:
        yield f"loại thông tin: {PRIVACY_WORDS[old.privacy]} → {PRIVACY_WORDS[new.privacy]}"
    if old.at_most != new.at_most:
        yield f"không vượt quá {name_of(new.at_most, after)}" if new.at_most else "bỏ giới hạn theo mục khác"
    if old.known != new.known:
        yield f"điền sẵn từ {known_words(new.known)}" if new.known else f"không điền sẵn từ {known_words(old.known)}"
    if dict(old.show_if) != dict(new.show_if):
        yield f"chỉ hỏi khi {when_words(new.show_if, after)}" if new.show_if else "luôn luôn hỏi"
    if dict(old.choices) != dict(new.choices):
        yield f"các mục để chọn: {'; '.join(new.choices.values()) or 'không có'}"
    inner_old, inner_new = ({one.code: one for one in field.columns} for field in (old, new))
    yield from (text.rstrip(".") for text in _listed(inner_old, inner_new, inner_old, inner_new))


def _checks(old: SheetDefinition, new: SheetDefinition, norms: Norms) -> Iterator[str]:
    before = {check.code: check_words(check, old.by_code, norms) for check in old.checks}
    after = {check.code: check_words(check, new.by_code, norms) for check in new.checks}
    yield from (f"Thêm kiểm tra: {words}." for code, words in after.items() if code not in before)
    yield from (f"Bỏ kiểm tra: {words}." for code, words in before.items() if code not in after)
    for code, words in before.items():
        if code in after and after[code] != words:
            yield f"Kiểm tra đổi từ: {words}; thành: {after[code]}."
