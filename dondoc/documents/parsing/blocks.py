"""Text → lines and paragraphs that remember where every character stood in the source.

Matching runs on clean text (blanks single, stray emphasis marks gone, glued words apart, tone marks in the new
place); every clean character knows its place in the source, so nothing found loses its position.
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import itertools
import re
from array import array
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from dondoc.documents.parsing.bodies import begins_with_body
from dondoc.documents.parsing.draft import Span
from dondoc.documents.parsing.glue import cuts
from dondoc.documents.parsing.patterns import lowered, new_tones, vn
from dondoc.documents.parsing.slips import figures_mended, mended
from dondoc.lib.text import squash

_TOKEN = re.compile(r"[^\s*\u00ad\u200b-\u200d\ufeff]+")
_UNSEEN = "*\u00ad\u200b\u200c\u200d\ufeff"  # between letters these part no words
_LETTERS = re.compile(r"[^\W_]+")
_RULE = re.compile(r"[\s\-–—_=*.~#|:+]*")
_MARKDOWN = re.compile(r"\s*(?:#{1,6}\s+|>\s+)")
_STAR_BULLET = re.compile(r"\s*\*\s{2,}\S")
_OPENER = vn(
    r"(?:[ivxl]{1,6}\s?[.)/\-]\s|(?:[ivxl]{1,6}|[a-h])(?:\.\d{1,2})+\s?[.)/–-]?\s|\d{1,2}(?:\.\d{1,2})*\s?[.)/]\s|\d{1,2}\s?[-–]\s[^\W\d_]|\d{1,2}(?:\.\d{1,2})+\s|[a-zđ]\d?[.)/]\s|[-–—−•●▪◦○‣➢➤✓✔❖■□♦·\uf0b7\uf02d\uf0a7+]\s?[^\W_\d“\"(]|(?:thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|(?:một|hai|ba|bốn|năm|sáu|bảy) là)\s?[,:]\s|"
    r"\(\d{1,2}\)\s|\||(?:điều|chương|phần) (?:\d|[ivx]+\b|thứ)|chỉ tiêu (?:thứ|\d)|mục tiêu \d|"
    r"(?:đối với|tiến độ|thời gian|thời hạn|tổ chức) [^.;]{0,90}:|(?:tổ chức|tiến độ) thực hiện\s*:?$|"
    r"nơi nhận|giao (?:cho )?(?:ban|văn phòng|ủy ban|sở|các)\b|phụ lục\b|thực hiện thường xuyên$)"
)
# "- 100% chi bộ …" begins a line, unless the line above ends in the first figure of a range.
_DASH_FIGURE = re.compile(r"[-–—•●▪+]\s\d[\d.,]*\s?(?:%|[^\W\d_])")
# In the middle of a broken sentence these are no markers: "(2) …", "- tư pháp".
_WEAK_OPENER = re.compile(r"\(\d{1,2}\)\s|[-–]\s[a-zà-ỹđ]")
_ENDED = re.compile(r"[.;:!?…]['\"”’)*]*$|\./\.?$")


@dataclass(frozen=True)
class Words:
    """Clean text with the source place of each character. `low` is the same in lower case, same length."""

    text: str
    places: "array[int]"

    @cached_property
    def low(self) -> str:
        return mended(lowered(self.text))

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The source place of `text[start:end]`, blanks at its ends left out; an empty piece has an empty place."""
        stop = len(self.text) if end is None else min(end, len(self.text))
        while start < stop and self.text[start] == " ":
            start += 1
        while stop > start and self.text[stop - 1] == " ":
            stop -= 1
        if start >= stop:
            at = self.places[min(start, len(self.places) - 1)] if self.places else 0
            return Span(at, at)
        return Span(self.places[start], self.places[stop - 1] + 1)

    def between(self, start: int, end: int) -> "Words":
        """The words that stand at the source places `start` to `end`."""
        first, stop = bisect_left(self.places, start), bisect_left(self.places, end)
        while first < stop and self.text[first] == " ":
            first += 1
        while stop > first and self.text[stop - 1] == " ":
            stop -= 1
        return Words(self.text[first:stop], self.places[first:stop])


@dataclass(frozen=True)
class Line:
    """One line of the source: its place, its depth of indent, whether a blank line stands before it."""

    span: Span
    indent: int
    after_blank: bool
    words: Words
    gaps: int = 0  # wide blanks inside it, as between the columns of a table

    @property
    def text(self) -> str:
        return self.words.text

    @property
    def is_rule(self) -> bool:
        """True for a line of dashes or stars only."""
        return not self.text or bool(_RULE.fullmatch(self.text))


@dataclass(frozen=True)
class Paragraph:
    """One or more lines that make one paragraph. `bullet`: it began with a star used as a bullet."""

    words: Words
    lines: tuple[Line, ...]
    bullet: bool = False

    @property
    def text(self) -> str:
        return self.words.text

    @property
    def low(self) -> str:
        return self.words.low

    @property
    def span(self) -> Span:
        return self.words.span()


