"""Every sheet, one sheet with its versions, a version as a file. Open to everybody: what is asked is no secret."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from dondoc.drafts.pages import as_file
from dondoc.sheets import queries, rules
from dondoc.sheets.models import Sheet, SheetDraft, SheetVersion
from dondoc.web.shortcuts import render


@require_safe
def sheet_list(request: HttpRequest) -> HttpResponse:
    """All sheets with the version in force, and the drafts of sheets that are not there yet."""
    denial = rules.may_edit_sheets(request.user)
    new_ones = SheetDraft.objects.visible_to(request.user).filter(sheet=None).select_related("updated_by")
    context = {
        "rows": queries.sheet_rows(timezone.localdate()),
        "new_drafts": [] if denial else list(new_ones),
        "denial": denial,
    }
    return render(request, "sheets/list.html", context)


@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """One sheet as it is asked now, and what each version changed."""
    one = get_object_or_404(Sheet.objects.visible_to(request.user), code=code)
    versions = list(one.versions.all())
    today = timezone.localdate()
    current = queries.in_force(versions, today)
    context = {
        "sheet": one,
        "draft": SheetDraft.objects.visible_to(request.user).filter(sheet=one).first(),
        "denial": rules.may_edit_sheets(request.user),
        "history": queries.history_of(versions, current),
        "products": one.deliverables.all(),
        **reading(current.parsed),
    }
    return render(request, "sheets/sheet.html", context)


def reading(parsed: Any) -> dict[str, Any]:
    """A definition as its readers see it: questions with their rules, checks in words."""
    tables = queries.norms(parsed.norm_codes)
    return {"parsed": parsed, "lines": queries.lines_of(parsed), "checks": queries.check_lines(parsed, tables)}


@require_safe
def export(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A version as a YAML file that can be brought in again, here or elsewhere."""
    versions = SheetVersion.objects.visible_to(request.user)
    return as_file(get_object_or_404(versions, sheet__code=code, number=number).definition, f"{code}-ban-{number}")
