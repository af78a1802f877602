"""The figures of a report as plain JSON: taken once, shown for ever. Nothing here is typed by hand."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from dondoc.lib.numbers import Missing
from dondoc.lib.periods import Period, PeriodKind, periods_between
from dondoc.measures.models import Answer
from dondoc.measures.queries import BoardRow, MeasureRow, board
from dondoc.obligations.models import Obligation, Purpose
from dondoc.obligations.status import ObligationStatus
from dondoc.orgs.models import STATE_KINDS, Org, OrgPath
from dondoc.orgs.queries import names_on
from dondoc.plans.models import Plan, PlanQuerySet, Task
from dondoc.reports.about import about_figures, asked, chased_orgs
from dondoc.reports.houses import WORDS
from dondoc.reports.kinds import KINDS, About, Kind
from dondoc.sampling.credibility import Credibility, of_answer, sampled_of
from dondoc.sheets.models import Deliverable
from dondoc.submissions.models import COUNTS, Submission, SubmissionState
from dondoc.writers.form import House

MONTHLY = "bao-cao-thang"  # the deliverable whose words the report gathers
_OWN_KINDS = ("committee", "advisory_body", "inspection_committee")
_WORDS = ("results", "obstacles", "proposals")  # fields of the monthly report that are carried over word for word


def take_snapshot(
    plan: Plan, org: Org, period: Period, *, today: date, kind: Kind = KINDS["monthly"], about: str = ""
) -> dict[str, Any]:
    """Everything that the report of `org` over `period` says in figures, as known on `today`.

    What was due is asked up to `as_of`, the period's end or today; what was answered counts up to `taken_on`, today.
    """
    as_of = min(period.end, today)
    versions = Plan.objects.of_series(plan)
    mine = Obligation.objects.filter(task__plan__in=versions)
    return {
        "format": 1,
        "kind": kind.code,
        "period": period.code,
        "as_of": as_of.isoformat(),
        "taken_on": today.isoformat(),
        "head": head_of(plan, org, as_of),
        "indicators": indicator_figures(plan, org, period, as_of=as_of, kind=kind, about=about),
        "credibility": _credibility(plan, org, month_of(period, as_of), about if kind.about is About.INDICATOR else ""),
        "timeliness": _timeliness(mine, period, as_of),
        "monthly_reports": _monthly_reports(versions, period),
        "late": _late(mine.filter(purpose=Purpose.ANSWER).exclude(org__kind__in=_OWN_KINDS), as_of),
        "own_delays": _late(mine.filter(Q(purpose=Purpose.OPEN_ROUND) | Q(org__kind__in=_OWN_KINDS)), as_of),
        "chased": _chased(mine, period, as_of),
        "chased_orgs": chased_orgs(mine, period, as_of),
        "next": _next(mine, period, as_of),
        **about_figures(plan, org, kind, about, period, as_of),
    }


def month_of(period: Period, as_of: date) -> Period:
    """The month whose figures stand for `period`: its last one, or the one of `as_of`."""
    return period if period.kind is PeriodKind.MONTH else Period.containing(as_of, PeriodKind.MONTH)


def indicator_figures(
    plan: Plan, org: Org, period: Period, *, as_of: date, kind: Kind = KINDS["monthly"], about: str = ""
) -> list[dict[str, Any]]:
    """The chỉ tiêu of `plan` on the board of `org` at the end of `period`, as stored now, beside the period before.

    Two queries; four for a period longer than a month. Of a kind about one organisation: of that one's board.
    """
    if kind.about is About.ORG:
        org = Org.objects.get(pk=about)
    rows = board(org, month_of(period, as_of).code, series=plan.series_id)
    if kind.about is About.INDICATOR:
        rows = [row for row in rows if row.indicator.code == about]
    found = [_indicator(row) for row in rows]
    if kind.about is About.ORG:  # what is not about it is left out
        for one in found:
            one["measures"] = [m for m in one["measures"] if m["missing"] != Missing.NOT_APPLICABLE.value]
        found = [one for one in found if one["measures"]]
    if period.kind is not PeriodKind.MONTH:
        _compare(found, _before(plan, org, period))
    return found


def _before(plan: Plan, org: Org, period: Period) -> dict[str, MeasureRow]:
    """The measures at the end of the period before of the same kind; a term has none."""
    if period.kind is PeriodKind.TERM:
        return {}
    month = Period.containing(period.start - timedelta(days=1), PeriodKind.MONTH)
    return {one.key: one for row in board(org, month.code, series=plan.series_id) for one in row.targeted}


def _compare(found: list[dict[str, Any]], before: dict[str, MeasureRow]) -> None:
    for measure in (measure for one in found for measure in one["measures"]):
        then = before.get(measure["key"])
        missing = then.value.missing if then else Missing.NOT_REPORTED
        measure["previous"] = _text(then.value.number) if then else None
        measure["previous_missing"] = missing.value if missing else None


def _credibility(plan: Plan, org: Org, period: Period, only: str = "") -> list[dict[str, Any]]:
    """For each measure how many organisations' figures are reviewed, sampled and computed. Four queries."""
    under = OrgPath.objects.filter(ancestor=org).values("descendant_id")
    known = Answer.objects.filter(org_id__in=under, month=period.code, missing="")
    sampled = sampled_of(under)
    recounted = known.filter(org__submissions__in=sampled).distinct() if sampled else known.none()
    levels: dict[str, Counter[Credibility]] = defaultdict(Counter)
    for measure, count in known.values_list("measure").annotate(count=Count("pk")).order_by():
        levels[measure][Credibility.REVIEWED] = count
    for measure, count in known.filter(submission_ids=[]).values_list("measure").annotate(n=Count("pk")).order_by():
        levels[measure][Credibility.COMPUTED] += count
        levels[measure][Credibility.REVIEWED] -= count
    for measure, ids in recounted.values_list("measure", "submission_ids"):
        if of_answer(ids, sampled, is_known=True) is Credibility.SAMPLED:
            levels[measure][Credibility.SAMPLED] += 1
            levels[measure][Credibility.REVIEWED] -= 1
    return [
        {
            "label": row.indicator.label,
            "name": one.name,
            **{level.value: levels[one.key][level] for level in Credibility if level is not Credibility.DECLARED},
        }
        for row in board(org, period.code, series=plan.series_id)
        for one in row.targeted
        if not only or row.indicator.code == only
    ]


