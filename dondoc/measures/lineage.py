"""Who took over from whom, as figures see it. A fixed number of queries: one.

Of those that take over from one that ends, the first named is the heir of its figures, so that a sum above them counts
everything once; answers that are not sums are each one's own to carry on. Who goes on keeps what it has.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dondoc.orgs.models import Succession


@dataclass(frozen=True)
class Takeover:
    """`has_ended`: the predecessor does not go on. `is_heir`: its figures count for this successor."""

    predecessor: int
    successor: int
    on: date
    has_ended: bool
    is_heir: bool


class Lineage:
    """Takeovers of all organisations, by successor and by predecessor."""

    def __init__(self, takeovers: Iterable[Takeover] = ()) -> None:
        self._before: dict[int, list[Takeover]] = defaultdict(list)
        self._after: dict[int, list[Takeover]] = defaultdict(list)
        for one in takeovers:
            self._before[one.successor].append(one)
            self._after[one.predecessor].append(one)

    def before(self, org_id: int, day: date, until: date | None = None) -> list[Takeover]:
        """What `org_id` took over by `day`; with `until` only before that day."""
        found = self._before.get(org_id, ())
        return [one for one in found if one.on <= day and (until is None or one.on < until)]

    def with_predecessors(self, org_ids: Iterable[int]) -> set[int]:
        """Whose records may count for any of `org_ids`."""
        return _reached(org_ids, {pk: [one.predecessor for one in some] for pk, some in self._before.items()})

    def with_successors(self, org_ids: Iterable[int]) -> set[int]:
        """For whom records of any of `org_ids` may count."""
        return _reached(org_ids, {pk: [one.successor for one in some] for pk, some in self._after.items()})


def load_lineage() -> Lineage:
    """Everything that organisations took over. One query."""
    rows = Succession.objects.order_by("predecessor_id", "pk")
    columns = ("predecessor_id", "successor_id", "on", "predecessor__valid_to")
    found, has_heir = [], set()
    for predecessor, successor, on, ended in rows.values_list(*columns):
        is_last = ended is not None and ended <= on
        found.append(Takeover(predecessor, successor, on, is_last, is_last and predecessor not in has_heir))
        if is_last:
            has_heir.add(predecessor)
    return Lineage(found)


def _reached(start: Iterable[int], links: Mapping[int, Collection[int]]) -> set[int]:
    found = set(start)
    if not links:
        return found
    ahead = list(found)
    while ahead:
        for other in links.get(ahead.pop(), ()):
            if other not in found:
                found.add(other)
                ahead.append(other)
    return found
