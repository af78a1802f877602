"""Reads what values are computed from: plans, definitions, the map, records, duties. A fixed number of queries."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from itertools import groupby

from django.db.models import FilteredRelation, Q

from dondoc.indicators.formula import Carried, Duty, MeasureDefinition, OrgFacts, Record, period_of
from dondoc.indicators.formula.combining import day_before
from dondoc.indicators.formula.linking import link
from dondoc.indicators.models import IndicatorVersion
from dondoc.indicators.queries import in_force
from dondoc.lib.periods import Period, PeriodKind, periods_between
from dondoc.measures.duties import DUTY_COLUMNS, duty_of, followings
from dondoc.measures.engine import Days, Membership, OrgSpan, PathSpan, Tree
from dondoc.measures.lineage import Lineage, Takeover, load_lineage
from dondoc.obligations.models import Followed, Obligation, Purpose
from dondoc.obligations.planning import NEVER_LATE
from dondoc.orgs.models import GroupMembership, Org, OrgPath
from dondoc.plans.models import WHOLE_TERM, Division, Plan, PlanStatus, SetGoal, Target, Task
from dondoc.sheets.models import Deliverable
from dondoc.submissions.models import COUNTS, Submission

_CHUNK = 1000  # rows fetched at a time
Spans = dict[str, tuple[date, date]]  # product → first and last day
Sent = Mapping[int, frozenset[str]]  # duty → its products that were sent in and wait for review


class UncomputableError(Exception):
    """One measure, organisation and month could not be computed; the cause tells why."""

    def __init__(self, measure: str, org_id: int | None = None, month: str = "") -> None:
        super().__init__(f"{measure} {org_id or ''} {month}".strip())
        self.measure, self.org_id, self.month = measure, org_id, month


@dataclass(frozen=True)
class Binding:
    """An issued version of a plan, in force from `since` (None: the beginning) until before `until`, and what it
    measures. Versions of one plan share `series_id`."""

    plan_id: int
    series_id: int
    since: date | None
    until: date | None
    owner_id: int
    starts_on: date
    ends_on: date
    indicator_ids: tuple[int, ...]

    def runs_on(self, day: date) -> bool:
        """Whether this version is in force on `day`; a plan that has ended keeps its last figures."""
        return (self.since or self.starts_on) <= day and (self.until is None or day < self.until)

    @property
    def term(self) -> Period:
        return Period(date(self.starts_on.year, 1, 1), date(self.ends_on.year, 12, 31), PeriodKind.TERM)


@dataclass(frozen=True)
class Issued:
    """An issued version of a plan: which plan, which version."""

    series_id: int
    number: int


@dataclass(frozen=True)
class Asking:
    """A task of an issued version: of which, and the codes of the products that it asks for."""

    plan_id: int
    codes: frozenset[str]


@dataclass(frozen=True)
class Shared:
    """A division of a quota: in force from `valid_from` until the next. `parts`: organisation → number."""

    number: int
    valid_from: date
    total: int
    parts: Mapping[int, int]


@dataclass(frozen=True)
class Set:
    """A target that was set beside the plan's own, in force from `valid_from`; `value` None: taken back."""

    valid_from: date
    value: Decimal | None


