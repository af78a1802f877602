"""Every kind of report: compiled, reviewed, frozen with a number, written in the form of its day, recalled."""

from datetime import date, timedelta
from io import BytesIO

import docx
import pytest

from dondoc.lib.periods import Period
from dondoc.measures.actions import refresh
from dondoc.obligations.models import Obligation
from dondoc.register.models import Entry
from dondoc.reminders.actions import remind
from dondoc.reports.about import choices_of
from dondoc.reports.actions import compile_report, edit_words, fetch_figures, freeze, hand_over, recall, send_back
from dondoc.reports.composing import annex_sheets, official_document
from dondoc.reports.kinds import KINDS, About
from dondoc.reports.live import live_fields
from dondoc.reports.markup import blocks_of
from dondoc.reports.models import TRANSITIONS, Report, ReportState
from dondoc.web.refusals import Conflict, Invalid, Refused
from dondoc.writers.docx import write_docx
from dondoc.writers.tree import Bullets, Heading, Paragraph, Run, Table, Words
from dondoc.writers.xlsx import write_xlsx
from tests.factories import make_user
from tests.reports.world import DAY, MONTH, NOW
from tests.writers.paper_checker import faults

pytestmark = pytest.mark.django_db
PERIODS = {"month": "2026-03", "quarter": "2026-Q1", "half_year": "2026-H1", "year": "2026", "term": "2025-2030"}


@pytest.fixture
def told(office):
    """Two of three reported; one was reminded and still owes."""
    a, b, c = office.world.orgs
    office.report_of(a, obstacles="Thiếu người.", proposals="Tập huấn")
    office.report_of(b, results="Đã làm.")
    office.world.done(a, "ke-hoach", "2025-2030", {"issued_on": "01/09/2025"}, on=date(2025, 9, 2))
    owed = Obligation.objects.filter(org=c, period="2026-03")[:1]
    remind(list(owed), text="Đề nghị gửi.", by=office.writer, at=NOW - timedelta(days=3))
    return office


def drawn(office, code: str) -> Report:
    kind = KINDS[code]
    refresh(today=DAY)
    offered = choices_of(office.plan, office.org, kind, MONTH, DAY)
    about = offered[2 if kind.about is About.ORG else 0][0] if kind.about else ""
    return compile_report(
        plan=office.plan, org=office.org, period=Period.parse(PERIODS[kind.period]), by=office.writer, at=NOW,
        kind=code, about=about,
    )  # fmt: skip


def text_of(data: bytes) -> str:
    word = docx.Document(BytesIO(data))
    tables = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in word.paragraphs), *tables])


@pytest.mark.parametrize("code", KINDS)
def test_each_kind_is_signed_in_the_form_of_its_day_and_stays_as_it_is(told, code):
    report = drawn(told, code)
    edit_words(report, words={}, revision=0, by=told.writer, at=NOW, place="Thành phố Mẫu", signer_name="Người Ký")
    freeze(report, revision=1, by=told.leader, at=NOW)
    kept = Report.objects.select_related("org", "plan").get(pk=report.pk)
    word = write_docx(official_document(kept))
    assert faults(word, kind="Báo cáo", day=DAY) == []
    assert word == write_docx(official_document(Report.objects.get(pk=report.pk)))
    assert write_xlsx(annex_sheets(kept), title="x", day=DAY) == write_xlsx(annex_sheets(kept), title="x", day=DAY)
    text = text_of(word)
    assert "Số 01-BC/ĐU" in text
    assert not [mark for mark in ("{", "[[", "None") if mark in text]
    entry = Entry.objects.get()
    assert (entry.symbol, entry.source) == ("01-BC/ĐU", f"report:{report.pk}")
    assert entry.subject == official_document(kept).subject


def test_longer_periods_stand_beside_the_period_before_and_say_who_was_chased(told):
    quarter = drawn(told, "quarterly")
    assert quarter.snapshot["monthly_reports"]["expected"] == 9  # three organisations, three months
    assert [(one["org"], one["times"], one["answered"]) for one in quarter.snapshot["chased_orgs"]] == [
        (told.world.orgs[2].name, 1, 0)
    ]
    first = quarter.snapshot["indicators"][0]["measures"][0]
    assert (first["numerator"], first["previous"]) != (None, None)
    assert "Kỳ trước" in text_of(write_docx(official_document(quarter)))


def test_an_organisation_s_sheet_holds_its_own_duties_and_no_other_s(told):
    sheet = drawn(told, "org")
    text = text_of(write_docx(official_document(sheet)))
    assert (told.world.orgs[2].name in text, told.world.orgs[0].name in text) == (True, False)
    assert {row["status"] for row in sheet.snapshot["duties"]} == {"Quá hạn"}


def test_one_chi_tieu_names_every_organisation(told):
    rows = drawn(told, "indicator").snapshot["answers"][0]["rows"]
    assert [row["org"] for row in rows] == [org.name for org in told.world.orgs]
    assert [row["verdict"] for row in rows].count("Đạt") == 1


def test_a_kind_about_something_needs_to_know_what(told):
    with pytest.raises(Invalid, match="Hãy chọn báo cáo về"):
        compile_report(
            plan=told.plan, org=told.org, period=Period.parse("2026-03"), by=told.writer, at=NOW, kind="org", about="0"
        )
    with pytest.raises(Invalid, match="Hãy chọn kỳ"):
        compile_report(
            plan=told.plan, org=told.org, period=Period.parse("2026-03"), by=told.writer, at=NOW, kind="quarterly"
        )


