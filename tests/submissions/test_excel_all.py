"""All sheets in one workbook: a tab each, whatever was moved or renamed; errors by tab and cell; all or nothing."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dondoc.sheets.actions import publish_sheet
from dondoc.submissions import actions
from dondoc.submissions.models import Submission
from tests.submissions.rows import (
    AT,
    COUNTED,
    DOCUMENT,
    make_deliverable,
    make_obligation,
    make_plan,
    make_submission,
    make_task,
)
from tests.submissions.test_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, client, monkeypatch):
    """Cell A owes two documents and a count: two sheets, three items."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    plan = make_plan(cast.committee, cast.binh)
    products = [make_deliverable("ke-hoach"), make_deliverable("quy-che"), make_deliverable("dem", sheet=COUNTED)]
    for product in products:
        make_obligation(make_task(plan, [product.code]), cast.cell_a)
    client.force_login(cast.an)
    urls = {name: reverse(f"submissions:{name}_all", args=[cast.cell_a.pk])
            for name in ("excel", "excel_file", "excel_take")}  # fmt: skip
    return SimpleNamespace(client=client, urls=urls, products=products, **vars(cast))


def download(stage):
    return load_workbook(BytesIO(b"".join(stage.client.get(stage.urls["excel_file"]).streaming_content)))


def upload(stage, book):
    out = BytesIO()
    book.save(out)
    return stage.client.post(stage.urls["excel"], {"file": SimpleUploadedFile("phieu.xlsx", out.getvalue())})


def take(stage, response):
    return stage.client.post(stage.urls["excel_take"], {"reading": response.context["reading"].token}, follow=True)


def put(sheet, label: str, text: object, item: str = "") -> str:
    """Write `text` where a person would: in the row or column of `label` (and of `item`). Returns the cell's name."""
    places = {str(c.value).split(" (")[0].removesuffix(" *"): c for row in sheet.iter_rows() for c in row if c.value}
    if item:
        row = next(c.row for name, c in places.items() if name.startswith(item))
        cell = sheet.cell(row, places[label].column)
    else:  # a single item: questions below each other, answers in the next column
        cell = sheet.cell(places[label].row, places[label].column + 1)
    cell.value = text
    return cell.coordinate


def answers() -> dict[str, dict[str, str]]:
    return {one.deliverable.code: one.answers for one in Submission.objects.select_related("deliverable")}


def filled(stage):
    book = download(stage)
    put(book["Văn bản đã ban hành"], "Số, ký hiệu", "12-KH/ĐU", "Sản phẩm ke-hoach")
    put(book["Văn bản đã ban hành"], "Ngày ban hành", "5/3/2026", "Sản phẩm quy-che")
    put(book["Báo cáo tháng"], "Được giao", 1200)
    return book


TAKEN = {"ke-hoach": {"number": "12-KH/ĐU"}, "quy-che": {"issued_on": "2026-03-05"}, "dem": {"given": "1200"}}


def test_each_sheet_has_a_tab_and_all_are_taken_together(stage):
    book = filled(stage)
    assert book.sheetnames == ["Văn bản đã ban hành", "Báo cáo tháng", "_dondoc"]
    response = upload(stage, book)
    page = words(response)
    assert (response.status_code, answers()) == (200, {})  # looked at, not saved
    assert [(c.page, c.after) for c in response.context["reading"].changes] == [
        ("Văn bản đã ban hành", "12-KH/ĐU"), ("Văn bản đã ban hành", "05/03/2026"), ("Báo cáo tháng", "1.200"),
    ]  # fmt: skip
    assert "Báo cáo tháng, C6" in page
    assert "Đã lưu 3 phiếu nháp." in words(take(stage, response))
    assert answers() == TAKEN


def test_tabs_may_be_renamed_and_moved_and_columns_too(stage):
    book = filled(stage)
    documents, counts = book["Văn bản đã ban hành"], book["Báo cáo tháng"]
    documents.insert_cols(3, 2)
    counts.insert_rows(6)
    documents.title, counts.title = "Tờ của anh Ba", "Sheet1"
    book.move_sheet(documents, 1)
    take(stage, upload(stage, book))
    assert answers() == TAKEN


def test_a_tab_taken_out_is_left_as_it_was(stage):
    book = filled(stage)
    del book["Báo cáo tháng"]
    take(stage, upload(stage, book))
    assert answers() == {key: TAKEN[key] for key in ("ke-hoach", "quy-che")}


def test_errors_name_tab_and_cell_and_nothing_is_taken(stage):
    book = filled(stage)
    day = put(book["Văn bản đã ban hành"], "Ngày ban hành", 46086, "Sản phẩm ke-hoach")
    done = put(book["Báo cáo tháng"], "Đã xong", "=C6+1")  # never computed: openpyxl keeps no value
    response = upload(stage, book)
    first, second = response.context["reading"].problems
    assert response.status_code == 422
    assert first.startswith(f"Trang “Văn bản đã ban hành”, ô {day}: ngày được lưu thành số 46086")
    assert second.startswith(f"Trang “Báo cáo tháng”, ô {done}: ")
    assert answers() == {}


def test_a_total_above_its_whole_is_told_by_its_own_tab(stage):
    book = filled(stage)
    done = put(book["Báo cáo tháng"], "Đã xong", 2000)
    [problem] = upload(stage, book).context["reading"].problems
    assert problem.startswith(f"Trang “Báo cáo tháng”, ô {done}: “Đã xong” (2.000) không được lớn hơn")


def test_a_row_or_tab_copied_is_refused(stage):
    book = filled(stage)
    book.copy_worksheet(book["Báo cáo tháng"])
    response = upload(stage, book)
    assert (response.status_code, "có hai lần" in words(response)) == (422, True)


def test_an_older_version_of_one_sheet_is_refused_by_name(stage):
    book = filled(stage)
    newer = DOCUMENT | {"fields": [*DOCUMENT["fields"], {"code": "x", "label": "Mới", "type": "text", "why": "Thử."}]}
    publish_sheet(newer, by=None, at=AT)
    response = upload(stage, book)
    assert response.status_code == 422
    assert "Tệp là mẫu phiên bản 1 của “Văn bản đã ban hành - " in words(response)


def test_what_was_changed_meanwhile_stops_all_and_is_named(stage):
    response = upload(stage, filled(stage))
    draft = make_submission(stage.cell_a, stage.products[0], stage.binh)
    actions.save(draft, answers={"number": "13-KH/ĐU"}, revision=0, by=stage.binh, at=AT)
    refused = take(stage, response)
    assert refused.status_code == 409
    assert "Sản phẩm ke-hoach, " in words(refused)
    assert answers() == {"ke-hoach": {"number": "13-KH/ĐU"}}


def test_taking_costs_no_statement_more_for_more_sheets(stage):
    def cost(codes):
        for code in codes:
            make_obligation(make_task(make_plan(stage.committee, stage.binh), [make_deliverable(code).code]),
                            stage.cell_a)  # fmt: skip
        book = download(stage)
        for code in codes:
            put(book["Văn bản đã ban hành"], "Số, ký hiệu", "1", f"Sản phẩm {code}")
        response = upload(stage, book)
        with CaptureQueriesContext(connection) as seen:
            take(stage, response)
        return len(seen)

    cost(["mau-0"])
    assert cost(["mau-a", "mau-b"]) == cost([f"mau-{n}" for n in range(1, 9)])
