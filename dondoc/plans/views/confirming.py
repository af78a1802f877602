"""The desk: the source text beside the draft; confirming, settling, undoing, and what others did meanwhile."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dondoc.plans import actions, queries, rules
from dondoc.plans.forms import DeskForm, DropForm, KeptForm, PassageForm, SeenForm, UndoForm
from dondoc.plans.models import Finding, Passage, PassageUse, Plan
from dondoc.plans.queries import Order, Show
from dondoc.plans.views.shared import confirm_url, plan_of
from dondoc.web.refusals import Invalid, require
from dondoc.web.shortcuts import render


@require_safe
def confirm(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Each item of the draft is corrected or confirmed beside its words in the source."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    context = _desk_context(request, plan)
    desk = context["desk"]
    marks = queries.marks(desk.sections, desk.doubts) + queries.passage_marks(
        desk.waiting if desk.shows_passages else []
    )
    score = queries.six_score(row.item for row in desk.every if not row.is_target)
    more = {"marks": marks, "findings": desk.doubts, "score": score}
    return render(request, "plans/confirm.html", context | more)


def _desk_context(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    form = DeskForm(request.GET)
    desk = queries.desk(plan, user=request.user, order=form.order, show=form.show)
    tabs = [
        {"label": label, "url": form.query(loc=show.value) or "?", "count": desk.counts[show],
         "is_current": show is form.show}
        for show, label in _shows()
    ]  # fmt: skip
    orders = [
        {"label": label, "url": form.query(xep=order.value), "is_current": order is form.order}
        for order, label in ((Order.DOUBT, _("Nghi vấn trước")), (Order.TEXT, _("Theo văn bản")))
    ]
    blockers = rules.blockers(plan, queries.read_tasks(desk.sections))
    return {
        "plan": plan, "desk": desk, "tabs": tabs, "orders": orders, "query": form.query(), "blockers": blockers,
        "issue_denial": rules.may_issue(request.user, plan, blockers),
    }  # fmt: skip


def _shows() -> list[tuple[Show, str]]:
    return [
        (Show.ALL, _("Tất cả")), (Show.WAITING, _("Chưa xác nhận")), (Show.DOUBTED, _("Có phát hiện")),
        (Show.TARGETS, _("Chỉ tiêu")), (Show.TASKS, _("Nhiệm vụ")),
    ]  # fmt: skip


@require_safe
def changes(request: HttpRequest, plan_id: int) -> HttpResponse:
    """For the page that asks now and then: what somebody changed since `seen`; 204 when nothing."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    seen = SeenForm(request.GET).revision
    return HttpResponse(status=204) if seen == plan.revision else changes_answer(request, plan, seen)


