"""Search over everything that the person may see."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dondoc.dashboards.forms import SearchForm
from dondoc.dashboards.queries.search import search as find
from dondoc.web.shortcuts import render


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Hits in groups, each with its number."""
    form = SearchForm(request.GET)
    words = form.chosen("q") or ""
    context = {"form": form, "words": words, "groups": find(request.user, words)}
    return render(request, "dashboards/search.html", context)
