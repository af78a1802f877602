"""The ways out of the house: e-mail, webhooks. Each takes one message that is ready and raises when it did not arrive.

What an endpoint may reach is decided by the server's settings, not by who types an address: a host that is not named
there is refused, so is one whose name leads into the house's own networks, and nothing is followed elsewhere.
"""

import hashlib
import hmac
import json
import re
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from dondoc.outbox.models import Endpoint, HookKind

TIMEOUT_S = 15
_MOST_ANSWER = 4096  # bytes of an answer that are read
TELEGRAM_LONGEST = 4000  # signs of a message
ZALO_LONGEST = 2000


@dataclass(frozen=True)
class Content:
    """What a message says now. `items`: one for each thing that it is about, as plain data for other systems."""

    subject: str
    text: str
    items: Sequence[dict[str, Any]] = field(default_factory=list)


class UnsentError(Exception):
    """It did not arrive; `lasting`: trying again changes nothing."""

    def __init__(self, why: str, *, lasting: bool = False) -> None:
        super().__init__(why)
        self.why, self.lasting = why[:300], lasting


def send_mail(connection: BaseEmailBackend, address: str, content: Content, key: str) -> None:
    """One e-mail over an open connection. The same `key` gives the same Message-ID. Errors: UnsentError."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{key}@{host}>", "Auto-Submitted": "auto-generated"}
    mail = EmailMessage(content.subject, content.text, to=[address], connection=connection, headers=headers)
    try:
        mail.send()
    except OSError as fault:  # SMTPException is one
        code = getattr(fault, "smtp_code", None)
        refused = getattr(fault, "recipients", {})
        codes = [code] if code else [one[0] for one in refused.values()]
        lasting = bool(codes) and all(500 <= one < 600 for one in codes)
        raise UnsentError(_told(fault), lasting=lasting) from fault


def post(endpoint: Endpoint, address: str, name: str, content: Content, key: str) -> None:
    """One message to an endpoint, in the form that its kind wants. `address`: under which it knows the person.
    Errors: UnsentError."""
    url, headers, body = _FORMS[HookKind(endpoint.kind)](endpoint, address, name, content, key)
    status, answer = _request(url, body, headers | {"Content-Type": "application/json", "Idempotency-Key": key})
    fault = _fault_in(endpoint, answer)
    if 200 <= status < 300 and not fault:
        return
    lasting = status in {400, 401, 403, 404, 410, 422} or bool(fault and 200 <= status < 300)
    raise UnsentError(fault or _("máy chủ trả lời mã %(status)d") % {"status": status}, lasting=lasting)


def _plain(endpoint: Endpoint, address: str, name: str, content: Content, key: str):
    data = {
        "id": key, "to": {"username": address, "name": name}, "subject": content.subject, "text": content.text,
        "items": list(content.items),
    }  # fmt: skip
    body = json.dumps(data, ensure_ascii=False).encode()
    return endpoint.url, {"X-DonDoc-Signature": f"sha256={signature(endpoint.secret, body)}"}, body


def _telegram(endpoint: Endpoint, address: str, name: str, content: Content, key: str):
    text = f"{content.subject}\n\n{content.text}"[:TELEGRAM_LONGEST]
    body = json.dumps({"chat_id": address, "text": text}, ensure_ascii=False).encode()
    return f"{endpoint.url.rstrip('/')}/bot{endpoint.secret}/sendMessage", {}, body


def _zalo(endpoint: Endpoint, address: str, name: str, content: Content, key: str):
    text = f"{content.subject}\n\n{content.text}"[:ZALO_LONGEST]
    data = {"recipient": {"user_id": address}, "message": {"text": text}}
    return endpoint.url, {"access_token": endpoint.secret}, json.dumps(data, ensure_ascii=False).encode()


_FORMS = {HookKind.PLAIN: _plain, HookKind.TELEGRAM: _telegram, HookKind.ZALO: _zalo}
USUAL_URLS = {
    HookKind.TELEGRAM: "https://api.telegram.org",
    HookKind.ZALO: "https://openapi.zalo.me/v3.0/oa/message/cs",
}


def signature(secret: str, body: bytes) -> str:
    """What stands behind "sha256=" in X-DonDoc-Signature: HMAC-SHA256 of the body, in hexadecimal digits."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _fault_in(endpoint: Endpoint, answer: bytes) -> str:
    """What the service says went wrong; "" when it says nothing. Zalo answers 200 with an error inside."""
    if endpoint.kind == HookKind.PLAIN:
        return ""
    try:
        data = json.loads(answer)
    except ValueError:
        return ""
    if not isinstance(data, dict):
        return ""
    if endpoint.kind == HookKind.ZALO and data.get("error"):
        return str(data.get("message") or data["error"])
    if endpoint.kind == HookKind.TELEGRAM and data.get("ok") is False:
        return str(data.get("description") or data.get("error_code"))
    return ""