def head_of(plan: Plan, org: Org, as_of: date) -> dict[str, str]:
    """Who reports on what, by the names of that day; an organisation is renamed later, its paper is not."""
    name = names_on([org.pk], as_of).get(org.pk, org.name)
    house = House.STATE if org.kind in STATE_KINDS else House.PARTY
    return {
        "house": house.value,
        "issuer": name.split(" (")[0],  # without a mark such as "(giả định)"
        "speaker": WORDS[house].speaker or name,
        "organ_code": _organ_code(plan.number, house),
        "plan": plan.number,
        "kind": plan.kind.capitalize() or "Kế hoạch",
        "subject": plan.subject,
    }


def _organ_code(plan_number: str, house: House) -> str:
    """The letters of who issues: "08-KH/ĐU" → "ĐU"; "617/KH-UBND" → "UBND". A number of the other house has none."""
    kind, dash, letters = plan_number.rpartition("/")[2].strip().rpartition("-")
    is_state_number = bool(dash and kind)
    return letters if letters and is_state_number is (house is House.STATE) else WORDS[house].organ_code


def _indicator(row: BoardRow) -> dict[str, Any]:
    return {
        "label": row.indicator.label,
        "code": row.indicator.code,
        "name": row.indicator.short_name,
        "version": row.version.number,
        "status": row.status.value,
        "measures": [_measure(one) for one in row.targeted],
    }


def _measure(row: MeasureRow) -> dict[str, Any]:
    """Numbers as text, so that no decimal is lost; `floor` is what is proven, `ceiling` what is still possible."""
    return {
        "key": row.key,
        "name": row.name,
        "kind": row.definition.kind.value,
        "target": row.target,
        "goal": _text(row.definition.goal.value),
        "numerator": _text(row.totals.numerator) if row.totals.known else None,
        "denominator": _text(row.totals.denominator),
        "value": _text(row.value.number),
        "missing": row.value.missing.value if row.value.missing else None,
        "previous": _text(row.previous.number) if row.previous else None,
        "previous_missing": _previous_missing(row),
        "floor": _text(row.floor) if row.value.number is not None else None,
        "ceiling": _text(row.ceiling) if row.value.number is not None else None,
        "population": row.totals.population,
        "not_known": row.totals.unknown,
        "status": row.status.value,
    }


def _previous_missing(row: MeasureRow) -> str | None:
    """Why there is no value of the month before; None when there is one."""
    if row.previous is None:
        return Missing.NOT_REPORTED.value
    return row.previous.missing.value if row.previous.missing else None


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _timeliness(mine, period: Period, as_of: date) -> dict[str, int]:
    """What fell due in the month, by status on `as_of`; "due" is all of it but what was let off or closed."""
    due = mine.filter(purpose=Purpose.ANSWER, due_on__gte=period.start, due_on__lte=as_of)
    counts = due.count_by_status(as_of)
    dropped = counts[ObligationStatus.EXEMPT] + counts[ObligationStatus.CLOSED]
    return {status.value: counts[status] for status in ObligationStatus} | {"due": sum(counts.values()) - dropped}


