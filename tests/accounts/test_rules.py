"""Who may what, where and when."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from dondoc.accounts import rules
from dondoc.accounts.models import Membership, User
from dondoc.accounts.roles import PERMISSION_WORDS, ROLES, Permission, roles_with
from dondoc.orgs import actions as orgs
from dondoc.orgs.models import Org
from tests.factories import AT, make_committee, make_org, make_user

pytestmark = pytest.mark.django_db
BY = {"by": None, "at": AT}
TODAY = timezone.localdate()
DAY = timedelta(days=1)


def test_a_right_holds_where_the_role_is_and_under_it_and_nowhere_else(cast, role_with):
    person = make_user(role=role_with(Permission.REVIEW), org=cast.committee)
    below = make_org(parent=cast.cell_a)
    places = (cast.committee, cast.cell_a, below, cast.other_committee)
    assert [rules.can(person, Permission.REVIEW, org=org) for org in places] == [True, True, True, False]
    assert [rules.can(person, Permission.ANSWER, org=org) for org in places] == [False] * 4


def test_a_role_below_gives_nothing_above_or_beside(cast):
    assert rules.can(cast.an, Permission.ANSWER, org=cast.cell_a) is True
    assert [rules.can(cast.an, Permission.ANSWER, org=org) for org in (cast.committee, cast.cell_b)] == [False, False]


@pytest.mark.parametrize(
    ("first", "end", "holds"),
    [
        (TODAY, None, True), (TODAY - DAY, TODAY, False), (TODAY + DAY, None, False), (TODAY - DAY, TODAY + DAY, True),
    ],
    ids=["from today", "ended today", "from tomorrow", "last day today"],
)  # fmt: skip
def test_a_role_holds_between_its_days(cast, role_with, first, end, holds):
    person = make_user(role=role_with(Permission.VIEW), org=cast.committee, valid_from=first, valid_to=end)
    assert rules.can(person, Permission.VIEW, org=cast.cell_a) is holds
    assert rules.holds_anywhere(person, Permission.VIEW) is holds
    assert Org.objects.visible_to(person).exists() is holds


def test_an_ended_organisation_is_judged_on_its_last_day(cast, role_with):
    superior = make_user(role=role_with(Permission.VIEW), org=cast.committee)
    parent = make_org(parent=cast.committee)
    ended = make_org(parent=parent)
    over_it = make_user(role=role_with(Permission.VIEW), org=parent)
    orgs.close_org(ended, on=date(2026, 3, 1), **BY)
    orgs.move_org(parent, to=cast.other_committee, on=date(2026, 3, 10), **BY)
    ended.refresh_from_db()
    assert [rules.can(p, Permission.VIEW, org=ended) for p in (superior, over_it)] == [True, True]
    assert [rules.can(p, Permission.VIEW, org=parent) for p in (superior, over_it)] == [False, True]


def test_an_organisation_that_is_yet_to_begin_is_judged_on_its_first_day(cast, role_with):
    person = make_user(role=role_with(Permission.VIEW), org=cast.committee)
    coming = make_org(parent=cast.committee, valid_from=TODAY + 30 * DAY)
    assert rules.can(person, Permission.VIEW, org=coming) is True


def test_nobody_signed_in_may_nothing(cast):
    nobody = AnonymousUser()
    assert rules.can(nobody, Permission.VIEW, org=cast.committee) is False
    assert rules.holds_anywhere(nobody, Permission.VIEW) is False


def test_a_slip_of_the_programmer_is_an_error_and_not_a_quiet_no(cast):
    with pytest.raises(TypeError, match="can\\(\\) needs an Org, got int"):
        rules.can(cast.an, Permission.VIEW, org=cast.committee.pk)
    with pytest.raises(ValueError, match="'fly' is not a valid Permission"):
        rules.can(cast.an, "fly", org=cast.committee)
    with pytest.raises(ValueError, match="'fly' is not a valid Permission"):
        rules.holds_anywhere(cast.an, "fly")
    with pytest.raises(ValueError, match="'fly' is not a valid Permission"):
        cast.an.org_ids_with("fly")


def test_a_question_costs_one_read_once_the_roles_are_known(cast, django_assert_num_queries):
    person = User.objects.get(pk=cast.binh.pk)
    with django_assert_num_queries(2):
        rules.can(person, Permission.REVIEW, org=cast.cell_a)
    with django_assert_num_queries(1):
        rules.can(person, Permission.REVIEW, org=cast.cell_b)
    with django_assert_num_queries(0):
        rules.holds_anywhere(person, Permission.REVIEW)


def test_every_right_has_words_and_some_role_and_every_role_says_what_it_is_for():
    assert list(PERMISSION_WORDS) == list(Permission)
    assert [right for right in Permission if not roles_with(right)] == []
    assert [role.code for role in ROLES.values() if not (role.name and role.description and role.permissions)] == []
    assert [role.code for role in ROLES.values() if role.code != {v: k for k, v in ROLES.items()}[role]] == []


# ── giving and ending roles, looking after people ─────────────────────────────────────────────────────────────────


@pytest.fixture
def head(cast):
    """The administrator of the committee."""
    return make_user("quan-tri", role="administrator", org=cast.committee, full_name="Quản trị")


def reason(denial):
    return denial and denial.reason


def test_roles_are_given_by_who_administers_the_organisation(cast, head):
    elsewhere = "Đồng chí không quản trị “Đảng ủy Thành phố Khác” nên không thay đổi được vai trò ở đó."
    assert rules.may_give_role(head, org=cast.cell_a) is None
    assert reason(rules.may_give_role(head, org=cast.other_committee)) == elsewhere
    assert rules.may_give_role(None, org=cast.cell_a) is None
    assert (
        reason(rules.may_give_role(cast.binh, org=cast.cell_a))
        == "Đồng chí không quản trị “Chi bộ A” nên không thay đổi được vai trò ở đó."
    )


def test_holding_a_right_without_administering_does_not_let_it_be_given(cast, role_with):
    everything_else = role_with(*(set(Permission) - {Permission.ADMINISTER}))
    person = make_user(role=everything_else, org=cast.committee)
    assert rules.may_give_role(person, org=cast.cell_a) is not None
    assert reason(rules.may_add_person(person)) == "Chỉ quản trị viên được thêm người dùng và cấp vai trò."


def test_an_administrator_below_gives_nothing_above(cast):
    below = make_user(role="administrator", org=cast.cell_a)
    assert rules.may_give_role(below, org=cast.cell_a) is None
    assert rules.may_give_role(below, org=cast.committee) is not None
    assert rules.may_give_role(below, org=cast.cell_b) is not None


def test_in_an_ended_organisation_no_role_is_given(cast, head):
    orgs.close_org(cast.cell_b, on=date(2026, 3, 1), **BY)
    cast.cell_b.refresh_from_db()
    said = "“Chi bộ B” đã kết thúc hoạt động từ ngày 01/03/2026 nên không cấp vai trò mới."
    assert [reason(rules.may_give_role(by, org=cast.cell_b)) for by in (head, None)] == [said, said]


def test_ones_own_last_administrator_role_cannot_be_ended(cast, head):
    own = head.memberships.get()
    said = "Đây là vai trò quản trị cuối cùng của đồng chí. Hãy giao quản trị cho người khác trước."
    assert reason(rules.may_end_role(head, own)) == said
    assert rules.may_end_role(None, own) is None
    other = make_user(role="administrator", org=cast.committee)
    assert rules.may_end_role(other, own) is None
    Membership.objects.create(user=head, org=cast.cell_a, role="administrator", valid_from=date(2020, 1, 1))
    assert rules.may_end_role(User.objects.get(pk=head.pk), own) is None
    assert rules.may_end_role(head, cast.an.memberships.get()) is None
    assert rules.may_end_role(head, cast.stranger.memberships.get()) is not None


def test_an_account_is_looked_after_by_who_administers_all_of_its_organisations(cast, head):
    said = "Người này có vai trò ở tổ chức mà đồng chí không quản trị."
    below = make_user(role="administrator", org=cast.cell_a)
    assert [reason(rules.may_manage(head, p)) for p in (cast.an, below, cast.stranger)] == [None, None, said]
    assert [reason(rules.may_manage(below, p)) for p in (cast.an, head, cast.chi)] == [None, said, said]
    assert rules.may_manage(None, cast.stranger) is None
    both = make_user(role="enterer", org=cast.cell_a)
    Membership.objects.create(user=both, org=cast.cell_b, role="enterer", valid_from=date(2020, 1, 1))
    assert reason(rules.may_manage(below, both)) == said


def test_without_a_role_today_the_last_ones_decide(cast, head):
    past = make_user(role="enterer", org=cast.cell_a, valid_to=date(2026, 1, 1))
    never = make_user()
    assert rules.may_manage(head, past) is None
    assert rules.may_manage(head, never) is not None


def test_nobody_switches_off_the_own_account(cast, head):
    assert reason(rules.may_switch_off(head, head)) == "Đồng chí không thể ngừng tài khoản của chính mình."
    assert rules.may_switch_off(head, cast.an) is None
    assert rules.may_switch_off(head, cast.stranger) is not None


def test_people_are_seen_by_who_administers_them_and_by_themselves(cast, head):
    names = lambda user: sorted(User.objects.visible_to(user).values_list("username", flat=True))  # noqa: E731
    assert names(head) == ["an", "binh", "chi", "dung", "quan-tri"]
    assert names(cast.an) == ["an"]
    assert names(cast.stranger) == ["la"]


def test_organisations_are_seen_under_the_roots_of_ones_roles(cast):
    names = lambda user: [org.name for org in Org.objects.visible_to(user)]  # noqa: E731
    assert names(cast.an) == ["Chi bộ A"]
    assert names(cast.binh) == ["Chi bộ A", "Chi bộ B", "Đảng ủy các cơ quan Đảng Thành phố Mẫu"]
    assert names(cast.stranger) == ["Đảng ủy Thành phố Khác"]
    assert names(make_user(role="leader", org=make_committee("Mới"))) == ["Mới"]
