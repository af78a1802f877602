"""Đề xuất phiếu và chỉ tiêu: between confirming a plan and issuing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.plans import actions, queries, rules
from dondoc.plans.actions.bodies import day_of
from dondoc.plans.bodies import BodyReader
from dondoc.plans.forms import MeasureWishForm, ProductWishForm, SheetPreview, SkipForm
from dondoc.plans.models import Plan, Proposal, ProposalKind
from dondoc.plans.views.shared import plan_of
from dondoc.web.refusals import Invalid, require
from dondoc.web.shortcuts import render


@require_safe
def proposals(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What is proposed, what has been decided, and what waits."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    desk = queries.proposal_desk(plan, user=request.user)
    blockers = rules.blockers(plan, desk.read)
    denial = rules.may_issue(request.user, plan, blockers)
    context = {"plan": plan, "desk": desk, "blockers": blockers, "issue_denial": denial}
    return render(request, "plans/proposals.html", context)


@require_POST
def propose(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Make the proposals of the plan as it stands now."""
    plan = plan_of(request, plan_id)
    done = actions.propose(plan, by=request.user, at=timezone.now())
    if done:
        messages.success(request, _("Đã lập %(n)d đề xuất. Mời xem, điều chỉnh rồi nhận.") % {"n": done})
    else:
        messages.info(request, _("Không có gì mới: các đề xuất đã khớp với bản soát."))
    return redirect("plans:proposals", plan.pk)


@require_POST
def accept(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Take over the named proposals, or all that wait and lack nothing (`all`)."""
    plan = plan_of(request, plan_id)
    codes = request.POST.getlist("code")
    if "all" in request.POST:
        codes = queries.proposal_desk(plan, user=request.user).ready
    done = actions.accept(plan, codes=codes, by=request.user, at=timezone.now())
    if done:
        messages.success(request, _("Đã nhận %(n)d đề xuất.") % {"n": done})
    else:
        messages.info(request, _("Không có đề xuất nào mới để nhận."))
    return redirect(f"{reverse('plans:proposals', args=[plan.pk])}#{request.POST.get('back', '')}")


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, plan_id: int, code: str) -> HttpResponse:
    """One proposal: what follows from it, and what may be adjusted."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    row = _proposal(plan, code)
    kind = MeasureWishForm if row.kind == ProposalKind.MEASURE else ProductWishForm
    reader = BodyReader(plan.org, day_of(plan, timezone.localdate()))
    form = kind(request.POST or None, proposal=row, reader=reader)
    if request.method == "POST" and form.is_valid():
        try:
            actions.adjust(row, wish=form.wish(), by=request.user, at=timezone.now())
        except Invalid as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Đã lưu điều chỉnh. Xem trước ở bên dưới."))
            return redirect("plans:proposal", plan.pk, code)
    found = queries.preview(row)
    context = {
        "plan": plan,
        "proposal": row,
        "form": form,
        "preview": found,
        "sheet": SheetPreview(found.sheet) if found.sheet else None,
        "skip": SkipForm(),
    }
    return render(request, "plans/proposal.html", context, status=422 if form.is_bound else 200)


@require_POST
def skip(request: HttpRequest, plan_id: int, code: str) -> HttpResponse:
    """Leave a proposal, with a reason."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    form = SkipForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Hãy ghi lý do bỏ qua."))
    actions.skip(_proposal(plan, code), reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ qua đề xuất."))
    return redirect(f"{reverse('plans:proposals', args=[plan.pk])}#dx-{code}")


@require_POST
def undo(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Take back one's own last step on the proposals."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    last = queries.proposal_desk(plan, user=request.user).last
    if last is None:
        raise Invalid(_("Không còn thao tác nào của đồng chí để hoàn tác."))
    actions.undo(plan, step_id=last.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Đã hoàn tác: %(what)s.") % {"what": last.get_act_display()})
    return redirect("plans:proposals", plan.pk)


def _proposal(plan: Plan, code: str) -> Proposal:
    rows = plan.proposals.select_related("target__plan__org", "plan__org", "plan__document", "reporting")
    return get_object_or_404(rows, code=code)
