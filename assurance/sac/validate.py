"""Run the return's cross-checks (V01 to V21) and say what is wrong and where. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from assurance.sac import check_enquiries, check_people
from assurance.sac.cells import Return
from assurance.sac.figures import Figures, Key, Problem, is_count
from assurance.sac.spec import Line, Specification, Table
from core.periods import parse_financial_year

Severity = Literal["error", "warning"]
# V08 is not a check: it defines N, which `check_enquiries.concluded_total` gives.
CHECKS: Mapping[str, Callable[[Figures], Iterator[Problem]]] = {
    "V01": check_people.s42_people_agree,
    "V02": check_people.voluntary_people_agree,
    "V03": check_people.cases_cover_people,
    "V04": check_people.concerns_cover_enquiries,
    "V05": check_people.people_in_concerns_cover_enquiries,
    "V06": check_people.reasons_cover_people,
    "V07": check_people.conditions_within_cases,
    "V09": check_enquiries.no_cell_over_total,
    "V10": check_enquiries.every_enquiry_has_a_risk,
    "V11": check_enquiries.types_and_locations_agree,
    "V12": check_enquiries.every_enquiry_has_a_result,
    "V13": check_enquiries.outcomes_follow_results,
    "V14": check_enquiries.supported_within_lacking,
    "V15": check_enquiries.answers_add_up,
    "V16": check_enquiries.achievement_adds_up,
    "V17": check_enquiries.reviews_agree,
}
SHEET_PARTS = {
    "name": "who signs it off",
    "job_title": "their job title",
    "email": "their email address",
    "signed_on": "the date",
}


class SignedSheet(Protocol):
    """The sign-off sheet, as far as a check reads it."""

    name: str
    job_title: str
    email: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found. `provisional` where the rule is ours, not the official one."""

    rule: str
    severity: Severity
    message: str
    cells: tuple[Key, ...]
    provisional: bool

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables it is about, in the order of its cells; none for the return as a whole."""
        return tuple(dict.fromkeys(key[0] for key in self.cells))


def check_return(built: Return, *, sheet: SignedSheet | None, left_out: int) -> tuple[Finding, ...]:
    """Check a return that was counted here. See `validate`."""
    return validate(
        built.specification, built.by_key, year=built.year, sheet=sheet, left_out=left_out
    )


def validate(
    specification: Specification,
    held: Mapping[Key, object],
    *,
    year: str,
    sheet: SignedSheet | None,
    left_out: int,
) -> tuple[Finding, ...]:
    """Return what the specification's checks find, errors first, then in the order of rules.

    Args:
        held: the cells by table and codes; missing, None or "" is a blank cell. Values that are
            not whole numbers of at least 0 are themselves a finding.
        sheet: the sign-off sheet; None where there is none yet.
        left_out: people with casework in the year who are not counted, being under 18.
    """
    figures = Figures(specification, held)
    problems: dict[str, Iterable[Problem]] = {rule: run(figures) for rule, run in CHECKS.items()}
    problems["V18"] = whole_numbers(figures)
    problems["V19"] = signed_off(sheet)
    problems["V20"] = adults_only(left_out, parse_financial_year(year).end)
    problems["V21"] = mandatory_filled(figures)
    findings = [
        Finding(
            rule.id,
            _severity(rule.id, rule.severity),
            problem.message,
            problem.cells,
            rule.unverified,
        )
        for rule in specification.validations
        for problem in problems.get(rule.id, ())
    ]
    return tuple(sorted(findings, key=lambda found: (found.severity != "error", found.rule)))


def whole_numbers(figures: Figures) -> Iterator[Problem]:
    """V18: every cell that is filled in holds a whole number of at least 0."""
    for table in figures.specification.counted:
        keys = figures.cells(table.id)
        wrong = [k for k in keys if not figures.is_blank(k) and not is_count(figures.held.get(k))]
        if wrong:
            yield Problem(
                f"{table.id} must hold whole numbers of 0 or more: {figures.listed(wrong)}.",
                tuple(wrong),
            )


def signed_off(sheet: SignedSheet | None) -> Iterator[Problem]:
    """V19: the sign-off sheet is complete."""
    if sheet is None:
        yield Problem("The sign-off sheet is not filled in. The return is not accepted without it.")
        return
    missing = [words for part, words in SHEET_PARTS.items() if not getattr(sheet, part)]
    if missing:
        yield Problem(
            f"The sign-off sheet does not say {', '.join(missing)}."
            " The return is not accepted without it."
        )


def adults_only(left_out: int, on: date) -> Iterator[Problem]:
    """V20: everybody counted is 18 or over. Others are left out here, and reported."""
    if left_out:
        people = "1 person was" if left_out == 1 else f"{left_out:,} people were"
        yield Problem(
            f"{people} left out of every table for being under 18 on {on.day} {on:%B %Y}, or at"
            " death. The collection is about adults: check their dates of birth."
        )


def mandatory_filled(figures: Figures) -> Iterator[Problem]:
    """V21: no mandatory cell is blank."""
    for table in figures.specification.counted:
        mandatory = [
            (table.id, panel.code, row.code, column.code)
            for panel, row, column in table.lines()
            if is_mandatory(table, panel, row, column)
        ]
        blank = [key for key in mandatory if figures.is_blank(key)]
        if blank:
            yield Problem(
                f"{table.id} has mandatory cells that are blank; 0 is an answer, blank is not:"
                f" {figures.listed(blank)}.",
                tuple(blank),
            )


def is_mandatory(table: Table, panel: Line, row: Line, column: Line) -> bool:
    """Say whether a cell must be filled in: some part of it is mandatory and none is voluntary.

    Where nobody has seen whether any part is, it is not.
    """
    parts = {row.mandatory, column.mandatory} | ({panel.mandatory} if table.panels else set())
    return True in parts and False not in parts


def _severity(rule: str, stated: str) -> Severity:
    # The rule forbids counting a child, and none is counted; what is left is to look into.
    return "error" if stated == "error" and rule != "V20" else "warning"
