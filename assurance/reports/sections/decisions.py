"""How long concerns waited for a decision."""

from assurance import catalogue
from assurance.reports.blocks import Block, Heading, Lead
from assurance.reports.by_month import month_blocks
from assurance.reports.figures import Theme3Figures
from assurance.reports.sections.common import brief, keys_of, measure_table, nothing
from core.disclosure import HIDDEN

CLOCK = (
    "The Care Act sets no number of days: read these against the council's own timescales. The "
    "day of receipt is day 0; only working days count."
)

OWN = (
    "Each case is judged by the timescale the council had set when its clock started. No timescale "
    "is national, so these figures are not for comparing councils."
)


def decisions(figures: Theme3Figures) -> tuple[Block, ...]:
    title = Heading("Timeliness of decisions")
    if not figures.tells("decided_within_2_working_days_pct"):
        return title, nothing(figures, "concern was received and decided")
    return (
        title,
        Lead(_lead(figures)),
        measure_table(
            figures,
            keys_of(catalogue.DECISIONS),
            f"Time to a decision, {figures.period.label}",
            note=CLOCK,
        ),
        measure_table(
            figures,
            keys_of((*catalogue.TIMESCALES, *catalogue.FEEDBACK)),
            f"Against the council's own timescales, {figures.period.label}",
            note=OWN,
        ),
        *month_blocks(
            figures,
            "decided_within_2_working_days_pct",
            title="Decided within 2 working days, by month",
        ),
    )


def _lead(figures: Theme3Figures) -> str:
    median = brief(figures, "decision_working_days_median")
    ninth = brief(figures, "decision_working_days_p90")
    if HIDDEN in (median, ninth):
        return "Too few concerns were decided to show how long they waited."
    return (
        f"Half of the concerns decided had waited {median} at most, and nine in ten {ninth} at "
        "most."
    )
