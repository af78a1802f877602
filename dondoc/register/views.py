"""The register: the list with its filters, a paper, entering one, recalling one, where numbers begin."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.lib.dates import format_date
from dondoc.plans.models import Plan, Task
from dondoc.plans.queries import anchor
from dondoc.register import actions, rules
from dondoc.register.export import as_xlsx
from dondoc.register.forms import BeginForm, EntryForm, FilterForm, RecallForm
from dondoc.register.models import Direction, Entry, Series
from dondoc.register.queries import KIND_NAMES, narrowed, runs
from dondoc.web.refusals import Refused, require
from dondoc.web.shortcuts import render

PAGE_ROWS = 30
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SLUGS = {"di": Direction.OUT, "den": Direction.IN}


def _may_look(request: HttpRequest) -> None:
    if not holds_anywhere(request.user, Permission.VIEW_BOARD):
        raise Refused(_("Đồng chí không có quyền xem sổ văn bản."))


def _filters(request: HttpRequest) -> FilterForm:
    terms = Series.objects.visible_to(request.user).order_by("-term").values_list("term", flat=True).distinct()
    return FilterForm(request.GET, terms=list(terms), plans=_plans(request))


def _plans(request: HttpRequest):
    return Plan.objects.newest().filter(org_id__in=request.user.org_ids_with(Permission.VIEW_BOARD))


@require_safe
def entry_list(request: HttpRequest) -> HttpResponse:
    """The papers by filter, the newest first; going out and coming in as tabs."""
    _may_look(request)
    form = _filters(request)
    chosen = form.chosen
    everything = narrowed(Entry.objects.visible_to(request.user), chosen | {"direction": None})
    rows = narrowed(everything, {"direction": chosen["direction"]}).select_related("org", "plan")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("trang"))
    context = {
        "form": form,
        "page": page,
        "rows": [_shown(entry) for entry in page.object_list],
        "tabs": _tabs(request, chosen["direction"], everything),
        "may_keep": holds_anywhere(request.user, Permission.WRITE_REPORT),
    }
    return render(request, "register/list.html", context, part="ket-qua")


def _shown(entry: Entry) -> dict[str, Any]:
    direction = Direction(entry.direction)
    return {"entry": entry, "kind": KIND_NAMES.get(entry.type_code, ""), "direction": direction}


def _tabs(request: HttpRequest, chosen: str | None, rows) -> list[dict[str, Any]]:
    counts = rows.count_by_direction()

    def tab(label: Any, value: str, count: int) -> dict[str, Any]:
        query = request.GET.copy()
        query.pop("trang", None)
        query["huong"] = value
        return {"label": label, "url": f"?{query.urlencode()}", "count": count, "is_current": (chosen or "") == value}

    return [
        tab(_("Tất cả"), "", sum(counts.values())),
        *(tab(one.label, one.value, counts.get(one.value, 0)) for one in Direction),
    ]


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The list as filtered, whole, as a workbook."""
    _may_look(request)
    today, rows = timezone.localdate(), narrowed(Entry.objects.visible_to(request.user), _filters(request).chosen)
    response = HttpResponse(as_xlsx(rows.iterator(chunk_size=1000), day=today), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="so-van-ban_{today:%Y-%m-%d}.xlsx"'
    return response


def _entry(request: HttpRequest, entry_id: int) -> Entry:
    rows = Entry.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("org", "series", "plan", "answers", "entered_by", "recalled_by"), pk=entry_id
    )


