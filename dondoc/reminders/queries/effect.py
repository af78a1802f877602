"""What came after chasing: counted, never explained. Who answers soon after a reminder might have answered anyway."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from dondoc.obligations.models import ObligationQuerySet
from dondoc.outbox.models import EMAIL, Delivery, DeliveryState
from dondoc.reminders.ladder import Ladder
from dondoc.reminders.models import LadderVersion, Reminder

WITHIN = (3, 5, 10)  # calendar days
SMALL = 20  # of fewer, one more or less moves the share by over five points
BY_HAND = ""


@dataclass
class Tally:
    """`judged`: reminders whose days are over, or that were answered; `answered`: of these, within the days; `cut`: of
    the unanswered, those after which the next step came before the days were over."""

    judged: int = 0
    answered: int = 0
    cut: int = 0
    still: int = 0  # their days are not over

    def add(self, *, answered: bool, open_yet: bool, cut: bool) -> None:
        if open_yet:
            self.still += 1
            return
        self.judged += 1
        self.answered += answered
        self.cut += cut

    @property
    def share(self) -> float | None:
        return self.answered / self.judged if self.judged else None

    @property
    def is_small(self) -> bool:
        return self.judged < SMALL


@dataclass
class Row:
    """A rung (or people's own reminders), over all and by how it left the house."""

    code: str
    name: str
    after: int | None
    all: Tally = field(default_factory=Tally)
    by_channel: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    @property
    def does_nothing(self) -> bool:
        """Whether enough were counted to say that hardly anybody answers after it."""
        return not self.all.is_small and self.all.share is not None and self.all.share < 0.1


def effect(rows: ObligationQuerySet, *, days: int, since: date, today: date) -> list[Row]:
    """Of the reminders about `rows` from `since` on: what was answered within `days`. Two queries; read row by row."""
    ladders = list(LadderVersion.objects.filter(plan__isnull=False).order_by("-pk"))
    found = {BY_HAND: Row(BY_HAND, "", None)}
    for rung, ladder in _rungs(ladders):
        found.setdefault(rung, Row(rung, ladder.rung(rung).name, ladder.rung(rung).after))  # type: ignore[union-attr]
    mailed = Delivery.objects.filter(
        message__told__reminder=OuterRef("pk"), state=DeliveryState.SENT, channel=EMAIL
    )  # fmt: skip
    hooked = Delivery.objects.filter(message__told__reminder=OuterRef("pk"), state=DeliveryState.SENT).exclude(
        channel=EMAIL
    )
    reminders = Reminder.objects.filter(
        obligation__in=rows.order_by().values("pk"), sent_on__gte=since, sent_on__lte=today
    )
    reminders = reminders.filter(Q(is_for_org=True) | ~Q(rung="")).annotate(mail=Exists(mailed), hook=Exists(hooked))
    later: dict[int, date] = {}
    columns = ("obligation_id", "rung", "sent_on", "mail", "hook", "obligation__submitted_on", "obligation__done_on")
    for pk, rung, sent_on, mail, hook, submitted, done in (
        reminders.order_by("-sent_at", "-pk").values_list(*columns).iterator()
    ):  # fmt: skip
        answered_on = submitted or done
        next_on, later[pk] = later.get(pk), sent_on
        end = sent_on + timedelta(days=days)
        answered = answered_on is not None and sent_on <= answered_on <= end
        before = answered_on is not None and answered_on < sent_on
        if rung not in found or before:
            continue
        said = {"answered": answered, "open_yet": not answered and end >= today and answered_on is None,
                "cut": not answered and next_on is not None and next_on <= end}  # fmt: skip
        found[rung].all.add(**said)
        found[rung].by_channel["email" if mail else "hook" if hook else "app"].add(**said)
    ordered = sorted(found.values(), key=lambda one: (one.after is None, one.after or 0))
    return [one for one in ordered if one.all.judged or one.all.still]


def _rungs(ladders: Iterable[LadderVersion]) -> list[tuple[str, Ladder]]:
    return [(rung.code, one.parsed) for one in ladders for rung in one.parsed.rungs]
