"""Match the first row of a file to our columns: order is free, extra columns are left out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from safeguard.extract.cells import normal
from safeguard.extract.columns import FileSpec
from safeguard.extract.mapping import CouncilMapping


@dataclass(frozen=True, slots=True)
class Header:
    """Where each of our columns stands (from 0), how many cells a row has, what is wrong."""

    places: dict[str, int]
    width: int
    spare: tuple[str, ...]
    missing: tuple[str, ...]
    error: str = ""


def match_header(
    spec: FileSpec, label: str, cells: Sequence[str], mapping: CouncilMapping
) -> Header:
    """Return how the cells of a first row are to be read; `error` says why they cannot be."""
    names = [normal(cell) for cell in cells]
    theirs = mapping.of(spec.name).columns
    wanted = {column: normal(theirs.get(column, column)) for column in spec.column_names}
    places = {column: names.index(name) for column, name in wanted.items() if name in names}
    missing = tuple(name for name in wanted if name not in places)
    used = set(places.values())
    spare = tuple(
        cell.strip() or f"(column {place + 1}, without a name)"
        for place, cell in enumerate(cells)
        if place not in used
    )
    error = _error(label, cells, names, [theirs.get(name, name) for name in missing])
    return Header(places, len(cells), spare, missing, error)


def _error(label: str, cells: Sequence[str], names: Sequence[str], missing: Sequence[str]) -> str:
    twice = [name for name, times in Counter(filter(None, names)).items() if times > 1]
    if twice:
        return f"{label} has the column {twice[0]} more than once. Leave only one."
    if not missing:
        return ""
    if len(cells) == 1 and (";" in cells[0] or "\t" in cells[0]):
        sign = "semicolons" if ";" in cells[0] else "tabs"
        return f"{label} seems to have {sign} between its cells. Save it again with commas."
    columns = "column" if len(missing) == 1 else "columns"
    return (
        f"{label} lacks the {columns} {', '.join(missing)}. "
        "Add what is missing, or name the council's own column in the mapping."
    )
