"""The end of a document: who receives it, who signed it, and where its body stops."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dondoc.documents.parsing.blocks import Line
from dondoc.documents.parsing.draft import Signature, Span
from dondoc.documents.parsing.patterns import lowered, vn

_RECIPIENTS = vn(r"nơi (?:nhận|gửi)\s?:?")
_ITEM = re.compile(r"\s*[-–—•+]\s*")
_AUTHORITY = re.compile(r"\s*(?:T\s?/\s?M|TM|T\.M)[.\s]\s*\S", re.IGNORECASE)
_DEPUTY = re.compile(r"\s*(?:KT|K/T|TL|T/L|TUQ|Q)[.\s]\s*\S")
_POSITION = vn(
    r"(?:q\. ?|quyền )?(?:phó )?(?:bí thư|chủ tịch|chánh văn phòng|trưởng ban|chủ nhiệm|giám đốc|bộ trưởng|thủ tướng|tổng bí thư|thứ trưởng|"
    r"cục trưởng|viện trưởng|chánh án|hiệu trưởng|tổng giám đốc|trưởng đoàn|cvp|phó trưởng ban|phó chánh văn phòng|ủy viên|thường trực|trưởng phòng|chủ tọa|chỉ huy trưởng|chính ủy|chính trị viên|tư lệnh|trưởng công an|trưởng thôn|trạm trưởng|đồn trưởng|tổ trưởng)"
)
# Also "Y Thanh Niê", "H'Yim Kđoh".
_NAME = re.compile(r"(?:[A-ZÀ-ỸĐ][’'])?[A-ZÀ-ỸĐ][a-zà-ỹđ]*(?:\s(?:[A-ZÀ-ỸĐ][’'])?[A-ZÀ-ỸĐ][a-zà-ỹđ]*){1,5}")


@dataclass(frozen=True)
class Closing:
    """recipients with their places, the signature, and the lines `start`–`end` (exclusive) that they fill."""

    recipients: tuple[str, ...]
    spans: tuple[Span, ...]
    signature: Signature
    start: int
    end: int


def read_closing(lines: Sequence[Line], body_at: int, source: str) -> Closing:
    """The closing; without one `start` is the number of lines."""
    at = _recipients_at(lines, body_at)
    if at is None:
        signed, first, last = _signature(lines, max(body_at, len(lines) - 12), len(lines))
        return Closing((), (), signed, first if signed.span else len(lines), last if signed.span else len(lines))
    columns = _columns(lines[at : at + _LONGEST_CLOSING], source)
    if columns:
        return _side_by_side(lines, at, *columns)
    recipients, spans, after = _recipients(lines, at)
    signed, first, last = _signature(lines, after, min(len(lines), after + 12))
    if not signed.span:
        signed, first, _ = _signature(lines, max(body_at, at - 8), at)
        last = after
    return Closing(recipients, spans, signed, min(at, first) if signed.span else at, max(after, last))


_ATTACHED = vn(r"\W*(?:ban hành )?kèm theo (?:quyết định|nghị quyết|kế hoạch|công văn|chương trình)")


def _recipients_at(lines: Sequence[Line], body_at: int) -> int | None:
    """Where the recipients begin: the last such line, but the decision's own where a plan is attached to it."""
    places = [i for i in range(body_at + 1, len(lines)) if _RECIPIENTS.match(lines[i].words.low.lstrip("*# "))]
    for i in places[:-1]:
        if any(_ATTACHED.match(line.words.low) for line in lines[i : i + _LONGEST_CLOSING]):
            return i
    return places[-1] if places else None


def after(lines: Sequence[Line], closing: "Closing", source: str) -> list[Line]:
    """The lines behind a closing, without the closing of an attached document."""
    rest = lines[closing.end :]
    if _recipients_at(rest, 0) is None:
        return list(rest)
    own = read_closing(rest, 0, source)
    return [*rest[: own.start], *rest[own.end :]]


_COLUMNS_OF_A_TABLE = 2
_LONGEST_CLOSING = 40
_GAP = re.compile(r"(?<=[^\s*•+–-])(?:[ \u00a0]*\t[ \t\u00a0]*|[ \t\u00a0]{3,})(?=\S)")


# "Nơi nhận: T/M BAN THƯỜNG VỤ", "- Thường trực Tỉnh ủy, BÍ THƯ": a scan has run the columns together.
_RAN_TOGETHER = re.compile(
    r"(?<=[:;,.]) +(?=(?:T/M|TM\.|K/T|KT\.|T/L|TL\.|(?:PHÓ )?(?:BÍ THƯ|CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|TRƯỞNG BAN))(?:[^\W\d_]|[ ,./&-])*$)",
    re.MULTILINE,
)


def _ran_together(source: str, line: Line) -> re.Match[str] | None:
    if not (_ITEM.match(line.text) or _RECIPIENTS.match(line.words.low)):
        return None
    m = _RAN_TOGETHER.search(source, line.span.start, line.span.end)
    return m if m and source[m.end() : line.span.end].isupper() else None