def clean(source: str, start: int, end: int) -> Words:
    """The words of `source[start:end]`, cleaned, with their places."""
    pieces: list[str] = []
    places = array("l")
    for token in _TOKEN.finditer(source, start, end):
        word, at = token[0], token.start()
        if pieces:
            if at == places[-1] + 1 or (pieces[-1][-1] == "-" and _joins(pieces[-1], word)):
                pass
            elif source[places[-1] + 1 : at].strip(_UNSEEN):
                pieces.append(" ")
                places.append(at)
        _add(word, at, pieces, places)
    return Words(figures_mended(new_tones("".join(pieces))), places)


def _joins(left: str, right: str) -> bool:
    """True when a document number was broken after its hyphen: "11-" and "KH/ĐU"."""
    return left[:-1].isdigit() and right[:1].isupper() and "/" in right


def _add(word: str, at: int, pieces: list[str], places: "array[int]") -> None:
    """Append `word` (which stands at `at`), with blanks where words are glued and figures that a scan misread."""
    word = figures_mended(word)
    if word.isascii():
        pieces.append(word)
        places.extend(range(at, at + len(word)))
        return
    breaks = [m.start() + cut for m in _LETTERS.finditer(word) for cut in cuts(m[0])]
    last = 0
    for cut in [*breaks, len(word)]:
        pieces.append(word[last:cut])
        places.extend(range(at + last, at + cut))
        if cut < len(word):
            pieces.append(" ")
            places.append(at + cut)
        last = cut


def split_lines(source: str, whole: Words) -> list[Line]:
    """The lines of `source` that hold something; `whole` are its clean words."""
    lines: list[Line] = []
    blank = True
    at = 0
    for raw in source.splitlines(keepends=True):
        start, end = at, at + len(raw)
        at = end
        body = raw.strip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029 \t\u00a0")
        if not body:
            blank = True
            continue
        lead = _MARKDOWN.match(raw)
        skip = lead.end() if lead else 0
        indent = len(raw) - len(raw.lstrip(" \t\u00a0"))
        gaps = len(_WIDE_BLANK.findall(raw))
        lines.append(Line(Span(start, end), indent, blank, whole.between(start + skip, end), gaps))
        blank = False
    return lines


_WIDE_BLANK = re.compile(r"(?<=\S)(?:[ \u00a0]{3,}|[ \u00a0]*\t[\t \u00a0]*)(?=\S)")
_COLUMNS_OF_A_TABLE = 2  # gaps in a line from which it is a row of a table: a head of two columns has one

_PAGE_NUMBER = vn(r"(?:trang )?[-–]?\s?(\d{1,3})\s?(?:/\s?\d{1,3})?\s?[-–]?")
_LETTERS_IN_A_LINE = 20  # fewer on average since the last lone number: cells of a table, not a page of text
_LINES_ON_A_PAGE = 8  # fewer lines between two lone numbers: cells of a table, not pages


def without_page_numbers(source: str) -> str:
    """`source`, same length, without the numbers of pages: lone numbers that count up by one, some lines apart.

    A single one is that of a page only where it cuts a sentence.
    """
    pages: list[tuple[int, int]] = []
    expected, lines_since, letters, at = 0, 0, _LINES_ON_A_PAGE * _LETTERS_IN_A_LINE, 0
    for raw in source.splitlines(keepends=True):
        start, at = at, at + len(raw)
        if not raw.strip():
            continue
        lines_since += 1
        letters += len(raw.strip())
        m = _PAGE_NUMBER.fullmatch(raw.strip().lower())
        number = int(m[1]) if m else 0
        is_text = letters >= lines_since * _LETTERS_IN_A_LINE and (lines_since > _LINES_ON_A_PAGE or not expected)
        if m and is_text and (number == expected if expected else number in (1, 2, 3)):
            expected, lines_since, letters = number + 1, 0, 0
            pages.append((start, start + len(raw.rstrip("\r\n"))))
    if not pages or (len(pages) == 1 and not _cuts_sentence(source, *pages[0])):
        return source
    pages = sorted({*pages, *_running_lines(source, pages)})
    ends = [0, *(end for _, end in pages)]
    pieces = [source[a:start] + " " * (end - start) for a, (start, end) in zip(ends, pages, strict=False)]
    return "".join(pieces) + source[ends[-1] :]


_LONGEST_RUNNING_LINE = 120


