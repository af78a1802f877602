"""A small plan in force and its amendment, by the same actions that people use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from dondoc.accounts.models import User
from dondoc.lib.due import Due, DueKind
from dondoc.obligations import actions, amending
from dondoc.obligations.following import Outcome
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org, OrgKind
from dondoc.plans.actions import set_amendment, start_amendment
from dondoc.plans.models import Plan, Task
from tests.factories import make_committee, make_org, make_plan, make_task, make_user
from tests.submissions.rows import make_deliverable

ISSUED = datetime(2025, 8, 1, 3, 0, tzinfo=UTC)
AMENDED = datetime(2025, 10, 1, 3, 0, tzinfo=UTC)
EFFECTIVE = date(2025, 10, 15)
CELLS = {"kinds": [OrgKind.GRASSROOTS_CELL]}
DOCUMENT = {
    "kind": "Quyết định", "number": "15-QĐ/ĐU", "signed_on": date(2025, 9, 30), "subject": "Sửa đổi, bổ sung Kế hoạch",
}  # fmt: skip


@dataclass(frozen=True)
class Office:
    committee: Org
    cells: list[Org]
    specialist: User
    leader: User


def make_office(cells: int = 2) -> Office:
    """A committee with its people and TCCSĐ; one product for each rhythm."""
    committee = make_committee()
    for code, period in (("ke-hoach", "term"), ("bao-cao-thang", "month"), ("bao-cao-nam", "year")):
        make_deliverable(code, period=period)
    names = [f"Chi bộ {chr(65 + n)}" for n in range(cells)]
    return Office(
        committee,
        [make_org(name, parent=committee, kind=OrgKind.GRASSROOTS_CELL) for name in names],
        make_user(role="specialist", org=committee),
        make_user(role="leader", org=committee),
    )


def by(day: date) -> Due:
    return Due(DueKind.DATE, on=day)


def issued_plan(office: Office, *tasks: Mapping[str, Any], ends_on: date = date(2026, 12, 31)) -> Plan:
    """A plan with these tasks (for all cells, one product, unless they say otherwise), its obligations made."""
    plan = make_plan(office.committee, tasks=[CELLS | {"deliverables": ["ke-hoach"]} | dict(t) for t in tasks],
                     issued_at=ISSUED, ends_on=ends_on)  # fmt: skip
    actions.generate(plan, by=None, at=ISSUED)
    return plan


def amendment_of(plan: Plan, office: Office, *, effective_on: date = EFFECTIVE) -> Plan:
    """A working copy that names its document and its day; tests change its items as they like."""
    copy = start_amendment(plan, by=office.specialist, at=AMENDED)
    values = DOCUMENT | {"in_force_from": effective_on}
    set_amendment(copy, values=values, revision=copy.head_revision, by=office.specialist, at=AMENDED)
    return copy


def change(copy: Plan, place: int, **values: Any) -> Task:
    """Put values on the task that stands at `place`."""
    task = list(copy.tasks.all())[place]
    for name, value in values.items():
        setattr(task, name, value)
    task.save()
    return task


def add(copy: Plan, **more: Any) -> Task:
    return make_task(copy, **(CELLS | {"deliverables": ["ke-hoach"]} | more))


def issue(copy: Plan, office: Office, at: datetime = AMENDED) -> Outcome:
    return amending.issue_amendment(copy, revision=copy.revision, by=office.leader, at=at)


def state(rows=None) -> list[tuple]:
    """(task's code, version, organisation, period, due day, closed on) of rows, in order."""
    found = Obligation.objects.all() if rows is None else rows
    found = found.select_related("task__plan", "org").order_by("task__position", "task_id", "org__sort_key", "period")
    return [
        (row.task.text, row.task.plan.version, row.org.name, row.period, row.due_on, row.closed_on) for row in found
    ]


def answered(rows: Sequence[Obligation], on: date, *, approved: bool = True) -> None:
    """Mark rows as sent in on a day, and approved."""
    for row in rows:
        actions.set_facts(
            [row.pk],
            submitted_on=on,
            sent_back_on=None,
            done_on=on if approved else None,
            approved_on=on if approved else None,
        )
