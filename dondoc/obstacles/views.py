"""The obstacle desk, raising one, one with its answer."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.accounts.rules import Permission, can, holds_anywhere
from dondoc.lib.dates import format_date
from dondoc.obligations.models import Obligation, RulingKind
from dondoc.obligations.queries import with_what_rows_show as duties_shown
from dondoc.obligations.rules import may_rule
from dondoc.obstacles import actions, queries, rules
from dondoc.obstacles.forms import EVERY, AnswerForm, FilterForm, HandForm, RaiseForm
from dondoc.obstacles.models import Obstacle, ObstacleKind, Outcome, Standing
from dondoc.obstacles.tables import as_xlsx
from dondoc.orgs.models import Org, OrgKind
from dondoc.plans.models import Plan
from dondoc.web.refusals import Refused, require
from dondoc.web.shortcuts import render

PAGE_ROWS = 30
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ANSWERING_KINDS = (OrgKind.COMMITTEE, OrgKind.ADVISORY_BODY, OrgKind.INSPECTION_COMMITTEE)


def _filters(request: HttpRequest) -> FilterForm:
    plans = Plan.objects.visible_to(request.user).newest().defer("search_text")
    return FilterForm(request.GET, owners=queries.owners(request.user), plans=plans.order_by("starts_on", "pk"))


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Obstacles by filter, what waits first; how many were answered in time."""
    today, form = timezone.localdate(), _filters(request)
    rows = queries.narrowed(Obstacle.objects.visible_to(request.user), form.chosen)
    counts = queries.count_by_standing(rows, today)
    page = Paginator(_shown(rows, form, today), PAGE_ROWS)
    page.count = sum(counts[one] for one in form.standings)  # known; one query less
    found = page.get_page(request.GET.get("trang"))
    by_owner = queries.answering_by_owner(rows, today) if holds_anywhere(request.user, Permission.FOLLOW_UP) else []
    context = {
        "form": form,
        "page": found,
        "rows": [(one, one.standing_on(today)) for one in found.object_list],
        "tabs": _tabs(request, form, counts),
        "total": queries.answering(rows, today),
        "by_owner": by_owner,
        "others": sum(counts.values()) - page.count,
        "today": today,
    }
    return render(request, "obstacles/list.html", context, part="ket-qua")


def _shown(rows, form: FilterForm, today):
    if form.standings == tuple(Standing):
        found = rows
    elif form.standings == Standing.waiting():
        found = rows.waiting()
    else:
        found = rows.standing(form.standings[0], today)
    return queries.by_urgency(queries.with_what_rows_show(found))


