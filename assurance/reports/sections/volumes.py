"""How many concerns and enquiries there were, and how that has moved."""

from collections.abc import Sequence

from assurance import catalogue
from assurance.reports.blocks import Block, Heading, Lead, Table
from assurance.reports.by_month import month_blocks
from assurance.reports.figures import Slice, Theme3Figures
from assurance.reports.sections.common import (
    before,
    brief,
    keys_of,
    measure_table,
    measures,
    nothing,
)
from assurance.words import long_date, plural

FLOWS = ("concerns_raised", "s42_commenced", "other_commenced", "s42_concluded")


def volumes(figures: Theme3Figures) -> tuple[Block, ...]:
    title = Heading("Volumes and trend")
    if not figures.tells(*FLOWS):
        empty = nothing(figures, "concern was received and no enquiry began or ended")
        return title, empty, *_years(figures)
    cut = long_date(figures.cut)
    return (
        title,
        Lead(_lead(figures)),
        measure_table(
            figures,
            keys_of((*catalogue.VOLUMES, *catalogue.FLOW)),
            f"Volumes, {figures.period.label}",
            note=f"Open now means open on {cut}, the last day that the data cover.",
        ),
        *_years(figures),
        *_quarters(figures),
        *month_blocks(figures, "concerns_raised", title="Concerns by month", noun="concerns"),
        *month_blocks(
            figures,
            "s42_commenced",
            title="Section 42 enquiries commenced, by month",
            noun="enquiries",
        ),
    )


def _lead(figures: Theme3Figures) -> str:
    concerns = plural(brief(figures, "concerns_raised"), "concern")
    s42 = brief(figures, "s42_commenced")
    other = brief(figures, "other_commenced")
    text = (
        f"The council received {concerns} and began {s42} section 42 and {other} other "
        f"{'enquiry' if other == '1' else 'enquiries'}."
    )
    if not figures.has_previous:
        return text
    return (
        f"{text} In the period before, {figures.previous.label}, it received "
        f"{before(figures, 'concerns_raised')} and began {before(figures, 's42_commenced')} "
        f"and {before(figures, 'other_commenced')}."
    )


def _years(figures: Theme3Figures) -> tuple[Block, ...]:
    return _parts(figures, figures.years, "Volumes by financial year", "Year")


def _quarters(figures: Theme3Figures) -> tuple[Block, ...]:
    # Months are shown above: what is shared does not cut the same counts by quarter as well.
    if figures.words.is_shared:
        return ()
    return _parts(figures, figures.quarters, f"Volumes by quarter, {figures.period.label}", "")


def _parts(
    figures: Theme3Figures, parts: Sequence[Slice], caption: str, axis: str
) -> tuple[Block, ...]:
    if not parts:
        return ()
    chosen = measures(FLOWS)
    rows = tuple(
        (part.label, *(figures.words.figure(m, part.figures[m.key]) for m in chosen))
        for part in parts
    )
    columns = (axis or "Quarter", *(measure.title for measure in chosen))
    return (Table(caption, columns, rows, numeric=(1, 2, 3, 4), widths=(3, 2, 2, 2, 2)),)
