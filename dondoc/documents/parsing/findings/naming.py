"""Names of bodies and audiences: old ones, ended ones, loose variants, unknown ones."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import datetime as dt
import re
from collections.abc import Iterator
from itertools import groupby

from dondoc.documents.parsing.bodies import RENAMED
from dondoc.documents.parsing.draft import Finding, Span
from dondoc.documents.parsing.findings.base import Context, found
from dondoc.documents.parsing.patterns import vn
from dondoc.lib.dates import format_date
from dondoc.lib.text import fold


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
            yield found(
                "body_old_name", places[0], f"“{written}” là tên cũ; nay là “{full}”.", part, f"Đề nghị ghi “{full}”."
            )
        else:
            yield found(
                "body_name_varies",
                places[0],
                f"“{written}” và “{full}” được hiểu là một cơ quan.",
                part,
                f"Đề nghị dùng một tên: “{full}”.",
            )


# Bodies that ended: (name, last day after which it is no more, who goes on). From the reorganisations of 2025: ministries
# by Nghị quyết 176/2025/QH15 (01/3/2025), commissions of the Centre (03/02/2025), districts (01/7/2025).
_MARCH, _JULY = dt.date(2025, 3, 1), dt.date(2025, 7, 1)
ENDED: tuple[tuple[re.Pattern[str], dt.date, str], ...] = (
    (vn(r"(?:bộ|sở) kế hoạch và đầu tư"), _MARCH, "{0} Tài chính"),
    (vn(r"(?:bộ|sở) thông tin và truyền thông"), _MARCH, "{0} Khoa học và Công nghệ"),
    (vn(r"(?:bộ|sở) giao thông vận tải"), _MARCH, "{0} Xây dựng"),
    (vn(r"(?:bộ|sở) tài nguyên và môi trường"), _MARCH, "{0} Nông nghiệp và Môi trường"),
    (vn(r"(?:bộ|sở) nông nghiệp và phát triển nông thôn"), _MARCH, "{0} Nông nghiệp và Môi trường"),
    (vn(r"(?:bộ|sở) lao động\s?[,-–]?\s?thương binh và xã hội"), _MARCH, "{0} Nội vụ"),
    (vn(r"ủy ban dân tộc"), _MARCH, "Bộ Dân tộc và Tôn giáo"),
    (vn(r"ban kinh tế trung ương"), dt.date(2025, 2, 3), "Ban Chính sách, chiến lược Trung ương"),
    (
        vn(r"(?:ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd)(?: các)? (?:huyện|quận|thị xã)"),
        _JULY,
        "cấp tỉnh hoặc cấp xã",
    ),
    (vn(r"(?<![^\W_])(?:huyện ủy|quận ủy|thị ủy)"), _JULY, "đảng ủy xã, phường"),
)
_CITED_BEFORE = 160  # characters: a body named so soon after a cited document is its issuer, right at its time
_FORMER = vn(r"(?:nguyên|trước đây|cũ|của)\s$")


def ended_bodies(context: Context) -> Iterator[Finding]:
    """Bodies that were no more on the day of the document, at their first place outside citations."""
    day, whole = context.draft.head.date, context.whole
    if day is None:
        return
    cited = sorted(m.span.start for c in context.draft.citations for m in c.mentions)
    for pattern, since, after in ENDED:
        for m in pattern.finditer(whole.low) if day >= since else ():
            span = whole.span(m.start(), m.end())
            beside = any(span.start - _CITED_BEFORE < place < span.start for place in cited)
            if not whole.text[m.start()].isupper() or beside or _FORMER.search(whole.low, 0, m.start()):
                continue
            written = whole.text[m.start() : m.end()]
            kept = after.format(written.split()[0])
            message = f"“{written}” không còn từ {format_date(since)}."
            yield found("body_ended", span, message, context.part_at(span), f"Đề nghị ghi cơ quan hiện nay: {kept}.")
            break


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
                message = f"Chưa có cơ quan “{name}” trong danh sách tổ chức."
                yield found("body_unknown", task.span, message, task.part)


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
            message = f"Cùng một đối tượng được gọi là “{full}” và {names}."
            repair = f"Đề nghị dùng một tên: “{full}”."
            yield found("audience_varies", places[0], message, context.part_at(places[0]), repair)


def _bare(full: str) -> set[str]:
    """What a short form of `full` may fold to."""
    parts = fold(full).split()
    shorts = {" ".join(parts[:size]) for size in range(2, len(parts))}
    return shorts | {f"cac {s}" for s in shorts}
