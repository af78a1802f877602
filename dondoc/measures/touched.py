"""What events may have changed: of which organisation, about which product, of which days.

A measure reads the records and duties of the products that it names, and of these only what lies in its period
(`formula.sees`). So an approval for February changes no other month of a monthly measure, and a round that was opened
nothing but the measures of what it asks for.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from dondoc.indicators.formula import sees
from dondoc.measures.facts import Programme
from dondoc.obligations.models import Following, Obligation
from dondoc.submissions.models import Submission

_CHUNK = 1000  # ids a statement


@dataclass
class Touched:
    """By product and organisation the first and the last day of what was changed about them."""

    days: dict[str, dict[int, tuple[date, date]]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, org_id: int, codes: Iterable[str], start: date, end: date) -> None:
        for code in codes:
            first, last = self.days[code].get(org_id, (start, end))
            self.days[code][org_id] = (min(first, start), max(last, end))

    @property
    def org_ids(self) -> set[int]:
        return {org_id for orgs in self.days.values() for org_id in orgs}

    def concerned(self, programme: Programme, months: Mapping[str, date]) -> dict[tuple[str, str], set[int]]:
        """Measure and month → the organisations whose answer there may be another, with those that took over from
        them; without those that have none."""
        found: dict[tuple[str, str], set[int]] = defaultdict(set)
        reach = programme.lineage.with_successors
        for month, day in months.items():
            for binding, _version, measure in programme.measures_on(day):
                for code, period in programme.reads(binding, measure, day):
                    spans = self.days.get(code, {})
                    orgs = {org_id for org_id, (start, end) in spans.items() if sees(period, start, end)}
                    if orgs:
                        found[(measure.key, month)] |= reach(orgs)
        return found


def touched_by(events: Iterable[tuple[str, str]], programme: Programme) -> Touched | None:
    """What `events` (kind of act, id of its object) about submissions, obligations and rounds may have changed; None
    when an object is not there any more, so that nobody can tell. Up to five statements a thousand objects."""
    ids: dict[str, set[int]] = defaultdict(set)
    for action, object_id in events:
        ids[action.partition(".")[0]].add(int(object_id))
    touched, sheets, duties = Touched(), ids.pop("submission", set()), ids.pop("obligation", set())
    rounds = ids.pop("round", set())
    if ids:
        raise ValueError(f"nobody told what is touched by {sorted(ids)}")
    found = _add_sheets(touched, sheets)
    seen = [
        *_duties(programme, "credits__submission__in", sheets),
        *_duties(programme, "pk__in", duties),
        *_duties(programme, "round__in", rounds),
    ]
    for row, codes in seen:
        touched.add(row["org_id"], codes, row["period_start"], row["period_end"])
        duties.discard(row["pk"])
        rounds.discard(row["round_id"])
    return None if found < len(sheets) or duties or rounds else touched


def _add_sheets(touched: Touched, pks: Iterable[int]) -> int:
    """Returns how many of them there are."""
    number = 0
    for some in _parts(pks):
        rows = Submission.objects.filter(pk__in=some).order_by()
        for org_id, code, start, end in rows.values_list("org_id", "deliverable__code", "period_start", "period_end"):
            touched.add(org_id, [code], start, end)
            number += 1
    return number


def _duties(programme: Programme, which: str, pks: Iterable[int]) -> Iterable[tuple[dict, set[str]]]:
    """The obligations, each with the products that it asks for or asked for before an amendment."""
    for some in _parts(pks):
        rows = Obligation.objects.filter(Q(**{which: some})).order_by()
        before: dict[int, set[int]] = defaultdict(set)
        if programme.is_amended:
            followed = Following.objects.filter(obligation__in=rows.values("pk")).order_by()
            for pk, task_id in followed.values_list("obligation_id", "task_before_id"):
                before[pk].add(task_id)
        for row in rows.values("pk", "org_id", "task_id", "round_id", "period_start", "period_end"):
            asked = (programme.tasks.get(task_id) for task_id in {row["task_id"], *before[row["pk"]]})
            yield row, {code for one in asked if one for code in one.codes}


def _parts(pks: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(pks)
    return (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))
