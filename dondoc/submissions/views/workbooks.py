"""Sheets by Excel: the workbook out, a filled one in, first looked at, then taken whole."""

from io import BytesIO

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.orgs.models import Org
from dondoc.sheets.models import Sheet
from dondoc.submissions import rules
from dondoc.submissions.evidence import CONTENT_TYPES, MEGABYTE
from dondoc.submissions.excel import read_workbook, spec_for, take, workbook
from dondoc.submissions.forms import (
    TakeForm,
    WorkbookForm,
)
from dondoc.submissions.worklist import WorkLine, work_of
from dondoc.web.refusals import Invalid, require
from dondoc.web.shortcuts import render


@require_http_methods(["GET", "HEAD", "POST"])
def excel(request: HttpRequest, org_id: int, sheet_code: str) -> HttpResponse:
    """Download the workbook of a sheet, or show what a filled one would change. Nothing is saved here."""
    org, sheet, lines = _workbook_of(request, org_id, sheet_code)
    spec = spec_for(org, sheet, lines)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    context = {"org": org, "sheet": sheet, "spec": spec, "form": form}
    if request.method != "POST" or spec is None:
        return render(request, "submissions/excel.html", context)
    if not form.is_valid():
        return render(request, "submissions/excel.html", context, status=422)
    if form.cleaned_data["file"].size > settings.UPLOAD_LIMIT_MB * MEGABYTE:
        form.add_error(
            "file", _("Tệp nặng quá %(n)d MB. Hãy dùng đúng tệp đã tải về.") % {"n": settings.UPLOAD_LIMIT_MB}
        )
        return render(request, "submissions/excel.html", context, status=413)
    data = form.cleaned_data["file"].read()
    reading = read_workbook(data, spec, org, sheet, lines, timezone.localdate())
    context |= {"reading": reading, "take_form": TakeForm(initial={"reading": reading.token})}
    return render(request, "submissions/excel.html", context, status=422 if reading.problems else 200)


@require_safe
def excel_file(request: HttpRequest, org_id: int, sheet_code: str) -> HttpResponse:
    """The workbook itself, filled with what is known."""
    org, sheet, lines = _workbook_of(request, org_id, sheet_code)
    spec = spec_for(org, sheet, lines)
    if spec is None:
        raise Invalid(_("Không còn việc nào cần điền bằng phiếu này."))
    name = f"{sheet.code}-{org.code}.xlsx"
    return FileResponse(BytesIO(workbook(spec)), as_attachment=True, filename=name, content_type=CONTENT_TYPES[".xlsx"])


@require_POST
def excel_take(request: HttpRequest, org_id: int, sheet_code: str) -> HttpResponse:
    """Save all that was shown, or nothing."""
    org, sheet, lines = _workbook_of(request, org_id, sheet_code)
    form = TakeForm(request.POST)
    token = form.cleaned_data["reading"] if form.is_valid() else ""
    count = take(token, org=org, sheet=sheet, lines=lines, by=request.user, at=timezone.now())
    said = ngettext(
        "Đã lưu %(n)d phiếu nháp. Hãy kiểm tra, thêm minh chứng rồi nộp.",
        "Đã lưu %(n)d phiếu nháp. Hãy kiểm tra, thêm minh chứng rồi nộp.",
        count,
    )
    messages.success(request, said % {"n": count})
    return redirect(f"{reverse('dashboards:work')}?don-vi={org.pk}")


def _workbook_of(request: HttpRequest, org_id: int, sheet_code: str) -> tuple[Org, Sheet, list[WorkLine]]:
    """The organisation, the sheet, and the lines on its list of duties."""
    org = get_object_or_404(Org.objects.visible_to(request.user), pk=org_id)
    sheet = get_object_or_404(Sheet, code=sheet_code)
    require(rules.may_answer(request.user, org))
    return org, sheet, work_of(org, timezone.localdate()).lines
