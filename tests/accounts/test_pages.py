"""Sign-in, one's own account, people: as the cast sees them."""

from html.parser import HTMLParser

import pytest
from axes.utils import reset
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dondoc.accounts import queries
from dondoc.accounts.models import Membership, User
from dondoc.accounts.roles import PERMISSION_WORDS, ROLES
from dondoc.audit.models import AuditEvent
from tests.factories import PASSWORD, make_org, make_user

pytestmark = pytest.mark.django_db
SIGN_IN, ACCOUNT, PEOPLE, ADD = "/dang-nhap/", "/tai-khoan/", "/nguoi-dung/", "/nguoi-dung/them/"


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.parts = []

    def handle_data(self, data):
        self.parts.append(data)


def text(response) -> str:
    """What a page says, white space squashed."""
    reader = _Text()
    reader.feed(response.content.decode())
    return " ".join(" ".join(reader.parts).split())


@pytest.fixture(autouse=True)
def _unlocked():
    reset()


@pytest.fixture
def head(cast):
    return make_user("quan-tri", role="administrator", org=cast.committee, full_name="Quản trị")


@pytest.fixture
def client_of():
    def make(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


# ── sign-in ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_sign_in_page_asks_for_name_and_password(client):
    response = client.get(SIGN_IN)
    assert response.status_code == 200
    said = text(response)
    assert ("Tên đăng nhập" in said, "Mật khẩu" in said, "Vào thử" in said) == (True, True, False)


def test_who_is_not_signed_in_is_sent_there_and_comes_back(client, cast):
    response = client.get(ACCOUNT)
    assert (response.status_code, response.url) == (302, "/dang-nhap/?next=/tai-khoan/")
    page = client.get(response.url)
    assert '<input type="hidden" name="next" value="/tai-khoan/"' in page.content.decode()
    signed_in = client.post(SIGN_IN, {"username": "an", "password": PASSWORD, "next": ACCOUNT})
    assert (signed_in.status_code, signed_in.url, client.session[SESSION_KEY]) == (302, ACCOUNT, str(cast.an.pk))
    assert client.get(f"{SIGN_IN}?next={ACCOUNT}").url == ACCOUNT


def test_no_sign_in_leads_to_another_site(client, cast):
    data = {"username": "an", "password": PASSWORD, "next": "https://example.org/"}
    assert client.post(SIGN_IN, data).url == reverse("home")


@pytest.mark.parametrize("username", ["an", "khong-co"])
def test_a_wrong_password_says_the_same_whether_the_name_exists_and_keeps_the_name(client, cast, username):
    response = client.post(SIGN_IN, {"username": username, "password": "sai"})
    assert (response.status_code, SESSION_KEY in client.session) == (422, False)
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in text(response)
    page = response.content.decode()
    assert (f'value="{username}"' in page, "sai" in text(response)) == (True, False)


def test_a_switched_off_account_cannot_sign_in(client, cast):
    User.objects.filter(pk=cast.an.pk).update(is_active=False)
    assert client.post(SIGN_IN, {"username": "an", "password": PASSWORD}).status_code == 422


def test_after_five_wrong_passwords_the_name_is_locked_even_for_the_right_one(client, cast):
    statuses = [client.post(SIGN_IN, {"username": "an", "password": "sai"}).status_code for _ in range(5)]
    locked = client.post(SIGN_IN, {"username": "an", "password": PASSWORD})
    assert (statuses, locked.status_code) == ([422, 422, 422, 422, 429], 429)
    assert "Tên đăng nhập này đã nhập sai mật khẩu 5 lần liên tiếp" in text(locked)
    assert client.post(SIGN_IN, {"username": "chi", "password": PASSWORD, "next": ACCOUNT}).status_code == 302


def test_signing_out_needs_a_post_and_ends_the_session(client_of, cast):
    client = client_of(cast.an)
    assert client.get("/dang-xuat/").status_code == 405
    response = client.post("/dang-xuat/", follow=True)
    assert (SESSION_KEY in client.session, "Đồng chí đã đăng xuất." in text(response)) == (False, True)


def test_the_demo_lists_each_person_once_with_who_it_is_and_lets_them_in_with_one_tap(client, cast, settings):
    settings.DEMO = True
    both = make_user("vanphong", role="specialist", org=cast.committee)
    both.memberships.create(org=cast.cell_a, role="enterer", valid_from="2020-01-01")
    dv09 = make_user("dv09", role="enterer", org=cast.cell_b)
    said = text(client.get(SIGN_IN))
    assert "Vào thử với một vai" in said
    assert (
        "dv09 Người nhập của một đảng bộ cơ sở Người nhập, Chi bộ B Vào với tên dv09 "
        "vanphong Chuyên viên Văn phòng Đảng ủy Chuyên viên tham mưu, Đảng ủy các cơ quan Đảng Thành phố Mẫu "
        "Người nhập, Chi bộ A Vào với tên vanphong"
    ) in said
    response = client.post("/dang-nhap/thu/", {"person": dv09.pk})
    assert (response.status_code, client.session[SESSION_KEY]) == (302, str(dv09.pk))


def test_outside_the_demo_there_is_no_way_in_without_a_password(client, cast, settings):
    assert client.post("/dang-nhap/thu/", {"person": cast.an.pk}).status_code == 404
    settings.DEMO = True
    User.objects.filter(pk=cast.an.pk).update(is_active=False)
    assert [client.post("/dang-nhap/thu/", {"person": p}).status_code for p in (cast.an.pk, 0, "x")] == [404] * 3
    assert client.get("/dang-nhap/thu/").status_code == 405
    assert SESSION_KEY not in client.session


def test_the_demo_lists_those_whom_the_readme_names_and_nobody_else(cast):
    for n in range(3):
        make_user(f"dv{n:02d}", role="enterer", org=cast.cell_a)
    for name in ("quantri", "dv09.bt", "dv09"):
        make_user(name, role="enterer", org=cast.cell_a)
    left = make_user("lanhdao", role="leader", org=cast.committee)
    User.objects.filter(pk=left.pk).update(is_active=False)
    rows = queries.demo_sign_ins(timezone.localdate())
    assert [(row.user.username, [m.role for m in row.roles]) for row in rows] == [
        ("dv09", ["enterer"]), ("dv09.bt", ["enterer"]), ("quantri", ["enterer"]),
    ]  # fmt: skip


# ── one's own account ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_account_page_says_who_one_is_and_where(client_of, cast):
    said = text(client_of(cast.an).get(ACCOUNT))
    assert ("Tên đăng nhập: an" in said, "Người nhập Chi bộ A 01/01/2020 đang giữ" in said, "Chi bộ B" in said) == (
        True, True, False,
    )  # fmt: skip


def test_without_a_role_the_account_page_says_what_to_do(client_of):
    assert "Đồng chí chưa được giao vai trò nào." in text(client_of(make_user()).get(ACCOUNT))


def test_a_password_is_changed_and_this_session_stays(client_of, cast):
    here, there = client_of(cast.an), client_of(cast.an)
    data = {"old": PASSWORD, "password": "Mot-mat-khau-khac-2", "again": "Mot-mat-khau-khac-2"}
    response = here.post("/tai-khoan/mat-khau/", data, follow=True)
    assert "Đã đổi mật khẩu." in text(response)
    assert (here.get(ACCOUNT).status_code, there.get(ACCOUNT).status_code) == (200, 302)
    assert AuditEvent.objects.latest("pk").action == "user.password"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"old": "sai"}, "Mật khẩu hiện nay chưa đúng. Hãy nhập lại."),
        ({"again": "Khac-hoan-toan-3"}, "Hai lần nhập mật khẩu mới không giống nhau."),
        (
            {"password": "12345678", "again": "12345678"},
            "Mật khẩu này quá dễ đoán. Hãy chọn mật khẩu khác. Mật khẩu chỉ gồm chữ số. Hãy thêm chữ cái.",
        ),
        ({"password": "Ngan1", "again": "Ngan1"}, "Mật khẩu quá ngắn. Hãy dùng ít nhất 8 ký tự."),
        ({"password": ""}, "Hãy điền hoặc chọn mục này."),
    ],
    ids=["old", "again", "common", "short", "empty"],
)
def test_a_password_is_refused_beside_its_field(client_of, cast, typed, words):
    data = {"old": PASSWORD, "password": "Mot-mat-khau-khac-2", "again": "Mot-mat-khau-khac-2", **typed}
    response = client_of(cast.an).post("/tai-khoan/mat-khau/", data)
    assert (response.status_code, User.objects.get(pk=cast.an.pk).check_password(PASSWORD)) == (422, True)
    assert words in text(response)


