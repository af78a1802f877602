"""The pages of sheets: the list, the editor from a draft to its publishing, the dated rule tables."""

from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dondoc.audit.models import AuditEvent
from dondoc.config.middleware import FreshFigures
from dondoc.sheets import actions
from dondoc.sheets.actions import publish_norm, publish_sheet
from dondoc.sheets.forms import HeadForm
from dondoc.sheets.models import Deliverable, NormRow, NormTable, Sheet, SheetDraft, SheetVersion
from dondoc.starter.definitions import load_definitions
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import AT, make_user
from tests.submissions.test_pages import words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 16)
SHEET = {
    "code": "phieu", "name": "Phiếu họp", "why": "Để thử.", "minutes": 4,
    "fields": [
        {"code": "held_on", "label": "Ngày họp", "type": "date", "required": True, "why": "Để biết ngày."},
        {"code": "present", "label": "Số người dự họp", "type": "integer", "unit": "người", "why": "Để biết quy mô."},
    ],
}  # fmt: skip
NORM = {
    "code": "phut", "name": "Thời lượng họp", "unit": "phút",
    "values": [{"value": 90, "valid_from": date(2025, 10, 28), "source": "HD 42-HD/BTCTW"}],
}  # fmt: skip
QUESTION = {"label": "Thời lượng", "type": "integer", "unit": "phút", "why": "Đối chiếu quy định.",
            "privacy": "organisation"}  # fmt: skip
CHECK = {"kind": "sum", "amount": ["thoi_luong"], "op": ">=", "rule": "phut", "level": "warning", "explain": "on"}


