"""Who gets what when organisations change: duties, roles, figures. Read before and after the act itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy

from dondoc.accounts.models import Membership
from dondoc.audit.models import AuditEvent
from dondoc.indicators.formula.tree import COMBINED, Carry
from dondoc.indicators.formula.wording import CARRIED as CARRIED_WORDS
from dondoc.indicators.models import IndicatorVersion
from dondoc.indicators.queries import in_force
from dondoc.obligations.models import Obligation, Purpose
from dondoc.orgs.models import Org, OrgLink, Succession


@dataclass(frozen=True)
class Duties:
    """`open`: asked and not sent in, the organisation's own answers; `waiting`: sent in, not decided."""

    open: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class Stand:
    """How organisations stood before: their duties, by id."""

    duties: Mapping[int, Duties]


@dataclass(frozen=True)
class OrgEffect:
    """One organisation that the change is about. `open`: its duties before and after; `ends_on`: it is no more from
    that day on, None: it goes on; `children`: directly under it afterwards; `roles`: who has a role in it."""

    org: Org
    is_new: bool
    ends_on: date | None
    parent: Org | None
    before: Duties
    after: Duties
    children: int
    roles: tuple[str, ...]

    @property
    def handed(self) -> int:
        return max(self.before.open - self.after.open, 0)

    @property
    def gained(self) -> int:
        return max(self.after.open - self.before.open, 0)


@dataclass(frozen=True)
class Effect:
    """What a change brings from `on`: each organisation, and the measures by what becomes of their figures (empty when
    nobody takes over). `heir`: who gets the figures that are added."""

    on: date
    orgs: tuple[OrgEffect, ...]
    measures: Mapping[Carry, tuple[str, ...]]
    heir: Org | None

    @property
    def made(self) -> list[Org]:
        return [one.org for one in self.orgs if one.is_new]

    @property
    def carried(self) -> list[tuple[str, tuple[str, ...]]]:
        """What becomes of figures, in words, with the measures of which it is true."""
        return [(CARRIED_WORDS[carry], names) for carry, names in self.measures.items()]

    @property
    def ended(self) -> list[OrgEffect]:
        return [one for one in self.orgs if one.ends_on]


def stand_of(orgs: Sequence[Org]) -> Stand:
    """Two queries."""
    return Stand(_duties([org.pk for org in orgs]))


def effect_of(orgs: Sequence[Org], made: Sequence[Org], before: Stand, *, on: date) -> Effect:
    """What became of `orgs`, and of those that were `made`. At most eight queries."""
    pks = [org.pk for org in (*orgs, *made)]
    now, after = Org.objects.in_bulk(pks), _duties(pks)
    links = OrgLink.objects.filter(Q(org__in=pks) | Q(parent__in=pks), valid_to=None).select_related("parent")
    parents = {link.org_id: link.parent for link in links}
    children: dict[int, int] = {}
    for link in links:
        children[link.parent_id] = children.get(link.parent_id, 0) + 1
    roles: dict[int, list[str]] = {}
    for one in Membership.objects.filter(org__in=pks, valid_to=None).select_related("user").order_by("pk"):
        roles.setdefault(one.org_id, []).append(f"{one.user} ({one.role_name})")
    new = {org.pk for org in made}
    found = tuple(
        OrgEffect(
            now[pk], pk in new, now[pk].valid_to, parents.get(pk), before.duties.get(pk, Duties()),
            after.get(pk, Duties()), children.get(pk, 0), tuple(roles.get(pk, ())),
        )
        for pk in dict.fromkeys(pks)
    )  # fmt: skip
    took = Succession.objects.filter(predecessor__in=pks, on=on).select_related("successor").order_by("pk").first()
    heir = took.successor if took else None
    return Effect(on, found, _carried(found, on) if heir else {}, heir)


def _duties(pks: Sequence[int]) -> dict[int, Duties]:
    mine = Obligation.objects.filter(org__in=pks, purpose=Purpose.ANSWER).order_by()
    still = Obligation.objects.untouched().filter(org__in=pks, purpose=Purpose.ANSWER).order_by()
    opened = dict(still.values_list("org_id").annotate(count=Count("pk")))
    sent = mine.filter(submitted_on__isnull=False, approved_on=None, closed_on=None)
    waiting = dict(sent.values_list("org_id").annotate(count=Count("pk")))
    return {pk: Duties(opened.get(pk, 0), waiting.get(pk, 0)) for pk in pks}


def _carried(orgs: Sequence[OrgEffect], on: date) -> dict[Carry, tuple[str, ...]]:
    """Measures about the kinds of those that end or are split, by their rule."""
    kinds = {one.org.kind for one in orgs if not one.is_new}
    versions: dict[int, list[IndicatorVersion]] = {}
    for version in IndicatorVersion.objects.select_related("indicator").order_by("indicator__position"):
        versions.setdefault(version.indicator_id, []).append(version)
    found: dict[Carry, list[str]] = {carry: [] for carry in Carry}
    for some in versions.values():
        current = in_force(some, on)
        for measure in current.parsed.measures:
            if measure.kind not in COMBINED and (not measure.population.kinds or kinds & set(measure.population.kinds)):
                found[measure.carry].append(f"{current.indicator.label}{measure.code}. {measure.name}")
    return {carry: tuple(names) for carry, names in found.items() if names}


@dataclass(frozen=True)
class Done:
    """An act that was recorded: which organisation it is about, the word for it, when and by whom."""

    org: Org
    words: str
    event: AuditEvent

    @property
    def day(self) -> date | None:
        """From which day it holds, where the event says so."""
        said = self.event.after.get("on") or self.event.after.get("valid_from") or self.event.after.get("valid_to")
        return date.fromisoformat(said) if said else None


_RECENT = 20


def recent(user) -> list[Done]:
    """The last acts about organisations that `user` may see, newest first. Two queries."""
    seen = Org.objects.visible_to(user)
    events = AuditEvent.objects.filter(action__in=list(_WORDS), org_id__in=seen.values("pk")).order_by("-id")[:_RECENT]
    found = list(events)
    orgs = Org.objects.in_bulk({one.org_id for one in found})
    return [Done(orgs[one.org_id], str(_WORDS[one.action]), one) for one in found if one.org_id in orgs]


_WORDS = {
    "org.rename": gettext_lazy("đổi tên"), "org.move": gettext_lazy("chuyển cấp trên"),
    "org.merge": gettext_lazy("hợp nhất"), "org.split": gettext_lazy("chia tách"),
    "org.create": gettext_lazy("thành lập"), "org.close": gettext_lazy("kết thúc hoạt động"),
}  # fmt: skip
