"""The committee's pages about its chi bộ: what they say, what they cost, what their buttons do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dondoc.accounts.rules import Permission
from dondoc.cells.actions import compile_into
from dondoc.cells.queries import passable
from dondoc.obligations.models import Assignment, Obligation
from dondoc.obligations.ruling import lock_period
from dondoc.orgs.models import OrgKind
from dondoc.submissions.models import Submission
from tests.cells.conftest import MONTH
from tests.factories import make_org, make_user
from tests.submissions.rows import AT


@pytest.fixture
def go(client):
    """A client signed in as somebody."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def words(response) -> str:
    return " ".join(response.content.decode().split())


def give_url(base) -> str:
    return f"{reverse('cells:give')}?viec={base.duty.pk}&san-pham={base.product.code}"


def test_the_committee_gives_down_what_it_is_asked_itself(base, go):
    page = go(base.officer)
    said = words(page.get(reverse("cells:board")))
    assert "Việc của cấp ủy có thể giao xuống" in said
    assert give_url(base).replace("&", "&amp;") in said
    form = words(page.get(give_url(base)))
    assert "Hạn của cấp ủy là 31/03/2026." in form
    assert 'value="24/03/2026"' in form  # five working days before
    chosen = [str(cell.pk) for cell in base.cells]
    wrong = page.post(give_url(base), {"han": "01/04/2026", "cho": chosen})
    assert (wrong.status_code, "đúng hạn của cấp ủy" in words(wrong)) == (422, True)
    done = page.post(give_url(base), {"han": "24/03/2026", "cho": chosen, "ghi_chu": "Ghi đúng sổ."}, follow=True)
    assert "Đã giao cho 3 chi bộ." in words(done)
    assert Assignment.objects.get().obligations.count() == 3
    assert "Việc của cấp ủy có thể giao xuống" not in words(page.get(reverse("cells:board")))
    work = words(go(base.people[0]).get(reverse("dashboards:work")))
    assert ("việc Đảng bộ Sở Mẫu giao" in work, "Đảng bộ Sở Mẫu duyệt" in work) == (True, True)


def test_a_sheet_of_its_own_choosing_is_given_for_a_period_of_its_kind(base, go):
    page, url = go(base.secretary), reverse("cells:give")
    values = {"san_pham": "bao-cao", "han": "20/03/2026", "cho": [str(base.cells[0].pk)]}
    wrong = page.post(url, values | {"ky": "2026"})
    assert (wrong.status_code, "được nhập hằng tháng" in words(wrong)) == (422, True)
    done = page.post(url, values | {"ky": "2026-03"}, follow=True)
    assert "Đã giao cho 1 chi bộ." in words(done)
    twice = page.post(url, values | {"ky": "2026-03"})
    assert (twice.status_code, "đều đã được giao" in words(twice)) == (422, True)


def test_who_gives_to_more_sees_what_was_said_with_it(base, go):
    given = base.give(base.cells[:1], note="Ghi đúng sổ.")
    page, url = go(base.officer), f"{reverse('cells:give')}?them={given.pk}"
    form = page.get(url).context["form"]
    assert form["ghi_chu"].value() == "Ghi đúng sổ."
    assert set(form["cho"].value()) == {str(one.pk) for one in base.cells[1:]}


def test_who_answered_who_not_and_one_click_reminds(base, go):
    given = base.give()
    base.answer(0, given="10", done="8")
    base.answer(1, approve=False, given="1", done="1")
    page, url = go(base.officer), reverse("cells:assignment", args=[given.pk])
    said = words(page.get(url))
    for text in ("1/3 đã duyệt", "1 chờ duyệt", "1 chưa nộp", "Duyệt 1 phiếu", "Đôn đốc 1 chi bộ", "Miễn phần còn lại"):
        assert text in said, text
    assert "Chi bộ Hai" not in words(page.get(f"{url}?nhom=chua-nop")).split("<table", 1)[1]
    done = page.post(reverse("reminders:remind_assignment", args=[given.pk]), follow=True)
    assert "Đã đôn đốc" in words(done)
    assert "Đang xem" not in words(go(base.people[2]).get(reverse("dashboards:work")))
    desk = words(go(base.secretary).get(reverse("reviewing:desk")))
    assert "Chi bộ Hai" in desk


def test_who_sent_a_sheet_in_on_behalf_is_not_led_to_review_it(base, go):
    given = base.give()
    sent = base.answer(1, approve=False, given="1", done="1")
    url, review = reverse("cells:assignment", args=[given.pk]), reverse("reviewing:review", args=[sent.pk])
    page = go(base.officer).get(url).content.decode()
    assert (review in page, "Duyệt 1 phiếu" in page) == (True, True)
    Submission.objects.filter(pk=sent.pk).update(submitted_by=base.officer)
    page = go(base.officer).get(url).content.decode()
    seen = (review in page, "Duyệt 1 phiếu" in page, reverse("submissions:detail", args=[sent.pk]) in page)
    assert seen == (False, False, True)


