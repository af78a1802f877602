"""Numbering → an outline of parts, tolerant: I / 1 / 2.1 / a) / - / + / "Chỉ tiêu thứ Nhất", in whatever order is used.

Which scheme stands above which is learnt from the text itself: a marker of a kind that is open closes what lies
under it, a new kind goes one level down. Numbers are kept as printed; what is irregular is reported elsewhere.
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from dondoc.documents.parsing.blocks import Paragraph
from dondoc.documents.parsing.draft import Span
from dondoc.documents.parsing.patterns import vn

ORDINALS = (
    "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai", "mười ba", "mười bốn",
    "mười lăm", "mười sáu", "mười bảy", "mười tám", "mười chín", "hai mươi",
)  # fmt: skip
_SPELLED = "|".join(sorted((*ORDINALS, "bốn", "bẩy", "mười tư"), key=len, reverse=True))

# kind, pattern; the first group is the printed number.
MARKERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("article", vn(r"((?:điều|chương|mục|phần(?: thứ)?) (?:\d{1,3}|[ivxl]+|" + _SPELLED + r"))(?:[.:]\s?|\s|$)")),
    ("annex", vn(r"(phụ lục(?: (?:\d{1,2}|[ivx]+))?)(?:[.:]\s?|\s|$)")),
    ("decimal", re.compile(r"((?:[ivxl]{1,6}|[a-h])(?:\.(?:\d{1,2}|[ivx]{1,4}))*\.\d{1,2})\s?[.)/–-]?\s")),
    ("letter", re.compile(r"(?:(?:[ivx]{1,6}|\d{1,2})\.)+([a-zđ])\s?[.)]\s")),
    ("capital", re.compile(r"([a-h])\s?[.)/\-]\s?(?=\S)")),
    ("roman", re.compile(r"([ivxl]{1,6})\s?[.)/\-]\s?(?=\S)")),
    ("decimal", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,8})\s?[.)/–-]?\s")),
    ("number", re.compile(r"(\d{1,2})\s?(?:[.)/]\s?(?=[^\d\s])|[.)/]\s(?=\S)|[-–]\s(?=[^\W\d_]))")),
    ("bracket", re.compile(r"\((\d{1,2})\)\s")),
    ("letter", vn(r"([a-zđ]\d?)\s?(?:[.)]\s?|/\s)(?=\S)")),
    ("plus", re.compile(r"(\+)\s?")),
    ("dash", re.compile(r"([-–—−•●▪◦○‣➢➤✓✔❖■□♦·\uf0b7\uf02d\uf0a7])\s?(?=[^\W\d_]|[“\"(\d≥≤<>])")),
    ("dash", re.compile(r"(o)\s(?=[^\W\d_])")),
    (
        "dash",
        vn(
            r"(thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) là)\s?[,:]\s"
        ),
    ),
)
_TARGET = vn(
    rf"(chỉ tiêu(?: thứ| số)? ({_SPELLED}|\d{{1,2}}(?:\.\d{{1,2}})*))(?:\s?\([^()]{{1,60}}\))?(?:\s?[:.]\s?|\s[-–]\s|\s?\*+\s?)"
)
_GROUP = vn(rf"(mục tiêu(?: thứ)? (?:{_SPELLED}|\d{{1,2}}))\s?[:.]\s?")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}
_LEAF = {"dash", "plus"}


@dataclass(eq=False)
class Node:
    """A paragraph in its place. `kind`: its marker's, "text" without one; `start`: where its own words begin.

    led_by: the unnumbered line ("Phấn đấu đến năm 2030:", "CÁC CHỈ TIÊU") that stands above it in the same part.
    number: as printed ("2.1", "a", "II"); label: the words of a target label ("Chỉ tiêu thứ Nhất") with their
    ordinal as written; index: its number as an integer, 0 when it has none.
    """

    paragraph: Paragraph
    kind: str
    number: str = ""
    start: int = 0
    label: str = ""
    ordinal: str = ""
    group: str = ""
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    order: int = 0
    led_by: "Node | None" = None

    @cached_property
    def has_list(self) -> bool:
        """Whether bullets stand directly below. To be asked when the outline is whole."""
        return any(child.kind in _LEAF for child in self.children)

    @cached_property
    def text(self) -> str:
        """Its words without marker and label."""
        return self.paragraph.text[self.start :]

    @cached_property
    def low(self) -> str:
        return self.paragraph.low[self.start :]

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The source place of `text[start:end]`."""
        stop = None if end is None else self.start + end
        return self.paragraph.words.span(self.start + start, stop)

    @property
    def index(self) -> int:
        return index_of(self.number or self.ordinal)

    def index_follows(self, other: "Node") -> bool:
        """True when the target ordinal of this node is the next after that of `other`."""
        return index_of(self.ordinal) == index_of(other.ordinal) + 1 and self.kind in ("number", "decimal", "target")

    def ancestors(self) -> list["Node"]:
        """From the parent up."""
        found, node = [], self.parent
        while node is not None:
            found.append(node)
            node = node.parent
        return found

    @property
    def part(self) -> str:
        """The office's own number with what stands above it: "II.2.1", "IV.1.a"; bullets have none of their own."""
        pieces: list[str] = []
        for node in [self, *self.ancestors()]:
            if not node.number or node.kind in _LEAF:
                continue
            pieces.insert(0, node.number)
            if node.kind == "article" and _height(node) == _TOP["article"]:
                break  # articles are numbered through, whatever chapter they stand in
            if node.kind == "decimal" and not node.number[0].isdigit():
                break
            if node.kind == "decimal" or (node.kind == "number" and node.parent and node.parent.kind == "number"):
                above = next((a for a in node.ancestors() if a.kind in ("roman", "article", "annex", "capital")), None)
                if above:
                    pieces.insert(0, above.number)
                break
        return ".".join(pieces)

    @property
    def section(self) -> str:
        """The number as printed, with the Roman above it only where that is its direct parent ("II.1", "2.1", "4")."""
        if self.kind == "number" and self.parent is not None and self.parent.kind in ("roman", "article"):
            return f"{self.parent.number}.{self.number}"
        if self.kind in ("number", "decimal", "roman"):
            return self.number
        return self.part


