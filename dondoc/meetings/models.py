"""A meeting and the plan that its conclusions became."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc.orgs.models import Org
from dondoc.plans.models import Plan


class Organ(models.TextChoices):
    COMMITTEE = "committee", _("Ban Chấp hành")
    BOARD = "board", _("Ban Thường vụ")
    STANDING = "standing", _("Thường trực")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user) -> "MeetingQuerySet":
        """Those of the committees whose boards `user` may see."""
        return self.filter(org_id__in=user.org_ids_with("view_board"))


class Meeting(models.Model):
    """A meeting of one of the committee's organs. `plan` holds its conclusions as tasks; its number is that of the
    notice."""

    org = models.ForeignKey(Org, models.PROTECT, related_name="+")
    organ = models.CharField(max_length=10, choices=Organ.choices, default=Organ.BOARD)
    held_on = models.DateField()
    place = models.CharField(max_length=100)  # of the notice's date line
    plan = models.OneToOneField(Plan, models.PROTECT, related_name="meeting")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{Organ(self.organ).label}, {self.held_on:%d/%m/%Y}"
