"""The ladder of a plan, version by version; what holds a rung back; the days whose messages were built."""

from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from dondoc.obligations.models import Obligation
from dondoc.plans.models import Plan
from dondoc.reminders.ladder import Ladder, parse


class LadderQuerySet(models.QuerySet["LadderVersion"]):
    def visible_to(self, user) -> "LadderQuerySet":
        """Those of plans that `user` may read, and the default."""
        return self.filter(Q(plan=None) | Q(plan__in=Plan.objects.visible_to(user).values("pk")))

    def newest(self) -> "LadderQuerySet":
        """Of each plan the version that holds."""
        later = LadderVersion.objects.filter(plan=models.OuterRef("plan"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(later))


class LadderVersion(models.Model):
    """A frozen version of a plan's ladder. `plan`: the first version of its series; None: the default, from which a
    plan's own begins. `runs_from`: from which day its rungs are acted on; None: switched off."""

    plan = models.ForeignKey(Plan, models.CASCADE, null=True, blank=True, related_name="ladders")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    runs_from = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = LadderQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="ladder_version_once"),
            models.UniqueConstraint(fields=["number"], condition=Q(plan=None), name="ladder_default_once"),
        ]

    def __str__(self) -> str:
        return _("Thang đôn đốc, bản %(n)d") % {"n": self.number}

    @cached_property
    def parsed(self) -> Ladder:
        return parse(self.data)


class HoldQuerySet(models.QuerySet["Hold"]):
    def visible_to(self, user) -> "HoldQuerySet":
        return self.filter(obligation__in=Obligation.objects.visible_to(user))

    def in_force(self) -> "HoldQuerySet":
        return self.filter(ended_at=None)


class Hold(models.Model):
    """A person holds the ladder back for one duty, with a reason: no rung from `rung` up is reached while it stands."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="holds")
    after = models.SmallIntegerField()  # the rung's working days: it and those above are held
    reason = models.CharField(max_length=1000)
    until = models.DateField(null=True, blank=True)  # up to and including this day; None: until it is let go
    held_at = models.DateTimeField()
    held_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-held_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["obligation"], condition=Q(ended_at=None), name="hold_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="hold_ended_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return str(self.obligation)


class Build(models.Model):
    """The messages of one day have been built, all of them: the row is written with them."""

    day = models.DateField(unique=True)
    built_at = models.DateTimeField()
    reminders = models.PositiveIntegerField(default=0)
    messages = models.PositiveIntegerField(default=0)
    unreached = models.PositiveIntegerField(default=0)  # reminders for which nobody could be told

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
