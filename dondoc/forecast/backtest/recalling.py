"""What was known of every duty on each past day, put together again from the audit trail, rulings and amendments.

The columns of an obligation say how it stands now: sent back in May, it no longer tells that in April it had been sent
in. The trail does, so that a back-test knows nothing of the days after.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from dondoc.audit.models import AuditEvent
from dondoc.forecast.backtest.walking import Life
from dondoc.lib.punctuality import Known
from dondoc.obligations.clock import facts_of as clock_of
from dondoc.obligations.models import Followed, Following, Obligation, Ruling
from dondoc.obligations.pace import PACED, known_of
from dondoc.sheets.models import Deliverable
from dondoc.submissions.facts import Sent, facts_of
from dondoc.submissions.models import Credit, Submission, SubmissionState

S = SubmissionState
_CHUNK = 2000  # rows fetched at a time


@dataclass
class _Trail:
    """How one submission stood once each day was over. `returned`: when it was last sent back."""

    days: list[date] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    returned: list[datetime | None] = field(default_factory=list)

    def after(self, day: date) -> tuple[Sent, datetime | None] | None:
        place = bisect_right(self.days, day)
        return (self.sent[place - 1], self.returned[place - 1]) if place else None


@dataclass(frozen=True)
class _Turn:
    """An amendment of `day`: what was due before it, and whether it ended the duty."""

    day: date
    due_before: date | None
    is_ended: bool


def lives() -> list[Life]:
    """Every duty that plans gave to organisations, through time. Eight queries, over the whole trail of submissions."""
    rows = Obligation.objects.filter(PACED).select_related("org", "round", "task", "task__plan").order_by("pk")
    rows = rows.annotate(issued_at=Min("task__plan__versions__issued_at"))
    trails, credited = _trails(), _credits()
    rulings, turns = _rulings(), _turns()
    sheets = dict(Deliverable.objects.values_list("code", "sheet__code"))
    found = []
    for one in rows.iterator(_CHUNK):
        product = next(iter(one.task.deliverables), "")
        own = [trails[pk] for pk in credited[one.pk] if pk in trails]
        versions = tuple(_versions(one, own, rulings[one.pk], turns[one.pk]))
        found.append(Life(one.org_id, one.org.kind, sheets.get(product, ""), versions))
    return found


def _versions(
    one: Obligation, trails: list[_Trail], rulings: list[Ruling], turns: list[_Turn]
) -> Iterator[tuple[date, Known]]:
    """What was known of `one` once each day on which something happened was over."""
    begun = _begun(one)
    days = {begun, *(turn.day for turn in turns), *(day for trail in trails for day in trail.days)}
    days |= {timezone.localdate(at) for ruling in rulings for at in (ruling.given_at, ruling.ended_at) if at}
    if one.closed_on and not one.ended_by_id:
        days.add(one.closed_on)
    before = None
    for day in sorted(day for day in days if day >= begun):
        known = known_of(_as_it_was(one, day, trails, rulings, turns))
        if known != before:
            yield day, known
        before = known


def _begun(one: Obligation) -> date:
    """From which day on it was there, as far as anything tells: the plan's version, its round, its organisation."""
    days = [one.org.valid_from, one.round.opened_on if one.round else None]
    issued = getattr(one, "issued_at", None)
    if issued and not one.task.plan.first_id:
        days.append(timezone.localdate(issued))
    return max(day for day in days if day)


def _as_it_was(
    one: Obligation, day: date, trails: Iterable[_Trail], rulings: Iterable[Ruling], turns: list[_Turn]
) -> Obligation:
    """The obligation with the facts that were known once `day` was over; not saved."""
    due_on, is_ended = _turned(one, turns, day)
    given = [r for r in rulings if r.given_at and timezone.localdate(r.given_at) <= day]
    clock = clock_of(due_on, [r for r in given if r.ended_at is None or timezone.localdate(r.ended_at) > day])
    found = [there for trail in trails if (there := trail.after(day))]
    facts = facts_of(one.task.deliverables, [s for s, _at in found], {s.pk: at for s, at in found if at})
    is_over = is_ended or (one.closed_on is not None and not one.ended_by_id and one.closed_on <= day)
    return Obligation(
        due_on=due_on,
        is_history=one.is_history,
        is_ongoing=one.is_ongoing,
        closed_on=day if is_over else None,
        extended_to=clock.extended_to,
        exempted_on=clock.exempted_on,
        stopped_on=clock.stopped_on,
        stopped_until=clock.stopped_until,
        **facts,
    )


