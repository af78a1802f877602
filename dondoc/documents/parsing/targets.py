"""Which paragraphs are targets (chỉ tiêu), where they stand, and when their block is to be done.

Rules, strongest first: a paragraph labelled "Chỉ tiêu …"; a paragraph with a measure under a heading that speaks of
targets; a heading that is itself a measure with directives under it; a sentence that promises a figure elsewhere.
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dondoc.documents.parsing import dues
from dondoc.documents.parsing.bodies import begins_with_body
from dondoc.documents.parsing.draft import CitationDraft, MeasureDraft, ScheduleDraft, TargetDraft
from dondoc.documents.parsing.measures import is_measured, read_measures, subject_of, worded_measure
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import vn
from dondoc.documents.parsing.tables import is_row
from dondoc.documents.parsing.target_tables import TargetTables
from dondoc.documents.parsing.zones import Zone, is_heading, zone_of, zone_of_heading
from dondoc.lib.text import squash

SCHEDULE_LABEL = vn(
    r"(?:hoàn thành|xong|(?:tiến độ|thời gian|thời hạn|lộ trình|hạn|thời điểm))(?: (?:thực hiện|hoàn thành|triển khai|báo cáo|và tiến độ thực hiện))*\s?:\s?"
)
BARE_SCHEDULE = vn(
    r"(?:thực hiện |triển khai |hoàn thành )(?:thường xuyên|hàng năm|hằng năm|trong (?:tháng|quý|năm) [\w/ ]{1,12}|theo (?:sự )?chỉ đạo[^.;]{0,40})\.?$"
)
BLOCK_HEADING = vn(r"(?:tổ chức|biện pháp|giải pháp|phân công|cách thức)(?: triển khai)? thực hiện\s?:?$")
_PROMISE = vn(
    r"(?<![^\W_])(?:phấn đấu|phần đấu|mục tiêu|đảm bảo|bảo đảm|chỉ tiêu)\s(?!đến năm \d{4}\s?[,;.])(?=[^.;]*?\d)"
)
_PERIOD_HEADING = vn(
    r"(?:(?:đến|trong|vào|từ|hết|giai đoạn|nhiệm kỳ|đến hết|đến cuối)\s)?(?:hết |cuối )?(?:năm |giai đoạn |nhiệm kỳ )?\d{4}(?:\s?[-–]\s?\d{4})?(?:\s?trở đi)?"
)
_COUNT_LINE = vn(r"[^.;:]{6,120}:\s?\d")


@dataclass(frozen=True)
class Found:
    """A target with the node that it was read from and the node whose block of directives serves it."""

    target: TargetDraft
    node: Node
    owner: Node


def find_targets(
    nodes: Sequence[Node], source: str, citations: Sequence[CitationDraft], term: str | None, tables: TargetTables
) -> list[Found]:
    """The targets of the document: of its paragraphs and of its tables, in order."""
    found: list[Found] = []
    closed: set[int] = set()
    headed = _measured_headings(nodes, citations)
    for node in nodes:
        if id(node) in tables.taken:
            continue
        if BLOCK_HEADING.match(node.low) and node.parent is not None and node.kind == "text":
            closed.add(id(node.parent))
            continue
        if node.parent is not None and any(id(a) in closed for a in (node, *node.ancestors())) and not node.label:
            continue
        hit = _target_at(node, headed, source, citations, term)
        if hit:
            found += _inline(node, source, citations, term) or [hit]
        elif _announces_list(node):
            found += _inline(node, source, citations, term)
    found += [Found(t.target, t.node, t.node) for t in tables.targets]
    found.sort(key=lambda f: f.target.span)
    return [_with_schedule(f, source) for f in found]


def _target_at(
    node: Node, headed: set[int], source: str, citations: Sequence[CitationDraft], term: str | None
) -> Found | None:
    """The target that `node` states, by the first rule that holds; None if it states none."""
    if is_row(node):
        return None
    if node.label:
        return _make(node, node, 0, "target.labelled", 0.98, source, citations, term)
    if id(node) in headed:
        return _qualitative(_make(node, node, 0, "target.heading", 0.85, source, citations, term))
    if any(id(a) in headed for a in node.ancestors()):
        return None
    zone = zone_of(node)
    if is_heading(node) and not (zone is Zone.TARGETS and _WHOLE.search(node.low)):
        return None
    if zone is Zone.TARGETS and not _DIRECTIVE_OPENING.match(node.low) and not _gives(node.low):
        owner = node.parent if node.kind == "text" and node.parent is not None else node
        rule = "target.under_heading"
        if node.kind == "text" and node.parent is not None and node.parent.label:
            return None
        hit = _make(node, owner, 0, rule, 0.9, source, citations, term)
        if hit.target.measures and (node.kind != "text" or _states_target(node) or _ranks(hit)):
            return hit
        if _listed_with_targets(node, citations):
            return _qualitative(hit)
        return None
    return _promise(node, zone, source, citations, term)


_DIRECTIVE_OPENING = vn(
    r"(?:mục tiêu (?:chung|tổng quát)|đối với|tổ chức thực hiện|tiến độ|căn cứ|hoàn thành (?:trước|trong) (?:ngày|tháng|quý)|mức (?:hỗ trợ|chi|thưởng)|định mức)\b|thời (?:gian|hạn)[^.;:]{0,30}:"
)


# "Xóa 3.245 nhà tạm, trong đó:" states the whole, the lines below its parts.
_WHOLE = vn(r"\d[^:]*,?\strong đó\s?:\s?$")
_GIVES = vn(r"giao\s(?:nhiệm vụ\s)?(?:cho\s)?")


def _gives(low: str) -> bool:
    """True for "Giao Sở X …"; "Giao quân: 1.450 công dân" is a target."""
    m = _GIVES.match(low)
    return m is not None and begins_with_body(low, m.end())


_ITEM = re.compile(r"(?:^|(?<=[\s:;,.]))\(?(\d{1,2})\)\s?(?=\S)")
_FEWEST_ITEMS = 2


_ANNOUNCES = vn(r"(?:chỉ tiêu|mục tiêu)[^.;]{0,90}?:\s?\(?1\)")


def _announces_list(node: Node) -> bool:
    """True for a paragraph that says "… chỉ tiêu sau: (1) …" outside of what is no part of targets."""
    return bool(_ANNOUNCES.search(node.low)) and zone_of(node) not in (Zone.STATE, Zone.ASSIGNMENT, Zone.MONEY)


def _inline(node: Node, source: str, citations: Sequence[CitationDraft], term: str | None) -> list[Found]:
    """The targets of a list that runs on in one paragraph ("… chỉ tiêu sau: (1) …; (2) …"); [] when there is none."""
    marks: list[re.Match[str]] = []
    for m in _ITEM.finditer(node.low):
        if int(m[1]) == len(marks) + 1:
            marks.append(m)
    if len(marks) < _FEWEST_ITEMS:
        return []
    ends = [*(len(node.low[: m.start()].rstrip(" ;,")) for m in marks[1:]), len(node.text)]
    items = [
        _make(node, node, m.end(), "target.inline", 0.8, source, citations, term, end=end, ordinal=m[1])
        for m, end in zip(marks, ends, strict=True)
    ]
    measured = [item for item in items if item.target.measures]
    return measured if len(measured) >= _FEWEST_ITEMS else []


# How a paragraph that states a target begins.
_OPENS_TARGET = vn(
    r"\W*(?:(?:định hướng |tầm nhìn )?(?:đến|trong|từ|hết)?\s?(?:hết |cuối )?năm \d{4}(?: trở đi)?,?\s)?(?:phấn đấu |phần đấu |đạt |có |duy trì |tăng |giảm |hằng năm,? |hàng năm,? |trên |ít nhất |tối thiểu |khoảng |từ |số |tổng |(?:tỷ|tỉ) (?:lệ|trọng|suất|số) |tốc độ |thu nhập |thu ngân sách |chỉ số |mỗi |≥|>|\d|(?:kết nạp|thành lập|xây dựng|trồng|giải quyết|đào tạo|tạo|phát triển|hoàn thành|giữ vững) [^.;,]{0,40}?\d)"
)


def _states_target(node: Node) -> bool:
    """True for an unnumbered paragraph of a part of targets that states one by its own words, or is the first to do so."""
    return _first_with_figures(node) or (not node.children and bool(_OPENS_TARGET.match(node.low)))


def _ranks(hit: Found) -> bool:
    return all(m.rule == "measure.rank" for m in hit.target.measures)


def _first_with_figures(node: Node) -> bool:
    """True for the first paragraph with a figure under its heading: it states the target, later ones speak of it."""
    siblings = node.parent.children if node.parent else [node]
    earlier = [s for s in siblings if s.order < node.order and s.kind == "text"]
    return not any(re.search(r"\d\s?%", s.low) for s in earlier)


def _listed_with_targets(node: Node, citations: Sequence[CitationDraft]) -> bool:
    """True for a listed item without a figure whose siblings under a heading of targets have figures."""
    if node.kind not in ("dash", "plus", "letter", "number", "decimal") or node.parent is None or node.children:
        return False
    siblings = [n for n in node.parent.children if n.kind == node.kind and n is not node]
    with_figures = sum(bool(re.search(r"\d\s?%", n.low)) for n in siblings)
    return with_figures >= 1 and not vn(r"chung|tổng quát").search(node.parent.low[:60])


def _qualitative(hit: Found) -> Found:
    """A target in words only: its own words are the value, judged by a person."""
    if hit.target.measures:
        return hit
    words, at = hit.node.paragraph.words, hit.node.start
    measure = worded_measure(words, at, len(words.text), _inherited_period(hit.node, None))
    return replace(hit, target=replace(hit.target, measures=(measure,), confidence=0.6))


def _make(
    node: Node,
    owner: Node,
    start: int,
    rule: str,
    confidence: float,
    source: str,
    citations: Sequence[CitationDraft],
    term: str | None,
    *,
    end: int | None = None,
    ordinal: str = "",
) -> Found:
    """The target stated from `start` of the node's own words on, up to `end` when it is one of a list."""
    words = node.paragraph.words
    at = node.start + start
    stop = len(words.text) if end is None else node.start + end
    measures = read_measures(words, at, stop, period=_inherited_period(node, term), citations=citations)
    measures = _with_subject(measures, node, citations)
    span = words.span(at, stop)
    heading = owner if owner is not node else None
    target = TargetDraft(
        ordinal=ordinal or _ordinal(node, heading),
        text=squash(source[span.start : span.end].replace("*", "")),
        section=(heading or node).section,
        part=(heading or node).part,
        label=node.label or (heading.text.rstrip(" .:") if heading else ""),
        measures=measures,
        span=span,
        rule=rule,
        confidence=confidence if measures else min(confidence, 0.7),
        group=_group(node),
    )
    if node.label and not measures:
        return _qualitative(Found(target, node, owner))
    return Found(target, node, owner)


