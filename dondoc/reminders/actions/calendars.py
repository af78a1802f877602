"""Making and ending the secret addresses of calendars."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can
from dondoc.audit.actions import record
from dondoc.orgs.models import Org
from dondoc.reminders.models import CalendarAddress
from dondoc.web.refusals import Conflict, Denial, Invalid, require

_MOST = 10  # open addresses of one person


def hashed(token: str) -> str:
    """As a secret is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_calendar(user, org: Org | None, *, at: datetime) -> tuple[CalendarAddress, str]:
    """A new secret address of `user`, for `org` or (None) all for which they answer; the secret is told this once.
    Errors: Refused for an organisation that they may not see; Invalid when there are too many."""
    if org is not None and not can(user, Permission.VIEW, org=org):
        require(Denial(_("Đồng chí không được xem việc của đơn vị này.")))
    if CalendarAddress.objects.open().filter(user=user).count() >= _MOST:
        raise Invalid(_("Đã có %(n)d địa chỉ lịch. Hãy hủy bớt địa chỉ không dùng.") % {"n": _MOST})
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        made = CalendarAddress.objects.create(user=user, org=org, token_hash=hashed(token), made_at=at)
        record("calendar.open", by=user, target=made, org=org, at=at)
    return made, token


def end_calendar(address: CalendarAddress, *, by, at: datetime) -> None:
    """From now on nothing answers there. Errors: Conflict when it was ended before."""
    with transaction.atomic():
        if not CalendarAddress.objects.open().filter(pk=address.pk).update(ended_at=at):
            raise Conflict(_("Địa chỉ lịch này đã hủy rồi."))
        record("calendar.end", by=by, target=address, org=address.org, at=at)
