"""Personal links: one person, one sheet, until a day; only the hash is kept; everything in the trail."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dondoc.audit.models import AuditEvent
from dondoc.submissions import links
from dondoc.submissions.models import EntryLink, LinkMiss, Submission
from tests.submissions.rows import AT, DOCUMENT_ANSWERS, make_deliverable, make_obligation, make_task
from tests.submissions.test_pages import _clock, stage, typed, words  # noqa: F401 -- fixtures

LINE = "ke-hoach@2025-2030"
pytestmark = pytest.mark.django_db


@pytest.fixture
def on(stage):  # noqa: F811
    """The stage, where An gives the only open sheet of cell A to "Nguyễn Văn Tư"; `guest` is somebody else's phone."""
    cache.clear()
    stage.url = reverse("submissions:links", args=[stage.cell_a.pk])
    page = stage.go(stage.an).post(stage.url, {"line": LINE, "person": " Nguyễn Văn  Tư ", "days": "7"})
    stage.link, stage.guest = EntryLink.objects.get(), Client()
    stage.address = page.context["address"]
    stage.page = page
    return stage


def trail() -> list[tuple[str, str]]:
    return list(
        AuditEvent.objects.filter(action__startswith="link.").order_by("pk").values_list("action", "actor_label")
    )


def test_the_address_is_shown_once_and_only_its_hash_is_kept(on):
    token = on.address.rstrip("/").rsplit("/", 1)[1]
    assert on.address in words(on.page)
    assert token not in words(on.go(on.an).get(on.url))
    assert (token in str(EntryLink.objects.values().get()), on.link.person) == (False, "Nguyễn Văn Tư")
    assert token not in str(list(AuditEvent.objects.values()))


def test_the_person_fills_in_the_sheet_and_sends_it_in(on):
    page = words(on.guest.get(on.address))
    assert "Liên kết riêng của đồng chí Nguyễn Văn Tư" in page
    assert ("Bàn duyệt" in page, 'href="/viec/"' in page) == (False, False)
    on.guest.post(on.address, typed(DOCUMENT_ANSWERS | {"number": "1"}, do="save"))
    sent = on.guest.post(on.address, typed(DOCUMENT_ANSWERS, revision=1))
    assert (sent.status_code, "Cảm ơn đồng chí" in words(sent)) == (200, True)
    kept = Submission.objects.get()
    assert (kept.state, kept.answers["number"], kept.link, kept.entered_on_behalf) == (
        "submitted", "12-KH/ĐU", on.link, False,
    )  # fmt: skip
    via = "Nguyễn Văn Tư (qua liên kết do An giao)"
    assert trail() == [("link.issue", "An"), ("link.open", via), ("link.use", via)]
    by = AuditEvent.objects.filter(action="submission.submit").values_list("actor_id", "actor_label").get()
    assert by == (on.an.pk, via)
    for name in ("submissions:detail", "reviewing:review"):
        shown = words(on.go(on.binh).get(reverse(name, args=[kept.pk])))
        assert "Nhập qua liên kết, người được giao: Nguyễn Văn Tư (An giao)." in shown
    on.an.refresh_from_db()
    assert str(on.an) == "An"


def test_what_is_typed_is_saved_by_itself(on):
    told = on.guest.post(on.address, typed({"number": "12"}, do="auto")).json()
    assert told == {"revision": 1, "at": "10:00", "left_out": []}
    assert Submission.objects.get().link == on.link


def test_it_works_once(on):
    on.guest.post(on.address, typed(DOCUMENT_ANSWERS))
    again = on.guest.get(on.address)
    assert (again.status_code, "Phiếu đã được nộp" in words(again)) == (410, True)
    assert on.guest.post(on.address, typed({"number": "99"})).status_code == 410
    assert Submission.objects.get().answers["number"] == "12-KH/ĐU"


def test_it_ends_with_its_day(on, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(days=7))
    page = on.guest.get(on.address)
    assert (page.status_code, "Liên kết đã hết hạn" in words(page)) == (410, True)


def test_it_can_be_taken_back(on):
    revoke = reverse("submissions:revoke_link", args=[on.link.pk])
    assert on.go(on.chi).post(revoke).status_code == 404
    for _twice in range(2):
        on.go(on.an).post(revoke)
    page = on.guest.post(on.address, typed(DOCUMENT_ANSWERS))
    assert (page.status_code, "Liên kết đã bị thu hồi" in words(page), Submission.objects.count()) == (410, True, 0)
    assert trail() == [("link.issue", "An"), ("link.revoke", "An")]


def test_it_ends_with_the_right_of_who_gave_it(on):
    on.an.memberships.all().delete()
    assert on.guest.get(on.address).status_code == 410


def test_who_guesses_is_slowed_down(on, monkeypatch):
    wrong = reverse("submissions:link", args=["doan-mo"])
    page = on.guest.get(wrong)
    assert (page.status_code, "Không có liên kết này" in words(page)) == (404, True)
    for _more in range(links.MAX_MISSES):
        last = on.guest.get(wrong)
    cache.clear()  # another server process knows as much
    assert (last.status_code, on.guest.get(on.address).status_code) == (429, 429)
    assert on.guest.get(on.address, REMOTE_ADDR="198.51.100.7").status_code == 200  # somebody else
    monkeypatch.setattr(timezone, "now", lambda: AT + links.MISSES_FOR)
    assert (on.guest.get(on.address).status_code, on.guest.get(wrong).status_code) == (200, 404)
    assert LinkMiss.objects.count() == 1


def test_behind_a_proxy_each_caller_is_counted_alone(on, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    wrong = reverse("submissions:link", args=["doan-mo"])
    for turn in range(links.MAX_MISSES + 1):  # another forged address each time does not help
        last = on.guest.get(wrong, headers={"x-forwarded-for": f"203.0.113.{turn}, 198.51.100.7"})
    others = on.guest.get(on.address, headers={"x-forwarded-for": "198.51.100.8"})
    assert (last.status_code, others.status_code) == (429, 200)


@pytest.mark.parametrize("given", [{"person": " "}, {"days": "365"}, {"line": "quy-che@2025-2030"}])
def test_a_link_needs_a_sheet_a_name_and_a_day(on, given):
    response = on.go(on.an).post(on.url, {"line": LINE, "person": "Tư", "days": "7"} | given)
    assert (response.status_code, EntryLink.objects.count()) == (422, 1)


def test_the_sheet_that_was_chosen_is_given_whatever_became_of_the_others(on):
    make_deliverable("quy-che")
    make_obligation(make_task(on.plan, ["quy-che"]), on.cell_a)
    page = words(on.go(on.an).get(on.url))
    [wanted] = re.findall(r'<option value="([^"]+)"[^>]*>\s*Sản phẩm quy-che', page)
    on.guest.post(on.address, typed(DOCUMENT_ANSWERS))  # meanwhile the one before it in the list is sent in
    response = on.go(on.an).post(on.url, {"line": wanted, "person": "Lê Thị Năm", "days": "3"})
    assert (response.status_code, EntryLink.objects.latest("pk").deliverable.code) == (200, "quy-che")
