"""What stands in an address, read without trusting it."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

_DIGITS = 15  # more than any row has; longer numbers are not worth reading


def number_in(text: str) -> int | None:
    """`text` as a whole number from 0; None when it is anything else, or far too long to be one of ours."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None


def came_from(request: HttpRequest, default: str) -> str:
    """The page that the click came from, if it is one of ours; else `default`."""
    page = request.headers.get("referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else default
