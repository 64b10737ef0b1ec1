"""What the tests read back from PDF files: text, structure, and any document at all."""

import re
from functools import cache
from io import BytesIO

import pikepdf
import pypdf
from hypothesis import strategies as st

from assurance.reports.blocks import (
    BulletList,
    DefinitionList,
    Document,
    Heading,
    Lead,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Table,
    chart_block,
)
from assurance.reports.render_pdf import render_pdf
from tests.assurance.report_samples import EDGES, TYPICAL

RUNNING = re.compile(
    r"Theme 3\s+Marlowe\s*\n|Internal: true counts, not for sharing\s*\n?"
    r"|Page \d+ of \d+\s*\n?"
)
TEN_THOUSAND = " ".join(f"word{number}" for number in range(10_000))
LONG_TABLE = Table(
    "Teams", ("Team", "Cases"), tuple((f"T{at}", str(at)) for at in range(200)), (1,)
)


@cache
def rendered(made: Document) -> bytes:
    return render_pdf(made)


def pages(made: Document) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(rendered(made))).pages]


def letters(text: str) -> str:
    """Leave out white space, which a page may set as it needs."""
    return "".join(text.split())


def read(made: Document) -> str:
    """Return the letters of the body, without what runs along every page."""
    return letters("\n".join(RUNNING.sub("", page + "\n") for page in pages(made)[1:]))


def structure(made: Document) -> list[pikepdf.Dictionary]:
    """Return every element of the structure tree, in reading order."""
    found: list[pikepdf.Dictionary] = []

    def walk(node) -> None:
        if isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(node)
        kids = node.get("/K", ()) if isinstance(node, pikepdf.Dictionary) else ()
        for kid in kids if isinstance(kids, pikepdf.Array) else (kids,):
            if isinstance(kid, pikepdf.Dictionary):
                walk(kid)

    walk(opened(made).Root.StructTreeRoot)
    return found


@cache
def opened(made: Document) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(rendered(made)))


def tags(made: Document) -> list[str]:
    return [str(node.S) for node in structure(made)]


PRINTABLE = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
ROWS = st.integers(1, 6).flatmap(
    lambda wide: st.lists(st.tuples(*[PRINTABLE] * wide), min_size=1, max_size=6)
)
TABLES = st.builds(
    lambda rows, note: Table("Caption", rows[0], tuple(rows[1:]), note=note), ROWS, PRINTABLE
)
BLOCKS = st.lists(
    st.one_of(
        st.builds(lambda text: Heading(f"H{text}"), PRINTABLE),
        st.builds(Paragraph, PRINTABLE),
        st.builds(Lead, PRINTABLE),
        st.builds(Quote, PRINTABLE, PRINTABLE),
        st.builds(Note, PRINTABLE),
        TABLES,
        st.just(PageBreak()),
        st.builds(lambda items: BulletList(tuple(items)), st.lists(PRINTABLE, max_size=4)),
        st.builds(
            lambda items: DefinitionList(tuple(items)),
            st.lists(st.tuples(PRINTABLE, PRINTABLE), max_size=3),
        ),
        st.sampled_from((*TYPICAL, *EDGES)).map(chart_block),
    ),
    max_size=8,
)
