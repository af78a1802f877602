"""What a message says when it goes: what is still to be done of what it was made for, in plain words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dondoc.lib.dates import format_date
from dondoc.lib.periods import Period
from dondoc.lib.text import shortened
from dondoc.obligations.models import Obligation, Purpose
from dondoc.obligations.status import CHASED, ObligationStatus
from dondoc.outbox.models import Message
from dondoc.outbox.ways import Content
from dondoc.reminders.models import Told

_MOST = 40  # duties named in a message; the rest is counted
_CHASED = {*CHASED, ObligationStatus.NOT_DUE}


def say(messages: Sequence[Message], today: date | None = None) -> dict[int, Content]:
    """Message id → its words today; one whose duties are all done is not in it. Two queries, however many."""
    today = today or timezone.localdate()
    told = Told.objects.filter(message__in=[one.pk for one in messages]).select_related(
        "reminder__ladder", "reminder__sent_by", "reminder__obligation__org", "reminder__obligation__round",
        "reminder__obligation__task__plan",
    )  # fmt: skip
    found: dict[int, list[Told]] = defaultdict(list)
    for one in told.order_by("reminder__last_day", "pk"):
        if one.reminder.obligation.status_on(today) in _CHASED:
            found[one.message_id].append(one)
    return {pk: _content(lines, today) for pk, lines in found.items()}


def _content(lines: list[Told], today: date) -> Content:
    by_text: dict[str, list[Obligation]] = defaultdict(list)
    for one in lines:
        by_text[one.reminder.text].append(one.reminder.obligation)
    late = sum(one.reminder.obligation.status_on(today) == ObligationStatus.OVERDUE for one in lines)
    subject = ngettext("Đôn đốc: %(n)d việc", "Đôn đốc: %(n)d việc", len(lines)) % {"n": len(lines)}
    if late:
        subject += ", " + _("%(n)d quá hạn") % {"n": late}
    parts, left = [], _MOST
    for text, duties in by_text.items():
        shown = duties[: max(left, 0)]
        left -= len(duties)
        rows = [f"- {what(one)} ({one.org}), {_('hạn')} {format_date(one.last_day_allowed)}" for one in shown]
        if len(duties) > len(shown):
            rows.append("- " + _("và %(n)d việc khác") % {"n": len(duties) - len(shown)})
        parts.append("\n".join([text, *rows]))
    if settings.PUBLIC_URL:
        parts.append(_("Xem và trả lời tại: %(url)s") % {"url": settings.PUBLIC_URL + reverse("reminders:inbox")})
    parts.append(_("Thư tự động của phần mềm theo dõi kế hoạch; không cần trả lời thư này."))
    return Content(subject, "\n\n".join(parts), [item(one.reminder.obligation, one.reminder.rung) for one in lines])


def what(duty: Obligation) -> str:
    """A duty in one line."""
    text = shortened(duty.task.text, 140)
    if duty.purpose == Purpose.OPEN_ROUND:
        text = _("Mở đợt: %(task)s") % {"task": text}
    when = duty.round.name if duty.round else Period.parse(duty.period).label
    return f"{text}, {when}"


def item(duty: Obligation, rung: str) -> dict[str, str]:
    """A duty as other systems read it."""
    return {
        "org": duty.org.name, "org_code": duty.org.code, "what": what(duty), "rung": rung,
        "due_on": duty.last_day_allowed.isoformat() if duty.last_day_allowed else "",
        "url": settings.PUBLIC_URL + reverse("obligations:detail", args=[duty.pk]) if settings.PUBLIC_URL else "",
    }  # fmt: skip


def told_in(message: Message) -> Iterable[Told]:
    """What one message was made for, the earliest day first."""
    rows = message.told.select_related("reminder__ladder", "reminder__obligation__org", "reminder__obligation__round",
                                       "reminder__obligation__task__plan", "reminder__sent_by")  # fmt: skip
    return rows.order_by("reminder__last_day", "pk")
