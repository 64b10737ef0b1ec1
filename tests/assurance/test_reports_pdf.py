import re
from io import BytesIO

import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.reports import pdf_text, style
from assurance.reports.blocks import (
    BulletList,
    DefinitionList,
    Heading,
    Lead,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Table,
    chart_block,
)
from assurance.reports.pdf_blocks import pieces
from assurance.reports.pdf_pages import Gap, NewPage, TextPiece, share_out
from assurance.reports.pdf_text import ReportFont, load_fonts, wrap
from assurance.reports.render_pdf import UNDRAWABLE, render_pdf
from assurance.reports.tagged_pdf import Element
from tests.assurance.report_reading import (
    BLOCKS,
    LONG_TABLE,
    TEN_THOUSAND,
    letters,
    pages,
    read,
    rendered,
    tags,
)
from tests.assurance.report_samples import EDGES, MARKUP, TYPICAL, document, full_document


def test_the_same_document_gives_the_same_bytes():
    assert render_pdf(full_document()) == render_pdf(full_document())


def test_every_word_of_every_block_is_there():
    text = read(full_document())
    for words in (
        "Fewer people are waiting.",
        "312 more",
        "True counts.",
        "March may change.",
        "Sixty files were audited.",
        "They listened to me.",
        "Adult, February 2026",
        "Under section 42.",
        "Data cut 31 March 2026.",
        "Source: the register.",
        "Nothing to show.",
        "Provisional",
        "further out than chance explains",
    ):
        assert letters(words) in text


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
    # Twice for the heading: in the contents and in the body.
    assert read(made).count(letters(MARKUP)) == 15


@pytest.mark.parametrize(
    "text",
    [
        "Łódź, Ŵyn, Şefik, Ångström, Søren, naïve, ﬁve",
        "‘single’ “double” – — … £ € ½ ✓ ≥ •",  # noqa: RUF001
        "Привет, Ελλάδα",
        "日本語 と বাংলা",
        "emoji 😀 and 𝔸𝔹",  # noqa: RUF001
        "\\ ( ) \\) ((",
        "e\u0301 a\u0308",
    ],
)
def test_no_character_is_lost(text):
    made = document(Paragraph(text), Quote(text), Heading(text), Table("", ("A",), ((text,),)))
    assert read(made).count(letters(text)) == 5


def test_text_from_right_to_left_is_kept_though_not_well_set():
    text = read(document(Paragraph("سلام")))
    assert "سلام" in text or "سلام"[::-1] in text
    assert letters(UNDRAWABLE) in text


def test_characters_without_a_picture_are_owned_up_to():
    assert letters(UNDRAWABLE) in read(document(Table("", ("A",), (("日本語",),))))
    assert letters(UNDRAWABLE) not in read(full_document())


def test_ten_thousand_words_in_a_paragraph_survive_whole():
    assert letters(TEN_THOUSAND) in read(document(Paragraph(TEN_THOUSAND)))


@pytest.mark.parametrize("kind", [Lead, Quote, Note, lambda text: BulletList((text,))])
def test_long_text_of_any_kind_survives_whole(kind):
    assert letters(TEN_THOUSAND) in read(document(kind(TEN_THOUSAND)))


def test_ten_thousand_words_in_a_cell_survive_whole():
    made = document(Table("T", ("Only",), ((TEN_THOUSAND,), ("after",))))
    text = read(made).replace("Only", "")
    assert letters(TEN_THOUSAND) in text
    assert "after" in text


def test_a_tall_cell_beside_a_short_one_loses_neither():
    made = document(Table("T", ("A", "B"), (("short", TEN_THOUSAND),)))
    text = read(made)
    assert text.count("short") == 1
    assert all(f"word{number}" in text for number in range(10_000))


def test_a_column_heading_taller_than_a_page_survives():
    assert "word9999" in read(document(Table("T", (TEN_THOUSAND,), (("a",),))))


def test_a_word_longer_than_the_line_is_broken_not_cut():
    word = "x" * 900 + "END"
    made = document(Paragraph(word), Table("T", ("A", "B"), ((word, word),)))
    assert read(made).count("END") == 3


def test_no_text_is_drawn_outside_the_page():
    wide = Table(
        "Wide",
        tuple(f"Column number {at}" for at in range(25)),
        tuple(tuple("value" * (at % 4 + 1) for at in range(25)) for _ in range(60)),
    )
    made = document(
        Heading("H" * 300),
        Paragraph("W" * 500),
        wide,
        *map(chart_block, TYPICAL),
        title="T" * 200,
        council="C" * 200,
        marking="M " * 300,
    )
    for page in pypdf.PdfReader(BytesIO(rendered(made))).pages:
        page.extract_text(visitor_text=inside_the_page)


def inside_the_page(text, ctm, matrix, font, size) -> None:
    if not text.strip() or font is None:
        return
    face = font["/BaseFont"].split("+")[1]
    upright = ctm[1] != 0
    x, y = (ctm[4], ctm[5]) if upright else (matrix[4] + ctm[4], matrix[5] + ctm[5])
    longest = max(text.split("\n"), key=len)
    end = x if upright else x + pdf_text.measure(longest, style.TextStyle(face, size, 0))
    assert x >= 20, text
    assert end <= style.PAGE_WIDTH - 20, text
    assert 8 <= y <= style.PAGE_HEIGHT - 20, text


def test_every_page_says_which_of_how_many_and_its_marking():
    found = pages(document(*(Paragraph(f"p{at}") for at in range(150))))
    for number, text in enumerate(found, 1):
        assert f"Page {number} of {len(found)}" in text
        assert "Internal: true counts, not for sharing" in text