def index_of(number: str) -> int:
    """The integer in a printed number: "IV" 4, "2.3" 3, "Mười Hai" 12, "b" 2; 0 when there is none."""
    low = number.lower().split(".")[-1].strip()
    if low.isdigit():
        return int(low)
    spelled = [i for i, word in enumerate(ORDINALS, 1) if vn(word).fullmatch(low)]
    if spelled:
        return spelled[0]
    if low and set(low) <= set(_VALUES):
        return roman(low)
    letters = "abcdđeghiklmnopqrstuvxy"
    return letters.index(low) + 1 if len(low) == 1 and low in letters else 0


def roman(low: str) -> int:
    """The value of a Roman number in lower case."""
    values = [_VALUES[c] for c in low]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def parse_marker(paragraph: Paragraph) -> Node:
    """The paragraph as a node, its marker and label read off."""
    low = paragraph.low
    node = Node(paragraph, "text")
    at = 0
    if paragraph.bullet:
        node.kind, node.number = "dash", "*"
    else:
        for kind, pattern in MARKERS:
            m = pattern.match(low)
            if m and _is_marker(kind, m[1], paragraph.text):
                node.kind, node.number, at = kind, paragraph.text[m.start(1) : m.end(1)], m.end()
                break
    if m := _TARGET.match(low, at):
        node.label, node.ordinal = paragraph.text[m.start(1) : m.end(1)], paragraph.text[m.start(2) : m.end(2)]
        at = m.end()
        if node.kind == "text":
            node.kind = "target"
    elif m := _GROUP.match(low, at):
        node.group = paragraph.text[m.start(1) : m.end(1)]
        if node.kind == "text":
            node.kind = "group"
    node.start = at
    return node


