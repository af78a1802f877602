"""A table of another system: mapped once, remembered, unclear names asked once, taken all or not at all."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dondoc.audit.models import AuditEvent
from dondoc.intake.actions import KEPT_FOR
from dondoc.intake.models import Delivery, Source, SourceName
from dondoc.lib.periods import Period
from dondoc.obligations import ruling
from dondoc.obligations.models import Obligation
from dondoc.orgs.actions import rename_org
from dondoc.submissions import actions
from dondoc.submissions.models import Submission
from tests.factories import make_org, make_user
from tests.intake.test_tables import workbook
from tests.submissions.rows import (
    AT,
    COUNTED,
    COUNTED_ANSWERS,
    make_deliverable,
    make_obligation,
    make_plan,
    make_submission,
    make_task,
)
from tests.submissions.test_pages import words

pytestmark = pytest.mark.django_db
MARCH = "bao-cao@2026-03"
HEAD = ["STT", "Mã ĐV", "Tên đơn vị", "Được giao", "Đã xong", "Kết quả"]


@pytest.fixture
def stage(cast, client, monkeypatch):
    """Four organisations owe the report of March; Bình of the committee enters for them."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    product = make_deliverable("bao-cao", sheet=COUNTED, period="month", name="Báo cáo tháng")
    task = make_task(make_plan(cast.committee, cast.binh), ["bao-cao"])
    names = ("Đảng bộ Sở Tài chính Thành phố", "Đảng bộ Sở Y tế", "Chi bộ Báo Mẫu", "Chi bộ Trường Chính trị")
    orgs = [make_org(name, parent=cast.committee, code=f"DV-{n:02d}") for n, name in enumerate(names, 1)]
    for org in orgs:
        make_obligation(task, org, period="2026-03", due_on=date(2026, 3, 20))
    client.force_login(cast.binh)
    return SimpleNamespace(client=client, orgs=orgs, product=product, task=task, **vars(cast))


def upload(stage, data: bytes, name="xuat.xlsx", key=MARCH):
    return stage.client.post(
        reverse("intake:start"), {"viec": key, "file": SimpleUploadedFile(name, data)}, follow=True
    )


def table(*rows) -> bytes:
    return workbook(["BẢNG TỔNG HỢP THÁNG 3"], HEAD, *rows)


def address(name: str) -> str:
    return reverse(f"intake:{name}", args=[Delivery.objects.latest("pk").pk])


def map_columns(stage, response, **more):
    """Send the mapping as it was proposed."""
    form = response.context["form"]
    given = {bound.html_name: bound.value() or "" for bound in form} | {"source": "Hệ thống báo cáo"} | more
    return stage.client.post(address("mapping"), given, follow=True)


def take(stage, response, **more):
    mark = response.context["found"].mark
    return stage.client.post(address("take"), {"mark": mark, **more}, follow=True)


def answers() -> dict[str, dict[str, str]]:
    return {one.org.code: one.answers for one in Submission.objects.select_related("org")}


GOOD = table(
    [1, "DV-01", "Sở Tài chính", 1200, "1.000", "Xong"], [2, "DV-02", "Sở Y tế", "30", 20, ""],
    ["", "", "Tổng cộng", 1230, 1020, ""],
)  # fmt: skip


