"""Giving work down to the chi bộ, taking it back, letting them off, and compiling what they answered."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dondoc.audit.actions import record
from dondoc.cells import rules
from dondoc.cells.queries import asked_already, begun_by, own_duties, reminded_in
from dondoc.lib.due import Due, DueKind
from dondoc.lib.periods import Period
from dondoc.lib.text import fold
from dondoc.obligations.models import Assignment, Obligation, Round, RulingKind
from dondoc.obligations.ruling import Terms, rule
from dondoc.orgs.models import LED_KINDS, Org
from dondoc.orgs.queries import children
from dondoc.plans.models import Plan, PlanStatus, Task
from dondoc.sheets.answers import check_answers
from dondoc.sheets.forms import as_typed
from dondoc.sheets.models import Deliverable
from dondoc.sheets.queries import version_for
from dondoc.submissions import queries as submissions
from dondoc.submissions.actions import credit_existing, save
from dondoc.submissions.compiling import Compiled, compiled_of
from dondoc.submissions.entry import Entry
from dondoc.submissions.models import Submission
from dondoc.submissions.opening import open_submission
from dondoc.web.refusals import Invalid, require

_FIRST, _LAST = date(2020, 1, 1), date(2100, 12, 31)  # the days of a list that has no end of its own
_BATCH = 500  # rows a statement
MAX_NOTE = 1000


@dataclass(frozen=True)
class GivenDown:
    """What was given, to whom, and who had been asked for the same already."""

    assignment: Assignment
    made: list[Obligation]
    there: list[Org]


def give_down(
    *,
    org: Org,
    deliverable: Deliverable,
    period: Period,
    round: Round | None = None,  # noqa: A002 -- the glossary's word
    to: Iterable[Org],
    due_on: date,
    note: str = "",
    by,
    at: datetime,
) -> GivenDown:
    """Ask organisations directly under `org` for a product by `due_on`. Asked again for the same product and period it
    adds those that were not asked yet, and a `note` then stands for all; who has answered it already is credited at
    once, so nobody is asked twice.

    Errors: Refused without the right; Invalid for a product, period, day or organisation that will not do.
    """
    today, chosen, note = timezone.localdate(at), list(to), note.strip()
    require(rules.may_lead(by, org))
    _check(org, deliverable, period, round, chosen, note, today)
    with transaction.atomic():
        own_list = _own_list(org, by, at)
        duties = own_duties(org, deliverable, period, round)
        days = [duty.last_day_allowed for duty in duties if duty.last_day_allowed and not duty.approved_on]
        if denial := rules.give_day(due_on, min(days, default=None), today):
            raise Invalid(denial.reason)
        there = asked_already(chosen, deliverable, period, round)
        new = [one for one in chosen if one.pk not in there]
        if not new:
            raise Invalid(_("Các chi bộ đã chọn đều đã được giao việc này cho kỳ này."))
        assignment = Assignment.objects.asking(org, deliverable, period, round and round.pk).first()
        assignment = assignment or _assign(own_list, deliverable, period, round, due_on, by, at)
        if note:
            _say(assignment, note)
        made = _bind(assignment, new, period, due_on)
        codes = [one.code for one in new]
        after = {"deliverable": deliverable.code, "period": period.code, "due_on": due_on.isoformat(), "orgs": codes}
        record("assignment.give", by=by, target=assignment, org=org, after=after, note=note, at=at)
        credit_existing(made)
    return GivenDown(assignment, made, [one for one in chosen if one.pk in there])


def take_back(assignment: Assignment, *, only: Obligation | None = None, by, at: datetime) -> None:
    """Undo giving it, to all or to `only` one, as if it had never been. Errors: Refused without the right, or once
    somebody began to answer."""
    require(rules.may_lead(by, assignment.org))
    with transaction.atomic():
        Assignment.objects.select_for_update().get(pk=assignment.pk)
        rows = assignment.obligations.filter(pk=only.pk) if only else assignment.obligations.all()
        require(rules.may_undo(begun=len(begun_by(assignment, rows)), reminded=reminded_in(rows)))
        codes = list(rows.order_by("org__code").values_list("org__code", flat=True))
        after = {"deliverable": assignment.deliverable.code, "period": assignment.period, "orgs": codes}
        record("assignment.take_back", by=by, target=assignment, org=assignment.org, before=after, at=at)
        rows.delete()
        if not assignment.obligations.exists():
            task = assignment.task
            Assignment.objects.filter(pk=assignment.pk).delete()
            task.delete()


def let_off(assignment: Assignment, *, reason: str, by, at: datetime) -> int:
    """Exempt, with the reason, everybody who has not sent it in; returns how many. Errors: Refused; Invalid without a
    reason."""
    require(rules.may_lead(by, assignment.org))
    with transaction.atomic():
        rows = assignment.obligations.untouched().select_related("org", "task__plan")
        return len(rule(Terms(kind=RulingKind.EXEMPT, reason=reason), rows, by=by, at=at))


@dataclass(frozen=True)
class TakenOver:
    """The committee's sheet with what was compiled. `kept`: labels of questions that stay as they were corrected by
    hand; `left_out`: label → why it could not be taken over."""

    submission: Submission
    compiled: Compiled
    filled: int
    kept: tuple[str, ...]
    left_out: dict[str, str]


def compile_into(assignment: Assignment, *, overwrite: bool = False, by, at: datetime) -> TakenOver:
    """Take what the chi bộ answered over into the committee's own sheet, which is opened if it is not there. Answers
    that were corrected by hand stay, unless `overwrite`.

    Errors: Refused without the right or once the sheet was sent in; Invalid when nobody asks the committee for the
    sheet, or no answer is approved yet.
    """
    org, today = assignment.org, timezone.localdate(at)
    require(rules.may_lead(by, org))
    with transaction.atomic():
        submission, known = _own_sheet(assignment, by, at)
        definition = submission.sheet_version.parsed
        found = compiled_of(assignment, definition)
        if not found.values:
            raise Invalid(_("Chưa có phiếu nào của chi bộ được duyệt nên chưa có gì để tổng hợp."))
        was = {code: one["answer"] for code, one in (submission.compiled.get("values") or {}).items()}
        answers, kept = known | submission.answers, []
        for code in {**was, **found.values}:
            now = submission.answers.get(code)
            if now is not None and now != was.get(code) and not overwrite and code in found.values:
                kept += [code] if now != found.values[code].answer else []
                continue
            if code in found.values:
                answers[code] = found.values[code].answer
            elif now == was[code]:
                del answers[code]
        typed = {one.code: as_typed(one, answers.get(one.code)) for one in definition.fields}
        _clean, wrong = check_answers(definition.fields, typed, today=today, complete=False)
        for code in wrong:
            typed[code] = as_typed(definition.field(code), submission.answers.get(code))
        taken = save(submission, answers=typed, revision=submission.revision, by=by, at=at)
        left_out = {code: sentence for code, sentence in wrong.items() if code in found.values}
        taken.compiled = found.as_kept(by=by, at=at, left_out=left_out)
        taken.save(update_fields=["compiled"])
        after = {"sources": taken.compiled["sources"], "fields": sorted(taken.compiled["values"])}
        record("submission.compile", by=by, target=taken, org=org, after=after, at=at)
    labels = {one.code: one.label for one in definition.fields}
    return TakenOver(
        taken, found, len(found.values) - len(left_out) - len(kept), tuple(labels[code] for code in kept),
        {labels[code]: sentence for code, sentence in left_out.items()},
    )  # fmt: skip


def _check(
    org: Org, deliverable: Deliverable, period: Period, round_: Round | None, chosen: Collection[Org], note: str,
    today: date,
) -> None:  # fmt: skip
    if denial := rules.may_be_asked(deliverable, by_round=round_ is not None, period_kind=period.kind.value):
        raise Invalid(denial.reason)
    led = set(children(org, today).filter(kind__in=LED_KINDS).values_list("pk", flat=True))
    if not chosen:
        raise Invalid(_("Hãy chọn ít nhất một chi bộ."))
    if strangers := [one for one in chosen if one.pk not in led]:
        raise Invalid(_("%(name)s không trực thuộc %(org)s.") % {"name": strangers[0], "org": org})
    if len(note) > MAX_NOTE:
        raise Invalid(_("Nội dung dài quá %(n)d ký tự. Hãy viết gọn hơn.") % {"n": MAX_NOTE})


def _own_list(org: Org, by, at: datetime) -> Plan:
    """The row that holds the tasks of `org` for its own chi bộ, held so that one gives after the other."""
    Org.objects.select_for_update().get(pk=org.pk)
    found = Plan.objects.filter(org=org, document=None).first()
    return found or Plan.objects.create(
        org=org, document=None, kind=str(_("Việc giao chi bộ")), status=PlanStatus.ISSUED, parser_version="",
        starts_on=_FIRST, ends_on=_LAST, created_at=at, created_by=by,
    )  # fmt: skip


def _assign(
    own_list: Plan, deliverable: Deliverable, period: Period, round_: Round | None, due_on: date, by, at
) -> Assignment:
    position = (own_list.tasks.aggregate(last=Max("position"))["last"] or 0) + 1
    when = round_.name if round_ else period.label
    text = _("Nhập “%(what)s”, %(when)s, để cấp ủy tổng hợp.") % {"what": deliverable, "when": when}
    task = Task.objects.create(
        plan=own_list, code=f"g{position}", position=position, text=text, is_confirmed=True, reviewer=own_list.org,
        deliverables=[deliverable.code], due_data=Due(DueKind.DATE, on=due_on).as_dict(), search_text=fold(text),
    )  # fmt: skip
    return Assignment.objects.create(
        org=own_list.org, task=task, deliverable=deliverable, period=period.code, round=round_, made_at=at, made_by=by
    )


def _say(assignment: Assignment, note: str) -> None:
    """Put the committee's words beside the assignment, and below what the chi bộ read of it."""
    task, assignment.note = assignment.task, note
    task.text = "\n".join([*task.text.splitlines()[:1], note])
    task.save(update_fields=["text"])
    assignment.save(update_fields=["note"])


