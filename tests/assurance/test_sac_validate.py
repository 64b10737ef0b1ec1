"""The checks on a return: each rule with a row that passes and one that fails."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.sac.figures import Figures
from assurance.sac.spec import specification_for
from assurance.sac.validate import CHECKS, Finding, is_mandatory, validate

SPEC = specification_for("2024-25")
SHEET = SimpleNamespace(
    name="A Director", job_title="Director", email="a@example.org", signed_on=date(2025, 6, 1)
)
KEYS = [
    (table.id, panel.code, row.code, column.code)
    for table in SPEC.counted
    for panel, row, column in table.lines()
]
C, S, OTHER = "CONCERN", "S42", "OTHER"
P, N = "S42C", "COUNT"


def found(changes: dict[Any, Any], **options: Any) -> list[Finding]:
    """Check a return whose cells are all 0 but these."""
    held = {**dict.fromkeys(KEYS, 0), **changes}
    given_ = {"year": "2024-25", "sheet": SHEET, "left_out": 0, **options}
    return list(validate(SPEC, held, **given_))


def one_person(metric: str, *tables: str) -> dict[Any, Any]:
    """One person of a metric in these of the tables that count each person once."""
    rows = {"SG1a": "18-64", "SG1b": "F", "SG1c": "WHITE", "SG1d": "PHYS"}
    return {(table, "", rows[table], metric): 1 for table in tables}


def concluded(n: int) -> dict[Any, Any]:
    """So many concluded section 42 enquiries, everything about them in place."""
    return {
        ("SG3a", P, "NO", N): n,
        ("SG2a", P, "NEG", "PROV"): n,
        ("SG2b", P, "OWN", "PROV"): n,
        ("SG2a_b1", P, "NEG", "OWN"): n,
        ("SG2c", P, "NR_N", N): n,
        ("SG4a", P, "NO", N): n,
    }


PEOPLE = {**one_person(S, "SG1a", "SG1b", "SG1c", "SG1d"), ("SG1f", "", S, N): 1}
CASES = {("SG1f", "", C, N): 1}
ONE = {**PEOPLE, **CASES, **one_person(C, "SG1a", "SG1b", "SG1c")}

PASSING = {
    "V01": ONE,
    "V02": ONE,
    "V03": ONE,
    "V04": ONE,
    "V05": ONE,
    "V06": ONE,
    "V07": {**ONE, ("SG1e", "", "MH_DEM", S): 1},
    "V09": concluded(3),
    "V10": concluded(3),
    "V11": concluded(3),
    "V12": concluded(3),
    "V13": {("SG2c", P, "RI_A", N): 2, ("SG2c", P, "RI_N", N): 1, ("SG2e", P, "REDUCE", N): 3},
    "V14": {("SG3a", P, "YES", N): 2, ("SG3a", P, "ADV", N): 2},
    "V15": concluded(3),
    "V16": {("SG4a", P, "ASK_EXP", N): 2, ("SG4a", P, "FULL", N): 1, ("SG4a", P, "NOT", N): 1},
    "V17": {("SG5a", "", "DIED", N): 1, ("SG5b", "", "DIED", N): 2},
    "V18": {},
    "V21": {},
}
# Rule, what makes it fail, a part of its message, one of its cells.
FAILING = [
    ("V01", {**ONE, ("SG1b", "", "F", S): 2}, "SG1b adds up to 2", ("SG1b", "", "F", S)),
    ("V02", {**ONE, ("SG1c", "", "WHITE", C): 9}, "SG1c adds up to 9", ("SG1c", "", "WHITE", C)),
    ("V02", {("SG1a", "", "95+", OTHER): 1}, "SG1a adds up to 1", ("SG1a", "", "95+", OTHER)),
    ("V03", {**ONE, ("SG1f", "", S, N): 0}, "SG1f Total Number of Section 42", ("SG1f", "", S, N)),
    ("V03", {**ONE, ("SG1f", "", C, N): 0}, "add up to 1", ("SG1a", "", "18-64", C)),
    (
        "V04",
        {**ONE, ("SG1f", "", OTHER, N): 1},
        "1 concerns but 2 enquiries",
        ("SG1f", "", OTHER, N),
    ),
    ("V05", PEOPLE, "0 people in concerns but 1", ("SG1a", "", "18-64", S)),
    ("V06", {**ONE, ("SG1d", "", "PHYS", S): 0}, "SG1d adds up to 0", ("SG1d", "", "PHYS", S)),
    ("V07", {**ONE, ("SG1e", "", "MH_DEM", S): 2}, "(Dementia)", ("SG1e", "", "MH_DEM", S)),
    (
        "V09",
        {**concluded(3), ("SG2b", P, "OWN", "PROV"): 4},
        "Own Home, Service Provider (4)",
        ("SG2b", P, "OWN", "PROV"),
    ),
    (
        "V10",
        {**concluded(3), ("SG2a", P, "NEG", "PROV"): 2},
        "SG2a adds up to 2, fewer than the 3",
        ("SG2a", P, "NEG", "PROV"),
    ),
    (
        "V11",
        {**concluded(3), ("SG2a_b1", P, "FIN", "OWN"): 1},
        "“Financial or Material Abuse” adds up to 0 in SG2a but to 1",
        ("SG2a_b1", P, "FIN", "OWN"),
    ),
    (
        "V11",
        {**concluded(3), ("SG2b", P, "CHN", "PROV"): 1},
        "location of risk “Care Home - Nursing”",
        ("SG2b", P, "CHN", "PROV"),
    ),
    (
        "V12",
        {**concluded(3), ("SG2c", P, "NR_N", N): 2},
        "SG2c adds up to 2",
        ("SG2c", P, "NR_N", N),
    ),
    ("V13", {("SG2e", P, "REMAIN", N): 1}, "SG2e adds up to 1", ("SG2e", P, "REMAIN", N)),
    ("V14", {("SG3a", P, "ADV", N): 1}, "only 0 lacked", ("SG3a", P, "ADV", N)),
    ("V14", {("SG3a", "OTHC", "ADV", N): 1}, "Concluded Other", ("SG3a", "OTHC", "ADV", N)),
    ("V15", {**concluded(3), ("SG4a", P, "NO", N): 2}, "add up to 2", ("SG4a", P, "NO", N)),
    ("V16", {("SG4a", P, "PART", N): 1}, "in 1 enquiries", ("SG4a", P, "PART", N)),
    ("V17", {("SG5b", "", "DIED", N): 1}, "no review where", ("SG5b", "", "DIED", N)),
    ("V17", {("SG5a", "", "DIED", N): 1}, "only 0 people", ("SG5a", "", "DIED", N)),
    ("V17", {("SG5b", "", "SURVIVED", N): 1}, "counts no review", ("SG5b", "", "SURVIVED", N)),
    ("V18", {("SG1f", "", C, N): -1}, "Concerns (-1)", ("SG1f", "", C, N)),
    ("V18", {("SG1f", "", C, N): 1.5}, "Concerns (1.5)", ("SG1f", "", C, N)),
    ("V18", {("SG1f", "", C, N): "=1+1"}, "Concerns (=1+1)", ("SG1f", "", C, N)),
    ("V18", {("SG1f", "", C, N): True}, "Concerns (True)", ("SG1f", "", C, N)),
    ("V21", {("SG1f", "", C, N): None}, "Concerns (blank)", ("SG1f", "", C, N)),
    ("V21", {("SG2a", P, "NEG", "PROV"): ""}, "Omission, Service", ("SG2a", P, "NEG", "PROV")),
]


def test_every_rule_of_the_specification_is_looked_at():
    ours = {*CHECKS, "V08", "V18", "V19", "V20", "V21"}
    assert {rule.id for rule in SPEC.validations} == ours
    assert {rule for rule, *_ in FAILING} | {"V08", "V19", "V20"} == ours
    assert set(PASSING) | {"V08", "V19", "V20"} == ours


@pytest.mark.parametrize("rule", PASSING)
def test_rule_passes(rule):
    assert rule not in {finding.rule for finding in found(PASSING[rule])}


@pytest.mark.parametrize(("rule", "cells", "words", "cell"), FAILING)
def test_rule_fails_and_says_where(rule, cells, words, cell):
    findings = [finding for finding in found(cells) if finding.rule == rule]
    assert len(findings) == 1 or rule == "V17"
    stated = next(held for held in SPEC.validations if held.id == rule)
    told = next(finding for finding in findings if words in finding.message)
    assert cell in told.cells
    assert told.cells[0][0] in told.message
    assert (told.severity, told.provisional) == (stated.severity, stated.unverified)


def test_all_zero_return_has_nothing_to_report():
    assert found({}) == []


def test_voluntary_columns_left_blank_are_not_compared():
    blank = {key: None for key in KEYS if key[0] == "SG1b" and key[3] == C}
    assert {finding.rule for finding in found({**ONE, **blank})} == set()


def test_voluntary_desired_outcomes_all_zero_count_as_not_supplied():
    cells = {**concluded(3), ("SG4a", P, "NO", N): 0}
    assert found(cells) == []


def test_types_by_location_left_blank_are_not_compared():
    blank = {key: None for key in KEYS if key[0] == "SG2a_b1"}
    assert found({**concluded(3), **blank}) == []


def test_sign_off_sheet_must_be_there_and_complete():
    (missing,) = found({}, sheet=None)
    assert (missing.rule, missing.severity, missing.cells) == ("V19", "error", ())
    sheet = SimpleNamespace(**{**vars(SHEET), "email": "", "signed_on": None})
    (partial,) = found({}, sheet=sheet)
    assert "does not say their email address, the date." in partial.message


@pytest.mark.parametrize(("n", "words"), [(1, "1 person was"), (1200, "1,200 people were")])
def test_people_left_out_are_a_warning(n, words):
    (told,) = found({}, left_out=n)
    assert (told.rule, told.severity) == ("V20", "warning")
    assert told.message.startswith(f"{words} left out")
    assert "31 March 2025" in told.message


def test_errors_come_before_warnings():
    findings = found({**PEOPLE, ("SG3a", P, "ADV", N): 1}, left_out=1, sheet=None)
    severities = [finding.severity for finding in findings]
    assert severities == sorted(severities)
    assert severities[0] == "error"
    assert severities[-1] == "warning"


def test_long_lists_of_cells_are_shortened_in_words_only():
    cells = {key: -1 for key in KEYS if key[0] == "SG2a"}
    told = next(finding for finding in found(cells) if finding.rule == "V18")
    assert told.message.endswith("and 61 more.")
    assert len(told.cells) == len(cells)


def test_finding_names_its_tables_once():
    told = next(f for f in found({**ONE, ("SG1b", "", "F", S): 2}) if f.rule == "V01")
    assert told.tables == ("SG1a", "SG1b", "SG1c")


def test_mandatory_needs_one_part_that_says_so_and_none_that_denies():
    sg1a, both = SPEC.table("SG1a"), SPEC.table("SG2a_b1")
    lines = {column.code: column for column in sg1a.columns}
    (panel,) = sg1a.panels_or_none
    assert is_mandatory(sg1a, panel, sg1a.rows[0], lines[S])
    assert not is_mandatory(sg1a, panel, sg1a.rows[0], lines[C])
    assert not is_mandatory(both, both.panels[0], both.rows[0], both.columns[0])


def test_figures_read_what_the_specification_does_not_have_as_nothing():
    figures = Figures(SPEC, {})
    assert figures.cells("SG2d") == ()
    assert figures.table("SG9z") is None
    assert figures.label("SG9z", "row", "X") == "X"
    assert figures.name(("SG9z", "", "X", "Y")) == "X, Y"
    assert figures.name(("SG2c", "OTHC", "NR_N", N)) == (
        "No risk identified and no action taken, Concluded Other Enquiries"
    )


counts = st.integers(min_value=0, max_value=50)


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), counts), st.integers(0, 5))
def test_any_counts_are_read_without_crashing(cells, left_out):
    for finding in found(cells, left_out=left_out, sheet=None):
        assert finding.message.strip().endswith(".")
        assert set(finding.cells) <= set(KEYS)


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), st.none() | st.integers() | st.text() | st.floats()))
def test_anything_a_file_can_hold_is_read_without_crashing(cells):
    for finding in found(cells):
        assert finding.severity in ("error", "warning")


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000))
def test_concluded_enquiries_that_agree_pass(n):
    assert found(concluded(n)) == []
