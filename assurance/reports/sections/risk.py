"""What became of the risk."""

from collections.abc import Sequence

from assurance import catalogue, charts
from assurance.reports.blocks import Block, Heading, Lead, Paragraph, chart_block
from assurance.reports.by_month import month_blocks
from assurance.reports.figures import Slice, Theme3Figures
from assurance.reports.sections.common import keys_of, measure_table, nothing, shown
from assurance.words import NO_CASES
from core.disclosure import HIDDEN

OUTCOMES = (
    ("Removed", "risk_removed_pct"),
    ("Reduced", "risk_reduced_pct"),
    ("Remained", "risk_remained_pct"),
)
CHOICE = (
    "A risk that remains may be the adult's informed choice, so it is not a failure in itself. "
    "Read it beside what adults said they wanted (section 8)."
)


def risk(figures: Theme3Figures) -> tuple[Block, ...]:
    title = Heading("Risk outcomes")
    if not figures.tells("risk_identified_pct"):
        return title, nothing(figures, "section 42 enquiry concluded")
    lead = "No risk was identified in the enquiries concluded."
    if (lowered := shown(figures, "risk_reduced_or_removed_pct")) != NO_CASES:
        lead = f"Where a risk was identified, it was reduced or removed in {lowered}."
    return (
        title,
        Lead(lead),
        Paragraph(CHOICE),
        measure_table(figures, keys_of(catalogue.RISK), f"Risk, {figures.period.label}"),
        *_chart(figures),
        *month_blocks(
            figures, "risk_reduced_or_removed_pct", title="Risk reduced or removed, by month"
        ),
    )


def _chart(figures: Theme3Figures) -> tuple[Block, ...]:
    """Draw the outcomes year by year, or by quarter where only one year is held."""
    by_year = len(figures.years) > 1 or figures.words.is_shared
    parts = figures.years if by_year else figures.quarters
    if not any(part.figures["risk_removed_pct"].denominator for part in parts):
        return ()
    axis = "Year" if by_year else "Quarter"
    chart = charts.StackedBarChart(
        f"Risk outcomes by {axis.lower()} of conclusion",
        "enquiries",
        "",
        tuple(part.label for part in parts),
        tuple(_series(figures, name, key, parts) for name, key in OUTCOMES),
        axis,
    )
    return (chart_block(chart, _reading(figures)),)


def _series(figures: Theme3Figures, name: str, key: str, parts: Sequence[Slice]) -> charts.Series:
    found = [part.figures[key] for part in parts]
    measure = catalogue.BY_KEY[key]
    texts = tuple(figures.words.figure(measure, figure) for figure in found)
    counts = (figures.words.count(figure.numerator) for figure in found)
    values = tuple(
        None if HIDDEN in (text, count) else float(count.replace(",", ""))
        for text, count in zip(texts, counts, strict=True)
    )
    return charts.Series(name, values, texts)


def _reading(figures: Theme3Figures) -> str:
    parts = [f"{name.lower()} in {shown(figures, key)}" for name, key in OUTCOMES]
    return f"In {figures.period.label} the risk was {parts[0]}, {parts[1]} and {parts[2]}."
