"""What rarely changes, kept in the memory of each process: sheets, products, windows, locks, limits. See
docs/decisions/0020.

The database itself says whether any of these tables changed: triggers (`settled_triggers`) write a new mark with every
change, whoever makes it, in the transaction of the change. All marks together are the stamp, read beside something that
is asked anyway. What was made under a stamp holds wherever the same stamp is read: no stamp ever comes twice.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import models

from dondoc.audit.models import SettledMark

Table = TypeVar("Table", bound=type[models.Model])
Made = TypeVar("Made")

_watched: dict[type[models.Model], tuple[str, str] | None] = {}
_kept: tuple[str, dict[Hashable, Any]] = ("", {})


def settled(*, only: tuple[str, str] | None = None) -> Callable[[Table], Table]:
    """A model whose table changes the stamp; `only` (column, value): rows of that kind do, others do not."""

    def watch(model: Table) -> Table:
        _watched[model] = only
        return model

    return watch


def watched() -> dict[type[models.Model], tuple[str, str] | None]:
    """The tables that change the stamp, each with the rows that do."""
    return dict(_watched)


class Stamp(models.Func):
    """The stamp, to be read beside something else."""

    arity = 0
    output_field = models.TextField()
    template = "(SELECT string_agg(stamp, '' ORDER BY stamp) FROM audit_settledmark)"

    def as_sqlite(self, compiler, connection, **extra):
        """SQLite orders the rows of a subquery."""
        template = "(SELECT group_concat(stamp, '') FROM (SELECT stamp FROM audit_settledmark ORDER BY stamp))"
        return self.as_sql(compiler, connection, template=template, **extra)


def stamp() -> str | None:
    """The stamp now; None before anything is settled. One query."""
    marks = SettledMark.objects.order_by("stamp").values_list("stamp", flat=True)
    return "".join(marks) or None


def made_under(under: str | None, what: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` reads from settled tables, and from nothing else, for `what`; made once under each stamp.

    `under`: the stamp, read before; None: nothing is kept. The same object is given to everybody: it is not changed.
    """
    global _kept  # noqa: PLW0603 -- replaced whole, so that threads see one stamp with what belongs to it
    if under is None:
        return make()
    known = _kept
    if known[0] != under:
        known = _kept = (under, {})
    if what not in known[1]:
        known[1][what] = make()
    return known[1][what]
