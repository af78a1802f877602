"""Which time holds for a directive: its own words or the schedule of its block."""

import re
from dataclasses import replace

from dondoc.documents.parsing import dues
from dondoc.documents.parsing.draft import ScheduleDraft, schedule_cadence
from dondoc.lib.due import Cadence, Due, DueKind

_SHORT_RHYTHM = {Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.SEMIANNUAL}


def when(low: str, text: str, schedule: ScheduleDraft | None, year: int | None) -> tuple[Due, str | None, str | None]:
    """(due, its words, the schedule's rhythm where the task has another).

    A fixed day or a rhythm shorter than a year in the task's own words wins over the schedule of its block; a
    yearly rhythm is kept as the cadence, while the schedule stays the deadline.
    """
    own = dues.own_due(low) or dues.days_without_year(low, year)
    own_words = _own_words(own, text, low) if own else None
    if schedule is None:
        return (replace(own.due, text=own_words or ""), own_words, None) if own else (Due(DueKind.UNDATED), None, None)
    rhythm = schedule_cadence(schedule.due)
    if own is None or own.due.kind is schedule.due.kind or own.due.kind is DueKind.AFTER_EVENT:
        return schedule.due, schedule.text, None
    if own.due.on is not None or own.due.cadence in _SHORT_RHYTHM:
        return replace(own.due, text=own_words or ""), own_words, rhythm
    if schedule.due.on is not None or own.due.cadence is not Cadence.ANNUAL:
        return schedule.due, schedule.text, None
    if schedule.due.kind is DueKind.AS_DIRECTED:
        return replace(schedule.due, cadence=Cadence.ANNUAL), schedule.text, rhythm
    return replace(own.due, text=schedule.text), schedule.text, rhythm


def _own_words(own: dues.DueMatch, text: str, low: str) -> str:
    """The words of an own due time; "định kỳ" with the rest of its clause."""
    if own.rule != "due.periodic":
        return text[own.start : own.end].strip()
    stop = re.compile(r"[.;:(]|$").search(low, own.end)
    return text[own.start : stop.start() if stop else own.end].strip(" ,")
