"""What happens at the review desk beside the decisions themselves, which are acts of submissions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dondoc.audit.actions import record
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan
from dondoc.reviewing import rules
from dondoc.reviewing.models import Look, ReturnReason
from dondoc.sheets.models import Sheet
from dondoc.submissions.models import ReviewLimit, Submission
from dondoc.web.refusals import Invalid, require

_NEWS = timedelta(minutes=1)  # looking on is noted no more often


def look(submission: Submission, *, by, at: datetime) -> Look | None:
    """Note that `by` is looking; returns who else has been looking since before and still is, whose note stays."""
    looks = Look.objects.filter(submission=submission)
    there = looks.select_related("by").first()
    if there and there.holds(at):
        if there.by_id != by.pk:
            return there
        if at - there.seen_at > _NEWS:
            looks.filter(by=by).update(seen_at=at)
    elif there:
        looks.update(by=by, since=at, seen_at=at)
    else:
        Look.objects.bulk_create(
            [Look(submission=submission, by=by, since=at, seen_at=at)], ignore_conflicts=True
        )  # somebody may be faster
    return None


def stop_looking(submissions: Sequence[Submission], *, by) -> None:
    """What was decided is looked at no more."""
    Look.objects.filter(submission__in=[one.pk for one in submissions], by=by).delete()


def count_reasons(body: Org, texts: Sequence[str]) -> None:
    """Count these reasons of the list of `body` as given once more. The first ones come into it when they are used."""
    ReturnReason.objects.bulk_create([ReturnReason(body=body, text=text) for text in texts], ignore_conflicts=True)
    ReturnReason.objects.filter(body=body, text__in=texts).update(uses=F("uses") + 1)


def keep_reason(body: Org, text: str, *, by, at: datetime) -> ReturnReason:
    """Put a reason into the list of `body`, or bring it back. Errors: Refused without the right."""
    require(rules.may_keep_reasons(by, body))
    with transaction.atomic():
        reason, _made = ReturnReason.objects.update_or_create(body=body, text=text, defaults={"is_retired": False})
        record("returnreason.keep", by=by, target=reason, org=body, after={"text": text}, at=at)
    return reason


def retire_reason(body: Org, text: str, *, by, at: datetime) -> ReturnReason:
    """Offer a reason no longer; what was written with it stays. Errors: Refused without the right."""
    require(rules.may_keep_reasons(by, body))
    with transaction.atomic():
        reason, _made = ReturnReason.objects.update_or_create(body=body, text=text, defaults={"is_retired": True})
        record("returnreason.retire", by=by, target=reason, org=body, before={"text": text}, at=at)
    return reason


def set_limit(
    *, plan: Plan | None, sheet: Sheet | None, working_days: int, reason: str, valid_from: date, by, at: datetime
) -> ReviewLimit:
    """How many working days reviewers have from `valid_from` on, for sheets that arrive then; the limit of the same
    plan and sheet that held until then ends. Errors: Refused; Invalid when one begins on that day or later."""
    require(rules.may_set_limits(by))
    same = ReviewLimit.objects.filter(plan=plan, sheet=sheet)
    if same.filter(valid_from__gte=valid_from).exists():
        raise Invalid(_("Đã có thời hạn khác cho cùng kế hoạch, mẫu phiếu bắt đầu từ ngày này hoặc muộn hơn."))
    with transaction.atomic():
        same.filter(valid_to=None).update(valid_to=valid_from)
        limit = ReviewLimit.objects.create(
            plan=plan, sheet=sheet, working_days=working_days, reason=reason, valid_from=valid_from
        )
        after = {"working_days": working_days, "valid_from": valid_from.isoformat()}
        record("reviewlimit.set", by=by, target=limit, org=plan and plan.org, after=after, note=reason, at=at)
    return limit
