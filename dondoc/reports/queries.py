"""Reads about reports: what became different after one was frozen."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dondoc.lib.periods import Period
from dondoc.reports.drafting import kind_of
from dondoc.reports.models import Report, ReportState
from dondoc.reports.snapshot import indicator_figures
from dondoc.reports.tables import STATUS_WORDS, parts_words, percent_words

_COMPARED = ("numerator", "denominator", "value", "missing", "not_known", "status")


@dataclass(frozen=True)
class Figures:
    """One measure as read by people: parts "50/59", value "84,7 %", how many are not known, status."""

    parts: str
    value: str
    not_known: int
    status: str


@dataclass(frozen=True)
class Correction:
    """ "Điều chỉnh sau chốt": one measure as it was frozen and as it stands now. None: it is not there."""

    label: str
    name: str
    frozen: Figures | None
    now: Figures | None


def corrections(report: Report) -> list[Correction]:
    """The measures of a frozen report that differ today for the same month; [] for a draft. Two queries.

    The frozen figures are not touched: what changed is shown beside them (DESIGN.md §3, promise 6).
    """
    if report.state != ReportState.FROZEN:
        return []
    then = _by_key(report.snapshot["indicators"])
    as_of = date.fromisoformat(report.snapshot["as_of"])
    kind, period = kind_of(report.snapshot), Period.parse(report.period)
    now = _by_key(
        indicator_figures(report.plan, report.org, period, as_of=as_of, kind=kind, about=report.about)
    )  # fmt: skip
    return [
        Correction(*_names(then.get(key) or now[key]), _figures(then.get(key)), _figures(now.get(key)))
        for key in dict.fromkeys([*then, *now])
        if _compared(then.get(key)) != _compared(now.get(key))
    ]


_Found = dict[str, tuple[str, dict[str, Any]]]  # measure key → label of its chỉ tiêu, the measure


def _by_key(indicators: list[dict[str, Any]]) -> _Found:
    return {measure["key"]: (one["label"], measure) for one in indicators for measure in one["measures"]}


def _names(found: tuple[str, dict[str, Any]]) -> tuple[str, str]:
    return found[0], found[1]["name"]


def _compared(found: tuple[str, dict[str, Any]] | None) -> tuple[Any, ...] | None:
    return tuple(found[1][name] for name in _COMPARED) if found else None


def _figures(found: tuple[str, dict[str, Any]] | None) -> Figures | None:
    if found is None:
        return None
    measure = found[1]
    return Figures(
        parts_words(measure), percent_words(measure["value"]), measure["not_known"], STATUS_WORDS[measure["status"]]
    )
