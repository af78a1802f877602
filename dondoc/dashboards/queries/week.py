"""What has changed on the board since a week ago: compared with what the board itself showed then."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from dondoc.dashboards.queries.scope import Scope
from dondoc.lib.numbers import format_number, round_half_up
from dondoc.measures.engine import Totals, value
from dondoc.measures.models import TargetStatus
from dondoc.measures.queries import MeasureRow
from dondoc.measures.shown import shown_on

DAYS = 7
Before = tuple[str, Totals, TargetStatus]  # period, totals, status


@dataclass(frozen=True)
class Change:
    """One measure against a week ago. `words`: the value's; `known`: how many organisations more, or fewer, are known;
    `was`: the status then, where it is another now. `is_new_period`: the figures are not about the same thing."""

    words: str
    known: int
    was: TargetStatus | None
    is_new_period: bool = False

    @property
    def is_one(self) -> bool:
        """Whether anything is different."""
        return bool(self.known or self.was or self.is_new_period or self.words != _("không đổi"))

    @property
    def known_words(self) -> str:
        if not self.known:
            return ""
        if self.known > 0:
            return _("thêm %(n)s tổ chức có số liệu") % {"n": format_number(self.known)}
        return _("bớt %(n)s tổ chức có số liệu") % {"n": format_number(-self.known)}


def since(scope: Scope) -> date | None:
    """The day with which the newest month is compared; None for months that are over: nothing moves there any more."""
    return scope.computed_on - timedelta(days=DAYS) if scope.computed_on and scope.month == scope.last else None


def week_ago(scope: Scope) -> dict[str, Before]:
    """By measure what the board showed then. At most one query."""
    day = since(scope)
    return shown_on(scope.org, day) if day else {}


def change(row: MeasureRow, before: Before | None) -> Change | None:
    """None when nobody knows what the board showed then."""
    if before is None or row.period is None:
        return None
    period, totals, status = before
    was = status if status != row.status else None
    if period != row.period.code:
        return Change(_("kỳ mới"), 0, None, is_new_period=True)
    then, now = value(row.definition.kind, totals).number, row.value.number
    return Change(_words(then, now), row.totals.known - totals.known, was)


def _words(then: Decimal | None, now: Decimal | None) -> str:
    if then is None and now is None:
        return _("không đổi")
    if then is None:
        return _("mới có số liệu")
    if now is None:
        return _("không còn số liệu")
    return points_words(now - then)


def points_words(difference: Decimal) -> str:
    """A difference of two fractions: "+3,2 điểm %", "−1 điểm %"; "không đổi" for what rounds to nothing."""
    points = round_half_up(abs(difference) * 100, 1).normalize()
    if not points:
        return _("không đổi")
    sign = "+" if difference > 0 else "−"
    return _("%(change)s điểm %%") % {"change": f"{sign}{format_number(points)}"}
