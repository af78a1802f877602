"""How pace and outlook are told; word, colour and icon live here only."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.forecast.queries import Forecast
from dondoc.lib.dates import format_date
from dondoc.lib.numbers import format_number, format_percent
from dondoc.measures.engine.trajectory import Outlook, Pace


class PaceWord(models.TextChoices):
    REACHED = Pace.REACHED.value, gettext_lazy("Đã đạt mức của cả kỳ")
    ON_PACE = Pace.ON_PACE.value, gettext_lazy("Đúng tiến độ")
    BEHIND = Pace.BEHIND.value, gettext_lazy("Chậm so với tiến độ")
    NOTHING_DUE = Pace.NOTHING_DUE.value, gettext_lazy("Chưa đến hạn nào")
    NO_DATA = Pace.NO_DATA.value, gettext_lazy("Chưa có số liệu")

    @property
    def tone(self) -> str:
        return {"reached": "good", "on_pace": "info", "behind": "bad"}.get(self, "muted")

    @property
    def icon(self) -> str:
        return {
            "reached": "circle-check", "on_pace": "trending-up", "behind": "alert-triangle", "nothing_due": "calendar",
            "no_data": "circle-dashed",
        }[self]  # fmt: skip


class OutlookWord(models.TextChoices):
    SURE = Outlook.SURE.value, gettext_lazy("Chắc chắn đạt")
    LIKELY = Outlook.LIKELY.value, gettext_lazy("Có thể đạt")
    AT_RISK = Outlook.AT_RISK.value, gettext_lazy("Có nguy cơ không đạt")
    OUT_OF_REACH = Outlook.OUT_OF_REACH.value, gettext_lazy("Không còn đạt được")

    @property
    def tone(self) -> str:
        return {"sure": "good", "likely": "info", "at_risk": "warn", "out_of_reach": "bad"}[self]

    @property
    def icon(self) -> str:
        return {
            "sure": "circle-check", "likely": "trending-up", "at_risk": "alert-triangle", "out_of_reach": "circle-x",
        }[self]  # fmt: skip


def pace_word(found: Forecast) -> PaceWord | None:
    return PaceWord(found.pace.value) if found.pace else None


def outlook_word(found: Forecast) -> OutlookWord | None:
    return OutlookWord(found.outlook.value) if found.outlook else None


def outlook_why(found: Forecast) -> str:
    """From what the outlook follows, in a sentence; "" when nothing can be said."""
    ends, ahead = found.projection, found.ahead
    if ends is None or found.outlook is None:
        return ""
    match found.outlook:
        case Outlook.SURE:
            return _("Dù các đơn vị còn lại trả lời thế nào, kết quả vẫn đạt mức giao.")
        case Outlook.OUT_OF_REACH:
            said = _("Dù các đơn vị còn lại đều tốt, cao nhất cũng chỉ được %(most)s.")
            return said % {"most": format_percent(ends.ceiling)}
        case Outlook.AT_RISK:
            said = _("Có %(n)s đơn vị dễ trễ hạn; nếu các đơn vị này không làm xong, cao nhất chỉ được %(most)s.")
            return said % {"n": format_number(ahead.at_risk), "most": format_percent(ends.without_risky)}
        case Outlook.LIKELY:
            if ahead.late:
                said = _("Còn đạt được nếu %(n)s đơn vị quá hạn làm nốt trước khi kỳ kết thúc.")
                return said % {"n": format_number(ahead.late)}
            return _("Còn đạt được; chưa thấy đơn vị nào dễ trễ đến mức kéo kết quả xuống dưới mức giao.")


def next_step_words(found: Forecast) -> str:
    """When more is demanded next: "hết ngày 20/12/2026 phải đạt 95,2 %"; "" when nothing more is."""
    if found.next_step is None:
        if found.due_after is None:
            return ""
        return _("sau khi kỳ kết thúc, hết ngày %(day)s") % {"day": format_date(found.due_after)}
    day, level = found.next_step
    return _("hết ngày %(day)s phải đạt %(level)s") % {"day": format_date(day), "level": format_percent(level)}


@dataclass(frozen=True)
class Ending:
    """Where a measure will end, in the few words that a board has room for; fractions.

    `likely`: if what was sent in is accepted and the open ones keep their habit, None where that is not known. `floor`,
    `ceiling`: whatever comes, None for no bound. `at_risk`: organisations more likely late than on time.
    """

    likely: Decimal | None
    floor: Decimal | None
    ceiling: Decimal | None
    at_risk: int
    outlook: OutlookWord | None

    @property
    def range_words(self) -> str:
        """ "76,3 % – 100 %", "từ 73,6 %", one number where nothing is open any more; "" when there is no bound."""
        if self.floor is None:
            return ""
        low = format_percent(self.floor)
        if self.ceiling is None:
            return _("từ %(low)s") % {"low": low}
        return low if self.floor == self.ceiling else f"{low} – {format_percent(self.ceiling)}"

    @property
    def is_settled(self) -> bool:
        """Whether nothing can change any more."""
        return self.floor is not None and self.floor == self.ceiling

    @property
    def likely_words(self) -> str:
        """The likely end where it says more than the range; else ""."""
        if self.likely is None or self.is_settled:
            return ""
        return _("khoảng %(likely)s") % {"likely": format_percent(self.likely, 0)}


def ending(found: Forecast) -> Ending | None:
    """None where nothing can be said of the end: everything is possible, and nobody is at risk. Who has no day yet has
    no habit to judge by."""
    ends, at_risk = found.projection, found.ahead.at_risk
    if ends is None:
        return None
    likely = None if found.waiting else ends.likely
    is_anything = ends.floor is None or (ends.floor == 0 and likely is None and (ends.ceiling or 1) >= 1)
    return (
        None if is_anything and not at_risk else Ending(likely, ends.floor, ends.ceiling, at_risk, outlook_word(found))
    )
