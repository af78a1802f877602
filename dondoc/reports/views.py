"""Reports: list, draw up, edit, freeze, download."""

import re
from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.lib.periods import Period, PeriodKind
from dondoc.lib.text import fold, words
from dondoc.measures.models import TargetStatus
from dondoc.plans.models import Plan
from dondoc.reports import actions, rules
from dondoc.reports.charts import results_chart
from dondoc.reports.composing import annex_sheets, number_words, official_document
from dondoc.reports.forms import NewReportForm, ReasonForm, WordsForm
from dondoc.reports.houses import house_of
from dondoc.reports.kinds import KINDS
from dondoc.reports.live import filled, live_fields, unknown
from dondoc.reports.markup import blocks_of
from dondoc.reports.models import Report, ReportState
from dondoc.reports.pdf import as_pdf
from dondoc.reports.queries import corrections
from dondoc.reports.snapshot import month_of
from dondoc.reports.tables import parts_words, percent_words, possible
from dondoc.web.addresses import revision_in
from dondoc.web.refusals import Conflict, Refused, require
from dondoc.web.shortcuts import as_file, render
from dondoc.writers.docx import write_docx
from dondoc.writers.form import form_on
from dondoc.writers.xlsx import write_xlsx

PAGE_ROWS = 30
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _report(request: HttpRequest, report_id: int) -> Report:
    mine = Report.objects.visible_to(request.user).select_related("org", "plan", "created_by", "frozen_by")
    return get_object_or_404(mine, pk=report_id)


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """All reports, newest month first; of one kind when the address names it."""
    reports = Report.objects.visible_to(request.user).defer("words").select_related("org", "created_by")
    kind = KINDS.get(request.GET.get("loai", ""))
    counts = dict(reports.order_by().values_list("kind").annotate(Count("pk")))
    page = Paginator(reports.filter(kind=kind.code) if kind else reports, PAGE_ROWS).get_page(request.GET.get("trang"))
    rows = [
        {
            "report": one, "kind": one.made.label, "subject": _whose(one), "month": Period.parse(one.period).label,
            "state": ReportState(one.state), "number": number_words(one),
        }
        for one in page.object_list
    ]  # fmt: skip
    tabs = [
        {"label": _("Tất cả"), "url": "?", "count": sum(counts.values()), "is_current": kind is None},
        *(
            {"label": one.label, "url": f"?loai={one.code}", "count": counts[one.code], "is_current": one is kind}
            for one in KINDS.values()
            if one.code in counts
        ),
    ]
    may_write = holds_anywhere(request.user, Permission.WRITE_REPORT)
    return render(request, "reports/list.html", {"rows": rows, "page": page, "tabs": tabs, "may_write": may_write})


def _whose(report: Report) -> str:
    """What a report is about beside the plan; "" when nothing."""
    return str(report.snapshot.get("about", {}).get("name", ""))


