"""The score of a risk, the band it is in, and how it moved since it was looked at before."""

from collections.abc import Iterable
from enum import StrEnum

from core.errors import RuleViolationError


class Movement(StrEnum):
    NEW = "new"
    UP = "up"
    SAME = "same"
    DOWN = "down"


MOVEMENT_WORDS = {
    Movement.NEW: ("Not looked at again yet", "grey"),
    Movement.UP: ("Up since last time", "red"),
    Movement.SAME: ("The same as last time", "grey"),
    Movement.DOWN: ("Down since last time", "green"),
}


def movement(scores: Iterable[int]) -> Movement:
    """Compare the last two of `scores`, which are in the order in which they were given."""
    *_, before, now = (None, None, *scores)
    if before is None or now is None or before == now:
        return Movement.NEW if before is None or now is None else Movement.SAME
    return Movement.UP if now > before else Movement.DOWN


def band_at(score: int, bands: Iterable[tuple[int, str]]) -> str:
    """Return the name of the highest band that begins at or below `score`; "" for none."""
    held = [(least, label) for least, label in bands if least <= score]
    return max(held)[1] if held else ""


def check_scores(
    *, inherent: tuple[int, int], residual: tuple[int, int], target: tuple[int, int]
) -> None:
    """Refuse scores that contradict one another; each is likelihood and impact.

    Raises:
        RuleViolationError: code `worse_with_controls` or `target_above`.
    """
    if residual[0] * residual[1] > inherent[0] * inherent[1]:
        words = "With what is in place the risk cannot score higher than with nothing in place"
        raise RuleViolationError("worse_with_controls", words, field="likelihood")
    if target[0] * target[1] > residual[0] * residual[1]:
        words = "The target cannot score higher than the risk does now"
        raise RuleViolationError("target_above", words, field="target_likelihood")
