"""Words for the facts that audit events keep: names of fields, and values as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc.accounts.roles import ROLES
from dondoc.lib.dates import format_date
from dondoc.orgs.models import OrgKind
from dondoc.submissions.models import SubmissionState

_FIELDS: dict[str, str | Promise] = {
    "aliases": _("Cách gọi khác"),
    "alarms_for_past": _("Cảnh báo cả việc đã qua"),
    "answers": _("Nội dung phiếu"),
    "code": _("Mã"),
    "closes_after": _("Khóa sau hạn (ngày làm việc)"),
    "closed_on": _("Ngày đóng"),
    "decision": _("Quyết định"),
    "deliverables": _("Sản phẩm"),
    "done_on": _("Ngày hoàn thành"),
    "due_data": _("Thời hạn"),
    "due_on": _("Hạn"),
    "due_text": _("Thời hạn theo văn bản"),
    "email": _("Thư điện tử"),
    "ends_on": _("Kết thúc"),
    "exempted_on": _("Ngày miễn"),
    "explanation": _("Giải trình"),
    "extended_to": _("Gia hạn đến"),
    "from": _("Từ"),
    "full_name": _("Họ và tên"),
    "groups": _("Thuộc khối"),
    "guidance": _("Văn bản hướng dẫn"),
    "into": _("Tổ chức nhận việc"),
    "is_active": _("Đang dùng"),
    "issued_on": _("Ngày ban hành"),
    "joins": _("Vào khối"),
    "keywords": _("Từ khóa"),
    "kind": _("Loại"),
    "leaves": _("Ra khỏi khối"),
    "level": _("Cấp"),
    "made": _("Số việc được giao"),
    "measures": _("Mức chỉ tiêu"),
    "name": _("Tên"),
    "number": _("Số, ký hiệu"),
    "obligations": _("Số việc"),
    "on": _("Từ ngày"),
    "opens_before": _("Mở trước hạn (ngày làm việc)"),
    "opener": _("Cơ quan mở đợt"),
    "org": _("Tổ chức"),
    "parent": _("Trực thuộc"),
    "period": _("Kỳ"),
    "period_kind": _("Kỳ của sản phẩm"),
    "population": _("Diện thực hiện"),
    "reminders": _("Số lời đôn đốc"),
    "reviewer": _("Cơ quan theo dõi"),
    "role": _("Vai trò"),
    "sha256": _("Mã kiểm tra tệp"),
    "sheet": _("Mẫu phiếu"),
    "short_name": _("Tên ngắn"),
    "size": _("Dung lượng (byte)"),
    "starts_on": _("Bắt đầu"),
    "state": _("Trạng thái"),
    "stopped_on": _("Tạm dừng từ"),
    "stopped_until": _("Tạm dừng đến hết"),
    "subject": _("Trích yếu"),
    "successor": _("Tổ chức nhận việc"),
    "targets": _("Số chỉ tiêu"),
    "tasks": _("Số nhiệm vụ"),
    "text": _("Nội dung"),
    "unlocked_until": _("Mở khóa đến"),
    "username": _("Tên đăng nhập"),
    "valid_from": _("Từ ngày"),
    "valid_to": _("Không còn từ ngày"),
    "version": _("Bản số"),
    "words": _("Lời văn"),
    "year": _("Năm"),
}
_VALUES: dict[str, Mapping[str, Any]] = {
    "state": dict(SubmissionState.choices),
    "kind": dict(OrgKind.choices),
    "role": {code: role.name for code, role in ROLES.items()},
}
_LONGEST = 400  # characters of one value shown; the event itself keeps all


@dataclass(frozen=True)
class Change:
    """One fact of an event. "" before: it was not there, or the event says only what came after."""

    label: str
    before: str
    after: str


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What an event says has changed, fact by fact, in the order in which it was recorded."""
    names = [*after, *(name for name in before if name not in after)]
    return [Change(field_label(name), said(name, before.get(name)), said(name, after.get(name))) for name in names]


def field_label(name: str) -> str:
    """What a recorded field is called; a code that only one sheet knows stays as it is."""
    return str(_FIELDS.get(name, name))


def said(name: str, value: Any) -> str:
    """A recorded value as words: dates dd/mm/yyyy, yes and no, lists with commas; "" for nothing."""
    if value in (None, "", [], {}):
        return ""
    match value:
        case bool():
            return "có" if value else "không"
        case list():
            return _short(", ".join(said(name, one) for one in value))
        case dict():
            return _short("; ".join(f"{field_label(str(key))}: {said(str(key), one)}" for key, one in value.items()))
    text = str(value)
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return _short(str(_VALUES.get(name, {}).get(text, text)))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
