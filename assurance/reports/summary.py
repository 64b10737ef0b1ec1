"""The period on one slide: the sentence, some figures, and what stands beside them.

The PDF is one page of the shape of a slide. It is set smaller until it fits, and never cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

from assurance import catalogue
from assurance.charts import palette
from assurance.reports import style
from assurance.reports.beyond import Beyond
from assurance.reports.blocks import (
    INTERNAL,
    SHAREABLE,
    Block,
    BulletList,
    Document,
    Heading,
    Lead,
    Status,
)
from assurance.reports.figures import Theme3Figures
from assurance.reports.pdf_blocks import BULLET_INDENT, Pieces, text_piece
from assurance.reports.pdf_pages import Gap, Page, share_out
from assurance.reports.pdf_text import load_fonts, write_lines
from assurance.reports.render_pdf import RUNNING
from assurance.reports.sections.common import shown
from assurance.reports.sections.year_page import sentence
from assurance.reports.style import BOLD, REGULAR, TextStyle
from assurance.reports.tagged_pdf import Element, TaggedCanvas
from assurance.reports.text import clean
from assurance.words import Words, long_date, plural

TITLE = "Theme 3 on one page"
# Four to three, as a slide; the width is that of the other pages, for which words are measured.
HEIGHT = style.PAGE_WIDTH * 3 / 4
TOP, BOTTOM = 34.0, 34.0
SCALES = (1.2, 1.1, 1.0, 0.9, 0.8, 0.7)
KEYS = (
    "decided_within_2_working_days_pct",
    "s42_days_to_conclude_km_median",
    "asked_pct",
    "outcomes_fully_or_partially_achieved_pct",
    "risk_reduced_or_removed_pct",
    "supported_pct",
)
HEAD = TextStyle(BOLD, 16, 20, after=2, colour=palette.BLUE)
ABOUT = TextStyle(REGULAR, 8.5, 11, after=3, colour=palette.MUTED)
LEAD = TextStyle(REGULAR, 11, 14.5, before=6, after=4)
PART = TextStyle(BOLD, 10, 13, before=5, after=1, colour=palette.BLUE)
WORDS = TextStyle(REGULAR, 9.2, 12, after=1.5)


@dataclass(frozen=True)
class Summary:
    """What the slide says: a lead, and parts of a few lines each."""

    council: str
    period: str
    marking: str
    lead: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def summary_of(figures: Theme3Figures, beyond: Beyond | None) -> Summary:
    """Choose what goes on the slide. Equal figures give an equal slide."""
    lines = [f"{catalogue.BY_KEY[key].title}: {shown(figures, key)}" for key in KEYS]
    parts = [("Figures", tuple(lines))]
    if beyond is not None:
        parts.append(("Beside the figures", tuple(_beside(beyond))))
    return Summary(
        figures.council,
        figures.period.label,
        SHAREABLE if figures.words.is_shared else INTERNAL,
        sentence(figures),
        tuple(parts),
    )


def _beside(found: Beyond) -> list[str]:
    lines = []
    for cover in found.statements:
        answered = len(cover.lines) - len(cover.open_lines)
        gaps = plural(str(len(cover.gaps)), "category", "categories")
        lines.append(
            f"{cover.statement.code} {cover.statement.label}: {answered} of {len(cover.lines)} "
            f"lines of required evidence answered, {gaps} without evidence"
        )
    words = Words(found.mode)
    lines.append(
        f"Voices heard since {long_date(found.voices_since)}: {words.count(found.voices_heard)}"
    )
    if found.rounds:
        lines.append(f"Rounds of case-file audits that ended: {len(found.rounds)}")
    if found.schedule is not None:
        lines.append(
            f"Safeguarding Adults Reviews: {len(found.schedule.concluded)} concluded, "
            f"{len(found.schedule.ongoing)} going on"
        )
    going = [row for row in found.plan if not row.is_closed]
    lines.append(
        f"Improvement plan: {len(going)} being worked on, "
        f"{sum(row.is_overdue for row in going)} overdue, "
        f"{sum(row.has_effect for row in found.plan)} with evidence of effect"
    )
    if found.signed is not None:
        lines.append(f"Self-assessment finished on {long_date(found.signed.finished_on)}")
    return lines


def summary_document(summary: Summary, *, status: Status, made_on: date) -> Document:
    """Lay the same out for Word and for a page."""
    blocks: list[Block] = [Heading(TITLE), Lead(summary.lead)]
    for heading, lines in summary.parts:
        blocks += [Heading(heading, 2), BulletList(lines)]
    return Document(
        title=TITLE,
        council=summary.council,
        period_label=summary.period,
        made_on=long_date(made_on),
        status=status,
        marking=summary.marking,
        blocks=tuple(blocks),
    )


def summary_pdf(summary: Summary, *, made_on: date) -> bytes:
    """Return the slide. Equal summaries of one day give equal bytes.

    Raises:
        ValueError: it does not fit one page even in the smallest type.
    """
    load_fonts()
    for scale in SCALES:
        root = Element("Document")
        pages = share_out(_pieces(summary, root, scale), HEIGHT - TOP - BOTTOM)
        if len(pages) == 1:
            return _drawn(pages, root, summary, made_on)
    raise ValueError("the summary does not fit one page")


def _pieces(summary: Summary, root: Element, scale: float) -> Pieces:
    about = f"{summary.council}, {summary.period}"
    flow: Pieces = [
        text_piece(TITLE, HEAD, root.child("H1")),
        text_piece(about, ABOUT, root.child("P")),
        Gap(3, palette.BLUE),
        text_piece(summary.lead, _scaled(LEAD, scale), root.child("P")),
    ]
    for heading, lines in summary.parts:
        title = text_piece(heading, _scaled(PART, scale), root.child("H2"))
        flow.append(replace(title, keep=True))
        outer = root.child("L", attributes="/O /List /ListNumbering /Disc")
        for line in lines:
            entry = outer.child("LI")
            label = entry.child("Lbl")
            look = _scaled(WORDS, scale)
            piece = text_piece(line, look, entry.child("LBody"), indent=BULLET_INDENT)
            flow.append(replace(piece, bullet=("•", label)))
    return flow


def _drawn(pages: Sequence[Page], root: Element, summary: Summary, made_on: date) -> bytes:
    out = BytesIO()
    canvas = TaggedCanvas(out, title=clean(f"{TITLE}: {summary.council}"), root=root)
    canvas.setPageSize((style.PAGE_WIDTH, HEIGHT))
    canvas.setAuthor(clean(summary.council))
    canvas.setSubject(TITLE)
    canvas.setCreator("Safeguarding Assurance")
    made = style.made_at(long_date(made_on))
    canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d%H%M%S}Z")
    for offset, piece in pages[0].placed:
        piece.draw(canvas, style.MARGIN, HEIGHT - TOP - offset)
    foot = f"{summary.marking}. {long_date(made_on)}"
    with canvas.artifact("Footer"):
        write_lines(canvas, [clean(foot)], RUNNING, left=style.MARGIN, top=BOTTOM - 12)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _scaled(look: TextStyle, scale: float) -> TextStyle:
    return replace(look, size=look.size * scale, leading=look.leading * scale)
