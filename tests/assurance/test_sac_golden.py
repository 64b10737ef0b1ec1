"""The return of a known extract, cell by cell, and the cases behind every cell."""

import csv
import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl import load_workbook

from assurance.models import FrozenReturn
from assurance.sac.behind import behind
from assurance.sac.cells import build_return
from assurance.sac.differences import differences, thaw
from assurance.sac.validate import check_return
from assurance.sac.write_csv import COLUMNS, SORTED_BY, write_csv
from assurance.scopes import open_scope
from core.disclosure import Mode
from core.models import ExportEvent
from tests.assurance import extract_a
from tests.assurance.extract_a import YEARS, expected

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def council(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), extract_a.loaded() as held:
        yield held


@pytest.fixture
def scope(council):
    return open_scope(by=None, council=council)


@pytest.fixture
def built(scope):
    return build_return(scope, "2024-25")


def labels(cell):
    return cell["table"], cell["panel"], cell["row"], cell["column"]


@pytest.mark.parametrize("year", YEARS)
def test_every_cell_is_as_expected(scope, year):
    ours = {labels(cell.as_json()): cell.value for cell in build_return(scope, year).cells}
    theirs = {labels(cell): cell["value"] for cell in expected(year)["cells"]}
    assert {key: ours.get(key) for key in theirs} == theirs
    assert not any(ours[key] for key in set(ours) - set(theirs))


@pytest.mark.parametrize("year", YEARS)
def test_only_the_sign_off_sheet_is_missing(scope, year):
    found = check_return(build_return(scope, year), sheet=None, left_out=0)
    assert [finding.rule for finding in found] == ["V19"]


def test_the_cases_behind_every_cell_are_as_many_as_it_counts(scope, built):
    rows = scope.rows(built.period)
    found = {cell.key: behind(rows, built.specification, cell.key) for cell in built.cells}
    counted = {key: cases.value() if cases else 0 for key, cases in found.items()}
    assert counted == built.by_key


def test_thawed_return_is_the_return(built):
    cells = [cell.as_json() for cell in built.cells]
    assert thaw(built.year, cells).cells == built.cells
    assert differences(cells, cells) == ()


@pytest.mark.parametrize("year", YEARS)
def test_command_writes_json(council, tmp_path, year):
    out = tmp_path / "return.json"
    call_command("sac_return", council="EXT-A", year=year, form="json", out=out, verbosity=0)
    held = json.loads(out.read_text())
    answers = expected(year)
    assert held["reporting_year"] == year
    values = {labels(cell): cell["value"] for cell in held["cells"]}
    assert {labels(c): values.get(labels(c)) for c in answers["cells"]} == {
        labels(cell): cell["value"] for cell in answers["cells"]
    }
    assert held["measures"] == pytest.approx(answers["measures"])


def test_command_writes_csv_in_the_national_order(council, tmp_path, built):
    out = tmp_path / "return.csv"
    call_command("sac_return", council="EXT-A", year="2024-25", form="csv", out=out)
    lines = list(csv.DictReader(io.StringIO(out.read_text(), newline="")))
    schema = built.specification.published_csv_schema
    assert list(lines[0]) == schema["columns"] == list(COLUMNS)
    assert schema["sort"] == list(SORTED_BY)
    order = [tuple(line[name] for name in schema["sort"]) for line in lines]
    assert order == sorted(order)
    assert {line["ENQUIRY_TYPE"] for line in lines} == {
        *schema["enquiry_type_values_seen"],
        "Concluded Other Enquiries",
    }
    assert {line["TABLE_REFERENCE"] for line in lines} == set(schema["table_reference_values_seen"])
    numbers = {(c.table, c.row, c.column): c.value for c in built.cells if c.panel_code != "OTHC"}
    read = {
        (line["TABLE_REFERENCE"], line["CATEGORY"], line["SUBCATEGORY"]): int(line["VALUE"])
        for line in lines
        if line["ENQUIRY_TYPE"] != "Concluded Other Enquiries"
    }
    assert read == numbers
    assert ExportEvent.objects.get().rows == len(lines)


