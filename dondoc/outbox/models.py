"""What goes to people: messages as they stand in the app, and what carries them out of the house, each once.

What a message says is made by whoever made it (reminders); here lie only to whom, by what, and how far it came.
"""

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user) -> "MessageQuerySet":
        """A person's own."""
        return self.filter(user=user)


class Message(models.Model):
    """Something told to a person. `key` is the same for what is the same: "2026-03-16" for that day's digest."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="messages")
    key = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="message_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"


class HookKind(models.TextChoices):
    PLAIN = "plain", _("Hệ thống khác (JSON, có chữ ký)")
    ZALO = "zalo", _("Zalo OA")
    TELEGRAM = "telegram", _("Telegram")


class Endpoint(models.Model):
    """An address outside, connected by the administrator. `secret`: what signs (plain), or the token that the service
    gave (Zalo, Telegram)."""

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=HookKind.choices)
    url = models.CharField(max_length=500)
    secret = models.CharField(max_length=500)
    is_on = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def needs_address(self) -> bool:
        """Whether each person must say under which number the service knows them."""
        return self.kind != HookKind.PLAIN


class Preference(models.Model):
    """What a person has chosen; without a row: everything."""

    user = models.OneToOneField("accounts.User", models.CASCADE, related_name="preference")
    email = models.BooleanField(_("Nhận thư điện tử"), default=True)
    hooks = models.BooleanField(_("Nhận qua Zalo, Telegram"), default=True)

    def __str__(self) -> str:
        return f"{self.user_id}"


class Contact(models.Model):
    """Under which number or name a service outside knows a person."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="contacts")
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="contacts")
    address = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "endpoint"], name="contact_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.endpoint_id}"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Không gửi được")
    DROPPED = "dropped", _("Không cần gửi nữa")

    @property
    def tone(self) -> str:
        return {"waiting": "info", "sending": "info", "sent": "good", "failed": "bad", "dropped": "muted"}[self]

    @property
    def icon(self) -> str:
        return {
            "waiting": "clock", "sending": "send", "sent": "circle-check", "failed": "alert-octagon",
            "dropped": "circle-minus",
        }[self]  # fmt: skip


class Delivery(models.Model):
    """A message on its way out by one channel: at least once outside (`key` tells a second time), never two rows."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=20)  # "email", or "hook-3": the endpoint's number
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, null=True, blank=True, related_name="deliveries")
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    next_at = models.DateTimeField()  # not before; of one that is being sent: when it is taken for lost
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="delivery_once")]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state__in=["waiting", "sending"]), name="delivery_on_its_way"),
            models.Index(fields=["state"], condition=Q(state="failed"), name="delivery_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.channel}"

    @property
    def key(self) -> str:
        """The same at every attempt, so that who receives it can tell a second time; nobody outside can guess it."""
        return salted_hmac("dondoc.outbox.delivery", f"{self.pk}").hexdigest()[:32]


EMAIL = "email"


def hook_channel(endpoint_id: int) -> str:
    """The channel's code of an endpoint."""
    return f"hook-{endpoint_id}"