def _tabs(request: HttpRequest, form: FilterForm, counts: dict[Standing, int]) -> list[dict[str, Any]]:
    def tab(label, value: str, standings: Iterable[Standing]) -> dict[str, Any]:
        query = request.GET.copy()
        query.pop("trang", None)
        query["trang_thai"] = value
        number = sum(counts[one] for one in standings)
        return {"label": label, "url": f"?{query.urlencode()}", "count": number,
                "is_current": tuple(standings) == form.standings}  # fmt: skip

    return [
        tab(_("Đang chờ"), "", Standing.waiting()),
        tab(_("Tất cả"), EVERY, tuple(Standing)),
        *(tab(one.label, one.value, (one,)) for one in Standing if counts[one] or form.standings == (one,)),
    ]


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The desk as filtered, whole, as a workbook."""
    today, form = timezone.localdate(), _filters(request)
    rows = _shown(queries.narrowed(Obstacle.objects.visible_to(request.user), form.chosen), form, today)
    response = HttpResponse(as_xlsx(rows.iterator(chunk_size=1000), today), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="vuong-mac-kien-nghi_{today:%Y-%m-%d}.xlsx"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def raise_one(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """Say what stands in the way of one duty."""
    rows = duties_shown(Obligation.objects.visible_to(request.user)).select_related("task__plan__org")
    obligation = get_object_or_404(rows, pk=obligation_id)
    require(rules.may_raise(request.user, obligation))
    now = timezone.now()
    form = RaiseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = actions.raise_obstacle(obligation, ObstacleKind(data["kind"]), data["text"], by=request.user, at=now)
        said = _("Đã gửi %(owner)s, hạn trả lời %(day)s.")
        messages.success(request, said % {"owner": made.owner, "day": format_date(made.answer_by)})
        return redirect("obstacles:detail", made.pk)
    context = {
        "form": form, "o": obligation, "owner": rules.owner_of(obligation),
        "answer_by": rules.answer_day(timezone.localdate(now)), "days": rules.ANSWER_DAYS,
        "waiting": list(obligation.obstacles.waiting().select_related("owner")),
    }  # fmt: skip
    return render(request, "obstacles/raise.html", context, status=422 if form.errors else 200)


def _obstacle(request: HttpRequest, obstacle_id: int) -> Obstacle:
    rows = Obstacle.objects.visible_to(request.user).select_related(
        "org", "owner", "stop", "raised_by", "answered_by", "withdrawn_by", "obligation__org", "obligation__round",
        "obligation__task__plan__org", "obligation__task__reviewer",
    )  # fmt: skip
    return get_object_or_404(rows, pk=obstacle_id)


@require_safe
def detail(request: HttpRequest, obstacle_id: int) -> HttpResponse:
    """One obstacle: what was said, who answers by when, the answer, what was done with it."""
    found = _obstacle(request, obstacle_id)
    if found.answered_at and not found.seen_at and can(request.user, Permission.ANSWER, org=found.org):
        actions.note_seen(found, by=request.user, at=timezone.now())
    return _page(request, found)


def _page(
    request: HttpRequest, one: Obstacle, *, answer: AnswerForm | None = None, hand: HandForm | None = None
) -> HttpResponse:
    today, denial = timezone.localdate(), rules.may_answer(request.user, one)
    context: dict[str, Any] = {
        "one": one,
        "standing": one.standing_on(today),
        "today": today,
        "history": _history(one),
        "may_withdraw": rules.may_withdraw(request.user, one) is None,
        "denial": denial,
    }
    if denial is None:
        context |= {"answer_form": answer or _answer_form(request, one), "hand_form": hand or _hand_form(None, one)}
    is_wrong = any(form and form.errors for form in (answer, hand))
    return render(request, "obstacles/detail.html", context, status=422 if is_wrong else 200)


def _answer_form(request: HttpRequest, one: Obstacle) -> AnswerForm:
    may_stop = may_rule(request.user, one.obligation, RulingKind.STOP) is None
    return AnswerForm(request.POST or None, obstacle=one, may_stop=may_stop)


def _hand_form(sent: Any, one: Obstacle) -> HandForm:
    bodies = Org.objects.as_of(timezone.localdate()).filter(kind__in=_ANSWERING_KINDS).exclude(pk=one.org_id)
    return HandForm(sent, obstacle=one, bodies=bodies.order_by("sort_key"))


def _history(one: Obstacle) -> list[dict[str, Any]]:
    """What was done with it, the newest first, as the history component takes it."""
    found = [{"at": one.raised_at, "who": one.raised_by, "what": _("Nêu"), "icon": "message", "tone": "info",
              "note": ""}]  # fmt: skip
    for handing in one.handings.select_related("before", "after", "by"):
        moved = _("Chuyển từ %(a)s sang %(b)s") % {"a": handing.before, "b": handing.after}
        day = _("Hạn trả lời đổi từ %(a)s thành %(b)s") % {
            "a": format_date(handing.day_before), "b": format_date(handing.day_after),
        }  # fmt: skip
        parts = [moved] * (handing.before_id != handing.after_id) + [day] * (handing.day_before != handing.day_after)
        found.append({"at": handing.at, "who": handing.by, "what": "; ".join(parts), "note": handing.why,
                      "icon": "send", "tone": "muted"})  # fmt: skip
    if one.answered_at:
        found.append({"at": one.answered_at, "who": one.answered_by, "what": Outcome(one.outcome).label, "note": "",
                      "icon": "checks", "tone": "good"})  # fmt: skip
    if one.seen_at:
        found.append({"at": one.seen_at, "who": "", "what": _("Đơn vị đã xem câu trả lời"), "note": "", "icon": "eye",
                      "tone": "muted"})  # fmt: skip
    if one.withdrawn_at:
        found.append({"at": one.withdrawn_at, "who": one.withdrawn_by, "what": _("Rút lại"), "note": "", "icon": "ban",
                      "tone": "muted"})  # fmt: skip
    return sorted(found, key=lambda entry: entry["at"], reverse=True)


@require_POST
def answer(request: HttpRequest, obstacle_id: int) -> HttpResponse:
    """Answer it."""
    one = _obstacle(request, obstacle_id)
    require(rules.may_answer(request.user, one))
    form = _answer_form(request, one)
    if not form.is_valid():
        return _page(request, one, answer=form)
    data = form.cleaned_data
    try:
        actions.answer(
            one, Outcome(data["outcome"]), data["answer"], stop=form.stop, by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        if not form.stop:
            raise
        form.add_error("stop_from", refusal.reason)
        return _page(request, one, answer=form)
    messages.success(request, _("Đã trả lời %(org)s.") % {"org": one.org})
    return redirect("obstacles:detail", one.pk)


@require_POST
def hand_over(request: HttpRequest, obstacle_id: int) -> HttpResponse:
    """Let another body answer, or by another day."""
    one = _obstacle(request, obstacle_id)
    require(rules.may_answer(request.user, one))
    form = _hand_form(request.POST, one)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.hand_over(
                one, data["owner"], answer_by=data["answer_by"], why=data["why"], by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            said = {"owner": data["owner"], "day": format_date(data["answer_by"])}
            messages.success(request, _("%(owner)s trả lời, hạn %(day)s.") % said)
            is_seen = Obstacle.objects.visible_to(request.user).filter(pk=one.pk).exists()
            return redirect("obstacles:detail", one.pk) if is_seen else redirect("obstacles:list")
    return _page(request, one, hand=form)


@require_POST
def withdraw(request: HttpRequest, obstacle_id: int) -> HttpResponse:
    """Take it back."""
    one = _obstacle(request, obstacle_id)
    actions.withdraw(one, by=request.user, at=timezone.now())
    messages.success(request, _("Đã rút. Nội dung đã nêu vẫn được lưu."))
    return redirect(reverse("obligations:detail", args=[one.obligation_id]))
