"""Reports: list, draw up, edit, freeze, download."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.lib.periods import Period, PeriodKind
from dondoc.plans.models import Plan, PlanStatus
from dondoc.reports import actions, rules
from dondoc.reports.composing import STATUS_WORDS, annex_sheets, official_document, percent_words, possible
from dondoc.reports.forms import NewReportForm, WordsForm
from dondoc.reports.models import Report, ReportState
from dondoc.web.refusals import Conflict, Refused, require
from dondoc.web.shortcuts import render
from dondoc.writers.docx import write_docx
from dondoc.writers.xlsx import write_xlsx

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _report(request: HttpRequest, report_id: int) -> Report:
    mine = Report.objects.visible_to(request.user).select_related("org", "plan", "created_by", "frozen_by")
    return get_object_or_404(mine, pk=report_id)


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """All reports, newest month first."""
    reports = Report.objects.visible_to(request.user).select_related("org", "created_by")
    rows = [
        {"report": one, "month": Period.parse(one.period).label, "state": ReportState(one.state)} for one in reports
    ]
    may_write = holds_anywhere(request.user, Permission.WRITE_REPORT)
    return render(request, "reports/list.html", {"rows": rows, "may_write": may_write})


@require_http_methods(["GET", "POST"])
def new_report(request: HttpRequest) -> HttpResponse:
    """Pick a month; the draft is compiled from what is approved at this moment."""
    if not holds_anywhere(request.user, Permission.WRITE_REPORT):
        raise Refused(_("Bạn không có quyền soạn báo cáo."))
    orgs = request.user.root_org_ids(Permission.WRITE_REPORT)
    plans = Plan.objects.filter(status=PlanStatus.ISSUED, org_id__in=orgs).select_related("org")
    form = NewReportForm(request.POST or None, plans=plans, initial={"period": _last_month()})
    if request.method == "POST" and form.is_valid():
        plan = form.cleaned_data["plan"]
        try:
            report = actions.compile_report(
                plan=plan, org=plan.org, period=form.cleaned_data["period"], by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error("period", refusal.reason)
        else:
            return redirect("reports:detail", report.pk)
    return render(request, "reports/new.html", {"form": form}, status=422 if form.errors else 200)


def _last_month() -> str:
    today = timezone.localdate()
    month = Period.containing(today.replace(day=1) - timedelta(days=1), PeriodKind.MONTH)
    return f"{month.start.month}/{month.start.year}"


@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, report_id: int) -> HttpResponse:
    """The report: words to edit while it is a draft, figures beside them; to read once frozen."""
    report = _report(request, report_id)
    denial = rules.may_edit(request.user, report)
    form = WordsForm(request.POST or None, instance=report) if denial is None else None
    if request.method == "POST":
        require(denial)
        if form.is_valid():
            try:
                actions.edit_words(
                    _report(request, report_id), words=form.words(), revision=form.cleaned_data["revision"],
                    by=request.user, at=timezone.now(), **form.head(),
                )  # fmt: skip
            except Conflict as refusal:
                form.add_error(None, refusal.reason)
                return render(
                    request, "reports/detail.html", _context(request, _report(request, report_id), form), status=409
                )
            messages.success(request, _("Đã lưu lời văn."))
            return redirect("reports:detail", report.pk)
    context = _context(request, _report(request, report_id) if form and form.errors else report, form)
    return render(request, "reports/detail.html", context, status=422 if form and form.errors else 200)


def _context(request: HttpRequest, report: Report, form: WordsForm | None) -> dict[str, object]:
    indicators = [
        {**row, "measures": [_shown(measure) for measure in row["measures"]]} for row in report.snapshot["indicators"]
    ]
    return {
        "report": report,
        "month": Period.parse(report.period).label,
        "state": ReportState(report.state),
        "form": form,
        "indicators": indicators,
        "document": official_document(report),
        "words": report.words,
        "freeze_denial": rules.may_freeze(request.user, report),
        "is_whole": report.snapshot_sha256 == actions.digest(report.snapshot),
    }


def _shown(measure: dict) -> dict:
    return {
        **measure,
        "value_words": percent_words(measure["value"]),
        "possible_words": percent_words(possible(measure)),
        "status_words": STATUS_WORDS[measure["status"]],
    }


@require_POST
def fetch_figures(request: HttpRequest, report_id: int) -> HttpResponse:
    """Take the figures anew into a draft."""
    report = _report(request, report_id)
    actions.fetch_figures(report, revision=_revision(request), by=request.user, at=timezone.now())
    messages.success(request, _("Đã lấy lại số liệu lúc này. Lời văn giữ nguyên."))
    return redirect("reports:detail", report.pk)


@require_POST
def freeze(request: HttpRequest, report_id: int) -> HttpResponse:
    """Freeze: from here on neither words nor figures change."""
    report = actions.freeze(
        _report(request, report_id), revision=_revision(request), by=request.user, at=timezone.now()
    )
    messages.success(request, _("Đã chốt báo cáo số %(n)02d-BC/ĐU.") % {"n": report.number})
    return redirect("reports:detail", report.pk)


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdigit() and len(text) < 10 else -1


@require_safe
def download_docx(request: HttpRequest, report_id: int) -> HttpResponse:
    """The report as a Word file in the Party's form."""
    report = _report(request, report_id)
    return _file(write_docx(official_document(report)), _WORD, f"{_stem(report)}.docx")


@require_safe
def download_xlsx(request: HttpRequest, report_id: int) -> HttpResponse:
    """The report's tables as an Excel file."""
    report = _report(request, report_id)
    data = write_xlsx(annex_sheets(report), title=str(report), author=report.org.name, day=report.dated_on)
    return _file(data, _EXCEL, f"Phu-luc-{_stem(report)}.xlsx")


def _stem(report: Report) -> str:
    number = f"{report.number:02d}-BC-DU" if report.number else "du-thao"
    return f"Bao-cao-thang-{report.period}-{number}"


def _file(data: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        data, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
