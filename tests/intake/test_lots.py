"""Many workbooks of ours in one upload: one diff of all of them, taken whole or not at all."""

import zipfile
from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dondoc.intake.models import Delivery
from dondoc.orgs.models import Org
from dondoc.sheets.actions import publish_sheet
from dondoc.submissions import actions
from dondoc.submissions.excel import parts_of, workbook
from dondoc.submissions.models import Submission
from dondoc.submissions.worklist import work_of
from tests.factories import make_org
from tests.submissions.rows import (
    AT,
    COUNTED,
    COUNTED_ANSWERS,
    DOCUMENT,
    make_deliverable,
    make_obligation,
    make_plan,
    make_submission,
    make_task,
)
from tests.submissions.test_excel_all import put
from tests.submissions.test_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast, client, monkeypatch):
    """Three organisations owe the report of March and a document; Bình of the committee takes their workbooks in."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    plan = make_plan(cast.committee, cast.binh)
    monthly = make_deliverable("bao-cao", sheet=COUNTED, period="month", name="Báo cáo tháng")
    document = make_deliverable("ke-hoach", sheet=DOCUMENT)
    tasks = [make_task(plan, ["bao-cao"]), make_task(plan, ["ke-hoach"])]
    client.force_login(cast.binh)
    stage = SimpleNamespace(client=client, monthly=monthly, document=document, tasks=tasks, **vars(cast))
    stage.orgs = [owing(stage, f"DV-{n}") for n in range(3)]
    return stage


def owing(stage, code: str) -> Org:
    org = make_org(f"Đảng bộ {code}", parent=stage.committee, code=code)
    make_obligation(stage.tasks[0], org, period="2026-03", due_on=date(2026, 3, 20))
    make_obligation(stage.tasks[1], org)
    return org


def filled(org: Org, given: object = 10, done: object = 5, number: str = "") -> bytes:
    """The workbook of `org` as its people send it back."""
    book = load_workbook(BytesIO(workbook(parts_of(org, work_of(org, AT.date()).lines), org)))
    put(book["Báo cáo tháng"], "Được giao", given)
    put(book["Báo cáo tháng"], "Đã xong", done)
    if number:
        put(book["Văn bản đã ban hành"], "Số, ký hiệu", number)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in files.items():
            package.writestr(f"Tháng 3/{name}.xlsx", data)
        package.writestr("Tháng 3/đọc tôi.txt", b"x")
        package.writestr("__MACOSX/Tháng 3/._x.xlsx", b"x")
    return out.getvalue()


def upload(stage, *files: tuple[str, bytes]):
    given = [SimpleUploadedFile(name, data) for name, data in files]
    return stage.client.post(reverse("intake:workbooks"), {"files": given}, follow=True)


def take(stage, page, **more):
    url = reverse("intake:take", args=[Delivery.objects.latest("pk").pk])
    return stage.client.post(url, {"mark": page.context["found"].mark, **more}, follow=True)


def answers() -> dict[tuple[str, str], dict[str, str]]:
    rows = Submission.objects.select_related("org", "deliverable")
    return {(one.org.code, one.deliverable.code): one.answers for one in rows}


def test_a_zip_and_loose_files_become_one_diff_and_are_taken_whole(stage):
    page = upload(
        stage,
        ("gửi.zip", zipped(a=filled(stage.orgs[0], number="12-KH/ĐU"), b=filled(stage.orgs[1], 20, "7"))),
        ("c.xlsx", filled(stage.orgs[2], 1)),
    )
    found = page.context["found"]
    assert found.problems == ["Trang “c.xlsx, Báo cáo tháng”, ô C7: “Đã xong” (5) không được lớn hơn “Được giao” (1)."]
    assert "Không phải phiếu Excel (.xlsx) nên bỏ qua: Tháng 3/đọc tôi.txt." in words(page)
    page = upload(
        stage, ("gửi.zip", zipped(a=filled(stage.orgs[0], number="12-KH/ĐU"), b=filled(stage.orgs[1], 20, "7")))
    )
    found = page.context["found"]
    assert [(t.field.code, t.shown) for t in found.totals] == [("given", "30"), ("done", "12")]
    assert [(c.org, c.page, c.after) for c in found.comparison.changes if c.field.code == "given"] == [
        ("Đảng bộ DV-0", "Tháng 3/a.xlsx, Báo cáo tháng", "10"),
        ("Đảng bộ DV-1", "Tháng 3/b.xlsx, Báo cáo tháng", "20"),
    ]
    assert "Đã lưu 3 phiếu nháp." in words(take(stage, page))
    assert answers() == {
        ("DV-0", "bao-cao"): {"given": "10", "done": "5"},
        ("DV-0", "ke-hoach"): {"number": "12-KH/ĐU"},
        ("DV-1", "bao-cao"): {"given": "20", "done": "7"},
    }


def test_a_cell_that_is_wrong_is_told_with_its_file_and_nothing_is_taken(stage):
    page = upload(stage, ("a.xlsx", filled(stage.orgs[0])), ("b.xlsx", filled(stage.orgs[1], "mười")))
    assert page.context["found"].problems == [
        "Tệp “b.xlsx”: Trang “Báo cáo tháng”, ô C6: “mười” không phải là số. Hãy ghi như 1.234,5 hoặc 12."
    ]
    assert (take(stage, page).status_code, answers()) == (422, {})


def test_two_files_of_one_organisation_are_one_when_alike_and_refused_when_not(stage):
    same = filled(stage.orgs[0])
    page = upload(stage, ("a.xlsx", same), ("b.xlsx", same))
    assert ("Tệp “b.xlsx” giống tệp “a.xlsx”, lấy một." in words(page), page.context["found"].problems) == (True, [])
    page = upload(stage, ("a.xlsx", same), ("b.xlsx", filled(stage.orgs[0], 11)))
    assert page.context["found"].problems == [
        "Tệp “b.xlsx” và tệp “a.xlsx” cùng của một đơn vị, một việc nhưng khác nhau. Hãy giữ một tệp."
    ]


def test_workbooks_of_others_old_ones_and_other_files_are_told(stage):
    outside = make_org("Đảng bộ Kín", parent=stage.other_committee, code="KIN")
    make_obligation(stage.tasks[0], outside, period="2026-03", due_on=date(2026, 3, 20))
    make_obligation(stage.tasks[1], outside)
    old = filled(stage.orgs[1])
    newer = COUNTED | {"fields": [*COUNTED["fields"], {"code": "x", "label": "Mới", "type": "text", "why": "Thử."}]}
    publish_sheet(newer, by=None, at=AT)
    page = upload(stage, ("kin.xlsx", filled(outside)), ("cu.xlsx", old), ("hong.xlsx", b"PK\3\4x"))
    assert page.context["found"].problems == [
        "Tệp “hong.xlsx”: Tệp Excel bị hỏng, không mở được. Hãy lưu lại hoặc tải lại rồi gửi lại.",
        "Tệp “kin.xlsx”: “KIN” không có việc này, hoặc không thuộc phạm vi đồng chí được nhập.",
        "Tệp “cu.xlsx”: mẫu phiên bản 1, hiện dùng phiên bản 2. Hãy tải lại tệp mẫu.",
    ]
    assert "Đảng bộ Kín" not in words(page)


def test_what_was_sent_in_meanwhile_stays_and_is_said(stage):
    files = [(f"{org.code}.xlsx", filled(org)) for org in stage.orgs[:2]]
    draft = make_submission(stage.orgs[0], stage.monthly, stage.binh, period="2026-03")
    actions.save_and_submit(draft, answers=COUNTED_ANSWERS, revision=0, by=stage.binh, at=AT)
    page = upload(stage, *files)
    assert "Phiếu chờ duyệt. Giữ nguyên, dù tệp ghi khác: Đảng bộ DV-0." in words(page)
    take(stage, page)
    assert answers()["DV-0", "bao-cao"]["given"] == "1200"
    assert answers()["DV-1", "bao-cao"]["given"] == "10"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("x.zip", b"PK\3\4hong", "bị hỏng hoặc có mật khẩu"),
        ("x.txt", b"x", "Không có phiếu Excel (.xlsx) nào"),
        ("x.zip", zipped(), "Không có phiếu Excel (.xlsx) nào"),
    ],
)
def test_what_holds_no_workbook_is_refused_in_place(stage, name, data, why):
    page = upload(stage, (name, data))
    assert (page.status_code, why in words(page), Delivery.objects.count()) == (422, True, 0)


def test_more_workbooks_cost_no_statement_more(stage):
    def cost(count: int) -> tuple[int, int]:
        orgs = [owing(stage, f"L-{count}-{n}") for n in range(count)]
        upload(stage, *((f"{org.code}.xlsx", filled(org)) for org in orgs))
        delivery = Delivery.objects.latest("pk")
        with CaptureQueriesContext(connection) as shown:
            page = stage.client.get(reverse("intake:preview", args=[delivery.pk]))
        with CaptureQueriesContext(connection) as taken:
            take(stage, page)
        return len(shown), len(taken)

    cost(1)
    few, many = cost(2), cost(6)
    assert few == many
    assert few[0] <= 15