def _columns(lines: Sequence[Line], source: str) -> tuple[list[Line], list[Line]] | None:
    """Recipients on the left, signature on the right of the same lines; None when they stand one below the other."""
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        if line.gaps >= _COLUMNS_OF_A_TABLE:
            break  # a table behind the closing
        gap = _GAP.search(source, line.span.start, line.span.end) or _ran_together(source, line)
        if gap:
            left.append(replace(line, words=line.words.between(line.span.start, gap.start())))
            right.append(replace(line, words=line.words.between(gap.end(), line.span.end)))
        elif line.indent >= 20 or source.startswith("\t", line.span.start):
            right.append(line)
        else:
            left.append(line)
    split = [a for a, b in ((a, b) for a in left for b in right) if a.span == b.span]
    return (left, right) if split else None


def _side_by_side(lines: Sequence[Line], at: int, left: list[Line], right: list[Line]) -> Closing:
    """The closing read from its two columns."""
    recipients, spans, taken = _recipients(left, 0)
    signed, _, _ = _signature(right, 0, len(right))
    if signed.name is None:  # the name below both columns
        last = [*right, *left[taken : taken + 3]]
        signed, _, _ = _signature(last, 0, len(last))
    used = [left[taken - 1].span.end, signed.span.end if signed.span else 0]
    end = next((i for i in range(at, len(lines)) if lines[i].span.start >= max(used)), len(lines))
    return Closing(recipients, spans, signed, at, end)


def _recipients(lines: Sequence[Line], at: int) -> tuple[tuple[str, ...], tuple[Span, ...], int]:
    """Each addressee without its dash and final mark; a line without a dash goes on with the one above."""
    texts: list[str] = []
    spans: list[Span] = []
    i = at
    dashed = False
    for i in range(at, len(lines)):
        line = lines[i]
        start = 0
        if i == at:
            m = _RECIPIENTS.search(line.words.low)
            start = m.end() if m else 0
        if line.is_rule and i > at:
            return _trimmed(texts), tuple(spans), i
        body = line.text[start:].rstrip()
        if i == at and not body.strip(" .:*"):
            continue
        bullet = _ITEM.match(body) or (_starred(line) if i > at else None)
        if i > at and ((not bullet and _ends_list(body)) or (not bullet and dashed and not _goes_on(texts, body))):
            return _trimmed(texts), tuple(spans), i
        own = bullet.end() if bullet else len(body) - len(body.lstrip())
        dashed = dashed or bool(bullet)
        span = line.words.span(start + own, start + len(body))
        if not bullet and dashed and texts:
            texts[-1] = f"{texts[-1]} {body[own:]}"
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            texts.append(body[own:])
            spans.append(span)
    i = len(lines)
    return _trimmed(texts), tuple(spans), i


def _starred(line: Line) -> re.Match[str] | None:
    """An empty match when the line began with a star used as a bullet (the star is gone from its words)."""
    starred = bool(line.words.places) and line.words.places[0] - line.span.start >= 3 and line.indent == 0
    return re.match("", line.text) if starred else None


def _trimmed(texts: Sequence[str]) -> tuple[str, ...]:
    """The addressees without the mark at the end of their line."""
    return tuple(t.strip().rstrip(";,.").strip() for t in texts)


def _goes_on(texts: list[str], body: str) -> bool:
    """True when a line without a dash is the rest of the addressee above it."""
    if not texts or body.isupper():
        return False
    return not texts[-1].rstrip().endswith((";", ".", ",")) and (body[:1].islower() or body[:1] == "(")


def _ends_list(body: str) -> bool:
    return bool(
        _AUTHORITY.match(body) or _DEPUTY.match(body) or (body.isupper() and _POSITION.match(lowered(body).strip()))
    )


def _signature(lines: Sequence[Line], first: int, last: int) -> tuple[Signature, int, int]:
    """Authority, position and name among `lines[first:last]`, and where they start and end."""
    authority: str | None = None
    position: list[str] = []
    name: str | None = None
    used: list[int] = []
    for i in range(first, last):
        text = lines[i].text.strip(" *#")
        if not text or lines[i].is_rule:
            continue
        if _AUTHORITY.match(text) and text.isupper() and not authority:
            authority = text
        elif text.isupper() and (_DEPUTY.match(text) or _POSITION.match(lowered(text))):
            position.append(text)
        elif (authority or position) and _NAME.fullmatch(_without_rank(text)):
            name = _without_rank(text)
            used.append(i)
            break
        else:
            continue
        used.append(i)
    if not used or (name is None and not (authority and position)):
        return Signature(), len(lines), first
    span = Span(lines[used[0]].words.span().start, lines[used[-1]].words.span().end)
    return Signature(authority, " / ".join(position) or None, name, span), used[0], used[-1] + 1


_RANK = re.compile(
    r"(?:(?:Đồng chí|Đ/c|Ông|Bà|TS|ThS|PGS|GS|BS|BSCK\s?I{0,2}|KS|CN|LS|(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy|uý))[.:]?\s*)+"
)


def _without_rank(text: str) -> str:
    return _RANK.sub("", text).strip()