def test_published_csv_shows_no_count_below_five(council, built):
    text = write_csv(built, council, Mode.PUBLICATION).decode()
    shown = {line["VALUE"] for line in csv.DictReader(io.StringIO(text, newline=""))}
    assert {"[c]"} == {value for value in shown if not value.isdigit()}
    assert all(int(value) % 5 == 0 and int(value) >= 5 for value in shown - {"[c]"})


def test_command_writes_a_workbook_with_every_cell(council, tmp_path, built):
    out = tmp_path / "return.xlsx"
    call_command("sac_return", council="EXT-A", year="2024-25", form="xlsx", out=out)
    book = load_workbook(out)
    tables = [table.id for table in built.specification.counted]
    assert book.sheetnames == ["Read me", *tables, "Sign Off Sheet", "Validation"]
    for table in built.specification.counted:
        read = read_cells(book[table.id], table)
        assert read == {cell.key[1:]: cell.value for cell in built.of(table.id)}
    assert book["Validation"]["A3"].value == "V19"


def read_cells(sheet, table):
    """Read a table's sheet back: panel, row and column codes to the number there."""
    columns = {line.label: line.code for line in table.columns}
    rows = {line.label: line.code for line in table.rows}
    panels = {line.label: line.code for line in table.panels}
    found, panel, heads = {}, "", []
    for line in sheet.iter_rows(values_only=True):
        first = str(line[0] or "").removesuffix(" (provisional)")
        if first in panels:
            panel, heads = panels[first], []
        elif not heads and line[1] in columns:
            heads = [columns.get(value) for value in line[1:]]
        elif heads and first in rows:
            for head, value in zip(heads, line[1:], strict=True):
                if head and value is not None:
                    found[panel, rows[first], head] = value
    return found


def test_freezing_keeps_what_the_extract_says(council, built, tmp_path):
    frozen = FrozenReturn(cells=[cell.as_json() for cell in built.cells])
    assert thaw("2024-25", frozen.cells).sha256() == built.sha256()


@pytest.mark.parametrize(
    ("year", "words"),
    [
        ("2019-20", "Extract Council has no concern or enquiry in 2019-20. Nothing was written."),
        ("2024-26", "'2024-26' is not one year: did you mean 2024-25? Nothing was written."),
        ("last", "'last' is not a financial year such as 2024-25. Nothing was written."),
        ("1999-00", "There is no specification of the return for 1999-00. Nothing was written."),
    ],
)
def test_command_refuses_a_year_with_nothing_in_it(council, tmp_path, year, words):
    out = tmp_path / "return.csv"
    with pytest.raises(CommandError) as refused:
        call_command("sac_return", council="EXT-A", year=year, form="csv", out=out)
    assert str(refused.value) == words
    assert not out.exists()
    assert not ExportEvent.objects.exists()


def test_command_refuses_a_place_it_cannot_write_to(council, tmp_path):
    out = tmp_path / "missing" / "return.csv"
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("sac_return", council="EXT-A", year="2024-25", form="csv", out=out)
    assert not ExportEvent.objects.exists()


def test_command_refuses_a_reason_too_long_for_the_ledger(council, tmp_path):
    out = tmp_path / "return.csv"
    with pytest.raises(CommandError, match=r"at most 300 characters .* Nothing was written\."):
        call_command(
            "sac_return", council="EXT-A", year="2024-25", form="csv", out=out, reason="x" * 301
        )
    assert not out.exists()


def test_command_says_that_a_year_has_not_ended(council, tmp_path, capsys):
    out = tmp_path / "return.csv"
    call_command("sac_return", council="EXT-A", year="2025-26", form="csv", out=out)
    told = capsys.readouterr()
    assert "The data reach to 1 October 2025, before 2025-26 ends" in told.err
    assert "cells of 2025-26" in told.out


def test_command_refuses_an_unknown_council(council, tmp_path):
    with pytest.raises(CommandError, match=r"no council with the code 'NO'\. Councils here: EXT-A"):
        call_command("sac_return", council="NO", year="2024-25", form="csv", out=tmp_path / "x")
