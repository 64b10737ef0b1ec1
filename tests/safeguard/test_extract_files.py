"""The files in which an extract may come, and those that are refused with a reason."""

import csv
import datetime as dt
import zipfile
from pathlib import Path

import pytest
from xlsxwriter.utility import xl_rowcol_to_cell

from core.models import Organisation
from safeguard.choices import ImportState
from safeguard.extract.errors import ExtractError
from safeguard.models import Adult, Concern, ImportRun
from tests.safeguard.extract_files import (
    FILES,
    SOUND,
    as_csv,
    extract,
    faults_of,
    load,
    more,
    write_csvs,
    write_workbook,
    write_zip,
)

MEGABYTE = 1024 * 1024


def refused(council: Organisation, source: Path) -> str:
    """Return why the source cannot be read; nothing is kept of the attempt."""
    with pytest.raises(ExtractError) as error:
        load(council, source)
    assert not ImportRun.objects.exists()
    assert not Adult.objects.exists()
    return str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_with_and_without_a_mark(council: Organisation, tmp_path: Path, encoding: str):
    made = extract(concerns={"decision_reason": "Café — naïve"})
    run = load(council, write_csvs(tmp_path, made, encoding))
    assert run.notices == []
    assert Concern.objects.get().decision_reason == "Café — naïve"


