"""The measures of a draft: adding, changing, moving, taking out; how many organisations a choice means."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.drafts.forms import MoveForm
from dondoc.drafts.pages import posted_revision, seen_revision
from dondoc.indicators import actions, rules
from dondoc.indicators.editing import code_for, measure_of, with_measure, with_moved, without_measure
from dondoc.indicators.forms import MeasureForm, PopulationForm
from dondoc.indicators.forms.example import is_simple
from dondoc.indicators.formula import MeasureDefinition
from dondoc.indicators.formula.tree import COMBINED
from dondoc.indicators.models import IndicatorDraft
from dondoc.indicators.queries import drafts as queries
from dondoc.indicators.queries.ties import linked
from dondoc.indicators.views.drafts import draft_of, saved
from dondoc.indicators.wording import branch, example_words
from dondoc.web.refusals import Invalid, require
from dondoc.web.shortcuts import render


def found(one: IndicatorDraft, code: str) -> MeasureDefinition:
    """The measure of a draft called `code`. Errors: Http404."""
    try:
        return one.parsed.measure(code)
    except KeyError:
        raise Http404 from None


def page_of(one: IndicatorDraft, code: str, anchor: str = "") -> str:
    """The address of a measure's page."""
    return reverse("indicators:measure", args=[one.pk, code]) + anchor


@require_safe
def measure(request: HttpRequest, draft_id: int, measure: str) -> HttpResponse:
    """One measure: what it is computed from, its examples with what they give."""
    one = draft_of(request, draft_id)
    found(one, measure)
    parsed = linked(one.parsed)
    old = parsed.measure(measure)
    names = queries.names_of(parsed)
    lines = queries.measure_lines(parsed, names, timezone.localdate())
    line = next(line for line in lines if line.measure.code == measure)
    context = {
        "draft": one,
        "line": line,
        "measure": old,
        "condition": branch(old.condition, names) if old.condition else None,
        "is_combined": old.kind in COMBINED,
        "reads_condition": old.kind in queries.BY_CONDITION,
        "figures": queries.figure_lines(old, names),
        "examples": [(one, example_words(one.facts, old, names), is_simple(one.facts)) for one in line.examples],
        "last": one.steps.select_related("by").first(),
    }  # fmt: skip
    return render(request, "indicators/measure.html", context)


def _form(request: HttpRequest, one: IndicatorDraft, old: MeasureDefinition | None) -> MeasureForm:
    data_of = measure_of(one.definition, old.code) if old else None
    data = request.POST if request.method == "POST" else None
    others = one.parsed.measures if old is None else ()
    like = others[-1].population if others else None
    form = MeasureForm(data, old=old, data_of=data_of, like=like, day=timezone.localdate())
    form.initial["revision"] = one.revision
    return form


def _context(one: IndicatorDraft, form: MeasureForm, old: MeasureDefinition | None) -> dict[str, Any]:
    count = queries.population_counts([[old.population]], timezone.localdate())[0] if old else None
    return {"draft": one, "form": form, "measure": old, "count": count}


@require_http_methods(["GET", "HEAD", "POST"])
def add_measure(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A new measure; what it is computed from comes next."""
    one = draft_of(request, draft_id)
    form = _form(request, one, None)
    context = _context(one, form, None)
    if request.method == "POST" and form.is_valid():
        code = code_for(queries.codes_used(one))
        values = {"code": code, **form.values()}
        words = _("Thêm thước đo “%(name)s”") % {"name": form.cleaned_data["name"]}
        return saved(request, one, form, "indicators/measure_form.html", context,
                     lambda data: with_measure(data, values), words, page_of(one, code))  # fmt: skip
    return render(request, "indicators/measure_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_measure(request: HttpRequest, draft_id: int, measure: str) -> HttpResponse:
    """Change how a measure is taken, of whom, against what."""
    one = draft_of(request, draft_id)
    old = found(one, measure)
    form = _form(request, one, old)
    context = _context(one, form, old)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        words = _("Sửa thước đo %(code)s") % {"code": measure}
        return saved(request, one, form, "indicators/measure_form.html", context,
                     lambda data: with_measure(data, values, measure), words, page_of(one, measure))  # fmt: skip
    return render(request, "indicators/measure_form.html", context, status=422 if form.errors else 200)


@require_POST
def remove_measure(request: HttpRequest, draft_id: int, measure: str) -> HttpResponse:
    """Take a measure out; figures of months before the effective day stay."""
    one = draft_of(request, draft_id)
    old = found(one, measure)
    words = _("Bỏ thước đo “%(name)s”") % {"name": old.name}
    actions.change_draft(one, lambda data: without_measure(data, measure), words=words,
                         revision=posted_revision(request), by=request.user, at=timezone.now())  # fmt: skip
    messages.success(request, f"{words}.")
    return redirect("indicators:draft", one.pk)


@require_POST
def move_measure(request: HttpRequest, draft_id: int, measure: str) -> HttpResponse:
    """One place up or down."""
    one = draft_of(request, draft_id)
    found(one, measure)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Không rõ chuyển lên hay xuống."))
    by = form.cleaned_data["by"]
    words = _("Chuyển thước đo %(code)s %(way)s") % {"code": measure, "way": _("lên") if by < 0 else _("xuống")}
    actions.change_draft(one, lambda data: with_moved(data, measure, by), words=words, revision=seen_revision(form),
                         by=request.user, at=timezone.now())  # fmt: skip
    return redirect(f"{reverse('indicators:draft', args=[one.pk])}#thuoc-do-{measure}")


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """How many organisations the kinds, groups and names in the address mean today; a part of the measure's form."""
    require(rules.may_edit_indicators(request.user))
    form, today = PopulationForm(request.GET, day=timezone.localdate()), timezone.localdate()
    number = None
    if form.is_valid() and any(form.cleaned_data.values()):
        number = queries.population_counts([[form.population]], today)[0]
    return render(request, "indicators/count.html", {"count": number, "errors": form.errors.get("orgs", [])})
