"""The year in one page: the sentence, ten measures, and what the figures alone suggest."""

from collections.abc import Iterator

from assurance import catalogue
from assurance.measures import Group, Measure
from assurance.reports.blocks import Block, BulletList, Heading, Lead, Note, Paragraph, Table
from assurance.reports.by_month import since, variation, verdict
from assurance.reports.figures import MONTH_KEYS, Theme3Figures
from assurance.reports.sections.common import before, brief, measures, month_and_year, shown
from assurance.reports.sections.quality import gaps
from assurance.trend_words import VARIATION_WORDS
from assurance.words import NO_CASES, NOTHING, listed, long_date, plural
from core.disclosure import HIDDEN
from core.periods import Period
from core.statistics.xmr import PointKind

TEN = (
    "concerns_raised",
    "s42_commenced",
    "conversion_rate_pct",
    "decided_within_2_working_days_pct",
    "s42_days_to_conclude_km_median",
    "s42_open_181_more_days",
    "risk_reduced_or_removed_pct",
    "asked_pct",
    "outcomes_fully_or_partially_achieved_pct",
    "supported_pct",
)
FLOWS = ("concerns_raised", "s42_commenced", "s42_concluded")
CHANCE = (
    "From the figures alone: a place to start, not a judgement. A signal can be chance, and "
    "figures do not show the quality of practice."
)
NO_SIGNAL = (
    "Nothing stands out in the latest month, and no large gap was found in the records. That is "
    "not assurance by itself: figures do not show the quality of practice."
)
NO_JUDGEMENT = (
    "There are too few months, or too few cases in them, to say whether anything stands out."
)
ADVICE: dict[PointKind, str] = {
    PointKind.IMPROVEMENT: "Find out what helped, so that it can be kept.",
    PointKind.CONCERN: "Find out what changed.",
    PointKind.NEUTRAL_HIGH: "Find out whether demand, recording or practice changed.",
    PointKind.NEUTRAL_LOW: "Find out whether demand, recording or practice changed.",
}


def year_page(figures: Theme3Figures) -> tuple[Block, ...]:
    whole_year = len(figures.period.months()) == 12
    title = "The year in one page" if whole_year else "The period in one page"
    if figures.period.start > figures.cut:
        return Heading(title), Lead(sentence(figures))
    return (
        Heading(title),
        Lead(sentence(figures)),
        *coverage(figures),
        _table(figures),
        Heading("What the figures alone suggest looking at", 2),
        *_suggestions(figures),
    )


def sentence(figures: Theme3Figures) -> str:
    """Say the period in a breath."""
    if figures.period.start > figures.cut:
        return (
            f"The data end on {long_date(figures.cut)}, before {figures.period.label} begins: "
            "this report has no figures for it yet."
        )
    if not figures.tells(*FLOWS):
        few = (
            "too few concerns and enquiries to show"
            if figures.words.is_shared
            else "no concern and no enquiry"
        )
        kind = " of the kind asked for" if figures.of_some else ""
        return f"The register holds {few}{kind} for {figures.period.label}."
    concerns = plural(brief(figures, "concerns_raised"), "safeguarding concern")
    began = plural(brief(figures, "s42_commenced"), "section 42 enquiry", "section 42 enquiries")
    when = _when(figures.period)
    when += ", counting these cases only" if figures.of_some else ""
    start = f"{when}, {figures.council} received {concerns} and began {began}."
    return f"{start} {_outcomes(figures)}".strip()


def _when(period: Period) -> str:
    if period.days == 1:
        return f"On {long_date(period.start)}"
    if " to " in period.label:
        return f"From {long_date(period.start)} to {long_date(period.end)}"
    return f"In {period.label}"


def _few(figures: Theme3Figures) -> str:
    if figures.words.is_shared:
        return "too few concerns and enquiries to show, or none,"
    return "no concern and no enquiry"


