"""The dated rule tables: which number holds from which day, and which rule says so."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.sheets import actions, queries, rules
from dondoc.sheets.forms import NormForm, ReasonForm, RowForm
from dondoc.sheets.models import NormRow, NormTable
from dondoc.web.refusals import Conflict, Invalid, require
from dondoc.web.shortcuts import render


@require_safe
def norms(request: HttpRequest) -> HttpResponse:
    """Every table with its values, the one in force today marked, and the sheets that look at it."""
    context = {
        "tables": queries.norm_tables(request.user, timezone.localdate()),
        "denial": rules.may_edit_sheets(request.user),
    }
    return render(request, "sheets/norms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_norm(request: HttpRequest) -> HttpResponse:
    """A new table with its first value."""
    require(rules.may_edit_sheets(request.user))
    form = NormForm(request.POST or None)

    def act() -> None:
        data = form.cleaned_data
        actions.add_norm(
            code=form.code, name=data["name"], unit=data["unit"], values=form.values(), by=request.user,
            at=timezone.now(),
        )  # fmt: skip

    return _page(request, form, {}, act)


@require_http_methods(["GET", "HEAD", "POST"])
def add_row(request: HttpRequest, norm_id: int) -> HttpResponse:
    """A value from a day on."""
    table = get_object_or_404(NormTable.objects.visible_to(request.user), pk=norm_id)
    require(rules.may_edit_sheets(request.user))
    form = RowForm(request.POST or None)
    return _page(
        request, form, {"table": table},
        lambda: actions.add_row(table, values=form.values(), by=request.user, at=timezone.now()),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def edit_row(request: HttpRequest, row_id: int) -> HttpResponse:
    """Correct a value."""
    row = get_object_or_404(NormRow.objects.visible_to(request.user).select_related("table"), pk=row_id)
    require(rules.may_edit_sheets(request.user))
    form = RowForm.of(row, request.POST or None)
    context = {"table": row.table, "row": row, "remove": ReasonForm()}
    return _page(
        request, form, context,
        lambda: actions.change_row(row, values=form.values(), by=request.user, at=timezone.now()),
    )  # fmt: skip


def _page(request: HttpRequest, form: RowForm, context: dict[str, Any], act: Any) -> HttpResponse:
    context = {"form": form, **context}
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Conflict as conflict:
            form.add_error("name" if isinstance(form, NormForm) else "valid_from", conflict.reason)
            return render(request, "sheets/norm_row.html", context, status=conflict.status)
        messages.success(request, _("Đã lưu. Phiếu đã nộp giữ căn cứ của lúc nộp."))
        return redirect("sheets:norms")
    return render(request, "sheets/norm_row.html", context, status=422 if form.errors else 200)


@require_POST
def remove_row(request: HttpRequest, row_id: int) -> HttpResponse:
    """Take a value out, with a reason."""
    row = get_object_or_404(NormRow.objects.visible_to(request.user).select_related("table"), pk=row_id)
    require(rules.may_edit_sheets(request.user))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Hãy ghi lý do bỏ giá trị này."))
    actions.remove_row(row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ giá trị."))
    return redirect("sheets:norms")
