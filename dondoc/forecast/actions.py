"""Keeping prospects and their sums right: `refresh` after changes, `rebuild` from nothing. Both give the same rows.

They follow the figures (decisions/0002, 0023): what the figures were computed with, they are computed with.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.db import models, transaction

from dondoc.audit.models import AuditEvent
from dondoc.forecast.computing import Key, ProspectRow, StepKey, StepRow, changes, prospects
from dondoc.forecast.models import ForecastCursor, Prospect, Step
from dondoc.measures.actions import TOUCHING, TURNING
from dondoc.measures.computing import Concerned
from dondoc.measures.engine.trajectory import Ahead
from dondoc.measures.facts import Facts, Programme, Sent, load_plans, load_tree
from dondoc.measures.models import Answer, Cursor
from dondoc.measures.touched import touched_by
from dondoc.obligations import pace
from dondoc.obligations.pace import Paces
from dondoc.submissions.models import Credit, SubmissionState
from dondoc.web.bulk import Held, hold

_BLOCK = 1000  # organisations whose records of the term are held in memory at once
_PROSPECT = ("period", "due_on", "state", "last_day", "chance", "at_risk", "own_on_time", "own_all", "peers_on_time",
             "peers_all")  # fmt: skip
_STEP = ("period", "population", "late", "sent", "open", "at_risk", "hoped")


def is_behind() -> models.Exists:
    """Whether figures were computed, or a day began, with which the forecasts were not computed: to be read with
    something else. Before the first time they are not waited for: the first request of a day makes them."""
    moved = AuditEvent.objects.filter(
        id__gt=models.OuterRef("forecast_event"), id__lte=models.OuterRef("event_id"), action__in=TOUCHING | TURNING
    )
    own = ForecastCursor.objects.filter(day__isnull=False).order_by("pk")
    cursors = Cursor.objects.annotate(
        forecast_event=models.Subquery(own.values("event_id")[:1]),
        forecast_day=models.Subquery(own.values("day")[:1]),
    )
    is_other_day = ~models.Q(day=models.F("forecast_day"))
    there = cursors.filter(day__isnull=False, forecast_day__isnull=False)
    return models.Exists(there.filter(is_other_day | models.Q(models.Exists(moved))))


def refresh() -> int:
    """Bring prospects and sums up to the event and the day up to which figures are computed; returns how many rows
    were written. Nothing new: two queries.

    A new day, or a change of the map or a plan: everything. Else the organisations that events touch, and those of
    which the past reads otherwise since.
    """
    figures, own = Cursor.objects.first(), ForecastCursor.objects.get_or_create(pk=1)[0]
    if figures is None or figures.day is None or (own.event_id, own.day) == (figures.event_id, figures.day):
        return 0
    day = figures.day
    with transaction.atomic():
        seen = ForecastCursor.objects.filter(pk=1, event_id=own.event_id, day=own.day)
        if not seen.update(event_id=figures.event_id, day=day):
            return 0  # another process does it
        changed = pace.refresh(today=day)
        if own.day != day:
            return _everything(day)
        events = AuditEvent.objects.filter(id__gt=own.event_id, id__lte=figures.event_id, action__in=TOUCHING | TURNING)
        told = set(events.order_by().values_list("action", "object_id"))
        if not told:
            return 0
        programme = load_plans()
        touched = None if any(action in TURNING for action, _id in told) else touched_by(told, programme)
        if touched is None:
            return _everything(day, programme)
        return _some(day, programme, _concerned(programme, touched.concerned(programme, _month(day)), changed, day))


def rebuild() -> int:
    """Everything anew, up to the event and the day of the figures; returns how many rows were other ones."""
    figures = Cursor.objects.first()
    if figures is None or figures.day is None:
        return 0
    with transaction.atomic():
        ForecastCursor.objects.update_or_create(pk=1, defaults={"event_id": figures.event_id, "day": figures.day})
        pace.refresh(today=figures.day, everything=True)
        return _everything(figures.day)


def _month(day: date) -> dict[str, date]:
    return {f"{day:%Y-%m}": day}


def _concerned(programme: Programme, touched: Concerned, changed: Collection[int], day: date) -> Concerned:
    """With every measure of those of which the past reads otherwise."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set, {key: set(orgs) for key, orgs in touched.items()})
    if changed:
        for _binding, _version, measure in programme.measures_on(day):
            found[(measure.key, f"{day:%Y-%m}")] |= set(changed)
    return found


