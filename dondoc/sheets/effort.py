"""How long it takes to enter answers: one rule for every sheet, in one place. Plain Python.

Counted on a phone (docs/BURDEN.md): 3 s to read a question, 2 s a tap, 0,6 s a letter. A kind of question costs what
that gives for the answer that people usually write; what the form has filled in already is only read. Finding the
figures out is not in it: nobody has measured that.
"""

from decimal import Decimal

from django.utils.translation import gettext as _

from dondoc.lib.numbers import format_number
from dondoc.sheets.definition import Evidence, FieldDefinition, FieldType, SheetDefinition
from dondoc.sheets.wording import TYPE_WORDS

READ, TAP, LETTER = 3.0, 2.0, 0.6  # seconds
OPEN_AND_SEND = 3 * TAP  # to open the sheet, to send it in, to see that it went
FILE = READ + 4 * TAP  # to choose a file that is at hand
# Taps and letters of the usual answer to each kind of question.
_USUAL: dict[FieldType, tuple[int, int]] = {
    FieldType.YES_NO: (1, 0), FieldType.CHOICE: (1, 0), FieldType.INTEGER: (1, 3), FieldType.DECIMAL: (1, 5),
    FieldType.DATE: (1, 10), FieldType.TEXT: (1, 20), FieldType.LONG_TEXT: (1, 90),
}  # fmt: skip


def rule_words() -> str:
    """The rule in a sentence, for the pages that show minutes."""
    return _(
        "Phút là thời gian nhập trên điện thoại: %(read)s giây đọc một câu, %(tap)s giây một lần chạm, %(letter)s giây "
        "một chữ; mục điền sẵn chỉ tính đọc; mở và nộp phiếu %(send)s giây, tệp bắt buộc %(file)s giây. Chưa gồm thời "
        "gian đi tìm số liệu. Nguồn: đếm trên năm phiếu hay nộp nhất (docs/BURDEN.md)."
    ) % {name: _plain(value) for name, value in (
        ("read", READ), ("tap", TAP), ("letter", LETTER), ("send", OPEN_AND_SEND), ("file", FILE),
    )}  # fmt: skip


def rule_lines() -> list[tuple[str, str]]:
    """Kind of question → seconds, as people read them."""
    return [(str(TYPE_WORDS[kind]), _plain(READ + taps * TAP + letters * LETTER)) for kind, (taps, letters) in
            _USUAL.items()]  # fmt: skip


def _plain(seconds: float) -> str:
    return format_number(Decimal(str(round(seconds, 1))))


def field_seconds(one: FieldDefinition) -> float:
    """To answer one question once; of a small table, one row of it."""
    if one.is_prefilled:
        return READ
    if one.type is FieldType.ROWS:
        return sum(field_seconds(column) for column in one.columns)
    taps, letters = _USUAL[one.type]
    return READ + taps * TAP + letters * LETTER


def sheet_seconds(parsed: SheetDefinition) -> float:
    """To fill one sheet in and send it, every question asked."""
    file = FILE if parsed.evidence is Evidence.REQUIRED else 0
    return OPEN_AND_SEND + file + sum(field_seconds(one) for one in parsed.fields)
