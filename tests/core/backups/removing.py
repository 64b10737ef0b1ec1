"""Take rows out of tables that the database itself may keep from being changed."""

from collections.abc import Sequence

from django.db import connection


def remove(tables: Sequence[str]) -> None:
    """Remove every row of `tables`, as nothing but a test may."""
    names = [connection.ops.quote_name(table) for table in tables]
    if connection.vendor == "postgresql":
        # What waits to be checked would keep tables from being truncated.
        connection.check_constraints()
        statements = [f"TRUNCATE {', '.join(names)} CASCADE"]
    else:
        statements = [f"DELETE FROM {name}" for name in names]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
