"""Computed values, rebuildable from records and definitions to the same numbers.

`Answer` is what one organisation contributes to one measure as of a month's end; `MeasureValue` is the roll-up over
an organisation and all under it. Numerators and denominators are stored; division comes last, on the page.
"""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc.indicators.models import IndicatorVersion
from dondoc.orgs.models import Org, OrgPath, valid_on


class TargetStatus(models.TextChoices):
    MET = "met", _("Đạt")
    ON_TRACK = "on_track", _("Đúng tiến độ")
    AT_RISK = "at_risk", _("Có nguy cơ")
    NOT_MET = "not_met", _("Không đạt")
    NOT_DUE = "not_due", _("Chưa đến kỳ")
    NO_DATA = "no_data", _("Chưa có số liệu")

    @property
    def tone(self) -> str:
        return {
            "met": "good",
            "on_track": "info",
            "at_risk": "warn",
            "not_met": "bad",
            "not_due": "muted",
            "no_data": "muted",
        }[self]

    @property
    def icon(self) -> str:
        return {
            "met": "circle-check", "on_track": "trending-up", "at_risk": "alert-triangle", "not_met": "circle-x",
            "not_due": "calendar", "no_data": "circle-dashed",
        }[self]  # fmt: skip


class AnswerVerdict(models.TextChoices):
    """What an organisation's answer says, as one word on the page."""

    YES = "yes", _("Đạt")
    NO = "no", _("Không đạt")
    FIGURES = "figures", _("Có số liệu")
    UNKNOWN = "unknown", _("Chưa có số liệu")
    NOT_ALLOCATED = "not_allocated", _("Không được giao chỉ tiêu")
    NOT_APPLICABLE = "not_applicable", _("Không thuộc diện")

    @property
    def tone(self) -> str:
        return {"yes": "good", "no": "bad", "figures": "info"}.get(self, "muted")

    @property
    def icon(self) -> str:
        return {
            "yes": "circle-check", "no": "circle-x", "figures": "circle-check", "unknown": "circle-dashed",
            "not_allocated": "circle-minus", "not_applicable": "circle-minus",
        }[self]  # fmt: skip


class ByOrg(models.QuerySet):
    def visible_to(self, user) -> "ByOrg":
        """Values of the organisations that `user` may see."""
        return self.filter(org_id__in=user.org_ids_with("view"))


class Answer(models.Model):
    """What `org` itself contributes to `measure` as of the end of `month`.

    For share_of_orgs numerator/denominator are 1/1, 0/1, or 0/1 with `missing` set while not known; for ratio and
    quota they are the figures. `missing` "" = known.
    """

    measure = models.CharField(max_length=80)  # "07-dieu-le-4-tot.b"
    version = models.ForeignKey(IndicatorVersion, models.PROTECT, related_name="+", db_index=False)
    org = models.ForeignKey(Org, models.CASCADE, related_name="answers", db_index=False)  # see answer_org_month
    month = models.CharField(max_length=7)  # as of the end of this month: "2026-03"
    period = models.CharField(max_length=12)  # the period answered for: "2026"
    numerator = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    denominator = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    missing = models.CharField(max_length=20, blank=True)
    expected = models.BooleanField(default=False)  # some part of it is due by the month's end
    demanded = models.BooleanField(default=False, db_default=False)  # all of it: see engine.trajectory.is_demanded
    reason = models.CharField(max_length=300, blank=True)  # in words, for the list behind the number
    submission_ids = models.JSONField(default=list)
    computed_at = models.DateTimeField()

    objects = ByOrg.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "org", "month"], name="answer_once")]
        indexes = [models.Index(fields=["org", "month"], name="answer_org_month")]

    def __str__(self) -> str:
        return f"{self.measure} {self.org_id} {self.month}"


