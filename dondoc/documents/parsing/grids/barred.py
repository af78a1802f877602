"""Tables whose cells are parted by bars: one row a paragraph."""

import itertools
import re
from collections.abc import Sequence

from dondoc.documents.parsing.blocks import Words
from dondoc.documents.parsing.grids.model import LONGEST_HEAD, Cell, Grid, GridRow, is_head, part_of
from dondoc.documents.parsing.outline import Node

_FEWEST_BARS = 2


def barred(nodes: Sequence[Node]) -> list[Grid]:
    """ "| cell | cell |" or "cell | cell | cell", one row a paragraph."""
    found: list[Grid] = []
    caption = ""
    for node in nodes:
        text = node.paragraph.text
        if text.count("|") < _FEWEST_BARS:
            caption = text if len(text) <= LONGEST_HEAD * 2 else ""
            continue
        cells = _cells_between_bars(node.paragraph.words)
        if all(not re.search(r"\w", c.text) for c in cells):
            if found:
                found[-1].taken.add(id(node))
            continue
        heads = [c.text for c in cells]
        if is_head(heads) and not (found and not found[-1].rows and _is_second_head(found[-1], cells)):
            found.append(Grid(heads, caption=caption, taken={id(node)}))
        elif found and not found[-1].rows and _is_second_head(found[-1], cells):
            found[-1].heads = _merged(found[-1].heads, heads)
            found[-1].taken.add(id(node))
        elif found and len(cells) >= len(found[-1].heads) - 1:
            found[-1].rows.append(GridRow(node, cells))
            found[-1].taken.add(id(node))
        elif found:
            found[-1].taken.add(id(node))
    return found


def _cells_between_bars(words: Words) -> tuple[Cell, ...]:
    text = words.text
    bars = [m.start() for m in re.finditer(r"\|", text)]
    edges = [-1, *bars, len(text)]
    pieces = [(a + 1, b) for a, b in itertools.pairwise(edges)]
    if not text[: bars[0]].strip():
        pieces = pieces[1:]
    if pieces and not text[bars[-1] + 1 :].strip():
        pieces = pieces[:-1]
    return tuple(part_of(words, a, b) for a, b in pieces)


def _is_second_head(grid: Grid, cells: Sequence[Cell]) -> bool:
    """True for a row under the head that parts a column ("Mục tiêu": "2026", "2030"): nothing in the first columns."""
    filled = [c for c in cells if c.text]
    return (
        len(cells) >= len(grid.heads)
        and bool(filled)
        and not cells[0].text
        and len(cells) > 1
        and not cells[1].text
        and all(len(c.text) <= LONGEST_HEAD for c in filled)
    )


def _merged(heads: Sequence[str], below: Sequence[str]) -> list[str]:
    """The heads of two rows as one; a head that spans several columns is carried to the right."""
    merged: list[str] = []
    span = ""
    for i, sub in enumerate(below):
        own = heads[i] if i < len(heads) else ""
        span = own or (span if sub else "")
        merged.append(f"{span} {sub}".strip() if sub else own)
    return merged
