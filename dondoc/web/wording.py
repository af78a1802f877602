"""Words that several pages share: how far away a day is, how large a file is."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dondoc.lib.numbers import format_number


def days_away(day: date, today: date) -> str:
    """How far `day` lies from `today` in calendar days: "quá hạn 3 ngày", "hạn hôm nay", "còn 5 ngày".

    Every page counts so. Working days are for rules that name them, and those say "ngày làm việc".
    """
    distance = (day - today).days
    if distance < 0:
        return ngettext("quá hạn %(count)s ngày", "quá hạn %(count)s ngày", -distance) % {"count": -distance}
    if distance == 0:
        return _("hạn hôm nay")
    return ngettext("còn %(count)s ngày", "còn %(count)s ngày", distance) % {"count": distance}


def file_size(size: int) -> str:
    """`size` in bytes as people read it: "812 B", "34 KB", "1,2 MB"."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{format_number(Decimal(size) / 1024, 0)} KB"
    return f"{format_number(Decimal(size) / (1024 * 1024), 1)} MB"
