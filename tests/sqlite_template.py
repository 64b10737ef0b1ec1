"""Migrate SQLite once, not in each worker or test of each run: later ones start from a copy.

The copy is kept by the text of all migrations, so that a changed one is run anew. The ordinary
set-up follows and still runs `migrate`, which then finds nothing left to do.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".pytest_cache" / "migrated"
APPS = ("core", "safeguard", "audit", "sab", "assurance")
# The name that Django gives a test database in memory, which all connections of a process share.
IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"


def migrated() -> Path:
    """Return a file that holds every table as the migrations leave it."""
    found = KEPT / f"{fingerprint()}.sqlite3"
    with alone():
        if not found.exists():
            for old in KEPT.glob("*.sqlite3*"):
                old.unlink()
            making = found.with_suffix(".sqlite3.part")
            _migrate(making)
            making.rename(found)
    return found


def filled_memory() -> sqlite3.Connection:
    """Return a connection that keeps the test database alive, filled from the file."""
    keeper = sqlite3.connect(IN_MEMORY, uri=True, check_same_thread=False)
    template = sqlite3.connect(migrated())
    try:
        template.backup(keeper)
    finally:
        template.close()
    return keeper


def copied(path: Path) -> str:
    """Write a database with every table to `path`; return its address, as DATABASE_URL has it."""
    shutil.copyfile(migrated(), path)
    return f"sqlite:///{path}"


def fingerprint() -> str:
    """Return a text that differs where migrations, or what they load, differ."""
    read = hashlib.sha256(version("django").encode())
    for app in APPS:
        for path in sorted((ROOT / app / "migrations").glob("*.py")):
            read.update(path.name.encode() + path.read_bytes())
    read.update((ROOT / "config" / "settings" / "base.py").read_bytes())
    # What migrations load.
    frameworks = (ROOT / "assurance" / "frameworks").glob("*/*.yaml")
    readers = (ROOT / "assurance" / "framework_files").glob("*.py")
    for path in sorted([*(ROOT / "core" / "data").iterdir(), *frameworks, *readers]):
        if path.is_file():
            read.update(path.read_bytes())
    return read.hexdigest()[:24]


@contextmanager
def alone() -> Iterator[None]:
    """Let no other process make a copy meanwhile."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(path: Path) -> None:
    # Write-ahead logging would leave part of what was written in a second file.
    url = f"sqlite:///{path}"
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    settings = {"TEST_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **settings})
    written = sqlite3.connect(path)
    written.execute("PRAGMA journal_mode=DELETE")
    written.close()
