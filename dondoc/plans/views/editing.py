"""Correcting one thing at a time."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dondoc.plans import actions, queries, rules
from dondoc.plans.forms import (
    DeskForm,
    HeadForm,
    MeasureFormSet,
    NewTaskForm,
    SeenForm,
    TargetForm,
    TaskForm,
)
from dondoc.plans.models import Plan, Target, Task
from dondoc.plans.views.confirming import changes_answer
from dondoc.plans.views.shared import confirm_url, plan_of, revision_now, shown_again
from dondoc.web.refusals import Conflict, require
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
            _correct(request, task, form, form.changes())
        except Conflict as conflict:
            form, status = shown_again(form, conflict, revision_now(task)), conflict.status
        else:
            return _corrected(request, plan, f"task:{code}", _("Đã sửa và xác nhận mục %(code)s.") % {"code": code})
    context = {"task": task, "form": form}
    return _form_page(request, plan, "edit_task", f"task:{code}", context, status)


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
        try:
            _correct(request, target, form, {**form.changes(), "measures": measures.stored()})
        except Conflict as conflict:
            form, status = shown_again(form, conflict, revision_now(target)), conflict.status
        else:
            said = _("Đã sửa và xác nhận chỉ tiêu %(code)s.") % {"code": code}
            return _corrected(request, plan, f"target:{code}", said)
    context = {"target": target, "form": form, "measures": measures}
    return _form_page(request, plan, "edit_target", f"target:{code}", context, status)


def _correct(request: HttpRequest, item: Task | Target, form, values: dict[str, Any]) -> None:
    revision = form.cleaned_data["revision"]
    actions.correct_item(item, changes=values, revision=revision, by=request.user, at=timezone.now())


def _corrected(request: HttpRequest, plan: Plan, key: str, said: str) -> HttpResponse:
    """Back to the desk; in its place, the item as it is now."""
    actions.drop_edit(plan, key=key, by=request.user)
    if request.htmx:
        plan.refresh_from_db(fields=["revision"])
        return changes_answer(request, plan, SeenForm(request.POST).revision)
    messages.success(request, said)
    return redirect(confirm_url(request, plan, f"muc-{key.partition(':')[2]}"))


def _form_page(
    request: HttpRequest, plan: Plan, template: str, key: str, context: dict[str, Any], status: int
) -> HttpResponse:
    """The form, with what was typed into it before and not saved."""
    kept = queries.kept_edit(plan, request.user, key) if request.method != "POST" else None
    context |= {"plan": plan, "query": DeskForm(request.GET).query(), "key": key, "kept": kept}
    return render(request, f"plans/{template}.html", context, part="bieu-mau", status=status)


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
            actions.drop_edit(stored, key="head", by=request.user)
            messages.success(request, _("Đã lưu phần đầu kế hoạch."))
            return redirect(confirm_url(request, plan))
    return _form_page(request, plan, "edit_head", "head", {"form": form}, status)


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
            actions.drop_edit(plan, key="new", by=request.user)
            return redirect("plans:edit_task", plan.pk, task.code)
    return _form_page(request, plan, "add_task", "new", {"form": form}, status)
