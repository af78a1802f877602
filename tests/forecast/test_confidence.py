"""How sure owner and reviewer are: kept for ever, said once a month, carried visibly, differing plainly."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from dondoc.audit.models import AuditEvent
from dondoc.forecast.confidences import pairs
from dondoc.forecast.models import Confidence, Side, Sureness
from dondoc.forecast.rules import side_of
from dondoc.forecast.saying import say
from dondoc.lib.due import Due, DueKind
from dondoc.plans.models import TaskRole
from dondoc.web.refusals import Refused
from tests.dashboards.conftest import CODE, City, city, said, sign_in  # noqa: F401 -- fixtures
from tests.factories import make_task, make_user

OCTOBER, NOVEMBER = (datetime(2026, month, 12, 3, 0, tzinfo=UTC) for month in (10, 11))


@pytest.fixture
def people(city):  # noqa: F811
    """Who leads the chỉ tiêu by the plan (the office), who reviews it, and a cell's own."""
    task = make_task(city.plan, due=Due(DueKind.ONGOING), orgs=[city.office], target=city.target, text="Tham mưu")
    task.role = TaskRole.LEAD
    task.save()
    return {
        "owner": make_user("chu-tri", role="enterer", org=city.office),
        "reviewer": make_user("tham-dinh", role="specialist", org=city.people.committee),
        "cell": city.inner,
        "leader": city.lead,
        "outsider": city.people.chi,
    }


def test_nobody_speaks_for_both_sides_and_the_grassroots_for_themselves(city, people):  # noqa: F811
    committee, cell, other = city.people.committee, city.people.cell_a, city.people.cell_b
    sides = {
        name: tuple(side_of(person, city.indicator, org) for org in (committee, cell, other))
        for name, person in people.items()
    }
    assert sides == {
        "owner": (Side.OWNER, None, None),
        "reviewer": (Side.REVIEWER,) * 3,
        "cell": (None, Side.OWNER, None),
        "leader": (Side.REVIEWER,) * 3,  # may check on the spot
        "outsider": (None, None, Side.OWNER),
    }
    with pytest.raises(Refused):
        say(city.indicator, committee, level=Sureness.SURE, by=people["outsider"], at=OCTOBER)
    assert not Confidence.objects.exists()


def test_what_was_said_stays_and_is_carried_until_said_again(city, people):  # noqa: F811
    org, owner, reviewer = city.people.committee, people["owner"], people["reviewer"]
    first = say(city.indicator, org, level=Sureness.SURE, reason=" Đủ  nguồn ", by=owner, at=OCTOBER)
    assert (
        say(city.indicator, org, level=Sureness.SURE, reason="Đủ nguồn", by=owner, at=OCTOBER) == first
    )  # clicked twice
    say(city.indicator, org, level=Sureness.HARD, by=reviewer, at=NOVEMBER)

    october, november = (pairs(org, month)[city.indicator.pk] for month in ("2026-10", "2026-11"))
    assert (october.words, october.differs) == ("Chủ trì: chắc chắn đạt", False)
    assert (november.words, november.differs) == ("Chủ trì: chắc chắn đạt; thẩm định: khó đạt", True)
    assert [one.carried_words for one in november.both] == ["như tháng 10/2026", ""]

    confirmed = say(city.indicator, org, level=Sureness.SURE, reason="Đủ nguồn", by=owner, at=NOVEMBER)
    assert (confirmed.repeats, confirmed.month) == (first, "2026-11")
    say(city.indicator, org, level=Sureness.POSSIBLE, by=owner, at=NOVEMBER)
    told = [(one.month, one.side, one.level) for one in Confidence.objects.all()]
    assert told == [
        ("2026-10", "owner", "sure"), ("2026-11", "reviewer", "hard"), ("2026-11", "owner", "sure"),
        ("2026-11", "owner", "possible"),
    ]  # fmt: skip
    events = AuditEvent.objects.filter(action="confidence.say").order_by("pk")
    assert [event.after["level"] for event in events] == ["sure", "hard", "sure", "possible"]


def test_the_page_shows_both_asks_once_and_confirms_with_one_click(city, people, sign_in):  # noqa: F811
    org, address = city.people.committee, reverse("dashboards:indicator", args=[CODE]) + "?phan=du-bao"
    february = datetime(2026, 2, 12, 3, 0, tzinfo=UTC)
    say(city.indicator, org, level=Sureness.SURE, by=people["owner"], at=february)
    say(city.indicator, org, level=Sureness.HARD, reason="Còn thiếu một", by=people["reviewer"], at=february)
    client = sign_in(people["reviewer"])
    page = said(client.get(address))
    assert "Chủ trì: chắc chắn đạt; thẩm định: khó đạt" in page
    assert "Xác nhận: như tháng 2/2026" in page
    url = reverse("forecast:say", args=[CODE, org.pk])
    before = Confidence.objects.count()
    answer = client.post(
        url, {"level": "hard", "reason": "Còn thiếu một"}, headers={"referer": f"http://testserver{address}"}
    )
    assert (answer.status_code, answer.url) == (302, f"http://testserver{address}")
    assert Confidence.objects.count() == before + 1
    assert client.post(url, {"level": "perhaps"}).status_code == 422
    assert sign_in(people["outsider"]).post(url, {"level": "sure"}).status_code == 404
    assert "Nêu mức" not in said(sign_in(people["leader"]).get(address.replace("?", "?thang=2025-09&")))
