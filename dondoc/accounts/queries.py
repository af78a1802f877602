"""Lists of people for the pages."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from dondoc.accounts.models import Membership, User, UserQuerySet
from dondoc.accounts.roles import ROLES, Role
from dondoc.lib.text import fold
from dondoc.orgs.models import Org, valid_on


@dataclass(frozen=True)
class DemoSignIn:
    """One person to try the product as, with one of the roles held."""

    user: User
    role: Role
    org: Org


def people(by: User, *, words: str = "", role: str = "", day: date) -> UserQuerySet:
    """People whom `by` may see, narrowed by words (names, marks ignored) and by a role held on `day`."""
    found = User.objects.visible_to(by)
    for word in fold(words).split():
        found = found.filter(search_text__contains=word)
    if role:
        found = found.filter(pk__in=Membership.objects.filter(valid_on(day), role=role).values("user"))
    return found.order_by("username")


def roles_on(user_ids: Collection[int], day: date, *, by: User) -> dict[int, list[Membership]]:
    """Person → memberships on `day`, with organisations that `by` may see; highest role order of ROLES first."""
    held = Membership.objects.filter(
        valid_on(day), user_id__in=user_ids, org_id__in=Org.objects.visible_to(by).values("pk")
    ).select_related("org")
    order = {code: n for n, code in enumerate(ROLES)}
    found: dict[int, list[Membership]] = defaultdict(list)
    for membership in sorted(held, key=lambda m: (order.get(m.role, len(order)), m.org.sort_key)):
        found[membership.user_id].append(membership)
    return found


def demo_sign_ins(day: date, *, a_role: int = 4) -> list[DemoSignIn]:
    """People to try the product as: for every role the first `a_role` organisations where somebody holds it."""
    held = Membership.objects.filter(valid_on(day), user__is_active=True).select_related("user", "org").order_by("pk")
    found: list[DemoSignIn] = []
    for role in ROLES.values():
        by_org: dict[int, Membership] = {}
        for membership in held.filter(role=role.code)[: a_role * 4]:
            by_org.setdefault(membership.org_id, membership)
        found += [DemoSignIn(m.user, role, m.org) for m in list(by_org.values())[:a_role]]
    return found
