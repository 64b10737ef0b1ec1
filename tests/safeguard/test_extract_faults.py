"""Every fault that an extract can have: one row of this table for each, and what is not one."""

from datetime import date
from pathlib import Path

import pytest

from core.models import Organisation
from safeguard.choices import ImportState
from safeguard.extract.faults import CODES, TITLES
from safeguard.extract.formulas import looks_like_formula
from safeguard.models import Adult, Concern, Enquiry, Risk
from tests.safeguard.extract_files import extract, faults_of, load, messages_of, more, write_csvs

TODAY = date(2025, 3, 31)
LACKED_NOT = {"lacked_capacity": "No, they did not lack capacity"}
OPEN = {"concluded_on": "", "risk_assessment_result": "", "risk_outcome": ""}
NO_RISK = {"risk_assessment_result": "No risk identified and action taken"}

# The changed file, the changed cells of its first row, the column of the fault, its code.
CELLS = [
    ("people", {"date_of_birth": "soon"}, "date_of_birth", "not_a_date"),
    ("people", {"date_of_birth": "03/02/1950"}, "date_of_birth", "not_a_date"),
    ("people", {"date_of_birth": "1950-02-03T10:00"}, "date_of_birth", "not_a_date"),
    ("people", {"date_of_birth": "31/02/1950"}, "date_of_birth", "impossible_date"),
    ("people", {"date_of_birth": "1950-02-31"}, "date_of_birth", "impossible_date"),
    ("people", {"date_of_birth": "1950-13-01"}, "date_of_birth", "impossible_date"),
    ("people", {"date_of_birth": "0195-02-03"}, "date_of_birth", "impossible_date"),
    ("people", {"date_of_birth": "2099-01-01"}, "date_of_birth", "future_date"),
    ("people", {"date_of_death": "2025-04-01"}, "date_of_death", "future_date"),
    ("people", {"date_of_death": "1949-12-31"}, "date_of_death", "out_of_order"),
    ("people", {"gender": "Femail"}, "gender", "unknown_value"),
    ("people", {"gender": "F"}, "gender", "unknown_value"),
    ("people", {"gender": " "}, "gender", "required"),
    ("people", {"ethnicity": ""}, "ethnicity", "required"),
    ("people", {"ethnicity": "=1+1"}, "ethnicity", "formula"),
    ("concerns", {"received_at": "yesterday"}, "received_at", "not_a_date_time"),
    ("concerns", {"received_at": "2024-05-06"}, "received_at", "not_a_date_time"),
    ("concerns", {"received_at": "2024-05-06T10"}, "received_at", "not_a_date_time"),
    ("concerns", {"received_at": ""}, "received_at", "required"),
    ("concerns", {"received_at": "2024-02-30T10:00"}, "received_at", "impossible_date"),
    ("concerns", {"received_at": "2024-05-06T24:00"}, "received_at", "impossible_time"),
    ("concerns", {"received_at": "2024-03-31T01:30"}, "received_at", "impossible_time"),
    ("concerns", {"received_at": "2031-01-01T10:00"}, "received_at", "future_date"),
    ("concerns", {"received_at": "1949-01-01T10:00"}, "received_at", "out_of_order"),
    ("concerns", {"received_at": "=NOW()"}, "received_at", "formula"),
    ("concerns", {"person_ref": "P9"}, "person_ref", "unknown_reference"),
    ("concerns", {"person_ref": ""}, "person_ref", "required"),
    ("concerns", {"types_of_risk": "Physical Abuse;Shouting"}, "types_of_risk", "unknown_value"),
    ("concerns", {"types_of_risk": ";"}, "types_of_risk", "required"),
    (
        "concerns",
        {"reported_health_conditions": "Gout"},
        "reported_health_conditions",
        "unknown_value",
    ),
    ("concerns", {"priority": "purple"}, "priority", "unknown_value"),
    ("concerns", {"s42_1a": "Y?"}, "s42_1a", "unknown_value"),
    ("concerns", {"s42_1b": "no"}, "s42_1b", "part_not_met"),
    ("concerns", {"decided_on": "2024-05-05"}, "decided_on", "out_of_order"),
    ("concerns", {"decided_on": ""}, "decided_on", "decision_without_date"),
    ("concerns", {"decision": ""}, "decision", "date_without_decision"),
    ("concerns", {"decision": "Section 42 enquiry"}, "decision", "unknown_value"),
    ("concerns", {"decision_reason": "=cmd|' /C calc'!A0"}, "decision_reason", "formula"),
    ("concerns", {"concern_ref": "C" * 41}, "concern_ref", "too_long"),
    ("concerns", {"concern_ref": "@SUM(1)"}, "concern_ref", "formula"),
    ("enquiries", {"concern_ref": "C9"}, "concern_ref", "unknown_reference"),
    ("enquiries", {"kind": "section 47"}, "kind", "unknown_value"),
    ("enquiries", {"started_on": ""}, "started_on", "required"),
    ("enquiries", {"started_on": "2024-05-05"}, "started_on", "out_of_order"),
    ("enquiries", {"concluded_on": "2024-05-08"}, "concluded_on", "out_of_order"),
    ("enquiries", {"concluded_on": ""}, "concluded_on", "result_without_conclusion"),
    (
        "enquiries",
        {"risk_assessment_result": ""},
        "risk_assessment_result",
        "conclusion_without_result",
    ),
    ("enquiries", NO_RISK, "risk_outcome", "outcome_without_risk"),
    ("enquiries", {**OPEN, "risk_outcome": "Risk removed"}, "risk_outcome", "outcome_without_risk"),
    ("enquiries", LACKED_NOT, "supported", "support_without_lack"),
    ("enquiries", {"lacked_capacity": ""}, "supported", "support_without_lack"),
    ("enquiries", {"outcomes_asked": "No"}, "outcomes_achieved", "achieved_without_expressed"),
    ("enquiries", {"caused_to": "x" * 121}, "caused_to", "too_long"),
    ("enquiries", {"caused_to": "-2+3"}, "caused_to", "formula"),
    ("risks", {"enquiry_ref": "E9"}, "enquiry_ref", "unknown_reference"),
    ("risks", {"type_of_risk": "Neglect"}, "type_of_risk", "unknown_value"),
    ("risks", {"source_of_risk": ""}, "source_of_risk", "required"),
]
SOUND_CELLS = [
    ("people", {"date_of_birth": ""}),
    ("people", {"date_of_death": "2025-03-31"}),
    ("people", {"gender": "  not   KNOWN "}),
    ("people", {"person_ref": " P1 "}),
    ("concerns", {"received_at": "2024-05-06 10:30:59"}),
    ("concerns", {"received_at": "2023-10-29T01:30"}),
    ("concerns", {"decided_on": "", "decision": ""}),
    ("concerns", {"decided_on": "2024-05-06"}),
    ("concerns", {"decision": "not_an_enquiry", "s42_1a": "no"}),
    ("concerns", {"s42_1a": "", "s42_1b": "", "s42_1c": ""}),
    ("concerns", {"decision_reason": "- lived alone"}),
    ("concerns", {"decision_reason": "-"}),
    ("concerns", {"decision_reason": "-5"}),
    ("concerns", {"types_of_risk": "Physical Abuse; physical abuse ;Domestic Abuse;"}),
    ("enquiries", OPEN),
    ("enquiries", {"risk_outcome": ""}),
    ("enquiries", {"supported": ""}),
    ("enquiries", {"concluded_on": "2024-05-09"}),
]


