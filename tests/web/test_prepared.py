"""A prepared question gives what the query itself gives, for every value and in every thread."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connections
from django.db.models import BigIntegerField, CharField, DateField, Exists, OuterRef, Q

from dondoc.accounts.models import Membership
from dondoc.obligations.models import Obligation
from dondoc.web.prepared import Ids, Prepared
from tests.factories import make_committee, make_org, make_user

HELD = Prepared(
    lambda user, day: Membership.objects.held(day).filter(user=user).select_related("user"),
    user=BigIntegerField(), day=DateField(),
)  # fmt: skip


def told(roles) -> list[tuple]:
    return [(one.pk, one.role, one.user.username, one.org.name, one.committee, one.valid_from) for one in roles]


@pytest.fixture
def people():
    committee = make_committee()
    return [make_user(f"nguoi-{n}", role="enterer", org=make_org(f"Đảng bộ {n}", parent=committee)) for n in range(3)]


@pytest.mark.django_db
def test_the_rows_are_those_of_the_query(people, django_assert_num_queries):
    day = date(2026, 2, 1)
    for user in people:
        with django_assert_num_queries(1):
            found = HELD.ask(user=user.pk, day=day)
        plain = Membership.objects.held(day).filter(user=user).select_related("user")
        assert told(found) == told(plain) != []
    assert HELD.ask(user=people[0].pk, day=date(1990, 1, 1)) == []


@pytest.mark.django_db
def test_plain_values_texts_and_lists_of_places(people):
    asked = Prepared(
        lambda name, other: Membership.objects.filter(user__username__in=[name, other]).order_by("pk")
        .annotate(has_duty=Exists(Obligation.objects.filter(Q(org=OuterRef("org")) | Q(period=name))))
        .values_list("user__username", "has_duty"),
        name=CharField(), other=CharField(),
    )  # fmt: skip
    first, second, third = (user.username for user in people)
    assert asked.ask(name=first, other="'; --") == [(first, False)]
    assert asked.ask(name=third, other=second) == [(second, False), (third, False)]


@pytest.mark.django_db
def test_many_ids_are_one_value(people, django_assert_num_queries):
    asked = Prepared(lambda ids: Membership.objects.filter(user__pk__among=ids).order_by("pk"), ids=Ids())
    every = [user.pk for user in people]
    for some in (every, every[:1], [], [every[2], 10**12]):
        with django_assert_num_queries(1):
            found = asked.ask(ids=some)
        assert found == list(Membership.objects.filter(user__in=some).order_by("pk"))
    assert asked.ask(ids=set(every)) != []


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection(people):
    def ask(user) -> list[tuple]:
        try:
            return told(HELD.ask(user=user.pk, day=date(2026, 2, 1)))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(ask, people * 4))
    assert found == [told(HELD.ask(user=user.pk, day=date(2026, 2, 1))) for user in people * 4]
