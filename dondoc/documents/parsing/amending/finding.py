"""Which items of the old plan a place means: by its numbers, by a chỉ tiêu's ordinal, by the item's own words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from dondoc.documents.parsing.amending.model import OldItem, Place, Step
from dondoc.documents.parsing.amending.places import LEVELS
from dondoc.documents.parsing.blocks import clean, paragraphs, split_lines, without_page_numbers
from dondoc.documents.parsing.closing import after, read_closing
from dondoc.documents.parsing.head import loosened, read_head
from dondoc.documents.parsing.outline import Node, build, index_of
from dondoc.documents.parsing.patterns import vn
from dondoc.lib.text import fold, nfc

_LABEL = vn(r"(?:chỉ tiêu|mục tiêu)(?: thứ| số)? ([^\s:.(]+(?: [^\s:.(]+)?)")
_LEVEL_WORD = re.compile(rf"^(?:{'|'.join(sorted((w for w in LEVELS if w != 'phụ lục'), key=len, reverse=True))}) ")
_LEAVES = {"gạch đầu dòng", "gạch", "ý", "đoạn", "dòng"}
_BULLETS = {"dash", "plus"}
# How like the words that a decision cites must be to an item's own, 0–100.
_CITED, _LIKE, _NEAR = 88, 70, 55
_SHOWN = 3  # candidates told to a person when nothing is found


@dataclass(frozen=True)
class Found:
    """The items meant, in the plan's order, and what was seen on the way (codes of rules.SIGNS)."""

    items: tuple[OldItem, ...]
    signs: tuple[str, ...] = ()


class OldPlan:
    """The version amended: its items, and the outline of its document for places that only the text numbers."""

    def __init__(self, items: Sequence[OldItem], text: str = "") -> None:
        self.items, self._text = tuple(items), text
        self._tokens = {one.key_in_plan: tokens(one.part.split(".")) for one in self.items}

    @cached_property
    def nodes(self) -> list[Node]:
        source = nfc(self._text)
        whole = clean(source, 0, len(source))
        lines = loosened(split_lines(without_page_numbers(source), whole))
        _head, body_at = read_head(lines, source)
        closing = read_closing(lines, body_at, source)
        body = build(paragraphs(source, lines[body_at : closing.start], whole))
        return [*body, *build(paragraphs(source, after(lines, closing, source), whole), len(body))]

    def tasks_under(self, target: OldItem) -> tuple[OldItem, ...]:
        return tuple(one for one in self.items if one.kind == "task" and one.under == target.key)

    def find(self, place: Place) -> Found:
        """The items that `place` means; none: nothing there."""
        if place.is_whole:
            return Found(self.items, ("place.whole",))
        found = self._by_steps(place.steps) if place.steps else Found(self.items)
        if place.body:
            found = _led_by(found, place.body)
        if place.quoted:
            found = self._by_words(found, place)
        elif not place.steps and not place.body:
            return Found(())
        if place.kind == "task" and any(one.kind == "task" for one in found.items):
            return Found(tuple(one for one in found.items if one.kind == "task"), found.signs)
        return found

    def near(self, words: str) -> tuple[OldItem, ...]:
        """Items whose words come near to `words`, the nearest first."""
        scored = sorted(((fuzz.partial_ratio(fold(words), fold(one.text)), one) for one in self.items),
                        key=lambda pair: -pair[0])  # fmt: skip
        return tuple(one for score, one in scored[:_SHOWN] if score >= _NEAR)

    # ── by number ────────────────────────────────────────────────────────────────────────────────────────────────
    def _by_steps(self, steps: tuple[Step, ...]) -> Found:
        if steps[-1].level in _LEAVES and steps[0].level != "phụ lục" and (leaf := self._leaf(steps)):
            return leaf
        named = [step for step in steps if step.level in ("chỉ tiêu", "mục tiêu")]
        if named and (targets := self._by_ordinal(named[-1].number)):
            tasks = tuple(task for target in targets for task in self.tasks_under(target))
            return Found((*targets, *tasks), ("place.several",) if len(targets) > 1 else ())
        wanted = tokens([_number(step) for step in steps])
        if found := self._at(wanted):
            return found
        shorter = [wanted[:n] + wanted[n + 1 :] for n in range(len(wanted) - 2, 0, -1)]
        again = next((found for one in shorter if (found := self._at(one))), None)
        return Found(again.items, (*again.signs, "place.like")) if again else Found(())

    def _at(self, wanted: tuple[str, ...]) -> Found | None:
        inside = [one for one in self.items if _is_within(wanted, self._tokens[one.key_in_plan])]
        exact = [one for one in inside if self._tokens[one.key_in_plan] == wanted] or [
            one for one in inside if self._tokens[one.key_in_plan][-1:] == wanted[-1:]
        ]
        if exact:
            keys = {one.key for one in exact if one.kind == "target"}
            below = [one for one in self.items if one.kind == "task" and one.under in keys and one not in exact]
            is_several = len({self._tokens[one.key_in_plan] for one in exact}) > 1
            return Found((*exact, *below), ("place.several",) if is_several else ())
        return Found(tuple(inside), ("place.section",)) if inside else None

    def _by_ordinal(self, number: str) -> tuple[OldItem, ...]:
        wanted = index_of(number)
        labelled = [(one, m) for one in self.items if one.kind == "target" and (m := _LABEL.search(one.label.lower()))]
        return tuple(one for one, m in labelled if wanted and wanted == (index_of(m[1]) or index_of(m[1].split()[0])))

    def _leaf(self, steps: tuple[Step, ...]) -> Found | None:
        """The nth bullet or paragraph below a place, as the document's text has it."""
        above = self._by_steps(steps[:-1]) if len(steps) > 1 else Found(())
        places = [one.span for one in above.items if one.span]
        number = index_of(steps[-1].number)
        if not places or not number:
            return None
        start, end = min(p.start for p in places), max(p.end for p in places)
        kinds = {"text"} if steps[-1].level == "đoạn" else _BULLETS
        nodes = [n for n in self.nodes if n.kind in kinds and start <= n.paragraph.words.span().start < end]
        if number > len(nodes):
            return None
        span = nodes[number - 1].paragraph.words.span()
        meant = tuple(
            one for one in above.items if one.span and one.span.start < span.end and span.start < one.span.end
        )
        return Found(meant, ("place.bullet",)) if meant else None

    # ── by words ─────────────────────────────────────────────────────────────────────────────────────────────────
    def _by_words(self, found: Found, place: Place) -> Found:
        cited = fold(place.quoted)
        scored = [(fuzz.partial_ratio(cited, fold(one.text)), one) for one in found.items]
        best = max((score for score, _one in scored), default=0)
        if best < _LIKE or (not place.steps and best < _CITED):
            return found if place.steps else Found(())
        near = tuple(one for score, one in scored if score >= best - 3)
        sign = "place.words" if best >= _CITED else "place.likeness"
        return Found(near, (sign, *(("place.several",) if len(near) > 1 else ())))


