"""`manage.py bench`: measures the limits that we hold, prints a table, records it in docs/PERFORMANCE.md.

Every figure that is compared is a ratio within this one run; the milliseconds beside it belong to this machine.
"""

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import include, path, reverse
from django.utils import timezone

from dondoc.accounts.models import User
from dondoc.documents.parsing.reader import read
from dondoc.documents.queries import register
from dondoc.indicators.models import Indicator
from dondoc.lib.text import fold
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan, PlanStatus
from dondoc.reports.models import Report
from dondoc.starter.definitions import HERE
from dondoc.submissions.models import Submission
from dondoc.web.shortcuts import render

MOST_QUERIES = 15
MOST_TIMES_EMPTY = 4
MOST_TIMES_FOLDING = 3
MOST_GROWTH = 1.3  # time per page of the text fifty times over, against that of the text once
COPIES = (1, 10, 50)
LETTERS_ON_A_PAGE = 2500
OR_MILLISECONDS = 150
ROUNDS = 9


def empty_page(request: HttpRequest) -> HttpResponse:
    """The frame that every page has, and nothing in it: what the others are compared with."""
    return render(request, "base.html")


urlpatterns = [path("trang-trong/", empty_page, name="empty"), path("", include("dondoc.config.urls"))]


@dataclass(frozen=True)
class Row:
    """One measured page: median milliseconds and times the empty page when made anew, times the empty page when nothing
    changed since it was last asked for, queries when made anew; `limit` (of the latter) None where none is set."""

    name: str
    who: str
    milliseconds: float
    anew: float
    ratio: float
    queries: int
    limit: float | None

    @property
    def holds(self) -> bool:
        return self.queries <= MOST_QUERIES and (self.limit is None or self.ratio <= self.limit)


class _Count:
    """Counts the statements that reach the database."""

    number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


class Command(BaseCommand):
    help = "Đo tốc độ đọc kế hoạch và các trang trên dữ liệu mẫu, ghi docs/PERFORMANCE.md"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--no-record", action="store_true", help="chỉ in, không ghi docs/PERFORMANCE.md")

    def handle(self, *args, no_record: bool, **options) -> None:
        call_command("demo", fill_only=True)
        reading = self.measure_reading()
        growth = self.measure_growth()
        with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"]):
            rows = self.measure_pages()
        report = "\n".join([*_reading_lines(*reading), "", *_growth_lines(growth), "", *_page_lines(rows)])
        self.stdout.write(report)
        if not no_record:
            _record(report)
        broken = [row.name for row in rows if not row.holds]
        if not _reading_holds(*reading):
            broken.append("đọc kế hoạch")
        if not _growth_holds(growth):
            broken.append("đọc văn bản dài")
        if broken:
            raise SystemExit(f"Vượt giới hạn: {', '.join(broken)}")

    def measure_reading(self) -> tuple[float, float]:
        """Seconds to read the founding plan, and merely to split its lines and fold them."""
        text = (HERE / "plans" / "08-KH-DU.txt").read_text(encoding="utf-8")
        references = register()
        return (
            _median(lambda: read(text, register=references)),
            _median(lambda: [fold(line) for line in text.splitlines()]),
        )

    def measure_growth(self) -> list[tuple[int, float]]:
        """(copies, seconds of this process per page) to read the founding plan once and many times over in one text."""
        text = (HERE / "plans" / "08-KH-DU.txt").read_text(encoding="utf-8") + "\n\n"
        pages = len(text) / LETTERS_ON_A_PAGE
        return [(copies, _own_seconds(lambda: read(text * copies), copies) / (pages * copies)) for copies in COPIES]  # noqa: B023

    def measure_pages(self) -> list[Row]:
        """Every page of the demo as the person who uses it, in turn with the empty page."""
        rows = []
        clients = {name: _signed_in(name) for name in ("vanphong", "lanhdao", "dv09", "quantri")}
        for name, who, address, limit in _pages():
            client = clients[who]
            client.get(address)  # templates compiled, caches warm
            caches["pages"].clear()
            queries = _Count()
            with connection.execute_wrapper(queries):
                response = client.get(address)
            if response.status_code != 200:
                raise SystemExit(f"{address} trả lời {response.status_code}")
            again, empty = _in_turn(lambda: client.get(address), lambda: client.get("/trang-trong/"))  # noqa: B023
            first, empty_too = _in_turn(lambda: _anew(client, address), lambda: client.get("/trang-trong/"))  # noqa: B023
            rows.append(Row(name, who, first * 1000, first / empty_too, again / empty, queries.number, limit))
        return rows


