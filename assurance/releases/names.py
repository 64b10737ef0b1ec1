"""Which counts the measures are made of, and how those counts add up.

Two measures over the same cases name the same count, so that a reader's sums between them are seen.
A measure that is not named here keeps its counts to itself.
"""

from collections.abc import Mapping

from assurance import catalogue

NUMERATORS: Mapping[str, str] = {
    "concerns_raised": "concerns",
    "concerns_undecided": "undecided",
    "s42_commenced": "s42_began",
    "other_commenced": "other_began",
    "s42_open_at_cut": "open",
    "conversion_rate_pct": "began",
    "asked_known_pct": "asked_pct.met",
}
DENOMINATORS: Mapping[str, str] = {
    "conversion_rate_pct": "concerns",
    "repeat_concerns_pct": "concerns",
    "cohort_conversion_pct": "decided",
    "decision_working_days_median": "decided",
    "decision_working_days_p90": "decided",
    **{f"decided_within_{days}_working_days_pct": "decided" for days in (1, 2, 3, 5)},
    "decided_within_target_pct": "decided_or_due",
    "decided_late_with_reason_pct": "decided_or_due",
    "s42_concluded_within_target_pct": "s42_with_target",
    "s42_concluded_within_target_holds_counted_pct": "s42_with_target",
    "s42_concluded_late_with_reason_pct": "s42_with_target",
    "s42_days_to_conclude_median": "s42_concluded",
    "s42_days_to_conclude_p90": "s42_concluded",
    "s42_days_to_conclude_km_median": "s42_began",
    **{f"s42_concluded_within_{days}_days_pct": "s42_began" for days in (28, 56, 84)},
    "s42_days_to_start_median": "s42_began",
    "s42_caused_pct": "s42_began",
    "risk_identified_pct": "s42_concluded",
    "risk_reduced_or_removed_pct": "risk_identified_pct.met",
    "risk_removed_pct": "risk_identified_pct.met",
    "risk_reduced_pct": "risk_identified_pct.met",
    "risk_remained_pct": "risk_identified_pct.met",
    "risk_outcome_recorded_pct": "risk_identified_pct.met",
    "asked_pct": "s42_concluded",
    "expressed_pct": "asked_pct.met",
    "outcomes_fully_or_partially_achieved_pct": "outcomes_answered",
    "outcomes_fully_achieved_pct": "outcomes_answered",
    "outcomes_partially_achieved_pct": "outcomes_answered",
    "outcomes_not_achieved_pct": "outcomes_answered",
    "capacity_recorded_pct": "s42_concluded",
    "lacked_capacity_pct": "capacity_recorded_pct.met",
    "supported_pct": "lacked_capacity_pct.met",
    "advocate_wait_days_median": "advocate_appointed_pct.met",
    "experience_adult_answered_pct": "experience_adult_asked_pct.met",
    "experience_representative_answered_pct": "experience_representative_asked_pct.met",
}
STILL_OPEN = "s42_began_still_open"
OPEN = tuple(measure.key for measure in catalogue.OPEN)

# A total, and parts that make it up. A count that no figure has is what the others leave of it.
SUMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("began", ("s42_began", "other_began")),
    ("concerns", ("decided", "undecided")),
    ("open", OPEN),
    ("risk_reduced_or_removed_pct.met", ("risk_removed_pct.met", "risk_reduced_pct.met")),
    (
        "risk_outcome_recorded_pct.met",
        ("risk_reduced_or_removed_pct.met", "risk_remained_pct.met"),
    ),
    (
        "outcomes_fully_or_partially_achieved_pct.met",
        ("outcomes_fully_achieved_pct.met", "outcomes_partially_achieved_pct.met"),
    ),
    (
        "outcomes_answered",
        ("outcomes_fully_or_partially_achieved_pct.met", "outcomes_not_achieved_pct.met"),
    ),
)
# A whole, and parts that do not overlap; what is left of it is a count as well.
WITHIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("s42_began", (STILL_OPEN,)),
    ("s42_concluded", ("asked_known_pct.of",)),
    ("asked_pct.met", ("expressed_pct.met",)),
    ("expressed_pct.met", ("outcomes_answered",)),
    ("decided_within_2_working_days_pct.met", ("decided_within_1_working_days_pct.met",)),
    ("decided_within_3_working_days_pct.met", ("decided_within_2_working_days_pct.met",)),
    ("decided_within_5_working_days_pct.met", ("decided_within_3_working_days_pct.met",)),
    (
        "decided_or_due",
        ("decided_within_target_pct.met", "decided_late_with_reason_pct.met"),
    ),
    ("lacked_capacity_pct.met", ("supported_pct.met", "supported_pct.unknown")),
    (
        "s42_with_target",
        ("s42_concluded_within_target_pct.met", "s42_concluded_late_with_reason_pct.met"),
    ),
    (
        "s42_concluded_within_target_pct.met",
        ("s42_concluded_within_target_holds_counted_pct.met",),
    ),
)
# What the record does not decide, by the measure whose gap is told: what a whole has beyond a part.
UNKNOWN: Mapping[str, tuple[str, str]] = {
    "asked_pct": ("s42_concluded", "asked_known_pct.of"),
    "outcomes_fully_or_partially_achieved_pct": ("expressed_pct.met", "outcomes_answered"),
    "risk_reduced_or_removed_pct": ("risk_identified_pct.met", "risk_outcome_recorded_pct.met"),
    "lacked_capacity_pct": ("s42_concluded", "capacity_recorded_pct.met"),
}
# The measures whose gaps are told. Of this one no other figure counts what is known.
GAPS = frozenset({*UNKNOWN, "supported_pct"})
# Counts of one day, or of people who may come again: those of two quarters do not add up.
NOT_ADDITIVE = frozenset({"open", *OPEN, STILL_OPEN})


def numerator_of(key: str) -> str:
    if key in NUMERATORS:
        return NUMERATORS[key]
    return f"{key}.met" if key.endswith("_pct") else key


def denominator_of(key: str) -> str:
    return DENOMINATORS.get(key, f"{key}.of")
