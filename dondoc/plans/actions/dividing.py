"""One item into two, two into one."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.lib.text import fold, squash
from dondoc.plans.actions.correcting import codes_of, room_after
from dondoc.plans.actions.revisions import Item, kind_of
from dondoc.plans.actions.steps import step
from dondoc.plans.drafting import unused
from dondoc.plans.models import StepAct, Target, Task
from dondoc.plans.rules import may_edit
from dondoc.web.refusals import Invalid, require

# Of two that are merged: lists and what the text names are put together; the first keeps the rest unless empty.
_LISTS = {Task: ("supporters", "deliverables", "products"), Target: ("measures",)}
_NAMES = {Task: ("lead_wording", "support_wording", "report_to_wording"), Target: ()}
WORDING_LENGTH = 300  # of a wording, as models.Task has it
_WORDS = {
    Task: ("reviewer", "opener"),
    Target: ("label", "due_text", "indicator"),
}


def split_item(item: Item, *, at_word: int, revision: int, by: User, at: datetime) -> Item:
    """Split before the word number `at_word` of its text (from 0); returns the second part. Both wait to be confirmed.

    The second part takes over who, by when and what; measures go with the words from which they were read.
    Errors: Refused, Invalid when a part would be empty, Conflict.
    """
    require(may_edit(by, item.plan))
    with step(item.plan, StepAct.SPLIT, by=by, at=at) as taken:
        taken.require_fresh(item, revision)
        words = item.text.split()
        if not 0 < at_word < len(words):
            raise Invalid(_("Hãy chọn một chữ ở giữa để tách; mỗi phần phải có ít nhất một chữ."))
        head, tail = " ".join(words[:at_word]), " ".join(words[at_word:])
        cut = _place_of(item, len("".join(words[:at_word])))
        second = _second(item, tail, cut)
        changes: dict[str, Any] = {"text": head, "search_text": fold(f"{item.code} {head}"), "is_confirmed": False}
        if cut is not None:
            changes["end"] = len(item.plan.document.text[:cut].rstrip())
        if isinstance(item, Target):
            changes["measures"], second.measures = _measures(item.measures, cut)
        taken.change(item, **changes)
        taken.make(second)
        after = {"codes": [item.code, second.code], "texts": [head, tail]}
        record(f"plan.split_{kind_of(item)}", by=by, target=item, org=item.plan.org, after=after, at=at)
    return second


def _place_of(item: Item, letters: int) -> int | None:
    """Where in the document the item's words go on after so many letters; None when they are not those of the text."""
    if item.start is None or item.end is None:
        return None
    source = item.plan.document.text
    if "".join(source[item.start : item.end].split()) != "".join(item.text.split()):
        return None
    places = [n for n in range(item.start, item.end) if not source[n].isspace()]
    return places[letters]


def _second(item: Item, text: str, cut: int | None) -> Item:
    rows = _siblings(item)
    values = {f.attname: getattr(item, f.attname) for f in item._meta.concrete_fields if not f.primary_key}
    values |= {
        "text": text,
        "code": unused(item.code, codes_of(item.plan)),
        "position": room_after(rows, item.position),
        "start": item.start if cut is None else cut,
        "is_confirmed": False,
        "line_id": None,  # of what was before, only the first part is the later form
        "is_pairing_doubtful": False,
    }
    second = type(item)(**values)
    second.search_text = fold(f"{second.code} {text}")
    return second


def _measures(measures: list[dict[str, Any]], cut: int | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Those of the first part and of the second; all stay with the first when the place is not known."""
    behind = [one for one in measures if cut is not None and one.get("span", [0])[0] >= cut]
    return [one for one in measures if one not in behind], behind


def merge_items(item: Item, other: Item, *, revision: int, other_revision: int, by: User, at: datetime) -> Item:
    """Put two items of one kind together; the one that comes first stays, and waits to be confirmed.

    Errors: Refused, Invalid when they are the same, Conflict when either changed since the form was opened.
    """
    require(may_edit(by, item.plan))
    if type(item) is not type(other) or item.pk == other.pk:
        raise Invalid(_("Hãy chọn một mục khác cùng loại để gộp."))
    with step(item.plan, StepAct.MERGE, by=by, at=at) as taken:
        taken.require_fresh(item, revision)
        taken.require_fresh(other, other_revision)
        first, second = sorted([item, other], key=lambda one: one.position)
        if isinstance(second, Target):
            taken.change_all(second.tasks.all(), target_id=first.pk)
        taken.change(first, **_together(first, second))
        after = {"codes": [first.code, second.code], "text": first.text}
        record(f"plan.merge_{kind_of(first)}", by=by, target=first, org=first.plan.org, after=after, at=at)
        taken.remove(second)
    return first


def _together(first: Item, second: Item) -> dict[str, Any]:
    text = squash(f"{first.text} {second.text}")
    changes: dict[str, Any] = {
        "text": text, "search_text": fold(f"{first.code} {text}"), "is_confirmed": False,
        **_place_of_both(first, second),
    }  # fmt: skip
    for name in _LISTS[type(first)]:
        own, more = getattr(first, name), getattr(second, name)
        changes[name] = [*own, *(one for one in more if one not in own)]
    for name in _NAMES[type(first)]:
        changes[name] = _both(getattr(first, name), getattr(second, name))
    if isinstance(first, Task) and isinstance(second, Task):
        changes["population"] = _population_of_both(first.population, second.population)
    for name in _WORDS[type(first)]:
        changes[name] = getattr(first, name) or getattr(second, name)
    return changes


def _both(own: str, more: str) -> str:
    """What the one names, then what the other names besides; cut, and seen to be cut, when that is too long."""
    said = {fold(name) for name in own.split(", ")}
    besides = [name for name in more.split(", ") if name and fold(name) not in said]
    joined = ", ".join([*filter(None, [own]), *besides])
    return joined if len(joined) <= WORDING_LENGTH else f"{joined[: WORDING_LENGTH - 1]}…"


def _population_of_both(own: dict[str, list[str]], more: dict[str, list[str]]) -> dict[str, list[str]]:
    """Everybody of both. Empty, so that a person must choose, where one population cannot say that."""
    if not own or not more or own == more:
        return own or more
    names = [name for name in ("kinds", "groups", "orgs") if own.get(name, []) != more.get(name, [])]
    if len(names) != 1 or not own.get(names[0]) or not more.get(names[0]):
        return {}
    return own | {names[0]: list(dict.fromkeys([*own[names[0]], *more[names[0]]]))}


def _place_of_both(first: Item, second: Item) -> dict[str, int]:
    """From the beginning of the one to the end of the other, when no other item of the kind stands between."""
    if first.start is None or second.start is None or first.end is None or second.end is None:
        return {}
    start, end = min(first.start, second.start), max(first.end, second.end)
    between = _siblings(first).exclude(pk__in=[first.pk, second.pk]).filter(start__gte=start, start__lt=end)
    return {} if between.exists() else {"start": start, "end": end}


def _siblings(item: Item):
    return type(item)._default_manager.filter(plan=item.plan)
