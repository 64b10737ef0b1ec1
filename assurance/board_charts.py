"""The board's dataset as charts: a quarter without a number is a gap, never a nought."""

from assurance.charts import Chart, ChartPanel, LineChart, Series
from sab.choices_board import Direction, Unit
from sab.dataset_shown import APART, cell_shown, plain
from sab.metrics.dataset import Cell, Row

BETTER = {Direction.HIGHER: " Higher is better.", Direction.LOWER: " Lower is better."}


def indicator_panel(row: Row) -> ChartPanel | None:
    """Return the chart of one indicator; None where no quarter has a number."""
    if not any(cell.given for cell in row.cells):
        return None
    series = _by_agency(row) if row.indicator.unit == Unit.AVERAGE else (_together(row),)
    labels = tuple(cell.period.label for cell in row.cells)
    unit = "%" if row.indicator.unit == Unit.SHARE else "Number"
    words = reading(row)
    chart: Chart = LineChart(row.indicator.title, unit, words, labels, series, axis="Quarter")
    return ChartPanel("indicator", row.indicator.title, words, chart)


def _together(row: Row) -> Series:
    values = tuple(value_of(cell) for cell in row.cells)
    texts = tuple(_text(cell) for cell in row.cells)
    return Series("Agencies that gave a number", values, texts)


def _text(cell: Cell) -> str:
    shown = cell_shown(cell)
    return f"{shown.value}, from {shown.coverage}" if shown.coverage else shown.value


def _by_agency(row: Row) -> tuple[Series, ...]:
    names = sorted({value.agency for cell in row.cells for value in cell.given})
    return tuple(
        Series(
            name,
            tuple(
                next((float(v.number or 0) for v in cell.given if v.agency == name), None)
                for cell in row.cells
            ),
            tuple(
                next((plain(v.number) for v in cell.given if v.agency == name), "Not supplied")
                for cell in row.cells
            ),
        )
        for name in names
    )


def value_of(cell: Cell) -> float | None:
    """Return what is drawn for one quarter."""
    if cell.number is None:
        return None
    if cell.unit != Unit.SHARE:
        return float(cell.number)
    return float(100 * cell.number / cell.whole) if cell.whole else None


def reading(row: Row) -> str:
    """Say what the newest quarter with a number shows, and of how many agencies it is."""
    cell = next(cell for cell in reversed(row.cells) if cell.given)
    shown = cell_shown(cell)
    what = "each agency has its own line" if shown.value == APART else shown.value
    parts = f"{cell.period.label}: {what}, from {shown.coverage} agencies asked."
    uneven = len({len(one.given) for one in row.cells if one.given}) > 1
    if uneven and row.indicator.unit == Unit.COUNT:
        parts += " Not every quarter has the same number of agencies, so its sums are not alike."
    return parts + BETTER.get(Direction(row.indicator.direction), "")
