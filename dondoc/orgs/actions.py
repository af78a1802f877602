"""Changes of the map of organisations: each keeps the dated facts, the closure and the trail in one transaction."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.audit.actions import Entry, record, record_all
from dondoc.lib.text import squash
from dondoc.orgs import rules
from dondoc.orgs.models import (
    Group,
    GroupMembership,
    Org,
    OrgLink,
    OrgName,
    OrgPath,
    Span,
    Succession,
    SuccessionKind,
    folded_name,
    valid_on,
)
from dondoc.orgs.paths import bring_paths, subtree_ids
from dondoc.web.bulk import insert_many
from dondoc.web.refusals import Conflict, Denial, Invalid, require

_BATCH = 500  # rows a statement


@transaction.atomic
def create_group(*, code: str, name: str, by, at: datetime) -> Group:
    """The group `code`, made if it is not there yet; an existing one keeps its name."""
    group, is_new = Group.objects.get_or_create(code=code, defaults={"name": squash(name)})
    if is_new:
        record("group.create", by=by, target=group, after={"code": code, "name": group.name}, at=at)
    return group


@dataclass(frozen=True, kw_only=True)
class NewOrg:
    """An organisation to be made under `parent` (None: a root) from `valid_from`, member of `groups` (codes).

    `aliases` are other ways to write its name.
    """

    code: str
    kind: str
    name: str
    short_name: str
    parent: Org | None
    valid_from: date
    groups: Sequence[str] = ()
    aliases: Sequence[str] = ()


def create_org(
    *,
    code: str,
    kind: str,
    name: str,
    short_name: str,
    parent: Org | None,
    valid_from: date,
    groups: Sequence[str] = (),
    aliases: Sequence[str] = (),
    by,
    at: datetime,
) -> Org:
    """The organisation that `NewOrg` describes. Errors: Conflict when the code is taken, Refused when the parent does
    not exist that day, Group.DoesNotExist for an unknown group code.
    """
    new = NewOrg(
        code=code, kind=kind, name=name, short_name=short_name, parent=parent, valid_from=valid_from, groups=groups,
        aliases=aliases,
    )  # fmt: skip
    return create_orgs([new], by=by, at=at)[0]


@transaction.atomic
def create_orgs(new: Sequence[NewOrg], *, by, at: datetime) -> list[Org]:
    """As `create_org`, for many whose parents are there already, in the order given; all of them or none."""
    for one in new:
        if one.parent is not None:
            require(rules.may_take_part(one.parent, on=one.valid_from))
    taken = Org.objects.filter(code__in=[one.code for one in new]).values_list("code", flat=True).first()
    if taken:
        raise Conflict(_("Mã “%(code)s” đã được dùng. Hãy chọn mã khác.") % {"code": taken})
    orgs = [_org_of(one) for one in new]
    insert_many(orgs)
    made = list(zip(new, orgs, strict=True))
    links = [OrgLink(org=org, parent=one.parent, valid_from=one.valid_from) for one, org in made if one.parent]
    insert_many(links)
    names = [
        name for one, org in made
        for name in _names(org, names=[org.name], aliases=[org.short_name, *one.aliases], on=one.valid_from)
    ]  # fmt: skip
    insert_many(names)
    groups = {code: Group.objects.get(code=code) for code in {code for one in new for code in one.groups}}
    GroupMembership.objects.bulk_create(
        [GroupMembership(org=org, group=groups[c], valid_from=one.valid_from) for one, org in made for c in one.groups],
        batch_size=_BATCH,
    )
    bring_paths([org.pk for org in orgs])
    record_all([_creation(one, org, by, at) for one, org in made])
    return orgs


def _org_of(one: NewOrg) -> Org:
    org = Org(
        code=one.code, kind=one.kind, name=squash(one.name), short_name=squash(one.short_name),
        valid_from=one.valid_from,
    )  # fmt: skip
    org.refresh_text(tuple(one.aliases))
    return org


def _creation(one: NewOrg, org: Org, by, at: datetime) -> Entry:
    after = {
        "code": org.code, "kind": org.kind, "name": org.name, "parent": one.parent.code if one.parent else None,
        "valid_from": one.valid_from.isoformat(), "groups": list(one.groups),
    }  # fmt: skip
    return Entry(action="org.create", by=by, target=org, org=org, after=after, at=at)


@transaction.atomic
def rename_org(org: Org, *, name: str, short_name: str, on: date, by, at: datetime) -> Org:
    """`org` bears a new name from `on`; it stays itself, and documents with the old name still find it.

    Errors: Refused for a day to come, or before its latest name.
    """
    org = _locked(org)
    require(rules.may_rename(org, on=on, today=timezone.localdate(at)))
    before = {"name": org.name, "short_name": org.short_name}
    for old in org.names.filter(valid_to=None, name__in=[org.name, org.short_name]):
        _end(old, on)
    org.name, org.short_name = squash(name), squash(short_name)
    _add_names(org, names=[org.name], aliases=[org.short_name], on=on)
    org.refresh_text(tuple(org.names.order_by("pk").values_list("name", flat=True)))
    org.save(update_fields=["name", "short_name", "search_text", "sort_key"])
    after = {"name": org.name, "short_name": org.short_name, "on": on.isoformat()}
    record("org.rename", by=by, target=org, org=org, before=before, after=after, at=at)
    return org


@transaction.atomic
def move_org(org: Org, *, to: Org, on: date, by, at: datetime) -> None:
    """`org`, with everything under it, stands under `to` from `on`.

    Errors: Refused for a circle, an organisation that has ended, or a day before a change already recorded.
    """
    first, second = sorted((org, to), key=lambda o: o.pk)
    locked = {o.pk: o for o in (_locked(first), _locked(second))}
    require(rules.may_move(locked[org.pk], to=locked[to.pk], on=on))
    _move(locked[org.pk], locked[to.pk], on, by, at)


@transaction.atomic
def close_org(org: Org, *, on: date, by, at: datetime) -> Org:
    """`org` ends: its last day is the one before `on`. Errors: Refused while others stand under it."""
    org = _locked(org)
    require(rules.may_close(org, on=on))
    _close(org, on)
    record("org.close", by=by, target=org, org=org, after={"valid_to": on.isoformat()}, at=at)
    return org


@transaction.atomic
def merge_orgs(orgs: Sequence[Org], *, into: Org, on: date, decision: str, by, at: datetime) -> Org:
    """`orgs` become `into` (a new organisation or one of them) on `on` by `decision` ("Quyết định số …").

    What stood directly under the others stands under `into`, which joins their groups. Nothing is rewritten: figures
    of the years before stay with the predecessors. Errors: Invalid when nothing is merged, Refused as for a move.
    """
    gone = [_locked(org) for org in sorted(orgs, key=lambda o: o.pk) if org.pk != into.pk]
    into = _locked(into)
    if not gone:
        raise Invalid(_("Hãy chọn ít nhất một tổ chức được hợp nhất."))
    require(rules.may_take_part(into, on=on))
    gone_ids = {org.pk for org in gone}
    _lift_out(into, gone_ids, on, by, at)
    for org in gone:
        _move_children(org, to=dict.fromkeys(_child_ids(org, on) - gone_ids - {into.pk}, into), on=on, by=by, at=at)
    for org in gone:
        require(rules.may_close(org, on=on, leaving=gone_ids))
    kind = SuccessionKind.REPLACE if len(orgs) == 1 else SuccessionKind.MERGE
    for org in gone:
        _inherit_groups(org, into, on)
        _succeed(org, into, kind=kind, on=on, decision=decision)
        _close(org, on)
        after = {"into": into.code, "on": on.isoformat(), "decision": decision}
        record("org.merge", by=by, target=org, org=org, after=after, at=at)
    after = {"from": [org.code for org in gone], "on": on.isoformat(), "decision": decision}
    record("org.merge", by=by, target=into, org=into, after=after, at=at)
    return into


@transaction.atomic
def split_org(
    org: Org,
    *,
    into: Sequence[Org],
    on: date,
    decision: str,
    children: Mapping[int, Org] | None = None,
    by,
    at: datetime,
) -> None:
    """`org` becomes `into` (at least two) on `on`; it goes on when it is one of them, else it ends.

    `children`: id of an organisation directly under `org` → the one of `into` that it goes to. When `org` ends, each
    must be named. Errors: Invalid for fewer than two parts or a child sent elsewhere, Refused as for a move or close.
    """
    org = _locked(org)
    new = list({part.pk: part for part in into if part.pk != org.pk}.values())
    to = dict(children or {})
    parts = {part.pk for part in into}
    if len(parts) < 2 or not {part.pk for part in to.values()} <= parts:
        raise Invalid(_("Hãy chọn ít nhất hai tổ chức mới và chia các tổ chức trực thuộc cho các tổ chức đó."))
    for part in new:
        require(rules.may_take_part(part, on=on))
    _move_children(org, to={pk: part for pk, part in to.items() if part.pk != org.pk}, on=on, by=by, at=at)
    is_ending = org.pk not in parts
    if is_ending:
        require(rules.may_close(org, on=on))
    for part in new:
        _inherit_groups(org, part, on)
        _succeed(org, part, kind=SuccessionKind.SPLIT, on=on, decision=decision)
        after = {"from": [org.code], "on": on.isoformat(), "decision": decision}
        record("org.split", by=by, target=part, org=part, after=after, at=at)
    if is_ending:
        _close(org, on)
    after = {"into": [part.code for part in into], "on": on.isoformat(), "decision": decision}
    record("org.split", by=by, target=org, org=org, after=after, at=at)


@transaction.atomic
def join_group(org: Org, *, group: str, on: date, by, at: datetime) -> None:
    """`org` belongs to the group with code `group` from `on`; nothing happens when it does already."""
    org = _locked(org)
    require(rules.may_take_part(org, on=on))
    if _join(org, Group.objects.get(code=group), on):
        record("group.change", by=by, target=org, org=org, after={"joins": group, "on": on.isoformat()}, at=at)


@transaction.atomic
def leave_group(org: Org, *, group: str, on: date, by, at: datetime) -> None:
    """`org` no longer belongs to the group with code `group` from `on`. Errors: Conflict when it does not belong."""
    memberships = list(org.group_memberships.filter(group__code=group, valid_to=None))
    if not memberships:
        raise Conflict(_("“%(org)s” không thuộc nhóm này.") % {"org": org})
    for membership in memberships:
        _end(membership, on)
    record("group.change", by=by, target=org, org=org, after={"leaves": group, "on": on.isoformat()}, at=at)


@transaction.atomic
def rebuild_paths() -> int:
    """The whole closure made again from links and spans; the number of rows that were wrong (0 when all was right)."""
    stray = OrgPath.objects.exclude(descendant_id__in=Org.objects.values("pk")).delete()[0]
    return stray + bring_paths(list(Org.objects.values_list("pk", flat=True)))


def _locked(org: Org) -> Org:
    """The row as it is now, held until the end of the transaction."""
    return Org.objects.select_for_update().get(pk=org.pk)


def _add_names(org: Org, *, names: Collection[str], aliases: Collection[str], on: date) -> None:
    OrgName.objects.bulk_create(_names(org, names=names, aliases=aliases, on=on))


def _names(org: Org, *, names: Collection[str], aliases: Collection[str], on: date) -> Iterator[OrgName]:
    """Names and other spellings from `on`, each spelling once."""
    known: set[str] = set()
    for is_alias, texts in ((False, names), (True, aliases)):
        for text in texts:
            key = folded_name(text)
            if key and key not in known:
                known.add(key)
                yield OrgName(org=org, name=squash(text), folded=key, is_alias=is_alias, valid_from=on)


def _end(fact: Span, on: date) -> None:
    """`fact` holds no longer from `on`; one that began that very day never held."""
    if fact.valid_from >= on:
        fact.delete()
    else:
        fact.valid_to = on
        fact.save(update_fields=["valid_to"])


def _move(org: Org, to: Org, on: date, by, at: datetime) -> None:
    link = org.links_up.filter(valid_to=None).select_related("parent").first()
    if link and link.parent_id == to.pk:
        return
    if link:
        _end(link, on)
    # A move back on the same day takes up the old link again, so that the same history gives the same rows.
    resumed = org.links_up.filter(parent=to, valid_to=on).update(valid_to=None)
    if not resumed:
        OrgLink.objects.create(org=org, parent=to, valid_from=on)
    bring_paths(subtree_ids(org.pk))
    before = {"parent": link.parent.code if link else None}
    record(
        "org.move", by=by, target=org, org=org, before=before, after={"parent": to.code, "on": on.isoformat()}, at=at
    )


def _child_ids(org: Org, on: date) -> set[int]:
    return set(org.links_down.filter(valid_on(on)).values_list("org_id", flat=True))


def _move_children(org: Org, *, to: Mapping[int, Org], on: date, by, at: datetime) -> None:
    """Each named child of `org` to its new place. Errors: Invalid when one is not directly under `org` on `on`."""
    if not to.keys() <= _child_ids(org, on):
        raise Invalid(_("Có tổ chức không trực thuộc “%(org)s”. Hãy kiểm tra lại danh sách.") % {"org": org})
    for child in Org.objects.select_for_update().filter(pk__in=to).order_by("pk"):
        require(rules.may_move(child, to=to[child.pk], on=on))
        _move(child, to[child.pk], on, by, at)


def _lift_out(into: Org, gone_ids: set[int], on: date, by, at: datetime) -> None:
    """When `into` stands under one that ends, put it under the nearest superior that stays."""
    above = list(into.paths_up.filter(valid_on(on), depth__gt=0).order_by("depth").select_related("ancestor"))
    if not any(path.ancestor_id in gone_ids for path in above):
        return
    staying = _first_above(above, gone_ids)
    if staying is None:
        require(Denial(_("“%(org)s” trực thuộc tổ chức được hợp nhất và không có cấp trên khác.") % {"org": into}))
    require(rules.may_move(into, to=staying, on=on))
    _move(into, staying, on, by, at)


def _first_above(above: Sequence[OrgPath], gone_ids: set[int]) -> Org | None:
    """The superior just above the highest of `gone_ids`; None when that one is the root."""
    highest = max(n for n, path in enumerate(above) if path.ancestor_id in gone_ids)
    return above[highest + 1].ancestor if highest + 1 < len(above) else None


def _close(org: Org, on: date) -> None:
    touched = subtree_ids(org.pk)
    facts = (org.links_up, org.links_down, org.names, org.group_memberships)
    for fact in [fact for facts_of in facts for fact in facts_of.filter(valid_to=None)]:
        _end(fact, on)
    org.valid_to = on
    org.save(update_fields=["valid_to"])
    bring_paths(touched)


def _join(org: Org, group: Group, on: date) -> bool:
    """Whether a membership was added; one that ended on that very day is taken up again."""
    memberships = org.group_memberships.filter(group=group)
    if memberships.filter(valid_to=None).exists():
        return False
    if not memberships.filter(valid_to=on).update(valid_to=None):
        GroupMembership.objects.create(org=org, group=group, valid_from=on)
    return True


def _inherit_groups(predecessor: Org, successor: Org, on: date) -> None:
    for membership in predecessor.group_memberships.filter(valid_on(on)).select_related("group"):
        _join(successor, membership.group, on)


def _succeed(predecessor: Org, successor: Org, *, kind: SuccessionKind, on: date, decision: str) -> None:
    Succession.objects.update_or_create(
        predecessor=predecessor, successor=successor, on=on, defaults={"kind": kind, "decision": decision}
    )