class TestReview:
    def test_handed_over_it_is_not_edited_until_it_comes_back(self, office):
        report = hand_over(office.compile(), revision=0, by=office.writer, at=NOW)
        with pytest.raises(Conflict, match="đang chờ ký"):
            edit_words(report, words={}, revision=1, by=office.writer, at=NOW)
        with pytest.raises(Invalid, match="điều cần sửa"):
            send_back(report, revision=1, reason=" ", by=office.leader, at=NOW)
        send_back(report, revision=1, reason="Thiếu mục II.", by=office.leader, at=NOW)
        assert Report.objects.get().sent_back_why == "Thiếu mục II."
        edit_words(report, words={"results": "Mới"}, revision=2, by=office.writer, at=NOW)
        assert Report.objects.get().sent_back_why == ""
        hand_over(report, revision=3, by=office.writer, at=NOW)
        assert freeze(report, revision=4, by=office.leader, at=NOW).state == ReportState.FROZEN

    def test_whoever_wrote_in_it_does_not_sign_it(self, office):
        report = office.compile()
        both = make_user(role="specialist", org=office.org)
        both.memberships.create(org=office.org, role="leader", valid_from=date(2020, 1, 1))
        edit_words(report, words={"results": "Mới"}, revision=0, by=both, at=NOW)
        with pytest.raises(Refused, match="không tự chốt"):
            freeze(report, revision=1, by=type(both).objects.get(pk=both.pk), at=NOW)

    def test_recalled_it_stays_with_its_number_and_another_may_follow(self, office):
        report = freeze(office.compile(), revision=0, by=office.leader, at=NOW)
        with pytest.raises(Refused, match="Chỉ lãnh đạo"):
            recall(report, reason="Sai", by=office.writer, at=NOW)
        with pytest.raises(Invalid, match="lý do"):
            recall(report, reason="", by=office.leader, at=NOW)
        recall(report, reason="Sai số liệu", by=office.leader, at=NOW)
        with pytest.raises(Refused, match="đã chốt"):
            recall(Report.objects.get(), reason="Lại", by=office.leader, at=NOW)
        assert Entry.objects.get().recalled_why == "Sai số liệu"
        second = office.compile()
        assert (second.pk, freeze(second, revision=0, by=office.leader, at=NOW).number) != (report.pk, 1)
        assert sorted(Report.objects.values_list("state", "number")) == [("frozen", 2), ("recalled", 1)]

    def test_every_state_has_its_ways(self):
        assert set(TRANSITIONS) == set(ReportState)


class TestWords:
    def test_untouched_words_follow_the_figures_written_ones_stay(self, office):
        report = office.compile()
        edit_words(report, words={"assessment": "Do người viết."}, revision=0, by=office.writer, at=NOW)
        office.report_of(office.world.orgs[0])
        before = Report.objects.get().words["results"]
        refresh(today=DAY)
        fetch_figures(report, revision=1, by=office.writer, at=NOW)
        words = Report.objects.get().words
        assert (words["assessment"], words["results"] == before, "1/3" in words["results"]) == (
            "Do người viết.", False, True,
        )  # fmt: skip

    def test_figures_inside_the_words_live_until_it_is_frozen(self, office):
        report = office.compile()
        text = "Đã gửi [[báo cáo đã gửi]]/[[báo cáo phải gửi]]; [[không có]]."
        edit_words(report, words={"results": text}, revision=0, by=office.writer, at=NOW)
        assert "Đã gửi 0/3; [[không có]]." in text_of(write_docx(official_document(report)))
        office.report_of(office.world.orgs[0])
        fetch_figures(report, revision=1, by=office.writer, at=NOW)
        assert "Đã gửi 1/3" in text_of(write_docx(official_document(report)))
        freeze(report, revision=2, by=office.leader, at=NOW)
        office.report_of(office.world.orgs[1])
        assert "Đã gửi 1/3" in text_of(write_docx(official_document(Report.objects.get())))

    def test_a_little_markup(self):
        text = "Một **đậm** và *nghiêng*.\n## Nhỏ\n- a\n- b\n| Đơn vị | Kết quả |\n|---|---|\n| A | **đạt** |\n2 * 3"
        paragraph, heading, bullets, table, plain = blocks_of(text)
        assert paragraph == Paragraph(
            (Run("Một "), Run("đậm", bold=True), Run(" và "), Run("nghiêng", italic=True), Run("."))
        )
        assert (heading, bullets) == (Heading(3, "Nhỏ"), Bullets(("a", "b")))
        assert isinstance(table, Table)
        assert [column.title for column in table.columns] == ["Đơn vị", "Kết quả"]
        assert [row.cells for row in table.rows] == [("A", Words((Run("đạt", bold=True),)))]
        assert plain == Paragraph("2 * 3")
        assert blocks_of("| một cột") != blocks_of("") == []

    def test_every_measure_and_count_has_a_name(self, office):
        fields = live_fields(office.compile().snapshot)
        assert {"kỳ", "báo cáo phải gửi", "việc quá hạn"} <= set(fields)
        assert fields["kỳ"] == "tháng 3/2026"
