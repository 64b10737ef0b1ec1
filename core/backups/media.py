"""The files below MEDIA_ROOT: uploaded documents, evidence, what imports keep."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from core.backups.errors import BackupError
from core.backups.manifest import FileEntry
from core.backups.reading import Backup
from core.files import sha256_of, write_pieces

CHUNK = 1 << 20
SHOWN = 5


def open_files(root: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield each file below `root` by its path there, open; one that goes meanwhile is not yielded.

    Raises:
        BackupError: a name cannot be written down in a backup.
    """
    for folder, folders, names in os.walk(root, followlinks=True):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            try:
                stream = path.open("rb") if path.is_file() else None
            except FileNotFoundError:
                stream = None
            if stream is not None:
                with stream:
                    yield _name(path.relative_to(root)), stream


def pieces_of(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(CHUNK):
        yield piece


def missing_from(root: Path, wanted: Iterable[FileEntry]) -> list[FileEntry]:
    """Return those of the files `wanted` that are not below `root` yet.

    Raises:
        BackupError: another file is in the place of one, or a path leads out of `root`.
    """
    lacking, other = [], []
    for entry in wanted:
        path = _path(root, entry)
        if not path.exists():
            lacking.append(entry)
        elif not path.is_file() or sha256_of(path) != entry.sha256:
            other.append(str(path))
    if other:
        more = f" and {len(other) - SHOWN} more" if len(other) > SHOWN else ""
        raise BackupError(
            f"Other files are where those of the backup belong: {', '.join(other[:SHOWN])}{more}. "
            "Nothing was changed. Move them away, or name an empty folder in MEDIA_ROOT."
        )
    return lacking


def put_files(backup: Backup, root: Path, entries: Iterable[FileEntry]) -> None:
    """Write files of a backup below `root`, each whole or not at all."""
    for entry in entries:
        path = _path(root, entry)
        path.parent.mkdir(parents=True, exist_ok=True)
        with backup.member(entry.path) as member:
            write_pieces(path, pieces_of(member))
    # The database, which comes after, must not be kept on a disk that lost the files.
    os.sync()


def _name(path: Path) -> str:
    name = path.as_posix()
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise BackupError(
            f"The name of {name!a} below MEDIA_ROOT is not text. Rename it."
        ) from error
    return name


def _path(root: Path, entry: FileEntry) -> Path:
    path = root / entry.media_name
    if not entry.media_name or ".." in path.parts or not path.is_relative_to(root):
        raise BackupError(f"The backup holds a file that would lie elsewhere: {entry.path}.")
    return path
