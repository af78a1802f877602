"""A draft on real records: what it tells beforehand is what comes when it is published, and months before stay."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from dondoc.audit.models import AuditEvent
from dondoc.config.middleware import FreshFigures
from dondoc.indicators.actions import change_draft, publish_draft, start_draft
from dondoc.indicators.editing import with_measure, with_part, without_measure
from dondoc.indicators.models import IndicatorDraft, IndicatorVersion
from dondoc.measures.actions import rebuild, refresh
from dondoc.measures.models import Answer, MeasureValue
from dondoc.measures.trying import try_draft
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import AT, make_committee, make_plan, make_target, make_user
from tests.measures.world import TODAY, make_world, measure
from tests.submissions.test_pages import words

pytestmark = pytest.mark.django_db
MONTH = "2026-03"
STATED = ("numerator", "denominator", "population", "known", "expected", "expected_known", "status")


@pytest.fixture
def stage(db, monkeypatch, client):
    """Four organisations: one has its programme in time, one late, one nothing; the fourth is no cell but has it."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    monkeypatch.setattr(FreshFigures, "day", timezone.localdate(AT))
    world = make_world(4)
    for org, issued in ((world.orgs[0], "2025-09-10"), (world.orgs[1], "2025-12-01"), (world.orgs[3], "2025-09-20")):
        day = date.fromisoformat(issued)
        world.done(org, "ke-hoach", "2025-2030", {"issued_on": issued}, on=day)
    rebuild(today=TODAY)
    admin = make_user("quan-tri", role="administrator", org=world.committee)
    client.force_login(admin)
    return SimpleNamespace(world=world, admin=admin, client=client)


def drafted(stage, *changes, code: str = "ke-hoach") -> IndicatorDraft:
    """A draft with `changes` to its definition, one step each."""
    draft = start_draft(stage.world.indicators[code], by=stage.admin, at=AT)
    for change in changes:
        draft = change_draft(draft, change, words="x", revision=draft.revision, by=stage.admin, at=AT)
    return draft


def any_day(data):
    """Whoever has the programme, in time or not."""
    example = {"as_of": "2026-01-31", "answer": "not_reported"}
    return with_measure(data, {"condition": {"approved": {"deliverable": "ke-hoach"}}, "examples": [example]}, "a")


def cells_only(data):
    return with_measure(data, {"population": {"kinds": ["grassroots_cell"]}}, "a")


def stated() -> dict:
    return {
        (row.measure, row.org_id, row.month): tuple(getattr(row, name) for name in STATED)
        for row in MeasureValue.objects.all()
    }


def test_what_is_told_beforehand_is_what_comes_and_months_before_stay(stage):
    before, answers = stated(), list(Answer.objects.order_by("pk").values())
    draft = drafted(stage, any_day)
    (trial,) = try_draft(draft, user=stage.admin, today=TODAY).seen
    (one,) = trial.measures
    assert [(c.org, c.before, c.after) for c in one.changed] == [(stage.world.orgs[1], "không đạt", "đạt")]
    assert "trễ hạn" in one.changed[0].why_before
    assert (one.before.totals.numerator, one.after.totals.numerator, one.after.totals.unknown) == (2, 3, 1)
    assert trial.impact == "1 tổ chức đổi kết quả; 1 thước đo đổi trạng thái; chỉ tiêu: Không đạt → Có nguy cơ."
    assert (stated(), list(Answer.objects.order_by("pk").values())) == (before, answers)  # nothing was written

    version = publish_draft(draft, effective_on=TODAY, revision=draft.revision, by=stage.admin, at=AT)
    assert (version.number, version.valid_from, version.is_own) == (2, TODAY, True)
    assert AuditEvent.objects.filter(action="indicator.publish").latest("id").after == {
        "version": 2, "valid_from": "2026-03-16",
    }  # fmt: skip
    refresh(today=TODAY)
    after = stated()
    key = ("ke-hoach.a", stage.world.committee.pk, MONTH)
    assert after[key] == tuple(
        getattr(one.after.totals, name) if name != "status" else one.after.status for name in STATED
    )
    earlier = [k for k in before if k[2] < MONTH]
    assert len(earlier) > 20
    assert {k: after[k] for k in earlier} == {k: before[k] for k in earlier}
    rebuild(today=TODAY)
    assert stated() == after


def test_a_later_day_changes_nothing_until_it_comes(stage):
    before = stated()
    draft = drafted(stage, any_day)
    publish_draft(draft, effective_on=date(2026, 4, 2), revision=draft.revision, by=stage.admin, at=AT)
    refresh(today=TODAY)
    assert stated() == before
    refresh(today=date(2026, 4, 2))
    key = ("ke-hoach.a", stage.world.committee.pk)
    assert (stated()[(*key, MONTH)][0], stated()[(*key, "2026-04")][0]) == (2, 3)


