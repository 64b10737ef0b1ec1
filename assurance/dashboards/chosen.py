"""Which measures stand on which dashboard, and why these."""

from typing import NamedTuple


class Choice(NamedTuple):
    """A measure on the director's page, and what it answers for."""

    key: str
    why: str


# One for each thing a director answers for: how much comes in; whether decisions keep the council's
# own time; whether enquiries end; whether others do what they were asked; whether people are asked,
# get what they wanted, are safer, say so themselves, and have somebody to speak for them; whether
# the same people come back. Where work that is not done yet could flatter a figure, it is one that
# counts such work: overdue decisions, enquiries still open. Each can be changed by casework
# but for the first, without which none can be read. Conversion is not among them: it says how
# concerns are counted.
TEN = (
    Choice("concerns_raised", "How much comes in: nothing else can be read without it."),
    Choice("decided_within_target_pct", "Whether people wait longer than the council said."),
    Choice("s42_concluded_within_84_days_pct", "Whether enquiries end, open ones counted."),
    Choice("caused_returned_in_time_pct", "Whether others do what the council asked of them."),
    Choice("asked_pct", "Whether people are asked what they want."),
    Choice("outcomes_fully_or_partially_achieved_pct", "Whether they get what they wanted."),
    Choice("risk_reduced_or_removed_pct", "Whether they are safer."),
    Choice("experience_adult_felt_safer_pct", "Whether they say so themselves."),
    Choice(
        "supported_pct", "Whether those who cannot speak for themselves have somebody who does."
    ),
    Choice("repeat_concerns_pct", "Whether the same people come back."),
)
CONTEXT = ("conversion_rate_pct", "cohort_conversion_pct")
GAP_KEYS = ("s42_open_181_more_days", "risk_outcome_recorded_pct", "capacity_recorded_pct")

# What came in, was decided, began and ended, month by month; and what was open at its end.
FLOW = (
    "concerns_raised",
    "concerns_decided",
    "enquiries_commenced",
    "enquiries_concluded",
)
STOCK = "enquiries_open_at_end"
RETURNED = "caused_returned_in_time_pct"


class Principle(NamedTuple):
    """One of the six principles of safeguarding, and the measures that speak to it."""

    name: str
    question: str
    keys: tuple[str, ...]


BOARD = (
    Principle(
        "Empowerment",
        "Are people asked what they want, and does it happen?",
        ("asked_pct", "outcomes_fully_or_partially_achieved_pct"),
    ),
    Principle(
        "Prevention",
        "How much harm is reported, and does it come back?",
        ("concerns_raised", "repeat_concerns_pct"),
    ),
    Principle(
        "Proportionality",
        "What does the council do with what is reported?",
        ("s42_commenced", "other_commenced", "cohort_conversion_pct"),
    ),
    Principle(
        "Protection",
        "Are people safer, and do those who need it have somebody to speak for them?",
        ("risk_reduced_or_removed_pct", "supported_pct", "experience_adult_felt_safer_pct"),
    ),
    Principle(
        "Partnership",
        "Do partners do what was asked of them, and are they told what came of it?",
        ("s42_caused_pct", "caused_returned_in_time_pct", "feedback_given_pct"),
    ),
    Principle(
        "Accountability",
        "Does the council keep its own time, and does the record say how it ended?",
        (
            "decided_within_target_pct",
            "s42_concluded_within_84_days_pct",
            "risk_outcome_recorded_pct",
        ),
    ),
)
