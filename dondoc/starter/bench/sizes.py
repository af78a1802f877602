"""Numbers at any size: what a page, a change and a rebuilding cost for 60, 3.300 and 52.000 organisations.

What is compared between sizes is compared within one run, and pages as times the empty page of that moment, so that a
slow hour of the machine changes little.
"""

import json
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from dondoc.accounts.models import User
from dondoc.forecast import actions as forecast
from dondoc.lib.numbers import format_number
from dondoc.measures.actions import rebuild_months, refresh
from dondoc.measures.models import Answer, MeasureValue
from dondoc.orgs.models import Org
from dondoc.starter.bench import beside
from dondoc.starter.bench.by_hand import write_answers, write_values
from dondoc.starter.bench.ceiling import HEAD, Ceiling, ceiling_of, lines_of
from dondoc.starter.bench.made_up import MadeUp
from dondoc.starter.bench.pages import MOST_TIMES_EMPTY, Row, measured
from dondoc.starter.bench.report import Part, busy, rows
from dondoc.starter.bench.servers import Answer as HttpAnswer
from dondoc.starter.bench.servers import Browser, serving
from dondoc.starter.bench.sized import WAITING, Size, by_actions, by_database, turns
from dondoc.starter.bench.timing import percentile, seconds, server_clock
from dondoc.submissions.actions import approve
from dondoc.submissions.models import Submission

SMALL = Size("S", 60, (3, 6))
MIDDLE = Size("M", 3_300, (34, 330))
LARGE = Size("L", 52_000, (34, 3_321))
PAGE_GROWTH, CHANGE_GROWTH = 1.5, 2.0
CHANGE_SECONDS = 0.060  # of the database, for 19 changes of 20
BY_HAND = 1.5  # times the hand-written SQL
MEGABYTES = 250  # of a web process
ONE_SECONDS, GRID_SECONDS = 0.005, 0.020  # through HTTP: one chỉ tiêu in one month, all of them in all months
_SUMMARY_ROUNDS = 20
_COUNTED = ((Org, "tổ chức"), (Submission, "phiếu"), (Answer, "câu trả lời"), (MeasureValue, "tổng"))


@dataclass
class Change:
    """One approval, until the committee's figure is new: seconds inside statements and of this process, statements, and
    what the database's own process computed (None where it cannot be seen)."""

    database: float
    process: float
    statements: int
    server: float | None = None


@dataclass
class Served:
    """What the web server answers: seconds anew and when asked again, of one number and of the whole grid; its memory
    after all pages, MB; how many numbers the grid has."""

    one: tuple[float, float]
    grid: tuple[float, float]
    megabytes: float
    cells: int


@dataclass
class Found:
    size: Size
    built: float = 0.0
    counts: str = ""
    pages: list[Row] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    ours: float = 0.0
    by_hand: float = 0.0
    summary: float = 0.0
    served: Served | None = None
    disk: float = 0.0
    ceiling: Ceiling | None = None
    foreseen: float = 0.0

    @property
    def middle(self) -> float:
        return statistics.median(one.database for one in self.changes)


def measure() -> Part:
    """S, then M, then the programme of the peers, each in a database of its own."""
    part = told([found_of(SMALL), found_of(MIDDLE)])
    with _database("ben_canh"):
        found = list(beside.lines())
    part.lines.append("")
    beside.tell(part, found)
    return part


def measure_large() -> Part:
    """S, then L: 52.000 organisations, 60 months."""
    return told([found_of(SMALL), found_of(LARGE)])


def measure_small() -> Part:
    """S in the database that the settings name and that has no SQL of ours: made by the product's own actions."""
    call_command("migrate", verbosity=0, interactive=False)
    found, started = Found(SMALL), time.monotonic()
    made = by_actions(SMALL)
    found.built = time.monotonic() - started
    _measure(found, made)
    return told([found])


