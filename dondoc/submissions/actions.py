"""What happens to a submission. One transaction each, the audit event and the obligations' facts inside it.

Every change names the `revision` that the person saw; a change made from an older one is refused with who saved
meanwhile, and when.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.audit.actions import record
from dondoc.lib.dates import format_date
from dondoc.lib.periods import Period
from dondoc.lib.text import fold
from dondoc.obligations.actions import set_facts
from dondoc.obligations.models import Obligation, Round
from dondoc.orgs.models import Org
from dondoc.sheets.answers import check_answers
from dondoc.sheets.checks import Notice
from dondoc.sheets.definition import Evidence as EvidenceRule
from dondoc.sheets.models import Deliverable, DeliverablePeriod
from dondoc.sheets.queries import version_for
from dondoc.submissions import rules
from dondoc.submissions.evidence import EvidenceError, EvidenceTooLarge, check_file, clean_name
from dondoc.submissions.facts import Sent, facts_of
from dondoc.submissions.known import has_jumps, look_at
from dondoc.submissions.models import STATUS_EVENT, Credit, Evidence, Review, Submission, SubmissionState
from dondoc.submissions.queries import obligations_answered_by, previous_of, returned_by, submissions_for
from dondoc.web.refusals import Conflict, Invalid, TooLarge, require

S = SubmissionState
MAX_REASON = 2000


class Incomplete(Invalid):
    """Answers that cannot be taken as they are. `errors`: sentence by field code; "evidence" when files are missing."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


def open_submission(
    *,
    org: Org,
    deliverable: Deliverable,
    period: Period,
    round: Round | None = None,  # noqa: A002 -- the glossary's word
    by,
    at: datetime,
) -> Submission:
    """The submission of `org` for `deliverable` and `period` (with `round` for products asked round by round).

    The one that exists, in whatever state, or a new draft under the sheet's version for that period.
    Errors: Refused without the right; Invalid when the period is not of the deliverable's kind.
    """
    require(rules.may_answer(by, org))
    _check_period(deliverable, period, round)
    keys: dict[str, Any] = {"org": org, "deliverable": deliverable, "round": round}
    if round is None:
        keys["period"] = period.code
    with transaction.atomic():
        submission, created = Submission.objects.get_or_create(
            **keys,
            defaults={
                "period": period.code,
                "period_start": period.start,
                "period_end": period.end,
                "sheet_version": version_for(deliverable.sheet, period, today=timezone.localdate(at)),
                "updated_at": at,
                "updated_by": by,
                "entered_on_behalf": rules.answers_on_behalf(by, org),
                "search_text": fold(f"{org.name} {org.short_name} {deliverable.name}"),
            },
        )
        if created:
            _record("submission.open", submission, by=by, at=at)
    return submission


def _check_period(deliverable: Deliverable, period: Period, opened: Round | None) -> None:
    by_round = deliverable.period_kind == DeliverablePeriod.ROUND
    if by_round != (opened is not None) or not (by_round or period.kind.value == deliverable.period_kind):
        asked = deliverable.get_period_kind_display()
        raise Invalid(_("“%(name)s” được nhập %(asked)s, không theo kỳ này.") % {"name": deliverable, "asked": asked})


def save(
    submission: Submission,
    *,
    answers: Mapping[str, Any],
    revision: int,
    by,
    at: datetime,
    on_behalf: bool = False,
    explanation: str | None = None,
    remarks: Mapping[str, str] | None = None,
) -> Submission:
    """Keep `answers` (as typed, by field code) as the draft. Required fields may still be missing.

    `explanation`: what the organisation answers to the reviewer who sent it back; `remarks`: by notice code why what
    stands out is right. None leaves them as they are.
    Errors: Incomplete with a sentence by field, nothing saved; Conflict; Refused.
    """
    with transaction.atomic():
        kept = _locked(submission, revision)
        _save(kept, answers, by=by, at=at, on_behalf=on_behalf, explanation=explanation, remarks=remarks)
    return kept


def submit(submission: Submission, *, revision: int, by, at: datetime) -> Submission:
    """Send the saved answers in for review, and credit them to every obligation that they answer.

    Errors: Incomplete naming every field (and "evidence") that is missing or wrong, and "explanation" when a sheet that
    was sent back comes again without anything changed or explained, and `remark_key` of each notice that wants a reason
    and has none; Conflict; Refused.
    """
    with transaction.atomic():
        kept = _locked(submission, revision)
        _submit(kept, by=by, at=at)
    return kept


