"""Who is signed in: read with all that every page asks about that person, in one statement."""

from django.contrib.auth.backends import ModelBackend
from django.db import models
from django.utils import timezone

from dondoc.accounts.models import Membership, User
from dondoc.reviewing.queries import is_named_body
from dondoc.web.prepared import Given, Prepared


def _roles(user: Given, day: Given) -> models.QuerySet[Membership]:
    held = Membership.objects.held(day).filter(user=user).select_related("user")
    return held.annotate(is_named_body=is_named_body())


_ROLES = Prepared(_roles, user=models.BigIntegerField(), day=models.DateField())


class SignedIn(ModelBackend):
    """Names and passwords as Django has them; the person comes with today's roles."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session; None for one who may not sign in any more."""
        user = User.objects.with_roles(user_id, lambda pk: _ROLES.ask(user=pk, day=timezone.localdate()))
        return user if user is not None and self.user_can_authenticate(user) else None
