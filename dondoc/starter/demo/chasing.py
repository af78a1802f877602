"""The ladder at work in the made-up city: switched on three months before the end, read by some, mailed to others."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from dondoc.accounts.models import User
from dondoc.lib.workdays import is_working_day
from dondoc.obligations.models import Obligation
from dondoc.outbox.models import EMAIL, Delivery, DeliveryState, Message
from dondoc.plans.models import Plan
from dondoc.reminders.actions import hold_back, mark_read, switch_on
from dondoc.reminders.building import build, key_of
from dondoc.reminders.models import Reminder
from dondoc.reminders.queries import ladder_of
from dondoc.starter.demo.city import City

_DAYS = 90
_MAILED, _READS = 2, 3  # every second organisation's people have an address; every third says to have seen


def plan_ladder(city: City, plan: Plan, until: date, at: Callable[[date, Callable[[datetime], None]], None]) -> None:
    """Put the ladder's days into the diary by `at`."""
    days = [until - timedelta(days=n) for n in range(_DAYS, -1, -1)]
    worked = [day for day in days if is_working_day(day)]
    at(worked[0], lambda moment: switch_on(plan, number=0, by=city.people["vanphong"], at=moment))
    at(worked[0], lambda moment: _give_addresses(city))
    for day in worked:
        at(day, lambda moment: _day(city, moment))
    at(worked[-1], lambda moment: _hold_one(city, plan, moment))


def _give_addresses(city: City) -> None:
    """Some have an e-mail address; none can ever be reached."""
    some = [org for number, org in enumerate(city.grassroots) if number % _MAILED]
    for user in User.objects.filter(pk__in=[city.enterer[org.pk].pk for org in some if org.pk in city.enterer]):
        user.email = f"{user.username}@thanh-pho-mau.invalid"
        user.save(update_fields=["email"])


def _day(city: City, moment: datetime) -> None:
    """The day's messages, those that went by e-mail, and what was seen of last week's."""
    build(at=moment)
    sent_at = moment + timedelta(minutes=40)
    mailed = Message.objects.filter(key=key_of(moment.date())).exclude(user__email="")
    Delivery.objects.bulk_create([
        Delivery(message=one, channel=EMAIL, state=DeliveryState.SENT, next_at=moment, attempts=1, sent_at=sent_at)
        for one in mailed
    ])  # fmt: skip
    if moment.weekday() == 0:
        week = moment.date() - timedelta(days=7)
        for org in city.grassroots[::_READS]:
            new = list(Reminder.objects.unread().filter(obligation__org=org, sent_on__gte=week))
            if new and org.pk in city.enterer:
                mark_read(new, by=city.enterer[org.pk], at=moment)


def _hold_one(city: City, plan: Plan, moment: datetime) -> None:
    """One duty that was chased lately, whose next rung is held back."""
    version = ladder_of(plan)
    higher = Reminder.objects.filter(rung="bi-thu").values("obligation")
    lately = Reminder.objects.filter(rung="qua-han").exclude(obligation__in=higher)
    still_open = Obligation.objects.untouched().values("pk")
    found = lately.filter(obligation__in=still_open).select_related("obligation__org", "obligation__task__plan__org")
    one = found.order_by("-sent_on", "obligation__org__code", "obligation__task__position").first()
    if one and version and (rung := version.parsed.rung("bi-thu")):
        reason = "Bí thư mới được kiện toàn, đơn vị đã hẹn nộp trong tuần (giả định)."
        hold_back(one.obligation, rung, reason=reason, until=None, by=city.people["vanphong"], at=moment)
