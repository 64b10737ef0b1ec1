"""Write a backup: the files, then each table as lines of JSON, then what it all is."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from core.backups.errors import BackupError
from core.backups.keys import last_keys
from core.backups.manifest import MEDIA, path_of
from core.backups.media import open_files, pieces_of
from core.backups.states import state_here
from core.backups.tables import LEFT_OUT, Table, Tally
from core.sealed_zip import BACKUP, Entry, write_sealed

FOREIGN = "not a table of this product"


def write_backup(out: IO[bytes], *, media_root: Path) -> None:
    """Write all that the database and the folder `media_root` hold.

    The database must show one moment throughout. Its files are read after that moment, and before
    its rows: whatever a row of that moment names was on the disk then, and is missing from the
    backup only where it was taken off since, in the short time that the files are read in.

    Raises:
        BackupError: the database holds nothing, or what this code does not know.
    """
    made_at = timezone.now()
    state = state_here()
    if not state.applied:
        raise BackupError("The database has no tables yet, so there is nothing to keep.")
    about: dict[str, Any] = {
        "made_at": made_at.isoformat(),
        "database": connection.vendor,
        "version": settings.VERSION,
        "migrations": sorted(state.applied),
        "tables": [],
        "left_out": _left_out(state.tables),
        "missing_files": [],
    }
    write_sealed(out, _entries(about, state.tables, media_root), about, BACKUP)


def _left_out(tables: list[Table]) -> dict[str, str]:
    held = {table.name for table in tables}
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return {name: LEFT_OUT.get(name, FOREIGN) for name in names if name not in held}


def _entries(about: dict[str, Any], tables: list[Table], media_root: Path) -> Iterator[Entry]:
    """Yield each part, and note in `about` what it was once it is written."""
    files: set[str] = set()
    for name, stream in open_files(media_root):
        files.add(name)
        yield Entry(MEDIA + name, partial(pieces_of, stream), packs=False)
    for table in tables:
        tally = Tally(table)
        yield Entry(path_of(table.name), partial(_pieces, table, tally, files, about))
        about["tables"].append(
            {
                "table": table.name,
                "columns": table.columns,
                "rows": tally.rows,
                "sha256": tally.sha256,
                "last_key": None,
            }
        )
    # Read last: they are never behind the rows.
    last = last_keys(tables)
    for entry in about["tables"]:
        entry["last_key"] = last.get(entry["table"])


def _pieces(table: Table, tally: Tally, files: set[str], about: dict[str, Any]) -> Iterator[bytes]:
    for rows in table.batches():
        yield tally.add(rows)
        for at in table.files_at:
            named = {row[at] for row in rows if row[at]}
            about["missing_files"] += sorted(named - files)
