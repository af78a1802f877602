"""The ladder of a plan: what it says, what it would do today, editing it, switching it; the ladder of one duty."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.lib.dates import format_date
from dondoc.obligations.models import Obligation
from dondoc.plans.models import Plan, PlanStatus
from dondoc.reminders import actions, rules
from dondoc.reminders.forms import HoldForm, LadderForm, RungFormSet, VersionForm, rungs_of
from dondoc.reminders.forms.ladders import RungForm
from dondoc.reminders.models import Hold
from dondoc.reminders.queries.ladders import Standing, ladder_of, ladders_of, preview_of, versions_of
from dondoc.reminders.queries.steps import climb_of
from dondoc.reminders.wording import AUDIENCES, HOLDERS, WAYS, ways_of, when_of
from dondoc.web.refusals import Conflict, Invalid, require
from dondoc.web.shortcuts import render


def _plan(request: HttpRequest, plan_id: int) -> Plan:
    plans = Plan.objects.visible_to(request.user).filter(status=PlanStatus.ISSUED, first=None)
    return get_object_or_404(plans.select_related("org").defer("search_text"), pk=plan_id)


@require_safe
def ladders(request: HttpRequest) -> HttpResponse:
    """The plans that the reader sees, and whether their ladders run."""
    return render(request, "reminders/ladders.html", {"rows": ladders_of(request.user)})


@require_safe
def ladder(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The rungs, whether they are acted on, and what they come to today."""
    plan, today = _plan(request, plan_id), timezone.localdate()
    denial, version = rules.may_set_ladder(request.user, plan), ladder_of(plan)
    own = version.number if version and version.plan_id else 0
    rows = [
        (one, when_of(one), AUDIENCES[one.audience], ways_of(one), HOLDERS[one.holder])
        for one in (version.parsed.rungs if version else ())
    ]
    standing = preview_of(version, plan, today) if version and not denial else Standing()
    context = {
        "plan": plan, "version": version, "rows": rows, "denial": denial, "standing": standing,
        "form": VersionForm(initial={"number": own}), "versions": versions_of(plan) if own else [], "today": today,
        "fixed": ", ".join(str(way) for way in _fixed(version)),
    }  # fmt: skip
    return render(request, "reminders/ladder.html", context)


def _fixed(version) -> list:
    return [WAYS[way] for way in sorted(version.parsed.fixed)] if version else []


@require_http_methods(["GET", "HEAD", "POST"])
def edit_ladder(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Change the rungs; what was sent keeps the version that it was sent under."""
    plan = _plan(request, plan_id)
    require(rules.may_set_ladder(request.user, plan))
    version = ladder_of(plan)
    shown, own = (version.parsed if version else None), (version.number if version and version.plan_id else 0)
    given = request.POST or None
    form = LadderForm(given, initial=LadderForm.initial_of(shown, own) if shown else {"number": 0})
    rungs = RungFormSet(
        given, initial=[RungForm.initial_of(one) for one in shown.rungs] if shown else [], prefix="bac"
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and rungs.is_valid():
        try:
            actions.change_ladder(
                plan, form.ladder(rungs_of(rungs)), number=form.cleaned_data["number"],
                reason=form.cleaned_data["reason"], by=request.user, at=timezone.now(),
            )  # fmt: skip
        except (Invalid, Conflict) as fault:
            form.add_error(None, fault.reason)
        else:
            messages.success(request, _("Đã lưu thang đôn đốc."))
            return redirect("reminders:ladder", plan.pk)
    wrong = bool(form.errors) or any(rungs.errors)
    context = {"plan": plan, "form": form, "rungs": rungs}
    return render(request, "reminders/edit_ladder.html", context, status=422 if wrong else 200)


@require_POST
def switch(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Let the ladder run, or stop it."""
    plan = _plan(request, plan_id)
    require(rules.may_set_ladder(request.user, plan))
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Hãy mở lại trang thang đôn đốc rồi bấm nút."))
    if request.POST.get("do") == "tat":
        actions.switch_off(plan, number=form.cleaned_data["number"], by=request.user, at=timezone.now())
        messages.success(request, _("Đã tắt thang đôn đốc; không bậc nào tự nhắc nữa."))
    else:
        made = actions.switch_on(plan, number=form.cleaned_data["number"], by=request.user, at=timezone.now())
        day = format_date(made.runs_from)
        messages.success(request, _("Đã bật thang đôn đốc; tự nhắc từ ngày %(day)s.") % {"day": day})
    return redirect("reminders:ladder", plan.pk)


def _duty(request: HttpRequest, pk: int) -> Obligation:
    rows = Obligation.objects.visible_to(request.user)
    related = ("org", "round", "task__plan__org", "task__reviewer", "task__target")
    return get_object_or_404(rows.select_related(*related), pk=pk)


@require_safe
def climb(request: HttpRequest, pk: int) -> HttpResponse:
    """One duty on its ladder: each step with who was told and what came of it; the next one, and holding it back."""
    duty, today = _duty(request, pk), timezone.localdate()
    found = climb_of(duty, today)
    denial = rules.may_hold(request.user, duty, found.coming[0]) if found.coming else None
    context = {
        "climb": found, "duty": duty, "status": duty.status_on(today), "today": today, "form": HoldForm(),
        "denial": denial, "may_let_go": found.hold is not None and rules.may_remind(request.user, duty) is None,
    }  # fmt: skip
    return render(request, "reminders/climb.html", context)


@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold the next rung, and those above it, back for one duty."""
    duty, today = _duty(request, pk), timezone.localdate()
    found = climb_of(duty, today)
    if found.coming is None:
        raise Conflict(_("Việc này không còn bậc nào phía trước để giữ lại."))
    require(rules.may_hold(request.user, duty, found.coming[0]))
    form = HoldForm(request.POST)
    if not form.is_valid():
        context = {"climb": found, "duty": duty, "status": duty.status_on(today), "today": today, "form": form}
        return render(request, "reminders/climb.html", context, status=422)
    data = form.cleaned_data
    actions.hold_back(
        duty, found.coming[0], reason=data["reason"], until=data["until"], by=request.user, at=timezone.now()
    )
    messages.success(request, _("Đã giữ lại: thang không leo tiếp cho việc này."))
    return redirect("reminders:climb", duty.pk)


@require_POST
def let_go(request: HttpRequest, hold_id: int) -> HttpResponse:
    """The ladder goes on for the duty that was held back."""
    found = get_object_or_404(
        Hold.objects.visible_to(request.user).select_related("obligation__org", "obligation__task__plan__org"),
        pk=hold_id,
    )
    actions.let_go(found, by=request.user, at=timezone.now())
    messages.success(request, _("Thang đôn đốc đi tiếp với việc này."))
    return redirect("reminders:climb", found.obligation_id)
