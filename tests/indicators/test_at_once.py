"""Several clicks on a draft at the same moment: one wins, the others are told, nothing is there twice."""

import pytest
from django.urls import reverse
from django.utils import timezone

from dondoc.audit.models import AuditEvent
from dondoc.audit.queries import verify_chain
from dondoc.indicators.actions import publish_indicator
from dondoc.indicators.models import IndicatorDraft, IndicatorVersion
from dondoc.lib.dates import format_date
from dondoc.sheets.actions import publish_deliverable, publish_sheet
from tests.factories import AT, make_committee, make_user
from tests.indicators.test_pages import HEAD, MEASURE
from tests.measures.world import DEFINITIONS, DELIVERABLES, SHEETS
from tests.submissions.test_at_once import at_once, statuses

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def admin(db):
    for sheet in SHEETS:
        publish_sheet(sheet, by=None, at=AT)
    for code, sheet, period in DELIVERABLES:
        publish_deliverable({"code": code, "name": code, "sheet": sheet, "period": period}, by=None, at=AT)
    publish_indicator(DEFINITIONS[0], by=None, at=AT)
    return make_user("quan-tri", role="administrator", org=make_committee())


def test_of_clicks_at_one_moment_one_counts(admin):
    start = reverse("indicators:start", args=["ke-hoach"])
    assert statuses(at_once(admin, *[(start, {})] * 3)) == [302] * 3
    draft = IndicatorDraft.objects.get()

    add = reverse("indicators:add_measure", args=[draft.pk])
    assert statuses(at_once(admin, *[(add, MEASURE | {"revision": 0})] * 2)) == [302, 409]
    undo = reverse("indicators:undo", args=[draft.pk])
    assert statuses(at_once(admin, *[(undo, {"revision": 1})] * 2)) == [302, 409]
    head = reverse("indicators:edit_head", args=[draft.pk])
    assert statuses(at_once(admin, (head, HEAD | {"revision": 2}))) == [302]

    publish = reverse("measures:publish", args=[draft.pk])
    form = {"revision": 3, "effective_on": format_date(timezone.localdate())}
    answers = statuses(at_once(admin, *[(publish, form)] * 3))
    assert (answers.count(302), set(answers) <= {302, 404, 409}) == (1, True)
    assert list(IndicatorVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert AuditEvent.objects.filter(action="indicator.publish", actor_id=admin.pk).count() == 1
    assert verify_chain() is None


def test_of_two_that_begin_the_same_one_is_told(admin):
    assert statuses(at_once(admin, *[(reverse("indicators:new"), HEAD)] * 2)) == [302, 409]
    assert IndicatorDraft.objects.count() == 1
