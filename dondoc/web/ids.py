"""Ids given out before their rows are stored: what is decided about new rows is then written once, with the rows."""

from django.db import models, transaction


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """As many ids that no other row of `model` gets, in rising order; those not used are lost. Errors: RuntimeError
    outside a transaction."""
    connection, table = transaction.get_connection(), model._meta.db_table
    if not connection.in_atomic_block:
        raise RuntimeError("ids are reserved in the transaction that stores the rows")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return sorted(row[0] for row in cursor.fetchall())
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
        if not cursor.rowcount:  # nothing was ever stored there
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0]
    return list(range(last - count + 1, last + 1))
