"""Personal links by which somebody without an account fills in one sheet, and the wrong ones that were tried."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.lib.periods import Period
from dondoc.obligations.models import Round
from dondoc.orgs.models import Org
from dondoc.sheets.models import Deliverable


class EntryLinkQuerySet(models.QuerySet["EntryLink"]):
    def visible_to(self, user) -> "EntryLinkQuerySet":
        """Links of the organisations that `user` may answer for."""
        own = Q(org_id__in=user.org_ids_with("answer"))
        return self.filter(own | Q(org_id__in=user.org_ids_with("answer_for")))


class EntryLink(models.Model):
    """A personal link by which one named person without an account fills in one sheet, once, until a day.

    Only the hash of its token is kept. What is entered through it is entered in the name of who issued it.
    """

    org = models.ForeignKey(Org, models.PROTECT, related_name="entry_links")
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="+")
    period = models.CharField(max_length=12)
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)  # the first time
    used_at = models.DateTimeField(null=True, blank=True)  # the sheet was sent in through it
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = EntryLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="entry_link_revoked_at_and_by",
            )
        ]

    def __str__(self) -> str:
        return f"{self.deliverable}, {self.period_label}: {self.person}"

    @property
    def period_label(self) -> str:
        return self.round.name if self.round else Period.parse(self.period).label

    def state_at(self, at: datetime) -> "LinkState":
        """Whether it works at that time; why not, the first reason first."""
        if self.revoked_at:
            return LinkState.REVOKED
        if self.used_at:
            return LinkState.USED
        return LinkState.EXPIRED if self.expires_at <= at else LinkState.OPEN


class LinkState(models.TextChoices):
    OPEN = "open", _("Đang dùng được")
    USED = "used", _("Đã nộp, hết hiệu lực")
    EXPIRED = "expired", _("Hết hạn")
    REVOKED = "revoked", _("Đã thu hồi")

    @property
    def tone(self) -> str:
        return {"open": "info", "used": "good", "expired": "muted", "revoked": "bad"}[self]

    @property
    def icon(self) -> str:
        return {"open": "link", "used": "circle-check", "expired": "clock", "revoked": "ban"}[self]


class LinkMissQuerySet(models.QuerySet["LinkMiss"]):
    def visible_to(self, user) -> "LinkMissQuerySet":
        """Nobody's business: it is only counted."""
        return self.none()


class LinkMiss(models.Model):
    """A wrong token of a personal link, kept for a quarter of an hour. `address`: the hash of where it came from."""

    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = LinkMissQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["address", "at"], name="link_miss_lately")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M}"
