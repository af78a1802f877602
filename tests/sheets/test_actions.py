"""Publishing sheets and deliverables: idempotent, versioned, audited."""

import copy
from datetime import UTC, datetime

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.sheets.actions import publish_deliverable, publish_sheet, publishing
from dondoc.sheets.definition import DefinitionError
from dondoc.sheets.models import Deliverable, Sheet, SheetVersion
from dondoc.sheets.queries import Cost, cost_of, current_version, current_versions
from tests.sheets.test_definition import SHEETS, STARTER, load

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 16, 3, 0, tzinfo=UTC)
SHEET = {
    "code": "phieu", "name": "Phiếu thử", "why": "Để thử.", "minutes": 4,
    "fields": [{"code": "number", "label": "Số", "type": "text", "why": "Để tìm."}],
}  # fmt: skip
PRODUCT = {"code": "san-pham", "name": "Sản phẩm", "sheet": "phieu", "period": "year", "keywords": ["Kế hoạch Năm"]}


def events() -> list[tuple]:
    return [(e.action, e.before, e.after) for e in AuditEvent.objects.order_by("id")]


def test_the_same_content_is_the_same_version():
    first = publish_sheet(SHEET, by=None, at=AT)
    assert publish_sheet(copy.deepcopy(SHEET), by=None, at=AT) == first
    assert events() == [("sheet.publish", {}, {"version": 1})]


def test_a_change_is_a_new_version_and_the_old_one_stays():
    first = publish_sheet(SHEET, by=None, at=AT)
    second = publish_sheet({**SHEET, "name": "Tên mới", "minutes": 5}, by=None, at=AT)
    assert (second.number, second.sheet.name) == (2, "Tên mới")
    first.refresh_from_db()
    assert first.definition == SHEET
    assert current_version(second.sheet, day=AT.date()) == second
    assert current_versions([second.sheet_id], day=AT.date()) == {second.sheet_id: second}
    assert cost_of(second).fields == 1


def test_a_faulty_definition_leaves_nothing_behind():
    with pytest.raises(DefinitionError):
        publish_sheet({**SHEET, "fields": [{"code": "x"}]}, by=None, at=AT)
    assert (Sheet.objects.count(), events()) == (0, [])


