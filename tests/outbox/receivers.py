"""A real mail server and a real web server on this machine, which keep what they are given."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller

MAIL = {
    "MAIL_IS_ON": True, "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1",
    "DEFAULT_FROM_EMAIL": "Đôn Đốc <don-doc@mau.vn>",
}  # fmt: skip


class Post:
    """What an SMTP server took; `refuse`: address → the answer that it gets instead."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse: dict[str, str] = {}

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@contextmanager
def mail_server(settings) -> Iterator[Post]:
    """A mail server that the settings name while the block runs."""
    post = Post()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    for name, value in MAIL.items():
        setattr(settings, name, value)
    settings.EMAIL_PORT = port
    try:
        yield post
    finally:
        controller.stop()


@dataclass
class Web:
    """What a web server was sent, each as path, headers and body; `answers`: status and body, one for each call."""

    port: int = 0
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, Any]] = field(default_factory=list)

    def url(self, path: str = "/nhan") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def web_server(settings) -> Iterator[Web]:
    """A web server to which webhooks may go while the block runs."""
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            web.calls.append((self.path, dict(self.headers), body))
            status, answer = web.answers.pop(0) if web.answers else (200, {"ok": True})
            data = json.dumps(answer).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:1/")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.port = server.server_address[1]
    settings.HOOK_HOSTS = [f"127.0.0.1:{web.port}"]
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
