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


class ReferenceQuerySet(models.QuerySet["Reference"]):
    def visible_to(self, user) -> "ReferenceQuerySet":
        """Public documents: open to everybody who can sign in."""
        return self.all() if user.is_authenticated else self.none()


class Reference(models.Model):
    """A document that plans cite, as it truly is. Compared field by field with what a plan writes."""

    number = models.CharField(max_length=60, unique=True)  # "57-NQ/TW"
    kind = models.CharField(max_length=60)  # "Nghị quyết"
    issuer = models.CharField(max_length=200)
    issued_on = models.DateField()
    title = models.TextField()
    replaced_by = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300, blank=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.number
