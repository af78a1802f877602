"""The menu shows what a person may open."""

import pytest
from django.test import RequestFactory
from django.urls import include, path

from dondoc.accounts.rules import Permission
from dondoc.config import navigation as navigation_module
from dondoc.config.navigation import MENU, navigation
from tests.factories import make_committee, make_org, make_user


def page(request):
    raise AssertionError("the menu only needs addresses")


def app(name: str, *names: str):
    return path(f"{name}/", include(([path(f"{n}/", page, name=n) for n in names], name)))


urlpatterns = [
    path("", page, name="home"),
    path("thanh-phan/", page, name="gallery"),
    app("reviewing", "desk"),
    app("cells", "board"),
    app("intake", "start"),
    app("sampling", "list"),
    app("sheets", "list"),
    app("submissions", "on_behalf"),
    app("reminders", "board", "inbox", "outgoing"),
    app("dashboards", "work", "board", "matrix", "orgs", "burden", "audit", "search"),
    app("obligations", "list"),
    app("documents", "references", "finding_codes"),
    app("plans", "list"),
    app("register", "list"),
    app("meetings", "list"),
    app("obstacles", "list"),
    app("reports", "list"),
    app("quotas", "list"),
    app("reorganising", "list"),
    app("letters", "list"),
    app("indicators", "list"),
    app("measures", "updating"),
    app("accounts", "account", "sign_out", "people"),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def menu_of(user, at="/"):
    request = RequestFactory().get(at)
    request.user = user
    return navigation(request)["navigation"]


def labels(entries):
    return [str(entry.label) for entry in entries]


def all_labels(menu):
    return [label for group in menu.groups for label in labels(group.entries)]


def test_the_page_bears_the_name_of_ones_own_committee():
    make_committee("Đảng ủy Khác")
    mine = make_committee("Đảng ủy Mẫu")
    assert menu_of(make_user(role="specialist", org=mine)).committee == "Đảng ủy Mẫu"
    assert menu_of(make_user(role="enterer", org=make_org("Chi bộ A", parent=mine))).committee == "Đảng ủy Mẫu"


def test_a_person_who_enters_sees_few_pages():
    committee = make_committee("Đảng ủy Mẫu")
    menu = menu_of(make_user(role="enterer", org=committee))
    assert all_labels(menu) == [
        "Việc của đơn vị", "Thông báo", "Phân bổ chỉ tiêu", "Nhiệm vụ", "Vướng mắc, kiến nghị", "Tổ chức", "Kế hoạch",
    ]  # fmt: skip
    assert labels(menu.shortcuts) == ["Việc của đơn vị", "Nhiệm vụ", "Kế hoạch"]
    assert [str(group.label) for group in menu.groups] == ["Việc cần làm", "Theo dõi", "Hồ sơ"]
    assert (menu.committee, menu.roles) == ("Đảng ủy Mẫu", ("Người nhập, Đảng ủy Mẫu",))


def test_every_right_together_shows_every_page(role_with, settings):
    person = make_user(role=role_with(*Permission), org=make_org(parent=make_committee()))  # with chi bộ under it
    menu = menu_of(person)
    every = [str(page.label) for _label, pages in MENU for page in pages]
    assert all_labels(menu) == [label for label in every if label != "Thành phần giao diện"]
    settings.DEBUG = True
    assert all_labels(menu_of(person)) == every
    assert labels(menu.shortcuts) == ["Việc của đơn vị", "Chi bộ trực thuộc", "Bàn duyệt", "Đôn đốc"]


@pytest.mark.parametrize(
    ("at", "current"),
    [
        ("/", []),
        ("/dashboards/work/", ["Việc của đơn vị"]),
        ("/dashboards/board/", ["Chỉ tiêu"]),
        ("/dashboards/board/2.3/", ["Chỉ tiêu"]),
        ("/chi-tieu/ct-2-3/", ["Chỉ tiêu"]),
        ("/phieu/7/sua/", ["Việc của đơn vị"]),
        ("/elsewhere/", []),
    ],
)
def test_the_page_that_is_open_is_marked(role_with, at, current):
    menu = menu_of(make_user(role=role_with(*Permission), org=make_committee()), at)
    assert labels(e for group in menu.groups for e in group.entries if e.is_current) == current


def test_numbers_of_an_organisation_belong_to_its_page_for_those_who_have_no_board(role_with):
    menu = menu_of(make_user(role=role_with(Permission.VIEW), org=make_committee()), "/chi-tieu/ct-2-3/")
    assert labels(e for group in menu.groups for e in group.entries if e.is_current) == ["Tổ chức"]


def test_nobody_signed_in_sees_no_menu():
    request = RequestFactory().get("/")
    menu = navigation(request)["navigation"]
    assert (menu.groups, menu.shortcuts, menu.roles, menu.search_url) == ((), (), (), "")


def test_reading_the_menu_costs_the_same_with_many_roles(role_with, django_assert_num_queries):
    user = make_user(role=role_with(Permission.VIEW), org=make_committee())
    for committee in (make_committee(), make_committee()):
        user.memberships.create(org=committee, role="specialist", valid_from="2020-01-01")
    with django_assert_num_queries(3):  # the roles, which plans name one, what waits for review
        assert len(menu_of(user).roles) == 3


@pytest.mark.parametrize(("waiting", "shown"), [(4, "4"), (99, "99"), (100, "99+")])
def test_what_waits_for_review_is_counted_only_for_those_who_review(waiting, shown, cast, monkeypatch):
    monkeypatch.setattr(navigation_module, "count_own", lambda user, today: waiting)
    counts = {str(e.label): e.count for group in menu_of(cast.binh).groups for e in group.entries if e.count}
    assert counts == {"Bàn duyệt": shown}
    assert [e.count for group in menu_of(cast.an).groups for e in group.entries] == [""] * 7
