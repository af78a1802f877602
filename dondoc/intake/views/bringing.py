"""Bringing files in: a table of another system, or many workbooks of ours."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dondoc.intake import actions, rules
from dondoc.intake.asked import wanted_by
from dondoc.intake.choosing import Choices
from dondoc.intake.forms import ExportForm, WorkbooksForm
from dondoc.intake.models import Delivery, Source
from dondoc.web.refusals import Invalid, require
from dondoc.web.shortcuts import render

SHOWN = 10  # files that were brought, the newest first


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Choose what to answer and the file; below it what is in hand and the sources that are known."""
    require(rules.may_bring(request.user))
    wanted = {one.key: one for one in wanted_by(request.user, timezone.localdate())}
    form = ExportForm(request.POST or None, request.FILES or None, wanted=wanted, initial=_initial(request, wanted))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            delivery = actions.receive_export(
                name=file.name, data=file.read(), wanted=wanted[form.cleaned_data["viec"]], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except Invalid as refusal:
            form.add_error("file", refusal.reason)
        else:
            return _onward(request, delivery)
    return _page(request, "intake/start.html", {"form": form, "wanted": wanted}, form)


def _initial(request: HttpRequest, wanted) -> dict[str, str]:
    asked = request.GET.get("viec", "")
    return {"viec": asked if asked in wanted else next(iter(wanted), "") if len(wanted) == 1 else ""}


def _onward(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """Known columns need no more asking."""
    if delivery.source and Choices.of(delivery.choices).is_ready:
        words = {"name": delivery.source}
        messages.info(request, _("Đã ghép cột như lần trước của nguồn “%(name)s”.") % words)
        return redirect("intake:preview", delivery.pk)
    return redirect("intake:mapping", delivery.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def workbooks(request: HttpRequest) -> HttpResponse:
    """Many filled-in workbooks at once, loose or in a zip."""
    require(rules.may_bring(request.user))
    form = WorkbooksForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        files = [(file.name, file.read()) for file in form.cleaned_data["files"]]
        try:
            delivery = actions.receive_workbooks(files=files, by=request.user, at=timezone.now())
        except Invalid as refusal:
            form.add_error("files", refusal.reason)
        else:
            return redirect("intake:preview", delivery.pk)
    return _page(request, "intake/workbooks.html", {"form": form}, form)


def _page(request: HttpRequest, template: str, context: dict, form) -> HttpResponse:
    mine = Delivery.objects.visible_to(request.user).select_related("deliverable", "round", "source")
    context |= {
        "open": mine.filter(taken_at=None).exclude(file="")[:SHOWN],
        "taken": mine.exclude(taken_at=None)[:SHOWN],
        "sources": Source.objects.visible_to(request.user).select_related("sheet", "owner"),
    }
    return render(request, template, context, status=422 if form.is_bound else 200)
