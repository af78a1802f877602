"""Taking times and counting statements."""

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import connection

ROUNDS = 9
_MARKS = ("SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ")


class Statements:
    """Counts the statements that read or write: `with connection.execute_wrapper(Statements())`. Where a part of a
    transaction begins and ends is none."""

    number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += not sql.startswith(_MARKS)
        return execute(sql, params, many, context)


def seconds(what: Callable[[], object]) -> float:
    started = time.perf_counter()
    what()
    return time.perf_counter() - started


def median(what: Callable[[], object]) -> float:
    """Seconds of the middle one of several rounds, after one that warms up."""
    what()
    return statistics.median(seconds(what) for _round in range(ROUNDS))


def in_turn(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Medians of both, measured in turn, so that a slow moment of the machine meets both."""
    pairs = [(seconds(one), seconds(other)) for _round in range(ROUNDS)]
    return statistics.median(a for a, _b in pairs), statistics.median(b for _a, b in pairs)


def own_seconds(what: Callable[[], object], rounds: int) -> float:
    """The least time that this process spent on it, whatever else the machine does."""
    found = []
    for _round in range(rounds):
        started = time.process_time()
        what()
        found.append(time.process_time() - started)
    return min(found)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them do not exceed. Errors: IndexError for none."""
    return sorted(values)[max(0, -(-int(len(values) * share * 1000) // 1000) - 1)]


def server_clock() -> Callable[[], float | None]:
    """Reads how many seconds the database's process of this connection has computed, whatever else the machine does;
    None where there is no such process to be seen: another machine, SQLite."""
    if connection.vendor != "postgresql":
        return lambda: None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: int(told.read_text().split()[0]) / 1e9 if told.exists() else None
