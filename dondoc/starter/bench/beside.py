"""The programme that was measured of the peers: 111 organisations in three levels, 13 chỉ tiêu, 60 months.

The peers' figures are those of the project's issue 5; nothing here measures them.
"""

import statistics
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from dondoc.accounts.models import User
from dondoc.measures.actions import rebuild
from dondoc.measures.models import Answer, Cursor, MeasureValue
from dondoc.orgs.models import Org
from dondoc.starter.bench.made_up import FIGURES, MadeUp
from dondoc.starter.bench.report import Part
from dondoc.starter.bench.sized import MONTHS, Size, by_database
from dondoc.starter.bench.timing import seconds
from dondoc.submissions.actions import Approval, approve_many
from dondoc.submissions.models import Submission

PEERS = Size("111", 100, (10,))
VALUES = PEERS.orgs * FIGURES * MONTHS  # that organisations gave themselves
_ROUNDS = 5
_COLUMNS = ("measure", "org_id", "month", "numerator", "denominator", "population", "known", "status")
Line = tuple[str, float, float, str]  # what, seconds, limit, the peer


def lines() -> Iterator[Line]:
    """In an empty database: what there is to tell. Errors: SystemExit when a figure is not right."""
    made = by_database(PEERS, waiting=PEERS.orgs)
    reader = User.objects.get(pk=made.reviewer.pk)
    seen = MeasureValue.objects.visible_to(reader).order_by()
    everything = seen.filter(org__in=Org.objects.under(made.committee.pk, timezone.localdate()))
    yield "cả chương trình, mọi tổ chức, 60 tháng", _read(everything, 111 * FIGURES * MONTHS), 0.5, "Akvo RSR: 117 s"
    one = everything.filter(measure="so-lieu-01.a")
    yield "một chỉ tiêu, mọi tổ chức, 60 tháng", _read(one, 111 * MONTHS), 0.1, "Akvo RSR: 7,7 s"
    totals = seen.filter(org=made.committee)
    yield "chỉ các tổng, 13 chỉ tiêu, 60 tháng", _read(totals, FIGURES * MONTHS), 0.05, ""
    yield "một tháng 1.300 số được duyệt, tới trang sau có số mới", _round(made), 5.0, "Akvo RSR: 31 phút"
    yield f"tính lại cả {VALUES:,} số".replace(",", "."), recomputed(), 5.0, "Akvo RSR: hàng giờ"


def tell(part: Part, found: list[Line]) -> None:
    """Add the table to `part`."""
    part.lines += [
        f"111 tổ chức ba cấp, 13 chỉ tiêu, {MONTHS} tháng; đọc có kiểm quyền. Số của phần mềm khác lấy từ yêu cầu số 5 "
        "của dự án, không đo lại ở đây, nên chỉ để tham khảo.",
        "",
        "| việc | Đôn Đốc | giới hạn | phần mềm khác | |",
        "|---|---:|---:|---|---|",
    ]
    for what, spent, limit, peer in found:
        mark = part.hold(what, holds=spent <= limit)
        part.lines.append(f"| {what} | {_vn(spent)} | {_vn(limit)} | {peer} | {mark} |")


def _vn(spent: float) -> str:
    return f"{spent * 1000:.0f} ms" if spent < 1 else f"{spent:.1f} s".replace(".", ",")


def _read(rows, count: int) -> float:
    found = len(rows.values_list(*_COLUMNS))
    if found != count:
        raise SystemExit(f"đọc {found} số, phải có {count}")
    return statistics.median(seconds(lambda: list(rows.values_list(*_COLUMNS))) for _round in range(_ROUNDS))


def _round(made: MadeUp) -> float:
    """Seconds of the next request after the month's sheets were approved: with it the committee's figure is right."""
    sheets = list(Submission.objects.filter(state="submitted").select_related("org", "deliverable", "sheet_version"))
    before = _total(made, sheets[0].period)
    at = timezone.now()
    approve_many([Approval(submission=one, revision=one.revision, by=made.reviewer, at=at) for one in sheets])
    with override_settings(ALLOWED_HOSTS=["*"]):
        client = Client()
        client.force_login(made.reviewer)
        spent = seconds(lambda: client.get(reverse("dashboards:board")))
    added = sum(int(one.answers["v01"]) for one in sheets)
    if _total(made, sheets[0].period) != before + added:
        raise SystemExit(f"sau khi duyệt {added}, số của {made.committee} vẫn chưa đúng")
    return spent


def _total(made: MadeUp, month: str) -> int:
    return int(MeasureValue.objects.get(measure="so-lieu-01.a", org=made.committee, month=month).numerator)


def recomputed() -> float:
    """Seconds to compute everything from nothing, to the same rows."""
    before = sorted(MeasureValue.objects.values_list(*_COLUMNS))
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Answer._meta.db_table}, {MeasureValue._meta.db_table}")
    Cursor.objects.update(event_id=0)
    spent = seconds(lambda: rebuild(today=timezone.localdate()))
    if sorted(MeasureValue.objects.values_list(*_COLUMNS)) != before:
        raise SystemExit("tính lại cho kết quả khác")
    return spent
