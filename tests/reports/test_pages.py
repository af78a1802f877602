"""Pages of reports: the writer, the leader, one who looks only, one who enters, a stranger."""

from datetime import date
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dondoc.lib.periods import Period
from dondoc.measures.actions import refresh
from dondoc.orgs.models import OrgKind
from dondoc.register.models import Series
from dondoc.reports.actions import edit_words, freeze
from dondoc.reports.forms import WordsForm
from dondoc.reports.models import Report
from tests.factories import make_org, make_user
from tests.reports.world import DAY, MONTH, NOW, make_office

pytestmark = pytest.mark.django_db

LIST, NEW = reverse("reports:list"), reverse("reports:new")
QUERIES_OF_LIST, QUERIES_OF_DRAFT, QUERIES_OF_FROZEN = 6, 5, 6


def as_(client, user):
    client.force_login(user)
    return client


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def page_of(report: Report, name: str = "detail") -> str:
    return reverse(f"reports:{name}", args=[report.pk])


def typed(report: Report, **changes) -> dict[str, str]:
    """What the form sends when nothing but `changes` was typed."""
    form = WordsForm(instance=Report.objects.get(pk=report.pk))
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: "" if value is None else value for name, value in values.items()} | changes


@pytest.fixture
def draft(office):
    return office.compile()


@pytest.fixture
def frozen(office, draft):
    return freeze(draft, revision=0, by=office.leader, at=NOW)


class TestList:
    def test_newest_month_first_with_number_and_files(self, client, office, frozen):
        older = office.compile(Period.parse("2026-02"))
        page = as_(client, office.leader).get(LIST)
        assert [(row["report"], row["number"]) for row in page.context["rows"]] == [(frozen, "01-BC/ĐU"), (older, "")]
        assert page_of(frozen, "docx") in text_of(page)

    def test_empty_says_what_to_do(self, client, office):
        assert "Chưa có báo cáo nào." in text_of(as_(client, office.writer).get(LIST))

    def test_an_enterer_and_a_stranger_see_none(self, client, office, draft):
        elsewhere = make_org("Khác", kind=OrgKind.COMMITTEE)
        for user in (
            make_user(role="enterer", org=office.world.orgs[0]), make_user(role="specialist", org=elsewhere),
        ):  # fmt: skip
            assert as_(client, user).get(LIST).context["rows"] == []

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_is_constant(self, client, office, count):
        for code in ("2026-01", "2026-02", "2026-03")[:count]:
            office.compile(Period.parse(code))
        client = as_(client, office.writer)
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(LIST).context["rows"]) == count
        assert len(queries) == QUERIES_OF_LIST


class TestNew:
    @pytest.mark.parametrize("text", ["3/2026", "03/2026", " 3 / 2026 ", "2026-03"])
    def test_a_month_as_people_write_it(self, client, office, text):
        refresh(today=DAY)
        response = as_(client, office.writer).post(NEW, {"period": text, "plan": office.plan.pk})
        assert (response.status_code, response.url) == (302, page_of(Report.objects.get(period="2026-03")))

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("13/2026", "không phải là tháng"),
            ("0/2026", "không phải là tháng"),
            ("1/0", "không phải là tháng"),
            ("1/9999", "không phải là tháng"),
            ("²/2026", "không phải là tháng"),
            ("tháng ba", "không phải là tháng"),
            ("-1/2026", "không phải là tháng"),
            ("2026", "Hãy ghi một tháng"),
            ("2026-Q1", "Hãy ghi một tháng"),
            ("", "Trường này bắt buộc"),
            ("7/2025", "nằm ngoài thời gian có số liệu"),
            ("1/2031", "nằm ngoài thời gian có số liệu"),
        ],
    )
    def test_anything_else_is_told_in_place_and_kept(self, client, office, text, words):
        response = as_(client, office.writer).post(NEW, {"period": text, "plan": office.plan.pk})
        assert response.status_code == 422
        assert any(words in fault for fault in response.context["form"].errors["period"]) or not text
        assert f'value="{text}"' in text_of(response) or not text
        assert not Report.objects.exists()

    def test_a_month_to_come_is_refused(self, client, office):
        to_come = f"12/{timezone.localdate().year + 1}"
        response = as_(client, office.writer).post(NEW, {"period": to_come, "plan": office.plan.pk})
        assert response.status_code == 422

    def test_a_month_that_has_its_draft_opens_it(self, client, office, draft):
        response = as_(client, office.writer).post(NEW, {"period": "3/2026", "plan": office.plan.pk})
        assert (response.url, Report.objects.count()) == (page_of(draft), 1)

    def test_without_a_plan_there_is_nothing_to_report_on(self, client, db):
        writer = make_user(role="specialist", org=make_org("Mới", kind=OrgKind.COMMITTEE))
        page = as_(client, writer).get(NEW)
        assert "Chưa có kế hoạch nào được ban hành" in text_of(page)

    def test_it_is_for_writers(self, client, office):
        assert as_(client, office.leader).get(NEW).status_code == 403


