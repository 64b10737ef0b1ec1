"""The report's sections: figures in, blocks out."""

import re
from dataclasses import replace
from datetime import date

import pytest

from assurance import catalogue
from assurance.measures import Unit
from assurance.reports.blocks import Chart, Heading, Lead, Note, Table
from assurance.reports.figures import Change
from assurance.reports.render_pdf import render_pdf
from assurance.reports.sections.context import context
from assurance.reports.sections.conversion import conversion
from assurance.reports.sections.enquiries import enquiries
from assurance.reports.sections.equality import equality
from assurance.reports.sections.open_work import open_work
from assurance.reports.sections.quality import quality
from assurance.reports.sections.risk import risk
from assurance.reports.sections.volumes import volumes
from assurance.reports.sections.year_page import TEN, sentence, year_page
from assurance.reports.theme3 import SECTIONS, fingerprint, theme3_document
from core.disclosure import Mode
from core.periods import Period
from safeguard.metrics.figures import Figure
from tests.assurance.theme3_samples import CUT, YEAR, cells, sample, texts

MADE_ON = date(2026, 11, 22)
EMPTY = {"each_month": 0, "first_on": None, "trends": {}, "years": ()}
RATING = re.compile(r"\b(outstanding|inadequate|requires improvement|good|RAG|green|amber)\b", re.I)


def whole(**wanted):
    return theme3_document(sample(**wanted), made_on=MADE_ON)


def headings(document):
    return [block.text for block in document.blocks if isinstance(block, Heading)]


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("size", [1, 3, 40, 300])
def test_every_measure_stands_in_the_report_as_the_catalogue_gives_it(size, mode):
    figures = sample(size, mode=mode)
    shown = set(cells(theme3_document(figures, made_on=MADE_ON).blocks))
    for measure in catalogue.MEASURES:
        figure = figures.now[measure.key]
        # A section that is withheld whole does not say that there is no target either.
        left_out = figure.note and figures.words.is_shared and size < 40
        assert figures.words.figure(measure, figure) in shown or left_out, measure.key


def test_the_definition_of_every_measure_is_given():
    words = "\n".join(texts(whole().blocks))
    for measure in catalogue.MEASURES:
        for part in (measure.title, measure.meaning, measure.numerator, measure.caveat):
            assert part.rstrip(".") in words, measure.key
        assert measure.source.rstrip(".") in words


def test_sections_stand_in_their_order():
    levels = [b for b in whole().blocks if isinstance(b, Heading) and b.level == 1]
    assert [heading.text for heading in levels] == [
        "The year in one page",
        "1. Context and definitions",
        "2. Volumes and trend",
        "3. Conversion, as context",
        "4. Timeliness of decisions",
        "5. Timeliness of enquiries",
        "6. Open work by age",
        "7. Risk outcomes",
        "8. Making Safeguarding Personal",
        "9. Capacity and support",
        "10. Equality breakdown",
        "11. Data quality",
        "12. Method, definitions and sources",
        "13. Sign-off of this report",
    ]


@pytest.mark.parametrize("mode", Mode)
def test_no_rating_word_and_no_colour_of_one(mode):
    for text in texts(whole(mode=mode).blocks):
        assert not RATING.search(text), text


def test_the_report_does_not_claim_a_signature():
    document = whole()
    assert document.status == "Draft"
    assert any("Nobody has signed" in text for text in texts(document.blocks))


def test_equal_figures_give_an_equal_document_and_fingerprint():
    assert whole() == whole()
    assert fingerprint(sample()) == fingerprint(sample())
    assert fingerprint(sample()) != fingerprint(sample(seed=2))
    assert fingerprint(sample()) != fingerprint(sample(mode=Mode.PUBLICATION))


# --- periods ----------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("section", SECTIONS[1:], ids=lambda section: section.__name__)
def test_a_section_with_nothing_in_it_says_so(section, mode):
    found = section(sample(mode=mode, **EMPTY))
    assert isinstance(found[0], Heading)
    said = r"No .* in the period\." if mode is Mode.INTERNAL else r"There were too few cases .*"
    assert any(re.fullmatch(said, text) for text in texts(found))
    assert not any(isinstance(block, Chart | Lead) for block in found)


@pytest.mark.parametrize("mode", Mode)
def test_an_empty_period_is_a_whole_document(mode):
    document = whole(mode=mode, **EMPTY)
    assert re.search("The register holds (no|too few) concern", "".join(texts(document.blocks)))
    assert render_pdf(document).startswith(b"%PDF")


def test_a_period_in_the_future_says_so():
    period = Period.financial_year(2027)
    figures = sample(period=period, cut=CUT, **EMPTY)
    assert "before 2027-28 begins" in sentence(figures)
    assert not any(isinstance(block, Table) for block in year_page(figures))
    assert any("so there is nothing to show here yet" in text for text in texts(volumes(figures)))


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (date(2025, 3, 1), "On 1 March 2025, Made-up"),
        (date(2025, 3, 9), "From 1 March 2025 to 9 March 2025, Made-up"),
        (date(2025, 3, 31), "In Mar 2025, Made-up"),
    ],
)
def test_the_sentence_names_the_period_as_people_do(end, words):
    period = Period.between(date(2025, 3, 1), end)
    figures = replace(sample(), period=period)
    assert sentence(figures).startswith(words)


