"""Reading in a child process that cannot take more than its share: whatever a file does to a reader stays in there.

The child gets the bytes on its input and answers in JSON; it has limits on processor time, memory and files, no
settings of the office and no secrets in its environment. Killed or silent, it gives one plain refusal.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from dondoc.documents.parsing.files.base import Extraction, UnreadableFile, refusal
from dondoc.documents.parsing.files.warm import Keeper

_WORKER = Path(__file__).with_name("worker.py")
_MB = 1024 * 1024
WARM = frozenset({"papers"})  # what is asked of every file that is handed in, hundreds of them in the last hour
_keepers: dict[tuple[str, ...], Keeper] = {}
_keepers_lock = Lock()


@dataclass(frozen=True)
class Limits:
    """What a child may use: seconds of processor time, bytes of memory, seconds in all, bytes of any file it writes."""

    cpu_seconds: int
    memory: int
    wall_seconds: int
    file_size: int = 0


READING = Limits(cpu_seconds=4, memory=420 * _MB, wall_seconds=5)
READING_PDF = Limits(cpu_seconds=5, memory=420 * _MB, wall_seconds=40)  # pages by the clock of pace.py
RECOGNISING = Limits(cpu_seconds=240, memory=700 * _MB, wall_seconds=240)
LOOKING = Limits(cpu_seconds=5, memory=420 * _MB, wall_seconds=12)
VERIFYING = Limits(cpu_seconds=6, memory=420 * _MB, wall_seconds=12)
PICTURING = Limits(cpu_seconds=5, memory=600 * _MB, wall_seconds=12)
CONVERTING = Limits(cpu_seconds=25, memory=2000 * _MB, wall_seconds=60, file_size=100 * _MB)


def read_limited(kind: str, data: bytes, name: str, limits: Limits = READING) -> Extraction:
    """What the reader of `kind` makes of `data`. Errors: UnreadableFile."""
    said = ask_limited(kind, [(name, data)], limits)
    pages = tuple((int(place), int(page)) for place, page in said["pages"])
    return Extraction(said["text"], pages, said["margin"], said["scanned"])


def ask_limited(
    kind: str, files: Sequence[tuple[str, bytes]], limits: Limits, options: Mapping[str, Any] | None = None
) -> Any:
    """What the program of `kind` (`kinds`) says of these files (name, bytes), all of them in one child; of the kinds in
    WARM, and of the programs of later steps ("package.module:function"), by a child that has its libraries already.

    Errors: UnreadableFile, in the name of the first file, when it refuses one, or takes more than `limits`.
    """
    words = (kind, str(limits.cpu_seconds), str(limits.memory), str(limits.file_size))
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    head = {"files": [(name, len(data)) for name, data in files], "options": dict(options or {})}
    given = b"".join((json.dumps(head).encode(), b"\n", *(data for _name, data in files)))
    if kind in WARM or ":" in kind:
        try:
            return _answered(_keeper(words, environment).ask(given, limits.wall_seconds), files[0][0])
        except TimeoutError:
            raise refusal("heavy", files[0][0]) from None
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 -- our own program, fixed words
        [sys.executable, str(_WORKER), *words],
        stdin=pipe,
        stdout=pipe,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as child:
        try:
            answer, _ = child.communicate(given, timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired:
            raise refusal("heavy", files[0][0]) from None
        finally:
            _end(child)
    return _answered(answer if child.returncode == 0 else b"", files[0][0])


def _keeper(words: tuple[str, ...], environment: dict[str, str]) -> Keeper:
    with _keepers_lock:
        return _keepers.setdefault(words, Keeper(words, environment))


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the child and whatever it has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _answered(answer: bytes, name: str) -> Any:
    try:
        said = json.loads(answer)
    except ValueError:
        raise refusal("heavy", name) from None
    if isinstance(said, dict) and "refused" in said:
        raise UnreadableFile(said["refused"])
    return said
