"""All plans, one plan to read."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dondoc.accounts.rules import Permission
from dondoc.plans import queries, rules
from dondoc.plans.models import Plan, PlanStatus
from dondoc.plans.views.importing import import_orgs
from dondoc.plans.views.shared import plan_of
from dondoc.web.shortcuts import render


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """All plans that this person may read."""
    plans = Plan.objects.visible_to(request.user).select_related("org", "document")
    drafts = Plan.objects.filter(org_id__in=request.user.org_ids_with(Permission.EDIT_PLAN), status=PlanStatus.DRAFT)
    context = {
        "plans": plans.defer("document__text"),
        "may_import": bool(import_orgs(request)),
        "to_confirm": set(drafts.values_list("pk", flat=True)),
    }
    return render(request, "plans/list.html", context)


@require_safe
def detail(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The plan to read: its text with its items marked, its targets and tasks, its versions."""
    plan = plan_of(request, plan_id)
    sections = queries.sections(plan, user=request.user)
    context = {
        "plan": plan,
        "sections": sections,
        "marks": queries.marks(sections),
        "versions": plan.versions.select_related("issued_by"),
        "edit_denial": rules.may_edit(request.user, plan),
        "allocate_denial": rules.may_allocate(request.user, plan),
        "issue_denial": None if plan.is_issued else rules.may_issue(request.user, plan),
        "quotas": queries.quota_targets(sections),
        "year": timezone.localdate().year,
    }
    return render(request, "plans/detail.html", context)
