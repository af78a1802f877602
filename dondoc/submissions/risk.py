"""How much a sheet wants looking at before it is approved, and why. Pure: facts in, concerns and a number out.

The number only orders the reviewer's queue; it is no mark for the organisation and is shown to nobody but reviewers.
Each concern has one weight, and the weights are added. The weights say in which order a careful reviewer looks: first
what may be wrong, last what only wants a glance.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Concern(TextChoices):
    """Why a sheet wants looking at, the gravest first. The codes are stored; none is part of another."""

    NOTICE = "notice", _("số khác thường")
    BAD_SIGNATURE = "signature", _("chữ ký số hỏng")
    ALIKE = "alike", _("lời gần trùng")
    SAME_FILE = "copied", _("tệp trùng")
    CHANGED = "changed", _("sửa sau duyệt")
    POSTDATED = "postdated", _("sản phẩm sau ngày báo cáo")
    LEAP = "leap", _("số nhảy")
    NO_FILE = "no_file", _("thiếu minh chứng")
    UNPROVEN = "unproven", _("100 % chưa thấy sản phẩm")
    LATE = "late", _("làm sau hạn")
    EXPLAINED = "explained", _("có giải trình")
    ON_BEHALF = "on_behalf", _("nhập hộ")
    SAME = "same", _("như kỳ trước")

    @property
    def tone(self) -> str:
        return _LOOKS[self][0]

    @property
    def icon(self) -> str:
        return _LOOKS[self][1]

    @property
    def weight(self) -> int:
        """What it adds to the risk."""
        return _LOOKS[self][2]

    @property
    def why(self) -> str | Promise:
        """What it means, in a sentence for the reviewer."""
        return _LOOKS[self][3]


C = Concern
_LOOKS: dict[Concern, tuple[str, str, int, str | Promise]] = {
    C.NOTICE: ("warn", "alert-triangle", 30, _("Số liệu nhảy nhiều so với kỳ trước, hoặc vượt mức quy định.")),
    C.BAD_SIGNATURE: (
        "warn",
        "shield",
        29,
        _("Tệp minh chứng bị thay đổi sau khi ký số, hoặc chứng thư của người ký đã bị thu hồi."),
    ),
    C.ALIKE: ("warn", "copy", 28, _("Lời văn gần trùng với phiếu khác đã nộp. Nên hỏi lại, chưa phải là sai.")),
    C.SAME_FILE: (
        "warn",
        "files",
        26,
        _("Đúng tệp minh chứng này đã nộp ở phiếu khác. Nên hỏi lại, chưa phải là sai."),
    ),
    C.CHANGED: ("warn", "pencil", 25, _("Nội dung khác với lúc được duyệt lần trước.")),
    C.POSTDATED: ("warn", "calendar-due", 24, _("Tệp minh chứng có ngày muộn hơn ngày báo cáo.")),
    C.LEAP: ("warn", "trending-up", 22, _("Số khác xa các kỳ trước của chính đơn vị, các đơn vị cùng loại thì không.")),
    C.NO_FILE: ("warn", "paperclip", 20, _("Mẫu phiếu có chỗ cho minh chứng nhưng không có tệp nào.")),
    C.UNPROVEN: (
        "warn",
        "file-alert",
        18,
        _("Báo cáo xong toàn bộ nhưng không có tệp, cũng không nêu số văn bản nào."),
    ),
    C.LATE: ("bad", "clock-exclamation", 15, _("Việc làm xong sau hạn.")),
    C.EXPLAINED: ("info", "message", 10, _("Đơn vị giải trình điều được hỏi khi bị trả lại.")),
    C.ON_BEHALF: ("muted", "users", 5, _("Cấp trên nhập thay đơn vị.")),
    C.SAME: ("good", "checks", 0, _("Nội dung giống hệt phiếu đã duyệt của kỳ trước.")),
}
# what the organisation may be asked to make clear
CLUES = frozenset({C.BAD_SIGNATURE, C.ALIKE, C.SAME_FILE, C.POSTDATED, C.LEAP, C.UNPROVEN})
LOW = 5  # up to this a sheet may be approved together with others after a glance


@dataclass(frozen=True)
class Facts:
    """What decides. `differs_from_approved`: None when it was never approved; `same_as_before`: as the approved sheet
    of the period before; `clues`: the kinds of CLUES that nobody has dismissed."""

    is_late: bool = False
    differs_from_approved: bool | None = None
    has_notices: bool = False
    lacks_file: bool = False
    on_behalf: bool = False
    is_explained: bool = False
    same_as_before: bool = False
    clues: Collection[Concern] = ()


def concerns_of(facts: Facts) -> tuple[Concern, ...]:
    """What there is to look at, the gravest first; () when nothing stands out."""
    holds = {
        C.NOTICE: facts.has_notices,
        C.CHANGED: bool(facts.differs_from_approved),
        C.NO_FILE: facts.lacks_file and C.UNPROVEN not in facts.clues,  # which says the same and more
        C.LATE: facts.is_late,
        C.EXPLAINED: facts.is_explained,
        C.ON_BEHALF: facts.on_behalf,
        C.SAME: facts.same_as_before or facts.differs_from_approved is False,
        **{clue: clue in facts.clues for clue in CLUES},
    }
    return tuple(concern for concern in Concern if holds[concern])


def risk_of(concerns: Iterable[Concern]) -> int:
    """The sum of their weights: 0 when nothing stands out."""
    return sum(concern.weight for concern in concerns)


def parse(codes: str) -> tuple[Concern, ...]:
    """The concerns in a stored string of codes; a code that is no longer known is left out."""
    known = set(Concern.values)
    return tuple(Concern(code) for code in codes.split() if code in known)
