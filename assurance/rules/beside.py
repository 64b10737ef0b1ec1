"""Whether practitioners, or case files, say something else than an agency says of itself. Pure.

A rating is a word and a share is a share: they are set side by side, and never added or averaged.
"""

from dataclasses import dataclass
from enum import StrEnum

MET = 2
# An agency that says "in place" and fewer than half who agree; "not in place" and three in four.
FEW, MOST = 0.5, 0.75


class Verdict(StrEnum):
    """What one source says beside a rating; in the order in which lines are read."""

    LESS = "Less in place than the agency says"
    MORE = "More in place than the agency says"
    ALIKE = "No disagreement"
    SILENT = "Too few to say"


@dataclass(frozen=True, slots=True)
class Source:
    """What practitioners or case files say of a standard: between which shares it lies, if known.

    Where one of two numbers is hidden, the share still lies above or below some other.
    """

    least: float | None
    most: float | None
    # Case files are the council's: they say nothing of another agency's own work.
    is_of_agency: bool = True


def verdict_of(rating: int, source: Source) -> Verdict:
    """Say whether a source and a rating point different ways."""
    if source.least is None or source.most is None or not source.is_of_agency:
        return Verdict.SILENT
    if rating >= MET and source.most < FEW:
        return Verdict.LESS
    if rating < MET and source.least >= MOST:
        return Verdict.MORE
    return Verdict.ALIKE


def place_of(verdicts: list[Verdict]) -> int:
    """Return where a line stands: what more than one source disagrees on comes first."""
    less, more = verdicts.count(Verdict.LESS), verdicts.count(Verdict.MORE)
    if less or more:
        return -2 * max(less, more) - bool(less)
    return 1 if Verdict.ALIKE in verdicts else 2
