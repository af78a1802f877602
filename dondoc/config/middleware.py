"""What happens around every request, in the outermost layer where everything may be called."""

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dondoc.measures.actions import refresh

_SAFE = {"GET", "HEAD", "OPTIONS"}


class FreshFigures:
    """Brings the figures up to date: after each change that went through, and by the first request of a new day.

    See docs/decisions/0002. A refresh that fails shows as a failed request and loses nothing: its cursor stays.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.day: date | None = None  # up to which this process knows the figures to be computed

    def __call__(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        if self.day != today:
            refresh(today=today)
            self.day = today
        response = self.get_response(request)
        if request.method not in _SAFE and response.status_code < 400:
            refresh(today=today)
        return response