def changes_answer(request: HttpRequest, plan: Plan, seen: int | None) -> HttpResponse:
    """The state of the desk, and every item that changed after `seen`, each for its own place."""
    context = _desk_context(request, plan)
    context["changed"] = queries.changed_since(context["desk"].every, plan.revision if seen is None else seen)
    response = render(request, "plans/changes.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = "#tinh-hinh", "outerHTML"
    return response


@require_safe
def item(request: HttpRequest, plan_id: int, kind: str, code: str) -> HttpResponse:
    """One item as the desk shows it: what a form in its place gives way to when it is closed."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    context = _desk_context(request, plan)
    wanted = get_object_or_404(getattr(plan, {"nhiem-vu": "tasks", "chi-tieu": "targets"}[kind]), code=code)
    context["row"] = next(row for row in context["desk"].every if row.item == wanted)
    return render(request, "plans/item.html", context)


@require_POST
def confirm_items(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Confirm the named targets and tasks, or all that the reader is sure of (`sure`)."""
    plan = plan_of(request, plan_id)
    codes = {"targets": request.POST.getlist("target"), "tasks": request.POST.getlist("task")}  # unknown: nothing
    seen = SeenForm(request.POST).revision
    if "sure" in request.POST:
        codes = queries.sure_items(plan)
    done = actions.confirm_items(plan, codes=codes, by=request.user, at=timezone.now(), seen=seen)
    if request.htmx:
        return changes_answer(request, plan, seen)
    if done:
        messages.success(request, _("Đã xác nhận %(n)d mục.") % {"n": done})
    else:
        messages.info(
            request,
            _(
                "Không có mục nào mới để xác nhận. Mục còn thiếu thông tin thì bấm “Sửa”, mục kém chắc chắn thì xem "
                "từng mục."
            ),
        )
    sent = [*codes["targets"], *codes["tasks"]]
    is_one = "sure" not in request.POST and done == 1 and len(sent) == 1
    return redirect(confirm_url(request, plan, f"muc-{sent[0]}" if is_one else "draft"))


@require_POST
def settle(request: HttpRequest, plan_id: int, finding_id: int) -> HttpResponse:
    """Mark a doubt as seen."""
    plan = plan_of(request, plan_id)
    finding = get_object_or_404(Finding.objects.filter(plan=plan).select_related("plan__org"), pk=finding_id)
    actions.settle_finding(finding, by=request.user, at=timezone.now())
    return redirect(confirm_url(request, plan, request.POST.get("back", "dieu-can-xem")))


@require_POST
def settle_passage(request: HttpRequest, plan_id: int, passage_id: int) -> HttpResponse:
    """Say what a passage is that the reader did not understand."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    rows = Passage.objects.filter(plan=plan).select_related("plan__org", "plan__document", "settled_by")
    passage, form = get_object_or_404(rows, pk=passage_id), PassageForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Hãy chọn đoạn này là nhiệm vụ, chỉ tiêu, hay không phải việc."))
    use = form.cleaned_data["use"]
    made = actions.settle_passage(passage, use=use, by=request.user, at=timezone.now())
    if made is None:
        messages.success(request, _("Đã ghi: đoạn này không phải việc."))
        waiting = rows.filter(used_as="")
        after = waiting.filter(start__gt=passage.start).first() or waiting.first()
        return redirect(confirm_url(request, plan, f"doan-{after.pk}" if after else "chua-hieu"))
    words = {
        PassageUse.TASK: _("Đã lập nhiệm vụ %(code)s. Mời ghi người làm, sản phẩm, thời hạn."),
        PassageUse.TARGET: _("Đã lập chỉ tiêu %(code)s. Mời ghi mức phải đạt."),
    }
    messages.success(request, words[use] % {"code": made.code})
    return redirect(confirm_url(request, plan, f"muc-{made.code}"))


@require_POST
def undo(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Take one's own last act back, or bring a removed item back."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    form = UndoForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Không còn thao tác nào để hoàn tác."))
    done = actions.undo(plan, step_id=form.cleaned_data["step"], by=request.user, at=timezone.now())
    messages.success(request, _("Đã hoàn tác: %(what)s.") % {"what": done})
    if form.cleaned_data["back"]:
        return redirect("plans:bodies", plan.pk)
    return redirect(confirm_url(request, plan, f"muc-{done.codes[0]}" if done.codes else "draft"))


@require_POST
def keep(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Keep what is being typed; says when."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    form, now = KeptForm(request.POST), timezone.now()
    if not form.is_valid():
        raise Invalid(_("Không đọc được nội dung gửi lên."))
    values = form.cleaned_data
    actions.keep_edit(plan, key=values["key"], fields=values["fields_json"], by=request.user, at=now)
    return JsonResponse({"said": _("Đã lưu bản đang gõ lúc %(at)s") % {"at": f"{timezone.localtime(now):%H:%M}"}})


@require_POST
def drop(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Forget what was kept of a form."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    form = DropForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Không đọc được nội dung gửi lên."))
    actions.drop_edit(plan, key=form.cleaned_data["key"], by=request.user)
    return HttpResponse(status=204)
