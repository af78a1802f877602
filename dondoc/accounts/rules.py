"""May this person? The one question that pages, actions and templates ask."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.accounts.models import Membership, User
from dondoc.accounts.roles import ROLES, Permission
from dondoc.lib.dates import format_date
from dondoc.orgs.models import Org
from dondoc.web.refusals import Denial

__all__ = [
    "Permission",
    "can",
    "can_from_above",
    "holds_anywhere",
    "learn",
    "may_add_person",
    "may_end_role",
    "may_give_role",
    "may_manage",
    "may_switch_off",
]


def can(user, permission: Permission, *, org: Org) -> bool:
    """Whether `user` holds `permission` in `org` today: by a role there or in an organisation above it.

    An organisation that has ended is judged on its last day, so that its superiors keep access to it.
    Errors: TypeError when `org` is not an Org, ValueError for an unknown right (a silent "no" would hide the mistake).
    """
    if not isinstance(org, Org):
        raise TypeError(f"can() needs an Org, got {type(org).__name__}")
    permission = Permission(permission)
    roots = user.root_org_ids(permission) if user.is_authenticated else set()
    if not roots:
        return False
    return org.pk in roots or not roots.isdisjoint(user.org_ids_above(org, _day_of(org)))


def can_from_above(user, permission: Permission, *, org: Org) -> bool:
    """As `can`, by a role in an organisation above `org` alone: nobody decides so for his own."""
    above = user.root_org_ids(Permission(permission)) - {org.pk}
    return bool(above) and not above.isdisjoint(user.org_ids_above(org, _day_of(org)))


def learn(user, orgs: Iterable[Org]) -> None:
    """Read at once what `can` and `can_from_above` look up of these organisations: two queries at most, however many
    they are."""
    by_day: dict[date, list[Org]] = defaultdict(list)
    for org in orgs:
        by_day[_day_of(org)].append(org)
    for day, some in by_day.items():
        user.learn_orgs_above(some, day)


def holds_anywhere(user, permission: Permission) -> bool:
    """Whether `user` holds `permission` in at least one organisation. Errors: ValueError for an unknown right."""
    permission = Permission(permission)
    return user.is_authenticated and any(permission in ROLES[m.role].permissions for m in user.roles_held())


def may_add_person(by: User) -> Denial | None:
    """Whether `by` may add people at all; in which organisation is asked when the role is given."""
    if holds_anywhere(by, Permission.ADMINISTER):
        return None
    return Denial(_("Chỉ quản trị viên được thêm người dùng và cấp vai trò."))


def may_give_role(by: User | None, *, org: Org) -> Denial | None:
    """Whether `by` (None: the system) may give roles in `org`: who administers it, while it exists.

    Administering is enough for every role there: an administrator appoints reviewers without being one. Outside the
    organisations that one administers no role can be given, whatever rights one holds oneself.
    """
    if org.valid_to and org.valid_to <= timezone.localdate():
        return Denial(
            _("“%(org)s” đã kết thúc hoạt động từ ngày %(day)s nên không cấp vai trò mới.")
            % {"org": org, "day": format_date(org.valid_to)}
        )
    return None if by is None else _administers(by, org)


def may_end_role(by: User | None, membership: Membership) -> Denial | None:
    """Whether `by` may end `membership`: who administers its organisation, but not one's own last such role."""
    if by is None:
        return None
    if denial := _administers(by, membership.org):
        return denial
    mine = [m for m in by.roles_held() if Permission.ADMINISTER in ROLES[m.role].permissions]
    if [m.pk for m in mine] == [membership.pk]:
        return Denial(_("Đây là vai trò quản trị cuối cùng của đồng chí. Hãy giao quản trị cho người khác trước."))
    return None


def may_manage(by: User | None, person: User) -> Denial | None:
    """Whether `by` may set the password of `person` or switch the account off: who administers every organisation
    where that person holds (or, without a role today, last held) a role; so nobody takes over a superior's account.
    """
    if by is None:
        return None
    org_ids = person.root_org_ids() or set(person.memberships.values_list("org_id", flat=True))
    mine = set(Org.objects.filter(pk__in=by.org_ids_with(Permission.ADMINISTER)).values_list("pk", flat=True))
    if org_ids and org_ids <= mine:
        return None
    return Denial(_("Người này có vai trò ở tổ chức mà đồng chí không quản trị."))


def may_switch_off(by: User | None, person: User) -> Denial | None:
    """Whether `by` may switch the account of `person` off: as `may_manage`, and never one's own."""
    if by is not None and by.pk == person.pk:
        return Denial(_("Đồng chí không thể ngừng tài khoản của chính mình."))
    return may_manage(by, person)


def _administers(by: User, org: Org) -> Denial | None:
    if can(by, Permission.ADMINISTER, org=org):
        return None
    return Denial(_("Đồng chí không quản trị “%(org)s” nên không thay đổi được vai trò ở đó.") % {"org": org})


def _day_of(org: Org) -> date:
    today = timezone.localdate()
    if org.valid_to and org.valid_to <= today:
        return org.valid_to - timedelta(days=1)
    return max(today, org.valid_from)