@pytest.mark.parametrize(("file", "cells", "column", "code"), CELLS)
def test_a_fault_is_found_where_it_stands(
    council: Organisation, tmp_path: Path, file: str, cells: dict, column: str, code: str
):
    source = write_csvs(tmp_path, extract(**{file: cells}))
    run = load(council, source, today=TODAY)
    assert run.state == ImportState.REFUSED
    found = faults_of(run)
    # A reference that is changed leaves the rows that refer to it without one.
    own = [fault for fault in found if fault[0] == f"{file}.csv"]
    assert own == [(f"{file}.csv", 2, column, code)]
    assert not Adult.objects.exists()


@pytest.mark.parametrize(("file", "cells"), SOUND_CELLS)
def test_what_is_sound_is_loaded(council: Organisation, tmp_path: Path, file: str, cells: dict):
    run = load(council, write_csvs(tmp_path, extract(**{file: cells})), today=TODAY)
    assert faults_of(run) == []
    assert run.state == ImportState.LOADED


def test_every_code_is_in_the_table():
    elsewhere = {"duplicate_reference", "row_shape", "recorded_here"}
    assert {code for *_, code in CELLS} | elsewhere == set(CODES) == set(TITLES)


def test_the_second_row_of_a_reference_is_the_fault(council: Organisation, tmp_path: Path):
    made = more(extract(), "concerns", received_at="2024-06-01T09:00", decided_on="2024-06-02")
    run = load(council, write_csvs(tmp_path, made), today=TODAY)
    assert faults_of(run) == [("concerns.csv", 3, "concern_ref", "duplicate_reference")]
    assert "line 2" in messages_of(run)[0]


def test_a_faulty_row_still_holds_its_reference(council: Organisation, tmp_path: Path):
    made = more(extract(people={"gender": "Femail"}), "people", gender="Male")
    run = load(council, write_csvs(tmp_path, made), today=TODAY)
    assert [fault[1:] for fault in faults_of(run)] == [
        (2, "gender", "unknown_value"),
        (3, "person_ref", "duplicate_reference"),
    ]


