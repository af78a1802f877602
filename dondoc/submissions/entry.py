"""A sheet being filled in: what it is about, what is known of it beforehand, what stands out in it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from dondoc.obligations.gates import OPEN, Gates, Sought, Standing
from dondoc.obligations.models import Assignment, Obligation
from dondoc.obligations.ruling_queries import RulingRow, current_rulings
from dondoc.orgs.models import LEADING_KINDS, Org
from dondoc.sheets.answers import check_answers
from dondoc.sheets.checks import Look
from dondoc.sheets.models import Deliverable, SheetVersion
from dondoc.submissions import queries
from dondoc.submissions.compiling import Changed, changed_below, compiled_notices
from dondoc.submissions.forms import SheetForm
from dondoc.submissions.known import Prefilled, approved_before, look_at, prefill_for, quotas_of
from dondoc.submissions.models import COUNTS, Review, Submission
from dondoc.submissions.opening import Opening, begin_many, open_submission
from dondoc.submissions.queries import Asked, duties_of_each


@dataclass
class Entry:
    """A sheet being filled in; `submission` is None until the first save, so that looking leaves no empty drafts."""

    org: Org
    deliverable: Deliverable
    asked: Asked
    version: SheetVersion
    submission: Submission | None
    url: str
    settled: str | None = None  # the stamp (audit.settled), where it was read with these

    @classmethod
    def of(cls, submission: Submission) -> "Entry":
        """Of a sheet that is there."""
        url = reverse("submissions:edit", args=[submission.pk])
        asked = Asked(submission.span, submission.round)
        return cls(submission.org, submission.deliverable, asked, submission.sheet_version, submission, url)

    @property
    def key(self) -> str:
        """The same before and after the first save."""
        round_ = self.asked.round
        return f"{self.org.pk}.{self.deliverable.code}.{f'dot-{round_.pk}' if round_ else self.asked.period.code}"

    @property
    def period_label(self) -> str:
        return self.asked.label

    @property
    def answers(self) -> dict[str, str]:
        return self.submission.answers if self.submission else {}

    @cached_property
    def returned(self) -> Review | None:
        """Why it was sent back; None when it was not, or has been decided about since."""
        return queries.returned_by([self.submission]).get(self.submission.pk) if self.submission else None

    @cached_property
    def before(self) -> Submission | None:
        """What was sent in for the period before."""
        return queries.previous_of(self.org, self.deliverable, self.asked.period.start)

    @cached_property
    def prefilled(self) -> dict[str, Prefilled]:
        """What is known and only confirmed."""
        definition, start = self.version.parsed, self.asked.period.start
        if not any(one.is_prefilled for one in definition.fields):
            return {}
        last = self.before if self.before and self.before.status in COUNTS else None
        last = last or approved_before(self.org, self.deliverable, start)
        return prefill_for(self.org, definition, last, day=self.day)

    @property
    def day(self) -> date:
        """The day by which rules are chosen when no field says when the thing was done."""
        return min(self.asked.period.end, timezone.localdate())

    @cached_property
    def duties(self) -> list[Obligation]:
        """The obligations that ask for it."""
        about = self.submission or Submission(
            org=self.org, deliverable=self.deliverable, period=self.asked.period.code, round=self.asked.round
        )
        return duties_of_each([about])[about.pk]

    @cached_property
    def standing(self) -> Standing:
        """Whether the sheet is taken now."""
        return self.standing_at(timezone.now(), self.settled)

    def standing_at(self, at: datetime, under: str | None = None) -> Standing:
        """Whether the sheet is taken at `at`. One query, and up to three more where anything may be shut."""
        gates = Gates.over([self.org.pk], at, under)
        is_done = self.submission is not None and self.submission.status in COUNTS  # may be unlocked all the same
        if not gates.are_any and not is_done:
            return OPEN
        sought = Sought(
            org=self.org, sheet_id=self.version.sheet_id, start=self.asked.period.start, end=self.asked.period.end,
            duties=self.duties, returned_at=self.returned.decided_at if self.returned else None,
        )  # fmt: skip
        return gates.standing(sought, at)

    @cached_property
    def rulings(self) -> list[RulingRow]:
        """What was ruled about it and holds now, or is asked for."""
        ruled = [one for one in self.duties if one.stopped_on or one.extended_to or not self.standing.is_open]
        ruled += [one for one in self.duties if one.unlocked_until and one not in ruled]
        found = current_rulings(ruled, timezone.now())
        return [row for one in ruled for row in found.get(one.pk, ())]

    @property
    def asked_at(self) -> datetime | None:
        """When it was asked that the sheet be taken once more, while that waits for an answer."""
        return next((row.at for row in self.rulings if row.is_asked), None)

    def form(self, *data: Any) -> SheetForm:
        explains = self.returned is not None
        return SheetForm.of(self.version.parsed, self.submission, *data, explains=explains, prefilled=self.prefilled)

    @property
    def quotas(self) -> list[str]:
        """What was allotted to the organisation, in words; asked for only by sheets that count against it."""
        if not any(one.quota for one in self.version.parsed.fields):
            return []
        return quotas_of(self.org, self.deliverable, self.asked.period.end.year)

    def look(self, form: SheetForm) -> Look:
        """What stands out in what is typed, or else in what is stored."""
        definition, answers = self.version.parsed, self.answers
        if form.given is not None:
            answers, _wrong = check_answers(definition.fields, form.given, today=timezone.localdate(), complete=False)
        look = look_at(definition, answers, day=self.day, before=self.before, under=self.settled)
        kept = self.submission.compiled if self.submission else {}
        return replace(look, notices=(*look.notices, *compiled_notices(kept, definition, answers)))

    @cached_property
    def assignment(self) -> Assignment | None:
        """What the organisation gave down for the same product and period. One query for those who lead chi bộ."""
        if self.org.kind not in LEADING_KINDS:
            return None
        return Assignment.objects.asking(
            self.org, self.deliverable, self.asked.period, self.asked.round and self.asked.round.pk
        ).first()

    @cached_property
    def changed_below(self) -> Changed | None:
        """What has changed below since it was taken over."""
        return changed_below(self.submission) if self.submission else None

    def begun(self, request: HttpRequest) -> Submission:
        """The draft, or a new one that the act on it stores, in this transaction (opening.begin_many). The first time
        that nothing is there is taken as it was just seen; when that fails it is looked for."""
        if self.submission:
            return self.submission
        opening = Opening(
            org=self.org, deliverable=self.deliverable, period=self.asked.period, round=self.asked.round,
            version=self.version, by=request.user, at=timezone.now(),
        )  # fmt: skip
        was_looked_for, self._was_tried = not self._was_tried, True
        [begun] = begin_many([opening], are_new=was_looked_for)
        return begun

    _was_tried = False

    def opened(self, request: HttpRequest) -> Submission:
        """The draft, made now if it is not there yet."""
        return self.submission or open_submission(
            org=self.org, deliverable=self.deliverable, period=self.asked.period, round=self.asked.round,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
