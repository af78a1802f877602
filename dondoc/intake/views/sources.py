"""Sources that are known: what is remembered of them, to look at, rename and forget."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.intake import actions
from dondoc.intake.choosing import Choices
from dondoc.intake.forms import SourceForm
from dondoc.intake.models import Source, SourceName
from dondoc.sheets.queries import current_version
from dondoc.web.refusals import Conflict
from dondoc.web.shortcuts import render


def _source(request: HttpRequest, source_id: int) -> Source:
    return get_object_or_404(Source.objects.visible_to(request.user).select_related("sheet", "owner"), pk=source_id)


@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest, source_id: int) -> HttpResponse:
    """Which column answers what, and which names were said."""
    found = _source(request, source_id)
    form = SourceForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_source(found, name=form.cleaned_data["name"], by=request.user, at=timezone.now())
        except Conflict as refusal:
            form.add_error("name", refusal.reason)
        else:
            messages.success(request, _("Đã đổi tên nguồn."))
            return redirect("intake:source", found.pk)
    choices = Choices.of(found.choices)
    labels = {one.code: one.label for one in current_version(found.sheet, day=timezone.localdate()).parsed.fields}
    context = {
        "source": found, "form": form, "choices": choices,
        "columns": [(labels.get(code, code), header) for code, header in choices.columns.items()],
        "names": found.names.select_related("org"),
    }  # fmt: skip
    return render(request, "intake/source.html", context, status=422 if form.is_bound else 200)


@require_POST
def forget(request: HttpRequest, source_id: int) -> HttpResponse:
    """Forget the source; what was taken from it stays."""
    found = _source(request, source_id)
    actions.forget_source(found, by=request.user, at=timezone.now())
    messages.success(request, _("Đã quên nguồn “%(name)s”. Các phiếu đã lấy vẫn giữ nguyên.") % {"name": found})
    return redirect("intake:start")


@require_POST
def forget_name(request: HttpRequest, name_id: int) -> HttpResponse:
    """Forget whom a source means by a name: it is asked again."""
    rows = SourceName.objects.visible_to(request.user).select_related("source__owner", "org")
    found = get_object_or_404(rows, pk=name_id)
    actions.forget_name(found, by=request.user, at=timezone.now())
    messages.success(request, _("Lần sau sẽ hỏi lại “%(name)s” là đơn vị nào.") % {"name": found})
    return redirect("intake:source", found.source_id)
