"""`read_amending`: the text of an amending decision → its points. What is not understood is a point too."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dondoc.documents.parsing.amending.acts import VERB, Clause, Understood, understand
from dondoc.documents.parsing.amending.model import Act, Amending, Place, Point, Step
from dondoc.documents.parsing.amending.places import LEVELS, find_places
from dondoc.documents.parsing.amending.quotes import masked
from dondoc.documents.parsing.amending.rows import Header, cells_of, header_of, understand_row
from dondoc.documents.parsing.blocks import Paragraph, clean, paragraphs, split_lines, without_page_numbers
from dondoc.documents.parsing.closing import after, read_closing
from dondoc.documents.parsing.draft import Head, Span
from dondoc.documents.parsing.head import loosened, read_head
from dondoc.documents.parsing.outline import Node, build
from dondoc.documents.parsing.patterns import lowered, vn
from dondoc.lib.text import nfc, squash

_SYMBOL = re.compile(
    r"\b(?:kế hoạch|chương trình|nghị quyết|quyết định|chỉ thị|đề án)[^“”\"]{0,40}?số[:\s]\s?(\d+\s?[-/]\s?[^\s,;.”\"]+)"
)
_FORCE = vn(
    r"có hiệu lực (?:thi hành )?(?:kể )?từ (ngày ký|ngày ban hành|(?:ngày )?(\d{1,2})\s?(?:/|tháng)\s?(\d{1,2})\s?(?:/|năm)\s?(\d{4}))"
)
# Paragraphs of a decision that ask nothing of the plan.
_FRAME = vn(
    r"(?:căn cứ|xét|theo đề nghị|trên cơ sở|thực hiện|để |nhằm |sau khi|ngày |thi hành |xét đề nghị"
    r"|(?:các |những )?(?:nội dung|phần|điểm|nhiệm vụ|chỉ tiêu)[^.;]{0,40}(?:khác|còn lại|không (?:sửa đổi|điều chỉnh|đề cập))"
    r"|ngoài (?:các |những )?nội dung|kế hoạch này là|văn bản này là|quyết định này là|kế hoạch này (?:bổ sung|điều chỉnh|sửa đổi)"
    r"|nội dung (?:sửa đổi|điều chỉnh|bổ sung)|(?:quyết định|kế hoạch|công văn|thông báo|văn bản) này"
    r"|kính gửi|quyết định:?$|điều khoản thi hành|hiệu lực thi hành|tổ chức thực hiện\.?:?$|trân trọng|trên đây là)"
)  # fmt: skip
_CHARGE = vn(
    r".{0,200}(?:chịu trách nhiệm (?:thi hành|thực hiện|triển khai|tổ chức)|căn cứ (?:quyết định|kế hoạch|văn bản|nội dung)|chủ động (?:triển khai|rà soát)"
    r"|nghiêm túc (?:triển khai|thực hiện)|(?:quan tâm|phối hợp)(?:,? (?:triển khai|chỉ đạo|thực hiện))*\.?$|có trách nhiệm (?:thi hành|triển khai)|triển khai thực hiện (?:quyết định|kế hoạch|văn bản|nghiêm))"
)
_AGREES = vn(
    r"(?:đồng ý|thống nhất|cho phép|chấp thuận|quyết định|có ý kiến|kết luận|chủ trương)(?: như sau:)?(?: về)?(?: việc)?(?: cho)?\s"
)
_ANNOUNCES = vn(
    r".{0,400}\b(?:như sau|cụ thể|sau đây|gồm)\b[^.]{0,20}:?$|.{0,400}:$|.{0,300}(?:một số|các) (?:điểm|nội dung|điều|mục|nhiệm vụ|chỉ tiêu)\b[^:]{0,300}$"
)
_EACH = vn(r"\b(?:một số|các|những) (?:điểm|nội dung|điều|mục|nhiệm vụ|chỉ tiêu|khoản)\b")
_MEANWHILE = re.compile(r"(?:(?<=[;.:])|(?<=[;.]\s))\s*")


@dataclass
class _Utterance:
    """A paragraph of the decision with those that go on in its quotation marks. `node`: the paragraph in its place."""

    node: Node
    rest: list[Paragraph] = field(default_factory=list)

    @property
    def end(self) -> int:
        return (self.rest[-1] if self.rest else self.node.paragraph).words.span().end


@dataclass
class _Growing:
    """A point whose new words may still come, paragraph by paragraph."""

    point: Point
    end: int
    node: Node  # the paragraph in which it stands
    words: list[str] = field(default_factory=list)
    awaits: bool = False

    def done(self) -> Point:
        is_quoted = bool(self.words) and self.words[0].lstrip()[:1] in _OPENING
        text = _unquoted("\n".join(word for word in self.words if word))
        rule = _QUOTED_RULES.get(self.point.act, self.point.rule) if is_quoted else self.point.rule
        return replace(self.point, text=text, rule=rule, span=Span(self.point.span.start, self.end))


def _follows(last: Node, node: Node) -> bool:
    """Whether `node` bears the number after that of `last`: it is a further point, not new words of that one."""
    return last.kind == node.kind and node.index > 0 and node.index == last.index + 1


_OPENING = ("“", "«", '"')
_QUOTED_RULES = {Act.REWORD: "amend.reword", Act.ADD: "amend.add"}


def read_amending(text: str) -> Amending:
    """The points of an amending decision, in its order. Never raises on any text; spans point into it in NFC."""
    source = nfc(text)
    lines = loosened(split_lines(without_page_numbers(source), whole := clean(source, 0, len(source))))
    head, body_at = read_head(lines, source)
    closing = read_closing(lines, body_at, source)
    rest = [*lines[body_at : closing.start], *after(lines, closing, source)]
    blocks = paragraphs(source, rest, whole)
    said = " ".join([head.title or "", *(one.text for one in blocks)])
    return Amending(
        source, head, _amends(said, head), _in_force(said, head), tuple(_Reader(_utterances(blocks)).points())
    )


def _amends(said: str, head: Head) -> str | None:
    found = [squash(m[1]).replace(" ", "").rstrip(":") for m in _SYMBOL.finditer(lowered(said))]
    return next(
        (said[(at := lowered(said).find(one)) : at + len(one)] for one in found if one != (head.number or "").lower()),
        None,
    )


def _in_force(said: str, head: Head) -> date | None:
    m = _FORCE.search(lowered(said))
    if not m:
        return None
    if not m[2]:
        return head.date
    try:
        return date(int(m[4]), int(m[3]), int(m[2]))
    except ValueError:
        return None


def _utterances(blocks: Sequence[Paragraph]) -> list[_Utterance]:
    """Numbers inside new words are not the decision's own, so only what stands outside them makes its outline."""
    groups: list[list[Paragraph]] = []
    is_open = False
    for block in blocks:
        if is_open:
            groups[-1].append(block)
        else:
            groups.append([block])
        is_open = masked(block.low, is_open=is_open).is_open
    nodes = build([group[0] for group in groups])
    return [_Utterance(node, group[1:]) for node, group in zip(nodes, groups, strict=True)]


