"""Nothing in a file that leaves the building runs in a spreadsheet."""

from datetime import date

import pytest

from core.csv_out import cell, write_csv


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 20", "-2+3", "@SUM(A1)", " =1", "\t=1", "\r\n=1", "\u00a0=1"]
)
def test_what_might_be_a_formula_is_written_as_text(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, ""), (-3, -3), (0, 0), ("O'Brien", "O'Brien"), (date(2025, 4, 1), "2025-04-01")],
)
def test_the_rest_is_written_as_it_is(value, written):
    assert cell(value) == written


def test_a_file_is_utf8_that_excel_knows():
    content = write_csv(["Note"], [["Siân, said “no”"], ["two\nlines"]])
    assert content.decode("utf-8-sig") == 'Note\r\n"Siân, said “no”"\r\n"two\nlines"\r\n'
    assert content.startswith(b"\xef\xbb\xbf")