def test_columns_are_guessed_mapped_previewed_and_taken_whole(stage):
    page = upload(stage, GOOD)
    form = page.context["form"]
    assert (form["id"].value(), form["name"].value(), form["c_given"].value(), form["c_done"].value()) == (
        "Mã ĐV", "-", "Được giao", "Đã xong",
    )  # fmt: skip
    page = map_columns(stage, page)
    found = page.context["found"]
    assert [(c.org, c.field.code, c.before, c.after, c.cell) for c in found.comparison.changes] == [
        ("Đảng bộ Sở Tài chính Thành phố", "given", "", "1.200", "D3"),
        ("Đảng bộ Sở Tài chính Thành phố", "done", "", "1.000", "E3"),
        ("Đảng bộ Sở Tài chính Thành phố", "words", "", "Xong", "F3"),
        ("Đảng bộ Sở Y tế", "given", "", "30", "D4"),
        ("Đảng bộ Sở Y tế", "done", "", "20", "E4"),
    ]
    assert [(t.field.code, t.shown) for t in found.totals] == [("given", "1.230"), ("done", "1.020")]
    assert "Dòng tổng cộng, không lấy: dòng 5." in words(page)
    assert answers() == {}
    done = take(stage, page)
    assert "Đã lưu 2 phiếu nháp." in words(done), words(done)
    assert answers() == {
        "DV-01": {"given": "1200", "done": "1000", "words": "Xong"}, "DV-02": {"given": "30", "done": "20"},
    }  # fmt: skip
    assert set(Submission.objects.values_list("period", "entered_on_behalf", "state")) == {("2026-03", True, "draft")}
    kept = Delivery.objects.get()
    assert (bool(kept.file), kept.taken_count) == (False, 2)
    acts = AuditEvent.objects.exclude(action__startswith="submission.").order_by("id").values_list("action", flat=True)
    assert list(acts)[-3:] == ["intake.receive", "source.create", "intake.take"]


def test_the_next_file_of_the_source_needs_no_mapping_and_blanks_change_nothing(stage):
    take(stage, map_columns(stage, upload(stage, GOOD)))
    again = table([1, "DV-01", "", 1200, "1.100", ""], [2, "DV-03", "", 5, 5, ""])
    page = upload(stage, again)
    assert "Đã ghép cột như lần trước của nguồn “Hệ thống báo cáo”." in words(page)
    found = page.context["found"]
    assert [(c.org, c.field.code, c.before, c.after) for c in found.overwritten] == [
        ("Đảng bộ Sở Tài chính Thành phố", "done", "1.000", "1.100"),
    ]  # fmt: skip
    assert (found.new, found.comparison.same) == (1, 0)
    take(stage, page)
    assert answers()["DV-01"] == {"given": "1200", "done": "1100", "words": "Xong"}
    assert "Tệp không có gì khác" in words(upload(stage, again))


def test_an_unclear_name_is_asked_once_and_remembered(stage):
    rows = table(
        [1, "HT-7", "Đảng bộ Sở Tài chính Th", 1, 1, ""], [2, "HT-8", "Phòng không ai biết", 2, 2, ""],
        [3, "HT-9", "Chi bộ Báo Mẫu", 3, 3, ""],
    )  # fmt: skip
    page = map_columns(stage, upload(stage, rows), id="Mã ĐV", name="Tên đơn vị")
    assert "2 tên trong tệp chưa biết là đơn vị nào." in words(page)
    assert take(stage, page).status_code == 422
    page = stage.client.get(address("names"))
    [cut, strange] = page.context["rows"]
    assert (cut[0].written, cut[1].value()) == ("HT-7", "DV-01")  # the only one whose name begins so
    sent = {cut[1].html_name: "DV-01", strange[1].html_name: "-"}
    page = stage.client.post(address("names"), sent, follow=True)
    assert "Bỏ qua theo lựa chọn đã nhớ: HT-8." in words(page)
    take(stage, page)
    assert {code: one["given"] for code, one in answers().items()} == {"DV-01": "1", "DV-03": "3"}
    assert set(SourceName.objects.values_list("written", "org__code")) == {("HT-7", "DV-01"), ("HT-8", None)}
    assert upload(stage, rows).context["found"].unclear == {}


def test_a_name_may_be_written_out_and_a_wrong_one_is_told_in_place(stage):
    rows = table([1, "X", "Ai đó", 1, 1, ""])
    map_columns(stage, upload(stage, rows), id="Mã ĐV", name="-")
    page = stage.client.get(address("names"))
    [[_mark, _choice, other, _count]] = page.context["rows"]
    wrong = stage.client.post(address("names"), {other.html_name: "Nơi khác"})
    assert (wrong.status_code, "Không có đơn vị nào là “Nơi khác”" in words(wrong)) == (422, True)
    page = stage.client.post(address("names"), {other.html_name: "so y te dang bo"}, follow=True)
    assert page.status_code == 422
    page = stage.client.post(address("names"), {other.html_name: "dang bo so y te"}, follow=True)
    assert [item.line.org.code for item in page.context["found"].items] == ["DV-02"]