def save_and_submit(
    submission: Submission,
    *,
    answers: Mapping[str, Any],
    revision: int,
    by,
    at: datetime,
    explanation: str | None = None,
    remarks: Mapping[str, str] | None = None,
) -> Submission:
    """Save and send in as one act: both or neither. A repeated click of the same person with the same answers is
    taken as the one that it repeats. Errors: as `save` and `submit`."""
    with transaction.atomic():
        kept = _fresh(submission)
        if kept.status is S.SUBMITTED and kept.submitted_by_id == by.pk:
            clean, errors = _checked(kept, answers, at=at, complete=True)
            if not errors and clean == kept.answers and explanation in (None, kept.explanation):
                return kept
        _check_revision(kept, revision)
        _save(kept, answers, by=by, at=at, explanation=explanation, remarks=remarks)
        _submit(kept, by=by, at=at)
    return kept


def withdraw(submission: Submission, *, revision: int, by, at: datetime) -> Submission:
    """Take a sheet back that waits for review; it is a draft again. Errors: Conflict, Refused."""
    with transaction.atomic():
        kept = _locked(submission, revision)
        require(rules.may_withdraw(by, kept))
        kept.submitted_at = kept.submitted_by = kept.done_on = None
        _move(kept, S.DRAFT, "submitted_at", "submitted_by", "done_on", by=by, at=at)
    return kept


def approve(
    submission: Submission, *, revision: int, review_answers: Mapping[str, str] | None = None, by, at: datetime
) -> Submission:
    """Accept the sheet with what the reviewer judged (`review_answers` by field code).

    Errors: Incomplete by review field; Conflict when it was changed or decided meanwhile; Refused.
    """
    with transaction.atomic():
        kept = _locked(submission, revision)
        require(rules.may_approve(by, kept))
        fields = kept.sheet_version.parsed.review_fields
        clean, errors = check_answers(fields, review_answers or {}, today=timezone.localdate(at), complete=True)
        if errors:
            raise Incomplete(errors)
        kept.review_answers = clean
        kept.approved_at, kept.approved_by = at, by
        _decide(kept, S.APPROVED, by=by, at=at)
        _move(kept, S.APPROVED, "review_answers", "approved_at", "approved_by", by=by, at=at, after=clean)
    return kept


def send_back(submission: Submission, *, revision: int, reason: str, by, at: datetime) -> Submission:
    """Return the sheet to the organisation with the reason. Also an approved one in which a fault was found.

    Errors: Incomplete({"reason": …}) without a reason; Conflict; Refused.
    """
    words = reason.strip()
    if not words:
        raise Incomplete({"reason": _("Cần ghi lý do trả lại để đơn vị biết phải sửa gì.")})
    if len(words) > MAX_REASON:
        raise Incomplete({"reason": _("Lý do dài quá %(n)d ký tự. Hãy rút gọn.") % {"n": MAX_REASON}})
    with transaction.atomic():
        kept = _locked(submission, revision)
        require(rules.may_send_back(by, kept))
        kept.approved_at = kept.approved_by = None
        kept.explanation = ""  # what was said before stays in the history
        _decide(kept, S.SENT_BACK, words, by=by, at=at)
        _move(kept, S.SENT_BACK, "approved_at", "approved_by", "explanation", by=by, at=at, note=words)
    return kept


def lock(submission: Submission, *, revision: int, by, at: datetime) -> Submission:
    """Close an approved sheet for good, together with its period's report. Errors: Conflict, Refused."""
    with transaction.atomic():
        kept = _locked(submission, revision)
        require(rules.may_lock(by, kept))
        _move(kept, S.LOCKED, by=by, at=at)
    return kept


def attach(submission: Submission, *, name: str, data: bytes, by, at: datetime) -> Evidence:
    """Keep a file as evidence. The same file given twice to one submission is kept once.

    Errors: TooLarge; Invalid with the reason when the file is of the wrong kind, broken, or marked secret; Refused.
    """
    shown = clean_name(name)
    try:
        content_type = check_file(shown, data, limit_mb=settings.UPLOAD_LIMIT_MB)
    except EvidenceTooLarge as fault:
        raise TooLarge(str(fault)) from fault
    except EvidenceError as fault:
        raise Invalid(str(fault)) from fault
    sha256 = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        kept = _fresh(submission)
        require(rules.may_edit(by, kept))
        if same := _files_of(kept).filter(sha256=sha256).first():
            return same
        evidence = Evidence(
            submission=kept, name=shown, size=len(data), sha256=sha256, content_type=content_type, uploaded_at=at,
            uploaded_by=by,
        )  # fmt: skip
        ending = shown.rpartition(".")[2].lower()
        evidence.file.save(f"{sha256[:20]}.{ending}", ContentFile(data), save=False)
        try:
            with transaction.atomic():
                evidence.save()
                _record("submission.attach", kept, by=by, at=at, after={"sha256": sha256}, note=shown)
        except BaseException:
            evidence.file.delete(save=False)
            raise
    return evidence


