"""Read one sheet of an Excel workbook row by row, with formulas shown as formulas."""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from core.errors import InputError
from core.workbooks import column_number, reach_of, sheet_parser
from safeguard.extract.errors import ExtractError

CHUNK = 1 << 20
_MAY_HOLD_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]+)\Z")
_HALF_SECOND = dt.timedelta(microseconds=500_000)

Place = tuple[int, int]


def open_workbook(path: str, label: str) -> CalamineWorkbook:
    """Open a workbook that has passed the checks of a zip file.

    Raises:
        ExtractError: it is damaged or protected.
    """
    try:
        return CalamineWorkbook.from_path(path)
    except (CalamineError, OSError, ValueError) as error:
        raise ExtractError(
            f"{label} cannot be read as an Excel workbook. Open it in Excel and save it again "
            "as .xlsx, without a password."
        ) from error


class SheetTable:
    """One sheet. `label` is its name; a line is the row number that a spreadsheet shows."""

    notices: tuple[str, ...] = ()

    def __init__(self, workbook: CalamineWorkbook, archive: zipfile.ZipFile, label: str) -> None:
        self.label = label
        self.place = label
        self.position = 0
        try:
            part = _part_of(archive, label)
            _refuse_far(archive, part, label)
            self._sheet = workbook.get_sheet_by_name(label)
            self._formulas = formulas_of(archive, part)
        except (CalamineError, KeyError, expat.ExpatError, zipfile.BadZipFile) as error:
            raise ExtractError(f"The sheet {label} is damaged. Save the workbook again.") from error
        except InputError as error:
            raise ExtractError(str(error)) from error
        self.size = self._sheet.total_height

    def close(self) -> None:
        """Do nothing: the workbook closes its sheets."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give each row with its line, the header too; an empty row is one of empty cells."""
        for line, cells in self.raw_rows():
            self.position = line
            yield line, [cell if type(cell) is str else as_text(cell) for cell in cells]

    def raw_rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Give each row with its line and its cells as they are, a formula as its text."""
        first_column = (self._sheet.start or (0, 0))[1]
        formulas = self._formulas
        for line, cells in enumerate(self._sheet.iter_rows(), start=1):
            if line in formulas:
                for column, formula in formulas[line].items():
                    cells[column - first_column] = f"={formula}"
            yield line, cells


def as_text(value: Any) -> str:
    """Return a cell as a CSV file of the same sheet would hold it, dates as yyyy-mm-dd."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        # A spreadsheet counts days in floating point, so a whole second can fall short of itself.
        return (value + _HALF_SECOND).replace(microsecond=0).isoformat()
    return str(value)


def _refuse_far(archive: zipfile.ZipFile, part: str, sheet: str) -> None:
    """Refuse a sheet whose far-out cells would make the reader build millions of empty ones."""
    with archive.open(part) as stream:
        reached = reach_of(stream)
    if reached.is_too_far:
        raise ExtractError(
            f"The sheet {sheet} reaches to cell {reached.place}, far beyond its rows. Delete the "
            "columns and rows after the last that is filled, and save the workbook again."
        )


def formulas_of(archive: zipfile.ZipFile, part: str) -> dict[int, dict[int, str]]:
    """Return the formulas of a sheet's XML by line (from 1) and column (from 0)."""
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(CHUNK):
            if _MAY_HOLD_FORMULA.search(tail + chunk):
                break
            tail = chunk[-64:]
        else:
            return {}
    found = _FormulaFinder()
    with archive.open(part) as stream:
        found.parser.ParseFile(stream)
    return found.formulas


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name, within the workbook's archive, of the file that holds `sheet`."""
    ids: dict[str, str] = {}
    targets: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "sheet":
            keys = [key for key in attributes if _local(key) == "id"]
            ids[attributes.get("name", "")] = attributes[keys[0]] if keys else ""
        elif _local(tag) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        parser = sheet_parser()
        parser.StartElementHandler = start
        parser.Parse(archive.read(part), True)
    target = targets[ids[sheet]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


class _FormulaFinder:
    """Collect the formulas of one sheet while its XML streams past."""

    def __init__(self) -> None:
        self.formulas: dict[int, dict[int, str]] = {}
        self._cell = ""
        self._text: list[str] | None = None
        self.parser = sheet_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "c":
            self._cell = attributes.get("r", "")
        elif _local(tag) == "f":
            self._text = []

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        if _local(tag) != "f" or self._text is None:
            return
        if found := _CELL.match(self._cell):
            column = column_number(found[1])
            text = "".join(self._text) or "shared formula"
            self.formulas.setdefault(int(found[2]), {})[column - 1] = text
        self._text = None
