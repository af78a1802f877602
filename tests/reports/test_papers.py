"""The papers: same figures everywhere, the Party's form, and bytes that later events do not change."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from openpyxl import load_workbook

from dondoc.indicators.actions import publish_indicator
from dondoc.lib.periods import Period
from dondoc.measures.actions import refresh
from dondoc.measures.queries import board
from dondoc.obligations.actions import close_for_org
from dondoc.obligations.models import Obligation
from dondoc.obligations.ruling import exempt, unlock
from dondoc.orgs.actions import close_org, merge_orgs, rename_org
from dondoc.orgs.models import OrgKind
from dondoc.reminders.actions import remind
from dondoc.reports.actions import edit_words, freeze
from dondoc.reports.composing import annex_sheets, official_document
from dondoc.reports.models import Report
from dondoc.reports.queries import Correction, Figures, corrections
from dondoc.reports.snapshot import take_snapshot
from dondoc.reports.tables import indicator_table, possible
from dondoc.submissions.actions import approve, reopen
from dondoc.web.templatetags.ui import percent
from dondoc.writers.docx import write_docx
from dondoc.writers.xlsx import write_xlsx
from tests.factories import make_user
from tests.measures.world import DEFINITIONS, at
from tests.reports.world import DAY, MONTH, NOW

pytestmark = pytest.mark.django_db


def frozen(office) -> Report:
    report = office.compile()
    report = edit_words(
        report, words={}, revision=0, by=office.writer, at=NOW, place="Thành phố Mẫu", signer_name="Người Ký"
    )
    return freeze(report, revision=1, by=office.leader, at=NOW)


def papers(report: Report) -> tuple[bytes, bytes]:
    """Both files as the pages give them, from the database."""
    kept = Report.objects.select_related("org", "plan").get(pk=report.pk)
    return write_docx(official_document(kept)), write_xlsx(annex_sheets(kept), title=str(kept), day=kept.dated_on)


def text_of(data: bytes) -> str:
    word = docx.Document(BytesIO(data))
    tables = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in word.paragraphs), *tables])


def rows_of_docx(data: bytes) -> list[list[str]]:
    """The rows of the table of chỉ tiêu, without its heads and groups."""
    table = next(t for t in docx.Document(BytesIO(data)).tables if t.rows[0].cells[0].text == "Nội dung")
    return [cells for cells in ([c.text for c in row.cells] for row in table.rows[1:]) if len(set(cells)) > 1]


@pytest.fixture
def told(office):
    """Two of three reported; one programme approved, one sent in, one missing; a ratio half known."""
    a, b, _c = office.world.orgs
    office.report_of(a, obstacles="Thiếu người.", proposals="Tập huấn")
    office.report_of(b, results="Đã làm.\nĐã xong.")
    office.world.done(a, "ke-hoach", "2025-2030", {"issued_on": "01/09/2025"}, on=date(2025, 9, 2))
    office.world.done(
        a, "dang-ky", "2026", {"all": "3000", "some": "2500", "held_on": "01/02/2026"}, on=date(2026, 3, 2)
    )
    return office


class TestOneComputation:
    def test_board_page_paper_and_workbook_say_the_same(self, told):
        report = frozen(told)
        word, excel = papers(report)
        rows = [m for row in board(told.org, MONTH.code) for m in row.targeted]
        sheet = load_workbook(BytesIO(excel), data_only=True).worksheets[0]
        in_excel = [row for row in sheet.iter_rows(values_only=True) if row[1] and row[1] != "Mức giao"]
        on_paper = rows_of_docx(word)
        assert [(line[0], line[2]) for line in on_paper] == [(row[0], row[2]) for row in in_excel]
        assert [line[0] for line in on_paper] == [m.name for m in rows]
        figures = [None if str(row[3]).startswith("—") else f"{Decimal(str(row[3])):.4f}" for row in in_excel]
        assert figures == [None if m.value.number is None else f"{m.value.number:.4f}" for m in rows]
        formulas = [row[3] for row in load_workbook(BytesIO(excel)).worksheets[0].iter_rows(values_only=True)]
        assert [str(one) for one in formulas if str(one).startswith("=")] != []  # a share is one over its parts
        shown = ["—" if line[3].startswith("—") else line[3] for line in on_paper]
        assert shown == [percent(m.value.number) for m in rows]

    def test_the_known_figures(self, told):
        programme = rows_of_docx(papers(frozen(told))[0])[0]
        assert programme[1:7] == ["=\u00a0100\u00a0%", "1/3", "33,3 %", "33,3 %", "100 %", "2"]

    def test_a_ratio_half_known_has_no_upper_end_and_missing_is_not_zero(self, told):
        report = frozen(told)
        ratio = next(m for one in report.snapshot["indicators"] for m in one["measures"] if m["kind"] == "ratio")
        assert (ratio["numerator"], ratio["denominator"], possible(ratio), ratio["not_known"]) == (
            "2500", "3000", None, 2,
        )  # fmt: skip
        quota = rows_of_docx(papers(report)[0])[3]
        assert quota[2] == "—"
        assert quota[3].startswith("—")

    def test_last_month_stands_beside(self, told):
        table = indicator_table(frozen(told).snapshot)
        assert [column.title for column in table.columns][3:5] == ["Kết quả", "Tháng trước"]

    def test_nothing_reported_is_not_nothing_done(self, office):
        snapshot = office.compile().snapshot
        assert snapshot["monthly_reports"]["tasks_assigned"] is None
        assert (snapshot["monthly_reports"]["sent"], snapshot["monthly_reports"]["expected"]) == (0, 3)
        assert all(m["numerator"] is None for one in snapshot["indicators"] for m in one["measures"])


class TestForm:
    def test_the_head_and_the_end_of_a_frozen_report(self, told):
        text = text_of(papers(frozen(told))[0])
        lines = [
            "ĐẢNG BỘ THÀNH PHỐ", "ĐẢNG ỦY CÁC CƠ QUAN ĐẢNG THÀNH PHỐ MẪU", "Số 01-BC/ĐU",
            "Thành phố Mẫu, ngày 02 tháng 4 năm 2026",
            "kết quả thực hiện Kế hoạch số 08-KH/ĐU, tháng 3/2026", "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Người Ký",
            "Nơi nhận:", "- Ban Thường vụ Thành ủy (để báo cáo);", "- Lưu Văn phòng Đảng ủy.",
        ]  # fmt: skip
        assert [line for line in lines if line not in text] == []
        assert "Dự thảo" not in text

    def test_a_draft_says_so_and_leaves_what_is_not_known_open(self, told):
        text = text_of(papers(told.compile())[0])
        assert "(Dự thảo)" in text
        assert "Số …-BC/ĐU" in text
        assert "…, ngày … tháng … năm …" in text

    def test_what_was_typed_about_the_paper_is_on_it(self, told):
        edit_words(
            told.compile(), words={"superior": "Đảng bộ tỉnh Mẫu", "recipients": "Tỉnh ủy,\n- Lưu VP"}, revision=0,
            by=told.writer, at=NOW, signer_authority="T/M BAN CHẤP HÀNH", signer_position="BÍ THƯ",
        )  # fmt: skip
        text = text_of(papers(Report.objects.get())[0])
        wanted = ["ĐẢNG BỘ TỈNH MẪU", "T/M BAN CHẤP HÀNH", "BÍ THƯ", "- Tỉnh ủy;", "- Lưu VP."]
        assert [line for line in wanted if line not in text] == []

    def test_parts_without_words_are_left_out_and_the_rest_renumbered(self, told):
        words = {"results": "", "obstacles": "", "assessment": "Tốt."}
        edit_words(told.compile(), words=words, revision=0, by=told.writer, at=NOW)
        heads = [block.text for block in official_document(Report.objects.get()).body if hasattr(block, "level")]
        assert heads == [
            "I- KẾT QUẢ THỰC HIỆN", "1. Kết quả từng chỉ tiêu", "2. Đánh giá chung", "3. Đơn vị còn việc quá hạn",
            "II- KHÓ KHĂN, VƯỚNG MẮC; ĐỀ XUẤT, KIẾN NGHỊ CỦA ĐƠN VỊ", "1. Đề xuất, kiến nghị",
            "III- NHIỆM VỤ THÁNG 4/2026",
        ]  # fmt: skip

    def test_what_organisations_wrote_stands_whole_in_the_workbook(self, told):
        book = load_workbook(BytesIO(papers(frozen(told))[1]))
        assert book.sheetnames == ["Chỉ tiêu", "Đơn vị chậm", "Mức tin cậy", "Ý kiến đơn vị"]
        rows = [row[:4] for row in book["Ý kiến đơn vị"].iter_rows(values_only=True)]
        assert ("Đơn vị 0", "Đã xong.", "Thiếu người.", "Tập huấn") in rows
        assert ("Đơn vị 1", "Đã làm.\nĐã xong.", None, None) in [tuple(cell or None for cell in row) for row in rows]

    def test_a_month_without_anything(self, office):
        """No duties fall due, nobody wrote: the paper still opens and says so."""
        refresh(today=date(2025, 8, 31))
        report = office.compile(Period.parse("2025-08"), now=at(date(2025, 8, 15)))
        word, excel = papers(report)
        assert "Có 0/3 cấp ủy cơ sở gửi báo cáo" in text_of(word)
        assert load_workbook(BytesIO(excel)).sheetnames[0] == "Chỉ tiêu"


class TestFrozen:
    def test_no_later_event_changes_a_byte(self, told):
        waiting = told.report_of(told.world.orgs[2], approved=False)
        told.world.submit(told.world.orgs[1], "ke-hoach", "2025-2030", {"issued_on": "03/09/2025"}, on=DAY)
        report = frozen(told)
        before = papers(report)
        approve(waiting, revision=waiting.revision, review_answers={"effective": "no"}, by=told.world.reviewer, at=NOW)
        for one in told.world.submissions("submitted"):
            told.world.approve(one, on=DAY)
        known = next(s for s in told.world.submissions("approved") if s.deliverable.code == "dang-ky")
        told.world.send_back(known, on=DAY)
        for org, name in ((told.org, "Đảng ủy Tên mới"), (told.world.orgs[2], "Chi bộ Tên mới")):
            rename_org(org, name=name, short_name=name, on=DAY, by=None, at=NOW)
        gone, into = told.world.orgs[1], told.world.orgs[0]
        merge_orgs([gone], into=into, on=DAY - timedelta(days=40), decision="12-QĐ", by=None, at=NOW)
        changed = {**DEFINITIONS[2], "name": "Tên khác", "valid_from": DAY.isoformat()}
        publish_indicator(changed, by=None, at=NOW)
        told.plan.number = "99-KH/ĐU"
        told.plan.save()
        refresh(today=DAY)
        assert papers(report) == before

    def test_what_changed_afterwards_stands_beside_as_correction(self, told):
        report = frozen(told)
        assert corrections(report) == []
        told.world.done(told.world.orgs[1], "ke-hoach", "2025-2030", {"issued_on": "03/09/2025"}, on=DAY)
        refresh(today=DAY)
        assert corrections(Report.objects.get()) == [
            Correction("1", "a", Figures("1/3", "33,3 %", 2, "Có nguy cơ"), Figures("2/3", "66,7 %", 1, "Có nguy cơ"))
        ]

    def test_a_sheet_corrected_by_unlocking_stands_beside_and_not_in_place(self, told):
        report = frozen(told)
        before = papers(report)
        known = next(s for s in told.world.submissions("approved") if s.deliverable.code == "ke-hoach")
        duty = known.credits.get().obligation
        unlock(duty, until=NOW + timedelta(days=1), reason="Sai số", by=told.world.reviewer, at=NOW)
        secretary = make_user(role="internal_approver", org=known.org)
        reopen(known, revision=known.revision, by=secretary, at=NOW)
        refresh(today=DAY)
        [found] = corrections(Report.objects.get())
        assert (found.frozen.parts, found.now.parts) == ("1/3", "—")  # missing is not zero
        assert papers(report) == before

    def test_a_draft_has_no_corrections(self, told):
        report = told.compile()
        told.world.done(told.world.orgs[1], "ke-hoach", "2025-2030", {"issued_on": "03/09/2025"}, on=DAY)
        refresh(today=DAY)
        assert corrections(report) == []

    def test_a_measure_that_came_or_went_is_told(self, told):
        report = frozen(told)
        gone = report.snapshot["indicators"].pop(0)["measures"][0]
        report.snapshot["indicators"].append({"label": "9", "measures": [{**gone, "key": "khong-con.a"}]})
        report.save()
        found = [(c.label, c.frozen is None, c.now is None) for c in corrections(report)]
        assert found == [("9", False, True), ("1", True, False)]


class TestNamesAndDuties:
    def test_organisations_bear_the_names_of_the_period(self, office):
        rename_org(office.world.orgs[0], name="Tên mới", short_name="Tên mới", on=DAY, by=None, at=NOW)
        late = {entry["org"] for entry in office.compile().snapshot["late"]}
        assert late == {"Đơn vị 0", "Đơn vị 1", "Đơn vị 2"}

    def test_one_that_ended_is_neither_expected_nor_asked_next_month(self, office):
        ended = office.world.orgs[0]
        close_org(ended, on=date(2026, 3, 10), by=None, at=at(date(2026, 3, 10)))
        close_for_org(ended, on=date(2026, 3, 10), successor=None, by=None, at=at(date(2026, 3, 10)))
        snapshot = office.compile().snapshot
        assert snapshot["monthly_reports"]["expected"] == 2
        assert {row["text"]: row["orgs"] for row in snapshot["next"]}["Báo cáo tháng của cấp ủy cơ sở"] == 2
        assert {entry["org"] for entry in snapshot["late"]} == {"Đơn vị 1", "Đơn vị 2"}

    def test_what_was_let_off_is_not_due(self, office):
        due = Obligation.objects.filter(due_on__gte=MONTH.start, due_on__lte=MONTH.end)
        before = office.compile().snapshot["timeliness"]["due"]
        exempt(due.first(), reason="Được miễn", by=office.world.reviewer, at=NOW)
        Report.objects.all().delete()
        assert office.compile().snapshot["timeliness"]["due"] == before - 1

    def test_reminders_of_the_month_are_counted(self, office):
        late = list(Obligation.objects.filter(due_on=date(2026, 2, 20)).select_related("org", "task").order_by("pk"))
        remind(late[:2], text="Nộp ngay", by=office.world.reviewer, at=at(date(2026, 3, 16)))
        remind(late[:1], text="Nộp ngay", by=office.world.reviewer, at=at(date(2026, 4, 1)))
        assert office.compile().snapshot["chased"] == {"times": 2, "orgs": 2}


@pytest.mark.parametrize(
    ("kind", "number", "letters"),
    [
        (OrgKind.COMMITTEE, "08-KH/ĐU", "ĐU"),
        (OrgKind.COMMITTEE, "617/KH-UBND", "ĐU"),  # a plan of the State taken up by a committee
        (OrgKind.COMMITTEE, "", "ĐU"),
        (OrgKind.COMMUNE, "617/KH-UBND", "UBND"),
        (OrgKind.COMMUNE, "617/KH-", "UBND"),
        (OrgKind.COMMUNE, "08-KH/ĐU", "UBND"),
    ],
)
def test_the_letters_of_who_reports(office, kind, number, letters):
    office.org.kind, office.plan.number = kind, number
    head = take_snapshot(office.plan, office.org, MONTH, today=DAY)["head"]
    assert head["organ_code"] == letters
