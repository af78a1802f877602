"""The one way to answer with a page: htmx gets the named part, everybody else the whole page."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers


def as_file(data: bytes, content_type: str, name: str) -> HttpResponse:
    """`data` to be kept under `name`."""
    return HttpResponse(
        data, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """`template` with `context`. For an htmx request that replaces a part, only the partial named `part`.

    `part` names a `{% partialdef %}` of the same template, and is also the id of the element that it fills.
    None, a plain request, a boosted link and a return through the history all give the whole page. The part of a
    filtered list (a `page` or a `count` in its context) brings the count in the filter bar along, which stands outside.
    """
    htmx = getattr(request, "htmx", None)
    wants_part = bool(part and htmx and not htmx.boosted and not htmx.history_restore_request)
    response = render_page(request, f"{template}#{part}" if wants_part else template, context, status=status)
    count = _count(context or {}) if wants_part else None
    if count is not None:
        words = {"count": count, "target": part, "oob": True}
        response.content += render_to_string("ui/filter_count.html", words, request).encode()
    patch_vary_headers(response, ["HX-Request"])
    return response


def _count(context: dict[str, Any]) -> int | None:
    """How many rows the list in `context` has; None when there is none."""
    page = context.get("page")
    return page.paginator.count if isinstance(page, Page) else context.get("count")
