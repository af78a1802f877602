"""A meeting's conclusions are written down, kept as a notice and read into a plan, in one transaction."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.audit.actions import record
from dondoc.documents.actions import discard_file
from dondoc.lib.dates import format_date
from dondoc.meetings.composing import Conclusion, notice
from dondoc.meetings.models import Meeting, Organ
from dondoc.orgs.models import Org
from dondoc.plans.actions import bring_in
from dondoc.plans.rules import may_import
from dondoc.web.refusals import Invalid, require

MOST = 30  # conclusions of one meeting


def conclude(
    org: Org, organ: Organ, held_on: date, conclusions: Sequence[Conclusion], *, symbol: str, place: str,
    dated_on: date, by, at: datetime,
) -> Meeting:  # fmt: skip
    """Write the notice, read it as a plan of `org`, and tie it to the meeting. It binds nobody until it is issued.

    Errors: Refused without the right; Invalid for no conclusion, a meeting still to come, a day that is over; those of
    `plans.actions.bring_in` (the same text twice is one document).
    """
    require(may_import(by, org))
    today = timezone.localdate(at)
    if not conclusions:
        raise Invalid(_("Hãy ghi ít nhất một kết luận."))
    if held_on > today or dated_on < held_on:
        raise Invalid(_("Ngày họp phải từ hôm nay trở về trước, ngày của thông báo từ ngày họp trở đi."))
    if late := [one for one in conclusions if one.due < held_on]:
        raise Invalid(_("Hạn %(day)s ở trước ngày họp.") % {"day": format_date(late[0].due)})
    text = notice(org, organ, held_on, symbol=symbol, dated_on=dated_on, place=place, conclusions=conclusions)
    plan = None
    try:
        with transaction.atomic():
            name = f"ket-luan-{organ.value}-{held_on:%Y-%m-%d}.txt"
            plan = bring_in(org=org, name=name, data=text.encode(), by=by, at=at)
            if plan.tasks.count() != len(conclusions):
                raise Invalid(_("Có kết luận không đọc được thành một việc. Hãy viết mỗi kết luận thành một câu."))
            meeting = Meeting.objects.create(
                org=org, organ=organ, held_on=held_on, place=place, plan=plan, entered_at=at, entered_by=by
            )
            after = {"plan": plan.pk, "conclusions": len(conclusions)}
            record("meeting.conclude", by=by, target=meeting, org=org, after=after, at=at)
    except BaseException:
        if plan and plan.document:
            discard_file(plan.document)
        raise
    return meeting
