"""Somebody who looks, in questions that are put together once (`web.prepared`): the places of what they may see."""

from typing import Any

from dondoc.accounts.models import User
from dondoc.accounts.rules import Permission
from dondoc.orgs.models import OrgPath
from dondoc.web.prepared import Ids, Many

_NAMES = {Permission.VIEW: "view", Permission.REVIEW: "review", Permission.OPEN_ROUND: "open_round"}


class Seer:
    """Stands for a `User` where `visible_to` asks for one: whose rights hold is said with the question (`sight_of`)."""

    def root_org_ids(self, permission: Permission | str | None = None) -> Many:
        return Many("any" if permission is None else _NAMES[Permission(permission)])

    def org_ids_with(self, permission: Permission | str) -> Any:
        return OrgPath.objects.filter(ancestor_id__in=self.root_org_ids(permission)).values("descendant_id")

    def reviewing_org_ids(self) -> Many:
        return Many("reviewing")


def places() -> dict[str, Ids]:
    """The kinds of the places that a question with a `Seer` may have, to be named beside its own."""
    return {name: Ids() for name in ("any", "reviewing", *_NAMES.values())}


def sight_of(user: User) -> dict[str, set[int]]:
    """What stands in them for `user`. No query."""
    held = {name: user.root_org_ids(permission) for permission, name in _NAMES.items()}
    return held | {"any": user.root_org_ids(), "reviewing": user.reviewing_org_ids()}
