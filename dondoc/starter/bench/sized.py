"""A country of any size with years of reports behind it: by the product's own actions, or by the database alone.

The database writes what the actions would have written, row by row, but for the trail, in which nothing of it stands:
tests/starter/test_sizes.py compares every other table. What is counted is `made_up`'s: a sheet of thirteen figures a
month, a chỉ tiêu for each.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone

from dondoc.audit.actions import record
from dondoc.lib.periods import Period, PeriodKind, periods_between
from dondoc.lib.text import fold
from dondoc.lib.workdays import add_working_days
from dondoc.measures.actions import refresh
from dondoc.measures.models import Answer, Cursor, MeasureValue
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan
from dondoc.sheets.models import Deliverable
from dondoc.starter.bench.by_hand import write_answers, write_values
from dondoc.starter.bench.loading import bare, beside
from dondoc.starter.bench.made_up import FIGURES, PRODUCT, MadeUp, build, month_before
from dondoc.submissions.actions import Approval, Filled, approve_many, save_and_submit_many
from dondoc.submissions.models import Credit, Review, Submission
from dondoc.submissions.opening import Opening, open_many
from dondoc.submissions.risk import Facts, concerns_of, risk_of
from dondoc.submissions.weighing import DEFAULT_DAYS

MONTHS = 60
WAITING = 40  # sheets of the last month that are sent in and not approved
_LATE_EVERY = 10  # one organisation in so many sends in late
_MANY = 1000  # sheets an act


@dataclass(frozen=True)
class Size:
    """`orgs` report; `between` are the levels above them, under the committee."""

    name: str
    orgs: int
    between: tuple[int, ...]
    months: int = MONTHS


@dataclass(frozen=True)
class Turn:
    """A month of reports: when sheets are sent in in time, late, and approved."""

    number: int  # from 0
    period: Period
    sent: datetime
    sent_late: datetime
    approved: datetime
    due: date

    def sent_by(self, place: int) -> datetime:
        return self.sent_late if is_late(place) else self.sent


def is_late(place: int) -> bool:
    return place % _LATE_EVERY == 0


def figures_of(place: int, turn: Turn) -> dict[str, int]:
    """What the organisation at `place` reports: nearly the same every month, so that nothing leaps."""
    return {f"v{n:02d}": 100 + (place * 7 + n * 3) % 90 + turn.number % 5 for n in range(1, FIGURES + 1)}


def turns(months: int) -> list[Turn]:
    """So many months up to the last that is over."""
    last = Period.parse(month_before(timezone.localdate()))
    years, rest = divmod(last.start.year * 12 + last.start.month - months, 12)
    periods = periods_between(date(years, rest + 1, 1), last.end, PeriodKind.MONTH)
    return [
        Turn(
            n, one, _at(one.start, 18), _at(one.start, 23), _at(one.start, 26), one.start.replace(day=20)
        )
        for n, one in enumerate(periods)
    ]  # fmt: skip


def _at(start: date, day: int) -> datetime:
    return timezone.make_aware(datetime.combine(start.replace(day=day), time(12)))


def by_actions(size: Size, *, waiting: int = WAITING) -> MadeUp:
    """Month after month, as people would; then the figures."""
    made, story = _country(size), turns(size.months)
    product = Deliverable.objects.get(code=PRODUCT)
    for turn in story:
        for start in range(0, len(made.orgs), _MANY):
            places = range(start, min(start + _MANY, len(made.orgs)))
            for late in (False, True):
                _send_in(made, product, turn, [place for place in places if is_late(place) == late])
            kept = waiting if turn is story[-1] else 0
            _approve(made, product, turn, [made.orgs[place] for place in places if place >= kept])
    refresh(today=timezone.localdate(), at=story[-1].approved)
    return made


def _send_in(made: MadeUp, product: Deliverable, turn: Turn, places: Sequence[int]) -> None:
    at = turn.sent_by(places[0]) if places else turn.sent
    drafts = open_many(
        [Opening(org=made.orgs[p], deliverable=product, period=turn.period, by=made.clerk, at=at) for p in places]
    )
    save_and_submit_many([
        Filled(
            submission=draft, answers={code: str(n) for code, n in figures_of(place, turn).items()},
            revision=draft.revision, by=made.clerk, at=at,
        )
        for place, draft in zip(places, drafts, strict=True)
    ])  # fmt: skip


def _approve(made: MadeUp, product: Deliverable, turn: Turn, orgs: Sequence[Org]) -> None:
    sent = Submission.objects.filter(deliverable=product, period=turn.period.code, org__in=orgs)
    approve_many([
        Approval(submission=one, revision=one.revision, by=made.reviewer, at=turn.approved)
        for one in sent.select_related("org", "deliverable", "sheet_version")
    ])  # fmt: skip


def _country(size: Size, *, only_first: bool = False) -> MadeUp:
    """The organisations, the plan and its duties; `only_first`: those of the first month alone."""
    story = turns(size.months)
    first, last = story[0].period, story[0 if only_first else -1].period
    issued = datetime.combine(first.start - timedelta(days=30), time(), UTC)
    return build(between=size.between, orgs=size.orgs, months=(first.code, last.code), at=issued, owed=False)


def by_database(size: Size, *, waiting: int = WAITING, told: Callable[[str], None] = str) -> MadeUp:
    """The same country: the organisations and the first month's duties by the product, all else by PostgreSQL."""
    made, story = _country(size, only_first=True), turns(size.months)
    told("các tổ chức")
    with bare(Obligation, Submission, Credit, Review), transaction.atomic():
        Plan.objects.filter(pk=made.plan.pk).update(ends_on=story[-1].period.end)
        for name, statement in _statements(made, story, waiting):
            with connection.cursor() as cursor:
                cursor.execute(statement)
            told(name)
        record("bench.load", by=None, target=made.plan, org=made.committee, at=story[-1].approved)
    analyze()
    told("chỉ mục")
    with bare(Answer, MeasureValue):
        for turn in story:
            with beside(Answer, "answers_of_month") as own:
                write_answers(turn.period, at=story[-1].approved, into=own)
                analyze(own)
                write_values(turn.period, at=story[-1].approved, answers=own)
            told(f"số liệu {turn.period.code}")
    told("chỉ mục")
    cursor, _made = Cursor.objects.get_or_create(pk=1)
    cursor.day, cursor.event_id = timezone.localdate(), _newest_event()
    cursor.save()
    analyze()
    return made


