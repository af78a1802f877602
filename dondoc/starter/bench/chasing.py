"""A month's end for a whole country: building the messages of one day, and saying those that go first."""

import os
import resource
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from dondoc.accounts.models import Membership, User
from dondoc.lib.due import Due, DueKind
from dondoc.lib.numbers import format_number
from dondoc.lib.workdays import add_working_days, next_working_day
from dondoc.obligations.models import Obligation
from dondoc.orgs.actions import create_org
from dondoc.orgs.models import Org, OrgKind
from dondoc.outbox.models import Delivery, Message
from dondoc.plans.models import Task
from dondoc.reminders.actions import publish_default
from dondoc.reminders.building import build
from dondoc.reminders.models import LadderVersion, Reminder, Told
from dondoc.reminders.queries import ladder_of
from dondoc.reminders.saying import say
from dondoc.starter.bench.made_up import FOUNDED, make_plan
from dondoc.starter.bench.report import Part, busy, rows
from dondoc.starter.definitions import ladder_data
from dondoc.web.bulk import insert_many

ORGS = 52_000
SECONDS, MEGABYTES = 60, 100  # for a day's building; what this process may grow by
_STEPS = (-5, 0, 3, 7, 90)  # working days since each duty's last day: four reach a rung, one is past them all
_LOT = 5_000
_SAID = 1_000  # messages that are put into words, as a run of sending does


def measure() -> Part:
    """On the database that the settings name, which must be empty."""
    call_command("migrate", verbosity=0, interactive=False)
    today = next_working_day(timezone.localdate())
    at = datetime.combine(today, clock(8), timezone.get_current_timezone())
    started = time.monotonic()
    fill(ORGS, today=today, at=at)
    filled = time.monotonic() - started
    before = _peak()
    with override_settings(MAIL_IS_ON=True, MAIL_URL="smtp://localhost"):
        worked = _worked()
        built = _seconds(lambda: build(at=at))
        worked = _worked() - worked
    grown = _peak() - before
    again = _seconds(lambda: build(at=at))
    some = list(Message.objects.select_related("user").order_by("pk")[:_SAID])
    said = _seconds(lambda: [say(some[n : n + 50], today) for n in range(0, _SAID, 50)])
    part = Part(lines=[
        f"{rows(Org)} tổ chức, {rows(User)} người, {rows(Obligation)} việc (dựng bằng COPY, {filled:.0f} giây). "
        f"Một ngày: {rows(Reminder)} lượt đôn đốc, {rows(Told)} lượt báo cho người, {rows(Message)} tin, "
        f"{rows(Delivery)} thư; {busy()}.",
        "",
        "| việc | đo được | giới hạn | |",
        "|---|---:|---:|---|",
    ])  # fmt: skip
    _tell(part, "lập tin một ngày, giây máy làm việc", f"{worked:.1f} giây", f"{SECONDS} giây", worked <= SECONDS)
    part.lines.append(f"| … giờ đồng hồ, cùng việc khác của máy | {built:.1f} giây | | |".replace(".", ","))
    _tell(part, "bộ nhớ tăng thêm khi lập tin", f"{grown:.0f} MB", f"{MEGABYTES} MB", grown <= MEGABYTES)
    _tell(part, "lập lại cùng ngày (không làm gì)", f"{again * 1000:.0f} ms", "1000 ms", again <= 1)
    _tell(part, f"soạn lời {format_number(_SAID)} tin khi gửi", f"{said:.1f} giây", "30 giây", said <= 30)
    return part


def _tell(part: Part, name: str, found: str, limit: str, holds: bool) -> None:
    part.lines.append(f"| {name} | {found.replace('.', ',')} | {limit} | {part.hold(name, holds=holds)} |")


def _seconds(what: Callable[[], object]) -> float:
    started = time.monotonic()
    what()
    return time.monotonic() - started


def _worked() -> float:
    """Seconds that the processor has worked for this process and for its connection to the database so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    ticks = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _peak() -> float:
    """The most that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(orgs: int, *, today: date, at: datetime) -> LadderVersion:
    """A committee with so many organisations, two people each, and duties on four rungs of a ladder that runs."""
    committee = create_org(
        code="TW", kind=OrgKind.COMMITTEE, name="Đảng ủy Mẫu", short_name="Đảng ủy Mẫu", parent=None,
        valid_from=FOUNDED, by=None, at=at,
    )  # fmt: skip
    clerk = User.objects.create_user("van-thu", full_name="Văn thư Mẫu")
    plan = make_plan(committee, clerk, at, first=date(today.year - 1, 1, 1), last=date(today.year + 4, 12, 31))
    due = Due(DueKind.UNDATED).as_dict()
    tasks = [
        Task.objects.create(
            plan=plan, code=f"n{n}", position=n, text=f"Nộp báo cáo số {n}", is_confirmed=True, due_data=due
        )
        for n in range(len(_STEPS))
    ]  # fmt: skip
    days = [add_working_days(today, -step) for step in _STEPS]
    for numbers in _lots(orgs):
        with transaction.atomic():
            _some(numbers, tasks, days)
    with transaction.atomic():
        publish_default(ladder_data(), by=None, at=at)
        default = ladder_of(plan)
        version = LadderVersion.objects.create(
            plan=plan, number=1, data=default.data if default else {}, runs_from=today - timedelta(days=30), made_at=at
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return version


def _lots(count: int) -> Iterator[range]:
    for start in range(0, count, _LOT):
        yield range(start, min(start + _LOT, count))


def _some(numbers: range, tasks: list[Task], days: list[date]) -> None:
    orgs = [
        Org(code=f"CS-{n:05d}", kind=OrgKind.GRASSROOTS_CELL, name=f"Chi bộ {n}", short_name=f"Chi bộ {n}",
            search_text=f"chi bo {n}", sort_key=f"chi bo {n:05d}", valid_from=FOUNDED)
        for n in numbers
    ]  # fmt: skip
    insert_many(orgs)
    people = [
        User(username=f"cs{n:05d}{who}", full_name=f"Người {n}{who}", email=f"cs{n:05d}{who}@mau.invalid")
        for n in numbers for who in ("", ".bt")
    ]  # fmt: skip
    insert_many(people)
    roles = ("enterer", "internal_approver")
    insert_many([
        Membership(user_id=person.pk, org_id=orgs[place // 2].pk, role=roles[place % 2], valid_from=FOUNDED)
        for place, person in enumerate(people)
    ])  # fmt: skip
    insert_many([
        Obligation(task=task, org=org, period=f"{day.year}", period_start=date(day.year, 1, 1),
                   period_end=date(day.year, 12, 31), due_on=day)
        for org in orgs for task, day in zip(tasks, days, strict=True)
    ])  # fmt: skip