def test_a_row_that_refers_to_a_faulty_one_is_no_fault_and_is_left_out(
    council: Organisation, tmp_path: Path
):
    made = more(extract(people={"gender": "Femail"}), "people", person_ref="P2", gender="Male")
    more(made, "concerns", concern_ref="C2", person_ref="P2")
    run = load(council, write_csvs(tmp_path, made), accept_valid=True, today=TODAY)
    assert len(faults_of(run)) == 1
    assert run.counts["left"] == {"people": 1, "concerns": 1, "enquiries": 1, "risks": 1}
    assert list(Adult.objects.values_list("reference", flat=True)) == ["P2"]
    assert list(Concern.objects.values_list("reference", flat=True)) == ["C2"]
    assert not Enquiry.objects.exists()
    assert not Risk.objects.exists()


def test_a_row_may_refer_to_what_the_register_holds_from_before(
    council: Organisation, tmp_path: Path
):
    load(council, write_csvs(tmp_path / "one", extract()), today=TODAY)
    made = more(extract(people={"gender": "Femail"}), "concerns", concern_ref="C2")
    run = load(council, write_csvs(tmp_path / "two", made), accept_valid=True, today=TODAY)
    assert run.counts["loaded"]["concerns"] == 1
    assert run.counts["left"]["people"] == 1
    assert Adult.objects.get().gender == "F"


def test_each_cell_has_one_fault_and_each_row_may_have_several(
    council: Organisation, tmp_path: Path
):
    cells = {"gender": "?", "ethnicity": "", "date_of_birth": "x", "date_of_death": "1900-01-01"}
    run = load(council, write_csvs(tmp_path, extract(people=cells)), today=TODAY)
    assert [column for _, _, column, _ in faults_of(run)] == [
        "date_of_birth",
        "gender",
        "ethnicity",
    ]


def test_every_part_that_is_not_met_is_named(council: Organisation, tmp_path: Path):
    cells = {"s42_1a": "no", "s42_1c": "NO"}
    run = load(council, write_csvs(tmp_path, extract(concerns=cells)), today=TODAY)
    assert [column for _, _, column, _ in faults_of(run)] == ["s42_1a", "s42_1c"]


def test_dates_of_the_register_count_where_the_extract_has_none(
    council: Organisation, tmp_path: Path
):
    load(council, write_csvs(tmp_path / "one", extract()), today=TODAY)
    made = extract(concerns={"concern_ref": "C2", "received_at": "1949-01-01T10:00"})
    made["people"], made["enquiries"], made["risks"] = [], [], []
    run = load(council, write_csvs(tmp_path / "two", made), today=TODAY)
    assert faults_of(run) == [("concerns.csv", 2, "received_at", "out_of_order")]


def test_a_later_day_is_not_the_future(council: Organisation, tmp_path: Path):
    cells = {"received_at": "2031-01-01T10:00", "decided_on": "", "decision": ""}
    made = extract(concerns=cells)
    made["enquiries"], made["risks"] = [], []
    run = load(council, write_csvs(tmp_path, made), today=date(2031, 1, 1))
    assert run.state == ImportState.LOADED
    assert Concern.objects.get().received_on == date(2031, 1, 1)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"gender": "Femail"}, "Did you mean “Female” or “Male”?"),
        ({"gender": "Qqq"}, "Use “Male” or “Female” or “Not Known”."),
        ({"date_of_birth": "03/02/1950"}, "dates: dd/mm/yyyy"),
        ({"date_of_death": "1949-12-31"}, "(1949-12-31, 1950-02-03)"),
    ],
)
def test_a_message_says_what_to_do(council: Organisation, tmp_path: Path, cells: dict, said: str):
    run = load(council, write_csvs(tmp_path, extract(people=cells)), today=TODAY)
    assert said in messages_of(run)[0]


@pytest.mark.parametrize(
    "text",
    ["=1", "=HYPERLINK(1)", "@SUM(1)", "+1+1", "-1+1", "-2+3+cmd|' /C calc'!A0", "\t=1+1",
     "\r=A1", " =1", "+A1", "-A1+B2", "-(1)", '+"x"', "+SUM(A1)", "--1+1", "=-1"],
)  # fmt: skip
def test_formulas(text: str):
    assert looks_like_formula(text)


@pytest.mark.parametrize(
    "text",
    ["", "-", "+", "=", "@", "-5", "+44 7700 900123", "- lived alone", "-none", "a=1", "1-1",
     "\tplain", "+3.5", "-1,000", "- A1 form was lost", "?=1"],
)  # fmt: skip
def test_what_is_no_formula(text: str):
    assert not looks_like_formula(text)
