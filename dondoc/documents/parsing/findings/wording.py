"""Slips of the pen and of scans."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from dondoc.documents.parsing.draft import Finding, Span
from dondoc.documents.parsing.findings.base import Context, found
from dondoc.documents.parsing.glue import cuts, is_syllable
from dondoc.documents.parsing.patterns import new_tones
from dondoc.lib.text import fold

_TWICE = re.compile(r"(?<![^\W_])([^\W\d_]+(?: [^\W\d_]+){1,3}) \1(?![^\W_])")
_ONCE_MORE = re.compile(r"(?<![^\W_])([^\W\d_]{3,}) \1(?![^\W_])")
# Doubled, these little words are always a slip; others may end one word and begin the next ("truyền thông thông qua").
_LITTLE = {
    "với", "của", "và", "các", "những", "trong", "được", "cho", "về", "để", "theo", "tại", "từ", "đến", "trên",
    "do", "khi", "là", "này", "đó", "một", "bằng", "cùng", "phải", "cần", "sẽ", "đã", "không",
}  # fmt: skip

# What follows "phấn đấu" in a target; "phần đầu tư", "phần đầu của báo cáo" are good Vietnamese.
_AIMS = "ít nhất|tối thiểu|đạt|hoàn thành|đến|trên|có|giữ|duy trì|tăng|giảm|xây dựng|trở thành|hàng|hằng|mỗi|không"
# What scanners write for what was meant. The left side is no phrase of office Vietnamese in that place.
SLIPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<![^\W_])(?:{wrong})(?![^\W_])", re.IGNORECASE), right)
    for wrong, right in (
        (rf"(?:phần đầu|phấn đầu|phần đấu)(?= (?:{_AIMS}|\d))", "phấn đấu"),
        (r"tiên hành(?! tinh)", "tiến hành"),
        (r"bình quần", "bình quân"),
        (r"lẩn thứ", "lần thứ"),
        (r"cần cứ", "căn cứ"),
        (r"nhiêm vụ|nhiệm vu", "nhiệm vụ"),
        (r"thưc hiện|thực hiên", "thực hiện"),
        (r"xã hôi", "xã hội"),
        (r"nghi quyết|nghị quyêt", "nghị quyết"),
        (r"trog", "trong"),
        (r"giảm thiếu(?! (?:hụt|nước|điện|vốn|sót))", "giảm thiểu"),
        (r"ủy nhân dân", "ủy ban nhân dân"),
        (r"chi tiêu(?= (?:thứ|kế hoạch|đề ra|nghị quyết))", "chỉ tiêu"),
        (r"hướng dân(?! tộc)", "hướng dẫn"),
        (r"bảo cáo", "báo cáo"),
        (r"kiếm tra", "kiểm tra"),
        (r"giảm sát", "giám sát"),
        (r"đàng viên|đảng viện", "đảng viên"),
        (r"chinh trị|chính tri", "chính trị"),
    )
)


def doubled_words(context: Context) -> Iterator[Finding]:
    """Words written twice ("thực hiện thực hiện", "với với")."""
    low, text = context.whole.low, context.whole.text
    taken: list[tuple[int, int]] = []
    for pattern in (_TWICE, _ONCE_MORE):
        for m in pattern.finditer(low):
            if any(a < m.end() and m.start() < b for a, b in taken) or not _is_slip(context, m):
                continue
            taken.append((m.start(), m.end()))
            span = context.whole.span(m.start(), m.end())
            repair = f"Đề nghị chỉ ghi “{text[m.start(1) : m.end(1)]}”."
            message = f"Viết lặp “{text[m.start() : m.end()]}”."
            yield found("words_doubled", span, message, context.part_at(span), repair)


def _is_slip(context: Context, m: re.Match[str]) -> bool:
    """False for neighbouring cells and lines, and where the words fall into pairs that the text has elsewhere too."""
    said, low = m[1].split(), context.whole.low
    places = context.whole.places
    between = context.draft.source[places[m.end(1) - 1] : places[m.end() - len(m[1])]]
    if "\t" in between or "|" in between:
        return False
    if len(said) == 1:
        return said[0] in _LITTLE
    if _begins_line(context, m.start()) and _begins_line(context, m.end() - len(m[1])):
        return False
    before = low[max(0, m.start() - 12) : m.start()].split(" ")[-2:-1]
    after = low[m.end() : m.end() + 12].split(" ")[1:2]
    chain = [*before, *said, *said, *after]
    pairs = [f"{a} {b}".strip(".,;:") for a, b in zip(chain[::2], chain[1::2], strict=False)]
    return len(said) != 2 or len(chain) != 6 or not all(_stands_twice(low, pair) for pair in pairs)


def _stands_twice(low: str, words: str) -> bool:
    first = low.find(words)
    return first >= 0 and low.find(words, first + 1) >= 0


def _begins_line(context: Context, at: int) -> bool:
    place = context.whole.places[at]
    return not context.draft.source[context.draft.source.rfind("\n", 0, place) + 1 : place].strip(" \t*-#")


def as_written(right: str, written: str) -> str:
    """`right` in the capitals of `written`."""
    if written.isupper():
        return right.upper()
    return right[:1].upper() + right[1:] if written[:1].isupper() else right


def slips(context: Context) -> Iterator[Finding]:
    """Known slips of scans."""
    for pattern, right in SLIPS:
        for m in pattern.finditer(context.whole.low):
            written = context.whole.text[m.start() : m.end()]
            span = context.whole.span(m.start(), m.end())
            meant = as_written(right, written)
            message = f"“{written}” có lẽ là “{meant}”."
            yield found("spelling", span, message, context.part_at(span), f"Đề nghị ghi “{meant}”.")


_WORD = re.compile(r"(?<![\w/.-])[^\W\d_]+(?![\w/.-])")


def misshapen_words(context: Context) -> Iterator[Finding]:
    """Words that no Vietnamese syllable can be ("nuớc"), at most ten different ones."""
    seen: set[str] = set()
    for m in _WORD.finditer(context.whole.text):
        word = m[0]
        if word in seen or word.isascii() or len(word) < 2 or not word.islower() or len(seen) >= 10:
            continue
        if not is_syllable(word) and not cuts(word):
            seen.add(word)
            span = context.whole.span(m.start(), m.end())
            yield found(
                "word_shape",
                span,
                f"“{word}” không đúng chính tả tiếng Việt.",
                context.part_at(span),
            )


_PAIR = re.compile(r"(?<![\w-])(?=([^\W\d_]{2,7} [^\W\d_]{2,7})(?![\w-]))")
_ONLY_ONCE = 1
_TWIN_FROM = 8  # times that the usual spelling must stand for a single other one to be a doubt


def twins(context: Context) -> Iterator[Finding]:
    """Two words met once or twice that elsewhere in the text stand often with other marks ("tiên hành", "tiến hành").

    They differ in one syllable only, and the usual one is a word: its syllables stand together more often than not.
    """
    low = context.whole.low
    pairs = Counter(_PAIR.findall(low))
    syllables = Counter(_WORD.findall(low))
    counts: dict[str, Counter[str]] = {}
    for pair, times in pairs.items():
        counts.setdefault(fold(pair), Counter())[pair] = times
    for forms in counts.values():
        (usual, often), *others = forms.most_common()
        for rare, times in others:
            is_told = times > _ONLY_ONCE or any(pattern.search(rare) for pattern, _ in SLIPS)
            if (
                is_told
                or often < _TWIN_FROM
                or not _is_word(usual, often, syllables)
                or not _one_syllable_off(usual, rare)
            ):
                continue
            at = next(m.start(1) for m in _PAIR.finditer(low) if m[1] == rare)
            span = context.whole.span(at, at + len(rare))
            message = f"“{rare}” chỉ viết một lần; chỗ khác viết “{usual}” ({often} lần)."
            yield found(
                "spelling_twin", span, message, context.part_at(span), f"Đề nghị kiểm tra có phải “{usual}” không."
            )


def _is_word(pair: str, times: int, syllables: Counter[str]) -> bool:
    return pair not in _TWO_WAYS and all(times * 2 >= syllables[syllable] for syllable in pair.split())


_TWO_WAYS = {"hàng năm", "hằng năm", "hàng tháng", "hằng tháng", "hàng quý", "hằng quý"}  # told by mixed_spelling


def _one_syllable_off(a: str, b: str) -> bool:
    return sum(x != y for x, y in zip(new_tones(a).split(), new_tones(b).split(), strict=True)) == 1


def glued_words(context: Context) -> Iterator[Finding]:
    """Words that have lost the blank between them, told once for the whole text."""
    places = [m for m in _RUN_OF_LETTERS.finditer(context.draft.source) if cuts(m[0])]
    if not places:
        return
    examples = ", ".join(f"“{word}”" for word in dict.fromkeys(m[0] for m in places[:12]))
    first = places[0]
    apart = " ".join(first[0][a:b] for a, b in itertools.pairwise((0, *cuts(first[0]), len(first[0]))))
    span = Span(first.start(), first.end())
    message = f"{len(places)} chỗ chữ dính liền: {examples}{' …' if len(places) > 12 else ''}."
    yield found("words_glued", span, message, context.part_at(span), f"Đề nghị thêm dấu cách, như “{apart}”.")


_RUN_OF_LETTERS = re.compile(r"(?<![\w/.@-])[^\W_]{3,40}(?![\w/@-])")


_EVERY = re.compile(r"(?<![^\W_])(hàng|hằng) (năm|tháng|quý)(?![^\W_])")


def mixed_spelling(context: Context) -> Iterator[Finding]:
    """ "hàng năm" and "hằng năm" side by side."""
    places = list(_EVERY.finditer(context.whole.low))
    first = {m[1]: m for m in reversed(places)}
    if len(first) == 2:
        counts = {w: sum(m[1] == w for m in places) for w in first}
        rare = min(counts, key=lambda w: counts[w])
        span = context.whole.span(first[rare].start(), first[rare].end())
        message = (
            f"Dùng lẫn “hàng” ({counts['hàng']} lần) và “hằng” ({counts['hằng']} lần) trong “hàng/hằng năm, tháng”."
        )
        yield found("spelling_mixed", span, message, context.part_at(span))


_QUOTED = re.compile(r"[“\"]([^”\"]{3,60})[”\"]")
_DIGIT_WORDS = {"mot": "1", "hai": "2", "ba": "3", "bon": "4", "nam": "5", "sau": "6", "bay": "7", "tam": "8"}


def quoted_names_vary(context: Context) -> Iterator[Finding]:
    """One quoted name written with a digit here and in words there."""
    forms: dict[str, dict[str, Span]] = {}
    for m in _QUOTED.finditer(context.whole.text):
        key = " ".join(_DIGIT_WORDS.get(w, w) for w in fold(m[1]).split())
        forms.setdefault(key, {}).setdefault(fold(m[1]), context.whole.span(m.start(1), m.end(1)))
    for spans in forms.values():
        if len(spans) > 1:
            one, other = sorted(spans.values())[:2]
            source = context.draft.source
            message = f"Một tên viết hai cách: “{source[one.start : one.end]}” và “{source[other.start : other.end]}”."
            yield found("wording_varies", other, message, context.part_at(other))
