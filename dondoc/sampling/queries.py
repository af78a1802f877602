"""Reads for spot checks: what may be drawn, what was drawn, what was found of an organisation."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from dondoc.lib.numbers import format_number
from dondoc.lib.periods import Period
from dondoc.orgs.models import Org, OrgKind, OrgPath
from dondoc.sampling.drawing import Unit
from dondoc.sampling.factors import Factor, factors
from dondoc.sampling.models import Sample, SampleItem
from dondoc.sheets.models import Deliverable
from dondoc.submissions.facts import SENT_IN
from dondoc.submissions.models import Submission

_MOST_OFFERED = 300


@dataclass(frozen=True)
class Offer:
    """A product and period of which sheets were sent in. `key`: as it stands in a form."""

    deliverable: Deliverable
    period: str
    round_id: int | None
    round_name: str
    count: int

    @property
    def key(self) -> str:
        return f"{self.deliverable.pk}.{self.period}.{self.round_id or 0}"

    @property
    def label(self) -> str:
        when = self.round_name or Period.parse(self.period).label
        return f"{self.deliverable.name}, {when} ({format_number(self.count)})"


def sent_under(org_ids) -> QuerySet[Submission]:
    """What was sent in by these organisations and all under them, and stands."""
    under = OrgPath.objects.filter(ancestor_id__in=org_ids).values("descendant_id")
    return Submission.objects.filter(org_id__in=under, state__in=SENT_IN)


def offers(org_ids) -> list[Offer]:
    """What may be drawn from under these organisations, the newest period first. Two queries."""
    rows = (
        sent_under(org_ids)
        .order_by("-period_start", "deliverable_id")
        .values_list("deliverable_id", "period", "period_start", "round_id", "round__name")
    )
    rows = rows.annotate(count=Count("pk"))[:_MOST_OFFERED]
    found = [(pk, period, round_id, name, count) for pk, period, _start, round_id, name, count in rows]
    products = Deliverable.objects.in_bulk({row[0] for row in found})
    return [Offer(products[pk], period, round_id, name or "", count) for pk, period, round_id, name, count in found]


def frame_of(org: Org, deliverable_id: int, period: str, round_id: int | None, *, by_kind: bool) -> list[Unit]:
    """The sheets that may be drawn, by the organisation's code. One query."""
    rows = sent_under([org.pk]).filter(deliverable=deliverable_id, period=period, round=round_id)
    columns = ("pk", "org__code", "org_id", "org__kind")
    return [
        Unit(pk, code or f"#{org_id}", kind if by_kind else "")
        for pk, code, org_id, kind in rows.order_by("org__code", "org_id").values_list(*columns)
    ]


def samples_for(user) -> QuerySet[Sample]:
    """The samples that `user` may see with how far each has come: how many sheets were `drawn` and
    `counted`, of how many `values_in` them `same_in` agreed."""
    rows = Sample.objects.visible_to(user).select_related("org", "deliverable", "round", "drawn_by")
    checked = Q(items__checked_at__isnull=False)
    rows = rows.annotate(
        drawn=Count("items"), counted=Count("items", filter=checked), values_in=Sum("items__values", default=0),
        same_in=Sum("items__same", default=0),
    )  # fmt: skip
    return rows.order_by("-drawn_at", "-pk")


def items_of(sample: Sample) -> list[SampleItem]:
    """What was drawn, in order, with its sheets and files. Two queries."""
    rows = sample.items.select_related(
        "submission__org", "submission__sheet_version", "submission__round", "checked_by"
    )
    return list(rows.prefetch_related("files"))


def kind_label(kind: str) -> str:
    """A stratum in words."""
    return str(OrgKind(kind).label) if kind in OrgKind.values else ""


@dataclass(frozen=True)
class Counted:
    """What spot checks found of one product of an organisation, the newest first."""

    deliverable: Deliverable
    items: list[SampleItem]
    factors: list[Factor]


def counted_of(org: Org) -> list[Counted]:
    """What spot checks have found of `org` itself, by product. One query."""
    rows = (
        SampleItem.objects.counted()
        .filter(submission__org=org)
        .select_related(
            "sample", "submission__deliverable", "submission__sheet_version", "submission__round", "checked_by"
        )
    )
    by_product: dict[Deliverable, list[SampleItem]] = defaultdict(list)
    for item in rows.order_by("submission__deliverable__code", "-checked_on", "-pk"):
        by_product[item.submission.deliverable].append(item)
    return [Counted(product, items, factors(reversed(items))) for product, items in by_product.items()]


def recounts() -> dict[str, Any]:
    """Annotations of a sheet: what spot checks have found of this organisation in this product, read with it."""
    same = SampleItem.objects.counted().filter(
        submission__org=OuterRef("org"), submission__deliverable=OuterRef("deliverable")
    )
    mine = SampleItem.objects.counted().filter(submission=OuterRef("pk"), checked_at__gte=OuterRef("submitted_at"))
    whole = same.order_by().values("submission__org")
    last = same.order_by("-checked_at", "-pk")
    return {
        "is_recounted": Exists(mine),
        "recounted": Subquery(whole.annotate(n=Count("pk")).values("n")),
        "recounted_values": Subquery(whole.annotate(n=Sum("values")).values("n")),
        "recounted_same": Subquery(whole.annotate(n=Sum("same")).values("n")),
        "recounted_declared": Subquery(last.values("declared")[:1]),
        "recounted_found": Subquery(last.values("found")[:1]),
    }
