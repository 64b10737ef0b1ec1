"""What a self-assessment's scores say, and what stands in the way of finishing it. Pure.

No rating word comes out of here for anything less than all quality statements.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assurance.rules.rating import (
    Overall,
    Position,
    ScoringMethod,
    overall_rating,
    theme_position,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where some scores stand. `overall` only where every quality statement has one.

    `unscored` and `alerts` are codes of statements.
    """

    scores: Mapping[str, int]
    unscored: tuple[str, ...]
    position: Position | None
    overall: Overall | None
    alerts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """One statement as far as it is written. `empty` and `broken` are in words."""

    code: str
    label: str
    empty: tuple[str, ...]
    is_scored: bool
    is_confirmed: bool
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blocker:
    """What stands in the way of finishing; `code` names the statement it is about, or is empty."""

    text: str
    code: str = ""


def standing(scores: Mapping[str, int | None], method: ScoringMethod) -> Standing:
    """Add up the scores that are given.

    Raises:
        ValueError: a score is off the method's scale.
    """
    given = {code: score for code, score in scores.items() if score is not None}
    whole = len(scores) == method.statements == len(given)
    values = list(given.values())
    return Standing(
        scores=given,
        unscored=tuple(code for code in scores if code not in given),
        position=theme_position(values, method) if values else None,
        overall=overall_rating(values, method) if whole else None,
        alerts=tuple(code for code, score in given.items() if score == method.alert_score),
    )


def what_if(
    scores: Mapping[str, int | None], changed: Mapping[str, int], method: ScoringMethod
) -> Standing:
    """Return where the scores would stand with some of them changed. Nothing is kept of it."""
    return standing({code: changed.get(code, score) for code, score in scores.items()}, method)


def with_published(
    scores: Mapping[str, int | None], published: Mapping[str, int], method: ScoringMethod
) -> Overall | None:
    """Put our scores among CQC's own for the other statements; None unless all are known.

    For the points to the next band alone: it is nobody's rating, so print no word of it.
    """
    mixed = {**published, **{code: score for code, score in scores.items() if score is not None}}
    if len(mixed) != method.statements:
        return None
    return overall_rating(list(mixed.values()), method)


def blockers(statements: Sequence[Written], unsigned: Sequence[str]) -> list[Blocker]:
    """Return what has to be done before a self-assessment can be finished, statement by statement.

    Args:
        unsigned: the posts whose signature is still needed.
    """
    found = []
    for each in statements:
        for box in each.empty:
            found.append(Blocker(f"{each.label}: “{box}” is empty", each.code))
        if not each.is_scored:
            found.append(Blocker(f"{each.label}: no score is given", each.code))
        if not each.is_confirmed:
            words = f"{each.label}: carried over from an earlier version, and not confirmed"
            found.append(Blocker(words, each.code))
        for broken in each.broken:
            found.append(Blocker(f"{each.label}: {broken}", each.code))
    return [*found, *(Blocker(f"Not signed: {post}") for post in unsigned)]


def difference_in_words(ours: int | None, theirs: int | None) -> str:
    """Say how our score stands to CQC's."""
    if ours is None and theirs is None:
        return "Neither has given a score"
    if ours is None:
        return "We have not scored ourselves"
    if theirs is None:
        return "CQC has published no score"
    apart = abs(ours - theirs)
    if not apart:
        return "The same"
    points = "one point" if apart == 1 else f"{apart} points"
    return f"We scored ourselves {points} {'higher' if ours > theirs else 'lower'} than CQC"
