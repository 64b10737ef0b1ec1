"""Who the people were: age, gender, ethnicity. Individuals, each counted once."""

from collections.abc import Sequence

from assurance import charts
from assurance.reports.blocks import Block, Chart, Heading, Lead, Paragraph, Table
from assurance.reports.figures import Theme3Figures
from assurance.reports.sections.common import nothing
from assurance.sac.spec import Line, specification_for
from assurance.words import NO_CASES, Words, plural
from core.disclosure import HIDDEN
from core.periods import Period
from core.rates import Rate
from safeguard.metrics.ages import NOT_KNOWN
from safeguard.metrics.return_counts import CONCERN, S42, Cells

TABLES = (
    ("age_band", "SG1a", "age"),
    ("gender", "SG1b", "gender"),
    ("ethnicity", "SG1c", "ethnicity"),
)
CANNOT = (
    "These shares describe who came to notice, not who is at risk. Whether a group is reported "
    "more or less often than might be expected cannot be said without the number of adults of "
    "each group who live in the area, and without knowing how many need care and support. A "
    "difference between the two columns is a question to ask, not an answer."
)
# The collection has had its rows since this year; earlier periods are laid out in the same ones.
FIRST_YEAR = 2015
NOT_KNOWN_MEANS = "Groups that the record does not give are counted as not known, never shared out."
METRICS = ((CONCERN, "In concerns"), (S42, "In section 42 enquiries"))


def equality(figures: Theme3Figures) -> tuple[Block, ...]:
    title = Heading("Equality breakdown")
    people = total(figures.people["age_band"], CONCERN) if figures.people else 0
    enquired = total(figures.people["age_band"], S42) if figures.people else 0
    if not (figures.words.tells(people) or figures.words.tells(enquired)):
        return title, nothing(figures, "adult was the subject of a concern or an enquiry")
    words = figures.words
    lead = (
        f"The concerns were about {plural(words.count(people), 'adult')}, and the section 42 "
        f"enquiries that began were about {words.count(enquired)}, each counted once."
    )
    blocks: list[Block] = [title, Lead(lead), Paragraph(CANNOT)]
    for axis, table_id, name in TABLES:
        blocks += _axis(figures, axis, return_rows(figures.period, table_id), name)
    return (*blocks, Paragraph(NOT_KNOWN_MEANS))


def total(cells: Cells, metric: str) -> int:
    """Return how many individuals a metric counts: they have one value on each axis."""
    return sum(n for (_, _, column), n in cells.items() if column == metric)


def return_rows(period: Period, table_id: str) -> Sequence[Line]:
    """Return the return's own rows for the year in which the period ends."""
    year = period.end.year if period.end.month >= 4 else period.end.year - 1
    year = max(year, FIRST_YEAR)
    return specification_for(Period.financial_year(year).label).table(table_id).rows


def _axis(figures: Theme3Figures, axis: str, rows: Sequence[Line], name: str) -> tuple[Block, ...]:
    cells = figures.people[axis]
    rates = {
        metric: [Rate(cells["", row.code, metric], total(cells, metric)) for row in rows]
        for metric, _ in METRICS
    }
    labels = tuple(row.label for row in rows)
    heading = Heading(f"By {name}", 2)
    reading = _reading(figures, rows, rates[CONCERN], name, axis)
    caption = f"Individuals by {name}, {figures.period.label}"
    columns = (name.capitalize(), *(label for _, label in METRICS))
    hidden = {
        metric: [figures.hides_people(axis, row.code, metric) for row in rows]
        for metric, _ in METRICS
    }
    texts = [
        [
            HIDDEN if hides else _text(figures.words, rate)
            for rate, hides in zip(rates[m], hidden[m], strict=True)
        ]
        for m, _ in METRICS
    ]
    grid = Table(
        caption, columns, tuple(zip(labels, *texts, strict=True)), numeric=(1, 2), widths=(4, 3, 3)
    )
    if axis == "gender":
        return heading, Paragraph(reading), grid
    series = tuple(_series(label, texts[at]) for at, (_, label) in enumerate(METRICS))
    # The return's own labels are long; the table beside the chart has them whole.
    short = tuple(label.split(" / ")[0] for label in labels)
    title = f"Share of individuals by {name}, {figures.period.label}"
    chart = charts.BarChart(title, "%", reading, short, series, name.capitalize())
    return heading, Chart(chart, reading, grid)


def _series(label: str, texts: Sequence[str]) -> charts.Series:
    """Draw the percentage in each cell; a cell without one, being hidden, has no bar."""
    shares = (text.partition("(")[2].rstrip("%)") for text in texts)
    return charts.Series(label, tuple(float(s) if s else None for s in shares), tuple(texts))


def _text(words: Words, rate: Rate) -> str:
    shown, count = words.percent(rate), words.count(rate.numerator)
    return count if shown in (HIDDEN, NO_CASES) else f"{count} ({shown})"


def _reading(
    figures: Theme3Figures, rows: Sequence[Line], rates: Sequence[Rate], name: str, axis: str
) -> str:
    missing = next(r for row, r in zip(rows, rates, strict=True) if row.code == NOT_KNOWN)
    share = figures.words.rate(missing)
    who = f"people in concerns, {name} is not known"
    if share == HIDDEN or figures.hides_people(axis, NOT_KNOWN, CONCERN):
        return f"For few of the {who}, or none."
    if share == NO_CASES:
        return f"No concern was received, so there is no share of people whose {name} is not known."
    return f"For {share} of the {who}."
