"""The questions of a draft: adding, changing, moving, taking out."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.drafts.forms import MoveForm
from dondoc.drafts.pages import posted_revision, seen_revision
from dondoc.sheets import actions, queries
from dondoc.sheets.definition import FieldDefinition
from dondoc.sheets.editing import codes_of, items_of, uses_of, with_field, with_moved, without_field
from dondoc.sheets.forms import QuestionForm
from dondoc.sheets.models import SheetDraft
from dondoc.sheets.repeats import repeats
from dondoc.sheets.views.drafts import draft_of, saved
from dondoc.web.refusals import Invalid
from dondoc.web.shortcuts import render


def _found(one: SheetDraft, place: str) -> tuple[FieldDefinition, str]:
    """The question at `place` and the table it is a column of ("" for none). Errors: Http404."""
    parent, _dot, code = place.rpartition(".")
    parsed = one.parsed
    try:
        siblings = parsed.field(parent).columns if parent else (*parsed.fields, *parsed.review_fields)
    except KeyError:
        raise Http404 from None
    for field in siblings:
        if field.code == code:
            return field, parent
    raise Http404


def _form(request: HttpRequest, one: SheetDraft, old: FieldDefinition | None, parent: str) -> QuestionForm:
    parsed = one.parsed
    siblings = parsed.field(parent).columns if parent else (*parsed.fields, *parsed.review_fields)
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(
        data, sheet=parsed, old=old, siblings=siblings, others=queries.asked_elsewhere(one.code),
        is_column=bool(parent), taken=codes_of(one.definition, parent),
    )  # fmt: skip
    form.initial["revision"] = one.revision
    return form


@require_http_methods(["GET", "HEAD", "POST"])
def add_question(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A new question; `?cot=` a new column of that table; `?phan=duyet` one for the reviewer."""
    one = draft_of(request, draft_id)
    parent = request.GET.get("cot", "")
    part = "review_fields" if request.GET.get("phan") == "duyet" else "fields"
    if parent and not _found(one, parent)[0].columns:
        raise Http404
    form = _form(request, one, None, parent)
    context = {"form": form, "draft": one, "parent": parent, "part": part}
    if request.method == "POST" and form.is_valid():
        words = _("Thêm “%(label)s”") % {"label": form.cleaned_data["label"]}
        values = form.values()
        return _saved(request, one, form, context, words, values["code"], parent, part, values)
    return render(request, "sheets/question.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_question(request: HttpRequest, draft_id: int, place: str) -> HttpResponse:
    """Change a question. One that a chỉ tiêu is computed from keeps its kind."""
    one = draft_of(request, draft_id)
    old, parent = _found(one, place)
    form = _form(request, one, old, parent)
    readers = [] if parent else queries.readers_of(one.sheet).get(old.code, [])
    context = {"form": form, "draft": one, "question": old, "place": place, "parent": parent, "readers": readers}
    if request.method == "POST" and form.is_valid():
        words = _("Sửa “%(label)s”") % {"label": form.cleaned_data["label"]}
        if readers and form.cleaned_data["type"] != old.type.value:
            form.add_error("type", _("Không đổi được kiểu: đang dùng để tính “%(name)s”.") % {"name": readers[0]})
            return render(request, "sheets/question.html", context, status=422)
        values = form.values()
        if old.columns and "columns" in values:  # they are changed one by one
            values["columns"] = items_of(one.definition, place)
        return _saved(request, one, form, context, words, place, parent, "", values)
    return render(request, "sheets/question.html", context, status=422 if form.errors else 200)


def _saved(
    request: HttpRequest, one: SheetDraft, form: QuestionForm, context: dict[str, Any], words: str, place: str,
    parent: str, part: str, values: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    """Carry it out, unless it asks what is known already."""
    there = place if not part else ""

    def change(old: dict[str, Any]) -> dict[str, Any]:
        changed = with_field(old, values, place=there, parent=parent, part=part or "fields")
        if not parent:
            _refuse_repeats(one, changed, values["code"])
        return changed

    anchor = f"#muc-{parent or values['code']}"
    return saved(request, one, form, "sheets/question.html", context, change, words, anchor)


def _refuse_repeats(one: SheetDraft, changed: dict[str, Any], code: str) -> None:
    """Errors: Invalid when the question asks what is known, with where it is known."""
    parsed = SheetDraft(definition=changed).parsed
    told = [found.sentence for found in repeats(parsed, queries.asked_elsewhere(one.code)) if found.field.code == code]
    if told:
        raise Invalid(" ".join(told))


@require_POST
def remove_question(request: HttpRequest, draft_id: int, place: str) -> HttpResponse:
    """Take a question out, unless something looks at it."""
    one = draft_of(request, draft_id)
    old, parent = _found(one, place)
    reasons = list(uses_of(one.definition, place))
    readers = [] if parent else queries.readers_of(one.sheet).get(old.code, [])
    reasons += [_("đang dùng để tính “%(name)s”") % {"name": name} for name in readers]
    if reasons:
        said = _("Không bỏ được “%(label)s”: %(why)s.")
        raise Invalid(said % {"label": old.label, "why": "; ".join(reasons)})
    actions.change_draft(
        one, lambda data: without_field(data, place), words=_("Bỏ “%(label)s”") % {"label": old.label},
        revision=posted_revision(request), by=request.user, at=timezone.now(),
    )  # fmt: skip
    return redirect("sheets:draft", one.pk)


@require_POST
def move_question(request: HttpRequest, draft_id: int, place: str) -> HttpResponse:
    """One place up or down."""
    one = draft_of(request, draft_id)
    old, parent = _found(one, place)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Không rõ chuyển lên hay xuống."))
    by = form.cleaned_data["by"]
    words = _("Chuyển “%(label)s” %(way)s") % {"label": old.label, "way": _("lên") if by < 0 else _("xuống")}
    actions.change_draft(
        one, lambda data: with_moved(data, place, by), words=words, revision=seen_revision(form), by=request.user,
        at=timezone.now(),
    )  # fmt: skip
    return redirect(f"{redirect('sheets:draft', one.pk).url}#muc-{parent or old.code}")
