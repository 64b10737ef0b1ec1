"""The list of measures: each is defined here and nowhere else."""

from collections.abc import Mapping

from assurance.catalogue.experience import EXPERIENCE
from assurance.catalogue.flows import CONVERSION, FLOW, VOLUMES
from assurance.catalogue.outcomes import CAPACITY, PERSONAL, QUALITY, RISK
from assurance.catalogue.promises import ADVOCATES, CAUSED, FEEDBACK, TIMESCALES
from assurance.catalogue.timeliness import AGE_BANDS, DECISIONS, ENQUIRIES, OPEN
from assurance.catalogue.words import UNDER_18
from assurance.measures import Measure, Unit
from core.periods import parse_financial_year
from core.rates import round_half_up
from safeguard.metrics.facts import Facts
from safeguard.metrics.figures import FactSource, Figure
from safeguard.metrics.scope import CaseScope

__all__ = [
    "ADVOCATES",
    "AGE_BANDS",
    "BY_KEY",
    "CAPACITY",
    "CAUSED",
    "CONVERSION",
    "DECISIONS",
    "ENQUIRIES",
    "EXPERIENCE",
    "FEEDBACK",
    "FLOW",
    "MEASURES",
    "OPEN",
    "PERSONAL",
    "QUALITY",
    "RETURN_KEYS",
    "RISK",
    "TIMESCALES",
    "UNDER_18",
    "VOLUMES",
    "all_figures",
    "in_four_places",
    "return_measures",
]

MEASURES: tuple[Measure, ...] = (
    *VOLUMES,
    *FLOW,
    *CONVERSION,
    *DECISIONS,
    *ENQUIRIES,
    *CAUSED,
    *TIMESCALES,
    *FEEDBACK,
    *OPEN,
    *RISK,
    *PERSONAL,
    *EXPERIENCE,
    *CAPACITY,
    *ADVOCATES,
    *QUALITY,
)
BY_KEY: Mapping[str, Measure] = {measure.key: measure for measure in MEASURES}

# What travels with the return as JSON, in this order.
RETURN_KEYS = (
    "conversion_rate_pct",
    "cohort_conversion_pct",
    "decision_working_days_median",
    "decision_working_days_p90",
    "decided_within_1_working_days_pct",
    "decided_within_2_working_days_pct",
    "decided_within_3_working_days_pct",
    "decided_within_5_working_days_pct",
    "concerns_undecided",
    "s42_days_to_conclude_median",
    "s42_days_to_conclude_p90",
    "risk_reduced_or_removed_pct",
    "outcomes_fully_or_partially_achieved_pct",
    "asked_pct",
    "s42_open_at_cut",
)


def all_figures(facts: FactSource) -> dict[str, Figure]:
    """Return every measure's figure by its key."""
    return {measure.key: measure.figure(facts) for measure in MEASURES}


def in_four_places(value: float | None) -> float | None:
    """Round half up to 4 decimals, as files give values; None stays None."""
    return None if value is None else float(round_half_up(value, 4))


def return_measures(scope: CaseScope, year: str) -> dict[str, float | int | None]:
    """Return the measures that travel with the return of `year`, to 4 decimals; counts as counts.

    Raises:
        ValueError: `year` is not a financial year.
    """
    facts = Facts(scope.rows(parse_financial_year(year)))
    found: dict[str, float | int | None] = {}
    for key in RETURN_KEYS:
        measure = BY_KEY[key]
        value = measure.figure(facts).value
        is_count = measure.unit is Unit.COUNT and value is not None
        found[key] = int(value) if is_count and value is not None else in_four_places(value)
    return found
