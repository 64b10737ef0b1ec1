"""The dataset of a board, quarter by quarter: what was given, by whom, and who gave nothing.

What an agency did not supply is never counted as 0, and a sum always says of how many it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.periods import Period
from sab.choices_board import Unit
from sab.models import Board, DatasetIndicator, DatasetValue


@dataclass(frozen=True)
class Supplied:
    """What one agency gave for one indicator and quarter; `number` is None where it could not."""

    partner: int
    agency: str
    number: Decimal | None
    whole: Decimal | None
    commentary: str

    @property
    def is_supplied(self) -> bool:
        return self.number is not None


@dataclass(frozen=True)
class Cell:
    """One indicator in one quarter: what came, and from whom nothing did."""

    period: Period
    asked: tuple[str, ...]
    values: tuple[Supplied, ...]
    unit: str

    @property
    def given(self) -> tuple[Supplied, ...]:
        return tuple(value for value in self.values if value.is_supplied)

    @property
    def not_supplied(self) -> tuple[Supplied, ...]:
        return tuple(value for value in self.values if not value.is_supplied)

    @property
    def missing(self) -> tuple[str, ...]:
        """The agencies asked that have said nothing."""
        said = {value.agency for value in self.values}
        return tuple(name for name in self.asked if name not in said)

    @property
    def expected(self) -> int:
        """How many agencies a whole answer would come from."""
        return len({*self.asked, *(value.agency for value in self.values)})

    @property
    def number(self) -> Decimal | None:
        """The sum over agencies that gave one; None for none, and for averages of several."""
        given = self.given
        if not given or (self.unit == Unit.AVERAGE and len(given) > 1):
            return None
        return sum((value.number or Decimal(0) for value in given), Decimal(0))

    @property
    def whole(self) -> Decimal | None:
        wholes = [value.whole for value in self.given if value.whole is not None]
        return sum(wholes, Decimal(0)) if wholes and self.number is not None else None


@dataclass(frozen=True)
class Row:
    """One indicator with a cell for each quarter, in their order."""

    indicator: DatasetIndicator
    cells: tuple[Cell, ...]


def dataset_of(
    board: Board, periods: Sequence[Period], *, indicators: Iterable[int] | None = None
) -> list[Row]:
    """Return every indicator in use with what was given in `periods`, in three queries."""
    rows = DatasetIndicator.objects.filter(board=board).prefetch_related("partners")
    wanted = rows.filter(is_retired=False) if indicators is None else rows.filter(pk__in=indicators)
    values = DatasetValue.objects.filter(board=board, start__in=[p.start for p in periods])
    held: dict[tuple[int, date, date], list[Supplied]] = {}
    for key, start, end, partner, agency, number, whole, text in values.order_by(
        "partner__name"
    ).values_list(
        *("indicator", "start", "end", "partner", "partner__name"),
        *("numerator", "denominator", "commentary"),
    ):
        found = held.setdefault((key, start, end), [])
        found.append(Supplied(partner, agency, number, whole, text))
    return [Row(row, tuple(_cell(row, period, held) for period in periods)) for row in wanted]


def _cell(
    indicator: DatasetIndicator,
    period: Period,
    held: dict[tuple[int, date, date], list[Supplied]],
) -> Cell:
    asked = tuple(
        sorted(
            one.name
            for one in indicator.partners.all()
            if one.joined_on <= period.end and (one.left_on is None or one.left_on >= period.start)
        )
    )
    values = held.get((indicator.pk, period.start, period.end), [])
    return Cell(period, asked, tuple(values), indicator.unit)


@dataclass(frozen=True)
class Completeness:
    """How many values of one quarter came, were said not to be there, or are missing."""

    period: Period
    given: int
    not_supplied: int
    missing: int
    waiting_for: tuple[str, ...]

    @property
    def expected(self) -> int:
        return self.given + self.not_supplied + self.missing


def completeness(rows: Iterable[Row], at: int = 0) -> Completeness | None:
    """Count the values of the quarter in place `at`; None where nothing is asked."""
    cells = [row.cells[at] for row in rows if row.cells[at].expected]
    if not cells:
        return None
    return Completeness(
        cells[0].period,
        sum(len(cell.given) for cell in cells),
        sum(len(cell.not_supplied) for cell in cells),
        sum(len(cell.missing) for cell in cells),
        tuple(sorted({name for cell in cells for name in cell.missing})),
    )
