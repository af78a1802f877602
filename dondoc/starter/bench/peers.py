"""The same work as was measured of the peers, over HTTP: a month of 13 values, a list, an export.

The peers' figures are those of the project's issue 4; nothing here measures them.
"""

import statistics
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from dondoc.measures.actions import refresh
from dondoc.obligations.forms import EVERY_STATUS
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org
from dondoc.starter.bench.made_up import PRODUCT, MadeUp, add_people, build, figures
from dondoc.starter.bench.report import Part, busy, rows
from dondoc.starter.bench.servers import Answer, Browser, Server, serving
from dondoc.starter.bench.timing import Statements, percentile
from dondoc.submissions.models import Submission

ORGS, MONTHS = 185, ("2025-09", "2028-11")  # 185 × 39 = the 7.215 issues that were exported of Redmine
ISSUED = datetime(2025, 8, 25, 1, tzinfo=UTC)
ALONE, TOGETHER, CLIENTS = 40, 160, 8  # reports of one client, of eight


@dataclass(frozen=True)
class Work:
    """One sheet to be sent in: who, where, what."""

    number: int
    user_place: int
    address: str


@dataclass(frozen=True)
class Measured:
    """Seconds of each report of one client `alone` and of several `together`, of each page of the list that was
    `listed`, of one asked for `again`, of each export; seconds of the server's CPU and `statements` of one report;
    megabytes of the server; reports that failed or were lost."""

    alone: list[float]
    together: list[float]
    listed: list[float]
    again: list[float]
    exported: list[float]
    cpu: float
    statements: int
    memory: float
    errors: int


def measure() -> Part:
    """On the database that the settings name, which must be empty."""
    call_command("migrate", verbosity=0, interactive=False)
    made = district(ORGS, MONTHS)
    work = work_of(made)
    with serving() as server:
        alone, _cpu = _reports(server, made, list(islice(work, ALONE)), 1)
        before = Submission.objects.count()
        together, spent = _reports(server, made, list(islice(work, TOGETHER)), CLIENTS)
        office = Browser(server.port, made.reviewer)
        pages = [f"{reverse('obligations:list')}?moi_trang=100&trang={n}" for n in range(1, 16)]
        listed, again = ([office.get(page) for page in asked] for asked in (pages, pages[-1:] * 15))
        exported = [office.get(f"{reverse('obligations:export')}?trang_thai={EVERY_STATUS}") for _n in range(5)]
        memory = server.megabytes()
    lost = TOGETHER - (Submission.objects.count() - before)
    return told(
        Measured(
            *([one.seconds for one in answers] for answers in (alone, together, listed, again, exported)),
            cpu=spent, statements=statements(made, list(islice(work, 2))), memory=memory,
            errors=sum(one.status != 302 for one in [*alone, *together]) + lost,
        )
    )  # fmt: skip


def district(orgs: int, months: tuple[str, str]) -> MadeUp:
    """A committee with `orgs` under it, somebody to enter for each, and the figures computed."""
    made = build(orgs=orgs, months=months, at=ISSUED, owed=False)
    add_people(made, at=ISSUED)
    refresh(today=timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return made


def work_of(made: MadeUp) -> Iterator[Work]:
    """Every sheet that is asked, one organisation after the other, month by month."""
    places = {org.pk: place for place, org in enumerate(made.orgs)}
    asked = Obligation.objects.filter(org__in=made.orgs).order_by("period", "org_id").values_list("pk", "org_id")
    for number, (pk, org_id) in enumerate(asked):
        yield Work(number, places[org_id], reverse("submissions:answer", args=[pk, PRODUCT]))


def form(number: int) -> dict[str, str]:
    """The thirteen answers as a page posts them, to be sent in."""
    return {f"a_{code}": text for code, text in figures(number).items()} | {"do": "submit", "explanation": ""}


def _reports(server: Server, made: MadeUp, work: Sequence[Work], clients: int) -> tuple[list[Answer], float]:
    """The answers to these sheets, sent in by so many clients at once; seconds of the server's CPU for each. The
    forms were opened before."""
    browsers = [Browser(server.port, made.people[one.user_place]) for one in work]
    opened = [browser.get(one.address).page for one, browser in zip(work, browsers, strict=True)]
    forms = list(zip(work, browsers, opened, strict=True))

    def send(mine: Sequence[tuple[Work, Browser, str]]) -> list[Answer]:
        return [browser.post(one.address, page, form(one.number)) for one, browser, page in mine]

    cpu = server.cpu_seconds()
    with ThreadPoolExecutor(clients) as pool:
        parts = list(pool.map(send, [forms[n::clients] for n in range(clients)]))
    return [answer for part in parts for answer in part], (server.cpu_seconds() - cpu) / len(work)


def statements(made: MadeUp, work: Sequence[Work]) -> int:
    """Statements of the last of these reports; those before it are this process's first, with which it brings the
    figures of the day up."""
    counted = Statements()
    for one in work:
        counted = Statements()
        with override_settings(ALLOWED_HOSTS=["*"]):
            client = Client()
            client.force_login(made.people[one.user_place])
            with connection.execute_wrapper(counted):
                answer = client.post(one.address, form(one.number) | {"revision": "0"})
        if answer.status_code != 302:
            raise SystemExit(f"{one.address} trả lời {answer.status_code}")
    return counted.number


def told(found: Measured) -> Part:
    """The table beside the peers, and what it was measured on."""
    part = Part()

    def line(what: str, value: float, limit: float, unit: str, peer: str = "") -> None:
        mark = part.hold(what, holds=value <= limit)
        part.lines.append(f"| {what} | {value:.0f} {unit} | ≤ {limit:.0f} {unit} | {peer} | {mark} |")

    def middle(seconds: list[float]) -> float:
        return statistics.median(seconds) * 1000

    part.lines += ["| việc | Đôn Đốc | giới hạn | phần mềm khác (số trong yêu cầu 4) | |", "|---|---:|---:|---|---|"]
    akvo, worst = "Akvo RSR", percentile(found.together, 0.95) * 1000
    line("tháng 13 số liệu, một máy khách, p50", middle(found.alone), 40, "ms", f"{akvo}: 2,1 s")
    line(f"như trên, {CLIENTS} máy khách, p95", worst, 150, "ms", f"{akvo}: 8,9 s")
    line("lỗi, phiếu mất", found.errors, 0, "phiếu")
    line("CPU máy chủ một báo cáo", found.cpu * 1000, 30, "ms")
    line("câu lệnh SQL một báo cáo", found.statements, 12, "câu")
    line("bộ nhớ máy chủ", found.memory, 300, "MB", f"{akvo}: 1,9 GB")
    line("danh sách 100 việc, xem lại, p50", middle(found.again), 40, "ms", "Redmine: 0,9 s")
    line("như trên, mỗi lần một trang khác, p50", middle(found.listed), 40, "ms")
    line("xuất 7.215 việc, p50", middle(found.exported), 1000, "ms", "Redmine: 60 s")
    part.lines += [
        "",
        f"Dữ liệu: {rows(Org)} tổ chức, {rows(Obligation)} việc, 13 chỉ tiêu tính từ các phiếu; máy khách chạy cùng "
        f"máy; {busy()}. Số của phần mềm khác lấy từ yêu cầu số 4 của dự án, không đo lại ở đây, nên chỉ để tham khảo.",
    ]
    return part