@pytest.fixture
def stage(cast, client, monkeypatch):
    """An administrator before one sheet and one rule table."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    monkeypatch.setattr(FreshFigures, "day", timezone.localdate(AT))
    publish_norm(NORM, by=None, at=AT)
    sheet = publish_sheet(SHEET, by=None, at=AT).sheet
    admin = make_user("quan-tri", role="administrator", org=cast.committee, full_name="Quản trị")
    client.force_login(admin)
    return SimpleNamespace(client=client, sheet=sheet, admin=admin, **vars(cast))


def begin(stage) -> SheetDraft:
    stage.client.post(reverse("sheets:start", args=["phieu"]))
    return SheetDraft.objects.get(code="phieu")


def post(stage, view: str, *args, **data):
    """A form of the draft, from its newest state unless the data say otherwise."""
    draft = SheetDraft.objects.get(pk=args[0])
    return stage.client.post(reverse(f"sheets:{view}", args=args), {"revision": draft.revision, **data}, follow=True)


def labels(draft) -> list[str]:
    return [one.label for one in SheetDraft.objects.get(pk=draft.pk).parsed.fields]


def test_everybody_reads_what_is_asked_and_only_administrators_edit(stage):
    draft = begin(stage)
    stage.client.force_login(stage.an)
    page = words(stage.client.get(reverse("sheets:list")))
    assert "Phiếu họp" in page
    assert "Phiếu mới" not in page
    assert "đang sửa" not in page
    page = words(stage.client.get(reverse("sheets:detail", args=["phieu"])))
    assert all(text in page for text in ("Số người dự họp", "Để biết quy mô.", "Bản 1", "dùng từ đầu"))
    assert "Sửa phiếu" not in page
    assert stage.client.get(reverse("sheets:draft", args=[draft.pk])).status_code == 404
    assert stage.client.post(reverse("sheets:start", args=["phieu"])).status_code == 403


def test_a_sheet_is_edited_step_by_step_and_published_from_a_day_on(stage):
    draft = begin(stage)
    assert begin(stage) == draft
    page = words(post(stage, "add_question", draft.pk, **QUESTION))
    assert "Thêm “Thời lượng”." in page
    assert "Thêm “Thời lượng” (số nguyên)." in page  # among the changes
    assert post(stage, "move_question", draft.pk, "thoi_luong", by="-1").status_code == 200
    assert labels(draft) == ["Ngày họp", "Thời lượng", "Số người dự họp"]
    page = words(post(stage, "add_check", draft.pk, **CHECK))
    assert "“Thời lượng” không dưới mức “Thời lượng họp” (nhắc, hỏi lý do)" in page
    assert "90 phút từ 28/10/2025 (HD 42-HD/BTCTW)" in page
    page = words(stage.client.get(reverse("sheets:publish", args=[draft.pk])))
    assert "Những gì thay đổi" in page
    response = post(stage, "publish", draft.pk, effective_on="01/04/2026")
    assert response.redirect_chain == [("/mau-phieu/phieu/", 302)]
    assert "có hiệu lực từ 01/04/2026" in words(response)
    version = SheetVersion.objects.get(number=2)
    assert (version.effective_on, version.is_own) == (date(2026, 4, 1), True)
    assert version.parsed.checks[0].rule == "phut"
    assert not SheetDraft.objects.exists()
    assert list(AuditEvent.objects.filter(actor_id=stage.admin.pk).order_by("id").values_list("action", flat=True)) == [
        "sheet.draft", "sheet.edit", "sheet.edit", "sheet.edit", "sheet.publish",
    ]  # fmt: skip
    assert "bản 2 từ 01/04/2026" in words(stage.client.get(reverse("sheets:list")))


def test_the_package_does_not_write_over_what_the_office_made(stage):
    draft = begin(stage)
    post(stage, "add_question", draft.pk, **QUESTION)
    post(stage, "publish", draft.pk, effective_on="16/03/2026")
    changed = SHEET | {"minutes": 9}
    assert publish_sheet(changed, by=None, at=AT).number == 2
    assert SheetVersion.objects.count() == 2


def test_every_step_can_be_taken_back(stage):
    draft = begin(stage)
    post(stage, "add_question", draft.pk, **QUESTION)
    post(stage, "remove_question", draft.pk, "present")
    assert labels(draft) == ["Ngày họp", "Thời lượng"]
    page = words(stage.client.get(reverse("sheets:draft", args=[draft.pk])))
    assert "Vừa làm: Bỏ “Số người dự họp” (Quản trị, 10:00, 16/03/2026)." in page
    assert "Đã hoàn tác: Bỏ “Số người dự họp”." in words(post(stage, "undo", draft.pk))
    post(stage, "undo", draft.pk)
    assert labels(draft) == ["Ngày họp", "Số người dự họp"]
    response = post(stage, "undo", draft.pk)
    assert response.status_code == 422
    assert "Không còn thao tác nào để hoàn tác." in words(response)


def test_two_who_edit_do_not_overwrite_each_other(stage):
    draft = begin(stage)
    post(stage, "add_question", draft.pk, **QUESTION)
    response = post(stage, "add_question", draft.pk, revision=0, **QUESTION | {"label": "Khác"})
    assert response.status_code == 409
    page = words(response)
    assert "Quản trị đã sửa bản nháp này lúc 10:00 ngày 16/03/2026. Hãy xem lại rồi làm tiếp." in page
    assert 'value="Khác"' in page  # nothing typed is lost, and sending it again works
    assert 'name="revision" value="1"' in page


def test_publishing_what_another_tab_has_changed_is_told_and_goes_through_when_sent_again(stage):
    draft = begin(stage)
    post(stage, "add_question", draft.pk, **QUESTION)
    response = post(stage, "publish", draft.pk, revision=0, effective_on="16/03/2026")
    assert response.status_code == 409
    assert 'name="revision" value="1"' in words(response)
    assert post(stage, "publish", draft.pk, revision=1, effective_on="16/03/2026").status_code == 200
    assert stage.sheet.versions.count() == 2


def test_a_question_that_repeats_what_is_known_is_refused_with_a_pointer(stage):
    load_definitions(by=None, at=AT)
    draft = begin(stage)
    data = QUESTION | {"label": "Tổng số chi bộ", "unit": "chi bộ"}
    response = post(stage, "add_question", draft.pk, **data)
    assert response.status_code == 422
    assert "“Tổng số chi bộ” không được hỏi lại: số chi bộ đã có ở cây tổ chức." in words(response)
    assert post(stage, "add_question", draft.pk, **data, fill="tree.cells").status_code == 200
    data = QUESTION | {"label": "Số đảng viên được kết nạp trong quý", "unit": "đảng viên"}
    response = post(stage, "add_question", draft.pk, **data)
    assert "đã hỏi ở phiếu “Kết nạp đảng viên”, mục “Số đảng viên được kết nạp trong quý”" in words(response)
    assert post(stage, "add_question", draft.pk, **data, fill="ket-nap.admitted").status_code == 200
    added = SheetDraft.objects.get().definition["fields"][-2:]
    assert [one.get("known") for one in added] == ["tree.cells", "ket-nap.admitted"]


def test_what_a_target_is_computed_from_is_neither_dropped_nor_changed_in_kind(stage):
    load_definitions(by=None, at=AT)
    stage.client.post(reverse("sheets:start", args=["ket-nap"]))
    draft = SheetDraft.objects.get(code="ket-nap")
    response = post(stage, "remove_question", draft.pk, "admitted")
    assert response.status_code == 422
    page = words(response)
    assert "Không bỏ được “Số đảng viên được kết nạp trong quý”:" in page
    assert "đang dùng để tính “" in page
    url = reverse("sheets:edit_question", args=[draft.pk, "admitted"])
    assert "sửa được chữ, không đổi được kiểu, không bỏ được" in words(stage.client.get(url))
    response = post(stage, "edit_question", draft.pk, "admitted", **QUESTION | {"type": "text"})
    assert "Không đổi được kiểu" in words(response)
    dropped = actions.change_draft(
        draft, lambda d: d | {"fields": d["fields"][2:], "checks": []}, words="x", revision=0, by=stage.admin, at=AT
    )
    with pytest.raises(Invalid, match="đang dùng để tính"):
        actions.publish_draft(dropped, effective_on=TODAY, revision=1, by=stage.admin, at=AT)


def test_a_file_does_not_change_the_kind_of_what_a_target_is_computed_from(stage):
    load_definitions(by=None, at=AT)
    draft = actions.start_draft(Sheet.objects.get(code="ket-nap"), by=stage.admin, at=AT)
    wanted = draft.definition | {"checks": []}
    wanted["fields"] = [
        {"code": one["code"], "label": one["label"], "why": one["why"], "type": "text"}
        if one["code"] == "admitted" else one
        for one in wanted["fields"]
    ]  # fmt: skip
    draft = actions.import_draft(wanted, by=stage.admin, at=AT)
    with pytest.raises(Invalid, match="Không đổi được kiểu của “Số đảng viên được kết nạp trong quý”"):
        actions.publish_draft(draft, effective_on=TODAY, revision=1, by=stage.admin, at=AT)


def test_the_proposed_answer_is_given_by_its_words(stage):
    draft = begin(stage)
    data = {"label": "Có tổ chức", "type": "yes_no", "why": "Để thử.", "privacy": "organisation"}
    response = post(stage, "add_question", draft.pk, **data, default="chắc chắn")
    assert response.status_code == 422
    assert "“chắc chắn” không có trong các câu trả lời: Có; Không." in words(response)
    post(stage, "add_question", draft.pk, **data, default="có")
    assert SheetDraft.objects.get().definition["fields"][-1]["default"] == "yes"
    url = reverse("sheets:edit_question", args=[draft.pk, "co_to_chuc"])
    assert 'name="default" value="Có"' in words(stage.client.get(url))


def test_a_small_table_for_the_reviewer_keeps_its_columns(stage):
    draft = begin(stage)
    table = {"label": "Các nhận xét", "type": "rows", "why": "Để thử.", "privacy": "organisation"}
    url = reverse("sheets:add_question", args=[draft.pk]) + "?phan=duyet"
    stage.client.post(url, {"revision": 0, **table})
    columns = SheetDraft.objects.get().definition["review_fields"][0]["columns"]
    assert post(stage, "edit_question", draft.pk, "cac_nhan_xet", **table | {"label": "Nhận xét"}).status_code == 200
    changed = SheetDraft.objects.get().definition["review_fields"]
    assert [(one["label"], one["columns"]) for one in changed] == [("Nhận xét", columns)]


def test_a_question_that_others_look_at_stays(stage):
    draft = begin(stage)
    post(stage, "add_question", draft.pk, **QUESTION | {"at_most": "present", "label": "Số phát biểu", "unit": "người"})
    response = post(stage, "remove_question", draft.pk, "present")
    assert "Không bỏ được “Số người dự họp”: “Số phát biểu” không được vượt quá mục này." in words(response)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"unit": ""}, "Mục số cần đơn vị tính."),
        ({"type": "choice", "choices": ""}, "Hãy ghi các mục để chọn, mỗi mục một dòng."),
        ({"type": "choice", "choices": "Tốt\nTốt [tot]"}, "Mục “Tốt [tot]” trống hoặc lặp lại."),
        ({"min": "9", "max": "3"}, "Lớn nhất phải không nhỏ hơn nhỏ nhất."),
        ({"min": "chín"}, "“chín” không phải là số."),
        ({"privacy": "names"}, "Mục có tên người cần hướng dẫn rõ"),
        ({"when_field": "present", "when_sign": "<", "when_value": "nhiều"}, "Chỉ so sánh được mục số với một số"),
        ({"when_field": "present", "when_sign": "là", "when_value": ""}, "Hãy ghi câu trả lời để so sánh."),
        ({"why": ""}, "Hãy điền hoặc chọn mục này."),
    ],
)
def test_what_is_wrong_with_a_question_is_told_in_plain_words(stage, data, said):
    draft = begin(stage)
    response = post(stage, "add_question", draft.pk, **QUESTION | data)
    assert response.status_code == 422
    assert said in words(response)
    assert SheetDraft.objects.get().definition == SHEET


def test_a_question_keeps_all_that_was_chosen(stage):
    draft = begin(stage)
    chosen = {"label": "Hình thức", "type": "choice", "choices": "Thường kỳ\nChuyên đề", "why": "…",
              "privacy": "organisation", "required": "on"}  # fmt: skip
    post(stage, "add_question", draft.pk, **chosen)
    more = QUESTION | {
        "hint": "Tính cả nghỉ.", "min": "1", "max": "600", "fill": "carry", "jump": "50", "when_field": "hinh_thuc",
        "when_sign": "là", "when_value": "Thường kỳ; Chuyên đề",
    }  # fmt: skip
    post(stage, "add_question", draft.pk, **more)
    expected = {
        "code": "thoi_luong", "label": "Thời lượng", "type": "integer", "why": "Đối chiếu quy định.", "unit": "phút",
        "hint": "Tính cả nghỉ.", "min": 1, "max": 600, "show_if": {"hinh_thuc": ["thuong_ki", "chuyen_de"]},
        "carry": True, "jump": 50,
    }  # fmt: skip
    assert SheetDraft.objects.get().definition["fields"][-1] == expected
    page = words(stage.client.get(reverse("sheets:edit_question", args=[draft.pk, "thoi_luong"])))
    assert 'value="Thường kỳ; Chuyên đề"' in page
    again = more | {"when_value": "Chuyên đề", "when_field": "hinh_thuc"}
    post(stage, "edit_question", draft.pk, "thoi_luong", **again)
    assert SheetDraft.objects.get().definition["fields"][-1] == expected | {"show_if": {"hinh_thuc": "chuyen_de"}}
    compared = more | {"when_field": "present", "when_sign": ">", "when_value": "5"}
    post(stage, "edit_question", draft.pk, "thoi_luong", **compared)
    assert SheetDraft.objects.get().definition["fields"][-1]["show_if"] == {"present": {">": "5"}}


def test_a_small_table_gets_its_columns_one_by_one(stage):
    draft = begin(stage)
    post(stage, "add_question", draft.pk, label="Các việc", type="rows", why="…", privacy="organisation")
    url = f"{reverse('sheets:add_question', args=[draft.pk])}?cot=cac_viec"
    assert "Thêm cột" in words(stage.client.get(url))
    revision = SheetDraft.objects.get().revision
    stage.client.post(url, {"revision": revision, **QUESTION})
    post(stage, "move_question", draft.pk, "cac_viec.thoi_luong", by="-1")
    post(stage, "edit_question", draft.pk, "cac_viec.noi_dung", label="Việc", type="text", why="…",
         privacy="organisation")  # fmt: skip
    post(stage, "edit_question", draft.pk, "cac_viec", label="Các việc đã làm", type="rows", why="…",
         privacy="organisation")  # fmt: skip
    table = SheetDraft.objects.get().parsed.fields[-1]
    assert (table.label, [one.label for one in table.columns]) == ("Các việc đã làm", ["Thời lượng", "Việc"])
    page = words(post(stage, "add_check", draft.pk, **CHECK | {"amount": ["cac_viec.thoi_luong"], "explain": ""}))
    assert "Mỗi dòng của “Các việc đã làm”: “Thời lượng” không dưới mức “Thời lượng họp” (nhắc)" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"amount": []}, "Hãy chọn ít nhất một mục."),
        ({"rule": ""}, "Hãy chọn mục để so, hoặc một mức theo quy định."),
        ({"kind": "days"}, "Hãy chọn cả hai ngày."),
        ({"kind": "count", "amount": ["present"]}, "Không so sánh được theo cách đã chọn: “Số người dự họp”."),
        ({"level": "error"}, "Chỉ hỏi lý do khi vẫn nộp được."),
    ],
)
def test_what_is_wrong_with_a_check_is_told_in_plain_words(stage, data, said):
    draft = begin(stage)
    response = post(stage, "add_check", draft.pk, **CHECK | {"amount": ["present"]} | data)
    assert response.status_code == 422
    assert said in words(response)


def test_a_check_between_days_is_changed_and_taken_out(stage):
    draft = begin(stage)
    sent = {"label": "Ngày gửi", "type": "date", "why": "…", "privacy": "organisation", "not_future": "on"}
    post(stage, "add_question", draft.pk, **sent)
    days = {"kind": "days", "day_from": "ngay_gui", "day_to": "held_on", "op": ">=", "rule": "phut",
            "level": "warning"}  # fmt: skip
    post(stage, "add_check", draft.pk, **days)
    ((check),) = SheetDraft.objects.get().definition["checks"]
    assert (check["amount"], check["op"], check["rule"]) == ({"days": ["ngay_gui", "held_on"]}, ">=", "phut")
    page = words(stage.client.get(reverse("sheets:edit_check", args=[draft.pk, check["code"]])))
    assert '<option value="ngay_gui" selected>' in page
    post(stage, "edit_check", draft.pk, check["code"], **days | {"say": "Gửi muộn."})
    assert SheetDraft.objects.get().definition["checks"] == [check | {"say": "Gửi muộn."}]
    post(stage, "remove_check", draft.pk, check["code"])
    assert "checks" not in SheetDraft.objects.get().definition
    assert stage.client.get(reverse("sheets:edit_check", args=[draft.pk, "khong-co"])).status_code == 404


def test_the_preview_is_what_the_organisation_will_see(stage):
    draft = begin(stage)
    post(stage, "add_question", draft.pk, **QUESTION | {"when_field": "present", "when_sign": ">", "when_value": "0"})
    page = words(stage.client.get(reverse("sheets:preview", args=[draft.pk])))
    assert page.count("<iframe") == 2
    response = stage.client.get(reverse("sheets:preview_frame", args=[draft.pk]))
    page = words(response)
    assert "Chỉ điền khi “Số người dự họp” lớn hơn 0." in page
    assert 'name="a_thoi_luong"' in page
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in stage.client.get(reverse("sheets:list"))["Content-Security-Policy"]


def test_a_new_sheet_is_made_with_its_product(stage):
    response = stage.client.post(reverse("sheets:new"), {"name": "Phiếu khảo sát", "why": "Để biết.", "minutes": 3,
                                                         "evidence": "none"}, follow=True)  # fmt: skip
    draft = SheetDraft.objects.get()
    assert "Chưa có câu hỏi nào." in words(response)
    assert "Phiếu chưa có câu hỏi nào." in words(stage.client.get(reverse("sheets:publish", args=[draft.pk])))
    post(stage, "add_question", draft.pk, **QUESTION)
    assert "Phiếu khảo sát" in words(stage.client.get(reverse("sheets:list")))
    post(stage, "publish", draft.pk, effective_on="16/03/2026", period="quarter")
    product = Deliverable.objects.get()
    assert (product.code, product.period_kind, product.sheet.versions.get().is_own) == (
        "phieu-khao-sat", "quarter", True,
    )  # fmt: skip
    response = stage.client.post(reverse("sheets:new"), {"name": "Phiếu khảo sát", "why": "x", "minutes": 3,
                                                         "evidence": "none"})  # fmt: skip
    assert response.status_code == 409


def test_nothing_is_published_that_changes_nothing_or_begins_in_the_past(stage):
    draft = begin(stage)
    with pytest.raises(Invalid) as refused:
        actions.publish_draft(draft, effective_on=date(2026, 3, 15), revision=0, by=stage.admin, at=AT)
    assert refused.value.reason == (
        "Bản nháp không thay đổi gì so với bản đang dùng. "
        "Ngày có hiệu lực phải từ hôm nay, 16/03/2026: phiếu đã nhập giữ bản cũ."
    )
    for act in (
        lambda: actions.publish_draft(draft, effective_on=TODAY, revision=0, by=stage.an, at=AT),
        lambda: actions.start_draft(stage.sheet, by=stage.an, at=AT),
        lambda: actions.new_draft(SHEET, by=stage.an, at=AT),
        lambda: actions.import_draft(SHEET, by=stage.an, at=AT),
        lambda: actions.change_draft(draft, dict, words="x", revision=0, by=stage.an, at=AT),
        lambda: actions.undo(draft, revision=0, by=stage.an, at=AT),
        lambda: actions.discard_draft(draft, by=stage.an, at=AT),
    ):
        with pytest.raises(Refused, match="Chỉ quản trị viên"):
            act()


def test_a_draft_is_given_up(stage):
    draft = begin(stage)
    post(stage, "add_question", draft.pk, **QUESTION)
    response = stage.client.post(reverse("sheets:discard", args=[draft.pk]), follow=True)
    assert "Đã bỏ bản nháp." in words(response)
    assert not SheetDraft.objects.exists()
    assert AuditEvent.objects.filter(action="sheet.discard").count() == 1


def test_a_file_goes_out_and_comes_in_as_a_draft_with_its_changes(stage):
    out = stage.client.get(reverse("sheets:export", args=["phieu", 1]))
    assert out["Content-Disposition"] == 'attachment; filename="phieu-ban-1.yaml"'
    text = out.content.decode().replace("minutes: 4", "minutes: 6")
    file = SimpleUploadedFile("phieu.yaml", text.encode())
    response = stage.client.post(reverse("sheets:import"), {"file": file}, follow=True)
    assert "Số phút điền: 4 → 6." in words(response)
    draft = SheetDraft.objects.get()
    assert stage.client.get(reverse("sheets:export_draft", args=[draft.pk])).content.decode() == text
    post(stage, "undo", draft.pk)
    assert SheetDraft.objects.get().definition == SHEET


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\xff\xfe", "Không đọc được tệp này."),
        (b"- a\n- b", "Tệp này không mô tả một phiếu"),
        (b"code: x\nname: X\nwhy: y\nmau: do\nfields: []", "khóa lạ “mau”"),
        (b"x" * 200_001, "Tệp quá lớn"),
        (b"code: x\nname: X\nwhy: y\nfields:\n- {code: a, label: A, type: so, why: v}", "kiểu “so” không có"),
        (b"code: x\nname: X\nwhy: y\nfields: [mot, hai]", "“fields” phải là danh sách"),
        (b"code: x\nname: X\nwhy: y\nminutes:\nfields: []", "“minutes” phải là số nguyên"),
        (b"code: x\nname: [X]\nwhy: y\nminutes: ba\nfields: []\nchecks: a", "“minutes” phải là số nguyên"),
        (b"code: x\nname: X\nwhy: y\nfields:\n- {code: a, label: A, type: [so], why: v}", "“type” phải là chữ"),
        (
            b"code: x\nname: X\nwhy: y\nfields:\n- {code: a, label: A, type: integer, min: it, why: v}",
            "“min” phải là số",
        ),
        (
            b"code: x\nname: X\nwhy: y\nfields:\n- {code: a, label: A, type: rows, columns: b, why: v}",
            "“columns” phải là",
        ),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_with_every_fault(stage, text, said):
    file = SimpleUploadedFile("phieu.yaml", BytesIO(text).read())
    response = stage.client.post(reverse("sheets:import"), {"file": file})
    assert response.status_code == 422
    assert said in words(response)
    assert not SheetDraft.objects.exists()


def test_the_head_is_changed(stage):
    draft = begin(stage)
    page = words(post(stage, "edit_head", draft.pk, name="Phiếu họp chi bộ", why="Để theo dõi.", minutes=5,
                      evidence="required", done_on="held_on"))  # fmt: skip
    assert "Tên phiếu: “Phiếu họp” → “Phiếu họp chi bộ”." in page
    assert "Ngày hoàn thành tính theo: ngày nộp → “Ngày họp”." in page


# The dated rule tables

ROW = {"value": "100", "valid_from": "01/01/2027", "source": "Hướng dẫn mới"}


def test_a_new_value_is_added_corrected_and_taken_out(stage):
    table = NormTable.objects.get()
    page = words(stage.client.post(reverse("sheets:add_row", args=[table.pk]), ROW, follow=True))
    assert "100 phút" in page
    assert page.count("hiện hành") == 1
    row = NormRow.objects.get(value=100)
    edit = reverse("sheets:edit_row", args=[row.pk])
    assert stage.client.post(edit, ROW | {"value": "95,5", "valid_to": "01/01/2030"}).status_code == 302
    row.refresh_from_db()
    assert (float(row.value), row.valid_to) == (95.5, date(2030, 1, 1))
    response = stage.client.post(edit, ROW | {"valid_from": "28/10/2025"})
    assert response.status_code == 409
    assert "Đã có giá trị từ ngày 28/10/2025. Hãy sửa giá trị đó." in words(response)
    remove = reverse("sheets:remove_row", args=[row.pk])
    assert stage.client.post(remove, {"reason": ""}).status_code == 422
    assert stage.client.post(remove, {"reason": "Nhập nhầm."}).status_code == 302
    last = reverse("sheets:remove_row", args=[NormRow.objects.get().pk])
    assert stage.client.post(last, {"reason": "Nhập nhầm."}).status_code == 422
    events = AuditEvent.objects.filter(action__startswith="norm.").order_by("id")
    assert list(events.values_list("action", flat=True)) == [
        "norm.publish", "norm.add_row", "norm.change_row", "norm.remove_row",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"value": "nhiều"}, "“nhiều” không phải là số."),
        ({"value": "0,12345"}, "Số này quá lớn hoặc lẻ quá ba chữ số."),
        ({"valid_to": "01/01/2020"}, "Ngày thôi áp dụng phải sau ngày bắt đầu."),
        ({"source": ""}, "Hãy điền hoặc chọn mục này."),
    ],
)
def test_what_is_wrong_with_a_value_is_told(stage, data, said):
    response = stage.client.post(reverse("sheets:add_row", args=[NormTable.objects.get().pk]), ROW | data)
    assert response.status_code == 422
    assert said in words(response)


def test_a_new_table_is_made_once(stage):
    data = ROW | {"name": "Số ngày gửi trước", "unit": "ngày"}
    assert stage.client.post(reverse("sheets:add_norm"), data).status_code == 302
    table = NormTable.objects.get(code="so-ngay-gui-truoc")
    assert (table.name, table.norm.values[0].source) == ("Số ngày gửi trước", "Hướng dẫn mới")
    assert stage.client.post(reverse("sheets:add_norm"), data).status_code == 409
    with pytest.raises(Refused):
        actions.add_norm(code="x", name="X", unit="", values={}, by=stage.an, at=AT)
    with pytest.raises(Conflict):
        actions.add_row(
            table, values={"value": 1, "valid_from": date(2027, 1, 1), "source": "x"}, by=stage.admin, at=AT
        )


def test_a_package_adds_days_and_leaves_what_the_office_keeps(stage):
    NormRow.objects.update(value=80)
    values = [*NORM["values"], {"value": 60, "valid_from": date(2018, 7, 6), "source": "HD 12"}]
    publish_norm(NORM | {"values": values}, by=None, at=AT)
    assert sorted((float(row.value), row.source) for row in NormRow.objects.all()) == [
        (60.0, "HD 12"), (80.0, "HD 42-HD/BTCTW"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["sheets:list", "sheets:norms", "sheets:detail", "sheets:draft", "sheets:publish",
                                  "sheets:add_question"])  # fmt: skip
def test_pages_ask_few_queries_however_much_there_is(stage, name, django_assert_max_num_queries):
    load_definitions(by=None, at=AT)
    draft = begin(stage)
    post(stage, "add_question", draft.pk, **QUESTION)
    args = {"sheets:list": [], "sheets:norms": [], "sheets:detail": ["sinh-hoat-chi-bo-buoi"]}.get(name, [draft.pk])
    assert Sheet.objects.count() > 20
    with django_assert_max_num_queries(15):
        assert stage.client.get(reverse(name, args=args)).status_code == 200


# What must not break


def test_a_draft_that_is_gone_is_told_and_not_a_fault(stage):
    draft = begin(stage)
    actions.discard_draft(draft, by=stage.admin, at=AT)
    draft.pk = 999
    for act in (
        lambda: actions.undo(draft, revision=0, by=stage.admin, at=AT),
        lambda: actions.discard_draft(draft, by=stage.admin, at=AT),
        lambda: actions.publish_draft(draft, effective_on=TODAY, revision=0, by=stage.admin, at=AT),
    ):
        with pytest.raises(Conflict, match="vừa được công bố hoặc bỏ đi"):
            act()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "moi"}, "“moi”"),
        ({"code": "Phiếu A"}, "“Phiếu A”"),
        ({"fields": [{"code": "a.b", "label": "A", "type": "text", "why": "…"}]}, "“a.b”"),
        ({"checks": [{"code": "k/1", "amount": "present", "op": ">", "rule": "phut"}]}, "“k/1”"),
    ],
)
def test_codes_of_a_file_must_fit_into_addresses(stage, change, said):
    with pytest.raises(Invalid, match="Mã chỉ gồm chữ thường không dấu") as refused:
        actions.import_draft(SHEET | {"code": "phieu-moi"} | change, by=stage.admin, at=AT)
    assert said in refused.value.reason


def test_a_sheet_named_like_an_address_of_the_editor_gets_another_code(stage):
    form = HeadForm({"name": "Mới", "why": "Để thử.", "minutes": 3, "evidence": "none"})
    assert form.is_valid()
    assert form.definition()["code"] == "phieu-moi"


def test_what_a_draft_points_to_must_be_there(stage):
    draft = begin(stage)
    lost = {"code": "x", "label": "Số khách mời", "type": "integer", "unit": "người", "known": "khong-co.a", "why": "…"}
    check = {"code": "k", "amount": "present", "op": ">", "rule": "khong-co"}
    wrong = SHEET | {"fields": [*SHEET["fields"], lost], "checks": [check]}
    actions.change_draft(draft, lambda _old: wrong, words="x", revision=0, by=stage.admin, at=AT)
    page = words(stage.client.get(reverse("sheets:draft", args=[draft.pk])))
    assert "“Số khách mời” điền sẵn từ “khong-co.a”, nhưng không phiếu nào có mục đó." in page
    assert "Kiểm tra “k” dùng mức “khong-co” chưa có trong Mức theo quy định." in page


@pytest.mark.parametrize(("code", "other"), [("phieu-moi", "phieu-moi-2"), ("p" * 60, f"{'p' * 57}-2")])
def test_the_product_of_a_new_sheet_never_takes_the_place_of_another(stage, code, other):
    there = {"code": code, "name": "Sản phẩm khác", "sheet": "phieu", "period": "year"}
    actions.publish_deliverable(there, by=None, at=AT)
    draft = actions.new_draft(SHEET | {"code": code, "fields": SHEET["fields"][:1]}, by=stage.admin, at=AT)
    actions.publish_draft(draft, effective_on=TODAY, period="month", revision=0, by=stage.admin, at=AT)
    assert set(Deliverable.objects.values_list("code", "sheet__code")) == {
        (code, "phieu"), (other, code),
    }  # fmt: skip
