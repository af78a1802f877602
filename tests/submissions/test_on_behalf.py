"""Entering on behalf: an organisation by a part of its name, its open sheets, a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dondoc.submissions.models import Submission
from tests.factories import make_org
from tests.submissions.rows import DOCUMENT_ANSWERS, make_obligation
from tests.submissions.test_pages import _clock, stage, typed, words  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
URL = reverse("submissions:on_behalf")


@pytest.fixture
def office(stage, role_with):  # noqa: F811
    """Cell A, and beside it two of one name; who holds the right to enter for those under the committee."""
    from tests.factories import make_user  # noqa: PLC0415 -- the right is of this fixture alone

    stage.helper = make_user("giup", role=role_with("view", "answer_for"), org=stage.committee, full_name="Giúp")
    stage.twins = [make_org(f"Đảng bộ Tòa án {name}", parent=stage.committee) for name in ("Bắc", "Nam")]
    for org in stage.twins:
        make_obligation(stage.tasks[0], org)
    return stage


def test_a_name_without_marks_leads_to_the_sheet(office):
    page = words(office.go(office.helper).get(URL, {"ten": "toa an bac"}))
    assert "Sản phẩm ke-hoach" in page
    owed = office.twins[0].obligations.get()
    url = reverse("submissions:answer", args=[owed.pk, "ke-hoach"])
    assert url in page
    office.client = office.go(office.helper)
    office.client.post(url, typed(DOCUMENT_ANSWERS))
    assert Submission.objects.get().entered_on_behalf


def test_of_several_one_is_chosen(office):
    page = words(office.go(office.helper).get(URL, {"ten": "toa an"}))
    assert ("Tòa án Bắc" in page, "Tòa án Nam" in page, "Sản phẩm ke-hoach" in page) == (True, True, False)
    page = words(office.go(office.helper).get(URL, {"ten": "toa an", "don_vi": office.twins[1].pk}))
    assert "Sản phẩm ke-hoach" in page


def test_nobody_finds_what_he_may_not_enter(office):
    assert office.go(office.an).get(URL, {"ten": "toa an"}).status_code == 403
    strange = make_org("Đảng bộ Tòa án Tỉnh khác")
    page = words(office.go(office.helper).get(URL, {"ten": "tinh khac", "don_vi": strange.pk}))
    assert ("Tỉnh khác" in page, "Không có đơn vị nào khớp" in page) == (False, True)


def test_the_search_costs_the_same_for_few_and_many(office):
    def cost(**given):
        client = office.go(office.helper)
        with CaptureQueriesContext(connection) as seen:
            client.get(URL, given)
        return len(seen)

    chosen = office.twins[0].pk
    cost(ten="toa an", don_vi=chosen)  # from here on the form token's cookie is there, and what is settled is known
    few = cost(ten="toa an", don_vi=chosen)
    for number in range(30):
        make_obligation(office.tasks[0], make_org(f"Đảng bộ Tòa án {number}", parent=office.committee))
    make_obligation(office.tasks[1], office.twins[0])
    assert (cost(ten="toa an", don_vi=chosen), few <= 15) == (few, True)
