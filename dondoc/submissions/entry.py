"""A sheet being filled in: what it is about, what is known of it beforehand, what stands out in it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from dondoc.orgs.models import Org
from dondoc.sheets.answers import check_answers
from dondoc.sheets.checks import Look
from dondoc.sheets.models import Deliverable, SheetVersion
from dondoc.submissions import queries
from dondoc.submissions.forms import SheetForm
from dondoc.submissions.known import Prefilled, approved_before, look_at, prefill_for, quotas_of
from dondoc.submissions.models import COUNTS, Review, Submission
from dondoc.submissions.opening import open_submission
from dondoc.submissions.queries import Asked


@dataclass
class Entry:
    """A sheet being filled in; `submission` is None until the first save, so that looking leaves no empty drafts."""

    org: Org
    deliverable: Deliverable
    asked: Asked
    version: SheetVersion
    submission: Submission | None
    url: str

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
        return look_at(definition, answers, day=self.day, before=self.before)

    def opened(self, request: HttpRequest) -> Submission:
        """The draft, made now if it is not there yet."""
        return self.submission or open_submission(
            org=self.org, deliverable=self.deliverable, period=self.asked.period, round=self.asked.round,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
