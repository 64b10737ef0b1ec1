"""Prove that a backup can be restored, by restoring it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from core.backups.connecting import scratch_database
from core.backups.manifest import Manifest
from core.backups.reading import opened
from core.backups.restoring import Say, check_fits, fill


def prove(path: Path, say: Say) -> Manifest:
    """Restore a backup into a database of no other use; return what it says of itself.

    Every file in it is read and compared with its hash, but not unpacked. The database is made by
    every migration, as it would be after a disaster, and goes when it has served. It lies in the
    folder for temporary files (TMPDIR), and takes about as much room as the service's database.

    Raises:
        BackupError: the backup cannot be restored.
    """
    with TemporaryDirectory(prefix="safeguarding-proof-") as folder, opened(path) as backup:
        with scratch_database(empty_database(Path(folder))):
            fill(backup, check_fits(backup.manifest), say)
        return backup.manifest


def empty_database(folder: Path) -> Path:
    """Return the path of the database to prove on."""
    return folder / "proof.sqlite3"
