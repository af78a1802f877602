"""The editor: a draft from its beginning to its publishing."""

from collections.abc import Mapping
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.drafts import pages
from dondoc.drafts.pages import as_file, posted_revision, refused
from dondoc.sheets import actions, queries, rules
from dondoc.sheets.actions.editing import ROOM, content_faults, publishing_faults
from dondoc.sheets.editing import with_head
from dondoc.sheets.forms import HeadForm, ImportForm, PublishForm
from dondoc.sheets.forms.preview import PreviewForm
from dondoc.sheets.models import Sheet, SheetDraft
from dondoc.sheets.views.sheets import reading
from dondoc.web.refusals import Conflict, Invalid, require
from dondoc.web.shortcuts import render


def draft_of(request: HttpRequest, draft_id: int) -> SheetDraft:
    """The draft; 404 for those who do not edit sheets."""
    rows = SheetDraft.objects.visible_to(request.user).select_related("sheet", "updated_by")
    return get_object_or_404(rows, pk=draft_id)


@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next version, or go on with it."""
    sheet = get_object_or_404(Sheet.objects.visible_to(request.user), code=code)
    return redirect("sheets:draft", actions.start_draft(sheet, by=request.user, at=timezone.now()).pk)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A sheet that is not there yet."""
    require(rules.may_edit_sheets(request.user))
    form = HeadForm(request.POST or None)
    return pages.begun(
        request, form, lambda: actions.new_draft(form.definition(), by=request.user, at=timezone.now()),
        "sheets/head.html", "sheets:draft", field="name",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def import_yaml(request: HttpRequest) -> HttpResponse:
    """A definition from a file becomes a draft, to be looked at before it is published."""
    require(rules.may_edit_sheets(request.user))
    form = ImportForm(request.POST or None, request.FILES or None)
    return pages.begun(
        request, form, lambda: actions.import_draft(form.cleaned_data["file"], by=request.user, at=timezone.now()),
        "sheets/import.html", "sheets:draft", field="file",
        told=_("Đã đưa tệp vào bản nháp. Hãy xem các thay đổi rồi công bố."),
    )  # fmt: skip


@require_safe
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The draft: questions, checks, what it changes, the last step."""
    one = draft_of(request, draft_id)
    context = {
        "draft": one,
        "is_new": one.sheet is None,
        "changes": queries.changes_of(one),
        "faults": content_faults(one),
        "last": one.steps.first(),
        **reading(one.parsed),
    }
    return render(request, "sheets/draft.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_head(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Name, purpose, cost, evidence."""
    one = draft_of(request, draft_id)
    initial = {**one.definition, "revision": one.revision}
    form = HeadForm(request.POST or None, sheet=one.parsed, initial=initial)
    context = {"form": form, "draft": one}
    if request.method == "POST" and form.is_valid():
        return saved(request, one, form, "sheets/head.html", context, lambda old: with_head(old, form.values()),
                     _("Sửa thông tin chung"))  # fmt: skip
    return render(request, "sheets/head.html", context, status=422 if form.errors else 200)


def saved(
    request: HttpRequest, one: SheetDraft, form: Any, template: str, context: Mapping[str, Any], change: Any,
    words: str, anchor: str = "",
) -> HttpResponse:  # fmt: skip
    """Carry a step out and go back to the draft; a refusal is told on the form again."""
    back = f"{reverse('sheets:draft', args=[one.pk])}{anchor}"
    return pages.saved(request, ROOM, one, form, template, context, change, words, back)


@require_POST
def undo(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Take the last step back."""
    one = draft_of(request, draft_id)
    words = actions.undo(one, revision=posted_revision(request), by=request.user, at=timezone.now())
    messages.success(request, _("Đã hoàn tác: %(words)s.") % {"words": words})
    return redirect("sheets:draft", one.pk)


@require_POST
def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Give the draft up."""
    one = draft_of(request, draft_id)
    code = one.sheet.code if one.sheet else ""
    actions.discard_draft(one, by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ bản nháp. Các bản đã công bố không thay đổi."))
    return redirect("sheets:detail", code) if code else redirect("sheets:list")


@require_safe
def preview(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The draft as an organisation will see it, at the width of a screen and of a phone."""
    one = draft_of(request, draft_id)
    return render(request, "sheets/preview.html", {"draft": one, "parsed": one.parsed})


@csp_replace({"frame-ancestors": [SELF]})
@xframe_options_sameorigin
@require_safe
def preview_frame(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The form alone, to be shown inside the preview."""
    one = draft_of(request, draft_id)
    form = PreviewForm(one.parsed)
    return render(request, "sheets/preview_frame.html", {"draft": one, "sheet": one.parsed, "rows": form.lines()})


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Say from which day on; before that, all that it changes."""
    one, today = draft_of(request, draft_id), timezone.localdate()
    form = PublishForm(
        request.POST or None, is_new=one.sheet is None, initial={"revision": one.revision, "effective_on": today}
    )
    faults = publishing_faults(one, effective_on=today, today=today)
    context = {"draft": one, "form": form, "changes": queries.changes_of(one), "faults": faults,
               "products": one.sheet.deliverables.all() if one.sheet else [], "parsed": one.parsed}  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            version = actions.publish_draft(
                one, effective_on=given["effective_on"], period=given.get("period", ""), revision=given["revision"],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except (Conflict, Invalid) as fault:
            return refused(request, one, form, "sheets/publish.html", context, fault)
        messages.success(request, _("Đã công bố bản %(n)d.") % {"n": version.number})
        return redirect("sheets:detail", version.sheet.code)
    return render(request, "sheets/publish.html", context, status=422 if form.errors else 200)


@require_safe
def export_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The draft as a YAML file."""
    one = draft_of(request, draft_id)
    return as_file(one.definition, f"{one.code}-ban-nhap")