def _everything(day: date, programme: Programme | None = None) -> int:
    """Some organisations at a time: their records of the whole term are not held in memory together."""
    programme = programme or load_plans()
    tree, sums, written = load_tree(), {}, 0
    for org_ids in tree.blocks(_BLOCK):
        reached = None if org_ids is None else programme.lineage.with_predecessors(org_ids)
        facts, paces = Facts(programme, org_ids, sent=_sent(reached)), Paces.many(org_ids)
        new = prospects(programme, tree, facts, paces, _answers(day, org_ids), day, among=org_ids)
        for key, row in changes({}, new, tree, day).items():
            sums[key] = sums[key] + row if key in sums else row
        written += _hold_prospects(_stored_prospects(org_ids), new)
    return written + _hold_steps(_stored_steps(), {key: _step(row) for key, row in sums.items()})


def _some(day: date, programme: Programme, concerned: Concerned) -> int:
    """What is concerned, and the differences up the tree."""
    org_ids = set().union(*concerned.values())
    if not org_ids:
        return 0
    tree, measures = load_tree(org_ids), {measure for measure, _month in concerned}
    paces = Paces.many(org_ids)
    facts = Facts(programme, org_ids, sent=_sent(programme.lineage.with_predecessors(org_ids)))
    new = prospects(programme, tree, facts, paces, _answers(day, org_ids), day, concerned)
    asked = {(measure, org_id) for (measure, _month), orgs in concerned.items() for org_id in orgs}
    stored = {key: row for key, row in _stored_prospects(org_ids, measures).items() if key in asked}
    old = {key: ProspectRow(*columns) for key, (_pk, columns) in stored.items()}
    written = _hold_prospects(stored, new)
    moved = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    deltas = changes(
        {k: old[k] for k in moved if k in old}, {k: new[k] for k in moved if k in new}, tree, day
    )  # fmt: skip
    if not deltas:
        return written
    kept = _stored_steps({org_id for _m, org_id, _d in deltas}, measures)
    kept = {key: row for key, row in kept.items() if key in deltas}
    wanted = {key: _step(_added(kept.get(key), delta)) for key, delta in deltas.items()}
    return written + _hold_steps(kept, {key: row for key, row in wanted.items() if row[1]})


def _added(stored: tuple[int, tuple] | None, delta: StepRow) -> StepRow:
    if stored is None:
        return delta
    period, population, *ahead = stored[1]
    return StepRow(period, population, Ahead(*ahead)) + delta


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _answers(day: date, org_ids: Collection[int] | None = None) -> dict[Key, str]:
    rows = Answer.objects.filter(month=f"{day:%Y-%m}")
    if org_ids is not None:
        rows = rows.filter(org__in=org_ids)
    return {(measure, org_id): missing for measure, org_id, missing in rows.values_list("measure", "org_id", "missing")}


def _sent(org_ids: Collection[int] | None = None) -> Sent:
    """Of duties not all of whose products are there, those that wait for review."""
    rows = Credit.objects.filter(submission__state=SubmissionState.SUBMITTED, obligation__approved_on=None).order_by()
    if org_ids is not None:
        rows = rows.filter(obligation__org__in=org_ids)
    found: dict[int, set[str]] = defaultdict(set)
    for obligation_id, code in rows.values_list("obligation_id", "submission__deliverable__code"):
        found[obligation_id].add(code)
    return {obligation_id: frozenset(codes) for obligation_id, codes in found.items()}


def _prospect(row: ProspectRow) -> tuple:
    return (
        row.period, row.due_on, str(row.state), row.last_day, row.chance, row.at_risk, row.own_on_time, row.own_all,
        row.peers_on_time, row.peers_all,
    )  # fmt: skip


def _step(row: StepRow) -> tuple:
    one = row.ahead
    return (row.period, row.population, one.late, one.sent, one.open, one.at_risk, one.hoped)


def _stored_prospects(org_ids: Collection[int] | None = None, measures: Collection[str] | None = None):
    rows = Prospect.objects.all() if org_ids is None else Prospect.objects.filter(org__in=org_ids)
    if measures is not None:
        rows = rows.filter(measure__in=measures)
    columns = rows.values_list("pk", "measure", "org_id", *_PROSPECT)
    return {(measure, org): (pk, tuple(more)) for pk, measure, org, *more in columns}


def _stored_steps(org_ids: Collection[int] | None = None, measures: Collection[str] | None = None):
    rows = Step.objects.all() if org_ids is None else Step.objects.filter(org__in=org_ids, measure__in=measures)
    columns = rows.values_list("pk", "measure", "org_id", "due_on", *_STEP)
    return {(measure, org, due_on): (pk, tuple(more)) for pk, measure, org, due_on, *more in columns}


def _hold_prospects(stored: Held, new: Mapping[Key, ProspectRow]) -> int:
    wanted = {key: _prospect(row) for key, row in new.items()}
    return hold(Prospect, ("measure", "org_id"), _PROSPECT, stored=stored, wanted=wanted.items())


def _hold_steps(stored: Held, wanted: Mapping[StepKey, tuple]) -> int:
    return hold(Step, ("measure", "org_id", "due_on"), _STEP, stored=stored, wanted=wanted.items())
