"""Capacity, and who supported those who lacked it."""

from assurance import catalogue
from assurance.reports.blocks import Block, Heading, Lead, Paragraph
from assurance.reports.by_month import month_blocks
from assurance.reports.figures import Theme3Figures
from assurance.reports.sections.common import keys_of, measure_table, nothing, shown
from assurance.words import NO_CASES

NOT_ADVOCACY = (
    "The duty to arrange an independent advocate (section 68 of the Care Act 2014) turns on "
    "substantial difficulty in being involved and on there being no suitable person to help. That "
    "is not the same as lacking capacity, so these figures do not show whether the duty was met."
)


def capacity(figures: Theme3Figures) -> tuple[Block, ...]:
    title = Heading("Capacity and support")
    if not figures.tells("capacity_recorded_pct"):
        return title, nothing(figures, "section 42 enquiry concluded")
    lacked, supported = (shown(figures, key) for key in ("lacked_capacity_pct", "supported_pct"))
    lead = f"Where the record says, the adult lacked capacity in {lacked}."
    if supported != NO_CASES:
        lead += f" Somebody supported them in {supported}."
    return (
        title,
        Lead(lead),
        measure_table(
            figures,
            keys_of((*catalogue.CAPACITY, *catalogue.ADVOCATES)),
            f"Capacity and support, {figures.period.label}",
        ),
        Paragraph(NOT_ADVOCACY),
        *month_blocks(figures, "supported_pct", title="Supported, by month"),
    )
