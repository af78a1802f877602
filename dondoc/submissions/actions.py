"""What happens to a submission. One transaction each, the audit event and the obligations' facts inside it.

Every change names the `revision` that the person saw; a change made from an older one is refused with who saved
meanwhile, and when. What is done to one is done to many by the same steps: each act has a form for many ("…_many"),
all of them taken or none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.audit.actions import record
from dondoc.obligations.models import Obligation
from dondoc.orgs.models import Org
from dondoc.sheets.answers import check_answers
from dondoc.sheets.checks import Notice, look_over
from dondoc.sheets.definition import Evidence as EvidenceRule
from dondoc.sheets.models import Sheet
from dondoc.submissions import rules
from dondoc.submissions.compiling import compiled_notices
from dondoc.submissions.held import Held, NotAll, each, follow, hold
from dondoc.submissions.known import has_jumps
from dondoc.submissions.models import Credit, Evidence, Submission, SubmissionState, TwoStep
from dondoc.submissions.queries import submissions_for
from dondoc.submissions.receiving import Received, SecretFile, examine
from dondoc.submissions.reweighing import reweigh
from dondoc.web.refusals import Invalid, Refused, Shut, require

S = SubmissionState
MAX_REASON = 2000
_BATCH = 500  # rows a statement


class Incomplete(Invalid):
    """Answers that cannot be taken as they are. `errors`: sentence by field code; "evidence" when files are missing."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True, kw_only=True)
class Filled:
    """Answers to a sheet, as typed, by field code, and new files that prove them: name and bytes, or looked into.

    `explanation`: what the organisation answers to the reviewer who sent it back; `remarks`: by notice code why what
    stands out is right. None leaves them as they are.
    """

    submission: Submission
    answers: Mapping[str, Any]
    revision: int
    by: Any
    at: datetime
    on_behalf: bool = False
    explanation: str | None = None
    remarks: Mapping[str, str] | None = None
    files: Sequence[tuple[str, bytes] | Received] = ()


