"""What stands in an address, read without trusting it."""

from functools import lru_cache
from typing import Any

from django.core.signals import setting_changed
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
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


_SOME_NUMBER = 918273645  # stands in an address for the number of a row


def page_of(name: str, number: int) -> str:
    """The address of the page `name` of the row `number`, as `reverse` gives it; "" when there is no such page. For
    lists: asking for a thousand costs as much as asking for one."""
    before, after = _around_number(name) or ("", None)
    return "" if after is None else f"{before}{number}{after}"


@lru_cache
def _around_number(name: str) -> tuple[str, str] | None:
    try:
        before, number, after = reverse(name, args=[_SOME_NUMBER]).partition(str(_SOME_NUMBER))
    except NoReverseMatch:
        return None
    return (before, after) if number else None


@receiver(setting_changed)
def _forget_addresses(**_changed: Any) -> None:
    """Addresses hang on settings, which tests change."""
    _around_number.cache_clear()
