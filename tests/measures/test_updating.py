"""What cannot be computed is told where figures stand, kept for the administrator, and tried again."""

import json
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from dondoc.config.middleware import FreshFigures
from dondoc.indicators.models import IndicatorVersion
from dondoc.lib.periods import Period, PeriodKind
from dondoc.measures.actions import Changes, rebuild, refresh
from dondoc.measures.models import Cursor, Failure, MeasureValue
from dondoc.measures.updating import is_stale, retry
from dondoc.reports.actions import compile_report
from dondoc.submissions.models import Submission
from dondoc.web.refusals import Refused
from tests.factories import make_committee, make_user
from tests.measures.world import at, make_world

pytestmark = pytest.mark.django_db
BOARD, PAGE, RETRY = reverse("dashboards:board"), reverse("measures:updating"), reverse("measures:retry")
STALE = "Số liệu đang được tính lại"


@pytest.fixture
def world():
    made = make_world(2)
    refresh(today=timezone.localdate())
    return made


@pytest.fixture
def admin(world):
    return make_user("quan-tri", role="administrator", org=world.committee)


@pytest.fixture
def too_large(world):
    """A sheet of the first organisation whose figure no table holds: approved, so that figures must follow."""
    today = timezone.localdate()
    answers = {"all": "9", "some": "5", "held_on": f"1/1/{today.year}"}
    sent = world.submit(world.orgs[0], "dang-ky", str(today.year), answers, on=today)
    Submission.objects.filter(pk=sent.pk).update(answers={**sent.answers, "all": "9" * 20})
    sent.refresh_from_db()
    FreshFigures.quiet_until = 0.0
    yield sent
    FreshFigures.day, FreshFigures.quiet_until = None, 0.0


def said(client, url=BOARD) -> str:
    return client.get(url).content.decode()


def test_old_figures_are_told_to_be_old_until_they_are_computed(client, world, admin, too_large):
    client.force_login(world.reviewer)
    month = Period.containing(timezone.localdate(), PeriodKind.MONTH)
    before = list(MeasureValue.objects.order_by("pk").values())
    assert STALE not in said(client)
    approved = client.post(reverse("reviewing:approve", args=[too_large.pk]), {"revision": too_large.revision})
    assert approved.status_code == 302  # what the person did is saved
    assert list(MeasureValue.objects.order_by("pk").values()) == before
    assert STALE in said(client)
    assert STALE in said(client)  # also from memory
    assert "_so-cu.xlsx" in client.get(reverse("dashboards:board_export"))["Content-Disposition"]
    told = client.get(reverse("dashboards:explain", args=["thang", "a"]), {"dinh-dang": "json"}).json()
    assert told["stale_since"] == Cursor.objects.get().failed_at.isoformat()
    with pytest.raises(Refused, match="đang được tính lại"):
        compile_report(plan=world.plan, org=world.committee, period=month, by=world.reviewer, at=timezone.now())
    found = Failure.objects.get()
    assert (found.measure, found.org, found.solved_at) == ("dang-ky.a", world.orgs[0], None)
    assert found.why == f"Số lớn quá để lưu: {'9' * 20}"

    client.force_login(admin)
    page = said(client, PAGE)
    assert all(
        words in page for words in ("Chưa tính lại được", "dang-ky", "Đơn vị 0", "Số lớn quá để lưu", "còn 1 thay đổi")
    )
    assert "Vẫn chưa tính được" in client.post(RETRY, follow=True).content.decode()
    found.refresh_from_db()
    assert (found.times, is_stale()) == (2, True)

    Submission.objects.update(answers={**too_large.answers, "all": "9"})
    assert "Đã tính lại xong" in client.post(RETRY, follow=True).content.decode()
    found.refresh_from_db()
    assert found.solved_at
    assert not is_stale()
    assert STALE not in said(client)
    assert MeasureValue.objects.get(measure="dang-ky.a", org=world.committee, month=month.code).denominator == 9
    assert rebuild(today=timezone.localdate()) == Changes()


def test_a_definition_that_cannot_be_read_is_named(world, admin):
    version = IndicatorVersion.objects.get(indicator__code="thang")
    kept = json.dumps(version.definition)
    IndicatorVersion.objects.filter(pk=version.pk).update(definition={**version.definition, "kind": "x"})
    now = at(timezone.localdate())
    Cursor.objects.update(day=date(2026, 1, 1))
    failed = retry(by=admin, today=timezone.localdate(), at=now)
    assert (failed.measure, failed.why) == ("thang", "thang: khóa lạ “kind”")
    IndicatorVersion.objects.filter(pk=version.pk).update(definition=json.loads(kept))
    assert retry(by=admin, today=timezone.localdate(), at=now) is None
    assert not is_stale()


@pytest.mark.django_db(transaction=True)
def test_the_button_works_outside_of_a_test_too(client):
    """Nothing is opened around a request: what the trail keeps has a transaction of its own."""
    client.force_login(make_user("quan-tri", role="administrator", org=make_committee()))
    assert "Đã tính lại xong" in client.post(RETRY, follow=True).content.decode()


def test_who_may(client, world, admin):
    with pytest.raises(Refused, match="quản trị viên"):
        retry(by=world.reviewer, today=timezone.localdate(), at=timezone.now())
    stranger = make_user("quan-tri-khac", role="administrator", org=make_committee("Đảng ủy Khác"))
    Failure.objects.create(
        measure="thang.a",
        org=world.orgs[0],
        month="2026-01",
        why="hỏng",
        first_at=timezone.now(),
        last_at=timezone.now(),
    )
    client.force_login(stranger)
    page = said(client, PAGE)
    assert "hỏng" in page
    assert "Đơn vị 0" not in page
