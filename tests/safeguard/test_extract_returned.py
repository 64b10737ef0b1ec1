"""The files that come back with a column of errors: everything else is as it was."""

import csv
import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from core.models import Organisation
from safeguard.extract.errors import ExtractError
from safeguard.extract.returned import write_returned
from tests.safeguard.extract_files import (
    EXTRACT_DIRTY,
    FILES,
    SOUND,
    as_csv,
    extract,
    faults_of,
    load,
    more,
    write_csvs,
    write_workbook,
)


def returned(council: Organisation, source: Path, folder: Path) -> list[Path]:
    return write_returned(load(council, source, dry_run=True), source, folder)


def test_each_fault_stands_in_the_row_it_is_of(council: Organisation, tmp_path: Path):
    run = load(council, EXTRACT_DIRTY, dry_run=True)
    write_returned(run, EXTRACT_DIRTY, tmp_path)
    found = set()
    for name in FILES:
        with (tmp_path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            for row in reader:
                if row["errors"]:
                    found.add((f"{name}.csv", reader.line_num, row["errors"].partition(":")[0]))
    assert found == {fault[:3] for fault in faults_of(run)}


def test_what_comes_back_is_otherwise_byte_for_byte_what_came(
    council: Organisation, tmp_path: Path
):
    made = extract(concerns={"decision_reason": 'two\nlines, "quoted" =1'})
    more(made, "concerns", concern_ref="C2", priority="purple")
    source = write_csvs(tmp_path / "in", made, "cp1252")
    text = (source / "concerns.csv").read_bytes().replace(b"\r\nC2", b"\r\n\r\nC2") + b"C3,P1"
    (source / "concerns.csv").write_bytes(text.replace(b"two", b"caf\xe9"))
    returned(council, source, tmp_path / "out")
    lines = (tmp_path / "out" / "concerns.csv").read_bytes().split(b"\r\n")
    came = (source / "concerns.csv").read_bytes().split(b"\r\n")
    assert lines[0] == came[0] + b",errors"
    assert lines[1] == came[1] + b","
    assert lines[2] == b""
    assert lines[3].startswith(came[3] + b',"priority: ')
    assert lines[4].startswith(b"C3,P1" + b"," * 13 + b",")
    assert b"row: " in lines[4]


def test_the_added_column_is_never_a_formula(council: Organisation, tmp_path: Path):
    cells = {"gender": "=1+1", "date_of_birth": "@x", "ethnicity": "+A1"}
    returned(council, write_csvs(tmp_path / "in", extract(people=cells)), tmp_path / "out")
    with (tmp_path / "out" / "people.csv").open(encoding="utf-8-sig", newline="") as stream:
        row = next(csv.DictReader(stream))
    assert {name: row[name] for name in cells} == cells
    assert row["errors"].startswith("date_of_birth: ")


def test_a_quotation_left_open_is_closed_before_the_error(council: Organisation, tmp_path: Path):
    source = write_csvs(tmp_path / "in", extract())
    text = as_csv(SOUND["people"]) + 'P2,1950-01-01,,"Male,White'
    (source / "people.csv").write_bytes(text.encode())
    returned(council, source, tmp_path / "out")
    with (tmp_path / "out" / "people.csv").open(encoding="utf-8-sig", newline="") as stream:
        last = list(csv.reader(stream))[-1]
    assert "quotation mark" in last[-1]


def test_a_workbook_comes_back_as_one(council: Organisation, tmp_path: Path):
    made = extract(people={"date_of_birth": dt.date(1950, 2, 3), "gender": "Femail"})
    made["concerns"][0]["decision_reason"] = "=1+1"
    source = write_workbook(tmp_path / "in.xlsx", made)
    (path,) = returned(council, source, tmp_path / "out")
    book = openpyxl.load_workbook(path)
    people, concerns = (list(book[name].values) for name in ("people", "concerns"))
    assert people[0][-1] == concerns[0][-1] == "errors"
    assert people[1][1] == dt.datetime(1950, 2, 3)  # noqa: DTZ001
    assert people[1][-1].startswith("gender: ")
    assert concerns[1][-1].startswith("decision_reason: ")
    cell = book["concerns"].cell(2, list(SOUND["concerns"][0]).index("decision_reason") + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_what_is_no_longer_there_cannot_come_back(council: Organisation, tmp_path: Path):
    run = load(council, EXTRACT_DIRTY, dry_run=True)
    with pytest.raises(ExtractError):
        write_returned(run, tmp_path / "gone", tmp_path / "out")
