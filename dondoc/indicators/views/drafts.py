"""The editor: a draft from its beginning; its publishing stands in measures.views, beside what it changes."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.drafts import pages
from dondoc.drafts.pages import as_file, posted_revision
from dondoc.indicators import actions, rules
from dondoc.indicators.actions.editing import ROOM
from dondoc.indicators.editing import with_head
from dondoc.indicators.forms import HeadForm, ImportForm
from dondoc.indicators.models import Indicator, IndicatorDraft
from dondoc.indicators.queries import drafts as queries
from dondoc.indicators.queries.ties import linked
from dondoc.web.refusals import require
from dondoc.web.shortcuts import render


def draft_of(request: HttpRequest, draft_id: int) -> IndicatorDraft:
    """The draft; 404 for those who do not edit definitions."""
    rows = IndicatorDraft.objects.visible_to(request.user).select_related("indicator", "updated_by")
    return get_object_or_404(rows, pk=draft_id)


def saved(
    request: HttpRequest, one: IndicatorDraft, form: Any, template: str, context: Mapping[str, Any], change: Any,
    words: str, back: str = "",
) -> HttpResponse:  # fmt: skip
    """Carry a step out and go `back` ("": to the draft); a refusal is told on the form again."""
    back = back or reverse("indicators:draft", args=[one.pk])
    return pages.saved(request, ROOM, one, form, template, context, change, words, back)


@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next version, or go on with it."""
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), code=code)
    return redirect("indicators:draft", actions.start_draft(indicator, by=request.user, at=timezone.now()).pk)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A chỉ tiêu that is not there yet."""
    require(rules.may_edit_indicators(request.user))
    last = Indicator.objects.aggregate(last=Max("position"))["last"] or 0
    form = HeadForm(request.POST or None, initial={"position": last + 1})
    day, at = timezone.localdate().isoformat(), timezone.now()
    return pages.begun(
        request, form, lambda: actions.new_draft(form.definition(day), by=request.user, at=at), "indicators/head.html",
        "indicators:draft", field="short_name",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def import_yaml(request: HttpRequest) -> HttpResponse:
    """A definition from a file becomes a draft, to be looked at before it is published."""
    require(rules.may_edit_indicators(request.user))
    form = ImportForm(request.POST or None, request.FILES or None)
    return pages.begun(
        request, form, lambda: actions.import_draft(form.cleaned_data["file"], by=request.user, at=timezone.now()),
        "indicators/import.html", "indicators:draft", field="file",
        told=_("Đã đưa tệp vào bản nháp. Hãy xem các thay đổi rồi công bố."),
    )  # fmt: skip


@require_safe
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The draft: the reference sheet, the measures, what it changes, the last step."""
    one = draft_of(request, draft_id)
    newest, parsed = queries.newest_of(one), linked(one.parsed)
    names = queries.names_of(parsed, newest.parsed if newest else None)
    context = {
        "draft": one,
        "is_new": newest is None,
        "parsed": parsed,
        "lines": queries.measure_lines(parsed, names, timezone.localdate()),
        "changes": queries.changes_of(one, names, newest),
        "faults": queries.content_faults(one, names),
        "last": one.steps.select_related("by").first(),
    }
    return render(request, "indicators/draft.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_head(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The reference sheet."""
    one = draft_of(request, draft_id)
    form = HeadForm(request.POST or None, initial={**HeadForm.first(one.definition), "revision": one.revision})
    context = {"form": form, "draft": one}
    if request.method == "POST" and form.is_valid():
        values = form.values()
        return saved(request, one, form, "indicators/head.html", context, lambda old: with_head(old, values),
                     _("Sửa phiếu định nghĩa"))  # fmt: skip
    return render(request, "indicators/head.html", context, status=422 if form.errors else 200)


@require_POST
def undo(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Take the last step back."""
    one = draft_of(request, draft_id)
    words = actions.undo(one, revision=posted_revision(request), by=request.user, at=timezone.now())
    messages.success(request, _("Đã hoàn tác: %(words)s.") % {"words": words})
    return redirect("indicators:draft", one.pk)


@require_POST
def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Give the draft up."""
    one = draft_of(request, draft_id)
    code = one.indicator.code if one.indicator else ""
    actions.discard_draft(one, by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ bản nháp. Các bản đã công bố không thay đổi."))
    return redirect("indicators:detail", code) if code else redirect("indicators:list")


@require_safe
def export_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The draft as a YAML file."""
    one = draft_of(request, draft_id)
    return as_file(one.definition, f"{one.code}-ban-nhap")
