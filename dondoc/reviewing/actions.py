"""What happens at the review desk beside the decisions themselves, which are acts of submissions."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dondoc.audit.actions import Entry, record, record_all
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan
from dondoc.reviewing import rules
from dondoc.reviewing.models import Look, ReturnReason
from dondoc.reviewing.reasons import body_of
from dondoc.sheets.models import Sheet
from dondoc.submissions import rules as submission_rules
from dondoc.submissions.models import Clue, ReviewLimit, Submission, SubmissionState
from dondoc.submissions.reweighing import reweigh
from dondoc.web.refusals import Invalid, require

_NEWS = timedelta(minutes=1)  # looking on is noted no more often


def look(submission: Submission, *, by, at: datetime) -> Look | None:
    """Note that `by` is looking; returns who else has been looking since before and still is, whose note stays."""
    looks = Look.objects.filter(submission=submission)
    there = getattr(submission, "look", None)
    if there and there.holds(at):
        if there.by_id != by.pk:
            return there
        if at - there.seen_at > _NEWS:
            looks.filter(by=by).update(seen_at=at)
    elif there:
        looks.update(by=by, since=at, seen_at=at)
    else:
        with suppress(IntegrityError):  # somebody may be faster
            Look.objects.create(submission=submission, by=by, since=at, seen_at=at)
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


def dismiss_clues(clues: Sequence[Clue], *, reason: str, by, at: datetime) -> None:
    """Put clues of one sheet aside: they stay aside while they are the very same. Those that somebody has dismissed
    before keep that reason. Errors: Refused without the right to review; Invalid without a reason."""
    words = reason.strip()
    if not words:
        raise Invalid(_("Cần ghi lý do bỏ qua."))
    _decide_on(clues, "clue.dismiss", words, by=by, at=at, dismissed_at=at, dismissed_by=by, reason=words)


def reopen_clues(clues: Sequence[Clue], *, by, at: datetime) -> None:
    """Take dismissed clues up again. Errors: Refused without the right to review."""
    _decide_on(clues, "clue.reopen", "", by=by, at=at, dismissed_at=None, dismissed_by=None, reason="")


def _decide_on(clues: Sequence[Clue], event: str, words: str, *, by, at: datetime, **values: Any) -> None:
    sheets = Submission.objects.select_related("org", "deliverable", "round", "sheet_version")
    with transaction.atomic():
        # the sheet before its clues, as sending in does
        submission = sheets.select_for_update(of=("self",)).get(pk=clues[0].submission_id)
        require(submission_rules.may_judge(by, submission))
        rows = Clue.objects.select_for_update().filter(
            pk__in=[clue.pk for clue in clues], dismissed_at__isnull=values["dismissed_at"] is not None
        )
        sheet = f"{submission.org.short_name}: {submission}"
        body = body_of(by)  # the trail of the organisation itself is read by its own people
        entries = [
            Entry(action=event, by=by, target=clue, org=body, after={"sheet": sheet}, note=words, at=at)
            for clue in rows
        ]
        rows.update(**values)
        record_all(entries)
        if submission.status is SubmissionState.SUBMITTED:
            reweigh([submission])