def test_an_id_that_stands_for_two_names_is_not_trusted(stage):
    rows = table([1, "DV-01", "Đảng bộ Sở Y tế", 1, 1, ""], [2, "DV-01", "Chi bộ Báo Mẫu", 2, 2, ""])
    page = map_columns(stage, upload(stage, rows), id="Mã ĐV", name="Tên đơn vị")
    assert "Mã dùng cho nhiều tên khác nhau nên nhận theo tên: DV-01." in words(page)
    assert [(i.line.org.code, i.answers["given"]) for i in page.context["found"].items] == [
        ("DV-02", "1"),
        ("DV-03", "2"),
    ]


def test_two_rows_of_one_organisation_are_refused_unless_alike_or_the_last_is_wanted(stage):
    rows = table(
        [1, "DV-01", "", 1, 1, ""], [2, "DV-01", "", 2, 2, ""], [3, "DV-02", "", 5, 5, ""], [4, "dv-02", "", 5, 5, ""]
    )
    page = map_columns(stage, upload(stage, rows), id="Mã ĐV", name="-")
    [problem] = page.context["found"].problems
    assert "(dòng 3, 4)" in problem
    assert "có nhiều dòng giống nhau, lấy một: dòng 5, 6" in words(page)
    page = map_columns(stage, stage.client.get(address("mapping")), twice="last")
    assert [(i.line.org.code, i.answers["given"]) for i in page.context["found"].items] == [
        ("DV-01", "2"),
        ("DV-02", "5"),
    ]


def test_errors_are_told_by_cell_and_nothing_is_taken(stage):
    rows = table([1, "DV-01", "", "mười", 1, ""], [2, "DV-02", "", 5, 9, ""])
    page = map_columns(stage, upload(stage, rows))
    assert page.context["found"].problems == [
        "Trang “Dữ liệu”, ô D3: “mười” không phải là số. Hãy ghi như 1.234,5 hoặc 12.",
        "Ô E4: “Đã xong” (9) không được lớn hơn “Được giao” (5).",
    ]
    assert take(stage, page).status_code == 422
    assert answers() == {}


def test_what_was_sent_in_stays_and_is_said(stage):
    draft = make_submission(stage.orgs[0], stage.product, stage.binh, period="2026-03")
    actions.save_and_submit(draft, answers=COUNTED_ANSWERS, revision=0, by=stage.binh, at=AT)
    page = map_columns(stage, upload(stage, GOOD))
    assert "Phiếu chờ duyệt. Giữ nguyên, dù tệp ghi khác: Đảng bộ Sở Tài chính Thành phố." in words(page)
    assert [item.line.org.code for item in page.context["found"].items] == ["DV-02"]


def test_what_is_shut_stays_and_is_said_with_its_reason(stage):
    hour = timedelta(hours=1)
    ruling.lock_period(
        stage.committee, Period.parse("2026-03"), sheet=None, reason="Đã chốt báo cáo", by=stage.binh, at=AT - 3 * hour
    )
    for org, until in ((stage.orgs[0], AT - hour), (stage.orgs[1], AT + hour)):  # let in no more, let in still
        owed = Obligation.objects.get(org=org)
        ruling.unlock(owed, until=until, reason="Mất mạng", by=stage.binh, at=AT - 2 * hour)
    page = map_columns(stage, upload(stage, GOOD))
    shut = "Kỳ này đã khóa ngày 16/03/2026 (Đã chốt báo cáo). Giữ nguyên, dù tệp ghi khác: "
    assert f"{shut}Đảng bộ Sở Tài chính Thành phố." in words(page)
    take(stage, page)
    assert answers() == {"DV-02": {"given": "30", "done": "20"}}
    page = upload(stage, table([1, "DV-01", "", 5, 5, ""], [2, "DV-03", "", 5, 5, ""]))
    assert f"{shut}Đảng bộ Sở Tài chính Thành phố, Chi bộ Báo Mẫu." in words(page)
    assert ("Không có phiếu nào lấy được" in words(page), "Tệp không có gì khác" in words(page)) == (True, False)


