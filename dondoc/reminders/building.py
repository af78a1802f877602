"""A day's messages, built at once and by the database: what the ladders have come to, whom that is told, by what.

One transaction holds all of a day, with the row that says that it is done: killed half-way, nothing of it is there; run
twice, the second finds it done. Nothing is read into memory but, where sheets are shut, the duties that these concern.
"""

from datetime import date, datetime
from itertools import islice

from django.db import IntegrityError, models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from dondoc.audit.actions import record
from dondoc.lib.workdays import is_working_day
from dondoc.obligations.gates import Gates
from dondoc.obligations.models import Obligation
from dondoc.outbox.models import Message
from dondoc.reminders.climbing import standing_on
from dondoc.reminders.ladder import Audience, Way
from dondoc.reminders.models import Build, LadderVersion, Reminder, Told
from dondoc.reminders.queries.owed import shut_duties
from dondoc.reminders.telling import CHOSEN, carry, tell
from dondoc.web.bulk import insert_selected

_LOT = 1000  # duties looked at together where sheets are shut


def running() -> list[LadderVersion]:
    """The ladders that are switched on, of plans."""
    found = LadderVersion.objects.newest().filter(plan__isnull=False, runs_from__isnull=False)
    return list(found.select_related("plan").order_by("pk"))


def build(*, at: datetime) -> Build | None:
    """Build the messages of the day of `at`; None when there is nothing to do: a day off, no ladder, or done before."""
    today, ladders = timezone.localdate(at), running()
    if not ladders or not is_working_day(today) or Build.objects.filter(day=today).exists():
        return None
    try:
        with transaction.atomic():
            return _build(ladders, today, at)
    except IntegrityError:
        if Build.objects.filter(day=today).exists():  # somebody else did it meanwhile
            return None
        raise


def _build(ladders: list[LadderVersion], today: date, at: datetime) -> Build:
    made = Build.objects.create(day=today, built_at=at)  # first: a second builder waits here
    for version in ladders:
        _remind(version, today, at)
    _take_back_shut(today, at)
    for version in ladders:
        _tell(version, today, at)
    _carry(ladders, today, at)
    new = Reminder.objects.filter(sent_on=today).exclude(rung="")
    made.reminders = new.count()
    made.messages = Message.objects.filter(key=key_of(today)).count()
    made.unreached = unreached(today).count()
    made.save(update_fields=["reminders", "messages", "unreached"])
    counts = {"reminders": made.reminders, "messages": made.messages, "unreached": made.unreached}
    record("reminder.build", by=None, target=made, after=counts, at=at)
    return made


def key_of(day: date) -> str:
    """The key of that day's digest; a person has one."""
    return day.isoformat()


def _remind(version: LadderVersion, today: date, at: datetime) -> None:
    rungs, plan = version.parsed.rungs, version.plan.number if version.plan else ""
    words = {one.code: one.words(plan=plan, today=today) for one in rungs}
    said = [When(rung=code, then=Value(text)) for code, text in words.items()]
    insert_selected(
        Reminder, standing_on(version, today), obligation_id=F("pk"), sent_at=at, sent_on=today, rung=F("rung"),
        text=Case(*said, default=Value(""), output_field=models.TextField()), ladder_id=version.pk,
        last_day=F("last_day"), is_for_org=_is_one_of([one.code for one in rungs if one.is_for_org]),
    )  # fmt: skip


def _is_one_of(codes: list[str]) -> Case:
    yes = [When(rung__in=codes, then=Value(True))] if codes else []
    return Case(*yes, default=Value(False), output_field=models.BooleanField())


def _take_back_shut(today: date, at: datetime) -> None:
    """Nobody is asked for what the system would refuse."""
    if not Gates.over([], at).windows and not Gates.over(_orgs(today), at).locks:
        return
    new = Reminder.objects.filter(sent_on=today).exclude(rung="")
    ids = iter(list(new.values_list("obligation_id", flat=True)))
    while some := list(islice(ids, _LOT)):
        duties = list(Obligation.objects.filter(pk__in=some).select_related("org", "round", "task"))
        new.filter(obligation__in=shut_duties(duties, at)).delete()


def _orgs(today: date) -> models.QuerySet:
    return Reminder.objects.filter(sent_on=today).exclude(rung="").values("obligation__org_id")


def _tell(version: LadderVersion, today: date, at: datetime) -> None:
    """Who is to be told of the day's reminders, each in one message."""
    by_audience: dict[Audience, list[str]] = {}
    for rung in version.parsed.rungs:
        by_audience.setdefault(rung.audience, []).append(rung.code)
    for audience, codes in by_audience.items():
        new = Reminder.objects.filter(ladder=version, sent_on=today, rung__in=codes)
        tell(new, audience, key=key_of(today), at=at)


def _carry(ladders: list[LadderVersion], today: date, at: datetime) -> None:
    begins = max(version.parsed.opens_next(timezone.localtime(at)) for version in ladders)
    wanted = {way: _using(way, ladders) for way in Way}
    carry(Message.objects.filter(key=key_of(today)), wanted, begins)


def _using(way: Way, ladders: list[LadderVersion]) -> Q:
    """Messages with a reminder of a rung that uses `way`; by the person's choice, unless the ladder fixes it."""
    found = Q(pk__in=[])
    for version in ladders:
        codes = [rung.code for rung in version.parsed.rungs if way in rung.ways]
        told = Exists(Told.objects.filter(message=OuterRef("pk"), reminder__ladder=version, reminder__rung__in=codes))
        found |= Q(told) if way in version.parsed.fixed else Q(told) & CHOSEN[way]
    return found


def unreached(day: date):
    """The day's reminders for which there was nobody to tell."""
    sent = Q(pk__in=[])
    for version in LadderVersion.objects.filter(reminders__sent_on=day).distinct():
        sent |= Q(ladder=version, rung__in=[rung.code for rung in version.parsed.rungs if rung.is_sent])
    told = Told.objects.filter(reminder=OuterRef("pk"))
    return Reminder.objects.filter(sent, ~Exists(told), sent_on=day)
