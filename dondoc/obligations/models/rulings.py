"""What is ruled out of the ordinary (ngoại lệ), and the ordinary itself: until when sheets are taken."""

from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.audit.settled import settled
from dondoc.lib.periods import Period
from dondoc.obligations.models.duties import Obligation
from dondoc.orgs.models import Org, OrgKind, Span, span_is_forward, valid_on
from dondoc.sheets.models import Sheet


class RulingKind(models.TextChoices):
    EXTEND = "extend", _("Gia hạn")
    EXEMPT = "exempt", _("Miễn thực hiện")
    STOP = "stop", _("Tạm dừng tính hạn")
    UNLOCK = "unlock", _("Mở khóa")
    LOCK = "lock", _("Khóa kỳ")

    @property
    def icon(self) -> str:
        return {
            "extend": "calendar-due", "exempt": "circle-minus", "stop": "player-pause", "unlock": "lock-open",
            "lock": "lock",
        }[self]  # fmt: skip


class RulingState(models.TextChoices):
    ASKED = "asked", _("Chờ quyết định")
    IN_FORCE = "in_force", _("Đang áp dụng")
    OVER = "over", _("Đã hết")
    WITHDRAWN = "withdrawn", _("Đã thu hồi")
    REFUSED = "refused", _("Không đồng ý")

    @property
    def tone(self) -> str:
        return {"asked": "warn", "in_force": "info", "over": "muted", "withdrawn": "muted", "refused": "bad"}[self]

    @property
    def icon(self) -> str:
        return {
            "asked": "hourglass", "in_force": "check", "over": "clock", "withdrawn": "arrow-back-up", "refused": "ban",
        }[self]  # fmt: skip


class RulingQuerySet(models.QuerySet["Ruling"]):
    def visible_to(self, user) -> "RulingQuerySet":
        """Those of obligations that `user` may see; locks of a committee also to whom the lock binds."""
        roots = user.root_org_ids()
        locks = Q(org_id__in=user.org_ids_with("view")) | Q(org__paths_down__descendant_id__in=roots)
        return self.filter(
            Q(obligation__in=Obligation.objects.visible_to(user).values("pk"))
            | Q(pk__in=Ruling.objects.filter(locks, kind=RulingKind.LOCK).values("pk"))
        )

    def in_force(self) -> "RulingQuerySet":
        """Given and not taken back; those that have run out included."""
        return self.filter(given_at__isnull=False, ended_at=None)

    def with_state(self, state: "RulingState | str", at: datetime) -> "RulingQuerySet":
        """Those whose `state_at(at)` is `state`; the same rule as there, said to the database."""
        over = Q(until_at__lte=at) | Q(to_on__lt=timezone.localdate(at))
        given = Q(given_at__isnull=False)
        rule = {
            RulingState.ASKED: ~given & Q(ended_at=None),
            RulingState.REFUSED: ~given & Q(ended_at__isnull=False),
            RulingState.WITHDRAWN: given & Q(ended_at__isnull=False),
        }
        open_ones = self.filter(given, ended_at=None)
        if state == RulingState.OVER:
            return open_ones.filter(over)
        if state == RulingState.IN_FORCE:
            return open_ones.exclude(pk__in=open_ones.filter(over).values("pk"))
        return self.filter(rule[RulingState(state)])


