"""How punctual organisations were, kept so that a page reads a row an organisation. Rebuilt from the duties."""

from django.db import models

from dondoc.orgs.models import Org


class TrackRecordQuerySet(models.QuerySet["TrackRecord"]):
    def visible_to(self, user) -> "TrackRecordQuerySet":
        """Of the organisations that `user` may see."""
        return self.filter(org_id__in=user.org_ids_with("view"))


class TrackRecord(models.Model):
    """The newest duties of one organisation whose last day has passed, the newest first: of each the last day as an
    ordinal, days early or null, 1 if on time (lib.punctuality.Past)."""

    org = models.OneToOneField(Org, models.CASCADE, related_name="track_record")
    pasts = models.JSONField(default=list)

    objects = TrackRecordQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.org)


class PeerRecordQuerySet(models.QuerySet["PeerRecord"]):
    def visible_to(self, user) -> "PeerRecordQuerySet":
        """Sums over all organisations of a kind: everybody who can sign in may know them."""
        return self.all() if user.is_authenticated else self.none()


class PeerRecord(models.Model):
    """The duties of the last year of all organisations of one kind, by how early they were sent in: [on time, all] for
    each place of a lib.punctuality.Tally."""

    kind = models.CharField(max_length=30, unique=True)
    places = models.JSONField(default=list)

    objects = PeerRecordQuerySet.as_manager()

    def __str__(self) -> str:
        return self.kind


class PaceCursor(models.Model):
    """One row: up to which audit event, and for which day, the two above were computed."""

    event_id = models.BigIntegerField(default=0)
    day = models.DateField(null=True)

    def __str__(self) -> str:
        return f"sự kiện {self.event_id}, ngày {self.day}"
