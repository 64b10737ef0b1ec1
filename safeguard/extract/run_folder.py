"""What a run keeps beside the database: the upload, the faults, how far it has come.

The folder holds personal data: only the owner may read it, and it goes after KEPT_DAYS. Progress
stands here and not in the database, because SQLite's one writer may be busy for minutes.
"""

import json
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings

from safeguard.extract.faults import Fault

KEPT_DAYS = 30
EVERY_SECONDS = 0.5
# A process on this machine may be at work for long without a word; its number may be another's.
SILENT_SECONDS = 600
SILENT_HERE_SECONDS = 3600
FAULTS, PROGRESS, UNMATCHED, UPLOAD = "faults.jsonl", "progress.json", "unmatched.json", "upload"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run had come at `at` (seconds since 1970), and the process that runs it."""

    stage: str
    done: int
    total: int
    at: float
    process: int
    machine: str

    @property
    def is_silent(self) -> bool:
        """Whether its process is gone, or has said nothing for long."""
        silent = time.time() - self.at
        if self.machine == socket.gethostname():
            return silent > SILENT_HERE_SECONDS or not _is_alive(self.process)
        return silent > SILENT_SECONDS

    @property
    def percent(self) -> int | None:
        """How much of the stage is done; None where that is not known."""
        return min(100 * self.done // self.total, 100) if self.total > 1 else None


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def imports_folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "imports"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder of one run. Reading what is not there gives nothing, not an error."""

    path: Path

    @classmethod
    def of(cls, public_id: UUID) -> "RunFolder":
        return cls(imports_folder() / str(public_id))

    def make(self) -> None:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def delete(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)

    @property
    def upload(self) -> Path:
        """The folder, or the one file, that was uploaded; it may not be there."""
        folder = self.path / UPLOAD
        held = list(folder.iterdir()) if folder.is_dir() else []
        return held[0] if len(held) == 1 else folder

    @property
    def has_upload(self) -> bool:
        return (self.path / UPLOAD).is_dir()

    def add_upload(self, name: str, chunks: Iterable[bytes]) -> None:
        """Keep one uploaded file under a name of ours."""
        folder = self.path / UPLOAD
        self.make()
        folder.mkdir(mode=0o700, exist_ok=True)
        with self._open_private(folder / name, "wb") as stream:
            for chunk in chunks:
                stream.write(chunk)

    def copy_upload_from(self, other: "RunFolder") -> None:
        self.make()
        shutil.copytree(other.path / UPLOAD, self.path / UPLOAD, copy_function=_link_or_copy)

    def write_faults(self, faults: Iterable[Fault]) -> None:
        self.make()
        with self._open_private(self.path / FAULTS, "w") as stream:
            for fault in faults:
                stream.write(json.dumps(fault.as_dict(), ensure_ascii=False) + "\n")

    def faults(self) -> Iterator[dict[str, Any]]:
        """Give the faults in order, one by one."""
        file = self.path / FAULTS
        if file.is_file():
            with file.open(encoding="utf-8") as stream:
                yield from map(json.loads, stream)

    @property
    def has_faults(self) -> bool:
        return (self.path / FAULTS).is_file()

    def write_unmatched(self, found: dict[str, Any]) -> None:
        self.make()
        self._replace(UNMATCHED, found)

    def unmatched(self) -> dict[str, Any]:
        return self._read(UNMATCHED)

    def write_progress(self, stage: str, done: int, total: int) -> None:
        now = Progress(stage, done, total, time.time(), os.getpid(), socket.gethostname())
        self.make()
        self._replace(PROGRESS, asdict(now))

    def progress(self) -> Progress | None:
        held = self._read(PROGRESS)
        return Progress(**held) if held else None

    def _read(self, name: str) -> dict[str, Any]:
        try:
            held: dict[str, Any] = json.loads((self.path / name).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return held

    def _replace(self, name: str, held: dict[str, Any]) -> None:
        """Write a file so that a reader sees the old one or the new one, never half of it."""
        part = self.path / f"{name}.part"
        with self._open_private(part, "w") as stream:
            json.dump(held, stream, ensure_ascii=False)
        part.replace(self.path / name)

    @staticmethod
    def _open_private(path: Path, mode: str) -> IO[Any]:
        encoding = None if "b" in mode else "utf-8"
        return open(path, mode, encoding=encoding, opener=_private)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _link_or_copy(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def throttled(write: Callable[[str, int, int], None]) -> Callable[[str, int, int], None]:
    """Return `write` for many calls: it passes on a new stage, and else one call now and then."""
    last_stage, last_at = "", 0.0

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal last_stage, last_at
        if stage != last_stage or time.monotonic() - last_at >= EVERY_SECONDS:
            last_stage, last_at = stage, time.monotonic()
            write(stage, done, total)

    return progress


def delete_old(now: float | None = None) -> int:
    """Delete the folders of runs that nothing was written to for KEPT_DAYS; return how many."""
    folder = imports_folder()
    oldest = (now or time.time()) - KEPT_DAYS * 24 * 60 * 60
    old = [
        held
        for held in (folder.iterdir() if folder.is_dir() else ())
        if held.is_dir() and held.stat().st_mtime < oldest
    ]
    for held in old:
        shutil.rmtree(held, ignore_errors=True)
    return len(old)