def test_windows_1252_is_read_and_said(council: Organisation, tmp_path: Path):
    made = extract(concerns={"decision_reason": "Café, “so”"})
    run = load(council, write_csvs(tmp_path, made, "cp1252"))
    assert run.notices == ["concerns.csv is not UTF-8; it was read as Windows-1252."]
    assert Concern.objects.get().decision_reason == "Café, “so”"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"person_ref,\x81\xff", "neither UTF-8 nor Windows-1252: line 1"),
        (b"person_ref\n\n\xff\n\x9d", "line 4"),
        (b"person_ref\0", "not a text file"),
        ("person_ref".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04rest", "really an Excel workbook or a zip file"),
        (b"\xd0\xcf\x11\xe0rest", "really an old or protected Office file"),
        (b"%PDF-1.7", "really a PDF"),
        (b"", "people.csv is empty"),
        (b"\n\n", "people.csv is empty"),
        (b"person_ref;date_of_birth;date_of_death;gender;ethnicity\n", "semicolons"),
        (b"person_ref\tgender\n", "tabs"),
        (b"person_ref,date_of_birth\n", "lacks the columns date_of_death, gender, ethnicity"),
        (b"person_ref,gender,gender\n", "has the column gender more than once"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    council: Organisation, tmp_path: Path, content: bytes, said: str
):
    write_csvs(tmp_path, extract())
    (tmp_path / "people.csv").write_bytes(content)
    assert said in refused(council, tmp_path)


def test_every_file_with_missing_columns_is_named(council: Organisation, tmp_path: Path):
    write_csvs(tmp_path, extract())
    (tmp_path / "people.csv").write_text("person_ref,gender,ethnicity,date_of_death\n")
    (tmp_path / "risks.csv").write_text("enquiry_ref,type_of_risk,location_of_risk\n")
    said = refused(council, tmp_path)
    assert "people.csv lacks the column date_of_birth." in said
    assert "risks.csv lacks the column source_of_risk." in said


def test_a_missing_file_is_named(council: Organisation, tmp_path: Path):
    write_csvs(tmp_path, extract())
    (tmp_path / "risks.csv").unlink()
    assert "does not hold risks.csv" in refused(council, tmp_path)
    assert "does not exist" in refused(council, tmp_path / "nowhere")


def test_file_names_in_any_letter_case(council: Organisation, tmp_path: Path):
    write_csvs(tmp_path, extract())
    (tmp_path / "people.csv").rename(tmp_path / "People.CSV")
    assert load(council, tmp_path).state == ImportState.LOADED


def test_headers_alone_are_an_extract_without_rows(council: Organisation, tmp_path: Path):
    run = load(council, write_csvs(tmp_path, {name: [] for name in FILES}))
    assert run.state == ImportState.UNCHANGED
    assert "people.csv holds no rows." in run.notices


def test_columns_in_any_order_with_others_among_them(council: Organisation, tmp_path: Path):
    write_csvs(tmp_path, extract())
    row = {**SOUND["people"][0], "postcode": "X1 1XX", "notes": "=1+1"}
    columns = ["notes", "ethnicity", " Gender ", "date_of_death", "postcode", "date_of_birth"]
    cells = {name: row.get(name.strip().lower(), "") for name in columns}
    text = as_csv([{**cells, "PERSON_REF": "P1"}], [*columns, "PERSON_REF"])
    (tmp_path / "people.csv").write_text(text)
    run = load(council, tmp_path)
    assert faults_of(run) == []
    assert Adult.objects.get().born_on == dt.date(1950, 2, 3)
    assert run.notices == ["people.csv: these columns are not part of an extract: notes, postcode."]


def test_a_line_is_the_one_on_which_an_editor_shows_the_row(council: Organisation, tmp_path: Path):
    write_csvs(tmp_path, extract())
    rows = [
        {**SOUND["concerns"][0], "decision_reason": 'First\nsecond, "quoted"\r\n\r\nfourth'},
        {**SOUND["concerns"][0], "concern_ref": "C2", "priority": "purple"},
        {**SOUND["concerns"][0], "concern_ref": "C3", "referrer": "?", "decision_reason": "a\nb"},
        {**SOUND["concerns"][0], "concern_ref": "C4", "location_of_risk": "Moon"},
    ]
    lines = as_csv(rows, end="\n").split("\n")
    # Line 1 is the header; the first row is on 2 to 5; a blank line before and after the second.
    text = "\n".join([*lines[:5], "", lines[5], "", *lines[6:]])
    (tmp_path / "concerns.csv").write_bytes(text.encode())
    assert [(line, column) for _, line, column, _ in faults_of(load(council, tmp_path))] == [
        (7, "priority"),
        (9, "referrer"),
        (11, "location_of_risk"),
    ]


def test_a_text_of_several_lines_is_kept_as_it_is(council: Organisation, tmp_path: Path):
    load(council, write_csvs(tmp_path, extract(concerns={"decision_reason": "one\ntwo, “three”"})))
    assert Concern.objects.get().decision_reason == "one\ntwo, “three”"


def test_rows_of_empty_cells_are_left_out(council: Organisation, tmp_path: Path):
    write_csvs(tmp_path, extract())
    with (tmp_path / "people.csv").open("a") as stream:
        stream.write(",,,,\r\n , ,,,\r\n")
    run = load(council, tmp_path)
    assert run.counts["rows"]["people"] == 1
    assert "people.csv: 2 rows of empty cells were left out." in run.notices


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("P2,1950-01-01,,Male", "has 4 cells where the first line has 5"),
        ("P2,1950-01-01,,Male,White,", "has 6 cells where the first line has 5"),
        ('P2,1950-01-01,,"Ma"le,White', "quotation mark"),
        ('P2,1950-01-01,,"Male,White', "quotation mark"),
    ],
)
def test_a_row_of_another_shape_is_a_fault(
    council: Organisation, tmp_path: Path, row: str, said: str
):
    made = more(extract(), "concerns", concern_ref="C2", person_ref="P2")
    write_csvs(tmp_path, made)
    with (tmp_path / "people.csv").open("a") as stream:
        stream.write(f"{row}\r\n")
    run = load(council, tmp_path, accept_valid=True)
    assert faults_of(run)[0] == ("people.csv", 3, "", "row_shape")
    assert run.counts["loaded"]["people"] == 1


