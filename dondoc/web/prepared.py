"""Questions that are asked all the time: put together once, then only their values change.

Django puts every query together anew, from conditions to SQL, which costs several times what sending it costs. A
`Prepared` keeps the finished SQL with the places of its values; the rows come out as those of the query itself.
PostgreSQL keeps it too, with its plan: planning costs it more than answering (settings: DONDOC_PREPARED_QUERIES).
"""

import json
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class Given(models.Value):
    """In a prepared question the place of the value `name`."""

    def __init__(self, name: str, output_field: models.Field) -> None:
        super().__init__(None, output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection) -> tuple[str, list[Any]]:
        """A place, and itself as what stands there until it is asked."""
        return "%s", [self]


class Ids(models.Field):
    """The kind of a value that is many ids: `pk__among=given` is `pk__in` for however many there are."""

    cast = "bigint"

    def get_db_prep_value(self, value, connection, prepared=False):
        """A list, or one as JSON for SQLite, which knows no lists."""
        return list(value) if connection.vendor == "postgresql" else json.dumps(list(value))


class Many(Given):
    """In a prepared question the place of many ids after `__in`, for what takes a list of them elsewhere."""

    def __init__(self, name: str) -> None:
        super().__init__(name, Ids())

    def as_sql(self, compiler, connection) -> tuple[str, list[Any]]:
        """What stands in the place, as rows."""
        if connection.vendor == "postgresql":
            return "(SELECT unnest(%s::bigint[]))", [self]
        return "(SELECT value FROM json_each(%s))", [self]


class Texts(Ids):
    """The same of many texts."""

    cast = "text"


@models.Field.register_lookup
class Among(models.Lookup):
    """Of the ids or texts that stand in one place (`Ids`, `Texts`)."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection) -> tuple[str, list[Any]]:
        column, before = self.process_lhs(compiler, connection)
        place, ids = self.process_rhs(compiler, connection)
        cast = self.rhs.output_field.cast
        if connection.vendor == "postgresql":
            among = f"= ANY({place}::{cast}[])"
        else:
            among = f"IN (SELECT value FROM json_each({place}))"  # noqa: S608 -- a place, not a value
        return f"{column} {among}", [*before, *ids]


@dataclass(frozen=True)
class _Compiled:
    queryset: models.QuerySet
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]


class Prepared(Generic[Row]):
    """A question of always the same form.

    `build` makes the query of expressions that stand for the values, `fields` says what kind each value is. Its form
    must not depend on the values: no lists of changing length (`Ids` are one value), no None, no date of today that is
    not given.
    """

    def __init__(self, build: Callable[..., "models.QuerySet[Any, Row]"], **fields: models.Field) -> None:
        self._build, self._fields = build, fields
        self._known: dict[str, _Compiled] = {}  # by the kind of database

    def ask(self, **values: Any) -> list[Row]:
        """The rows for these values, from the database that is read from. One query."""
        connection = connections[router.db_for_read(None)]
        known = self._known.get(connection.vendor) or self._compile(connection)
        ready = {name: field.get_db_prep_value(values[name], connection) for name, field in self._fields.items()}
        params = tuple(ready[one.name] if isinstance(one, Given) else one for one in known.params)
        compiler = copy(known.compiler)
        compiler.connection = connection
        found = _rows(connection, known.sql, params)
        compiler.execute_sql = lambda *_given, **_more: [found]
        asked = known.queryset.using(connection.alias)
        asked.query.get_compiler = lambda *_given, **_more: compiler
        return list(asked)

    def _compile(self, connection: BaseDatabaseWrapper) -> _Compiled:
        queryset = self._build(**{name: Given(name, field) for name, field in self._fields.items()})
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        compiler.connection = None  # every thread has its own
        known = self._known[connection.vendor] = _Compiled(queryset, compiler, sql, tuple(params))
        return known


def _rows(connection: BaseDatabaseWrapper, sql: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor = _kept_by_the_server(connection)
        cursor.execute(sql, params)
        return cursor.fetchall()


def _kept_by_the_server(connection: BaseDatabaseWrapper) -> Any:
    """A cursor that sends the values apart from the question, and has the server keep that one."""
    from psycopg import Cursor  # noqa: PLC0415 -- optional dependency

    class Keeping(Cursor):
        def execute(self, query, params=None, **more):
            super().execute(query, params, prepare=True, **more)
            self._query = self._query or SimpleNamespace(query=query.encode())  # what Django's log of queries tells
            return self

    return Keeping(connection.connection)