def test_the_table_of_roles_is_the_one_that_the_product_works_by(client_of, cast):
    response = client_of(cast.an).get("/vai-tro/")
    said = text(response)
    assert [str(w) for w in PERMISSION_WORDS.values() if str(w) not in said] == []
    held = sum(len(role.permissions) for role in ROLES.values())
    marks = response.content.decode()
    assert (marks.count('aria-label="có"'), marks.count(">không<")) == (held, len(PERMISSION_WORDS) * len(ROLES) - held)


# ── people ────────────────────────────────────────────────────────────────────────────────────────────────────────


def people_on(response) -> list[str]:
    return [person.username for person, _held in response.context["rows"]]


def test_an_administrator_sees_the_own_people_and_nobody_elses(client_of, cast, head):
    response = client_of(head).get(PEOPLE)
    assert people_on(response) == ["an", "binh", "chi", "dung", "quan-tri"]
    said = text(response)
    assert ("An an Người nhập Chi bộ A đang dùng" in said, "Lạ" in said, "Thành phố Khác" in said) == (
        True, False, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=BINH", ["binh"]),
        ("q=bình", ["binh"]),
        ("vai_tro=enterer", ["an", "chi"]),
        ("q=an&vai_tro=enterer", ["an"]),
        ("q=khong+co", []),
        ("vai_tro=king", ["an", "binh", "chi", "dung", "quan-tri"]),
        ("trang=99", ["an", "binh", "chi", "dung", "quan-tri"]),
    ],
)
def test_people_are_found_without_marks_and_by_role(client_of, cast, head, query, found):
    response = client_of(head).get(f"{PEOPLE}?{query}")
    assert (response.status_code, people_on(response)) == (200, found)


