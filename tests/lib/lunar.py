"""The Vietnamese lunar calendar, computed from the moon and the sun, to check tables that people wrote.

The rules, as Hồ Ngọc Đức describes them: a month begins on the day (Hanoi time, UTC+7) of a new moon; the month that
holds the winter solstice is the eleventh; of thirteen months between two such months, the first in which the sun
crosses no multiple of 30° is the leap one. Moments from the series of Jean Meeus, Astronomical Algorithms (1998),
chapters 25 and 49, good to minutes in our years.
"""

from datetime import date, timedelta
from math import floor, radians, sin

_DAY_ZERO = date(2000, 1, 1)
_JULIAN_ZERO = 2451545  # the Julian day number of that date
_MONTH = 29.530588861
_HANOI = 7 / 24


def _new_moon(k: int) -> float:
    """The moment of the k-th new moon after that of 6 January 2000, as a Julian date (dynamical time)."""
    t = k / 1236.85
    at = 2451550.09766 + _MONTH * k + 0.00015437 * t**2 - 0.00000015 * t**3 + 0.00000000073 * t**4
    bent = 1 - 0.002516 * t - 0.0000074 * t**2  # the orbit of the earth grows rounder
    sun = radians(2.5534 + 29.1053567 * k - 0.0000014 * t**2)
    moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t**2)
    far = radians(160.7108 + 390.67050284 * k - 0.0016118 * t**2)
    node = radians(124.7746 - 1.56375588 * k + 0.0020672 * t**2)
    return at + (
        -0.4072 * sin(moon) + 0.17241 * bent * sin(sun) + 0.01608 * sin(2 * moon) + 0.01039 * sin(2 * far)
        + 0.00739 * bent * sin(moon - sun) - 0.00514 * bent * sin(moon + sun) + 0.00208 * bent**2 * sin(2 * sun)
        - 0.00111 * sin(moon - 2 * far) - 0.00057 * sin(moon + 2 * far) + 0.00056 * bent * sin(2 * moon + sun)
        - 0.00042 * sin(3 * moon) + 0.00042 * bent * sin(sun + 2 * far) + 0.00038 * bent * sin(sun - 2 * far)
        - 0.00024 * bent * sin(2 * moon - sun) - 0.00017 * sin(node)
    )  # fmt: skip


def _sun_at_midnight(day: int) -> int:
    """In which twelfth of its way (0 from 0°, 9 from the winter solstice) the sun stands when `day` begins in Hanoi."""
    t = (day - 0.5 - _HANOI - 2451545) / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t**2
    m = radians(357.52911 + 35999.05029 * t - 0.0001537 * t**2)
    middle = (1.914602 - 0.004817 * t) * sin(m) + (0.019993 - 0.000101 * t) * sin(2 * m) + 0.000289 * sin(3 * m)
    seen = mean + middle - 0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * t))
    return floor(seen / 30) % 12


def _month_start(k: int) -> int:
    """The Julian day number of the day in Hanoi on which the k-th new moon falls (a minute of clock drift left out)."""
    return floor(_new_moon(k) - 70 / 86400 + 0.5 + _HANOI)


def _eleventh_month(year: int) -> int:
    """Which new moon begins the month with the winter solstice of `year`."""
    k = round((date(year, 12, 31).toordinal() - _DAY_ZERO.toordinal() - 5) / _MONTH)
    while _month_start(k) > date(year, 12, 31).toordinal() - _DAY_ZERO.toordinal() + _JULIAN_ZERO:
        k -= 1
    return k - 1 if _sun_at_midnight(_month_start(k)) >= 9 else k


def solar_date(day: int, month: int, year: int) -> date:
    """The solar day of `day`/`month` of the lunar `year` (of the month itself, not of a leap month after it)."""
    eleventh, following = _eleventh_month(year - 1), _eleventh_month(year)
    months = list(range(eleventh, following))  # 11, 12, 1, 2, … 10, one of them perhaps a leap month
    if len(months) == 13:
        suns = [_sun_at_midnight(_month_start(k)) for k in range(eleventh, following + 1)]
        months.pop(next(n for n in range(1, 13) if suns[n] == suns[n + 1]))
    start = _month_start(months[(month - 11) % 12])
    return _DAY_ZERO + timedelta(days=start - _JULIAN_ZERO + day - 1)