def test_what_changed_after_the_preview_stops_the_taking(stage):
    page = map_columns(stage, upload(stage, GOOD))
    draft = make_submission(stage.orgs[1], stage.product, stage.binh, period="2026-03")
    actions.save(draft, answers={"given": "7"}, revision=0, by=stage.binh, at=AT)
    assert take(stage, page).status_code == 409
    assert answers() == {"DV-02": {"given": "7"}}


def test_taking_twice_is_taking_once(stage):
    page = map_columns(stage, upload(stage, GOOD))
    assert [take(stage, page).status_code, take(stage, page).status_code] == [200, 403]
    assert set(Submission.objects.values_list("revision", flat=True)) == {1}


def test_all_may_be_sent_in_at_once_and_one_that_lacks_an_answer_stops_all(stage):
    rows = table([1, "DV-01", "", 5, 5, ""], [2, "DV-02", "", 5, "", ""])
    refused = take(stage, map_columns(stage, upload(stage, rows)), nop="1")
    assert (refused.status_code, "Đảng bộ Sở Y tế, Báo cáo tháng" in words(refused), answers()) == (422, True, {})
    page = upload(stage, table([1, "DV-01", "", 5, 5, ""], [2, "DV-02", "", 5, 1, ""]))
    assert "Đã nộp 2 phiếu." in words(take(stage, page, nop="1"))
    assert set(Submission.objects.values_list("state", flat=True)) == {"submitted"}


def test_an_earlier_name_is_known(stage):
    rename_org(stage.orgs[1], name="Đảng bộ Sở Y tế và Dân số", short_name="Y tế", on=date(2026, 1, 1), by=None, at=AT)
    page = map_columns(stage, upload(stage, table([1, "", "Đảng bộ Sở Y tế", 1, 1, ""])))
    assert [item.line.org.code for item in page.context["found"].items] == ["DV-02"]


def test_others_see_neither_file_nor_source(stage):
    map_columns(stage, upload(stage, GOOD))
    source = Source.objects.get()
    stage.client.force_login(stage.an)
    pages = [address(name) for name in ("mapping", "names", "preview")] + [reverse("intake:source", args=[source.pk])]
    assert [stage.client.get(page).status_code for page in pages] == [404] * 4
    acts = [address("take"), address("discard"), address("place"), reverse("intake:forget", args=[source.pk])]
    assert [stage.client.post(act).status_code for act in acts] == [404] * 4


def test_rows_of_organisations_outside_are_unknown_and_cannot_be_taken(stage):
    """Chi enters for cell B alone: the same file knows nobody else for her."""
    make_obligation(stage.task, stage.cell_b, period="2026-03", due_on=date(2026, 3, 20))
    stage.client.force_login(stage.chi)
    rows = table([1, stage.cell_b.code, "", 5, 5, ""], [2, "DV-02", "Đảng bộ Sở Y tế", 6, 6, ""])
    page = map_columns(stage, upload(stage, rows), id="Mã ĐV", name="-")
    assert [mark.written for mark in page.context["found"].unclear] == ["DV-02"]
    names = stage.client.get(address("names"))
    assert "Sở Y tế" not in words(names)
    [[_mark, choice, _other, _count]] = names.context["rows"]
    page = stage.client.post(address("names"), {choice.html_name: "-"}, follow=True)
    take(stage, page)
    assert answers() == {stage.cell_b.code: {"given": "5", "done": "5"}}
    assert Submission.objects.get().entered_on_behalf is False


def test_a_file_without_a_column_of_names_may_be_all_of_one_organisation(stage):
    make_obligation(stage.task, stage.cell_b, period="2026-03", due_on=date(2026, 3, 20))
    stage.client.force_login(stage.chi)
    page = upload(stage, "Được giao;Đã xong\n1.234;1.000\n".encode(), name="thang3.csv")
    assert page.context["form"]["org"].value() == stage.cell_b.code
    take(stage, map_columns(stage, page))
    assert answers() == {stage.cell_b.code: {"given": "1234", "done": "1000"}}


