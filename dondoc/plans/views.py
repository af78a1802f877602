"""Plans: list, bring in, confirm beside the source text, read, divide quotas. Issuing is in obligations."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.accounts.rules import Permission
from dondoc.indicators.models import Indicator
from dondoc.orgs.models import Org
from dondoc.plans import actions, queries, rules
from dondoc.plans.forms import (
    HeadForm,
    ImportForm,
    MeasureFormSet,
    NewTaskForm,
    QuotaForm,
    RemoveForm,
    TargetForm,
    TaskForm,
)  # fmt: skip
from dondoc.plans.models import Finding, Plan, PlanStatus, Target, Task
from dondoc.web.refusals import Conflict, Invalid, Refused, require
from dondoc.web.shortcuts import render


def _plan(request: HttpRequest, plan_id: int) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(request.user).select_related("org", "document"), pk=plan_id)


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """All plans that this person may read."""
    plans = Plan.objects.visible_to(request.user).select_related("org", "document")
    drafts = Plan.objects.filter(org_id__in=request.user.org_ids_with(Permission.EDIT_PLAN), status=PlanStatus.DRAFT)
    context = {
        "plans": plans.defer("document__text"),
        "may_import": bool(_import_orgs(request)),
        "to_confirm": set(drafts.values_list("pk", flat=True)),
    }
    return render(request, "plans/list.html", context)


def _import_orgs(request: HttpRequest) -> list[Org]:
    return list(Org.objects.filter(pk__in=request.user.root_org_ids(Permission.EDIT_PLAN)))


@require_http_methods(["GET", "HEAD", "POST"])
def import_plan(request: HttpRequest) -> HttpResponse:
    """Choose a file; what the reader finds is then confirmed by a person."""
    orgs = _import_orgs(request)
    if not orgs:
        raise Refused(_("Bạn không có quyền nhập kế hoạch."))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*sent, orgs=Org.objects.filter(pk__in=[o.pk for o in orgs]))
    if request.method == "POST" and form.is_valid():
        org, file, now = form.cleaned_data.get("org") or form.only_org, form.cleaned_data["file"], timezone.now()
        try:
            plan = actions.bring_in(org=org, name=file.name, data=file.read(), by=request.user, at=now)
        except Refused as refusal:
            form.add_error("file", refusal.reason)
            return render(request, "plans/import.html", {"form": form}, status=refusal.status)
        messages.success(request, _("Đã đọc xong. Mời soát từng mục bên dưới."))
        return redirect("plans:confirm", plan.pk)
    return render(request, "plans/import.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def confirm(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The source text beside the draft: each item is corrected or confirmed."""
    plan = _plan(request, plan_id)
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
    plan = _plan(request, plan_id)
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
    return redirect(f"{_confirm_url(plan)}{order}#{request.POST.get('back', 'draft')}")


def _confirm_url(plan: Plan) -> str:
    return redirect("plans:confirm", plan.pk).url


@require_http_methods(["GET", "HEAD", "POST"])
def edit_task(request: HttpRequest, plan_id: int, code: str) -> HttpResponse:
    """Correct one task; saving counts as confirming it."""
    plan = _plan(request, plan_id)
    require(rules.may_edit(request.user, plan))
    task = get_object_or_404(plan.tasks.select_related("plan__org", "plan__document"), code=code)
    form = TaskForm(request.POST or None, task=task, day=max(plan.starts_on, timezone.localdate()))
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            revision = form.cleaned_data["revision"]
            actions.correct_item(task, changes=form.changes(), revision=revision, by=request.user, at=timezone.now())
        except Conflict as conflict:
            form, status = _shown_again(form, conflict, plan), conflict.status
        else:
            messages.success(request, _("Đã sửa và xác nhận mục %(code)s.") % {"code": code})
            return redirect(f"{_confirm_url(plan)}#muc-{code}")
    context = {"plan": plan, "task": task, "form": form, "remove": RemoveForm(initial={"revision": plan.revision})}
    return render(request, "plans/edit_task.html", context, status=status)


def _shown_again(form, conflict: Conflict, plan: Plan):
    """A stale form with what was typed and the revision of now: saved once more, it is saved knowingly."""
    form.data = form.data.copy()
    form.data["revision"] = str(Plan.objects.values_list("revision", flat=True).get(pk=plan.pk))
    form.add_error(None, conflict.reason)
    return form


