"""Reads what values are computed from: plans, definitions, the map, records, duties. A fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from dondoc.indicators.formula import Duty, MeasureDefinition, OrgFacts, Record
from dondoc.indicators.models import IndicatorVersion
from dondoc.indicators.queries import in_force
from dondoc.lib.periods import Period, PeriodKind, periods_between
from dondoc.measures.engine import Days, Membership, OrgSpan, PathSpan, Tree
from dondoc.obligations.models import Obligation, Purpose
from dondoc.orgs.models import GroupMembership, Org, OrgPath
from dondoc.plans.models import Allocation, Plan, PlanStatus, Target
from dondoc.sheets.models import Deliverable
from dondoc.submissions.models import COUNTS, Submission

_CHUNK = 1000  # rows fetched at a time


@dataclass(frozen=True)
class Binding:
    """An issued plan and the indicators that it measures."""

    plan_id: int
    owner_id: int
    starts_on: date
    ends_on: date
    indicator_ids: tuple[int, ...]

    @property
    def term(self) -> Period:
        return Period(date(self.starts_on.year, 1, 1), date(self.ends_on.year, 12, 31), PeriodKind.TERM)


@dataclass
class Programme:
    """What is measured, for whom, since when."""

    bindings: list[Binding]
    versions: dict[int, list[IndicatorVersion]]  # by indicator
    names: dict[str, str]  # deliverable code → name
    parts: dict[tuple[int, int, int], dict[int, int]]  # (plan, indicator, organisation) → year → quota
    _in_force: dict[tuple[int, date], IndicatorVersion] = field(default_factory=dict)

    def version(self, indicator_id: int, day: date) -> IndicatorVersion:
        """The definition in force on `day`."""
        key = (indicator_id, day)
        if key not in self._in_force:
            self._in_force[key] = in_force(self.versions[indicator_id], day)
        return self._in_force[key]

    def measures_on(self, day: date) -> Iterator[tuple[Binding, IndicatorVersion, MeasureDefinition]]:
        """Each plan that runs on `day`, with every measure of its indicators."""
        for binding in self.bindings:
            if binding.starts_on <= day:
                for indicator_id in binding.indicator_ids:
                    version = self.version(indicator_id, day)
                    for measure in version.parsed.measures:
                        yield binding, version, measure

    @property
    def deliverables(self) -> set[str]:
        parsed = [v.parsed for versions in self.versions.values() for v in versions]
        return {code for definition in parsed for m in definition.measures for code in m.deliverables}

    def given(self, binding: Binding, indicator_id: int, year: int) -> int | None:
        """The total of `year` that was given from above to the plan's owner; None when it was not entered."""
        return self.parts.get((binding.plan_id, indicator_id, binding.owner_id), {}).get(year)


def months_until(programme: Programme, today: date) -> dict[str, date]:
    """Month code → the day as of which it is computed: its last day, or today in the current month."""
    if not programme.bindings:
        return {}
    first = min(b.starts_on for b in programme.bindings)
    last = min(today, max(b.ends_on for b in programme.bindings))
    return {p.code: min(p.end, today) for p in periods_between(first, last, PeriodKind.MONTH)}


def load_programme() -> Programme:
    """Issued plans, their indicators with all versions, names, quotas. Four queries."""
    ids: dict[int, set[int]] = defaultdict(set)
    plans: dict[int, Plan] = {}
    targets = Target.objects.filter(plan__status=PlanStatus.ISSUED, indicator__isnull=False).select_related("plan")
    for target in targets.order_by("plan_id", "position"):
        plans[target.plan_id] = target.plan
        ids[target.plan_id].add(target.indicator_id)
    versions: dict[int, list[IndicatorVersion]] = defaultdict(list)
    for version in IndicatorVersion.objects.filter(indicator__in=set().union(*ids.values())).order_by("pk"):
        versions[version.indicator_id].append(version)
    parts: dict[tuple[int, int, int], dict[int, int]] = defaultdict(dict)
    for row in Allocation.objects.filter(plan__in=plans):
        parts[(row.plan_id, row.indicator_id, row.org_id)][row.year] = row.quantity
    bindings = [
        Binding(pk, plan.org_id, plan.starts_on, plan.ends_on, tuple(sorted(i for i in ids[pk] if i in versions)))
        for pk, plan in sorted(plans.items())
    ]
    return Programme(bindings, dict(versions), dict(Deliverable.objects.values_list("code", "name")), dict(parts))


