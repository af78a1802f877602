"""May this person? The one question that pages, actions and templates ask."""

from datetime import timedelta

from django.utils import timezone

from dondoc.accounts.roles import ROLES, Permission
from dondoc.orgs.models import Org, OrgPath, valid_on

__all__ = ["Permission", "can", "holds_anywhere"]


def can(user, permission: Permission, *, org: Org) -> bool:
    """Whether `user` holds `permission` in `org` today: by a role there or in an organisation above it.

    An organisation that has ended is judged on its last day, so that its superiors keep access to it.
    Errors: TypeError when `org` is not an Org (a silent "no" would hide the mistake).
    """
    if not isinstance(org, Org):
        raise TypeError(f"can() needs an Org, got {type(org).__name__}")
    roots = user.root_org_ids(permission) if user.is_authenticated else set()
    if not roots:
        return False
    if org.pk in roots:
        return True
    return OrgPath.objects.filter(valid_on(_day_of(org)), ancestor_id__in=roots, descendant=org).exists()


def holds_anywhere(user, permission: Permission) -> bool:
    """Whether `user` holds `permission` in at least one organisation."""
    return user.is_authenticated and any(permission in ROLES[m.role].permissions for m in user.roles_held())


def _day_of(org: Org):
    today = timezone.localdate()
    if org.valid_to and org.valid_to <= today:
        return org.valid_to - timedelta(days=1)
    return max(today, org.valid_from)