@require_http_methods(["GET", "HEAD", "POST"])
def edit_target(request: HttpRequest, plan_id: int, code: str) -> HttpResponse:
    """Correct one chỉ tiêu and its measures; saving counts as confirming it."""
    plan = _plan(request, plan_id)
    require(rules.may_edit(request.user, plan))
    target = get_object_or_404(plan.targets.select_related("plan__org", "plan__document"), code=code)
    form = TargetForm(request.POST or None, target=target)
    measures = MeasureFormSet(request.POST or None, measures=target.measures, prefix="m")
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid() and measures.is_valid():
        changes = {**form.changes(), "measures": measures.stored()}
        try:
            revision = form.cleaned_data["revision"]
            actions.correct_item(target, changes=changes, revision=revision, by=request.user, at=timezone.now())
        except Conflict as conflict:
            form, status = _shown_again(form, conflict, plan), conflict.status
        else:
            messages.success(request, _("Đã sửa và xác nhận chỉ tiêu %(code)s.") % {"code": code})
            return redirect(f"{_confirm_url(plan)}#muc-{code}")
    remove = RemoveForm(initial={"revision": plan.revision})
    context = {"plan": plan, "target": target, "form": form, "measures": measures, "remove": remove}
    return render(request, "plans/edit_target.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_head(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What the text leaves open: date, span of the term."""
    plan = _plan(request, plan_id)
    require(rules.may_edit(request.user, plan))
    form = HeadForm(request.POST or None, instance=plan, initial={"revision": plan.revision})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        revision = values.pop("revision")
        stored = _plan(request, plan_id)  # `plan` already bears what was typed
        try:
            actions.set_head(stored, values=values, revision=revision, by=request.user, at=timezone.now())
        except Conflict as conflict:
            form, status = _shown_again(form, conflict, plan), conflict.status
        else:
            messages.success(request, _("Đã lưu phần đầu kế hoạch."))
            return redirect("plans:confirm", plan.pk)
    return render(request, "plans/edit_head.html", {"plan": plan, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add_task(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Add a task that the reader did not see."""
    plan = _plan(request, plan_id)
    require(rules.may_edit(request.user, plan))
    form = NewTaskForm(request.POST or None, plan=plan)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            task = actions.add_task(plan, **form.cleaned_data, by=request.user, at=timezone.now())
        except Conflict as conflict:
            form, status = _shown_again(form, conflict, plan), conflict.status
        else:
            return redirect("plans:edit_task", plan.pk, task.code)
    return render(request, "plans/add_task.html", {"plan": plan, "form": form}, status=status)


@require_POST
def remove_item(request: HttpRequest, plan_id: int, kind: str, code: str) -> HttpResponse:
    """Take an item out of the working copy, with a reason."""
    plan = _plan(request, plan_id)
    require(rules.may_edit(request.user, plan))
    model = {"nhiem-vu": Task, "chi-tieu": Target}[kind]
    item = get_object_or_404(model.objects.filter(plan=plan).select_related("plan__org"), code=code)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Hãy ghi lý do bỏ mục này."))
    actions.remove_item(item, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ mục %(code)s.") % {"code": code})
    return redirect("plans:confirm", plan.pk)


@require_POST
def settle(request: HttpRequest, plan_id: int, finding_id: int) -> HttpResponse:
    """Mark a doubt as seen."""
    plan = _plan(request, plan_id)
    finding = get_object_or_404(Finding.objects.filter(plan=plan).select_related("plan__org"), pk=finding_id)
    actions.settle_finding(finding, by=request.user, at=timezone.now())
    return redirect(f"{_confirm_url(plan)}#{request.POST.get('back', 'dieu-can-xem')}")


@require_safe
def detail(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The plan to read: its text with its items marked, its targets and tasks, its versions."""
    plan = _plan(request, plan_id)
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


@require_http_methods(["GET", "HEAD", "POST"])
def allocate(request: HttpRequest, plan_id: int, indicator_code: str, year: int) -> HttpResponse:
    """Divide the quota of a year among the organisations; the rest that is not divided stays visible."""
    plan = _plan(request, plan_id)
    require(rules.may_allocate(request.user, plan))
    indicator = get_object_or_404(Indicator.objects.filter(targets__plan=plan).distinct(), code=indicator_code)
    if not plan.starts_on.year <= year <= plan.ends_on.year:
        raise Refused(_("Năm %(year)d nằm ngoài thời gian của kế hoạch.") % {"year": year})
    quota = queries.quota(plan, indicator.pk, year)
    orgs = queries.quota_orgs(plan, min(max(timezone.localdate(), plan.starts_on), plan.ends_on), quota.parts)
    form = QuotaForm(request.POST or None, orgs=orgs, quantities=quota.parts, total=quota.total)
    if request.method == "POST" and form.is_valid():
        try:
            actions.allocate(
                plan, indicator=indicator, year=year, total=form.cleaned_data["total"], parts=form.parts(),
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("total", refusal.reason)
        else:
            messages.success(request, _("Đã ghi phân bổ năm %(year)d.") % {"year": year})
            return redirect("plans:allocate", plan.pk, indicator.code, year)
    years = range(plan.starts_on.year, plan.ends_on.year + 1)
    context = {"plan": plan, "indicator": indicator, "year": year, "years": years, "form": form, "quota": quota}
    return render(request, "plans/allocate.html", context, status=422 if form.errors else 200)