def test_who_reviews_chi_bo_finds_the_way_back_in_the_menu(base, go, role_with):
    both = make_user("both", role=role_with(Permission.LEAD_CELLS, Permission.REVIEW), org=base.org)
    desk = reverse("reviewing:desk")
    assert f'href="{desk}" aria-current="page"' in go(both).get(desk).content.decode()  # a page's own comes first
    page = go(base.secretary)
    for url, place in (("reviewing:desk", "cells:board"), ("intake:start", "dashboards:work")):
        assert f'href="{reverse(place)}" aria-current="page"' in page.get(reverse(url)).content.decode(), url


def test_compiling_opens_the_sheet_filled_in_and_a_click_twice_is_one(base, go):
    given = base.give()
    base.answer(0, given="10", done="8", words="Xong tám việc.")
    page, url = go(base.officer), reverse("cells:compiled", args=[given.pk])
    said = words(page.get(url))
    assert (
        "1/3 chi bộ đã được duyệt" in said,
        "Còn thiếu 2 chi bộ, không tính là 0: Chi bộ Ba, Chi bộ Hai." in said,
    ) == (True, True)
    page.post(url)
    done = page.post(url, follow=True)
    sheet = words(done)
    assert done.redirect_chain[-1][0] == reverse("submissions:edit", args=[Submission.objects.get(org=base.org).pk])
    assert "Cộng từ 1/3 chi bộ; còn thiếu: Chi bộ Ba, Chi bộ Hai" in sheet
    assert "Số tổng hợp chưa đủ: còn thiếu Chi bộ Ba, Chi bộ Hai." in sheet
    assert Submission.objects.filter(org=base.org).count() == 1
    up = {"a_given": "10", "a_done": "8", "a_words": "Xong.", "revision": "2", "do": "submit"}
    edit = reverse("submissions:edit", args=[Submission.objects.get(org=base.org).pk])
    assert page.post(edit, up).status_code == 422  # a reason is missing
    sent = page.post(edit, up | {"why_compiled": "Hai chi bộ mới lập."}, follow=True)
    assert "Đã nộp “Báo cáo tháng, tháng 3/2026”" in words(sent)
    review = words(go(base.office).get(reverse("reviewing:review", args=[Submission.objects.get(org=base.org).pk])))
    assert ("Cộng từ 1/3 chi bộ" in review, "Hai chi bộ mới lập." in review) == (True, True)


def test_pages_of_others_are_not_there(base, go):
    given = base.give()
    beside = make_user(role="enterer", org=make_org(parent=base.city))
    for user, board in ((beside, 200), (base.office, 403), (base.people[0], 403)):
        page = go(user)
        assert page.get(reverse("cells:board")).status_code == board
        for name in ("assignment", "let_off", "compiled"):
            assert page.get(reverse(f"cells:{name}", args=[given.pk])).status_code == 404, name
        for name in ("cells:take_back", "cells:compiled", "reminders:remind_assignment"):
            assert page.post(reverse(name, args=[given.pk])).status_code == 404, name
    assert go(beside).get(f"{reverse('cells:board')}?don-vi={base.org.pk}").status_code == 404
    assert go(beside).get(give_url(base)).status_code == 404


def test_one_chi_bo_of_another_assignment_is_not_taken_back_here(base, go):
    given = base.give(base.cells[:2])
    page = go(base.officer)
    done = page.post(reverse("cells:take_back", args=[given.pk]), {"viec": str(base.duty.pk)})
    assert (done.status_code, given.obligations.count()) == (404, 2)


def test_pages_cost_the_same_with_three_and_with_thirty_chi_bo(base, go):
    def costs() -> list[int]:
        given = Assignment.objects.first() or base.give()
        found = []
        for user, url in (
            (base.officer, reverse("cells:board")),
            (base.officer, reverse("cells:assignment", args=[given.pk])),
            (base.officer, reverse("cells:compiled", args=[given.pk])),
            (base.officer, give_url(base)),
            (base.secretary, reverse("reviewing:desk")),
        ):
            page = go(user)
            page.get(url)
            with CaptureQueriesContext(connection) as made:
                assert page.get(url).status_code == 200
            found.append(len(made))
        return found

    base.give()
    base.answer(0, given="2", done="1")
    base.answer(1, approve=False, given="2", done="1")
    few = costs()
    more = [make_org(f"Chi bộ số {n}", parent=base.org, kind=OrgKind.CELL) for n in range(27)]
    base.cells += more
    base.people += [make_user(role="enterer", org=cell) for cell in more]
    base.give(more)
    for n in range(3, 9):
        base.answer(n, given="2", done="1", approve=n % 2 == 0)
    compile_into(Assignment.objects.get(), by=base.officer, at=base.at)
    assert costs() == few
    assert max(few) <= 20, few


def test_what_was_let_in_until_earlier_today_is_not_offered_any_more(base):
    lock_period(base.city, MONTH, sheet=None, reason="Chốt", by=None, at=AT)
    Obligation.objects.filter(pk=base.duty.pk).update(unlocked_until=AT + timedelta(minutes=1))
    assert [line.name for line in passable(base.org, [], AT)] == ["Báo cáo tháng"]
    assert passable(base.org, [], AT + timedelta(minutes=2)) == []