def refusal(url: str) -> str:
    """Why a webhook may not go to `url`, by its words alone; "" when it may. The address is looked up when it goes."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.fragment:
        return _("Địa chỉ phải có dạng https://máy-chủ/đường-dẫn.")
    if re.search(r"[\x00-\x20\x7f]", url):
        return _("Địa chỉ có dấu cách hoặc ký tự lạ.")
    try:
        port = parts.port
    except ValueError:
        return _("Cổng của địa chỉ không đúng.")
    if not {parts.hostname, f"{parts.hostname}:{port or _PORTS[parts.scheme]}"} & set(settings.HOOK_HOSTS):
        return _("Máy chủ “%(host)s” chưa được cho phép (cài đặt DONDOC_HOOK_HOSTS).") % {"host": parts.netloc}
    if parts.scheme == "http" and not _is_inside(parts.hostname):
        return _("Gửi ra ngoài phải qua https.")
    return ""


_PORTS = {"http": 80, "https": 443}


def _is_inside(host: str) -> bool:
    """Whether the settings name this very address, or the network that it lies in."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    named = {one.rpartition(":")[0] or one for one in settings.HOOK_HOSTS} | set(settings.HOOK_HOSTS)
    return host in named or any(address in ip_network(one, strict=False) for one in settings.HOOK_NETWORKS)


def _resolved(host: str, port: int) -> str:
    """The address to connect to, looked up once so that nothing can change in between. Errors: UnsentError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as fault:
        raise UnsentError(_("không tìm thấy máy chủ “%(host)s”") % {"host": host}) from fault
    for one in found:
        address = str(one[4][0])
        if ip_address(address).is_global or _is_inside(address):
            return address
    said = _("“%(host)s” dẫn vào mạng nội bộ chưa được cho phép (cài đặt DONDOC_HOOK_NETWORKS)")
    raise UnsentError(said % {"host": host}, lasting=True)


class _Pinned(HTTPSConnection):
    """Connects to an address that was looked up before, and expects the certificate of the host's name."""

    def __init__(self, address: str, host: str, port: int) -> None:
        super().__init__(host, port, timeout=TIMEOUT_S, context=ssl.create_default_context())
        self.address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


def _request(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    if why := refusal(url):
        raise UnsentError(why, lasting=True)
    parts = urlsplit(url)
    host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    address = _resolved(host, port)
    is_safe = parts.scheme == "https"
    line = _Pinned(address, host, port) if is_safe else HTTPConnection(address, port, timeout=TIMEOUT_S)
    try:
        target = parts.path or "/"
        line.request(
            "POST", f"{target}?{parts.query}" if parts.query else target, body, headers | {"Host": parts.netloc}
        )
        answer = line.getresponse()
        return answer.status, answer.read(_MOST_ANSWER)
    except (OSError, HTTPException) as fault:
        raise UnsentError(_told(fault)) from fault
    finally:
        line.close()


def _told(fault: BaseException) -> str:
    return f"{type(fault).__name__}: {fault}"