@settled(only=("kind", "lock"))
class Ruling(models.Model):
    """One act out of the ordinary: on one obligation, or (LOCK) on a period of a committee and all under it.

    EXTEND: until `to_on`. STOP: the clock stands still from `from_on` up to and including `to_on` (None: until it is
    let go on). UNLOCK: sheets are taken until `until_at`. LOCK: none are, of `period`, of `sheet` (None: of all).
    Asked for and not yet decided: `given_at` is None. Ended: refused when it was never given, else taken back.
    """

    kind = models.CharField(max_length=10, choices=RulingKind.choices)
    obligation = models.ForeignKey(Obligation, models.CASCADE, null=True, blank=True, related_name="rulings")
    org = models.ForeignKey(Org, models.PROTECT, related_name="rulings")
    sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, blank=True, related_name="+")
    period = models.CharField(max_length=12, blank=True)
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField()
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    asked_for = models.TextField(blank=True)  # what the organisation said when it asked
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    ended_for = models.TextField(blank=True)  # why it was refused or taken back

    objects = RulingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="lock", obligation=None, period_start__isnull=False, period_end__isnull=False)
                | (~Q(kind="lock") & Q(obligation__isnull=False)),
                name="ruling_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=(~Q(kind="extend") | Q(to_on__isnull=False))
                & (~Q(kind="stop") | Q(from_on__isnull=False))
                & (~Q(kind="unlock") | Q(until_at__isnull=False) | Q(given_at=None)),
                name="ruling_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(to_on=None) | Q(to_on__gte=F("from_on")), name="ruling_forward"
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=False) | Q(asked_at__isnull=False), name="ruling_given_or_asked"
            ),
            models.UniqueConstraint(
                fields=["obligation", "kind"], condition=Q(given_at=None, ended_at=None), name="ruling_asked_once"
            ),
            models.UniqueConstraint(
                fields=["org", "period"],
                condition=Q(kind="lock", sheet=None, ended_at=None),
                name="ruling_locked_once",
            ),
            models.UniqueConstraint(
                fields=["org", "period", "sheet"],
                condition=Q(kind="lock", sheet__isnull=False, ended_at=None),
                name="ruling_sheet_locked_once",
            ),
        ]
        indexes = [models.Index(fields=["kind", "period_start", "period_end"], name="ruling_period")]

    def __str__(self) -> str:
        return f"{RulingKind(self.kind).label}: {self.period_label if self.kind == 'lock' else self.obligation_id}"

    @property
    def period_label(self) -> str:
        return Period.parse(self.period).label

    def state_at(self, at: datetime) -> RulingState:
        """Whether it holds at that moment. A ruling with an end is over from that end on."""
        if self.ended_at:
            return RulingState.WITHDRAWN if self.given_at else RulingState.REFUSED
        if self.given_at is None:
            return RulingState.ASKED
        is_over = (self.until_at is not None and self.until_at <= at) or (
            self.to_on is not None and self.to_on < timezone.localdate(at)
        )
        return RulingState.OVER if is_over else RulingState.IN_FORCE


class EntryWindowQuerySet(models.QuerySet["EntryWindow"]):
    def visible_to(self, user) -> "EntryWindowQuerySet":
        """Everybody who can sign in may know until when sheets are taken."""
        return self.all() if user.is_authenticated else self.none()

    def in_force(self, day) -> "EntryWindowQuerySet":
        """Those that hold on `day`."""
        return self.filter(valid_on(day))


@settled()
class EntryWindow(Span):
    """When sheets are taken, for what is due in its days: of a sheet, of a level of organisations, of one sheet at one
    level, or (without either) of everything else. Counted in working days from the day due."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, null=True, blank=True, related_name="+")
    level = models.CharField(max_length=30, choices=OrgKind.choices, blank=True)
    opens_before = models.PositiveSmallIntegerField(  # None: open from the beginning
        null=True, blank=True, validators=[MaxValueValidator(260)]
    )
    closes_after = models.SmallIntegerField(  # None: never closes; negative: before the day due, for lower levels
        null=True, blank=True, validators=[MinValueValidator(-60), MaxValueValidator(260)]
    )
    reason = models.CharField(max_length=300)

    objects = EntryWindowQuerySet.as_manager()

    class Meta:
        ordering = ["sheet_id", "level", "-valid_from"]
        constraints = [
            span_is_forward("entrywindow_span_forward"),
            models.CheckConstraint(condition=~Q(reason=""), name="entrywindow_has_reason"),
            models.CheckConstraint(
                condition=Q(opens_before__isnull=True)
                | Q(closes_after__isnull=True)
                | Q(closes_after__gte=0)
                | Q(opens_before__gte=0 - F("closes_after")),
                name="entrywindow_forward",
            ),
            # of one sheet and level, and of one level of all sheets, one goes on without an end
            models.UniqueConstraint(
                fields=["sheet", "level"],
                condition=Q(valid_to=None, sheet__isnull=False),
                name="entrywindow_one_goes_on",
            ),
            models.UniqueConstraint(
                fields=["level"], condition=Q(valid_to=None, sheet=None), name="entrywindow_one_of_all_goes_on"
            ),
        ]

    @property
    def days_early(self) -> int:
        """How many working days before the day due it closes; 0 when it does not."""
        return max(-(self.closes_after or 0), 0)

    def __str__(self) -> str:
        sheet = str(self.sheet) if self.sheet_id else str(_("Mọi phiếu"))
        return f"{sheet}, {OrgKind(self.level).label}" if self.level else sheet
