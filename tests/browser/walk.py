"""Every page that a person can reach by following links: one example of each named address."""

import re
from collections import deque
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

LINK = re.compile(r"""<a\b[^>]*?\bhref=["']([^"'#]+)""")


@dataclass
class Walk:
    """`pages`: name of the address → the first one found. `dead`: links that answer with 400 or more, and where."""

    pages: dict[str, str] = field(default_factory=dict)
    downloads: dict[str, str] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)


def name_of(address: str) -> str | None:
    """The name of the address, as the sweep's table has it; None for what is not ours. What follows "?" is ignored."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def walk(page: Page) -> Walk:
    """Breadth first from the home page, as whoever is signed in on `page`."""
    found = Walk()
    seen, waiting = {"/"}, deque([("/", "")])
    while waiting:
        address, origin = waiting.popleft()
        if name_of(address) in found.pages | found.downloads:
            continue
        answer = page.request.get(address)
        arrived = urlsplit(answer.url)._replace(scheme="", netloc="").geturl()  # after redirects
        if not answer.ok:
            found.dead.append(f"{answer.status} for {address}, a link on {origin}")
        elif "text/html" not in answer.headers["content-type"]:
            found.downloads[name_of(address)] = address
        else:
            for one in (address, arrived):
                found.pages.setdefault(name_of(one), one)
            for goal in _links(answer.text(), answer.url):
                if goal not in seen:
                    seen.add(goal)
                    waiting.append((goal, arrived))
    return found


def _links(html: str, url: str) -> list[str]:
    """The addresses of our own that a page links to, without host."""
    goals = [urlsplit(urljoin(url, unescape(href))) for href in LINK.findall(html)]
    ours = [goal for goal in goals if goal.netloc == urlsplit(url).netloc and name_of(goal.path)]
    return [goal._replace(scheme="", netloc="", fragment="").geturl() for goal in ours]
