"""Files as received, their text, and the register of documents that plans cite."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.documents.parsing.files import page_at
from dondoc.orgs.models import Org, OrgPath


class DocumentKind(models.TextChoices):
    PLAN = "plan", _("Kế hoạch")
    RESOLUTION = "resolution", _("Nghị quyết")
    ACTION_PROGRAMME = "action_programme", _("Chương trình hành động")
    DIRECTIVE = "directive", _("Chỉ thị")
    CONCLUSION = "conclusion", _("Kết luận")
    DECISION = "decision", _("Quyết định")
    OTHER = "other", _("Văn bản khác")


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user) -> "DocumentQuerySet":
        """Those that are open: of organisations in or above which, or under which, `user` holds a role; the others
        (the plan in them is a draft) only to who may edit or issue plans of their organisation."""
        above = OrgPath.objects.filter(descendant_id__in=user.root_org_ids()).values("ancestor_id")
        is_theirs = Q(org__in=Org.objects.visible_to(user)) | Q(org_id__in=above)
        works_on = Q(org_id__in=user.org_ids_with("edit_plan")) | Q(org_id__in=user.org_ids_with("issue_plan"))
        return self.filter(Q(is_open=True) & is_theirs | works_on)


class Document(models.Model):
    """A file as it came in: never changed, known by its hash. `text` is its NFC text; places in it are offsets."""

    org = models.ForeignKey(Org, models.PROTECT, related_name="documents")  # whose document it is
    file = models.FileField(upload_to="documents/%Y/")
    name = models.CharField(max_length=200)  # the file's name as given
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    pages = models.JSONField(default=list)  # [[place in text, page that begins there], …]; empty: pages not known
    is_scanned = models.BooleanField(default=False)  # the text was recognised from a picture: letters may be wrong
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    is_open = models.BooleanField(default=False)  # True once issued: those whom it binds may read it

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [models.UniqueConstraint(fields=["org", "sha256"], name="document_once")]

    def __str__(self) -> str:
        return self.name

    def page_at(self, place: int) -> int | None:
        """The page on which the character at `place` of the text stands; None when pages are not known."""
        return page_at(self.pages, place)


class ReferenceStatus(models.TextChoices):
    IN_FORCE = "in_force", _("Còn hiệu lực")
    REPLACED = "replaced", _("Đã được thay thế")
    EXPIRED = "expired", _("Hết hiệu lực")

    @property
    def tone(self) -> str:
        return {"in_force": "good", "replaced": "warn", "expired": "muted"}[self]

    @property
    def icon(self) -> str:
        return {"in_force": "circle-check", "replaced": "refresh", "expired": "ban"}[self]


class ReferenceQuerySet(models.QuerySet["Reference"]):
    def visible_to(self, user) -> "ReferenceQuerySet":
        """Public documents: open to everybody who can sign in."""
        return self.all() if user.is_authenticated else self.none()

    def kept(self) -> "ReferenceQuerySet":
        """Those with which plans are compared: not taken out of the register."""
        return self.filter(retired_at=None)


class Reference(models.Model):
    """A document that plans cite, as it truly is. Compared field by field with what a plan writes.

    A number may come again in another term of its issuer, so `number` and `issued_on` name it together. `issuer` and
    `title` are blank where they are not known: then they are not compared. `source`: where the entry is known from, and
    how sure that is. Retired entries are kept for the record and compared with nothing.
    """

    number = models.CharField(_("số, ký hiệu"), max_length=60)  # "57-NQ/TW"
    kind = models.CharField(_("loại văn bản"), max_length=60)  # "nghị quyết"
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200, blank=True)
    issued_on = models.DateField(_("ngày ban hành"))
    title = models.TextField(_("trích yếu"), blank=True)
    status = models.CharField(_("hiệu lực"), max_length=20, choices=ReferenceStatus, default=ReferenceStatus.IN_FORCE)
    valid_from = models.DateField(_("có hiệu lực từ"), null=True, blank=True)  # None: from the day of issue
    replaced_by = models.CharField(_("văn bản thay thế"), max_length=60, blank=True)
    replaced_on = models.DateField(_("thay thế từ ngày"), null=True, blank=True)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    key = models.CharField(max_length=60, default="", editable=False)  # the number as it is compared
    search_text = models.TextField(blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "key"]
        constraints = [
            models.UniqueConstraint(fields=["key", "issued_on"], name="reference_once"),
            models.CheckConstraint(
                condition=Q(status="replaced") & ~Q(replaced_by="")
                | ~Q(status="replaced") & Q(replaced_by="", replaced_on=None),
                name="reference_replaced_names_successor",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by__isnull=True) | Q(retired_at__isnull=False),
                name="reference_retired_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def level(self) -> ReferenceStatus:
        return ReferenceStatus(self.status)


class FindingSwitchQuerySet(models.QuerySet["FindingSwitch"]):
    def visible_to(self, user) -> "FindingSwitchQuerySet":
        """Those of organisations whose plans `user` may edit."""
        return self.filter(org_id__in=user.org_ids_with("edit_plan"))


class FindingSwitch(models.Model):
    """A kind of finding that a committee does not want to be told about its plans. Switched on again: no row."""

    org = models.ForeignKey(Org, models.CASCADE, related_name="finding_switches")
    code = models.CharField(max_length=40)
    switched_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    switched_at = models.DateTimeField()

    objects = FindingSwitchQuerySet.as_manager()

    class Meta:
        ordering = ["org", "code"]
        constraints = [models.UniqueConstraint(fields=["org", "code"], name="finding_switch_once")]

    def __str__(self) -> str:
        return self.code
