"""How everything was counted, so that it can be counted again; and who signs it off."""

from itertools import groupby

from assurance import catalogue
from assurance.measures import Measure
from assurance.reports.blocks import (
    Block,
    BulletList,
    DefinitionList,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from assurance.reports.figures import Theme3Figures
from assurance.reports.words import long_date
from core.disclosure import SAC

STATISTICS = (
    "Change over time: XmR charts by the rules that NHS Making Data Count uses. The expected range "
    "is the mean of the months plus or minus 2.66 times the mean difference between one month and "
    "the next, leaving out differences of 3.267 times the mean or more. A month stands out when it "
    "lies outside the range, when seven in a row lie on one side of the mean or rise or fall, or "
    "when two of three lie near the same limit. Below 13 points no range is given. With 24 months, "
    "about one chart in six shows something by chance.",
    "Shares: 95% intervals are Wilson's score intervals. They say how much a share of this many "
    "cases could vary by chance. One adult can have several cases, so they are a little narrow.",
    "Percentiles: type 7, straight lines between the ordered values.",
    "Time with open cases counted: Kaplan-Meier, with Greenwood's variance and log-log intervals. "
    "Enquiries still open are counted as open for as long as they have been seen.",
    "Rounding: halves away from zero, once, at the end.",
)
INTERNAL_RULE = (
    "Counts are true counts. The report is for named people inside the council and is not for "
    "sharing: small numbers could identify somebody."
)
SHARED_RULE = (
    f"Counts from {SAC.first} to {SAC.last} are shown as {SAC.mark} and all others to the nearest "
    "5, each by itself, so that parts need not add up to their total. Percentages are whole "
    "numbers worked out from true counts, and are hidden where a count behind them, or the rest, "
    "is below 5. Medians of fewer than 8 cases are hidden. This is the rule of the published "
    "Safeguarding Adults Collection, with stricter rules for percentages and medians."
)
UNDER_18 = f" {catalogue.UNDER_18}"


def method(figures: Theme3Figures, particulars: tuple[tuple[str, str], ...]) -> tuple[Block, ...]:
    """Lay out the method; `particulars` are what identifies this making of the report."""
    return (
        PageBreak(),
        Heading("Method, definitions and sources"),
        DefinitionList((("Period", _period(figures)), *particulars)),
        Heading("Small numbers", 2),
        Paragraph(SHARED_RULE if figures.words.is_shared else INTERNAL_RULE),
        Heading("Statistics", 2),
        BulletList(STATISTICS),
        Heading("Measures", 2),
        Paragraph(
            "Adults under 18 on the last day of the period, or at death, are left out throughout. "
            "Headline figures are sums over cases, each judged by the definition here."
        ),
        *_measures(),
        Heading("Sign-off", 2),
        _sign_off(),
    )


def _period(figures: Theme3Figures) -> str:
    return f"{long_date(figures.period.start)} to {long_date(figures.period.end)}, both included"


def _measures() -> list[Block]:
    return [
        Table(
            group.value,
            ("Measure", "What it says and counts", "Source and caution"),
            tuple(_row(measure) for measure in found),
            widths=(3, 6, 4),
        )
        for group, found in groupby(catalogue.MEASURES, key=lambda measure: measure.group)
    ]


def _row(measure: Measure) -> tuple[str, str, str]:
    left_out = f" {measure.exclusions}".removesuffix(UNDER_18).strip()
    counts = (
        measure.meaning,
        f"Counted: {measure.numerator}" if measure.numerator else "",
        f"Out of: {measure.denominator}" if measure.denominator else "",
        f"Left out: {left_out}" if left_out else "",
    )
    beside = (measure.source, measure.caveat)
    return measure.title, "\n".join(filter(None, counts)), "\n".join(filter(None, beside))


def _sign_off() -> Table:
    roles = ("Prepared by", "Checked by", "Signed off by")
    return Table(
        "Nobody has signed this report until a name and date stand here",
        ("", "Name and post", "Date"),
        tuple((role, "", "") for role in roles),
        widths=(2, 5, 2),
    )