def found_of(size: Size) -> Found:
    """All that is measured of one size. Errors: SystemExit when a figure is not right."""
    with _database(f"quy_mo_{size.name.lower()}"):
        found, started = Found(size), time.monotonic()
        made = by_database(size)
        found.built = time.monotonic() - started
        _measure(found, made)
        found.ceiling = ceiling_of(made, turns(1)[0].period)
    return found


def _measure(found: Found, made: MadeUp) -> None:
    found.foreseen = seconds(forecast.rebuild)
    found.counts = (
        f"{rows(Org)} tổ chức, {rows(Submission)} phiếu, {rows(Answer)} câu trả lời, {rows(MeasureValue)} tổng"
    )
    found.pages = measured(_asked(made), ("duyet",))
    found.summary = _summary(made)
    found.changes = list(_changes(made))
    found.ours, found.by_hand = _rebuilt(found.size)
    found.served, found.disk = _served(made), _disk()


@contextmanager
def _database(name: str) -> Iterator[None]:
    """A new, empty database beside the one that the settings name; for processes that are begun in the block too."""
    before, given = connection.settings_dict["NAME"], os.environ["DONDOC_DATABASE_URL"]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
    try:
        _connect(name, f"{given.rpartition('/')[0]}/{name}")
        call_command("migrate", verbosity=0, interactive=False)
        yield
    finally:
        _connect(before, given)


def _connect(name: str, address: str) -> None:
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
    os.environ["DONDOC_DATABASE_URL"] = address
    for cache in caches.all():
        cache.clear()


