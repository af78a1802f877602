"""Changes of people and their roles. Passwords never reach the trail."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.accounts import rules
from dondoc.accounts.models import Membership, User
from dondoc.accounts.roles import ROLES
from dondoc.audit.actions import record
from dondoc.lib.dates import format_date
from dondoc.lib.text import fold, squash
from dondoc.orgs.models import Org, valid_on
from dondoc.web.refusals import Conflict, require


@transaction.atomic
def create_user(
    *,
    username: str,
    full_name: str,
    email: str = "",
    password: str | None = None,
    org: Org | None = None,
    by: User | None,
    at: datetime,
) -> User:
    """A person who can sign in (without `password`: not yet). `org` is where the event is shown in the trail.

    Errors: Conflict when the name is taken, whatever its case; Refused when `by` administers nothing.
    """
    if by is not None:
        require(rules.may_add_person(by))
    name = squash(username)
    if User.objects.filter(username__iexact=name).exists():
        raise Conflict(_("Tên đăng nhập “%(name)s” đã có người dùng. Hãy chọn tên khác.") % {"name": name})
    user = User.objects.create_user(name, password, full_name=squash(full_name))
    if email:
        user.email = email
        user.save(update_fields=["email"])
    after = {"username": user.username, "full_name": user.full_name}
    record("user.create", by=by, target=user, org=org, after=after, at=at)
    return user


@transaction.atomic
def rename_user(user: User, *, full_name: str, email: str, by: User | None, at: datetime) -> User:
    """A person's name and address as they should read. Errors: Refused as in `may_manage`, unless it is oneself."""
    if by is None or by.pk != user.pk:
        require(rules.may_manage(by, user))
    before = {"full_name": user.full_name, "email": user.email}
    user.full_name, user.email = squash(full_name), email
    user.search_text = fold(f"{user.username} {user.full_name}")
    user.save(update_fields=["full_name", "email", "search_text"])
    after = {"full_name": user.full_name, "email": user.email}
    record("user.change", by=by, target=user, org=_home(user), before=before, after=after, at=at)
    return user


@transaction.atomic
def give_role(
    user: User, *, org: Org, role: str, by: User | None, at: datetime, valid_from: date | None = None
) -> Membership:
    """`user` holds `role` (a code of ROLES) in `org` and under it, from `valid_from` (None: today) on.

    Errors: KeyError for an unknown role, Refused as in `may_give_role`, Conflict when the role is held there already.
    """
    role_name = ROLES[role].name
    require(rules.may_give_role(by, org=org))
    first = valid_from or timezone.localdate(at)
    User.objects.select_for_update().get(pk=user.pk)
    held = user.memberships.filter(org=org, role=role)
    if held.filter(valid_to=None).exists() or held.filter(valid_on(first)).exists():
        raise Conflict(
            _("%(user)s đang có vai trò “%(role)s” tại “%(org)s”.") % {"user": user, "role": role_name, "org": org}
        )
    membership = Membership.objects.create(user=user, org=org, role=role, valid_from=first)
    _forget_roles(user, by)
    after = {"role": role, "org": org.code, "valid_from": first.isoformat()}
    record("role.give", by=by, target=user, org=org, after=after, note=str(role_name), at=at)
    return membership


@transaction.atomic
def end_role(membership: Membership, *, by: User | None, at: datetime) -> None:
    """The role ends now; one given on the same day is taken away altogether.

    Errors: Conflict when it has ended already, Refused as in `may_end_role`.
    """
    membership = Membership.objects.select_for_update().select_related("user", "org").get(pk=membership.pk)
    today = timezone.localdate(at)
    if membership.valid_to is not None and membership.valid_to <= today:
        raise Conflict(_("Vai trò này đã kết thúc từ ngày %(day)s.") % {"day": format_date(membership.valid_to)})
    require(rules.may_end_role(by, membership))
    user, org, role = membership.user, membership.org, membership.role
    if membership.valid_from >= today:
        membership.delete()
    else:
        membership.valid_to = today
        membership.save(update_fields=["valid_to"])
    _forget_roles(user, by)
    before = {"role": role, "org": org.code, "valid_from": membership.valid_from.isoformat()}
    after = {"valid_to": today.isoformat()}
    record("role.end", by=by, target=user, org=org, before=before, after=after, note=str(ROLES[role].name), at=at)


@transaction.atomic
def set_password(user: User, *, password: str, by: User | None, at: datetime) -> None:
    """A new password; every other session of `user` ends. Errors: Refused as in `may_manage`, unless it is oneself."""
    if by is None or by.pk != user.pk:
        require(rules.may_manage(by, user))
    user.set_password(password)
    user.save(update_fields=["password"])
    record("user.password", by=by, target=user, org=_home(user), at=at)


@transaction.atomic
def switch_off(user: User, *, by: User | None, at: datetime) -> None:
    """The account can no longer sign in; what the person did stays. Errors: Refused as in `may_switch_off`."""
    require(rules.may_switch_off(by, user))
    _switch(user, is_active=False, action="user.switch_off", by=by, at=at)


@transaction.atomic
def switch_on(user: User, *, by: User | None, at: datetime) -> None:
    """The account can sign in again. Errors: Refused as in `may_manage`."""
    require(rules.may_manage(by, user))
    _switch(user, is_active=True, action="user.switch_on", by=by, at=at)


def _switch(user: User, *, is_active: bool, action: str, by: User | None, at: datetime) -> None:
    if not User.objects.filter(pk=user.pk, is_active=not is_active).update(is_active=is_active):
        raise Conflict(_("Tài khoản đã ở trạng thái này rồi; có thể người khác vừa thay đổi."))
    user.is_active = is_active
    record(action, by=by, target=user, org=_home(user), after={"is_active": is_active}, at=at)


def _home(user: User) -> Org | None:
    """Where an event about `user` is shown: the organisation of the latest role."""
    latest = user.memberships.select_related("org").order_by("-valid_from", "-pk").first()
    return latest.org if latest else None


def _forget_roles(*users: User | None) -> None:
    """Roles are read once per instance; after a change they must be read again."""
    for user in users:
        if user is not None:
            user.forget_roles()
