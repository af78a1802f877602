"""From duties, answers and paces to prospects, and their sums over those above. No clock, no query."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dondoc.forecast.models import NO_DAY, ProspectState
from dondoc.indicators.formula import period_of
from dondoc.lib.numbers import Missing, round_half_up
from dondoc.lib.periods import Period
from dondoc.lib.punctuality import HORIZON
from dondoc.measures.asking import Asking
from dondoc.measures.computing import Concerned
from dondoc.measures.engine import Tree
from dondoc.measures.engine.trajectory import Ahead, Demand, demand_of
from dondoc.measures.facts import Facts, Programme
from dondoc.obligations.pace import Paces

Key = tuple[str, int]  # measure, organisation
StepKey = tuple[str, int, date]  # … and the day from which the answer should be there
S = ProspectState
_OUTSIDE = frozenset({Missing.NOT_APPLICABLE.value, Missing.NOT_ALLOCATED.value})  # owes the measure nothing


@dataclass(frozen=True)
class ProspectRow:
    period: str
    due_on: date
    state: str
    last_day: date | None = None
    chance: Decimal | None = None
    at_risk: bool = False
    own_on_time: int = 0
    own_all: int = 0
    peers_on_time: int = 0
    peers_all: int = 0

    @property
    def sums(self) -> "StepRow":
        """What it adds to those above."""
        ahead = Ahead(
            late=int(self.state == S.LATE), sent=int(self.state == S.SENT), open=int(self.state == S.OPEN),
            at_risk=int(self.at_risk), hoped=self.chance or Decimal(0),
        )  # fmt: skip
        return StepRow(self.period, 1, ahead)


@dataclass(frozen=True)
class StepRow:
    period: str
    population: int
    ahead: Ahead

    def __add__(self, other: "StepRow") -> "StepRow":
        return StepRow(self.period, self.population + other.population, self.ahead + other.ahead)

    def __neg__(self) -> "StepRow":
        return StepRow(self.period, -self.population, -self.ahead)


def prospects(
    programme: Programme, tree: Tree, facts: Facts, paces: Paces, answers: Mapping[Key, str], day: date,
    only: Concerned | None = None, *, among: Collection[int] | None = None,
) -> dict[Key, ProspectRow]:  # fmt: skip
    """What each organisation of each population owes its measures on `day`; with `only` ((measure, month) →
    organisations) of these, and of those `among` alone (None: all). `answers`: what is missing of each answer ("" when
    it is known), as measures stored it."""
    found: dict[Key, ProspectRow] = {}
    month = f"{day:%Y-%m}"
    asking, chosen = Asking(programme, tree, facts, day), None if among is None else set(among)
    for binding, version, measure in programme.measures_on(day):
        wanted = None if only is None else only.get((measure.key, month), ())
        if wanted is not None and not wanted:
            continue
        period = period_of(measure, day, binding.term)
        members = asking.members(binding, measure)
        for org_id in members if chosen is None else chosen.intersection(members):
            key = (measure.key, org_id)
            if (wanted is not None and org_id not in wanted) or key in found or answers.get(key, "") in _OUTSIDE:
                continue
            own = facts.of(binding, version.indicator_id, org_id, measure.deliverables, day)
            demand = demand_of(measure, own, period, day)
            found[key] = _row(
                demand, period, is_known=answers.get(key) == "", org=org_id, tree=tree, paces=paces, day=day
            )
    return found


def _row(
    demand: Demand, period: Period, *, is_known: bool, org: int, tree: Tree, paces: Paces, day: date
) -> ProspectRow:
    due_on = demand.due_on or NO_DAY
    if is_known:
        return ProspectRow(period.code, due_on, S.KNOWN)
    if demand.is_late:
        return ProspectRow(period.code, due_on, S.LATE)
    if not demand.open:
        return ProspectRow(period.code, due_on, S.SENT if demand.is_sent else S.WAITING)
    kind = tree.orgs[org].kind
    judged = [(paces.chance(org, kind, (last - day).days), last) for last in demand.open]
    chance, last = min(judged, key=lambda one: (one[0].probability, one[1]))
    probability = Decimal(chance.probability.numerator) / chance.probability.denominator
    row = ProspectRow(period.code, due_on, S.OPEN, last, round_half_up(probability, 4))
    if not chance.is_at_risk or (last - day).days > HORIZON:
        return row
    own, peers = chance.own, chance.peers
    return replace(
        row, at_risk=True, own_on_time=own.on_time, own_all=own.all, peers_on_time=peers.on_time, peers_all=peers.all
    )


def changes(
    old: Mapping[Key, ProspectRow], new: Mapping[Key, ProspectRow], tree: Tree, day: date
) -> dict[StepKey, StepRow]:
    """What the sums of those above must have added when prospects change from `old` to `new`."""
    found: dict[StepKey, StepRow] = {}
    above: dict[int, list[int]] = defaultdict(list)
    for sign, rows in ((-1, old), (1, new)):
        for (measure, org_id), row in rows.items():
            if org_id not in above:
                above[org_id] = tree.ancestors(org_id, day)
            part = row.sums if sign > 0 else -row.sums
            for ancestor in above[org_id]:
                key = (measure, ancestor, row.due_on)
                found[key] = found[key] + part if key in found else part
    return found
