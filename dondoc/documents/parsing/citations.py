"""Cited documents: number, date, issuer, title, every mention — as the text gives them, right or wrong."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from dondoc.documents.parsing.blocks import Words
from dondoc.documents.parsing.draft import CitationDraft, Mention, Span
from dondoc.documents.parsing.patterns import vn
from dondoc.lib.text import words as folded_words

# A Party symbol "66-NQ/TW" and a State symbol "35/2022/NĐ-CP", "178/QĐ-TTg"; blanks around the hyphen are slips.
_SYMBOL = re.compile(
    r"(?<![\w/.-])(?:\d{1,5}[a-dđ]?\s?[-–]\s?[A-ZĐ][A-Za-zĐđ]{0,5}\s?/\s?[A-ZĐƯ][\w&-]*"
    r"|\d{1,5}/\d{4}/[A-ZĐ][\w&]*(?:-[A-ZĐ][\w&]*)*"
    r"|\d{1,5}[a-dđ]?/[A-ZĐ][A-Za-zĐđ]{1,6}(?:-[\w&]+)+)"
)
KINDS = (
    "thông báo kết luận", "chương trình hành động", "kế hoạch hành động", "nghị quyết", "quyết định", "quy định",
    "quy chế", "chỉ thị", "kết luận", "thông tri", "hướng dẫn", "thông báo", "báo cáo", "kế hoạch", "chương trình",
    "đề án", "phương án", "tờ trình", "công văn", "nghị định", "thông tư", "bộ luật", "luật", "pháp lệnh",
)  # fmt: skip
_KIND_BEFORE = vn(rf"(?:\b({'|'.join(KINDS)})|\b(\w+)|)\s*,?\s*(số\s?:?\s*)?$")
_DATE = r"ngày\s(\d{1,2})\s?(?:[/.-]\s?|\stháng\s)(\d{1,2})\s?(?:[/.-]\s?|\snăm\s)(\d{4})"
_AFTER_DATE = vn(rf"\s?,?\s?\(?(?:ký |ban hành )?{_DATE}")
_ISSUER_END = (
    rf"(?=\s?[;.():]|\s?,(?! (?:đổi mới|chuyển đổi|cải cách))|\s(?:về|ngày|tại|trên địa bàn|để|đã|quy định|phê duyệt|"
    rf"hướng dẫn|\(|trong|do|khi)\b|\svà\s(?:các |việc )?(?:{'|'.join(KINDS)})|$)"
)
_ISSUER = vn(rf"\s?,?\s?của\s(.{{2,140}}?){_ISSUER_END}")
_ISSUER_BEFORE = vn(r"\bcủa\s([^.;:]{3,80}?)\stại\s(?:\w+\s){1,4}(?:số\s)?$")
_TITLE = vn(r"\s?,?\s?(?:về\s(?:việc\s)?|phê duyệt\s|quy định\s)")
_TITLE_END = re.compile(r"[;.(]|\s(?:đã|như sau)\b|$")
_TIDY = re.compile(r"\s")


def read_citations(words: Words, breaks: Sequence[int], own_number: str | None) -> tuple[CitationDraft, ...]:
    """Every document cited in `words` (the whole text), in order of first mention.

    breaks: source places where paragraphs end, sorted; a title does not run over one. own_number: the number of
    the document itself, which is no citation.
    """
    found: dict[str, list[Mention]] = {}
    own = symbol_key(own_number or "")
    for match in _SYMBOL.finditer(words.text):
        symbol = _TIDY.sub("", match[0]).replace("–", "-").rstrip("-.&")
        if symbol_key(symbol) != own:
            found.setdefault(symbol_key(symbol), []).append(_mention(words, match, symbol, breaks))
    return tuple(_citation(mentions) for mentions in found.values())


def symbol_key(symbol: str) -> str:
    """A symbol as it is compared: no blanks, hyphens alike, upper case, leading zero dropped."""
    return _TIDY.sub("", symbol).replace("–", "-").upper().lstrip("0")


def _mention(words: Words, match: re.Match[str], symbol: str, breaks: Sequence[int]) -> Mention:
    """What the words around one symbol say."""
    low, start, end = words.low, match.start(), match.end()
    before = _KIND_BEFORE.search(low, max(0, start - 60), start)
    kind, begin, with_so = "", start, False
    if before:
        with_so = bool(before[3])
        if before[1]:
            kind, begin = before[1], before.start(1)
        elif before[3]:
            begin = before.start(3)
    stop = _paragraph_end(words, end, breaks)
    at = end
    day = issuer = None
    for _ in range(2):  # the date stands before the issuer or after it
        if day is None and (dated := _AFTER_DATE.match(low, at, stop)):
            day, at = _day(dated), dated.end()
        given = _ISSUER.match(low, at, stop)
        if issuer is None and given and words.text[given.start(1)].isupper():
            issuer, at = words.text[given.start(1) : given.end(1)].strip(), given.end()
    if issuer is None and (given := _ISSUER_BEFORE.search(low, max(0, begin - 120), begin)):
        issuer = words.text[given.start(1) : given.end(1)]
    title = None
    if about := _TITLE.match(low, at, stop):
        cut = _TITLE_END.search(low, about.end(), stop)
        title = words.text[about.end() : cut.start() if cut else stop].strip(" ,”“\"'") or None
    return Mention(symbol, kind, words.span(begin, end), day, issuer, title, with_so)


def _paragraph_end(words: Words, at: int, breaks: Sequence[int]) -> int:
    """Where in the clean text the paragraph that holds `at` ends (at most 600 characters on)."""
    limit = min(len(words.text), at + 600)
    index = bisect_left(breaks, words.places[at - 1] + 1)
    if index == len(breaks):
        return limit
    return min(limit, bisect_left(words.places, breaks[index]))


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None


def _citation(mentions: list[Mention]) -> CitationDraft:
    """The first thing said of each field, with titles cut where another mention shows that they end."""
    titles = _cut_titles([m.title for m in mentions])
    mentions = [
        m if m.title == t else Mention(m.symbol, m.kind, m.span, m.date, m.issuer, t, m.has_number_word)
        for m, t in zip(mentions, titles, strict=True)
    ]
    first = mentions[0]
    return CitationDraft(
        symbol=first.symbol,
        kind=next((m.kind for m in mentions if m.kind), ""),
        date=next((m.date for m in mentions if m.date), None),
        issuer=next((m.issuer for m in mentions if m.issuer), None),
        title=next((m.title for m in mentions if m.title), None),
        mentions=tuple(mentions),
    )


def _cut_titles(titles: list[str | None]) -> list[str | None]:
    """Titles of one document; a longer one that goes on after the last three words of a shorter one is cut there."""
    given = sorted({t for t in titles if t}, key=len)
    cut: dict[str, str] = {}
    for title in given:
        cut[title] = title
        for shorter in given:
            ending = shorter.lower().split()[-3:]
            if len(shorter) >= len(title) or len(ending) < 3:
                continue
            place = title.lower().find(" ".join(ending))
            if place > 0:
                cut[title] = title[: place + len(" ".join(ending))]
                break
    return [cut[t] if t else None for t in titles]


def same_words(one: str, other: str) -> bool:
    """True when two wordings differ at most in case, marks and punctuation."""
    return folded_words(one) == folded_words(other)


def shorten(text: str, citations: Sequence[CitationDraft]) -> str:
    """`text` with the date, issuer and title after each cited symbol left out: "Nghị quyết số 57-NQ/TW trong …"."""
    if "/" not in text:  # no symbol stands in it
        return text
    for citation in citations:
        for mention in citation.mentions:
            at = text.find(mention.symbol)
            if at < 0:
                continue
            head, rest = text[: at + len(mention.symbol)], text[at + len(mention.symbol) :]
            text = head + _without_details(rest, mention)
    return text


def _without_details(rest: str, mention: Mention) -> str:
    """`rest` (what follows a symbol) without the details of `mention` that stand there."""
    at = 0
    low = rest.lower()
    if dated := _AFTER_DATE.match(low):
        at = dated.end()
    if mention.issuer:
        place = rest.find(mention.issuer, at)
        if at <= place <= at + 8:
            at = place + len(mention.issuer)
    if mention.title:
        place = rest.find(mention.title, at)
        if at <= place <= at + 10:
            at = place + len(mention.title)
    return rest[at:]


def masked(low: str, spans: Sequence[tuple[int, int]]) -> str:
    """`low` with the given pieces replaced by dots of the same length, so that no number in them is read."""
    for start, end in spans:
        low = low[:start] + "·" * (end - start) + low[end:]
    return low


def symbol_places(words: Words) -> list[tuple[int, int]]:
    """Where symbols with their dates stand in `words`."""
    places = []
    for match in _SYMBOL.finditer(words.text):
        end = match.end()
        if dated := _AFTER_DATE.match(words.low, end):
            end = dated.end()
        places.append((match.start(), end))
    return places


def mentions_within(citations: Sequence[CitationDraft], span: Span) -> list[Mention]:
    """The mentions that stand inside `span`, in order."""
    inside = [m for c in citations for m in c.mentions if span.holds(m.span)]
    return sorted(inside, key=lambda m: m.span)
