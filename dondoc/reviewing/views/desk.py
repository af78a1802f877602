"""What waits for review: the queue by risk, narrowed by its address."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from dondoc.audit.memory import remembered
from dondoc.orgs.models import Org
from dondoc.reviewing import queries
from dondoc.reviewing.forms import EVERYTHING, QueueForm
from dondoc.reviewing.queries import Facets, QueueFilter
from dondoc.sheets.models import Deliverable
from dondoc.web.addresses import number_in
from dondoc.web.shortcuts import render

QUEUE_ROWS = 30


def narrowing(request: HttpRequest) -> tuple[QueueForm, Facets]:
    """The filters of the address with how much there is of each. Three queries."""
    found = queries.facets(request.user, request.GET.get("q", ""), timezone.localdate())
    bodies, products = queries.names_in(found)
    form = QueueForm(request.GET, bodies=bodies, products=products)
    form.count_choices(found)
    return form, found


def narrowed_by(request: HttpRequest) -> QueueFilter:
    """The filters of the address alone. One query when a product is among them."""
    product, body = request.GET.get("product"), number_in(request.GET.get("body", ""))
    products = Deliverable.objects.filter(code=product) if product else ()
    bodies = [Org(pk=body)] if body is not None else ()
    return QueueForm(request.GET, bodies=bodies, products=products).narrowed


@require_safe
@remembered(also=lambda _request: queries.who_looks(timezone.now()))
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person's review, the riskiest first; of their own bodies unless the address says all."""
    now, today = timezone.now(), timezone.localdate()
    form, found = narrowing(request)
    narrowed = form.narrowed
    page = Paginator(range(found.count(narrowed)), QUEUE_ROWS).get_page(request.GET.get("trang"))
    rows = queries.rows_of(queries.review_queue(request.user, narrowed, today), page.object_list, page.paginator.count)
    changes, looks = queries.changes_since_review(rows), queries.looks_at(rows, request.user, now)
    context = {
        "form": form,
        "tabs": _tabs(request, narrowed, found) if found.own else [],
        "tags": _tags(request, narrowed, found),
        "page": page,
        "rows": [(row, changes.get(row.pk), looks.get(row.pk)) for row in rows],
        "others": found.count(replace(narrowed, is_own=False)) if narrowed.is_own else 0,
        "low": found.count(replace(narrowed, is_low=True)),
        "today": today,
        "query": request.GET.urlencode(),
    }
    return render(request, "reviewing/desk.html", context, part="queue")


_TABS = {True: gettext_lazy("Cơ quan tôi theo dõi"), False: gettext_lazy("Tất cả")}


def _tabs(request: HttpRequest, narrowed: QueueFilter, found: Facets) -> list[dict[str, Any]]:
    def address(is_own: bool) -> str:
        query = request.GET.copy()
        for name in ("trang", "pham_vi", *(["body"] if is_own else [])):
            query.pop(name, None)
        if not is_own:
            query["pham_vi"] = EVERYTHING
        return f"?{query.urlencode()}"

    return [
        {
            "label": label,
            "url": address(is_own),
            "count": found.count(replace(narrowed, is_own=is_own, body=None if is_own else narrowed.body)),
            "is_current": is_own == narrowed.is_own,
        }
        for is_own, label in _TABS.items()
    ]


def _tags(request: HttpRequest, narrowed: QueueFilter, found: Facets) -> list[dict[str, Any]]:
    """One link for everything, one for each thing to look at, one for what is over time, one for what is easy."""

    def tag(label: Any, icon: str, count: int, is_current: bool, **chosen: str) -> dict[str, Any]:
        query = request.GET.copy()
        for name in ("trang", "dau_hieu", "qua_han", "de_duyet"):
            query.pop(name, None)
        query.update(chosen)
        return {
            "label": label, "icon": icon, "count": count, "is_current": is_current, "url": f"?{query.urlencode()}",
        }  # fmt: skip

    plain = replace(narrowed, concern=None, is_over=False, is_low=False)
    over, low = replace(plain, is_over=True), replace(plain, is_low=True)
    tags = [tag(_("Mọi phiếu"), "list-check", found.count(plain), narrowed == plain)]
    if found.count(over) or narrowed.is_over:
        tags.append(tag(_("quá hạn duyệt"), "hourglass", found.count(over), narrowed.is_over, qua_han="on"))
    if found.count(low) or narrowed.is_low:
        tags.append(tag(_("ít điều phải xem"), "circle-check", found.count(low), narrowed.is_low, de_duyet="on"))
    for concern, count in found.by_concern(plain).items():
        is_current = concern is narrowed.concern
        tags.append(tag(concern.label, concern.icon, count, is_current, dau_hieu=concern.value))
    return tags