def remove_evidence(evidence: Evidence, *, by, at: datetime) -> None:
    """Take a file off the sheet. It is marked, not deleted. Removing twice is removing once. Errors: Refused."""
    with transaction.atomic():
        kept = _fresh(evidence.submission)
        require(rules.may_edit(by, kept))
        if _files_of(kept).filter(pk=evidence.pk).update(removed_at=at, removed_by=by):
            after = {"sha256": evidence.sha256}
            _record("submission.remove_evidence", kept, by=by, at=at, after=after, note=evidence.name)


def credit_existing(obligations: Iterable[Obligation]) -> int:
    """Credit what was sent in before these obligations came to be: a product is never asked for twice.

    To be called after obligations were made (a plan issued, a round opened). Returns how many found a submission.
    """
    found = 0
    with transaction.atomic():
        for obligation, submissions in submissions_for(obligations).items():
            links = [Credit(obligation=obligation, submission=submission) for submission in submissions]
            Credit.objects.bulk_create(links, ignore_conflicts=True)
            _refresh_all([obligation.pk])
            found += 1
    return found


# Inside a transaction


def _fresh(submission: Submission) -> Submission:
    """The submission as it is now, held until the transaction ends. What it is about never changes, and is carried on
    from the one given."""
    held = Submission.objects.select_related("updated_by").select_for_update(of=("self",)).get(pk=submission.pk)
    held.org, held.deliverable = submission.org, submission.deliverable
    held.round, held.sheet_version = submission.round, submission.sheet_version
    return held


def _locked(submission: Submission, revision: int) -> Submission:
    """As `_fresh`. Errors: Conflict when it is no longer at `revision`."""
    kept = _fresh(submission)
    _check_revision(kept, revision)
    return kept


def _check_revision(kept: Submission, revision: int) -> None:
    if kept.revision != revision:
        local = timezone.localtime(kept.updated_at)
        raise Conflict(
            _("%(who)s đã thay đổi phiếu này lúc %(time)s ngày %(day)s (trạng thái: %(state)s).")
            % {
                "who": kept.updated_by,
                "time": f"{local:%H:%M}",
                "day": format_date(local.date()),
                "state": str(kept.status.label).lower(),
            }
        )


def _save(
    kept: Submission,
    answers: Mapping[str, Any],
    *,
    by,
    at: datetime,
    on_behalf: bool = False,
    explanation: str | None = None,
    remarks: Mapping[str, str] | None = None,
) -> None:
    require(rules.may_edit(by, kept))
    clean, errors = _checked(kept, answers, at=at, complete=False)
    words = kept.explanation if explanation is None else explanation.strip()
    if len(words) > MAX_REASON:
        errors["explanation"] = _("Giải trình dài quá %(n)d ký tự. Hãy rút gọn.") % {"n": MAX_REASON}
    reasons = kept.remarks if remarks is None else {c: text.strip() for c, text in remarks.items() if text.strip()}
    for code, text in reasons.items():
        if len(text) > MAX_REASON:
            errors[remark_key(code)] = _("Lý do dài quá %(n)d ký tự. Hãy rút gọn.") % {"n": MAX_REASON}
    if errors:
        raise Incomplete(errors)
    before, kept.answers, kept.explanation, kept.remarks = kept.answers, clean, words, reasons
    kept.entered_on_behalf = on_behalf or rules.answers_on_behalf(by, kept.org)
    _store(kept, "answers", "entered_on_behalf", "explanation", "remarks", by=by, at=at)
    changed = sorted(code for code in {*before, *clean} if before.get(code) != clean.get(code))
    if changed:
        old, new = ({c: d[c] for c in changed if c in d} for d in (before, clean))
        _record("submission.save", kept, by=by, at=at, before=old, after=new)


def _submit(kept: Submission, *, by, at: datetime) -> None:
    require(rules.may_submit(by, kept))
    clean, errors = _checked(kept, kept.answers, at=at, complete=True)
    if kept.sheet_version.parsed.evidence is EvidenceRule.REQUIRED and not _files_of(kept).exists():
        errors["evidence"] = _("Cần tải lên ít nhất một tệp minh chứng.")
    if _comes_back_as_it_was(kept):
        errors["explanation"] = _(
            "Phiếu chưa có gì khác so với lúc bị trả lại. Hãy sửa nội dung, thay tệp minh chứng, hoặc ghi giải trình."
        )
    kept.notices = [] if errors else _noted(kept, clean, errors, at=at)
    if errors:
        raise Incomplete(errors)
    kept.answers = clean
    kept.submitted_at, kept.submitted_by = at, by
    kept.done_on = _done_on(kept, at)
    _credit(kept)
    fields = ("answers", "notices", "submitted_at", "submitted_by", "done_on")
    _move(kept, S.SUBMITTED, *fields, by=by, at=at, note=kept.explanation)


