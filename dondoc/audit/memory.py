"""Pages, and what was counted for them, remembered until anything changes. See docs/decisions/0006.

Every write leaves an event in the audit chain. So a page of one person is a function of its address, the head of the
chain and the day: asked for again under the same three it is the same page, and any change anywhere makes it another.

The head, and what stands beside it, is read once for a request (`looking`): first, so that what is remembered under it
is never older than it says.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from hashlib import sha256
from time import perf_counter
from typing import Any, Generic, TypeVar

from django.contrib.messages import get_messages
from django.core.cache import caches
from django.db.models import F, Field, QuerySet, Value
from django.db.models.expressions import Combinable
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dondoc.audit.models import ChainHead
from dondoc.web.prepared import Given, Prepared

_View = Callable[..., HttpResponse]
Made = TypeVar("Made")

_UNKNOWN = object()
REST = 100  # of a process's time counting anew takes one part in a hundred at most
_seen: ContextVar[dict[str, Any] | None] = ContextVar("seen", default=None)


@contextmanager
def looking() -> Iterator[None]:
    """While the block runs, the head of the chain and each thing beside it is read once, until something is written."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def look(**beside: Combinable) -> Mapping[str, Any]:
    """The head of the chain ("head", None while nothing was written) and these, by name. One query, none inside
    `looking` for what was read there: so the same name must always mean the same."""
    seen = _seen.get()
    known = {} if seen is None else seen
    unread = {name: one for name, one in beside.items() if name not in known}
    if unread or "head" not in known:
        row = ChainHead.objects.values(head=F("hash"), **unread).first() or dict.fromkeys(("head", *unread))
        # of two looks the older head stays: what is remembered under it was read later
        known = {**row, **known}
        if seen is not None:
            seen.update(known)
    return known


class Together:
    """Expressions that are always looked at together, so that the question is put together once. `build` makes them of
    the places of the values `given`: of each its kind and what tells it at the moment."""

    def __init__(
        self, build: Callable[..., Mapping[str, Combinable]], **given: tuple[Field, Callable[[], Any]]
    ) -> None:
        self._build, self._given = build, given
        kinds = {name: kind for name, (kind, _tell) in given.items()}
        self.names = tuple(build(**{name: Given(name, kind) for name, kind in kinds.items()}))
        self._head: Prepared[dict[str, Any]] = Prepared(self._question, **kinds)

    def _question(self, **given: Given) -> "QuerySet[ChainHead, dict[str, Any]]":
        return ChainHead.objects.order_by("pk").values(head=F("hash"), **self._build(**given))[:1]

    def expressions(self) -> Mapping[str, Combinable]:
        """As they are now, to be looked at with others."""
        return self._build(**{name: Value(tell(), kind) for name, (kind, tell) in self._given.items()})

    def look(self) -> Mapping[str, Any]:
        """As `look`, of these."""
        seen = _seen.get()
        known = {} if seen is None else seen
        if "head" in known and all(name in known for name in self.names):
            return known
        rows = self._head.ask(**{name: tell() for name, (_kind, tell) in self._given.items()})
        known = {**(rows[0] if rows else dict.fromkeys(("head", *self.names))), **known}
        if seen is not None:
            seen.update(known)
        return known


NOTHING_ELSE = Together(dict)


def forget() -> None:
    """Something was written that `look` reads: it is read anew."""
    if seen := _seen.get():
        seen.clear()


def kept(what: str, *parts: Any, make: Callable[[], Made]) -> Made:
    """What `make` gives for `what` and these `parts` (plain values), made once until anything is written or the day
    changes. One `look` more. `make` must depend on nothing else, and on nothing that is written without an event."""
    head = look()["head"]
    return make() if head is None else caches["pages"].get_or_set(_hash(what, parts, head), make)


@dataclass(frozen=True)
class Counted(Generic[Made]):
    """What was made, and when; `is_old`: something was written since."""

    made: Made
    at: datetime
    is_old: bool


def kept_awhile(what: str, *parts: Any, make: Callable[[], Made]) -> Counted[Made]:
    """As `kept`, but what took long to make stays for REST times as long although something was written meanwhile: who
    shows it says when it was made, and does not let its page be remembered (`pass_by`). See docs/decisions/0032."""
    now, head = timezone.now(), look()["head"]
    key = _hash("awhile", what, parts)
    under, at, until, made = caches["pages"].get(key) or (None, now, now, None)
    if head is not None and (under == head or now < until):
        return Counted(made, at, is_old=under != head)
    started = perf_counter()
    made = make()
    rest = timedelta(seconds=(perf_counter() - started) * REST)
    if head is not None:
        caches["pages"].set(key, (head, now, now + rest, made))
    return Counted(made, now, is_old=False)


def pass_by(request: HttpRequest) -> None:
    """The page of this request is not remembered."""
    request.passes_by = True


def mark(*parts: Any) -> str:
    """Something that is another after anything was written, on another day, for other `parts` (plain values); "" while
    nothing was written. One `look`."""
    head = look()["head"]
    return "" if head is None else _hash(parts, head)


def kept_beside(name: str, *parts: Any, make: Callable[[], Combinable]) -> Any:
    """As `kept`, of what the database answers to the expression that `make` gives; None while nothing was written.
    Where the head is still to be read, both are read together: one query, none for what is known. `name` as for
    `look`."""
    seen = _seen.get() or {}
    if name in seen:
        return seen[name]
    if "head" in seen:
        there = caches["pages"].get(_hash(name, parts, seen["head"]), _UNKNOWN)
        if there is not _UNKNOWN:
            return there
    found = look(**{name: make()})
    if found["head"] is not None:
        caches["pages"].set(_hash(name, parts, found["head"]), found[name])
    return found[name]


def remembered(
    *,
    also: Callable[[HttpRequest], Any] = lambda _request: None,
    beside: Together = NOTHING_ELSE,
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
                content, kind = there
                return HttpResponse(content, content_type=kind, headers={"Vary": "HX-Request"})
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and not response.streaming and not hasattr(request, "passes_by"):
                caches["pages"].set(key, (response.content, response.headers["Content-Type"]))
            return response

        return answer

    return decorate


def _key(request: HttpRequest, also: Callable[[HttpRequest], Any], beside: Together) -> str | None:
    """What the page depends on; None when it must be made anew."""
    token = request.META.get("CSRF_COOKIE")
    is_behind = getattr(request, "copy_until", None)  # read from a copy that says so on the page
    if request.headers.get("HX-Request") or not token or len(get_messages(request)) or is_behind:
        return None
    seen = beside.look()
    if seen["head"] is None:
        return None
    stand = [seen["head"], *(seen[name] for name in beside.names)]
    return _hash(request.user.pk, token, request.get_full_path(), stand, also(request))


def _hash(*parts: Any) -> str:
    return sha256(repr((*parts, timezone.localdate())).encode()).hexdigest()