def _running_lines(source: str, pages: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines that stand beside the numbers of more than one page and nowhere else: running heads and feet."""
    beside: dict[str, list[tuple[int, int]]] = {}
    for start, end in pages:
        above, below = source[:start].rstrip(), source[end:]
        first = above.rfind("\n") + 1
        blank = len(below) - len(below.lstrip())
        last = below.find("\n", blank)
        for a, b in ((first, len(above)), (end + blank, end + (last if last >= 0 else len(below)))):
            words = squash(source[a:b])
            if 3 < len(words) <= _LONGEST_RUNNING_LINE:
                beside.setdefault(words, []).append((a, b))
    everywhere = Counter(squash(line) for line in source.splitlines()) if beside else Counter()
    return [place for words, places in beside.items() if 1 < len(places) == everywhere[words] for place in places]


def _cuts_sentence(source: str, start: int, end: int) -> bool:
    """True when the line above ends in mid-sentence and the one below goes on in lower case."""
    above, below = source[:start].rstrip().rpartition("\n")[2], source[end:].lstrip()
    return len(above) > _LETTERS_IN_A_LINE and above[-1:].islower() and below[:1].islower() and "|" not in above


def wrap_width(lines: list[Line]) -> int:
    """The length at which the lines of this text were broken, 0 when its paragraphs run on unbroken.

    Only lines with another right below them can have been broken.
    """
    if any(len(line.text) > 160 for line in lines):
        return 0
    inner = [a for a, b in itertools.pairwise(lines) if not b.after_blank]
    lengths = sorted(len(line.text) for line in inner if len(line.text) > 30)
    if len(lengths) < 8:
        return 0
    width = lengths[int(len(lengths) * 0.9)]
    near = sum(length >= width * 0.8 for length in lengths)
    return width if near >= len(lengths) * 0.45 else 0


def paragraphs(source: str, lines: list[Line], whole: Words) -> list[Paragraph]:
    """The paragraphs of `lines`: hard-wrapped lines joined, sentences cut by a page break made whole again."""
    width = wrap_width(lines)
    stub = stub_length(lines)
    deep = indented(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if line.is_rule:
            groups.append([])
            continue
        if groups and groups[-1] and continues(groups[-1], line, width, deep, stub):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(source, group, whole) for group in groups if group]


def _paragraph(source: str, group: list[Line], whole: Words) -> Paragraph:
    start, end = group[0].span.start, group[-1].span.end
    head = _MARKDOWN.match(source[start : group[0].span.end])
    words = whole.between(start + (head.end() if head else 0), end) if len(group) > 1 else group[0].words
    return Paragraph(words, tuple(group), bool(_STAR_BULLET.match(source[start : group[0].span.end])))


def indented(lines: list[Line]) -> bool:
    """True when this text marks the first line of a paragraph by an indent."""
    inner = sum(line.indent <= 1 for line in lines)
    first = sum(3 <= line.indent <= 10 for line in lines)
    return (first >= 5 and inner >= first) or (
        first >= 3 and inner >= 2 and first + inner >= sum(line.indent <= 10 for line in lines)
    )


_FEWEST_STUBS = 5


def stub_length(lines: list[Line]) -> int:
    """How long the first line of a paragraph is in texts that break after it, 0 in others.

    Pages of legal sites break a numbered line after some 25 letters and let the rest run on.
    """
    broken = [
        (above, below)
        for above, below in itertools.pairwise(lines)
        if _OPENER.match(above.words.low) and not _ENDED.search(above.text) and not below.after_blank
        if not _OPENER.match(below.words.low) and not above.text.isupper() and len(above.text) < 40
    ]
    lower = [len(above.text) for above, below in broken if below.text[:1].islower()]
    return sorted(lower)[len(lower) // 2] if len(lower) >= _FEWEST_STUBS and len(lower) * 2 >= len(broken) else 0


_NAMES_WHO = re.compile(r"[A-ZÀ-ỸĐ][^:.;()]{2,90}:\s\S")  # "Văn phòng Đảng ủy: theo dõi …"


def continues(group: list[Line], line: Line, width: int, deep: bool, stub: int = 0) -> bool:
    """True when `line` goes on with the paragraph of which `group` are the lines so far."""
    above = group[-1]
    low = line.words.low
    if above.text.startswith("|") or low.startswith("|"):
        return False
    if max(above.gaps, line.gaps) >= _COLUMNS_OF_A_TABLE:
        return False
    ended = bool(_ENDED.search(above.text))
    if ended and _NAMES_WHO.match(line.text) and begins_with_body(low):
        return False
    full = width > 0 and len(above.text) >= width * 0.72 and not line.after_blank
    if _DASH_FIGURE.match(low) and not re.search(r"[\d%]$", above.text):
        return False
    if _OPENER.match(low) and not (full and not ended and _WEAK_OPENER.match(line.text)):
        return False
    numbered = bool(_OPENER.match(group[0].words.low))
    if numbered and above.text.endswith(",") and not line.after_blank and not line.text.isupper():
        return True
    if stub and len(group) == 1 and not ended and not line.after_blank and numbered:
        return len(above.text) >= stub * 0.75 and not above.text.isupper()
    small = line.text[:1].islower() or line.text[:1] in ",;)”"
    if line.after_blank:
        return small and not ended and (len(group) > 1 or len(above.text) > 20)
    if deep and line.indent >= 3:
        return small and not ended
    if above.text.isupper() != line.text.isupper() and " " in line.text:
        return False
    if not width:
        return small and not ended
    return (not ended and (full or small)) or (ended and full and (small or len(above.text) >= width * 0.93))
