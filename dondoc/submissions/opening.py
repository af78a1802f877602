"""Opening a sheet: the one that exists, or a new draft under the version in force."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.lib.periods import Period
from dondoc.lib.text import fold
from dondoc.obligations.models import Round
from dondoc.orgs.models import Org
from dondoc.sheets.models import Deliverable, DeliverablePeriod, SheetVersion
from dondoc.sheets.queries import in_force, versions_of
from dondoc.submissions import rules
from dondoc.submissions.held import each, hold
from dondoc.submissions.models import Submission
from dondoc.web.ids import reserve_ids
from dondoc.web.refusals import Invalid, require

Done = TypeVar("Done")


@dataclass(frozen=True, kw_only=True)
class Opening:
    """The sheet of `org` for `deliverable` and `period` (with `round` for products asked round by round)."""

    org: Org
    deliverable: Deliverable
    period: Period
    round: Round | None = None
    version: SheetVersion | None = None  # under which a new one is filled in; None: to be looked up
    by: Any
    at: datetime


def open_submission(
    *,
    org: Org,
    deliverable: Deliverable,
    period: Period,
    round: Round | None = None,  # noqa: A002 -- the glossary's word
    version: SheetVersion | None = None,
    by,
    at: datetime,
) -> Submission:
    """The submission that `Opening` describes: the one that exists, in whatever state, or a new draft under the sheet's
    version for that period. Errors: Refused without the right; Invalid for a period that is not of the deliverable's
    kind.
    """
    one = Opening(org=org, deliverable=deliverable, period=period, round=round, version=version, by=by, at=at)
    return open_many([one])[0]


def open_many(openings: Sequence[Opening]) -> list[Submission]:
    """As `open_submission`, in the order given. Errors: its own; NotAll for several."""

    def stored() -> list[Submission]:
        with transaction.atomic():
            begun = begin_many(openings)
            fresh = {row.pk: row for row in begun if row._state.adding}
            if fresh:
                with hold(fresh.values()):
                    pass  # a new sheet is stored when it is let go
            return begun

    return again_if_begun(stored)


def begin_many(openings: Sequence[Opening], *, are_new: bool = False) -> list[Submission]:
    """As `open_many`; a new draft has its id, and is stored by the `hold` of it that must follow in this transaction.
    `are_new`: that none is there was just seen, so none is looked for. Errors: as `open_many`; when somebody else
    begins one of them, or has begun it, that `hold` gives IntegrityError."""
    rules.learn_rights((one.by, one.org) for one in openings)
    each(openings, _check_opening)
    found = {} if are_new else _entered(openings)
    missing = {_key(one): one for one in openings if _key(one) not in found}
    if missing:
        found |= _begun(missing)
    return [found[_key(one)] for one in openings]


def again_if_begun(act: Callable[[], Done]) -> Done:
    """What `act` (a whole transaction) gives; done once more when somebody else began one of its sheets meanwhile,
    which then is there."""
    try:
        return act()
    except IntegrityError:
        return act()


_Key = tuple[int, int, int | None, str | None]  # organisation, product, round, period where no round asks


def _key(one: Opening) -> _Key:
    return one.org.pk, one.deliverable.pk, one.round and one.round.pk, None if one.round else one.period.code


def _check_opening(one: Opening) -> None:
    require(rules.may_answer(one.by, one.org))
    by_round = one.deliverable.period_kind == DeliverablePeriod.ROUND
    fits = by_round or one.period.kind.value == one.deliverable.period_kind
    if by_round != (one.round is not None) or not fits:
        asked = one.deliverable.get_period_kind_display()
        raise Invalid(
            _("“%(name)s” được nhập %(asked)s, không theo kỳ này.") % {"name": one.deliverable, "asked": asked}
        )


def _entered(openings: Sequence[Opening]) -> dict[_Key, Submission]:
    """What was entered already for these keys. One query."""
    about = {_key(one): one for one in openings}
    rounds = [one.round.pk for one in openings if one.round]
    same = Q(round=None, period__in={one.period.code for one in openings if not one.round}) | Q(round__in=rounds)
    rows = Submission.objects.filter(
        same, org__in={one.org.pk for one in openings}, deliverable__in={one.deliverable.pk for one in openings}
    ).select_related("sheet_version")
    found = {}
    for row in rows:
        key = (row.org_id, row.deliverable_id, row.round_id, None if row.round_id else row.period)
        if one := about.get(key):
            row.org, row.deliverable, row.round = one.org, one.deliverable, one.round
            found[key] = row
    return found


def _begun(missing: Mapping[_Key, Opening]) -> dict[_Key, Submission]:
    unknown = {one.deliverable.sheet_id for one in missing.values() if one.version is None}
    versions = versions_of(unknown) if unknown else {}
    ids = reserve_ids(Submission, len(missing))
    return {
        key: Submission(
            pk=pk,
            org=one.org,
            deliverable=one.deliverable,
            round=one.round,
            period=one.period.code,
            period_start=one.period.start,
            period_end=one.period.end,
            sheet_version=one.version or in_force(versions[one.deliverable.sheet_id], _day_of(one)),
            updated_at=one.at,
            updated_by=one.by,
            entered_on_behalf=rules.answers_on_behalf(one.by, one.org),
            search_text=fold(f"{one.org.name} {one.org.short_name} {one.deliverable.name}"),
        )
        for pk, (key, one) in zip(ids, missing.items(), strict=True)
    }


def _day_of(one: Opening) -> date:
    """The day that decides under which version of the sheet the period is filled in (sheets.queries.version_for)."""
    return min(one.period.end, timezone.localdate(one.at))
