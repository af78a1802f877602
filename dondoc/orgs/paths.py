"""The closure of the parent links. Only `orgs.actions` brings it up to date.

For every organisation one row to itself (depth 0, its own span) and, for every chain of links above it, one row per
ancestor whose span is the intersection of the spans along the chain. Rows of one pair and depth that meet are one
row, so the same history always gives the same rows, however it was reached.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from dondoc.orgs.models import Org, OrgLink, OrgPath
from dondoc.web.bulk import insert_many

_CHUNK = 500  # ids in one IN (...): far below the limit of both databases


@dataclass(frozen=True)
class Days:
    """[start, end) with None for an open end."""

    start: date
    end: date | None

    def meet(self, other: "Days") -> "Days | None":
        """The days in both; None when there are none."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return Days(start, end) if end is None or start < end else None


# ancestor, descendant, depth, first day, end
PathRow = tuple[int, int, int, date, date | None]


def path_rows(spans: dict[int, Days], links: dict[int, list[tuple[int, Days]]], org_ids: Iterable[int]) -> set[PathRow]:
    """The rows of the closure whose descendant is one of `org_ids`.

    `spans`: organisation → its own span; `links`: organisation → (parent, span) of each link, for `org_ids` and all
    that may stand above them.
    """
    rows: set[PathRow] = set()
    for org_id in org_ids:
        found: dict[tuple[int, int], list[Days]] = defaultdict(list)
        _climb(links, org_id, spans[org_id], 0, found)
        for (ancestor, depth), days in found.items():
            rows.update((ancestor, org_id, depth, d.start, d.end) for d in _joined(days))
    return rows


def _climb(links, org_id: int, days: Days, depth: int, found: dict[tuple[int, int], list[Days]]) -> None:
    found[(org_id, depth)].append(days)
    for parent, link in links.get(org_id, ()):
        if common := days.meet(link):
            _climb(links, parent, common, depth + 1, found)


def _joined(days: list[Days]) -> list[Days]:
    """Spans that touch or overlap made one, in order."""
    joined: list[Days] = []
    for span in sorted(days, key=lambda d: d.start):
        last = joined[-1] if joined else None
        if last is None or (last.end is not None and last.end < span.start):
            joined.append(span)
        elif last.end is not None and (span.end is None or span.end > last.end):
            joined[-1] = Days(last.start, span.end)
    return joined


def subtree_ids(org_id: int) -> set[int]:
    """`org_id` and everything that stood under it on any day: what a change of `org_id` may touch."""
    below = OrgPath.objects.filter(ancestor_id=org_id).values_list("descendant_id", flat=True)
    return {org_id, *below}


def bring_paths(org_ids: Collection[int]) -> int:
    """Make the rows below which `org_ids` stand right; the number of rows written or removed.

    Unchanged rows are left alone, so the cost grows with what changed.
    """
    changed = 0
    ids = sorted(org_ids)
    for start in range(0, len(ids), _CHUNK):
        changed += _bring_chunk(ids[start : start + _CHUNK])
    return changed


def _bring_chunk(org_ids: list[int]) -> int:
    links = _links_above(org_ids)
    spans = {
        pk: Days(start, end)
        for pk, start, end in Org.objects.filter(pk__in=org_ids).values_list("pk", "valid_from", "valid_to")
    }
    wanted = path_rows(spans, links, org_ids)
    stored = {
        (p.ancestor_id, p.descendant_id, p.depth, p.valid_from, p.valid_to): p.pk
        for p in OrgPath.objects.filter(descendant_id__in=org_ids)
    }
    gone = [pk for row, pk in stored.items() if row not in wanted]
    missing = sorted(wanted - stored.keys(), key=lambda row: (row[1], row[2], row[3], row[0]))
    OrgPath.objects.filter(pk__in=gone).delete()
    insert_many([
        OrgPath(ancestor_id=a, descendant_id=d, depth=depth, valid_from=start, valid_to=end)
        for a, d, depth, start, end in missing
    ])  # fmt: skip
    return len(gone) + len(missing)


def _links_above(org_ids: list[int]) -> dict[int, list[tuple[int, Days]]]:
    """Links up of `org_ids` and of everything above them, one query per level."""
    links: dict[int, list[tuple[int, Days]]] = {}
    level = set(org_ids)
    while level:
        found = OrgLink.objects.filter(org_id__in=level).values_list("org_id", "parent_id", "valid_from", "valid_to")
        links.update({org_id: [] for org_id in level})
        for org_id, parent, start, end in found:
            links[org_id].append((parent, Days(start, end)))
        level = {parent for org_id in level for parent, _ in links[org_id]} - links.keys()
    return links
