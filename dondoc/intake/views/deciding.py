"""A file in hand: its columns beside the questions, its unclear names, what it would change, taking it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.intake import actions, queries, rules
from dondoc.intake.choosing import Choices
from dondoc.intake.forms import SKIP, MappingForm, NamesForm, PlaceForm, TakeForm
from dondoc.intake.models import Delivery, DeliveryKind
from dondoc.intake.naming import mark_of
from dondoc.intake.tables.reading import TableRefused
from dondoc.sheets.definition import Evidence
from dondoc.web.addresses import number_in
from dondoc.web.refusals import Invalid, require
from dondoc.web.shortcuts import render

PER_PAGE = 50  # organisations of a preview
ASKED_AT_ONCE = 60  # unclear names
MOST_TOLD = 100  # problems
FEW = 60  # organisations that a list may offer


def _open(request: HttpRequest, delivery_id: int, kind: DeliveryKind | None = None) -> Delivery:
    rows = Delivery.objects.visible_to(request.user).select_related("deliverable__sheet", "round", "source")
    delivery = get_object_or_404(rows.filter(kind=kind) if kind else rows, pk=delivery_id)
    require(rules.may_bring(request.user) or rules.may_work_on(delivery))
    return delivery


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """The columns of the file beside the questions of the sheet."""
    delivery = _open(request, delivery_id, DeliveryKind.EXPORT)
    today = timezone.localdate()
    choices, fields = Choices.of(delivery.choices), queries.fields_of(delivery, today)
    table = _table(delivery, choices, fields)
    choices = queries.as_in(table, choices)
    orgs = queries.orgs_to_choose(request.user, today, most=FEW)
    source = delivery.source.name if delivery.source else delivery.name.rpartition(".")[0] or delivery.name
    form = MappingForm(
        request.POST or None, table=table, fields=fields, choices=choices, orgs=orgs, source=source[:120]
    )
    if request.method == "POST" and form.is_valid():
        actions.choose(
            delivery, choices=form.choices(), source_name=form.source_name(), by=request.user, at=timezone.now()
        )
        return redirect("intake:preview", delivery.pk)
    samples = {header: table.samples(at) for at, header in enumerate(table.headers) if header}
    place = PlaceForm(table=table, initial={"trang": table.page, "dong": table.header_row})
    context = {
        "delivery": delivery, "asked": queries.asked_of(delivery), "table": table, "form": form, "place": place,
        "lines": [(one, bound, samples.get(bound.value() or "", [])) for one, bound in form.bound()],
        "columns": list(samples.items()),
    }  # fmt: skip
    return render(request, "intake/mapping.html", context, status=422 if form.is_bound else 200)


def _table(delivery: Delivery, choices: Choices, fields):
    try:
        return queries.table_of(delivery, choices, fields)
    except TableRefused as fault:
        raise Invalid(str(fault)) from None


@require_POST
def place(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Look at another page of the file, or take another row for the names of the columns."""
    delivery = _open(request, delivery_id, DeliveryKind.EXPORT)
    today = timezone.localdate()
    fields = queries.fields_of(delivery, today)
    table = _table(delivery, Choices.of(delivery.choices), fields)
    form = PlaceForm(request.POST, table=table)
    if form.is_valid():
        page, row = form.cleaned_data.get("trang", ""), form.cleaned_data["dong"] or 0
        row = row if page in ("", table.page) else 0
        try:
            actions.look_elsewhere(delivery, page=page, header_row=row, by=request.user)
        except Invalid as refusal:
            messages.error(request, refusal.reason)
    return redirect("intake:mapping", delivery.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Names that nobody has said the meaning of: asked once."""
    delivery = _open(request, delivery_id, DeliveryKind.EXPORT)
    today = timezone.localdate()
    found = _look(request, delivery)
    if found is None or not found.unclear:
        return redirect("intake:mapping" if found is None else "intake:preview", delivery.pk)
    known = queries.names_for(request.user, today)
    asked = sorted(found.unclear, key=lambda mark: mark.key)[:ASKED_AT_ONCE]
    others = found.owing if len(found.owing) <= FEW else []
    form = NamesForm(request.POST or None, marks=[(mark, known.near(mark)) for mark in asked], others=others)
    if request.method == "POST" and form.is_valid():
        meant = {}
        for mark, code, written in form.given():
            org = known.find(mark_of(written, "", is_shared=False)) if written else known.by_code(code)
            if org is None and (written or code != SKIP):
                form.refuse(mark, _("Không có đơn vị nào là “%(name)s” trong phạm vi nhập.") % {"name": written})
            meant[mark] = org
        if form.is_valid():
            actions.settle(delivery, meant, by=request.user, at=timezone.now())
            return redirect("intake:names" if len(found.unclear) > len(meant) and meant else "intake:preview",
                            delivery.pk)  # fmt: skip
    context = {
        "delivery": delivery, "form": form, "rows": [(*one, found.unclear[one[0]]) for one in form.bound()],
        "more": len(found.unclear) - len(asked),
    }  # fmt: skip
    return render(request, "intake/names.html", context, status=422 if form.is_bound else 200)


def _look(request: HttpRequest, delivery: Delivery):
    """What taking it would do; None while nobody has said which column is what."""
    if delivery.kind == DeliveryKind.EXPORT and not Choices.of(delivery.choices).is_ready:
        return None
    try:
        return queries.preview_of(delivery, request.user, timezone.now())
    except TableRefused as fault:
        raise Invalid(str(fault)) from None


@require_safe
def preview(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """What taking the file would change of what stands. Nothing is saved here."""
    delivery = _open(request, delivery_id)
    found = _look(request, delivery)
    if found is None or (delivery.source is None and delivery.kind == DeliveryKind.EXPORT):
        return redirect("intake:mapping", delivery.pk)
    queries.remember(delivery, found)
    page = Paginator(found.items, PER_PAGE).get_page(number_in(request.GET.get("trang", "")) or 1)
    context = {
        "delivery": delivery, "found": found, "page": page,
        "asked": queries.asked_of(delivery) if delivery.deliverable else None,
        "problems": found.problems[:MOST_TOLD], "more_problems": max(0, len(found.problems) - MOST_TOLD),
        "take_form": TakeForm(initial={"mark": found.mark}),
        "may_submit": not any(_wants_files(item) for item in found.items),
    }  # fmt: skip
    return render(request, "intake/preview.html", context, status=422 if found.problems else 200)


def _wants_files(item) -> bool:
    """Whether the sheet cannot be sent in without a file."""
    return item.given.version.parsed.evidence is Evidence.REQUIRED


@require_POST
def take(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Take all that was shown, or nothing."""
    delivery = _open(request, delivery_id)
    form = TakeForm(request.POST)
    form.is_valid()
    submits = bool(form.cleaned_data.get("nop"))
    count = actions.take(
        delivery, mark=form.cleaned_data.get("mark", ""), submits=submits, by=request.user, at=timezone.now()
    )
    if submits:
        said = ngettext("Đã nộp %(n)d phiếu.", "Đã nộp %(n)d phiếu.", count)
    else:
        said = ngettext(
            "Đã lưu %(n)d phiếu nháp. Các đơn vị còn phải nộp.", "Đã lưu %(n)d phiếu nháp. Các đơn vị còn phải nộp.",
            count,
        )  # fmt: skip
    messages.success(request, said % {"n": count})
    return redirect("intake:start" if delivery.kind == DeliveryKind.EXPORT else "intake:workbooks")


@require_POST
def discard(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Drop the file; nothing was taken from it."""
    delivery = _open(request, delivery_id)
    actions.discard(delivery, by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ tệp “%(name)s”, chưa lấy gì từ tệp.") % {"name": delivery})
    return redirect("intake:start" if delivery.kind == DeliveryKind.EXPORT else "intake:workbooks")
