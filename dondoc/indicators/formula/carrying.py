"""What an organisation has from those that it took over from: by merger, split or replacement.

Figures are added; of answers the newest stands until there is one of its own. What is left out of the facts (what one
that goes on did later) is the caller's affair.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from dondoc.indicators.formula.facts import Duty, OrgFacts, Record

CARRIED_WORDS = " (của tổ chức trước khi hợp nhất, chia tách)"
CARRIED_FIGURES = "gồm số của tổ chức trước khi hợp nhất, chia tách"


def heirs(facts: OrgFacts, *, after: date | None = None) -> list[OrgFacts]:
    """The predecessors whose figures count here; with `after` only those taken over later than that day."""
    return [one.facts for one in facts.carried if one.is_heir and (after is None or one.on > after)]


def allocated(facts: OrgFacts, year: int) -> int | None:
    """Its quota of `year` with those that it took over; None: none of them has any."""
    parts = [facts.allocation.get(year), *(allocated(one, year) for one in heirs(facts))]
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


def with_latest(facts: OrgFacts, day: date) -> OrgFacts:
    """With the records and duties of predecessors where, as of `day`, it has none of its own for the same product and
    period: of the one that did it last."""
    before = list(_before(facts))
    seen = {(r.deliverable, r.period_code) for r in facts.records if r.done_on <= day}
    asked = {(code, d.period_code) for d in _open(facts, day) for code in d.deliverables}
    records = {
        key: [r for r in one.records if (r.deliverable, r.period_code) == key and r.done_on <= day]
        for key, one in _last_records(before, day).items()
        if key not in seen
    }
    duties = [
        duty
        for key, one in _last_duties(before, day).items()
        if not any((code, key[1]) in asked for code in key[0])
        for duty in _open(one, day)
        if (duty.deliverables, duty.period_code) == key
    ]
    return replace(
        facts,
        records=(*facts.records, *(record for some in records.values() for record in some)),
        duties=(*facts.duties, *duties),
        carried=(),
    )


def _before(facts: OrgFacts) -> Iterator[OrgFacts]:
    for one in facts.carried:
        yield one.facts
        yield from _before(one.facts)


def _last_records(before: Iterable[OrgFacts], day: date) -> dict[tuple[str, str], OrgFacts]:
    """Product and period → whose newest record by `day` is the newest of all."""
    found: dict[tuple[str, str], tuple[tuple[date, int], OrgFacts]] = {}
    for one in before:
        for record in one.records:
            key, age = (record.deliverable, record.period_code), _age(record)
            if record.done_on <= day and (key not in found or age > found[key][0]):
                found[key] = (age, one)
    return {key: one for key, (_age, one) in found.items()}


def _last_duties(before: Iterable[OrgFacts], day: date) -> dict[tuple[frozenset[str], str], OrgFacts]:
    """Products and period → who of those that owed them did so last by `day`."""
    found: dict[tuple[frozenset[str], str], tuple[tuple[date, int], OrgFacts]] = {}
    for one in before:
        for duty in _open(one, day):
            done = duty.done_on if duty.done_on and duty.done_on <= day else date.min
            key, age = (duty.deliverables, duty.period_code), (done, one.org_id)
            if key not in found or age > found[key][0]:
                found[key] = (age, one)
    return {key: one for key, (_age, one) in found.items()}


def _age(record: Record) -> tuple[date, int]:
    return (record.done_on, record.submission_id)


def _open(facts: OrgFacts, day: date) -> list[Duty]:
    return [duty for duty in facts.duties if duty.closed_on is None or day < duty.closed_on]