def _bind(assignment: Assignment, orgs: list[Org], period: Period, due_on: date) -> list[Obligation]:
    rows = [
        Obligation(
            task=assignment.task, org=one, assignment=assignment, round=assignment.round, period=period.code,
            period_start=period.start, period_end=period.end, due_on=due_on,
        )
        for one in orgs
    ]  # fmt: skip
    return Obligation.objects.bulk_create(rows, batch_size=_BATCH)


def _own_sheet(assignment: Assignment, by, at: datetime) -> tuple[Submission, dict[str, Any]]:
    """The committee's own sheet, opened if it is new, and what is known of a new one beforehand."""
    org, product = assignment.org, assignment.deliverable
    asked = submissions.Asked(assignment.span, assignment.round)
    there = submissions.entered_for(org, product, asked)
    if there:
        return there, {}
    if not own_duties(org, product, asked.period, asked.round):
        raise Invalid(_("Cấp trên không yêu cầu cấp ủy nộp phiếu này; hãy dùng bảng tổng hợp."))
    version = version_for(product.sheet, asked.period, today=timezone.localdate(at))
    known = Entry(org, product, asked, version, None, "").prefilled
    new = open_submission(org=org, deliverable=product, period=asked.period, round=asked.round, by=by, at=at)
    return new, {code: one.answer for code, one in known.items()}


def said_of(done: TakenOver) -> str:
    """What was done, in a sentence or two."""
    found = done.compiled
    words = ngettext(
        "Đã đưa %(n)d mục tổng hợp từ %(of)d/%(total)d chi bộ vào phiếu.",
        "Đã đưa %(n)d mục tổng hợp từ %(of)d/%(total)d chi bộ vào phiếu.",
        done.filled,
    ) % {"n": done.filled, "of": found.taken, "total": len(found.sources)}
    if done.kept:
        words += " " + _("Giữ nguyên mục đã sửa tay: %(names)s.") % {"names": ", ".join(done.kept)}
    return words
