"""Who may give work to the chi bộ under a committee, by when, and until when it may be undone."""

from datetime import date

from django.utils.translation import gettext as _

from dondoc.lib.dates import format_date
from dondoc.orgs.models import Org
from dondoc.sheets.models import Deliverable, DeliverablePeriod
from dondoc.web.refusals import Denial


def may_lead(user, org: Org) -> Denial | None:
    """Giving, collecting, compiling: the people of the committee itself; who stands above it has plans for that."""
    if org.pk in {one.pk for one in user.leading_orgs()}:
        return None
    return Denial(_("Chỉ người của cấp ủy có chi bộ trực thuộc được giao việc cho chi bộ."))


def give_day(due_on: date, own_day: date | None, today: date) -> Denial | None:
    """Whether the chi bộ may be asked for `due_on`: not past, and not after the day of the committee itself (None: it
    has none) unless that is past."""
    if due_on < today:
        return Denial(_("Ngày %(day)s đã qua. Hãy chọn ngày từ hôm nay trở đi.") % {"day": format_date(due_on)})
    if own_day and today <= own_day < due_on:
        return Denial(
            _("Hạn của chi bộ phải trước hoặc đúng hạn của cấp ủy là ngày %(day)s.") % {"day": format_date(own_day)}
        )
    return None


def may_be_asked(deliverable: Deliverable, *, by_round: bool, period_kind: str) -> Denial | None:
    """Whether the product is entered for this kind of period, or round by round."""
    if deliverable.is_per_task:
        return Denial(_("“%(name)s” là mẫu chung cho nhiều việc, không giao riêng được.") % {"name": deliverable})
    wants_round = deliverable.period_kind == DeliverablePeriod.ROUND
    if wants_round != by_round or not (by_round or period_kind == deliverable.period_kind):
        asked = deliverable.get_period_kind_display()
        return Denial(
            _("“%(name)s” được nhập %(asked)s, không theo kỳ này.") % {"name": deliverable, "asked": asked}
        )  # fmt: skip
    return None


def may_undo(*, begun: int, reminded: int) -> Denial | None:
    """Taking back as if never given: while nobody has begun to answer or was reminded."""
    if begun:
        return Denial(
            _("%(n)d chi bộ đã bắt đầu nhập nên không thu lại được. Hãy miễn cho chi bộ còn lại, có lý do.")
            % {"n": begun}
        )
    if reminded:
        return Denial(_("Đã đôn đốc chi bộ nên không thu lại được. Hãy miễn, có lý do."))
    return None
