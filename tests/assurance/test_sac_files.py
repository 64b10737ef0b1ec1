"""The files of a return, its layout, differences and timetable, from small made-up returns."""

import csv
import io
from datetime import date
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from assurance.sac.cells import Cell, Return
from assurance.sac.differences import Difference, differences, thaw
from assurance.sac.layout import has_figures, lay_out, shown_cells
from assurance.sac.spec import specification_for
from assurance.sac.timetable import milestones, reporting_years
from assurance.sac.validate import Finding
from assurance.sac.words import listed, titled
from assurance.sac.write_csv import write_csv
from assurance.sac.write_xlsx import Book, write_xlsx
from core.disclosure import Mode
from core.models import Organisation
from core.periods import Period

SPEC = specification_for("2024-25")
SHEET = SimpleNamespace(
    name="=HYPERLINK(1)", job_title="Director", email="a@b.org", signed_on=date(2025, 6, 1)
)
FINDING = Finding("V04", "warning", "=1+1 is what it found.", (), provisional=True)


def a_return(changes=None, left_blank=()):
    """A return that is 0 but for these cells, by their codes; some left blank."""
    cells = tuple(
        Cell(
            t.id,
            p.label,
            r.label,
            c.label,
            (changes or {}).get(key, 0),
            *key[1:],
            provisional=False,
        )
        for t in SPEC.counted
        for p, r, c in t.lines()
        if (key := (t.id, p.code, r.code, c.code)) not in left_blank
    )
    return Return("2024-25", Period.financial_year(2024), SPEC, cells)


def a_book(built, mode=Mode.INTERNAL, findings=(), sheet=None, data_to=date(2025, 10, 1)):
    made = write_xlsx(Book(built, "A Council", data_to, mode, findings, sheet))
    return load_workbook(io.BytesIO(made))


def texts(sheet):
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "[c]"), (4, "[c]"), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (998, 1000)],
)
def test_published_cells_follow_the_national_rule(value, shown):
    key = ("SG1f", "", "CONCERN", "COUNT")
    built = a_return({key: value})
    assert shown_cells(built, Mode.PUBLICATION)[key] == shown
    assert shown_cells(built, Mode.INTERNAL)[key] == value


def test_blocks_of_desired_outcomes_show_as_not_supplied_by_themselves():
    asked, achieved = ("SG4a", "S42C", "NO", "COUNT"), ("SG4a", "S42C", "FULL", "COUNT")
    other = ("SG4a", "OTHC", "NO", "COUNT")
    shown = shown_cells(a_return({asked: 20}), Mode.PUBLICATION)
    assert [shown[key] for key in (asked, achieved, other)] == [20, "[x]", "[x]"]
    assert shown["SG4a", "S42C", "DK", "COUNT"] == "[c]"
    # The subset row of SG3a is no block: its zero is a zero.
    assert shown["SG3a", "S42C", "ADV", "COUNT"] == "[c]"


def test_layout_keeps_the_place_of_a_blank_cell():
    blank = ("SG1e", "", "MH_DEM", "S42")
    grid = lay_out(a_return(left_blank=[blank]), SPEC.table("SG1e"))
    ((panel),) = grid.panels
    (row,) = [row for row in panel.rows if row.line.code == "MH_DEM"]
    assert [cell is None for cell in row.cells] == [False, True, False]
    assert "some rows" in grid.provisional_parts


def test_has_figures():
    assert not has_figures(a_return())
    assert has_figures(a_return({("SG1f", "", "CONCERN", "COUNT"): 1}))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_runs_no_formula(start):
    council = Organisation(code="X", name=f"{start}1+1 Council", region="@North")
    text = write_csv(a_return(), council).decode()
    line = next(csv.DictReader(io.StringIO(text, newline="")))
    assert line["LA_NAME"] == f"'{start}1+1 Council"
    assert line["REGION_NAME"] == "'@North"


