"""How the council counts, and what the words mean."""

from assurance.reports.blocks import Block, DefinitionList, Heading, Note, Paragraph, Quote, Table
from assurance.reports.figures import Theme3Figures
from assurance.reports.sections.common import month_and_year
from assurance.words import long_date

NO_RULE = (
    "The council has not yet written down when a contact becomes a concern and when an enquiry "
    "starts. Until it has, its counts cannot be compared with those of other councils."
)
TERMS = (
    (
        "Safeguarding concern",
        "A sign of suspected abuse or neglect that is reported to the council or identified by it.",
    ),
    (
        "Section 42 enquiry",
        "The enquiry that section 42 of the Care Act 2014 requires where the council has "
        "reasonable cause to suspect that an adult in its area (a) has needs for care and support, "
        "(b) is experiencing, or is at risk of, abuse or neglect, and (c) as a result of those "
        "needs is unable to protect themselves. All three parts must be met. The council makes the "
        "enquiry itself or causes another body to make it.",
    ),
    (
        "Other enquiry",
        "A safeguarding enquiry that the council makes although the three parts are not all met.",
    ),
    (
        "Making Safeguarding Personal",
        "Asking the adult, or their representative, what they want to happen, working towards it, "
        "and finding out whether it did.",
    ),
    (
        "Flows and stocks",
        "Concerns and enquiries begun are counted by when they started; outcomes by when the "
        "enquiry concluded. The enquiries concluded in a period are not the same cases as those "
        "begun in it.",
    ),
)
SOURCES = (
    "Every figure is counted from the council's own register of concerns and enquiries, by the "
    "definitions in section 12."
)


def context(figures: Theme3Figures) -> tuple[Block, ...]:
    return (
        Heading("Context and definitions"),
        Paragraph(_extent(figures)),
        Heading("How the council counts", 2),
        *_rule(figures),
        *_changes(figures),
        Heading("What the words mean", 2),
        DefinitionList(TERMS),
    )


def _extent(figures: Theme3Figures) -> str:
    held = (
        f"Records begin in {month_and_year(figures.first_on)}"
        if figures.first_on
        else "No concern is held"
    )
    return f"{SOURCES} {held}; the data reach to {long_date(figures.cut)}."


def _rule(figures: Theme3Figures) -> tuple[Block, ...]:
    if not figures.counting_rule:
        return (Note(NO_RULE, "caution"),)
    return (Quote(figures.counting_rule, "The council's counting rule, in its own words"),)


def _changes(figures: Theme3Figures) -> tuple[Block, ...]:
    past = [change for change in figures.changes if change.on <= figures.period.end]
    if not past:
        return (Paragraph("No change of policy or recording is on file."),)
    rows = tuple((long_date(c.on), c.title, c.explanation) for c in past)
    columns = ("Date", "What changed", "In more detail")
    return (Table("Changes of policy or recording", columns, rows, widths=(2, 3, 5)),)
