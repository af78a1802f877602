"""Very many new rows at once: on PostgreSQL by COPY, which costs it and us a good deal less than INSERT."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import chain, islice
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.utils.functional import Promise

from dondoc.web.ids import reserve_ids

_WORTH_IT = 100  # rows; fewer are one INSERT
_CHUNK = 1000  # rows handed over at once
_BATCH = 500  # rows an INSERT
_MOST_KEPT = 5000  # values of a column that are remembered
_NULL = r"\N"
_SPECIAL = re.compile(r"[\\\n\r\t]")
_ESCAPED = {"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"}

Held = Mapping[Any, tuple[int, Any]]  # key of a row → its id and its columns
Writer = Callable[[Any], str]  # a value that is not None → as COPY reads it


def insert_many(rows: Sequence[models.Model]) -> None:
    """Store new rows of one model, all or none, and give an id to those that have none. As `bulk_create`: without
    `save()`. Errors: IntegrityError; RuntimeError outside a transaction."""
    if not rows:
        return
    model = type(rows[0])
    writers = _writers(model) if connection.vendor == "postgresql" and len(rows) >= _WORTH_IT else None
    if writers is None:
        model._default_manager.bulk_create(rows, batch_size=_BATCH)
        return
    without = [row for row in rows if row.pk is None]
    for row, pk in zip(without, reserve_ids(model, len(without)), strict=True):
        row.pk = pk
    _copy(model, writers, ([row.__dict__[name] for name in writers] for row in rows))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert_values(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """As `insert_many`, of rows that are only their values in the order of `names` (attributes); the database gives the
    ids, and nothing comes back. Rows are asked for one after the other while the database stores those before, so
    what makes them may not ask it for anything."""
    rows = iter(rows)
    first = list(islice(rows, _WORTH_IT))
    writers = _writers(model) if connection.vendor == "postgresql" and len(first) == _WORTH_IT else None
    if writers is not None:
        _copy(model, {name: writers[name] for name in names}, chain(first, rows))
        return
    everything = chain(first, rows)
    while some := [model(**dict(zip(names, row, strict=True))) for row in islice(everything, _BATCH)]:
        model._default_manager.bulk_create(some)


def insert_selected(model: type[models.Model], rows: models.QuerySet, **columns: Any) -> int:
    """New rows that the database makes of the rows it finds, without one of them coming to us; those that a unique
    constraint refuses are left out. Returns how many were written.

    `columns`: attribute → an expression over `rows`, or a value. What is not named gets the field's default.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields if not field.primary_key}
    given = {name: columns[name] if name in columns else field.get_default() for name, field in fields.items()}
    selected = {
        f"new_{name}": value if hasattr(value, "resolve_expression") else _constant(value, fields[name])
        for name, value in given.items()
    }
    found = rows.order_by().annotate(**selected).values_list(*selected)
    try:
        sql, values = found.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # nothing can be found, whatever the tables hold
        return 0
    quote = connection.ops.quote_name
    names = ", ".join(quote(fields[name].column) for name in given)
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) {sql} ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def _constant(value: Any, field: models.Field) -> models.expressions.Combinable:
    """`value` with the type of its column, which a SELECT would not know of it."""
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    output = models.BigIntegerField() if isinstance(kind, models.AutoField | models.BigAutoField) else kind.clone()
    return models.functions.Cast(models.Value(value, output_field=output), output)