def _outcomes(figures: Theme3Figures) -> str:
    concluded = brief(figures, "s42_concluded")
    lowered = brief(figures, "risk_reduced_or_removed_pct")
    asked = brief(figures, "asked_pct")
    if not figures.tells("s42_concluded"):
        return "" if figures.words.is_shared else "No section 42 enquiry concluded."
    noun = "enquiry was" if concluded == "1" else "enquiries were"
    parts = f"{concluded} {noun} concluded; adults were asked what they wanted in {asked}"
    if lowered in (NO_CASES, HIDDEN):
        return f"{parts}."
    return f"{parts}, and an identified risk was reduced or removed in {lowered}."


def coverage(figures: Theme3Figures) -> tuple[Block, ...]:
    """Say it where the period is not wholly covered by records."""
    notes = []
    if figures.period.start <= figures.cut < figures.period.end:
        notes.append(
            f"The data end on {long_date(figures.cut)}, before the period does. Counts are of "
            "what is held so far."
        )
    first = figures.first_on
    if first and first.replace(day=1) > figures.period.start:
        notes.append(f"Records begin in {month_and_year(first)}, after the period does.")
    elif first and first.replace(day=1) > figures.previous.start and figures.has_previous:
        notes.append(
            f"Records begin in {month_and_year(first)}, so the period before is covered in part "
            "only."
        )
    return (Note(" ".join(notes), "caution"),) if notes else ()


def _table(figures: Theme3Figures) -> Table:
    rows = []
    for measure in measures(TEN):
        row = [_title(measure), shown(figures, measure.key)]
        row += [before(figures, measure.key)] if figures.has_previous else []
        rows.append((*row, _variation(figures, measure)))
    previous = [figures.previous.label] if figures.has_previous else []
    columns = ("Measure", figures.period.label, *previous, "Latest month")
    return Table(
        f"Ten measures, {figures.period.label}",
        columns,
        tuple(rows),
        numeric=tuple(range(1, len(columns) - 1)),
        widths=(4, 2.8, 2.8, 1.9) if previous else (4, 2.8, 1.9),
        note=(
            "Latest month: how it compares with the months before it; a dash where it is not "
            "followed by month. Conversion is context, not an indicator of performance."
        ),
    )


def _title(measure: Measure) -> str:
    """Return the title as it reads away from its group."""
    if measure.group is not Group.OPEN:
        return measure.title
    return f"Section 42 enquiries {measure.title[:1].lower()}{measure.title[1:]}"


def _variation(figures: Theme3Figures, measure: Measure) -> str:
    if measure.key not in MONTH_KEYS:
        return NOTHING
    return variation(figures, measure.key)


def _suggestions(figures: Theme3Figures) -> tuple[Block, ...]:
    if not figures.tells(*FLOWS):
        return (Paragraph("There is nothing to look at in the period."),)
    items = (*_signals(figures), *_long_open(figures), *gaps(figures))
    if not items:
        is_judged = any(verdict(figures, key) for key in figures.trends)
        return (Paragraph(NO_SIGNAL if is_judged else NO_JUDGEMENT),)
    return Paragraph(CHANCE), BulletList(items)


def _signals(figures: Theme3Figures) -> Iterator[str]:
    """Yield a line for each way in which the latest month stands out, with its measures."""
    for kind, advice in ADVICE.items():
        found = [
            f"{trend.measure.title.lower()} ({since(figures, key)})"
            for key, trend in figures.trends.items()
            if verdict(figures, key) is kind
        ]
        if found:
            words = VARIATION_WORDS[kind]
            yield f"{words[:1].upper()}{words[1:]}: {listed(found)}. {advice}"


def _long_open(figures: Theme3Figures) -> Iterator[str]:
    measure = catalogue.OPEN[-1]
    found = figures.now[measure.key]
    if found.numerator and not figures.words.hides(measure, found):
        words = figures.words.figure(measure, found)
        noun = "section 42 enquiry had" if words == "1" else "section 42 enquiries had"
        yield (
            f"{words} {noun} been open for 181 days or more on {long_date(figures.census)}. "
            "Check that each has a reason and a plan."
        )