def test_workbook_runs_no_formula_and_says_what_is_provisional():
    book = a_book(a_return(), findings=[FINDING], sheet=SHEET)
    assert book["Sign Off Sheet"]["B3"].value == "=HYPERLINK(1)"
    assert book["Sign Off Sheet"]["B3"].data_type == "s"
    assert book["Validation"]["D3"].data_type == "s"
    assert [cell.value for cell in book["Validation"][3]][:3] == ["V04", "Warning", "Provisional"]
    about = texts(book["Read me"])
    assert "Internal: true counts, not for sharing" in about
    assert any("could not be read when this was built" in text for text in about)
    assert "SG2d, not built" in about


def test_workbook_marks_provisional_columns_and_rows():
    lines = list(a_book(a_return())["SG1e"].iter_rows(values_only=True))
    heads = next(i for i, line in enumerate(lines) if line[1] and line[1].startswith("Indiv"))
    assert lines[heads + 1][1:4] == ("Provisional",) * 3
    by_row = {line[0]: line for line in lines}
    assert by_row["Mental Health Condition (Dementia)"][4] == "Provisional"


def test_published_workbook_holds_no_true_count_and_no_name():
    key = ("SG1f", "", "CONCERN", "COUNT")
    book = a_book(a_return({key: 1237}), Mode.PUBLICATION, findings=[FINDING], sheet=SHEET)
    assert "Sign Off Sheet" not in book.sheetnames
    assert "Validation" not in book.sheetnames
    everything = " ".join(text for sheet in book for text in texts(sheet))
    assert "1237" not in everything
    assert "1235" in everything
    assert "SHA-256" not in everything


def test_workbook_says_that_every_check_passes_and_nothing_is_signed():
    book = a_book(a_return())
    assert book["Validation"]["A2"].value == "Every check passes."
    assert book["Sign Off Sheet"]["B3"].value == "Not filled in"


def test_workbook_says_when_the_year_has_not_ended():
    about = texts(a_book(a_return(), data_to=date(2024, 12, 1))["Read me"])
    assert any("before the year ends" in text for text in about)


def test_same_figures_give_the_same_workbook():
    book = Book(a_return(), "A Council", date(2025, 10, 1), Mode.INTERNAL, (), SHEET)
    assert write_xlsx(book) == write_xlsx(book)


def cell(row, value):
    return {"table": "SG1b", "panel": "", "row": row, "column": "C", "value": value}


def test_differences_name_cells_old_and_new():
    frozen = [cell("Male", 1), cell("Female", 2), cell("Gone", 3)]
    now = [cell("New", 4), cell("Male", 1), cell("Female", 5)]
    assert differences(frozen, now) == (
        Difference("SG1b", "", "New", "C", None, 4),
        Difference("SG1b", "", "Female", "C", 2, 5),
        Difference("SG1b", "", "Gone", "C", 3, None),
    )
    assert [found.change for found in differences(frozen, now)] == [4, 3, -3]


def test_thaw_keeps_a_cell_that_the_specification_no_longer_has():
    (thawed,) = thaw("2024-25", [cell("Gone", 3)]).cells
    assert (thawed.row_code, thawed.value, thawed.provisional) == ("Gone", 3, True)


def test_timetable_holds_only_what_a_source_gives():
    assert [found.on for found in milestones(SPEC, "2025-26")] == [
        date(2026, 4, 1),
        date(2026, 6, 3),
        date(2026, 7, 1),
    ]
    assert milestones(SPEC, "2021-22")[1].on == date(2022, 6, 8)
    assert {found.on for found in milestones(SPEC, "2024-25")} == {None}


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (None, date(2025, 4, 1), ()),
        (date(2024, 4, 1), date(2025, 3, 31), ("2024-25",)),
        (date(2024, 3, 31), date(2025, 4, 1), ("2025-26", "2024-25", "2023-24")),
        (date(2001, 1, 1), date(2016, 4, 1), ("2016-17", "2015-16")),
    ],
)
def test_reporting_years_run_from_the_first_case_to_the_last_day_of_data(first, last, years):
    assert reporting_years(first, last) == years


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (list("abc"), "a, b and c")],
)
def test_listed(words, text):
    assert listed(words) == text


def test_titled_without_a_title_is_the_id():
    assert titled(SPEC.table("SG2d")) == "SG2d"
