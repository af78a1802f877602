"""Quotas: the list, dividing one year's, asking for another number and answering."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.accounts.rules import Permission
from dondoc.indicators.models import Indicator
from dondoc.orgs.models import Org
from dondoc.plans.models import Division, Plan
from dondoc.quotas import actions, export, goals, queries, rules
from dondoc.quotas.dividing import Basis
from dondoc.quotas.forms import AnswerForm, AskForm, DivideForm, GoalsForm
from dondoc.quotas.models import Asking
from dondoc.web.refusals import Conflict, Refused, require
from dondoc.web.shortcuts import render

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BASES = (
    (Basis.HEADCOUNT, gettext_lazy("Theo số đảng viên"), gettext_lazy("số đảng viên")),
    (Basis.LAST_GIVEN, gettext_lazy("Theo số giao năm trước"), gettext_lazy("số giao năm trước")),
    (Basis.LAST_REACHED, gettext_lazy("Theo kết quả năm trước"), gettext_lazy("kết quả năm trước")),
    (Basis.EQUAL, gettext_lazy("Chia đều"), gettext_lazy("chia đều")),
)


def _sheet(request: HttpRequest, plan_id: int, indicator_code: str, year: int) -> queries.Sheet:
    """The quota; 404 for a plan that the person may not read and for what is not divided."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("org"), pk=plan_id)
    indicator = get_object_or_404(Indicator.objects.filter(targets__plan=plan).distinct(), code=indicator_code)
    measure = queries.quota_measure(indicator)
    if measure is None:
        raise Http404
    require(rules.may_read(request.user, plan))
    if not plan.starts_on.year <= year <= plan.ends_on.year:
        raise Refused(_("Năm %(year)d nằm ngoài thời gian của kế hoạch.") % {"year": year})
    return queries.sheet(plan, indicator, measure, year, timezone.localdate())


