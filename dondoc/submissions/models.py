"""Filled sheets, their evidence and their review. A product is entered once and credited wherever it is asked."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from dondoc.audit.settled import settled
from dondoc.lib.periods import Period
from dondoc.obligations.models import Obligation, Round
from dondoc.orgs.models import Org, Span, span_is_forward, valid_on
from dondoc.plans.models import Plan
from dondoc.sheets.models import Deliverable, Sheet, SheetVersion
from dondoc.submissions.entry_links import EntryLink as EntryLink  # tables of this app
from dondoc.submissions.entry_links import LinkMiss as LinkMiss
from dondoc.submissions.entry_links import LinkState as LinkState
from dondoc.submissions.risk import CLUES, Concern, parse
from dondoc.submissions.signing import Signature, signatures


class SubmissionState(models.TextChoices):
    DRAFT = "draft", _("Bản nháp")
    INTERNAL = "internal", _("Chờ duyệt trong đơn vị")
    SUBMITTED = "submitted", _("Chờ duyệt")
    SENT_BACK = "sent_back", _("Bị trả lại")
    APPROVED = "approved", _("Đã duyệt")
    LOCKED = "locked", _("Đã chốt")

    @property
    def tone(self) -> str:
        return {
            "draft": "muted",
            "internal": "info",
            "submitted": "info",
            "sent_back": "bad",
            "approved": "good",
            "locked": "good",
        }[self]

    @property
    def icon(self) -> str:
        return {
            "draft": "pencil", "internal": "user-check", "submitted": "eye", "sent_back": "arrow-back-up",
            "approved": "circle-check", "locked": "lock",
        }[self]  # fmt: skip


State = SubmissionState
# The life of a submission: which states may follow which. The diagram in docs is printed from this table.
TRANSITIONS: dict[SubmissionState, frozenset[SubmissionState]] = {
    State.DRAFT: frozenset({State.INTERNAL, State.SUBMITTED}),
    State.INTERNAL: frozenset({State.DRAFT, State.SUBMITTED}),  # with the secretary, where two steps are on
    State.SUBMITTED: frozenset({State.DRAFT, State.SENT_BACK, State.APPROVED}),  # DRAFT: withdrawn
    State.SENT_BACK: frozenset({State.INTERNAL, State.SUBMITTED}),
    # SENT_BACK: a fault found after approval; DRAFT: opened again by its organisation, which was let in
    State.APPROVED: frozenset({State.SENT_BACK, State.LOCKED, State.DRAFT}),
    State.LOCKED: frozenset({State.DRAFT}),
}
# Who acts next in each state: the organisation, its secretary, the reviewer, or nobody.
STATUS_OWNER = {
    State.DRAFT: "organisation", State.INTERNAL: "secretary", State.SUBMITTED: "reviewer",
    State.SENT_BACK: "organisation", State.APPROVED: "nobody", State.LOCKED: "nobody",
}  # fmt: skip
# The audit event that a move into each state writes.
STATUS_EVENT = {
    State.DRAFT: "submission.withdraw", State.INTERNAL: "submission.send_inside",
    State.SUBMITTED: "submission.submit", State.SENT_BACK: "submission.send_back",
    State.APPROVED: "submission.approve", State.LOCKED: "submission.lock",
}  # fmt: skip
# The moves of which the audit trail tells something else than of others into that state.
MOVE_EVENT = {
    (State.INTERNAL, State.DRAFT): "submission.return_inside",
    (State.APPROVED, State.DRAFT): "submission.reopen",
    (State.LOCKED, State.DRAFT): "submission.reopen",
}
UNSENT = frozenset({State.DRAFT, State.INTERNAL})  # has not left the organisation
EDITABLE = frozenset({State.DRAFT, State.SENT_BACK})
COUNTS = frozenset({State.APPROVED, State.LOCKED})  # what measures are computed from


def event_of(start: SubmissionState, to: SubmissionState) -> str:
    """The audit event that this move writes."""
    return MOVE_EVENT.get((start, to), STATUS_EVENT[to])


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user) -> "SubmissionQuerySet":
        """Submissions of the organisations that `user` may see, and those that answer what `user`'s body reviews."""
        return self.filter(Q(org_id__in=user.org_ids_with("view")) | Q(pk__in=_reviewed_by(user)))

    def judged_by(self, user) -> "SubmissionQuerySet":
        """Submissions that `user` may review, by the right over the organisation or in the body that is to review."""
        return self.filter(Q(org_id__in=user.org_ids_with("review")) | Q(pk__in=_reviewed_by(user)))


def _reviewed_by(user):
    """Ids of the submissions credited to tasks that a body where `user` holds the right to review is to review."""
    bodies = user.reviewing_org_ids()
    return Credit.objects.filter(reviewer_id__in=bodies).values("submission_id")


