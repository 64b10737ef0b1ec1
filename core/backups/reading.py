"""Open a backup, and only one that is whole."""

import io
import json
import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from core.backups.errors import BackupError
from core.backups.manifest import Manifest, TableEntry
from core.backups.tables import AT_A_TIME, Row
from core.sealed_zip import BACKUP, check_sealed

SHOWN = 10


@dataclass(frozen=True)
class Backup:
    """A backup that was found whole."""

    manifest: Manifest
    packed: zipfile.ZipFile

    def batches(self, entry: TableEntry) -> Generator[list[Row], None, None]:
        """Yield the rows of a table, some at a time. Whoever stops before the end closes it."""
        with self.member(entry.path) as member:
            while lines := list(islice(member, AT_A_TIME)):
                # One array of many rows is read faster than many rows.
                yield json.loads(b"[%b]" % b",".join(lines))

    def member(self, path: str) -> IO[bytes]:
        return io.BufferedReader(self.packed.open(path), 1 << 20)  # type: ignore[type-var]


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """Read every byte of a backup, compare it with the manifest, and open the backup.

    Raises:
        BackupError: there is no such file, it is not a backup, or it is not as it was made.
    """
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    found = check_sealed(path, BACKUP)
    if not found.is_whole:
        faults = [str(fault) for fault in found.faults[:SHOWN]]
        raise BackupError("\n".join([f"{path} is not a whole backup. Use another one.", *faults]))
    try:
        manifest = Manifest.model_validate(found.about)
    except ValidationError as error:
        raise BackupError(f"The manifest of {path} cannot be used: {error}") from error
    with zipfile.ZipFile(path) as packed:
        yield Backup(manifest, packed)