class _Reader:
    """Walks the utterances once. `above`: by node, the place that a heading gives to what stands below it."""

    def __init__(self, said: Sequence[_Utterance]) -> None:
        self.said = said
        self.above: dict[int, tuple[Step, ...]] = {}
        self.found: list[_Growing] = []
        self.is_begun = False
        self.header: Header | None = None  # of the table that is being read

    def points(self) -> Iterator[Point]:
        """Every point, those not understood too."""
        for n, one in enumerate(self.said):
            if cells := cells_of(one.node.paragraph.text):
                self._row(one, cells)
                continue
            self.header = None
            clauses = clauses_of(one.node)
            if not clauses:
                self._without_act(one)
            elif not self.is_begun and _introduces(one.node, clauses):
                continue
            elif self._announces(n, clauses):
                self.is_begun = True
                self.above[id(one.node)] = self._stands_under(one.node) + _steps_of(one.node)
            else:
                self.is_begun = True
                self._acts(one, clauses)
        return (growing.done() for growing in self.found)

    def _row(self, one: _Utterance, cells: Sequence[str]) -> None:
        header = header_of(cells) if self.header is None else None
        if header:
            self.header = header
            return
        made = understand_row(self.header, cells) if self.header else None
        if made:
            found, words = made
            whole = Clause(one.node.paragraph.text, one.node.paragraph.low, one.node.paragraph.low, ())
            point = _point(one, whole, found, self._stands_under(one.node))
            self.found.append(_Growing(point, one.end, one.node, [words] if words else []))
        elif any(len(cell) >= _SHORTEST for cell in cells):
            self.found.append(_Growing(_unclear(one), one.end, one.node))

    def _without_act(self, one: _Utterance) -> None:
        last = self.found[-1] if self.found else None
        if _FRAME.match(one.node.low) or _CHARGE.match(one.node.low):
            if last:
                last.awaits = False
            return
        if last and last.awaits and not _follows(last.node, one.node):
            last.awaits = one.node.paragraph.text.lstrip()[:1] not in _OPENING
            last.words += [one.node.paragraph.text, *(block.text for block in one.rest)]
            last.end = one.end
        elif not self._is_passed_over(one.node):
            self.found.append(_Growing(_unclear(one), one.end, one.node))

    def _is_passed_over(self, node: Node) -> bool:
        """Headings, and what introduces the first point."""
        text = node.text.strip()
        return len(text) < _SHORTEST or text.isupper() or (not self.is_begun and bool(_ANNOUNCES.match(node.low)))

    def _announces(self, n: int, clauses: Sequence[Clause]) -> bool:
        """Whether the paragraph only says that points follow: "Điều 1. Sửa đổi, bổ sung một số điểm … như sau:"."""
        node = self.said[n].node
        if len(clauses) > 1 or clauses[0].quotes:
            return False
        follows = n + 1 < len(self.said) and bool(clauses_of(self.said[n + 1].node))
        return follows and bool(_ANNOUNCES.match(node.low)) and self._has_no_act_of_its_own(clauses[0], node)

    @staticmethod
    def _has_no_act_of_its_own(clause: Clause, node: Node) -> bool:
        found = understand(clause)
        return found is None or found.awaits or bool(_EACH.search(node.low))

    def _stands_under(self, node: Node) -> tuple[Step, ...]:
        return next((self.above[id(one)] for one in node.ancestors() if id(one) in self.above), ())

    def _acts(self, one: _Utterance, clauses: Sequence[Clause]) -> None:
        above = self._stands_under(one.node)
        for clause in clauses:
            found = understand(clause)
            if found is None:
                self.found.append(_Growing(_unclear(one, clause), one.end, one.node))
                continue
            words = [clause.said(*found.text)] if found.text else []
            point = _point(one, clause, found, above)
            self.found.append(_Growing(point, one.end, one.node, words, found.awaits))
        self.found[-1].words += [block.text for block in one.rest]