@require_safe
def quota_list(request: HttpRequest) -> HttpResponse:
    """Every quota of the plans whose table the person may read, and what their own organisations were given."""
    user, today = request.user, timezone.localdate()
    plans = Plan.objects.newest().visible_to(user).select_related("org")
    readable = [plan for plan in plans if rules.may_read(user, plan) is None]
    answering = user.root_orgs(Permission.ANSWER)
    context = {
        "quotas": queries.quotas(readable, today),
        "own": queries.own_quotas(answering, today),
        "answers": bool(answering),
        "reads": bool(readable),
        "today": today,
    }
    return render(request, "quotas/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def divide(request: HttpRequest, plan_id: int, indicator_code: str, year: int) -> HttpResponse:
    """The quota of a year: who was given what, by hand or by a rule; the rest that is not divided stays visible."""
    sheet, now = _sheet(request, plan_id, indicator_code, year), timezone.now()
    denial = rules.may_allocate(request.user, sheet.plan)
    form = DivideForm(request.POST or None, sheet=sheet, today=timezone.localdate(now))
    tried = ""
    if request.method == "POST":
        require(denial)
        if form.is_valid() and form.basis:
            tried = _share_out(form, sheet, form.basis)
        elif form.is_valid():
            try:
                actions.divide(
                    sheet.plan, indicator=sheet.indicator, year=year, total=form.cleaned_data["total"],
                    parts=form.parts(), valid_from=form.cleaned_data.get("valid_from"),
                    reason=form.cleaned_data.get("reason", ""), seen=form.cleaned_data["seen"], by=request.user, at=now,
                )  # fmt: skip
            except Conflict as conflict:
                form.data = form.data.copy()
                form.data["seen"] = str(_number_now(sheet))
                form.add_error(None, conflict.reason)
                return _page(request, sheet, form, status=409)
            except Refused as refusal:
                form.add_error("total", refusal.reason)
            else:
                messages.success(request, _("Đã ghi phân bổ năm %(year)d.") % {"year": year})
                return redirect("quotas:divide", sheet.plan.pk, sheet.indicator.code, year)
    return _page(request, sheet, form, tried=tried, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, sheet: queries.Sheet, form: DivideForm, *, tried: str = "", status: int = 200
) -> HttpResponse:
    years = range(sheet.plan.starts_on.year, sheet.plan.ends_on.year + 1)
    context = {
        "sheet": sheet, "form": form, "years": years, "tried": tried,
        "denial": rules.may_allocate(request.user, sheet.plan),
        "bases": [(basis.value, label) for basis, label, _said in BASES if sheet.weights(basis)],
    }  # fmt: skip
    return render(request, "quotas/divide.html", context, status=status)


def _share_out(form: DivideForm, sheet: queries.Sheet, basis: Basis) -> str:
    """Put the parts by the rule into the form; what was done, in words."""
    said = next(words for one, _label, words in BASES if one is basis)
    form.fill(sheet.shared_out(basis, form.cleaned_data["total"]))
    told = _("Đã chia thử: %(basis)s. Chưa ghi; đồng chí xem, sửa từng số rồi bấm “Ghi phân bổ”.") % {"basis": said}
    unknown = len(sheet.lines) - len(sheet.weights(basis))
    if unknown:
        told += " " + ngettext(
            "Còn %(n)d đơn vị chưa có số để chia, hãy ghi tay.", "Còn %(n)d đơn vị chưa có số để chia, hãy ghi tay.",
            unknown,
        ) % {"n": unknown}  # fmt: skip
    return told


def _number_now(sheet: queries.Sheet) -> int:
    rows = Division.objects.of(sheet.plan, sheet.indicator.pk, sheet.year).order_by("-number")
    return rows.values_list("number", flat=True).first() or 0


@require_safe
def export_table(request: HttpRequest, plan_id: int, indicator_code: str, year: int) -> HttpResponse:
    """The table of the year as a workbook."""
    sheet, today = _sheet(request, plan_id, indicator_code, year), timezone.localdate()
    answered = HttpResponse(export.as_xlsx(sheet, today), content_type=XLSX)
    answered["Content-Disposition"] = f'attachment; filename="{export.file_name(sheet, today)}"'
    return answered


# ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, plan_id: int, indicator_code: str, year: int, org_id: int) -> HttpResponse:
    """An organisation asks for another number than it was given."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan_id)
    indicator = get_object_or_404(Indicator.objects.filter(targets__plan=plan).distinct(), code=indicator_code)
    org = get_object_or_404(Org.objects.visible_to(request.user), pk=org_id)
    require(rules.may_ask(request.user, org))
    newest = Division.objects.of(plan, indicator.pk, year).order_by("-number").first()
    if newest is None:
        raise Http404
    given = newest.allocations.filter(org=org).values_list("quantity", flat=True).first() or 0
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(
                plan, indicator=indicator, year=year, org=org, wanted=form.cleaned_data["wanted"],
                reason=form.cleaned_data["reason"], by=request.user, at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("wanted", refusal.reason)
        else:
            messages.success(request, _("Đã gửi đề nghị. Khi có trả lời, đồng chí xem ở trang này."))
            return redirect("quotas:list")
    context = {"form": form, "plan": plan, "indicator": indicator, "year": year, "org": org, "given": given}
    return render(request, "quotas/ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, asking_id: int) -> HttpResponse:
    """Grant what an organisation asks, or say why not."""
    asking = _asking(request, asking_id)
    require(rules.may_answer(request.user, asking))
    measure = queries.quota_measure(asking.indicator)
    if measure is None:
        raise Http404
    sheet = queries.sheet(asking.plan, asking.indicator, measure, asking.year, timezone.localdate())
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = actions.grant if form.cleaned_data["do"] == AnswerForm.GRANT else actions.decline
        try:
            act(asking, answer=form.cleaned_data["answer"], by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Đã trả lời đề nghị của %(org)s.") % {"org": asking.org})
            return redirect("quotas:divide", asking.plan_id, asking.indicator.code, asking.year)
    line = next((one for one in sheet.lines if one.org.pk == asking.org_id), None)
    context = {"asking": asking, "sheet": sheet, "line": line, "form": form}
    return render(request, "quotas/answer.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, asking_id: int) -> HttpResponse:
    """Take back what was asked."""
    actions.withdraw(_asking(request, asking_id), by=request.user, at=timezone.now())
    messages.success(request, _("Đã rút đề nghị."))
    return redirect("quotas:list")


def _asking(request: HttpRequest, pk: int) -> Asking:
    rows = Asking.objects.visible_to(request.user).select_related("plan__org", "indicator", "org", "asked_by")
    return get_object_or_404(rows, pk=pk)


# ── targets ───────────────────────────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def set_goals(request: HttpRequest, plan_id: int, indicator_code: str) -> HttpResponse:
    """Targets of single years and organisations beside the plan's own."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("org"), pk=plan_id)
    indicator = get_object_or_404(Indicator.objects.filter(targets__plan=plan).distinct(), code=indicator_code)
    found = goals.goals(plan, indicator)
    if found is None:
        raise Http404
    require(rules.may_read(request.user, plan))
    denial, now = rules.may_allocate(request.user, plan), timezone.now()
    form = GoalsForm(
        request.POST or None, goals=found, orgs=queries.orgs_measured(plan, found.measures, timezone.localdate(now)),
        today=timezone.localdate(now),
    )  # fmt: skip
    status = 200
    if request.method == "POST":
        require(denial)
        if form.is_valid():
            try:
                made = actions.set_goals(
                    plan, form.wishes, valid_from=form.cleaned_data["valid_from"], reason=form.cleaned_data["reason"],
                    seen=form.cleaned_data["seen"], by=request.user, at=now,
                )  # fmt: skip
            except Conflict as conflict:  # saved once more, it is saved knowingly
                form.data = form.data.copy()
                now_there = goals.goals(plan, indicator)
                form.data["seen"] = str(len(now_there.turns if now_there else ()))
                form.add_error(None, conflict.reason)
                status = conflict.status
            except Refused as refusal:
                form.add_error(None, refusal.reason)
            else:
                said = ngettext("Đã đặt %(n)d mức.", "Đã đặt %(n)d mức.", len(made)) % {"n": len(made)}
                messages.success(request, said if made else _("Không có mức nào thay đổi."))
                return redirect("quotas:goals", plan.pk, indicator.code)
    context = {
        "goals": found, "form": form, "denial": denial,
        "own": [(one, found.measure(one.measure), found.said(one)) for one in found.own()],
        "turns": [(one, found.measure(one.measure), found.said(one)) for one in reversed(found.turns)],
    }  # fmt: skip
    return render(request, "quotas/goals.html", context, status=422 if form.errors and status == 200 else status)
