"""The server of the pages: Granian with this product's settings."""

import os
import sys

THREADS = 4  # of each process; what waits for the database lets the others work
MOST_WORKERS = 4


def command(*, host: str = "127.0.0.1", port: int, workers: int = 1) -> list[str]:
    """What to run to serve the pages with so many processes."""
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    options += ["--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *options, "dondoc.config.wsgi:application"]


def serve(*, host: str = "127.0.0.1", port: int, workers: int = 1) -> None:
    """Become the server; never returns."""
    words = command(host=host, port=port, workers=workers)
    os.execv(words[0], words)  # noqa: S606 -- becomes the server: signals and exit code are its own


def usual_workers() -> int:
    """A process for each core, no more than MOST_WORKERS: each holds about 100 MB."""
    return min(len(os.sched_getaffinity(0)), MOST_WORKERS)
