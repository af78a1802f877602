"""The source text beside the draft: confirming, settling."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dondoc.plans import actions, queries, rules
from dondoc.plans.models import Finding
from dondoc.plans.views.shared import confirm_url, plan_of
from dondoc.web.refusals import require
from dondoc.web.shortcuts import render


@require_safe
def confirm(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The source text beside the draft: each item is corrected or confirmed."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    by_doubt = request.GET.get("xep") == "nghi-van"
    findings = list(plan.findings.all())
    doubts = [f for f in findings if f.settled_at is None]
    sections = queries.sections(plan, user=request.user, findings=doubts, by_doubt=by_doubt)
    context = {
        "plan": plan,
        "sections": sections,
        "marks": queries.marks(sections, doubts),
        "findings": doubts,
        "general": queries.general(doubts, sections),
        "settled": len(findings) - len(doubts),
        "by_doubt": by_doubt,
        "progress": queries.progress(sections),
        "issue_denial": rules.may_issue(request.user, plan),
    }
    return render(request, "plans/confirm.html", context, part="draft")


@require_POST
def confirm_items(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Confirm the named targets and tasks, or all that the reader is sure of (`sure`)."""
    plan = plan_of(request, plan_id)
    codes = {"targets": request.POST.getlist("target"), "tasks": request.POST.getlist("task")}  # unknown: nothing
    if "sure" in request.POST:
        codes = queries.sure_items(plan)
    done = actions.confirm_items(plan, codes=codes, by=request.user, at=timezone.now())
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
    order = "?xep=nghi-van" if request.POST.get("xep") else ""
    return redirect(f"{confirm_url(plan)}{order}#{request.POST.get('back', 'draft')}")


@require_POST
def settle(request: HttpRequest, plan_id: int, finding_id: int) -> HttpResponse:
    """Mark a doubt as seen."""
    plan = plan_of(request, plan_id)
    finding = get_object_or_404(Finding.objects.filter(plan=plan).select_related("plan__org"), pk=finding_id)
    actions.settle_finding(finding, by=request.user, at=timezone.now())
    return redirect(f"{confirm_url(plan)}#{request.POST.get('back', 'dieu-can-xem')}")
