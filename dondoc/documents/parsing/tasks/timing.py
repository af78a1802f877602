"""Which time holds for a directive: its own words or the schedule of its block."""

import re
from dataclasses import dataclass, replace

from dondoc.documents.parsing import dues
from dondoc.documents.parsing.draft import ScheduleDraft, schedule_cadence
from dondoc.documents.parsing.rules import SIGNS
from dondoc.lib.due import Cadence, Due, DueKind

_SHORT_RHYTHM = {Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.SEMIANNUAL}


@dataclass(frozen=True)
class When:
    """The time of a directive: its words, the schedule's rhythm where the task has another, how it was found."""

    due: Due
    words: str | None = None
    rhythm: str | None = None
    sign: str | None = None


def when(low: str, text: str, schedule: ScheduleDraft | None, year: int | None, *, of_one_year: bool = False) -> When:
    """The time that holds for a directive of which `text` are the words and `low` the same in lower case.

    A fixed day or a rhythm shorter than a year in the task's own words wins over the schedule of its block; a
    yearly rhythm is kept as the cadence, while the schedule stays the deadline.
    """
    own = dues.own_due(low) or dues.days_without_year(low, year, of_one_year=of_one_year)
    own_words = _own_words(own, text, low) if own else None
    sign = own.rule if own and own.rule in SIGNS else None
    if schedule is None:
        return (
            When(replace(own.due, text=own_words or ""), own_words, None, sign) if own else When(Due(DueKind.UNDATED))
        )
    rhythm = schedule_cadence(schedule.due)
    if own is None or own.due.kind is schedule.due.kind or own.due.kind is DueKind.AFTER_EVENT:
        return When(schedule.due, schedule.text, None, "due.inherited")
    if own.due.on is not None or own.due.cadence in _SHORT_RHYTHM:
        return When(replace(own.due, text=own_words or ""), own_words, rhythm, sign)
    if schedule.due.on is not None or own.due.cadence is not Cadence.ANNUAL:
        return When(schedule.due, schedule.text, None, "due.inherited")
    if schedule.due.kind is DueKind.AS_DIRECTED:
        return When(replace(schedule.due, cadence=Cadence.ANNUAL), schedule.text, rhythm, "due.inherited")
    return When(replace(own.due, text=schedule.text), schedule.text, rhythm, sign)


def _own_words(own: dues.DueMatch, text: str, low: str) -> str:
    """The words of an own due time; "định kỳ" with the rest of its clause."""
    if own.rule != "due.periodic":
        return text[own.start : own.end].strip()
    stop = re.compile(r"[.;:(]|$").search(low, own.end)
    return text[own.start : stop.start() if stop else own.end].strip(" ,")
