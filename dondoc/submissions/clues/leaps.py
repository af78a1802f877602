"""A number that leaps: far from the organisation's own earlier ones, while its peers' did not move that way.

The organisation is held against itself first; peers are only read for what stood out, and at most PEERS of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import BigIntegerField, CharField, QuerySet

from dondoc.sheets.conditions import number_of
from dondoc.sheets.definition import FieldDefinition
from dondoc.submissions.clues.sighting import Sighting
from dondoc.submissions.facts import SENT_IN
from dondoc.submissions.models import Submission
from dondoc.submissions.queries import MOST_BEFORE, answers_before
from dondoc.submissions.risk import Concern
from dondoc.web.prepared import Given, Prepared

BACK = MOST_BEFORE - 2  # earlier periods that are looked at; one more may begin in these days, one was sent back
ENOUGH = 3  # earlier numbers that say something without peers
LEAST = Decimal(5)  # a smaller difference is no leap, however large its share
SHARE = Decimal("0.5")  # of the usual number
PEERS = 40  # organisations of the same kind
FEW_PEERS = 8  # fewer say nothing
SAME_WAY = Decimal("0.1")  # of the peers: when more of them moved as far, it is a wave and no leap


@dataclass(frozen=True)
class Leap:
    """`value` of `field` against what is usual: the middle of the earlier `history` (period's name, number)."""

    submission: Submission
    field: FieldDefinition
    value: Decimal
    history: tuple[tuple[str, Decimal], ...]

    @property
    def usual(self) -> Decimal:
        return median(number for _period, number in self.history)

    @property
    def factor(self) -> Decimal | None:
        """By how much it grew against the last number; None from nothing."""
        return _factor(self.history[-1][1], self.value)


def leaps(sent: Collection[Submission], earlier: Mapping[int, Sequence[Submission]]) -> dict[int, list[Sighting]]:
    """Submission id → the numbers of it that leap. `earlier`: of some, what was sent in before as `last_before` gives
    it; of others it is read here, by one query. When something stands out one more for each product, period and kind
    of organisation."""
    asked = {one.pk: [f for f in one.sheet_version.parsed.fields if f.is_number and f.jump is None] for one in sent}
    periodic = [one for one in sent if asked[one.pk]]
    if not periodic:
        return {}
    history = _history([one for one in periodic if one.pk not in earlier])
    suspects = [
        leap
        for one in periodic
        for leap in _suspects(
            one,
            asked[one.pk],
            _within(one, earlier[one.pk]) if one.pk in earlier else history[one.org_id, one.deliverable_id],
        )
    ]
    groups: dict[tuple[int, str, str], list[Leap]] = defaultdict(list)
    for leap in suspects:
        groups[leap.submission.deliverable_id, leap.submission.period, leap.submission.org.kind].append(leap)
    found: dict[int, list[Sighting]] = defaultdict(list)
    for some in groups.values():
        pairs = _peers(some[0].submission)
        for leap in some:
            if sighting := _judged(leap, pairs):
                found[leap.submission.pk].append(sighting)
    return found


def _within(one: Submission, earlier: Iterable[Submission]) -> list[Submission]:
    """Of what was sent in before (newest first) what `_history` would read, the oldest first."""
    since = _since(one)
    return [
        before
        for before in earlier
        if before.state in SENT_IN and before.round_id is None and before.period_start >= since
    ][::-1]


def _history(rows: Sequence[Submission]) -> Mapping[tuple[int, int], list[Submission]]:
    """(organisation, product) → what was sent in for the last periods, the oldest first. One query; none for none."""
    if not rows:
        return {}
    since = min(_since(one) for one in rows)
    earlier = Submission.objects.filter(
        org__in={one.org_id for one in rows}, deliverable__in={one.deliverable_id for one in rows},
        state__in=SENT_IN, period_start__gte=since, round=None,
    )  # fmt: skip
    found: dict[tuple[int, int], list[Submission]] = defaultdict(list)
    columns = ("org_id", "deliverable_id", "period", "period_start", "answers")
    for one in earlier.only(*columns).order_by("period_start", "pk"):
        found[one.org_id, one.deliverable_id].append(one)
    return found


def _since(one: Submission) -> date:
    return one.period_start - BACK * (one.period_end - one.period_start + timedelta(days=2))


def _suspects(one: Submission, fields: Iterable[FieldDefinition], history: Iterable[Submission]) -> Iterable[Leap]:
    told = {notice.get("field") for notice in one.notices}
    earlier = [before for before in history if before.period_start < one.period_start][-BACK:]
    for field in fields:
        value = number_of(one.answers.get(field.code))
        numbers = [(before.span.label, number_of(before.answers.get(field.code))) for before in earlier]
        known = tuple((label, number) for label, number in numbers if number is not None)
        if value is None or not known or field.code in told:
            continue
        leap = Leap(one, field, value, known)
        if _is_far(leap):
            yield leap


def _is_far(leap: Leap) -> bool:
    """Far from what is usual, and outside of all that was."""
    away = abs(leap.value - leap.usual)
    numbers = [number for _period, number in leap.history]
    spread = max(numbers) - min(numbers)
    outside = leap.value < min(numbers) - spread / 2 or leap.value > max(numbers) + spread / 2
    return away >= LEAST and away >= SHARE * abs(leap.usual) and outside


def _peers(one: Submission) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What others of the same kind answered for the same period, each with what they had sent in before. One query; at
    most PEERS."""
    pairs = _PAIRS.ask(product=one.deliverable_id, period=one.period, kind=one.org.kind, org=one.org_id)
    return [(now, was) for now, was in pairs if was is not None]


def _pairs(product: Given, period: Given, kind: Given, org: Given) -> QuerySet[Submission]:
    same = Submission.objects.filter(deliverable=product, period=period, state__in=SENT_IN, org__kind=kind)
    peers = same.exclude(org=org).annotate(was=answers_before()).order_by("pk")[:PEERS]
    return peers.values_list("answers", "was")


_PAIRS = Prepared(_pairs, product=BigIntegerField(), period=CharField(), kind=CharField(), org=BigIntegerField())


def _judged(leap: Leap, pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> Sighting | None:
    """None when peers moved the same way, or when too little is known to say."""
    code = leap.field.code
    moved = [(number_of(was.get(code)), number_of(now.get(code))) for now, was in pairs]
    factors = [f for was, now in moved if was is not None and now is not None and (f := _factor(was, now)) is not None]
    knows_peers = len(factors) >= FEW_PEERS and leap.factor is not None
    as_far = sum(_is_as_far(factor, leap.factor) for factor in factors) if knows_peers else 0
    if as_far > SAME_WAY * len(factors) or (not knows_peers and len(leap.history) < ENOUGH):
        return None
    facts = {
        "value": str(leap.value), "history": [[label, str(number)] for label, number in leap.history],
        "usual": str(leap.usual), "peers": len(factors) if knows_peers else 0, "as_far": as_far,
        "peers_factor": str(median(factors)) if knows_peers else "",
    }  # fmt: skip
    return Sighting(Concern.LEAP, code, facts=facts, tells=(str(leap.value), facts["history"]))


def _factor(was: Decimal, now: Decimal) -> Decimal | None:
    return now / was if was else None


def _is_as_far(factor: Decimal, mine: Decimal) -> bool:
    """Whether a peer moved at least half as far in the same direction."""
    half = 1 + (mine - 1) / 2
    return factor >= half if mine > 1 else factor <= half