@dataclass
class Programme:
    """What is measured, for whom, since when."""

    bindings: list[Binding]
    versions: dict[int, list[IndicatorVersion]]  # by indicator
    names: dict[str, str]  # deliverable code → name
    quotas: dict[tuple[int, int], dict[int, list[Shared]]]  # (series, indicator) → year → its divisions in turn
    goals: dict[tuple[int, str, int, int], list[Set]]  # (series, measure, organisation, year) → what was set in turn
    issued: dict[int, Issued]  # by plan: every issued version of the plans that are measured
    tasks: dict[int, Asking]  # of all these versions
    lineage: Lineage = field(default_factory=Lineage)
    _in_force: dict[tuple[int, date], IndicatorVersion] = field(default_factory=dict)
    _shared: dict[tuple[int, int, date], dict[int, Shared]] = field(default_factory=dict)
    _linked: dict[tuple[int, str, date], MeasureDefinition] = field(default_factory=dict)

    def version(self, indicator_id: int, day: date) -> IndicatorVersion:
        """The definition in force on `day`."""
        key = (indicator_id, day)
        if key not in self._in_force:
            self._in_force[key] = in_force(self.versions[indicator_id], day)
        return self._in_force[key]

    def measures_on(self, day: date) -> Iterator[tuple[Binding, IndicatorVersion, MeasureDefinition]]:
        """Each plan that runs on `day`, with every measure of its indicators; a derived one with its parts as they are
        defined on that day."""
        for binding in self.bindings:
            if binding.runs_on(day):
                for indicator_id in binding.indicator_ids:
                    version = self.version(indicator_id, day)
                    for measure in version.parsed.measures:
                        yield binding, version, self._with_parts(version, measure, day) if measure.formula else measure

    def _with_parts(self, version: IndicatorVersion, measure: MeasureDefinition, day: date) -> MeasureDefinition:
        key = (version.pk, measure.key, day)
        if key not in self._linked:
            self._linked[key] = link(measure, lambda part: self.measure_on(part, day))
        return self._linked[key]

    def measure_on(self, key: str, day: date) -> MeasureDefinition | None:
        """The measure of any chỉ tiêu here, as it is defined on `day`; None: there is none."""
        found = self.ids.get(key.rpartition(".")[0])
        measures = self.version(found, day).parsed.measures if found is not None else ()
        return next((one for one in measures if one.key == key), None)

    @cached_property
    def ids(self) -> dict[str, int]:
        """Code of each chỉ tiêu → its id."""
        return {versions[0].parsed.code: pk for pk, versions in self.versions.items() if versions}

    def binding_on(self, binding: Binding, day: date) -> Binding | None:
        """The version of the plan of `binding` that is in force on `day`."""
        same = (one for one in self.bindings if one.series_id == binding.series_id and one.runs_on(day))
        return next(same, None)

    def reads(self, binding: Binding, measure: MeasureDefinition, day: date) -> Iterator[tuple[str, Period]]:
        """The products from which `measure` answers as of `day`, each with the period in which they are read: with its
        own also the one before, where it is held against that."""
        period = period_of(measure, day, binding.term)
        yield from ((code, period) for code in measure.deliverables)
        earlier = day_before(measure, day)
        if earlier and measure.flat:
            period = period_of(measure, earlier, binding.term)
            parts = (self.measure_on(term.measure, earlier) for term in measure.flat.of)
            yield from ((code, period) for part in parts if part for code in part.deliverables)

    def spans(self, days: Iterable[date]) -> Spans:
        """Of each product that is measured the days of which something may count as of `days`."""
        found: Spans = {}
        for day in days:
            for binding, _version, measure in self.measures_on(day):
                for code, period in self.reads(binding, measure, day):
                    start, end = found.get(code, (period.start, period.end))
                    found[code] = (min(start, period.start), max(end, period.end))
        return found

    def with_versions(self, bindings: list[Binding], versions: dict[int, list[IndicatorVersion]]) -> "Programme":
        """The same plans measuring only `versions`, by `bindings`."""
        return replace(self, bindings=bindings, versions=versions, _in_force={}, _linked={})

    @property
    def is_amended(self) -> bool:
        """Whether any plan has several versions, so that a duty may have had earlier forms."""
        return any(one.number > 1 for one in self.issued.values())

    @property
    def deliverables(self) -> set[str]:
        parsed = [v.parsed for versions in self.versions.values() for v in versions]
        return {code for definition in parsed for m in definition.measures for code in m.deliverables}

    def between(self, series_id: int, since: int, until: int | None) -> list[int]:
        """The versions of a plan from number `since` on, until before `until`."""
        numbers = ((pk, one.number) for pk, one in self.issued.items() if one.series_id == series_id)
        return [pk for pk, number in numbers if number >= since and (until is None or number < until)]

    def shared_on(self, series_id: int, indicator_id: int, day: date) -> Mapping[int, Shared]:
        """Year → the division of its quota that is in force on `day`; a figure keeps the quota of its day."""
        key = (series_id, indicator_id, day)
        if key not in self._shared:
            by_year = self.quotas.get((series_id, indicator_id), {})
            begun = {year: [one for one in turns if one.valid_from <= day] for year, turns in by_year.items()}
            self._shared[key] = {year: turns[-1] for year, turns in begun.items() if turns}
        return self._shared[key]

    def given(self, binding: Binding, indicator_id: int, year: int, day: date) -> int | None:
        """The total of `year` that was given from above to the plan's owner, as of `day`; None: it was not entered."""
        shared = self.shared_on(binding.series_id, indicator_id, day).get(year)
        return shared.total if shared else None

    def goal(self, binding: Binding, measure: str, org_id: int, year: int, day: date) -> Decimal | None:
        """What `org_id` is to reach in `year` as of `day` where something was set beside the plan's own: its own of the
        year, its own of the term, then the plan owner's; None: the plan's own holds."""
        for org in dict.fromkeys((org_id, binding.owner_id)):
            for span in (year, WHOLE_TERM):
                turns = self.goals.get((binding.series_id, measure, org, span), ())
                begun = [one for one in turns if one.valid_from <= day]
                if begun and begun[-1].value is not None:
                    return begun[-1].value
        return None


