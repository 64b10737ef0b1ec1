"""Conversion, as context: both definitions, both counts, no target, no rank, no colour."""

from assurance import catalogue
from assurance.reports.blocks import Block, Heading, Lead, Note, Paragraph, Table
from assurance.reports.by_month import month_blocks
from assurance.reports.figures import Theme3Figures
from assurance.reports.sections.common import measures, nothing, shown

CONTEXT = (
    "Conversion is context and not an indicator of performance. It moves with what a council "
    "records as a concern and as an enquiry, so it has no target here and is not ranked. Whether "
    "decisions are right is a question for case-file audit."
)
TWO_WAYS = (
    "The published definition divides the enquiries of either kind that began in the period by the "
    "concerns received in it: two flows of different cases, so it can pass 100%. The other "
    "definition follows the concerns received in the period to their own decision."
)
NO_RULE = "The council's counting rule is not written down yet."


def conversion(figures: Theme3Figures) -> tuple[Block, ...]:
    title = Heading("Conversion, as context")
    if not figures.tells("conversion_rate_pct"):
        return title, nothing(figures, "concern was received")
    published = shown(figures, "conversion_rate_pct")
    cohort = shown(figures, "cohort_conversion_pct")
    rule = f"The council's counting rule: {figures.counting_rule}"
    return (
        title,
        Lead(f"As published: {published}. Concerns followed to their decision: {cohort}."),
        Note(CONTEXT),
        Paragraph(TWO_WAYS),
        Paragraph(rule if figures.counting_rule else NO_RULE),
        _table(figures),
        *month_blocks(figures, "conversion_rate_pct", title="Conversion by month, as published"),
    )


def _table(figures: Theme3Figures) -> Table:
    """Set the two definitions beside each other for the period and for each year held."""
    chosen = measures(measure.key for measure in catalogue.CONVERSION)
    parts = [(year.label, year.figures) for year in figures.years]
    if figures.period not in [year.period for year in figures.years]:
        parts = [(figures.period.label, figures.now), *parts]
    rows = tuple(
        (label, *(figures.words.figure(measure, found[measure.key]) for measure in chosen))
        for label, found in parts
    )
    columns = ("Period", *(measure.title for measure in chosen))
    return Table("Conversion by two definitions", columns, rows, numeric=(1, 2), widths=(3, 3, 3))
