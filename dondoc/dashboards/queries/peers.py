"""Organisations beside their peers: groups by kind and size, differences, what changed, who makes the gap."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from django.db import models
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.dashboards.queries.scope import Scope
from dondoc.indicators.formula import MeasureDefinition, MeasureKind
from dondoc.indicators.formula.tree import Better
from dondoc.indicators.models import Indicator, IndicatorVersion
from dondoc.lib.numbers import Value, format_percent
from dondoc.lib.periods import Period, PeriodKind
from dondoc.measures.engine import NOTHING, Totals, value
from dondoc.measures.engine.comparing import (
    SizeClass,
    Unplaced,
    change,
    counts_alike,
    is_small,
    places,
    size_class,
    unplaced,
)
from dondoc.measures.models import MeasureValue, RankingSwitch
from dondoc.measures.queries import MeasureRow, indicator_row
from dondoc.orgs.models import Org, OrgKind, OrgPath, valid_on
from dondoc.orgs.queries import children, named_on
from dondoc.quotas.queries import headcounts

_COUNTS_ORGS = (MeasureKind.SHARE_OF_ORGS, MeasureKind.ASSESSED)


class Grouping(models.TextChoices):
    """By what organisations are peers."""

    KIND_AND_SIZE = "loai-quy-mo", gettext_lazy("Loại và quy mô")
    KIND = "loai", gettext_lazy("Loại")
    SIZE = "quy-mo", gettext_lazy("Quy mô")


class Order(models.TextChoices):
    """In which order peers stand within their group."""

    NAME = "ten", gettext_lazy("Theo tên")
    LEVEL = "muc", gettext_lazy("Theo kết quả")
    PROGRESS = "tien-bo", gettext_lazy("Theo tiến bộ")


@dataclass(frozen=True)
class Times:
    """The months compared. `closed`: the last of the period before, None for what runs the whole term."""

    now: str
    year: str
    closed: str | None
    closed_period: Period | None

    @property
    def all(self) -> list[str]:
        return [self.now, self.year, *([self.closed] if self.closed else [])]


@dataclass(frozen=True)
class Peer:
    """One organisation among its peers. Changes and differences are fractions; None: not to be compared.

    `size`: its class, None when nobody knows; `by_cells`: by its chi bộ, as its members are not known. `is_single`: it
    gives one answer, met or not, so no percentage. `goal`: its target, that of the whole or its own.
    `place` of `placed`: only while an order is asked for.
    """

    org: Org
    group: str
    size: SizeClass | None
    by_cells: bool
    totals: Totals
    value: Value
    unplaced: Unplaced | None
    is_single: bool
    since_year: Decimal | None
    since_closed: Decimal | None
    goal: Decimal
    has_own_goal: bool
    from_group: Decimal | None = None
    place: int | None = None
    placed: int = 0

    @property
    def is_small(self) -> bool:
        return is_small(self.totals) and not self.is_single

    @property
    def step(self) -> Decimal:
        """By what fraction one more or one less moves the percentage."""
        return 1 / self.totals.denominator

    @property
    def note(self) -> str:
        """Why it stands outside an order, in words; "" when it does not, or its figure says so itself."""
        if self.unplaced is Unplaced.OPEN:
            return _("còn %(n)d tổ chức chưa có số liệu") % {"n": self.totals.unknown}
        return ""

    @property
    def goal_note(self) -> str:
        """The target of its own, where one was set for it."""
        return _("mức riêng %(goal)s") % {"goal": format_percent(self.goal)} if self.has_own_goal else ""


@dataclass(frozen=True)
class PeerGroup:
    """Organisations alike, and the value of all of them together: numerators and denominators added up.

    Changes are of those that have both times whole (`both_year`, `both_closed`: how many).
    """

    code: str
    name: str
    count: int
    totals: Totals
    value: Value
    from_whole: Decimal | None
    since_year: Decimal | None
    both_year: int
    since_closed: Decimal | None
    both_closed: int


@dataclass(frozen=True)
class Comparison:
    """A measure over those directly under an organisation, in one month."""

    row: MeasureRow
    times: Times
    groups: tuple[PeerGroup, ...]
    peers: tuple[Peer, ...]  # by group, then in the order asked for
    apart: tuple[Peer, ...]  # nothing was given to them; what they reached counts towards the whole
    outside: int  # directly under it and not in the population
    switch: RankingSwitch | None  # who wants no order, and since when
    order: Order
    redefined: bool  # a time compared was counted in another way
    before: Mapping[str, Totals]  # "year", "closed" → the whole then

    @property
    def is_ranked(self) -> bool:
        return self.switch is None

    @property
    def definition(self) -> MeasureDefinition:
        return self.row.definition

    @cached_property
    def is_single(self) -> bool:
        """Whether everybody gives one answer, so that only groups have percentages."""
        return bool(self.peers) and all(peer.is_single for peer in self.peers)

    @cached_property
    def is_placeable(self) -> bool:
        """Whether anybody can be put in an order at all."""
        return any(peer.unplaced is None for peer in self.peers)

    @cached_property
    def is_open_period(self) -> bool:
        """Whether the period is not over, so that what is counted up in it is not yet whole."""
        return self.row.period is not None and Period.parse(self.times.now).end < self.row.period.end

    @property
    def has_year(self) -> bool:
        return any(one.since_year is not None for one in (*self.groups, *self.peers))

    @property
    def has_closed(self) -> bool:
        return any(one.since_closed is not None for one in (*self.groups, *self.peers))


@dataclass(frozen=True)
class _Body:
    """An organisation with its totals then and now, before it is compared. {}: none at that time."""

    org: Org
    group: tuple[str, str]
    size: SizeClass | None
    by_cells: bool
    at: Mapping[str, Totals]
    goal: Decimal | None = None

    @property
    def now(self) -> Totals:
        return self.at.get("now", NOTHING)


def compare(indicator: Indicator, code: str, scope: Scope, grouping: Grouping, order: Order) -> Comparison | None:
    """The measure `code` over those directly under the scope's organisation; None without such a measure. Eight
    queries, a ninth where the definition was another at a time compared."""
    board = indicator_row(indicator, scope.org, scope.month)
    row = next((one for one in board.measures if one.code == code), None) if board else None
    if row is None:
        return None
    under = named_on(children(scope.org, scope.as_of), scope.as_of)
    times = _times(scope.month, row.definition)
    totals, goals, redefined = _read(row.definition, times, [scope.org.pk, *(one.pk for one in under)])
    bodies = _bodies(under, totals, goals, grouping, scope)
    switch = RankingSwitch.objects.over(scope.org, scope.as_of).select_related("org", "switched_by").first()
    order = order if switch is None else Order.NAME
    about = [body for body in bodies if body.now.population]
    groups = _groups(row, about)
    unordered = [_peer(row, body) for body in about]
    order = order if any(peer.unplaced is None for peer in unordered) else Order.NAME
    peers = _ordered(row, unordered, groups, order)
    given_nothing = [body for body in bodies if not body.now.population and body.now.numerator]
    return Comparison(
        row=row, times=times, groups=tuple(groups), peers=tuple(peers),
        apart=tuple(_peer(row, body) for body in given_nothing),
        outside=len(bodies) - len(about) - len(given_nothing), switch=switch, order=order, redefined=redefined,
        before={name: found for name, found in totals[scope.org.pk].items() if name != "now"},
    )  # fmt: skip


def _times(month: str, definition: MeasureDefinition) -> Times:
    start = Period.parse(month).start
    year = f"{start.year - 1}-{start.month:02d}"
    if definition.period is PeriodKind.TERM:
        return Times(month, year, None, None)
    closed = Period.containing(Period.containing(start, definition.period).start - timedelta(days=1), definition.period)
    return Times(month, year, Period.containing(closed.end, PeriodKind.MONTH).code, closed)


def _read(definition: MeasureDefinition, times: Times, org_ids: Sequence[int]) -> tuple[dict[int, dict], dict, bool]:
    """Organisation → "now", "year", "closed" → its totals; organisation → the target set for it now; and whether one of
    those times was counted in another way, and is left out for that. One query, a second for other definitions."""
    fields = ("numerator", "denominator", "population", "known", "expected", "expected_known")
    stored = MeasureValue.objects.filter(measure=definition.key, month__in=times.all, org_id__in=org_ids)
    rows = list(stored.values_list("org_id", "month", "version_id", "goal", *fields))
    other = _counted_otherwise(definition, {version for _org, _month, version, *_rest in rows})
    names = {"now": times.now, "year": times.year, "closed": times.closed}
    found: dict[int, dict[str, Totals]] = defaultdict(dict)
    goals = {org_id: goal for org_id, month, _version, goal, *_rest in rows if month == times.now and goal is not None}
    for org_id, month, version, _goal, *figures in rows:
        for name, wanted in names.items():
            if month == wanted and (name == "now" or version not in other):
                found[org_id][name] = Totals(*figures)
    return found, goals, bool(other)


def _counted_otherwise(definition: MeasureDefinition, version_ids: set[int]) -> set[int]:
    """Those of `version_ids` in which the measure counts something else."""
    if len(version_ids) < 2:
        return set()
    versions = IndicatorVersion.objects.filter(pk__in=version_ids)
    parsed = {one.pk: {m.key: m for m in one.parsed.measures}.get(definition.key) for one in versions}
    return {pk for pk, one in parsed.items() if one is None or not counts_alike(definition, one)}


# ── groups ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _bodies(
    under: Sequence[Org], totals: Mapping[int, dict], goals: Mapping[int, Decimal], grouping: Grouping, scope: Scope
) -> list[_Body]:
    """Three queries."""
    ids = [org.pk for org in under]
    members = headcounts(ids)
    cells_under = OrgPath.objects.filter(
        valid_on(scope.as_of), ancestor_id__in=ids, depth__gt=0, descendant__kind=OrgKind.CELL
    )
    cells = dict(cells_under.values_list("ancestor_id").annotate(Count("pk")))
    bodies = []
    for org in under:
        size = size_class(members.get(org.pk), cells.get(org.pk, 0))
        by_cells = size is not None and org.pk not in members
        group = _group_of(org, size, grouping)
        bodies.append(_Body(org, group, size, by_cells, totals.get(org.pk, {}), goals.get(org.pk)))
    return bodies


def _group_of(org: Org, size: SizeClass | None, grouping: Grouping) -> tuple[str, str]:
    """Code and name."""
    kind_code = f"{OrgKind.values.index(org.kind):02d}"
    size_code, size_name = (f"{size.members:03d}", size.name) if size else ("999", _("chưa rõ quy mô"))
    kind_name = str(OrgKind(org.kind).label)
    match grouping:
        case Grouping.KIND:
            return kind_code, kind_name
        case Grouping.SIZE:
            return size_code, size_name[:1].upper() + size_name[1:]
        case _:
            return f"{kind_code}-{size_code}", f"{kind_name}, {size_name}"


def _groups(row: MeasureRow, bodies: Sequence[_Body]) -> list[PeerGroup]:
    by_group: dict[tuple[str, str], list[_Body]] = defaultdict(list)
    for body in bodies:
        by_group[body.group].append(body)
    return [_group(row, code, name, by_group[(code, name)]) for code, name in sorted(by_group)]


def _group(row: MeasureRow, code: str, name: str, bodies: Sequence[_Body]) -> PeerGroup:
    kind = row.definition.kind
    totals = sum((body.now for body in bodies), NOTHING)
    since_year, both_year = _change_of_both(kind, bodies, "year")
    since_closed, both_closed = _change_of_both(kind, bodies, "closed")
    found = value(kind, totals)
    return PeerGroup(
        code, name, len(bodies), totals, found, _difference(found, row.value), since_year, both_year, since_closed,
        both_closed,
    )  # fmt: skip


def _change_of_both(kind: MeasureKind, bodies: Sequence[_Body], name: str) -> tuple[Decimal | None, int]:
    """Like with like: only those that have both times whole, now and then."""
    both = [b for b in bodies if name in b.at and change(kind, b.now, b.at[name]) is not None]
    if not both:
        return None, 0
    now, then = (sum((b.at[at] for b in both), NOTHING) for at in ("now", name))
    return change(kind, now, then), len(both)


def _difference(one: Value, other: Value) -> Decimal | None:
    return None if one.number is None or other.number is None else one.number - other.number


# ── peers ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _peer(row: MeasureRow, body: _Body) -> Peer:
    kind, now = row.definition.kind, body.now
    goal = row.definition.goal.value if body.goal is None else body.goal
    since = {name: change(kind, now, body.at[name]) if name in body.at else None for name in ("year", "closed")}
    return Peer(
        org=body.org, group=body.group[0], size=body.size, by_cells=body.by_cells, totals=now, value=value(kind, now),
        unplaced=unplaced(kind, now), is_single=kind in _COUNTS_ORGS and now.population == 1,
        since_year=since["year"], since_closed=since["closed"], goal=goal,
        has_own_goal=goal != row.definition.goal.value,
    )  # fmt: skip


def _ordered(row: MeasureRow, peers: list[Peer], groups: Sequence[PeerGroup], order: Order) -> list[Peer]:
    found = []
    for group in groups:
        mine = sorted((p for p in peers if p.group == group.code), key=lambda p: p.org.sort_key)
        mine = [p if p.is_single else replace(p, from_group=_difference(p.value, group.value)) for p in mine]
        found += mine if order is Order.NAME else _placed(mine, order, row.definition.better)
    return found


def _placed(peers: list[Peer], order: Order, better: Better) -> list[Peer]:
    """With their places, the best first; who has none stands after them by name."""
    levels = [None if p.unplaced else p.value.number if order is Order.LEVEL else p.since_year for p in peers]
    count = sum(level is not None for level in levels)
    placed = [replace(p, place=at, placed=count) for p, at in zip(peers, places(levels, better), strict=True)]
    return sorted(placed, key=lambda p: (p.place is None, p.place or 0))
