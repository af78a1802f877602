"""Children that need not load their libraries first: a keeper has them loaded and forks a child for each question.

The keeper is a child itself, begun at the first question of its kind, with the empty environment of `limited`. It reads
no file; each of its children takes up its limits before it reads one, answers, and is gone. The keeper ends with the
process that began it: nothing but that process holds the other end of its line.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

_WORKER = Path(__file__).with_name("worker.py")
_CHUNK = 1 << 16


class Keeper:
    """Answers questions of one kind within the same limits (words of `worker.py`), by a child for each."""

    def __init__(self, words: Sequence[str], environment: dict[str, str]) -> None:
        self._words, self._environment = words, environment
        self._line: socket.socket | None = None
        self._owner = 0
        self._lock = Lock()

    def ask(self, given: bytes, wall_seconds: float) -> bytes:
        """What the child says of `given`; b"" when it was ended by its limits. Errors: TimeoutError."""
        mine, its = socket.socketpair()
        with mine:
            with its:
                self._hand_over(its)
            return _asked(mine, given, time.monotonic() + wall_seconds)

    def _hand_over(self, its: socket.socket) -> None:
        with self._lock:
            line = self._line if self._line and self._owner == os.getpid() else self._begin()
            try:
                socket.send_fds(line, [b"!"], [its.fileno()])
            except OSError:  # the keeper is gone
                socket.send_fds(self._begin(), [b"!"], [its.fileno()])

    def _begin(self) -> socket.socket:
        if self._line:
            self._line.close()
        mine, its = socket.socketpair()
        with its:
            self._process = subprocess.Popen(  # noqa: S603 -- our own program, fixed words
                [sys.executable, str(_WORKER), "--keep", *self._words],
                stdin=its.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self._environment,
                start_new_session=True,
            )  # fmt: skip
        self._line, self._owner = mine, os.getpid()
        return mine


def _asked(line: socket.socket, given: bytes, until: float) -> bytes:
    child, answer = 0, b""
    try:
        line.settimeout(max(until - time.monotonic(), 0.01))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(given)
            line.shutdown(socket.SHUT_WR)
        while True:
            line.settimeout(max(until - time.monotonic(), 0.01))
            with contextlib.suppress(ConnectionResetError):
                if part := line.recv(_CHUNK):
                    answer += part
                    if not child and b"\n" in answer:
                        first, _mark, answer = answer.partition(b"\n")
                        child = int(first)
                    continue
            return answer
    except TimeoutError:
        if child:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child, signal.SIGKILL)
        raise
