"""What is known of one organisation: approved records, duties, an allocation. Plain frozen data; no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from dondoc.lib.numbers import Missing
from dondoc.lib.periods import Period


class Numbers(dict[str, Decimal | None]):
    """Field → its answer as a number, None when it says none: read when it is first asked for, by whichever measure."""

    __slots__ = ("_answers", "_review_answers")

    def __init__(self, answers: Mapping[str, str], review_answers: Mapping[str, str]) -> None:
        self._answers, self._review_answers = answers, review_answers

    def __missing__(self, name: str) -> Decimal | None:
        text = self._answers.get(name)
        if text is None:
            text = self._review_answers.get(name)
        found = self[name] = as_number(text) if text else None
        return found


@dataclass(frozen=True, slots=True)
class Record:
    """An approved answer for one deliverable and period. Answers are plain text as sheets keep them ("yes", "12.5")."""

    submission_id: int
    deliverable: str
    period_code: str
    period_start: date
    period_end: date
    answers: Mapping[str, str]
    review_answers: Mapping[str, str]
    done_on: date
    numbers: "Numbers" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "numbers", Numbers(self.answers, self.review_answers))

    def answer(self, name: str) -> str | None:
        """The answer to a field of the organisation or of the reviewer; None when it was not answered."""
        found = self.answers.get(name)
        return found if found is not None else self.review_answers.get(name)


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation. `due_on` is the last day allowed, extension included; None: waits for a superior, or ongoing.

    `done_on` is set with approval. `is_in_review`: all was sent in and is not decided. `closed_on`: from this day the
    organisation no longer exists or owes it; before, it counts like any other. `sent`: the products that wait for
    review, where it was asked for (forecasts).
    """

    deliverables: frozenset[str]
    period_code: str
    period_start: date
    period_end: date
    due_on: date | None = None
    done_on: date | None = None
    is_exempt: bool = False
    is_waiting: bool = False
    is_ongoing: bool = False
    is_in_review: bool = False
    closed_on: date | None = None
    sent: frozenset[str] = frozenset()

    def has_come_by(self, day: date) -> bool:
        """Whether its last day is not after `day`."""
        return self.due_on is not None and self.due_on <= day

    def is_done_before(self, day: date) -> bool:
        return self.done_on is not None and self.done_on < day

    def is_done_by(self, day: date) -> bool:
        return self.done_on is not None and self.done_on <= day


@dataclass(frozen=True, slots=True)
class OrgFacts:
    """Everything that a measure may read about one organisation. `allocation`: its quota of each year.

    `carried`: what those left it that it took over from, as of the day asked for.
    """

    org_id: int
    term: Period
    records: tuple[Record, ...] = ()
    duties: tuple[Duty, ...] = ()
    allocation: Mapping[int, int] = field(default_factory=dict)
    carried: tuple["Carried", ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """What one predecessor left on `on`: of one that goes on only what was done before that day.

    `is_heir`: its figures count here; of those that took over from it only one is, so that nothing counts twice.
    """

    facts: OrgFacts
    on: date
    is_heir: bool


def as_number(text: str) -> Decimal | None:
    """What `text` says as a finite number; None when it says none."""
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class OrgAnswer:
    """What one organisation contributes to one measure as of a day.

    `missing` None: known. share_of_orgs and assessed: 1/1, 0/1, and 0/1 with `missing` while not known. ratio and
    quota: the figures, None where there is none. NOT_APPLICABLE: outside the population, listed as exempt.
    `is_expected`: the last day for it has come.
    """

    period: Period
    numerator: Decimal | None
    denominator: Decimal | None
    missing: Missing | None
    is_expected: bool
    reason: str
    submission_ids: tuple[int, ...] = ()
    is_share: bool = True

    @property
    def verdict(self) -> Verdict:
        if self.missing is Missing.NOT_APPLICABLE:
            return Verdict.NOT_APPLICABLE
        if self.missing:
            return Verdict.UNKNOWN
        if not self.is_share:
            return Verdict.FIGURES
        return Verdict.YES if self.numerator else Verdict.NO