def months_until(programme: Programme, today: date) -> dict[str, date]:
    """Month code → the day as of which it is computed: its last day, or today in the current month."""
    if not programme.bindings:
        return {}
    first = min(b.starts_on for b in programme.bindings)
    last = min(today, max(b.ends_on for b in programme.bindings))
    return {p.code: min(p.end, today) for p in periods_between(first, last, PeriodKind.MONTH)}


def load_programme() -> Programme:
    """All that is measured, with every quota and set target. Seven queries."""
    return with_given(load_plans())


def with_given(programme: Programme, org_ids: Collection[int] | None = None) -> Programme:
    """`programme` with the quotas and set targets of these organisations and of those above them (None: of all).
    Two queries."""
    return replace(programme, quotas=_quotas(programme, org_ids), goals=_goals(programme, org_ids), _shared={})


def load_plans() -> Programme:
    """Issued plans with their tasks, their indicators with all versions, names, takeovers; without quotas and set
    targets. Five queries, a sixth when a plan was amended."""
    ids: dict[int, set[int]] = defaultdict(set)
    plans: dict[int, Plan] = {}
    targets = Target.objects.filter(plan__status=PlanStatus.ISSUED, indicator__isnull=False).select_related("plan")
    for target in targets.order_by("plan_id", "position"):
        plans[target.plan_id] = target.plan
        ids[target.plan_id].add(target.indicator_id)
    versions: dict[int, list[IndicatorVersion]] = defaultdict(list)
    rows = IndicatorVersion.objects.filter(indicator__in=set().union(*ids.values())).select_related("indicator")
    for version in rows.order_by("pk"):
        _check(version)
        versions[version.indicator_id].append(version)
    bindings = [
        Binding(
            pk,
            plan.series_id,
            plan.in_force_from,
            plan.superseded_on,
            plan.org_id,
            plan.starts_on,
            plan.ends_on,
            tuple(sorted(i for i in ids[pk] if i in versions)),
        )
        for pk, plan in sorted(plans.items())
    ]
    names = dict(Deliverable.objects.values_list("code", "name"))
    issued = _issued(plans)
    tasks = {
        pk: Asking(plan_id, frozenset(codes))
        for pk, plan_id, codes in Task.objects.filter(plan__in=issued).values_list("pk", "plan_id", "deliverables")
    }
    return Programme(bindings, dict(versions), names, {}, {}, issued, tasks, load_lineage())


def _check(version: IndicatorVersion) -> None:
    """Errors: UncomputableError for a definition that cannot be read."""
    try:
        version.parsed  # noqa: B018 -- read once, kept with the version
    except Exception as fault:
        raise UncomputableError(version.indicator.code) from fault


def _goals(programme: Programme, org_ids: Collection[int] | None) -> dict[tuple[int, str, int, int], list[Set]]:
    """What was set beside the targets of the plans. One query."""
    found: dict[tuple[int, str, int, int], list[Set]] = defaultdict(list)
    rows = SetGoal.objects.filter(plan__in={one.series_id for one in programme.bindings}).order_by("number")
    if org_ids is not None:
        above = OrgPath.objects.filter(descendant_id__in=org_ids).values("ancestor_id")
        rows = rows.filter(Q(org_id__in=above) | Q(org_id__in={one.owner_id for one in programme.bindings}))
    for *key, valid_from, value in rows.values_list("plan_id", "measure", "org_id", "year", "valid_from", "value"):
        plan_id, measure, org_id, year = key
        found[(plan_id, measure, org_id, year)].append(Set(valid_from, value))
    return dict(found)


