"""What was open on the last day, and for how long it had been."""

from assurance import catalogue, charts
from assurance.reports.blocks import Block, Heading, Lead, Table, chart_block
from assurance.reports.figures import OPEN_KEYS, FigureMap, Theme3Figures
from assurance.reports.sections.common import measures, nothing
from assurance.words import long_date, plural
from core.disclosure import HIDDEN

NO_TEAM = "In alphabetical order. Cases with no team on record are not in this table."


def open_work(figures: Theme3Figures) -> tuple[Block, ...]:
    title = Heading("Open work by age")
    if not figures.tells(*OPEN_KEYS):
        return title, nothing(figures, "section 42 enquiry was open at the end"), *_teams(figures)
    return title, Lead(_lead(figures)), _chart(figures), *_teams(figures)


def _lead(figures: Theme3Figures) -> str:
    words = [_cell(figures, measure.key, figures.now) for measure in catalogue.OPEN]
    day = long_date(figures.census)
    if figures.words.is_shared:
        return f"Section 42 enquiries open on {day}, by how long they had been open."
    total = figures.words.count(sum(map(figures.n, OPEN_KEYS)))
    noun = "section 42 enquiry was" if total == "1" else "section 42 enquiries were"
    oldest = figures.words.count(figures.oldest_days)
    return (
        f"{total} {noun} open on {day}, {words[-1]} of them for 181 days or more. The oldest had "
        f"been open for {plural(oldest, 'day')}."
    )


def _chart(figures: Theme3Figures) -> Block:
    days = [(figures.census, figures.now)]
    if figures.has_previous:
        days.append((figures.previous.end, figures.before))
    series = tuple(
        charts.Series(
            long_date(day),
            tuple(_value(figures, key, found) for key in OPEN_KEYS),
            tuple(_cell(figures, key, found) for key in OPEN_KEYS),
        )
        for day, found in days
    )
    labels = tuple(measure.title.removeprefix("Open ") for measure in catalogue.OPEN)
    chart = charts.BarChart(
        "Section 42 enquiries open, by age", "enquiries", "", labels, series, "Open for"
    )
    return chart_block(chart, _reading(figures))


def _reading(figures: Theme3Figures) -> str:
    cells = [_cell(figures, key, figures.now) for key in (OPEN_KEYS[0], OPEN_KEYS[-1])]
    return f"{cells[0]} had been open for 28 days or less, {cells[1]} for 181 days or more."


def _cell(figures: Theme3Figures, key: str, found: FigureMap) -> str:
    return figures.words.figure(catalogue.BY_KEY[key], found[key])


def _value(figures: Theme3Figures, key: str, found: FigureMap) -> float | None:
    text = _cell(figures, key, found)
    return None if text == HIDDEN else float(text.replace(",", ""))


def _teams(figures: Theme3Figures) -> tuple[Block, ...]:
    if not figures.teams:
        return ()
    chosen = measures(("concerns_raised", "decided_within_2_working_days_pct", "asked_pct"))
    work = tuple(
        (team.label, *(figures.words.figure(m, team.figures[m.key]) for m in chosen))
        for team in figures.teams
    )
    ages = tuple(
        (team.label, *(_cell(figures, key, team.figures) for key in OPEN_KEYS))
        for team in figures.teams
    )
    bands = tuple(measure.title.removeprefix("Open ") for measure in catalogue.OPEN)
    return (
        Heading("By team", 2),
        Table(
            f"Section 42 enquiries open on {long_date(figures.census)}, by team and age",
            ("Team", *bands),
            ages,
            numeric=(1, 2, 3, 4, 5),
            widths=(4, 2, 2, 2, 2, 2),
        ),
        Table(
            f"Work of each team, {figures.period.label}",
            ("Team", *(measure.title for measure in chosen)),
            work,
            numeric=(1, 2, 3),
            widths=(4, 2, 3, 3),
            note=NO_TEAM,
        ),
    )