def _is_marker(kind: str, number: str, text: str) -> bool:
    """False for words that only look like a marker: "I" in lower case, "i)" as a letter, "đ/c"."""
    if kind == "capital":
        return text[0].isupper()
    if kind == "roman" and text[:3].lower() == "v/v":
        return False
    if kind == "roman":
        return text[0].isupper() and number == number.strip()
    if kind == "letter":
        return text[0].islower() or text[0].isdigit() or text[1:2] == "."
    if kind == "decimal":
        return text[0].isdigit() or (text[0].isupper() and text[1:2] in ".IVXL")
    if kind == "dash" and number == "o":
        return text[0].islower() and text[2:3].isupper()
    if kind == "dash" and number.isalpha():
        return text[0].isupper()
    if kind == "number":
        return not re.match(r"\d{1,2}(?:/\d|\s?[-–]\s[^A-ZÀ-ỸĐ])", text)
    if kind in ("article", "annex"):
        return text[0].isupper() and (kind == "article" or text.isupper() or len(text) < 30)
    return True


def build(paragraphs: Sequence[Paragraph], first: int = 0) -> list[Node]:
    """The nodes of one text in order, each with its parent set; `first` is the place of its first paragraph.

    A document and its annex are built apart: the numbering of one does not go on in the other.
    """
    nodes: list[Node] = []
    stack: list[Node] = []
    last_target: Node | None = None
    leads: dict[int, Node | None] = {}
    for order, paragraph in enumerate(paragraphs, first):
        node = parse_marker(paragraph)
        node.order = order
        if node.kind == "text":
            node.parent = next((n for n in reversed(stack) if n.kind not in _LEAF), None)
        else:
            _place(node, stack, last_target)
        if node.parent is not None:
            node.parent.children.append(node)
        part = id(node.parent)
        if node.kind == "text" and is_lead_line(node.text):
            leads[part] = node
        else:
            node.led_by = leads.get(part)
        if node.label:
            last_target = node
        nodes.append(node)
    return nodes


_LONGEST_LEAD_LINE = 200


def is_lead_line(text: str) -> bool:
    """True for an unnumbered line that only announces what follows: it ends with a colon or is all in capitals."""
    text = text.rstrip()
    return len(text) <= _LONGEST_LEAD_LINE and (text.endswith(":") or text.isupper())


def _place(node: Node, stack: list[Node], last_target: Node | None) -> None:
    """Close what `node` ends and open it."""
    if node.label and last_target in stack and last_target is not None and node.index_follows(last_target):
        del stack[stack.index(last_target) :]
    else:
        _close(node, stack)
    node.parent = stack[-1] if stack else None
    stack.append(node)


_TOP = {"annex": 0, "article": 3, "capital": 4, "roman": 5}
_ARTICLES = ((vn("phần"), 0), (vn("chương"), 1), (vn("mục"), 2))
_NOT_TOP = 9


def _height(node: Node) -> int:
    """How high a part of the document stands: Phần, Chương, Mục, Điều, A, I; others stand below."""
    if node.kind != "article":
        return _TOP.get(node.kind, _NOT_TOP)
    return next((height for word, height in _ARTICLES if word.match(node.number.lower())), _TOP["article"])


def _close(node: Node, stack: list[Node]) -> None:
    """Pop the stack down to where `node` belongs."""
    if node.kind in _TOP:
        while stack and _height(stack[-1]) >= _height(node):
            stack.pop()
        return
    if node.kind == "decimal":
        prefix = node.number.rsplit(".", 1)[0]
        for at, open_node in enumerate(stack):
            if open_node.kind in ("number", "decimal", "roman", "capital") and open_node.number == prefix:
                del stack[at + 1 :]
                return
    same = next((at for at, n in enumerate(stack) if _same_kind(n, node)), None)
    if same is not None:
        del stack[same:]
    elif node.kind not in _LEAF:
        while stack and stack[-1].kind in _LEAF:
            stack.pop()


def _same_kind(open_node: Node, node: Node) -> bool:
    """True when the two markers are of one scheme and one depth."""
    if open_node.kind != node.kind:
        return False
    return node.kind != "decimal" or open_node.number.count(".") == node.number.count(".")
