"""Checks on who was involved and in how many cases (SG1): V01 to V07. Pure."""

from collections.abc import Iterator

from assurance.sac.figures import Figures, Key, Problem

CONCERN, S42, OTHER = "CONCERN", "S42", "OTHER"
ONCE_EACH = ("SG1a", "SG1b", "SG1c")


def s42_people_agree(figures: Figures) -> Iterator[Problem]:
    """V01: SG1a, SG1b and SG1c count the same people in section 42 enquiries."""
    yield from _same_people(figures, S42, ONCE_EACH)


def voluntary_people_agree(figures: Figures) -> Iterator[Problem]:
    """V02: the same for concerns and other enquiries, in those tables where they were filled in."""
    for metric in (CONCERN, OTHER):
        tables = [t for t in ONCE_EACH if figures.supplied(figures.cells(t, column=metric))]
        yield from _same_people(figures, metric, tables)


def cases_cover_people(figures: Figures) -> Iterator[Problem]:
    """V03: there are at least as many cases in SG1f as people in SG1a, for each metric."""
    for metric in (S42, OTHER, CONCERN):
        cases = _cases(metric)
        people = figures.cells("SG1a", column=metric)
        if figures.number(cases) < figures.total(people):
            yield Problem(
                f"SG1f {figures.name(cases)} is {figures.number(cases):,}, but the people of SG1a"
                f" under “{figures.label('SG1a', 'column', metric)}” add up to"
                f" {figures.total(people):,}. There cannot be fewer cases than people.",
                (cases, *people),
            )


def concerns_cover_enquiries(figures: Figures) -> Iterator[Problem]:
    """V04: SG1f has at least as many concerns as enquiries."""
    concerns, s42, other = _cases(CONCERN), _cases(S42), _cases(OTHER)
    enquiries = figures.total((s42, other))
    if figures.number(concerns) < enquiries:
        yield Problem(
            f"SG1f counts {figures.number(concerns):,} concerns but {enquiries:,} enquiries"
            f" ({figures.number(s42):,} Section 42 and {figures.number(other):,} other). An enquiry"
            " can start in the year after its concern, so this may be right.",
            (concerns, s42, other),
        )


def people_in_concerns_cover_enquiries(figures: Figures) -> Iterator[Problem]:
    """V05: SG1a has at least as many people in concerns as in section 42 enquiries."""
    concerns = figures.cells("SG1a", column=CONCERN)
    enquiries = figures.cells("SG1a", column=S42)
    fewer = figures.total(concerns) < figures.total(enquiries)
    if figures.supplied(concerns) and fewer:
        yield Problem(
            f"SG1a counts {figures.total(concerns):,} people in concerns but"
            f" {figures.total(enquiries):,} in Section 42 enquiries. An enquiry can start in the"
            " year after its concern, so this may be right.",
            (*concerns, *enquiries),
        )


def reasons_cover_people(figures: Figures) -> Iterator[Problem]:
    """V06: SG1d, where a person may stand under several reasons, adds up to at least SG1a."""
    reasons, people = (figures.cells(table, column=S42) for table in ("SG1d", "SG1a"))
    if figures.total(reasons) < figures.total(people):
        yield Problem(
            f"SG1d adds up to {figures.total(reasons):,} people in Section 42 enquiries, fewer than"
            f" the {figures.total(people):,} of SG1a. Everybody in SG1a should have a primary"
            " support reason in SG1d, if only “Not Known”.",
            (*reasons, *people),
        )


def conditions_within_cases(figures: Figures) -> Iterator[Problem]:
    """V07: no health condition in SG1e is reported more often than there are enquiries."""
    cases = figures.number(_cases(S42))
    over = [k for k in figures.cells("SG1e", column=S42) if figures.number(k) > cases]
    if over:
        yield Problem(
            f"SG1e counts more people than SG1f counts Section 42 enquiries ({cases:,}):"
            f" {figures.listed(over)}.",
            (*over, _cases(S42)),
        )


def _cases(metric: str) -> Key:
    return "SG1f", "", metric, "COUNT"


def _same_people(
    figures: Figures, metric: str, tables: tuple[str, ...] | list[str]
) -> Iterator[Problem]:
    columns = {table: figures.cells(table, column=metric) for table in tables}
    totals = {table: figures.total(cells) for table, cells in columns.items() if cells}
    if len(set(totals.values())) > 1:
        sums = ", ".join(f"{table} adds up to {total:,}" for table, total in totals.items())
        yield Problem(
            f"SG1a, SG1b and SG1c count each person once, so “"
            f"{figures.label('SG1a', 'column', metric)}” should have one total: {sums}.",
            tuple(cell for cells in columns.values() for cell in cells),
        )
