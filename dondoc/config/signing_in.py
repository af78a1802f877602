"""Who is signed in: read with all that every page asks about that person, in one statement."""

from django.contrib.auth.backends import ModelBackend

from dondoc.accounts.models import User
from dondoc.reviewing.queries import is_named_body


class SignedIn(ModelBackend):
    """Names and passwords as Django has them; the person comes with today's roles."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session; None for one who may not sign in any more."""
        user = User.objects.with_roles(user_id, is_named_body=is_named_body())
        return user if user is not None and self.user_can_authenticate(user) else None
