"""Sheets by Excel: the workbook out, a filled one in, first looked at, then taken whole.

One sheet, or without `sheet_code` all that the organisation still has to fill in, a tab each.
"""

from dataclasses import dataclass
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

from dondoc.lib.dates import format_date
from dondoc.orgs.models import Org
from dondoc.sheets.models import Sheet
from dondoc.submissions import rules
from dondoc.submissions.evidence import CONTENT_TYPES, MEGABYTE
from dondoc.submissions.excel import Part, parts_of, read_workbook, take, workbook
from dondoc.submissions.forms import TakeForm, WorkbookForm
from dondoc.submissions.worklist import work_of
from dondoc.web.refusals import Invalid, require
from dondoc.web.shortcuts import render


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; `sheet` None: all sheets."""

    org: Org
    sheet: Sheet | None
    parts: list[Part]

    @property
    def items(self) -> int:
        return sum(len(part.lines) for part in self.parts)

    def url(self, name: str = "excel") -> str:
        if self.sheet:
            return reverse(f"submissions:{name}", args=[self.org.pk, self.sheet.code])
        return reverse(f"submissions:{name}_all", args=[self.org.pk])

    @property
    def page_url(self) -> str:
        return self.url()

    @property
    def file_url(self) -> str:
        return self.url("excel_file")

    @property
    def take_url(self) -> str:
        return self.url("excel_take")


def _wanted(request: HttpRequest, org_id: int, sheet_code: str | None) -> Wanted:
    org = get_object_or_404(Org.objects.visible_to(request.user), pk=org_id)
    sheet = get_object_or_404(Sheet, code=sheet_code) if sheet_code else None
    require(rules.may_answer(request.user, org))
    now = timezone.now()
    lines = work_of(org, timezone.localdate(now), at=now).lines
    return Wanted(org, sheet, parts_of(org, lines, sheet, with_shut=request.method == "POST"))


@require_http_methods(["GET", "HEAD", "POST"])
def excel(request: HttpRequest, org_id: int, sheet_code: str | None = None) -> HttpResponse:
    """Download the workbook, or show what a filled one would change. Nothing is saved here."""
    wanted = _wanted(request, org_id, sheet_code)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    context = {"wanted": wanted, "form": form, "on_behalf": rules.answers_on_behalf(request.user, wanted.org)}
    if request.method != "POST" or not wanted.parts:
        return render(request, "submissions/excel.html", context)
    if not form.is_valid():
        return render(request, "submissions/excel.html", context, status=422)
    if form.cleaned_data["file"].size > settings.UPLOAD_LIMIT_MB * MEGABYTE:
        form.add_error(
            "file", _("Tệp nặng quá %(n)d MB. Hãy dùng đúng tệp đã tải về.") % {"n": settings.UPLOAD_LIMIT_MB}
        )
        return render(request, "submissions/excel.html", context, status=413)
    data = form.cleaned_data["file"].read()
    reading = read_workbook(data, wanted.parts, wanted.org, timezone.localdate())
    context |= {"reading": reading, "take_form": TakeForm(initial={"reading": reading.token})}
    return render(request, "submissions/excel.html", context, status=422 if reading.problems else 200)


@require_safe
def excel_file(request: HttpRequest, org_id: int, sheet_code: str | None = None) -> HttpResponse:
    """The workbook itself, filled with what is known."""
    wanted = _wanted(request, org_id, sheet_code)
    if not wanted.parts:
        raise Invalid(_("Không còn việc nào cần điền bằng phiếu này."))
    data = BytesIO(workbook(wanted.parts, wanted.org))
    day = format_date(timezone.localdate()).replace("/", "-")
    name = f"{sheet_code}-{wanted.org.code}.xlsx" if sheet_code else f"cac-phieu-{wanted.org.code}-{day}.xlsx"
    return FileResponse(data, as_attachment=True, filename=name, content_type=CONTENT_TYPES[".xlsx"])


@require_POST
def excel_take(request: HttpRequest, org_id: int, sheet_code: str | None = None) -> HttpResponse:
    """Save all that was shown, or nothing."""
    wanted = _wanted(request, org_id, sheet_code)
    form = TakeForm(request.POST)
    token = form.cleaned_data["reading"] if form.is_valid() else ""
    count = take(token, org=wanted.org, parts=wanted.parts, by=request.user, at=timezone.now())
    said = ngettext(
        "Đã lưu %(n)d phiếu nháp. Hãy kiểm tra, thêm minh chứng rồi nộp.",
        "Đã lưu %(n)d phiếu nháp. Hãy kiểm tra, thêm minh chứng rồi nộp.",
        count,
    )
    messages.success(request, said % {"n": count})
    return redirect(f"{reverse('dashboards:work')}?don-vi={wanted.org.pk}")
