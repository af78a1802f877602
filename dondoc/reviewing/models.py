"""What the review desk keeps for itself: who is looking at a sheet now, and the reasons that a body writes most."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from dondoc.orgs.models import Org
from dondoc.submissions.models import PartOfSubmission, Submission

LOOKS_FOR = timedelta(minutes=15)  # after the last sign of life nobody is taken to be looking any more


class Look(models.Model):
    """Somebody opened a sheet to review it. It tells others and stops nobody; it is no fact about the sheet, so it is
    kept out of the audit trail and written over by whoever looks next."""

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="look")
    by = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = PartOfSubmission.as_manager()

    def __str__(self) -> str:
        return f"{self.submission_id} {self.by_id}"

    def holds(self, now: datetime) -> bool:
        """Whether that person is still taken to be looking."""
        return now - self.seen_at < LOOKS_FOR


class ReturnReasonQuerySet(models.QuerySet["ReturnReason"]):
    def visible_to(self, user) -> "ReturnReasonQuerySet":
        """Those of the bodies where `user` reviews."""
        return self.filter(body_id__in=user.reviewing_org_ids())


class ReturnReason(models.Model):
    """A reason for sending back that a body keeps at hand; `uses` counts how often it was given."""

    body = models.ForeignKey(Org, models.CASCADE, related_name="+")
    text = models.CharField(max_length=200)
    uses = models.PositiveIntegerField(default=0)
    is_retired = models.BooleanField(default=False)  # no longer offered; what was written with it stays

    objects = ReturnReasonQuerySet.as_manager()

    class Meta:
        ordering = ["-uses", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "text"], name="returnreason_once"),
            models.CheckConstraint(condition=~Q(text=""), name="returnreason_has_text"),
        ]

    def __str__(self) -> str:
        return self.text
