"""Merging, splitting, renaming and moving: what is told beforehand is what comes, and nobody else sees the page."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from dondoc.audit.models import AuditEvent
from dondoc.config.middleware import FreshFigures
from dondoc.indicators.formula.tree import Carry
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org, Succession
from dondoc.reorganising.actions import Merge, Move, Part, Rename, Split, carry_out, foresee
from dondoc.web.refusals import Invalid, Refused
from tests.factories import make_org, make_user
from tests.measures.world import TODAY, at, make_world
from tests.submissions.test_pages import words

pytestmark = pytest.mark.django_db
PARTS = [Part("Phần một", "P1"), Part("Phần hai", "P2")]
DAY, NOW = date(2026, 3, 2), at(TODAY)


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(FreshFigures, "day", TODAY)
    made = make_world(3)
    made.admin = make_user("quan-tri", role="administrator", org=made.committee)
    make_user("nhap-0", role="enterer", org=made.orgs[0])
    return made


def _open(org) -> int:
    return Obligation.objects.untouched().filter(org=org).count()


def _rows() -> tuple:
    return (
        list(Org.objects.order_by("pk").values_list("code", "name", "valid_to")),
        Obligation.objects.count(), Obligation.objects.filter(closed_on=None).count(), AuditEvent.objects.count(),
        Succession.objects.count(),
    )  # fmt: skip


def _told(effect) -> list[tuple]:
    return [(one.org.name, one.is_new, one.ends_on, one.before, one.after, one.children) for one in effect.orgs]


def _changes(world) -> list:
    first, second, third = world.orgs
    return [
        Rename(org=first, name="Tên khác", short_name="TK", on=DAY),
        Move(org=third, to=first, on=DAY),
        Merge(gone=[first, second], into=Part("Đơn vị chung", "Chung"), on=DAY, decision="12-QĐ"),
        Merge(gone=[second], into=first, on=DAY, decision="12-QĐ"),
        Split(org=first, parts=[Part("Phần một", "P1")], goes_on=True, on=DAY, decision="12-QĐ"),
        Split(org=first, parts=PARTS, goes_on=False, on=DAY, decision="1-QĐ"),
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(6))
def test_what_is_told_beforehand_is_what_comes(world, number):
    change = _changes(world)[number]
    before = _rows()
    told = foresee(change, by=world.admin, at=NOW)
    assert _rows() == before
    done = carry_out(change, by=world.admin, at=NOW)
    assert _told(done) == _told(told)
    assert _rows() != before
    for one in done.orgs:
        assert one.after.open == Obligation.objects.untouched().filter(org=one.org).count()


def test_a_merger_hands_over_duties_and_says_who_gets_which_figures(world):
    first, second, _third = world.orgs
    done = carry_out(_changes(world)[2], by=world.admin, at=NOW)
    new = done.made[0]
    assert (_open(first), _open(second)) == (0, 0)
    assert _open(new) > 0
    assert done.heir == new
    assert [one.org for one in done.ended] == [first, second]
    assert len(done.ended[0].roles) == 1
    assert {carry: [name.partition(".")[0] for name in names] for carry, names in done.measures.items()} == {
        Carry.LATEST: ["1a", "2a"], Carry.SUM: ["3a", "4a"],
    }  # fmt: skip


def test_children_go_where_they_are_sent(world):
    first = world.orgs[0]
    one, two = (make_org(f"Chi bộ {n}", parent=first, kind="cell") for n in range(2))
    done = carry_out(
        Split(org=first, parts=PARTS, goes_on=False, on=DAY, decision="1-QĐ", children={two.pk: 1}),
        by=world.admin,
        at=NOW,
    )
    parent = {org: org.links_up.get(valid_to=None).parent for org in (one, two)}
    assert parent == {one: done.made[0], two: done.made[1]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda w: Rename(org=w.orgs[0], name="x", short_name="y", on=date(2026, 4, 1)), "Chưa đến ngày 01/04/2026"),
        (lambda w: Rename(org=w.orgs[0], name=w.orgs[0].name, short_name=w.orgs[0].short_name, on=DAY), "giống tên"),
        (lambda w: Move(org=w.orgs[0], to=w.committee, on=DAY), "đang trực thuộc"),
        (lambda w: Merge(gone=[w.orgs[0]], into=w.orgs[0], on=DAY, decision="x"), "ít nhất một tổ chức"),
        (lambda w: Merge(gone=[w.committee], into=Part("x", "x"), on=DAY, decision="x"), "không có cấp trên"),
        (lambda w: Split(org=w.orgs[0], parts=[Part("x", "x")], goes_on=False, on=DAY, decision="x"), "ít nhất hai"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(world, change, said):
    before = _rows()
    with pytest.raises((Invalid, Refused)) as fault:
        carry_out(change(world), by=world.admin, at=NOW)
    assert said in fault.value.reason
    assert _rows() == before


def test_only_who_administers_the_organisations(world):
    other = make_org("Nơi khác", parent=None, kind="committee")
    stranger = make_user("quan-tri-khac", role="administrator", org=other)
    for by in (world.clerk, stranger):
        with pytest.raises(Refused):
            carry_out(_changes(world)[0], by=by, at=NOW)


def test_the_page_shows_first_and_then_records(world, client):
    client.force_login(world.admin)
    url = reverse("reorganising:change", args=["hop-nhat"])
    assert world.orgs[0].code in client.get(f"{url}?org={world.orgs[0].pk}").content.decode()
    data = {
        "orgs": f"{world.orgs[0].code}\n{world.orgs[1].name}", "name": "Đơn vị chung", "short_name": "Chung",
        "on": "02/03/2026", "decision": "12-QĐ/ĐU",
    }  # fmt: skip
    before = _rows()
    page = words(client.post(url, data))
    assert _rows() == before
    assert "Từ ngày 02/03/2026" in page
    assert "Không hoàn tác được" in page
    done = client.post(url, data | {"do": "1"}, follow=True)
    assert "Đã ghi: hợp nhất." in words(done)
    again = client.post(url, data | {"do": "1"})  # pressed twice
    assert again.status_code == 422
    assert Org.objects.filter(name="Đơn vị chung").count() == 1
    listed = words(client.get(reverse("reorganising:list")))
    assert "12-QĐ/ĐU" in listed
    client.force_login(world.clerk)
    assert [client.get(url).status_code, client.post(url, data).status_code] == [404, 404]
    assert client.get(reverse("reorganising:list")).status_code == 404


def test_an_unknown_name_and_an_unknown_act_are_told(world, client):
    client.force_login(world.admin)
    url = reverse("reorganising:change", args=["chuyen"])
    page = client.post(url, {"org": "không có", "to": world.committee.code, "on": "02/03/2026"})
    assert (page.status_code, "Không tìm thấy" in words(page)) == (422, True)
    assert client.get(reverse("reorganising:change", args=["xoa"])).status_code == 404