def _quotas(programme: Programme, org_ids: Collection[int] | None) -> dict[tuple[int, int], dict[int, list[Shared]]]:
    """The divisions of the quotas of the plans, each with the parts of these organisations. One query."""
    found: dict[tuple[int, int], dict[int, list[Shared]]] = defaultdict(lambda: defaultdict(list))
    columns = ("plan_id", "indicator_id", "year", "number", "valid_from", "total")
    series = {one.series_id for one in programme.bindings}
    rows = Division.objects.filter(plan__in=series).order_by("plan_id", "indicator_id", "year", "number")
    wanted = Q() if org_ids is None else Q(allocations__org_id__in=programme.lineage.with_predecessors(org_ids))
    rows = rows.annotate(part=FilteredRelation("allocations", condition=wanted))
    rows = rows.values_list(*columns, "part__org_id", "part__quantity")
    for division, parts in groupby(rows, key=lambda row: row[:6]):
        plan_id, indicator_id, year, number, valid_from, total = division
        given = {org_id: quantity for *_division, org_id, quantity in parts if org_id is not None}
        found[(plan_id, indicator_id)][year].append(Shared(number, valid_from, total, given))
    return {key: dict(by_year) for key, by_year in found.items()}


def _issued(plans: Mapping[int, Plan]) -> dict[int, Issued]:
    """`plans` and their other issued versions; a query only when there are any."""
    found = {pk: Issued(plan.series_id, plan.version) for pk, plan in plans.items()}
    if any(plan.superseded_on or plan.is_amendment for plan in plans.values()):
        series = {one.series_id for one in found.values()}
        rows = Plan.objects.filter(Q(pk__in=series) | Q(first__in=series), status=PlanStatus.ISSUED)
        found = {pk: Issued(first or pk, number) for pk, first, number in rows.values_list("pk", "first_id", "version")}
    return found


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

    def __init__(
        self,
        programme: Programme,
        org_ids: Collection[int] | None = None,
        codes: Collection[str] | None = None,
        spans: Spans | None = None,
        sent: Sent | None = None,
    ) -> None:
        """Of these organisations (None: all), with those that they took over from, what concerns the products of
        `codes` (None: all that is measured); with `spans` only what lies in the days of its product."""
        self._sent = sent or {}
        self._programme = programme
        self._spans = spans
        self._records: dict[tuple[int, str], list[Record]] = defaultdict(list)
        self._duties: dict[tuple[int, int, str], list[Duty]] = defaultdict(list)
        self._made: dict[tuple[object, ...], dict[tuple[int, date | None], OrgFacts]] = defaultdict(dict)
        if org_ids is not None:
            org_ids = programme.lineage.with_predecessors(org_ids)
        wanted = programme.deliverables if codes is None else set(codes)
        self._load_records(wanted, org_ids)
        self._load_duties(wanted, org_ids)

    def of(
        self, binding: Binding, indicator_id: int, org_id: int, deliverables: frozenset[str], day: date,
        period: Period | None = None,
    ) -> OrgFacts:  # fmt: skip
        """What is known of one organisation about `deliverables`, with its quota and what it took over as of `day`;
        with `period` only what a measure reads in it (`formula.sees`)."""
        return self.looking(binding, indicator_id, deliverables, day, period)(org_id)

    def looking(
        self, binding: Binding, indicator_id: int, deliverables: frozenset[str], day: date, period: Period | None = None
    ) -> Callable[[int], OrgFacts]:
        """`of` for one organisation after the other. What is the same for several measures is the same object."""
        shared = self._programme.shared_on(binding.series_id, indicator_id, day)
        turns = tuple((year, one.number) for year, one in shared.items())
        about = (binding.plan_id, turns and indicator_id, deliverables, turns, period and (period.start, period.end))
        made = self._made[about]
        took_over = self._programme.lineage.before

        def of(org_id: int) -> OrgFacts:
            key = (org_id, day if took_over(org_id, day) else None)
            if key not in made:
                made[key] = self._one(binding, shared, org_id, deliverables, day, period, None)
            return made[key]

        return of

    def _one(
        self, binding: Binding, shared: Mapping[int, Shared], org_id: int, deliverables: frozenset[str], day: date,
        period: Period | None, until: date | None,
    ) -> OrgFacts:  # fmt: skip
        """`until`: only what was done before that day, of one that goes on beside the one that took over from it."""
        codes = sorted(deliverables)
        start, end = (period.start, period.end) if period else (date.min, date.max)
        records = (
            r
            for code in codes
            for r in self._records.get((org_id, code), ())
            if r.period_start <= end and r.period_end >= start
        )
        duties = (
            d
            for code in codes
            for d in self._duties.get((binding.plan_id, org_id, code), ())
            if d.period_start <= end and d.period_end >= start
        )
        return OrgFacts(
            org_id=org_id,
            term=binding.term,
            records=tuple(r for r in records if until is None or r.done_on < until),
            duties=tuple(dict.fromkeys(d for d in duties if until is None or d.is_done_before(until))),
            allocation={year: one.parts[org_id] for year, one in shared.items() if org_id in one.parts},
            carried=tuple(
                Carried(
                    self._one(binding, shared, one.predecessor, deliverables, day, period, _until(one, until)),
                    one.on,
                    one.is_heir,
                )
                for one in self._programme.lineage.before(org_id, day, until)
            ),
        )

    def _load_records(self, wanted: set[str], org_ids: Collection[int] | None) -> None:
        rows = Submission.objects.filter(state__in=COUNTS, deliverable__code__in=wanted, done_on__isnull=False)
        if org_ids is not None:
            rows = rows.filter(org_id__in=org_ids)
        if self._spans is not None:
            rows = rows.filter(_within(self._spans, lambda codes: Q(deliverable__code__in=codes)))
        columns = ("org_id", "pk", "deliverable__code", "period", "period_start", "period_end", "answers",
                   "review_answers", "done_on")  # fmt: skip
        for org_id, *values in rows.order_by("pk").values_list(*columns).iterator(_CHUNK):
            record = Record(*values)
            self._records[(org_id, record.deliverable)].append(record)

    def _load_duties(self, wanted: set[str], org_ids: Collection[int] | None) -> None:
        """Under each version of a plan its duties as they stood while that version was in force. A query more for the
        earlier forms when there are several versions."""
        issued, tasks = self._programme.issued, self._programme.tasks
        wanted_of = {pk: wanted & task.codes for pk, task in tasks.items()}
        # of plans with several versions also those whose earlier form alone asks for something wanted
        asked = tasks if self._programme.is_amended else [pk for pk, codes in wanted_of.items() if codes]
        rows = Obligation.objects.filter(purpose=Purpose.ANSWER, task__in=asked)
        if org_ids is not None:
            rows = rows.filter(org_id__in=org_ids)
        if self._spans is not None and not self._programme.is_amended:
            asking = {code: {pk for pk, task in tasks.items() if code in task.codes} for code in self._spans}
            wide = _within(self._spans, lambda codes: Q(task__in=set().union(*(asking[code] for code in codes))))
            rows = rows.filter(wide)
        followed = followings(rows) if self._programme.is_amended else {}
        between = cache(self._programme.between)
        for row in rows.order_by("pk").values(*DUTY_COLUMNS).iterator(_CHUNK):
            for since, until, form in _forms_of(row, followed.get(row["pk"], []), self._programme):
                task_id = form["task_id"]
                if wanted_of[task_id]:
                    duty = duty_of(form, tasks[task_id].codes, self._sent.get(row["pk"], frozenset()))
                    for plan_id in between(issued[tasks[row["task_id"]].plan_id].series_id, since, until):
                        for code in wanted_of[task_id]:
                            self._duties[(plan_id, row["org_id"], code)].append(duty)


