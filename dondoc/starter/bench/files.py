"""Answers of many organisations from files: one table of another system, and as many workbooks as organisations."""

import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import TypeVar

import xlsxwriter
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from dondoc.accounts.models import User
from dondoc.audit.models import AuditEvent
from dondoc.intake import actions, queries
from dondoc.intake.asked import Wanted
from dondoc.intake.choosing import Choices
from dondoc.intake.comparing import Preview
from dondoc.intake.models import Delivery
from dondoc.lib.periods import Period
from dondoc.orgs.models import Org
from dondoc.sheets.models import Deliverable
from dondoc.starter.bench.made_up import FIGURES, OWED, PRODUCT, MadeUp, build
from dondoc.starter.bench.report import Part, busy
from dondoc.submissions.excel import entry_field
from dondoc.submissions.models import Submission
from dondoc.submissions.queries import Asked
from dondoc.writers.form_sheet import EntryItem, EntrySpec, write_entry_sheet

TABLE_ROWS, TABLE_SECONDS = 5_000, 5.0
WORKBOOKS, WORKBOOKS_SECONDS = 6_000, 12.0
Done = TypeVar("Done")


def measure() -> Part:
    """On the database that the settings name, which must be empty."""
    call_command("migrate", verbosity=0, interactive=False)
    return measured(build_office(WORKBOOKS), rows=TABLE_ROWS)