def test_an_empty_list_says_why(client_of, cast, head):
    assert "Không có ai khớp với điều kiện lọc." in text(client_of(head).get(f"{PEOPLE}?q=xyz"))


def test_htmx_gets_the_list_alone(client_of, cast, head):
    part = client_of(head).get(PEOPLE, headers={"HX-Request": "true"}).content.decode()
    assert (part.strip().startswith('<div id="people">'), "<html" in part) == (True, False)
    empty = client_of(head).get(f"{PEOPLE}?q=xyz", headers={"HX-Request": "true"}).content.decode()
    assert empty.strip().endswith('<p class="ui-filters-count" id="dem-people" hx-swap-oob="true">0 dòng</p>')


def test_the_list_of_people_costs_the_same_for_few_and_many(client_of, cast, head, django_assert_num_queries):
    client = client_of(head)
    counts = []
    for _ in range(2):
        with django_assert_num_queries(9, exact=False) as seen:
            client.get(PEOPLE)
        counts.append(len(seen))
        for _ in range(3):
            make_user(role="enterer", org=make_org(parent=cast.committee))
    assert counts[0] == counts[1]


GIVEN = {"full_name": "Trần Mới", "username": "tran.moi", "email": "", "password": "Mat-khau-dau-1", "role": "enterer"}


def test_a_person_is_added_with_a_role(client_of, cast, head):
    response = client_of(head).post(ADD, {**GIVEN, "org": "chi bo a"}, follow=True)
    person = User.objects.get(username="tran.moi")
    assert (response.redirect_chain[-1][0], "Đã thêm Trần Mới." in text(response)) == (
        f"/nguoi-dung/{person.pk}/",
        True,
    )
    assert list(person.memberships.values_list("org__name", "role")) == [("Chi bộ A", "enterer")]
    latest = AuditEvent.objects.order_by("-pk")[:2]
    assert [(e.action, e.org_label) for e in latest] == [("role.give", "Chi bộ A"), ("user.create", "Chi bộ A")]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"username": "AN"}, "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."),
        ({"username": "có dấu"}, "Chỉ dùng chữ không dấu, chữ số, dấu chấm và gạch ngang."),
        ({"org": "Thành phố Khác"}, "Không có tổ chức “Thành phố Khác” trong phạm vi đồng chí quản trị."),
        (
            {"org": "Đảng ủy Thành phố Khác"},
            "Không có tổ chức “Đảng ủy Thành phố Khác” trong phạm vi đồng chí quản trị.",
        ),
        (
            {"org": "Chi bộ trùng tên"},
            "Nhiều tổ chức cùng tên “Chi bộ trùng tên”. Hãy gõ mã: t1 (Chi bộ A); t2 (Chi bộ B).",
        ),
        ({"password": "tran.moi"}, "Mật khẩu quá giống tên đăng nhập. Hãy chọn mật khẩu khác."),
        ({"email": "khong-phai"}, "Địa chỉ thư điện tử chưa đúng, ví dụ: ten@coquan.vn."),
        ({"role": "king"}, "Lựa chọn này không có trong danh sách."),
    ],
    ids=["taken", "marks", "unknown org", "not mine", "two of a name", "password", "email", "role"],
)
def test_a_person_is_refused_beside_the_field_and_what_was_typed_stays(client_of, cast, head, typed, words):
    for code, parent in (("t1", cast.cell_a), ("t2", cast.cell_b)):
        make_org("Chi bộ trùng tên", parent=parent, code=code)
    response = client_of(head).post(ADD, {**GIVEN, "org": "Chi bộ A", **typed})
    assert (response.status_code, User.objects.filter(full_name="Trần Mới").exists()) == (422, False)
    page = response.content.decode()
    assert (words in text(response), 'value="Trần Mới"' in page, "Mat-khau-dau-1" in page) == (True, True, False)


