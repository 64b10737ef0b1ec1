"""Read a workbook that somebody sent, as text; refuse one that is not safe to open."""

import datetime as dt
import io
import re
import zipfile
import zlib
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from core.errors import InputError

MOST_BYTES, MOST_UNPACKED = 2 * 1024 * 1024, 40 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 5_000, 100
OLE = b"\xd0\xcf\x11\xe0"
DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)
PLACE = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,7})([0-9]{1,9})"')
FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+[0-9]+)"[^>]*>\s*<(?:\w+:)?f[\s/>]')
# What a workbook of answers has no need of, and what to say of it.
UNWANTED = {
    "vbaproject": "holds macros. Save it as an ordinary workbook (.xlsx), without macros",
    "macrosheets/": "holds macros. Save it as an ordinary workbook (.xlsx), without macros",
    "externallinks/": "holds links to other files. Take them out and save it again",
    "embeddings/": "has other files inside it. Take them out and save it again",
    "activex/": "holds controls. Take them out and save it again",
}

Sheets = dict[str, list[list[str]]]


def read_workbook(name: str, data: bytes) -> Sheets:
    """Return the cells of each sheet as text, row by row; days are yyyy-mm-dd.

    Raises:
        InputError: it is not a workbook, holds macros or formulas, or would unpack to too much.
    """
    if data[:4] == OLE:
        words = "is in the older Excel format, or has a password. Save it as .xlsx without one"
        raise InputError(f"{name} {words}.")
    if len(data) > MOST_BYTES:
        raise InputError(f"{name} is larger than {MOST_BYTES // (1024 * 1024)} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(name, archive)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = {
            sheet: [[as_text(cell) for cell in row] for row in _rows(book, sheet)]
            for sheet in book.sheet_names
        }
    except CalamineError as error:
        raise _damaged(name) from error
    except DAMAGE as error:
        words = "is not an Excel workbook. Send the workbook that was made for this return"
        raise InputError(f"{name} {words}.") from error
    return found


def _rows(book: CalamineWorkbook, sheet: str) -> list[list[Any]]:
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def as_text(cell: Any) -> str:
    """Return a cell as it would be typed; a whole number has no decimals."""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return str(cell).strip()


def _damaged(name: str) -> InputError:
    return InputError(f"{name} is damaged. Open it, save it again as .xlsx, and send that.")


def _check(name: str, archive: zipfile.ZipFile) -> None:
    """Refuse an archive that is not a workbook of answers and nothing else."""
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise InputError(f"{name} has a password. Save it without one.")
    names = [entry.filename.casefold() for entry in entries]
    if "xl/workbook.xml" not in names:
        raise InputError(f"{name} is not an Excel workbook (.xlsx).")
    for part, words in UNWANTED.items():
        if any(part in each for each in names):
            raise InputError(f"{name} {words}.")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _bomb(name)
    # What is read stops at the size that an entry gives for itself, and is wrong if that was a lie.
    for entry in entries:
        _check_part(name, entry.filename, archive.read(entry))


def _bomb(name: str) -> InputError:
    return InputError(f"{name} would unpack to more than any return holds. It is not opened.")


def _check_part(name: str, part: str, content: bytes) -> None:
    if part.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content:
        raise InputError(f"{name} declares XML entities, which no workbook needs.")
    if part == "[Content_Types].xml" and b"macroEnabled" in content:
        raise InputError(f"{name} {UNWANTED['vbaproject']}.")
    if not part.startswith("xl/worksheets/"):
        return
    found = FORMULA.search(content)
    if found is not None:
        place = found[1].decode()
        words = "Type the answer itself; words that begin with = need an apostrophe before them"
        raise InputError(f"{name} holds a formula in cell {place}. {words}.")
    for column, row in PLACE.findall(content):
        if int(row) > MOST_ROWS or _number_of(column) > MOST_COLUMNS:
            place = f"{column.decode()}{row.decode()}"
            raise InputError(f"{name} reaches to cell {place}, far beyond any question.")


def _number_of(column: bytes) -> int:
    found = 0
    for letter in column:
        found = found * 26 + letter - 64
    return found
