"""The sentences on top of the director's page: what changed in a quarter, what needs attention."""

from collections.abc import Sequence

from assurance.dashboards.gaps import Gap
from assurance.dashboards.rows import Row
from assurance.words import listed


def changes(rows: Sequence[Row]) -> str:
    """Say which measures stand otherwise than a quarter ago, as their charts judge it."""
    judged = [row for row in rows if row.variation.icon != "few"]
    if not judged:
        return (
            "No measure has enough months yet to tell a change from chance: 13 are needed, with "
            "enough cases in each."
        )
    turned = [row for row in judged if row.variation.is_new]
    parts = [
        f"{listed(names)} {verb}"
        for icon, verb in (
            ("better", "got better"),
            ("worse", "got worse"),
            ("high", "rose above what is usual"),
            ("low", "fell below what is usual"),
            ("stable", "came back to what is usual"),
        )
        if (names := [_named(row) for row in turned if row.variation.icon == icon])
    ]
    n = len(judged)
    of = "the one measure that can be judged" if n == 1 else f"the {n} measures that can be judged"
    if parts:
        return f"Since last quarter, of {of}: {'; '.join(parts)}."
    if n == 1:
        return f"Since last quarter, {of} has not taken a turn."
    return f"Since last quarter, none of {of} has taken a turn."


def attention(
    rows: Sequence[Row], long: Gap, late: Sequence[Gap], *, is_narrowed: bool = False
) -> str:
    """Say what needs attention: measures that get worse, what is open for long, what is late.

    What is late is of the whole council, which is said where the rest is narrowed.
    """
    worse = [_named(row) for row in rows if row.variation.icon == "worse"]
    overdue = [gap.phrase for gap in late if gap.needs_attention]
    found = []
    if worse:
        verb = "is" if len(worse) == 1 else "are"
        found.append(f"{listed(worse)} {verb} getting worse")
    if long.needs_attention:
        found.append(long.phrase)
    if overdue:
        verb = "is" if overdue[0].startswith("1 ") and len(overdue) == 1 else "are"
        where = "in the whole council, " if is_narrowed else ""
        found.append(f"{where}{listed(overdue)} {verb} late")
    if not found:
        return "Nothing here calls for attention: no measure is getting worse, and nothing is late."
    return f"Needs attention: {'; '.join(found)}."


def _named(row: Row) -> str:
    return f"“{row.measure.title}”"
