"""`resolve`: the points of a decision → what each does to which item of the version amended, and how sure that is.

Nothing is dropped: a point whose item is not found, or that is not understood, is an edit without an item.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from dondoc.documents.parsing import dues
from dondoc.documents.parsing.amending.finding import Found, OldPlan
from dondoc.documents.parsing.amending.model import Act, Amending, Edit, OldItem, Place, Point
from dondoc.documents.parsing.blocks import clean, paragraphs, split_lines
from dondoc.documents.parsing.draft import TargetDraft, TaskDraft
from dondoc.documents.parsing.matching import Piece, pair
from dondoc.documents.parsing.outline import parse_marker
from dondoc.documents.parsing.patterns import lowered
from dondoc.documents.parsing.reader import read
from dondoc.documents.parsing.rules import confidence
from dondoc.lib.due import Cadence, Due
from dondoc.lib.text import fold, squash

# So that new words are read as part of a plan.
_PLAN = "KẾ HOẠCH\nthực hiện nghị quyết\n\nBan Thường vụ xây dựng Kế hoạch như sau:\n\n"
_AS_TASKS, _AS_TARGET = f"{_PLAN}I. NHIỆM VỤ\n\n", f"{_PLAN}I. CÁC CHỈ TIÊU\n\n1. "
Drafted = TargetDraft | TaskDraft


def resolve(amending: Amending, items: Sequence[OldItem], old_text: str = "") -> tuple[Edit, ...]:
    """The edits of every point, in order. `items`: those of the version amended; `old_text`: its document's text."""
    plan = OldPlan(items, old_text)
    return tuple(_judged(edit) for point in amending.points for edit in _edits(point, plan))


def _judged(edit: Edit) -> Edit:
    signs = tuple(dict.fromkeys(edit.signs))
    if edit.due and edit.due.day and edit.due.cadence in (Cadence.ANNUAL, Cadence.SEMIANNUAL):
        signs += ("due.day_of_year",)
    return replace(edit, signs=signs, confidence=confidence(edit.point.rule, signs))


def _edits(point: Point, plan: OldPlan) -> list[Edit]:
    if point.act is Act.UNCLEAR:
        return [Edit(Act.UNCLEAR, point, "")]
    if point.act is Act.ADD:
        return _added(point, plan)
    made: list[Edit] = []
    for place in point.places:
        found = plan.find(place)
        made += _DOES[point.act](point, place, found, plan) if found.items else []
    return made or [_lost(point, plan)]


def _lost(point: Point, plan: OldPlan, sign: str = "place.none") -> Edit:
    words = next((place.quoted for place in point.places if place.quoted), "") or point.text
    return Edit(
        point.act, point, _kind_of(point), text=_one_text(point), due=point.due, lead=point.lead, level=point.level,
        signs=(sign,), likely=tuple(one.key_in_plan for one in plan.near(words) if words),
    )  # fmt: skip


def _kind_of(point: Point) -> str:
    return next((place.kind for place in point.places if place.kind), "")


def _edit(point: Point, act: Act, item: OldItem, found: Found, *signs: str, **more: object) -> Edit:
    return Edit(act, point, item.kind, item.key, signs=(*found.signs, *signs), **more)  # type: ignore[arg-type]


# ── each act ─────────────────────────────────────────────────────────────────────────────────────────────────────
def _repealed(point: Point, place: Place, found: Found, plan: OldPlan) -> list[Edit]:
    return [_edit(point, Act.REPEAL, item, found) for item in found.items]


def _due(point: Point, place: Place, found: Found, plan: OldPlan) -> list[Edit]:
    keys = {one.key for one in found.items if one.kind == "target"}
    wider = [*found.items, *(one for one in plan.items if one.kind == "task" and one.under in keys)]
    timed = [one for one in dict.fromkeys(wider) if one.due is not None]
    alike = [one for one in timed if point.due_before is None or _same_due(one.due, point.due_before)]
    dated = [one for one in alike if one.due and (one.due.on is not None or len(alike) == 1)] or alike
    differs = () if dated else ("due.differs",)
    return [_edit(point, Act.DUE, one, found, *differs, due=point.due) for one in dated or timed]


def _same_due(one: Due | None, other: Due) -> bool:
    if one is None:
        return False
    return (
        one.on == other.on if other.on else (one.kind, one.cadence, one.day) == (other.kind, other.cadence, other.day)
    )


