"""Plain makers of test data, by the same actions that people use. Nothing is made that the call does not say.

`make_org` and `make_user` begin long before the days on which tests play, so that only a test that says so sees an
organisation or a role that is not there yet.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count

from dondoc.accounts.models import Membership, User
from dondoc.accounts.roles import Role
from dondoc.orgs import actions as orgs
from dondoc.orgs.models import Org, OrgKind

LONG_AGO = date(2020, 1, 1)
AT = datetime(2026, 3, 16, 3, 0, tzinfo=UTC)  # 10:00 in Vietnam on the day on which tests play
PASSWORD = "Mat-khau-thu-nghiem-1"
_numbers = count(1)


def make_org(
    name: str = "",
    *,
    parent: Org | None = None,
    kind: OrgKind | str = OrgKind.GRASSROOTS_ORGANISATION,
    code: str = "",
    short_name: str = "",
    groups: Sequence[str] = (),
    aliases: Sequence[str] = (),
    valid_from: date = LONG_AGO,
) -> Org:
    """An organisation under `parent` (None: a root); unknown groups are made. Code and name are numbered."""
    number = next(_numbers)
    for group in groups:
        orgs.create_group(code=group, name=group, by=None, at=AT)
    name = name or f"Đảng bộ Đơn vị {number}"
    return orgs.create_org(
        code=code or f"don-vi-{number}",
        kind=kind,
        name=name,
        short_name=short_name or name,
        parent=parent,
        valid_from=valid_from,
        groups=groups,
        aliases=aliases,
        by=None,
        at=AT,
    )


def make_committee(name: str = "Đảng ủy các cơ quan Đảng Thành phố Mẫu", *, code: str = "") -> Org:
    """A superior committee: the root of a tree."""
    return make_org(name, kind=OrgKind.COMMITTEE, code=code)


def make_user(
    username: str = "",
    *,
    role: Role | str | None = None,
    org: Org | None = None,
    full_name: str = "",
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
    password: str = PASSWORD,
) -> User:
    """A person who can sign in; with `role` and `org`, holding that role there."""
    username = username or f"nguoi-{next(_numbers)}"
    user = User.objects.create_user(username, password, full_name=full_name or username)
    if role is not None:
        code = role.code if isinstance(role, Role) else role
        Membership.objects.create(user=user, org=org, role=code, valid_from=valid_from, valid_to=valid_to)
    return user
