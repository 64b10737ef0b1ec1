"""Whether every row leads to rows that are there."""

from collections.abc import Iterator

from django.db import connection

from core.doctor.registry import Asked, Finding, examination, fault

FROM_BACKUP = (
    "Something wrote to the database past the program. Restore the last backup that was proved, "
    "or have whoever looks after the database put these rows right."
)
DANGLING = """
SELECT "table", "parent", COUNT(*), MIN(rowid) FROM pragma_foreign_key_check
GROUP BY "table", "parent" ORDER BY "table", "parent"
"""
# Constraints that were added without a look at the rows, or that nobody looks at when rows change.
NOT_HELD = """
SELECT conrelid::regclass::text, conname FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND NOT convalidated
UNION
SELECT c.conrelid::regclass::text, c.conname FROM pg_trigger t
JOIN pg_constraint c ON c.oid = t.tgconstraint
WHERE c.connamespace = 'public'::regnamespace AND t.tgenabled = 'D'
ORDER BY 1, 2
"""


@examination("rows", "row_dangling", "constraint_not_held")
def rows(asked: Asked) -> Iterator[Finding]:
    """Ask the database for rows that name rows which are not there.

    SQLite looks at each. PostgreSQL never lets one in, so it is asked whether it always looked.
    """
    yield from _sqlite() if connection.vendor == "sqlite" else _postgresql()


def _sqlite() -> Iterator[Finding]:
    for table, parent, n, first in _asked(DANGLING):
        yield fault(
            "row_dangling",
            f"Rows of {table} that name rows of {parent} which are not there ({n:,}): the first is "
            f"row {first}.",
            FROM_BACKUP,
        )


def _postgresql() -> Iterator[Finding]:
    for table, name in _asked(NOT_HELD):
        yield fault(
            "constraint_not_held",
            f"The constraint {name} of {table} is not held for every row.",
            f"Run ALTER TABLE {table} ENABLE TRIGGER ALL, then VALIDATE CONSTRAINT {name}: the "
            "database names the rows that break it.",
        )


def _asked(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
