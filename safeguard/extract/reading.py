"""Read the rows of one table into the temporary tables: the sound ones and every fault."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from core.csv_table import BrokenRow
from safeguard.extract import staging
from safeguard.extract.cells import Reader, normal, reader_for
from safeguard.extract.columns import FileSpec, Kind
from safeguard.extract.errors import ExtractError
from safeguard.extract.faults import VALUE_LENGTH
from safeguard.extract.header import Header, match_header
from safeguard.extract.mapping import CouncilMapping
from safeguard.extract.row_rules import Faulty, check_rows
from safeguard.extract.sources import Table

BATCH = 2_000
WHOLE_ROW = -1

Progress = Callable[[str, int, int], None]
Row = tuple[int, list[str]]


class FileReading:
    """Reads one file. After `run`, `rows` counts its rows and `header` says how they were read."""

    def __init__(
        self, spec: FileSpec, table: Table, mapping: CouncilMapping, *, today: str
    ) -> None:
        self.spec = spec
        self.table = table
        self.rows = 0
        self.blank = 0
        self._source = _skip_blank(table.rows())
        self.header = self._read_header(mapping)
        self._staged = staging.staged_columns(spec)
        self._readers: dict[str, Reader] = {
            column.name: reader_for(
                column,
                mapping.translations(spec.name, column.name),
                style=mapping.style,
                today=today,
            )
            for column in spec.columns
        }

    def _read_header(self, mapping: CouncilMapping) -> Header:
        first = next(self._source, None)
        if first is None:
            raise ExtractError(
                f"{self.table.label} is empty. It needs a first line with the names of its "
                "columns; rows may be lacking."
            )
        return match_header(self.spec, self.table.label, first[1], mapping)

    def run(self, progress: Progress) -> None:
        """Read every row into the temporary tables, a batch at a time."""
        lines: list[int] = []
        rows: list[list[str]] = []
        odd: list[Row] = []
        width = self.header.width
        for line, cells in self._source:
            if len(cells) != width:
                odd.append((line, cells))
            else:
                lines.append(line)
                rows.append(cells)
            if len(lines) + len(odd) == BATCH:
                self._stage(lines, rows)
                self._stage_misshapen(odd)
                lines, rows, odd = [], [], []
                progress(self.table.label, self.table.position, self.table.size)
        self._stage(lines, rows)
        self._stage_misshapen(odd)
        progress(self.table.label, self.table.size, self.table.size)

    def _stage(self, lines: Sequence[int], rows: Sequence[list[str]]) -> None:
        lines, rows = self._without_blank(lines, rows)
        if not rows:
            return
        self.rows += len(rows)
        cells = list(zip(*rows, strict=True))
        values: dict[str, list[Any]] = {"line": list(lines), "ok": [1] * len(rows)}
        faulty: Faulty = {}
        for column in self.spec.columns:
            read, faults = self._readers[column.name](cells[self.header.places[column.name]])
            values[column.name] = read
            for place, fault in faults.items():
                faulty.setdefault(place, {})[column.name] = fault
            if column.kind is Kind.MOMENT:
                values[column.name] = [moment and moment[0] for moment in read]
                values["received_on"] = [moment and moment[1] for moment in read]
        check_rows(self.spec.name, values, faulty)
        for place in faulty:
            values["ok"][place] = 0
        staging.add(
            staging.table_of(self.spec.name),
            self._staged,
            zip(*(values[name] for name in self._staged), strict=True),
        )
        if faulty:
            self._stage_faults(lines, cells, faulty)

    def _without_blank(
        self, lines: Sequence[int], rows: Sequence[list[str]]
    ) -> tuple[Sequence[int], Sequence[list[str]]]:
        """Leave out rows of empty cells, which spreadsheets write below the last row."""
        key = self.header.places[self.spec.columns[0].name]
        if all(row[key].strip() for row in rows):
            return lines, rows
        kept = [place for place, row in enumerate(rows) if any(map(str.strip, row))]
        self.blank += len(rows) - len(kept)
        return [lines[place] for place in kept], [rows[place] for place in kept]

    def _stage_faults(
        self, lines: Sequence[int], cells: Sequence[Sequence[str]], faulty: Faulty
    ) -> None:
        places = self.header.places
        staging.add(
            staging.FAULTS,
            staging.FAULT_COLUMNS,
            (
                (
                    self.spec.number,
                    lines[row],
                    self.spec.column_names.index(name),
                    fault.code,
                    cells[places[name]][row][:VALUE_LENGTH],
                    fault.detail,
                )
                for row, faults in faulty.items()
                for name, fault in faults.items()
            ),
        )

    def _stage_misshapen(self, odd: Sequence[Row]) -> None:
        """Keep each row's reference, if it can be told, so that rows that refer to it may stand."""
        if not odd:
            return
        self.rows += len(odd)
        place = self.header.places[self.spec.columns[0].name]
        cells = [cells[place] if place < len(cells) else "" for _, cells in odd]
        references, _ = self._readers[self.spec.columns[0].name](cells)
        blanks = [None] * (len(self._staged) - 3)
        staging.add(
            staging.table_of(self.spec.name),
            self._staged,
            [(line, 0, ref, *blanks) for (line, _), ref in zip(odd, references, strict=True)],
        )
        staging.add(
            staging.FAULTS,
            staging.FAULT_COLUMNS,
            [
                (self.spec.number, line, WHOLE_ROW, "row_shape", "", self._shape_of(cells))
                for line, cells in odd
            ],
        )

    def _shape_of(self, cells: list[str]) -> str:
        """Return what the message of a misshapen row is made from."""
        if isinstance(cells, BrokenRow):
            return f"quotes/{cells.until}"
        return f"{len(cells)}/{self.header.width}"


def _skip_blank(rows: Iterator[Row]) -> Iterator[Row]:
    """Leave out lines without a cell, and rows of empty cells above the first full one."""
    for row in rows:
        if any(map(normal, row[1])):
            yield row
            break
    for row in rows:
        if row[1] or isinstance(row[1], BrokenRow):
            yield row