def test_a_period_partly_beyond_the_data_says_so():
    notes = [b for b in year_page(sample(cut=date(2024, 12, 31))) if isinstance(b, Note)]
    assert "The data end on 31 December 2024, before the period does." in notes[0].text


def test_a_period_covered_whole_carries_no_such_note():
    assert not [block for block in year_page(sample()) if isinstance(block, Note)]


def test_one_concern_only():
    one = Figure(1, 1)
    figures = sample(0)
    figures = sample(0, now={**figures.now, "concerns_raised": one})
    assert "received 1 safeguarding concern and began 0 section 42 enquiries" in sentence(figures)
    assert render_pdf(theme3_document(figures, made_on=MADE_ON))


def test_a_short_history_has_no_limits_and_says_how_many_points():
    blocks = year_page(sample(months=8))
    table = next(block for block in blocks if isinstance(block, Table))
    assert table.rows[0][-1] == "8 of 13 points"
    drawn = [b for b in volumes(sample(months=8)) if isinstance(b, Chart)]
    assert drawn[0].chart.limits[0].lower is None
    assert "No month can be called unusual yet" in drawn[0].reading


def test_without_a_period_before_there_is_no_column_for_it():
    table = next(b for b in year_page(sample(months=12)) if isinstance(b, Table))
    assert table.columns == ("Measure", "2024-25", "Latest month")


def test_one_month_has_no_chart_and_says_so():
    period = Period.between(date(2025, 3, 1), date(2025, 3, 31))
    found = volumes(sample(months=1, period=period))
    assert not any(isinstance(block, Chart) for block in found)
    assert any("too few whole months for a chart (1 of 13)" in text for text in texts(found))


# --- one section at a time --------------------------------------------------------------------


def test_ten_measures_are_in_the_first_table_and_open_work_is_named():
    table = next(block for block in year_page(sample()) if isinstance(block, Table))
    assert len(table.rows) == len(TEN) == 10
    assert "Section 42 enquiries open 181 days or more" in [row[0] for row in table.rows]


def test_the_first_page_names_large_gaps_with_their_counts():
    found = "\n".join(texts(year_page(sample())))
    assert "The record does not say whether the adult was asked what they wanted in" in found
    assert "not a judgement" in found


def test_a_step_is_told_with_its_month_and_without_praise_or_blame():
    figures = sample(step=150)
    table = next(block for block in year_page(figures) if isinstance(block, Table))
    latest = {row[0]: row[-1] for row in table.rows}
    assert latest["Concerns raised"] == "higher than usual since Aug 2024"
    words = "\n".join(texts(year_page(figures)))
    assert "Higher than usual: concerns raised (since Aug 2024)" in words
    assert "Find out whether demand, recording or practice changed." in words
    chart = next(block for block in volumes(figures) if isinstance(block, Chart))
    assert "Aug 2024 to Mar 2025" in chart.reading
    assert chart.table.rows[4][-1].endswith(" *")
    assert chart.table.note == "* stands out, as said above."


def test_a_measure_without_months_says_how_many_points_it_has():
    table = next(b for b in year_page(sample(trends={})) if isinstance(b, Table))
    assert table.rows[0][-1] == "0 of 13 points"


def test_nothing_to_remark_on_is_said_without_comfort():
    quiet = sample(40)
    whole_record = {
        key: replace(figure, not_known=0, numerator=0 if "181" in key else figure.numerator)
        for key, figure in quiet.now.items()
    }
    steady = replace(quiet, now=whole_record)
    assert "That is not assurance by itself" in "\n".join(texts(year_page(steady)))
    unjudged = replace(steady, trends={})
    assert "to say whether anything stands out" in "\n".join(texts(year_page(unjudged)))
    lead = next(block for block in quality(steady) if isinstance(block, Lead))
    assert lead.text.startswith("Every question behind these figures is answered")


def test_what_is_held_of_the_period_and_the_one_before_is_said():
    def said(first_on):
        found = year_page(sample(first_on=first_on))
        return next((block.text for block in found if isinstance(block, Note)), "")

    assert said(date(2024, 7, 9)) == "Records begin in July 2024, after the period does."
    assert "so the period before is covered in part only" in said(date(2023, 7, 9))
    assert said(date(2023, 4, 30)) == ""


def test_changes_up_to_the_period_are_in_a_table():
    change = Change(date(2024, 9, 2), "Front door moved", "All contacts go there.")
    found = context(sample(changes=(change,), counting_rule="Every contact is a concern."))
    table = next(block for block in found if isinstance(block, Table))
    assert table.rows == (("2 September 2024", "Front door moved", "All contacts go there."),)
    assert "Every contact is a concern." in texts(found)


