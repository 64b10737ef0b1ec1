import re
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings

from assurance.reports.blocks import (
    BulletList,
    DefinitionList,
    Heading,
    KeyFigures,
    Lead,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Table,
    chart_block,
)
from assurance.reports.blocks import Chart as ChartBlock
from assurance.reports.render_docx import render_docx
from tests.assurance.report_reading import BLOCKS, TEN_THOUSAND
from tests.assurance.report_samples import EDGES, MARKUP, TYPICAL, document, full_document


def word(made):
    return docx.Document(BytesIO(render_docx(made)))


def text_of(made) -> str:
    """Return every run of text of the body in order, cells too."""
    return "\n".join(node.text or "" for node in word(made).element.body.iter(qn("w:t")))


def tables_of(made) -> list[list[tuple[str, ...]]]:
    """Return the tables of the body, without the cover's."""
    return [
        [tuple(cell.text for cell in row.cells) for row in table.rows]
        for table in word(made).tables[1:]
    ]


def test_the_same_document_gives_the_same_bytes():
    assert render_docx(full_document()) == render_docx(full_document())


def test_headings_are_word_headings_in_their_levels():
    made = full_document()
    found = [
        (paragraph.text, int(paragraph.style.name[-1]))
        for paragraph in word(made).paragraphs
        if re.fullmatch(r"Heading \d", paragraph.style.name)
    ]
    assert found == [(b.text, b.level) for b in made.blocks if isinstance(b, Heading)]


def test_tables_hold_what_the_blocks_hold():
    wanted = []
    for block in full_document().blocks:
        table = {
            KeyFigures: lambda b: b.as_table(),
            ChartBlock: lambda b: b.table,
            Table: lambda b: b,
        }.get(type(block), lambda b: None)(block)
        if table:
            wanted.append([table.columns, *(table.rows or (("Nothing to show.", ""),))])
    assert tables_of(full_document()) == wanted


def test_the_heading_row_repeats_and_the_caption_stands_above():
    made = word(document(Table("The caption", ("A", "B"), (("a", "b"),))))
    row = made.tables[1].rows[0]._tr
    assert row.trPr.find(qn("w:tblHeader")) is not None
    caption = made.tables[1]._tbl.getprevious()
    assert "".join(node.text for node in caption.iter(qn("w:t"))) == "The caption"
    assert caption.pPr.pStyle.val == "Caption"


def test_headings_captions_and_terms_stay_with_what_follows():
    styles = word(document(chart_block(TYPICAL[0]))).styles
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption", "Chart Title", "Term"):
        assert styles[name].paragraph_format.keep_with_next, name


def test_numbers_are_set_to_the_right():
    made = word(document(Table("T", ("A", "B"), (("a", "1"),), numeric=(1,))))
    aligned = [cell.paragraphs[0].alignment for cell in made.tables[1].rows[1].cells]
    assert aligned == [None, docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT]


def test_markup_in_case_text_is_literal():
    made = document(
        Heading(MARKUP),
        Lead(MARKUP),
        Paragraph(MARKUP),
        BulletList((MARKUP,)),
        Quote(MARKUP, MARKUP),
        Note(MARKUP),
        DefinitionList(((MARKUP, MARKUP),)),
        Table(MARKUP, (MARKUP, "B"), ((MARKUP, MARKUP),), note=MARKUP),
    )
    assert text_of(made).count(MARKUP) == 15


def test_ten_thousand_words_survive_whole():
    made = document(Paragraph(TEN_THOUSAND), Table("T", ("A",), ((TEN_THOUSAND,),)))
    assert text_of(made).count(TEN_THOUSAND) == 2


def test_control_characters_do_not_break_the_file():
    assert "ab" in text_of(document(Paragraph("a\x00\ud800\ufffeb")))


def test_line_ends_stay_line_ends():
    made = word(document(Table("T", ("A",), (("one\ntwo",),))))
    assert made.tables[1].rows[1].cells[0].text == "one\ntwo"


@pytest.mark.parametrize("chart", [*TYPICAL, *EDGES], ids=lambda chart: chart.title)
def test_a_chart_is_its_reading_and_its_table(chart):
    made = document(chart_block(chart, "The reading."))
    assert [paragraph.text for paragraph in word(made).paragraphs].count("The reading.") == 1
    cells = {cell for table in tables_of(made) for row in table for cell in row}
    wanted = {cell for row in chart_block(chart).table.rows for cell in row}
    assert wanted <= cells


def test_wide_tables_come_in_parts():
    table = Table(
        "Wide",
        ("Team", *(f"Measurement {at}" for at in range(20))),
        (("North", *map(str, range(20))),),
    )
    parts = tables_of(document(table))
    assert len(parts) > 1
    assert [cell for part in parts for cell in part[1][1:]] == list(map(str, range(20)))
    assert all(part[1][0] == "North" for part in parts)


def test_properties_say_what_the_file_is():
    made = word(full_document()).core_properties
    assert (made.title, made.author, made.language) == ("Theme 3", "Marlowe", "en-GB")
    assert made.created.year == 2026
    assert "python-docx" not in (made.comments + made.author)


def test_the_language_of_the_text_is_british():
    defaults = word(document()).styles.element.find(qn("w:docDefaults"))
    assert next(defaults.iter(qn("w:lang"))).get(qn("w:val")) == "en-GB"


def test_footers_carry_marking_and_page_numbers():
    section = word(full_document()).sections[0]
    for footer in (section.footer, section.first_page_footer):
        xml = footer._element.xml
        assert "PAGE" in xml
        assert "NUMPAGES" in xml
        assert "Internal: true counts, not for sharing" in xml


def test_contents_can_be_read_before_word_refreshes_them():
    made = word(full_document())
    listed = [p.text for p in made.paragraphs if p.style.name in ("Contents 1", "Contents 2")]
    assert listed == ["The year in one page", "What we see"]


def test_page_breaks_never_leave_an_empty_page():
    made = word(document(Heading("A"), PageBreak(), PageBreak(), Table("", ("A",), (("a",),))))
    assert "w:br" not in made.element.body.xml.replace("w:br/", "")
    assert made.element.body.xml.count("<w:pageBreakBefore/>") == 3  # contents, A, table


def test_every_part_of_the_file_is_whole():
    assert ZipFile(BytesIO(render_docx(full_document()))).testzip() is None


@settings(max_examples=15, deadline=None)
@given(BLOCKS)
def test_any_document_renders_to_a_file_that_opens(content):
    assert word(document(*content)).paragraphs
