"""The last key that a table gave out, so that the key of a row that is gone is not given again.

The activity log names records by their keys, long after they are gone: a new record with an old key
would be taken for the other.
"""

from collections.abc import Iterable, Mapping

from django.db import connection

from core.backups.tables import Table

SEQUENCE = "pg_get_serial_sequence(%s, %s)::regclass"


def last_keys(tables: Iterable[Table]) -> dict[str, int]:
    """Return the last key of each table that counts its keys up; 0 where it gave out none."""
    counted = {table.name: table.counted_key for table in tables if table.counted_key}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            held = dict(cursor.fetchall())
            return {name: held.get(name, 0) for name in counted}
        found = {}
        for name, column in counted.items():
            given = [connection.ops.quote_name(name), column]
            cursor.execute(f"SELECT pg_sequence_last_value({SEQUENCE})", given)
            found[name] = cursor.fetchone()[0] or 0
        return found


def put_last_keys(tables: Iterable[Table], last: Mapping[str, int | None]) -> None:
    """Have each table go on after its last key."""
    with connection.cursor() as cursor:
        for table in tables:
            key = last[table.name]
            if not key:
                continue
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
                insert = "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)"
                cursor.execute(insert, [table.name, key])
            else:
                name = connection.ops.quote_name(table.name)
                cursor.execute(f"SELECT setval({SEQUENCE}, %s)", [name, table.counted_key, key])
