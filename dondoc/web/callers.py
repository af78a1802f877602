"""Who calls: the network address of the machine at the other end, also when a proxy stands in between.

A proxy writes the address of its caller into a header. Anybody can write such a header, so it is believed only as far
as the proxies that the office names have written it: from the last entry backwards, the first that is none of them.
"""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Network = IPv4Network | IPv6Network


class CallerAddress:
    """Puts the caller's own address into REMOTE_ADDR, for everything that comes after: lockouts, counts, logs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        proxies = [ip_network(one, strict=False) for one in settings.TRUSTED_PROXIES]
        if proxies:
            told = request.headers.get(settings.PROXY_HEADER, "")
            request.META["REMOTE_ADDR"] = caller(request.META.get("REMOTE_ADDR", ""), told, proxies)
        return self.get_response(request)


def caller(peer: str, told: str, proxies: Iterable[Network]) -> str:
    """The caller's address. `peer`: who is connected, "" for a socket on this machine, which only a proxy can be;
    `told`: the header, "client, proxy, proxy". What is no address ends the way back."""
    known, address = list(proxies), peer
    if peer and not _is_one_of(peer, known):
        return peer
    for one in reversed([part.strip() for part in told.split(",") if part.strip()]):
        if not _is_address(one):
            break
        address = one
        if not _is_one_of(one, known):
            break
    return address


def household(address: str) -> str:
    """`address` as it is counted: of IPv6 the network of 64 bits, which one subscriber has for itself."""
    if not _is_address(address):
        return address
    one = ip_address(address)
    return str(ip_network((one, 64), strict=False)) if one.version == 6 else address


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_one_of(address: str, networks: list[Network]) -> bool:
    if not _is_address(address):
        return False
    one = ip_address(address)
    return any(one.version == network.version and one in network for network in networks)
