"""Very many rows into PostgreSQL: tables without indexes and links meanwhile; put back, and so checked, at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

# ruff: noqa: S608 -- statements are put together from names of our own tables
_MEMORY = "512MB"  # for sorting an index


@contextmanager
def bare(*kinds: type[models.Model]) -> Iterator[None]:
    """The tables of `kinds` keep only their primary keys within the block. Errors: IntegrityError at the end when a row
    breaks a rule that was put back."""
    tables = [kind._meta.db_table for kind in kinds]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits to be checked would hold the tables
        put_back = [one for table in tables for one in _taken_off(cursor, table)]
    yield
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"SET LOCAL maintenance_work_mem = '{_MEMORY}'")
        for statement in put_back:
            cursor.execute(statement)


def _taken_off(cursor: CursorWrapper, table: str) -> list[str]:
    """Take away links, rules of uniqueness and indexes; the statements that bring them back."""
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass "
        "AND contype IN ('f', 'u') ORDER BY contype DESC, conname",
        [table],
    )
    rules = cursor.fetchall()
    cursor.execute(
        "SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "WHERE i.indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid)",
        [table],
    )
    indexes = cursor.fetchall()
    for name, _rule in rules:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _making in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    again = [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {rule}' for name, rule in rules]
    return [*(making for _name, making in indexes), *again]


@contextmanager
def beside(kind: type[models.Model], name: str) -> Iterator[str]:
    """An empty table of our own with the columns of `kind` but its id; what it holds is moved over at the end."""
    table = kind._meta.db_table
    columns = ", ".join(one.column for one in kind._meta.concrete_fields if not one.primary_key)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} (LIKE {table} INCLUDING DEFAULTS)")
        cursor.execute(f"ALTER TABLE {name} DROP COLUMN id")
        yield name
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {name}")
        cursor.execute(f"DROP TABLE {name}")
