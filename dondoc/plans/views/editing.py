"""Correcting one thing at a time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.plans import actions, rules
from dondoc.plans.forms import HeadForm, MeasureFormSet, NewTaskForm, RemoveForm, TargetForm, TaskForm
from dondoc.plans.models import Target, Task
from dondoc.plans.views.shared import confirm_url, plan_of, revision_now, shown_again
from dondoc.web.refusals import Conflict, Invalid, require
from dondoc.web.shortcuts import render


@require_http_methods(["GET", "HEAD", "POST"])
def edit_task(request: HttpRequest, plan_id: int, code: str) -> HttpResponse:
    """Correct one task; saving counts as confirming it."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    task = get_object_or_404(plan.tasks.select_related("plan__org", "plan__document"), code=code)
    form = TaskForm(request.POST or None, task=task, day=max(plan.starts_on, timezone.localdate()))
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            revision = form.cleaned_data["revision"]
            actions.correct_item(task, changes=form.changes(), revision=revision, by=request.user, at=timezone.now())
        except Conflict as conflict:
            form, status = shown_again(form, conflict, revision_now(task)), conflict.status
        else:
            messages.success(request, _("Đã sửa và xác nhận mục %(code)s.") % {"code": code})
            return redirect(f"{confirm_url(plan)}#muc-{code}")
    context = {"plan": plan, "task": task, "form": form, "remove": RemoveForm(initial={"revision": task.revision})}
    return render(request, "plans/edit_task.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_target(request: HttpRequest, plan_id: int, code: str) -> HttpResponse:
    """Correct one chỉ tiêu and its measures; saving counts as confirming it."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    target = get_object_or_404(plan.targets.select_related("plan__org", "plan__document"), code=code)
    form = TargetForm(request.POST or None, target=target)
    measures = MeasureFormSet(request.POST or None, measures=target.measures, prefix="m")
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid() and measures.is_valid():
        changes = {**form.changes(), "measures": measures.stored()}
        try:
            revision = form.cleaned_data["revision"]
            actions.correct_item(target, changes=changes, revision=revision, by=request.user, at=timezone.now())
        except Conflict as conflict:
            form, status = shown_again(form, conflict, revision_now(target)), conflict.status
        else:
            messages.success(request, _("Đã sửa và xác nhận chỉ tiêu %(code)s.") % {"code": code})
            return redirect(f"{confirm_url(plan)}#muc-{code}")
    remove = RemoveForm(initial={"revision": target.revision})
    context = {"plan": plan, "target": target, "form": form, "measures": measures, "remove": remove}
    return render(request, "plans/edit_target.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_head(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What the text leaves open: date, span of the term."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    form = HeadForm(request.POST or None, instance=plan, initial={"revision": plan.head_revision})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        revision = values.pop("revision")
        stored = plan_of(request, plan_id)  # `plan` already bears what was typed
        try:
            actions.set_head(stored, values=values, revision=revision, by=request.user, at=timezone.now())
        except Conflict as conflict:
            form, status = shown_again(form, conflict, plan_of(request, plan_id).head_revision), conflict.status
        else:
            messages.success(request, _("Đã lưu phần đầu kế hoạch."))
            return redirect("plans:confirm", plan.pk)
    return render(request, "plans/edit_head.html", {"plan": plan, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add_task(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Add a task that the reader did not see."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    form = NewTaskForm(request.POST or None, plan=plan)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            task = actions.add_task(plan, **form.cleaned_data, by=request.user, at=timezone.now())
        except Conflict as conflict:
            form, status = shown_again(form, conflict, plan_of(request, plan_id).revision), conflict.status
        else:
            return redirect("plans:edit_task", plan.pk, task.code)
    return render(request, "plans/add_task.html", {"plan": plan, "form": form}, status=status)


@require_POST
def remove_item(request: HttpRequest, plan_id: int, kind: str, code: str) -> HttpResponse:
    """Take an item out of the working copy, with a reason."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    model = {"nhiem-vu": Task, "chi-tieu": Target}[kind]
    item = get_object_or_404(model.objects.filter(plan=plan).select_related("plan__org"), code=code)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Hãy ghi lý do bỏ mục này."))
    actions.remove_item(item, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ mục %(code)s.") % {"code": code})
    return redirect("plans:confirm", plan.pk)
