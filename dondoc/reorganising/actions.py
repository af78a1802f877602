"""Merging, splitting, renaming and moving organisations with all that follows: duties, groups, the trail.

What is told beforehand is the act itself, carried out and taken back, so that it is what comes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.obligations.actions import bind_new_org, close_for_org
from dondoc.orgs.actions import create_org, merge_orgs, move_org, rename_org, split_org
from dondoc.orgs.models import Org
from dondoc.reorganising import rules
from dondoc.reorganising.queries import Effect, effect_of, stand_of
from dondoc.web.refusals import Denial, Invalid, require


@dataclass(frozen=True)
class Part:
    """A new organisation that comes out of a merger or a split."""

    name: str
    short_name: str


@dataclass(frozen=True, kw_only=True)
class Rename:
    org: Org
    name: str
    short_name: str
    on: date

    @property
    def orgs(self) -> list[Org]:
        return [self.org]


@dataclass(frozen=True, kw_only=True)
class Move:
    org: Org
    to: Org
    on: date

    @property
    def orgs(self) -> list[Org]:
        return [self.org, self.to]


@dataclass(frozen=True, kw_only=True)
class Merge:
    """`gone` go into `into`, which is there and goes on, or into a new one beside the first of them."""

    gone: list[Org]
    into: Org | Part
    on: date
    decision: str

    @property
    def orgs(self) -> list[Org]:
        return [*self.gone, *([self.into] if isinstance(self.into, Org) else [])]


@dataclass(frozen=True, kw_only=True)
class Split:
    """`org` becomes `parts`; with `goes_on` it stays beside them. `children`: id of one directly under it → the number
    of the part that it goes to; those not named stay, or go to the first part when `org` ends."""

    org: Org
    parts: list[Part]
    goes_on: bool
    on: date
    decision: str
    children: Mapping[int, int] = field(default_factory=dict)

    @property
    def orgs(self) -> list[Org]:
        return [self.org]


Change = Rename | Move | Merge | Split


class _TakeBack(Exception):
    """Nothing was wrong: what was tried is taken back."""


def foresee(change: Change, *, by, at: datetime) -> Effect:
    """What `change` would bring; nothing is kept. Errors: as `carry_out`."""
    found: list[Effect] = []
    try:
        with transaction.atomic():
            found.append(carry_out(change, by=by, at=at))
            raise _TakeBack
    except _TakeBack:
        return found[0]


def carry_out(change: Change, *, by, at: datetime) -> Effect:
    """Record `change`, all of it or nothing. Errors: Refused without the right, before its day or against what is
    recorded; Invalid; Conflict."""
    require(rules.may_reorganise(by))
    require(rules.may_change(by, change.orgs))
    require(rules.has_come(change.on, timezone.localdate(at)))
    with transaction.atomic():
        before = stand_of(change.orgs)
        made = _ACTS[type(change)](change, by, at)
        return effect_of(change.orgs, made, before, on=change.on)


def _rename(change: Rename, by, at: datetime) -> list[Org]:
    if (change.name, change.short_name) == (change.org.name, change.org.short_name):
        raise Invalid(_("Tên mới giống tên đang dùng."))
    rename_org(change.org, name=change.name, short_name=change.short_name, on=change.on, by=by, at=at)
    return []


def _move(change: Move, by, at: datetime) -> list[Org]:
    if change.org.links_up.filter(valid_to=None, parent=change.to).exists():
        raise Invalid(_("“%(org)s” đang trực thuộc “%(to)s”.") % {"org": change.org, "to": change.to})
    move_org(change.org, to=change.to, on=change.on, by=by, at=at)
    bind_new_org(change.org, by=by, at=at)
    return []


def _merge(change: Merge, by, at: datetime) -> list[Org]:
    made = []
    if isinstance(change.into, Org):
        into = change.into
        gone = [org for org in change.gone if org.pk != into.pk]
    else:
        gone = change.gone
        into = _founded(change.into, gone[0], change.on, by, at) if gone else None
        made = [into]
    if not gone or into is None:
        raise Invalid(_("Hãy chọn ít nhất một tổ chức được hợp nhất."))
    merge_orgs(gone, into=into, on=change.on, decision=change.decision, by=by, at=at)
    for org in gone:
        close_for_org(org, on=change.on, successor=into, by=by, at=at)
    bind_new_org(into, by=by, at=at)
    return made


def _split(change: Split, by, at: datetime) -> list[Org]:
    made = [_founded(part, change.org, change.on, by, at) for part in change.parts]
    parts = [change.org, *made] if change.goes_on else made
    if len(parts) < 2:
        raise Invalid(_("Chia tách cần ít nhất hai tổ chức; chỉ có một thì là hợp nhất hoặc đổi tên."))
    children = {pk: made[number] for pk, number in change.children.items() if number < len(made)}
    if not change.goes_on:
        staying = change.org.links_down.filter(valid_to=None).values_list("org_id", flat=True)
        children = dict.fromkeys(staying, made[0]) | children
    split_org(
        change.org, into=parts, on=change.on, decision=change.decision, children=children, by=by, at=at
    )  # fmt: skip
    if not change.goes_on:
        close_for_org(change.org, on=change.on, successor=made[0], by=by, at=at)
    for part in made:
        bind_new_org(part, by=by, at=at)
    return made


def _founded(part: Part, like: Org, on: date, by, at: datetime) -> Org:
    """A new organisation of the kind of `like`, beside it."""
    link = like.links_up.filter(valid_to=None).select_related("parent").first()
    if link is None:
        require(Denial(_("“%(org)s” không có cấp trên, nên không lập được tổ chức mới bên cạnh.") % {"org": like}))
        raise AssertionError  # require has refused
    return create_org(
        code=_free_code(), kind=like.kind, name=part.name, short_name=part.short_name, parent=link.parent,
        valid_from=on, by=by, at=at,
    )  # fmt: skip


def _free_code() -> str:
    newest = Org.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    taken = set(Org.objects.filter(code__startswith="TC-").values_list("code", flat=True))
    return next(code for n in range(newest + 1, newest + 10_000) if (code := f"TC-{n}") not in taken)


_ACTS: dict[type, Callable[..., list[Org]]] = {Rename: _rename, Move: _move, Merge: _merge, Split: _split}
