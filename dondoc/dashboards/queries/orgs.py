"""Reads for the pages of organisations."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import BigIntegerField, Count, DateField, Q, QuerySet

from dondoc.accounts.models import Membership
from dondoc.accounts.roles import ROLES
from dondoc.accounts.seeing import Seer, places, sight_of
from dondoc.obligations.models import Obligation
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import GroupMembership, Org, OrgLink, OrgName, OrgPath, OrgQuerySet, Succession, valid_on
from dondoc.orgs.queries import names_on
from dondoc.web.prepared import Given, Prepared


@dataclass(frozen=True)
class OrgRow:
    """An organisation as the list shows it: `name` and `parent` as of the day, `overdue` as of today.

    `parent_is_open`: whether the reader may look at what stands under the parent.
    """

    org: Org
    name: str
    parent: Org | None
    children: int
    overdue: int
    parent_is_open: bool


def listed(user, *, words: str, kind: str, parent: Org | None, day: date) -> OrgQuerySet:
    """Organisations that `user` may see, as they were on `day`.

    With `words` or `kind` all that fit, at or under `parent`; otherwise one level: those directly under `parent`, or
    the ones where the user's roles are held when there is none.
    """
    found = Org.objects.visible_to(user).as_of(day)
    if words or kind:
        found = found.under(parent.pk, day) if parent else found
        found = found.search(words)
        return found.filter(kind=kind) if kind else found
    if parent is None:
        return found.filter(pk__in=_tops(user, day))
    return found.filter(pk__in=_paths(day).filter(ancestor=parent, depth=1).values("descendant_id"))


def _paths(day: date):
    return OrgPath.objects.filter(valid_on(day))


def _tops(user, day: date) -> set[int]:
    """Where the user's roles are held, without those that stand under another one of them."""
    roots = user.root_org_ids()
    below = _paths(day).filter(ancestor_id__in=roots, descendant_id__in=roots, depth__gt=0)
    return roots - set(below.values_list("descendant_id", flat=True))


def rows_of(orgs: Iterable[Org], user, *, day: date, today: date) -> list[OrgRow]:
    """The list rows of `orgs` as `user` reads them, in five queries."""
    orgs = list(orgs)
    ids = [org.pk for org in orgs]
    names = names_on(ids, day)
    parents = {
        path.descendant_id: path.ancestor
        for path in _paths(day).filter(descendant_id__in=ids, depth=1).select_related("ancestor")
    }
    below = _paths(day).filter(ancestor_id__in=ids, depth=1).order_by().values("ancestor_id").annotate(n=Count("pk"))
    children = {row["ancestor_id"]: row["n"] for row in below}
    late = Obligation.objects.visible_to(user).filter(org_id__in=ids).order_by()
    late = late.with_status(ObligationStatus.OVERDUE, today)
    overdue = {row["org_id"]: row["n"] for row in late.values("org_id").annotate(n=Count("pk"))}
    seen = set(
        Org.objects.visible_to(user).filter(pk__in=[one.pk for one in parents.values()]).values_list("pk", flat=True)
    )

    def row(org: Org) -> OrgRow:
        parent = parents.get(org.pk)
        return OrgRow(
            org,
            name=names.get(org.pk, org.name),
            parent=parent,
            children=children.get(org.pk, 0),
            overdue=overdue.get(org.pk, 0),
            parent_is_open=parent is not None and parent.pk in seen,
        )

    return [row(org) for org in orgs]


def above(user, org: Org, day: date) -> list[Org]:
    """Those above `org` on `day` that `user` may see, highest first. One query."""
    return [path.ancestor for path in _ABOVE.ask(org=org.pk, day=day, **sight_of(user))]


def _above(org: Given, day: Given, **_sight: Given) -> "QuerySet[OrgPath]":
    paths = _paths(day).filter(descendant=org, depth__gt=0, ancestor__in=Org.objects.visible_to(Seer()))
    return paths.select_related("ancestor").order_by("-depth")


_ABOVE = Prepared(_above, org=BigIntegerField(), day=DateField(), **places())


def one_of(user, pk: int) -> Org | None:
    """The organisation, where `user` may see it. One query."""
    return next(iter(_ONE.ask(org=pk, **sight_of(user))), None)


_ONE = Prepared(lambda org, **_sight: Org.objects.visible_to(Seer()).filter(pk=org), org=BigIntegerField(), **places())


@dataclass(frozen=True)
class Team:
    """The people of one organisation: how many of each role, and their roles one by one."""

    counts: list[tuple[str, int]]
    memberships: list[Membership]


@dataclass(frozen=True)
class OrgRecord:
    """What is known of an organisation itself, over time."""

    names: list[OrgName]
    aliases: list[OrgName]
    parents: list[OrgLink]
    predecessors: list[Succession]
    successors: list[Succession]
    groups: list[GroupMembership]
    children: list[Org]
    team: Team
    kinds: list[tuple[str, int]] = field(default_factory=list)  # of what stands directly under it: word and number


def record_of(org: Org, *, day: date, today: date) -> OrgRecord:
    """Names, places, successions, groups and people of `org`; what stands under it as of `day`. Six queries."""
    names = list(org.names.order_by("valid_from", "name"))
    successions = Succession.objects.filter(Q(predecessor=org) | Q(successor=org)).order_by("on")
    successions = list(successions.select_related("predecessor", "successor"))
    below = _paths(day).filter(ancestor=org, depth=1).values("descendant_id")
    children = list(Org.objects.filter(pk__in=below))
    return OrgRecord(
        names=[name for name in names if not name.is_alias],
        aliases=[name for name in names if name.is_alias],
        parents=list(org.links_up.select_related("parent").order_by("valid_from")),
        predecessors=[one for one in successions if one.successor_id == org.pk],
        successors=[one for one in successions if one.predecessor_id == org.pk],
        groups=list(org.group_memberships.select_related("group").order_by("valid_from")),
        children=children,
        team=_team(org, today),
        kinds=Counter(str(child.get_kind_display()) for child in children).most_common(),
    )


def _team(org: Org, today: date) -> Team:
    held = list(org.memberships.filter(valid_on(today)).select_related("user").order_by("role", "user__full_name"))
    counts = Counter(membership.role for membership in held)
    return Team([(str(role.name), counts[code]) for code, role in ROLES.items() if counts[code]], held)
