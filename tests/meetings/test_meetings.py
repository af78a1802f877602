"""Conclusions of a meeting: written down once, read by our own reader, issued and followed like any plan."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dondoc.audit.models import AuditEvent
from dondoc.documents.models import Document
from dondoc.lib.dates import format_date
from dondoc.lib.due import Due, DueKind
from dondoc.meetings.actions import conclude
from dondoc.meetings.composing import Conclusion
from dondoc.meetings.models import Meeting, Organ
from dondoc.meetings.queries import progress, still_open
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import OrgKind
from dondoc.plans.models import Plan
from dondoc.web.refusals import Invalid, Refused
from tests.factories import make_obligation, make_org, make_plan, make_task

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, tzinfo=timezone.get_default_timezone())
HELD = date(2026, 11, 18)
PLACE = "Thành phố Mẫu"
LIST, CONCLUDE = reverse("meetings:list"), reverse("meetings:conclude")


@pytest.fixture
def stage(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    bodies = [
        make_org(name, kind=OrgKind.ADVISORY_BODY, parent=cast.committee)
        for name in ("Ban Tổ chức Đảng ủy", "Văn phòng Đảng ủy")
    ]
    return SimpleNamespace(cast=cast, organisation=bodies[0], office=bodies[1])


def three(stage) -> list[Conclusion]:
    return [
        Conclusion("Rà soát, bổ sung quy chế làm việc của cấp ủy", stage.organisation, date(2026, 12, 15)),
        Conclusion("Chuẩn bị nội dung hội nghị tổng kết năm 2026.", stage.office, date(2026, 12, 20)),
        Conclusion("Xây dựng kế hoạch kiểm tra việc thực hiện Nghị quyết 57", stage.office, date(2026, 12, 31)),
    ]


def concluded(stage, found=None, **more) -> Meeting:
    given = {
        "symbol": "12-TB/ĐU",
        "place": "Thành phố Mẫu",
        "dated_on": date(2026, 11, 20),
        "by": stage.cast.binh,
        "at": AT,
    } | more
    held = given.pop("held_on", HELD)
    return conclude(stage.cast.committee, Organ.BOARD, held, three(stage) if found is None else found, **given)


@pytest.mark.parametrize("symbol", ["12-TB/ĐU", ""])
def test_what_is_typed_is_what_the_reader_reads(stage, symbol):
    plan = concluded(stage, symbol=symbol).plan
    read = [(task.lead_wording, task.due.kind, task.due.on) for task in plan.tasks.order_by("position")]
    assert read == [(one.owner.name, DueKind.DATE, one.due) for one in three(stage)]
    assert (plan.number, plan.kind, plan.issued_on) == (symbol, "THÔNG BÁO", date(2026, 11, 20))
    assert plan.targets.count() == 0
    assert AuditEvent.objects.filter(action="meeting.conclude").count() == 1


def test_nothing_is_kept_of_what_cannot_be(stage):
    for found, more in (
        ([], {}),
        ([Conclusion("Việc", stage.office, date(2026, 11, 1))], {}),
        (None, {"held_on": date(2026, 11, 25)}),
        (None, {"dated_on": date(2026, 11, 1)}),
    ):
        with pytest.raises(Invalid):
            concluded(stage, found, **more)
    with pytest.raises(Refused):
        concluded(stage, by=stage.cast.an)
    concluded(stage)
    with pytest.raises(Refused):  # the same once more: a double click
        concluded(stage)
    assert (Meeting.objects.count(), Plan.objects.count(), Document.objects.count()) == (1, 1, 1)


def test_what_came_of_it(stage):
    issued = make_plan(stage.cast.committee, number="11-TB/ĐU")
    meeting = Meeting.objects.create(
        org=stage.cast.committee, held_on=HELD, plan=issued, entered_at=AT, entered_by=stage.cast.binh
    )
    task = make_task(issued, due=Due(DueKind.UNDATED), text="Rà soát quy chế")
    today = date(2026, 12, 20)
    done = make_obligation(task, stage.office, due_on=date(2026, 12, 1))
    Obligation.objects.filter(pk=done.pk).update(approved_on=date(2026, 12, 1), done_on=date(2026, 12, 1))
    late = make_obligation(task, stage.organisation, due_on=date(2026, 12, 15))
    for org in (stage.cast.cell_a, stage.cast.cell_b):  # let off, and closed: neither done nor still to do
        fact = "exempted_on" if org == stage.cast.cell_a else "closed_on"
        make_obligation(task, org, due_on=date(2026, 12, 1), **{fact: date(2026, 11, 30)})
    [found] = progress([meeting], today)
    assert (found.conclusions, found.duties, found.done, found.overdue) == (1, 2, 1, 1)
    assert [one.obligation for one in still_open(stage.cast.binh, [meeting], today)] == [late]


def form(stage, *rows, **more):
    today = timezone.localdate()
    data = {
        "org": stage.cast.committee.pk, "organ": "board", "held_on": format_date(today), "symbol": "13-TB/ĐU",
        "place": PLACE, "dated_on": format_date(today), "kl-TOTAL_FORMS": len(rows), "kl-INITIAL_FORMS": 0,
    }  # fmt: skip
    for n, (text, owner, due) in enumerate(rows):
        data |= {f"kl-{n}-text": text, f"kl-{n}-owner": owner, f"kl-{n}-due": due}
    return data | more


def test_from_the_page_to_the_desk_of_confirming(client, stage):
    client.force_login(stage.cast.binh)
    soon = format_date(timezone.localdate() + timedelta(days=10))
    assert client.get(CONCLUDE).status_code == 200
    first = ("Rà soát quy chế làm việc", "ban to chuc dang uy", soon)
    more = client.post(CONCLUDE, form(stage, first, more="1")).content.decode()
    assert ("Rà soát quy chế làm việc" in more, more.count('name="kl-') > 9) == (True, True)
    assert Meeting.objects.count() == 0
    for wrong in (("", "", ""), ("Việc", "Không có tên này", soon), ("Việc", "Văn phòng Đảng ủy", "")):
        assert client.post(CONCLUDE, form(stage, wrong)).status_code == 422
    sent = client.post(CONCLUDE, form(stage, first, ("", "", "")))
    meeting = Meeting.objects.get()
    assert sent.url == reverse("plans:confirm", args=[meeting.plan_id])
    page = client.get(LIST).content.decode()
    assert ("chưa ban hành" in page, "Ban Thường vụ" in page) == (True, True)
    client.force_login(stage.cast.an)
    assert (client.get(LIST).status_code, client.get(CONCLUDE).status_code) == (403, 403)
    client.force_login(stage.cast.stranger)
    assert "13-TB/ĐU" not in client.get(LIST).content.decode()


def test_the_list_reads_the_same_for_one_and_for_many(client, stage):
    client.force_login(stage.cast.binh)

    def queries_of() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    concluded(stage)
    counts = [queries_of()]
    for n in range(4):
        concluded(stage, symbol=f"{20 + n}-TB/ĐU")
    assert [*counts, queries_of()] == [8, 8]
