"""The head of a document: number, kind, issuer, place, date, title, term. Blanks stay blank (None), never guessed."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import itertools
import re
from array import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dondoc.documents.parsing.blocks import Line, Words
from dondoc.documents.parsing.bodies import begins_with_body
from dondoc.documents.parsing.draft import Head, Span
from dondoc.documents.parsing.patterns import lowered, vn
from dondoc.lib.text import fold

KIND_LINES = (
    "KẾ HOẠCH HÀNH ĐỘNG", "CHƯƠNG TRÌNH HÀNH ĐỘNG", "CHƯƠNG TRÌNH CÔNG TÁC", "KẾ HOẠCH", "CHƯƠNG TRÌNH", "NGHỊ QUYẾT", "CHỈ THỊ", "KẾT LUẬN",
    "QUYẾT ĐỊNH", "QUY ĐỊNH", "QUY CHẾ", "HƯỚNG DẪN", "THÔNG BÁO", "THÔNG TRI", "BÁO CÁO", "TỜ TRÌNH", "ĐỀ ÁN", "PHƯƠNG ÁN", "CÔNG ĐIỆN",
)  # fmt: skip
_KIND = vn(r"(" + "|".join(lowered(k) for k in KIND_LINES) + r")(?:\s|$|:)")
_NUMBER = vn(r"(?:^|\s)số\s?:?\s?(\d{1,5}|\d(?: \d){1,4})?\s?([-–/]\s?[a-zđ0-9][\wđư&/-]*(?:\s?-\s?[\wđ&]+)*)")
_DATED = vn(
    r"(?:^|\s{2,}|\s)([^\W\d_][^,\d]{1,50}?)\s?,\s?ngày\s(\d{0,2})\s?(?:tháng|[/.-])\s?(\d{0,2})\s?(?:năm|[/.-])\s?(\d{4})"
)
_MOTTO = vn(r"(?:cộng hòa xã hội|chủ nghĩa việt nam|đảng cộng sản việt nam|độc lập\s?[-–])")
_OF = vn(r"của\s(?=ban|đảng|ủy|hội|thành|tỉnh|thường|huyện|quận|bộ|sở|chính|liên|đoàn)")
_PREAMBLE = vn(
    r"(?:căn cứ|thực hiện|triển khai|nhằm|để|ngày \d|xét|theo|trên cơ sở|quán triệt|phát huy|qua|trong|tiếp tục|năm \d|[-–] ?căn cứ|kính gửi)\b"
)
# "Ủy ban nhân dân xã ban hành Kế hoạch …": the author speaks, the title is over.
_AUTHOR_SPEAKS = vn(
    r"[^.;:]{3,160}?\s(?:ban hành|xây dựng|đề ra|triển khai|thống nhất|yêu cầu|hướng dẫn|thông báo)\s(?:và (?:ban hành|triển khai) )?"
    r"(?:nội dung |một số |các )*(?:chương trình|kế hoạch|nghị quyết|quyết định|chỉ thị|kết luận|đề án|nội dung|nhiệm vụ|như sau)"
)
# The author in capitals under the title of a state document.
_AUTHOR_LINE = vn(
    r"(?:chủ tịch )?(?:ủy ban nhân dân|hội đồng nhân dân|ubnd|hđnd)\b|thủ tướng chính phủ|chính phủ|quốc hội|bộ trưởng|giám đốc|chánh án|viện trưởng|ban (?:thường vụ|chấp hành)|tổng giám đốc|hiệu trưởng|trưởng ban"
)
# The kind that a symbol tells ("130/KH-UBND", "15-KH/ĐU"), for texts that lost the line which names it.
_KIND_CODES = {
    "KH": "KẾ HOẠCH", "CTR": "CHƯƠNG TRÌNH", "CTRHĐ": "CHƯƠNG TRÌNH HÀNH ĐỘNG", "NQ": "NGHỊ QUYẾT", "CT": "CHỈ THỊ", "KL": "KẾT LUẬN",
    "QĐ": "QUYẾT ĐỊNH", "QC": "QUY CHẾ", "HD": "HƯỚNG DẪN", "TB": "THÔNG BÁO", "BC": "BÁO CÁO", "TTR": "TỜ TRÌNH", "ĐA": "ĐỀ ÁN",
    "PA": "PHƯƠNG ÁN", "CĐ": "CÔNG ĐIỆN", "CV": "CÔNG VĂN",
}  # fmt: skip
_ADDRESSES = vn(r"kính gửi\b")
_CLAUSE_END = re.compile(r"[.;:]$|\./\.?$")
_PART = re.compile(
    r"(?:(?![Vv]/[Vv])[IVX]{1,5}\s?[.)/\-]|\d{1,2}\s?[.)]|Điều \d|A\s?[.)]|PHẦN|Phần (?:thứ|[IVX\d])|(?:Chương|CHƯƠNG) [IVX\d]|"
    r"(?:Chỉ tiêu|CHỈ TIÊU|Mục tiêu) (?:thứ|\d))\s?"
)
_TERM = (
    vn(r"nhiệm kỳ\s(\d{4}\s?[-–]\s?\d{4})()"),
    vn(r"()(giai đoạn \d{4}\s?[-–]\s?\d{4}(?:\s?,? (?:và )?(?:tầm nhìn|định hướng) đến (?:năm )?\d{4})?)"),
    vn(r"()((?:(?:6|9|sáu|chín) tháng )?(?:cuối |đầu )?năm \d{4})"),
)
_CITED_TAIL = vn(r"(?:/|tháng \d{1,2} |ngày [^ ]{1,10} )$")
_DRAFTER = vn(
    r"((?:ban (?:thường vụ|chấp hành)|thường trực|đảng ủy|ủy ban nhân dân|ubnd|đảng đoàn|hội đồng nhân dân|thành ủy|tỉnh ủy)[^,.;:]{0,60}?)\s"
    r"(?:xây dựng|ban hành|đề ra|triển khai|thống nhất|yêu cầu)\s"
)


_WAITS = vn(r"(?:(?:^|\s)số\s?:?|,\s?ngày(?: \d{1,2})?|tháng(?: \d{1,2})?|\snăm)$")
_GOES_ON = vn(r"\d|tháng\s?\d|năm\s?\d")
_DEEPEST_HEAD = 24
_BARS_OF_A_HEAD = 3  # more make a row of a table


def loosened(lines: Sequence[Line]) -> list[Line]:
    """The lines with those of the head put straight: bars between its columns gone, a broken number or date joined."""
    stop = next((i for i, line in enumerate(lines[:_DEEPEST_HEAD]) if _kind_of(line)), min(len(lines), 12))
    head: list[Line] = []
    for line in lines[:stop]:
        for piece in _without_bars(line):
            if head and _WAITS.search(head[-1].words.low) and _GOES_ON.match(piece.words.low):
                head[-1] = _joined_line(head[-1], piece)
            else:
                head.append(piece)
    return [*head, *lines[stop:]]


def _without_bars(line: Line) -> list[Line]:
    if line.is_rule or not 0 < line.text.count("|") <= _BARS_OF_A_HEAD:
        return [line]
    edges = [-1, *(m.start() for m in re.finditer(r"\|", line.text)), len(line.text)]
    pieces = [
        Words(
            line.text[a + 1 : b].strip(),
            line.words.places[a + 1 + _blanks(line.text[a + 1 : b]) :][: len(line.text[a + 1 : b].strip())],
        )
        for a, b in itertools.pairwise(edges)
        if line.text[a + 1 : b].strip()
    ]
    return [replace(line, words=words, after_blank=line.after_blank and i == 0) for i, words in enumerate(pieces)]


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _joined_line(above: Line, below: Line) -> Line:
    words = Words(
        f"{above.text} {below.text}",
        above.words.places + array("l", [above.words.places[-1] + 1]) + below.words.places,
    )
    return replace(above, span=Span(above.span.start, below.span.end), words=words)


def read_head(lines: Sequence[Line], source: str) -> tuple[Head, int]:
    """The head, and the number of the first line that no longer belongs to it."""
    kind_at = next((i for i, line in enumerate(lines[:40]) if _kind_of(line)), None)
    body_at = _body_start(lines, kind_at)
    head_lines = lines[: kind_at if kind_at is not None else body_at]
    spans: dict[str, Span] = {}
    number = _number(lines[:body_at], spans)
    place, day = _place_and_date(lines[:body_at], spans)
    kind = title = issuer = None
    if kind_at is not None:
        kind, rest = _kind_of(lines[kind_at]) or ("", "")
        spans["type"] = lines[kind_at].words.span()
        issuer_lines, title_lines = _under_kind(lines[kind_at + 1 : body_at])
        if rest:
            title_lines = [lines[kind_at], *title_lines]
        if issuer_lines:
            joined = _joined(issuer_lines)
            opening = _OF.match(lowered(joined))
            issuer = joined[opening.end() if opening else 0 :]
            spans["issuer"] = Span(issuer_lines[0].words.span().start, issuer_lines[-1].words.span().end)
        if title_lines:
            title = _joined(title_lines)[len(kind) if rest else 0 :].strip()
            spans["title"] = Span(title_lines[0].words.span().start, title_lines[-1].words.span().end)
    kind = kind or _kind_of_number(number)
    letterhead = _letterhead(head_lines, source, spans)
    if issuer:
        issuer = _named_fully(issuer, letterhead)
    drafter = _drafter(lines[body_at : body_at + 8], spans)
    body_text = " ".join([*(line.text for line in lines[body_at:]), place or ""])
    issuer = recase(issuer, body_text) if issuer else None
    letter = recase(letterhead, body_text) if letterhead else None
    if day is None and number is None:
        day = _closing_date(lines, spans)
    head = Head(
        number=number,
        type=kind,
        issuer=issuer or letter or drafter,
        place=place,
        date=day,
        title=title,
        term=_assembly_term(kind, lines[:body_at], lines[-25:]) or _term(title or ""),
        letterhead=letterhead,
        drafter=drafter,
        spans=spans,
    )
    return head, body_at


def _kind_of(line: Line) -> tuple[str, str] | None:
    """(kind, what follows on the line) when the line names the kind of the document in capitals."""
    text = line.text.strip(" #_")
    m = _KIND.match(lowered(text))
    if not m or not text[: m.end(1)].isupper():
        return None
    rest = text[m.end(1) :].strip()
    if (
        rest
        and not rest.isupper()
        and len(rest) > 0
        and not vn(r"(?:về|thực hiện|của|triển khai|số)\b").match(lowered(rest))
    ):
        return None
    written = fold(text[: m.end(1)])
    return next((kind for kind in KIND_LINES if fold(kind) == written), text[: m.end(1)]), rest


def _body_start(lines: Sequence[Line], kind_at: int | None) -> int:
    """The first line of the preamble or, without one, of the first part."""
    first = (kind_at or 0) + (0 if kind_at is None else 1)
    for i in range(first, min(len(lines), first + 40)):
        line = lines[i]
        if line.is_rule:
            if i > first and kind_at is not None:
                return i + 1
            continue
        if (i > first and _author_speaks(line)) or _ADDRESSES.match(line.words.low):
            return i
        if _PART.match(line.text) and i > first:
            return i
        fresh = i > first or kind_at is None
        if fresh and _PREAMBLE.match(line.words.low) and not line.text.isupper() and _is_prose(lines, i, kind_at):
            return i
        if len(line.text) > 180 and not line.text.isupper() and (line.after_blank or _CLAUSE_END.search(line.text)):
            return i
    return min(len(lines), first)


def _author_speaks(line: Line) -> bool:
    """True where the preamble begins with its author: "Ban Thường vụ Đảng ủy xây dựng Kế hoạch …"."""
    speaks = line.text[:1].isupper() and not line.text.isupper() and begins_with_body(line.words.low)
    return speaks and bool(_AUTHOR_SPEAKS.match(line.words.low) or line.words.low.rstrip().endswith("như sau:"))


def _kind_of_number(number: str | None) -> str | None:
    """The kind that the document's own number tells, None when it tells none: "305/SYT-NVY" is a letter."""
    if not number:
        return None
    codes = [code.upper() for code in re.split(r"[-/]", number)[1:]]
    told = next((_KIND_CODES[code] for code in codes if code in _KIND_CODES), None)
    return told or ("CÔNG VĂN" if codes and not re.fullmatch(r"\d+", codes[0]) else None)


