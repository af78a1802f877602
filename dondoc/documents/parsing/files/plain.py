"""Plain text: Unicode, the pages parted by form feeds where the program that made it put them."""

import codecs
import re
from collections import Counter

from dondoc.documents.parsing.files.base import Extraction, refusal, running_key
from dondoc.lib.text import nfc

_MARGIN_LINES = 2  # at most so many lines at the top and the foot of a page belong to the page only


def read_plain(data: bytes, name: str) -> Extraction:
    """The text as it stands. Errors: UnreadableFile when it is not Unicode."""
    text = decoded(data)
    if text is None:
        raise refusal("not_unicode", name)
    text = nfc(text)
    feeds = [m.end() for m in re.finditer("\f", text) if text[m.end() :].strip()]
    if not feeds:
        return Extraction(text)
    starts = [0, *feeds]
    return Extraction(_without_margins(text, starts), tuple((at, page) for page, at in enumerate(starts, 1)))


def _without_margins(text: str, starts: list[int]) -> str:
    """`text`, same length, with blanks for the lines at the edges of pages that come again on most of them."""
    pages = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    edges = [{at: running_key(line, n) for at, line in _edges(page).items()} for n, page in enumerate(pages, 1)]
    keys = Counter(key for found in edges for key in set(found.values()))
    running = {key for key, count in keys.items() if count >= max(2, len(pages) * 0.6)}
    return "".join(_blanked(page, found, running) for page, found in zip(pages, edges, strict=True))


def _edges(page: str) -> dict[int, str]:
    """The first and last lines of a page that hold something, by their number."""
    filled = [(at, line) for at, line in enumerate(page.splitlines(keepends=True)) if line.strip()]
    return dict([*filled[:_MARGIN_LINES], *filled[-_MARGIN_LINES:]])


def _blanked(page: str, edges: dict[int, str], running: set[str]) -> str:
    """The page with its running lines blanked, from the edges inwards as far as they follow one another."""
    lines = page.splitlines(keepends=True)
    for order in (sorted(edges), sorted(edges, reverse=True)):
        for at in order:
            if edges[at] not in running:
                break
            lines[at] = re.sub(r"[^\s]", " ", lines[at])
    return "".join(lines)


def decoded(data: bytes) -> str | None:
    """`data` as UTF-8, or UTF-16 with its mark; None when it is neither."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text
