"""The tables of computed figures in parts by year, on PostgreSQL. See docs/SCALE.md.

Whoever writes and reads sees the same tables: PostgreSQL sends each row to its part and leaves out the parts that a
question about one month cannot concern. A year can then be moved to another disk, taken off, or vacuumed by itself.
"""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from dondoc.measures.models import Answer, MeasureValue

# ruff: noqa: S608 -- statements are put together from names of our own tables and whole years
TABLES = tuple(model._meta.db_table for model in (Answer, MeasureValue))


def divide(years: Iterable[int]) -> dict[str, list[int]]:
    """Keep both tables in one part for each of `years`, and one for all other months; by table, the years whose part is
    new. A year that has its part already is left as it is. All or nothing; nobody reads the tables meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits to be checked would hold the tables
        return {table: _divide(cursor, table, sorted(set(years))) for table in TABLES}


def _divide(cursor: CursorWrapper, table: str, years: list[int]) -> list[int]:
    cursor.execute("SELECT relkind FROM pg_class WHERE oid = %s::regclass", [table])
    if cursor.fetchone()[0] != "p":
        _make_divisible(cursor, table)
    new = [year for year in years if _is_missing(cursor, f"{table}_{year}")]
    for year in new:
        _part(cursor, table, year)
    return new


def _make_divisible(cursor: CursorWrapper, table: str) -> None:
    """The same table, with all its rows in the part for the rest; its key names the month too, as PostgreSQL asks."""
    rules, indexes = _rules(cursor, table), _indexes(cursor, table)
    cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_rest")
    for name, _rule in rules:
        cursor.execute(f'ALTER TABLE {table}_rest DROP CONSTRAINT "{name}"')
    for name, _making in indexes:
        cursor.execute(f'DROP INDEX IF EXISTS "{name}"')
    cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}_rest")
    following = cursor.fetchone()[0]
    cursor.execute(f"ALTER TABLE {table}_rest ALTER COLUMN id DROP IDENTITY")
    cursor.execute(f"CREATE SEQUENCE {table}_row AS bigint START {following}")
    cursor.execute(f"CREATE TABLE {table} (LIKE {table}_rest INCLUDING DEFAULTS) PARTITION BY RANGE (month)")
    cursor.execute(f"ALTER TABLE {table} ALTER COLUMN id SET DEFAULT nextval('{table}_row')")
    cursor.execute(f"ALTER SEQUENCE {table}_row OWNED BY {table}.id")
    cursor.execute(f"ALTER TABLE {table} ATTACH PARTITION {table}_rest DEFAULT")
    for name, rule in rules:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {rule}')
    for _name, making in indexes:
        cursor.execute(making)


def _rules(cursor: CursorWrapper, table: str) -> list[tuple[str, str]]:
    """Name and text of every constraint; the key with the month."""
    cursor.execute(
        "SELECT conname, CASE contype WHEN 'p' THEN 'PRIMARY KEY (id, month)' ELSE pg_get_constraintdef(oid) END "
        "FROM pg_constraint WHERE conrelid = %s::regclass AND contype <> 'n' ORDER BY contype = 'f', conname",
        [table],
    )
    return cursor.fetchall()


def _indexes(cursor: CursorWrapper, table: str) -> list[tuple[str, str]]:
    """Name and making of every index that no constraint makes."""
    cursor.execute(
        "SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "WHERE i.indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid)",
        [table],
    )
    return cursor.fetchall()


def _part(cursor: CursorWrapper, table: str, year: int) -> None:
    """The part of a year, with what the rest holds of it."""
    first, next_first = f"{year}-01", f"{year + 1}-01"
    cursor.execute(f"CREATE TABLE {table}_{year} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
    cursor.execute(
        f"WITH moved AS (DELETE FROM {table}_rest WHERE month >= %s AND month < %s RETURNING *) "
        f"INSERT INTO {table}_{year} SELECT * FROM moved",
        [first, next_first],
    )
    cursor.execute(
        f"ALTER TABLE {table} ATTACH PARTITION {table}_{year} FOR VALUES FROM (%s) TO (%s)", [first, next_first]
    )


def _is_missing(cursor: CursorWrapper, name: str) -> bool:
    cursor.execute("SELECT to_regclass(%s) IS NULL", [name])
    return cursor.fetchone()[0]