@require_safe
def detail(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One paper: what stands in the register about it, and what it is about."""
    return _page(request, _entry(request, entry_id), RecallForm())


def _page(request: HttpRequest, entry: Entry, form: RecallForm, status: int = 200) -> HttpResponse:
    context = {
        **_shown(entry),
        "facts": _facts(entry),
        "tasks": [(task, _task_url(task)) for task in entry.tasks.order_by("position")],
        "orgs": list(entry.orgs.order_by("sort_key")),
        "answered_by": list(entry.answered_by.all()),
        "made_at": _made_at(entry),
        "denial": rules.may_recall(request.user, entry),
        "form": form,
    }
    return render(request, "register/detail.html", context, status=status)


def _facts(entry: Entry) -> list[tuple[str, str]]:
    came_in = entry.direction == Direction.IN
    found = [
        (_("Sổ"), f"{Direction(entry.direction).label}, {entry.series.term}, {entry.org}"),
        (_("Số đến") if came_in else _("Số"), str(entry.number)),
        (_("Tên loại"), KIND_NAMES.get(entry.type_code, "")),
        (_("Ngày của văn bản"), format_date(entry.dated_on)),
        (_("Ngày đến"), format_date(entry.arrived_on) if entry.arrived_on else ""),
        (_("Nơi gửi") if came_in else _("Nơi nhận"), entry.counterpart),
        (_("Người ký"), entry.signer),
        (_("Ghi chú"), entry.note),
    ]
    return [(label, value) for label, value in found if value]


def _task_url(task: Task) -> str:
    """Its words in the plan."""
    return f"{reverse('plans:detail', args=[task.plan_id])}#{anchor(task)}"


def _made_at(entry: Entry) -> str:
    """Where the paper was made here; "" for one made elsewhere."""
    kind, _colon, pk = entry.source.partition(":")
    names = {"report": "reports:detail", "letter": "letters:detail"}
    return reverse(names[kind], args=[int(pk)]) if kind in names and pk.isdecimal() else ""


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, direction: str) -> HttpResponse:
    """A paper made elsewhere, entered by hand."""
    orgs = request.user.root_orgs(Permission.WRITE_REPORT)
    if not orgs:
        raise Refused(_("Đồng chí không có quyền vào sổ văn bản."))
    way = _SLUGS[direction]
    entries = Entry.objects.visible_to(request.user)
    form = EntryForm(request.POST or None, direction=way, orgs=orgs, plans=_plans(request), entries=entries)
    if request.method == "POST" and form.is_valid():
        try:
            entry = actions.enter(
                form.cleaned_data["org"], way, form.paper(), by=request.user, at=timezone.now(), about=form.about()
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Đã vào sổ: %(symbol)s.") % {"symbol": entry.symbol})
            return redirect("register:detail", entry.pk)
    context = {"form": form, "direction": way, "is_out": way == Direction.OUT}
    return render(request, "register/enter.html", context, status=422 if form.errors else 200)


@require_POST
def recall(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Recall a paper made elsewhere; one made here is recalled on its own page."""
    entry, form = _entry(request, entry_id), RecallForm(request.POST)
    require(rules.may_recall(request.user, entry))
    if made_at := _made_at(entry):
        return redirect(made_at)
    if not form.is_valid():
        return _page(request, entry, form, status=422)
    actions.recall(entry, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    messages.success(request, _("Đã thu hồi văn bản %(symbol)s.") % {"symbol": entry.symbol})
    return redirect("register:detail", entry.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """The series: how far each is, and from where it goes on."""
    _may_look(request)
    orgs = request.user.root_orgs(Permission.WRITE_REPORT)
    form = BeginForm(request.POST or None, orgs=orgs) if orgs else None
    if request.method == "POST":
        if form is None:
            raise Refused(_("Đồng chí không có quyền vào sổ văn bản."))
        if form.is_valid() and _begun(request, form):
            return redirect("register:numbers")
    context = {"runs": runs(request.user), "form": form}
    return render(request, "register/numbers.html", context, status=422 if form and form.errors else 200)


def _begun(request: HttpRequest, form: BeginForm) -> bool:
    data = form.cleaned_data
    try:
        actions.begin_at(
            data["org"], type_code=data["type_code"], day=form.day(), last=data["last"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return False
    messages.success(request, _("Số tiếp theo là %(number)d.") % {"number": data["last"] + 1})
    return True