def _with_subject(
    measures: tuple[MeasureDraft, ...], node: Node, citations: Sequence[CitationDraft]
) -> tuple[MeasureDraft, ...]:
    """Measures that name nobody ("+ Năm 2026: 50%") with what the line above says is measured."""
    above = node.parent
    said = all(m.population and (m.predicate or m.rule != "measure.reaches") for m in measures)
    if said or above is None or above.kind not in ("dash", "plus", "letter", "number") or re.search(r"\d", above.text):
        return measures
    what = above.text.strip(" :;.,")
    population, predicate = subject_of(above.paragraph.words, above.start, above.start + len(what))
    return tuple(
        replace(m, predicate=what if is_measured(what) else m.predicate)
        if m.population
        else replace(m, population=population, predicate=predicate)
        for m in measures
    )


def _ordinal(node: Node, heading: Node | None) -> str:
    """What the office calls it: the ordinal of its label, else its own number, else the number of its heading."""
    if node.ordinal:
        return node.ordinal
    if heading is not None:
        return heading.number or heading.part
    if node.kind in ("dash", "plus"):
        siblings = [n for n in (node.parent.children if node.parent else [node]) if n.kind == node.kind]
        return f"{node.part}-{siblings.index(node) + 1}"
    return node.number or node.part


def _group(node: Node) -> str:
    return next((a.group for a in (node, *node.ancestors()) if a.group), "")


