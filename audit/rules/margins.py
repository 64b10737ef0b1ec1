"""What a sample can and cannot say of the population it was drawn from, in plain words. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from core.statistics.sampling import margin_of_error

CHOSEN = ("targeted", "quota", "nominated_then_random")
FEW = 10


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def headline(sample: int, population: int, *, by_chance: bool) -> str:
    """Say how near a share seen in the sample is to that of the whole population."""
    files = counted(population, "file")
    if not sample:
        return f"None of {files} drawn."
    if sample == population:
        return f"All {files}: nothing is left to chance."
    if not by_chance:
        return (
            f"{sample:,} of {files}, not all chosen by chance: no margin of error can be worked "
            "out, and the results speak for these files only."
        )
    margin = margin_of_error(sample, population)
    if margin is None:
        return f"1 of {files}: one file says nothing about the others."
    points = round(margin * 100)
    return f"{sample:,} of {files}: about {counted(points, 'point')} either way."


def caveats(
    sample: int, population: int, *, method: str, per_group_equal: bool, groups: Iterable[str] = ()
) -> list[str]:
    """Say what such a sample does not show."""
    found = []
    if 0 < sample < population and sample < FEW:
        found.append(f"Fewer than {FEW} files: list what was found, and give no percentages.")
    if method in CHOSEN:
        found.append(
            "Cases were picked for what they are, so how often something was found says nothing "
            "about how often it happens."
        )
    if per_group_equal:
        found.append(
            "Groups of different sizes give the same number of files: the whole is not the average "
            "of the files unless each group counts by its size."
        )
    if len(list(groups)) > 1 and sample < population:
        found.append(
            "The margin is for the whole sample. Within one group it is wider, often too wide to "
            "compare groups."
        )
    if sample < population:
        found.append("The margin allows for chance only, not for how two auditors differ.")
    return found
