import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings

from assurance.reports.blocks import (
    BulletList,
    DefinitionList,
    Heading,
    Lead,
    Note,
    Paragraph,
    Quote,
    Table,
    chart_block,
)
from assurance.reports.render_html import blocks_for_page, render_html
from tests.assurance.report_reading import BLOCKS, TEN_THOUSAND
from tests.assurance.report_samples import EDGES, MARKUP, TYPICAL, document, full_document

AXE = Path(__file__).parents[1] / "data" / "axe" / "axe.min.js"
VOID = {"meta", "br", "line", "rect", "circle", "polygon", "polyline"}


class Page(HTMLParser):
    """What a page holds: its tags in order, its text, and whether every tag is closed."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag in names]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(render_html(full_document()))


def test_every_tag_is_closed(page):
    assert page.open == []


def test_one_h1_and_headings_in_order(page):
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_asks_for_nothing_from_anywhere(page):
    assert not page.all("script", "link", "img", "iframe", "object")
    assert all((link["href"] or "").startswith("#") for link in page.all("a"))
    assert "url(" not in render_html(full_document())


def test_only_the_whole_page_has_a_style_and_nothing_has_it_inline(page):
    assert len(page.all("style")) == 1
    assert not any("style" in attrs for _, attrs in page.tags)


def test_there_is_a_way_past_the_top_and_a_language(page):
    assert page.all("a")[0]["href"] == "#main-content"
    assert page.all("main")[0]["id"] == "main-content"
    assert page.all("html")[0]["lang"] == "en-GB"


def test_contents_lead_to_headings(page):
    places = {attrs.get("id") for _, attrs in page.tags}
    assert all((link["href"] or "")[1:] in places for link in page.all("a"))
    assert len({attrs["id"] for _, attrs in page.tags if "id" in attrs}) == len(
        [attrs for _, attrs in page.tags if "id" in attrs]
    )


def test_tables_have_captions_and_scopes(page):
    assert len(page.all("caption")) == len(page.all("table"))
    assert {attrs["scope"] for attrs in page.all("th")} == {"col", "row"}


def test_every_chart_is_an_image_with_words(page):
    labels = [attrs["aria-label"] for attrs in page.all("svg")]
    assert labels == [f"Chart: {chart.title}. {chart.summary}" for chart in TYPICAL]
    assert all(attrs["role"] == "img" for attrs in page.all("svg"))


def test_every_word_of_every_block_is_there(page):
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
        "Internal: true counts, not for sharing",
    ):
        assert words in page.text


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
    found = Page(render_html(made))
    assert found.text.count(MARKUP) == 15
    assert not found.all("img", "b", "i")


def test_markup_in_charts_is_literal():
    source = render_html(
        document(
            chart_block(type(TYPICAL[0])(MARKUP, MARKUP, MARKUP, (MARKUP,), TYPICAL[0].series[:0]))
        )
    )
    assert not Page(source).all("img", "b", "i")
    assert Page(source).open == []


def test_ten_thousand_words_survive_whole():
    made = document(Paragraph(TEN_THOUSAND), Table("T", ("A",), ((TEN_THOUSAND,),)))
    assert Page(render_html(made)).text.count(TEN_THOUSAND) == 2


def test_line_ends_stay_line_ends():
    assert "one<br>two" in render_html(document(Paragraph("one\ntwo")))


@pytest.mark.parametrize("chart", EDGES, ids=lambda chart: chart.title)
def test_edge_charts_are_drawn(chart):
    assert Page(render_html(document(chart_block(chart)))).all("svg")


def test_the_blocks_fit_into_a_page_of_the_application():
    context = blocks_for_page(full_document())
    found = Page(render_to_string("assurance/report_blocks.html", context))
    assert found.open == []
    assert not found.all("h1", "style", "script")
    assert [heading["text"] for heading in context["contents"]] == [
        "The year in one page",
        "What we see",
    ]


@settings(max_examples=15, deadline=None)
@given(BLOCKS)
def test_any_document_renders_to_a_whole_page(content):
    assert Page(render_html(document(*content))).open == []


@pytest.mark.browser
@pytest.mark.slow
def test_axe_finds_nothing(tmp_path):
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = Path("/usr/bin/chromium")
    if not chromium.exists():
        pytest.skip("needs Chromium")
    file = tmp_path / "report.html"
    file.write_text(render_html(full_document()), encoding="utf-8")
    with playwright.sync_playwright() as run:
        browser = run.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 320, "height": 800})
        page.goto(file.as_uri())
        page.add_script_tag(path=str(AXE))
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("rules => axe.run({runOnly: rules})", rules)
        wide = page.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert [fault["id"] for fault in found["violations"]] == []
    assert wide == 320