def _led_by(found: Found, body: str) -> Found:
    wanted = fold(body)
    led = tuple(one for one in found.items if one.kind == "task" and wanted in fold(f"{one.lead} {one.text[:120]}"))
    return Found(led, found.signs) if led else Found(found.items, (*found.signs, "place.body"))


def _number(step: Step) -> str:
    """As an item's part has it: "phụ lục i", "4" for "thứ tư"."""
    if step.level == "phụ lục":
        return f"phụ lục {step.number}".strip()
    is_spelled = len(step.number) > 1 and not re.fullmatch(r"[\divxl.a-zđ]*", step.number)
    return str(index_of(step.number)) if is_spelled or step.number in ("hai", "ba", "năm") else step.number


def tokens(numbers: Sequence[str]) -> tuple[str, ...]:
    """Numbers from the outside in, each once: ("II", "2", "2.1") and ("II", "2", "1") are the same."""
    made: list[str] = []
    for number in numbers:
        parts = [_LEVEL_WORD.sub("", one.strip()) for one in number.lower().split(".") if one.strip()]
        shared = next((k for k in range(min(len(parts) - 1, len(made)), 0, -1) if parts[:k] == made[-k:]), 0)
        made += parts[shared:]
    return tuple(made)


def _is_within(wanted: tuple[str, ...], own: tuple[str, ...]) -> bool:
    """Whether `wanted` stand in `own` in this order."""
    rest = iter(own)
    return bool(wanted) and all(any(_same(one, other) for other in rest) for one in wanted)


def _same(one: str, other: str) -> bool:
    return one == other or (one == "phụ lục" and other.startswith("phụ lục"))