def _inherited_period(node: Node, term: str | None) -> str | None:
    """The period that the nearest heading of targets names ("Mục tiêu cụ thể đến năm 2030")."""
    for above in node.ancestors():
        if zone_of_heading(above) is Zone.TARGETS and (m := _PERIOD_HEADING.search(above.low)) and not above.label:
            return above.text[m.start() : m.end()].strip()
    return None


def _measured_headings(nodes: Sequence[Node], citations: Sequence[CitationDraft]) -> set[int]:
    """Headings that are targets themselves: among siblings with children, at least half state a figure."""
    hits: set[int] = set()
    parents = {id(n.parent): n.parent for n in nodes if n.parent is not None and n.kind in ("number", "decimal")}
    for parent in parents.values():
        items = [n for n in parent.children if n.kind in ("number", "decimal") and n.children and not n.label]
        if len(items) < 3 or zone_of_heading(parent) in (Zone.PURPOSE, Zone.STATE, Zone.ASSIGNMENT, Zone.MONEY):
            continue
        if any(len(n.text) > 220 for n in items):
            continue
        figured = [
            n
            for n in items
            if read_measures(n.paragraph.words, n.start, len(n.paragraph.text), period=None, citations=citations)
        ]
        if len(figured) * 2 >= len(items):
            hits.update(id(n) for n in items)
    return hits


