"""What stands in an address, read without trusting it."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.http import url_has_allowed_host_and_scheme

_DIGITS = 15  # more than any row has; longer numbers are not worth reading


def number_in(text: str) -> int | None:
    """`text` as a whole number from 0; None when it is anything else, or far too long to be one of ours."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None


def revision_in(request: HttpRequest) -> int:
    """The `revision` that a form was made from; -1, which no row has, when it is not there."""
    number = number_in(request.POST.get("revision", ""))
    return -1 if number is None else number


def came_from(request: HttpRequest, default: str) -> str:
    """The page that the click came from, if it is one of ours; else `default`."""
    page = request.headers.get("referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else default


_SOME_NUMBER = 918273645  # stands in an address for the number of a row


def page_of(name: str, number: int | None = None) -> str:
    """The address of the page `name`, or of its row `number`, as `reverse` gives it; "" when there is no such page.
    For menus and lists: a thousand cost as much as one."""
    before, after = _around(name, number is not None, settings.ROOT_URLCONF, get_script_prefix())
    return before if number is None or not before else f"{before}{number}{after}"


@lru_cache
def _around(name: str, has_number: bool, _urls: str, _prefix: str) -> tuple[str, str]:
    """What stands before and after the number; ("", "") when there is no such page."""
    try:
        before, _number, after = reverse(name, args=[_SOME_NUMBER] if has_number else []).partition(str(_SOME_NUMBER))
    except NoReverseMatch:
        return "", ""
    return before, after
