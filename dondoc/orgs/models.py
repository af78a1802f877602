"""Organisations valid in time. A span [valid_from, valid_to) includes its first day and not its last; None is open.

Any question about a population is asked "as of" a day. A subtree as of a day is one indexed look-up in `OrgPath`,
the closure of the parent links with dates; never a recursive walk.
"""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dondoc.audit.settled import settled
from dondoc.lib.text import fold, sort_key, words


class OrgKind(models.TextChoices):
    COMMITTEE = "committee", _("Đảng ủy cấp trên")
    INSPECTION_COMMITTEE = "inspection_committee", _("Ủy ban kiểm tra")
    ADVISORY_BODY = "advisory_body", _("Cơ quan tham mưu")
    GRASSROOTS_ORGANISATION = "grassroots_organisation", _("Đảng bộ cơ sở")
    GRASSROOTS_CELL = "grassroots_cell", _("Chi bộ cơ sở")
    SECTION_ORGANISATION = "section_organisation", _("Đảng bộ bộ phận")
    CELL = "cell", _("Chi bộ trực thuộc")
    MASS_ORGANISATION = "mass_organisation", _("Hội quần chúng")
    OFFICE = "office", _("Cơ quan, đơn vị")
    PEOPLES_COMMITTEE = "peoples_committee", _("Ủy ban nhân dân cấp trên")
    COMMUNE = "commune", _("Ủy ban nhân dân xã, phường")


# TCCSĐ: tổ chức cơ sở đảng = đảng bộ cơ sở and chi bộ cơ sở. Source: Điều lệ Đảng Đ.21 (in force 2025).
GRASSROOTS_KINDS = (OrgKind.GRASSROOTS_ORGANISATION, OrgKind.GRASSROOTS_CELL)
# Who gives work to the chi bộ under it, and to whom: an đảng bộ bộ phận passes on what it was given itself.
LEADING_KINDS = (OrgKind.GRASSROOTS_ORGANISATION, OrgKind.SECTION_ORGANISATION)
LED_KINDS = (OrgKind.CELL, OrgKind.SECTION_ORGANISATION)
# Bodies of the State: their papers have another form than the Party's. Source: Nghị định 30/2020/NĐ-CP Đ.1–2.
STATE_KINDS = (OrgKind.PEOPLES_COMMITTEE, OrgKind.COMMUNE, OrgKind.OFFICE)


def valid_on(day: date, prefix: str = "") -> Q:
    """The condition that a dated row holds on `day`; `prefix` walks to it ("paths_up__")."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    )


def folded_name(text: str) -> str:
    """A name as it is compared: lower case, no marks, no punctuation, without a leading "các", at most 250 signs."""
    found = words(text)
    return " ".join(found[1:] if found[:1] == ["cac"] else found)[:250]


class Span(models.Model):
    """A fact that holds from a day until (not including) another; None is open-ended."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, as people say it; None when it is open."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None


def span_is_forward(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name=name)


class OrgQuerySet(models.QuerySet["Org"]):
    def as_of(self, day: date) -> "OrgQuerySet":
        """Organisations that exist on `day`."""
        return self.filter(valid_on(day))

    def under(self, org_ids, day: date) -> "OrgQuerySet":
        """`org_ids` themselves and everything under them on `day` (an int or an iterable of ints)."""
        ids = [org_ids] if isinstance(org_ids, int) else org_ids
        paths = OrgPath.objects.filter(valid_on(day), ancestor_id__in=ids).values("descendant_id")
        return self.filter(pk__in=paths)

    def in_groups(self, codes, day: date) -> "OrgQuerySet":
        """Members, on `day`, of any of the groups with these codes."""
        members = GroupMembership.objects.filter(valid_on(day), group__code__in=codes).values("org_id")
        return self.filter(pk__in=members)

    def visible_to(self, user) -> "OrgQuerySet":
        """Organisations in or under which `user` holds any role, past ones included."""
        return self.filter(pk__in=OrgPath.objects.filter(ancestor_id__in=user.root_org_ids()).values("descendant_id"))

    def search(self, words: str) -> "OrgQuerySet":
        """Names, short names, old names and codes holding every word of `words`, marks ignored."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found


class Org(Span):
    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=30, choices=OrgKind.choices)
    name = models.CharField(max_length=250)  # the name today; earlier ones are in OrgName
    short_name = models.CharField(max_length=120)
    search_text = models.TextField(editable=False)
    sort_key = models.CharField(max_length=255, editable=False, db_index=True)

    objects = OrgQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        constraints = [span_is_forward("org_span_forward")]

    def __str__(self) -> str:
        return self.name

    def refresh_text(self, other_names: tuple[str, ...] = ()) -> None:
        """Bring `search_text` and `sort_key` in line with the names; call before saving a changed name."""
        self.search_text = fold(" ".join((self.code, self.name, self.short_name, *other_names)))
        self.sort_key = sort_key(self.name)

    @property
    def is_grassroots(self) -> bool:
        return self.kind in GRASSROOTS_KINDS


class OrgName(Span):
    """A name that an organisation bore for a time, or another way to write it (`is_alias`)."""

    org = models.ForeignKey(Org, models.CASCADE, related_name="names")
    name = models.CharField(max_length=250)
    folded = models.CharField(max_length=250, db_index=True)
    is_alias = models.BooleanField(default=False)

    class Meta:
        constraints = [span_is_forward("orgname_span_forward")]

    def __str__(self) -> str:
        return self.name


class OrgLink(Span):
    """`org` stands directly under `parent` for a time."""

    org = models.ForeignKey(Org, models.CASCADE, related_name="links_up")
    parent = models.ForeignKey(Org, models.CASCADE, related_name="links_down")

    class Meta:
        constraints = [
            span_is_forward("orglink_span_forward"),
            models.CheckConstraint(condition=~Q(org=F("parent")), name="orglink_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.org_id} → {self.parent_id}"


class OrgPath(Span):
    """Closure of the links: `descendant` is at or under `ancestor` for a time. Made by orgs.actions, never by hand."""

    ancestor = models.ForeignKey(Org, models.CASCADE, related_name="paths_down")
    descendant = models.ForeignKey(Org, models.CASCADE, related_name="paths_up")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["ancestor", "valid_from", "descendant"], name="orgpath_down"),
            models.Index(fields=["descendant", "valid_from", "ancestor"], name="orgpath_up"),
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_id} ⊇ {self.descendant_id}"


@settled()
class Group(models.Model):
    """A classification beside the tree: nội chính - tư pháp; tham mưu, giúp việc Thành ủy; …"""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GroupMembership(Span):
    org = models.ForeignKey(Org, models.CASCADE, related_name="group_memberships")
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [span_is_forward("groupmembership_span_forward")]

    def __str__(self) -> str:
        return f"{self.org_id} ∈ {self.group_id}"


class SuccessionKind(models.TextChoices):
    MERGE = "merge", _("Hợp nhất, sáp nhập")
    SPLIT = "split", _("Chia tách")
    REPLACE = "replace", _("Chuyển thành tổ chức mới")


class Succession(models.Model):
    """On `on`, `successor` takes over from `predecessor`. A rename is not one: the organisation stays itself."""

    predecessor = models.ForeignKey(Org, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Org, models.CASCADE, related_name="precessions")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=SuccessionKind.choices)
    decision = models.CharField(max_length=200, blank=True)  # "Quyết định số …"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor", "on"], name="succession_once")]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
