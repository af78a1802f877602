"""Bringing a plan in, correcting it, confirming it, issuing it, dividing its quotas."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dondoc.accounts.models import User
from dondoc.audit.actions import record
from dondoc.documents.actions import discard_file, open_document, receive
from dondoc.documents.models import Document
from dondoc.documents.parsing.draft import PARSER_VERSION, Draft
from dondoc.documents.parsing.reader import read
from dondoc.indicators.models import Indicator
from dondoc.lib.dates import format_date
from dondoc.lib.numbers import format_number
from dondoc.lib.text import fold, squash
from dondoc.orgs.models import Org
from dondoc.plans.drafting import draft_rows, register, term_of
from dondoc.plans.models import (
    Allocation,
    Finding,
    Package,
    Plan,
    PlanStatus,
    PlanVersion,
    Reading,
    Severity,
    Target,
    Task,
)
from dondoc.plans.rules import may_allocate, may_edit, may_import, may_issue, may_settle
from dondoc.sheets.actions import publish_deliverable
from dondoc.sheets.models import Deliverable
from dondoc.web.refusals import Conflict, Invalid, require

Item = Target | Task
# What a person may correct on each kind of item.
EDITABLE = {
    Target: ("label", "measures", "indicator", "due_text"),
    Task: (
        "lead_wording", "support_wording", "report_to_wording", "population", "supporters", "reviewer", "opener",
        "deliverables", "due_data", "target",
    ),
}  # fmt: skip


def bring_in(*, org: Org, name: str, data: bytes, by: User, at: datetime) -> Plan:
    """Take a file in and read it as a plan of `org`, or keep nothing at all, so that it can be tried again.

    Errors: Refused without the right; those of documents.actions.receive and of `import_plan`.
    """
    require(may_import(by, org))
    document = None
    try:
        with transaction.atomic():
            document = receive(org=org, name=name, data=data, by=by, at=at)
            return import_plan(document=document, by=by, at=at)
    except BaseException:
        if document:
            discard_file(document)
        raise


def import_plan(*, document: Document, by: User, at: datetime) -> Plan:
    """Read `document` into a working copy: targets, tasks, doubts. It binds nobody until it is issued.

    Errors: Invalid when nothing in it looks like a plan.
    """
    draft = read(document.text, register=register())
    if not draft.indicators and not draft.tasks:
        raise Invalid(
            _(
                "Không tìm thấy chỉ tiêu hay nhiệm vụ nào trong “%(name)s”. Hãy kiểm tra đúng tệp kế hoạch, "
                "hoặc tệp chụp ảnh chưa có lớp chữ."
            )
            % {"name": document.name}
        )
    with transaction.atomic():
        plan = _working_copy(document, draft, by, at)
        Reading.objects.create(plan=plan, draft=draft.as_dict())
        package = Package.objects.filter(document_number=plan.number).first() if plan.number else None
        draft_rows(plan, draft, package.decisions if package else {}, localdate(at))
        _note_same_number(plan)
        counts = {"targets": plan.targets.count(), "tasks": plan.tasks.count(), "findings": plan.findings.count()}
        record("plan.import", by=by, target=plan, org=plan.org, after=counts, at=at)
    return plan


def _note_same_number(plan: Plan) -> None:
    """Doubt a number that another plan of the same owner bears already: a second import, or a slip in the number."""
    other = Plan.objects.filter(org=plan.org, number=plan.number).exclude(pk=plan.pk).order_by("pk").first()
    if plan.number and other:
        message = _("Đã có kế hoạch cùng số %(number)s, nhập ngày %(day)s. Đề nghị kiểm tra có phải nhập lần thứ hai.")
        said = message % {"number": plan.number, "day": format_date(localdate(other.created_at))}
        Finding.objects.create(plan=plan, code="number_taken", severity=Severity.ERROR, message=said)


def _working_copy(document: Document, draft: Draft, by: User, at: datetime) -> Plan:
    starts_on, ends_on = term_of(draft, localdate(at))
    head = draft.head
    return Plan.objects.create(
        org=document.org,
        document=document,
        number=(head.number or "")[:60],
        kind=(head.type or "")[:60],
        subject=head.title or document.name,
        issued_on=head.date,
        starts_on=starts_on,
        ends_on=ends_on,
        parser_version=PARSER_VERSION,
        created_at=at,
        created_by=by,
        search_text=_search_text(head.number, head.type, head.title, document.name),
    )


def _search_text(*words: str | None) -> str:
    return fold(" ".join(word for word in words if word))


def _claim(plan: Plan, revision: int) -> None:
    """Take the next revision of the working copy; refused when somebody corrected it since the form was opened."""
    taken = Plan.objects.filter(pk=plan.pk, revision=revision).update(revision=F("revision") + 1)
    if not taken:
        raise Conflict(
            _("Kế hoạch này vừa được sửa ở một cửa sổ khác. Chữ bạn gõ còn nguyên; hãy xem lại rồi lưu lần nữa.")
        )
    plan.revision = revision + 1


def correct_item(item: Item, *, changes: Mapping[str, Any], revision: int, by: User, at: datetime) -> None:
    """Put `changes` (field → value; EDITABLE names the fields) on a target or task, and count it as confirmed.

    Errors: Refused without the right or once issued, Conflict on a stale form, KeyError on a field not editable.
    """
    require(may_edit(by, item.plan))
    unknown = set(changes) - set(EDITABLE[type(item)])
    if unknown:
        raise KeyError(sorted(unknown))
    before = {name: _plain(getattr(item, name)) for name in changes}
    with transaction.atomic():
        _claim(item.plan, revision)
        for name, value in changes.items():
            setattr(item, name, value)
        item.is_confirmed = True
        item.save()
        after = {name: _plain(getattr(item, name)) for name in changes}
        record(f"plan.correct_{_kind(item)}", by=by, target=item, org=item.plan.org, before=before, after=after, at=at)


def confirm_items(plan: Plan, *, codes: Mapping[str, list[str]], by: User, at: datetime) -> int:
    """Confirm targets and tasks as they stand: {"targets": [codes], "tasks": [codes]}. Returns how many were new."""
    require(may_edit(by, plan))
    with transaction.atomic():
        targets = plan.targets.filter(code__in=codes.get("targets", []), is_confirmed=False).update(is_confirmed=True)
        tasks = plan.tasks.filter(code__in=codes.get("tasks", []), is_confirmed=False).update(is_confirmed=True)
        if targets + tasks:
            record("plan.confirm", by=by, target=plan, org=plan.org, after=dict(codes), at=at)
    return targets + tasks


def remove_item(item: Item, *, revision: int, reason: str, by: User, at: datetime) -> None:
    """Take an item that the text does not mean out of the working copy; its words stay in the audit trail.

    The tasks of a removed target stay, outside every target. Errors: Refused, Invalid without a reason, Conflict.
    """
    require(may_edit(by, item.plan))
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do bỏ mục này."))
    with transaction.atomic():
        _claim(item.plan, revision)
        before = {"text": item.text, "start": item.start, "end": item.end}
        if isinstance(item, Target):
            before["tasks"] = list(item.tasks.values_list("code", flat=True))
            item.tasks.update(target=None)
        record(f"plan.remove_{_kind(item)}", by=by, target=item, org=item.plan.org, before=before, note=reason, at=at)
        item.delete()


def add_task(plan: Plan, *, target: Target | None, text: str, revision: int, by: User, at: datetime) -> Task:
    """A task that the reader did not see, added by a person; it is corrected like any other."""
    require(may_edit(by, plan))
    if not text.strip():
        raise Invalid(_("Hãy ghi nội dung nhiệm vụ."))
    stem = target.code if target else "bs"
    with transaction.atomic():
        _claim(plan, revision)
        taken = set(plan.tasks.values_list("code", flat=True))
        number = next(n for n in range(1, 1000) if f"{stem}-b{n}" not in taken)
        position = (plan.tasks.aggregate(last=Max("position"))["last"] or 0) + 1
        task = Task.objects.create(
            plan=plan, target=target, code=f"{stem}-b{number}", position=position, text=text.strip(),
            due_data={"kind": "undated"}, search_text=fold(text),
        )  # fmt: skip
        record("plan.add_task", by=by, target=task, org=plan.org, after={"text": task.text}, at=at)
    return task


def settle_finding(finding: Finding, *, by: User, at: datetime) -> None:
    """Mark a doubt as seen; the text itself stays as written. Doing it twice changes nothing."""
    require(may_settle(by, finding))
    with transaction.atomic():
        seen = Finding.objects.filter(pk=finding.pk, settled_at=None).update(settled_at=at, settled_by=by)
        if seen:
            record("plan.settle_finding", by=by, target=finding, org=finding.plan.org, note=finding.message, at=at)


def set_head(plan: Plan, *, values: Mapping[str, Any], revision: int, by: User, at: datetime) -> None:
    """What the text leaves open: number, date, start and end of the term, alarms for past due days."""
    require(may_edit(by, plan))
    fields = ("number", "subject", "issued_on", "starts_on", "ends_on", "alarms_for_past")
    before = {name: _plain(getattr(plan, name)) for name in fields}
    if values["ends_on"] <= values["starts_on"]:
        raise Invalid(_("Ngày kết thúc phải sau ngày bắt đầu."))
    with transaction.atomic():
        _claim(plan, revision)
        for name in fields:
            setattr(plan, name, values[name])
        plan.search_text = _search_text(plan.number, plan.kind, plan.subject, plan.document.name)
        plan.save()
        after = {name: _plain(getattr(plan, name)) for name in fields}
        record("plan.set_head", by=by, target=plan, org=plan.org, before=before, after=after, at=at)


def issue(plan: Plan, *, revision: int, by: User, at: datetime) -> PlanVersion:
    """Freeze the working copy as version 1; from now on it changes only by amendment. Obligations come after.

    Errors: Refused when something is not confirmed, a task has a gap or an error stands open, Conflict on a stale page.
    """
    require(may_issue(by, plan))
    with transaction.atomic():
        _claim(plan, revision)
        _name_products(plan, by, at)
        content = frozen_content(plan)
        number = plan.versions.count() + 1
        version = PlanVersion.objects.create(
            plan=plan, number=number, content=content, sha256=_digest(content), issued_at=at, issued_by=by
        )
        Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.ISSUED)
        plan.status = PlanStatus.ISSUED
        open_document(plan.document)
        record(
            "plan.issue", by=by, target=plan, org=plan.org, after={"version": number, "sha256": version.sha256}, at=at
        )
    return version


def _name_products(plan: Plan, by: User, at: datetime) -> None:
    """Give each task that asks for a product of its own (Deliverable.is_per_task) that product, with its words."""
    patterns = {d.code: d for d in Deliverable.objects.filter(is_per_task=True).select_related("sheet")}
    for task in plan.tasks.all():
        if not patterns.keys() & set(task.deliverables):
            continue
        task.deliverables = [
            _own_product(task, patterns[code], by, at) if code in patterns else code for code in task.deliverables
        ]
        task.save(update_fields=["deliverables"])


def _own_product(task: Task, pattern: Deliverable, by: User, at: datetime) -> str:
    words = squash("; ".join(task.products) or task.text)
    name = f"{task.code}. {words[:1].upper()}{words[1:]}"
    data = {
        "code": f"{pattern.code}.{task.plan_id}.{fold(task.code)}",
        "name": name if len(name) <= 200 else f"{name[:199]}…",
        "sheet": pattern.sheet.code,
        "period": pattern.period_kind,
    }
    return publish_deliverable(data, by=by, at=at).code


def frozen_content(plan: Plan) -> dict[str, Any]:
    """The whole plan as plain JSON data, in the order of the text. Targets, indicators, bodies stand by their codes."""

    def rows(queryset, model) -> list[dict[str, Any]]:
        fields = [f for f in model._meta.concrete_fields if f.name not in ("id", "plan", "search_text")]
        names = {f.name: f"{f.name}__code" if f.is_relation else f.name for f in fields}
        return [dict(zip(names, row, strict=True)) for row in queryset.values_list(*names.values())]

    head = ("number", "kind", "subject", "issued_on", "starts_on", "ends_on", "parser_version", "alarms_for_past")
    content = {
        "plan": {name: getattr(plan, name) for name in head},
        "targets": rows(plan.targets.order_by("position"), Target),
        "tasks": rows(plan.tasks.order_by("position"), Task),
        "document": plan.document.sha256,
    }
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))


def allocate(
    plan: Plan, *, indicator: Indicator, year: int, total: int, parts: Mapping[int, int], by: User, at: datetime
) -> None:
    """Set the quota of `year`: `total` as given from above and what each organisation (id → number) gets.

    The parts may stay below the total (the rest is shown as not divided yet) but never above it. Errors: Invalid.
    """
    require(may_allocate(by, plan))
    divided = sum(parts.values())
    if divided > total:
        raise Invalid(
            _("Đã chia %(divided)s, nhiều hơn chỉ tiêu được giao %(total)s. Hãy giảm bớt %(over)s.")
            % {
                name: format_number(n)
                for name, n in (("divided", divided), ("total", total), ("over", divided - total))
            }
        )
    wanted = {plan.org_id: total} | {org: quantity for org, quantity in parts.items() if quantity}
    with transaction.atomic():
        rows = Allocation.objects.filter(plan=plan, indicator=indicator, year=year)
        before = {str(org): quantity for org, quantity in rows.values_list("org_id", "quantity")}
        rows.exclude(org_id__in=wanted).delete()
        Allocation.objects.bulk_create(
            [Allocation(plan=plan, indicator=indicator, year=year, org_id=o, quantity=q) for o, q in wanted.items()],
            update_conflicts=True,
            unique_fields=["plan", "indicator", "org", "year"],
            update_fields=["quantity"],
        )
        after = {str(org): quantity for org, quantity in wanted.items()}
        if after != before:
            note = f"{indicator.label}, {year}"
            record("plan.allocate", by=by, target=plan, org=plan.org, before=before, after=after, note=note, at=at)


def _kind(item: Item) -> str:
    return item._meta.model_name or ""


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Org | Indicator | Target) else value


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
