"""What several sections share: the table of measures, and the sentence for an empty period."""

from collections.abc import Iterable, Sequence
from datetime import date

from assurance import catalogue
from assurance.measures import Measure
from assurance.reports.blocks import Paragraph, Table
from assurance.reports.figures import Theme3Figures
from assurance.words import MONTHS, NOTHING, long_date

# A stock on the last day that the data cover: the period before has no value of its own.
NOT_OF_A_PERIOD = frozenset({"s42_open_at_cut"})


def measures(keys: Iterable[str]) -> tuple[Measure, ...]:
    return tuple(catalogue.BY_KEY[key] for key in keys)


def keys_of(found: Iterable[Measure]) -> tuple[str, ...]:
    return tuple(measure.key for measure in found)


def shown(figures: Theme3Figures, key: str) -> str:
    """Return a figure of the period in full."""
    return figures.words.figure(catalogue.BY_KEY[key], figures.now[key])


def brief(figures: Theme3Figures, key: str) -> str:
    """Return a figure of the period without what it was made from."""
    return figures.words.value(catalogue.BY_KEY[key], figures.now[key])


def before(figures: Theme3Figures, key: str) -> str:
    """Return a figure of the period before, or a dash where there cannot be one."""
    if key in NOT_OF_A_PERIOD or not figures.has_previous:
        return NOTHING
    return figures.words.figure(catalogue.BY_KEY[key], figures.before[key])


def measure_table(
    figures: Theme3Figures, keys: Sequence[str], caption: str, *, note: str = ""
) -> Table:
    """Return measures as rows: this period, its interval where any has one, the period before."""
    chosen = measures(keys)
    margins = [figures.words.margin(measure, figures.now[measure.key]) for measure in chosen]
    has_margins = any(margin != NOTHING for margin in margins)
    columns = ["Measure", figures.period.label]
    columns += ["95% interval"] if has_margins else []
    columns += [figures.previous.label] if figures.has_previous else []
    rows = []
    for measure, margin in zip(chosen, margins, strict=True):
        row = [measure.title, shown(figures, measure.key)]
        row += [margin] if has_margins else []
        row += [before(figures, measure.key)] if figures.has_previous else []
        rows.append(tuple(row))
    numeric = tuple(range(1, len(columns)))
    widths = (4.0, 3.0, *((2.2,) if has_margins else ()), *((3.0,) if figures.has_previous else ()))
    return Table(caption, tuple(columns), tuple(rows), numeric, widths, note)


def nothing(figures: Theme3Figures, what: str) -> Paragraph:
    """Say that the section has nothing to show, and why that may be."""
    if figures.period.start > figures.cut:
        return Paragraph(
            f"The data end on {long_date(figures.cut)}, before the period begins, so there is "
            "nothing to show here yet."
        )
    if figures.words.is_shared:
        return Paragraph("There were too few cases in the period, or none, to show anything here.")
    return Paragraph(f"No {what} in the period.")


def month_and_year(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"
