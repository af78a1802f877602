"""What an event is called in Vietnamese. Every name given to `record()` stands here; a test looks for the others."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "org.create": _("Thành lập tổ chức"),
    "org.rename": _("Đổi tên tổ chức"),
    "org.move": _("Chuyển tổ chức sang cấp trên khác"),
    "org.close": _("Kết thúc hoạt động của tổ chức"),
    "org.merge": _("Hợp nhất, sáp nhập tổ chức"),
    "org.split": _("Chia tách tổ chức"),
    "group.create": _("Lập nhóm tổ chức"),
    "group.change": _("Thay đổi nhóm của tổ chức"),
    "user.create": _("Thêm người dùng"),
    "user.change": _("Sửa thông tin người dùng"),
    "user.password": _("Đặt mật khẩu mới"),
    "user.switch_off": _("Ngừng tài khoản"),
    "user.switch_on": _("Mở lại tài khoản"),
    "role.give": _("Cấp vai trò"),
    "role.end": _("Kết thúc vai trò"),
    "sheet.publish": _("Công bố mẫu phiếu"),
    "deliverable.publish": _("Công bố sản phẩm cần có"),
    "indicator.publish": _("Công bố cách tính chỉ tiêu"),
    "document.receive": _("Nhận văn bản"),
    "reference.publish": _("Cập nhật văn bản được dẫn chiếu"),
    "package.publish": _("Cập nhật gói quyết định của kế hoạch"),
    "plan.import": _("Đưa kế hoạch vào"),
    "plan.set_head": _("Sửa thông tin chung của kế hoạch"),
    "plan.correct_target": _("Sửa chỉ tiêu trong kế hoạch"),
    "plan.correct_task": _("Sửa nhiệm vụ trong kế hoạch"),
    "plan.add_task": _("Thêm nhiệm vụ vào kế hoạch"),
    "plan.remove_target": _("Bỏ chỉ tiêu khỏi kế hoạch"),
    "plan.remove_task": _("Bỏ nhiệm vụ khỏi kế hoạch"),
    "plan.confirm": _("Xác nhận nội dung kế hoạch"),
    "plan.settle_finding": _("Xử lý chỗ cần xem lại"),
    "plan.issue": _("Ban hành kế hoạch"),
    "plan.allocate": _("Phân bổ chỉ tiêu"),
    "obligation.generate": _("Giao việc theo kế hoạch"),
    "obligation.extend": _("Gia hạn"),
    "obligation.exempt": _("Miễn thực hiện"),
    "obligation.close": _("Đóng việc của tổ chức đã kết thúc"),
    "round.open": _("Mở đợt thực hiện"),
    "submission.open": _("Mở phiếu"),
    "submission.save": _("Lưu phiếu"),
    "submission.submit": _("Nộp phiếu"),
    "submission.withdraw": _("Thu hồi phiếu"),
    "submission.send_back": _("Trả lại phiếu"),
    "submission.approve": _("Duyệt phiếu"),
    "submission.lock": _("Chốt phiếu"),
    "submission.attach": _("Thêm minh chứng"),
    "submission.remove_evidence": _("Bỏ minh chứng"),
    "reminder.send": _("Đôn đốc"),
    "reminder.read": _("Xem lời đôn đốc"),
    "report.compile": _("Tổng hợp báo cáo"),
    "report.fetch_figures": _("Lấy lại số liệu báo cáo"),
    "report.edit": _("Sửa lời văn báo cáo"),
    "report.freeze": _("Chốt báo cáo"),
}


def action_label(action: str) -> str:
    """What `action` is called; the name itself for one that stands in old trails only."""
    return str(ACTIONS.get(action, action))
