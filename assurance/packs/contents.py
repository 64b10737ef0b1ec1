"""What a pack holds when the council has chosen nothing, and measures that have changed name."""

from collections.abc import Iterable, Mapping

from assurance import catalogue
from assurance.measures import Followed, Group, Measure
from core.roles import Role

DEFAULT_MEASURES = (
    "concerns_raised",
    "s42_commenced",
    "s42_concluded",
    "conversion_rate_pct",
    "decided_within_2_working_days_pct",
    "decision_working_days_median",
    "s42_days_to_conclude_median",
    "s42_open_181_more_days",
    "risk_reduced_or_removed_pct",
    "asked_pct",
    "outcomes_fully_or_partially_achieved_pct",
    "supported_pct",
)
DEFAULT_ROLES = (Role.SAB_MANAGER, Role.SAB_CHAIR, Role.DIRECTOR)
# The key a measure had in an earlier version, and the one it has now.
RENAMED: Mapping[str, str] = {}
# They follow their cases up to the day the data reach, so they go on changing without being wrong.
STILL_GROWING = frozenset(
    {
        "s42_open_at_cut",
        "concerns_undecided",
        "cohort_conversion_pct",
        *(m.key for m in catalogue.MEASURES if isinstance(m.calculation, Followed)),
    }
)


def measure_named(key: str) -> Measure | None:
    """Return the measure of a key, under its new name if it has one; None if it is kept no more."""
    return catalogue.BY_KEY.get(key_now(key))


def key_now(key: str) -> str:
    return RENAMED.get(key, key)


def kept(keys: Iterable[str]) -> tuple[list[Measure], list[str]]:
    """Return the measures of these keys in the order of the catalogue, and the keys of none."""
    wanted = list(keys)
    found = {measure.key for key in wanted if (measure := measure_named(key))}
    gone = [key for key in wanted if measure_named(key) is None]
    return [measure for measure in catalogue.MEASURES if measure.key in found], gone


def measure_choices() -> list[tuple[str, str]]:
    """Return the measures to choose from; those that are context say so."""
    return [
        (m.key, f"{title_of(m)}{' (context, without a target)' if m.context_only else ''}")
        for m in catalogue.MEASURES
    ]


def title_of(measure: Measure) -> str:
    """Return the title as it reads away from its group."""
    if measure.group is not Group.OPEN:
        return measure.title
    return f"Section 42 enquiries {measure.title[:1].lower()}{measure.title[1:]}"
