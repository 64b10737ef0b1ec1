"""A risk as it is read: its scores in the board's own words, and how it moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sab.choices_board import RiskAxis
from sab.frameworks_loader import LevelLine, risk_scale
from sab.models import Board, BoardRisk
from sab.rules.risks import MOVEMENT_WORDS, band_at, movement
from sab.tracker import Tag

# From the lowest band up; a band says its name too, so that the colour is never alone.
BAND_COLOURS = ("green", "yellow", "orange", "red")


@dataclass(frozen=True)
class Scale:
    """What each value means to one board."""

    held: Mapping[str, tuple[LevelLine, ...]]

    def lines(self, axis: str) -> tuple[LevelLine, ...]:
        return self.held[axis]

    def choices(self) -> dict[str, list[tuple[int, str]]]:
        """Return what a form offers for a likelihood and for an impact."""
        return {
            axis: [(line.value, f"{line.value}. {line.label}") for line in self.lines(axis)]
            for axis in (RiskAxis.LIKELIHOOD, RiskAxis.IMPACT)
        }

    def band(self, score: int) -> Tag:
        bands = [(line.value, line.label) for line in self.lines(RiskAxis.BAND)]
        label = band_at(score, bands)
        names = [name for _, name in sorted(bands)]
        step = names.index(label) if label in names else 0
        place = step * (len(BAND_COLOURS) - 1) // max(len(names) - 1, 1)
        return Tag(f"{score} {label}".strip(), BAND_COLOURS[place])


def scale_of(board: Board) -> Scale:
    """Return the board's scales: its own words where it has set them, else the provisional ones."""
    own: dict[str, list[LevelLine]] = {}
    for row in board.risk_levels.all():
        line = LevelLine(value=row.value, label=row.label, means=row.means)
        own.setdefault(row.axis, []).append(line)
    return Scale({axis: tuple(own.get(axis, lines)) for axis, lines in risk_scale().items()})


@dataclass(frozen=True)
class RiskShown:
    """One risk of the register. Its reviews have been fetched with it."""

    row: BoardRisk
    scale: Scale
    today: date

    @property
    def score(self) -> int:
        return self.row.likelihood * self.row.impact

    @property
    def residual(self) -> Tag:
        return self.scale.band(self.score)

    @property
    def inherent(self) -> Tag:
        return self.scale.band(self.row.inherent_likelihood * self.row.inherent_impact)

    @property
    def target(self) -> Tag:
        return self.scale.band(self.row.target_likelihood * self.row.target_impact)

    @property
    def moved(self) -> Tag:
        scores = [look.score for look in self.row.reviews.all()]
        return Tag(*MOVEMENT_WORDS[movement(scores)])

    @property
    def is_late(self) -> bool:
        return self.row.closed_on is None and self.row.look_again_on < self.today

    @property
    def looks(self) -> list[tuple[date, str, Tag, str, str]]:
        """The times it was looked at, newest first: day, scores, band, words and who."""
        found: Iterable[tuple[date, str, Tag, str, str]] = (
            (
                look.on,
                f"{look.likelihood} and {look.impact}",
                self.scale.band(look.score),
                look.text,
                str(look.by),
            )
            for look in self.row.reviews.all()
        )
        return list(reversed(list(found)))
