"""Headline, sections, grades, questions, and the recording gaps of a round."""

from assurance import charts
from assurance.reports.audit_round.wording import estimated, files, interval, percent, scores
from assurance.reports.blocks import (
    Block,
    Chart,
    Heading,
    KeyFigures,
    Lead,
    Note,
    Paragraph,
    Table,
)
from assurance.words import listed, long_date, plural
from audit.results.rounds import RoundFigures
from audit.results.scores import ResultLine, SectionLine
from audit.rules.estimates import FEW
from core.rates import round_half_up

UNDER_WAY = "The round is not closed: these results can still change."


def headline(figures: RoundFigures) -> str:
    """Return the sentence that a reader should take away."""
    if not figures.n:
        return "No audit of this round is finished yet, so there are no results to show."
    read = f"{files(figures.n)} {'was' if figures.n == 1 else 'were'} read"
    found = next((line for line in figures.results if line.graded), None)
    if found is None and not any(line.scores for line in figures.sections):
        return f"{read}, but too little applied in any of them to give a score."
    if figures.n == 1:
        grade = f" It was graded {_spread(found)}." if found else ""
        return f"One file was read.{grade} One file says nothing about the others."
    if found is None:
        return f"{read}. This tool gives no grade: what was found is told section by section."
    words = f"{read}: {_spread_with_counts(found)}."
    if figures.n < FEW:
        return f"{words} They are too few for percentages."
    told = [line for line in figures.sections if line.estimate.value is not None]
    if len(told) < 2:
        return words
    order = sorted(told, key=lambda line: line.estimate.value or 0)
    return (
        f"{words} The section that scored highest is {_named(order[-1])}; the lowest is "
        f"{_named(order[0])}."
    )


def _named(line: SectionLine) -> str:
    return f"“{line.title}” ({estimated(line.estimate)})"


def _spread(line: ResultLine) -> str:
    return listed([grade for grade, count, _ in line.grades if count])


def _spread_with_counts(line: ResultLine) -> str:
    grades = [(grade, count) for grade, count, _ in reversed(line.grades) if count]
    first = listed([f"{count:,} graded {grade}" for grade, count in grades])
    return first + (f", and {line.ungraded:,} without a grade" if line.ungraded else "")


def in_short(figures: RoundFigures) -> tuple[Block, ...]:
    blocks: list[Block] = [Heading("In short"), Lead(headline(figures))]
    if figures.purpose:
        blocks.append(Paragraph(figures.purpose))
    if not figures.is_closed:
        blocks.append(Note(UNDER_WAY, "provisional"))
    if figures.n:
        blocks.append(KeyFigures(_key_rows(figures), columns=("Figure", "Value", "Detail")))
    return tuple(blocks)


def _key_rows(figures: RoundFigures) -> tuple[tuple[str, str, str], ...]:
    held = figures.files
    population = held.sample.population
    of = f"of {population:,} that could be drawn" if population else "no population was fixed"
    rows = [("Files read", f"{figures.n:,}", of)]
    if figures.overall is not None and figures.n >= FEW:
        rows.append(
            ("Average of the sections", percent(figures.overall), "each by its weight in the tool")
        )
    gaps = sum(line.gaps for line in figures.questions)
    asked = sum(line.asked for line in figures.questions)
    if asked:
        detail = f"of {asked:,} answers to scored questions"
        rows.append(("Answers that the record does not tell", f"{gaps:,}", detail))
    levels = figures.actions.levels
    late = sum(level.overdue for level in levels)
    detail = f"{sum(level.open for level in levels):,} open, {late:,} of them overdue"
    rows.append(("Actions", f"{sum(level.total for level in levels):,}", detail))
    return tuple(rows)


def by_section(figures: RoundFigures) -> tuple[Block, ...]:
    title = Heading("Results by section")
    lines = figures.sections
    if not figures.n or not lines:
        words = "This tool scores no section." if figures.n else "Nothing is finished yet."
        return title, Paragraph(words)
    table = _section_table(figures)
    drawn = [line for line in lines if line.estimate.value is not None]
    if not drawn:
        few = f"Fewer than {FEW} files were scored in each section, so each score is listed."
        return title, Paragraph(few), table
    chart = charts.HorizontalBars(
        title="Average score by section",
        unit="%",
        summary="",
        labels=tuple(f"{line.code}. {line.title}" for line in drawn),
        values=tuple(float(round_half_up(100 * (line.estimate.value or 0), 0)) for line in drawn),
        intervals=tuple(_ends(line) for line in drawn)
        if any(line.estimate.interval for line in drawn)
        else (),
    )
    return title, Chart(chart, _section_reading(figures), table)


