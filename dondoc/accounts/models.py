"""People who sign in, and the roles that they hold in organisations."""

from collections.abc import Callable, Iterable
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.accounts.roles import ROLES, Permission
from dondoc.lib.text import fold
from dondoc.orgs.models import LEADING_KINDS, Org, OrgPath, Span, span_is_forward, valid_on

_MOST_NAMED = 500  # organisations named in a query; of more, all below are read


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User") -> "UserQuerySet":
        """People with a role in an organisation that `user` administers, and `user`."""
        orgs = user.org_ids_with(Permission.ADMINISTER)
        return self.filter(
            models.Q(pk=user.pk) | models.Q(pk__in=Membership.objects.filter(org_id__in=orgs).values("user"))
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def with_roles(self, pk: int, held: "Callable[[int], list[Membership]] | None" = None) -> "User | None":
        """The person with today's roles, in one statement (two for who holds none); None when there is none.

        `held`: how these roles are read, each with its user, where more is read with them."""
        roles = (
            held(pk)
            if held
            else list(Membership.objects.held(timezone.localdate()).filter(user=pk).select_related("user"))
        )
        user = roles[0].user if roles else self.filter(pk=pk).first()
        if user is not None:
            user.know_roles(roles)
        return user

    def create_user(self, username: str, password: str | None = None, *, full_name: str = "") -> "User":
        """A person who can sign in; without a password, one who cannot yet."""
        user = self.model(username=self.model.normalize_username(username), full_name=full_name)
        user.search_text = fold(f"{username} {full_name}")
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    username = models.CharField(_("tên đăng nhập"), max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    email = models.EmailField(_("thư điện tử"), blank=True)
    is_active = models.BooleanField(default=True)
    search_text = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "username"

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def roles_held(self) -> list["Membership"]:
        """Today's memberships with their organisations, read once per instance (so once per request)."""
        if not hasattr(self, "_roles_held"):
            self.know_roles(Membership.objects.held(timezone.localdate()).filter(user=self))
        return self._roles_held

    def know_roles(self, roles: Iterable["Membership"]) -> None:
        """Take these for today's memberships: they were just read."""
        self._roles_held = list(roles)
        for role in self._roles_held:
            role.user = self

    def org_ids_above(self, org: Org, day: date) -> frozenset[int]:
        """Ids of the organisations with a role of this person at or above which `org` lies on `day`; read once per
        instance, as the roles."""
        if not hasattr(self, "_org_ids_above"):
            self._org_ids_above: dict[tuple[int, date], frozenset[int]] = {}
        known = self._org_ids_above
        if (org.pk, day) not in known:
            roots = {m.org_id for m in self.roles_held()}
            above = OrgPath.objects.filter(valid_on(day), ancestor_id__in=roots, descendant=org)
            known[org.pk, day] = frozenset(above.values_list("ancestor_id", flat=True))
        return known[org.pk, day]

    def learn_orgs_above(self, orgs: Iterable[Org], day: date) -> None:
        """Read `org_ids_above` of all these at once: one query instead of one for each, later on."""
        if not hasattr(self, "_org_ids_above"):
            self._org_ids_above = {}
        new = {org.pk for org in orgs if (org.pk, day) not in self._org_ids_above}
        if len(new) < 2:
            return
        found: dict[int, set[int]] = {pk: set() for pk in new}
        roots = {m.org_id for m in self.roles_held()}
        above = OrgPath.objects.filter(valid_on(day), ancestor_id__in=roots)
        if len(new) <= _MOST_NAMED:
            above = above.filter(descendant__in=new)
        for pk, ancestor in above.values_list("descendant_id", "ancestor_id"):
            if pk in found:
                found[pk].add(ancestor)
        self._org_ids_above |= {(pk, day): frozenset(ids) for pk, ids in found.items()}

    def forget_roles(self) -> None:
        """Read them anew the next time: they have changed."""
        for name in ("_roles_held", "_org_ids_above"):
            self.__dict__.pop(name, None)

    def root_org_ids(self, permission: Permission | str | None = None) -> set[int]:
        """Ids of the organisations where a role is held that has `permission` (any role if None); not those under."""
        return {
            m.org_id
            for m in self.roles_held()
            if permission is None or Permission(permission) in ROLES[m.role].permissions
        }

    def reviewing_org_ids(self) -> set[int]:
        """Ids of the bodies in whose name this person reviews: as a reviewer, or leading the chi bộ under them."""
        return self.root_org_ids(Permission.REVIEW) | {org.pk for org in self.leading_orgs()}

    def leading_orgs(self) -> list[Org]:
        """The committees in which this person leads the chi bộ under them, by name. No query."""
        return [org for org in self.root_orgs(Permission.LEAD_CELLS) if org.kind in LEADING_KINDS]

    def root_orgs(self, permission: Permission | str) -> list[Org]:
        """The organisations where a role is held that has `permission`, by name; those under them are not in it."""
        held = {m.org_id: m.org for m in self.roles_held() if Permission(permission) in ROLES[m.role].permissions}
        return sorted(held.values(), key=lambda org: org.sort_key)

    def reaches(self, permission: Permission | str, org_id: str = "org_id") -> models.Exists:
        """As `org_ids_with`, asked of each row by the name of its column: for few rows of many."""
        above = OrgPath.objects.filter(ancestor_id__in=self.root_org_ids(permission))
        return models.Exists(above.filter(descendant_id=models.OuterRef(org_id)))

    def org_ids_with(self, permission: Permission | str):
        """A subquery of ids of all organisations, at any time, in or under which `permission` is held."""
        return OrgPath.objects.filter(ancestor_id__in=self.root_org_ids(permission)).values("descendant_id")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def held(self, day: date) -> "MembershipQuerySet":
        """Those of `day` with their organisations, each with `committee`: the name of the nearest committee where it is
        held or above, None for none."""
        above = OrgPath.objects.filter(valid_on(day), descendant=models.OuterRef("org"), ancestor__kind="committee")
        nearest = models.Subquery(above.order_by("depth").values("ancestor__name")[:1])
        return self.filter(valid_on(day)).select_related("org").annotate(committee=nearest)


class Membership(Span):
    """`user` holds `role` in `org` and everything under it, for a time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    org = models.ForeignKey(Org, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(role.code, role.name) for role in ROLES.values()])

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            span_is_forward("membership_span_forward"),
            models.UniqueConstraint(fields=["user", "org", "role", "valid_from"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.org_id}"

    @property
    def role_name(self) -> str:
        return str(ROLES[self.role].name)
