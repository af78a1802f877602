"""A throw-away PostgreSQL for one run of the tests or of the bench: own folder, unix socket only, gone afterwards.

`DONDOC_TEST_DATABASE=postgres pytest …` is all that is needed: tests/settings.py asks for it here. The first process
(the one that was called) starts it; the workers of xdist find its folder in the environment.
"""

import atexit
import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

SOCKET_DIR = "DONDOC_TEST_PG_SOCKET"  # handed from the first process to its workers
PORT = "54329"  # only the name of the socket file; nothing listens on TCP
USER = "dondoc"
SERVER_SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "max_connections": "60",
    "timezone": "UTC",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # nothing here outlives the run
START_LIMIT_S = 30


class PostgresUnavailable(RuntimeError):
    """The server's programs are not on this machine, or it does not start."""


def bin_dir() -> Path:
    """The newest installed server's programs. Errors: PostgresUnavailable."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    if on_path:
        return Path(on_path).parent
    raise PostgresUnavailable("Chưa có máy chủ PostgreSQL: apt-get install postgresql-15 (./don test tự cài).")


def _end_with_parent() -> None:
    """In the child: ask the kernel to stop this server when its starter dies, even by kill -9."""
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG


def _identity() -> dict[str, object]:
    """PostgreSQL refuses to run as root, so root becomes the `postgres` user that Debian's package makes."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def start(**settings: str) -> Path:
    """Make and start a cluster with these `settings` of the server; its folder, which is also the socket's. It is
    stopped and removed at exit."""
    home = _new_folder()
    _run(
        home, "initdb", f"--pgdata={home / 'data'}", f"--username={USER}", "--auth=trust", "--encoding=UTF8",
        "--locale=C.UTF-8", "--no-sync",
    )  # fmt: skip
    _serve(home, settings)
    return home


def start_copy(of: Path, **settings: str) -> Path:
    """Make and start a copy of the cluster of that folder, which follows it by streaming; its own folder. `settings` as
    of the cluster."""
    home = _new_folder()
    _run(
        home, "pg_basebackup", f"--pgdata={home / 'data'}", f"--host={of}", f"--port={PORT}", f"--username={USER}",
        "--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf", "--no-sync",
    )  # fmt: skip
    _serve(home, settings)
    return home


def _new_folder() -> Path:
    home = Path(tempfile.mkdtemp(prefix="dondoc-pg-", dir="/tmp"))  # a socket path holds 107 bytes at most
    if _identity():
        shutil.chown(home, "postgres", "postgres")
    return home


def _run(home: Path, program: str, *words: str) -> None:
    with (home / "log").open("a") as out:
        command = [bin_dir() / program, *words]
        subprocess.run(command, check=True, stdout=out, stderr=out, cwd=home, **_identity())


def _serve(home: Path, settings: dict[str, str]) -> None:
    """Start the server of `home` and wait until it answers. Errors: PostgresUnavailable."""
    programs, log = bin_dir(), home / "log"
    options = [word for name, value in (SERVER_SETTINGS | settings).items() for word in ("-c", f"{name}={value}")]
    with log.open("a") as out:
        server = subprocess.Popen(
            [programs / "postgres", "-D", home / "data", "-k", home, *options],
            stdout=out,
            stderr=out,
            cwd=home,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 -- no threads are running yet
            **_identity(),
        )
    atexit.register(_stop, server, home, os.getpid())
    ready = [programs / "pg_isready", "-h", home, "-p", PORT, "-q"]
    for _ in range(START_LIMIT_S * 20):
        if server.poll() is not None:
            break
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise PostgresUnavailable(f"PostgreSQL không khởi động:\n{log.read_text()[-2000:]}")


def create_database(home: Path, name: str) -> None:
    """An empty database in the cluster of that folder."""
    words = [bin_dir() / "createdb", "-h", home, "-p", PORT, "-U", USER, name]
    subprocess.run(words, check=True, cwd=home, **_identity())


def _stop(server: "subprocess.Popen[bytes]", home: Path, starter: int) -> None:
    """Fast shutdown, then the folder goes. A forked child that inherited the exit handler does nothing."""
    if os.getpid() != starter:
        return
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    shutil.rmtree(home, ignore_errors=True)


def socket_dir() -> str:
    """The folder of the run's socket; the first caller of a run starts the server."""
    if SOCKET_DIR not in os.environ:
        os.environ[SOCKET_DIR] = str(start(**FORGETFUL))
    return os.environ[SOCKET_DIR]