@require_http_methods(["GET", "POST"])
def new_report(request: HttpRequest) -> HttpResponse:
    """Pick a kind and a period; the draft is compiled from what is approved at this moment."""
    if not holds_anywhere(request.user, Permission.WRITE_REPORT):
        raise Refused(_("Đồng chí không có quyền soạn báo cáo."))
    orgs = request.user.root_org_ids(Permission.WRITE_REPORT)
    plans = Plan.objects.newest().filter(org_id__in=orgs).select_related("org")
    kind = KINDS.get(request.GET.get("loai", ""), KINDS["monthly"])
    today = timezone.localdate()
    form = NewReportForm(
        request.POST or None, plans=plans, kind=kind, today=today, initial={"period": _last_month()}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        plan = form.cleaned_data["plan"]
        try:
            report = actions.compile_report(
                plan=plan, org=plan.org, period=form.cleaned_data["period"], by=request.user, at=timezone.now(),
                kind=kind.code, about=form.cleaned_data.get("about", ""),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("period", refusal.reason)
        else:
            return redirect("reports:detail", report.pk)
    kinds = [{"kind": one, "url": f"?loai={one.code}", "is_current": one is kind} for one in KINDS.values()]
    context = {"form": form, "has_plans": bool(plans), "kinds": kinds, "kind": kind}
    return render(request, "reports/new.html", context, status=422 if form.errors else 200)


def _last_month() -> str:
    today = timezone.localdate()
    month = Period.containing(today.replace(day=1) - timedelta(days=1), PeriodKind.MONTH)
    return f"{month.start.month}/{month.start.year}"


@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, report_id: int) -> HttpResponse:
    """The report: words to edit while it is a draft, figures beside them; to read once frozen."""
    report = _report(request, report_id)
    if request.method == "POST":
        return _edited(request, report)
    form = WordsForm(instance=report) if rules.may_edit(request.user, report) is None else None
    return render(request, "reports/detail.html", _context(request, report, form))


def _edited(request: HttpRequest, report: Report) -> HttpResponse:
    """What was typed is kept, or shown again with its faults; over a newer version it waits to be sent once more."""
    require(rules.may_compile(request.user, report.org))
    form = WordsForm(request.POST, instance=_report(request, report.pk))  # a form writes into its instance
    if not form.is_valid():
        return render(request, "reports/detail.html", _context(request, report, form), status=422)
    try:
        actions.edit_words(
            report, words=form.words(), revision=form.cleaned_data["revision"], by=request.user, at=timezone.now(),
            **form.head(),
        )  # fmt: skip
    except Conflict as refusal:
        return _overtaken(request, report.pk, form, refusal)
    messages.success(request, _("Đã lưu lời văn."))
    return redirect("reports:detail", report.pk)


def _overtaken(request: HttpRequest, report_id: int, typed: WordsForm, refusal: Conflict) -> HttpResponse:
    now = _report(request, report_id)
    if now.state == ReportState.FROZEN:
        raise refusal
    form = typed.again(_report(request, report_id))
    form.add_error(
        None,
        _(
            "Có người vừa sửa báo cáo này nên chưa lưu. Nội dung đã nhập được giữ bên dưới; hãy đối chiếu với bản "
            "đang lưu ở cuối trang rồi bấm Lưu lời văn lần nữa để thay bản đó."
        ),
    )
    return render(request, "reports/detail.html", {**_context(request, now, form), "shows_saved": True}, status=409)


def _context(request: HttpRequest, report: Report, form: WordsForm | None) -> dict[str, object]:
    snapshot = report.snapshot
    indicators = [
        {**row, "measures": [_shown(measure, report) for measure in row["measures"]]} for row in snapshot["indicators"]
    ]
    return {
        "report": report,
        "month": Period.parse(report.period).label,
        "number": number_words(report),
        "state": ReportState(report.state),
        "form": form,
        "indicators": indicators,
        "chart": results_chart(snapshot),
        "as_of": date.fromisoformat(snapshot["as_of"]),
        "counts": _counts(snapshot),
        "title": _title(report),
        "sections": _sections(report),
        "fields": [(f"[[{name}]]", value) for name, value in live_fields(snapshot).items()] if form else [],
        "freeze_denial": rules.may_freeze(request.user, report),
        "recall_denial": rules.may_recall(request.user, report),
        "may_hand_over": report.state == ReportState.DRAFT and rules.may_compile(request.user, report.org) is None,
        "may_send_back": report.state == ReportState.REVIEW and rules.may_send_back(request.user, report) is None,
        "gaps": _gaps(report),
        "cautions": [] if report.frozen_at else _cautions(report),
        "is_whole": report.snapshot_sha256 == actions.digest(snapshot),
        "corrections": corrections(report),
    }


def _title(report: Report) -> str:
    label, period, whose = report.made.label, Period.parse(report.period).label, _whose(report)
    units = (" ".join(period.split()[:length]) for length in (2, 1))
    unit = next((one for one in units if label.endswith(one)), "")  # "Báo cáo quý III/2026" says "quý" once
    name = f"{label.removesuffix(unit)}{period}" if unit else f"{label}, {period}"
    return f"{name}: {whose}" if whose else name


def _sections(report: Report) -> list[tuple[str, list]]:
    """The words as they will read on paper: figures in place, markup as what it means."""
    fields = live_fields(report.snapshot)
    return [
        (label, [(type(block).__name__, block) for block in blocks_of(filled(text, fields))])
        for code, label in report.made.labels.items()
        if (text := report.words.get(code, ""))
    ]


def _counts(snapshot: dict) -> list[tuple[str, str]]:
    """The figures beside the chỉ tiêu that the words rest on."""
    sent, due = snapshot["monthly_reports"], snapshot["timeliness"]
    return [
        (_("Báo cáo tháng đã gửi"), f"{sent['sent']}/{sent['expected']}"),
        (_("Báo cáo tháng đã duyệt"), f"{sent['approved']}/{sent['expected']}"),
        (_("Việc đến hạn trong kỳ"), str(due["due"])),
        (_("Hoàn thành đúng hạn"), str(due["on_time"])),
        (_("Đơn vị trực thuộc có việc quá hạn"), str(len(snapshot["late"]))),
        (_("Lượt đôn đốc trong kỳ"), str(snapshot["chased"]["times"])),
    ]


def _gaps(report: Report) -> list[str]:
    """What the paper would lack if it were frozen now."""
    wanted = {
        _("địa danh"): report.place, _("họ tên người ký"): report.signer_name,
        _("nơi nhận"): report.words.get("recipients"), _("tổ chức đảng cấp trên"): report.words.get("superior"),
    }  # fmt: skip
    return [name for name, value in wanted.items() if not value]


def _cautions(report: Report) -> list[str]:
    """What whoever freezes should know first: the month is not over, an earlier month would get a later number."""
    period = Period.parse(report.period)
    found = form_on(report.dated_on, house_of(report.snapshot["head"])).signing_faults(report.signer_authority)
    if date.fromisoformat(report.snapshot["as_of"]) < period.end:
        found.append(
            _("%(month)s chưa hết; số liệu mới tính đến ngày ghi ở trên.") % {"month": period.label.capitalize()}
        )
    fields = live_fields(report.snapshot)
    if lost := [name for text in report.words.values() for name in unknown(text, fields)]:
        found.append(_("Không có số liệu nào tên là %(names)s.") % {"names": ", ".join(f"[[{name}]]" for name in lost)})
    drafts = Report.objects.filter(
        org=report.org, plan=report.plan, kind=report.kind, state=ReportState.DRAFT, period__lt=report.period
    )  # fmt: skip
    if months := [Period.parse(code).label for code in drafts.order_by("period").values_list("period", flat=True)]:
        found.append(
            _("Báo cáo %(months)s còn đang soạn; chốt báo cáo này trước thì báo cáo đó sẽ mang số lớn hơn.")
            % {"months": ", ".join(months)}
        )
    return found


def _shown(measure: dict, report: Report) -> dict:
    code, _dot, part = measure["key"].rpartition(".")
    explained = reverse("dashboards:explain", args=[code, part])
    month = month_of(Period.parse(report.period), date.fromisoformat(report.snapshot["as_of"]))
    where = report.snapshot.get("about", {}).get("org_id", report.org_id)
    return {
        **measure,
        "url": f"{explained}?{urlencode({'thang': month.code, 'don-vi': where})}",
        "parts": parts_words(measure),
        "previous_words": percent_words(measure["previous"]),
        "value_words": percent_words(measure["value"]),
        "possible_words": percent_words(possible(measure)),
        "standing": TargetStatus(measure["status"]),
    }


@require_POST
def fetch_figures(request: HttpRequest, report_id: int) -> HttpResponse:
    """Take the figures anew into a draft."""
    report = _report(request, report_id)
    actions.fetch_figures(report, revision=revision_in(request), by=request.user, at=timezone.now())
    messages.success(request, _("Đã lấy lại số liệu lúc này. Lời văn giữ nguyên."))
    return redirect("reports:detail", report.pk)


@require_POST
def hand_over(request: HttpRequest, report_id: int) -> HttpResponse:
    """To whoever signs."""
    actions.hand_over(_report(request, report_id), revision=revision_in(request), by=request.user, at=timezone.now())
    messages.success(request, _("Đã trình ký. Trong lúc chờ ký thì báo cáo không sửa được."))
    return redirect("reports:detail", report_id)


@require_POST
def send_back(request: HttpRequest, report_id: int) -> HttpResponse:
    """Back to those who write, with what is to be mended."""
    report, form = _report(request, report_id), ReasonForm(request.POST)
    require(rules.may_send_back(request.user, report))
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.send_back(report, revision=revision_in(request), reason=reason, by=request.user, at=timezone.now())
    messages.success(request, _("Báo cáo trở lại trạng thái đang soạn."))
    return redirect("reports:detail", report_id)


@require_POST
def recall(request: HttpRequest, report_id: int) -> HttpResponse:
    """Recall what was frozen; the number is not given again."""
    report, form = _report(request, report_id), ReasonForm(request.POST)
    require(rules.may_recall(request.user, report))
    actions.recall(
        report, reason=form.cleaned_data["reason"] if form.is_valid() else "", by=request.user, at=timezone.now()
    )  # fmt: skip
    messages.success(request, _("Đã thu hồi báo cáo; số đã cấp không dùng lại."))
    return redirect("reports:detail", report_id)


@require_POST
def freeze(request: HttpRequest, report_id: int) -> HttpResponse:
    """Freeze: from here on neither words nor figures change."""
    report = actions.freeze(
        _report(request, report_id), revision=revision_in(request), by=request.user, at=timezone.now()
    )
    messages.success(request, _("Đã chốt báo cáo số %(number)s.") % {"number": number_words(report)})
    return redirect("reports:detail", report.pk)


@require_safe
def download_docx(request: HttpRequest, report_id: int) -> HttpResponse:
    """The report as a Word file in the Party's form."""
    report = _report(request, report_id)
    return as_file(write_docx(official_document(report)), _WORD, f"{_stem(report)}.docx")


@require_safe
def download_pdf(request: HttpRequest, report_id: int) -> HttpResponse:
    """The Word file as PDF/A, for reading and keeping."""
    report = _report(request, report_id)
    return as_file(as_pdf(write_docx(official_document(report))), "application/pdf", f"{_stem(report)}.pdf")


@require_safe
def download_xlsx(request: HttpRequest, report_id: int) -> HttpResponse:
    """The report's tables as an Excel file."""
    report = _report(request, report_id)
    data = write_xlsx(annex_sheets(report), title=_title(report), author=report.org.name, day=report.dated_on)
    return as_file(data, _EXCEL, f"Phu-luc-{_stem(report)}.xlsx")


def _stem(report: Report) -> str:
    number = f"{report.number:02d}-BC-DU" if report.number else "du-thao"
    name = "-".join(words(fold(report.made.label))).capitalize()
    about = f"-{re.sub('[^a-z0-9]+', '-', fold(_whose(report)))[:40].strip('-')}" if report.about else ""
    return f"{name}{about}-{report.period}-{number}"