class TestDetail:
    def test_the_draft_shows_figures_words_and_what_the_paper_lacks(self, client, office, draft):
        page = as_(client, office.writer).get(page_of(draft))
        said = text_of(page)
        assert "Trên văn bản còn thiếu: địa danh, họ tên người ký." in said
        assert "Chỉ lãnh đạo được chốt báo cáo." in said
        assert "Kỳ trước" in said
        assert [row["label"] for row in page.context["indicators"]] == ["1", "2", "3", "4"]

    def test_saving_words(self, client, office, draft):
        data = typed(draft, s_results="Lời mới", place="Thành phố Mẫu", dated_on="05/04/2026")
        assert as_(client, office.writer).post(page_of(draft), data).status_code == 302
        kept = Report.objects.get()
        assert (kept.words["results"], kept.place, kept.dated_on) == ("Lời mới", "Thành phố Mẫu", date(2026, 4, 5))
        assert kept.words["opening"] == draft.words["opening"]

    @pytest.mark.parametrize("day", ["31/02/2026", "28/02/2026", "ngày mai"])
    def test_a_day_that_cannot_be_is_told_in_place(self, client, office, draft, day):
        data = typed(draft, s_results="Lời mới", dated_on=day)
        response = as_(client, office.writer).post(page_of(draft), data)
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["dated_on"])
        assert "Lời mới" in text_of(response)
        assert Report.objects.get().words == draft.words

    def test_a_stale_form_keeps_what_was_typed_shows_what_is_kept_and_can_be_sent_again(self, client, office, draft):
        mine = typed(draft, s_results="Của tôi")
        edit_words(draft, words={"results": "Của người khác"}, revision=0, by=office.writer, at=NOW)
        client = as_(client, office.writer)
        response = client.post(page_of(draft), mine)
        assert response.status_code == 409
        assert "Có người vừa sửa báo cáo này nên chưa lưu" in text_of(response)
        assert "Của tôi</textarea>" in text_of(response)
        assert "<p>Của người khác</p>" in text_of(response)
        assert Report.objects.get().words["results"] == "Của người khác"
        again = mine | {"revision": response.context["form"].data["revision"]}
        assert client.post(page_of(draft), again).status_code == 302
        assert Report.objects.get().words["results"] == "Của tôi"

    def test_words_sent_after_freezing_are_refused_and_kept_on_the_page(self, client, office, draft):
        mine = typed(draft, s_results="Viết muộn")
        freeze(draft, revision=0, by=office.leader, at=NOW)
        response = as_(client, office.writer).post(page_of(draft), mine)
        assert response.status_code == 409
        assert "đã được chốt" in text_of(response)
        assert "Viết muộn" in text_of(response)

    def test_one_who_looks_reads_but_changes_nothing(self, client, office, draft):
        client = as_(client, make_user(role="inspector", org=office.org))
        page = client.get(page_of(draft))
        assert (page.status_code, page.context["form"]) == (200, None)
        statuses = [
            client.post(page_of(draft, name), {"revision": 0}).status_code
            for name in ("detail", "freeze", "fetch_figures")
        ]
        assert statuses == [403, 403, 403]
        gets = [client.get(page_of(draft, name)).status_code for name in ("freeze", "fetch_figures")]
        assert gets == [405, 405]

    def test_an_enterer_and_a_stranger_find_nothing(self, client, office, draft):
        elsewhere = make_org("Khác", kind=OrgKind.COMMITTEE)
        for user in (make_user(role="enterer", org=office.world.orgs[0]), make_user(role="leader", org=elsewhere)):
            client = as_(client, user)
            pages = [client.get(page_of(draft, name)).status_code for name in ("detail", "docx", "xlsx")]
            acts = [client.post(page_of(draft, name)).status_code for name in ("detail", "freeze", "fetch_figures")]
            assert (pages, acts) == ([404] * 3, [404] * 3)

    def test_fetching_figures(self, client, office, draft):
        client = as_(client, office.writer)
        assert client.post(page_of(draft, "fetch_figures"), {"revision": 0}).url == page_of(draft)
        assert client.post(page_of(draft, "fetch_figures"), {"revision": 0}).status_code == 409
        assert client.post(page_of(draft, "fetch_figures"), {"revision": "²"}).status_code == 409

    @pytest.mark.parametrize("orgs", [1, 3])
    def test_the_number_of_queries_is_constant(self, client, db, orgs):
        office = make_office(orgs)
        for org in office.world.orgs:
            office.report_of(org, obstacles=f"Khó khăn {org}")
        report = office.compile()
        counts = []
        for user in (office.writer, office.leader):
            client.force_login(user)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page_of(report)).status_code == 200
            counts.append(len(queries))
            if user is office.writer:
                freeze(report, revision=0, by=office.leader, at=NOW)
        assert counts == [QUERIES_OF_DRAFT, QUERIES_OF_FROZEN]

    def test_who_freezes_is_told_of_an_earlier_draft_and_of_a_month_that_goes_on(self, client, office):
        earlier, later = (office.compile(Period.parse(code)) for code in ("2026-02", "2026-03"))
        client = as_(client, office.leader)
        assert client.get(page_of(earlier)).context["cautions"] == []
        assert client.get(page_of(later)).context["cautions"] == [
            "Báo cáo tháng 2/2026 còn đang soạn; chốt báo cáo này trước thì báo cáo đó sẽ mang số lớn hơn."
        ]
        later.snapshot["as_of"] = "2026-03-20"
        later.save()
        freeze(earlier, revision=0, by=office.leader, at=NOW)
        assert client.get(page_of(later)).context["cautions"] == [
            "Tháng 3/2026 chưa hết; số liệu mới tính đến ngày ghi ở trên."
        ]


