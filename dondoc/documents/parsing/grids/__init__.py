"""Tables as grids of cells, from the forms in which they come: bars, wide blanks, a cell per line, a row per line.

A cell knows its place in the source. What a grid means is read elsewhere (`target_tables`).
"""

from collections.abc import Sequence

from dondoc.documents.parsing.grids.barred import barred
from dondoc.documents.parsing.grids.flat import flat
from dondoc.documents.parsing.grids.lined import lined
from dondoc.documents.parsing.grids.model import EMPTY, FIGURE_CELL, NUMBER_HEAD, Cell, Grid, GridRow
from dondoc.documents.parsing.grids.spaced import spaced
from dondoc.documents.parsing.outline import Node

__all__ = ["EMPTY", "FIGURE_CELL", "NUMBER_HEAD", "Cell", "Grid", "GridRow", "grids"]


def grids(nodes: Sequence[Node], source: str) -> list[Grid]:
    """The tables of the document, in order of their form and place."""
    return [*barred(nodes), *spaced(nodes, source), *flat(nodes, source), *lined(nodes)]
