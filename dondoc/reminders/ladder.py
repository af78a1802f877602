"""The chasing ladder: which rung of it a duty has reached on a day. No database, no clock of its own.

A rung is counted in working days from the last day allowed. The one that holds on a day is the highest whose day has
come; those below it that were missed (nobody ran the machine) are passed over, never made up for. What fell due before
the ladder was switched on raises nothing until it reaches its next rung.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from string import Formatter
from typing import Any, TypeVar

from dondoc.lib.workdays import add_working_days, is_working_day, next_working_day

FARTHEST = 60  # working days before or after the last day
_LOOK = 120  # calendar days in which so many working days lie, Tết included

_Choice = TypeVar("_Choice", bound=StrEnum)


class Audience(StrEnum):
    """Whom a rung speaks to."""

    ORG = "org"  # those who answer for the organisation
    SECRETARY = "secretary"  # who approves for it; where nobody does, those who answer
    BODY = "body"  # the head of the body that follows the task
    LEADERS = "leaders"  # Thường trực: the leaders of the committee whose plan it is
    REPORT = "report"  # nobody: a line in the next report


class Way(StrEnum):
    """By what a rung is sent, beside the page that shows it in any case."""

    EMAIL = "email"
    HOOK = "hook"  # what the administrator has connected: Zalo, Telegram, another system


class Holder(StrEnum):
    """Who may hold a rung back."""

    NOBODY = "nobody"
    FOLLOWER = "follower"  # whoever may chase the duty
    LEADER = "leader"  # the leaders of the committee


TO_ORG = frozenset({Audience.ORG, Audience.SECRETARY})
FIELDS = frozenset({"ke_hoach", "so_ngay", "ngay"})  # what a wording may name; the duties stand beside it


@dataclass(frozen=True)
class Rung:
    """`after`: working days after the last day allowed, negative before it, 0 on it."""

    code: str
    name: str
    after: int
    audience: Audience
    ways: tuple[Way, ...]
    text: str
    holder: Holder = Holder.FOLLOWER

    @property
    def is_for_org(self) -> bool:
        """Whether it speaks to the organisation that owes, and not about it to somebody else."""
        return self.audience in TO_ORG

    @property
    def is_sent(self) -> bool:
        return self.audience is not Audience.REPORT

    def words(self, *, plan: str, today: date) -> str:
        """The wording with its fields filled in."""
        return self.text.format(ke_hoach=plan, so_ngay=abs(self.after), ngay=f"{today:%d/%m/%Y}")

    def day_for(self, last: date) -> date:
        """The working day on which it is reached by a duty that may be done until `last`."""
        if self.after > 0:
            return add_working_days(last, self.after)
        worked = last
        while not is_working_day(worked):
            worked -= timedelta(days=1)
        return add_working_days(worked, self.after)


@dataclass(frozen=True)
class Ladder:
    """`rungs` from the lowest up; outside `opens`–`closes` and on days off nothing leaves the house. `fixed`: ways that
    a person cannot switch off."""

    rungs: tuple[Rung, ...]
    opens: time = time(7, 30)
    closes: time = time(17, 0)
    fixed: frozenset[Way] = frozenset()

    def rung(self, code: str) -> Rung | None:
        return next((one for one in self.rungs if one.code == code), None)

    def reached(self, last: date, today: date) -> Rung | None:
        """The highest rung whose day has come; None before the lowest."""
        return next((one for one in reversed(self.rungs) if one.day_for(last) <= today), None)

    def due(self, last: date, today: date, since: date) -> Rung | None:
        """As `reached`, when it is to be acted on: on a working day, for a rung whose day is not before `since`."""
        found = self.reached(last, today) if is_working_day(today) else None
        return found if found and found.day_for(last) >= since else None

    def coming(self, last: date, today: date) -> tuple[Rung, date] | None:
        """The next rung and its day; None when there is none above."""
        found = ((one, one.day_for(last)) for one in self.rungs)
        return next(((one, day) for one, day in found if day > today), None)

    def spans(self, today: date, since: date) -> list[tuple[Rung, date, date]]:
        """`due` for every last day at once: (rung, first and last of the last days for which it is due)."""
        if not is_working_day(today):
            return []
        found, above = [], None
        for rung in reversed(self.rungs):
            newest = _newest(rung, today)
            oldest = max(_oldest(rung, since), above + timedelta(days=1) if above else date.min)
            if oldest <= newest:
                found.append((rung, oldest, newest))
            above = newest
        return found[::-1]

    def is_quiet(self, at: datetime) -> bool:
        """Whether nothing may leave the house at `at`, a local time."""
        return not (is_working_day(at.date()) and self.opens <= at.time() < self.closes)

    def opens_next(self, at: datetime) -> datetime:
        """The first moment from `at`, a local time, at which something may leave the house."""
        if not self.is_quiet(at):
            return at
        day = at.date() + timedelta(days=at.time() >= self.closes)
        return datetime.combine(next_working_day(day), self.opens, at.tzinfo)


def _newest(rung: Rung, today: date) -> date:
    """The newest last day for which `rung` is reached on `today`; earlier ones reached it before."""
    day = today + timedelta(days=_LOOK)
    while rung.day_for(day) > today:
        day -= timedelta(days=1)
    return day


def _oldest(rung: Rung, since: date) -> date:
    """The oldest last day for which the rung's day is not before `since`."""
    day = since - timedelta(days=_LOOK)
    while rung.day_for(day) < since:
        day += timedelta(days=1)
    return day