def analyze(table: str = "") -> None:
    """Let the database know what it has; "" means everywhere."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table}")


def _newest_event() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM audit_auditevent")
        return int(cursor.fetchone()[0])


# ── what PostgreSQL writes ───────────────────────────────────────────────────────────────────────────────────────


def _statements(made: MadeUp, story: Sequence[Turn], waiting: int) -> Iterator[tuple[str, str]]:
    """A temporary table of all sheets to come, then table by table."""
    yield (
        "lịch",
        f"CREATE TEMPORARY TABLE turn ON COMMIT DROP AS SELECT * FROM (VALUES {_turn_rows(story)}) AS t ({_TURN})",  # noqa: S608 -- our own words, as below
    )
    yield "việc", _duties(made)
    yield "việc tháng đầu", _first_duties()
    yield "phiếu", _sheets(made, len(story) - 1, waiting)
    yield "ghi nhận", _CREDITS.format(office=made.office.pk)
    yield "duyệt", _REVIEWS.format(reviewer=made.reviewer.pk)
    yield "việc đã xong", _DONE


_TURN = (
    "number, code, first, last, due, sent, sent_late, approved, review_by, review_by_late, sent_on, sent_late_on, "
    "approved_on"
)


def _turn_rows(story: Sequence[Turn]) -> str:
    """Days and moments written out; nothing of it comes from outside."""
    rows = []
    for turn in story:
        days = [
            turn.period.start, turn.period.end, turn.due, turn.sent, turn.sent_late, turn.approved,
            add_working_days(timezone.localdate(turn.sent), DEFAULT_DAYS),
            add_working_days(timezone.localdate(turn.sent_late), DEFAULT_DAYS),
            timezone.localdate(turn.sent), timezone.localdate(turn.sent_late), timezone.localdate(turn.approved),
        ]  # fmt: skip
        cells = [f"'{one.isoformat()}'::{'timestamptz' if isinstance(one, datetime) else 'date'}" for one in days]
        rows.append(f"({turn.number}, '{turn.period.code}', {', '.join(cells)})")
    return ", ".join(rows)


def _columns(model) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if not field.primary_key]


def _insert(model, given: dict[str, str], source: str, kept: str = "") -> str:
    """INSERT … SELECT: `given` columns by their expression, the others as they stand in `kept` (a table's alias)."""
    names = _columns(model)
    values = [given.get(name) or f"{kept}.{name}" for name in names]
    return f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {source}"  # noqa: S608


def _duties(made: MadeUp) -> str:
    """Those of the first month again for each of the others."""
    given = {"period": "turn.code", "period_start": "turn.first", "period_end": "turn.last", "due_on": "turn.due"}
    source = "obligations_obligation o CROSS JOIN turn WHERE turn.number > 0 ORDER BY turn.number, o.id"
    return _insert(Obligation, given, source, "o")


def _first_duties() -> str:
    """Of what comes next one row a duty: which sheet, of whom, when."""
    return (
        "CREATE TEMPORARY TABLE sheet ON COMMIT DROP AS "  # noqa: S608
        "SELECT o.id AS duty_id, o.org_id, right(g.code, 5)::int AS place, turn.*, "
        f"right(g.code, 5)::int % {_LATE_EVERY} = 0 AS late "
        "FROM obligations_obligation o JOIN orgs_org g ON g.id = o.org_id JOIN turn ON turn.code = o.period"
    )


def _sheets(made: MadeUp, last: int, waiting: int) -> str:
    product = Deliverable.objects.select_related("sheet").get(code=PRODUCT)
    version = product.sheet.versions.latest("number")
    answers = ", ".join(
        f"'v{n:02d}', (100 + (s.place * 7 + {n * 3}) % 90 + s.number % 5)::text" for n in range(1, FIGURES + 1)
    )
    approved = f"(s.number < {last} OR s.place >= {waiting})"
    moment = f"CASE WHEN {approved} THEN s.approved ELSE {_SENT} END"
    looks = {late: concerns_of(Facts(is_late=late, lacks_file=True, on_behalf=True)) for late in (False, True)}
    by_late = "CASE WHEN s.late THEN {1} ELSE {0} END"
    given = {
        "org_id": "s.org_id", "deliverable_id": str(product.pk), "sheet_version_id": str(version.pk),
        "period": "s.code", "period_start": "s.first", "period_end": "s.last", "round_id": "NULL::bigint",
        "answers": f"jsonb_build_object({answers})", "review_answers": "'{}'::jsonb", "returned_inside": "''",
        "explanation": "''", "remarks": "'{}'::jsonb", "notices": "'[]'::jsonb", "compiled": "'{}'::jsonb",
        "state": f"CASE WHEN {approved} THEN 'approved' ELSE 'submitted' END", "done_on": _SENT_ON,
        "submitted_at": _SENT, "submitted_by_id": str(made.clerk.pk),
        "approved_at": f"CASE WHEN {approved} THEN s.approved END",
        "approved_by_id": f"CASE WHEN {approved} THEN {made.reviewer.pk} END",
        "entered_on_behalf": "true", "link_id": "NULL::bigint",
        "revision": f"CASE WHEN {approved} THEN 3 ELSE 2 END", "updated_at": moment,
        "updated_by_id": f"CASE WHEN {approved} THEN {made.reviewer.pk} ELSE {made.clerk.pk} END",
        "search_text": f"substr(g.search_text, length(g.code) + 2) || {_quoted(' ' + fold(product.name))}",
        "risk": by_late.format(*(str(risk_of(looks[late])) for late in (False, True))),
        "concerns": by_late.format(*(_quoted(" ".join(looks[late])) for late in (False, True))),
        "bodies": _quoted(f" {made.office.pk} "), "is_internal": "false", "due_on": "s.due",
        "review_by": by_late.format("s.review_by", "s.review_by_late"),
    }  # fmt: skip
    return _insert(Submission, given, "sheet s JOIN orgs_org g ON g.id = s.org_id ORDER BY s.number, s.late, s.place")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_SENT = "CASE WHEN s.late THEN s.sent_late ELSE s.sent END"
_SENT_ON = "CASE WHEN s.late THEN s.sent_late_on ELSE s.sent_on END"
_CREDITS = """INSERT INTO submissions_credit (obligation_id, submission_id, reviewer_id)
SELECT s.duty_id, b.id, {office} FROM sheet s JOIN submissions_submission b ON b.org_id = s.org_id AND b.period = s.code
ORDER BY b.id"""
_REVIEWS = """INSERT INTO submissions_review (submission_id, decision, reason, answers, decided_at, decided_by_id)
SELECT id, 'approved', '', answers, approved_at, {reviewer} FROM submissions_submission
WHERE state = 'approved' ORDER BY id"""
_DONE = f"""UPDATE obligations_obligation o SET submitted_on = {_SENT_ON},
done_on = CASE WHEN b.state = 'approved' THEN b.done_on END,
approved_on = CASE WHEN b.state = 'approved' THEN s.approved_on END
FROM sheet s JOIN submissions_submission b ON b.org_id = s.org_id AND b.period = s.code WHERE s.duty_id = o.id"""  # noqa: S608
