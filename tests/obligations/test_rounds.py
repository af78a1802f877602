"""Taking a round back: as if it had not been opened, while nobody has answered."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from dondoc.audit.models import AuditEvent
from dondoc.obligations import actions, rounds, ruling
from dondoc.obligations.models import Obligation, Purpose, Round
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import AT, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 16)


def open_round(task, opener, **changes):
    given = {"period": "2026", "name": "Đợt 1", "due_on": date(2026, 6, 30), "guidance": "HD 05", "at": AT}
    return actions.open_round(task, **{**given, **changes}, by=opener)


def rows() -> list[dict]:
    return list(Obligation.objects.order_by("pk").values())


def test_it_is_as_if_it_had_not_been_opened_and_may_be_opened_again(directed, opener):
    before = rows()
    opened = open_round(directed, opener)
    assert rows() != before
    with pytest.raises(Invalid, match="lý do"):
        rounds.withdraw_round(opened, reason=" ", by=opener, at=AT)
    rounds.withdraw_round(opened, reason="Nhầm ngày", by=opener, at=AT)
    assert (rows(), Round.objects.count()) == (before, 0)
    event = AuditEvent.objects.get(action="round.withdraw")
    assert (event.note, event.before["due_on"]) == ("Nhầm ngày", "2026-06-30")
    again = open_round(directed, opener)
    assert again.obligations.count() == 2


def test_a_further_round_goes_and_leaves_the_first(directed, opener):
    open_round(directed, opener)
    first = rows()
    further = open_round(directed, opener, name="Đợt đột xuất", due_on=date(2026, 4, 15))
    rounds.withdraw_round(further, reason="Cấp trên hoãn", by=opener, at=AT)
    assert rows() == first


def test_two_tabs_take_it_back_once(directed, opener):
    opened = open_round(directed, opener)
    same = Round.objects.get()
    rounds.withdraw_round(opened, reason="x", by=opener, at=AT)
    with pytest.raises(Conflict, match="vừa được người khác thu hồi"):
        rounds.withdraw_round(same, reason="x", by=opener, at=AT)


@pytest.mark.parametrize("how", ["submitted", "extended", "unlocked", "asked", "an", "dung"])
def test_what_was_answered_or_ruled_on_stays(cast, directed, opener, how):
    opened = open_round(directed, opener)
    row = opened.obligations.filter(purpose=Purpose.ANSWER).select_related("org", "task__plan").first()
    if how == "submitted":
        Obligation.objects.filter(pk=row.pk).update(submitted_on=TODAY)
    elif how == "extended":
        ruling.extend(row, to=date(2026, 7, 31), reason="x", by=cast.binh, at=AT)
    elif how == "unlocked":
        ruling.unlock(row, until=AT + timedelta(days=1), reason="x", by=cast.binh, at=AT)
    elif how == "asked":
        ruling.ask_unlock(row, reason="x", by=make_user(role="enterer", org=row.org), at=AT)
    by = getattr(cast, how, opener)
    with pytest.raises(Refused, match="Đã có đơn vị nhập phiếu" if by is opener else "được mở đợt"):
        rounds.withdraw_round(opened, reason="x", by=by, at=AT)
    assert Round.objects.count() == 1


def test_on_its_page(client, directed, opener):
    opened = open_round(directed, opener)
    client.force_login(opener)
    page, url = reverse("obligations:rounds"), reverse("obligations:withdraw_round", args=[opened.pk])
    assert url in client.get(page).content.decode()
    assert f'href="{page}"' in client.get(url).content.decode().split("<form", 1)[1]  # the way back
    assert client.post(url, {"reason": ""}).status_code == 422
    assert [client.post(url, {"reason": "Nhầm"}).status_code for _click in range(2)] == [302, 404]
