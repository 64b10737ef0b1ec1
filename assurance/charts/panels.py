"""A chart as a page shows it: heading, reading, drawing, table, and the numbers as a CSV file."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assurance.charts.figure_parts import lettered
from assurance.charts.figures import figure
from assurance.charts.kinds import Chart, LineChart, XmrChart
from assurance.charts.tables import ChartTable, to_table
from core.csv_out import Cell, write_csv


@dataclass(frozen=True)
class Numbers:
    """What the CSV of a chart holds: exact numbers, not as they are rounded for reading."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def as_csv(self) -> bytes:
        return write_csv(self.columns, self.rows)


@dataclass(frozen=True)
class ChartPanel:
    """What `components/chart.html` needs. `key` is unique on its page: letters, digits, hyphens.

    `notes` stand under the drawing; `icons` beside the reading. `numbers` is what the CSV holds;
    None: the words of the table.
    """

    key: str
    title: str
    reading: str
    chart: Chart
    csv_url: str = ""
    numbers: Numbers | None = None
    notes: tuple[str, ...] = ()
    icons: tuple[Any, ...] = ()

    @cached_property
    def figure(self) -> dict[str, Any]:
        return figure(self.chart)

    @cached_property
    def table(self) -> ChartTable:
        return to_table(self.chart)

    @property
    def columns(self) -> list[dict[str, Any]]:
        return [
            {"label": label, "numeric": index in self.table.numeric}
            for index, label in enumerate(self.table.columns)
        ]

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        return self.table.rows

    @property
    def marks(self) -> list[tuple[str, str, str]]:
        return marks_of(self.chart)

    def as_csv(self) -> bytes:
        numbers = self.numbers or Numbers(self.table.columns, self.table.rows)
        return numbers.as_csv()


def marks_of(chart: Chart) -> list[tuple[str, str, str]]:
    """Return the letters on the drawing, each with its month and words."""
    return lettered(chart.annotations) if isinstance(chart, XmrChart | LineChart) else []
