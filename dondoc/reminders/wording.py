"""What the parts of a ladder are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.reminders.ladder import Audience, Holder, Rung, Way

AUDIENCES: dict[Audience, str | Promise] = {
    Audience.ORG: gettext_lazy("Người nhập, người duyệt của đơn vị"),
    Audience.SECRETARY: gettext_lazy("Bí thư (người duyệt) của đơn vị"),
    Audience.BODY: gettext_lazy("Người đứng đầu cơ quan theo dõi"),
    Audience.LEADERS: gettext_lazy("Thường trực cấp ủy"),
    Audience.REPORT: gettext_lazy("Không gửi ai, nêu trong báo cáo"),
}
WAYS: dict[Way, str | Promise] = {
    Way.EMAIL: gettext_lazy("Thư điện tử"),
    Way.HOOK: gettext_lazy("Zalo, Telegram, hệ thống khác"),
}
HOLDERS: dict[Holder, str | Promise] = {
    Holder.FOLLOWER: gettext_lazy("Người được đôn đốc việc"),
    Holder.LEADER: gettext_lazy("Lãnh đạo cấp ủy"),
    Holder.NOBODY: gettext_lazy("Không ai"),
}


def when_of(rung: Rung) -> str:
    """When the rung is reached, in words."""
    if rung.after == 0:
        return _("đúng ngày cuối của hạn")
    said = _("%(n)d ngày làm việc trước hạn") if rung.after < 0 else _("%(n)d ngày làm việc sau hạn")
    return said % {"n": abs(rung.after)}


def ways_of(rung: Rung) -> str:
    """By what the rung is sent, in words."""
    if not rung.is_sent:
        return "—"
    said = {Way.EMAIL: _("thư điện tử"), Way.HOOK: _("Zalo, Telegram, hệ thống khác")}
    return ", ".join([_("trong hệ thống"), *(said[way] for way in rung.ways)])