class MeasureValue(models.Model):
    """`measure` over `org` and everything under it as of the end of `month`. Never an average of percentages."""

    measure = models.CharField(max_length=80)
    version = models.ForeignKey(IndicatorVersion, models.PROTECT, related_name="+", db_index=False)
    org = models.ForeignKey(Org, models.CASCADE, related_name="measure_values", db_index=False)
    month = models.CharField(max_length=7)
    period = models.CharField(max_length=12)
    numerator = models.DecimalField(max_digits=15, decimal_places=3)
    denominator = models.DecimalField(max_digits=15, decimal_places=3)
    population = models.PositiveIntegerField()  # organisations that it is about
    known = models.PositiveIntegerField()  # of these, with an answer
    expected = models.PositiveIntegerField()  # of these, of whom some part is due
    expected_known = models.PositiveIntegerField()  # due and answered
    demanded = models.PositiveIntegerField(default=0, db_default=0)  # of whom all of it is
    status = models.CharField(max_length=10, choices=TargetStatus.choices)
    goal = models.DecimalField(max_digits=15, decimal_places=6, null=True)  # judged by; None: the definition's own
    # Of a derived measure: between which fractions it lies, rounded outwards; None: no bound on that side.
    floor = models.DecimalField(max_digits=15, decimal_places=6, null=True)
    ceiling = models.DecimalField(max_digits=15, decimal_places=6, null=True)
    computed_at = models.DateTimeField()

    objects = ByOrg.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "org", "month"], name="measurevalue_once")]
        indexes = [models.Index(fields=["org", "month"], name="measurevalue_org_month")]

    def __str__(self) -> str:
        return f"{self.measure} {self.org_id} {self.month}"


class Shown(models.Model):
    """What boards showed of `measure` over `org` at the end of `day`: kept when it changes, so it holds until the next.

    Only the newest month of the day, and only of organisations that count others. A record of what was shown, kept for
    `dondoc.measures.shown.KEPT_DAYS`: unlike the values it cannot be computed again from today's facts.
    """

    measure = models.CharField(max_length=80)
    org = models.ForeignKey(Org, models.CASCADE, related_name="+")
    day = models.DateField()
    period = models.CharField(max_length=12)
    numerator = models.DecimalField(max_digits=15, decimal_places=3)
    denominator = models.DecimalField(max_digits=15, decimal_places=3)
    population = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    expected = models.PositiveIntegerField()
    expected_known = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=TargetStatus.choices)

    objects = ByOrg.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "measure", "day"], name="shown_once_a_day")]

    def __str__(self) -> str:
        return f"{self.measure} {self.org_id} {self.day}"


class Cursor(models.Model):
    """One row: up to which audit event, and for which day, the values have been computed."""

    event_id = models.BigIntegerField(default=0)
    day = models.DateField(null=True)
    failed_at = models.DateTimeField(null=True)  # since when it can not be moved on; None: it could

    def __str__(self) -> str:
        return f"sự kiện {self.event_id}, ngày {self.day}"


class Failure(models.Model):
    """Something that could not be computed, and so held up all figures; open until a computation goes through.

    `measure`, `org`, `month` where it is known at which of them it stopped: "", None, "" where it is not.
    """

    measure = models.CharField(max_length=80, blank=True)
    org = models.ForeignKey(Org, models.SET_NULL, null=True, related_name="+")
    month = models.CharField(max_length=7, blank=True)
    why = models.CharField(max_length=600)
    trace = models.TextField(blank=True)  # for whoever mends the program
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    solved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["solved_at", "-last_at"], name="failure_open_first")]

    def __str__(self) -> str:
        return self.why


class RankingSwitchQuerySet(models.QuerySet["RankingSwitch"]):
    def visible_to(self, user) -> "RankingSwitchQuerySet":
        """Those of organisations whose numbers `user` may see."""
        return self.filter(org_id__in=user.org_ids_with("view"))

    def over(self, org: Org, day: date) -> "RankingSwitchQuerySet":
        """Those that hold for `org` on `day`: its own and of the committees above it."""
        above = OrgPath.objects.filter(valid_on(day), descendant=org).values("ancestor_id")
        return self.filter(org_id__in=above)


class RankingSwitch(models.Model):
    """A committee that wants no organisation at or under it put in an order. Switched on again: no row."""

    org = models.OneToOneField(Org, models.CASCADE, related_name="ranking_switch")
    switched_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    switched_at = models.DateTimeField()

    objects = RankingSwitchQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.org)
