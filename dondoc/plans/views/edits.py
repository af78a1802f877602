"""The points of an amending decision: what each changes, confirmed, corrected or set aside."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.plans import actions, queries, rules
from dondoc.plans.forms import ApplyEditForm, EditIdsForm, SetAsideForm
from dondoc.plans.models import AmendmentEdit, Plan
from dondoc.plans.views.shared import plan_of
from dondoc.web.refusals import Invalid, require
from dondoc.web.shortcuts import render


@require_safe
def edits(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Every point with the items that it changes."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit_amendment(request.user, plan))
    return render(request, "plans/edits.html", {"plan": plan, "desk": queries.edit_desk(plan, user=request.user)})


@require_POST
def apply_edits(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Apply the named changes as they were read."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit_amendment(request.user, plan))
    form = EditIdsForm(request.POST, edits=plan.edits.values_list("pk", flat=True))
    if not form.is_valid():
        raise Invalid(_("Hãy chọn điểm cần áp dụng."))
    done = actions.apply_edits(plan, ids=form.cleaned_data["edit"], by=request.user, at=timezone.now())
    if done:
        messages.success(request, _("Đã áp dụng %(n)d thay đổi.") % {"n": done})
    else:
        messages.info(request, _("Các điểm này đã được quyết định trước đó."))
    return redirect(_back(plan, form.cleaned_data["edit"][0]))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, plan_id: int, edit_id: int) -> HttpResponse:
    """One change: another item, other words; then it is applied."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit_amendment(request.user, plan))
    row = queries.edit_row(_edit(plan, edit_id), plan)
    items = queries.items_by_code(plan).values()
    initial = {"item": row.edit.item_code, "text": row.text}
    form = ApplyEditForm(request.POST or None, edit=row.edit, items=items, initial=initial)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        given = {"item_code": form.cleaned_data.get("item", ""), "text": form.cleaned_data.get("text") or None}
        try:
            actions.apply_edit(row.edit, **given, by=request.user, at=timezone.now())
        except Invalid as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Đã áp dụng thay đổi."))
            return redirect(_back(plan, edit_id))
    denial = rules.is_understood(row.edit)
    context = {"plan": plan, "row": row, "form": form, "aside": SetAsideForm(), "denial": denial}
    return render(request, "plans/edit.html", context, status=status)


@require_POST
def set_aside(request: HttpRequest, plan_id: int, edit_id: int) -> HttpResponse:
    """Leave a change, with a reason."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit_amendment(request.user, plan))
    found, form = _edit(plan, edit_id), SetAsideForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Hãy ghi vì sao không áp dụng điểm này."))
    actions.set_aside(found, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, _("Đã ghi là không áp dụng."))
    return redirect(_back(plan, edit_id))


@require_POST
def undo(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Take back one's own last decision on a point."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit_amendment(request.user, plan))
    last = queries.edit_desk(plan, user=request.user).last
    if last is None:
        raise Invalid(_("Không còn thao tác nào của đồng chí để hoàn tác."))
    actions.undo(plan, step_id=last.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Đã hoàn tác."))
    return redirect("plans:edits", plan.pk)


def _edit(plan: Plan, edit_id: int) -> AmendmentEdit:
    return get_object_or_404(plan.edits.select_related("plan__org", "decided_by"), pk=edit_id)


def _back(plan: Plan, edit_id: int) -> str:
    return f"{reverse('plans:edits', args=[plan.pk])}#diem-{edit_id}"
