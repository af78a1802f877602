"""Sheets by Excel: down with what is known, up with errors by cell, taken whole or not at all."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dondoc.submissions import actions
from dondoc.submissions.models import Submission, SubmissionState
from tests.submissions.rows import (
    AT,
    DOCUMENT_ANSWERS,
    make_deliverable,
    make_obligation,
    make_plan,
    make_submission,
    make_task,
)
from tests.submissions.test_pages import words

S = SubmissionState
pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, client, monkeypatch):
    """Cell A owes two documents of the same sheet; the first is begun."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    plan = make_plan(cast.committee, cast.binh)
    first, second = make_deliverable("ke-hoach"), make_deliverable("quy-che")
    for product in (first, second):
        make_obligation(make_task(plan, [product.code]), cast.cell_a)
    draft = make_submission(cast.cell_a, first, cast.an)
    actions.save(draft, answers={"number": "12-KH/ĐU"}, revision=0, by=cast.an, at=AT)
    client.force_login(cast.an)
    urls = {name: reverse(f"submissions:{name}", args=[cast.cell_a.pk, "van-ban"])
            for name in ("excel", "excel_file", "excel_take")}  # fmt: skip
    return SimpleNamespace(client=client, draft=draft, urls=urls, **vars(cast))


def download(stage):
    response = stage.client.get(stage.urls["excel_file"])
    return load_workbook(BytesIO(b"".join(response.streaming_content)))


def cells(sheet) -> dict[tuple[str, str], object]:
    """(item, field) → the cell, found as a person would: by the titles beside and above."""
    head = next(row for row in sheet.iter_rows() if any(str(c.value or "").startswith("Số, ký hiệu") for c in row))
    labels = {cell.column: str(cell.value).removesuffix(" *") for cell in head if cell.value}
    found = {}
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        title = next((str(c.value) for c in row if str(c.value or "").startswith("Sản phẩm")), "")
        for cell in row:
            if title and cell.column in labels:
                found[title.split(",")[0].removeprefix("Sản phẩm "), labels[cell.column]] = cell
    return found


def upload(stage, book, url="excel"):
    out = BytesIO()
    book.save(out)
    return stage.client.post(stage.urls[url], {"file": SimpleUploadedFile("phieu.xlsx", out.getvalue())})


def take(stage, response):
    token = response.context["reading"].token
    return stage.client.post(stage.urls["excel_take"], {"reading": token}, follow=True)


def answers() -> dict[str, dict[str, str]]:
    return {s.deliverable.code: s.answers for s in Submission.objects.select_related("deliverable")}


def test_the_workbook_holds_what_is_open_and_what_is_known(stage):
    found = cells(download(stage).worksheets[0])
    assert {key: cell.value for key, cell in found.items() if cell.value} == {
        ("ke-hoach", "Số, ký hiệu"): "12-KH/ĐU",
    } | {key: cell.value for key, cell in found.items() if key[1] == "Việc cần trả lời"}  # fmt: skip
    assert {item for item, _label in found} == {"ke-hoach", "quy-che"}


def test_filled_in_looked_at_and_taken(stage):
    book = download(stage)
    found = cells(book.worksheets[0])
    found["ke-hoach", "Ngày ban hành"].value = "5/3/2026"
    found["quy-che", "Số, ký hiệu"].value = "02-QC/CB"
    response = upload(stage, book)
    assert (response.status_code, answers()) == (200, {"ke-hoach": {"number": "12-KH/ĐU"}})  # nothing saved yet
    page = words(response)
    assert all(
        text in page for text in ("05/03/2026", "02-QC/CB", "Lưu tất cả thành bản nháp", "chưa ghi “Ngày ban hành”")
    )
    assert "Đã lưu 2 phiếu nháp." in words(take(stage, response))
    assert answers() == {
        "ke-hoach": {"number": "12-KH/ĐU", "issued_on": "2026-03-05"}, "quy-che": {"number": "02-QC/CB"},
    }  # fmt: skip


def test_columns_and_rows_may_be_moved(stage):
    book = download(stage)
    sheet = book.worksheets[0]
    cells(sheet)["quy-che", "Số, ký hiệu"].value = "02-QC/CB"
    sheet.insert_cols(3, 2)
    sheet.insert_rows(6)
    take(stage, upload(stage, book))
    assert answers() == {"ke-hoach": {"number": "12-KH/ĐU"}, "quy-che": {"number": "02-QC/CB"}}


