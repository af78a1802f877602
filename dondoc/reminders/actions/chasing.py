"""Chasing, and having seen that one is chased."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.audit.actions import Entry, record, record_all
from dondoc.obligations.models import Obligation
from dondoc.obligations.rules import learn_follow_up
from dondoc.orgs.models import Org
from dondoc.outbox.models import Message
from dondoc.reminders import rules
from dondoc.reminders.ladder import Audience, Ladder
from dondoc.reminders.models import Channel, Reminder
from dondoc.reminders.queries.owed import Skipped, shut_duties
from dondoc.reminders.telling import CHOSEN, carry, tell
from dondoc.web.refusals import Invalid, Refused, require

_LONGEST = 2000


def remind(obligations: Iterable[Obligation], *, text: str, by, at: datetime) -> list[Reminder]:
    """Remind of each of `obligations` that needs it, once a day; returns the reminders made.

    Those that need none, or were reminded of today, are left out (`sift` tells which and why). Errors: Invalid without
    a text; Refused when a right is missing for any of them, or when all of them are left out.
    """
    text = text.strip()
    if not text:
        raise Invalid(_("Hãy ghi nội dung đôn đốc."))
    if len(text) > _LONGEST:
        raise Invalid(_("Nội dung dài quá %(n)d chữ. Hãy viết gọn hơn.") % {"n": _LONGEST})
    with transaction.atomic():
        rows = Obligation.objects.select_related("org", "round", "task__plan").select_for_update(of=("self",))
        rows = list(rows.filter(pk__in=[obligation.pk for obligation in obligations]))
        chosen, skipped = sift(rows, by=by, at=at)
        if not chosen:
            raise Refused(skipped[0].reason if skipped else _("Chưa chọn việc nào để đôn đốc."))
        made = [_reminder(row, text, by, at) for row in chosen]
        Reminder.objects.bulk_create(made)
        _tell(made, at)
        record_all([
            Entry(action="reminder.send", by=by, target=org, org=org, after={"obligations": count}, note=text, at=at)
            for org, count in _per_org(chosen).items()
        ])  # fmt: skip
    return made


def _tell(made: list[Reminder], at: datetime) -> None:
    """The people of the organisations, each in one message; by every way that they have, within the usual hours."""
    key = f"{timezone.localdate(at)}.{made[0].pk}"
    tell(Reminder.objects.filter(pk__in=[one.pk for one in made]), Audience.ORG, key=key, at=at)
    carry(Message.objects.filter(key=key), CHOSEN, Ladder(()).opens_next(timezone.localtime(at)))


def sift(obligations: Iterable[Obligation], *, by, at: datetime) -> tuple[list[Obligation], list[Skipped]]:
    """Which of `obligations` would be reminded of now, and which not, with the reason. Errors: Refused."""
    obligations = list(obligations)
    today = timezone.localdate(at)
    done_today = set(
        Reminder.objects.filter(
            obligation__in=obligations, sent_on=today, channel=Channel.IN_APP, is_for_org=True
        ).values_list("obligation_id", flat=True)
    )
    _require_right(obligations, by)
    needs = {obligation.pk: rules.needs_reminder(obligation, today) for obligation in obligations}
    needs |= shut_duties([one for one in obligations if needs[one.pk] is None], at)
    chosen, skipped = [], []
    for obligation in obligations:
        if denial := needs[obligation.pk]:
            skipped.append(Skipped(obligation, denial.reason))
        elif obligation.pk in done_today:
            skipped.append(Skipped(obligation, _("Hôm nay đã đôn đốc việc này rồi.")))
        else:
            chosen.append(obligation)
    return chosen, skipped


def mark_read(reminders: Iterable[Reminder], *, by, at: datetime) -> int:
    """Note that `by` has seen these; returns how many were new to them. Errors: Refused for another organisation's."""
    with transaction.atomic():
        ids = [reminder.pk for reminder in reminders]
        rows = Reminder.objects.unread().filter(pk__in=ids).select_related("obligation__org")
        rows = list(rows.select_for_update(of=("self",)))
        for reminder in rows:
            require(rules.may_mark_read(by, reminder))
        Reminder.objects.filter(pk__in=[reminder.pk for reminder in rows]).update(read_at=at, read_by=by)
        for org, count in _per_org(reminder.obligation for reminder in rows).items():
            record("reminder.read", by=by, target=org, org=org, after={"reminders": count}, at=at)
    return len(rows)


def _require_right(obligations: list[Obligation], by) -> None:
    """One query, however many they are."""
    learn_follow_up(by, obligations)
    for obligation in obligations:
        require(rules.may_remind(by, obligation))


def _reminder(obligation: Obligation, text: str, by, at: datetime) -> Reminder:
    return Reminder(obligation=obligation, text=text, sent_at=at, sent_on=timezone.localdate(at), sent_by=by)


def _per_org(obligations: Iterable[Obligation]) -> dict[Org, int]:
    counts: dict[Org, int] = {}
    for obligation in obligations:
        counts[obligation.org] = counts.get(obligation.org, 0) + 1
    return counts
