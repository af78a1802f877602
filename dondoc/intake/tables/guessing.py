"""Which column answers which question, by their names: marks, case, order of words and units do not matter."""

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from dondoc.lib.text import words

_SURE, _LIKELY = 100.0, 84.0
_NOISE = frozenset({"so", "luong", "tong", "trong", "thang", "quy", "nam", "ky", "cua", "da", "cac", "duoc"})
_SHORT = 86.0  # a name shortened, as exports do: nothing but words of the other


def guess(headers: Sequence[str], labels: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Question code → header, for those that are alike enough; each header is used once. `labels`: by question code,
    the ways to call it. Two that are equally alike are left to a person."""
    scores = [
        (max(_alike(header, label) for label in names), code, header)
        for code, names in labels.items()
        for header in headers
        if header
    ]
    found: dict[str, str] = {}
    for score, code, header in sorted(scores, key=lambda one: -one[0]):
        if score < _LIKELY or code in found or header in found.values():
            continue
        rivals = [one for one in scores if one[0] == score and one != (score, code, header)]
        free = [
            one for one in rivals
            if (one[1] == code and one[2] not in found.values()) or (one[2] == header and one[1] not in found)
        ]  # fmt: skip
        if score < _SURE and free:
            continue
        found[code] = header
    return found


def _alike(header: str, label: str) -> float:
    """0 to 100. A name that only adds words to the other is as alike as the words that they share weigh."""
    one, other = words(header), words(label)
    if not one or not other:
        return 0.0
    if one == other:
        return _SURE
    mine, asked = set(one) - _NOISE, set(other) - _NOISE
    if not mine & asked:
        return 0.0
    if len(mine) > 1 and mine <= asked and 2 * len(mine) >= len(asked):
        return _SHORT + len(mine) / len(asked)
    return fuzz.token_sort_ratio(" ".join(one), " ".join(other))