class Submission(models.Model):
    """One filled sheet: the answer of one organisation for one deliverable and period (or round)."""

    org = models.ForeignKey(Org, models.PROTECT, related_name="submissions")
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="submissions")
    sheet_version = models.ForeignKey(SheetVersion, models.PROTECT, related_name="submissions")
    period = models.CharField(max_length=12)
    period_start = models.DateField()
    period_end = models.DateField()
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="submissions")
    answers = models.JSONField(default=dict)
    review_answers = models.JSONField(default=dict)
    # why its own secretary gave it back to be corrected; "" when it was not, or has gone on since
    returned_inside = models.TextField(blank=True, default="", db_default="")
    # giải trình: what the organisation answers to the reviewer who sent it back
    explanation = models.TextField(blank=True, default="", db_default="")
    # why something that stands out is right: notice code → the organisation's words
    remarks = models.JSONField(default=dict, db_default=models.Value({}, output_field=models.JSONField()))
    # what stood out when it was sent in, under the rules of the day of the thing: [{code, field, text, source, reason}]
    notices = models.JSONField(default=list, db_default=models.Value([], output_field=models.JSONField()))
    # what was taken over from the organisations below, and from whose sheets; see `compiling`; {}: nothing was
    compiled = models.JSONField(default=dict, db_default=models.Value({}, output_field=models.JSONField()))
    state = models.CharField(max_length=10, choices=SubmissionState.choices, default=SubmissionState.DRAFT)
    done_on = models.DateField(null=True, blank=True)  # when the work was done: the sheet's done_on field or submission
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    entered_on_behalf = models.BooleanField(default=False)  # "nhập hộ"
    link = models.ForeignKey(  # through which it was (last) filled in by somebody without an account
        "submissions.EntryLink", models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    revision = models.PositiveIntegerField(default=0)  # counts saves; a form made from an older one is refused
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    search_text = models.TextField(blank=True)
    # How it stands in the reviewers' queue, as of when it was sent in; see `weighing`. None of it decides who may what.
    risk = models.PositiveSmallIntegerField(default=0, db_default=0)
    concerns = models.CharField(max_length=120, blank=True, default="", db_default="")  # codes of risk.Concern
    bodies = models.CharField(max_length=200, blank=True, default="", db_default="")  # " 12 15 ": who is to review it
    # answers only what the committee above asked of its own chi bộ: it is reviewed there
    is_internal = models.BooleanField(default=False, db_default=False)
    due_on = models.DateField(null=True, blank=True)  # the earliest day of what it answers
    review_by = models.DateField(null=True, blank=True)  # the day by which the reviewer is to decide; see ReviewLimit

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["org", "deliverable", "period"], condition=Q(round__isnull=True), name="submission_once"
            ),
            models.UniqueConstraint(
                fields=["org", "deliverable", "round"], condition=Q(round__isnull=False), name="submission_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="submission_submitted_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="submission_approved_at_and_by",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-risk", "review_by", "submitted_at", "id"], name="submission_queue"),
            models.Index(fields=["state", "deliverable", "concerns", "bodies", "review_by"], name="submission_facets"),
            models.Index(fields=["deliverable", "period", "state"], name="submission_peers"),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable}, {self.period_label}"

    @property
    def period_label(self) -> str:
        """The round's name, or the period in Vietnamese."""
        return self.round.name if self.round else self.span.label

    @property
    def span(self) -> Period:
        return Period.parse(self.period)

    @property
    def status(self) -> SubmissionState:
        return SubmissionState(self.state)

    @property
    def looks(self) -> tuple[Concern, ...]:
        """Why it wants looking at, the gravest first."""
        return parse(self.concerns)

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @cached_property
    def answered_count(self) -> int:
        """How many duties it answers. One query, unless told before."""
        return self.credits.count()

    @cached_property
    def reviewing_bodies(self) -> frozenset[int]:
        """Ids of the bodies that the plan names to review what this answers. One query, unless told before."""
        return frozenset(self.credits.exclude(reviewer=None).values_list("reviewer_id", flat=True))


class ReviewLimitQuerySet(models.QuerySet["ReviewLimit"]):
    def visible_to(self, user) -> "ReviewLimitQuerySet":
        """Everybody who can sign in may know how long a review may take."""
        return self.all() if user.is_authenticated else self.none()

    def in_force(self, day: date) -> "ReviewLimitQuerySet":
        """Those that hold on `day`."""
        return self.filter(valid_on(day))


class PartOfSubmission(models.QuerySet):
    def visible_to(self, user) -> "PartOfSubmission":
        """What belongs to a submission that `user` may see."""
        return self.filter(submission__in=Submission.objects.visible_to(user).values("pk"))


PAGES_SHOWN = 10


