"""Refusals and faults become pages: the right status, plain words, a way back, and what was typed."""

import re

import pytest
from django.test import Client

from dondoc.web.refusals import Denial, Refused, require
from dondoc.web.typed import typed_text

pytestmark = [pytest.mark.urls("tests.web.urls"), pytest.mark.django_db]
HTMX = {"HX-Request": "true"}
TYPED = {
    "reason": "Thiếu chữ ký của bí thư.",
    "sheet-0-members": "1.234,5",
    "count": "12",
    "password": "mật khẩu của tôi",
    "action": "gửi lại ngay",
    "kind": "resolution",
    "form-TOTAL_FORMS": "3",
    "sheet_id": "7",
    "blank": "  ",
    "csrfmiddlewaretoken": "a b",
}


@pytest.fixture(autouse=True)
def _plain_sign_in(settings):
    settings.LOGIN_URL = "/dang-nhap/"


def heading(response) -> str:
    return re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)[1]


def boxes(response) -> list[tuple[str, str]]:
    """(label, text) of every box with what was typed."""
    page = response.content.decode()
    return re.findall(r'<label class="ui-label" for="kept-\d+">(.*?)</label><textarea[^>]*>(.*?)</textarea>', page)


@pytest.mark.parametrize(
    ("name", "status", "title", "reason"),
    [
        ("refused", 403, "Không thực hiện được việc này", "Phiếu đã chốt."),
        ("conflict", 409, "Có người vừa thay đổi trước đồng chí", "Phiếu vừa được duyệt."),
        ("too-large", 413, "Dữ liệu gửi lên quá lớn", "Tệp lớn hơn 10 MB."),
        ("invalid", 422, "Nội dung chưa dùng được", "Tệp không phải là Excel."),
        ("shut", 423, "Chưa nhận được vì đang khóa", "Kỳ này đã khóa."),
        ("store", 503, "Kho tệp chưa dùng được", "Kho tệp chưa trả lời."),
        (
            "disk",
            507,
            "Máy chủ hết chỗ lưu",
            "Máy chủ đã hết chỗ lưu nên nội dung vừa gửi chưa được lưu. Những gì đã lưu vẫn còn nguyên.",
        ),
    ],
)
def test_a_refusal_is_a_page_with_its_reason(client, name, status, title, reason):
    response = client.post(f"/refuse/{name}/", TYPED, headers={"referer": "http://testserver/phieu/7/"})
    assert (response.status_code, heading(response)) == (status, title)
    assert f'<p class="trouble-text">{reason}</p>' in response.content.decode()
    assert 'href="http://testserver/phieu/7/"' in response.content.decode()
    assert boxes(response) == [
        ("Lý do", "Thiếu chữ ký của bí thư."),
        ("Ô nhập 2", "1.234,5"),
        ("Ô nhập 3", "12"),
    ]


def test_for_htmx_a_refusal_goes_where_messages_go(client):
    response = client.post("/refuse/conflict/", TYPED, headers=HTMX)
    assert (response.status_code, response["HX-Retarget"]) == (409, "#messages")
    assert response.content.decode().startswith('<div class="ui-alert ui-alert--bad" role="alert">')
    assert "<p>Phiếu vừa được duyệt.</p>" in response.content.decode()


def test_the_way_back_never_leads_elsewhere(client):
    response = client.get("/refuse/refused/", headers={"referer": "https://example.org/x"})
    assert "example.org" not in response.content.decode()


def test_a_denial_is_refused_with_its_reason_and_no_denial_is_nothing(client):
    response = client.get("/denied/")
    assert (response.status_code, "Chỉ người duyệt mới được trả lại phiếu." in response.content.decode()) == (403, True)
    assert require(None) is None
    with pytest.raises(Refused, match="Đã chốt"):
        require(Denial("Đã chốt"))


def test_not_found_and_forbidden(client):
    missing, forbidden = client.get("/khong-co/"), client.get("/forbidden/")
    assert (missing.status_code, heading(missing)) == (404, "Không tìm thấy trang")
    assert (forbidden.status_code, heading(forbidden)) == (403, "Đồng chí không có quyền làm việc này")


def test_a_fault_of_ours_says_so(client):
    client.raise_request_exception = False
    response = client.get("/broken/")
    assert (response.status_code, heading(response)) == (500, "Hệ thống gặp lỗi")
    assert "a fault of ours" not in response.content.decode()


def test_a_form_with_an_old_token_keeps_what_was_typed():
    response = Client(enforce_csrf_checks=True).post("/accept/", {"note": "Đã gửi bản giấy ngày 5/3."})
    assert (response.status_code, heading(response)) == (403, "Phiên làm việc đã hết hạn")
    assert boxes(response) == [("Ghi chú", "Đã gửi bản giấy ngày 5/3.")]


def test_a_form_sent_after_the_session_ended_keeps_what_was_typed(client):
    response = client.post("/needs-sign-in/", {"note": "Đã gửi bản giấy ngày 5/3."})
    assert (response.status_code, heading(response)) == (403, "Phiên làm việc đã hết hạn")
    assert boxes(response) == [("Ghi chú", "Đã gửi bản giấy ngày 5/3.")]
    assert 'href="/dang-nhap/"' in response.content.decode()


def test_a_page_opened_without_a_session_leads_to_the_sign_in(client):
    response = client.get("/needs-sign-in/")
    assert (response.status_code, response["Location"]) == (302, "/dang-nhap/?next=/needs-sign-in/")


def test_too_much_sent_is_413_with_a_sentence(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = client.post("/accept/", {"note": "x" * 500}, content_type="application/x-www-form-urlencoded")
    assert (response.status_code, heading(response)) == (413, "Dữ liệu gửi lên quá lớn")
    assert "Mỗi tệp tối đa 10 MB." in response.content.decode()


def test_a_broken_request_is_400(client):
    response = client.post("/accept/", b"--x\r\nbroken", content_type="multipart/form-data; boundary=")
    assert (response.status_code, heading(response)) == (400, "Không đọc được yêu cầu")


def test_only_a_post_has_typed_text(rf):
    assert typed_text(rf.get("/?note=xin chào")) == []
    assert typed_text(rf.post("/", {"text": ["dòng một", "dòng hai"]})) == [
        ("Nội dung", "dòng một"),
        ("Nội dung", "dòng hai"),
    ]


def test_marks_of_the_form_itself_are_no_typed_text(rf):
    marks = {"revision": "6", "expected": "3", "seen": "2026-11-24T10:00:00+07:00", "reading": "a=:b=:c="}
    assert typed_text(rf.post("/", {**marks, "reason": "Xin lùi"})) == [("Lý do", "Xin lùi")]
