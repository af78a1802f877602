"""The one way to answer with a page: htmx gets the named part, everybody else the whole page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.utils.cache import patch_vary_headers


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
    None, a plain request, a boosted link and a return through the history all give the whole page.
    """
    htmx = getattr(request, "htmx", None)
    wants_part = bool(part and htmx and not htmx.boosted and not htmx.history_restore_request)
    response = render_page(request, f"{template}#{part}" if wants_part else template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