def _noted(kept: Submission, clean: Mapping[str, Any], errors: dict[str, str], *, at: datetime) -> list[dict[str, str]]:
    """What stands out in a sheet sent in, as it is kept; what refuses it, and missing reasons, go to `errors`."""
    definition = kept.sheet_version.parsed
    if not definition.checks and not has_jumps(definition):
        return []
    before = previous_of(kept.org, kept.deliverable, kept.period_start) if has_jumps(definition) else None
    day = min(kept.period_end, timezone.localdate(at))
    look = look_at(definition, clean, day=day, before=before)
    errors |= look.errors
    for notice in look.notices:
        if notice.wants_reason and not kept.remarks.get(notice.code):
            said = _("%(text)s Nếu đúng, hãy ghi lý do; nếu sai, hãy sửa lại.")
            errors[remark_key(notice.code)] = said % {"text": notice.text}
    return [_as_kept(notice, kept.remarks) for notice in look.notices]


def _as_kept(notice: Notice, remarks: Mapping[str, str]) -> dict[str, str]:
    return {
        "code": notice.code, "field": notice.field, "text": notice.text, "source": notice.source,
        "reason": remarks.get(notice.code, ""),
    }  # fmt: skip


def remark_key(code: str) -> str:
    """The form field, and the key of Incomplete.errors, for the reason of the notice `code`."""
    return f"why_{code.replace(':', '-')}"


def _comes_back_as_it_was(kept: Submission) -> bool:
    """Whether the reviewer sent it back and since then nothing was changed, no file touched, nothing explained."""
    review = returned_by(kept)
    if review is None or kept.explanation or kept.answers != review.answers:
        return False
    touched = Q(uploaded_at__gt=review.decided_at) | Q(removed_at__gt=review.decided_at)
    return not kept.evidence.filter(touched).exists()


def _checked(kept: Submission, typed: Mapping[str, Any], *, at: datetime, complete: bool):
    fields = kept.sheet_version.parsed.fields
    return check_answers(fields, typed, today=timezone.localdate(at), complete=complete)


def _files_of(kept: Submission):
    return kept.evidence.filter(removed_at=None)


def _done_on(kept: Submission, at: datetime):
    """When the work was done: what the sheet's own field says, else the day of submission."""
    from_sheet = kept.answers.get(kept.sheet_version.parsed.done_on)
    return datetime.fromisoformat(from_sheet).date() if from_sheet else timezone.localdate(at)


def _store(kept: Submission, *fields: str, by, at: datetime) -> None:
    kept.revision += 1
    kept.updated_at, kept.updated_by = at, by
    kept.save(update_fields=[*fields, "revision", "updated_at", "updated_by"])


def _move(kept: Submission, to: SubmissionState, *fields: str, by, at: datetime, after=None, note: str = "") -> None:
    """Make the move that the rules allowed: state, audit event, facts of the obligations."""
    before = {"state": kept.state}
    kept.state = to
    _store(kept, "state", *fields, by=by, at=at)
    _record(STATUS_EVENT[to], kept, by=by, at=at, before=before, after={"state": to.value, **(after or {})}, note=note)
    _refresh_all(kept.credits.values_list("obligation_id", flat=True))


def _decide(kept: Submission, decision: SubmissionState, reason: str = "", *, by, at: datetime) -> None:
    Review.objects.create(
        submission=kept, decision=decision, reason=reason, answers=kept.answers, decided_at=at, decided_by=by
    )


def _credit(kept: Submission) -> None:
    """Link the submission to every open obligation that it answers."""
    known = set(kept.credits.values_list("obligation_id", flat=True))
    fresh = [pk for pk in obligations_answered_by(kept) if pk not in known]
    Credit.objects.bulk_create([Credit(obligation_id=pk, submission=kept) for pk in fresh], ignore_conflicts=True)


def _refresh_all(obligation_ids: Iterable[int]) -> None:
    """Store in each obligation what its submissions say. Two queries however many there are, and an update each."""
    wanted = list(obligation_ids)
    if not wanted:
        return
    links: dict[int, list[Sent]] = defaultdict(list)
    given = Credit.objects.filter(obligation__in=wanted).order_by("pk")
    for pk, *columns in given.values_list("obligation_id", *Sent.COLUMNS):
        links[pk].append(Sent(*columns))
    returned = {one.pk for sent in links.values() for one in sent if one.state == S.SENT_BACK}
    reviews = Review.objects.filter(submission__in=returned, decision=S.SENT_BACK) if returned else ()
    sent_back_at = {review.submission_id: review.decided_at for review in reviews}  # the latest stays
    for pk, asked in Obligation.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "task__deliverables"):
        set_facts(pk, **facts_of(asked, links[pk], sent_back_at))


def _record(action: str, kept: Submission, *, by, at: datetime, **more: Any) -> None:
    record(action, by=by, target=kept, org=kept.org, at=at, **more)
