"""The product's own server in processes of its own, and people who use it over HTTP as a browser does."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.test import Client

from dondoc.accounts.models import User

_START_LIMIT_S = 180  # a busy machine
_TICKS = os.sysconf("SC_CLK_TCK")
_BOUNDARY = "ranh-gioi-cua-bieu-mau"
_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|revision)" value="([^"]*)"')


@dataclass(frozen=True)
class Server:
    """What serves on `port`; `pid` is the first of its processes."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """What all its processes have computed so far."""
        return sum(_cpu(pid) for pid in self._processes())

    def megabytes(self) -> float:
        """The memory that all its processes hold; what they share is counted once (PSS)."""
        return sum(_pss(pid) for pid in self._processes()) / 1024

    def _processes(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]


@contextmanager
def serving() -> Iterator[Server]:
    """`manage.py serve` on a free port, with the settings of this process, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR)  # noqa: S603 -- our own words
    try:
        _wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _n in range(_START_LIMIT_S * 10):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("máy chủ không khởi động được")


def _cpu(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / _TICKS


def _pss(pid: int) -> int:
    """Kilobytes."""
    found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0


@dataclass
class Answer:
    status: int
    location: str
    page: str
    seconds: float


@dataclass
class Browser:
    """One person, signed in, with a connection that stays open."""

    port: int
    user: User
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        client = Client()
        client.force_login(self.user)
        self.cookies["sessionid"] = client.cookies["sessionid"].value
        self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def get(self, address: str) -> Answer:
        return self._ask("GET", address, b"", {})

    def post(self, address: str, page: str, fields: dict[str, str], file: bytes = b"") -> Answer:
        """The form of `page`, filled in with `fields`, and with a file for its evidence if there is one."""
        hidden = dict(_HIDDEN.findall(page))
        parts = [
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (hidden | fields).items()
        ]
        if file:
            head = 'Content-Disposition: form-data; name="evidence"; filename="minh-chung.pdf"'
            parts.append(f"--{_BOUNDARY}\r\n{head}\r\nContent-Type: application/pdf\r\n\r\n".encode() + file + b"\r\n")
        parts.append(f"--{_BOUNDARY}--\r\n".encode())
        kind = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
        return self._ask("POST", address, b"".join(parts), kind)

    def _ask(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> Answer:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        started = time.perf_counter()
        try:
            found, page = self._exchange(method, address, body, headers)
        except (OSError, http.client.HTTPException) as fault:
            return Answer(0, "", repr(fault), time.perf_counter() - started)
        seconds = time.perf_counter() - started
        for cookie in found.headers.get_all("Set-Cookie") or ():
            name, _mark, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(found.status, found.headers.get("Location", ""), page.decode("utf-8", "replace"), seconds)

    def _exchange(
        self, method: str, address: str, body: bytes, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Over the open line; over a new one when the server has closed that meanwhile, as every browser does."""
        for is_last in (False, True):
            try:
                self._line.request(method, address, body or None, headers)
                found = self._line.getresponse()
                return found, found.read()
            except (ConnectionError, http.client.RemoteDisconnected):
                self._line.close()
                if is_last:
                    raise
        raise AssertionError("unreachable")
