"""Confirming items as they stand, and settling doubts."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.plans.models import Finding, Plan
from dondoc.plans.rules import may_edit, may_settle
from dondoc.web.refusals import require


def confirm_items(plan: Plan, *, codes: Mapping[str, list[str]], by: User, at: datetime) -> int:
    """Confirm targets and tasks as they stand: {"targets": [codes], "tasks": [codes]}. Returns how many were new."""
    require(may_edit(by, plan))
    with transaction.atomic():
        targets = plan.targets.filter(code__in=codes.get("targets", []), is_confirmed=False).update(is_confirmed=True)
        tasks = plan.tasks.filter(code__in=codes.get("tasks", []), is_confirmed=False).update(is_confirmed=True)
        if targets + tasks:
            record("plan.confirm", by=by, target=plan, org=plan.org, after=dict(codes), at=at)
    return targets + tasks


def settle_finding(finding: Finding, *, by: User, at: datetime) -> None:
    """Mark a doubt as seen; the text itself stays as written. Doing it twice changes nothing."""
    require(may_settle(by, finding))
    with transaction.atomic():
        seen = Finding.objects.filter(pk=finding.pk, settled_at=None).update(settled_at=at, settled_by=by)
        if seen:
            record("plan.settle_finding", by=by, target=finding, org=finding.plan.org, note=finding.message, at=at)
