"""Lists of people for the pages."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc.accounts.models import Membership, User, UserQuerySet
from dondoc.accounts.roles import ROLES
from dondoc.lib.text import fold
from dondoc.orgs.models import Org, valid_on

# Whom to try the product as, in this order: named in the README, on the demo's sign-in page and by `./don demo`.
DEMO_PEOPLE: dict[str, str | Promise] = {
    "dv09": _("người nhập của một đảng bộ cơ sở"),
    "dv09.bt": _("bí thư của đảng bộ đó"),
    "dv09.cb1": _("người nhập của một chi bộ trực thuộc đảng bộ đó"),
    "vanphong": _("chuyên viên Văn phòng Đảng ủy"),
    "tochuc": _("chuyên viên Ban Tổ chức"),
    "lanhdao": _("lãnh đạo"),
    "giamsat": _("kiểm tra, chỉ xem"),
    "quantri": _("quản trị"),
}


@dataclass(frozen=True)
class DemoSignIn:
    """One person to try the product as: who that is in a few words, and the roles held."""

    user: User
    who: str | Promise
    roles: list[Membership]


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


def demo_sign_ins(day: date) -> list[DemoSignIn]:
    """The people of DEMO_PEOPLE that there are, each once, with their roles on `day`. Two queries."""
    users = User.objects.filter(username__in=DEMO_PEOPLE, is_active=True)
    by_name = {user.username: user for user in users}
    roles: dict[int, list[Membership]] = defaultdict(list)
    for held in (
        Membership.objects.filter(valid_on(day), user__in=by_name.values()).select_related("org").order_by("pk")
    ):
        roles[held.user_id].append(held)
    named = ((by_name.get(name), who) for name, who in DEMO_PEOPLE.items())
    return [DemoSignIn(user, who, roles[user.pk]) for user, who in named if user]