@dataclass(frozen=True, kw_only=True)
class Approval:
    """The acceptance of a sheet with what the reviewer judged, by field code."""

    submission: Submission
    revision: int
    by: Any
    at: datetime
    review_answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Return:
    """The sending back of a sheet, with the reason."""

    submission: Submission
    revision: int
    reason: str
    by: Any
    at: datetime


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

    Errors: Incomplete with a sentence by field, nothing saved; Conflict; Refused.
    """
    filled = Filled(
        submission=submission, answers=answers, revision=revision, by=by, at=at, on_behalf=on_behalf,
        explanation=explanation, remarks=remarks,
    )  # fmt: skip
    return save_many([filled])[0]


def save_many(filled: Sequence[Filled]) -> list[Submission]:
    """As `save`. Errors: its own; NotAll for several."""
    rules.learn_rights((one.by, one.submission.org) for one in filled)
    with hold(one.submission for one in filled) as held:
        return each(filled, lambda one: _save(held, held.row(one.submission, one.revision), one))


def submit(submission: Submission, *, revision: int, by, at: datetime) -> Submission:
    """Send the saved answers in for review, and credit them to every obligation that they answer.

    Errors: Incomplete naming every field (and "evidence") that is missing or wrong, and "explanation" when a sheet that
    was sent back comes again without anything changed or explained, and `remark_key` of each notice that wants a reason
    and has none; Conflict; Refused.
    """
    with hold([submission]) as held:
        return _submit(held, held.row(submission, revision), by=by, at=at)


def save_and_submit(
    submission: Submission,
    *,
    answers: Mapping[str, Any],
    revision: int,
    by,
    at: datetime,
    explanation: str | None = None,
    remarks: Mapping[str, str] | None = None,
    files: Sequence[Received] = (),
) -> Submission:
    """Save, keep the files and send in as one act: all or nothing. A repeated click of the same person with the same
    answers and files is taken as the one that it repeats. Errors: as `save` and `submit`."""
    filled = Filled(
        submission=submission, answers=answers, revision=revision, by=by, at=at, explanation=explanation,
        remarks=remarks, files=files,
    )  # fmt: skip
    return save_and_submit_many([filled])[0]


def save_and_submit_many(filled: Sequence[Filled]) -> list[Submission]:
    """As `save_and_submit`, with the files. Errors: its own and those of `attach`; NotAll for several."""
    rules.learn_rights((one.by, one.submission.org) for one in filled)
    given = _received(filled)
    with hold((one.submission for one in filled), chain.from_iterable(given.values())) as held:
        return each(filled, lambda one: _save_and_submit(held, one, given[id(one)]))


def withdraw(submission: Submission, *, revision: int, by, at: datetime) -> Submission:
    """Take a sheet back that waits for review; it is a draft again. Errors: Conflict, Refused."""
    with hold([submission]) as held:
        kept = held.row(submission, revision)
        require(rules.may_withdraw(by, kept))
        _require_taken(held, kept, at)
        kept.submitted_at = kept.submitted_by = kept.done_on = None
        held.move(kept, S.DRAFT, "submitted_at", "submitted_by", "done_on", by=by, at=at)
    return kept


def reopen(submission: Submission, *, revision: int, by, at: datetime) -> Submission:
    """Correct an approved or closed sheet while the organisation is let in: it is a draft again, and its figures do not
    count until it is approved once more. The day on which the work was done stays. Errors: Conflict, Refused."""
    with hold([submission]) as held:
        kept = held.row(submission, revision)
        require(rules.may_reopen(by, kept, held.standing(kept, at)))
        kept.submitted_at = kept.submitted_by = kept.approved_at = kept.approved_by = None
        fields = ("submitted_at", "submitted_by", "approved_at", "approved_by")
        held.move(kept, S.DRAFT, *fields, by=by, at=at)
    return kept


def return_inside(submission: Submission, *, revision: int, reason: str = "", by, at: datetime) -> Submission:
    """Give a sheet that waits for the secretary back to be corrected; it is a draft again. The secretary says why; who
    passed it on may take it back without.

    Errors: Incomplete({"reason": …}) without a reason; Conflict; Refused.
    """
    words = reason.strip()
    with hold([submission]) as held:
        kept = held.row(submission, revision)
        require(rules.may_return_inside(by, kept))
        if not words and rules.must_say_why(by, kept):
            raise Incomplete({"reason": _("Cần ghi lý do để người nhập biết phải sửa gì.")})
        if len(words) > MAX_REASON:
            raise Incomplete({"reason": _("Lý do dài quá %(n)d ký tự. Hãy rút gọn.") % {"n": MAX_REASON}})
        kept.returned_inside = words
        held.move(kept, S.DRAFT, "returned_inside", by=by, at=at, note=words)
    return kept


def set_steps(org: Org, *, every: bool, sheets: Iterable[Sheet] = (), by, at: datetime) -> None:
    """Which sheets of `org` go to the secretary first: `every` one, these, or none. What was sent stays sent, and what
    waits for the secretary waits on. Errors: Refused."""
    require(rules.may_set_steps(by, org))
    chosen: list[Sheet | None] = [None] if every else list(sheets)
    with transaction.atomic():
        before = list(TwoStep.objects.filter(org=org).order_by("sheet__code").values_list("sheet__code", flat=True))
        TwoStep.objects.filter(org=org).delete()
        TwoStep.objects.bulk_create([TwoStep(org=org, sheet=sheet) for sheet in chosen])
        after = [sheet and sheet.code for sheet in chosen]
        record("twostep.set", by=by, target=org, org=org, before={"sheets": before}, after={"sheets": after}, at=at)


def approve(
    submission: Submission, *, revision: int, review_answers: Mapping[str, str] | None = None, by, at: datetime
) -> Submission:
    """Accept the sheet with what the reviewer judged (`review_answers` by field code).

    Errors: Incomplete by review field; Conflict when it was changed or decided meanwhile; Refused.
    """
    one = Approval(submission=submission, revision=revision, review_answers=review_answers or {}, by=by, at=at)
    return approve_many([one])[0]


def approve_many(approvals: Sequence[Approval]) -> list[Submission]:
    """As `approve`. Errors: its own; NotAll for several."""
    rules.learn_rights((one.by, one.submission.org) for one in approvals)
    with hold(one.submission for one in approvals) as held:
        return each(approvals, lambda one: _approve(held, one))


def send_back(submission: Submission, *, revision: int, reason: str, by, at: datetime) -> Submission:
    """Return the sheet to the organisation with the reason. Also an approved one in which a fault was found.

    Errors: Incomplete({"reason": …}) without a reason; Conflict; Refused.
    """
    return send_back_many([Return(submission=submission, revision=revision, reason=reason, by=by, at=at)])[0]


def send_back_many(returns: Sequence[Return]) -> list[Submission]:
    """As `send_back`. Errors: its own; NotAll for several."""
    rules.learn_rights((one.by, one.submission.org) for one in returns)
    each(returns, _check_reason)
    with hold(one.submission for one in returns) as held:
        return each(returns, lambda one: _send_back(held, one))


def lock_many(submissions: Iterable[Submission], *, by, at: datetime) -> list[Submission]:
    """Close approved sheets for good, together with their period's report. Errors: Refused; NotAll for several."""
    given = list(submissions)
    with hold(given) as held:
        return each(given, lambda one: _lock(held, held.row(one, one.revision), by=by, at=at))


