"""Reads of the register: narrowed by filters, as rows, and whether its numbers are whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from dondoc.lib.text import fold
from dondoc.register.models import Direction, Entry, Series
from dondoc.writers.form import PARTY_KINDS, STATE_KINDS

KIND_NAMES: Mapping[str, str] = {**STATE_KINDS, **PARTY_KINDS}


@dataclass(frozen=True)
class Run:
    """A series as it stands: how many papers, of them recalled, the next number, whether none is missing."""

    series: Series
    papers: int
    recalled: int

    @property
    def next_number(self) -> int:
        return self.series.last + 1

    @property
    def name(self) -> str:
        return KIND_NAMES.get(self.series.type_code, "")


def narrowed(rows: QuerySet[Entry], chosen: Mapping[str, Any]) -> QuerySet[Entry]:
    """`rows` by what the filters chose: words found in any spelling of marks, direction, type, plan, days, state."""
    for word in fold(str(chosen.get("words") or "")).split():
        rows = rows.filter(search_text__contains=word)
    exact = {name: chosen.get(name) for name in ("direction", "type_code", "series__term")}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if first := chosen.get("plan"):  # every version of it
        rows = rows.filter(Q(plan=first) | Q(plan__first=first))
    if since := chosen.get("since"):
        rows = rows.filter(dated_on__gte=since)
    if until := chosen.get("until"):
        rows = rows.filter(dated_on__lte=until)
    match chosen.get("state"):
        case "recalled":
            rows = rows.exclude(recalled_at=None)
        case "held":
            rows = rows.filter(recalled_at=None)
    return rows


def runs(user) -> list[Run]:
    """The series of the registers that `user` may see, the newest term first. One query."""
    found = (
        Series.objects.visible_to(user)
        .select_related("org")
        .annotate(papers=Count("entries"), recalled=Count("entries", filter=~Q(entries__recalled_at=None)))
    )
    return [Run(one, one.papers, one.recalled) for one in found.order_by("-term", "type_code", "pk")]


def broken_series() -> list[Series]:
    """Series with a gap or a double among the numbers given here; [] while the register is whole. One query."""
    given = Count("entries", filter=Q(entries__number__gt=F("outside")))
    return list(Series.objects.annotate(given=given).exclude(given=F("last") - F("outside")).order_by("pk"))


def day_of(entry: Entry) -> date:
    """The day by which a paper stands in its register."""
    return entry.arrived_on if entry.direction == Direction.IN and entry.arrived_on else entry.dated_on
