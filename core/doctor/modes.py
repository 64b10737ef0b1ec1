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
    for paths, mode in _kept():
        open_ones = [path for path in paths if path.exists() and is_open(path)]
        if open_ones:
            modes = ", ".join(
                f"{path} (mode {stat.S_IMODE(path.stat().st_mode):o})" for path in open_ones
            )
            named = " ".join(map(str, open_ones))
            yield Finding(
                "open_to_others",
                asked.grave,
                f"Other accounts of this machine can open {modes}.",
                f"Run chmod {mode} {named}, or close the folder to others.",
            )


def is_open(path: Path) -> bool:
    """Say whether its group or others can open a file, and enter the folder that it is in."""
    enter = stat.S_IXGRP | stat.S_IXOTH
    return bool(path.stat().st_mode & OTHERS and path.parent.stat().st_mode & enter)


def _kept() -> Iterator[tuple[list[Path], str]]:
    """Yield what only the service's account should open, with the mode it should have."""
    for path in database_files():
        yield [path.with_name(path.name + each) for each in BESIDE], "600"
    yield [Path(settings.MEDIA_ROOT)], "700"
    for name in SECRETS:
        if path_of := os.environ.get(f"{name}_FILE"):
            yield [Path(path_of)], "600"
