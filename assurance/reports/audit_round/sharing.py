"""The report of a round as it may leave the council: no small number, no words about one case.

Every figure goes through `core.disclosure`. Quotations, good practice in words and answers one by
one stay in the report for inside.
"""

from assurance.reports.blocks import Block, Document, Heading, Note, Paragraph, Table
from assurance.words import long_date
from audit.results.rounds import RoundFigures
from audit.results.scores import ResultLine
from core.disclosure import publish_count, publish_median, publish_rate
from core.rates import Rate

MARKING = "For sharing: small numbers are hidden"
RULE = (
    "A count of 0 to 4 shows as [c], any other to the nearest 5. A share shows as [c] where it "
    "would tell such a count, and an average where fewer than 8 files were scored. Totals are "
    "rounded by themselves, so they need not add up."
)


def shared_document(figures: RoundFigures, *, period: str, prepared_for: str = "") -> Document:
    """Lay out what may be shared. Equal figures give an equal document."""
    blocks: list[Block] = [Heading("In short"), Paragraph(_headline(figures))]
    if not figures.is_closed:
        blocks.append(
            Note("The round is not closed: these results can still change.", "provisional")
        )
    blocks += [Heading("1. Average score by section"), _sections(figures)]
    blocks.append(Heading("2. Grades"))
    graded = [line for line in figures.results if line.graded]
    blocks += [_grades(line) for line in graded] or [Paragraph("No grade was given.")]
    blocks += [Heading("3. Gaps in recording"), _gaps(figures)]
    blocks += [Heading("4. Learning by theme"), _themes(figures)]
    blocks += [Heading("5. Actions"), _actions(figures)]
    blocks += [Heading("6. How to read this"), Paragraph(RULE)]
    blocks.append(Paragraph(f"Figures as on {long_date(figures.on)}."))
    return Document(
        title=figures.name,
        subtitle=f"Report of a round of audits with “{figures.tool}”, for sharing",
        council=figures.council,
        period_label=period,
        prepared_for=prepared_for,
        made_on=long_date(figures.on),
        status="Final" if figures.is_closed else "Draft",
        marking=MARKING,
        blocks=tuple(blocks),
    )


def _headline(figures: RoundFigures) -> str:
    return f"Files read: {publish_count(figures.n)}, in a round of “{figures.tool}”."


def _sections(figures: RoundFigures) -> Block:
    rows = tuple(
        (
            line.title,
            str(publish_count(len(line.scores))),
            _average(len(line.scores), line.estimate.value),
        )
        for line in figures.sections
    )
    if not rows:
        return Paragraph("This tool scores no section.")
    columns = ("Section", "Files scored", "Average, %")
    return Table("Average score by section", columns, rows, (1, 2), (5, 1, 1))


def _average(n: int, value: float | None) -> str:
    return publish_median(n, None if value is None else 100 * value)


def _grades(line: ResultLine) -> Table:
    rows = tuple(
        (grade, str(publish_count(count)), publish_rate(Rate(count, line.graded)))
        for grade, count, _ in reversed(line.grades)
    )
    columns = ("Grade", "Files", "Share")
    return Table(f"{line.label}: files by grade", columns, rows, (1, 2), (4, 1, 1))


def _gaps(figures: RoundFigures) -> Block:
    rows = tuple(
        (
            f"{line.code} {line.text}",
            str(publish_count(line.gaps)),
            publish_rate(Rate(line.gaps, line.asked)),
        )
        for line in figures.questions
    )
    if not rows:
        return Paragraph("This tool scores no question.")
    columns = ("Question", "Not told by the record", "Share")
    return Table("Answers that the record does not tell", columns, rows, (1, 2), (5, 1, 1))


def _themes(figures: RoundFigures) -> Block:
    rows = tuple(
        (line.label, str(publish_count(line.learning)))
        for line in sorted(figures.voices.themes, key=lambda line: line.label)
    )
    if not rows:
        return Paragraph("No theme was marked.")
    return Table("Learning by theme", ("Theme", "Files"), rows, (1,), (5, 1))


def _actions(figures: RoundFigures) -> Table:
    levels = figures.actions.levels
    counts = (
        ("All", sum(level.total for level in levels)),
        ("Open", sum(level.open for level in levels)),
        ("Overdue", sum(level.overdue for level in levels)),
    )
    rows = tuple((words, str(publish_count(count))) for words, count in counts)
    return Table("Actions", ("Which", "Actions"), rows, (1,), (5, 1))
