"""The gallery: every component of the house with made-up examples."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from dondoc.web.examples import gallery_context
from dondoc.web.shortcuts import render


@require_http_methods(["GET", "HEAD"])
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component of `templates/ui/`, to look at and to test."""
    return render(request, "web/gallery.html", gallery_context(request))
