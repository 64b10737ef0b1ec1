"""Conversion, as context: both definitions, both counts, no target, no rank, no colour."""

from collections.abc import Sequence

from assurance import catalogue
from assurance.reports.blocks import Block, Heading, Lead, Note, Paragraph, Table
from assurance.reports.by_month import month_blocks
from assurance.reports.figures import Slice, Theme3Figures
from assurance.reports.sections.common import measures, nothing, shown

CONTEXT = (
    "Conversion is context and not an indicator of performance. It moves with what a council "
    "records as a concern and as an enquiry, and says nothing about how well it decides. It has "
    "no target here and is not ranked. Whether decisions are right is a question for case-file "
    "audit."
)
TWO_WAYS = (
    "Two definitions are in use. The published one divides the enquiries of either kind that began "
    "in the period by the concerns received in it: two flows of different cases, so it can pass "
    "100%. The other follows the concerns received in the period to their own decision."
)


def conversion(figures: Theme3Figures) -> tuple[Block, ...]:
    title = Heading("Conversion, as context")
    if not figures.n("conversion_rate_pct"):
        return title, nothing(figures, "concern was received")
    published = shown(figures, "conversion_rate_pct")
    cohort = shown(figures, "cohort_conversion_pct")
    rule = figures.counting_rule or "it is not written down yet."
    return (
        title,
        Lead(f"By the published definition {published}; of the concerns received, {cohort}."),
        Note(CONTEXT),
        Paragraph(TWO_WAYS),
        Paragraph(f"The council's counting rule: {rule}"),
        _table(figures, figures.years or ()),
        *month_blocks(figures, "conversion_rate_pct", title="Conversion by month, as published"),
    )


def _table(figures: Theme3Figures, years: Sequence[Slice]) -> Table:
    """Set the two definitions beside each other for the period and for each year held."""
    chosen = measures(measure.key for measure in catalogue.CONVERSION)
    parts = [(figures.period.label, figures.now)]
    parts += [(year.label, year.figures) for year in years if year.period != figures.period]
    rows = tuple(
        (label, *(figures.words.figure(measure, found[measure.key]) for measure in chosen))
        for label, found in parts
    )
    columns = ("Period", *(measure.title for measure in chosen))
    return Table("Conversion by two definitions", columns, rows, numeric=(1, 2), widths=(3, 3, 3))