def _pages() -> list[tuple[str, str, str, float | None]]:
    """(name, who looks, address, limit as times the empty page or None)."""
    plan, report = Plan.objects.newest().earliest("pk"), Report.objects.order_by("-period").first()
    org = Org.objects.get(code="TCCS-09")
    indicator = Indicator.objects.order_by("position").first()
    own = Obligation.objects.filter(org=org).order_by("pk").first()
    submission = Submission.objects.filter(org=org).order_by("pk").first()
    measure = indicator.versions.first().parsed.measures[0].code
    limit = float(MOST_TIMES_EMPTY)
    return [
        ("bảng điều hành", "lanhdao", reverse("dashboards:board"), limit),
        ("ma trận", "lanhdao", reverse("dashboards:matrix"), limit),
        ("việc của đơn vị", "dv09", reverse("dashboards:work"), limit),
        ("một chỉ tiêu", "lanhdao", reverse("dashboards:indicator", args=[indicator.code]), None),
        ("giải thích con số", "lanhdao", reverse("dashboards:explain", args=[indicator.code, measure]), None),
        ("danh sách tổ chức", "lanhdao", reverse("dashboards:orgs"), None),
        ("một tổ chức", "lanhdao", reverse("dashboards:org", args=[org.pk]), None),
        ("nhật ký", "lanhdao", reverse("dashboards:audit"), None),
        ("tìm kiếm", "lanhdao", reverse("dashboards:search") + "?q=toa+an", None),
        ("kế hoạch", "lanhdao", reverse("plans:detail", args=[plan.pk]), None),
        ("danh sách kế hoạch", "lanhdao", reverse("plans:list"), None),
        ("nhiệm vụ", "vanphong", reverse("obligations:list"), None),
        ("một việc", "vanphong", reverse("obligations:detail", args=[own.pk]), None),
        ("các đợt", "vanphong", reverse("obligations:rounds"), None),
        ("bảng đôn đốc", "vanphong", reverse("reminders:board"), None),
        ("bàn duyệt", "vanphong", reverse("reviewing:desk"), None),
        ("một phiếu", "vanphong", reverse("submissions:detail", args=[submission.pk]), None),
        ("danh sách báo cáo", "vanphong", reverse("reports:list"), None),
        ("một báo cáo", "vanphong", reverse("reports:detail", args=[report.pk]), None),
        ("người dùng", "quantri", reverse("accounts:people"), None),
        ("văn bản viện dẫn", "vanphong", reverse("documents:references"), None),
        ("mã phát hiện", "vanphong", reverse("documents:finding_codes"), None),
        *_working_copy_pages(),
    ]


def _working_copy_pages() -> list[tuple[str, str, str, float | None]]:
    """Pages of the newest plan that is being confirmed and of the newest amendment, where the data have such."""
    draft = Plan.objects.filter(status=PlanStatus.DRAFT, first=None).order_by("pk").last()
    amendment = Plan.objects.filter(first__isnull=False).order_by("pk").last()
    named: list[tuple[str, str, str, Plan | None]] = [
        ("soát kế hoạch", "vanphong", "plans:confirm", draft),
        ("ghép tên đơn vị", "vanphong", "plans:bodies", draft),
        ("đề xuất phiếu, chỉ tiêu", "vanphong", "plans:proposals", draft),
        ("xem trước khi ban hành", "lanhdao", "obligations:issue", draft),
        ("so sánh hai bản", "vanphong", "plans:compare", amendment),
    ]
    if amendment and not amendment.is_issued:
        named.append(("xem trước bản sửa đổi", "lanhdao", "obligations:issue", amendment))
    return [(name, who, reverse(page, args=[plan.pk]), None) for name, who, page, plan in named if plan]


def _anew(client: Client, address: str) -> None:
    """As after a change: what is remembered of pages is gone."""
    caches["pages"].clear()
    client.get(address)


def _signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
    return client


def _median(what: Callable[[], object]) -> float:
    what()
    return statistics.median(_seconds(what) for _round in range(ROUNDS))


