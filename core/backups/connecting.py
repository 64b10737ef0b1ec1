"""Other databases in the place of ours, for a while: one moment of it, and one to prove on.

They stand in its place, rather than beside it under a name of their own, because migrations write
to the default database whatever they are asked: beside it, a proof would write into ours.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.utils import load_backend

# What is thrown away need not survive a power cut.
SCRATCH_OPTIONS = {
    "init_command": "PRAGMA journal_mode=MEMORY;PRAGMA synchronous=OFF;PRAGMA cache_size=-65536"
}


@contextmanager
def snapshot() -> Iterator[None]:
    """Have all that is read be of one moment of our database, and nothing be written.

    Others go on reading and writing meanwhile. The moment is that of the first query.
    """
    settings = deepcopy(connection.settings_dict)
    if connection.vendor == "sqlite":
        # With write-ahead logging, whoever only reads keeps nobody from writing.
        settings["OPTIONS"]["transaction_mode"] = "DEFERRED"
    with _in_place_of_ours(settings), transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def scratch_database(path: Path) -> Iterator[None]:
    """Work on a SQLite database in the file `path`, which is made where it is not."""
    engine = "django.db.backends.sqlite3"
    given = {"ENGINE": engine, "NAME": str(path), "OPTIONS": SCRATCH_OPTIONS}
    with _in_place_of_ours(connections.configure_settings({"default": given})["default"]):
        yield


@contextmanager
def _in_place_of_ours(settings: Mapping[str, Any]) -> Iterator[None]:
    ours = connections[DEFAULT_DB_ALIAS]
    other = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = ours
