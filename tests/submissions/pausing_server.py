"""Servers of the product that stop at a named moment of taking in a sheet: what test_killed.py kills.

    python -m tests.submissions.pausing_server

For each line "PORT FILE MOMENT" a server of its own is begun as a child, and its process id told; when it comes to
MOMENT it writes FILE and does nothing more. "never" is no moment. The product is loaded once, before the first.
"""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from dondoc.config.wsgi import application
from dondoc.submissions import held
from dondoc.submissions.views import filling


def stop_at(moment: str, mark: Path) -> None:
    """From now on, whoever comes to `moment` says so and stays there."""
    name, owner, after = {
        "file stored": ("write", held.Held, False),  # the bytes are in the storage, the database knows nothing
        "written": ("record_all", held, True),  # every row is written, nothing is committed
        "committed": ("_after", filling, False),  # only the answer is missing
    }[moment]
    real = getattr(owner, name)

    def stopped(*args, **more):
        found = real(*args, **more) if after else None
        waits_for = {"file stored": lambda: args[0].stored, "written": lambda: _sends_in(args[0])}.get(
            moment, lambda: True
        )
        if waits_for():
            mark.write_text(moment)
            time.sleep(600)
        return found if after else real(*args, **more)

    setattr(owner, name, stopped)


def _sends_in(entries: Sequence[Any]) -> bool:
    return any(entry.action == "submission.submit" for entry in entries)


class Quiet(WSGIRequestHandler):
    def log_message(self, *_words) -> None:
        pass


def serve(port: int, mark: Path, moment: str) -> None:
    if moment != "never":
        stop_at(moment, mark)
    make_server("127.0.0.1", port, application, handler_class=Quiet).serve_forever()


if __name__ == "__main__":
    for line in sys.stdin:
        port, mark, moment = line.strip().split(" ", 2)
        if (child := os.fork()) == 0:
            serve(int(port), Path(mark), moment)
        print(child, flush=True)
        os.waitpid(child, 0)
