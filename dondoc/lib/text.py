"""Vietnamese text: one Unicode form, folding for search, sort keys.

SQLite folds ASCII only and no default collation sorts Â, Đ rightly, so rows that people search or
sort carry `search_text` and `sort_key` made here.
"""

import re
import unicodedata

_SORT_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
# A letter that has marked sisters carries its rank among them, so that "ăn" comes after "ao" as after "an".
_SORT_LETTERS = {
    "a": "a0", "a\u0306": "a1", "a\u0302": "a2", "d": "d0", "đ": "d1", "e": "e0", "e\u0302": "e1",
    "o": "o0", "o\u0302": "o1", "o\u031b": "o2", "u": "u0", "u\u031b": "u1",
}  # fmt: skip
_SORT_PIECES = re.compile(r"\d+|\D")
_SORT_GAP = "0"  # between words; it and the end ("00") come before every letter and number
_SORT_LENGTH = 180  # letters kept; with the tones it stays below the 255 characters of a column
_SPACE = re.compile(r"\s+")
# What no reader sees: widths of nothing, marks and overrides of direction, the mark of byte order.
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Letters of Latin writing → the letter without its marks; marks by themselves → nothing. Nearly all text needs no more.
_BASES = {
    code: "".join(c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c))
    for code in (*range(0xC0, 0x180), *range(0x1E00, 0x1F00), 0x1A1, 0x1B0, *range(0x300, 0x370))
} | {ord("đ"): "d"}
_C = "[bcdghklmnpqrstvx]"
_I_OR_Y = re.compile(rf"y\b(?:(?<=\b{_C}y)|(?<=\b{_C}{{2}}y))")  # begins with the letter: quicker to search for


def nfc(text: str) -> str:
    """`text` in NFC, the one form kept in the database."""
    return unicodedata.normalize("NFC", text)


def seen(text: str) -> str:
    """`text` without the characters that show nothing or turn the direction of others: "\\u200b" → ""."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def squash(text: str) -> str:
    """`text` in NFC with every run of white space made one blank and the ends trimmed."""
    if text.isascii() and text.isprintable() and "  " not in text:  # numbers, codes: most cells of a file
        return text.strip()
    return _SPACE.sub(" ", nfc(text)).strip()


def fold(text: str) -> str:
    """`text` as people type it in a search box: lower case, no marks, đ→d, single blanks.

    Tone placement (hoà/hòa) and uỷ/ủy fold to the same word because all marks go. `i` and `y` as the
    whole vowel of a syllable are one: "kỹ thuật", "kĩ thuật" both give "ki thuat".
    """
    plain = text.lower().translate(_BASES)
    if not plain.isascii():
        marked = unicodedata.normalize("NFD", plain)
        plain = "".join(c for c in marked if not unicodedata.combining(c))
    if "y" in plain:
        plain = _I_OR_Y.sub("i", plain)
    return " ".join(plain.split())


def shortened(text: str, length: int) -> str:
    """`text` itself, or as many of its whole words as fit into `length` letters together with the "…" after them."""
    if len(text) <= length:
        return text
    kept = text[:length].rpartition(" ")[0] or text[: length - 1]
    return f"{kept.rstrip(' ,;:.(–-')}…"


def words(text: str) -> list[str]:
    """The folded words of `text`, punctuation dropped."""
    return re.findall(r"[a-z0-9%]+", fold(text))


def sort_key(text: str) -> str:
    """A key whose order is Vietnamese alphabetical order: a ă â b c d đ …; letters decide first, then tones.

    Tones stand in their order ngang, huyền, hỏi, ngã, sắc, nặng. A name comes before longer ones that begin with
    it, numbers before letters and by their size ("Chi bộ 2", "Chi bộ 10"); punctuation only parts words. The key
    holds nothing but 0-9 and a-z, so every collation of every database sorts it alike.
    """
    letters: list[str] = []
    tones: list[str] = []
    for piece in _SORT_PIECES.findall(nfc(text.lower())):
        marked = unicodedata.normalize("NFD", piece)
        base = "".join(c for c in marked if c not in _SORT_TONES)
        if code := _sort_code(base):
            letters.append(code)
        elif letters and letters[-1] != _SORT_GAP:
            letters.append(_SORT_GAP)
        else:
            continue
        tones.append(next((_SORT_TONES[c] for c in marked if c in _SORT_TONES), "0"))
    if letters and letters[-1] == _SORT_GAP:
        letters.pop()
    return "".join(letters)[:_SORT_LENGTH] + _SORT_GAP * 2 + "".join(tones).rstrip("0")[:70]


def _sort_code(base: str) -> str:
    """The place of a letter (without its tone) or of a whole number; "" for anything else."""
    if base.isdecimal():
        digits = str(int(base[:40]))
        return f"1{min(len(digits), 9)}{digits}"  # longer numbers come after shorter ones
    plain = base[:1]
    if plain == "đ" or (plain.isascii() and plain.isalpha()):
        return _SORT_LETTERS.get(base) or _SORT_LETTERS.get(plain, plain)
    return ""
