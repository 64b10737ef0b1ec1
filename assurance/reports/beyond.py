"""What a Theme 3 report tells beside figures: evidence, voices, audits, the board, plans.

`services.beyond` reads it for one mode: in a version for sharing nothing is in it that may not
leave the council.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assurance.metrics.evidence import StatementCover
from audit.results.rounds import RoundFigures
from core.disclosure import Mode
from sab.metrics.schedule import Schedule


@dataclass(frozen=True)
class Said:
    """Words that the readers of the report may see, and who may be said to have spoken.

    `voice` is the key of what is quoted.
    """

    voice: int
    words: str
    who: str
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Improving:
    """One item of the improvement plan."""

    reference: str
    text: str
    source: str
    due_on: date
    is_closed: bool
    is_overdue: bool
    effect: str
    has_effect: bool


@dataclass(frozen=True)
class Signed:
    """The newest finished self-assessment, and who signed it."""

    title: str
    finished_on: date
    posts: tuple[tuple[str, str, date | None], ...]


@dataclass(frozen=True)
class Beyond:
    """Everything that the sections after the figures lay out.

    `statements` are those of the theme, `others` how many further ones have a gap. `published` are
    the references of reviews that may be named outside the board.
    """

    mode: Mode
    on: date
    framework: str
    statements: tuple[StatementCover, ...]
    others_with_gaps: int
    voices_since: date
    voices_heard: int
    said: tuple[Said, ...]
    rounds: tuple[RoundFigures, ...]
    board: str
    schedule: Schedule | None
    published: frozenset[str]
    plan: tuple[Improving, ...]
    signed: Signed | None

    @property
    def is_shared(self) -> bool:
        return self.mode is Mode.PUBLICATION