def attach(submission: Submission, *, name: str, data: bytes, by, at: datetime) -> Evidence:
    """Keep a file as evidence. The same file given twice to one submission is kept once. Slow: the file is looked
    into first.

    Errors: TooLarge; SecretFile when it bears a degree of secrecy: then nothing is kept but the event, without name or
    content; Invalid with the reason when it is of the wrong kind or broken; Refused.
    """
    require(rules.may_edit(by, submission))
    [received] = examine([(name, data)])
    if isinstance(received, Refused):
        _tell_secrets([(submission, received)], by=by, at=at)
        raise received
    with hold([submission], [received]) as held:
        kept = held.row(submission)
        require(rules.may_edit(by, kept))
        _require_taken(held, kept, at)
        return held.keep_file(kept, received, by=by, at=at)


def remove_evidence(evidence: Evidence, *, by, at: datetime) -> None:
    """Take a file off the sheet. It is marked, not deleted. Removing twice is removing once. Errors: Refused."""
    with hold([evidence.submission]) as held:
        kept = held.row(evidence.submission)
        require(rules.may_edit(by, kept))
        _require_taken(held, kept, at)
        if kept.evidence.filter(pk=evidence.pk, removed_at=None).update(removed_at=at, removed_by=by):
            after = {"sha256": evidence.sha256}
            held.say("submission.remove_evidence", kept, by=by, at=at, after=after, note=evidence.name)


def credit_existing(obligations: Iterable[Obligation]) -> int:
    """Credit what was sent in before these obligations came to be: a product is never asked for twice.

    To be called after obligations were made (a plan issued, a round opened). Returns how many found a submission.
    """
    with transaction.atomic():
        found = submissions_for(obligations)
        links = [
            Credit(obligation=o, submission=one, reviewer_id=o.task.reviewer_id)
            for o, submissions in found.items()
            for one in submissions
        ]
        Credit.objects.bulk_create(links, batch_size=_BATCH, ignore_conflicts=True)
        follow([obligation.pk for obligation in found])
        waiting = {one.pk: one for sent in found.values() for one in sent if one.status is S.SUBMITTED}
        reweigh(waiting.values())
    return len(found)


# On a held row


def _save(held: Held, kept: Submission, filled: Filled) -> Submission:
    by, at = filled.by, filled.at
    require(rules.may_edit(by, kept))
    _require_taken(held, kept, at)
    clean, errors = _checked(kept, filled.answers, at=at, complete=False)
    words = kept.explanation if filled.explanation is None else filled.explanation.strip()
    if len(words) > MAX_REASON:
        errors["explanation"] = _("Giải trình dài quá %(n)d ký tự. Hãy rút gọn.") % {"n": MAX_REASON}
    reasons = kept.remarks
    if filled.remarks is not None:
        reasons = {code: text.strip() for code, text in filled.remarks.items() if text.strip()}
    for code, text in reasons.items():
        if len(text) > MAX_REASON:
            errors[remark_key(code)] = _("Lý do dài quá %(n)d ký tự. Hãy rút gọn.") % {"n": MAX_REASON}
    if errors:
        raise Incomplete(errors)
    before, kept.answers, kept.explanation, kept.remarks = kept.answers, clean, words, reasons
    kept.entered_on_behalf = filled.on_behalf or rules.answers_on_behalf(by, kept.org)
    held.change(kept, "answers", "entered_on_behalf", "explanation", "remarks", by=by, at=at)
    changed = sorted(code for code in {*before, *clean} if before.get(code) != clean.get(code))
    if changed:
        old, new = ({c: d[c] for c in changed if c in d} for d in (before, clean))
        held.say("submission.save", kept, by=by, at=at, before=old, after=new)
    return kept


