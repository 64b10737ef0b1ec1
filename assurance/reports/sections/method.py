"""How everything was counted, so that it can be counted again; and who signs it off."""

from collections.abc import Iterable, Sequence
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
from assurance.words import long_date
from core.disclosure import SAC

STATISTICS = (
    "Change over time: XmR charts by the rules that NHS Making Data Count uses. The expected range "
    "is the mean of the months plus or minus 2.66 times the mean difference between one month and "
    "the next, leaving out differences of 3.267 times the mean or more. A month stands out when it "
    "lies outside the range, when seven in a row lie on one side of the mean or rise or fall, or "
    "when two of three lie near the same limit. Below 13 points no range is given. With 36 months, "
    "about three charts in ten show something by chance.",
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
    "Safeguarding Adults Collection, with stricter rules for percentages and medians. "
    f"{SAC.mark} also stands for larger figures: those that would let somebody work out a hidden "
    "one, from this report or from what was shared before."
)
EVERYWHERE = (
    "Adults under 18 on the last day of the period, or at death, are left out of every measure. A "
    "headline is the sum of its cases, each judged by the definition here."
)


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
        Paragraph(EVERYWHERE),
        *_measures(),
    )


def sign_off() -> tuple[Block, ...]:
    """Leave room for whoever answers for the report; the last thing in it."""
    return (
        Heading("Sign-off of this report"),
        Paragraph("Nobody has signed this report off until a name and a date stand here."),
        _sign_off(),
    )


def _period(figures: Theme3Figures) -> str:
    return f"{long_date(figures.period.start)} to {long_date(figures.period.end)}, both included"


def _measures() -> list[Block]:
    groups = groupby(catalogue.MEASURES, key=lambda measure: measure.group)
    return [_definitions(group.value, tuple(found)) for group, found in groups]


def _definitions(caption: str, found: Sequence[Measure]) -> Table:
    """Define a group of measures; what holds for all of them is said once, below."""
    abouts = [_about(measure) for measure in found]
    shared = [] if len(found) == 1 else _common(abouts)
    if any(set(about) <= set(shared) for about in abouts):
        shared = [part for part in shared if ": " in part]
    rows = tuple(
        (measure.title, _flow(part for part in about if part not in shared))
        for measure, about in zip(found, abouts, strict=True)
    )
    columns = ("Measure", "What it says, what is counted, out of what, and its source")
    note = f"All of these: {_flow(shared)}" if shared else ""
    return Table(caption, columns, rows, widths=(3, 9), note=note)


def _about(measure: Measure) -> list[str]:
    left_out = measure.exclusions.replace(catalogue.UNDER_18, "").strip()
    parts = (
        ("", measure.meaning),
        ("Counted: ", measure.numerator),
        ("Out of: ", measure.denominator),
        ("Left out: ", left_out),
        ("Source: ", measure.source),
        ("Caution: ", measure.caveat),
    )
    return [f"{label}{text.rstrip('.')}." for label, text in parts if text]


def _common(lists: Sequence[Sequence[str]]) -> list[str]:
    return [part for part in lists[0] if all(part in other for other in lists[1:])]


def _flow(parts: Iterable[str]) -> str:
    return " ".join(parts)


def _sign_off() -> Table:
    # Two lines of room, for a signature by hand.
    roles = ("Prepared by\n ", "Checked by\n ", "Signed off by\n ")
    rows = tuple((role, "", "", "") for role in roles)
    return Table(
        "Names, signatures and dates",
        ("Role", "Name and post", "Signature", "Date"),
        rows,
        widths=(2, 4, 3, 2),
    )