def _within(spans: Spans, about: Callable[[set[str]], Q]) -> Q:
    """What is `about` a product and lies in its days."""
    alike: dict[tuple[date, date], set[str]] = defaultdict(set)
    for code, span in spans.items():
        alike[span].add(code)
    found = Q(pk__in=[])
    for (start, end), codes in alike.items():
        found |= about(codes) & Q(period_start__lte=end, period_end__gte=start)
    return found


def _until(one: Takeover, until: date | None) -> date | None:
    """Before which day the predecessor must have done what counts; None: whenever."""
    if one.has_ended:
        return until
    return one.on if until is None else min(until, one.on)


def _forms_of(row: dict, followed: list[dict], programme: Programme) -> Iterator[tuple[int, int | None, dict]]:
    """(from this version on, until before this one or None, the row as it then stood); without versions in which an
    amendment had ended it."""
    issued, tasks = programme.issued, programme.tasks
    since = issued[tasks[followed[0]["task_before_id"] if followed else row["task_id"]].plan_id].number
    is_over = False
    for one in followed:
        until = issued[one["plan_id"]].number
        if not is_over:
            yield (
                since,
                until,
                row
                | {
                    "task_id": one["task_before_id"],
                    "due_on": one["due_before"],
                    "extended_to": one["extended_before"],
                    "is_ongoing": one["task_before__due_data"].get("kind") in NEVER_LATE,
                },
            )
        since, is_over = until, one["kind"] == Followed.ENDED
    if not is_over:
        yield since, None, row
