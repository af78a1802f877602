"""Patterns over Vietnamese office text that forgive what scans and old keyboards do.

Patterns are written in good Vietnamese, lower case, and matched on lower-case text of the same length as the
original (`lowered`). `vn` lets every marked letter lose its marks, all of them or the tone only, but never gain
or change them: "đạt" matches "đạt", "dạt", "dat", not "đất"; "giao" does not match "giáo".
"""

import re
import unicodedata
from functools import cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"


@cache
def _poorer(letter: str) -> str:
    """`letter` and what is left of it when marks are lost: ấ → "ấâa", đ → "đd"; a plain letter → itself."""
    if letter == "đ":
        return "đd"
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) == 1:
        return letter
    toneless = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    return "".join(dict.fromkeys((letter, toneless, parts[0])))


def tolerant(pattern: str) -> str:
    """The pattern with every marked letter replaced by the class of what it may have been worn down to."""
    out: list[str] = []
    in_class = False
    for char in pattern:
        if char == "[":
            in_class = True
        elif char == "]":
            in_class = False
        poorer = _poorer(char) if ord(char) > 127 else char
        out.append(poorer if in_class or len(poorer) == 1 else f"[{poorer}]")
    return "".join(out)


@cache
def vn(pattern: str) -> re.Pattern[str]:
    """A compiled pattern for lower-case text, tolerant of lost marks."""
    return re.compile(tolerant(pattern))


def lowered(text: str) -> str:
    """`text` in lower case, character for character (same length, same positions)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


_BARE = {
    ord(c): unicodedata.normalize("NFD", c)[0]
    for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for mark in ("", *_TONES)
    for c in [unicodedata.normalize("NFC", base + mark)]
    if len(c) == 1
} | {ord("đ"): "d", ord("Đ"): "D"}


def bare(text: str) -> str:
    """`text` without any marks, same length: for words that mean one thing however a scan has marked them."""
    return text.translate(_BARE)


# Where the tone mark stands in an open syllable with two vowels: the old way (hoà, uỷ) beside the new (hòa, ủy).
_OLD_TO_NEW = {}
for _pair in ("oa", "oe", "uy"):
    for _tone in _TONES:
        _old = _pair[0] + unicodedata.normalize("NFC", _pair[1] + _tone)
        _new = unicodedata.normalize("NFC", _pair[0] + _tone) + _pair[1]
        for _form_old, _form_new in ((_old, _new), (_old.upper(), _new.upper()), (_old.title(), _new.title())):
            _OLD_TO_NEW[_form_old] = _form_new
_OLD_TONES = re.compile("(?<![qQ])(?:" + "|".join(sorted(_OLD_TO_NEW)) + r")(?![^\W\d_])")


def new_tones(text: str) -> str:
    """`text` with tone marks where the new spelling puts them, same length: "hoà" → "hòa", "Uỷ" → "Ủy", "quý" stays."""
    return _OLD_TONES.sub(lambda m: _OLD_TO_NEW[m[0]], text)