def _promise(node: Node, zone: Zone, source: str, citations: Sequence[CitationDraft], term: str | None) -> Found | None:
    """A figure promised in the middle of other text ("… phấn đấu tốc độ tăng thu đạt 12%") or a counted line."""
    prose = node.kind not in ("dash", "plus") and any(a.kind == "article" for a in node.ancestors())
    if prose or zone in (Zone.STATE, Zone.ASSIGNMENT, Zone.MONEY) or (node.children and is_heading(node)):
        return None
    if node.kind in ("plus", "dash") and _COUNT_LINE.match(node.low) and zone is Zone.WORK:
        hit = _make(node, node, 0, "target.counted_line", 0.75, source, citations, term)
        return hit if hit.target.measures and hit.target.measures[0].unit not in (None, "%") else None
    for m in _PROMISE.finditer(node.low):
        if m.start() and begins_with_body(node.low):
            continue  # an order to somebody that says how much: it stays an order
        end = _clause_end(node.low, m.end())
        if not re.search(r"\d\s?%", node.low[m.start() : end]):
            continue
        hit = _make(node, node, m.start(), "target.promise", 0.7, source, citations, term)
        if hit.target.measures:
            return hit
    return None


def _clause_end(low: str, at: int) -> int:
    stop = re.compile(r"[.;]\s|[.;]$").search(low, at)
    return stop.start() if stop else len(low)


def _with_schedule(found: Found, source: str) -> Found:
    """The target with the schedule line of its block, if there is one."""
    for node in block_of(found.owner):
        schedule = schedule_at(node)
        if schedule:
            return replace(found, target=replace(found.target, schedule=schedule))
    return found


def block_of(owner: Node) -> list[Node]:
    """The paragraphs under `owner` that carry no number of their own level, in order."""
    block: list[Node] = []
    for child in owner.children:
        if child.kind in ("text", "dash", "plus") and not child.label:
            block.append(child)
            block += block_of(child)
    return block


def schedule_at(node: Node) -> ScheduleDraft | None:
    """The schedule that a paragraph states and nothing else, with or without its label."""
    label = SCHEDULE_LABEL.match(node.low)
    if not label and not BARE_SCHEDULE.match(node.low):
        return None
    at = label.end() if label else 0
    text = node.text[at:].strip(" .;")
    match = dues.schedule(text, node.low[at:].strip(" .;"))
    if not text or match is None:
        return None
    return ScheduleDraft(text, match.due, node.span(at, at + len(node.text[at:].rstrip(" .;"))), labelled=bool(label))
