"""All plans, one plan to read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dondoc.accounts.rules import Permission
from dondoc.plans import queries, rules
from dondoc.plans.models import Plan, PlanStatus, PlanVersion
from dondoc.plans.views.importing import import_orgs
from dondoc.plans.views.shared import plan_of
from dondoc.web.shortcuts import render


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """All plans that this person may read."""
    current = Plan.objects.visible_to(request.user).filter(superseded_on=None)  # earlier versions are behind them
    plans = current.select_related("org", "document")
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
    versions = queries.versions(plan)
    blockers = [] if plan.is_issued else rules.blockers(plan, queries.read_tasks(sections))
    edit_denial = rules.may_edit(request.user, plan)
    context = {
        "plan": plan,
        "sections": sections,
        "marks": queries.marks(sections),
        "versions": versions,
        "tabs": _tabs(versions, plan),
        "waiting": queries.waiting_amendment(plan, request.user),
        "today": timezone.localdate(),
        "amend_denial": rules.may_amend(request.user, plan),
        "edit_denial": edit_denial,
        "may_edit": edit_denial is None,
        "allocate_denial": rules.may_allocate(request.user, plan),
        "blockers": blockers,
        "issue_denial": None if plan.is_issued else rules.may_issue(request.user, plan, blockers),
        "quotas": queries.quota_targets(sections),
        "year": timezone.localdate().year,
    }
    return render(request, "plans/detail.html", context)


def _tabs(versions: list[PlanVersion], plan: Plan) -> list[dict[str, Any]]:
    """The issued versions to switch between, the newest first."""
    return [
        {
            "label": _("Bản %(n)d") % {"n": version.number},
            "url": reverse("plans:detail", args=[version.plan_id]),
            "is_current": version.plan_id == plan.pk,
        }
        for version in versions
    ]