def test_a_code_settles_two_of_a_name(client_of, cast, head):
    for code, parent in (("t1", cast.cell_a), ("t2", cast.cell_b)):
        make_org("Chi bộ trùng tên", parent=parent, code=code)
    client_of(head).post(ADD, {**GIVEN, "org": "T2"})
    assert User.objects.get(username="tran.moi").memberships.get().org.code == "t2"


def test_a_persons_page_shows_roles_now_and_before_and_nothing_of_other_committees(client_of, cast, head):
    Membership.objects.create(
        user=cast.an, org=cast.cell_b, role="enterer", valid_from="2024-01-01", valid_to="2025-01-01"
    )
    Membership.objects.create(user=cast.an, org=cast.other_committee, role="leader", valid_from="2024-01-01")
    response = client_of(head).get(f"/nguoi-dung/{cast.an.pk}/")
    said = text(response)
    assert ("Người nhập Chi bộ A 01/01/2020 Kết thúc" in said, "Người nhập Chi bộ B 01/01/2024 31/12/2024" in said) == (
        True, True,
    )  # fmt: skip
    assert ("Thành phố Khác" in said, "Người này có vai trò ở tổ chức mà đồng chí không quản trị." in said) == (
        False,
        True,
    )


def test_a_role_is_given_and_ended_on_the_page(client_of, cast, head):
    client = client_of(head)
    give = f"/nguoi-dung/{cast.an.pk}/vai-tro/"
    assert "Đã cấp vai trò tại “Chi bộ B”." in text(
        client.post(give, {"org": "Chi bộ B", "role": "enterer"}, follow=True)
    )
    again = client.post(give, {"org": "Chi bộ B", "role": "enterer"})
    assert (again.status_code, "An đang có vai trò “Người nhập” tại “Chi bộ B”." in text(again)) == (422, True)
    membership = cast.an.memberships.get(org=cast.cell_b)
    ended = client.post(f"/vai-tro/{membership.pk}/ket-thuc/", follow=True)
    assert ("Đã kết thúc vai trò của An." in text(ended), cast.an.memberships.count()) == (True, 1)


def test_the_own_last_administrator_role_shows_its_reason_instead_of_the_button_and_is_refused(client_of, cast, head):
    client = client_of(head)
    reason = "Đây là vai trò quản trị cuối cùng của đồng chí. Hãy giao quản trị cho người khác trước."
    assert reason in text(client.get(f"/nguoi-dung/{head.pk}/"))
    refused = client.post(f"/vai-tro/{head.memberships.get().pk}/ket-thuc/")
    assert (refused.status_code, reason in text(refused)) == (403, True)


def test_an_administrator_may_end_the_own_role_when_another_one_is_left(client_of, cast, head):
    Membership.objects.create(user=head, org=cast.cell_a, role="administrator", valid_from="2024-01-01")
    own = head.memberships.get(org=cast.cell_a)
    assert client_of(head).post(f"/vai-tro/{own.pk}/ket-thuc/").url == PEOPLE


def test_name_password_and_account_are_changed(client_of, cast, head):
    client, base = client_of(head), f"/nguoi-dung/{cast.an.pk}"
    assert 'value="An"' in client.get(f"{base}/sua/").content.decode()
    client.post(f"{base}/sua/", {"full_name": "Nguyễn An", "email": ""})
    client.post(f"{base}/mat-khau/", {"password": "Mat-khau-dat-lai-1"})
    client.post(f"{base}/ngung/")
    an = User.objects.get(pk=cast.an.pk)
    assert (an.full_name, an.check_password("Mat-khau-dat-lai-1"), an.is_active) == ("Nguyễn An", True, False)
    assert "Tài khoản này đã ngừng" in text(client.get(f"{base}/"))
    twice = client.post(f"{base}/ngung/")
    assert twice.status_code == 409
    client.post(f"{base}/mo-lai/")
    assert User.objects.get(pk=cast.an.pk).is_active is True
    wrong = [client.post(f"{base}/sua/", {"full_name": ""}), client.post(f"{base}/mat-khau/", {"password": "1"})]
    assert [w.status_code for w in wrong] == [422, 422]


def test_too_many_organisations_are_not_sent_as_suggestions(client_of, cast, head, monkeypatch):
    shown = client_of(head).get(ADD).content.decode()
    assert ">Chi bộ A</option>" in shown
    assert "Thành phố Khác" not in shown
    monkeypatch.setattr("dondoc.accounts.views._OFFERED", 2)
    assert "<option" not in client_of(head).get(ADD).content.decode().split("<datalist")[1].split("</datalist")[0]
