"""What the attacker knows of the measures: its own list, apart from the one it attacks."""

# What each share is a share of, in the attacker's own words, and the sums a reader can do.
COUNTS = {
    "concerns_raised": "raised",
    "concerns_undecided": "undecided",
    "s42_commenced": "s42",
    "other_commenced": "other",
    "s42_concluded": "ended",
}
PAIRS = {
    "conversion_rate_pct": ("began", "raised"),
    "cohort_conversion_pct": ("became", "decided"),
    "repeat_concerns_pct": ("repeats", "raised"),
    **{f"decided_within_{n}_working_days_pct": (f"within{n}", "decided") for n in (1, 2, 3, 5)},
    "s42_caused_pct": ("caused", "s42"),
    "risk_identified_pct": ("risk", "ended"),
    "risk_reduced_or_removed_pct": ("lowered", "risk"),
    "risk_removed_pct": ("removed", "risk"),
    "risk_reduced_pct": ("reduced", "risk"),
    "risk_remained_pct": ("remained", "risk"),
    "risk_outcome_recorded_pct": ("risk_known", "risk"),
    "asked_pct": ("asked", "ended"),
    "asked_known_pct": ("asked", "asked_or_not"),
    "expressed_pct": ("expressed", "asked"),
    "outcomes_fully_or_partially_achieved_pct": ("achieved", "answered"),
    "outcomes_fully_achieved_pct": ("fully", "answered"),
    "outcomes_partially_achieved_pct": ("partly", "answered"),
    "outcomes_not_achieved_pct": ("not", "answered"),
    "capacity_recorded_pct": ("capacity", "ended"),
    "lacked_capacity_pct": ("lacked", "capacity"),
    "supported_pct": ("supported", "lacked"),
}
SUMS = (
    ("began", "s42", "other"),
    ("raised", "decided", "undecided"),
    ("lowered", "removed", "reduced"),
    ("risk_known", "lowered", "remained"),
    ("achieved", "fully", "partly"),
    ("answered", "achieved", "not"),
)
CHAINS = (
    ("ended", "asked_or_not"),
    ("expressed", "answered"),
    ("within2", "within1"),
    ("within3", "within2"),
    ("within5", "within3"),
)
# Every share is part of its whole, but conversion is a ratio of two flows and may pass 100%.
WHOLES = [(whole, part) for part, whole in PAIRS.values() if part != "began"]