def _level(point: Point, place: Place, found: Found, plan: OldPlan) -> list[Edit]:
    targets = [one for one in found.items if one.kind == "target"]
    made = []
    for one in targets:
        swap = ((point.level_before, point.level),)
        text = swapped(one.text, swap)
        has = text != one.text
        if has or len(targets) == 1:
            signs = () if has else ("words.absent",)
            made.append(_edit(point, Act.LEVEL, one, found, *signs, level=point.level, text=text if has else "",
                              swaps=swap if has else (),
                              draft=_first(_read(text, one), TargetDraft) if has else None))  # fmt: skip
    return made


def _lead(point: Point, place: Place, found: Found, plan: OldPlan) -> list[Edit]:
    tasks = [one for one in found.items if one.kind == "task"]
    led = [one for one in tasks if fold(point.lead_before) in fold(f"{one.lead} {one.text[:160]}")]
    signs = () if led else ("lead.differs",)
    swap = ((point.lead_before, point.lead),)
    made = []
    for one in led or tasks[:1]:
        text = swapped(one.text, swap)
        words = {"text": text, "swaps": swap} if text != one.text else {}
        made.append(_edit(point, Act.LEAD, one, found, *signs, lead=point.lead, **words))
    return made


def _replaced(point: Point, place: Place, found: Found, plan: OldPlan) -> list[Edit]:
    made = []
    for one in found.items:
        text, lead = swapped(one.text, point.swaps), swapped(one.lead, point.swaps)
        due = _swapped_due(one, point)
        if text != one.text:
            draft = _first(_read(text, one), TargetDraft) if one.kind == "target" else None
            more = {"lead": lead if lead != one.lead else "", "due": due or _new_due(one, text)}
            made.append(_edit(point, Act.REWORD, one, found, text=text, swaps=point.swaps, draft=draft, **more))
        elif lead != one.lead:
            made.append(_edit(point, Act.LEAD, one, found, lead=lead))
        elif due:
            made.append(_edit(point, Act.DUE, one, found, due=due))
    return made or [_lost(point, plan, "words.absent")]


def _swapped_due(item: OldItem, point: Point) -> Due | None:
    """The item's due time when the words exchanged are its own: "tháng 9/2025" → "tháng 12/2025"."""
    for gone, put in point.swaps:
        if item.due and gone and fold(gone) in fold(item.due.text):
            words = squash(swapped(item.due.text, [(gone, put)]) or put)
            found = dues.schedule(words, lowered(words)) or dues.schedule(put, lowered(put))
            return found.due if found else None
    return None


def _reworded(point: Point, place: Place, found: Found, plan: OldPlan) -> list[Edit]:
    drafts = _read(point.text, found.items[0])
    if _is_time(place, point) and (time := dues.schedule(point.text, lowered(point.text))):
        return _due(replace(point, due=time.due), place, found, plan)
    if not drafts:
        return _text_alone(point, found, plan)
    made: list[Edit] = []
    for kind, shape in (("target", TargetDraft), ("task", TaskDraft)):
        new = [one for one in drafts if isinstance(one, shape)]
        old = [one for one in found.items if one.kind == kind]
        if new:
            made += _paired(point, found, old, new, kind)
    return made


_TIME_WORDS = ("thời hạn", "thời gian", "tiến độ", "thời điểm")


def _is_time(place: Place, point: Point) -> bool:
    return any(word in place.words for word in _TIME_WORDS) and len(point.text) < 120


def _text_alone(point: Point, found: Found, plan: OldPlan) -> list[Edit]:
    """New words that are no chỉ tiêu or task by themselves: they go to the one item there, or to the likest."""
    text = _one_text(point)
    if len(found.items) == 1:
        [only] = found.items
        due = _new_due(only, text) if only.kind == "task" else None
        return [_edit(point, Act.REWORD, only, found, "words.unread", text=text, due=due)]
    pairs = pair([Piece(n, fold(one.text)) for n, one in enumerate(found.items)], [Piece(0, fold(text))])
    item = found.items[pairs[0].old] if pairs else None
    if item is None:
        return [replace(_lost(point, plan, "place.several"), likely=tuple(one.key_in_plan for one in found.items[:3]))]
    return [
        _edit(point, Act.REWORD, item, found, "words.unread", "place.likeness", text=text, due=_new_due(item, text))
    ]


