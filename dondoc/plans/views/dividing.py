"""Splitting, merging, taking out: each a page of its own, or a form in the place of the item."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dondoc.plans import actions, rules
from dondoc.plans.forms import DeskForm, MergeForm, RemoveForm, SplitForm
from dondoc.plans.models import Plan, Target, Task
from dondoc.plans.views.shared import confirm_url, plan_of, revision_now, shown_again
from dondoc.web.refusals import Conflict, Invalid, require
from dondoc.web.shortcuts import render

MODELS = {"nhiem-vu": Task, "chi-tieu": Target}


def _item(request: HttpRequest, plan_id: int, kind: str, code: str) -> tuple[Plan, Task | Target]:
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    rows = MODELS[kind].objects.filter(plan=plan).select_related("plan__org", "plan__document")
    return plan, get_object_or_404(rows, code=code)


def _shown(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    query = DeskForm(request.GET).query()
    return render(request, f"plans/{template}.html", context | {"query": query}, part="bieu-mau", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def split_item(request: HttpRequest, plan_id: int, kind: str, code: str) -> HttpResponse:
    """Choose the word with which the second part begins."""
    plan, item = _item(request, plan_id, kind, code)
    form = SplitForm(request.POST or None, initial={"revision": item.revision})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        word, revision = form.cleaned_data["word"], form.cleaned_data["revision"]
        try:
            made = actions.split_item(item, at_word=word, revision=revision, by=request.user, at=timezone.now())
        except (Conflict, Invalid) as refusal:
            form, status = shown_again(form, refusal, revision_now(item)), refusal.status
        else:
            said = {"code": code, "new": made.code}
            messages.success(request, _("Đã tách mục %(code)s thành hai: %(code)s và %(new)s.") % said)
            return redirect(confirm_url(request, plan, f"muc-{code}"))
    context = {"plan": plan, "item": item, "kind": kind, "form": form, "words": list(enumerate(item.text.split()))}
    return _shown(request, "split", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
def merge_item(request: HttpRequest, plan_id: int, kind: str, code: str) -> HttpResponse:
    """Choose the item with which this one becomes one."""
    plan, item = _item(request, plan_id, kind, code)
    rows = MODELS[kind].objects.filter(plan=plan).select_related("plan__org", "plan__document")
    others = list(rows.exclude(pk=item.pk))
    behind = next((one for one in others if one.position > item.position), None)
    initial = {"revision": item.revision, "other": f"{behind.code}:{behind.revision}" if behind else None}
    form = MergeForm(request.POST or None, others=others, initial=initial)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        other, revision = form.chosen(), form.cleaned_data["revision"]
        common = {"revision": revision, "other_revision": other.revision, "by": request.user, "at": timezone.now()}
        try:
            kept = actions.merge_items(item, other, **common)
        except Conflict as conflict:
            form, status = shown_again(form, conflict, revision_now(item)), conflict.status
        else:
            messages.success(request, _("Đã gộp thành mục %(code)s.") % {"code": kept.code})
            return redirect(confirm_url(request, plan, f"muc-{kept.code}"))
    return _shown(request, "merge", {"plan": plan, "item": item, "kind": kind, "form": form}, status)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_item(request: HttpRequest, plan_id: int, kind: str, code: str) -> HttpResponse:
    """Take an item out of the working copy, with a reason; it can be brought back."""
    plan, item = _item(request, plan_id, kind, code)
    form = RemoveForm(request.POST or None, initial={"revision": item.revision})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_item(item, **form.cleaned_data, by=request.user, at=timezone.now())
        except Conflict as conflict:
            form, status = shown_again(form, conflict, revision_now(item)), conflict.status
        else:
            said = _("Đã bỏ mục %(code)s. Khôi phục được ở phần “Đã bỏ” cuối danh sách.") % {"code": code}
            messages.success(request, said)
            return redirect(confirm_url(request, plan, "draft"))
    return _shown(request, "remove", {"plan": plan, "item": item, "kind": kind, "form": form}, status)