def _turned(one: Obligation, turns: list[_Turn], day: date) -> tuple[date | None, bool]:
    """Its day due and whether an amendment had ended it: before the first turn after `day`, else as it is."""
    is_ended = False
    for turn in turns:
        if turn.day > day:
            return turn.due_before, is_ended
        is_ended = turn.is_ended
    return one.due_on, is_ended


def _turns() -> Mapping[int, list[_Turn]]:
    """By obligation the amendments that it followed, in turn."""
    found: dict[int, list[_Turn]] = defaultdict(list)
    rows = Following.objects.annotate(issued_at=Min("plan__versions__issued_at")).order_by("plan__version")
    for pk, kind, due_before, at in rows.values_list("obligation_id", "kind", "due_before", "issued_at"):
        found[pk].append(_Turn(timezone.localdate(at), due_before, kind == Followed.ENDED))
    return found


def _rulings() -> Mapping[int, list[Ruling]]:
    found: dict[int, list[Ruling]] = defaultdict(list)
    for ruling in Ruling.objects.filter(obligation__isnull=False, given_at__isnull=False).order_by("pk"):
        found[ruling.obligation_id].append(ruling)
    return found


def _credits() -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for pk, submission_id in Credit.objects.order_by("pk").values_list("obligation_id", "submission_id"):
        found[pk].append(submission_id)
    return found


def _trails() -> dict[int, _Trail]:
    """By submission, how it stood once each day was over on which it moved."""
    rows = Submission.objects.select_related("sheet_version", "deliverable")
    about = {one.pk: one for one in rows.iterator(_CHUNK)}
    found: dict[int, _Trail] = {}
    events = AuditEvent.objects.filter(object_type="submissions.submission", action__in=_MOVING).order_by("id")
    answers: dict[int, dict[str, str]] = defaultdict(dict)
    for object_id, at, action, after in events.values_list("object_id", "at", "action", "after").iterator(_CHUNK):
        pk = int(object_id)
        if pk not in about:
            continue
        if action == "submission.save":
            answers[pk] |= after
        elif "state" in after:
            _move(found.setdefault(pk, _Trail()), about[pk], after["state"], at, answers[pk])
    return found


_MOVING: Collection[str] = frozenset(
    f"submission.{act}"
    for act in ("save", "open", "submit", "withdraw", "send_back", "approve", "reopen", "lock", "send_inside",
                "return_inside")
)  # fmt: skip


def _move(trail: _Trail, one: Submission, state: str, at: datetime, answers: Mapping[str, str]) -> None:
    day = timezone.localdate(at)
    last, returned = (trail.sent[-1], trail.returned[-1]) if trail.sent else (_blank(one), None)
    was_approved = last.approved_at is not None
    match state:
        case S.SUBMITTED:
            done_on = _day_said(one, answers) or (last.done_on if last.state == S.DRAFT and last.done_on else day)
            now = replace(last, state=state, submitted_at=at, done_on=done_on, approved_at=None)
        case S.APPROVED:
            now = replace(last, state=state, approved_at=at)
        case S.SENT_BACK:
            now, returned = replace(last, state=state, approved_at=None), at
        case S.DRAFT:  # withdrawn, or opened again: then the day on which the work was done stays
            kept = last.done_on if was_approved else None
            now = replace(last, state=state, submitted_at=None, approved_at=None, done_on=kept)
        case _:
            now = replace(last, state=state)
    if trail.days and trail.days[-1] == day:
        trail.sent[-1], trail.returned[-1] = now, returned
    else:
        trail.days.append(day)
        trail.sent.append(now)
        trail.returned.append(returned)


def _blank(one: Submission) -> Sent:
    return Sent(one.pk, one.deliverable.code, S.DRAFT, None, None, None)


def _day_said(one: Submission, answers: Mapping[str, str]) -> date | None:
    """The day that the sheet's own field names; None when it has none."""
    said = answers.get(one.sheet_version.parsed.done_on)
    return date.fromisoformat(said) if said else None
