"""How sure owner and reviewer are, and where they differ."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import BigIntegerField, CharField, QuerySet
from django.utils.translation import gettext as _

from dondoc.forecast.models import Confidence, Side
from dondoc.lib.periods import Period
from dondoc.orgs.models import Org
from dondoc.web.prepared import Given, Ids, Prepared


@dataclass(frozen=True)
class Said:
    """What one side says in a month: its own words of that month, or what it said last (`carried`)."""

    side: Side
    confidence: Confidence
    is_carried: bool

    @property
    def carried_words(self) -> str:
        """ "như tháng 10/2026"; "" when it was said in the month itself."""
        if not self.is_carried:
            return ""
        return _("như %(month)s") % {"month": Period.parse(self.confidence.month).label.lower()}


@dataclass(frozen=True)
class Pair:
    """What both sides say in `month`; None: one has said nothing yet."""

    month: str
    owner: Said | None = None
    reviewer: Said | None = None

    @property
    def both(self) -> list[Said]:
        return [one for one in (self.owner, self.reviewer) if one]

    @property
    def differs(self) -> bool:
        """Whether both have spoken and do not say the same."""
        said = [one.confidence.level for one in self.both]
        return len(said) == 2 and said[0] != said[1]

    @property
    def words(self) -> str:
        """ "Chủ trì: chắc chắn đạt; thẩm định: khó đạt"."""
        parts = [f"{one.side.label}: {str(one.confidence.sureness.label).lower()}" for one in self.both]
        said = "; ".join(parts).lower()
        return f"{said[:1].upper()}{said[1:]}"


def pairs(org: Org, month: str, indicator_ids: Collection[int] | None = None) -> dict[int, Pair]:
    """By indicator (None: of all) what both sides say of `org` in `month`. One query."""
    given = {"org": org.pk, "month": month}
    rows = _SAID.ask(**given) if indicator_ids is None else _SAID_OF.ask(**given, indicators=indicator_ids)
    newest: dict[tuple[int, str], Confidence] = {}
    for one in rows:
        newest[(one.indicator_id, one.side)] = one
    found: dict[int, dict[str, Said]] = {}
    for (indicator_id, side), one in newest.items():
        found.setdefault(indicator_id, {})[side] = Said(Side(side), one, one.month != month)
    return {pk: Pair(month, **said) for pk, said in found.items()}


def _said(org: Given, month: Given) -> "QuerySet[Confidence]":
    return Confidence.objects.filter(org=org, month__lte=month).order_by("month", "pk").select_related("given_by")


_SAID = Prepared(_said, org=BigIntegerField(), month=CharField())
_SAID_OF = Prepared(
    lambda org, month, indicators: _said(org, month).filter(indicator__pk__among=indicators),
    org=BigIntegerField(), month=CharField(), indicators=Ids(),
)  # fmt: skip