_SHORTEST = 12  # letters; less is a rule, a number, a stray mark


def clauses_of(node: Node) -> list[Clause]:
    """The clauses of a paragraph that change the plan, [] when none does. A clause begins with its verb."""
    text, low = node.text, node.low
    hidden = masked(low)
    starts = [at for at in _beginnings(hidden.low) if VERB.match(hidden.low, at) and not _is_duty(hidden.low[at:])]
    if starts and starts[0] > 0 and not _AGREES.search(hidden.low[: starts[0]]):
        starts = starts if _ends_clause(hidden.low, starts[0]) else []
    made = []
    for start, end in zip(starts, [*starts, len(text)][1:], strict=True):
        quotes = tuple((a - start, b - start) for a, b in hidden.quotes if start <= a and b <= end)
        made.append(Clause(text[start:end].rstrip(), low[start:end].rstrip(), hidden.low[start:end].rstrip(), quotes))
    return made


_NAMES_PLAN = vn(r"(?:kế hoạch|chương trình|nghị quyết|quyết định|đề án|văn bản)(?: hành động)? số")


def _introduces(node: Node, clauses: Sequence[Clause]) -> bool:
    """Whether a paragraph before the first point is a title, or says what the points are about."""
    is_about_plan = bool(_NAMES_PLAN.search(node.low)) or node.text.rstrip().endswith(":")
    return node.kind == "text" and is_about_plan and all(understand(one) is None for one in clauses)


def _beginnings(low: str) -> list[int]:
    """Where a clause may begin: at the start, after a full stop or semicolon, after "đồng ý", "thống nhất"."""
    found = {0}
    found |= {m.end() for m in re.finditer(r"[;.]\s+", low)}
    found |= {m.end() for m in _AGREES.finditer(low)}
    return sorted(found)


def _ends_clause(low: str, at: int) -> bool:
    return low[:at].rstrip().endswith((".", ";", ":"))


_DUTY = vn(r"(?:giao|chuyển)\b(?!.*\b(?:thay|sang)\b)")


def _is_duty(low: str) -> bool:
    """ "Giao Văn phòng Đảng ủy theo dõi …" gives a duty; it changes nothing by itself."""
    return bool(_DUTY.match(low))


def _steps_of(node: Node) -> tuple[Step, ...]:
    """The place that an announcement names, to stand above those of its points; () when it names several or none."""
    places = find_places(masked(node.low).low)
    return places[0].steps if len(places) == 1 else ()


def _point(one: _Utterance, clause: Clause, found: Understood, above: tuple[Step, ...]) -> Point:
    return Point(
        act=found.act,
        span=one.node.paragraph.words.span(),
        words=squash(" ".join([clause.text, *(block.text for block in one.rest)])),
        rule=found.rule,
        places=tuple(_under(place, above) for place in found.places) or ((Place(steps=above),) if above else ()),
        swaps=found.swaps,
        due=found.due,
        due_before=found.due_before,
        level=found.level,
        level_before=found.level_before,
        lead=found.lead,
        lead_before=found.lead_before,
        part=one.node.part,
    )


def _under(place: Place, above: tuple[Step, ...]) -> Place:
    if not above or (place.steps and LEVELS[place.steps[0].level] <= LEVELS[above[0].level]):
        return place
    return replace(place, steps=above + place.steps, is_whole=False)


def _unclear(one: _Utterance, clause: Clause | None = None) -> Point:
    words = clause.text if clause else one.node.text
    said = squash(" ".join([words, *(block.text for block in one.rest)]))
    return Point(Act.UNCLEAR, Span(one.node.paragraph.words.span().start, one.end), said, "amend.unclear",
                 part=one.node.part)  # fmt: skip


_QUOTE_AND_STOP = re.compile(r"^[“«\"]\s*(?P<words>.*?)\s*[”»\"]\s*[.;,]?\s*$", re.DOTALL)


def _unquoted(text: str) -> str:
    """New words without the marks that quote the whole of them: “… .”;"""
    text = text.strip()
    m = _QUOTE_AND_STOP.match(text)
    is_one = m is not None and len(masked(text).quotes) == 1
    return m["words"] if m and is_one else text
