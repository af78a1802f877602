"""Words that a PDF has run together ("chỉtiêu", "Đảng bộxã", "nhiệm kỳ2025"), taken apart again.

A Vietnamese word is one syllable, and a syllable has a strict shape, so a run of letters that carries marks and is
no syllable, but is a row of syllables, has lost its blanks.
"""

import re
import unicodedata
from functools import lru_cache

_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
_RIME = (
    "(?:uyê[nt]|uya|uy(?:nh|ch|t|n|p|u)?|uê(?:nh|ch|n)?|uâ(?:n|t|ng|y)|uơ|"
    "oai|oay|oao|oeo|oa(?:ng|nh|ch|[cmnpt])?|oă(?:ng|[cmnt])|oe(?:[nt])?|oo(?:ng|c)|"
    "iêu|yêu|iê(?:ng|[cmnpt])|yê(?:ng|[mnt])|ia|ươi|ươu|ươ(?:ng|[cmnpt])|ưa|uôi|uô(?:ng|[cmnt])|ua|"
    "ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|"
    "a(?:ng|nh|ch|[cmnpt])?|ă(?:ng|[cmnpt])|â(?:ng|[cmnpt])|e(?:ng|[cmnpt])?|ê(?:nh|ch|[mnpt])?|"
    "i(?:nh|ch|[mnpt])?|y(?:nh|ch|[mnpt])?|o(?:ng|[cmnpt])?|ô(?:ng|[cmnpt])?|ơ(?:[mnpt])?|"
    "u(?:ng|[cmnpt])?|ư(?:ng|[cmnt])?)"
)
_SYLLABLE = re.compile(_ONSET + _RIME)
_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
_LONGEST = 7  # letters in the longest syllable, "nghiêng"


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """True when `word` (lower case, NFC) has the shape of one Vietnamese syllable with at most one tone."""
    parts = unicodedata.normalize("NFD", word)
    toneless = parts.translate(_TONES)
    return len(parts) - len(toneless) <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)))


@lru_cache(maxsize=65536)
def cuts(word: str) -> tuple[int, ...]:
    """Where blanks are missing in `word` (letters and digits only): positions before which one belongs; () if none."""
    if word.isascii():
        return ()
    boundary = _case_cut(word)
    if boundary:
        return (*cuts(word[:boundary]), boundary, *(boundary + c for c in cuts(word[boundary:])))
    low = word.lower()
    if is_syllable(low) or not low.isalpha() or word.isupper():
        return ()
    if len(low) > _LONGEST * 6:
        return ()
    parts = _syllables(low)
    if len(parts) < 2:
        return ()
    places = [0]
    for part in parts:
        places.append(places[-1] + len(part))
    return tuple(places[1:-1])


def _case_cut(word: str) -> int:
    """The place in "vụĐảng", "kỳ2025", "thứXIV" where a marked syllable meets a capital or a digit; 0 if none."""
    for at in range(2, len(word)):
        left, char = word[:at], word[at]
        if (char.isdigit() or (char.isupper() and word[at - 1].islower())) and not left[-1].isascii():
            low = left.lower()
            if is_syllable(low) or len(_syllables(low)) > 1:
                return at
    return 0


@lru_cache(maxsize=65536)
def _syllables(low: str) -> tuple[str, ...]:
    """`low` as a row of as few syllables as can be, the first ones short; () if it is none."""
    best: tuple[str, ...] = ()
    for size in range(1, min(_LONGEST, len(low)) + 1):
        head, rest = low[:size], low[size:]
        if not is_syllable(head):
            continue
        if not rest:
            return (head,)
        tail = _syllables(rest)
        if tail and (not best or len(tail) + 1 < len(best)):
            best = (head, *tail)
    return best
