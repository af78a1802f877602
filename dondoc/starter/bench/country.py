"""52.000 organisations with a sheet each: the pages of those who see them all."""

import time
from datetime import UTC, datetime, timedelta

from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from dondoc.lib.periods import Period
from dondoc.measures.actions import refresh
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org
from dondoc.starter.bench.made_up import MadeUp, build, month_before, send_in
from dondoc.starter.bench.pages import MOST_TIMES_EMPTY, measured, tell
from dondoc.starter.bench.report import Part, busy, rows
from dondoc.submissions.models import Submission

ORGS = 52_000
BETWEEN = (34, 3_321)  # provinces, communes


def build_country(*, orgs: int = ORGS, between: tuple[int, ...] = BETWEEN) -> MadeUp:
    """Of the month before all have sent in one sheet, which waits for review, and all owe another since the 20th."""
    today = timezone.localdate()
    month = month_before(today)
    start = Period.parse(month).start
    issued = datetime.combine(start - timedelta(days=30), datetime.min.time(), UTC)
    made = build(between=between, orgs=orgs, months=(month, month), at=issued, owed=True)
    send_in(made, month, due=start + timedelta(days=19))
    refresh(today=today)
    return made


def measure() -> Part:
    """On the database that the settings name, which must be empty or hold the country already."""
    call_command("migrate", verbosity=0, interactive=False)
    started = time.monotonic()
    if not Org.objects.exists():
        build_country()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    spent = time.monotonic() - started
    part = Part(lines=[
        f"Cả nước giả định: {rows(Org)} tổ chức, {rows(Obligation)} việc, {rows(Submission)} phiếu chờ duyệt; "
        f"dựng bằng các thao tác hàng loạt của sản phẩm hết "
        f"{spent:.0f} giây; {busy()}.",
        "",
    ])  # fmt: skip
    tell(part, measured(_asked(), ("duyet",)))
    return part


def _asked() -> list[tuple[str, str, str, float | None]]:
    limit = float(MOST_TIMES_EMPTY)
    org = Org.objects.get(code="CS-00042")
    desk, board, on_behalf = reverse("reviewing:desk"), reverse("reminders:board"), reverse("submissions:on_behalf")
    return [
        ("bàn duyệt", "duyet", desk, limit),
        ("bàn duyệt, trang cuối", "duyet", f"{desk}?trang=99999", limit),
        ("bàn duyệt, tìm đơn vị", "duyet", f"{desk}?q=doan+ket+49", limit),
        ("bảng đôn đốc", "duyet", board, limit),
        ("bảng đôn đốc, trang cuối", "duyet", f"{board}?trang=99999", limit),
        ("nhập hộ", "duyet", on_behalf, limit),
        ("nhập hộ, tìm đơn vị", "duyet", f"{on_behalf}?ten=doan+ket+49", limit),
        ("nhập hộ, một đơn vị", "duyet", f"{on_behalf}?ten=doan+ket+49&don_vi={org.pk}", limit),
    ]
