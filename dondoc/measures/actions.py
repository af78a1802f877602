"""Keeping the values right: `refresh` after changes, `rebuild` from nothing. Both give the same rows.

`refresh` reads the audit trail from where it stopped. An approval touches one organisation, and of it the measures
that read that product, in the months whose period it lies in (`touched`): their answers are computed anew and the
differences go up its ancestors, so the cost grows with the depth of the tree and not with its size. A changed map,
plan, quota or definition computes everything; a new day computes the current month for all.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone

from dondoc.audit.actions import record
from dondoc.audit.models import AuditEvent
from dondoc.lib.heap import collected_later
from dondoc.measures import rules
from dondoc.measures.computing import (
    AnswerRow,
    Concerned,
    Judge,
    Key,
    Sums,
    ValueRow,
    compute_answers,
    differences,
)
from dondoc.measures.engine import NOTHING, Totals, Tree
from dondoc.measures.facts import Facts, Programme, load_plans, load_tree, months_until, with_given
from dondoc.measures.models import Answer, Cursor, Failure, MeasureValue, RankingSwitch
from dondoc.measures.shown import keep, thin_out
from dondoc.measures.touched import Touched, touched_by
from dondoc.orgs.models import Org
from dondoc.web.bulk import hold
from dondoc.web.refusals import require

# Events that change what those organisations answer whom their object is about.
TOUCHING = frozenset(
    {
        "submission.approve", "submission.send_back", "submission.submit", "submission.withdraw",
        "submission.reopen",
        "obligation.exempt", "obligation.extend", "obligation.stop", "obligation.resume", "obligation.revoke",
        "round.open",
    }
)  # fmt: skip
# Events after which anything may be different.
TURNING = frozenset(
    {
        "obligation.generate", "obligation.close", "round.withdraw", "org.create", "org.close", "org.merge",
        "org.split", "org.move", "group.change", "plan.allocate", "goal.set", "plan.issue", "plan.amend",
        "indicator.publish", "deliverable.publish",
    }
)  # fmt: skip
_PORTION = 20_000  # organisations times months computed at once
_BLOCK = 5_000  # organisations whose records are held in memory at once
_KEY = ("measure", "org_id", "month")
_VALUE_FIELDS = ("version_id", "period", "numerator", "denominator", "population", "known", "expected",
                 "expected_known", "demanded", "status", "goal", "floor", "ceiling")  # fmt: skip


@dataclass(frozen=True)
class Changes:
    """How many rows were written or removed."""

    answers: int = 0
    values: int = 0

    def __bool__(self) -> bool:
        return bool(self.answers or self.values)

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(self.answers + other.answers, self.values + other.values)


@dataclass(frozen=True)
class _Work:
    """What one run computes with."""

    programme: Programme
    months: Mapping[str, date]
    at: datetime


def is_behind() -> models.Exists:
    """Whether something was written that figures may depend on and that they were not computed with yet: to be read
    with something else."""
    moved = AuditEvent.objects.filter(id__gt=models.OuterRef("event_id"), action__in=TOUCHING | TURNING)
    return models.Exists(Cursor.objects.filter(models.Exists(moved)))


def refresh(*, today: date, at: datetime | None = None) -> Changes:
    """Bring the values up to `today` and to the newest event. Nothing new: one query, nothing written.

    `at`: what is kept as the moment of computing; None is now.
    """
    cursor, _created = Cursor.objects.get_or_create(pk=1)
    newest = AuditEvent.objects.aggregate(newest=models.Max("id"))["newest"] or 0
    if cursor.day == today and cursor.event_id == newest:
        return Changes()
    with transaction.atomic():
        if not claim(cursor, event_id=newest, day=today):
            return Changes()
        if cursor.failed_at:
            Failure.objects.filter(solved_at=None).update(solved_at=at or timezone.now())
        work = _work(today, at)
        if cursor.day is None or today < cursor.day:
            return _everything(work)
        touched = _touched(work, AuditEvent.objects.filter(id__gt=cursor.event_id, id__lte=newest))
        if touched is None:
            return _everything(work)
        stale = {} if cursor.day == today else {m: d for m, d in work.months.items() if m >= f"{cursor.day:%Y-%m}"}
        if stale:
            thin_out(today)
        return _these(work, stale, touched)


def _touched(work: "_Work", events) -> Touched | None:
    """What `events` touch; None for everything."""
    told = events.filter(action__in=TOUCHING | TURNING).order_by().values_list("action", "object_id")
    found = set(told)
    return None if any(action in TURNING for action, _id in found) else touched_by(found, work.programme)


def claim(seen: Cursor, *, event_id: int, day: date) -> bool:
    """Move the cursor on from where it was `seen`; False when another process has done so since.

    Inside a transaction: of two at once the second waits here, and then leaves the work to the first.
    """
    mine = Cursor.objects.filter(pk=seen.pk, event_id=seen.event_id, day=seen.day)
    return mine.update(event_id=event_id, day=day, failed_at=None) == 1


def rebuild(*, today: date, at: datetime | None = None) -> Changes:
    """Compute every value from records and definitions; the rows that were right already stay as they are."""
    Cursor.objects.get_or_create(pk=1)
    with transaction.atomic():
        Cursor.objects.filter(pk=1).update(day=today)  # holds the row, so that a refresh waits
        newest = AuditEvent.objects.aggregate(newest=models.Max("id"))["newest"] or 0
        Cursor.objects.filter(pk=1).update(event_id=newest, failed_at=None)
        Failure.objects.filter(solved_at=None).update(solved_at=at or timezone.now())
        return _everything(_work(today, at))


def rebuild_months(codes: Collection[str], *, today: date, at: datetime | None = None) -> Changes:
    """As `rebuild`, of these months (codes) alone."""
    Cursor.objects.get_or_create(pk=1)
    with transaction.atomic():
        Cursor.objects.select_for_update().get(pk=1)
        work = _with_given(_work(today, at))
        return _portion(work, load_tree(), {code: day for code, day in work.months.items() if code in codes})


def _work(today: date, at: datetime | None) -> _Work:
    programme = load_plans()
    return _Work(programme, months_until(programme, today), at or timezone.now())


def _everything(work: _Work) -> Changes:
    """All months; rows of months or measures that are no longer computed go."""
    gone = Changes(
        Answer.objects.exclude(month__in=list(work.months)).delete()[0],
        MeasureValue.objects.exclude(month__in=list(work.months)).delete()[0],
    )
    work, tree = _with_given(work), load_tree()
    months, size = list(work.months.items()), max(1, _PORTION // max(1, len(tree.orgs)))
    portions = (dict(months[start : start + size]) for start in range(0, len(months), size))
    return sum((_portion(work, tree, one) for one in portions), gone)


def _portion(work: _Work, tree: Tree, months: Mapping[str, date]) -> Changes:
    """Every organisation in these months, from the records and duties that may count in them: read for some
    organisations at a time, so that memory does not grow with the country."""
    spans, sums, written = work.programme.spans(months.values()), Sums(tree, months), 0
    with collected_later():
        for org_ids in tree.blocks(_BLOCK):
            facts = Facts(work.programme, org_ids, spans=spans)
            written += _answers_of(work, tree, facts, months, sums, org_ids)
        return Changes(written, _sums_of(work, months, sums))


def _with_given(work: _Work, org_ids: Collection[int] | None = None) -> _Work:
    """With the quotas and set targets of these organisations; None: of all."""
    return replace(work, programme=with_given(work.programme, org_ids))


def _these(work: _Work, stale: Mapping[str, date], touched: Touched) -> Changes:
    """The months `stale` for all, and in the others what was `touched`."""
    settled = {month: day for month, day in work.months.items() if month not in stale}
    concerned = touched.concerned(work.programme, settled)
    if not stale and not concerned:
        return Changes()
    org_ids = None if stale else set().union(*concerned.values())
    codes = None if stale else _products(work, concerned)
    work = _with_given(work, org_ids)
    days = {*stale.values(), *(settled[month] for _measure, month in concerned)}
    reach = None if org_ids is None else work.programme.lineage.with_predecessors(org_ids)
    tree, facts = load_tree(reach), Facts(work.programme, org_ids, codes, work.programme.spans(days))
    changes = _all_of(work, tree, facts, stale) if stale else Changes()
    return changes + _some_of(work, tree, facts, settled, concerned) if concerned else changes


def _products(work: _Work, concerned: Concerned) -> set[str]:
    """What the measures read that are concerned."""
    keys = {key for key, _month in concerned}
    days = {work.months[month] for _key, month in concerned}
    return {
        code
        for day in days
        for binding, _version, measure in work.programme.measures_on(day)
        if measure.key in keys
        for code, _period in work.programme.reads(binding, measure, day)
    }


def _all_of(work: _Work, tree: Tree, facts: Facts, months: Mapping[str, date]) -> Changes:
    """Every organisation in `months`."""
    sums = Sums(tree, months)
    return Changes(_answers_of(work, tree, facts, months, sums, None), _sums_of(work, months, sums))


def _answers_of(
    work: _Work, tree: Tree, facts: Facts, months: Mapping[str, date], sums: Sums, org_ids: Collection[int] | None
) -> int:
    """The answers of these organisations (None: all), written while they are computed and added up."""
    found = compute_answers(work.programme, tree, facts, months, among=org_ids)
    return _store(Answer, AnswerRow._fields, _stored_answers(months, org_ids), _added(sums, found), work)


def _sums_of(work: _Work, months: Mapping[str, date], sums: Sums) -> int:
    judge = Judge(work.programme, months)
    rows = ((key, judge.row(key, totals, sums.of)) for key, totals in sums.items())
    values = ((key, _value_columns(row)) for key, row in rows if row)
    return _write_values(_stored_values(months), values, work)


def _added(sums: Sums, answers: Iterable[tuple[Key, AnswerRow]]) -> Iterator[tuple[Key, AnswerRow]]:
    for key, row in answers:
        sums.add(key, row)
        yield key, row


def _some_of(work: _Work, tree: Tree, facts: Facts, months: Mapping[str, date], concerned: Concerned) -> Changes:
    """Only the answers that are `concerned`, and the differences up the tree."""
    new = dict(compute_answers(work.programme, tree, facts, months, concerned))
    stored = _stored_answers({month: months[month] for _measure, month in concerned}, set().union(*concerned.values()))
    stored = {k: found for k, found in stored.items() if k[1] in concerned.get((k[0], k[2]), ())}
    old = {key: row for key, (_pk, row) in stored.items()}
    written = _store(Answer, AnswerRow._fields, stored, new.items(), work)
    changed = {k for k in old.keys() | new.keys() if old.get(k) != new.get(k)}
    if not changed:
        return Changes(written)
    deltas = differences(
        {k: old[k] for k in changed if k in old}, {k: new[k] for k in changed if k in new}, tree, months
    )
    return Changes(written, _store_differences(work, months, deltas))


def _store_differences(work: _Work, months: Mapping[str, date], deltas: Mapping[Key, Totals]) -> int:
    if not deltas:
        return 0
    stored = _stored_values({month: months[month] for _, _, month in deltas}, {org for _, org, _ in deltas})
    judge = Judge(work.programme, months)
    keys = deltas.keys() | judge.above(deltas)

    def sum_of(key: Key) -> Totals:
        before = _totals(stored[key][1]) if key in stored else NOTHING
        return before + deltas.get(key, NOTHING)

    rows = ((key, judge.row(key, sum_of(key), sum_of)) for key in keys)
    wanted = [(key, _value_columns(row)) for key, row in rows if row]
    return _write_values({key: found for key, found in stored.items() if key in keys}, wanted, work)


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────────

Stored = Mapping[Key, tuple[int, tuple]]  # the row's id and its columns
StoredAnswer = tuple[int, AnswerRow]


def _stored_answers(months: Mapping[str, date], org_ids: Collection[int] | None = None) -> dict[Key, StoredAnswer]:
    found = _stored(Answer, AnswerRow._fields, months, org_ids)
    return {key: (pk, _answer_row(columns)) for key, (pk, columns) in found.items()}


def _stored_values(months: Mapping[str, date], org_ids: Collection[int] | None = None) -> Stored:
    return _stored(MeasureValue, _VALUE_FIELDS, months, org_ids)


def _stored(model, fields, months: Mapping[str, date], org_ids: Collection[int] | None) -> Stored:
    rows = model.objects.filter(month__in=list(months))
    if org_ids is not None:
        rows = rows.filter(org_id__in=org_ids)
    return {
        (measure, org, month): (pk, tuple(columns))
        for pk, measure, org, month, *columns in rows.values_list("pk", "measure", "org_id", "month", *fields)
    }


def _answer_row(columns: tuple) -> AnswerRow:
    *others, ids = columns
    return AnswerRow(*others, tuple(ids))


def _value_columns(row: ValueRow) -> tuple:
    t = row.totals
    return (
        row.version_id, row.period, t.numerator, t.denominator, t.population, t.known, t.expected, t.expected_known,
        t.demanded, row.status, row.goal, t.floor, t.ceiling,
    )  # fmt: skip


def _totals(columns: tuple) -> Totals:
    return Totals(*columns[2:9])


def _store(model, fields, stored: Stored, wanted: Iterable[tuple[Key, tuple]], work: _Work) -> int:
    return hold(model, _KEY, fields, stored=stored, wanted=wanted, beside={"computed_at": work.at})


def _write_values(stored: Stored, wanted: Iterable[tuple[Key, tuple]], work: _Work) -> int:
    """As `_store`, and what boards show from today on of the newest month is kept beside."""
    newest, changed = max(work.months, default=""), {}

    def looked_at() -> Iterator[tuple[Key, tuple]]:
        for key, columns in wanted:
            if key[2] == newest and (key not in stored or stored[key][1] != columns):
                changed[key[:2]] = (*columns[1:8], columns[9])
            yield key, columns

    written = _store(MeasureValue, _VALUE_FIELDS, stored, looked_at(), work)
    if changed:
        keep(changed, day=work.months[newest])
    return written


@transaction.atomic
def switch_ranking(org: Org, *, on: bool, by, at: datetime) -> bool:
    """Let those at and under `org` be put in an order, or not; False when it was so already. Errors: Refused."""
    require(rules.may_switch_ranking(by, org))
    if on:
        done = bool(RankingSwitch.objects.filter(org=org).delete()[0])
    else:
        done = RankingSwitch.objects.get_or_create(org=org, defaults={"switched_by": by, "switched_at": at})[1]
    if done:
        record("ranking.switch_on" if on else "ranking.switch_off", by=by, target=org, org=org, at=at)
    return done
