"""How a rule says no, and how an action refuses: with a sentence for the person in front of the screen.

`rules.py` functions return `None` or a `Denial`; the template shows its reason instead of the button, the view
and the action pass it to `require`. `RefusalMiddleware` turns what is raised here into a plain page.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Denial:
    """Why something may not be done now; `reason` is a whole Vietnamese sentence."""

    reason: str


class Refused(Exception):
    """The request was understood and is refused. `reason` is a whole Vietnamese sentence: what, and what to do."""

    status: ClassVar[int] = 403

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Conflict(Refused):
    """Somebody else acted meanwhile, or the form was filled from an older state."""

    status = 409


class TooLarge(Refused):
    """What was sent is larger than the limit."""

    status = 413


class Invalid(Refused):
    """What was sent cannot be used as it is, and no form field can say so in place."""

    status = 422


class Shut(Refused):
    """It is not taken now: too early, or locked."""

    status = 423


class StorageFull(Refused):
    """There is no room left to keep what was sent; the person can do nothing about it but wait and tell."""

    status = 507


class StoreUnavailable(Refused):
    """The place where files are kept does not answer, or has lost one; the person can do nothing but wait and tell."""

    status = 503


def require(denial: Denial | None) -> None:
    """Nothing if there is no denial. Errors: Refused with the denial's reason."""
    if denial is not None:
        raise Refused(str(denial.reason))