def build_office(orgs: int) -> MadeUp:
    """A committee whose organisations owe two sheets of this month."""
    month = Period.parse(f"{timezone.localdate():%Y-%m}")
    issued = datetime.combine(month.start, datetime.min.time(), UTC)
    made = build(orgs=orgs, months=(month.code, month.code), at=issued, owed=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return made


def measured(made: MadeUp, *, rows: int) -> Part:
    """Both ways in, as the office takes them in, page by page; what was taken is counted, added up and audited."""
    part = Part(lines=[
        f"{len(made.orgs)} đơn vị giả định, mỗi phiếu {FIGURES} số; kiểm quyền, ghi nhật ký từng phiếu; {busy()}.",
        "",
        "| nhập từ tệp | giây | từng bước | giới hạn | |",
        "|---|---:|---|---|---|",
    ])  # fmt: skip
    _tell(part, f"một bảng Excel {rows} dòng", TABLE_SECONDS, table_steps(made.orgs[:rows], made.clerk))
    _tell(part, f"{len(made.orgs)} phiếu Excel trong một tệp .zip", WORKBOOKS_SECONDS, lot_steps(made.orgs, made.clerk))
    return part


def _tell(part: Part, name: str, limit: float, steps: dict[str, float]) -> None:
    seconds = sum(steps.values())
    words = "; ".join(f"{step} {_vn(spent)}" for step, spent in steps.items())
    mark = part.hold(name, holds=seconds <= limit)
    part.lines.append(f"| {name} | {_vn(seconds)} | {words} | {_vn(limit)} giây | {mark} |")


def _vn(seconds: float) -> str:
    return f"{seconds:.1f}".replace(".", ",")


def table_steps(orgs: list[Org], by: User) -> dict[str, float]:
    """Seconds of each step from the upload of a table to its answers being kept."""
    data, at, steps = _table(orgs), timezone.now(), dict[str, float]()
    product = Deliverable.objects.select_related("sheet").get(code=PRODUCT)
    wanted = Wanted(product, Asked(Period.parse(f"{timezone.localdate():%Y-%m}")), len(orgs))
    received = _timed(steps, "nhận và đoán cột", lambda: actions.receive_export(
        name="xuat.xlsx", data=data, wanted=wanted, by=_fresh(by), at=at,
    ))  # fmt: skip
    _timed(steps, "nhớ cách ghép", lambda: actions.choose(
        received, choices=Choices.of(received.choices), source_name="Hệ thống kia", by=_fresh(by), at=at,
    ))  # fmt: skip
    _take(received, product, len(orgs), steps, by)
    return steps


def lot_steps(orgs: list[Org], by: User) -> dict[str, float]:
    """Seconds of each step from the upload of the workbooks to their answers being kept."""
    product = Deliverable.objects.select_related("sheet").get(code=OWED)
    data, steps = _lot(product, orgs), dict[str, float]()
    received = _timed(steps, "đọc", lambda: actions.receive_workbooks(
        files=[("phieu.zip", data)], by=_fresh(by), at=timezone.now(),
    ))  # fmt: skip
    _take(received, product, len(orgs), steps, by)
    return steps


def _take(received: Delivery, product: Deliverable, count: int, steps: dict[str, float], by: User) -> None:
    """Look and take. Errors: SystemExit when not all of it was taken: sheets, sums, the trail."""
    known = Delivery.objects.select_related("deliverable__sheet", "round", "source")
    look = _timed(steps, "xem trước, cộng", lambda: _look(known.get(pk=received.pk), by))
    before = AuditEvent.objects.count()
    _timed(steps, "lấy vào phiếu", lambda: actions.take(
        known.get(pk=received.pk), mark=look.mark, by=_fresh(by), at=timezone.now(),
    ))  # fmt: skip
    stored = Submission.objects.filter(deliverable=product).values_list("answers", flat=True)
    total = sum(int(answers["v01"]) for answers in stored)
    [said] = [one.after for one in look.totals if one.field.code == "v01"]
    written = AuditEvent.objects.count() - before
    if (len(stored), total, written) != (count, int(said), 2 * count + 1):
        raise SystemExit(f"Lấy thiếu: {len(stored)} phiếu, tổng {total} thay vì {said}, {written} sự kiện")


def _look(delivery: Delivery, by: User) -> Preview:
    """As the page of the preview."""
    found = queries.preview_of(delivery, _fresh(by), timezone.now())
    queries.remember(delivery, found)
    return found


def _fresh(by: User) -> User:
    """As the next request knows the person: with nothing remembered."""
    return User.objects.get(pk=by.pk)


def _timed(steps: dict[str, float], name: str, act: Callable[[], Done]) -> Done:
    started = time.perf_counter()
    done = act()
    steps[name] = time.perf_counter() - started
    return done


def _figures(place: int) -> Iterator[int]:
    return ((place * 37 + n * 211) % 9_000 + 1_000 for n in range(FIGURES))


def _table(orgs: list[Org]) -> bytes:
    """A table as another system writes it: every other number kept as text."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Tổng hợp")
        sheet.write_row(0, 0, ["STT", "Mã", "Đơn vị", *(f"Số liệu {n}" for n in range(1, FIGURES + 1))])
        for at, org in enumerate(orgs, 1):
            cells = [f"{one:,}".replace(",", ".") if n % 2 else one for n, one in enumerate(_figures(at))]
            sheet.write_row(at, 0, [at, org.code, org.name, *cells])
    return out.getvalue()


def _lot(product: Deliverable, orgs: list[Org]) -> bytes:
    """A zip of the filled-in workbook of each organisation. One is written; its code and numbers become the others'."""
    fields = tuple(entry_field(one) for one in product.sheet.versions.latest("number").parsed.fields)
    key, first = f"{product.code}@{timezone.localdate():%Y-%m}", orgs[0].code
    numbers = {(key, one.key): f"{98700 + n}" for n, one in enumerate(fields)}
    item = EntryItem(key, "Số liệu tháng")
    spec = EntrySpec(f"{product.sheet.code}@{first}", 1, (item,), fields, numbers, title="Phiếu")
    with zipfile.ZipFile(BytesIO(write_entry_sheet(spec))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as lot:
        for place, org in enumerate(orgs):
            one = BytesIO()
            with zipfile.ZipFile(one, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
                for name, raw in parts.items():
                    raw = raw.replace(first.encode(), org.code.encode())
                    for n, figure in enumerate(_figures(place)) if b"sheetData" in raw else ():
                        raw = raw.replace(b"<v>%d</v>" % (98700 + n), b"<v>%d</v>" % figure)
                    book.writestr(name, raw)
            lot.writestr(f"{org.code}.xlsx", one.getvalue())
    return out.getvalue()
