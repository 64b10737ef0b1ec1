"""What the record does not say, and what difference that could make."""

from collections.abc import Iterator
from dataclasses import dataclass

from assurance import catalogue
from assurance.measures import Share
from assurance.reports.blocks import Block, Heading, Lead, Paragraph, Table
from assurance.reports.figures import Theme3Figures
from assurance.reports.sections.common import keys_of, measure_table, nothing
from assurance.words import listed
from core.disclosure import HIDDEN, SAC
from core.rates import Rate

# A gap of this share or more is worth a line on the first page.
LARGE = 5
MISSING = (
    ("asked_pct", "whether the adult was asked what they wanted"),
    ("outcomes_fully_or_partially_achieved_pct", "how far the outcomes expressed were achieved"),
    ("risk_reduced_or_removed_pct", "what became of an identified risk"),
    ("lacked_capacity_pct", "whether the adult lacked capacity"),
    ("supported_pct", "whether an adult who lacked capacity was supported"),
)
EXPLAIN = (
    "Each line asks: if every case that the record does not decide had gone one way, or the other, "
    "what would the figure have been? The truth lies between."
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Eligible cases that the record does not decide, and the figure at either extreme."""

    key: str
    what: str
    not_known: Rate
    lowest: Rate
    highest: Rate

    @property
    def is_large(self) -> bool:
        return (self.not_known.exact_percent or 0) >= LARGE


def quality(figures: Theme3Figures) -> tuple[Block, ...]:
    title = Heading("Data quality")
    if not figures.tells("s42_concluded"):
        return title, nothing(figures, "section 42 enquiry concluded")
    caption = f"How complete the record is, {figures.period.label}"
    return (
        title,
        Lead(_lead(figures)),
        measure_table(figures, keys_of(catalogue.QUALITY), caption),
        *_bounds(figures),
    )


def find_gaps(figures: Theme3Figures) -> tuple[Gap, ...]:
    """Return the gaps of the period, in a fixed order; measures with none are left out."""
    found = (_gap(figures, key, what) for key, what in MISSING)
    return tuple(gap for gap in found if gap and figures.words.tells(gap.not_known.numerator))


def gaps(figures: Theme3Figures) -> Iterator[str]:
    """Yield one line with the large gaps, if there are any."""
    told = [
        f"{gap.what} in {share}"
        for gap in find_gaps(figures)
        if gap.is_large and (share := figures.words.rate(gap.not_known)) != HIDDEN
    ]
    if told:
        yield f"The record does not say {listed(told)} (section 11)."


def _gap(figures: Theme3Figures, key: str, what: str) -> Gap | None:
    found, calculation = figures.now[key], catalogue.BY_KEY[key].calculation
    if figures.words.is_shared and found.withheld:
        return None
    met, unknown = found.numerator or 0, found.not_known
    if not unknown or not isinstance(calculation, Share):
        return None
    eligible = (found.denominator or 0) + (0 if calculation.counts_not_known else unknown)
    return Gap(
        key, what, Rate(unknown, eligible), Rate(met, eligible), Rate(met + unknown, eligible)
    )


def _lead(figures: Theme3Figures) -> str:
    found = find_gaps(figures)
    if not found and figures.words.is_shared:
        return "The record leaves few questions open, or none."
    if not found:
        return "Every question behind these figures is answered in the record of every case."
    most = max(found, key=lambda gap: gap.not_known.exact_percent or 0)
    share = figures.words.rate(most.not_known)
    if share == HIDDEN:
        return "The record leaves few questions open."
    return f"The largest gap: the record does not say {most.what} in {share}."


def _bounds(figures: Theme3Figures) -> tuple[Block, ...]:
    rows = tuple(_row(figures, gap) for gap in find_gaps(figures))
    if not rows:
        return ()
    columns = ("Measure", "Now", "Not known", "Lowest it could be", "Highest it could be")
    table = Table(
        "What the gaps could hide", columns, rows, numeric=(1, 2, 3, 4), widths=(4, 3, 3, 2, 2)
    )
    return Heading("What difference the gaps could make", 2), Paragraph(EXPLAIN), table


def _row(figures: Theme3Figures, gap: Gap) -> tuple[str, ...]:
    measure, words = catalogue.BY_KEY[gap.key], figures.words
    now = words.figure(measure, figures.now[gap.key])
    ends = (words.percent(gap.lowest), words.percent(gap.highest))
    # The space between the ends is the number not known, so the three are hidden together.
    if words.is_shared and (SAC.hides(gap.not_known.numerator) or HIDDEN in ends):
        return measure.title, now, HIDDEN, HIDDEN, HIDDEN
    return measure.title, now, words.rate(gap.not_known), *ends
