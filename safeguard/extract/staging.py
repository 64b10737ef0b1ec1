"""Temporary tables in which an extract stands while it is checked.

They belong to the connection: on SQLite they lie in a file of their own, so that checking does not
hold the one writer of the database; when a process dies they are gone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from safeguard.extract.columns import BY_NAME, FILES, FileSpec, Kind

FAULTS = "stage_faults"
BITS = "stage_bits"
FAULT_COLUMNS = ("file", "line", "place", "code", "value", "detail")
# What an import asks of SQLite: a negative size of the cache is in KiB.
FRUGAL = {"mmap_size": 0, "cache_size": -4096}
TYPES = {
    Kind.REFERENCE: "varchar(60)",
    Kind.TEXT: "text",
    Kind.DATE: "date",
    Kind.MOMENT: "timestamp",
    Kind.CODE: "varchar(40)",
    Kind.CODES: "integer",
    Kind.YES_NO: "boolean",
}


def table_of(file: str) -> str:
    """Return the temporary table that holds the rows of one file."""
    return f"stage_{file}"


def held_table_of(file: str) -> str:
    """Return the temporary table of the rows that stand in the register already."""
    return f"held_{file}"


def staged_columns(spec: FileSpec) -> tuple[str, ...]:
    """Return the columns of a staged row: line, whether it is sound, then the file's own."""
    names = ["line", "ok"]
    for column in spec.columns:
        names.append(column.name)
        if column.kind is Kind.MOMENT:
            names.append("received_on")
    return tuple(names)


def distinct() -> str:
    """Return the operator that says that two values differ, of which one may be NULL."""
    return "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"


def execute(text: str, *params: Any, **names: str) -> CursorWrapper:
    """Run a statement in which {names} are tables and columns of ours, never a person's text."""
    cursor = connection.cursor()
    cursor.execute(text.format(**names), params)
    return cursor


@contextmanager
def frugal() -> Iterator[None]:
    """Have SQLite work without mapping its file and with a small cache, for the length of a block.

    Mapped and cached pages count as this process's memory, which would then grow with the
    database until the cache is full; sorting may take as much again.
    """
    if connection.vendor != "sqlite":
        yield
        return
    kept = {name: int(scalar(f"PRAGMA {name}") or 0) for name in FRUGAL}
    _set_pragmas(FRUGAL)
    try:
        yield
    finally:
        _set_pragmas(kept)


def _set_pragmas(values: Mapping[str, int]) -> None:
    for name, value in values.items():
        execute(f"PRAGMA {name} = {value}")


def create() -> None:
    """Make the temporary tables, empty."""
    drop()
    for spec in FILES:
        columns = ", ".join(f"{name} {_type_of(spec, name)}" for name in staged_columns(spec)[2:])
        execute(
            "CREATE TEMPORARY TABLE {table} (line integer PRIMARY KEY, ok smallint, {columns})",
            table=table_of(spec.name),
            columns=columns,
        )
        execute(
            "CREATE TEMPORARY TABLE {table}"
            " (line integer PRIMARY KEY, id bigint, differs smallint)",
            table=held_table_of(spec.name),
        )
    execute("CREATE INDEX held_risks_by_id ON {table} (id)", table=held_table_of("risks"))
    execute(
        "CREATE TEMPORARY TABLE {table} (file smallint, line integer, place smallint,"
        " code varchar(30), value text, detail text)",
        table=FAULTS,
    )
    execute(
        "CREATE TEMPORARY TABLE {table} (name varchar(40), mask integer, code varchar(20))",
        table=BITS,
    )


def drop() -> None:
    """Take the temporary tables away, if they are there."""
    for spec in FILES:
        execute("DROP TABLE IF EXISTS {table}", table=table_of(spec.name))
        execute("DROP TABLE IF EXISTS {table}", table=held_table_of(spec.name))
    execute("DROP TABLE IF EXISTS {table}", table=FAULTS)
    execute("DROP TABLE IF EXISTS {table}", table=BITS)


def _type_of(spec: FileSpec, name: str) -> str:
    if name == "received_on":
        return TYPES[Kind.DATE]
    return TYPES[spec.column(name).kind]


@contextmanager
def writing() -> Iterator[None]:
    """Write temporary tables as one transaction that does not lock the database itself.

    Django begins a SQLite transaction as a writer (IMMEDIATE); this one begins as neither, and
    temporary tables never make it the writer. PostgreSQL needs no such care.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    cursor = connection.cursor()
    cursor.execute("BEGIN DEFERRED")
    try:
        yield
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
    cursor.execute("COMMIT")


def add(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows to a temporary table as fast as the database allows."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = f"COPY {table} ({names}) FROM STDIN"
            with cursor.copy(text) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            text = "INSERT INTO {table} ({names}) VALUES ({marks})"
            cursor.executemany(text.format(table=table, names=names, marks=marks), list(rows))


def index() -> None:
    """Prepare the filled tables for joins."""
    for spec in BY_NAME.values():
        if spec.reference:
            execute(
                "CREATE INDEX {name} ON {table} ({column})",
                name=f"{table_of(spec.name)}_by_reference",
                table=table_of(spec.name),
                column=spec.reference,
            )
        analyse(table_of(spec.name))


def analyse(table: str) -> None:
    """Tell PostgreSQL what a table holds now; it finds out late, and of a temporary one never."""
    if connection.vendor == "postgresql":
        execute("ANALYZE {table}", table=table)


def scalar(text: str, *params: Any, **names: str) -> Any:
    """Return the one value that a statement gives."""
    row = execute(text, *params, **names).fetchone()
    return row[0] if row else None
