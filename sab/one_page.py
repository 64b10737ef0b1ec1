"""Does a briefing fit on one page? `assurance` registers who can measure, for it makes the file.

This app cannot lay a page out, and knows nobody who can, as in `sab.difference`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sab.models.briefing import PARTS

HEADINGS = {
    "why_this_matters": "Why this matters",
    "what_happened": "The person and what happened",
    "what_we_found": "What we found",
    "what_worked": "What worked",
    "what_to_change": "What to change in practice",
    "what_the_board_does": "What the board is doing",
    "talk_about_it": "Talk about it",
}


@dataclass(frozen=True)
class Sheet:
    """What is set on the page of one briefing."""

    title: str
    board: str
    parts: Mapping[str, str]

    @property
    def headed(self) -> list[tuple[str, str]]:
        return [(HEADINGS[name], self.parts[name]) for name in PARTS]

    @property
    def is_whole(self) -> bool:
        return all(self.parts[name].strip() for name in PARTS)

    @property
    def words(self) -> int:
        return sum(len(text.split()) for text in self.parts.values())


@dataclass(frozen=True)
class Fit:
    """How much of the page is filled: 1.0 is all of it. `lines_over` are those past its end."""

    filled: float
    lines_over: int

    @property
    def is_one_page(self) -> bool:
        return self.lines_over == 0

    @property
    def text(self) -> str:
        if self.is_one_page:
            return f"It fits on one page, of which {round(100 * self.filled)}% is filled."
        lines = f"{self.lines_over} line{'' if self.lines_over == 1 else 's'}"
        return f"It does not fit on one page: {lines} too many. Nothing is cut off; shorten it."


_measures: list[Callable[[Sheet], Fit]] = []


def register(measure: Callable[[Sheet], Fit]) -> None:
    """Say who lays a sheet out and measures it."""
    _measures[:] = [measure]


def fit_of(sheet: Sheet) -> Fit:
    """Return how far a sheet fills its page.

    Raises:
        RuntimeError: nobody has registered.
    """
    if not _measures:
        raise RuntimeError("nobody can measure a page")
    return _measures[0](sheet)