def test_without_its_audit_event_nothing_is_published(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("audit")

    monkeypatch.setattr(publishing, "record", fail)
    with pytest.raises(RuntimeError, match="audit"):
        publish_sheet(SHEET, by=None, at=AT)
    assert (Sheet.objects.count(), SheetVersion.objects.count()) == (0, 0)


def test_a_deliverable_is_published_once_and_its_keywords_are_folded():
    publish_sheet(SHEET, by=None, at=AT)
    first = publish_deliverable(PRODUCT, by=None, at=AT)
    assert publish_deliverable(PRODUCT, by=None, at=AT) == first
    assert (first.keywords, first.period_kind, str(first)) == (["ke hoach nam"], "year", "Sản phẩm")
    assert events()[1:] == [("deliverable.publish", {}, {"code": "san-pham"})]


def test_a_changed_deliverable_keeps_its_row_and_says_what_changed():
    publish_sheet(SHEET, by=None, at=AT)
    publish_sheet({**SHEET, "code": "phieu-hai"}, by=None, at=AT)
    first = publish_deliverable(PRODUCT, by=None, at=AT)
    second = publish_deliverable({**PRODUCT, "name": "Tên mới", "sheet": "phieu-hai"}, by=None, at=AT)
    assert (second.pk, second.name, second.sheet.code) == (first.pk, "Tên mới", "phieu-hai")
    assert events()[-1] == (
        "deliverable.publish", {"name": "Sản phẩm", "sheet": "phieu"}, {"name": "Tên mới", "sheet": "phieu-hai"},
    )  # fmt: skip


def test_the_period_of_a_deliverable_never_changes():
    publish_sheet(SHEET, by=None, at=AT)
    publish_deliverable(PRODUCT, by=None, at=AT)
    with pytest.raises(DefinitionError, match="kỳ không đổi được"):
        publish_deliverable({**PRODUCT, "period": "month"}, by=None, at=AT)


def test_all_faults_of_a_deliverable_come_at_once():
    with pytest.raises(DefinitionError) as raised:
        publish_deliverable({"code": "x", "sheet": "khong-co", "period": "tuần", "màu": "đỏ"}, by=None, at=AT)
    assert str(raised.value).splitlines() == [
        "x: thiếu “name”", "x: khóa lạ “màu”", "x: kỳ “tuần” không có", "x: không có phiếu “khong-co”",
    ]  # fmt: skip


def test_costs_add_up():
    assert Cost(3, 40) * 2 + Cost(1, 1) == Cost(7, 81)
    assert (Cost(7, 81).minutes, Cost(1, 60).minutes, Cost().minutes) == (2, 1, 0)


def test_the_founding_plans_products_are_published_and_all_of_its_sheets_are_used():
    for path in SHEETS:
        publish_sheet(load(path), by=None, at=AT)
    for data in load(STARTER / "deliverables.yaml"):
        publish_deliverable(data, by=None, at=AT)
    asked = {(d.code, d.sheet.code, d.period_kind) for d in Deliverable.objects.select_related("sheet")}
    issued = {"ke-hoach-nq57", "ke-hoach-nq59", "ke-hoach-nq66", "ke-hoach-nq68", "ctr-hanh-dong", "quy-che-lam-viec",
              "ctr-cong-tac", "ctr-ktgs", "ke-hoach-chi-tieu", "van-ban-tham-muu", "cthd-nq57-dang-uy"}  # fmt: skip
    assert asked == {(code, "van-ban-da-ban-hanh", "term") for code in issued} | {
        ("bao-cao-thang", "bao-cao-thang", "month"),
        ("nq-toan-dien", "van-ban-da-ban-hanh", "year"),
        ("van-ban-tham-muu-nam", "van-ban-da-ban-hanh", "year"),
        ("ctr-cong-tac-nam", "van-ban-va-ket-qua", "year"),
        ("ctr-ktgs-nam", "van-ban-va-ket-qua", "year"),
        ("so-ket-tong-ket", "so-ket-tong-ket", "round"),
        ("so-ket-hoc-tap-bac", "so-ket-hoc-tap-bac", "year"),
        ("dang-ky-cam-ket", "dang-ky-cam-ket", "year"),
        ("sinh-hoat-chi-bo", "sinh-hoat-chi-bo", "quarter"),
        ("cong-nhan-4-tot", "cong-nhan-4-tot", "year"),
        ("dan-van-kheo", "dan-van-kheo", "year"),
        ("xep-loai-hoi", "xep-loai-hoi", "year"),
        ("xep-loai-nam", "xep-loai-nam", "year"),
        ("ket-nap", "ket-nap", "quarter"),
        ("ket-qua-theo-doi", "ket-qua-theo-doi", "year"),
        ("bao-cao-tong-hop-thang", "ket-qua-theo-doi-thang", "month"),
        ("buoi-sinh-hoat-chi-bo", "sinh-hoat-chi-bo-buoi", "month"),
        ("tinh-hinh-dang-vien", "tinh-hinh-dang-vien", "half_year"),
        ("quan-triet", "quan-triet", "round"),
        ("lich-so-ket-tong-ket", "lich-so-ket-tong-ket", "year"),
        ("xep-loai-quy", "xep-loai-quy", "quarter"),
        ("lop-boi-duong", "lop-boi-duong", "quarter"),
        ("cuoc-ktgs", "chuong-trinh-ktgs", "quarter"),
        ("du-sinh-hoat", "du-sinh-hoat-phan-cong", "quarter"),
        ("ket-qua-nhiem-vu", "ket-qua-nhiem-vu", "term"),
        ("ket-qua-nhiem-vu-nam", "ket-qua-nhiem-vu", "year"),
        ("ket-qua-nhiem-vu-6-thang", "ket-qua-nhiem-vu", "half_year"),
        ("ket-qua-nhiem-vu-quy", "ket-qua-nhiem-vu", "quarter"),
        ("ket-qua-nhiem-vu-thang", "ket-qua-nhiem-vu", "month"),
    }
    patterns = set(Deliverable.objects.filter(is_per_task=True).values_list("code", flat=True))
    assert patterns == {
        "van-ban-tham-muu", "van-ban-tham-muu-nam", "ket-qua-theo-doi", "ket-qua-nhiem-vu", "ket-qua-nhiem-vu-nam",
        "ket-qua-nhiem-vu-6-thang", "ket-qua-nhiem-vu-quy", "ket-qua-nhiem-vu-thang",
    }  # fmt: skip
    assert {sheet for _code, sheet, _period in asked} == {path.stem for path in SHEETS}
