"""What one organisation answers to a derived measure on one day, from what it answers to the parts."""

from collections.abc import Mapping
from datetime import date

from dondoc.indicators.formula import MeasureDefinition, OrgAnswer, evaluate, period_of
from dondoc.indicators.formula.combining import combine, day_before
from dondoc.measures.engine import Tree
from dondoc.measures.facts import Binding, Facts, Programme

Answered = Mapping[str, tuple[int, OrgAnswer | None]]  # measure → for which plan, and what


class Asking:
    """Who belongs to a population as of `day`, and what each of them answers to parts."""

    def __init__(self, programme: Programme, tree: Tree, facts: Facts, day: date) -> None:
        self._programme, self._tree, self._facts, self._day = programme, tree, facts, day
        self._members: dict[tuple, list[int]] = {}
        self._sets: dict[tuple, set[int]] = {}
        self._before: dict[date, Asking] = {}

    def members(self, binding: Binding, measure: MeasureDefinition) -> list[int]:
        """Those of its population, by id; of a derived one those of any part."""
        if measure.formula:
            return sorted({pk for part in measure.parts.values() for pk in self.members(binding, part)})
        key = (measure.population, binding.owner_id)
        if key not in self._members:
            self._members[key] = self._tree.members(measure.population, under=binding.owner_id, day=self._day)
        return self._members[key]

    def derived(
        self, binding: Binding, measure: MeasureDefinition, org_id: int, answered: Answered
    ) -> OrgAnswer | None:
        """The answer of one of its population; `answered`: what it answered on the day already. None: no part says
        anything of it."""
        now = {}
        for key in measure.parts:
            plan_id, known = answered.get(key, (0, None))
            now[key] = [known] if known and plan_id == binding.plan_id else self._part(binding, key, org_id)
        earlier, before = day_before(measure, self._day), None
        if earlier:
            before = {key: self._earlier(binding, key, org_id, earlier) for key in measure.parts}
        return combine(measure, now, before, period=period_of(measure, self._day, binding.term))

    def _part(self, binding: Binding, key: str, org_id: int) -> list[OrgAnswer]:
        """Its answer to a part, in a list; [] where the part is not about it."""
        part = self._programme.measure_on(key, self._day)
        if part is None or part.formula or not self._holds(binding, part, org_id):
            return []
        period, indicator_id = period_of(part, self._day, binding.term), self._programme.ids[key.rpartition(".")[0]]
        own = self._facts.of(binding, indicator_id, org_id, part.deliverables, self._day, period)
        return [evaluate(part, own, self._day, self._programme.names)]

    def _holds(self, binding: Binding, part: MeasureDefinition, org_id: int) -> bool:
        key = (part.population, binding.owner_id)
        if key not in self._sets:
            self._sets[key] = set(self.members(binding, part))
        return org_id in self._sets[key]

    def _earlier(self, binding: Binding, key: str, org_id: int, day: date) -> list[OrgAnswer]:
        """Its answer on `day`, and those of the organisations whose figures became its own since."""
        then = self._programme.binding_on(binding, day)
        if then is None:
            return []
        if day not in self._before:
            self._before[day] = Asking(self._programme, self._tree, self._facts, day)
        found = self._before[day]._part(then, key, org_id)
        for one in self._programme.lineage.before(org_id, self._day):
            if one.is_heir and one.on > day:
                found = [*found, *self._earlier(binding, key, one.predecessor, day)]
        return found
