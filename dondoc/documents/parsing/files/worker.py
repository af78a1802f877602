"""The program that limited.py starts: sets its own limits, then reads files from its input and answers in JSON."""

import json
import os
import resource
import signal
import socket
import sys
import types
from pathlib import Path


def limit(cpu_seconds: int, memory: int, file_size: int) -> None:
    """Give up for good what a reader of files never needs."""
    for what, value in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (value, value))


def spare_the_grammar() -> None:
    """Let the readers be imported without the whole grammar of plans that their package brings (half a second)."""
    here = Path(__file__).resolve()
    sys.path[0] = str(here.parents[4])
    package = types.ModuleType("dondoc.documents.parsing")
    package.__path__ = [str(here.parents[1])]
    sys.modules[package.__name__] = package


def answer(kind: str, header: bytes, data: bytes) -> bytes:
    """The JSON that is said of the files: what the program of `kind` makes of them, or the sentence of refusal."""
    from dondoc.documents.parsing.files.base import UnreadableFile, refusal  # noqa: PLC0415 -- after the limits
    from dondoc.documents.parsing.files.kinds import program_of  # noqa: PLC0415 -- after the limits
    from dondoc.documents.parsing.files.pace import PACE  # noqa: PLC0415 -- after the limits

    head = json.loads(header)
    files, at = [], 0
    for name, size in head["files"]:
        files.append((name, data[at : at + size]))
        at += size
    try:
        try:
            if kind == "pdf":
                PACE.begin()
            said = program_of(kind)(files, head["options"])
            PACE.end()
        except (MemoryError, RecursionError):
            raise refusal("heavy", files[0][0]) from None
    except UnreadableFile as error:
        said = {"refused": str(error)}
    return json.dumps(said).encode()


def keep(kind: str, *limits: int) -> None:
    """Load what `kind` needs, then answer by a child of its own whoever comes over the line that is the input; until
    the other end is closed. See warm.py."""
    from dondoc.documents.parsing.files.kinds import program_of  # noqa: PLC0415 -- the path is set by now

    program_of(kind)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are not waited for
    with socket.socket(fileno=0) as line:
        while True:
            _sign, numbers, _flags, _address = socket.recv_fds(line, 1, 1)
            if not numbers:
                return
            if os.fork() == 0:
                os.setsid()
                line.close()
                _answer_over(numbers[0], kind, limits)
                os._exit(0)
            os.close(numbers[0])


def _answer_over(number: int, kind: str, limits: tuple[int, ...]) -> None:
    limit(*limits)
    with socket.socket(fileno=number) as line, line.makefile("rwb") as stream:
        stream.write(b"%d\n" % os.getpid())
        stream.flush()
        stream.write(answer(kind, stream.readline(), stream.read()))


def main() -> None:
    if sys.argv[1] == "--keep":
        spare_the_grammar()
        keep(sys.argv[2], *map(int, sys.argv[3:]))
        return
    kind, *limits = sys.argv[1:]
    limit(*map(int, limits))
    spare_the_grammar()
    sys.stdout.buffer.write(answer(kind, sys.stdin.buffer.readline(), sys.stdin.buffer.read()))
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing to tidy up; half-broken documents may crash the library's own farewell


if __name__ == "__main__":
    main()
