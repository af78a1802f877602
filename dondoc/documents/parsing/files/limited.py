"""Reading in a child process that cannot take more than its share: whatever a file does to a reader stays in there.

The child gets the bytes on its input and answers one JSON object; it has limits on processor time, memory and files,
no settings of the office and no secrets in its environment. Killed or silent, it gives one plain refusal.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from dondoc.documents.parsing.files.base import Extraction, UnreadableFile, refusal

_WORKER = Path(__file__).with_name("worker.py")
_MB = 1024 * 1024


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
CONVERTING = Limits(cpu_seconds=25, memory=2000 * _MB, wall_seconds=60, file_size=100 * _MB)


def read_limited(kind: str, data: bytes, name: str, limits: Limits = READING) -> Extraction:
    """What the reader of `kind` makes of `data`. Errors: UnreadableFile."""
    command = [sys.executable, str(_WORKER), kind, str(limits.cpu_seconds), str(limits.memory), str(limits.file_size)]
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 -- our own program, fixed words
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
    ) as child:
        try:
            answer, _ = child.communicate(json.dumps(name).encode() + b"\n" + data, timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired:
            raise refusal("heavy", name) from None
        finally:
            _end(child)
    return _answered(answer if child.returncode == 0 else b"", name)


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the child and whatever it has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _answered(answer: bytes, name: str) -> Extraction:
    try:
        said = json.loads(answer)
    except ValueError:
        raise refusal("heavy", name) from None
    if "refused" in said:
        raise UnreadableFile(said["refused"])
    pages = tuple((int(place), int(page)) for place, page in said["pages"])
    return Extraction(said["text"], pages, said["margin"], said["scanned"])
