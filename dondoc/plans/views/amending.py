"""Amending an issued plan: beginning, the document and its day, the comparison, pairing, new words."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.plans import actions, comparison_paper, queries, rules
from dondoc.plans.forms import (
    WHOLE_TEXT,
    AmendmentForm,
    CompareForm,
    DiscardForm,
    NewTargetForm,
    PairForm,
    RewordForm,
    StartAmendmentForm,
    candidates,
)
from dondoc.plans.models import Plan, Target, Task
from dondoc.plans.queries import Fate
from dondoc.plans.views.shared import plan_of, revision_now, shown_again
from dondoc.web.refusals import Conflict, Invalid, Refused, require
from dondoc.web.shortcuts import render

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS: dict[str, type[Target | Task]] = {"nhiem-vu": Task, "chi-tieu": Target}


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Begin the next version: from the items as they stand, or from a whole new text."""
    plan = plan_of(request, plan_id)
    require(rules.may_amend(request.user, plan))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form, status = StartAmendmentForm(*sent), 422 if sent else 200
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        begin = actions.start_from_text if form.cleaned_data["way"] == WHOLE_TEXT else actions.start_amendment
        given = {"name": file.name, "data": file.read()} if file else {}
        try:
            copy = begin(plan, **given, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("file" if file else None, refusal.reason)
            status = refusal.status
        else:
            messages.success(request, _("Đã lập bản sửa đổi, bổ sung. Kế hoạch đang thực hiện chưa thay đổi gì."))
            return redirect("plans:edits" if copy.edits.exists() else "plans:compare", copy.pk)
    return render(request, "plans/amend.html", {"plan": plan, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The amending document's number and day, and the effective day."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit_amendment(request.user, plan))
    initial = {"revision": plan.head_revision, "in_force_from": plan.in_force_from}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AmendmentForm(*sent, instance=plan.amendment, initial=initial)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        file, revision = values.pop("file", None), values.pop("revision")
        stored = plan_of(request, plan_id)  # the form's own instance bears already what was typed
        given = {"name": file.name, "data": file.read()} if file else {}
        try:
            actions.set_amendment(stored, values=values, revision=revision, **given, by=request.user, at=timezone.now())
        except Conflict as conflict:
            form, status = shown_again(form, conflict, plan_of(request, plan_id).head_revision), conflict.status
        except Refused as refusal:
            form.add_error("file" if file else None, refusal.reason)
            status = refusal.status
        else:
            messages.success(request, _("Đã ghi văn bản sửa đổi, bổ sung."))
            return redirect("plans:edits" if given and plan.edits.exists() else "plans:compare", plan.pk)
    context = {"plan": plan, "form": form, "remove": DiscardForm(initial={"revision": plan.revision})}
    return render(request, "plans/amendment.html", context, status=status)


@require_safe
def compare(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What a version changes of another: words in the sentence, days, bodies, products, levels."""
    plan, form = plan_of(request, plan_id), CompareForm(request.GET)
    other = _compared_with(request, plan, form)
    if other.version > plan.version:  # one address for two versions: that of the later one
        return redirect(f"{reverse('plans:compare', args=[other.pk])}?voi={plan.version}")
    comparison = queries.compare(other, plan, user=request.user)
    may_edit = comparison.is_next and rules.may_edit_amendment(request.user, plan) is None
    shown = comparison.items if form.shows_all else comparison.changed + [i for i in comparison.doubtful if _is_same(i)]
    blockers = rules.blockers(plan, comparison.read) if comparison.is_next and not plan.is_issued else []
    context: dict[str, Any] = {
        "plan": plan,
        "comparison": comparison,
        "rows": [(item, _pair_form(item, comparison) if may_edit else None) for item in shown],
        "tabs": _tabs(comparison),
        "form": form,
        "may_edit": may_edit,
        "blockers": blockers,
        "issue_denial": None if plan.is_issued else rules.may_issue(request.user, plan, blockers),
        "has_edits": plan.edits.exists(),
    }
    return render(request, "plans/compare.html", context)


def _tabs(comparison: queries.Comparison) -> list[dict[str, Any]]:
    """The versions with which this one can be compared."""
    return [
        {
            "label": _("với bản %(n)d") % {"n": one.version},
            "url": f"{reverse('plans:compare', args=[comparison.new.pk])}?voi={one.version}",
            "is_current": one.pk == comparison.old.pk,
        }
        for one in comparison.others
    ]


def _is_same(item) -> bool:
    return item.fate is Fate.SAME


def _compared_with(request: HttpRequest, plan: Plan, form: CompareForm) -> Plan:
    """The version that the address names; none named: the one before."""
    other = queries.version_to_compare(plan, form.number, user=request.user)
    if other is None and not form.is_named:
        raise Refused(_("Đây là bản đầu tiên, chưa có bản nào để so sánh."))
    if other is None or (form.is_named and form.number is None):
        raise Http404
    return other


def _pair_form(item, comparison: queries.Comparison) -> PairForm | None:
    """For an item of the working copy: which old one it continues; free are those that nothing continues."""
    if item.new is None or not (item.fate is Fate.NEW or item.new.is_pairing_doubtful):
        return None
    free = [one.old for one in comparison.items if one.new is None and one.is_target == item.is_target]
    own = [item.old] if item.old else []
    initial = {"revision": item.new.revision, "continues": item.old.code if item.old else ""}
    return PairForm(candidates=[*own, *free], initial=initial, auto_id=f"{item.anchor}-%s") if own or free else None


@require_safe
def compare_docx(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The comparison as a Word table."""
    plan = plan_of(request, plan_id)
    pair = sorted([_compared_with(request, plan, CompareForm(request.GET)), plan], key=lambda one: one.version)
    comparison = queries.compare(*pair, user=request.user)
    response = HttpResponse(comparison_paper.as_docx(comparison), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{comparison_paper.file_name(comparison)}"'
    return response


def _item(plan: Plan, kind: str, code: str) -> Target | Task:
    rows = KINDS[kind]._default_manager.filter(plan=plan).select_related("plan__org", "plan__document", "line")
    return get_object_or_404(rows, code=code)


@require_POST
def pair(request: HttpRequest, plan_id: int, kind: str, code: str) -> HttpResponse:
    """Say which item of the version before an item continues, or that it is new."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit_amendment(request.user, plan))
    item = _item(plan, kind, code)
    form = PairForm(request.POST, candidates=candidates(item, plan.amendment.of))
    if not form.is_valid():
        raise Invalid(_("Mục đã chọn không còn để nối. Hãy tải lại trang."))
    revision = form.cleaned_data["revision"]
    actions.pair_items(item, continues=form.chosen, revision=revision, by=request.user, at=timezone.now())
    messages.success(request, _("Đã ghi mục %(code)s.") % {"code": code})
    return redirect("plans:compare", plan.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def reword(request: HttpRequest, plan_id: int, kind: str, code: str) -> HttpResponse:
    """The new words of an item, as the amending document gives them."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit_amendment(request.user, plan))
    item = _item(plan, kind, code)
    form = RewordForm(request.POST or None, initial={"revision": item.revision, "text": item.text})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.reword(item, **form.cleaned_data, by=request.user, at=timezone.now())
        except Conflict as conflict:
            form, status = shown_again(form, conflict, revision_now(item)), conflict.status
        else:
            messages.success(request, _("Đã sửa lời mục %(code)s.") % {"code": code})
            return redirect("plans:compare", plan.pk)
    context = {"plan": plan, "item": item, "kind": kind, "form": form}
    return render(request, "plans/reword.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add_target(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A chỉ tiêu that the amendment adds; then its levels."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit_amendment(request.user, plan))
    form = NewTargetForm(request.POST or None, initial={"revision": plan.revision})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            target = actions.add_target(plan, **form.cleaned_data, by=request.user, at=timezone.now())
        except Conflict as conflict:
            form, status = shown_again(form, conflict, plan_of(request, plan_id).revision), conflict.status
        else:
            return redirect("plans:edit_target", plan.pk, target.code)
    return render(request, "plans/add_target.html", {"plan": plan, "form": form}, status=status)


@require_POST
def discard(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Give the working copy up."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit_amendment(request.user, plan))
    form = DiscardForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Hãy ghi lý do hủy bản sửa đổi này."))
    before = plan.amendment.of_id
    actions.discard_amendment(plan, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, _("Đã hủy bản sửa đổi. Kế hoạch đang thực hiện không thay đổi."))
    return redirect("plans:detail", before)
