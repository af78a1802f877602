"""Marks of secrecy (độ mật): what is one, and what only speaks of secrets. Source: DOMAIN.md §6.2.

A mark is a degree that stands alone: in a line, a cell, a stamp. A sentence that speaks of secrets is none. Old files
in the fonts TCVN3 and VNI hold other letters behind the same picture; their marks are known too.
"""

import re

from dondoc.lib.text import nfc

_ALONE = re.compile(
    r"\W*(?P<degree>(?:TUYỆT|TUYÖT|TUYEÄT|TỐI|TèI|TOÁI)\s*(?:MẬT|MËT|MAÄT)|TUYET\s+MAT|TOI\s+MAT|MẬT|MËT|MAÄT)\W*"
)
_SAID = re.compile(r"\W*độ\s+mật(?:\s*:\s*|\s+)(?P<degree>tuyệt mật|tối mật|mật)\b.*", re.IGNORECASE)
_SPACED = re.compile(r"(?:\w\s+){2,}\w")  # T Ố I  M Ậ T
_HINT = re.compile(r"M\s*Ậ\s*T|MËT|MAÄT|TUYET\s+MAT|TOI\s+MAT|độ\s+mật", re.IGNORECASE)
_GOES_ON = re.compile(r"\b(?:bí|bảo|cơ|thân)$", re.IGNORECASE)  # "BÍ" at the end of a line, "MẬT" on the next


def may_bear_mark(text: str) -> bool:
    """Whether a degree may stand anywhere in `text`; False is sure."""
    return _HINT.search(nfc(text)) is not None


def mark_in(piece: str, before: str = "") -> str:
    """The degree that a paragraph, line, cell or stamp consists of, as written; "" when it is none.

    `before`: what stands before it and may go on in it ("BẢO VỆ BÍ" / "MẬT").
    """
    text = nfc(piece).strip()
    if _SPACED.fullmatch(text):
        text = re.sub(r"\s+", "", text)
    found = _ALONE.fullmatch(text) or _SAID.fullmatch(text)
    if found is None or _GOES_ON.search(nfc(before).rstrip()):
        return ""
    return " ".join(found["degree"].split())