def test_reading_goes_on_after_a_quotation_that_is_never_closed(
    council: Organisation, tmp_path: Path
):
    write_csvs(tmp_path, extract())
    filler = "x" * 200
    with (tmp_path / "people.csv").open("a") as stream:
        stream.write('P2,1950-01-01,,"Male,White\r\n')
        stream.writelines(f"Q{n},,,{filler},White\r\n" for n in range(1000))
    found = faults_of(load(council, tmp_path))
    assert found[0] == ("people.csv", 3, "", "row_shape")
    assert found[-1] == ("people.csv", 1003, "gender", "unknown_value")


def test_a_zip_file_with_or_without_a_folder_in_it(council: Organisation, tmp_path: Path):
    folder = write_csvs(tmp_path / "csv", extract())
    assert load(council, write_zip(tmp_path / "a.zip", folder)).state == ImportState.LOADED
    run = load(council, write_zip(tmp_path / "b.zip", folder, "exports/May/"))
    assert run.state == ImportState.UNCHANGED


def test_a_zip_file_must_hold_each_file_once(council: Organisation, tmp_path: Path):
    folder = write_csvs(tmp_path / "csv", extract())
    path = write_zip(tmp_path / "a.zip", folder)
    with zipfile.ZipFile(path, "a") as archive:
        archive.write(folder / "people.csv", "old/people.csv")
    assert "people.csv more than once" in refused(council, path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(folder / "people.csv", "people.csv")
    assert "does not hold concerns.csv" in refused(council, path)


@pytest.mark.parametrize(
    ("size", "said"), [(64, "times its size"), (300, "times its size"), (8, "larger than 5 MB")]
)
def test_a_zip_bomb_is_refused_before_it_is_unpacked(
    council: Organisation, tmp_path: Path, settings, size: int, said: str
):
    settings.EXTRACT_MAX_BYTES = 5 * MEGABYTE
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in FILES:
            archive.writestr(f"{name}.csv", b"\0" * (size * MEGABYTE // 4))
    assert said in refused(council, path)


def test_a_zip_file_that_lies_about_its_size_is_refused(council: Organisation, tmp_path: Path):
    folder = write_csvs(tmp_path / "csv", extract())
    path = write_zip(tmp_path / "a.zip", folder)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        true = archive.getinfo("people.csv").file_size.to_bytes(4, "little")
    at = content.index(b"PK\x01\x02") + 24
    assert content[at : at + 4] == true
    content[at : at + 4] = (5).to_bytes(4, "little")
    path.write_bytes(content)
    assert "damaged" in refused(council, path)


def test_too_large_an_extract_is_refused(council: Organisation, tmp_path: Path, settings):
    settings.EXTRACT_MAX_BYTES = 100
    assert "larger than" in refused(council, write_csvs(tmp_path, extract()))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"not a workbook", "not a zip file, an Excel workbook or a folder"),
        ("a.xls", b"\xd0\xcf\x11\xe0old", "older Excel format"),
        ("a.zip", b"PK\x03\x04cut off", "not a zip file"),
    ],
)
def test_one_file_that_is_something_else(
    council: Organisation, tmp_path: Path, name: str, content: bytes, said: str
):
    (tmp_path / name).write_bytes(content)
    assert said in refused(council, tmp_path / name)


def test_a_workbook_reads_like_the_files(council: Organisation, tmp_path: Path):
    load(council, write_csvs(tmp_path / "csv", extract()))
    made = extract(people={"date_of_birth": dt.date(1950, 2, 3)})
    made["concerns"][0]["received_at"] = dt.datetime(2024, 5, 6, 10, 30)  # noqa: DTZ001
    made["concerns"][0]["decided_on"] = dt.date(2024, 5, 8)
    run = load(council, write_workbook(tmp_path / "a.xlsx", made))
    assert run.state == ImportState.UNCHANGED


