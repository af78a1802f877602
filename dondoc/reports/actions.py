"""Compiling a report from approved data, editing its words, freezing it with its figures and a number of its own."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.lib.dates import format_date
from dondoc.lib.periods import Period
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan, PlanStatus
from dondoc.plans.queries import version_on
from dondoc.register.actions import About, Paper, enter_signed
from dondoc.register.actions import recall as recall_entry
from dondoc.register.models import Entry
from dondoc.reports.about import choices_of
from dondoc.reports.composing import official_document
from dondoc.reports.drafting import draft_words
from dondoc.reports.houses import WORDS, house_of
from dondoc.reports.kinds import KINDS, Kind
from dondoc.reports.models import TRANSITIONS, Report, ReportState
from dondoc.reports.rules import figures_are_ready, may_compile, may_recall, may_send_back, may_sign
from dondoc.reports.snapshot import take_snapshot
from dondoc.submissions.actions import lock_many
from dondoc.submissions.models import Submission, SubmissionState
from dondoc.web.refusals import Conflict, Invalid, require

PAPER = ("superior", "recipients")  # kept with the words: the organisation above in the head; "Nơi nhận", a line each
HEAD_FIELDS = ("place", "dated_on", "signer_authority", "signer_position", "signer_name")


def compile_report(
    *, plan: Plan, org: Org, period: Period, by: User, at: datetime, kind: str = "monthly", about: str = ""
) -> Report:
    """A draft over `period` with the figures of this moment; the one that exists already is returned untouched.

    `about`: the code of the chỉ tiêu, the id of the organisation, the code of the task that the kind is about.
    Errors: Refused without the right; Invalid for a period outside the plan or still to come, or about nothing known.
    """
    require(may_compile(by, org))
    made = KINDS[kind]
    if period.kind is not made.period:
        raise Invalid(_("Báo cáo tháng cần chọn một tháng.") if kind == "monthly" else _("Hãy chọn kỳ của báo cáo."))
    if period.end < plan.starts_on or period.start > min(plan.ends_on, localdate(at)):
        raise Invalid(
            _("%(month)s nằm ngoài thời gian có số liệu của kế hoạch.") % {"month": period.label.capitalize()}
        )
    if plan.status != PlanStatus.ISSUED:
        raise Invalid(_("Kế hoạch chưa ban hành nên chưa có số liệu để báo cáo."))
    plan = version_on(plan, min(period.end, localdate(at)))
    held = Report.objects.exclude(state=ReportState.RECALLED)
    known = held.filter(plan=plan, org=org, kind=kind, period=period.code, about=about).first()
    if known:
        return known
    require(figures_are_ready())
    require_about(plan, org, made, about, period, localdate(at))
    snapshot = take_snapshot(plan, org, period, today=localdate(at), kind=made, about=about)
    last = Report.objects.filter(org=org, plan__in=Plan.objects.of_series(plan)).order_by("-snapshot_at", "-pk").first()
    with transaction.atomic():
        report, is_new = held.get_or_create(
            org=org, plan=plan, kind=kind, period=period.code, about=about,
            defaults={
                "words": draft_words(snapshot) | ({code: last.words.get(code, "") for code in PAPER} if last else {}),
                "snapshot": snapshot, "snapshot_at": at, "snapshot_sha256": digest(snapshot),
                "created_at": at, "created_by": by, "writers": [by.pk],
                **(_kept_head(last) if last else _first_head(snapshot)),
            },
        )  # fmt: skip
        if is_new:
            after = {"period": period.code} | ({"kind": kind, "about": about} if kind != "monthly" else {})
            record("report.compile", by=by, target=report, org=org, after=after, at=at)
    return report


def require_about(plan: Plan, org: Org, kind: Kind, about: str, period: Period, today: date) -> None:
    """Errors: Invalid when there is nothing known by that name for a report of the kind."""
    if not any(code == about for code, _label in choices_of(plan, org, kind, period, today)) and kind.about:
        raise Invalid(_("Hãy chọn báo cáo về chỉ tiêu, đơn vị hay nhiệm vụ nào."))


def fetch_figures(report: Report, *, revision: int, by: User, at: datetime) -> Report:
    """Take the figures anew. Words that people wrote stay; those still as they were drafted are drafted anew.

    Errors: Conflict, Refused.
    """
    require(may_compile(by, report.org))
    require(figures_are_ready())
    period = Period.parse(report.period)
    snapshot = take_snapshot(
        report.plan, report.org, period, today=localdate(at), kind=report.made, about=report.about
    )  # fmt: skip
    drafted, drafts = draft_words(report.snapshot), draft_words(snapshot)
    untouched = {code for code in report.made.words if report.words.get(code, "") == drafted[code]}
    with transaction.atomic():
        _claim(report, revision)
        report.words = report.words | {code: drafts[code] for code in untouched}
        report.snapshot, report.snapshot_at, report.snapshot_sha256 = snapshot, at, digest(snapshot)
        report.save(update_fields=["words", "snapshot", "snapshot_at", "snapshot_sha256"])
        record("report.fetch_figures", by=by, target=report, org=report.org, at=at)
    return report


def edit_words(
    report: Report, *, words: Mapping[str, str], revision: int, by: User, at: datetime, **head: Any
) -> Report:
    """Put `words` (by the codes of its kind and PAPER; those not given stay) and what stands in the head (HEAD_FIELDS).

    Errors: Conflict, Refused.
    """
    require(may_compile(by, report.org))
    kept = {code: words.get(code, report.words.get(code, "")) for code in (*report.made.words, *PAPER)}
    with transaction.atomic():
        _claim(report, revision)
        changed = [code for code in kept if kept[code] != report.words.get(code, "")]
        before = {code: report.words.get(code, "") for code in changed}
        report.words, report.sent_back_why = kept, ""
        report.writers = sorted({*report.writers, by.pk})
        for name in HEAD_FIELDS:
            if name in head:
                setattr(report, name, head[name])
        report.save()
        after = {code: kept[code] for code in changed}
        record("report.edit", by=by, target=report, org=report.org, before=before, after=after, at=at)
    return report


def hand_over(report: Report, *, revision: int, by: User, at: datetime) -> Report:
    """Hand the draft to whoever signs; it is not edited until it comes back. Errors: Conflict, Refused."""
    require(may_compile(by, report.org))
    return _move(report, ReportState.REVIEW, "report.hand_over", revision=revision, by=by, at=at)


def send_back(report: Report, *, revision: int, reason: str, by: User, at: datetime) -> Report:
    """Back to those who write, with what is to be mended. Errors: Conflict, Refused, Invalid without a reason."""
    require(may_send_back(by, report))
    if not reason.strip():
        raise Invalid(_("Hãy ghi điều cần sửa."))
    return _move(report, ReportState.DRAFT, "report.send_back", revision=revision, by=by, at=at, why=reason.strip())


def _move(
    report: Report, to: ReportState, action: str, *, revision: int, by: User, at: datetime, why: str = ""
) -> Report:
    with transaction.atomic():
        _claim(report, revision, *(state for state, following in TRANSITIONS.items() if to in following))
        report.state, report.sent_back_why = to, why
        report.save(update_fields=["state", "sent_back_why"])
        record(action, by=by, target=report, org=report.org, after={"reason": why} if why else {}, note=why, at=at)
    return report


def freeze(report: Report, *, revision: int, by: User, at: datetime) -> Report:
    """Freeze words and figures, take the next number of the register, and lock the month's approved reports.

    The register's series is locked meanwhile, so that numbers have no gaps and no doubles. Errors: Conflict, Refused.
    """
    require(may_sign(by, report))
    with transaction.atomic():
        _claim(report, revision, ReportState.DRAFT, ReportState.REVIEW)
        report.state, report.frozen_at, report.frozen_by = ReportState.FROZEN, at, by
        report.dated_on = report.dated_on or localdate(at)
        report.number = _enter(report, by=by, at=at)
        report.save()
        after = {"number": report.number, "snapshot": report.snapshot_sha256}
        record("report.freeze", by=by, target=report, org=report.org, after=after, at=at)
        lock_many(_used(report), by=by, at=at)
    return report


def recall(report: Report, *, reason: str, by: User, at: datetime) -> Report:
    """Recall a frozen report: it stays with its number, words, figures and the reason, in the register too; another one
    may then be drawn up for the same period. What was locked with it stays locked.

    Errors: Refused, Conflict, Invalid without a reason.
    """
    require(may_recall(by, report))
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do thu hồi."))
    with transaction.atomic():
        frozen = Report.objects.filter(pk=report.pk, state=ReportState.FROZEN)
        if not frozen.update(
            state=ReportState.RECALLED, recalled_at=at, recalled_by=by, recalled_why=reason.strip(),
            revision=F("revision") + 1,
        ):  # fmt: skip
            raise Conflict(_("Báo cáo đã được thu hồi."))
        entry = Entry.objects.filter(source=f"report:{report.pk}").first()
        if entry:
            recall_entry(entry, reason=reason, by=by, at=at)
        report.refresh_from_db()
        record(
            "report.recall", by=by, target=report, org=report.org, after={"reason": reason.strip()}, note=reason, at=at
        )
    return report


def _kept_head(last: Report) -> dict[str, Any]:
    return {name: getattr(last, name) for name in HEAD_FIELDS if name != "dated_on"}


def _first_head(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """Who signs the first report of a plan, until a person says otherwise."""
    said = WORDS[house_of(snapshot["head"])]
    return {"signer_authority": said.signer_authority, "signer_position": said.signer_position}


def digest(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of a snapshot, by which a frozen report shows that its figures were not touched."""
    return hashlib.sha256(json.dumps(snapshot, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _claim(report: Report, revision: int, *states: ReportState) -> None:
    """Take hold of the draft, or of a report in one of `states`, at `revision`: of two at once only one goes on.

    Errors: Conflict.
    """
    drafts = Report.objects.filter(pk=report.pk, revision=revision, state__in=states or (ReportState.DRAFT,))
    if not drafts.update(revision=F("revision") + 1):
        now = Report.objects.get(pk=report.pk)
        if now.frozen_at:
            raise Conflict(
                _("Báo cáo đã được chốt ngày %(day)s, số %(number)02d; không sửa hay chốt lại được nữa.")
                % {"day": format_date(localdate(now.frozen_at)), "number": now.number}
            )
        if now.state == ReportState.REVIEW and not states:
            raise Conflict(_("Báo cáo đang chờ ký nên chưa sửa được. Hãy rút lại, hoặc chờ người ký trả lại."))
        raise Conflict(_("Có người vừa sửa báo cáo này. Hãy xem bản mới nhất rồi thực hiện lại."))
    report.revision = revision + 1


def _enter(report: Report, *, by: User, at: datetime) -> int:
    """The report in the register; its number there. The series is locked until all of this is committed."""
    paper = official_document(report)
    entry = enter_signed(
        report.org,
        Paper(
            type_code=paper.kind_code, subject=paper.subject, dated_on=report.dated_on, organ_code=paper.organ_code,
            counterpart="; ".join(paper.recipients)[:1000], signer=report.signer_name, source=f"report:{report.pk}",
        ),
        by=by, at=at, about=About(plan=report.plan),
    )  # fmt: skip
    return entry.number


def _used(report: Report):
    """The approved submissions that the report's figures of its own month rest on: they close with it."""
    ids = report.snapshot["monthly_reports"]["submission_ids"]
    return (
        Submission.objects.filter(pk__in=ids, state=SubmissionState.APPROVED)
        .select_related("org", "deliverable", "round", "sheet_version")
        .order_by("pk")
    )
