"""What a reader of the return's file must know: what it is, its reach, what is provisional."""

from collections.abc import Iterator
from datetime import date

from assurance.sac.cells import Return
from assurance.sac.layout import lay_out
from assurance.sac.words import listed
from core.disclosure import Mode

NOT_SEEN = (
    "The official spreadsheet template, and the guidance on tables SG3, SG4 and SG5, could not be"
    " read when this was built. Row labels come mainly from the national publication's own code."
    " What no source confirmed is marked provisional: check it against the current template before"
    " you submit."
)
NOT_BUILT = "The template seems to have this table, but no source that was read says what it holds."
SUBMIT = (
    "This is not the official template. Copy the figures into it, pasting as values, and submit it"
    " through the Strategic Data Collection Service."
)
PUBLISHED = (
    "Counts of 0 to 4 show as [c] and others are rounded to the nearest 5, each by itself, so that"
    " rows need not add up. [c] also stands for a larger count where that would let somebody work"
    " out one of 0 to 4. [x] means not supplied. The sign-off sheet and the checks are left out."
)


def read_me(
    built: Return, council_name: str, data_to: date, mode: Mode
) -> Iterator[tuple[str, str]]:
    """Yield heading and text, in reading order. `data_to` is the last day the data cover."""
    yield "Council", council_name
    yield (
        "Reporting year",
        f"{built.year}: {in_full(built.period.start)} to {in_full(built.period.end)}",
    )
    yield "Data", _reach(built, data_to)
    yield "Figures", mode.marking or PUBLISHED
    yield "How to submit", SUBMIT
    yield "Specification", built.specification.name
    yield "What is provisional", NOT_SEEN
    for table in built.specification.counted:
        if parts := lay_out(built, table).provisional_parts:
            yield f"{table.id}, provisional", f"Not confirmed: {listed(parts)}."
    for table in built.specification.tables:
        if table.count is None:
            yield f"{table.id}, not built", NOT_BUILT
    if mode is Mode.INTERNAL:
        yield "Hash of the cells", f"SHA-256 {built.sha256()}"


def in_full(day: date) -> str:
    """Return a date as 22 November 2026."""
    return f"{day.day} {day:%B %Y}"


def _reach(built: Return, data_to: date) -> str:
    early = ", before the year ends: the figures are not final"
    return f"The data reach to {in_full(data_to)}{early if data_to < built.period.end else ''}."
