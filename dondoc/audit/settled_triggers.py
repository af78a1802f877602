"""The database notes by itself that a settled table changed: also when somebody comes past our code.

A change takes away the marks that it can and adds one of its own, which is random: it waits for nobody, and no set of
marks ever comes twice. Put in after every `migrate`, which on SQLite may have made a table anew without its triggers.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections, models, transaction

from dondoc.audit.settled import watched

# ruff: noqa: S608 -- statements are put together from our own words only
_MARKS = "audit_settledmark"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_unsettle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
DELETE FROM {_MARKS} WHERE id IN (SELECT id FROM {_MARKS} FOR UPDATE SKIP LOCKED);
INSERT INTO {_MARKS} (stamp) VALUES (replace(gen_random_uuid()::text, '-', ''));
RETURN NULL; END $$"""
_VERBS = ("INSERT", "UPDATE", "DELETE")


def install(*, using: str = "default", **_signal: Any) -> None:
    """Put in what is missing. Called after migrations."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if _MARKS not in tables:
            return
        there = _there(connection.vendor, cursor)
        missing = [
            sql
            for model in watched()
            if model._meta.db_table in tables
            for name, sql in _of(connection.vendor, model)
            if name not in there
        ]
        if not missing:
            return
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for sql in missing:
            cursor.execute(sql)
        cursor.execute(f"DELETE FROM {_MARKS}")  # what changed before the triggers were there is not known
        cursor.execute(f"INSERT INTO {_MARKS} (stamp) VALUES ({_random(connection.vendor)})")


def _there(vendor: str, cursor) -> set[str]:
    found = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    }
    cursor.execute(found[vendor])
    return {row[0] for row in cursor.fetchall()}


def _of(vendor: str, model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """The name and the making of each trigger of a table."""
    table, only = model._meta.db_table, watched()[model]
    name = f"settled_{table}"
    if vendor == "sqlite":
        for verb in _VERBS:
            act = f"DELETE FROM {_MARKS}; INSERT INTO {_MARKS} (stamp) VALUES ({_random(vendor)});"
            sql = f"CREATE TRIGGER {name}_{verb.lower()} AFTER {verb} ON {table} {_when(verb, only)} BEGIN {act} END"
            yield f"{name}_{verb.lower()}", sql
        return
    run = "EXECUTE FUNCTION audit_unsettle()"
    if only is None:
        yield name, f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH STATEMENT {run}"
    else:
        for verb in _VERBS:
            rows = f"FOR EACH ROW {_when(verb, only)}"
            yield f"{name}_{verb.lower()}", f"CREATE TRIGGER {name}_{verb.lower()} AFTER {verb} ON {table} {rows} {run}"
    yield f"{name}_truncate", f"CREATE TRIGGER {name}_truncate AFTER TRUNCATE ON {table} FOR EACH STATEMENT {run}"


def _when(verb: str, only: tuple[str, str] | None) -> str:
    if only is None:
        return ""
    column, value = only
    rows = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("OLD", "NEW")}[verb]
    are_of_it = " OR ".join(f"{row}.{column} = '{value}'" for row in rows)
    return f"WHEN ({are_of_it})"


def _random(vendor: str) -> str:
    return {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "replace(gen_random_uuid()::text, '-', '')"}[vendor]