def test_contents_give_the_page_of_each_heading():
    made = document(
        Heading("First"),
        PageBreak(),
        Heading("Second"),
        Heading("Part", 2),
        PageBreak(),
        Heading("Third"),
    )
    found = pages(made)
    assert re.findall(r"(First|Second|Part|Third)\s+(\d+)", found[1]) == [
        ("First", "3"),
        ("Second", "4"),
        ("Part", "4"),
        ("Third", "5"),
    ]
    assert "Third" in found[4]


def test_contents_longer_than_a_page():
    made = document(*(Heading(f"Section {at}") for at in range(120)))
    text = read(made)
    assert all(text.count(f"Section{at}") >= 2 for at in range(120))


def test_no_page_is_empty():
    made = document(
        PageBreak(), Heading("A"), PageBreak(), PageBreak(), Paragraph("x"), PageBreak()
    )
    assert len(pages(made)) == 4


def test_an_empty_document_is_its_cover():
    assert len(pages(document())) == 1


def test_headings_are_bookmarked_in_their_levels():
    made = document(Heading("One"), Heading("Two", 2), Heading("Three", 3), Heading("Four"))
    outline = pypdf.PdfReader(BytesIO(rendered(made))).outline
    assert outline[0].title == "One"
    assert outline[1][0].title == "Two"
    assert outline[1][1][0].title == "Three"
    assert outline[2].title == "Four"


def test_headings_stay_with_what_follows():
    for lines in range(21, 60, 4):
        made = document(
            *[Paragraph("line")] * lines, Heading("Stay", 1), Heading("With", 2), Paragraph("me")
        )
        body = pages(made)[2:]
        assert all(("Stay" in page) == ("With" in page) == ("me" in page.split()) for page in body)


def test_a_chart_stays_with_its_reading():
    for lines in range(0, 40, 7):
        made = document(*[Paragraph("line")] * lines, chart_block(TYPICAL[0], "Read me."))
        assert any("Read me." in page and "1,500" in page for page in pages(made)[1:])


def test_the_heading_row_is_drawn_on_each_page_and_read_once():
    made = document(LONG_TABLE)
    body = [page for page in pages(made)[1:] if "T1" in page]
    assert len(body) > 3
    assert all("Team" in page and "Cases" in page for page in body)
    # Four more name the rows of the cover.
    assert tags(made).count("/TH") == len(LONG_TABLE.columns) + len(LONG_TABLE.rows) + 4


def test_a_note_stays_with_the_last_rows():
    for rows in range(34, 50, 3):
        table = Table("T", ("A",), (("row",),) * rows, note="The note.")
        last = next(page for page in pages(document(table)) if "The note." in page)
        assert "row" in last


def test_a_wide_table_comes_in_parts_that_name_their_rows():
    table = Table(
        "Wide",
        ("Team", *(f"Measurement {at}" for at in range(20))),
        tuple((f"Team {row}", *["12,345"] * 20) for row in range(3)),
    )
    text = read(document(table))
    assert "Wide(part1of" in text
    assert all(f"Measurement{at}" in text for at in range(20))
    assert text.count("Team2") == text.count("Wide(part")


@pytest.mark.parametrize("chart", EDGES, ids=lambda chart: chart.title)
def test_edge_charts_are_drawn(chart):
    assert letters(chart.title) in read(document(chart_block(chart)))


def test_a_missing_font_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf_text, "FONT_FOLDER", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"DejaVuSans\.ttf"):
        ReportFont("DejaVuSans")


@given(st.text(max_size=400), st.floats(5, 400))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text, width):
    pdf_text.load_fonts()
    lines = wrap(text, style.BODY, width)
    assert letters("".join(lines)) == letters(pdf_text.clean(text))
    for line in lines:
        bare = line.rstrip(" ")
        assert pdf_text.measure(bare, style.BODY) <= width + 0.01 or len(bare) <= 3


def test_pages_are_filled_in_order_and_none_is_overfull():
    flow = [Gap(height, keep=height < 30) for height in (10, 200, 20, 25, 90, 180, 5, 300)]
    found = share_out([*flow[:4], NewPage(), *flow[4:]], 300)
    assert [piece for page in found for _, piece in page.placed] == flow
    assert all(offset + piece.height <= 300 for page in found for offset, piece in page.placed)


@settings(max_examples=25, deadline=None)
@given(BLOCKS)
def test_any_document_renders_to_a_whole_file(content):
    file = render_pdf(document(*content))
    assert pikepdf.open(BytesIO(file)).check_pdf_syntax() == []


TALL_ROWS = Table(
    "Volumes", ("Measure", "What it says"), tuple((f"M{at}", "word " * 170) for at in range(5))
)
FLOWS = {
    "text": (Heading("Section"), Paragraph("word " * 200)),
    "a table of tall rows": (Heading("Section"), Heading("Part", 2), TALL_ROWS),
    "a table of short rows": (Heading("Section"), LONG_TABLE),
    "a chart": (Heading("Section"), chart_block(TYPICAL[0])),
    "a chart, more than a page of it": (
        *(Heading("word " * 20, level) for level in (1, 2, 3)),
        chart_block(TYPICAL[0], "word " * 240),
    ),
    "terms": (Heading("Section"), DefinitionList((("Term", "word " * 200),))),
}


@pytest.mark.parametrize("blocks", FLOWS.values(), ids=FLOWS)
def test_a_heading_or_caption_never_ends_a_page(blocks):
    """Wherever on the page it falls: what is above it fills the page a little further each time."""
    load_fonts()
    root = Element("Document")
    flow = [piece for block in blocks for piece in pieces(block, root)]
    for filled in range(0, int(style.ROOM), 9):
        pages = share_out([Gap(filled, keep=False), *flow], style.ROOM)
        ends = [page.placed[-1][1] for page in pages if page.placed]
        assert not any(isinstance(end, TextPiece) and end.keep for end in ends), filled
