"""A report for sharing shows nothing but what `core.disclosure` lets out, however small it is."""

import re

import pytest

from assurance.charts import XmrChart
from assurance.reports.blocks import SHAREABLE, Chart
from assurance.reports.sections.year_page import year_page
from assurance.reports.theme3 import SECTIONS, theme3_document
from assurance.words import NOTHING
from core.disclosure import Mode
from core.periods import Period
from tests.assurance.theme3_samples import YEAR, cells, numbers, sample, texts

MADE_ON = YEAR.end
SIZES = [0, 1, 2, 3, 4, 6, 9, 15, 40, 300]
FIVES = r"(?:\d{1,3}(?:,\d{3})*)"
# What a cell of numbers may read, the counts in it being checked one by one.
GRAMMAR = re.compile(
    rf"""
    | {NOTHING}
    | \[c\]
    | not\ known\ yet
    | no\ local\ target
    | (?P<count>{FIVES})(?:\ \(\d+%\))?
    | \d+%(?:\ \((?P<part>{FIVES})\ of\ (?P<whole>{FIVES})\))?
    | \d+%\ \(of\ (?P<followed>{FIVES})(?:,\ (?P<left>{FIVES}|\[c\])\ still\ open)?\)
    | (?:\d+\ (?:working\ )?days?|not\ reached:\ over\ half\ still\ open)
      \ \((?P<n>{FIVES})\ cases(?:,\ (?P<open>{FIVES}|\[c\])\ still\ open)?\)
    | \d+%\ to\ \d+%
    """,
    re.VERBOSE,
)
FLAGGED = re.compile(r" \*$")
# Numbers that are no counts of people or cases: taken away before a sentence is read.
INNOCENT = re.compile(
    r"""
      \d+%\ to\ \d+% | \d+%
    | \d{4}-\d{2}(?:\ Q\d)?
    | \d{1,2}\ (?:January|February|March|April|May|June|July|August|September|October|November
        |December)\ \d{4}
    | (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\ \d{4}
    | sections?\ \d+ | \b\d+\ of\ 13
    | \d+\ (?:working\ )?days?(?:\ or\ (?:more|less))? | \d+\ to\ \d+\ days | within\ \d+
    | Team\ \d+ | ^\d+\.\ | Care\ Act\ 2014 | \d\d-\d\d | 95\+ | Theme\ 3
    """,
    re.VERBOSE | re.IGNORECASE,
)


def shared(**wanted):
    figures = sample(mode=Mode.PUBLICATION, **wanted)
    document = theme3_document(figures, made_on=MADE_ON)
    # The method is the same words for every council; its numbers are rules.
    end = next(at for at, b in enumerate(document.blocks) if "Method" in getattr(b, "text", ""))
    return document, document.blocks[:end]


def is_five(text):
    count = int(text.replace(",", ""))
    return count % 5 == 0 and count != 0


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("size", SIZES)
def test_each_cell_of_numbers_is_hidden_or_rounded(size, seed):
    _, blocks = shared(each_month=size, seed=seed, teams=2)
    for cell in cells(blocks):
        found = GRAMMAR.fullmatch(FLAGGED.sub("", cell))
        assert found, cell
        counts = [n for n in found.groupdict().values() if n and n != "[c]"]
        assert all(map(is_five, counts)), cell


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("size", SIZES)
def test_no_sentence_holds_a_true_count(size, seed):
    _, blocks = shared(each_month=size, seed=seed, teams=2)
    for text in texts(blocks):
        plain = INNOCENT.sub("", text)
        for number in re.findall(r"\d[\d,]*(?:\.\d+)?", plain):
            assert is_five(number.rstrip(",")) or number == "0", text


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("size", SIZES)
def test_charts_are_drawn_from_rounded_numbers_only(size, seed):
    _, blocks = shared(each_month=size, seed=seed)
    for unit, value in numbers(blocks):
        assert value == int(value), (unit, value)
        if unit != "%":
            assert value % 5 == 0, (unit, value)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("size", SIZES)
def test_a_month_that_is_hidden_keeps_its_chart_away(size, seed):
    document, blocks = shared(each_month=size, seed=seed)
    for block in blocks:
        if isinstance(block, Chart) and isinstance(block.chart, XmrChart):
            assert not any("[c]" in point.text for point in block.chart.points)
    assert document.marking == SHAREABLE


def test_a_tiny_council_shows_no_count_at_all():
    period = Period.between(YEAR.start, YEAR.start.replace(month=5, day=31))
    _, blocks = shared(each_month=1, months=2, period=period)
    assert {cell for cell in cells(blocks) if cell and cell != NOTHING} == {"[c]"}
    assert not any(isinstance(block, Chart) and numbers([block]) for block in blocks)


@pytest.mark.parametrize("seed", range(4))
def test_none_reads_as_few(seed):
    """A count of 0 and one of 4 read the same, so nobody learns that nothing happened."""
    _, blocks = shared(each_month=0, seed=seed, first_on=YEAR.start)
    words = "\n".join(texts(blocks))
    assert "too few cases in the period, or none" in words
    assert "no cases" not in words
    assert "No section 42" not in words


@pytest.mark.parametrize("section", [*SECTIONS, year_page], ids=lambda section: section.__name__)
def test_a_section_reads_the_same_for_none_and_for_few(section):
    period = Period.between(YEAR.start, YEAR.start.replace(month=5, day=31))
    wanted = {"mode": Mode.PUBLICATION, "months": 2, "period": period}
    few = [sample(2, seed=seed, **wanted) for seed in range(20)]
    few = [figures for figures in few if 0 < figures.n("concerns_raised") < 5]
    assert few
    for figures in few:
        assert section(figures) == section(sample(0, **wanted))


def test_an_internal_report_says_that_it_is_not_for_sharing():
    document = theme3_document(sample(), made_on=MADE_ON)
    assert document.marking == "Internal: true counts, not for sharing"


def test_no_curve_of_single_cases_is_shared():
    _, blocks = shared(each_month=300)
    assert not any("still open, by days" in text for text in texts(blocks))


def test_what_is_hidden_differs_by_mode_only_in_how_it_is_shown():
    internal = theme3_document(sample(), made_on=MADE_ON)
    public = theme3_document(sample(mode=Mode.PUBLICATION), made_on=MADE_ON)
    assert internal.blocks != public.blocks
    assert internal.title == public.title