class TestFreezing:
    def test_the_leader_freezes_and_a_second_click_is_told(self, client, office, draft):
        client = as_(client, office.leader)
        first, second = (client.post(page_of(draft, "freeze"), {"revision": 0}) for _ in range(2))
        assert (first.status_code, second.status_code) == (302, 409)
        assert "đã được chốt ngày" in text_of(second)
        assert (Report.objects.get().number, Series.objects.get().last) == (1, 1)
        assert "Đã chốt báo cáo số 01-BC/ĐU." in text_of(second)

    def test_the_frozen_page_has_no_form_and_says_that_the_figures_are_whole(self, client, office, frozen):
        page = as_(client, office.writer).get(page_of(frozen))
        assert page.context["form"] is None
        assert "số liệu nguyên vẹn" in text_of(page)
        assert "Chốt báo cáo</span>" not in text_of(page)
        first = page.context["indicators"][0]["measures"][0]
        assert f'href="{first["url"].replace("&", "&amp;")}"' in page.content.decode()
        assert client.get(first["url"]).status_code == 200

    def test_figures_that_were_touched_are_found(self, client, office, frozen):
        frozen.snapshot["indicators"][0]["measures"][0]["numerator"] = "3"
        Report.objects.filter(pk=frozen.pk).update(snapshot=frozen.snapshot)
        page = as_(client, office.leader).get(page_of(frozen))
        assert "số liệu đã bị thay đổi" in text_of(page)
        assert "Không dùng báo cáo này" in text_of(page)

    def test_what_changed_afterwards_is_shown_beside(self, client, office, frozen):
        client = as_(client, office.leader)
        assert "Điều chỉnh sau chốt" not in text_of(client.get(page_of(frozen)))
        office.world.done(office.world.orgs[0], "ke-hoach", "2025-2030", {"issued_on": "03/09/2025"}, on=DAY)
        refresh(today=DAY)
        page = client.get(page_of(frozen))
        assert "Điều chỉnh sau chốt" in text_of(page)
        [found] = page.context["corrections"]
        assert (found.frozen.parts, found.now.parts, found.now.value) == ("—", "1/3", "33,3 %")


class TestFiles:
    def test_names_types_and_that_they_open(self, client, office, frozen):
        client = as_(client, make_user(role="inspector", org=office.org))
        word, excel = client.get(page_of(frozen, "docx")), client.get(page_of(frozen, "xlsx"))
        assert [r["Content-Disposition"] for r in (word, excel)] == [
            'attachment; filename="Bao-cao-thang-2026-03-01-BC-DU.docx"',
            'attachment; filename="Phu-luc-Bao-cao-thang-2026-03-01-BC-DU.xlsx"',
        ]
        assert docx.Document(BytesIO(word.content)).core_properties.title.startswith("BÁO CÁO kết quả")
        assert load_workbook(BytesIO(excel.content)).worksheets[0].title == "Chỉ tiêu"

    def test_a_draft_is_named_so(self, client, office, draft):
        found = as_(client, office.writer).get(page_of(draft, "docx"))["Content-Disposition"]
        assert found == f'attachment; filename="Bao-cao-thang-{MONTH.code}-du-thao.docx"'
