"""Pages, and what was counted for them, remembered until anything changes. See docs/decisions/0006.

Every write leaves an event in the audit chain. So a page of one person is a function of its address, the head of the
chain and the day: asked for again under the same three it is the same page, and any change anywhere makes it another.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from hashlib import sha256
from typing import Any, TypeVar

from django.contrib.messages import get_messages
from django.core.cache import caches
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dondoc.audit.models import ChainHead

_View = Callable[..., HttpResponse]
Made = TypeVar("Made")


def kept(what: str, *parts: Any, make: Callable[[], Made]) -> Made:
    """What `make` gives for `what` and these `parts` (plain values), made once until anything is written or the day
    changes. One query more. `make` must depend on nothing else, and on nothing that is written without an event."""
    head = _head()
    return make() if head is None else caches["pages"].get_or_set(_hash(what, parts, head), make)


def remembered(
    *, also: Callable[[HttpRequest], Any] = lambda _request: None, beside: Callable[[], Sequence[Subquery]] = list
) -> Callable[[_View], _View]:
    """A view, answered from memory where nothing has changed since. For pages that only read, of signed-in people.

    `also`: what else the page depends on, as a plain value; `beside`: the same, read together with the head of the
    chain. Not remembered: parts for htmx, pages with a message to show, answers other than 200, people without the
    form token's cookie yet (the token in the page belongs to it).
    """

    def decorate(view: _View) -> _View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            key = _key(request, also, beside)
            if key is None:
                return view(request, *args, **kwargs)
            there = caches["pages"].get(key)
            if there is not None:
                return HttpResponse(there, headers={"Vary": "HX-Request"})
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and not response.streaming:
                caches["pages"].set(key, response.content)
            return response

        return answer

    return decorate


def _key(
    request: HttpRequest, also: Callable[[HttpRequest], Any], beside: Callable[[], Sequence[Subquery]]
) -> str | None:
    """What the page depends on; None when it must be made anew."""
    token = request.META.get("CSRF_COOKIE")
    if request.headers.get("HX-Request") or not token or len(get_messages(request)):
        return None
    head = _head(*beside())
    return None if head is None else _hash(request.user.pk, token, request.get_full_path(), head, also(request))


def _head(*beside: Subquery) -> tuple | None:
    return ChainHead.objects.values_list("hash", *beside).first()


def _hash(*parts: Any) -> str:
    return sha256(repr((*parts, timezone.localdate())).encode()).hexdigest()
