"""How many SQL statements each page of a filled demo takes, made anew: a crawl without a browser.

Run by `test_statements` with the product's settings, on a data folder of its own (pages note who looks): prints one
line of JSON a page, `[statements, address name, person, address]`.
"""

import json
import os
import re
import sys
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import django
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

LINK = re.compile(r"""<a\b[^>]*?\bhref=["']([^"'#]+)""")
LEFT_OUT = re.compile(r"sign_out|export|_file|picture")  # these answer with something else than a page
HOST = "http://127.0.0.1"
MOST = 15


class Crawl:
    """Each named address once for each person, and once for each new set of parameters, whoever comes first."""

    def __init__(self) -> None:
        self.kinds: set[tuple[str, frozenset[str]]] = set()

    def pages(self, username: str) -> Iterator[tuple[int, str, str]]:
        """(statements, address name, address) of what this person reaches by links from the home page."""
        from dondoc.accounts.models import User  # noqa: PLC0415 -- app ready

        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(User.objects.get(username=username))
        client.get("/tai-khoan/")  # the form token's cookie: without it no page is remembered
        mine: set[str] = set()
        seen, waiting = {"/"}, deque(["/"])
        while waiting:
            address = waiting.popleft()
            name, kind = kind_of(address)
            if not name or LEFT_OUT.search(name) or (name in mine and kind in self.kinds):
                continue
            mine.add(name)
            self.kinds.add(kind)
            count, response = made_anew(client, address)
            if count > MOST:  # a process reads once what it keeps of tables that rarely change (decisions/0020)
                count, response = made_anew(client, address)
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                yield count, name, address
            for goal in goals_of(address, response):
                if goal not in seen:
                    seen.add(goal)
                    waiting.append(goal)


def made_anew(client: Client, address: str) -> tuple[int, Any]:
    """As after a change: what was remembered of pages is gone."""
    for cache in (caches["pages"], caches["default"]):
        cache.clear()
    count = 0

    def counted(execute: Any, *given: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*given)

    with connection.execute_wrapper(counted):
        response = client.get(address)
    return count, response


def kind_of(address: str) -> tuple[str, tuple[str, frozenset[str]]]:
    """The name of the address ("" for what is not ours), and the name with the parameters that it gives."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).view_name or ""
    except Resolver404:
        name = ""
    return name, (name, frozenset(parse_qs(parts.query)))


def goals_of(page: str, response: Any) -> list[str]:
    """Our own addresses to which a page links or sends on, without host."""
    if response.has_header("Location"):
        found = [response["Location"]]
    elif response.status_code == 200 and response["Content-Type"].startswith("text/html"):
        found = LINK.findall(response.content.decode())
    else:
        found = []
    goals = [urlsplit(urljoin(HOST + page, unescape(one))) for one in found]
    return [one._replace(scheme="", netloc="", fragment="").geturl() for one in goals if one.netloc in HOST]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dondoc.config.settings")
    django.setup()
    crawl = Crawl()
    for who in sys.argv[1:]:
        for statements, name, address in crawl.pages(who):
            print(json.dumps([statements, name, who, address]), flush=True)