class Evidence(models.Model):
    """A file that proves an answer (minh chứng). Kept with its hash; removing marks it, the file stays."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="evidence")
    file = models.FileField(upload_to="evidence/%Y/%m/")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    content_type = models.CharField(max_length=100)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)  # of a PDF; None: another kind, or not counted yet
    # the digital signatures in it as last checked; see signing.Signature
    signed = models.JSONField(default=list, db_default=models.Value([], output_field=models.JSONField()))
    made_on = models.DateField(null=True, blank=True)  # what the file tells of itself, see `file_days`
    dated_on = models.DateField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = PartOfSubmission.as_manager()

    class Meta:
        ordering = ["uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="evidence_removed_at_and_by",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def is_shown_inside(self) -> bool:
        """Whether pictures of its pages can be shown, and it may be opened in the browser."""
        return self.is_picture or self.content_type == "application/pdf"

    @property
    def first_pages(self) -> range:
        """The numbers of the pages that are shown in the page; the rest is read in the file itself."""
        return range(1, min(self.pages or 1, PAGES_SHOWN) + 1)

    @property
    def signatures(self) -> list[Signature]:
        return signatures(self.signed)


class Review(models.Model):
    """One decision of a reviewer; a sent-back one always says why."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="reviews")
    decision = models.CharField(
        max_length=10, choices=[(s.value, s.label) for s in (SubmissionState.APPROVED, SubmissionState.SENT_BACK)]
    )
    reason = models.TextField(blank=True)
    answers = models.JSONField(default=dict)  # as they stood when decided: what has changed since is shown
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = PartOfSubmission.as_manager()

    class Meta:
        ordering = ["decided_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision=SubmissionState.SENT_BACK.value, reason=""), name="review_sent_back_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.decision}"


class TwoStepQuerySet(models.QuerySet["TwoStep"]):
    def visible_to(self, user) -> "TwoStepQuerySet":
        """Those of the organisations that `user` may see."""
        return self.filter(org_id__in=user.org_ids_with("view"))


@settled()
class TwoStep(models.Model):
    """In `org` what people enter goes to the secretary before it leaves: one sheet, or (None) all of them."""

    org = models.ForeignKey(Org, models.CASCADE, related_name="+")
    sheet = models.ForeignKey(Sheet, models.CASCADE, null=True, blank=True, related_name="+")

    objects = TwoStepQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "sheet"], condition=Q(sheet__isnull=False), name="twostep_once"),
            models.UniqueConstraint(fields=["org"], condition=Q(sheet__isnull=True), name="twostep_all_once"),
        ]

    def __str__(self) -> str:
        return f"{self.org_id} {self.sheet_id}"


@settled()
class ReviewLimit(Span):
    """How many working days a reviewer has after a sheet arrives, for a while: of a plan, of a sheet, of one sheet
    under one plan, or (without either) of everything else. A sheet sent in keeps the day that held then."""

    plan = models.ForeignKey(Plan, models.CASCADE, null=True, blank=True, related_name="+")
    sheet = models.ForeignKey(Sheet, models.CASCADE, null=True, blank=True, related_name="+")
    working_days = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(60)])
    reason = models.CharField(max_length=300)

    objects = ReviewLimitQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "sheet_id", "-valid_from"]
        constraints = [
            span_is_forward("reviewlimit_span_forward"),
            models.CheckConstraint(condition=~Q(reason=""), name="reviewlimit_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.working_days}"


class Credit(models.Model):
    """`submission` answers one deliverable of `obligation`."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="credits")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="credits")
    # The body that the plan names to review it, None for none; an amendment that names another changes it as long as
    # the sheet is not approved, although the obligation stays with the version that it was answered under.
    reviewer = models.ForeignKey(Org, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PartOfSubmission.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["obligation", "submission"], name="credit_once")]

    def __str__(self) -> str:
        return f"{self.submission_id} → {self.obligation_id}"


class Clue(models.Model):
    """Something seen in a sheet that its reviewer may ask the organisation to make clear; see `clues`.

    `facts` is the evidence as it stood when the sheet was sent in, by kind. alike: {percent, ours, theirs, alike: how
    many sheets}; unproven: {figures: [{field, of, number}]}; postdated: {file, sha256, day, source: text | file,
    reported, by: stated | seen}; copied: {file, sha256}; signature: {file, sha256, verdict: of signing.VERDICTS};
    leap: {value, usual, history: [[period, number]], peers: how many, as_far: how many of them moved as far,
    peers_factor}. Numbers are text. Shown to reviewers only.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="clues")
    kind = models.CharField(max_length=12, choices=[(one.value, one.label) for one in sorted(CLUES, key=str)])
    field = models.CharField(max_length=80, blank=True)
    other = models.ForeignKey(Submission, models.CASCADE, null=True, blank=True, related_name="+")
    facts = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=32)
    seen_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    objects = PartOfSubmission.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "fingerprint"], name="clue_once"),
            models.CheckConstraint(
                condition=Q(dismissed_at=None, dismissed_by=None, reason="")
                | Q(dismissed_at__isnull=False, dismissed_by__isnull=False) & ~Q(reason=""),
                name="clue_dismissed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.concern.label)

    @property
    def concern(self) -> Concern:
        return Concern(self.kind)


class Imprint(models.Model):
    """One hash of a text of `submission`, by which alike texts are found; see `clues.alike`."""

    key = models.BigIntegerField()
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+")

    objects = PartOfSubmission.as_manager()

    class Meta:
        indexes = [models.Index(fields=["key"], name="imprint_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.submission_id}"
