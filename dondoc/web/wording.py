"""Words that several pages share: how far away a day is, how large a file is."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dondoc.lib.numbers import format_number
from dondoc.lib.workdays import working_days_between

_NEAR = 30  # days; beyond this working days are harder to picture than calendar days


def days_away(day: date, today: date) -> str:
    """How far `day` lies from `today`: "quá hạn 3 ngày", "hôm nay", "còn 5 ngày làm việc", "còn 90 ngày"."""
    distance = (day - today).days
    if distance < 0:
        return ngettext("quá hạn %(count)s ngày", "quá hạn %(count)s ngày", -distance) % {"count": -distance}
    if distance == 0:
        return _("hạn hôm nay")
    working = working_days_between(today, day)
    if working == 0 or distance > _NEAR:
        return ngettext("còn %(count)s ngày", "còn %(count)s ngày", distance) % {"count": distance}
    return ngettext("còn %(count)s ngày làm việc", "còn %(count)s ngày làm việc", working) % {"count": working}


def file_size(size: int) -> str:
    """`size` in bytes as people read it: "812 B", "34 KB", "1,2 MB"."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{format_number(Decimal(size) / 1024, 0)} KB"
    return f"{format_number(Decimal(size) / (1024 * 1024), 1)} MB"
