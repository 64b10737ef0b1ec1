"""Whether each stored file is there and as it was kept, and each file under MEDIA_ROOT is known."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.db import models

from core.doctor.naming import Keys, listed
from core.doctor.registry import Asked, Finding, examination, fault, warning

AT_A_TIME = 500
# A file is stored before its row can be seen, so a new one without a row may be on its way.
UNDER_WAY = timedelta(hours=24)
HALF_WRITTEN = (".part", ".tmp")
_left: set[str] = set()
FROM_BACKUP = "Restore the files from the last backup that was proved."


@dataclass(frozen=True)
class Kept:
    """A model whose rows keep a file, with the columns that say what the file should be."""

    model: type[models.Model]
    field: models.FileField

    def rows(self) -> Iterator[tuple[int, str, int, str]]:
        """Yield the key, name, size and SHA-256 of each row that keeps a file."""
        named = self.model._default_manager.exclude(**{self.field.name: ""}).order_by("pk")
        yield from named.values_list("pk", self.field.name, "size", "sha256").iterator()

    def names_among(self, names: Iterable[str]) -> set[str]:
        rows = self.model._default_manager.filter(**{f"{self.field.name}__in": list(names)})
        return set(rows.values_list(self.field.name, flat=True))


def leave(folder: str) -> None:
    """Leave a folder under MEDIA_ROOT to another examination: no row names its files one by one."""
    _left.add(folder)


def kept_files() -> list[Kept]:
    """Return every model of the program that keeps a file."""
    return [
        Kept(model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField)
    ]


@examination(
    "files", "file_missing", "file_size", "file_altered", "file_unknown", "file_half_written"
)
def files(asked: Asked) -> Iterator[Finding]:
    """Compare the rows that keep a file with what lies under MEDIA_ROOT, both ways."""
    for kept in kept_files():
        yield from _rows_without(kept, asked)
    yield from _files_without(asked)


def _rows_without(kept: Kept, asked: Asked) -> Iterator[Finding]:
    found = {"file_missing": Keys(), "file_size": Keys(), "file_altered": Keys()}
    for key, name, size, sha256 in kept.rows():
        if code := _fault_of(kept.field, name, size, sha256 if asked.reads_files else ""):
            found[code].add(key)
    told = {
        "file_missing": "Rows whose file is not under MEDIA_ROOT",
        "file_size": "Rows whose file has another size than when it was stored",
        "file_altered": "Rows whose file holds something else than when it was stored",
    }
    for code, keys in found.items():
        if keys:
            yield fault(code, listed(told[code], keys, kept.model), FROM_BACKUP)


def _fault_of(field: models.FileField, name: str, size: int, sha256: str) -> str:
    """Return the code of what is wrong with a stored file; "" where it is as it should be."""
    try:
        if field.storage.size(name) != size:
            return "file_size"
        if not sha256:
            return ""
        with field.storage.open(name, "rb") as held:
            digest = hashlib.file_digest(held, "sha256").hexdigest()
    # A name that leads out of MEDIA_ROOT is never followed.
    except (OSError, SuspiciousFileOperation):
        return "file_missing"
    return "" if digest == sha256 else "file_altered"


def _files_without(asked: Asked) -> Iterator[Finding]:
    """Look for files that no row names. They may hold what somebody meant to remove."""
    root, kept = Path(settings.MEDIA_ROOT), kept_files()
    unknown, half = Keys(), Keys()
    old = (path for path in _under(root) if _is_old(path, asked))
    while some := list(islice(old, AT_A_TIME)):
        names = [path.relative_to(root).as_posix() for path in some]
        known = set().union(*(each.names_among(names) for each in kept))
        for name in names:
            if name.endswith(HALF_WRITTEN):
                half.add(name)
            elif name not in known and name.partition("/")[0] not in _left:
                unknown.add(name)
    if unknown:
        yield warning(
            "file_unknown",
            listed("Files under MEDIA_ROOT that belong to no row", unknown),
            "Look whether a database was restored without its files, or the other way round. If "
            "not, remove them: nothing in the program leads to them.",
        )
    if half:
        yield warning(
            "file_half_written",
            listed("Files under MEDIA_ROOT that were not written to their end", half),
            "Remove them.",
        )


def _under(folder: Path) -> Iterator[Path]:
    """Yield every file under a folder; none where it is not there yet."""
    for path, _, names in os.walk(folder):
        yield from (Path(path, name) for name in names)


def _is_old(path: Path, asked: Asked) -> bool:
    """Say whether a file lies there for long. One that has just been removed does not."""
    try:
        changed = path.lstat().st_mtime
    except FileNotFoundError:
        return False
    return changed < (asked.now - UNDER_WAY).timestamp()
