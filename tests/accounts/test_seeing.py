"""Questions that are put together once see what `visible_to` lets the same person see, whoever asks first."""

import pytest
from django.db.models import BigIntegerField

from dondoc.accounts.seeing import Seer, places, sight_of
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org
from dondoc.reminders.models import Reminder
from dondoc.submissions.models import Submission
from dondoc.web.prepared import Prepared
from tests.dashboards.conftest import City, city  # noqa: F401 -- fixture
from tests.factories import make_user

pytestmark = pytest.mark.django_db
MODELS = (Obligation, Submission, Reminder, Org)


def test_everybody_sees_what_is_theirs(city: City):  # noqa: F811
    people, office = city.people, make_user("van-phong", role="specialist", org=city.office)
    users = [people.an, people.binh, people.chi, people.dung, city.lead, office, make_user("khach")]
    for model in MODELS:
        asked: Prepared = Prepared(
            lambda least, model=model, **_sight: model.objects.visible_to(Seer()).filter(pk__gte=least).order_by("pk"),
            least=BigIntegerField(), **places(),
        )  # fmt: skip
        seen = [[one.pk for one in asked.ask(least=0, **sight_of(user))] for user in users]
        assert seen == [
            list(model.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)) for user in users
        ]
    assert len({tuple(asked.ask(least=0, **sight_of(user))) for user in users}) > 2  # they do not all see the same
