"""Pages that are remembered until anything changes: the same page is not made twice, and no change is missed."""

from time import sleep

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dondoc.audit import memory
from dondoc.audit.actions import record
from dondoc.audit.memory import kept_awhile, kept_beside, look, looking
from dondoc.audit.models import ChainHead

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memory_of_pages")]
WORK = reverse("dashboards:work")


@pytest.fixture
def an(client, cast):
    """An, signed in with a form token, after one event."""
    change(cast.an)
    client.force_login(cast.an)
    client.get(reverse("accounts:account"))
    client.get(f"{WORK}?mo=later")  # what every process keeps of tables that rarely change
    return client


def change(user) -> None:
    with transaction.atomic():
        record("user.change", by=user, target=user, at=timezone.now())


def cost(client, address: str = WORK) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_same_page_is_made_once_and_reads_the_same(an):
    first = an.get(WORK)
    anew, again = cost(an, f"{WORK}?mo=done"), cost(an)
    assert again < anew
    assert an.get(WORK).content == first.content


def test_the_page_of_an_organisation_is_remembered_too_and_each_part_for_itself(an, cast):
    own = reverse("dashboards:org", args=[cast.an.root_org_ids().copy().pop()])
    anew, again = cost(an, own), cost(an, own)
    assert again < anew
    assert an.get(f"{own}?phan=to-chuc").content != an.get(own).content


def test_what_is_counted_for_the_menu_is_kept_too_and_read_beside_the_head(cast):
    def counted() -> tuple[int, int]:
        with looking(), CaptureQueriesContext(connection) as queries:
            look()
            return kept_beside("events", cast.an.pk, make=lambda: Count("pk")), len(queries)

    change(cast.an)
    with CaptureQueriesContext(connection) as queries:
        assert kept_beside("events", cast.an.pk, make=lambda: Count("pk")) == 1
    assert len(queries) == 1
    assert counted() == (1, 1)  # the head, and nothing for what is known
    change(cast.an)
    assert counted() == (1, 2)
    assert counted() == (1, 1)


def test_what_is_long_to_count_rests_and_says_since_when(cast, monkeypatch):
    counted: list[int] = []

    monkeypatch.setattr(memory, "REST", 10**6)

    def count() -> int:
        sleep(0.001)
        counted.append(len(counted))
        return counted[-1]

    def asked():
        return kept_awhile("everything", cast.an.pk, make=count)

    change(cast.an)
    first = asked()
    assert (first.made, first.is_old) == (0, False)
    assert asked() == first  # nothing was written
    change(cast.an)
    again = asked()
    assert (again.made, again.at, again.is_old) == (0, first.at, True)  # its rest is not over
    monkeypatch.setattr(memory, "REST", 0)
    caches["pages"].clear()
    assert asked().made == 1
    change(cast.an)
    assert (asked().made, asked().is_old) == (2, False)  # with no rest as any memory


def test_a_board_that_shows_older_counts_says_when_and_is_not_remembered(client, cast, monkeypatch):
    monkeypatch.setattr(memory, "REST", 10**6)
    client.force_login(cast.binh)
    client.get(reverse("accounts:account"))  # the form's token
    address = reverse("reminders:board")
    change(cast.an)
    assert "Số đếm và thứ tự lúc" not in client.get(address).content.decode()
    change(cast.an)
    assert "Số đếm và thứ tự lúc" in client.get(address).content.decode()
    later = cost(client, address)
    caches["pages"].clear()
    assert "Số đếm và thứ tự lúc" not in client.get(address).content.decode()
    assert cost(client, address) < later  # this one is remembered


def test_any_change_makes_it_anew(an, cast):
    anew = cost(an)
    assert cost(an) < anew
    change(cast.chi)
    assert cost(an) == anew


def test_nobody_gets_the_page_of_another(an, client, cast):
    mine = an.get(WORK).content.decode()
    client.force_login(cast.chi)
    other = client.get(WORK).content.decode()
    assert (cast.cell_a.name in mine, cast.cell_a.name in other, cast.cell_b.name in other) == (True, False, True)


def test_a_page_made_before_its_token_is_not_kept(client, cast):
    change(cast.an)
    client.force_login(cast.an)
    client.get(WORK)
    assert len(caches["pages"]._cache) == 0
    client.get(WORK)
    assert len(caches["pages"]._cache) == 1


def test_the_head_of_the_trail_is_read_once_a_request_and_anew_after_a_write(cast, django_assert_num_queries):
    change(cast.an)
    with looking():
        with django_assert_num_queries(1):
            first = look()["head"]
            assert look()["head"] == first
        change(cast.chi)
        assert look()["head"] != first
        assert look()["head"] == ChainHead.objects.get().hash
    with django_assert_num_queries(2):  # outside of a request nothing is kept
        assert look() == look()
