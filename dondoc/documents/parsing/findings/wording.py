"""Slips of the pen and of scans, names of bodies that are old or vary."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections.abc import Iterator
from itertools import groupby

from dondoc.documents.parsing.bodies import RENAMED
from dondoc.documents.parsing.draft import Finding, Span
from dondoc.documents.parsing.findings.base import Context, note, warning
from dondoc.documents.parsing.glue import cuts, is_syllable
from dondoc.documents.parsing.patterns import vn
from dondoc.lib.text import fold

_TWICE = re.compile(r"(?<![^\W_])([^\W\d_]+(?: [^\W\d_]+){1,3}) \1(?![^\W_])")
_ONCE_MORE = re.compile(r"(?<![^\W_])([^\W\d_]{3,}) \1(?![^\W_])")
# Words that Vietnamese doubles on purpose.
_ON_PURPOSE = {
    "luôn",
    "dần",
    "từng",
    "ngày",
    "đời",
    "mãi",
    "thường",
    "nhanh",
    "sớm",
    "hằng",
    "ngành",
    "người",
    "nhà",
    "xanh",
    "chung",
    "xưa",
    "lâu",
}

# What scanners write for what was meant. The left side is no phrase of office Vietnamese in that place.
SLIPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<![^\W_])(?:{wrong})(?![^\W_])", re.IGNORECASE), right)
    for wrong, right in (
        (r"phần đầu|phấn đầu|phần đấu(?= (?:ít nhất|tối thiểu|đạt|hoàn thành|đến|trên|có|\d))", "phấn đấu"),
        (r"tiên hành(?! tinh)", "tiến hành"),
        (r"bình quần", "bình quân"),
        (r"lẩn thứ", "lần thứ"),
        (r"cần cứ", "căn cứ"),
        (r"nhiêm vụ|nhiệm vu", "nhiệm vụ"),
        (r"thưc hiện|thực hiên", "thực hiện"),
        (r"xã hôi", "xã hội"),
        (r"nghi quyết|nghị quyêt", "nghị quyết"),
        (r"trog", "trong"),
        (r"giảm thiếu", "giảm thiểu"),
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
    """A run of words written twice ("thực hiện thực hiện")."""
    low = context.whole.low
    taken: list[tuple[int, int]] = []
    for pattern in (_TWICE, _ONCE_MORE):
        for m in pattern.finditer(low):
            if m[1] in _ON_PURPOSE or any(a < m.end() and m.start() < b for a, b in taken):
                continue
            taken.append((m.start(), m.end()))
            span = context.whole.span(m.start(), m.end())
            yield warning(
                "words_doubled",
                span,
                f"Viết lặp “{context.whole.text[m.start() : m.end()]}”. Đề nghị bỏ một lần.",
                context.part_at(span),
            )


def slips(context: Context) -> Iterator[Finding]:
    """Known slips of scans."""
    for pattern, right in SLIPS:
        for m in pattern.finditer(context.whole.low):
            written = context.whole.text[m.start() : m.end()]
            span = context.whole.span(m.start(), m.end())
            meant = right.capitalize() if written[0].isupper() else right
            yield warning("spelling", span, f"“{written}” có lẽ là “{meant}”. Đề nghị sửa.", context.part_at(span))


_WORD = re.compile(r"(?<![\w/.-])[^\W\d_]+(?![\w/.-])")


def misshapen_words(context: Context) -> Iterator[Finding]:
    """Words that no Vietnamese syllable can be ("nuớc"), at most ten different ones."""
    seen: set[str] = set()
    for m in _WORD.finditer(context.whole.text):
        word = m[0]
        if word in seen or word.isascii() or not word.islower() or len(seen) >= 10:
            continue
        if not is_syllable(word) and not cuts(word):
            seen.add(word)
            span = context.whole.span(m.start(), m.end())
            yield note(
                "word_shape",
                span,
                f"“{word}” không đúng chính tả tiếng Việt. Đề nghị kiểm tra.",
                context.part_at(span),
            )


_EVERY = re.compile(r"(?<![^\W_])(hàng|hằng) (năm|tháng|quý)(?![^\W_])")


def mixed_spelling(context: Context) -> Iterator[Finding]:
    """ "hàng năm" and "hằng năm" side by side."""
    found = list(_EVERY.finditer(context.whole.low))
    first = {m[1]: m for m in reversed(found)}
    if len(first) == 2:
        counts = {w: sum(m[1] == w for m in found) for w in first}
        rare = min(counts, key=lambda w: counts[w])
        span = context.whole.span(first[rare].start(), first[rare].end())
        message = f"Dùng lẫn “hàng” ({counts['hàng']} lần) và “hằng” ({counts['hằng']} lần) trong “hàng/hằng năm, tháng”. Đề nghị thống nhất."
        yield note("spelling_mixed", span, message, context.part_at(span))


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
            message = f"Một tên viết hai cách: “{source[one.start : one.end]}” và “{source[other.start : other.end]}”. Đề nghị thống nhất."
            yield note("wording_varies", other, message, context.part_at(other))


def names_of_bodies(context: Context) -> Iterator[Finding]:
    """Old names and loose variants of bodies, at each first place."""
    for written, full in context.draft.aliases.items():
        why = next((w for p, _, w in RENAMED if p.search(written.lower())), None)
        case_only = fold(written) == fold(full)
        if why is None and not case_only:
            continue
        places = _places(context, written)
        if not places:
            continue
        part = context.part_at(places[0])
        if why == "old_name":
            yield warning(
                "body_old_name", places[0], f"“{written}” là tên cũ; nay là “{full}”. Đề nghị kiểm tra.", part
            )
        else:
            yield note(
                "body_name_varies",
                places[0],
                f"“{written}” và “{full}” được hiểu là một cơ quan. Đề nghị dùng một tên.",
                part,
            )


_NAMED = vn(r"(?:văn phòng|ban |ủy ban|sở |đảng ủy|hội |đoàn |chi cục|phòng )")


def unknown_bodies(context: Context) -> Iterator[Finding]:
    """Standing bodies that lead or support and that the caller's list of organisations does not hold."""
    if not context.known:
        return
    known = {fold(name) for body in context.known for name in (body.name, *body.aliases, *body.old_names)}
    told: set[str] = set()
    for task in context.draft.tasks:
        for name in (*task.lead, *task.support):
            if name[:1].isupper() and _NAMED.match(name.lower()) and fold(name) not in known | told:
                told.add(fold(name))
                message = (
                    f"Chưa có cơ quan “{name}” trong danh sách tổ chức. Đề nghị kiểm tra tên hoặc bổ sung tổ chức."
                )
                yield warning("body_unknown", task.span, message, task.part)


def _places(context: Context, written: str) -> list[Span]:
    pattern = re.compile(r"(?<!\w)" + re.escape(written) + r"(?!\w)")
    return [context.whole.span(m.start(), m.end()) for m in pattern.finditer(context.whole.text)]


def audiences_vary(context: Context) -> Iterator[Finding]:
    """One audience called by several names."""
    pairs = [
        (full, short)
        for short, full in context.draft.aliases.items()
        if short[:1].islower() and fold(short) in _bare(full)
    ]
    for full, group in groupby(sorted(pairs), key=lambda pair: pair[0]):
        shorts = [short for _, short in group]
        places = _places(context, shorts[0])
        if places:
            names = ", ".join(f"“{s}”" for s in shorts)
            message = f"Cùng một đối tượng được gọi là “{full}” và {names}. Đề nghị dùng một tên."
            yield note("audience_varies", places[0], message, context.part_at(places[0]))


def _bare(full: str) -> set[str]:
    """What a short form of `full` may fold to."""
    parts = fold(full).split()
    shorts = {" ".join(parts[:size]) for size in range(2, len(parts))}
    return shorts | {f"cac {s}" for s in shorts}
