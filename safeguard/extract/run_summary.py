"""What a page shows of a run: its state, its numbers file by file, its faults by the hundred."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, overload

from safeguard.choices import ImportState
from safeguard.extract.columns import FILE_NAMES
from safeguard.extract.faults import TITLES
from safeguard.extract.report import changes_of
from safeguard.extract.run_folder import Progress, RunFolder
from safeguard.models import ImportRun

CHANGES_SHOWN = 50
RUNS = ("=", "+", "-", "@", "\t", "\r")
COLOURS = {
    ImportState.WAITING: "grey",
    ImportState.CHECKING: "blue",
    ImportState.LOADING: "blue",
    ImportState.CHECKED: "teal",
    ImportState.REFUSED: "orange",
    ImportState.LOADED: "green",
    ImportState.UNCHANGED: "grey",
    ImportState.FAILED: "red",
    ImportState.UNDONE: "purple",
}
UNDER_WAY = (ImportState.WAITING, ImportState.CHECKING, ImportState.LOADING)


class FaultLines(Sequence[dict[str, Any]]):
    """The faults of a run as a list that is read from its file only where it is asked."""

    def __init__(self, run: ImportRun) -> None:
        self.folder = RunFolder.of(run.public_id)
        self._count = run.fault_count if self.folder.has_faults else 0

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, part: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, part: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, part: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(part, int):
            return self[part : part + 1][0]
        return list(islice(self.folder.faults(), part.start, part.stop))


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of one file; a number that the run did not come to is None."""

    file: str
    rows: int | None
    loaded: int | None
    changed: int | None
    unchanged: int | None
    left: int | None


class RunSummary:
    """One run as its page tells it."""

    def __init__(self, run: ImportRun, *, is_stopped: bool = False) -> None:
        self.run = run
        self.folder = RunFolder.of(run.public_id)
        self.state = ImportState.FAILED if is_stopped else ImportState(run.state)

    @property
    def colour(self) -> str:
        return COLOURS[self.state]

    @property
    def label(self) -> str:
        return str(self.state.label)

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def progress(self) -> Progress | None:
        return self.folder.progress()

    @property
    def has_upload(self) -> bool:
        return self.folder.has_upload

    @property
    def can_be_loaded(self) -> bool:
        """Whether the files are there and were looked at without being loaded."""
        looked_at = (ImportState.CHECKED, ImportState.REFUSED)
        return self.state in looked_at and self.has_upload

    @property
    def has_unmatched(self) -> bool:
        found = self.folder.unmatched()
        return bool(found.get("values") or found.get("missing") or found.get("dates"))

    @property
    def numbers(self) -> list[Numbers]:
        counts = self.run.counts
        return [
            Numbers(name, *(counts[kind].get(name) for kind in self._kinds))
            for name in FILE_NAMES
            if counts
        ]

    @property
    def _kinds(self) -> tuple[str, ...]:
        if "would_load" in self.run.counts:
            return ("rows", "would_load", "would_change", "unchanged", "left")
        return ("rows", "loaded", "changed", "unchanged", "left")

    @property
    def fault_counts(self) -> list[dict[str, Any]]:
        """How many faults of each kind each column has, in words."""
        counted = self.run.counts.get("faults", [])
        return [{**one, "title": TITLES[one["code"]]} for one in counted]

    @property
    def changes(self) -> list[dict[str, str]]:
        """The first changed cells."""
        return list(islice(changes_of(self.run), CHANGES_SHOWN))

    @property
    def change_count(self) -> int:
        return sum(self.run.counts.get("changed", {}).values())


def faults_as_csv(run: ImportRun) -> Iterator[str]:
    """Give the faults of a run as CSV that no spreadsheet runs as a formula."""
    heading = ("file", "line", "column", "code", "message", "value")
    yield "\ufeff" + _csv_line(heading)
    for fault in RunFolder.of(run.public_id).faults():
        yield _csv_line(tuple(_harmless(str(fault[name])) for name in heading))


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(RUNS) else text


def _csv_line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
