"""Making Safeguarding Personal: asked, expressed, achieved."""

from assurance import catalogue, charts
from assurance.reports.blocks import Block, Chart, Heading, Lead, Paragraph
from assurance.reports.by_month import month_blocks
from assurance.reports.figures import Theme3Figures
from assurance.reports.sections.common import keys_of, measure_table, measures, nothing, shown
from assurance.words import NO_CASES
from core.disclosure import HIDDEN

CHAIN = (
    "asked_pct",
    "asked_known_pct",
    "expressed_pct",
    "outcomes_fully_achieved_pct",
    "outcomes_partially_achieved_pct",
    "outcomes_not_achieved_pct",
)
TWO_WAYS = (
    "The share asked is given over all enquiries concluded, and again over those whose record says "
    "yes or no: not recorded is not the same as not asked. Each later step is a share of the step "
    "before it."
)

APART = (
    "Asked at closure or in the weeks after it, with the council's own questions; no national "
    "wording is used. What adults say and what representatives say are never added together."
)


def personal(figures: Theme3Figures) -> tuple[Block, ...]:
    title = Heading("Making Safeguarding Personal")
    if not figures.tells("asked_pct"):
        return title, nothing(figures, "section 42 enquiry concluded")
    return (
        title,
        Lead(_lead(figures)),
        Paragraph(TWO_WAYS),
        _chain(figures),
        *month_blocks(figures, "asked_pct", title="Asked what they wanted, by month"),
        *_experience(figures),
    )


def _experience(figures: Theme3Figures) -> tuple[Block, ...]:
    """Give who was asked what the enquiry was like, adults and representatives in rows apart."""
    caption = f"What enquiries were like, {figures.period.label}"
    table = measure_table(figures, keys_of(catalogue.EXPERIENCE), caption)
    return Heading("What the enquiry was like", level=2), Paragraph(APART), table


def _lead(figures: Theme3Figures) -> str:
    asked = shown(figures, "asked_pct")
    achieved = shown(figures, "outcomes_fully_or_partially_achieved_pct")
    text = f"Adults, or their representatives, were asked what they wanted in {asked}."
    if achieved == NO_CASES:
        return text
    return f"{text} Where they said, it was achieved fully or in part in {achieved}."


def _chain(figures: Theme3Figures) -> Block:
    """Draw the chain over the table of the measures, which holds it too."""
    chosen = measures(CHAIN)
    texts = tuple(shown(figures, measure.key) for measure in chosen)
    table = measure_table(
        figures,
        keys_of(catalogue.PERSONAL),
        f"Making Safeguarding Personal, {figures.period.label}",
    )
    if all(text in (HIDDEN, NO_CASES) for text in texts):
        return table
    margins = (figures.words.margin(m, figures.now[m.key]) for m in chosen)
    chart = charts.HorizontalBars(
        "From being asked to the outcome",
        "%",
        f"Asked: {texts[0]}. Of those asked, said what they wanted: {texts[2]}. Of those, "
        f"achieved in full: {texts[3]}.",
        tuple(measure.title for measure in chosen),
        tuple(None if t in (HIDDEN, NO_CASES) else float(t.split("%")[0]) for t in texts),
        texts,
        tuple(map(_ends, margins)),
        "Step",
    )
    return Chart(chart, chart.summary, table)


def _ends(margin: str) -> tuple[float, float] | None:
    ends = margin.replace("%", "").split(" to ")
    return (float(ends[0]), float(ends[1])) if len(ends) == 2 else None
