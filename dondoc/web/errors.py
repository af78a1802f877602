"""Pages for what went wrong: one look, plain Vietnamese, the right status, nothing typed is lost."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.urls import is_valid_path
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from dondoc.web.refusals import Refused
from dondoc.web.typed import typed_text

_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@dataclass(frozen=True)
class Trouble:
    """What happened and what to do, each in a sentence or two."""

    status: int
    title: str | Promise
    text: str | Promise
    todo: str | Promise


BAD_REQUEST = Trouble(
    400,
    _("Không đọc được yêu cầu"),
    _("Dữ liệu gửi lên không đúng dạng nên hệ thống không xử lý."),
    _("Hãy quay lại trang trước, tải lại trang rồi làm lại."),
)
FORBIDDEN = Trouble(
    403,
    _("Đồng chí không có quyền làm việc này"),
    _("Vai trò của đồng chí không cho phép mở trang hoặc làm việc này."),
    _("Nếu đây là việc được giao, hãy đề nghị quản trị viên cấp quyền."),
)
NOT_FOUND = Trouble(
    404,
    _("Không tìm thấy trang"),
    _("Trang này không có, đã được chuyển đi, hoặc không thuộc phạm vi đồng chí được xem."),
    _("Hãy kiểm tra lại địa chỉ hoặc tìm từ trang chủ."),
)
NOT_OPENED = Trouble(
    405,
    _("Địa chỉ này không mở thẳng được"),
    _("Địa chỉ này chỉ nhận nội dung khi bấm nút trên trang; mở thẳng hoặc tải lại thì không có gì để xem."),
    _("Không có gì bị thay đổi. Hãy quay lại trang trước, bấm nút ở đó nếu còn cần."),
)
TOO_LARGE = Trouble(
    413,
    _("Dữ liệu gửi lên quá lớn"),
    _("Biểu mẫu hoặc tệp vượt quá dung lượng cho phép nên chưa được nhận."),
    _("Mỗi tệp tối đa %(limit)s MB. Hãy giảm dung lượng hoặc chia nhỏ rồi gửi lại."),
)
SERVER_ERROR = Trouble(
    500,
    _("Hệ thống gặp lỗi"),
    _("Lỗi này do hệ thống, không phải do đồng chí. Dữ liệu đã lưu trước đó vẫn còn nguyên."),
    _("Hãy thử lại sau ít phút. Nếu vẫn lỗi, hãy báo quản trị viên kèm thời điểm xảy ra."),
)
SESSION_ENDED = Trouble(
    403,
    _("Phiên làm việc đã hết hạn"),
    _("Vì lý do an toàn, hệ thống đã kết thúc phiên làm việc nên nội dung vừa gửi chưa được lưu."),
    _("Hãy sao chép nội dung bên dưới (nếu có), đăng nhập lại rồi gửi lại."),
)
_REFUSED_TITLES = {
    403: _("Không thực hiện được việc này"),
    409: _("Có người vừa thay đổi trước đồng chí"),
    413: TOO_LARGE.title,
    422: _("Nội dung chưa dùng được"),
    423: _("Chưa nhận được vì đang khóa"),
    503: _("Kho tệp chưa dùng được"),
    507: _("Máy chủ hết chỗ lưu"),
}
_REFUSED_TODO = {
    409: _("Hãy mở lại trang để xem nội dung mới nhất rồi làm lại nếu còn cần."),
    413: _("Hãy giảm dung lượng hoặc chia nhỏ rồi gửi lại."),
    422: _("Hãy quay lại, sửa nội dung rồi gửi lại."),
    423: _("Hãy mở phiếu để xem thời gian nhập, hoặc xin mở khóa ở đó."),
    503: _("Hãy sao chép nội dung bên dưới (nếu có), thử lại sau ít phút. Nếu vẫn vậy, hãy báo quản trị viên."),
    507: _("Hãy sao chép nội dung bên dưới (nếu có), báo ngay quản trị viên, rồi gửi lại khi máy chủ có chỗ."),
}
_REFUSED_TODO_ELSE = _("Hãy quay lại trang trước. Nếu thấy chưa đúng, hãy liên hệ cơ quan phụ trách.")


def refusal_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The page of a refusal; for htmx a message that goes where messages go, so the form stays as it is."""
    trouble = Trouble(
        refused.status,
        _REFUSED_TITLES.get(refused.status, _REFUSED_TITLES[403]),
        refused.reason,
        _REFUSED_TODO.get(refused.status, _REFUSED_TODO_ELSE),
    )
    if getattr(request, "htmx", False) and not request.htmx.boosted:
        message = render_to_string("web/refusal_message.html", {"trouble": trouble}, request)
        headers = {"HX-Retarget": "#messages", "HX-Reswap": "innerHTML show:window:top"}
        return HttpResponse(message, status=trouble.status, headers=headers)
    return _page(request, trouble)


def session_ended_page(request: HttpRequest) -> HttpResponse:
    return _page(request, SESSION_ENDED, sign_in_url=resolve_url(settings.LOGIN_URL))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token does not match: mostly an old page or a session that ended elsewhere."""
    return session_ended_page(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django answers 400 when more is sent than settings allow; people are told so, with 413."""
    return _page(request, TOO_LARGE if isinstance(exception, _TOO_LARGE) else BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, NOT_FOUND)


def not_opened(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """In place of the empty answer of a page that takes forms only; `refused` says which methods it takes."""
    page = _page(request, NOT_OPENED, back_url=_page_above(request.path))
    page["Allow"] = refused["Allow"]
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: whatever broke may break the menu as well."""
    return HttpResponse(render_to_string("web/trouble_plain.html", {"trouble": SERVER_ERROR}), status=500)


def _page(request: HttpRequest, trouble: Trouble, **more: Any) -> HttpResponse:
    context = {
        "trouble": trouble,
        "todo": str(trouble.todo) % {"limit": settings.UPLOAD_LIMIT_MB} if trouble is TOO_LARGE else trouble.todo,
        "typed": typed_text(request),
        "back_url": _back_url(request),
        **more,
    }
    return render(request, "web/trouble.html", context, status=trouble.status)


def _back_url(request: HttpRequest) -> str:
    """The page that the person came from, if it is one of ours; else the front page."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours and came_from != request.build_absolute_uri() else "/"


def _page_above(path: str) -> str:
    """The nearest address above `path` that is one of ours: "/ke-hoach/5/soat/giu/" → "/ke-hoach/5/soat/"."""
    parts = path.strip("/").split("/")
    above = ("/".join(["", *parts[:n], ""]) for n in range(len(parts) - 1, 0, -1))
    return next((one for one in above if is_valid_path(one)), "/")
