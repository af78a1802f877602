"""How long the pages of a file may take by the clock: whoever would hold the reader up is refused within five seconds.

The clock alone would refuse honest files on a busy machine, so what counts against a file is also how much processor
time its pages took. A page that never comes back is ended by an alarm, which ends the whole child process.
"""

import signal
import time

from dondoc.documents.parsing.files.base import refusal

_IN_ALL = 4.0  # seconds from the start after which only files are read on whose pages are light
_A_PAGE = 2.0  # seconds for one page, while there is time left
_LAST = 0.5  # seconds for one page, when there is none left
_LIGHT = 0.06  # seconds of processor time for a page; an honest one takes a third of it
_SETTING_OUT = 0.6  # seconds of processor time to start and to open a file


class Pace:
    """The clock of one file. `begin` starts it, in a child process only; without it nothing is limited."""

    def __init__(self) -> None:
        self._began: float | None = None

    def begin(self) -> None:
        self._began = time.monotonic()
        self.page("", 0)

    def page(self, name: str, done: int) -> None:
        """Before the next page of the file `name`, of which `done` are read. Errors: UnreadableFile (heavy)."""
        if self._began is None:
            return
        left = _IN_ALL - (time.monotonic() - self._began)
        if left <= 0 and time.process_time() > _SETTING_OUT + _LIGHT * done:
            raise refusal("heavy", name)
        signal.setitimer(signal.ITIMER_REAL, min(_A_PAGE, max(left, _LAST)))

    def end(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)


PACE = Pace()
