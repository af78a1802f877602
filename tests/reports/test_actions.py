"""Compiling, editing, freezing: what stays, what is refused, what is written together or not at all."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connections

from dondoc.audit.models import AuditEvent
from dondoc.lib.periods import Period
from dondoc.measures.actions import refresh
from dondoc.register.models import Series
from dondoc.reports import actions
from dondoc.reports.actions import compile_report, digest, edit_words, fetch_figures, freeze
from dondoc.reports.models import Report, ReportState
from dondoc.submissions.models import Submission, SubmissionState
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import make_plan, make_user
from tests.reports.world import DAY, MONTH, NOW, make_office

pytestmark = pytest.mark.django_db


def frozen(office, **more) -> Report:
    report = office.compile(**more)
    return freeze(report, revision=report.revision, by=office.leader, at=NOW)


class TestCompile:
    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("2025-07", "Tháng 7/2025 nằm ngoài thời gian có số liệu của kế hoạch."),
            ("2031-01", "Tháng 1/2031 nằm ngoài thời gian có số liệu của kế hoạch."),
            ("2026-05", "Tháng 5/2026 nằm ngoài thời gian có số liệu của kế hoạch."),
            ("2026-Q1", "Báo cáo tháng cần chọn một tháng."),
        ],
    )
    def test_a_month_without_figures_is_refused(self, office, code, words):
        with pytest.raises(Invalid) as refused:
            office.compile(Period.parse(code))
        assert (refused.value.reason, Report.objects.count()) == (words, 0)

    def test_a_plan_that_is_not_issued_has_none(self, office):
        draft = make_plan(office.org, issued_at=None)
        with pytest.raises(Invalid, match="chưa ban hành"):
            compile_report(plan=draft, org=office.org, period=MONTH, by=office.writer, at=NOW)

    def test_it_needs_the_right(self, office):
        with pytest.raises(Refused, match="không có quyền soạn"):
            compile_report(plan=office.plan, org=office.org, period=MONTH, by=office.leader, at=NOW)

    def test_a_second_time_gives_the_same_draft_untouched(self, office):
        first = office.compile()
        office.report_of(office.world.orgs[0])
        second = office.compile(now=NOW + timedelta(days=1))
        assert (second, second.snapshot, Report.objects.count()) == (first, first.snapshot, 1)
        assert AuditEvent.objects.filter(action="report.compile").count() == 1

    def test_the_ends_of_the_paper_come_from_the_last_report(self, office):
        last = office.compile(Period.parse("2026-02"))
        edit_words(
            last, words={"superior": "Đảng bộ tỉnh", "recipients": "Thường trực"}, revision=0, by=office.writer, at=NOW,
            place="Nơi Mẫu", signer_name="Người Ký", signer_position="BÍ THƯ", dated_on=date(2026, 3, 2),
        )  # fmt: skip
        next_one = office.compile()
        assert (next_one.place, next_one.signer_name, next_one.signer_position) == ("Nơi Mẫu", "Người Ký", "BÍ THƯ")
        assert (next_one.words["superior"], next_one.words["recipients"]) == ("Đảng bộ tỉnh", "Thường trực")
        assert (next_one.dated_on, next_one.words["opening"] == last.words["opening"]) == (None, False)


class TestFigures:
    def test_fetching_them_anew_keeps_the_words(self, office):
        report = office.compile()
        edit_words(report, words={"results": "Do người viết."}, revision=0, by=office.writer, at=NOW)
        office.report_of(office.world.orgs[0])
        fetch_figures(report, revision=1, by=office.writer, at=NOW)
        report.refresh_from_db()
        assert report.words["results"] == "Do người viết."
        assert (report.snapshot["monthly_reports"]["approved"], report.revision) == (1, 2)
        assert report.snapshot_sha256 == digest(report.snapshot)

    def test_a_stale_page_fetches_nothing(self, office):
        report = office.compile()
        edit_words(report, words={}, revision=0, by=office.writer, at=NOW)
        with pytest.raises(Conflict):
            fetch_figures(report, revision=0, by=office.writer, at=NOW)

    def test_it_needs_the_right(self, office):
        with pytest.raises(Refused, match="không có quyền soạn"):
            fetch_figures(office.compile(), revision=0, by=office.leader, at=NOW)


class TestWords:
    def test_only_what_was_given_changes_and_the_trail_says_what(self, office):
        report = office.compile()
        opening = report.words["opening"]
        edit_words(report, words={"results": "Mới"}, revision=0, by=office.writer, at=NOW, place="Nơi Mẫu")
        report.refresh_from_db()
        assert (report.words["results"], report.words["opening"], report.place) == ("Mới", opening, "Nơi Mẫu")
        assert AuditEvent.objects.get(action="report.edit").after == {"results": "Mới"}

    def test_two_at_once_the_second_is_refused(self, office):
        report = office.compile()
        edit_words(report, words={"results": "Một"}, revision=0, by=office.writer, at=NOW)
        with pytest.raises(Conflict, match="Có người vừa sửa"):
            edit_words(Report.objects.get(), words={"results": "Hai"}, revision=0, by=office.writer, at=NOW)
        assert Report.objects.get().words["results"] == "Một"

    def test_it_needs_the_right(self, office):
        with pytest.raises(Refused, match="không có quyền soạn"):
            edit_words(office.compile(), words={}, revision=0, by=office.leader, at=NOW)


class TestFreeze:
    def test_it_gets_the_next_number_a_day_and_locks_what_it_used(self, office):
        used, waiting = office.report_of(office.world.orgs[0]), office.report_of(office.world.orgs[1], approved=False)
        report = Report.objects.get(pk=frozen(office).pk)
        assert (report.state, report.number, report.dated_on) == (ReportState.FROZEN, 1, DAY)
        assert (report.frozen_by, report.frozen_at) == (office.leader, NOW)
        states = {one.pk: one.state for one in Submission.objects.all()}
        assert states == {used.pk: SubmissionState.LOCKED, waiting.pk: SubmissionState.SUBMITTED}

    def test_numbers_run_on_through_the_term(self, office):
        numbers = [frozen(office, period=Period.parse(code)).number for code in ("2025-12", "2026-01", "2026-02")]
        assert (numbers, Series.objects.get().term) == ([1, 2, 3], "2025-2030")

    def test_a_day_that_was_typed_stays(self, office):
        report = edit_words(office.compile(), words={}, revision=0, by=office.writer, at=NOW, dated_on=date(2026, 4, 1))
        assert freeze(report, revision=1, by=office.leader, at=NOW).dated_on == date(2026, 4, 1)

    def test_it_needs_the_right(self, office):
        report = office.compile()
        with pytest.raises(Refused, match="Chỉ lãnh đạo"):
            freeze(report, revision=0, by=make_user(role="specialist", org=office.org), at=NOW)

    def test_the_author_never_freezes_his_own(self, office):
        report = office.compile()
        office.writer.memberships.create(org=office.org, role="leader", valid_from=date(2020, 1, 1))
        with pytest.raises(Refused, match="không tự chốt"):
            freeze(report, revision=0, by=type(office.writer).objects.get(pk=office.writer.pk), at=NOW)

    def test_a_second_click_is_told_and_takes_no_number(self, office):
        report = frozen(office)
        with pytest.raises(Conflict, match="đã được chốt ngày 02/04/2026, số 01"):
            freeze(Report.objects.get(), revision=0, by=office.leader, at=NOW)
        assert (Series.objects.get().last, report.number) == (1, 1)

    @pytest.mark.parametrize("revision", [0, 1])
    def test_afterwards_nothing_changes(self, office, revision):
        before = Report.objects.filter(pk=frozen(office).pk).values().get()
        report = Report.objects.get()
        with pytest.raises(Conflict):
            edit_words(report, words={"results": "Khác"}, revision=revision, by=office.writer, at=NOW)
        with pytest.raises(Conflict):
            fetch_figures(report, revision=revision, by=office.writer, at=NOW)
        assert Report.objects.values().get() == before

    def test_a_draft_that_changed_meanwhile_is_not_frozen(self, office):
        report = office.compile()
        edit_words(report, words={}, revision=0, by=office.writer, at=NOW)
        with pytest.raises(Conflict):
            freeze(report, revision=0, by=office.leader, at=NOW)
        assert not Series.objects.exists()


class TestTrail:
    """What cannot be recorded is not done."""

    @pytest.fixture
    def no_trail(self, monkeypatch):
        def fail(*_args, **_more):
            raise RuntimeError("nhật ký hỏng")

        return lambda: monkeypatch.setattr(actions, "record", fail)

    def test_nothing_is_compiled(self, office, no_trail):
        no_trail()
        with pytest.raises(RuntimeError):
            office.compile()
        assert not Report.objects.exists()

    @pytest.mark.parametrize("act", ["edit", "fetch", "freeze"])
    def test_nothing_is_changed(self, office, no_trail, act):
        office.report_of(office.world.orgs[0])
        report = office.compile()
        before = Report.objects.values().get()
        no_trail()
        acts = {
            "edit": lambda: edit_words(report, words={"results": "Khác"}, revision=0, by=office.writer, at=NOW),
            "fetch": lambda: fetch_figures(report, revision=0, by=office.writer, at=NOW),
            "freeze": lambda: freeze(report, revision=0, by=office.leader, at=NOW),
        }
        with pytest.raises(RuntimeError):
            acts[act]()
        assert (Report.objects.values().get(), Series.objects.exists()) == (before, False)
        assert Submission.objects.get().state == SubmissionState.APPROVED


@pytest.mark.django_db(transaction=True)
class TestRace:
    """Two people at the same moment, each with a connection of his own."""

    def at_once(self, *acts):
        found, start = {}, threading.Barrier(len(acts))

        def run(place, act):
            try:
                start.wait(10)
                found[place] = act()
            except Refused as refusal:
                found[place] = type(refusal)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(60)
        return [found[place] for place in range(len(acts))]

    def test_two_reports_frozen_at_once_get_numbers_one_and_two(self):
        office = make_office(1)
        reports = [office.compile(Period.parse(code)) for code in ("2026-01", "2026-02", "2026-03")]
        acts = [
            lambda pk=one.pk: freeze(Report.objects.get(pk=pk), revision=0, by=office.leader, at=NOW).number
            for one in reports
        ]
        assert sorted(self.at_once(*acts)) == [1, 2, 3]
        assert sorted(Report.objects.values_list("number", flat=True)) == [1, 2, 3]

    def test_one_report_frozen_twice_at_once_takes_one_number(self):
        office = make_office(1)
        pk = office.compile().pk
        acts = [lambda: freeze(Report.objects.get(pk=pk), revision=0, by=office.leader, at=NOW).number] * 2
        assert sorted(self.at_once(*acts), key=str) == [1, Conflict]
        assert Series.objects.get().last == 1

    def test_one_month_compiled_twice_at_once_is_one_draft(self):
        office = make_office(1)
        refresh(today=DAY)
        acts = [lambda: compile_report(plan=office.plan, org=office.org, period=MONTH, by=office.writer, at=NOW).pk] * 2
        assert self.at_once(*acts) == [Report.objects.get().pk] * 2
