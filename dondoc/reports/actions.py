"""Compiling a report from approved data, editing its words, freezing it with its figures and a number of its own."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.lib.dates import format_date
from dondoc.lib.periods import Period, PeriodKind
from dondoc.orgs.models import Org
from dondoc.plans.models import Plan, PlanStatus
from dondoc.plans.queries import version_on
from dondoc.register.actions import About, Paper, enter_signed
from dondoc.reports.composing import official_document
from dondoc.reports.drafting import draft_words
from dondoc.reports.houses import WORDS, house_of
from dondoc.reports.models import Report, ReportState
from dondoc.reports.rules import figures_are_ready, may_compile, may_sign
from dondoc.reports.snapshot import take_snapshot
from dondoc.submissions.actions import lock_many
from dondoc.submissions.models import Submission, SubmissionState
from dondoc.web.refusals import Conflict, Invalid, require

SECTIONS = ("opening", "results", "assessment", "obstacles", "proposals", "next_steps")
PAPER = ("superior", "recipients")  # kept with the words: the organisation above in the head; "Nơi nhận", a line each
HEAD_FIELDS = ("place", "dated_on", "signer_authority", "signer_position", "signer_name")


def compile_report(*, plan: Plan, org: Org, period: Period, by: User, at: datetime) -> Report:
    """A draft for `period` with the figures of this moment; the one that exists already is returned untouched.

    Errors: Refused without the right; Invalid for a month outside the plan or still to come.
    """
    require(may_compile(by, org))
    if period.kind is not PeriodKind.MONTH:
        raise Invalid(_("Báo cáo tháng cần chọn một tháng."))
    if period.end < plan.starts_on or period.start > min(plan.ends_on, localdate(at)):
        raise Invalid(
            _("%(month)s nằm ngoài thời gian có số liệu của kế hoạch.") % {"month": period.label.capitalize()}
        )
    if plan.status != PlanStatus.ISSUED:
        raise Invalid(_("Kế hoạch chưa ban hành nên chưa có số liệu để báo cáo."))
    plan = version_on(plan, min(period.end, localdate(at)))
    known = Report.objects.filter(plan=plan, org=org, period=period.code).first()
    if known:
        return known
    require(figures_are_ready())
    snapshot = take_snapshot(plan, org, period, today=localdate(at))
    last = Report.objects.filter(org=org, plan__in=Plan.objects.of_series(plan)).order_by("-period").first()
    with transaction.atomic():
        report, is_new = Report.objects.get_or_create(
            org=org, plan=plan, period=period.code,
            defaults={
                "words": draft_words(snapshot) | ({code: last.words.get(code, "") for code in PAPER} if last else {}),
                "snapshot": snapshot, "snapshot_at": at, "snapshot_sha256": digest(snapshot),
                "created_at": at, "created_by": by,
                **(_kept_head(last) if last else _first_head(snapshot)),
            },
        )  # fmt: skip
        if is_new:
            record("report.compile", by=by, target=report, org=org, after={"period": period.code}, at=at)
    return report


def fetch_figures(report: Report, *, revision: int, by: User, at: datetime) -> Report:
    """Take the figures anew; the words stay as they were written. Errors: Conflict, Refused."""
    require(may_compile(by, report.org))
    require(figures_are_ready())
    snapshot = take_snapshot(report.plan, report.org, Period.parse(report.period), today=localdate(at))
    with transaction.atomic():
        _claim(report, revision)
        report.snapshot, report.snapshot_at, report.snapshot_sha256 = snapshot, at, digest(snapshot)
        report.save(update_fields=["snapshot", "snapshot_at", "snapshot_sha256"])
        record("report.fetch_figures", by=by, target=report, org=report.org, at=at)
    return report


def edit_words(
    report: Report, *, words: Mapping[str, str], revision: int, by: User, at: datetime, **head: Any
) -> Report:
    """Put `words` (by SECTIONS and PAPER; those not given stay) and what stands in the head (HEAD_FIELDS).

    Errors: Conflict, Refused.
    """
    require(may_compile(by, report.org))
    kept = {code: words.get(code, report.words.get(code, "")) for code in (*SECTIONS, *PAPER)}
    with transaction.atomic():
        _claim(report, revision)
        changed = [code for code in kept if kept[code] != report.words.get(code, "")]
        before = {code: report.words.get(code, "") for code in changed}
        report.words = kept
        for name in HEAD_FIELDS:
            if name in head:
                setattr(report, name, head[name])
        report.save()
        after = {code: kept[code] for code in changed}
        record("report.edit", by=by, target=report, org=report.org, before=before, after=after, at=at)
    return report


def freeze(report: Report, *, revision: int, by: User, at: datetime) -> Report:
    """Freeze words and figures, take the next number of the register, and lock the month's approved reports.

    The register's series is locked meanwhile, so that numbers have no gaps and no doubles. Errors: Conflict, Refused.
    """
    require(may_sign(by, report))
    with transaction.atomic():
        _claim(report, revision)
        report.state, report.frozen_at, report.frozen_by = ReportState.FROZEN, at, by
        report.dated_on = report.dated_on or localdate(at)
        report.number = _enter(report, by=by, at=at)
        report.save()
        after = {"number": report.number, "snapshot": report.snapshot_sha256}
        record("report.freeze", by=by, target=report, org=report.org, after=after, at=at)
        lock_many(_used(report), by=by, at=at)
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


def _claim(report: Report, revision: int) -> None:
    """Take hold of the draft at `revision`, so that of two at once only one goes on. Errors: Conflict."""
    drafts = Report.objects.filter(pk=report.pk, revision=revision, state=ReportState.DRAFT)
    if not drafts.update(revision=F("revision") + 1):
        now = Report.objects.get(pk=report.pk)
        if now.state == ReportState.FROZEN and now.frozen_at:
            raise Conflict(
                _("Báo cáo đã được chốt ngày %(day)s, số %(number)02d; không sửa hay chốt lại được nữa.")
                % {"day": format_date(localdate(now.frozen_at)), "number": now.number}
            )
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