def test_sources_are_renamed_and_forgotten_and_names_asked_again(stage):
    rows = table([1, "HT", "Phòng lạ", 1, 1, ""], [2, "DV-02", "", 5, 5, ""])
    map_columns(stage, upload(stage, rows), id="Mã ĐV", name="-")
    page = stage.client.get(address("names"))
    stage.client.post(address("names"), {page.context["rows"][0][1].html_name: "-"})
    source = Source.objects.get()
    url = reverse("intake:source", args=[source.pk])
    assert "không lấy dòng này" in words(stage.client.get(url))
    assert "Đã đổi tên nguồn." in words(stage.client.post(url, {"name": "Cổng A"}, follow=True))
    name = SourceName.objects.get()
    assert "Lần sau sẽ hỏi lại “HT”" in words(
        stage.client.post(reverse("intake:forget_name", args=[name.pk]), follow=True)
    )
    assert "Đã quên nguồn “Cổng A”" in words(stage.client.post(reverse("intake:forget", args=[source.pk]), follow=True))
    assert (Source.objects.count(), SourceName.objects.count(), Delivery.objects.get().source) == (0, 0, None)
    assert stage.client.get(address("preview")).status_code == 302  # to be mapped anew


def test_a_file_without_a_table_is_refused_in_place(stage):
    page = upload(stage, b"khong phai bang")
    assert (page.status_code, "Không thấy bảng nào trong tệp" in words(page), Delivery.objects.count()) == (
        422,
        True,
        0,
    )


def test_old_files_that_nobody_took_are_dropped_whoever_brings_the_next(stage, django_capture_on_commit_callbacks):
    upload(stage, GOOD)
    old = Delivery.objects.get()
    Delivery.objects.update(received_at=AT - 2 * KEPT_FOR)
    make_obligation(stage.task, stage.cell_b, period="2026-03", due_on=date(2026, 3, 20))
    stage.client.force_login(stage.chi)
    with django_capture_on_commit_callbacks(execute=True):
        upload(stage, GOOD)
    assert [bool(one.file) for one in Delivery.objects.order_by("pk")] == [False, True]
    assert not old.file.storage.exists(old.file.name)
    [event] = AuditEvent.objects.filter(action="intake.discard")
    assert (event.object_id, event.actor_id) == (str(old.pk), None)


def test_a_file_that_is_lost_is_told(stage):
    map_columns(stage, upload(stage, GOOD))
    kept = Delivery.objects.get().file
    kept.storage.delete(kept.name)
    pages = [stage.client.get(address(name)) for name in ("mapping", "preview")]
    assert [(page.status_code, "Kho tệp không còn tệp này" in words(page)) for page in pages] == [(503, True)] * 2


def test_a_row_with_nothing_below_it_names_no_columns(stage):
    page = upload(stage, "Mã;Được giao;Đã xong\nDV-01;5;5\n\n".encode(), name="xuat.csv")
    assert page.context["table"].header_row == 1
    page = stage.client.post(address("place"), {"dong": "2"}, follow=True)
    assert ("Không thấy bảng nào trong tệp." in words(page), page.context["table"].header_row) == (True, 1)


def test_the_preview_and_the_taking_cost_no_statement_more_for_more_organisations(stage):
    def cost(count: int) -> tuple[int, int]:
        orgs = [make_org(f"Chi bộ số {count} {n}", parent=stage.committee, code=f"C-{count}-{n}") for n in range(count)]
        for org in orgs:
            make_obligation(stage.task, org, period="2026-03", due_on=date(2026, 3, 20))
        upload(stage, table(*([n, org.code, "", 5, 5, ""] for n, org in enumerate(orgs))))
        preview, take = address("preview"), address("take")
        with CaptureQueriesContext(connection) as shown:
            page = stage.client.get(preview)
        with CaptureQueriesContext(connection) as taken:
            stage.client.post(take, {"mark": page.context["found"].mark})
        return len(shown), len(taken)

    map_columns(stage, upload(stage, GOOD))
    cost(1)
    few, many = cost(2), cost(9)
    assert few == many
    assert few[0] <= 15


def test_a_role_that_enters_nothing_may_not_bring(stage):
    stage.client.force_login(make_user("xem", role="leader", org=stage.committee))
    assert [stage.client.get(reverse(f"intake:{name}")).status_code for name in ("start", "workbooks")] == [403, 403]
