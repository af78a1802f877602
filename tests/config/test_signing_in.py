"""Who is signed in comes with all that every page asks about that person, in one statement."""

import pytest
from django.urls import reverse
from django.utils import timezone

from dondoc.accounts.models import User
from dondoc.config.navigation import navigation
from dondoc.config.signing_in import SignedIn
from dondoc.lib.due import Due, DueKind
from dondoc.reviewing.queries import count_own
from tests.factories import make_plan, make_task, make_user

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> User | None:
    return SignedIn().get_user(user.pk)


def test_a_person_s_page_reads_the_session_the_person_with_roles_and_what_it_shows(
    client, cast, django_assert_num_queries
):
    client.force_login(cast.an)
    with django_assert_num_queries(3):  # the session, the person with today's roles and committee, all roles there were
        client.get(reverse("accounts:account"))


def test_roles_and_the_committee_above_come_with_the_person(cast, django_assert_num_queries, rf):
    with django_assert_num_queries(1):
        an = signed_in(cast.an)
        assert [(m.org, m.role, m.user) for m in an.roles_held()] == [(cast.cell_a, "enterer", cast.an)]
        request = rf.get("/")
        request.user = an
        assert navigation(request)["navigation"].committee == cast.committee.name


def test_who_holds_no_role_is_somebody_all_the_same_and_who_is_switched_off_is_nobody(django_assert_num_queries):
    nobody = make_user("khong")
    with django_assert_num_queries(2):
        found = signed_in(nobody)
        assert (found, found.roles_held(), found.root_org_ids()) == (nobody, [], set())
    User.objects.filter(pk=nobody.pk).update(is_active=False)
    assert signed_in(nobody) is None
    assert SignedIn().get_user(0) is None


def test_bodies_that_a_plan_names_are_known_of_the_signed_in_as_of_others(cast, django_assert_num_queries):
    today = timezone.localdate()
    make_task(make_plan(cast.committee), due=Due(DueKind.AS_DIRECTED), reviewer=cast.committee)
    other, mine = User.objects.get(pk=cast.binh.pk), signed_in(cast.binh)
    with django_assert_num_queries(3):  # the roles, which of them a plan names, the count
        assert count_own(other, today) == 0
    with django_assert_num_queries(1):
        assert count_own(mine, today) == 0
    assert (mine._named_bodies, other._named_bodies) == ({cast.committee.pk}, {cast.committee.pk})


def test_a_role_that_ended_meanwhile_counts_no_more(client, cast):
    client.force_login(cast.binh)
    account, desk = reverse("accounts:account"), reverse("reviewing:desk")
    assert f'href="{desk}"' in client.get(account).content.decode()
    cast.binh.memberships.update(valid_to=timezone.localdate())
    assert f'href="{desk}"' not in client.get(account).content.decode()