def _monthly_reports(versions: PlanQuerySet, period: Period) -> dict[str, Any]:
    """Who sent the monthly report, and what they wrote (approved ones only, by organisation, words unshortened)."""
    tasks = [task.pk for task in Task.objects.filter(plan__in=versions) if MONTHLY in task.deliverables]
    months = [month.code for month in periods_between(period.start, period.end, PeriodKind.MONTH)]
    asked = Obligation.objects.filter(task_id__in=tasks, period__in=months, closed_on=None, exempted_on=None)
    wanted = set(asked.values_list("org_id", "period"))
    org_ids = {org_id for org_id, _month in wanted}
    sent = Submission.objects.filter(deliverable__code=MONTHLY, period__in=months, org_id__in=org_ids)
    approved = list(sent.filter(state__in=COUNTS).select_related("org").order_by("org__sort_key", "period"))
    names = names_on(org_ids, period.end)
    return {
        "expected": len(wanted),
        "sent": sent.exclude(submitted_at=None).count(),
        "approved": len(approved),
        "sent_back": sent.filter(state=SubmissionState.SENT_BACK).count(),
        "submission_ids": sorted(one.pk for one in approved),
        "tasks_assigned": _total(approved, "tasks_assigned"),
        "tasks_done": _total(approved, "tasks_done"),
        "words": [
            {
                "org": names.get(one.org_id, one.org.name),
                "submission": one.pk,
                **{code: one.answers.get(code, "") for code in _WORDS},
            }
            for one in approved
            if any(one.answers.get(code) for code in _WORDS)
        ],
    }


def _total(approved: list[Submission], code: str) -> int | None:
    """The sum of a figure over those that gave it; None when nobody did, which is not zero."""
    given = [int(one.answers[code]) for one in approved if one.answers.get(code)]
    return sum(given) if given else None


def _late(rows, as_of: date) -> list[dict[str, Any]]:
    """Organisations with overdue obligations, the most first: how many, their earliest day, which items of the plan."""
    overdue = rows.with_status(ObligationStatus.OVERDUE, as_of).select_related("org", "task")
    found: dict[int, list[Obligation]] = {}
    for one in overdue.order_by("due_on", "pk"):
        found.setdefault(one.org_id, []).append(one)
    names = names_on(found, as_of)
    entries = [
        {
            "org": names.get(org_id, owed[0].org.name),
            "org_id": org_id,
            "count": len(owed),
            "since": min(one.last_day_allowed for one in owed).isoformat(),
            "parts": _parts([one.task for one in owed]),
        }
        for org_id, owed in found.items()
    ]
    return sorted(entries, key=lambda entry: (-entry["count"], entry["since"], entry["org_id"]))


def _parts(tasks: list[Task]) -> list[str]:
    """The plan's own numbers of these tasks, in its order, each once."""
    return list(dict.fromkeys(_part(task) for task in sorted(tasks, key=lambda task: task.position)))


def _part(task: Task) -> str:
    return task.part or task.code


def _chased(rows, period: Period, as_of: date) -> dict[str, int]:
    """Reminders sent in the month, up to `as_of`."""
    sent = Q(reminders__sent_on__gte=period.start, reminders__sent_on__lte=as_of, reminders__is_for_org=True)
    found = rows.filter(sent).aggregate(times=Count("reminders", filter=sent), orgs=Count("org", distinct=True))
    return {"times": found["times"], "orgs": found["orgs"]}


def _next(rows, period: Period, as_of: date) -> list[dict[str, Any]]:
    """What falls due in the next period, by task and day: the plan's number, the products, how many organisations.

    `org` names the only one; "" when there are several.
    """
    if period.kind is PeriodKind.TERM:
        return []
    month = period.next()
    due = rows.filter(purpose=Purpose.ANSWER, closed_on=None, exempted_on=None)
    due = due.filter(due_on__gte=month.start, due_on__lte=month.end).select_related("task", "org")
    found: dict[tuple[date, int], list[Obligation]] = {}
    for one in due.order_by("due_on", "task__position", "org__sort_key"):
        found.setdefault((one.due_on, one.task_id), []).append(one)
    products = dict(Deliverable.objects.values_list("code", "name"))
    names = names_on([owed[0].org_id for owed in found.values()], as_of)
    return [
        {
            "part": _part(owed[0].task),
            "text": asked(owed[0].task, products),
            "due_on": day.isoformat(),
            "orgs": len(owed),
            "org": names.get(owed[0].org_id, owed[0].org.name) if len(owed) == 1 else "",
        }
        for (day, _task), owed in found.items()
    ]
