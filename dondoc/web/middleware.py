"""Refusals become pages: what happened, what to do, a way back, and what was typed."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from dondoc.web.errors import not_opened, refusal_page, session_ended_page
from dondoc.web.refusals import Refused
from dondoc.web.storage import is_no_room, no_room

log = logging.getLogger(__name__)


class RefusalMiddleware:
    """Turns `Refused` into its page, so a form sent after the session ended, and a form's address opened as a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = request.method != "POST" or request.user.is_authenticated
        response = self.get_response(request)
        if not was_signed_in and _sends_to_sign_in(request, response):
            return session_ended_page(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET":
            return not_opened(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DatabaseError) and is_no_room(exception):
            log.critical("Hết chỗ lưu: %s", exception)
            exception = no_room()
        return refusal_page(request, exception) if isinstance(exception, Refused) else None


def _sends_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a page that needs a sign-in turned the request away. The sign-in page itself never does."""
    view = request.resolver_match.func if request.resolver_match else None
    target = response.get("Location", "")
    return getattr(view, "login_required", True) and target.startswith(resolve_url(settings.LOGIN_URL))
