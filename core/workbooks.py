"""Read a workbook that somebody sent, as text; refuse one that is not safe to open."""

import datetime as dt
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from string import ascii_letters
from typing import IO, Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from core.errors import InputError

MOST_BYTES, MOST_UNPACKED = 2 * 1024 * 1024, 40 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 5_000, 100
OLE = b"\xd0\xcf\x11\xe0"
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    expat.ExpatError,
)
# Far more columns than any file of the service has, and as many cells as fit in memory with ease.
WIDEST, MOST_CELLS = 1_000, 10_000_000
LETTERS, ROW = re.compile(r"[A-Za-z]{1,7}\Z"), re.compile(r"[0-9]{1,9}\Z")
# What a cell has inside it that is more than formatted.
HOLDS_SOMETHING = frozenset({"v", "is", "f"})
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
    # A sheet may lie anywhere in the archive; this is what makes a part one.
    if b"sheetData" not in content:
        return
    found = FORMULA.search(content)
    if found is not None:
        place = found[1].decode()
        words = "Type the answer itself; words that begin with = need an apostrophe before them"
        raise InputError(f"{name} holds a formula in cell {place}. {words}.")
    reached = reach_of(io.BytesIO(content))
    if reached.row > MOST_ROWS or reached.column > MOST_COLUMNS:
        raise InputError(f"{name} reaches to cell {reached.place}, far beyond any question.")


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the cells of a sheet reach; an empty sheet reaches to row 0 and column 0.

    `place` is the first cell in the last row or the last column, as a spreadsheet names it.
    """

    row: int
    column: int
    place: str

    @property
    def is_too_far(self) -> bool:
        """A reader builds every cell between the first and the last, filled or not."""
        return self.column > WIDEST or self.row * self.column > MOST_CELLS


def reach_of(sheet: IO[bytes]) -> Reach:
    """Return how far the cells that hold something reach, from the XML of a sheet.

    A cell that is only formatted counts for nothing, as no reader builds it.

    Raises:
        InputError: it declares XML entities.
        expat.ExpatError: it is not XML.
    """
    found = _ReachFinder()
    found.parser.ParseFile(sheet)
    return Reach(found.last_row, found.last_column, found.place)


def sheet_parser() -> expat.XMLParserType:
    """Return a parser of a part of a workbook, which refuses what could swell.

    Its handlers raise InputError for XML entities.
    """
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise InputError("The workbook declares XML entities, which no spreadsheet needs.")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def column_number(letters: str) -> int:
    """Return the number of a column, from 1: A is 1, XFD is 16384."""
    found = 0
    for letter in letters.upper():
        found = found * 26 + ord(letter) - 64
    return found


class _ReachFinder:
    """Follow the cells of one sheet while its XML streams past, millions of them if need be."""

    def __init__(self) -> None:
        self.last_row = self.last_column = 0
        self.place = ""
        # Where the cell that is being read is: what it says, and what it is by those before it.
        self._given = ""
        self._row = self._column = 0
        self._columns: dict[str, int] = {}
        self.parser = sheet_parser()
        self.parser.StartElementHandler = self._start

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag if ":" not in tag else tag.rpartition(":")[2]
        if name == "c":
            self._given = attributes.get("r", "")
            self._column = self._column_of(self._given) or self._column + 1
        elif name in HOLDS_SOMETHING:
            self._count()
        elif name == "row":
            given = attributes.get("r", "")
            self._row = int(given) if ROW.match(given) else self._row + 1
            self._column = 0

    def _column_of(self, place: str) -> int:
        letters = place.rstrip("0123456789")
        if letters not in self._columns:
            self._columns[letters] = column_number(letters) if LETTERS.match(letters) else 0
        return self._columns[letters]

    def _count(self) -> None:
        digits = self._given.lstrip(ascii_letters)
        row = int(digits) if ROW.match(digits) else self._row
        if row > self.last_row or self._column > self.last_column:
            self.place = self._given or f"column {self._column} of row {row}"
            self.last_row = max(row, self.last_row)
            self.last_column = max(self._column, self.last_column)
