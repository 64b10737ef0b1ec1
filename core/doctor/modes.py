"""Whether other accounts of the machine can read what they should not."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from core.doctor.installation import database_files
from core.doctor.registry import Asked, Finding, examination

# The settings that may stand in a file, named by $NAME_FILE.
SECRETS = ("SECRET_KEY", "DATABASE_URL", "EMAIL_HOST_PASSWORD")
OTHERS = stat.S_IRWXG | stat.S_IRWXO
# What SQLite keeps beside a database while it is in use.
BESIDE = ("", "-wal", "-shm", "-journal")


@examination("file-modes", "open_to_others")
def file_modes(asked: Asked) -> Iterator[Finding]:
    """Look for the database, stored files and secrets that other accounts can reach."""
    for path, mode in _kept():
        if path.exists() and is_open(path):
            yield Finding(
                "open_to_others",
                asked.grave,
                f"{path} has the mode {stat.S_IMODE(path.stat().st_mode):o}, so other accounts of "
                "this machine can open it.",
                f"Run chmod {mode} {path}, or close the folder it is in to others.",
            )


def is_open(path: Path) -> bool:
    """Say whether its group or others can open a file, and enter the folder that it is in."""
    enter = stat.S_IXGRP | stat.S_IXOTH
    return bool(path.stat().st_mode & OTHERS and path.parent.stat().st_mode & enter)


def _kept() -> Iterator[tuple[Path, str]]:
    """Yield what only the service's account should open, each with the mode it should have."""
    for path in database_files():
        yield from ((path.with_name(path.name + each), "600") for each in BESIDE)
    yield Path(settings.MEDIA_ROOT), "700"
    for name in SECRETS:
        if path_of := os.environ.get(f"{name}_FILE"):
            yield Path(path_of), "600"
