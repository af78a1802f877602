"""Every page of the made-up city: statements, and time against a page with nothing in it."""

from dataclasses import dataclass

from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import include, path, reverse

from dondoc.accounts.models import User
from dondoc.indicators.models import Indicator
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan, PlanStatus
from dondoc.reports.models import Report
from dondoc.starter.bench.report import Part, busy, rows
from dondoc.starter.bench.timing import Statements, in_turn
from dondoc.submissions.models import Submission
from dondoc.web.shortcuts import render

MOST_QUERIES = 15
MOST_TIMES_EMPTY = 4


def empty_page(request: HttpRequest) -> HttpResponse:
    """The frame that every page has, and nothing in it: what the others are compared with."""
    return render(request, "base.html")


urlpatterns = [path("trang-trong/", empty_page, name="empty"), path("", include("dondoc.config.urls"))]
EMPTY = "/trang-trong/"
Asked = tuple[str, str, str, float | None]  # name, who looks, address, limit as times the empty page or None


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


def measure() -> Part:
    """Every page of the demo as the person who uses it."""
    found = measured(_asked(), ("vanphong", "lanhdao", "dv09", "quantri"))
    part = Part(lines=[
        f"Thành phố mẫu: {rows(Org)} tổ chức, {rows(Obligation)} việc, {rows(Submission)} phiếu; {busy()}.",
        "",
    ])  # fmt: skip
    tell(part, found)
    return part


def measured(asked: list[Asked], people: tuple[str, ...]) -> list[Row]:
    """The pages `asked` for by `people` (user names), each in turn with the empty page."""
    found = []
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"]):
        clients = {name: _signed_in(name) for name in people}
        for name, who, address, limit in asked:
            client = clients[who]
            client.get(address)  # templates compiled, caches warm
            caches["pages"].clear()
            queries = Statements()
            with connection.execute_wrapper(queries):
                response = client.get(address)
            if response.status_code != 200:
                raise SystemExit(f"{address} trả lời {response.status_code}")
            again, empty = in_turn(lambda: client.get(address), lambda: client.get(EMPTY))  # noqa: B023
            first, empty_too = in_turn(lambda: _anew(client, address), lambda: client.get(EMPTY))  # noqa: B023
            found.append(Row(name, who, first * 1000, first / empty_too, again / empty, queries.number, limit))
    return found


def tell(part: Part, found: list[Row]) -> None:
    """Add the table of what was `found` to `part`."""
    part.lines += [
        "| trang | ai xem | truy vấn | ms | dựng mới, so với trang trống | xem lại, so với trang trống | giới hạn | |",
        "|---|---|---:|---:|---:|---:|---|---|",
    ]
    for row in found:
        limit = f"{MOST_QUERIES} truy vấn" + (f", {row.limit:.0f} lần" if row.limit else "")
        part.lines.append(
            f"| {row.name} | {row.who} | {row.queries} | {row.milliseconds:.0f} | {row.anew:.1f} lần | "
            f"{row.ratio:.1f} lần | {limit} | {part.hold(row.name, holds=row.holds)} |"
        )


def _asked() -> list[Asked]:
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
        ("gánh nặng báo cáo", "vanphong", reverse("dashboards:burden"), None),
        ("nhập từ tệp", "vanphong", reverse("intake:start"), None),
        *_working_copy_pages(),
    ]


def _working_copy_pages() -> list[Asked]:
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
    client.force_login(User.objects.get(username=username))
    return client