def _paired(point: Point, found: Found, old: list[OldItem], new: Sequence[Drafted], kind: str) -> list[Edit]:
    """New words beside old items: what continues an old one, what is new, what is no longer said."""
    if len(old) == len(new) == 1:
        return [_with_draft(point, old[0], new[0], found)]
    pieces = [Piece(n, fold(one.text), "", fold(one.lead)) for n, one in enumerate(old)]
    later = [Piece(n, fold(one.text), "", fold(_lead_of(one))) for n, one in enumerate(new)]
    made, taken_old, taken_new = [], set(), set()
    for one in pair(pieces, later):
        taken_old.add(one.old)
        taken_new.add(one.new)
        signs = ("place.likeness",) if one.is_doubtful else ()
        made.append(_with_draft(point, old[one.old], new[one.new], found, *signs))
    under = next((one.under for one in old if one.under), None)
    made += [
        Edit(Act.ADD, point, kind, text=draft.text, draft=draft, under=under, signs=found.signs)
        for n, draft in enumerate(new) if n not in taken_new
    ]  # fmt: skip
    gone = [one for n, one in enumerate(old) if n not in taken_old]
    return made + [_edit(point, Act.REPEAL, one, found, "reword.not_said") for one in gone]


def _with_draft(point: Point, item: OldItem, draft: Drafted, found: Found, *signs: str) -> Edit:
    due = lead = None
    if isinstance(draft, TaskDraft):
        own = dues.own_due(lowered(draft.text))
        due = draft.due if own and not _same_due(item.due, draft.due) else None
        said = draft.lead_as_written or ", ".join(draft.lead)
        lead = said if said and fold(said) not in fold(item.lead) else None
    return _edit(point, Act.REWORD, item, found, *signs, text=draft.text, draft=draft, due=due, lead=lead or "")


def _lead_of(draft: Drafted) -> str:
    return (draft.lead_as_written or ", ".join(draft.lead)) if isinstance(draft, TaskDraft) else ""


def _added(point: Point, plan: OldPlan) -> list[Edit]:
    found = next((one for place in point.places if (one := plan.find(place)).items), Found(()))
    under = next((one.key if one.kind == "target" else one.under for one in found.items), None)
    drafts = _read(point.text)
    if not point.text.strip():
        return [_lost(point, plan, "words.absent")]
    if not drafts:
        return [
            Edit(Act.ADD, point, _kind_of(point) or "task", text=_one_text(point), under=under, signs=("words.unread",))
        ]
    is_target = any(isinstance(one, TargetDraft) for one in drafts)
    return [
        Edit(Act.ADD, point, "target" if isinstance(one, TargetDraft) else "task", text=one.text, draft=one,
             under=None if is_target else under)
        for one in drafts
    ]  # fmt: skip


_DOES: dict[Act, Callable[[Point, Place, Found, OldPlan], list[Edit]]] = {
    Act.REPEAL: _repealed, Act.DUE: _due, Act.LEVEL: _level, Act.LEAD: _lead, Act.REPLACE: _replaced,
    Act.REWORD: _reworded,
}  # fmt: skip


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────
def read_target(text: str) -> TargetDraft | None:
    """The chỉ tiêu that its amended words state; None: they state none that can be read."""
    return next(iter(read(_AS_TARGET + text).indicators), None)


def _read(text: str, item: OldItem | None = None) -> list[Drafted]:
    """Chỉ tiêu and tasks in new words; those of an item that is a task are no chỉ tiêu for a figure in them."""
    draft = read(_AS_TASKS + text)
    targets = draft.indicators
    if item and item.kind == "target" and not targets:
        targets = read(_AS_TARGET + _one(text)).indicators[:1]
    return [*targets, *draft.tasks]


def _first(drafts: Iterable[Drafted], shape: type[TargetDraft]) -> TargetDraft | None:
    return next((one for one in drafts if isinstance(one, shape)), None)


def _one_text(point: Point) -> str:
    return _one(point.text)


def _one(text: str) -> str:
    """New words as one item's: without the number that the plan prints before them."""
    whole = clean(text, 0, len(text))
    blocks = paragraphs(text, split_lines(text, whole), whole)
    return squash(" ".join(parse_marker(block).text for block in blocks)) if blocks else squash(text)


def _new_due(item: OldItem, text: str) -> Due | None:
    """The time that the new words give, when it is another."""
    found = dues.own_due(lowered(text))
    return found.due if found and not _same_due(item.due, found.due) else None


def swapped(text: str, swaps: Sequence[tuple[str, str]]) -> str:
    """`text` with words exchanged, whole words only, in capitals or not; the same when they are not there."""
    for gone, put in swaps:
        if not gone:
            continue
        pattern = re.compile(rf"(?<![^\W_]){re.escape(gone)}(?![^\W_])", re.IGNORECASE)
        text = pattern.sub(lambda m, put=put: put, text)  # type: ignore[misc]
    return re.sub(r"\s+([,.;])", r"\1", re.sub(r" {2,}", " ", text))
