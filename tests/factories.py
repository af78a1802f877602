"""Plain makers of test data, by the same actions that people use. Nothing is made that the call does not say.

`make_org` and `make_user` begin long before the days on which tests play, so that only a test that says so sees an
organisation or a role that is not there yet.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from dondoc.accounts.models import Membership, User
from dondoc.accounts.roles import Role
from dondoc.documents.models import Document
from dondoc.lib.due import Due
from dondoc.lib.periods import Period
from dondoc.lib.text import fold
from dondoc.obligations.models import Obligation
from dondoc.orgs import actions as orgs
from dondoc.orgs.models import Org, OrgKind
from dondoc.plans.models import Plan, PlanStatus, PlanVersion, Target, Task

LONG_AGO = date(2020, 1, 1)
AT = datetime(2026, 3, 16, 3, 0, tzinfo=UTC)  # 10:00 in Vietnam on the day on which tests play
PASSWORD = "Mat-khau-thu-nghiem-1"
_numbers = count(1)


def make_org(
    name: str = "",
    *,
    parent: Org | None = None,
    kind: OrgKind | str = OrgKind.GRASSROOTS_ORGANISATION,
    code: str = "",
    short_name: str = "",
    groups: Sequence[str] = (),
    aliases: Sequence[str] = (),
    valid_from: date = LONG_AGO,
) -> Org:
    """An organisation under `parent` (None: a root); unknown groups are made. Code and name are numbered."""
    number = next(_numbers)
    for group in groups:
        orgs.create_group(code=group, name=group, by=None, at=AT)
    name = name or f"Đảng bộ Đơn vị {number}"
    return orgs.create_org(
        code=code or f"don-vi-{number}",
        kind=kind,
        name=name,
        short_name=short_name or name,
        parent=parent,
        valid_from=valid_from,
        groups=groups,
        aliases=aliases,
        by=None,
        at=AT,
    )


def make_committee(name: str = "Đảng ủy các cơ quan Đảng Thành phố Mẫu", *, code: str = "") -> Org:
    """A superior committee: the root of a tree."""
    return make_org(name, kind=OrgKind.COMMITTEE, code=code)


def make_user(
    username: str = "",
    *,
    role: Role | str | None = None,
    org: Org | None = None,
    full_name: str = "",
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
    password: str = PASSWORD,
) -> User:
    """A person who can sign in; with `role` and `org`, holding that role there."""
    username = username or f"nguoi-{next(_numbers)}"
    user = User.objects.create_user(username, password, full_name=full_name or username)
    if role is not None:
        code = role.code if isinstance(role, Role) else role
        Membership.objects.create(user=user, org=org, role=code, valid_from=valid_from, valid_to=valid_to)
    return user


def make_plan(
    org: Org,
    *,
    tasks: Sequence[dict[str, Any]] = (),
    starts_on: date = date(2025, 8, 1),
    ends_on: date = date(2030, 12, 31),
    issued_at: datetime | None = datetime(2025, 8, 1, 3, 0, tzinfo=UTC),
    number: str = "08-KH/ĐU",
    alarms_for_past: bool = False,
) -> Plan:
    """A plan of `org` with `tasks` (keywords of `make_task`), issued at `issued_at`; None leaves it a draft."""
    by = make_user()
    at = issued_at or AT
    number_of_document = next(_numbers)
    document = Document.objects.create(
        org=org, file=f"documents/{number_of_document}.txt", name=f"{number}.txt", size=1,
        sha256=f"{number_of_document:064x}", text="", uploaded_by=by, uploaded_at=at,
        is_open=bool(issued_at),
    )  # fmt: skip
    plan = Plan.objects.create(
        org=org, document=document, number=number, kind="KẾ HOẠCH", subject="Thực hiện nghị quyết", starts_on=starts_on,
        ends_on=ends_on, status=PlanStatus.ISSUED if issued_at else PlanStatus.DRAFT, parser_version="v1",
        alarms_for_past=alarms_for_past, created_at=at, created_by=by,
    )  # fmt: skip
    for task in tasks:
        make_task(plan, **task)
    if issued_at:
        PlanVersion.objects.create(plan=plan, number=1, content={}, sha256="0" * 64, issued_at=at, issued_by=by)
    return plan


def make_task(
    plan: Plan,
    *,
    due: Due,
    text: str = "Ban hành chương trình hành động",
    kinds: Sequence[str] = (),
    groups: Sequence[str] = (),
    orgs: Sequence[Org] = (),
    target: Target | None = None,
    reviewer: Org | None = None,
    opener: Org | None = None,
    deliverables: Sequence[str] = (),
) -> Task:
    """A confirmed task of `plan` for the organisations of these kinds, in these groups, or these ones."""
    parts = {"kinds": list(kinds), "groups": list(groups), "orgs": [org.code for org in orgs]}
    number = next(_numbers)
    return Task.objects.create(
        plan=plan, target=target, code=f"n{number}", position=number, text=text, is_confirmed=True,
        population={part: codes for part, codes in parts.items() if codes}, reviewer=reviewer, opener=opener,
        deliverables=list(deliverables), due_data=due.as_dict(), search_text=fold(text),
    )  # fmt: skip


def make_target(plan: Plan, *, code: str = "", label: str = "Chỉ tiêu thử", text: str = "100% thực hiện") -> Target:
    """A confirmed chỉ tiêu of `plan`."""
    number = next(_numbers)
    return Target.objects.create(
        plan=plan, code=code or f"c{number}", position=number, text=text, label=label, is_confirmed=True
    )


def make_obligation(task: Task, org: Org, *, due_on: date | None = None, period: str = "2026", **facts) -> Obligation:
    """One row, with exactly the facts given."""
    span = Period.parse(period)
    return Obligation.objects.create(
        task=task, org=org, period=period, period_start=span.start, period_end=span.end, due_on=due_on, **facts
    )
