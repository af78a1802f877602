"""Ghép tên đơn vị: whom each wording of the plan means."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.orgs.models import Org, folded_name
from dondoc.plans import actions, queries, rules
from dondoc.plans.actions.bodies import day_of
from dondoc.plans.bodies import BodyReader
from dondoc.plans.forms import BodyForm, NewBodyForm, QuickChoiceForm
from dondoc.plans.models import Plan, StepAct
from dondoc.plans.views.shared import plan_of
from dondoc.web.refusals import Conflict, Invalid, require
from dondoc.web.shortcuts import render


def _rows(request: HttpRequest, plan: Plan) -> list[queries.WordingRow]:
    return queries.wording_rows(plan, day=day_of(plan, timezone.localdate()), user=request.user)


@require_safe
def bodies(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Every wording with what it means and how sure that is."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    rows = _rows(request, plan)
    last = queries.last_step(plan, request.user, StepAct.BODIES)
    context = {"plan": plan, "rows": rows, "open": queries.open_wordings(rows), "last": last}
    return render(request, "plans/bodies.html", context)


@require_POST
def choose_body(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A suggested organisation, taken for a wording."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    form = QuickChoiceForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Chưa rõ tên nào, đơn vị nào. Hãy tải lại trang rồi chọn lại."))
    day = day_of(plan, timezone.localdate())
    org = get_object_or_404(Org.objects.as_of(day).under(plan.org_id, day), code=form.cleaned_data["org"])
    _chosen(request, plan, form.cleaned_data["wording"], {"orgs": [org.code]})
    return redirect("plans:bodies", plan.pk)


def _chosen(request: HttpRequest, plan: Plan, wording: str, people: dict[str, list[str]]) -> None:
    done = actions.choose_bodies(plan, choices={wording: people}, by=request.user, at=timezone.now())
    messages.success(request, _("Đã ghép “%(name)s”; %(n)d nhiệm vụ đổi theo.") % {"name": wording, "n": done})


@require_http_methods(["GET", "HEAD", "POST"])
def body(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One wording: choose whom it means."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    row = _row(request, plan)
    form = BodyForm(request.POST or None, reader=_reader(plan), people=row.found.population)
    if request.method == "POST" and form.is_valid():
        _chosen(request, plan, row.wording, form.people)
        return redirect("plans:bodies", plan.pk)
    return _body_page(request, plan, row, form=form, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def new_body(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One wording: found the organisation that it means."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    row = _row(request, plan)
    new = NewBodyForm(request.POST or None, initial={"name": row.wording[:1].upper() + row.wording[1:]})
    if request.method == "POST" and new.is_valid():
        values = dict(new.cleaned_data) | {"groups": [group.code for group in new.cleaned_data["groups"]]}
        try:
            made = actions.create_body(plan, wording=row.wording, **values, by=request.user, at=timezone.now())
        except Conflict as conflict:
            new.add_error("name", conflict.reason)
        else:
            messages.success(request, _("Đã thêm “%(name)s” và ghép tên.") % {"name": made.name})
            return redirect("plans:bodies", plan.pk)
    return _body_page(request, plan, row, new=new, status=422 if request.method == "POST" else 200)


def _body_page(
    request: HttpRequest, plan: Plan, row: queries.WordingRow, *, form=None, new=None, status: int
) -> HttpResponse:
    query = urlencode({"ten": row.wording})
    context = {
        "plan": plan,
        "row": row,
        "form": form or BodyForm(reader=_reader(plan), people=row.found.population),
        "new": new or NewBodyForm(initial={"name": row.wording[:1].upper() + row.wording[1:]}),
        "body_url": f"{reverse('plans:body', args=[plan.pk])}?{query}",
        "new_url": f"{reverse('plans:new_body', args=[plan.pk])}?{query}",
    }
    return render(request, "plans/body.html", context, status=status)


def _reader(plan: Plan) -> BodyReader:
    return BodyReader(plan.org, day_of(plan, timezone.localdate()))


def _row(request: HttpRequest, plan: Plan) -> queries.WordingRow:
    """The wording that the address names. Errors: Http404 when the plan has none of it."""
    wanted = folded_name(request.GET.get("ten", ""))
    found = next((row for row in _rows(request, plan) if folded_name(row.wording) == wanted), None)
    if found is None:
        raise Http404
    return found
