"""The audit trail: what was done, by whom, to what. Append-only and hash-chained.

No foreign keys, so that it neither blocks a delete nor disappears with one. `actions.record()` is the only way in;
triggers refuse UPDATE and DELETE.
"""

from django.db import models


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def visible_to(self, user) -> "AuditEventQuerySet":
        """Events of the organisations in which `user` may read the trail (see accounts: VIEW_AUDIT)."""
        return self.filter(org_id__in=user.org_ids_with("view_audit"))


class AuditEvent(models.Model):
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, help_text="None: the system itself (set-up, a scheduled job)")
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=60, db_index=True)  # "submission.approve"
    object_type = models.CharField(max_length=60)  # "submissions.submission"
    object_id = models.CharField(max_length=60)
    object_label = models.CharField(max_length=300)
    org_id = models.BigIntegerField(null=True, db_index=True)
    org_label = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    search_text = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}"


class ChainHead(models.Model):
    """One row: the hash of the newest event. Locked while an event is written, so that the chain has no forks."""

    hash = models.CharField(max_length=64, blank=True)
    length = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.length} sự kiện"


class SettledMark(models.Model):
    """That something settled changed; written by triggers only, read as `settled.Stamp`."""

    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp
