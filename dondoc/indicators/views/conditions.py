"""What a measure of a draft is computed from: its condition, leaf by leaf, or its figures."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.drafts.pages import seen_revision
from dondoc.indicators import actions, conditions
from dondoc.indicators.conditions import GROUPS, LEAVES, Node, NoSuchPlace, at, kind_of, place_of
from dondoc.indicators.editing import Data, measure_of, with_part
from dondoc.indicators.forms import ChooseForm, FigureChooseForm, FigureForm, TurnForm, leaf_form
from dondoc.indicators.models import IndicatorDraft
from dondoc.indicators.queries import catalogue
from dondoc.indicators.queries import drafts as queries
from dondoc.indicators.views.drafts import draft_of, saved
from dondoc.indicators.views.measures import found, page_of
from dondoc.web.refusals import Conflict, Invalid
from dondoc.web.shortcuts import render

_TURNS: dict[str, tuple[Any, Callable[[Node, conditions.Place], Node | None]]] = {
    "drop": (gettext_lazy("Bỏ điều kiện"), conditions.without),
    "not": (gettext_lazy("Đảo điều kiện"), conditions.negated),
    "all_of": (gettext_lazy("Nối bằng “và”"), lambda tree, place: conditions.joined(tree, place, "all_of")),
    "any_of": (gettext_lazy("Nối bằng “hoặc”"), lambda tree, place: conditions.joined(tree, place, "any_of")),
}
PARTS = {"tu-so": "numerator", "mau-so": "denominator"}


def _tree(one: IndicatorDraft, measure: str) -> Node | None:
    return measure_of(one.definition, measure).get("condition")


def _spot(tree: Node | None, path: str) -> tuple[conditions.Place, Node]:
    """The place that an address names and what stands there. Errors: Http404."""
    try:
        place = place_of(path)
        if tree is None:
            raise Http404
        return place, at(tree, place)
    except NoSuchPlace:
        raise Http404 from None


def _leaf_page(
    request: HttpRequest, one: IndicatorDraft, measure: str, old: Node | None, change: Any, words: str
) -> HttpResponse:
    """Choose kind and product, then say what of it; `change(tree, leaf)` gives the new condition."""
    known = catalogue()
    body = old[kind_of(old)] if old else {}
    asked = {"loai": request.GET.get("loai") or (kind_of(old) if old else "approved"),
             "san_pham": request.GET.get("san_pham") or body.get("deliverable", "")}  # fmt: skip
    names = queries.products(known)
    choose = ChooseForm(asked if asked["san_pham"] else None, products=names, initial=asked)
    kind, product, form = asked["loai"], asked["san_pham"], None
    if choose.is_bound and choose.is_valid():
        same = old is not None and kind_of(old) == kind and body["deliverable"] == product
        data = request.POST if request.method == "POST" else None
        form = leaf_form(kind)(data, deliverable=product, fields=known[product], old=body if same else {})
        form.initial["revision"] = one.revision
    context = {"draft": one, "measure": found(one, measure), "choose": choose, "form": form, "kind": kind,
               "product": names.get(product, ""), "old": old,
               "kept": {key: request.GET[key] for key in ("cho", "noi") if key in request.GET}}  # fmt: skip
    if request.method == "POST" and form is not None and form.is_valid():
        leaf = form.leaf()

        def changed(data: Data) -> Data:
            try:
                return with_part(data, measure, "condition", change(measure_of(data, measure).get("condition"), leaf))
            except (NoSuchPlace, KeyError):
                raise Conflict(_("Điều kiện đã được sửa khác đi. Hãy mở lại trang thước đo.")) from None

        return saved(request, one, form, "indicators/condition.html", context, changed, words,
                     page_of(one, measure, "#dieu-kien"))  # fmt: skip
    is_wrong = request.method == "POST" or (form is not None and form.errors)
    return render(request, "indicators/condition.html", context, status=422 if is_wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def add_condition(request: HttpRequest, draft_id: int, measure: str) -> HttpResponse:
    """The first leaf of a condition, or one more beside the place `?cho=`, joined by `?noi=` and or or."""
    one = draft_of(request, draft_id)
    _must_read_condition(one, measure)
    group = "any_of" if request.GET.get("noi") == "hoac" else "all_of"
    path, tree = request.GET.get("cho", "goc"), _tree(one, measure)
    place = _spot(tree, path)[0] if tree else ()
    return _leaf_page(request, one, measure, None, lambda old, leaf: conditions.beside(old, place, group, leaf),
                      _("Thêm điều kiện"))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def edit_condition(request: HttpRequest, draft_id: int, measure: str, place: str) -> HttpResponse:
    """Change a leaf."""
    one = draft_of(request, draft_id)
    _must_read_condition(one, measure)
    spot, old = _spot(_tree(one, measure), place)
    if kind_of(old) not in LEAVES:
        raise Http404
    return _leaf_page(request, one, measure, old, lambda tree, leaf: conditions.put(tree, spot, leaf),
                      _("Sửa điều kiện"))  # fmt: skip


@require_POST
def turn_condition(request: HttpRequest, draft_id: int, measure: str, place: str) -> HttpResponse:
    """`act`: all_of or any_of (how a group is joined), not (its contrary, or back), drop (take it out)."""
    one = draft_of(request, draft_id)
    _must_read_condition(one, measure)
    tree = _tree(one, measure)
    spot, old = _spot(tree, place)
    form = TurnForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Không rõ phải làm gì với điều kiện này."))
    act = form.cleaned_data["act"]
    if tree is None or (act in GROUPS and kind_of(old) not in GROUPS):
        raise Http404
    words, new = _TURNS[act]
    actions.change_draft(one, lambda data: with_part(data, measure, "condition", new(tree, spot)), words=str(words),
                         revision=seen_revision(form), by=request.user, at=timezone.now())  # fmt: skip
    messages.success(request, f"{words}.")
    return redirect(page_of(one, measure, "#dieu-kien"))


def _must_read_condition(one: IndicatorDraft, measure: str) -> None:
    """Errors: Http404 for a measure of figures."""
    if found(one, measure).kind not in queries.BY_CONDITION:
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def edit_figure(request: HttpRequest, draft_id: int, measure: str, part: str) -> HttpResponse:
    """The numerator or the denominator: choose the product, then the number in it."""
    one, key = draft_of(request, draft_id), PARTS.get(part, "")
    old_measure = found(one, measure)
    if key not in queries.figures_of(old_measure.kind):
        raise Http404
    known = queries.with_numbers(catalogue())
    old = measure_of(one.definition, measure).get(key) or {}
    product = request.GET.get("san_pham") or old.get("deliverable", "")
    names = queries.products(known)
    choose = FigureChooseForm({"san_pham": product} if product else None, products=names)
    form = None
    if choose.is_bound and choose.is_valid():
        data = request.POST if request.method == "POST" else None
        same = old.get("deliverable") == product
        form = FigureForm(data, deliverable=product, fields=known[product], old=old if same else {})
        form.initial["revision"] = one.revision
    context = {"draft": one, "measure": old_measure, "choose": choose, "form": form, "part": part,
               "product": names.get(product, "")}  # fmt: skip
    if request.method == "POST" and form is not None and form.is_valid():
        figure = form.figure()
        words = _("Sửa mẫu số") if key == "denominator" else _("Sửa tử số")
        return saved(request, one, form, "indicators/figure.html", context,
                     lambda data: with_part(data, measure, key, figure), words, page_of(one, measure))  # fmt: skip
    is_wrong = request.method == "POST" or (form is not None and form.errors)
    return render(request, "indicators/figure.html", context, status=422 if is_wrong else 200)
