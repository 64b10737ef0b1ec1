"""A return as shared figures: those of its cells that a report counts as well."""

from collections.abc import Collection, Iterator
from datetime import date

from assurance.releases import names
from assurance.releases.shared import COUNCIL, SharedFigure, shared_count_of_people
from assurance.sac.cells import Return
from assurance.sac.figures import Key
from safeguard.metrics.return_counts import CONCERN, OTHER, S42

# The table of each axis on which a report counts people, and the measure of each row of SG1f.
AXES = {"SG1a": "age_band", "SG1b": "gender", "SG1c": "ethnicity"}
CASES = {CONCERN: "concerns_raised", S42: "s42_commenced", OTHER: "other_commenced"}


def figures_by_cell(
    built: Return, cut: date, withheld: Collection[Key] = ()
) -> dict[Key, SharedFigure]:
    """Return the figure of each cell that a report may show too, by the key of the cell."""
    return dict(_figures(built, cut, withheld))


def _figures(
    built: Return, cut: date, withheld: Collection[Key]
) -> Iterator[tuple[Key, SharedFigure]]:
    start, end = built.period.start, max(built.period.start, min(built.period.end, cut))
    for cell in built.cells:
        is_hidden = cell.key in withheld
        if cell.table in AXES:
            part = f"{AXES[cell.table]}: {cell.row_code}"
            yield (
                cell.key,
                shared_count_of_people(
                    cell.column_code, start, end, part, cell.value, withheld=is_hidden
                ),
            )
        elif cell.table == "SG1f":
            key = CASES[cell.row_code]
            counted = (names.numerator_of(key),)
            yield (
                cell.key,
                SharedFigure(key, start, end, COUNCIL, counted, (cell.value,), withheld=is_hidden),
            )