def test_who_comes_and_who_goes_is_told_with_the_measures(stage):
    draft = drafted(stage, cells_only, lambda data: with_measure(data, measure("b", "share_of_orgs", "year")))
    (trial,) = try_draft(draft, user=stage.admin, today=TODAY).seen
    (one,) = trial.measures  # b lacks what it is computed from, and is left out
    assert [(c.org.name, c.before, c.after) for c in one.changed] == [
        ("Đơn vị 0", "đạt", ""), ("Đơn vị 2", "chưa có số liệu", ""),
    ]  # fmt: skip
    gone = drafted(stage, lambda data: without_measure(data, "b"), lambda data: without_measure(data, "a"))
    (trial,) = try_draft(gone, user=stage.admin, today=TODAY).seen
    assert [(m.code, m.after, len(m.changed)) for m in trial.measures] == [("a", None, 4)]


def test_one_that_no_plan_measures_is_tried_as_if_all_did(stage):
    definition = {**drafted(stage).definition, "code": "moi"}
    draft = IndicatorDraft.objects.create(code="moi", definition=definition, updated_at=AT, updated_by=stage.admin)
    (trial,) = try_draft(draft, user=stage.admin, today=TODAY).seen
    assert (trial.is_bound, trial.before, trial.measures[0].after.totals.numerator) == (False, None, 2)
    page = words(stage.client.get(reverse("measures:trial", args=[draft.pk])))
    assert "như thể đã giao" in page


def test_other_committees_are_counted_and_not_shown(stage):
    other = make_committee("Đảng ủy khác", code="KHAC")
    plan = make_plan(other, starts_on=date(2025, 8, 1), ends_on=date(2030, 12, 31), issued_at=AT)
    target = make_target(plan, code="x")
    target.indicator = stage.world.indicators["ke-hoach"]
    target.save()
    draft = drafted(stage, any_day)
    found = try_draft(draft, user=stage.admin, today=TODAY)
    assert ([trial.org for trial in found.seen], found.hidden) == ([stage.world.committee], 1)
    page = words(stage.client.get(reverse("measures:publish", args=[draft.pk])))
    assert "Còn 1 kế hoạch của tổ chức ngoài phạm vi" in page
    assert "Đảng ủy khác" not in page


def test_publishing_is_refused_with_every_reason(stage):
    draft = drafted(stage)

    def refused(**more) -> str:
        with pytest.raises(Invalid) as fault:
            publish_draft(
                draft, **{"effective_on": TODAY, "revision": draft.revision, "by": stage.admin, "at": AT} | more
            )
        return fault.value.reason

    assert refused() == "Bản nháp không thay đổi gì so với bản đang dùng."
    draft = drafted(stage, any_day)
    assert "Ngày có hiệu lực phải từ hôm nay, 16/03/2026" in refused(effective_on=TODAY - timedelta(days=1))
    draft = drafted(stage, lambda data: with_part(data, "a", "examples", [{"as_of": "2026-01-31", "answer": "yes"}]))
    assert refused() == "Thước đo a, ví dụ 1: ra “chưa có số liệu”, cần “đạt”."
    with pytest.raises(Conflict):
        publish_draft(draft, effective_on=TODAY, revision=0, by=stage.admin, at=AT)
    with pytest.raises(Refused):
        publish_draft(draft, effective_on=TODAY, revision=draft.revision, by=stage.world.clerk, at=AT)
    assert IndicatorVersion.objects.filter(number__gt=1).count() == 0


def test_a_version_that_waits_is_not_overtaken(stage):
    draft = drafted(stage, any_day)
    publish_draft(draft, effective_on=date(2026, 6, 1), revision=draft.revision, by=stage.admin, at=AT)
    draft = drafted(stage, cells_only)
    with pytest.raises(Invalid, match=r"Bản 2 có hiệu lực từ 01/06/2026; bản mới phải từ ngày đó trở đi\."):
        publish_draft(draft, effective_on=TODAY, revision=draft.revision, by=stage.admin, at=AT)
    page = words(stage.client.get(reverse("measures:publish", args=[draft.pk])))
    assert 'value="01/06/2026"' in page  # the first day that can be


def test_the_page_publishes_and_figures_follow(stage):
    draft = drafted(stage, any_day)
    page = words(stage.client.get(reverse("measures:trial", args=[draft.pk])))
    assert "Đơn vị 1" in page
    url = reverse("measures:publish", args=[draft.pk])
    assert "1 tổ chức đổi kết quả" in words(stage.client.get(url))
    wrong = stage.client.post(url, {"revision": draft.revision, "effective_on": "15/03/2026"})
    assert (wrong.status_code, "Ngày có hiệu lực phải từ hôm nay" in words(wrong)) == (422, True)
    page = words(stage.client.post(url, {"revision": draft.revision, "effective_on": "16/03/2026"}, follow=True))
    assert "Đã công bố bản 2." in page
    assert "“a. a”: điều kiện: có “ke-hoach” được duyệt, đúng hạn → có “ke-hoach” được duyệt." in page
    refresh(today=TODAY)
    assert MeasureValue.objects.get(measure="ke-hoach.a", org=stage.world.committee, month=MONTH).numerator == 3


def test_trying_costs_the_same_whatever_is_changed(stage, django_assert_num_queries):
    draft = drafted(stage)
    with django_assert_num_queries(14):
        try_draft(draft, user=stage.admin, today=TODAY)
    draft = drafted(stage, any_day, cells_only, lambda d: with_measure(d, {**d["measures"][0], "code": "b"}))
    with django_assert_num_queries(14):
        try_draft(draft, user=stage.admin, today=TODAY)
