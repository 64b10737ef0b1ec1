"""Find the four tables of an extract in a folder, a zip file or a workbook, and refuse the rest."""

import contextlib
import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from core.csv_table import CsvTable, Open, opener
from core.errors import InputError
from safeguard.extract.columns import FILE_NAMES
from safeguard.extract.errors import ExtractError
from safeguard.extract.xlsx_table import SheetTable, open_workbook

RATIO = 200
RATIO_FROM = 10 * 1024 * 1024
CHUNK = 1 << 20
OLE = b"\xd0\xcf\x11\xe0"
EXPECTED = ", ".join(f"{name}.csv" for name in FILE_NAMES)

DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)

Table = CsvTable | SheetTable


@dataclass(frozen=True, slots=True)
class Source:
    """An extract that is open for reading. `kind` is "csv" or "xlsx"; `size` is in bytes."""

    path: Path
    kind: str
    tables: dict[str, Table]
    size: int
    digest: str


@contextlib.contextmanager
def open_source(path: Path, *, max_bytes: int) -> Iterator[Source]:
    """Open a folder with four CSV files, a zip file with them, or a workbook of four sheets.

    Args:
        max_bytes: the most that the files may hold together, unpacked.

    Raises:
        ExtractError: a file is missing, too large, damaged, or not what it says it is.
    """
    with ExitStack() as stack:
        source = _found(path, max_bytes, stack)
        for table in source.tables.values():
            stack.callback(table.close)
        yield source


def _found(path: Path, max_bytes: int, stack: ExitStack) -> Source:
    if path.is_dir():
        return _from_folder(path, max_bytes)
    if not path.is_file():
        raise ExtractError(f"{path} does not exist.")
    archive = stack.enter_context(_open_zip(path, max_bytes))
    if "xl/workbook.xml" in archive.namelist():
        return _from_workbook(path, archive, stack)
    return _from_zip(path, archive)


def _from_folder(path: Path, max_bytes: int) -> Source:
    found: dict[str, list[Path]] = {}
    for entry in sorted(path.iterdir()):
        if entry.is_file():
            found.setdefault(entry.name.casefold(), []).append(entry)
    _require_each(found, f"The folder {path.resolve().name}")
    chosen = {name: found[f"{name}.csv"][0] for name in FILE_NAMES}
    _refuse_size(sum(file.stat().st_size for file in chosen.values()), max_bytes)
    tables = {name: _csv_table(opener(file), file.name) for name, file in chosen.items()}
    return _csv_source(path, tables)


def _from_zip(path: Path, archive: zipfile.ZipFile) -> Source:
    found: dict[str, list[str]] = {}
    for entry in archive.namelist():
        place = PurePosixPath(entry)
        if not entry.endswith("/") and "__MACOSX" not in place.parts:
            found.setdefault(place.name.casefold(), []).append(entry)
    _require_each(found, f"The zip file {path.name}")
    chosen = {name: found[f"{name}.csv"][0] for name in FILE_NAMES}
    tables = {
        name: _csv_table(partial(archive.open, entry), PurePosixPath(entry).name, entry)
        for name, entry in chosen.items()
    }
    return _csv_source(path, tables)


def _require_each(found: dict[str, list[Path]] | dict[str, list[str]], where: str) -> None:
    missing = [f"{name}.csv" for name in FILE_NAMES if f"{name}.csv" not in found]
    if missing:
        raise ExtractError(
            f"{where} does not hold {' or '.join(missing)}. It needs all four of {EXPECTED}; "
            "a file may be without rows."
        )
    twice = [f"{name}.csv" for name in FILE_NAMES if len(found[f"{name}.csv"]) > 1]
    if twice:
        raise ExtractError(f"{where} holds {twice[0]} more than once. Leave only one.")


def _csv_table(open_bytes: Open, label: str, place: str = "") -> CsvTable:
    try:
        return CsvTable(open_bytes, label, place)
    except InputError as error:
        raise ExtractError(str(error)) from error


def _csv_source(path: Path, tables: dict[str, CsvTable]) -> Source:
    digest = hashlib.sha256()
    for table in tables.values():
        digest.update(table.digest.encode())
    size = sum(table.size for table in tables.values())
    return Source(path, "csv", {**tables}, size, digest.hexdigest())


def _from_workbook(path: Path, archive: zipfile.ZipFile, stack: ExitStack) -> Source:
    workbook = stack.enter_context(open_workbook(str(path), path.name))
    sheets = {name.strip().casefold(): name for name in reversed(workbook.sheet_names)}
    missing = [name for name in FILE_NAMES if name not in sheets]
    if missing:
        raise ExtractError(
            f"The workbook {path.name} has no sheet named {' or '.join(missing)}. "
            f"It needs all four of {', '.join(FILE_NAMES)}; a sheet may be without rows."
        )
    tables: dict[str, Table] = {
        name: SheetTable(workbook, archive, sheets[name]) for name in FILE_NAMES
    }
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Source(path, "xlsx", tables, path.stat().st_size, digest)


def _open_zip(path: Path, max_bytes: int) -> zipfile.ZipFile:
    """Open a zip file or workbook after making sure that unpacking it is safe."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start == OLE:
        raise ExtractError(
            f"{path.name} is in the older Excel format, or protected with a password. "
            "Save it as .xlsx without a password, or as four CSV files."
        )
    _refuse_size(path.stat().st_size, max_bytes)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ExtractError(
            f"{path.name} is not a zip file, an Excel workbook or a folder. "
            f"Give a folder with {EXPECTED}."
        ) from error
    try:
        _check_zip(archive, path, max_bytes)
    except BaseException:
        archive.close()
        raise
    return archive


def _check_zip(archive: zipfile.ZipFile, path: Path, max_bytes: int) -> None:
    """Refuse an archive that would unpack to too much, before and while unpacking it."""
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise ExtractError(f"{path.name} is protected with a password. Save it without one.")
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(path.stat().st_size, 1)
    if unpacked > RATIO_FROM and unpacked / packed > RATIO:
        raise ExtractError(
            f"{path.name} would unpack to {unpacked // packed} times its size, which no extract "
            "does. Make the file again."
        )
    _refuse_size(unpacked, max_bytes)
    left = max_bytes
    try:
        for entry in entries:
            with archive.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        _refuse_size(max_bytes + 1, max_bytes)
    except DAMAGE as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> ExtractError:
    return ExtractError(f"{path.name} is damaged. Make the file again.")


def _refuse_size(size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise ExtractError(
            f"The extract is larger than {max_bytes // (1024 * 1024)} MB. "
            "Load it in parts, oldest first."
        )
