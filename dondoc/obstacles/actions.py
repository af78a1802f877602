"""Raising an obstacle, answering it, handing it on, taking it back. One transaction each with its audit event."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.audit.actions import record
from dondoc.lib.dates import format_date
from dondoc.lib.text import fold
from dondoc.obligations.models import Obligation, Ruling, RulingKind
from dondoc.obligations.ruling import Terms, rule
from dondoc.obstacles import rules
from dondoc.obstacles.models import Handing, Obstacle, ObstacleKind, Outcome
from dondoc.orgs.models import Org
from dondoc.web.refusals import Conflict, Invalid, require


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A stop of the clock that an answer brings: from `first` up to and including `last` (None: until it goes on)."""

    first: date
    last: date | None = None


def raise_obstacle(obligation: Obligation, kind: ObstacleKind, text: str, *, by, at: datetime) -> Obstacle:
    """Say what stands in the way; the same words twice for the same duty are the same question while it waits.

    `obligation` needs `org`, `task__reviewer`, `task__plan__org`. Errors: Refused; Invalid without words.
    """
    require(rules.may_raise(by, obligation))
    words = text.strip()
    if not words:
        raise Invalid(_("Hãy ghi rõ vướng mắc, kiến nghị."))
    with transaction.atomic():
        Obligation.objects.select_for_update().get(pk=obligation.pk)  # a double click waits here for the first
        if same := obligation.obstacles.waiting().filter(kind=kind, text=words).first():
            return same
        owner = rules.owner_of(obligation)
        made = Obstacle.objects.create(
            obligation=obligation, org=obligation.org, kind=kind, text=words, raised_at=at, raised_by=by, owner=owner,
            answer_by=rules.answer_day(timezone.localdate(at)),
            search_text=fold(f"{obligation.org.name} {words} {obligation.task.text}"),
        )  # fmt: skip
        after = {"owner": owner.pk, "answer_by": format_date(made.answer_by)}
        record("obstacle.raise", by=by, target=made, org=made.org, after=after, note=words, at=at)
    return made


def answer(obstacle: Obstacle, outcome: Outcome, text: str, *, stop: Stop | None = None, by, at: datetime) -> Obstacle:
    """Answer it; with `stop` the clock of its duty stands still as well, or nothing is done.

    Errors: Refused; Invalid without words; those of `obligations.ruling.rule`.
    """
    words = text.strip()
    if not words:
        raise Invalid(_("Hãy ghi câu trả lời."))
    with transaction.atomic():
        kept = _locked(obstacle)
        require(rules.may_answer(by, kept))
        kept.outcome, kept.answer, kept.answered_at, kept.answered_by = outcome, words, at, by
        kept.answered_on = timezone.localdate(at)
        if stop:
            kept.stop = _stopped(kept, stop, by, at)
        kept.save(update_fields=["outcome", "answer", "answered_at", "answered_by", "answered_on", "stop"])
        after = {"outcome": outcome.value} | ({"stop": kept.stop_id} if stop else {})
        record("obstacle.answer", by=by, target=kept, org=kept.org, after=after, note=words, at=at)
    return kept


def _stopped(obstacle: Obstacle, stop: Stop, by, at: datetime) -> Ruling:
    words = _("Theo vướng mắc đã nêu ngày %(day)s: %(text)s") % {
        "day": format_date(timezone.localdate(obstacle.raised_at)), "text": obstacle.text,
    }  # fmt: skip
    terms = Terms(kind=RulingKind.STOP, reason=words, from_on=stop.first, to_on=stop.last)
    [ruling] = rule(terms, [obstacle.obligation], by=by, at=at)
    return ruling


def hand_over(obstacle: Obstacle, to: Org, *, answer_by: date, why: str, by, at: datetime) -> Obstacle:
    """Let `to` answer it, by that day. Errors: Refused; Invalid without a reason, for a day that is past, or when
    nothing would change."""
    words = why.strip()
    if not words:
        raise Invalid(_("Hãy ghi lý do chuyển hoặc đổi hạn."))
    if answer_by < timezone.localdate(at):
        raise Invalid(_("Hạn trả lời phải từ hôm nay trở đi."))
    with transaction.atomic():
        kept = _locked(obstacle)
        require(rules.may_answer(by, kept) or rules.may_own(kept, to))
        if (kept.owner_id, kept.answer_by) == (to.pk, answer_by):
            raise Invalid(_("Cơ quan trả lời và hạn vẫn như cũ."))
        before = {"owner": kept.owner_id, "answer_by": format_date(kept.answer_by)}
        Handing.objects.create(
            obstacle=kept, before=kept.owner, after=to, day_before=kept.answer_by, day_after=answer_by, why=words,
            at=at, by=by,
        )  # fmt: skip
        kept.owner, kept.answer_by = to, answer_by
        kept.save(update_fields=["owner", "answer_by"])
        after = {"owner": to.pk, "answer_by": format_date(answer_by)}
        record("obstacle.hand_over", by=by, target=kept, org=kept.org, before=before, after=after, note=words, at=at)
    return kept


def withdraw(obstacle: Obstacle, *, by, at: datetime) -> Obstacle:
    """Take it back. Errors: Refused."""
    with transaction.atomic():
        kept = _locked(obstacle)
        require(rules.may_withdraw(by, kept))
        kept.withdrawn_at, kept.withdrawn_by = at, by
        kept.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record("obstacle.withdraw", by=by, target=kept, org=kept.org, at=at)
    return kept


def note_seen(obstacle: Obstacle, *, by, at: datetime) -> None:
    """The organisation looked at the answer for the first time; written once."""
    with transaction.atomic():
        if Obstacle.objects.filter(pk=obstacle.pk, seen_at=None).exclude(answered_at=None).update(seen_at=at):
            record("obstacle.see", by=by, target=obstacle, org=obstacle.org, at=at)


def _locked(obstacle: Obstacle) -> Obstacle:
    rows = Obstacle.objects.select_for_update(of=("self",)).select_related(
        "org", "owner", "obligation__org", "obligation__task__plan__org"
    )
    found = rows.filter(pk=obstacle.pk).first()
    if found is None:
        raise Conflict(_("Vướng mắc, kiến nghị này không còn."))
    return found
