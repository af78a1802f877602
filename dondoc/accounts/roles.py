"""Rights and roles as one table. A membership gives a role in an organisation and in everything under it."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    VIEW = "view"  # see the organisation, its obligations and submissions
    VIEW_BOARD = "view_board"  # boards, matrix, measures, reports of the organisation and under it
    ANSWER = "answer"  # fill and submit sheets of the organisation
    ANSWER_FOR = "answer_for"  # enter on behalf ("nhập hộ") of an organisation under one's own
    WITHDRAW = "withdraw"  # take back what was submitted and not yet reviewed
    REVIEW = "review"  # approve or send back
    SPOT_CHECK = "spot_check"  # draw samples of sheets and write down what a recount found
    FOLLOW_UP = "follow_up"  # remind, extend, exempt
    LEAD_CELLS = "lead_cells"  # give work to the chi bộ directly under it, chase, review what they send to it
    OPEN_ROUND = "open_round"  # open an "as directed" round and name its date
    EDIT_PLAN = "edit_plan"  # import, correct, confirm a plan; allocate quotas
    ISSUE_PLAN = "issue_plan"  # issue a plan: freeze a version and bind organisations
    WRITE_REPORT = "write_report"
    FREEZE_REPORT = "freeze_report"
    VIEW_AUDIT = "view_audit"
    EDIT_SHEETS = "edit_sheets"  # what sheets ask, and the dated rules that they are held against
    EDIT_INDICATORS = "edit_indicators"  # how chỉ tiêu are computed
    ADMINISTER = "administer"  # people, roles, organisations


PERMISSION_WORDS: dict[Permission, str | Promise] = {
    Permission.VIEW: _("Xem việc và phiếu của đơn vị"),
    Permission.VIEW_BOARD: _("Xem bảng chỉ tiêu, ma trận, báo cáo"),
    Permission.ANSWER: _("Nhập và nộp phiếu"),
    Permission.ANSWER_FOR: _("Nhập hộ đơn vị trực thuộc"),
    Permission.WITHDRAW: _("Thu hồi phiếu chưa duyệt"),
    Permission.REVIEW: _("Duyệt hoặc trả lại phiếu"),
    Permission.SPOT_CHECK: _("Rút mẫu kiểm tra, ghi kết quả đếm lại"),
    Permission.FOLLOW_UP: _("Đôn đốc, gia hạn, miễn"),
    Permission.LEAD_CELLS: _("Giao việc, đôn đốc, duyệt phiếu của chi bộ trực thuộc"),
    Permission.OPEN_ROUND: _("Mở đợt thực hiện theo chỉ đạo"),
    Permission.EDIT_PLAN: _("Nhập, soát kế hoạch, phân bổ chỉ tiêu"),
    Permission.ISSUE_PLAN: _("Ban hành kế hoạch"),
    Permission.WRITE_REPORT: _("Soạn báo cáo"),
    Permission.FREEZE_REPORT: _("Chốt báo cáo"),
    Permission.VIEW_AUDIT: _("Xem nhật ký"),
    Permission.EDIT_SHEETS: _("Sửa mẫu phiếu, mức theo quy định"),
    Permission.EDIT_INDICATORS: _("Sửa cách tính chỉ tiêu"),
    Permission.ADMINISTER: _("Quản lý người dùng, vai trò, tổ chức"),
}


@dataclass(frozen=True)
class Role:
    """`code` is what is stored; it never changes."""

    code: str
    name: str | Promise
    description: str | Promise
    permissions: frozenset[Permission]


_P = Permission
ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "enterer", _("Người nhập"), _("Nhập và nộp phiếu của đơn vị mình; giao, thu phiếu của chi bộ trực thuộc."),
            frozenset({_P.VIEW, _P.ANSWER, _P.LEAD_CELLS}),
        ),
        Role(
            "internal_approver", _("Người duyệt nội bộ"),
            _("Nhập, nộp và thu hồi phiếu của đơn vị mình; giao, thu phiếu của chi bộ trực thuộc."),
            frozenset({_P.VIEW, _P.ANSWER, _P.WITHDRAW, _P.LEAD_CELLS}),
        ),
        Role(
            "specialist", _("Chuyên viên tham mưu"),
            _("Duyệt phiếu, đôn đốc, mở đợt, nhập kế hoạch, soạn báo cáo."),
            frozenset({
                _P.VIEW, _P.VIEW_BOARD, _P.ANSWER_FOR, _P.REVIEW, _P.FOLLOW_UP, _P.OPEN_ROUND, _P.EDIT_PLAN,
                _P.WRITE_REPORT, _P.SPOT_CHECK,
            }),
        ),
        Role(
            "leader", _("Lãnh đạo"), _("Xem bảng điều hành, ban hành kế hoạch, chốt báo cáo."),
            frozenset({_P.VIEW, _P.VIEW_BOARD, _P.ISSUE_PLAN, _P.FREEZE_REPORT, _P.VIEW_AUDIT, _P.SPOT_CHECK}),
        ),
        Role(
            "inspector", _("Kiểm tra, giám sát"), _("Xem mọi số liệu và nhật ký, kiểm tra mẫu; không sửa số liệu."),
            frozenset({_P.VIEW, _P.VIEW_BOARD, _P.VIEW_AUDIT, _P.SPOT_CHECK}),
        ),
        Role(
            "administrator", _("Quản trị"),
            _("Quản lý người dùng, vai trò, tổ chức, mẫu phiếu, cách tính chỉ tiêu; nhập kế hoạch."),
            frozenset({
                _P.VIEW, _P.VIEW_BOARD, _P.EDIT_PLAN, _P.EDIT_SHEETS, _P.EDIT_INDICATORS, _P.ADMINISTER, _P.VIEW_AUDIT,
            }),
        ),
    )
}  # fmt: skip


def roles_with(permission: Permission) -> list[str]:
    """Codes of the roles that hold `permission`."""
    return [role.code for role in ROLES.values() if permission in role.permissions]
