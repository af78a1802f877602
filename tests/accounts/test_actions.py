"""Changes of people and roles: what is stored, what is refused, what the trail says."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from dondoc.accounts import actions
from dondoc.accounts.models import Membership, User
from dondoc.audit.models import AuditEvent
from dondoc.web.refusals import Conflict, Refused
from tests.factories import make_user

pytestmark = pytest.mark.django_db
AT = timezone.now()
TODAY = timezone.localdate()


@pytest.fixture
def head(cast):
    return make_user("quan-tri", role="administrator", org=cast.committee, full_name="Quản trị")


def last_event():
    e = AuditEvent.objects.latest("pk")
    return (e.action, e.actor_label, e.object_label, e.org_label, e.before, e.after)


def test_a_person_is_added(cast, head):
    user = actions.create_user(
        username="moi", full_name=" Trần  Thị Mới ", email="moi@mau.vn", password="Mat-khau-1", org=cast.cell_a,
        by=head, at=AT,
    )  # fmt: skip
    user.refresh_from_db()
    assert (user.full_name, user.email, user.search_text) == ("Trần Thị Mới", "moi@mau.vn", "moi tran thi moi")
    assert (user.check_password("Mat-khau-1"), user.is_active) == (True, True)
    after = {"username": "moi", "full_name": "Trần Thị Mới"}
    assert last_event() == ("user.create", "Quản trị", "Trần Thị Mới", "Chi bộ A", {}, after)


def test_without_a_password_nobody_can_sign_in(cast):
    user = actions.create_user(username="moi", full_name="Mới", by=None, at=AT)
    assert (user.has_usable_password(), user.email) == (False, "")


def test_a_name_is_given_once_whatever_its_case(cast, head):
    with pytest.raises(Conflict, match="Tên đăng nhập “AN” đã có người dùng"):
        actions.create_user(username="AN", full_name="Khác", by=head, at=AT)
    with pytest.raises(Refused, match="Chỉ quản trị viên được thêm người dùng"):
        actions.create_user(username="moi", full_name="Khác", by=cast.binh, at=AT)


def test_a_name_is_corrected_by_an_administrator_or_by_oneself(cast, head):
    for by in (head, cast.an, None):
        changed = actions.rename_user(cast.an, full_name="Nguyễn An", email="an@mau.vn", by=by, at=AT)
        assert (changed.full_name, changed.search_text) == ("Nguyễn An", "an nguyen an")
    assert last_event()[:3] == ("user.change", "Hệ thống", "Nguyễn An")
    with pytest.raises(Refused):
        actions.rename_user(cast.an, full_name="Khác", email="", by=cast.chi, at=AT)


def test_a_role_is_given_from_today(cast, head):
    given = actions.give_role(cast.an, org=cast.cell_b, role="internal_approver", by=head, at=AT)
    assert (given.role_name, given.valid_from, given.valid_to) == ("Người duyệt nội bộ", TODAY, None)
    assert cast.an.root_org_ids() == {cast.cell_a.pk, cast.cell_b.pk}
    after = {"role": "internal_approver", "org": cast.cell_b.code, "valid_from": TODAY.isoformat()}
    assert last_event() == ("role.give", "Quản trị", "An", "Chi bộ B", {}, after)


def test_a_role_may_be_given_from_another_day(cast):
    given = actions.give_role(
        cast.an, org=cast.cell_b, role="enterer", by=None, at=datetime(2025, 1, 1, tzinfo=UTC),
        valid_from=date(2025, 2, 1),
    )  # fmt: skip
    assert given.valid_from == date(2025, 2, 1)


def test_a_role_is_refused(cast, head):
    with pytest.raises(Conflict, match="An đang có vai trò “Người nhập” tại “Chi bộ A”"):
        actions.give_role(cast.an, org=cast.cell_a, role="enterer", by=head, at=AT)
    with pytest.raises(Refused, match="Đồng chí không quản trị “Đảng ủy Thành phố Khác”"):
        actions.give_role(cast.an, org=cast.other_committee, role="enterer", by=head, at=AT)
    with pytest.raises(KeyError, match="king"):
        actions.give_role(cast.an, org=cast.cell_a, role="king", by=head, at=AT)
    assert cast.an.memberships.count() == 1


def test_a_role_ends_today_and_may_be_given_again(cast, head):
    membership = cast.an.memberships.get()
    actions.end_role(membership, by=head, at=AT)
    membership.refresh_from_db()
    assert (membership.valid_to, cast.an.root_org_ids()) == (TODAY, set())
    before = {"role": "enterer", "org": cast.cell_a.code, "valid_from": "2020-01-01"}
    assert last_event() == ("role.end", "Quản trị", "An", "Chi bộ A", before, {"valid_to": TODAY.isoformat()})
    with pytest.raises(Conflict, match="Vai trò này đã kết thúc từ ngày"):
        actions.end_role(membership, by=head, at=AT)
    again = actions.give_role(cast.an, org=cast.cell_a, role="enterer", by=head, at=AT)
    actions.end_role(again, by=head, at=AT)
    assert list(Membership.objects.filter(user=cast.an)) == [membership]  # given and ended on one day: never held


def test_ending_a_role_is_refused(cast, head):
    with pytest.raises(Refused, match="vai trò quản trị cuối cùng của đồng chí"):
        actions.end_role(head.memberships.get(), by=head, at=AT)
    with pytest.raises(Refused, match="Đồng chí không quản trị “Chi bộ B”"):
        actions.end_role(cast.chi.memberships.get(), by=cast.binh, at=AT)
    assert Membership.objects.filter(valid_to__isnull=False).count() == 0


def test_a_password_is_set_by_oneself_or_an_administrator_and_never_told(cast, head):
    for by, password in ((cast.an, "Mat-khau-moi-1"), (head, "Mat-khau-moi-2"), (None, "Mat-khau-moi-3")):
        actions.set_password(cast.an, password=password, by=by, at=AT)
        assert User.objects.get(pk=cast.an.pk).check_password(password)
        assert last_event()[0::2] == ("user.password", "An", {})
    with pytest.raises(Refused, match="Người này có vai trò ở tổ chức mà đồng chí không quản trị"):
        actions.set_password(cast.an, password="Mat-khau-moi-4", by=cast.stranger, at=AT)


def test_an_account_is_switched_off_and_on(cast, head):
    actions.switch_off(cast.an, by=head, at=AT)
    assert (User.objects.get(pk=cast.an.pk).is_active, last_event()[0], last_event()[5]) == (
        False, "user.switch_off", {"is_active": False},
    )  # fmt: skip
    with pytest.raises(Conflict, match="có thể người khác vừa thay đổi"):
        actions.switch_off(cast.an, by=head, at=AT)
    actions.switch_on(cast.an, by=head, at=AT)
    assert (User.objects.get(pk=cast.an.pk).is_active, last_event()[0]) == (True, "user.switch_on")
    for act, person in (
        (actions.switch_off, head),
        (actions.switch_off, cast.stranger),
        (actions.switch_on, cast.stranger),
    ):
        with pytest.raises(Refused):
            act(person, by=head, at=AT)


@pytest.mark.parametrize(
    "change",
    [
        lambda c, h: actions.create_user(username="moi", full_name="Mới", by=h, at=AT),
        lambda c, h: actions.rename_user(c.an, full_name="Khác", email="", by=h, at=AT),
        lambda c, h: actions.give_role(c.an, org=c.cell_b, role="enterer", by=h, at=AT),
        lambda c, h: actions.end_role(c.an.memberships.get(), by=h, at=AT),
        lambda c, h: actions.set_password(c.an, password="Mat-khau-moi-9", by=h, at=AT),
        lambda c, h: actions.switch_off(c.an, by=h, at=AT),
    ],
    ids=["create", "rename", "give", "end", "password", "off"],
)
def test_when_the_trail_cannot_be_written_nothing_is_saved(cast, head, change, monkeypatch):
    before = [list(model.objects.order_by("pk").values()) for model in (User, Membership)]

    def broken(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(OSError, match="disk full"):
        change(cast, head)
    assert [list(model.objects.order_by("pk").values()) for model in (User, Membership)] == before