def _require_taken(held: Held, kept: Submission, at: datetime) -> None:
    """Errors: Shut with what shuts it."""
    if denial := rules.is_taken(held.standing(kept, at)):
        raise Shut(denial.reason)


def _save_and_submit(held: Held, filled: Filled, files: Sequence[Received]) -> Submission:
    kept = held.row(filled.submission)
    is_sent = kept.status is S.SUBMITTED and kept.submitted_by_id == filled.by.pk
    if is_sent or (kept.status is S.INTERNAL and kept.updated_by_id == filled.by.pk):
        clean, errors = _checked(kept, filled.answers, at=filled.at, complete=True)
        there = {one.sha256 for one in held.files[kept.pk]} if files else set()
        is_same = clean == kept.answers and filled.explanation in (None, kept.explanation)
        if not errors and is_same and all(one.sha256 in there for one in files):
            return kept
    kept = held.row(filled.submission, filled.revision)
    _save(held, kept, filled)
    for received in files:
        held.keep_file(kept, received, by=filled.by, at=filled.at)
    return _submit(held, kept, by=filled.by, at=filled.at)


def _submit(held: Held, kept: Submission, *, by, at: datetime) -> Submission:
    may = rules.may_send_up if kept.status is S.INTERNAL else rules.may_submit
    require(may(by, kept))
    _require_taken(held, kept, at)
    clean, errors = _checked(kept, kept.answers, at=at, complete=True)
    if kept.sheet_version.parsed.evidence is EvidenceRule.REQUIRED and not held.files[kept.pk]:
        errors["evidence"] = _("Cần tải lên ít nhất một tệp minh chứng.")
    if _comes_back_as_it_was(held, kept):
        errors["explanation"] = _(
            "Phiếu chưa có gì khác so với lúc bị trả lại. Hãy sửa nội dung, thay tệp minh chứng, hoặc ghi giải trình."
        )
    kept.notices = [] if errors else _noted(held, kept, clean, errors, at=at)
    if errors:
        raise Incomplete(errors)
    kept.answers, kept.returned_inside = clean, ""
    if held.goes_inside(kept, by):
        held.move(kept, S.INTERNAL, "answers", "notices", "returned_inside", by=by, at=at, note=kept.explanation)
        return kept
    kept.submitted_at, kept.submitted_by = at, by
    kept.done_on = _done_on(held, kept, at)
    fields = ("answers", "notices", "returned_inside", "submitted_at", "submitted_by", "done_on")
    held.move(kept, S.SUBMITTED, *fields, by=by, at=at, note=kept.explanation)
    return kept


def _noted(
    held: Held, kept: Submission, clean: Mapping[str, Any], errors: dict[str, str], *, at: datetime
) -> list[dict[str, str]]:
    """What stands out in a sheet sent in, as it is kept; what refuses it, and missing reasons, go to `errors`."""
    definition = kept.sheet_version.parsed
    before = held.previous.get(kept.pk) if has_jumps(definition) else None
    day = min(kept.period_end, timezone.localdate(at))
    look = look_over(definition, clean, norms=held.norms, day=day, before=before.answers if before else None)
    errors |= look.errors
    notices = (*look.notices, *compiled_notices(kept.compiled, definition, clean))
    for notice in notices:
        if notice.wants_reason and not kept.remarks.get(notice.code):
            said = _("%(text)s Nếu đúng, hãy ghi lý do; nếu sai, hãy sửa lại.")
            errors[remark_key(notice.code)] = said % {"text": notice.text}
    return [_as_kept(notice, kept.remarks) for notice in notices]


def _as_kept(notice: Notice, remarks: Mapping[str, str]) -> dict[str, str]:
    return {
        "code": notice.code, "field": notice.field, "text": notice.text, "source": notice.source,
        "reason": remarks.get(notice.code, ""),
    }  # fmt: skip


def remark_key(code: str) -> str:
    """The form field, and the key of Incomplete.errors, for the reason of the notice `code`."""
    return f"why_{code.replace(':', '-')}"


