"""The statuses of an obligation: computed from facts and the day, never stored. Word, tone and icon live here only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ObligationStatus(models.TextChoices):
    OVERDUE = "overdue", _("Quá hạn")
    DUE_SOON = "due_soon", _("Sắp đến hạn")
    NOT_DUE = "not_due", _("Chưa đến hạn")
    SENT_BACK = "sent_back", _("Bị trả lại, còn hạn")
    IN_REVIEW = "in_review", _("Chờ duyệt")
    WAITING = "waiting", _("Chờ cấp trên")
    STOPPED = "stopped", _("Tạm dừng tính hạn")
    ONGOING = "ongoing", _("Theo dõi thường xuyên")
    ON_TIME = "on_time", _("Xong đúng hạn")
    LATE = "late", _("Xong, trễ hạn")
    HISTORY = "history", _("Cần minh chứng")
    EXEMPT = "exempt", _("Được miễn")
    CLOSED = "closed", _("Đã đóng")

    @property
    def tone(self) -> str:
        return TONES[self]

    @property
    def icon(self) -> str:
        return ICONS[self]

    @property
    def is_open(self) -> bool:
        """Whether the organisation still has something to do."""
        return self in OPEN


S = ObligationStatus
OPEN = frozenset({S.OVERDUE, S.DUE_SOON, S.NOT_DUE, S.SENT_BACK, S.ONGOING, S.HISTORY, S.STOPPED})
DONE = frozenset({S.ON_TIME, S.LATE})
CHASED = (S.OVERDUE, S.SENT_BACK, S.DUE_SOON, S.HISTORY)  # what a reminder may be about, the gravest first
PRESSING = (S.OVERDUE, S.SENT_BACK, S.DUE_SOON)  # what is due or late: what a list opens on
TONES = {
    S.OVERDUE: "bad", S.DUE_SOON: "warn", S.NOT_DUE: "muted", S.SENT_BACK: "bad", S.IN_REVIEW: "info",
    S.WAITING: "muted", S.ONGOING: "info", S.ON_TIME: "good", S.LATE: "warn", S.HISTORY: "warn",
    S.EXEMPT: "muted", S.CLOSED: "muted", S.STOPPED: "info",
}  # fmt: skip
ICONS = {
    S.OVERDUE: "alert-triangle", S.DUE_SOON: "clock", S.NOT_DUE: "calendar", S.SENT_BACK: "arrow-back-up",
    S.IN_REVIEW: "eye", S.WAITING: "hourglass", S.ONGOING: "refresh", S.ON_TIME: "circle-check",
    S.LATE: "clock-check", S.HISTORY: "history", S.EXEMPT: "circle-minus", S.CLOSED: "lock",
    S.STOPPED: "player-pause",
}  # fmt: skip
