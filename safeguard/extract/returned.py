"""Give the files of an extract back with one more column, which says what is wrong with a row."""

from pathlib import Path

from safeguard.models import ImportRun


def write_returned(run: ImportRun, source: Path, folder: Path) -> None:
    raise NotImplementedError