def _ends(line: SectionLine) -> tuple[float, float] | None:
    found = line.estimate.interval
    return (100 * found.lower, 100 * found.upper) if found else None


def _section_reading(figures: RoundFigures) -> str:
    if any(line.estimate.interval for line in figures.sections):
        return (
            "A score of 100% means that all that applied was met in every file. The lines show how "
            "far chance alone could move each average, had other files been drawn."
        )
    return "A score of 100% means that all that applied was met in every file."


def _section_table(figures: RoundFigures) -> Table:
    rows = tuple(
        (
            f"{line.code}. {line.title}",
            f"{len(line.scores):,} of {figures.n:,}",
            scores(line.scores) if line.estimate.value is None else estimated(line.estimate),
            interval(line.estimate.interval),
            f"{line.gaps:,}",
        )
        for line in figures.sections
    )
    columns = ("Section", "Files scored", "Average score", "95% interval", "Recording gaps")
    note = (
        "A file in which too little of a section applied is not scored in it. Scores are those of "
        "the first auditors."
    )
    return Table("Results by section", columns, rows, (1, 2, 3, 4), (4, 1.5, 2, 2, 1.5), note)


def grades(figures: RoundFigures) -> tuple[Block, ...]:
    blocks: list[Block] = [Heading("Grades")]
    graded = [line for line in figures.results if line.graded]
    if not graded:
        return *blocks, Paragraph("No grade was given." if figures.n else "Nothing is graded yet.")
    for line in graded:
        blocks.append(_grade_table(line))
    if figures.caps:
        rows = tuple(
            (f"{line.code} {line.text}", line.target, line.grade, f"{line.files:,}")
            for line in figures.caps
        )
        columns = ("Question", "What it held down", "To", "Files")
        blocks.append(Table("Answers that held a grade down", columns, rows, (3,), (5, 2, 2, 1)))
    return tuple(blocks)


def _grade_table(line: ResultLine) -> Table:
    rows = tuple(
        (grade, f"{count:,}", estimated(share), interval(share.interval))
        for grade, count, share in reversed(line.grades)
    )
    notes = [f"{files(line.ungraded)} without a grade." if line.ungraded else ""]
    if line.changed:
        notes.append(f"Moderation changed {plural(str(line.changed), 'grade')}.")
    return Table(
        f"{line.label}: files by grade",
        ("Grade", "Files", "Share", "95% interval"),
        rows,
        (1, 2, 3),
        note=" ".join(note for note in notes if note),
    )


def gaps(figures: RoundFigures) -> tuple[Block, ...]:
    title = Heading("Gaps in recording")
    rows = tuple(
        (f"{line.code} {line.text}", f"{line.gaps:,}", f"{line.asked:,}")
        for line in sorted(figures.questions, key=lambda line: -line.gaps)
        if line.gaps
    )
    if not rows:
        words = "No answer says that the record does not tell." if figures.n else "None yet."
        return title, Paragraph(words)
    lead = Paragraph(
        "Here the record does not tell whether something was done. That is a fault of the record, "
        "and not proof that it was not done."
    )
    columns = ("Question", "Record does not tell", "Files asked")
    return title, lead, Table("Questions with gaps", columns, rows, (1, 2), (5, 1.5, 1.5))


def questions(figures: RoundFigures) -> tuple[Block, ...]:
    title = Heading("Question by question")
    asked = [line for line in figures.questions if line.asked]
    if not asked:
        return title, Paragraph("No scored question is answered yet.")
    rows = tuple(
        (
            f"{line.code} {line.text}",
            f"{line.met:,}",
            f"{line.partly:,}",
            f"{line.not_met:,}",
            f"{line.not_applicable:,}",
            estimated(line.estimate),
            interval(line.estimate.interval),
        )
        for line in asked
    )
    columns = ("Question", "Met", "Partly", "Not met", "Not applicable", "Met, of those", "95%")
    note = (
        "The share is of the answers that apply. An answer that the record does not tell counts as "
        "its scale says, most often as not met."
    )
    widths = (5, 0.9, 0.9, 0.9, 1.2, 1.1, 1.6)
    return title, Table(
        "Answers to scored questions", columns, rows, (1, 2, 3, 4, 5, 6), widths, note
    )


def period(figures: RoundFigures) -> str:
    return f"{long_date(figures.starts_on)} to {long_date(figures.ends_on)}"
