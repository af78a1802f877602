"""Dated rule tables: a number that a higher rule sets, from a day until another. Plain Python.

    code: sinh-hoat-phut
    name: Thời lượng tối thiểu của buổi sinh hoạt thường kỳ
    unit: phút                    # "%": `value: 20` is the fraction 0.2
    values:
      - {value: 90, valid_from: 2025-10-28, source: "Hướng dẫn 42-HD/BTCTW ngày 28/10/2025"}

The value in force on a day is the one that began last and has not ended. A thing is judged by the value in force on
the day of the thing, never by today's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dondoc.lib.numbers import format_number


@dataclass(frozen=True)
class NormValue:
    """What holds from `valid_from` until before `valid_to` (None: until the next begins). `source`: which rule says
    so, in words that people can look up."""

    value: Decimal
    valid_from: date
    source: str
    valid_to: date | None = None


@dataclass(frozen=True)
class Norm:
    code: str
    name: str
    unit: str
    values: tuple[NormValue, ...] = ()

    def on(self, day: date) -> NormValue | None:
        """What is in force on `day`; None when no rule was."""
        begun = [one for one in self.values if one.valid_from <= day]
        newest = max(begun, key=lambda one: one.valid_from, default=None)
        return newest if newest and (newest.valid_to is None or day < newest.valid_to) else None

    def factor(self, value: NormValue) -> Decimal:
        """`value` as it is computed with: a percentage as its fraction."""
        return value.value / 100 if self.unit == "%" else value.value

    def show(self, value: NormValue) -> str:
        """ "90 phút", "20 %"."""
        return f"{format_number(value.value)} {self.unit}".strip()


Norms = Mapping[str, Norm]
NO_NORMS: Norms = {}


def by_code(norms: Iterable[Norm]) -> dict[str, Norm]:
    return {norm.code: norm for norm in norms}
