"""Organisations × chỉ tiêu: which organisations a page of the matrix shows, and in which order."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, FloatField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from dondoc.dashboards.queries.scope import Scope
from dondoc.indicators.formula.tree import Better
from dondoc.measures.models import MeasureValue, TargetStatus
from dondoc.measures.queries import BoardRow
from dondoc.orgs.models import Group, Org, OrgQuerySet
from dondoc.orgs.queries import children

_BEHIND = (TargetStatus.NOT_MET, TargetStatus.AT_RISK)


class Order(models.TextChoices):
    """In which order the organisations stand. What follows results is offered only where an order is wanted."""

    NAME = "ten", _("Theo tên")
    BEHIND = "cham", _("Nhiều chỉ tiêu chậm trước")
    LOWEST = "thap", _("Kết quả thấp trước")


def orgs_in(scope: Scope, rows: Iterable[BoardRow], chosen: dict[str, Any], day: date) -> OrgQuerySet:
    """The organisations directly under the scope's about which any column (`rows`: the chỉ tiêu shown) is, by the
    filters. With `every_level`, or words to look for, those of all levels."""
    values = _values(scope, rows)
    if chosen.get("is_behind"):
        values = _values(scope, rows, judged=True).filter(status__in=_BEHIND)
    found = _level(scope, day, everything=bool(chosen.get("every_level") or chosen.get("words")))
    found = found.filter(pk__in=values.values("org_id"))
    if chosen.get("kind"):
        found = found.filter(kind=chosen["kind"])
    if chosen.get("group"):
        found = found.in_groups([chosen["group"]], day)
    return found.search(chosen.get("words") or "")


def _level(scope: Scope, day: date, *, everything: bool) -> OrgQuerySet:
    if everything:
        return Org.objects.under(scope.org.pk, day).exclude(pk=scope.org.pk)
    return children(scope.org, day)


def _values(scope: Scope, rows: Iterable[BoardRow], *, judged: bool = False) -> QuerySet[MeasureValue]:
    """What is stored of the columns for organisations that they are about."""
    columns = [measure.key for row in rows for measure in (row.targeted if judged else row.measures)]
    is_about_it = Q(population__gt=0) | Q(denominator__gt=0)
    return MeasureValue.objects.filter(is_about_it, month=scope.month, measure__in=columns)


def in_order(found: OrgQuerySet, order: Order, scope: Scope, rows: list[BoardRow]) -> OrgQuerySet:
    """`found` in `order`, what stands alike by name. The lowest result is that of the first deciding measure of the
    first column, unknown ones last; it is turned around where less is better."""
    values = _values(scope, rows, judged=True).filter(org=OuterRef("pk")).order_by()
    match order:
        case Order.BEHIND:
            counted = values.filter(status__in=_BEHIND).values("org").annotate(n=Count("*")).values("n")
            return found.annotate(behind=Coalesce(Subquery(counted), 0)).order_by("-behind", "sort_key", "pk")
        case Order.LOWEST if rows and rows[0].targeted:
            first = rows[0].targeted[0]
            share = Cast("numerator", FloatField()) / NullIf(Cast("denominator", FloatField()), Value(0.0))
            of_first = values.filter(measure=first.key, known__gt=0).annotate(share=share).values("share")[:1]
            reads_down = first.definition.better is Better.LOWER
            place = F("level").desc(nulls_last=True) if reads_down else F("level").asc(nulls_last=True)
            return found.annotate(level=Subquery(of_first)).order_by(place, "sort_key", "pk")
    return found


def left_out(scope: Scope, rows: Iterable[BoardRow], *, every_level: bool) -> int:
    """How many organisations at the same level no column is about: their rows would be empty. One query."""
    shown = _level(scope, scope.as_of, everything=every_level)
    return shown.exclude(Exists(_values(scope, rows).filter(org=OuterRef("pk")))).count()


def groups() -> QuerySet[Group]:
    return Group.objects.all()
