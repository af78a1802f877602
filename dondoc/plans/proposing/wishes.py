"""The settings of a proposal, as plain data: what people adjust, and nothing that follows from it."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from dondoc.indicators.formula import MeasureKind
from dondoc.lib.due import CADENCE_PERIOD, Cadence
from dondoc.lib.periods import PeriodKind

FIGURES = frozenset({MeasureKind.RATIO, MeasureKind.COUNT, MeasureKind.QUOTA})
AT_END = "end"  # a target of every period: judged when the period is over
REPORTING_DAY = 25
PAPER, RESULT = "van-ban-da-ban-hanh", "ket-qua-nhiem-vu"  # the common sheets of products; sheets/common


@dataclass(frozen=True)
class MeasureWish:
    """How one measure is to be taken.

    `population`: who reports, or for a share whose doing is counted (as Task.population). `value` is in `unit`, as the
    plan says it: "30" for 30 %. `due_on`: a day, AT_END, or "". `top`, `bottom`: what is asked for, in words.
    `by_tasks`: a share that is proved by the products of the tasks of the chỉ tiêu. `asked_in`: the deliverable that
    asks for the same figures already, and `asked_as` its letter there.
    """

    kind: MeasureKind
    name: str
    comparator: str
    value: str
    unit: str
    period: str
    due_on: str
    population: dict[str, list[str]] = field(default_factory=dict)
    reviewer: str = ""
    cadence: str = Cadence.ANNUAL.value
    day: int = REPORTING_DAY
    evidence: str = "optional"
    top: str = ""
    bottom: str = ""
    over_time: str = "sum"
    by_tasks: bool = False
    asked_in: str = ""
    asked_as: str = ""

    @classmethod
    def of(cls, data: dict[str, Any]) -> "MeasureWish":
        return cls(**{**_known(cls, data), "kind": MeasureKind(data["kind"])})

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"kind": self.kind.value}

    @property
    def asks_a_sheet(self) -> bool:
        """Whether a sheet of its own asks for it."""
        return not self.by_tasks

    @property
    def sheet_period(self) -> str:
        return period_of_cadence(self.cadence)

    @property
    def sheet_key(self) -> tuple[Any, ...]:
        """Measures of one chỉ tiêu with the same key are asked in one sheet."""
        who = tuple((part, tuple(codes)) for part, codes in sorted(self.population.items()))
        return (who, self.cadence, self.day, self.reviewer, self.evidence)


@dataclass(frozen=True)
class ProductWish:
    """What a product of tasks is. `population`, `cadence` "": as the tasks say. `deliverable`: an existing product."""

    name: str
    sheet: str = RESULT
    population: dict[str, list[str]] = field(default_factory=dict)
    reviewer: str = ""
    cadence: str = ""
    day: int = REPORTING_DAY
    evidence: str = ""  # "": as the sheet says
    deliverable: str = ""

    @classmethod
    def of(cls, data: dict[str, Any]) -> "ProductWish":
        return cls(**_known(cls, data))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def period_of_cadence(cadence: str) -> str:
    """The period of a sheet that is sent in this rhythm; once: the term."""
    known = {one.value: kind.value for one, kind in CADENCE_PERIOD.items()}
    return known.get(cadence, PeriodKind.TERM.value)


def _known(cls: type, data: dict[str, Any]) -> dict[str, Any]:
    return {f.name: data[f.name] for f in fields(cls) if f.name in data}
