"""How a table that is wider than the page is parted, alike in every file format."""

import math

from assurance.reports.blocks import Table
from assurance.reports.style import WIDTH


def bands(least: list[float]) -> list[list[int]]:
    """Share the columns out so that each part fits the page; the first is in every part."""
    full = _fill(least, len(least))
    if len(full) == 1:
        return full
    even = _fill(least, math.ceil((len(least) - 1) / len(full)))
    return even if len(even) == len(full) else full


def _fill(least: list[float], most: int) -> list[list[int]]:
    """Take columns in order, up to `most` besides the first, until the page is full."""
    bands = [[0]]
    used = least[0]
    for column in range(1, len(least)):
        full = used + least[column] > WIDTH or len(bands[-1]) > most
        if full and len(bands[-1]) > 1:
            bands.append([0])
            used = least[0]
        bands[-1].append(column)
        used += least[column]
    return bands


def part_caption(table: Table, at: int, count: int) -> str:
    """Name one part, counted from 1, of a table that comes in several."""
    return f"{table.caption} (part {at} of {count})".strip() if count > 1 else table.caption
