"""Pages that are remembered until anything changes. See docs/decisions/0006.

Every write leaves an event in the audit chain, and figures are computed up to an event and a day. So a page of one
person is a function of its address, the head of the chain, the cursor of the figures, the day and what is unlocked at
this moment: asked for again under the same five it is the same page, and any change anywhere makes it another.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.contrib.messages import get_messages
from django.core.cache import caches
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dondoc.audit.models import ChainHead
from dondoc.measures.models import Cursor
from dondoc.obligations.models import Obligation

_View = Callable[..., HttpResponse]


def remembered(view: _View) -> _View:
    """`view`, answered from memory where nothing has changed since. For pages that only read, of signed-in people.

    Not remembered: parts for htmx, pages with a message to show, answers other than 200, people without the form
    token's cookie yet (the token in the page belongs to it).
    """

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        key = _key(request)
        if key is None:
            return view(request, *args, **kwargs)
        kept = caches["pages"].get(key)
        if kept is not None:
            return HttpResponse(kept, headers={"Vary": "HX-Request"})
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and not response.streaming:
            caches["pages"].set(key, response.content)
        return response

    return answer


def _key(request: HttpRequest) -> str | None:
    """What the page depends on; None when it must be made anew."""
    token = request.META.get("CSRF_COOKIE")
    if request.headers.get("HX-Request") or not token or len(get_messages(request)):
        return None
    figures = Cursor.objects.order_by("pk")
    upto, day = Subquery(figures.values("event_id")[:1]), Subquery(figures.values("day")[:1])
    runs_out = Obligation.objects.filter(unlocked_until__gt=timezone.now()).order_by("unlocked_until")
    next_end = Subquery(runs_out.values("unlocked_until")[:1])
    state = ChainHead.objects.values_list("hash", upto, day, next_end).first()
    if state is None:
        return None
    parts = (request.user.pk, token, request.get_full_path(), state, timezone.localdate())
    return sha256(repr(parts).encode()).hexdigest()
