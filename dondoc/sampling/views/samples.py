"""Samples: the list, drawing one, what was drawn, as a page to print and as a workbook."""

from secrets import token_hex

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.accounts.rules import Permission
from dondoc.sampling import actions, queries, rules
from dondoc.sampling.factors import factors
from dondoc.sampling.forms import AnnulForm, DrawForm
from dondoc.sampling.models import Sample
from dondoc.sampling.tables import sample_workbook
from dondoc.sampling.wording import method_words
from dondoc.web.refusals import Invalid, require
from dondoc.web.shortcuts import render

_A_PAGE = 30
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def sample_list(request: HttpRequest) -> HttpResponse:
    """The samples that were drawn, the newest first."""
    require(rules.may_check(request.user))
    page = Paginator(queries.samples_for(request.user), _A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "sampling/list.html", {"page": page, "rows": list(page.object_list)})


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest) -> HttpResponse:
    """Choose what, how many and by which seed."""
    require(rules.may_check(request.user))
    orgs = request.user.root_orgs(Permission.SPOT_CHECK)
    offers = queries.offers([org.pk for org in orgs])
    initial = {"seed": token_hex(4), "by_kind": True, "size": 10}
    form = DrawForm(request.POST or None, orgs=orgs, offers=offers, initial=initial)
    if request.method == "POST" and form.is_valid() and (sample := _draw(request, form)):
        return redirect("sampling:detail", sample.pk)
    context = {"form": form, "has_offers": bool(offers)}
    return render(request, "sampling/draw.html", context, status=422 if form.errors else 200)


def _draw(request: HttpRequest, form: DrawForm) -> Sample | None:
    given = {name: form.cleaned_data[name] for name in ("org", "size", "share", "by_kind", "seed")}
    try:
        sample = actions.draw_sample(offer=form.offer, **given, by=request.user, at=timezone.now())
    except Invalid as fault:
        form.add_error(None, fault.reason)
        return None
    messages.success(
        request, _("Đã rút %(n)d phiếu trong %(all)d phiếu.") % {"n": sample.size, "all": sample.frame_size}
    )
    return sample


def _sample(request: HttpRequest, sample_id: int) -> Sample:
    rows = Sample.objects.visible_to(request.user)
    whole = rows.select_related("org", "deliverable", "round", "drawn_by", "annulled_by")
    return get_object_or_404(whole, pk=sample_id)


@require_safe
def detail(request: HttpRequest, sample_id: int) -> HttpResponse:
    """The list with the method, and what was found so far."""
    return _page(request, _sample(request, sample_id), AnnulForm())


def _page(request: HttpRequest, sample: Sample, form: AnnulForm, status: int = 200) -> HttpResponse:
    items = queries.items_of(sample)
    context = {
        "sample": sample,
        "items": items,
        "counted": sum(1 for item in items if item.checked_at),
        "factors": factors(items),
        "method": method_words(sample),
        "strata": [(queries.kind_label(kind), there, drawn) for kind, there, drawn in sample.strata],
        "denial": rules.may_annul(request.user, sample),
        "form": form,
    }
    return render(request, "sampling/detail.html", context, status=status)


@require_safe
def export(request: HttpRequest, sample_id: int) -> HttpResponse:
    """The list as a workbook, with empty columns to be filled in on the spot, and what was found."""
    sample = _sample(request, sample_id)
    response = HttpResponse(sample_workbook(sample, queries.items_of(sample)), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="mau-kiem-tra_{sample.pk}_{sample.period}.xlsx"'
    return response


@require_POST
def annul(request: HttpRequest, sample_id: int) -> HttpResponse:
    """Let it hold no longer."""
    sample, form = _sample(request, sample_id), AnnulForm(request.POST)
    if not form.is_valid():
        require(rules.may_annul(request.user, sample))
        return _page(request, sample, form, status=422)
    actions.annul(sample, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    messages.success(request, _("Đã hủy danh sách mẫu. Kết quả đếm lại trong đó không còn được tính."))
    return redirect("sampling:detail", sample.pk)
