"""Vietnamese text: one Unicode form, folding for search, sort keys.

SQLite folds ASCII only and no default collation sorts Â, Đ rightly, so rows that people search or
sort carry `search_text` and `sort_key` made here.
"""

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_SORT_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SORT_LETTERS = {
    "a\u0306": "a1", "a\u0302": "a2", "đ": "d1", "e\u0302": "e1", "o\u0302": "o1", "o\u031b": "o2", "u\u031b": "u1",
}  # fmt: skip
_SPACE = re.compile(r"\s+")


def nfc(text: str) -> str:
    """`text` in NFC, the one form kept in the database."""
    return unicodedata.normalize("NFC", text)


def squash(text: str) -> str:
    """`text` in NFC with every run of white space made one blank and the ends trimmed."""
    return _SPACE.sub(" ", nfc(text)).strip()


def fold(text: str) -> str:
    """`text` as people type it in a search box: lower case, no marks, đ→d, single blanks.

    Tone placement (hoà/hòa) and uỷ/ủy fold to the same word because all marks go. `i` and `y` as the
    whole vowel of a syllable are one: "kỹ thuật", "kĩ thuật" both give "ki thuat".
    """
    marked = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(c for c in marked if not unicodedata.combining(c))
    return _SPACE.sub(" ", _I_OR_Y.sub(r"\1i", plain)).strip()


_I_OR_Y = re.compile(r"\b([bcdghklmnpqrstvx]{1,2})y\b")


def words(text: str) -> list[str]:
    """The folded words of `text`, punctuation dropped."""
    return re.findall(r"[a-z0-9%]+", fold(text))


def sort_key(text: str) -> str:
    """A key whose plain code-point order is Vietnamese dictionary order (a ă â b … d đ …; tones last)."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", text.lower()):
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(c for c in parts if c in _TONES)
        base = "".join(c for c in parts if c not in _TONES)
        letters.append(
            _SORT_LETTERS.get(base, base if base.isascii() else unicodedata.normalize("NFC", base))
        )
        tones.append(_SORT_TONES.get(tone, "0"))
    return "".join(letters)[:180] + "\x01" + "".join(tones).rstrip("0")[:70]