def load_tree(org_ids: Collection[int] | None = None) -> Tree:
    """The map with its history; with `org_ids` only these and who stands above them. Three queries."""
    orgs, paths, memberships = Org.objects.all(), OrgPath.objects.all(), GroupMembership.objects.all()
    if org_ids is not None:
        orgs, paths = orgs.filter(pk__in=org_ids), paths.filter(descendant_id__in=org_ids)
        memberships = memberships.filter(org_id__in=org_ids)
    return Tree(
        [OrgSpan(*row) for row in orgs.order_by().values_list("pk", "code", "kind")],
        [
            PathSpan(a, d, Days(start, end))
            for a, d, start, end in paths.values_list("ancestor_id", "descendant_id", "valid_from", "valid_to")
        ],
        [
            Membership(org, group, Days(start, end))
            for org, group, start, end in memberships.values_list("org_id", "group__code", "valid_from", "valid_to")
        ],
    )


class Facts:
    """Records and duties of organisations, ready to be asked for by plan, organisation and measure. Two queries."""

    def __init__(self, programme: Programme, org_ids: Collection[int] | None = None) -> None:
        self._programme = programme
        self._records: dict[tuple[int, str], list[Record]] = defaultdict(list)
        self._duties: dict[tuple[int, int, str], list[Duty]] = defaultdict(list)
        self._made: dict[tuple[int, int, int, frozenset[str]], OrgFacts] = {}
        wanted = programme.deliverables
        self._load_records(wanted, org_ids)
        self._load_duties(wanted, org_ids)

    def of(self, binding: Binding, indicator_id: int, org_id: int, deliverables: frozenset[str]) -> OrgFacts:
        """What is known of one organisation about `deliverables`."""
        key = (binding.plan_id, indicator_id, org_id, deliverables)
        if key not in self._made:
            duties = [d for code in sorted(deliverables) for d in self._duties[(binding.plan_id, org_id, code)]]
            self._made[key] = OrgFacts(
                org_id=org_id,
                term=binding.term,
                records=tuple(r for code in sorted(deliverables) for r in self._records[(org_id, code)]),
                duties=tuple(dict.fromkeys(duties)),
                allocation=self._programme.parts.get((binding.plan_id, indicator_id, org_id), {}),
            )
        return self._made[key]

    def _load_records(self, wanted: set[str], org_ids: Collection[int] | None) -> None:
        rows = Submission.objects.filter(state__in=COUNTS, deliverable__code__in=wanted, done_on__isnull=False)
        if org_ids is not None:
            rows = rows.filter(org_id__in=org_ids)
        columns = ("org_id", "pk", "deliverable__code", "period", "period_start", "period_end", "answers",
                   "review_answers", "done_on")  # fmt: skip
        for org_id, *values in rows.order_by("pk").values_list(*columns).iterator(_CHUNK):
            record = Record(*values)
            self._records[(org_id, record.deliverable)].append(record)

    def _load_duties(self, wanted: set[str], org_ids: Collection[int] | None) -> None:
        plan_ids = [b.plan_id for b in self._programme.bindings]
        rows = Obligation.objects.filter(purpose=Purpose.ANSWER, task__plan_id__in=plan_ids)
        if org_ids is not None:
            rows = rows.filter(org_id__in=org_ids)
        for row in rows.order_by("pk").values(*_DUTY_COLUMNS).iterator(_CHUNK):
            codes = wanted.intersection(row["task__deliverables"])
            if codes:
                duty = _duty(row)
                for code in codes:
                    self._duties[(row["task__plan_id"], row["org_id"], code)].append(duty)


_DUTY_COLUMNS = (
    "org_id", "task__plan_id", "task__deliverables", "period", "period_start", "period_end", "due_on", "extended_to",
    "done_on", "approved_on", "exempted_on", "is_ongoing", "submitted_on", "closed_on",
)  # fmt: skip


def _duty(row: dict) -> Duty:
    last_day = row["extended_to"] or row["due_on"]
    return Duty(
        deliverables=frozenset(row["task__deliverables"]),
        period_code=row["period"],
        period_start=row["period_start"],
        period_end=row["period_end"],
        due_on=last_day,
        done_on=row["done_on"],
        is_exempt=row["exempted_on"] is not None,
        is_waiting=last_day is None and not row["is_ongoing"],
        is_ongoing=row["is_ongoing"],
        is_in_review=row["submitted_on"] is not None and row["approved_on"] is None,
        closed_on=row["closed_on"],
    )