@pytest.mark.parametrize(
    ("absent", "words"),
    [
        ("s42_concluded", "No enquiry concluded in the period."),
        ("s42_commenced", "None began in the period."),
    ],
)
def test_enquiries_that_only_began_or_only_ended(absent, words):
    figures = sample()
    none = Figure(0, 0)
    lead = next(
        block
        for block in enquiries(replace(figures, now={**figures.now, absent: none}))
        if isinstance(block, Lead)
    )
    assert words in lead.text


def test_without_a_risk_there_is_no_outcome_to_tell():
    figures = sample()
    empty = Figure(None, 0, 0)
    now = {key: empty if key.startswith("risk_r") else f for key, f in figures.now.items()}
    lead = next(b for b in risk(replace(figures, now=now)) if isinstance(b, Lead))
    assert lead.text == "No risk was identified in the enquiries concluded."


def test_conversion_is_neutral_with_both_counts_the_rule_and_the_changes():
    change = Change(date(2024, 9, 2), "Front door moved", "")
    figures = sample(counting_rule="Every contact is a concern.", changes=(change,))
    found = conversion(figures)
    chart = next(block for block in found if isinstance(block, Chart))
    assert chart.chart.target is None
    kinds = {point.flag.kind for point in chart.chart.points if point.flag}
    assert kinds <= {"high", "low"}
    assert [(note.at, note.text) for note in chart.chart.annotations] == [
        ("Sep 2024", "Front door moved")
    ]
    words = "\n".join(texts(found))
    assert "Every contact is a concern." in words
    for key in ("conversion_rate_pct", "cohort_conversion_pct"):
        figure = figures.now[key]
        assert f"({figure.numerator:,} of {figure.denominator:,})" in words


def test_a_rule_not_written_down_is_said_to_be_missing():
    found = "\n".join(texts(whole().blocks))
    assert "has not yet written down when a contact becomes a concern" in found
    assert "The council's counting rule is not written down yet." in found


def test_changes_after_the_period_are_not_told():
    later = Change(date(2025, 6, 1), "Later", "")
    assert not any("Later" in text for text in texts(whole(changes=(later,)).blocks))


def test_two_changes_in_one_month_make_one_remark():
    both = (Change(date(2024, 9, 2), "One", ""), Change(date(2024, 9, 9), "Two", ""))
    chart = next(b for b in volumes(sample(changes=both)) if isinstance(b, Chart))
    assert [note.text for note in chart.chart.annotations] == ["One; Two"]
    assert "Sep 2024, One; Two" in chart.table.note


def test_teams_are_in_a_table_in_the_order_given_and_never_drawn():
    found = open_work(sample(teams=3))
    tables = [block for block in found if isinstance(block, Table)]
    assert [[row[0] for row in table.rows] for table in tables] == [
        ["Team 0", "Team 1", "Team 2"]
    ] * 2
    assert "alphabetical" in tables[-1].note
    assert not [block for block in open_work(sample()) if isinstance(block, Table)]


def test_open_work_adds_up_and_names_the_oldest():
    figures = sample()
    total = sum(figures.now[measure.key].numerator for measure in catalogue.OPEN)
    lead = next(block for block in open_work(figures) if isinstance(block, Lead))
    assert lead.text.startswith(f"{total} section 42 enquiries were open on 31 March 2025")
    assert f"open for {figures.oldest_days} days" in lead.text


def test_bounds_say_what_the_gaps_could_hide():
    figures = sample()
    table = [block for block in quality(figures) if isinstance(block, Table)][-1]
    row = next(row for row in table.rows if row[0] == "Asked what they wanted")
    asked = figures.now["asked_pct"]
    low = round(100 * asked.numerator / asked.denominator, 1)
    high = round(100 * (asked.numerator + asked.not_known) / asked.denominator, 1)
    assert row[3:] == (f"{low}%", f"{high}%")


def test_equality_tables_use_the_labels_of_the_return():
    found = equality(sample())
    words = "\n".join(texts(found))
    assert "Black / African / Caribbean / Black British" in words
    assert "cannot be said without the number of adults" in words
    for name in ("age", "gender", "ethnicity"):
        assert re.search(rf"of the people in concerns, {name} is not known", words)


def test_a_year_before_the_specification_has_no_return_labels_but_still_a_document():
    period = Period.financial_year(2008)
    document = whole(period=period, cut=CUT, months=36)
    assert "10. Equality breakdown" in headings(document)


@pytest.mark.parametrize("key", [m.key for m in catalogue.MEASURES if m.unit is not Unit.COUNT])
def test_a_figure_without_cases_reads_no_cases(key):
    measure = catalogue.BY_KEY[key]
    figures = sample(**EMPTY)
    figure = figures.now[key]
    assert figures.words.figure(measure, figure) == (figure.note or "no cases")


def test_a_median_that_was_not_reached_says_why():
    figures = sample(
        now={**sample().now, "s42_days_to_conclude_km_median": Figure(None, None, 9, still_open=6)}
    )
    words = "\n".join(texts(theme3_document(figures, made_on=MADE_ON).blocks))
    assert "not reached: over half still open (9 cases, 6 still open)" in words
    assert "over half were still open (9 cases, 6 still open)" in words


def test_the_year_it_holds():
    assert YEAR.label in whole().period_label