def test_errors_are_told_by_cell_and_nothing_is_taken(stage):
    book = download(stage)
    found = cells(book.worksheets[0])
    wrong, future = found["ke-hoach", "Ngày ban hành"], found["quy-che", "Ngày ban hành"]
    wrong.value, future.value = "31/02/2026", "1/1/2027"
    response = upload(stage, book)
    problems = response.context["reading"].problems
    assert response.status_code == 422
    assert [f"ô {cell.coordinate}" in text for cell, text in zip((wrong, future), problems, strict=True)] == [
        True,
        True,
    ]
    assert "Không có ngày 31/02/2026" in problems[0]
    assert "sau ngày hôm nay" in problems[1]
    assert answers() == {"ke-hoach": {"number": "12-KH/ĐU"}}


@pytest.mark.parametrize("data", [b"", b"khong phai excel", b"PK\x03\x04"])
def test_a_file_that_is_no_workbook_is_refused(data, stage):
    response = stage.client.post(stage.urls["excel"], {"file": SimpleUploadedFile("a.xlsx", data)})
    assert response.status_code == 422
    assert stage.client.post(stage.urls["excel"], {}).status_code == 422


def test_a_file_too_large_is_refused(stage, settings):
    settings.UPLOAD_LIMIT_MB = 1
    file = SimpleUploadedFile("a.xlsx", b"0" * 2**21)
    assert stage.client.post(stage.urls["excel"], {"file": file}).status_code == 413


def test_the_workbook_of_another_organisation_is_refused(stage):
    book = download(stage)
    plan = make_plan(stage.committee, stage.binh)
    make_obligation(make_task(plan, ["ke-hoach"]), stage.cell_b)
    stage.client.force_login(stage.chi)
    stage.urls["excel"] = reverse("submissions:excel", args=[stage.cell_b.pk, "van-ban"])
    response = upload(stage, book)
    assert (response.status_code, "ở đây cần mẫu" in words(response)) == (422, True)


def test_what_was_changed_meanwhile_is_not_overwritten(stage):
    book = download(stage)
    found = cells(book.worksheets[0])
    found["ke-hoach", "Số, ký hiệu"].value = "99-KH/ĐU"
    found["quy-che", "Số, ký hiệu"].value = "02-QC/CB"
    response = upload(stage, book)
    actions.save(stage.draft, answers={"number": "13-KH/ĐU"}, revision=1, by=stage.an, at=AT)
    assert take(stage, response).status_code == 409
    assert answers() == {"ke-hoach": {"number": "13-KH/ĐU"}}  # the other one was not taken either


def test_what_was_sent_in_meanwhile_is_not_touched(stage):
    book = download(stage)
    cells(book.worksheets[0])["ke-hoach", "Số, ký hiệu"].value = "99-KH/ĐU"
    response = upload(stage, book)
    actions.save_and_submit(stage.draft, answers=DOCUMENT_ANSWERS, revision=1, by=stage.an, at=AT)
    assert take(stage, response).status_code == 409


def test_only_what_was_shown_here_is_taken(stage):
    assert stage.client.post(stage.urls["excel_take"], {"reading": "gia-mao"}).status_code == 422
    book = download(stage)
    cells(book.worksheets[0])["quy-che", "Số, ký hiệu"].value = "02-QC/CB"
    token = upload(stage, book).context["reading"].token
    stage.client.force_login(stage.chi)
    other = reverse("submissions:excel_take", args=[stage.cell_b.pk, "van-ban"])
    response = stage.client.post(other, {"reading": token})
    assert (response.status_code, "thuộc đơn vị khác" in words(response)) == (422, True)


def test_an_unchanged_workbook_says_so(stage):
    assert "Tệp không có gì khác với những gì đang lưu." in words(upload(stage, download(stage)))


def test_with_nothing_open_there_is_no_workbook(stage):
    Submission.objects.all().delete()
    for code in ("ke-hoach", "quy-che"):
        draft = make_submission(stage.cell_a, make_deliverable(code), stage.an)
        actions.save_and_submit(draft, answers=DOCUMENT_ANSWERS, revision=0, by=stage.an, at=AT)
    assert "Không còn việc nào cần điền bằng phiếu này." in words(stage.client.get(stage.urls["excel"]))
    assert stage.client.get(stage.urls["excel_file"]).status_code == 422


def test_others_get_no_workbook(stage):
    for user, status in ((stage.chi, 404), (stage.stranger, 404), (stage.dung, 403)):
        stage.client.force_login(user)
        assert [stage.client.get(stage.urls[name]).status_code for name in ("excel", "excel_file")] == [status] * 2
    assert stage.client.get(stage.urls["excel_take"]).status_code == 405
