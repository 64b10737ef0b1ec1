"""Checks on concluded enquiries and reviews (SG2 to SG5): V08 to V17. Pure."""

from collections.abc import Iterator

from assurance.sac.figures import Figures, Key, Problem

S42C = "S42C"
COUNT = "COUNT"
ONE_EACH = ("YES", "NO", "DK", "NR")
RISK_TABLES = ("SG2a", "SG2b", "SG2a_b1", "SG2c", "SG2e")
ASKED = ("ASK_EXP", "ASK_NONE", "NO", "DK", "NR")
ACHIEVED = ("FULL", "PART", "NOT")


def concluded_total(figures: Figures) -> int:
    """V08: N, the number of concluded section 42 enquiries, is the sum of four SG3a answers."""
    return figures.total(_rows("SG3a", S42C, ONE_EACH))


def no_cell_over_total(figures: Figures) -> Iterator[Problem]:
    """V09: no cell of SG2 counts more enquiries than concluded."""
    total = concluded_total(figures)
    for table in RISK_TABLES:
        over = [k for k in figures.cells(table, panel=S42C) if figures.number(k) > total]
        if over:
            yield Problem(
                f"{table} has more enquiries in a cell than the {total:,} that SG3a says concluded:"
                f" {figures.listed(over)}.",
                tuple(over),
            )


def every_enquiry_has_a_risk(figures: Figures) -> Iterator[Problem]:
    """V10: SG2a and SG2b each add up to at least the enquiries concluded."""
    yield from _adds_up(figures, ("SG2a", "SG2b"), "at least one type, location and source of risk")


def types_and_locations_agree(figures: Figures) -> Iterator[Problem]:
    """V11: a type (location) is empty in SG2a (SG2b) exactly when it is in SG2a_b1."""
    both = figures.cells("SG2a_b1", panel=S42C)
    if not figures.supplied(both):
        return
    for table, of, place in (("SG2a", "type", 2), ("SG2b", "location", 3)):
        for line in _row_codes(figures, table):
            here = figures.cells(table, panel=S42C, row=line)
            there = tuple(key for key in both if key[place] == line)
            if (figures.total(here) == 0) != (figures.total(there) == 0):
                yield Problem(
                    f"The {of} of risk “{figures.label(table, 'row', line)}” adds up to"
                    f" {figures.total(here):,} in {table} but to {figures.total(there):,} in"
                    " SG2a_b1. Both should be 0, or neither.",
                    (*here, *there),
                )


def every_enquiry_has_a_result(figures: Figures) -> Iterator[Problem]:
    """V12: SG2c adds up to at least the enquiries concluded."""
    yield from _adds_up(figures, ("SG2c",), "a risk assessment result")


def outcomes_follow_results(figures: Figures) -> Iterator[Problem]:
    """V13: SG2e has one outcome for each enquiry in which a risk was identified."""
    outcomes = figures.cells("SG2e", panel=S42C)
    identified = _rows("SG2c", S42C, ("RI_A", "RI_N"))
    if figures.total(outcomes) != figures.total(identified):
        yield Problem(
            f"SG2e adds up to {figures.total(outcomes):,} risk outcomes, but SG2c says that a risk"
            f" was identified in {figures.total(identified):,} enquiries"
            f" ({figures.listed(identified)}).",
            (*outcomes, *identified),
        )


def supported_within_lacking(figures: Figures) -> Iterator[Problem]:
    """V14: no more people were supported than lacked capacity, in either panel."""
    for panel in _panel_codes(figures, "SG3a"):
        supported, lacking = _rows("SG3a", panel, ("ADV", "YES"))
        if figures.number(supported) > figures.number(lacking):
            yield Problem(
                f"SG3a, {figures.label('SG3a', 'panel', panel)}: {figures.number(supported):,} were"
                " supported by an advocate, family or friend, but only"
                f" {figures.number(lacking):,} lacked capacity. The first is part of the second.",
                (supported, lacking),
            )


def answers_add_up(figures: Figures) -> Iterator[Problem]:
    """V15: the five answers of SG4a add up to the enquiries concluded, if it was supplied."""
    answers = _rows("SG4a", S42C, ASKED)
    total, found = concluded_total(figures), figures.total(answers)
    # The national code reads a block of zeros in this table as one that was not supplied.
    if found and found != total:
        yield Problem(
            f"SG4a: the five answers on whether outcomes were asked for add up to {found:,}, but"
            f" SG3a says that {total:,} Section 42 enquiries concluded.",
            answers,
        )


def achievement_adds_up(figures: Figures) -> Iterator[Problem]:
    """V16: achieved, partly and not add up to the outcomes expressed, if supplied."""
    for panel in _panel_codes(figures, "SG4a"):
        answers = _rows("SG4a", panel, ACHIEVED)
        (expressed,) = _rows("SG4a", panel, ("ASK_EXP",))
        found = figures.total(answers)
        if found and found != figures.number(expressed):
            yield Problem(
                f"SG4a, {figures.label('SG4a', 'panel', panel)}: outcomes were fully, partially or"
                f" not achieved in {found:,} enquiries, but were expressed in"
                f" {figures.number(expressed):,}.",
                (*answers, expressed),
            )


def reviews_agree(figures: Figures) -> Iterator[Problem]:
    """V17: SG5a (reviews) and SG5b (people) tell one story."""
    reviews, people = figures.cells("SG5a"), figures.cells("SG5b")
    fatal: Key = ("SG5a", "", "DIED", COUNT)
    died: Key = ("SG5b", "", "DIED", COUNT)
    if figures.number(fatal) == 0 < figures.number(died):
        yield Problem(
            f"SG5b says that {figures.number(died):,} people died, but SG5a has no review where"
            " anybody died.",
            (fatal, died),
        )
    if figures.number(died) < figures.number(fatal):
        yield Problem(
            f"SG5a has {figures.number(fatal):,} reviews where one or more people died, but SG5b"
            f" only {figures.number(died):,} people who died.",
            (fatal, died),
        )
    if figures.total(reviews) == 0 < figures.total(people):
        yield Problem(
            f"SG5b counts {figures.total(people):,} people in reviews, but SG5a counts no review.",
            (*reviews, *people),
        )


def _adds_up(figures: Figures, tables: tuple[str, ...], each_has: str) -> Iterator[Problem]:
    total = concluded_total(figures)
    for table in tables:
        cells = figures.cells(table, panel=S42C)
        if figures.total(cells) < total:
            yield Problem(
                f"{table} adds up to {figures.total(cells):,}, fewer than the {total:,} Section 42"
                f" enquiries that concluded. Each of them should have {each_has}.",
                cells,
            )


def _rows(table: str, panel: str, rows: tuple[str, ...]) -> tuple[Key, ...]:
    return tuple((table, panel, row, COUNT) for row in rows)


def _row_codes(figures: Figures, table: str) -> list[str]:
    return list(dict.fromkeys(key[2] for key in figures.cells(table)))


def _panel_codes(figures: Figures, table: str) -> list[str]:
    return list(dict.fromkeys(key[1] for key in figures.cells(table)))
