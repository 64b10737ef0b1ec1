"""Put a backup into an empty installation, of either kind of database."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, models, transaction

from core.backups.errors import BackupError
from core.backups.keys import put_last_keys
from core.backups.manifest import Manifest
from core.backups.media import missing_from, put_files
from core.backups.reading import Backup
from core.backups.states import State, bring_to, check_can_reach, state_of
from core.backups.tables import Row, Table, tally_of
from core.backups.values import Kind
from core.models import ActivityEvent, Organisation, User

Say = Callable[[str], None]
AGAIN = (
    "Make a new, empty database, name it in DATABASE_URL, and begin again. Nothing was changed; "
    "keep the old database until the new one is in use."
)
EMPTY_OF = {Organisation: "councils", User: "people", ActivityEvent: "an activity log"}


def restore(backup: Backup, *, media_root: Path, say: Say) -> None:
    """Restore files, then rows. Whatever stops it, it can be begun again.

    Files are written first, so that no row is ever without its file. The rows come in one
    transaction and are kept only once each table reads as it did when the backup was made.

    Raises:
        BackupError: before anything is changed, where the backup is of newer code, the database is
            not empty or has come further, or other files are in the way; and, with no row kept,
            where the database refuses a row.
    """
    state = check_fits(backup.manifest)
    lacking = missing_from(media_root, backup.manifest.media)
    say(f"Writing {len(lacking):,} files below {media_root} ...")
    put_files(backup, media_root, lacking)
    fill(backup, state, say)


def check_fits(manifest: Manifest) -> State:
    """Return the state that a backup is of, where the database can be brought to it.

    Raises:
        BackupError: see `restore`.
    """
    state = state_of(manifest.migrations, whose="The backup")
    tables = {table.name: table.columns for table in state.tables}
    held = {entry.table: entry.columns for entry in manifest.tables}
    if tables != held:
        wrong = sorted(name for name in tables | held if tables.get(name) != held.get(name))
        raise BackupError(
            f"The backup was made by other code: its table {wrong[0]} is not as the migrations "
            "make it. Restore it with the code that it was made with."
        )
    check_is_empty()
    check_can_reach(state)
    return state


def check_is_empty() -> None:
    """Refuse a database that somebody has begun to use.

    Raises:
        BackupError: it holds councils, people or an activity log.
    """
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        for model, words in EMPTY_OF.items():
            table = model._meta.db_table
            if table not in names:
                continue
            # By its name alone: the columns may be of another state.
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                raise BackupError(f"The database holds {words} already. {AGAIN}")


def fill(backup: Backup, state: State, say: Say) -> None:
    """Bring an empty database to a state, put the rows in, and compare before they are kept.

    Raises:
        BackupError: the database refuses a row, or a table then reads differently.
    """
    say("Making the tables ...")
    bring_to(state)
    entries = {entry.table: entry for entry in backup.manifest.tables}
    say(f"Loading {backup.manifest.rows:,} rows ...")
    with connection.constraint_checks_disabled(), transaction.atomic(durable=True):
        check_is_empty()
        for table in state.tables:
            _empty(table)
        for table in state.tables:
            with closing(backup.batches(entries[table.name])) as rows, _in_words(table.name):
                _insert(table, _adapted(table, rows))
        put_last_keys(state.tables, {n: entry.last_key for n, entry in entries.items()})
        with _in_words("Checking references"):
            connection.check_constraints()
        say("Comparing ...")
        for table in state.tables:
            found, entry = tally_of(table), entries[table.name]
            if (found.rows, found.sha256) != (entry.rows, entry.sha256):
                raise BackupError(f"The table {table.name} reads otherwise than in the backup.")


def _empty(table: Table) -> None:
    """Take out what migrations put in. A table without rows is not touched."""
    if table.rows.exists():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # noqa: S608


def _adapted(table: Table, batches: Iterator[list[Row]]) -> Iterator[list[Row]]:
    """Yield rows with each value as the field itself would hand it to the database."""
    adapts = [
        (at, _adapt(field, kind))
        for at, (field, kind) in enumerate(zip(table.fields, table.kinds, strict=True))
        if kind.read
    ]
    for rows in batches:
        for row in rows:
            for at, adapt in adapts:
                if row[at] is not None:
                    row[at] = adapt(row[at])
        yield rows


def _adapt(field: models.Field[Any, Any], kind: Kind) -> Callable[[Any], Any]:
    read = kind.read or str
    if isinstance(field, models.JSONField):
        encoder = field.encoder
        # The field would store NULL for the JSON value null.
        return lambda text: connection.ops.adapt_json_value(read(text), encoder)
    return lambda text: field.get_db_prep_save(read(text), connection)


def _insert(table: Table, batches: Iterator[list[Row]]) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, table.columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quote(table.name)} ({columns}) FROM STDIN") as copy:
                for rows in batches:
                    for row in rows:
                        copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(table.columns))
            insert = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({places})"  # noqa: S608
            for rows in batches:
                cursor.executemany(insert, rows)


@contextmanager
def _in_words(where: str) -> Iterator[None]:
    """Say where the database refused; COPY does not pass through Django's own naming of errors."""
    try:
        with connection.wrap_database_errors:
            yield
    except DatabaseError as error:
        # The lines after the first may hold the row itself.
        said = str(error).partition("\n")[0]
        raise BackupError(
            f"{where}: the database refused the rows, and none was kept. It said: {said}"
        ) from error
