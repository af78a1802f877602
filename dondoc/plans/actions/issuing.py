"""Issuing: the working copy is frozen as a version."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.documents.actions import open_document
from dondoc.indicators.actions import add_version
from dondoc.plans.actions.publishing import own_product, publish_accepted
from dondoc.plans.actions.revisions import claim
from dondoc.plans.models import Plan, PlanStatus, PlanVersion, Target, Task
from dondoc.plans.queries import level_changes
from dondoc.plans.rules import may_issue
from dondoc.sheets.models import Deliverable
from dondoc.web.refusals import require


def issue(plan: Plan, *, revision: int, by: User, at: datetime) -> PlanVersion:
    """Freeze the working copy as its version; from now on it changes only by amendment. Obligations come after.

    Errors: Refused when something is not confirmed, a task has a gap or an error stands open, Conflict on a stale page.
    """
    require(may_issue(by, plan))
    with transaction.atomic():
        claim(plan, revision)
        _name_products(plan, by, at)
        content = frozen_content(plan)
        number = plan.version
        version = PlanVersion.objects.create(
            plan=plan, number=number, content=content, sha256=_digest(content), issued_at=at, issued_by=by
        )
        Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.ISSUED)
        plan.status = PlanStatus.ISSUED
        open_document(plan.document)
        if plan.is_amendment:
            publish_accepted(plan, by=by, at=at)
            _publish_levels(plan, by, at)
        record(
            "plan.issue", by=by, target=plan, org=plan.org, after={"version": number, "sha256": version.sha256}, at=at
        )
    return version


def _publish_levels(plan: Plan, by: User, at: datetime) -> None:
    """From the effective day on the indicators compare with the levels that the amendment states."""
    for change in level_changes(plan):
        if change.definition:
            add_version(change.definition, by=by, at=at)


def _name_products(plan: Plan, by: User, at: datetime) -> None:
    """Give each task that asks for a product of its own (Deliverable.is_per_task) that product, with its words."""
    patterns = {d.code: d for d in Deliverable.objects.filter(is_per_task=True).select_related("sheet")}
    for task in plan.tasks.all():
        if not patterns.keys() & set(task.deliverables):
            continue
        task.deliverables = [
            own_product(task, patterns[code], by, at) if code in patterns else code for code in task.deliverables
        ]
        task.save(update_fields=["deliverables"])


# What a version does not hold: how the working copy came to be so.
_NOT_FROZEN = ("id", "plan", "search_text", "is_pairing_doubtful", "revision", "changed_at", "changed_by", "signs")


def frozen_content(plan: Plan) -> dict[str, Any]:
    """The whole plan as plain JSON data, in the order of the text. Targets, indicators, bodies stand by their codes."""

    def rows(queryset, model) -> list[dict[str, Any]]:
        fields = [f for f in model._meta.concrete_fields if f.name not in _NOT_FROZEN]
        names = {f.name: f"{f.name}__code" if f.is_relation else f.name for f in fields}
        return [dict(zip(names, row, strict=True)) for row in queryset.values_list(*names.values())]

    head = (
        "number", "kind", "subject", "issued_on", "starts_on", "ends_on", "parser_version", "alarms_for_past",
        "version", "in_force_from",
    )  # fmt: skip
    content = {
        "plan": {name: getattr(plan, name) for name in head},
        "targets": rows(plan.targets.order_by("position"), Target),
        "tasks": rows(plan.tasks.order_by("position"), Task),
        "document": plan.document.sha256,
    }
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
