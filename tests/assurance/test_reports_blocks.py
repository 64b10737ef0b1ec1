import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.reports.blocks import (
    Chart,
    Heading,
    KeyFigures,
    PageBreak,
    Paragraph,
    Table,
    chart_block,
    contents,
)
from assurance.reports.style import made_at
from assurance.reports.text import clean
from tests.assurance.report_samples import TYPICAL, document


@pytest.mark.parametrize(
    "faulty",
    [
        {"rows": (("only one",),)},
        {"rows": (("one", "two", "three"),)},
        {"columns": (), "rows": ()},
        {"numeric": (2,)},
        {"numeric": (-1,)},
        {"widths": (1,)},
        {"widths": (1, 0)},
    ],
    ids=[
        "short row",
        "long row",
        "no columns",
        "numeric beyond",
        "numeric before",
        "one width",
        "nought width",
    ],
)
def test_a_table_that_cannot_be_drawn_is_refused(faulty):
    with pytest.raises(ValueError, match="caption"):
        Table(**{"caption": "caption", "columns": ("A", "B"), "rows": (("a", "b"),), **faulty})


def test_heading_levels_are_one_to_three():
    with pytest.raises(ValueError, match="level 4"):
        Heading("Too deep", 4)


def test_a_heading_needs_words():
    with pytest.raises(ValueError, match="words"):
        Heading("  ")


@pytest.mark.parametrize("levels", [(2,), (1, 3), (1, 2, 1, 3)], ids=str)
def test_headings_that_skip_a_level_are_refused(levels):
    with pytest.raises(ValueError, match="skips"):
        document(*(Heading("x", level) for level in levels))


def test_headings_may_step_down_and_back_up():
    assert document(*(Heading("x", level) for level in (1, 2, 3, 1, 2, 2)))


def test_a_document_needs_a_title():
    with pytest.raises(ValueError, match="title"):
        document(title=" ")


def test_particulars_leave_out_what_is_not_given():
    labels = [label for label, _ in document().particulars()]
    assert labels == ["Council", "Period", "Date", "Status", "Marking"]


def test_contents_are_the_first_two_levels():
    listed = contents((Heading("a"), Paragraph("p"), Heading("b", 2), Heading("c", 3), PageBreak()))
    assert [heading.text for heading in listed] == ["a", "b"]


def test_key_figures_are_a_table_with_their_number_on_the_right():
    table = KeyFigures((("Concerns", "5,461", "312 more"),)).as_table()
    assert table.rows == (("Concerns", "5,461", "312 more"),)
    assert table.numeric == (1,)


@pytest.mark.parametrize("chart", TYPICAL, ids=lambda chart: type(chart).__name__)
def test_a_chart_block_has_a_reading_and_its_own_numbers(chart):
    block = chart_block(chart)
    assert isinstance(block, Chart)
    assert block.reading == chart.summary
    assert block.table.rows


def test_a_chart_block_takes_another_reading():
    assert chart_block(TYPICAL[0], "Look here.").reading == "Look here."


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x08c\x1fd\x7fe\x9ff", "abcdef"),
        ("a\ud800b", "ab"),
        ("a\ufffeb\uffffc\U0001ffffd\ufdd0e", "abcde"),
        ("one\r\ntwo\rthree\u2028four\x0bfive", "one\ntwo\nthree\nfour\nfive"),
        ("tab\tstays", "tab\tstays"),
    ],
    ids=["controls", "lone surrogate", "not characters", "line ends", "tab"],
)
def test_clean_removes_what_no_file_can_hold(text, kept):
    assert clean(text) == kept


def test_clean_keeps_every_printable_character():
    everything = "".join(chr(code) for code in range(sys.maxunicode + 1) if chr(code).isprintable())
    assert clean(everything + "\t") == everything + "\t"


@given(st.text())
def test_clean_is_done_once_for_all(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("made_on", "year"), [("22 November 2026", 2026), ("last week", 2000), ("", 2000)]
)
def test_made_at_reads_a_date_or_falls_back(made_on, year):
    assert made_at(made_on).year == year
