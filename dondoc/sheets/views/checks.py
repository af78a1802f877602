"""The checks of a draft: sums, limits, dated rules."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.drafts.pages import posted_revision
from dondoc.sheets import actions
from dondoc.sheets.checks import Check
from dondoc.sheets.editing import with_check, without_check
from dondoc.sheets.forms import CheckForm
from dondoc.sheets.models import NormTable, SheetDraft
from dondoc.sheets.views.drafts import draft_of, saved
from dondoc.web.shortcuts import render


def _page(request: HttpRequest, one: SheetDraft, old: Check | None, words: str) -> HttpResponse:
    parsed = one.parsed
    form = CheckForm(request.POST or None, sheet=parsed, old=old, norms=NormTable.objects.visible_to(request.user))
    form.initial["revision"] = one.revision
    context = {"form": form, "draft": one, "check": old}
    if request.method == "POST" and form.is_valid():
        values = form.values({check.code for check in parsed.checks})
        code = old.code if old else ""
        return saved(request, one, form, "sheets/check.html", context, lambda data: with_check(data, values, code),
                     words, "#kiem-tra")  # fmt: skip
    return render(request, "sheets/check.html", context, status=422 if form.errors else 200)


def _found(one: SheetDraft, code: str) -> Check:
    for check in one.parsed.checks:
        if check.code == code:
            return check
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def add_check(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A new check."""
    return _page(request, draft_of(request, draft_id), None, _("Thêm kiểm tra"))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_check(request: HttpRequest, draft_id: int, code: str) -> HttpResponse:
    """Change a check."""
    one = draft_of(request, draft_id)
    return _page(request, one, _found(one, code), _("Sửa kiểm tra"))


@require_POST
def remove_check(request: HttpRequest, draft_id: int, code: str) -> HttpResponse:
    """Take a check out."""
    one = draft_of(request, draft_id)
    _found(one, code)
    actions.change_draft(
        one, lambda data: without_check(data, code), words=_("Bỏ kiểm tra"), revision=posted_revision(request),
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    return redirect(f"{redirect('sheets:draft', one.pk).url}#kiem-tra")
