"""Words of a report as people type them, with a little markup, as blocks of a paper.

A line is a paragraph; "- " begins a bullet, "## " a small heading, "|" a row of a table (the first is its head);
**bold** and *italic* inside a line. [[code]] stands for a figure (dondoc.reports.live).
What is not markup stays as typed.
"""

import re
from collections.abc import Iterator

from dondoc.writers.tree import Block, Bullets, Column, Heading, Paragraph, Row, Run, Table, Words

_DRESSED = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|(?<!\*)\*(?P<italic>[^*\s][^*\n]*)\*(?!\*)")
_RULE = re.compile(r"[|\s:-]+")  # the line under a table's head, as other editors write it
MOST_COLUMNS = 8


def blocks_of(text: str) -> list[Block]:
    """Typed words as blocks. [] for nothing."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return list(_blocks(lines))


def _blocks(lines: list[str]) -> Iterator[Block]:
    place = 0
    while place < len(lines):
        line, kind = lines[place], _kind(lines[place])
        run = [line]
        while kind in ("- ", "|") and place + len(run) < len(lines) and _kind(lines[place + len(run)]) == kind:
            run.append(lines[place + len(run)])
        place += len(run)
        match kind:
            case "- ":
                yield from _bullets(run)
            case "|":
                yield _table(run)
            case "## ":
                yield Heading(3, _plain(line[3:]))
            case _:
                yield Paragraph(_dressed(line))


def _kind(line: str) -> str:
    return next((mark for mark in ("- ", "## ", "|") if line.startswith(mark)), "")


def _bullets(lines: list[str]) -> Iterator[Block]:
    """Plain ones together; one with bold words as a paragraph of its own, because bullets hold plain text."""
    items = [line[2:] for line in lines]
    if not any(_DRESSED.search(item) for item in items):
        yield Bullets(tuple(items))
        return
    for item in items:
        dressed = _dressed(item)
        yield Paragraph((Run("- "), *((Run(dressed),) if isinstance(dressed, str) else dressed)))


def _table(lines: list[str]) -> Table:
    rows = [[cell.strip() for cell in line.strip("|").split("|")][:MOST_COLUMNS] for line in lines]
    rows = [row for row, line in zip(rows, lines, strict=True) if not _RULE.fullmatch(line)] or [[""]]
    width = max(len(row) for row in rows)
    head, *body = [row + [""] * (width - len(row)) for row in rows]
    lengths = [max(len(row[place]) for row in (head, *body)) for place in range(width)]
    columns = tuple(Column(_plain(title), min(max(size, 8), 60)) for title, size in zip(head, lengths, strict=True))
    return Table(columns, tuple(Row(tuple(_cell(cell) for cell in row)) for row in body))


def _cell(text: str) -> str | Words:
    dressed = _dressed(text)
    return dressed if isinstance(dressed, str) else Words(dressed)


def _plain(text: str) -> str:
    return _DRESSED.sub(lambda found: found["bold"] or found["italic"], text).strip()


def _dressed(text: str) -> str | tuple[Run, ...]:
    """The text itself where nothing is bold or italic, else its runs."""
    runs, last = [], 0
    for found in _DRESSED.finditer(text):
        if found.start() > last:
            runs.append(Run(text[last : found.start()]))
        runs.append(Run(found["bold"] or found["italic"], bold=bool(found["bold"]), italic=bool(found["italic"])))
        last = found.end()
    if not runs:
        return text
    return (*runs, Run(text[last:])) if last < len(text) else tuple(runs)