def hold(
    model: type[models.Model], key: Sequence[str], fields: Sequence[str], *, stored: Held,
    wanted: Iterable[tuple[Any, Any]], beside: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """Make the table hold `wanted` (keys with columns of `fields`) where it holds `stored` (key → id, columns): what is
    not wanted goes, equal rows are not touched. Returns how many were written.

    `key`: the attributes that make a row the same, of which there is a unique constraint. `beside`: written with every
    row that comes or changes, and not compared. `wanted` may be made while it is read (`insert_values`).
    """
    added = tuple((beside or {}).values())
    names = (*key, *fields, *(beside or {}))
    left, changed, new = dict(stored), [], 0

    def rows_to_come() -> Iterator[Sequence[Any]]:
        nonlocal new
        for one, columns in wanted:
            if one not in stored:
                new += 1
                yield (*one, *columns, *added)
            elif left.pop(one)[1] != columns:
                changed.append(model(**dict(zip(names, (*one, *columns, *added), strict=True))))

    insert_values(model, names, rows_to_come())
    gone = [pk for pk, _columns in left.values()]
    for start in range(0, len(gone), _BATCH):
        model._default_manager.filter(pk__in=gone[start : start + _BATCH]).delete()
    model._default_manager.bulk_create(
        changed, batch_size=_BATCH, update_conflicts=True, unique_fields=[_field(model, name) for name in key],
        update_fields=[_field(model, name) for name in (*fields, *(beside or {}))],
    )  # fmt: skip
    return len(gone) + new + len(changed)


def _field(model: type[models.Model], attribute: str) -> str:
    return model._meta.get_field(attribute).name


def _copy(model: type[models.Model], writers: Mapping[str, Writer], rows: Iterable[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(model._meta.get_field(name).column) for name in writers)
    statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for lines in _lines(rows, list(writers.values())):
            copy.write(lines)


def _lines(rows: Iterable[Sequence[Any]], writers: Sequence[Writer]) -> Iterator[str]:
    """Some rows at a time, column by column: of most columns the same values come again and again."""
    rows, columns = iter(rows), [_column(write) for write in writers]
    while some := list(islice(rows, _CHUNK)):
        cells = [write(values) for write, values in zip(columns, zip(*some, strict=True), strict=True)]
        yield "".join([f"{line}\n" for line in map("\t".join, zip(*cells, strict=True))])


def _column(write: Writer) -> Callable[[Iterable[Any]], Iterable[str]]:
    if write in _OFTEN_EQUAL:
        return partial(map, _Told(write).__getitem__)
    if write is str:
        return lambda values: [_NULL if value is None else str(value) for value in values]
    return partial(_in_turn, write)


def _in_turn(write: Writer, values: Iterable[Any]) -> Iterator[str]:
    """Neighbours are often the same object, as a list that several rows have in common."""
    last, told = None, _NULL
    for value in values:
        if value is not last:
            last, told = value, _NULL if value is None else write(value)
        yield told


class _Told(dict[Any, str]):
    """How values are written, kept for those that come again."""

    def __init__(self, write: Writer) -> None:
        self._write = write

    def __missing__(self, value: Any) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        found = self[value] = _NULL if value is None else self._write(value)
        return found


def _writers(model: type[models.Model]) -> dict[str, Writer] | None:
    """Attribute → how its column is written; None when there is a kind of column that only Django can store."""
    found = {field.attname: _writer(field) for field in model._meta.concrete_fields}
    return None if None in found.values() else found


def _writer(field: models.Field) -> Writer | None:
    if isinstance(field, models.ForeignKey):
        return _writer(field.target_field)
    if isinstance(field, models.JSONField):
        return _json_with(field.encoder)
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return None
    if field.has_db_default() and not field.has_default():
        return None
    return _WRITERS.get(type(field))


def _text(value: str | Promise) -> str:
    """Errors: TypeError for what is no text, as an expression that the database would have to work out."""
    words = str(value) if isinstance(value, Promise) else value
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], words)


def _json_with(encoder: type[json.JSONEncoder] | None) -> Writer:
    encode = (encoder or json.JSONEncoder)().encode
    return lambda value: encode(value).replace("\\", r"\\")


def _truth(value: bool) -> str:
    return "t" if value else "f"


def _day(value: date) -> str:
    return value.isoformat()


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a moment without its time zone")
    return value.isoformat()


_WRITERS: dict[type[models.Field], Writer] = {
    models.BigAutoField: str,
    models.BigIntegerField: str,
    models.BooleanField: _truth,
    models.CharField: _text,
    models.DateField: _day,
    models.DateTimeField: _moment,
    models.DecimalField: str,
    models.IntegerField: str,
    models.PositiveIntegerField: str,
    models.PositiveSmallIntegerField: str,
    models.SmallIntegerField: str,
    models.TextField: _text,
}
_OFTEN_EQUAL = frozenset({_text, _truth, _day, _moment})