def _is_prose(lines: Sequence[Line], at: int, kind_at: int | None) -> bool:
    """True when a preamble, not a title, starts at `at`: it stands apart, or runs on to a full stop or colon."""
    line = lines[at]
    title_started = kind_at is not None and any(
        not other.is_rule and not other.text.isupper() for other in lines[kind_at + 1 : at]
    )
    caps_title = kind_at is not None and any(
        not other.is_rule and other.text.isupper() and not _OF.match(other.words.low)
        for other in lines[kind_at + 1 : at]
    )
    if not (title_started or caps_title) and kind_at is not None:
        return False
    return line.after_blank or line.indent >= 3 or caps_title or lines[at - 1].is_rule


def _under_kind(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines under the kind: those of "CỦA BAN CHẤP HÀNH …" and those of the title."""
    issuer: list[Line] = []
    title: list[Line] = []
    for line in lines:
        if line.is_rule:
            continue
        if title and issuer and line.text.isupper() and _ASSEMBLY_TERM.search(line.words.low):
            issuer.append(line)
        elif not title and line.text.isupper() and (issuer or _OF.match(line.words.low)):
            if issuer and vn(r"(?:thực hiện|về|triển khai|lãnh đạo|tăng cường|phát triển|nâng cao)\b").match(
                line.words.low
            ):
                title.append(line)
            else:
                issuer.append(line)
        elif (
            line.text.isupper()
            and title
            and (not any(t.text.isupper() for t in title) or _AUTHOR_LINE.match(line.words.low))
        ):
            issuer.append(line)
        else:
            title.append(line)
    return issuer, title


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(line.text.strip(" #") for line in lines)


_CITES = vn(
    r"(?:nghị quyết|chỉ thị|kết luận|quyết định|kế hoạch|chương trình(?: hành động)?|quy định|hướng dẫn|đề án|thông báo|công văn|công điện|nghị định|thông tư)\s$"
)


def _number(lines: Sequence[Line], spans: dict[str, Span]) -> str | None:
    for line in lines[:30]:
        m = _NUMBER.search(line.words.low)
        if m and "/" in m[2] and not _CITES.search(line.words.low[: m.start() + 1]):
            spans["number"] = line.words.span(m.start(), m.end())
            if not m[1]:
                return None
            code = line.text[m.start(2) : m.end(2)]
            return m[1].replace(" ", "") + re.sub(r"\s", "", code).replace("–", "-").rstrip("-")
    return None


def _place_and_date(lines: Sequence[Line], spans: dict[str, Span]) -> tuple[str | None, date | None]:
    for line in lines[:40]:
        m = _DATED.search(line.words.low)
        if not m:
            continue
        spans["date"] = line.words.span(m.start(1), m.end())
        place = line.text[m.start(1) : m.end(1)].strip()
        if "/" in place:  # two columns on one line: the number stands to the left
            place = re.sub(r"^.*?/\S+\s+", "", place)
        place = _right_of_capitals(place)
        try:
            return place, date(int(m[4]), int(m[3]), int(m[2]))
        except ValueError:
            return place, None
    return None, None


def _right_of_capitals(place: str) -> str:
    """A place without the capitals of the column to the left of it: "PHƯỜNG BẾN MẪU Bến Mẫu" as "Bến Mẫu"."""
    words = place.split()
    first = next((i for i, word in enumerate(words) if not (word.isupper() and len(word) > 1)), 0)
    return " ".join(words[first:])


_PASSED = vn(r"(?:thông qua|ban hành)\s(?:vào\s)?ngày\s(\d{1,2})\stháng\s(\d{1,2})\snăm\s(\d{4})")


def _closing_date(lines: Sequence[Line], spans: dict[str, Span]) -> date | None:
    """The day in "được … thông qua ngày 19 tháng 02 năm 2025" near the end, for documents without a head."""
    for line in reversed(lines[-12:]):
        m = _PASSED.search(line.words.low)
        if m:
            spans["date"] = line.words.span(m.start(), m.end())
            try:
                return date(int(m[3]), int(m[2]), int(m[1]))
            except ValueError:
                return None
    return None


def _letterhead(lines: Sequence[Line], source: str, spans: dict[str, Span]) -> str | None:
    """The issuing body in capitals at the top left: the last lines before the star, the motto or the number."""
    names: list[tuple[str, Span]] = []
    for line in lines[:14]:
        left = _left_column(line, source)
        if line.is_rule and names and "*" in source[line.span.start : line.span.end]:
            break
        if not left or _MOTTO.match(lowered(left)) or _NUMBER.match(lowered(left)) or not left.isupper():
            continue
        names.append((left, line.words.span(0, len(left))))
    if not names:
        return None
    owner = names[-1][0]
    first = names[-1][1]
    if len(names) > 1 and vn(r"(?:thành phố|tỉnh|xã|phường|huyện|quận|đặc khu|thị xã)\b").match(lowered(owner)):
        owner, first = f"{names[-2][0]} {owner}", names[-2][1]
    spans["letterhead"] = Span(first.start, names[-1][1].end)
    return owner


def _left_column(line: Line, source: str) -> str:
    """What stands left of a gap of three blanks or more."""
    raw = source[line.span.start : line.span.end].strip()
    parts = re.split(r"\s{3,}", raw)
    return re.sub(r"\s+", " ", parts[0].strip(" *#")).strip() if len(parts) > 1 else line.text.strip(" #")


def _named_fully(issuer: str, letterhead: str | None) -> str:
    """An issuer that stops at "xã" or "ĐẢNG ỦY" with the proper name that the letterhead adds."""
    if not letterhead:
        return issuer
    low, head = lowered(issuer), lowered(letterhead)
    last = low.split()[-1]
    at = head.find(f" {last} ")
    if at >= 0 and last in {"xã", "phường", "tỉnh", "huyện", "phố", "khu"}:
        return issuer + letterhead[at + len(last) + 1 :]
    if head.startswith(low.split(" ", 2)[-1]) and low.endswith(("đảng ủy", "đảng đoàn")):
        return issuer + letterhead[len("đảng ủy") :]
    return issuer


def _drafter(lines: Sequence[Line], spans: dict[str, Span]) -> str | None:
    """The body that the preamble names as author ("Ban Thường vụ Đảng ủy xây dựng Kế hoạch …")."""
    for line in lines:
        if _PART.match(line.text):
            return None
        found = [m for m in _DRAFTER.finditer(line.words.low) if line.text[m.start()].isupper()]
        if found:
            spans["drafter"] = line.words.span(found[-1].start(1), found[-1].end(1))
            return line.text[found[-1].start(1) : found[-1].end(1)]
    return None


# Which meeting of which term an assembly's resolution comes from.
_ASSEMBLY_TERM = vn(
    r"khóa [ivxl]+,?\s(?:nhiệm kỳ \d{4}\s?[-–]\s?\d{4},?\s)?kỳ họp (?:[^\W\d_]+ ){0,3}(?:lần )?thứ [\wăâđêôơư]+(?:,? \(chuyên đề\))?"
)


def _assembly_term(kind: str | None, heads: Sequence[Line], tail: Sequence[Line]) -> str | None:
    """ "khóa XIX, kỳ họp thứ 5" as the head or the last sentence of a resolution says it."""
    if kind != "NGHỊ QUYẾT":
        return None
    for line in (*tail[::-1], *heads):
        if m := _ASSEMBLY_TERM.search(line.words.low):
            return line.text[m.start() : m.end()]
    return None


def _term(title: str) -> str | None:
    """The term or years that the title names; a date or a number of a cited document is none."""
    low = lowered(title)
    for pattern in _TERM:
        for m in pattern.finditer(low):
            if not _CITED_TAIL.search(low, 0, m.start()):
                return title[m.start() : m.end()] if not m[1] else title[m.start(1) : m.end(1)]
    return None


_KNOWN_CASE = (
    "Ban Tuyên giáo và Dân vận", "Ban Tổ chức", "Ban Nội chính", "Ban Dân vận", "Ban Tuyên giáo", "Liên đoàn Lao động", "Đoàn Thanh niên",
    "Ban Chấp hành", "Ban Thường vụ", "Đảng bộ", "Đảng ủy", "Thành ủy", "Tỉnh ủy", "Ủy ban nhân dân", "Hội đồng nhân dân", "Đảng đoàn", "Quốc hội",
    "Ủy ban Kiểm tra", "Văn phòng", "Ban Tổ chức", "Ban Thường trực", "Chính phủ", "Thủ tướng Chính phủ", "Ủy ban Mặt trận Tổ quốc Việt Nam",
)  # fmt: skip


def recase(capitals: str, body: str) -> str:
    """A name in capitals as the running text writes it; words not met there keep a capital only at the beginning.

    The longest pieces are looked up first; capitalised forms win over lower-case ones.
    """
    if not capitals.isupper():
        return capitals
    low_body = lowered(body)
    out: list[str] = []
    words = capitals.split()
    at = 0
    while at < len(words):
        for size in range(len(words) - at, 0, -1):
            piece = " ".join(words[at : at + size])
            written = _written(piece, body, low_body)
            if written:
                out.append(written)
                at += size
                break
        else:
            out.append(words[at].capitalize() if _is_place(out) else words[at].lower())
            at += 1
    text = " ".join(out)
    return text[:1].upper() + text[1:]


_LEVEL = vn(r"(?:.*\s)?(?:xã|phường|tỉnh|thành phố|huyện|quận|đặc khu|thị xã)$")


def _is_place(before: list[str]) -> bool:
    """True when what was written so far ends in a level of place or in a word of its name."""
    if not before:
        return False
    return bool(_LEVEL.match(lowered(before[-1]))) or (
        len(before) > 1 and before[-1][:1].isupper() and " " not in before[-1]
    )


def _written(piece: str, body: str, low_body: str) -> str | None:
    low = lowered(piece)
    known = next((k for k in _KNOWN_CASE if lowered(k) == low), None)
    if known:
        return known
    forms = []
    for m in re.finditer(r"(?<!\w)" + re.escape(low) + r"(?!\w)", low_body):
        form = body[m.start() : m.end()]
        if not form.isupper() or len(form) <= 2:
            forms.append(form)
        if len(forms) >= 20:
            break
    return max(forms, key=lambda f: sum(c.isupper() for c in f)) if forms else None
