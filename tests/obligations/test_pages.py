"""Pages of obligations, with the cast: An (cell A), Bình (specialist), Chi (cell B), Dũng (looks only)."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dondoc.audit.actions import record
from dondoc.lib.dates import format_date
from dondoc.lib.due import Cadence, Due, DueKind
from dondoc.obligations import actions, ruling
from dondoc.obligations.forms import FilterForm
from dondoc.obligations.models import Obligation, Purpose, Round
from dondoc.obligations.queries import by_urgency
from dondoc.obligations.ruling_forms import SLUGS
from dondoc.obligations.views import duties
from dondoc.orgs.models import OrgKind
from dondoc.submissions.actions import save_and_submit, send_back
from tests.factories import make_obligation, make_org, make_plan, make_target, make_task, make_user
from tests.submissions.rows import DOCUMENT_ANSWERS, make_deliverable, make_submission

pytestmark = pytest.mark.django_db

LIST = reverse("obligations:list")
QUERIES_OF_LIST = 15
EVERY = {"trang_thai": "tat-ca"}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def day(now):
    """`day(-3)`: three days ago."""
    today = timezone.localdate(now)
    return lambda away: today + timedelta(days=away)


@pytest.fixture
def plan(cast):
    return make_plan(cast.committee)


@pytest.fixture
def task(cast, plan):
    target = make_target(plan, code="2.1", label="Chỉ tiêu thứ Nhất")
    text = "Ban hành chương trình hành động thực hiện Nghị quyết 66"
    return make_task(plan, due=Due(DueKind.UNDATED), text=text, target=target, reviewer=cast.committee)


@pytest.fixture
def late(cast, task, day):
    return make_obligation(task, cast.cell_a, due_on=day(-3))


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def as_(client, user):
    client.force_login(user)
    return client


class TestList:
    def test_each_sees_what_is_theirs(self, client, cast, task, late, day):
        other = make_obligation(task, cast.cell_b, due_on=day(30))
        pages = {
            who: as_(client, getattr(cast, who)).get(LIST, EVERY) for who in ("an", "chi", "binh", "dung", "stranger")
        }
        assert {who: [row.obligation for row in page.context["rows"]] for who, page in pages.items()} == {
            "an": [late],
            "chi": [other],
            "binh": [late, other],
            "dung": [late, other],
            "stranger": [],
        }

    def test_it_says_who_what_when_and_how_late(self, client, cast, late):
        page = text_of(as_(client, cast.binh).get(LIST))
        assert "Chi bộ A" in page
        assert "Ban hành chương trình hành động thực hiện Nghị quyết 66" in page
        assert f"{format_date(late.due_on)}" in page
        assert "quá hạn 3 ngày" in page
        assert "Chỉ tiêu 2.1" in page

    def test_the_reader_chooses_how_many_stand_on_a_page(self, client, cast, task, day):
        for n in range(31):
            make_obligation(task, cast.cell_b, due_on=day(5), period=f"{1900 + n}")
        pages = [as_(client, cast.binh).get(LIST, EVERY | more) for more in ({}, {"moi_trang": "100"})]
        assert [len(page.context["rows"]) for page in pages] == [30, 31]
        assert ["Hiện 100 dòng một trang" in text_of(page) for page in pages] == [True, False]

    @pytest.mark.usefixtures("memory_of_pages")
    def test_pages_hold_every_duty_once_and_follow_what_changes(self, client, cast, task, day, monkeypatch):
        monkeypatch.setattr(duties, "PAGE_ROWS", 2)
        monkeypatch.setattr(duties, "PAGES_KEPT", 3)
        for n in range(9):
            make_obligation(task, cast.cell_b, due_on=day(5 + n % 4), period=f"{1900 + n}")
        binh = as_(client, cast.binh)
        with transaction.atomic():
            record("user.change", by=cast.binh, target=cast.binh, at=timezone.now())

        def shown() -> list[list[Obligation]]:
            pages = [binh.get(LIST, EVERY | {"trang": str(n)}) for n in range(1, 7)]
            return [[row.obligation for row in page.context["rows"]] for page in pages]

        every = list(by_urgency(Obligation.objects.all()))
        parts = [every[:2], every[2:4], every[4:6], every[6:8], every[8:], every[8:]]  # past the end: the last page
        assert shown() == parts
        with CaptureQueriesContext(connection) as seen:
            binh.get(LIST, EVERY | {"trang": "2"})
        assert not [one for one in seen if "ORDER BY CASE" in one["sql"]]
        ruling.exempt(every[0], by=cast.binh, at=timezone.now(), reason="Sáp nhập")
        assert shown()[0] == every[1:3]

    def test_tabs_count_and_choose(self, client, cast, task, late, day):
        soon = make_obligation(task, cast.cell_b, due_on=day(5))
        page = as_(client, cast.binh).get(LIST, {"trang_thai": "due_soon"})
        assert [row.obligation for row in page.context["rows"]] == [soon]
        assert [(str(tab["label"]), tab["count"], tab["is_current"]) for tab in page.context["tabs"]] == [
            ("Đến hạn, quá hạn", 2, False),
            ("Tất cả", 2, False),
            ("Quá hạn", 1, False),
            ("Sắp đến hạn", 1, True),
        ]

    def test_it_opens_on_what_is_due_or_late_and_all_is_one_tab_away(self, client, cast, task, late, day):
        soon = make_obligation(task, cast.cell_b, due_on=day(5))
        far = make_obligation(task, cast.cell_b, due_on=day(60), period="2027")
        client = as_(client, cast.binh)
        shown = [[row.obligation for row in client.get(LIST, query).context["rows"]] for query in ({}, EVERY)]
        assert shown == [[late, soon], [late, soon, far]]

    def test_with_nothing_due_it_says_what_comes_next_and_when(self, client, cast, task, day):
        make_obligation(task, cast.cell_a, due_on=day(40))
        page = text_of(as_(client, cast.an).get(LIST))
        assert "Không có việc nào đến hạn hay quá hạn." in page
        assert f"Việc kế tiếp, hạn {format_date(day(40))} (còn 40 ngày): Ban hành chương trình" in page
        assert 'href="?trang_thai=tat-ca"' in page

    def test_who_sees_one_organisation_is_not_asked_which(self, client, cast, task, late, day):
        make_obligation(task, cast.cell_b, due_on=day(-2))

        def look(who) -> tuple[list[str], bool]:
            page = as_(client, who).get(LIST)
            return list(page.context["form"].fields), '<th scope="col">Đơn vị</th>' in text_of(page)

        assert look(cast.an) == (["trang_thai", "co_quan", "chi_tieu", "ky"], False)
        assert look(cast.binh) == (["trang_thai", "don_vi", "co_quan", "chi_tieu", "loai", "ky", "cua_toi"], True)

    def test_seldom_used_filters_are_folded_until_chosen(self, client, cast, late):
        client = as_(client, cast.binh)
        closed, chosen = (text_of(client.get(LIST, query)) for query in ({}, {"loai": "grassroots_cell"}))
        assert '<details class="ui-filters-more"><summary>' in closed
        assert '<details class="ui-filters-more" open><summary>' in chosen

    def test_targets_are_named_as_on_the_board(self, cast, task):
        plain = make_target(task.plan, code="9", label="", text="Hoàn thành tốt mọi nhiệm vụ được giao " * 3)
        form = FilterForm({}, reviewers=[], targets=[task.target, plain])
        names = [name for _value, name in form.fields["chi_tieu"].choices]
        assert names == [
            "Tất cả", "2.1. Chỉ tiêu thứ Nhất",
            "9. Hoàn thành tốt mọi nhiệm vụ được giao Hoàn thành tốt mọi…",
        ]  # fmt: skip

    def test_filters_narrow_and_stay_in_the_address(self, client, cast, plan, task, late, day):
        body = make_org("Ban Tổ chức", parent=cast.committee, kind=OrgKind.ADVISORY_BODY)
        other_task = make_task(plan, due=Due(DueKind.UNDATED), reviewer=body)
        other = make_obligation(other_task, cast.cell_b, due_on=day(40), period="2027")
        own = make_obligation(other_task, body, due_on=day(41))
        client = as_(client, cast.binh)

        def found(**query):
            return [row.obligation for row in client.get(LIST, EVERY | query).context["rows"]]

        assert found(co_quan=body.pk) == [other, own]
        assert found(chi_tieu=task.target_id) == [late]
        assert found(don_vi="CHI BO a") == [late]
        assert found(loai="advisory_body") == [own]
        assert found(ky="2027") == [other]
        assert found(cua_toi="on") == [late]  # the committee, where Bình works, reviews it
        assert found(co_quan="999", loai="xyz", trang="abc") == [late, other, own]  # nonsense limits nothing
        page = text_of(client.get(LIST, {"don_vi": "chi bo", "trang_thai": "overdue"}))
        assert '<input type="hidden" name="trang_thai" value="overdue"' in page
        assert "xuat/?don_vi=chi+bo&amp;trang_thai=overdue" in page

    def test_nothing_found_and_nothing_given_are_two_things(self, client, cast, late):
        assert "khớp với điều kiện" in text_of(as_(client, cast.binh).get(LIST, {"don_vi": "khong co"}))
        assert "Chưa có nhiệm vụ nào" in text_of(as_(client, cast.stranger).get(LIST))

    def test_htmx_gets_the_part(self, client, cast, late):
        page = text_of(as_(client, cast.binh).get(LIST, headers={"HX-Request": "true"}))
        assert page.startswith('<div id="ket-qua" class="stack">')

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_is_constant(self, client, cast, plan, count, day):
        for n in range(count):
            body = make_org(parent=cast.committee, kind=OrgKind.ADVISORY_BODY)
            task = make_task(
                plan, due=Due(DueKind.UNDATED), target=make_target(plan), reviewer=body, deliverables=["x"]
            )
            make_obligation(task, cast.cell_a, due_on=day(n))
        client = as_(client, cast.binh)
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(LIST).context["rows"]) == count
        assert len(queries) == QUERIES_OF_LIST

    def test_a_form_is_not_a_list(self, client, cast):
        assert as_(client, cast.binh).post(LIST).status_code == 405


class TestExport:
    def rows(self, client, **query) -> list[tuple]:
        """The table of the workbook, without its title lines."""
        response = client.get(reverse("obligations:export"), query)
        sheet = load_workbook(BytesIO(response.content)).worksheets[0]
        return [row for row in sheet.iter_rows(min_row=5, values_only=True) if any(row)]

    def test_the_file_is_the_list_as_filtered_and_says_so(self, client, cast, plan, task, late, day):
        sly = make_task(plan, due=Due(DueKind.UNDATED), text="=1+1")
        make_obligation(sly, cast.cell_b, due_on=day(-1))
        make_obligation(task, cast.cell_b, due_on=day(60))
        client = as_(client, cast.binh)
        response = client.get(reverse("obligations:export"), {"trang_thai": "overdue"})
        name = f"nghia-vu_qua-han_{timezone.localdate()}.xlsx"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        head, first, second = self.rows(client, trang_thai="overdue")
        assert head[:4] == ("Đơn vị", "Chỉ tiêu", "Mã nhiệm vụ", "Nội dung")
        assert (first[0], first[1], first[6].date(), first[8]) == ("Chi bộ A", "2.1", late.due_on, "Quá hạn")
        assert (second[0], second[3]) == ("Chi bộ B", "=1+1")  # a text, not a formula

    def test_it_holds_only_what_one_may_see(self, client, cast, late):
        assert len(self.rows(as_(client, cast.chi))) == 1
        assert len(self.rows(as_(client, cast.an))) == 2

    def test_without_a_status_it_holds_what_is_due_or_late(self, client, cast, task, late, day):
        make_obligation(task, cast.cell_a, due_on=day(60), period="2027")
        client = as_(client, cast.an)
        assert [len(self.rows(client, **query)) for query in ({}, EVERY)] == [2, 3]


class TestDetail:
    def url(self, row):
        return reverse("obligations:detail", args=[row.pk])

    def test_what_why_when_who(self, client, cast, late):
        page = text_of(as_(client, cast.an).get(self.url(late)))
        assert "Vì sao có việc này" in page
        assert "quá hạn 3 ngày" in page
        assert f"#src-task-{late.task_id}" in page
        assert "Chưa có lần đôn đốc hay ngoại lệ nào" in page
        assert "Chỉ cơ quan cấp trên" in page  # why An finds no button

    def test_what_was_sent_back_is_corrected_from_here(self, client, cast, plan, day):
        task = make_task(plan, due=Due(DueKind.UNDATED), deliverables=["ke-hoach"])
        owed = make_obligation(task, cast.cell_a, due_on=day(5), period="2025-2030")
        draft = make_submission(cast.cell_a, make_deliverable(), cast.an)
        now = timezone.now()
        sent = save_and_submit(draft, answers=DOCUMENT_ANSWERS, revision=0, by=cast.an, at=now)
        edit = reverse("submissions:edit", args=[sent.pk])
        assert edit not in text_of(as_(client, cast.an).get(self.url(owed)))
        send_back(sent, revision=sent.revision, reason="Thiếu số.", by=cast.binh, at=now)
        page = text_of(as_(client, cast.an).get(self.url(owed)))
        assert (f'href="{edit}"' in page, "Sửa và nộp lại" in page, "Xem phiếu" in page) == (True, True, True)
        assert edit not in text_of(as_(client, cast.dung).get(self.url(owed)))

    def test_the_office_enters_for_an_organisation_from_here_and_says_so(self, client, cast, plan, day):
        product = make_deliverable()
        late = make_obligation(
            make_task(plan, due=Due(DueKind.UNDATED), deliverables=[product.code]), cast.cell_a, due_on=day(-3)
        )
        address, answer = (
            reverse("obligations:detail", args=[late.pk]), reverse("submissions:answer", args=[late.pk, product.code]),
        )  # fmt: skip
        said = {}
        for who in ("an", "binh", "dung"):
            client.force_login(getattr(cast, who))
            page = text_of(client.get(address))
            said[who] = [
                label for label in ("Điền phiếu", "Nhập hộ") if f"<span>{label}</span>" in page and answer in page
            ]
        assert said == {"an": ["Điền phiếu"], "binh": ["Nhập hộ"], "dung": []}

    def test_acts_stand_there_for_those_who_may(self, client, cast, late):
        page = text_of(as_(client, cast.binh).get(self.url(late)))
        for slug in SLUGS:
            assert reverse("obligations:rule_one", args=[late.pk, slug]) in page
            assert reverse("obligations:rule_one", args=[late.pk, slug]) not in text_of(
                as_(client, cast.an).get(self.url(late))
            )

    def test_what_waits_says_for_whom(self, client, cast, plan, day):
        body = make_org("Ban Tổ chức", parent=cast.committee, kind=OrgKind.ADVISORY_BODY)
        task = make_task(plan, due=Due(DueKind.AS_DIRECTED), opener=body)
        duty = make_obligation(task, body, due_on=day(-5), purpose=Purpose.OPEN_ROUND)
        row = make_obligation(task, cast.cell_a, waiting_for=duty)
        page = text_of(as_(client, cast.an).get(self.url(row)))
        assert f"Ban Tổ chức chưa mở đợt (phải mở trước hết ngày {format_date(day(-5))})" in page
        assert "Đơn vị chưa bị tính trễ" in page

    @pytest.mark.parametrize("who", ["chi", "stranger"])
    def test_outsiders_find_nothing(self, client, cast, late, who):
        url = reverse("obligations:detail", args=[late.pk])
        assert as_(client, getattr(cast, who)).get(url).status_code == 404

    def test_history_tells_exceptions_and_their_end(self, client, cast, late, now, day):
        row = ruling.extend(late, to=day(9), reason="Chờ hướng dẫn", by=cast.binh, at=now)
        ruling.end(row.rulings.get(), reason="Đã có hướng dẫn", by=cast.binh, at=now)
        entries = as_(client, cast.an).get(self.url(late)).context["history"]
        assert [(e["what"], e["who"], e["note"]) for e in entries] == [
            ("Thu hồi: gia hạn", "Bình", "Đã có hướng dẫn"),
            (f"Gia hạn đến {format_date(day(9))}", "Bình", "Chờ hướng dẫn"),
        ]


class TestRounds:
    @pytest.fixture
    def body(self, cast):
        return make_org("Ban Tổ chức", parent=cast.committee, kind=OrgKind.ADVISORY_BODY)

    @pytest.fixture
    def directed(self, cast, body, now):
        year = timezone.localdate(now).year
        plan = make_plan(cast.committee, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
        due = Due(DueKind.AS_DIRECTED, cadence=Cadence.ANNUAL)
        task = make_task(plan, due=due, opener=body, kinds=[OrgKind.GRASSROOTS_CELL], text="Đăng ký mô hình")
        actions.generate(plan, by=None, at=now)
        return task

    @pytest.fixture
    def form(self, now, day):
        year = timezone.localdate(now).year
        return {"period": str(year), "name": "Đợt 1", "due_on": format_date(day(20)), "guidance": "HD 05"}

    def test_the_page_says_who_keeps_whom_waiting(self, client, cast, directed):
        for who in (cast.an, cast.binh):
            page = as_(client, who).get(reverse("obligations:rounds"))
            [(opening, may_open)] = page.context["openings"]
            assert (opening.obligation.org.name, opening.waiting, may_open) == ("Ban Tổ chức", 2, who == cast.binh)
        assert "Đăng ký mô hình" in text_of(page)

    def test_opening_asks_first_and_says_how_many(self, client, cast, directed, form):
        client = as_(client, cast.binh)
        url = reverse("obligations:open_round", args=[directed.pk])
        asked = client.post(url, form)
        assert (asked.context["binds"], Round.objects.count()) == (2, 0)
        assert "sẽ giao việc cho 2 đơn vị" in text_of(asked)
        assert client.post(url, {**form, "confirmed": "1"}).url == reverse("obligations:rounds")
        page = client.get(reverse("obligations:rounds"))
        [(progress, _may_withdraw)] = page.context["rounds"]
        assert (progress.bound, progress.done, progress.overdue, page.context["openings"]) == (2, 0, 0, [])

    def test_a_second_click_opens_nothing_more(self, client, cast, directed, form):
        client = as_(client, cast.binh)
        url = reverse("obligations:open_round", args=[directed.pk])
        client.post(url, {**form, "confirmed": "1"})
        response = client.post(url, {**form, "confirmed": "1"})
        assert (response.status_code, Round.objects.count()) == (409, 1)

    def test_a_past_day_is_said_in_place(self, client, cast, directed, form, day):
        url = reverse("obligations:open_round", args=[directed.pk])
        response = as_(client, cast.binh).post(url, {**form, "due_on": format_date(day(-1)), "confirmed": "1"})
        assert (response.status_code, Round.objects.count()) == (422, 0)
        assert "đã qua" in text_of(response)

    @pytest.mark.parametrize(("who", "status"), [("an", 403), ("dung", 403), ("stranger", 404)])
    def test_others_do_not_open(self, client, cast, directed, form, who, status):
        url = reverse("obligations:open_round", args=[directed.pk])
        client = as_(client, getattr(cast, who))
        assert client.get(url).status_code == client.post(url, {**form, "confirmed": "1"}).status_code == status
        assert Round.objects.count() == 0

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_is_constant(self, client, cast, now, count):
        year = timezone.localdate(now).year
        due = Due(DueKind.AS_DIRECTED, cadence=Cadence.ANNUAL)
        for _ in range(count):
            plan = make_plan(cast.committee, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
            body = make_org(parent=cast.committee, kind=OrgKind.ADVISORY_BODY)
            make_task(plan, due=due, opener=body, kinds=[OrgKind.GRASSROOTS_CELL])
            actions.generate(plan, by=None, at=now)
        client = as_(client, cast.binh)
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(reverse("obligations:rounds")).context["openings"]) == count
        assert len(queries) == 8


class TestIssuing:
    @pytest.fixture
    def draft(self, cast):
        plan = make_plan(cast.committee, issued_at=None)
        yearly, once = make_deliverable("nam", period="year"), make_deliverable("mot-lan")
        cells = [OrgKind.GRASSROOTS_CELL]
        make_task(plan, due=Due(DueKind.START_OF_YEAR), kinds=cells, deliverables=[yearly.code])
        nobody = [OrgKind.MASS_ORGANISATION]  # there is none
        make_task(plan, due=Due(DueKind.UNDATED), text="Việc không giao cho ai", kinds=nobody, deliverables=[once.code])
        return plan

    def test_the_page_says_what_will_be_bound(self, client, cast, draft):
        leader = make_user(role="leader", org=cast.committee)
        page = as_(client, leader).get(reverse("obligations:issue", args=[draft.pk]))
        found = page.context["found"]
        assert (len(found.tasks), len(found.lines), found.sums.total) == (2, 2, 10)
        assert [one.task.text for one in found.unbound] == ["Việc không giao cho ai"]
        response = client.post(reverse("obligations:issue", args=[draft.pk]), {"revision": 0})
        assert (response.url, Obligation.objects.count()) == (reverse("plans:detail", args=[draft.pk]), 10)

    @pytest.mark.parametrize(("who", "status"), [("binh", 403), ("an", 404), ("stranger", 404)])
    def test_others_do_not_issue(self, client, cast, draft, who, status):
        url = reverse("obligations:issue", args=[draft.pk])
        assert as_(client, getattr(cast, who)).post(url, {"revision": 0}).status_code == status
        assert Obligation.objects.count() == 0

    def test_a_stale_or_broken_form_issues_nothing(self, client, cast, draft):
        client = as_(client, make_user(role="leader", org=cast.committee))
        url = reverse("obligations:issue", args=[draft.pk])
        assert [client.post(url, data).status_code for data in ({"revision": 7}, {})] == [409, 409]
        assert client.post(url, {"revision": "x"}).status_code == 409
        assert Obligation.objects.count() == 0