def test_numbers_in_a_workbook_are_references_too(council: Organisation, tmp_path: Path):
    made = extract(people={"person_ref": 7}, concerns={"person_ref": 7})
    load(council, write_workbook(tmp_path / "a.xlsx", made))
    assert Adult.objects.get().reference == "7"


def test_faults_of_a_workbook_name_the_sheet_and_the_row(council: Organisation, tmp_path: Path):
    made = extract(people={"gender": "Femail"}, concerns={"decision_reason": "=1+1"})
    more(made, "concerns", concern_ref="C2", priority='=IF(1,"red","")', decision_reason="")
    run = load(council, write_workbook(tmp_path / "a.xlsx", made))
    assert faults_of(run) == [
        ("people", 2, "gender", "unknown_value"),
        ("concerns", 2, "decision_reason", "formula"),
        ("concerns", 3, "priority", "formula"),
    ]


def test_a_workbook_without_a_sheet_or_with_a_password(council: Organisation, tmp_path: Path):
    path = write_workbook(tmp_path / "a.xlsx", extract())
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'"risks"', b'"other"')
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert "no sheet named risks" in refused(council, tmp_path / "b.xlsx")


def test_a_workbook_that_declares_entities_is_refused(council: Organisation, tmp_path: Path):
    path = write_workbook(tmp_path / "a.xlsx", extract(people={"gender": "=1"}))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head, _, rest = parts["xl/worksheets/sheet1.xml"].partition(b"?>")
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    parts["xl/worksheets/sheet1.xml"] = head + b"?>" + bomb + rest
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert "entities" in refused(council, tmp_path / "b.xlsx")


@pytest.mark.parametrize("place", [(1_048_575, 16_383), (2, 1_000), (1_048_575, 14)])
def test_a_workbook_with_one_cell_far_out_is_refused(
    council: Organisation, tmp_path: Path, place: tuple[int, int]
):
    """Its reader would build every cell up to there: millions, and of the furthest 17 billion."""
    path = write_workbook(tmp_path / "a.xlsx", extract(), far=place)
    said = refused(council, path)
    assert said.startswith(
        f"The sheet people reaches to cell {xl_rowcol_to_cell(*place)}, far beyond"
    )
    assert "save the workbook again" in said


def test_spring_and_autumn(council: Organisation, tmp_path: Path):
    """In summer London is an hour ahead; of two moments alike in October the first is taken."""
    undecided = {"decided_on": "", "decision": ""}
    made = extract(concerns={"received_at": "2024-10-27T01:30", **undecided})
    made["enquiries"], made["risks"] = [], []
    for reference, at in (
        ("C2", "2024-10-27T02:30"),
        ("C3", "2024-07-01T00:15"),
        ("C4", "2024-01-01T00:15"),
        ("C5", "2024-03-31T02:00"),
        ("C6", "2024-10-27T00:59:59"),
    ):
        more(made, "concerns", concern_ref=reference, received_at=at)
    load(council, write_csvs(tmp_path, made))
    held = {c.reference: (f"{c.received_at:%m-%d %H:%M:%S}", f"{c.received_on:%m-%d}")
            for c in Concern.objects.all()}  # fmt: skip
    assert held == {
        "C1": ("10-27 00:30:00", "10-27"),
        "C2": ("10-27 02:30:00", "10-27"),
        "C3": ("06-30 23:15:00", "07-01"),
        "C4": ("01-01 00:15:00", "01-01"),
        "C5": ("03-31 01:00:00", "03-31"),
        "C6": ("10-26 23:59:59", "10-27"),
    }


def test_the_reader_of_csv_is_the_standard_one(tmp_path: Path):
    """What our reader calls a row is what Python's does, for a file that has no mistakes."""
    write_csvs(tmp_path, extract(concerns={"decision_reason": 'a\r\nb "c", d'}))
    with (tmp_path / "concerns.csv").open(newline="") as stream:
        assert next(csv.DictReader(stream))["decision_reason"] == 'a\r\nb "c", d'
