"""Boards read from a copy of the database, when there is one (docs/decisions/0026).

PostgreSQL keeps the copy by streaming replication; here is only who reads from it, and what is said when it is behind.
Everything else, above all every right and every write, stays with the main database.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Any, cast

from django.conf import settings
from django.db import Error, connections
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch
from django.utils import timezone

from dondoc.audit.memory import forget
from dondoc.config.middleware import SAFE, is_board
from dondoc.dashboards.memory import FIGURES

log = logging.getLogger(__name__)

COPY = "replica"
_PAUSES_S = (0, 0.02, 0.08)  # what was written for this very page (figures brought up) is on its way
_QUIET_S = 30
_reads_copy: ContextVar[bool] = ContextVar("reads_copy", default=False)


class Router:
    """DATABASE_ROUTERS: reads go to the copy while a board is made of it, all else to the main database."""

    def db_for_read(self, _model: Any, **_hints: Any) -> str:
        return COPY if _reads_copy.get() else "default"

    def db_for_write(self, _model: Any, **_hints: Any) -> str:
        return "default"

    def allow_relation(self, _one: Any, _other: Any, **_hints: Any) -> bool:
        return True  # a row of the copy is the row of the main database

    def allow_migrate(self, database: str, _app: str, **_hints: Any) -> bool:
        return database == "default"


class BoardsFromCopy:
    """Lets boards read from the copy while it is behind by no more than REPLICA_LAG_S.

    `request.copy_until`: the moment up to which a copy that is behind knows everything; the page says it. A file
    cannot say it, and is made anew of the main database.
    """

    quiet_until = 0.0  # on the monotonic clock: after a failure the copy is left alone for a while

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with _may_read_copy():
            response = self.get_response(request)
            if getattr(request, "copy_until", None) and not response.get("Content-Type", "").startswith("text/html"):
                response = _from_main(request)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_given: Any) -> None:
        """Before a board is made: look whether the copy is good for it. One statement more, four when it is behind."""
        if not is_board(view) or request.method not in SAFE or request.headers.get("HX-Request"):
            return
        if not request.user.is_authenticated or monotonic() < self.quiet_until:
            return
        try:
            stale_until = _stale_until(_state())
        except Error:  # what the copy cannot do, the main database does
            log.exception("Không đọc được bản sao dữ liệu; trang được lập từ máy chủ chính.")
            self._pause()
            return
        request.copy_until = stale_until  # type: ignore[attr-defined]

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """The copy may stop at any moment, and PostgreSQL ends long reads there when changes wait for them."""
        if not (isinstance(fault, Error) and _reads_copy.get()):
            return None
        log.warning("Bản sao dữ liệu ngừng trả lời; trang được lập lại từ máy chủ chính.", exc_info=fault)
        self._pause()
        return _from_main(request)

    @classmethod
    def _pause(cls) -> None:
        _leave_copy()
        cls.quiet_until = monotonic() + _QUIET_S


@contextmanager
def _may_read_copy() -> Iterator[None]:
    token = _reads_copy.set(False)
    try:
        yield
    finally:
        _reads_copy.reset(token)


def _stale_until(main: Mapping[str, Any]) -> datetime | None:
    """Reads from the copy from now on; up to when it knows everything, None when that is now. Stays with the main
    database when the copy is too far behind. `main`: the head of the trail, and of the figures, there."""
    _reads_copy.set(True)
    for pause in _PAUSES_S:
        sleep(pause)
        forget()
        if _state() == main:
            return None
    with connections[COPY].cursor() as cursor:
        cursor.execute("SELECT pg_last_xact_replay_timestamp()")
        until = cursor.fetchone()[0]
    if until is None or timezone.now() - until > timedelta(seconds=settings.REPLICA_LAG_S):
        _leave_copy()
        return None
    return until


def _state() -> dict[str, Any]:
    """The head of the trail and of the figures, in the database that is read from."""
    seen = FIGURES.look()
    return {name: seen[name] for name in ("head", *FIGURES.names)}


def _leave_copy() -> None:
    _reads_copy.set(False)
    forget()  # what was seen there is not what the main database says


def _from_main(request: HttpRequest) -> HttpResponse:
    """The answer to a safe request once more."""
    _leave_copy()
    request.copy_until = None  # type: ignore[attr-defined]
    match = cast("ResolverMatch", request.resolver_match)  # a view was called already
    return match.func(request, *match.args, **match.kwargs)
