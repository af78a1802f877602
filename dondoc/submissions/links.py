"""Personal links: one named person without an account fills in one sheet, until a day or until it is sent in.

The token stands only in the address that is shown once; its hash is what is kept. What comes in through a link is
entered by the right of who issued it, and says so: "nhập qua liên kết, người được giao: …".
"""

import copy
import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.lib.periods import Period
from dondoc.submissions import rules
from dondoc.submissions.models import EntryLink, LinkMiss, LinkState, Submission
from dondoc.submissions.queries import Asked
from dondoc.submissions.worklist import WorkLine
from dondoc.web.callers import household
from dondoc.web.refusals import Invalid, require

MAX_DAYS = 30
MAX_MISSES = 20  # wrong tokens from one address
MISSES_FOR = timedelta(minutes=15)  # they are counted so long
_BYTES = 24  # of randomness: nobody guesses it


def issue_link(line: WorkLine, *, org, person: str, days: int, by, at: datetime) -> tuple[EntryLink, str]:
    """A new link to the sheet of `line`, and its token, which is known only now.

    Errors: Refused without the right to answer for `org`; Invalid for a line that is not to be filled in now, a person
    without a name, or more than MAX_DAYS days.
    """
    require(rules.may_answer(by, org))
    name = " ".join(person.split())
    if not (name and 1 <= days <= MAX_DAYS and line.is_answerable and line.deliverable and line.asked):
        raise Invalid(_("Liên kết cần tên người được giao, phiếu đang cần điền và thời hạn đến 30 ngày."))
    token = secrets.token_urlsafe(_BYTES)
    with transaction.atomic():
        link = EntryLink.objects.create(
            org=org, deliverable=line.deliverable, period=line.asked.period.code, round=line.asked.round,
            person=name[:120], token_hash=_hash(token), created_at=at, created_by=by,
            expires_at=at + timedelta(days=days),
        )  # fmt: skip
        record("link.issue", by=by, target=link, org=org, at=at, after={"expires_at": link.expires_at.isoformat()})
    return link, token


def revoke_link(link: EntryLink, *, by, at: datetime) -> None:
    """The link opens nothing any more. Revoking twice is revoking once. Errors: Refused."""
    require(rules.may_answer(by, link.org))
    with transaction.atomic():
        if EntryLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at, revoked_by=by):
            record("link.revoke", by=by, target=link, org=link.org, at=at)


def find_link(token: str) -> EntryLink | None:
    """The link of this token, whatever its state."""
    links = EntryLink.objects.select_related("org", "deliverable__sheet", "round", "created_by")
    return links.filter(token_hash=_hash(token)).first()


def state_of(link: EntryLink, at: datetime) -> LinkState:
    """Whether it works now: also not when who issued it may no longer answer for the organisation."""
    state = link.state_at(at)
    lost = state is LinkState.OPEN and (
        not link.created_by.is_active or rules.may_answer(link.created_by, link.org) is not None
    )
    return LinkState.REVOKED if lost else state


def open_link(link: EntryLink, *, at: datetime) -> None:
    """Note the first time that it is opened."""
    with transaction.atomic():
        if EntryLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=at):
            record("link.open", by=acting_for(link), target=link, org=link.org, at=at)


def mark_entered(link: EntryLink, kept: Submission, *, at: datetime) -> None:
    """Tie what was saved through the link to it; once it is sent in, the link is used up. In the caller's
    transaction."""
    if kept.link_id != link.pk:
        Submission.objects.filter(pk=kept.pk).update(link=link)
        kept.link = link
    if not kept.is_editable and EntryLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        record("link.use", by=acting_for(link), target=link, org=link.org, at=at, after={"submission": kept.pk})


def acting_for(link: EntryLink) -> User:
    """Who issued the link, under a name that says who is at the keyboard; never to be saved."""
    user = copy.copy(link.created_by)
    user.full_name = _("%(person)s (qua liên kết do %(who)s giao)") % {"person": link.person, "who": link.created_by}
    return user


def asked_by(link: EntryLink) -> Asked:
    """For which period or round the link asks."""
    return Asked(Period.parse(link.period), link.round)


def is_throttled(address: str, at: datetime) -> bool:
    """Whether too many wrong tokens came from this network address lately, through whichever server process."""
    return LinkMiss.objects.filter(address=_counted(address), at__gt=at - MISSES_FOR).count() >= MAX_MISSES


def count_miss(address: str, at: datetime) -> None:
    """A wrong token came from this network address. What no longer counts is forgotten."""
    LinkMiss.objects.filter(at__lte=at - MISSES_FOR).delete()
    LinkMiss.objects.create(address=_counted(address), at=at)


def _counted(address: str) -> str:
    return _hash(household(address))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