def _comes_back_as_it_was(held: Held, kept: Submission) -> bool:
    """Whether the reviewer sent it back and since then nothing was changed, no file touched, nothing explained."""
    review = held.returned.get(kept.pk)
    if review is None or kept.explanation or kept.answers != review.answers:
        return False
    touched = Q(uploaded_at__gt=review.decided_at) | Q(removed_at__gt=review.decided_at)
    return not (any(new.submission is kept for new in held.stored) or kept.evidence.filter(touched).exists())


def _approve(held: Held, one: Approval) -> Submission:
    kept = held.row_to_judge(one.submission, one.revision)
    require(rules.may_approve(one.by, kept))
    fields = kept.sheet_version.parsed.review_fields
    clean, errors = check_answers(fields, one.review_answers, today=timezone.localdate(one.at), complete=True)
    if errors:
        raise Incomplete(errors)
    kept.review_answers = clean
    kept.approved_at, kept.approved_by = one.at, one.by
    held.decide(kept, S.APPROVED, by=one.by, at=one.at)
    changed = ("review_answers", "approved_at", "approved_by")
    held.move(kept, S.APPROVED, *changed, by=one.by, at=one.at, after=clean)
    return kept


def _check_reason(one: Return) -> None:
    words = one.reason.strip()
    if not words:
        raise Incomplete({"reason": _("Cần ghi lý do trả lại để đơn vị biết phải sửa gì.")})
    if len(words) > MAX_REASON:
        raise Incomplete({"reason": _("Lý do dài quá %(n)d ký tự. Hãy rút gọn.") % {"n": MAX_REASON}})


def _send_back(held: Held, one: Return) -> Submission:
    kept, words = held.row_to_judge(one.submission, one.revision), one.reason.strip()
    require(rules.may_send_back(one.by, kept))
    kept.approved_at = kept.approved_by = None
    kept.explanation = ""  # what was said before stays in the history
    held.decide(kept, S.SENT_BACK, words, by=one.by, at=one.at)
    held.move(kept, S.SENT_BACK, "approved_at", "approved_by", "explanation", by=one.by, at=one.at, note=words)
    return kept


def _lock(held: Held, kept: Submission, *, by, at: datetime) -> Submission:
    require(rules.may_lock(by, kept))
    held.move(kept, S.LOCKED, by=by, at=at)
    return kept


def _checked(kept: Submission, typed: Mapping[str, Any], *, at: datetime, complete: bool):
    fields = kept.sheet_version.parsed.fields
    return check_answers(fields, typed, today=timezone.localdate(at), complete=complete)


def _received(filled: Sequence[Filled]) -> dict[int, list[Received]]:
    """The files of each, by its id(), looked into before anything is held. Errors: as `attach`; NotAll for several."""
    files = [(one, file) for one in filled for file in one.files if not isinstance(file, Received)]
    found = {id(one): [file for file in one.files if isinstance(file, Received)] for one in filled}
    refused: dict[int, Refused] = {}
    for (one, _file), received in zip(files, examine([file for _one, file in files]), strict=True):
        if isinstance(received, Refused):
            refused.setdefault(id(one), received)
        else:
            found[id(one)].append(received)
    if refused:
        wrong = [one for one in filled if id(one) in refused]
        _tell_secrets([(one.submission, refused[id(one)]) for one in wrong], by=wrong[0].by, at=wrong[0].at)
        if len(filled) == 1:
            raise refused[id(filled[0])]
        raise NotAll({place: refused[id(one)] for place, one in enumerate(filled) if id(one) in refused})
    return found


def _tell_secrets(refused: Iterable[tuple[Submission, Refused]], *, by, at: datetime) -> None:
    """Note that files bearing a degree of secrecy were refused: that it happened, not what they are or are called."""
    with transaction.atomic():
        for submission, refusal in refused:
            if isinstance(refusal, SecretFile):
                after = {"reason": "secrecy", "kind": refusal.ending}
                record("submission.refuse_file", by=by, target=submission, org=submission.org, after=after, at=at)


def _done_on(held: Held, kept: Submission, at: datetime):
    """When the work was done: what the sheet's own field says, else the day of submission; the first one of a sheet
    that was approved and opened again."""
    from_sheet = kept.answers.get(kept.sheet_version.parsed.done_on)
    if from_sheet:
        return datetime.fromisoformat(from_sheet).date()
    decided = held.reviews.get(kept.pk)
    was_reopened = kept.done_on and decided and decided[-1].decision == S.APPROVED
    return kept.done_on if was_reopened else timezone.localdate(at)
