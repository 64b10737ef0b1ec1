"""Make and restore backups, and keep what was proved. For whoever holds the machine."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from core import activity
from core.backups.connecting import snapshot
from core.backups.errors import BackupError
from core.backups.manifest import Manifest
from core.backups.proving import prove
from core.backups.reading import opened
from core.backups.restoring import Say, restore
from core.backups.writing import write_backup
from core.files import sha256_of
from core.models import BackupMade, User


def make_backup(*, by: User | None, path: Path, say: Say) -> tuple[BackupMade, Manifest]:
    """Write a backup to `path`, prove it, and only then give it that name.

    Args:
        by: None for a command run by whoever holds the machine; nobody else may.
        say: is told each step.

    Raises:
        BackupError: there is such a file already, it cannot be written, proved or recorded.
    """
    _check_can_record()
    media_root = Path(settings.MEDIA_ROOT)
    if path.resolve().is_relative_to(media_root.resolve()):
        raise BackupError(f"{path} is among the files that are to be kept: name another folder.")
    with _private(), _part_of(path) as part:
        say("Reading ...")
        with part.open("r+b") as out:
            with snapshot():
                write_backup(out, media_root=media_root)
            os.fsync(out.fileno())
        say("Proving that it can be restored ...")
        manifest = prove(part, say)
        size, sha256 = part.stat().st_size, sha256_of(part)
        if path.exists():
            raise BackupError(f"There is a file {path} now. It was left as it is.")
        part.rename(path)
    return _record(by, "backup_made", path.name, size, sha256, manifest), manifest


def restore_backup(*, by: User | None, path: Path, say: Say) -> tuple[BackupMade, Manifest]:
    """Restore `path` into the empty installation that the settings name.

    Args:
        by: None for a command run by whoever holds the machine; nobody else may.
        say: is told each step.

    Raises:
        BackupError: see `restoring.restore`.
    """
    with _private(), opened(path) as backup:
        restore(backup, media_root=Path(settings.MEDIA_ROOT), say=say)
        say("Bringing it up to date with this code ...")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
    size, sha256 = path.stat().st_size, sha256_of(path)
    kept = _record(by, "backup_restored", path.name, size, sha256, backup.manifest)
    return kept, backup.manifest


def last_proved_backup() -> BackupMade | None:
    """Return the newest backup of this installation that was proved; None if there never was one.

    The one that an installation was restored from counts: it was proved by restoring it.
    """
    return BackupMade.objects.order_by("-made_at", "-pk").first()


def _check_can_record() -> None:
    """Refuse at once what would else be refused when all is done."""
    try:
        BackupMade.objects.exists()
    except DatabaseError as error:
        raise BackupError(
            "The database has no table yet to record a backup in. Make the backup with the code "
            "that the service runs on, or run migrate first."
        ) from error


@transaction.atomic
def _record(
    by: User | None, verb: str, filename: str, size: int, sha256: str, manifest: Manifest
) -> BackupMade:
    row = BackupMade.objects.create(
        made_at=manifest.made_at,
        # The clock of this machine may be behind that of the one it was made on.
        proved_at=max(timezone.now(), manifest.made_at),
        filename=filename,
        size=size,
        sha256=sha256,
        tables=len(manifest.tables),
        rows=manifest.rows,
        files=len(manifest.media),
    )
    changes = {"filename": [None, filename], "sha256": [None, sha256]}
    activity.record(by=by, verb=verb, target=row, council=None, changes=changes)
    return row


@contextmanager
def _private() -> Iterator[None]:
    """Have whatever is written belong to its owner alone: it holds everything."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def _part_of(path: Path) -> Iterator[Path]:
    """Give a new file to write to beside `path`; it is gone afterwards unless it was renamed."""
    part = path.with_name(f"{path.name}.part")
    if path.exists():
        raise BackupError(f"There is a file {path} already. Name another: none is written over.")
    try:
        part.touch(mode=0o600, exist_ok=False)
    except FileExistsError as error:
        raise BackupError(
            f"There is {part}: another backup is being made, or one was stopped in the midst. "
            "Remove it if none is being made."
        ) from error
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)
