"""What a screen reader finds in the PDF."""

import pikepdf

from assurance.reports.blocks import Table
from tests.assurance.report_reading import opened, structure, tags
from tests.assurance.report_samples import TYPICAL, document, full_document


def test_the_file_is_tagged_and_says_its_language_and_title():
    root = opened(full_document()).Root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == "en-GB"
    assert root.ViewerPreferences.DisplayDocTitle
    assert str(opened(full_document()).docinfo.Title) == "Theme 3"
    assert all(page.Tabs == "/S" for page in opened(full_document()).pages)
    with opened(full_document()).open_metadata() as metadata:
        assert metadata["dc:title"] == "Theme 3"
        assert "pdfuaid:part" not in metadata


def test_every_font_is_in_the_file():
    fonts = [
        font for page in opened(full_document()).pages for font in page.Resources.Font.values()
    ]
    assert fonts
    assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_the_structure_follows_the_blocks():
    found = tags(full_document())
    assert found.count("/H1") == 1
    assert found.count("/H2") == 2  # the contents and the section
    assert (found.count("/H3"), found.count("/H4")) == (1, 1)
    assert found.count("/Figure") == len(TYPICAL)
    assert {"/L", "/LI", "/Lbl", "/LBody", "/BlockQuote", "/TOC", "/TOCI", "/Link"} <= set(found)
    assert found.count("/Caption") == found.count("/Table") - 1  # the cover's needs none


def test_every_figure_has_an_alternative():
    figures = [node for node in structure(full_document()) if node.S == "/Figure"]
    assert [str(node.Alt).split(". ")[0] for node in figures] == [
        f"Chart: {chart.title}" for chart in TYPICAL
    ]


def test_cells_are_counted_and_headings_have_a_scope():
    table = Table("T", ("A", "B", "C"), (("a", "1", "2"), ("b", "3", "4")))
    found = structure(document(table, made_on=""))
    cells = [node for node in found if node.S in ("/TH", "/TD")]
    cover = 3  # period, status and marking, each a label and a value
    assert sum(node.S == "/TD" for node in cells) == 4 + cover
    scopes = [str(node.A.Scope) for node in cells if node.S == "/TH"]
    assert (scopes.count("/Column"), scopes.count("/Row")) == (3, 2 + cover)


def test_everything_drawn_is_marked():
    """Each page's text and lines lie between a tag or an artifact and its end."""
    for page in opened(full_document()).pages:
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            depth += (name in ("BDC", "BMC")) - (name == "EMC")
            assert depth in (0, 1)
            if name in ("Tj", "TJ", "S", "f", "B", "f*", "B*", "b", "b*", "s"):
                assert depth == 1, (operands, name)
        assert depth == 0


def test_marks_and_parents_agree():
    pdf = opened(full_document())
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    tree = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for page in pdf.pages:
        marks = [
            int(operands[1].MCID)
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and "/MCID" in operands[1]
        ]
        assert marks == list(range(len(tree[int(page.StructParents)])))


def test_links_of_the_contents_are_tagged():
    page = opened(full_document()).pages[1]
    numbers = list(opened(full_document()).Root.StructTreeRoot.ParentTree.Nums)
    tree = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    assert len(page.Annots) == 2
    for link in page.Annots:
        assert tree[int(link.StructParent)].S == "/Link"
    assert [str(link.Contents) for link in page.Annots] == [
        "The year in one page, page 3",
        "What we see, page 4",
    ]