def _asked(made: MadeUp) -> list[tuple[str, str, str, float | None]]:
    limit, leaf, top = float(MOST_TIMES_EMPTY), made.orgs[len(made.orgs) // 2], f"?don-vi={made.committee.pk}"
    return [
        ("bảng điều hành", "duyet", reverse("dashboards:board") + top, limit),
        ("ma trận", "duyet", reverse("dashboards:matrix") + top, limit),
        ("một tổ chức", "duyet", reverse("dashboards:org", args=[leaf.pk]), limit),
        ("một chỉ tiêu", "duyet", reverse("dashboards:indicator", args=["so-lieu-01"]) + top, limit),
    ]


class _Clock:
    """Seconds and statements of the database: `with connection.execute_wrapper(_Clock())`."""

    def __init__(self) -> None:
        self.seconds, self.statements = 0.0, 0

    def __call__(self, execute, sql, params, many, context):
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - started
            self.statements += 1


def _changes(made: MadeUp) -> Iterator[Change]:
    """Approve what waits, one sheet after the other; the committee's figure is read each time."""
    today = timezone.localdate()
    waiting = list(Submission.objects.filter(state="submitted").order_by("pk").values_list("pk", flat=True))
    for number, pk in enumerate(waiting[:WAITING]):
        sheet = Submission.objects.select_related("org", "deliverable", "sheet_version").get(pk=pk)
        before, clock, server = _figure(made, sheet.period), _Clock(), server_clock()
        started, begun = time.process_time(), server()
        with connection.execute_wrapper(clock):
            approve(sheet, revision=sheet.revision, by=User.objects.get(username="duyet"), at=timezone.now())
            refresh(today=today)
            after = _figure(made, sheet.period)
        if after - before != int(sheet.answers["v01"]):
            raise SystemExit(f"{made.committee}: {before} → {after} sau khi duyệt {sheet.answers['v01']}")
        if number:  # the first warms up
            ended = server()
            own = None if begun is None or ended is None else ended - begun
            yield Change(clock.seconds, time.process_time() - started, clock.statements, own)


def _figure(made: MadeUp, month: str) -> int:
    row = MeasureValue.objects.get(measure="so-lieu-01.a", org=made.committee, month=month)
    return int(row.numerator)


def _summary(made: MadeUp) -> float:
    """Seconds to read all thirteen totals of the committee in a month from the stored roll-ups."""
    month = turns(1)[0].period.code
    read = MeasureValue.objects.filter(org=made.committee, month=month)
    return statistics.median(seconds(lambda: list(read.all())) for _round in range(_SUMMARY_ROUNDS))


def _rebuilt(size: Size) -> tuple[float, float]:
    """Seconds to make the last month anew from nothing: the product's own computing, and SQL written by hand, which
    must come to the same rows."""
    month, at = turns(1)[0].period, timezone.now()
    ours = _anew(month.code, lambda: rebuild_months([month.code], today=timezone.localdate(), at=at))
    if connection.vendor != "postgresql":
        return ours, 0.0
    mine = _rows_of(month.code)
    by_hand = _anew(month.code, lambda: (write_answers(month, at=at), write_values(month, at=at)))
    if _rows_of(month.code) != mine:
        raise SystemExit(f"{size.name}: lệnh SQL viết tay cho kết quả khác")
    return ours, by_hand


def _anew(month: str, what: Callable[[], object]) -> float:
    with connection.cursor() as cursor:
        for table in ("measures_answer", "measures_measurevalue"):
            cursor.execute(f"DELETE FROM {table} WHERE month = %s", [month])  # noqa: S608 -- our own two tables
    return seconds(what)


def _rows_of(month: str) -> tuple[object, ...]:
    """All sums of the month in one line each, and how many answers there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(numerator), md5(string_agg(concat_ws(',', measure, org_id, numerator, denominator, "
            "population, known, expected, expected_known, status), ';' ORDER BY measure, org_id)) "
            "FROM measures_measurevalue WHERE month = %s", [month],
        )  # fmt: skip
        values = cursor.fetchone()
        cursor.execute("SELECT count(*), sum(numerator) FROM measures_answer WHERE month = %s", [month])
        return (*values, *cursor.fetchone())


def _served(made: MadeUp) -> Served:
    """The web server after every page was asked for."""
    numbers = f"{reverse('dashboards:term_numbers')}?don-vi={made.committee.pk}"
    one = f"{numbers}&thang={turns(1)[0].period.code}&chi-tieu=so-lieu-01"
    with serving() as server:
        browser = Browser(server.port, User.objects.get(username="duyet"))
        for _name, _who, address, _limit in _asked(made):
            _page(browser, address)
        cells = sum(len(measure["months"]) for measure in json.loads(_page(browser, numbers).page)["measures"])
        return Served(_times(browser, one), _times(browser, numbers), server.megabytes(), cells)


def _times(browser: Browser, address: str) -> tuple[float, float]:
    """Seconds anew (another address each time, the same numbers) and when asked again."""
    anew = statistics.median(_page(browser, f"{address}&lan={n}").seconds for n in range(_SUMMARY_ROUNDS))
    return anew, statistics.median(_page(browser, address).seconds for _n in range(_SUMMARY_ROUNDS))


def _page(browser: Browser, address: str) -> HttpAnswer:
    answer = browser.get(address)
    if answer.status != 200:
        raise SystemExit(f"{address} trả lời {answer.status}")
    return answer


def _disk() -> float:
    """Megabytes of the database."""
    if connection.vendor != "postgresql":
        return Path(connection.settings_dict["NAME"]).stat().st_size / 1024**2
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return float(cursor.fetchone()[0]) / 1024**2


# ── told ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def told(found: Sequence[Found]) -> Part:
    """The tables; the first is the small one, with which the others are compared."""
    part, small = Part(), found[0]
    for one in found:
        part.lines.append(
            f"- {one.size.name}: {one.counts}; {one.size.months} tháng; dựng {one.built:.0f} giây; "
            f"cơ sở dữ liệu {format_number(round(one.disk))} MB."
        )
    part.lines += [f"- {busy()[0].upper()}{busy()[1:]}.", "", *_page_lines(part, small, found)]
    part.lines += ["", *_cost_lines(part, small, found)]
    with_ceiling = [one for one in found if one.ceiling and one.served]
    if with_ceiling:
        part.lines += ["", "Cùng một tổng, đọc từ bảng tổng luôn đúng, bên cạnh tính lại từ số gốc:", "", *HEAD]
        for one in with_ceiling:
            part.lines += lines_of(one.size.name, one.ceiling, one.served.cells)
    return part


def _page_lines(part: Part, small: Found, found: Sequence[Found]) -> Iterator[str]:
    yield "| trang | cỡ | truy vấn | ms | dựng mới, so với trang trống | so với cỡ S | xem lại, so với trang trống | |"
    yield "|---|---|---:|---:|---:|---:|---:|---|"
    for place, first in enumerate(small.pages):
        for one in found:
            row = one.pages[place]
            growth = row.anew / first.anew
            holds = row.holds and growth <= PAGE_GROWTH and row.queries == first.queries
            mark = part.hold(f"{row.name} ({one.size.name})", holds=holds)
            yield (
                f"| {row.name} | {one.size.name} | {row.queries} | {row.milliseconds:.0f} | {_vn(row.anew)} lần | "
                f"{_vn(growth)} lần | {_vn(row.ratio)} lần | {mark} |"
            )


def _cost_lines(part: Part, small: Found, found: Sequence[Found]) -> Iterator[str]:
    yield "| việc | cỡ | đo được | giới hạn | |"
    yield "|---|---|---:|---|---|"
    for one in found:
        for what, value, limit, holds in (*_change_lines(one, small), *_size_lines(one)):
            mark = "" if holds is None else part.hold(f"{what} ({one.size.name})", holds=holds)
            yield f"| {what} | {one.size.name} | {value} | {limit} | {mark} |"


_Line = tuple[str, str, str, bool | None]


def _change_lines(one: Found, small: Found) -> Iterator[_Line]:
    spent, growth = [change.database for change in one.changes], one.middle / small.middle
    worst = percentile(spent, 0.95)
    yield (
        "duyệt một phiếu tới khi số của cấp trên mới: trong câu lệnh, p50",
        f"{one.middle * 1000:.0f} ms, {_vn(growth)} lần S; {one.changes[-1].statements} câu lệnh",
        f"{_vn(CHANGE_GROWTH)} lần S", growth <= CHANGE_GROWTH,
    )  # fmt: skip
    yield "như trên, p95", f"{worst * 1000:.0f} ms", f"{CHANGE_SECONDS * 1000:.0f} ms", worst <= CHANGE_SECONDS
    own = [change.server for change in one.changes if change.server is not None]
    if own:
        told = f"{statistics.median(own) * 1000:.0f} ms; p95 {percentile(own, 0.95) * 1000:.0f} ms"
        yield "như trên, riêng phần máy chủ cơ sở dữ liệu tính (CPU), p50", told, "", None


def _size_lines(one: Found) -> Iterator[_Line]:
    if one.by_hand:
        yield (
            "tính lại một tháng", f"{_vn(one.ours)} giây, {_vn(one.ours / one.by_hand)} lần SQL viết tay "
            f"({_vn(one.by_hand)} giây)", f"{_vn(BY_HAND)} lần", one.ours <= BY_HAND * one.by_hand,
        )  # fmt: skip
    else:
        yield "tính lại một tháng", f"{_vn(one.ours)} giây", "", None
    yield "tính lại mọi dự báo", f"{_vn(one.foreseen)} giây", "", None
    yield "13 tổng của một tháng, đọc bảng tổng", f"{one.summary * 1000:.1f} ms".replace(".", ","), "", None
    if one.served is None:
        return
    for what, (anew, again), limit in (
        ("một chỉ tiêu, một tháng, qua HTTP", one.served.one, ONE_SECONDS),
        (f"cả {one.served.cells} ô, qua HTTP", one.served.grid, GRID_SECONDS),
    ):
        told = f"hỏi lại {again * 1000:.1f} ms; dựng mới {anew * 1000:.1f} ms".replace(".", ",")
        yield what, told, f"{limit * 1000:.0f} ms", again <= limit
    held = one.served.megabytes
    yield "bộ nhớ máy chủ", f"{held:.0f} MB", f"{MEGABYTES} MB", held <= MEGABYTES


def _vn(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