class LadderError(ValueError):
    """`faults`: every reason why the data is no ladder."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = list(faults)


def parse(data: Mapping[str, Any]) -> Ladder:
    """The ladder that plain data (YAML, JSON) describes. Errors: LadderError with all faults at once."""
    faults: list[str] = []
    unknown = set(data) - {"name", "rungs", "opens", "closes", "fixed"}
    faults += [f"không rõ mục “{key}”" for key in sorted(unknown)]
    rungs = [rung for n, one in enumerate(data.get("rungs") or (), 1) if (rung := _rung(one, n, faults))]
    if not data.get("rungs"):
        faults.append("thang phải có ít nhất một bậc")
    faults += _repeated("mã bậc", [one.code for one in rungs]) + _repeated(
        "mốc ngày", [str(one.after) for one in rungs]
    )
    opens, closes = _clock(data.get("opens", "07:30"), faults), _clock(data.get("closes", "17:00"), faults)
    if opens and closes and opens >= closes:
        faults.append("giờ bắt đầu gửi phải trước giờ thôi gửi")
    fixed = [way for one in data.get("fixed") or () if (way := _one_of(Way, one, "kênh", faults))]
    if faults or opens is None or closes is None:
        raise LadderError(faults)
    return Ladder(tuple(sorted(rungs, key=lambda one: one.after)), opens, closes, frozenset(fixed))


def _repeated(what: str, values: list[str]) -> list[str]:
    return [f"{what} “{one}” lặp lại" for one in sorted({one for one in values if values.count(one) > 1})]


def _rung(data: Mapping[str, Any], number: int, faults: list[str]) -> Rung | None:
    where = f"bậc {number}"
    before = len(faults)
    faults += [f"{where}: không rõ mục “{key}”" for key in sorted(set(data) - _KEYS)]
    faults += [
        f"{where}: thiếu “{key}”" for key in ("code", "name", "after", "audience") if data.get(key) in {None, ""}
    ]
    audience = _one_of(Audience, data.get("audience"), f"{where}: người nhận", faults)
    holder = _one_of(Holder, data.get("holder", Holder.FOLLOWER), f"{where}: người được giữ lại", faults)
    ways = [way for one in data.get("ways") or () if (way := _one_of(Way, one, f"{where}: kênh", faults))]
    after, text = data.get("after"), str(data.get("text") or "")
    if not isinstance(after, int) or abs(after) > FARTHEST:
        faults.append(f"{where}: số ngày làm việc phải là số nguyên từ -{FARTHEST} đến {FARTHEST}")
    if audience and audience is not Audience.REPORT and not text.strip():
        faults.append(f"{where}: thiếu lời nhắc")
    faults += [f"{where}: {fault}" for fault in _faults_of_wording(text)]
    if len(faults) > before or audience is None or holder is None or not isinstance(after, int):
        return None
    return Rung(str(data["code"]), str(data["name"]), after, audience, tuple(dict.fromkeys(ways)), text.strip(), holder)


_KEYS = {"code", "name", "after", "audience", "ways", "text", "holder"}


def _faults_of_wording(text: str) -> list[str]:
    try:
        named = {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}
    except ValueError:
        return ["lời nhắc có dấu { hoặc } đứng lẻ"]
    return [f"lời nhắc có trường lạ {{{name}}}" for name in sorted(named - FIELDS)]


def _one_of(kind: type[_Choice], value: object, what: str, faults: list[str]) -> _Choice | None:
    try:
        return kind(str(value))
    except ValueError:
        faults.append(f"{what} không rõ: “{value}”")
        return None


def _clock(value: object, faults: list[str]) -> time | None:
    try:
        return time.fromisoformat(str(value))
    except ValueError:
        faults.append(f"giờ không rõ: “{value}”")
        return None


def as_data(ladder: Ladder) -> dict[str, Any]:
    """Plain data that `parse` reads back to an equal ladder."""
    return {
        "opens": f"{ladder.opens:%H:%M}",
        "closes": f"{ladder.closes:%H:%M}",
        "fixed": sorted(way.value for way in ladder.fixed),
        "rungs": [
            {
                "code": one.code, "name": one.name, "after": one.after, "audience": one.audience.value,
                "ways": [way.value for way in one.ways], "text": one.text, "holder": one.holder.value,
            }
            for one in ladder.rungs
        ],
    }  # fmt: skip
