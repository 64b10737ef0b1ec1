"""What a person may judge a result to be, beside what the arithmetic suggests. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from audit.rules.scoring import WHOLE, Cap, lower

NOT_ABOVE = "not_above_lowest_strand_plus"


def ceiling(
    grades: Mapping[str, Any],
    result: Mapping[str, Any],
    caps: Iterable[Cap],
    strand_grades: Iterable[str] = (),
) -> str | None:
    """Return the best grade that may be judged; None where nothing holds the result down.

    Only a moderator goes above a cap. A result of the panel may be tied to the lowest grade that
    a strand was given.
    """
    targets = {f"result:{result['key']}"}
    if result.get("method") == "weighted_sections":
        targets.add(WHOLE)
    held = [cap.grade for cap in caps if cap.target in targets]
    given = [grade for grade in strand_grades if grade]
    for limit in result.get("limits") or ():
        if limit.get("rule") == NOT_ABOVE and given:
            lowest = min(grades["order"].index(grade) for grade in given)
            highest = min(lowest + int(limit.get("steps") or 0), len(grades["order"]) - 1)
            held.append(grades["order"][highest])
    return lower(grades, *held)


def is_above(grades: Mapping[str, Any], grade: str, limit: str | None) -> bool:
    order = grades["order"]
    return limit is not None and order.index(grade) > order.index(limit)