def _in_turn(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Medians of both, measured in turn, so that a slow moment of the machine meets both."""
    pairs = [(_seconds(one), _seconds(other)) for _round in range(ROUNDS)]
    return statistics.median(a for a, _b in pairs), statistics.median(b for _a, b in pairs)


def _seconds(what: Callable[[], object]) -> float:
    started = time.perf_counter()
    what()
    return time.perf_counter() - started


def _own_seconds(what: Callable[[], object], copies: int) -> float:
    """The least time that this process spent on it, whatever else the machine does; long ones are measured once."""
    rounds = []
    for _round in range(max(1, ROUNDS // copies)):
        started = time.process_time()
        what()
        rounds.append(time.process_time() - started)
    return min(rounds)


def _growth_holds(growth: list[tuple[int, float]]) -> bool:
    return growth[-1][1] <= MOST_GROWTH * growth[0][1]


def _growth_lines(growth: list[tuple[int, float]]) -> list[str]:
    """Time per page as the text grows: 1 means that twice the text takes twice the time."""
    once = growth[0][1]
    return [
        "| đọc văn bản dài | ms một trang | so với một bản | giới hạn | |",
        "|---|---:|---:|---|---|",
        *(
            f"| {copies} lần 08-KH/ĐU nối lại | {seconds * 1000:.1f} | {seconds / once:.2f} lần | "
            f"{f'{MOST_GROWTH:.1f} lần'.replace('.', ',')} | {'đạt' if seconds <= MOST_GROWTH * once else 'VƯỢT'} |"
            for copies, seconds in growth
        ),
    ]


def _reading_holds(reading: float, folding: float) -> bool:
    return reading * 1000 <= max(OR_MILLISECONDS, MOST_TIMES_FOLDING * folding * 1000)


def _reading_lines(reading: float, folding: float) -> list[str]:
    mark = "đạt" if _reading_holds(reading, folding) else "VƯỢT"
    return [
        "| đọc kế hoạch 08-KH/ĐU | ms | so với tách dòng và bỏ dấu | giới hạn | |",
        "|---|---:|---:|---|---|",
        f"| toàn bộ bản đọc và các phát hiện | {reading * 1000:.0f} | {reading / folding:.1f} lần | "
        f"{MOST_TIMES_FOLDING} lần hoặc {OR_MILLISECONDS} ms | {mark} |",
    ]


def _page_lines(rows: list[Row]) -> list[str]:
    lines = [
        "| trang | ai xem | truy vấn | ms | dựng mới, so với trang trống | xem lại, so với trang trống | giới hạn | |",
        "|---|---|---:|---:|---:|---:|---|---|",
    ]
    for row in rows:
        limit = f"{MOST_QUERIES} truy vấn" + (f", {row.limit:.0f} lần" if row.limit else "")
        lines.append(
            f"| {row.name} | {row.who} | {row.queries} | {row.milliseconds:.0f} | {row.anew:.1f} lần | "
            f"{row.ratio:.1f} lần | {limit} | "
            f"{'đạt' if row.holds else 'VƯỢT'} |"
        )
    return lines


def _record(report: str) -> None:
    engine = connection.vendor
    version = ".".join(str(part) for part in connection.get_database_version())
    head = [
        "# Tốc độ đo được",
        "",
        "Do `./don bench` ghi; số so sánh là tỷ lệ trong cùng một lần chạy, mili giây chỉ đúng cho máy này.",
        "",
        f"- ngày đo: {timezone.localdate():%d/%m/%Y}; máy: {platform.machine()}, {_cores()} nhân, "
        f"Python {platform.python_version()}, {engine} {version}",
        f"- dữ liệu: thành phố mẫu, {Org.objects.count()} tổ chức, {Obligation.objects.count()} việc, "
        f"{Submission.objects.count()} phiếu",
        "",
    ]
    target = Path(settings.BASE_DIR) / "docs" / "PERFORMANCE.md"
    kept = target.read_text(encoding="utf-8") if target.exists() else ""
    tail = kept[kept.index(_KEEP) :] if _KEEP in kept else ""
    target.write_text("\n".join([*head, report, "", tail]), encoding="utf-8")


_KEEP = "## Ghi tay"  # what people add below this heading stays


def _cores() -> int:
    return len(os.sched_getaffinity(0))
