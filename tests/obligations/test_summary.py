"""What issuing will create, as it is shown before: counted a second time from what issuing then makes."""

from collections import Counter
from datetime import date

import pytest
from django.urls import reverse

from dondoc.lib.due import Cadence, Due, DueKind
from dondoc.obligations import actions
from dondoc.obligations.models import Obligation
from dondoc.obligations.summary import issue_summary
from dondoc.orgs.models import OrgKind
from tests.factories import AT, make_committee, make_org, make_plan, make_target, make_task, make_user
from tests.submissions.rows import make_deliverable

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 16)
CELL = OrgKind.GRASSROOTS_CELL


@pytest.fixture
def city():
    committee = make_committee()
    cells = [make_org(f"Chi bộ {name}", parent=committee, kind=CELL) for name in "AB"]
    make_org("Hội C", parent=committee, kind=OrgKind.MASS_ORGANISATION)
    body = make_org("Văn phòng", parent=committee, kind=OrgKind.ADVISORY_BODY)
    for code in ("ke-hoach", "bao-cao"):
        make_deliverable(code)
    plan = make_plan(
        committee, issued_at=None, starts_on=date(2025, 8, 1), ends_on=date(2027, 12, 31),
        tasks=[
            {"due": Due(DueKind.DATE, on=date(2025, 9, 30)), "kinds": [CELL], "deliverables": ["ke-hoach"]},
            {"due": Due(DueKind.DATE, on=date(2026, 6, 30)), "kinds": [CELL], "deliverables": ["ke-hoach", "bao-cao"]},
            {"due": Due(DueKind.RECURRING, cadence=Cadence.ANNUAL), "orgs": cells[:1], "deliverables": ["bao-cao"]},
            {"due": Due(DueKind.ONGOING), "orgs": [body]},
        ],
    )  # fmt: skip
    return committee, cells, plan


def test_every_organisation_by_month_with_history_apart(city):
    _committee, (a, b), plan = city
    found = issue_summary(plan, TODAY)
    june = [1 if month == 6 else 0 for month in range(1, 13)]
    first = next(line for line in found.lines if line.name == a.name)
    other = next(line for line in found.lines if line.name == b.name)
    assert (other.months, other.undated, other.other_years, other.history, other.total) == (june, 0, 0, 1, 2)
    assert (sum(first.months), first.history, first.total) == (2, 2, 5)  # 2025 of the yearly one is history too
    assert (found.year, [year for year, _n in found.years], len(found.tasks)) == (2026, [2025, 2026, 2027], 4)
    assert [org.name for org in found.without] == ["Hội C"]
    assert found.unbound == []


def test_it_is_what_issuing_then_makes(city):
    committee, _cells, plan = city
    plan.tasks.update(is_confirmed=True)
    plan.tasks.filter(deliverables=[]).update(deliverables=["ke-hoach"])
    plan.tasks.filter(due_data__kind="recurring").delete()  # its product is for another rhythm
    found = issue_summary(plan, date(2026, 3, 16))
    made = actions.issue_plan(plan, revision=plan.revision, by=make_user(role="leader", org=committee), at=AT)
    assert found.sums.total == made == Obligation.objects.count()
    assert {line.name: line.total for line in found.lines} == Counter(
        Obligation.objects.values_list("org__name", flat=True)
    )
    assert found.sums.history == Obligation.objects.filter(is_history=True).count()


def test_another_year_and_one_outside_the_plan(city):
    plan = city[2]
    assert [issue_summary(plan, TODAY, year).year for year in (2027, 2040, None)] == [2027, 2026, 2026]
    assert sum(issue_summary(plan, TODAY, 2027).sums.months) == 1


def test_without_a_wish_the_first_year_with_work_is_shown(city):
    plan = city[2]
    plan.tasks.filter(due_data__kind="date").update(due_data=Due(DueKind.DATE, on=date(2027, 6, 30)).as_dict())
    plan.tasks.filter(due_data__kind="recurring").delete()
    found = issue_summary(plan, TODAY)
    assert (found.year, found.years) == (2027, [(2025, 0), (2026, 0), (2027, 4)])
    plan.tasks.filter(due_data__kind="date").delete()
    assert issue_summary(plan, TODAY).year == 2026


def test_why_a_task_binds_nobody(city):
    plan = city[2]
    nobody = make_task(plan, due=Due(DueKind.UNDATED))
    nowhere = make_task(plan, due=Due(DueKind.DATE, on=date(2026, 6, 30)), kinds=[OrgKind.CELL])
    assert {one.task: one.why for one in issue_summary(plan, TODAY).unbound} == {
        nobody: "chưa rõ ai làm",
        nowhere: "không có tổ chức nào thuộc loại, khối hoặc tên đã ghi vào ngày đến hạn",
    }


def test_a_rhythm_that_never_falls_into_the_plans_days(city):
    plan = make_plan(city[0], issued_at=None, starts_on=date(2026, 2, 1), ends_on=date(2026, 6, 30))
    make_task(plan, due=Due(DueKind.START_OF_YEAR), kinds=[CELL])
    assert [one.why for one in issue_summary(plan, TODAY).unbound] == [
        "thời hạn nằm ngoài thời gian thực hiện của kế hoạch"
    ]


def test_the_sheets_that_will_be_asked(city):
    found = issue_summary(city[2], TODAY)
    asked = {product: sheet.times for sheet in found.sheets for product in sheet.products}
    assert sum(sheet.times for sheet in found.sheets) == 2 + 2 + 2 + 3
    assert len(asked) == 2


def test_passages_not_understood_must_be_said_to_be_seen(client, city):
    committee, _cells, plan = city
    plan.tasks.filter(deliverables=[]).update(deliverables=["ke-hoach"])
    plan.tasks.filter(due_data__kind="recurring").delete()
    plan.passages.create(start=0, end=5)
    client.force_login(make_user(role="leader", org=committee))
    address = reverse("obligations:issue", args=[plan.pk])
    refused = client.post(address, {"revision": plan.revision})
    page = " ".join(refused.content.decode().split())
    assert (refused.status_code, "Còn 1 đoạn nghe như giao việc" in page) == (422, True)
    assert "Hãy xem các đoạn chưa hiểu được rồi đánh dấu vào đây." in page
    assert client.post(address, {"revision": plan.revision, "seen_unread": "on"}).status_code == 302
    assert client.post(address, {"revision": plan.revision}).status_code == 403


def test_a_target_that_nothing_measures_is_told_before_it_is_too_late(client, city):
    committee, _cells, plan = city
    client.force_login(make_user(role="specialist", org=committee))
    address = reverse("obligations:issue", args=[plan.pk])
    words = "1 chỉ tiêu chưa có cách tính: ban hành thì đứng ở phần “chưa đo được” trên bảng"
    assert words not in client.get(address).content.decode()
    make_target(plan)
    page = client.get(address).content.decode()
    assert (words in page, reverse("plans:proposals", args=[plan.pk]) in page) == (True, True)


def test_the_year_shown_is_not_offered_again(city):
    found = issue_summary(city[2], TODAY, 2027)
    assert (found.year in dict(found.years), found.year in dict(found.not_shown)) == (True, False)


def test_the_page(client, city):
    committee, (a, _b), plan = city
    client.force_login(make_user(role="leader", org=committee))
    response = client.get(reverse("obligations:issue", args=[plan.pk]), {"nam": "x"})
    page = " ".join(response.content.decode().split())
    assert response.status_code == 200
    assert f'<th scope="row">{a.name}</th>' in page
    assert "1 đơn vị không có việc nào" in page
