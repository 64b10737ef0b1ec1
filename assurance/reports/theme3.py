"""The Theme 3 assurance report: which sections make it, and what its cover says."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count

from django.conf import settings

from assurance import catalogue
from assurance.reports.beyond import Beyond
from assurance.reports.blocks import (
    INTERNAL,
    SHAREABLE,
    Block,
    Chart,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Status,
)
from assurance.reports.figures import Theme3Figures
from assurance.reports.sections.beyond import beyond_figures
from assurance.reports.sections.capacity import capacity
from assurance.reports.sections.context import context
from assurance.reports.sections.conversion import conversion
from assurance.reports.sections.decisions import decisions
from assurance.reports.sections.enquiries import enquiries
from assurance.reports.sections.equality import equality
from assurance.reports.sections.method import method, sign_off
from assurance.reports.sections.open_work import open_work
from assurance.reports.sections.personal import personal
from assurance.reports.sections.quality import quality
from assurance.reports.sections.risk import risk
from assurance.reports.sections.volumes import volumes
from assurance.reports.sections.year_page import year_page
from assurance.words import long_date

TITLE = "Safeguarding adults assurance report"
SUBTITLE = "Evidence for Theme 3: how the local authority ensures safety within the system"
Section = Callable[[Theme3Figures], tuple[Block, ...]]
SECTIONS: tuple[Section, ...] = (
    context,
    volumes,
    conversion,
    decisions,
    enquiries,
    open_work,
    risk,
    personal,
    capacity,
    equality,
    quality,
)
# Follows on from what is before it, since the two fill their pages better together.
FLOWING = frozenset({enquiries, risk, equality})


def theme3_document(
    figures: Theme3Figures,
    *,
    prepared_for: str = "",
    status: Status = "Draft",
    made_on: date,
    cases: str = "",
    beyond: Beyond | None = None,
) -> Document:
    """Lay out the whole report. Equal figures give an equal document.

    Args:
        beyond: what is told beside the figures; None where the report is of figures only.
        cases: which cases it is about, as a sentence; empty for all of them.
    """
    body: list[Block] = []
    for section in SECTIONS:
        blocks = section(figures)
        body += blocks if section in FLOWING else on_its_page(blocks)
    body += method(figures, particulars(figures, cases))
    if beyond is not None:
        body += beyond_figures(beyond)
    body += sign_off()
    return Document(
        title=TITLE,
        subtitle=f"{SUBTITLE}. {cases}" if cases else SUBTITLE,
        council=figures.council,
        period_label=_period(figures),
        prepared_for=prepared_for,
        made_on=long_date(made_on),
        status=status,
        marking=SHAREABLE if figures.words.is_shared else INTERNAL,
        blocks=(*_about(cases), *year_page(figures), PageBreak(), *numbered(body)),
    )


def _about(cases: str) -> tuple[Block, ...]:
    """Say on the first page that what follows is not about every case."""
    return (Paragraph(f"{cases} No figure in this report is of the whole council."),) * bool(cases)


def particulars(figures: Theme3Figures, cases: str = "") -> tuple[tuple[str, str], ...]:
    return (
        ("Cases", cases or "Every case"),
        ("Data reach to", long_date(figures.cut)),
        ("Open work seen on", long_date(figures.census)),
        ("Software version", settings.VERSION),
        ("Fingerprint of the figures (SHA-256)", fingerprint(figures, cases)),
    )


def fingerprint(figures: Theme3Figures, cases: str = "") -> str:
    """Return the hash of what is shown of every measure: the same figures give the same hash."""
    shown = {
        measure.key: figures.words.figure(measure, figures.now[measure.key])
        for measure in catalogue.MEASURES
    }
    what = [
        figures.council_code,
        figures.period.start.isoformat(),
        figures.period.end.isoformat(),
        figures.mode.value,
        shown,
        *([cases] if cases else []),
    ]
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


def on_its_page(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Begin a section with a chart on a page of its own; a shorter one follows on."""
    has_chart = any(isinstance(block, Chart) for block in blocks)
    return (PageBreak(), *blocks) if has_chart else blocks


def numbered(blocks: list[Block]) -> tuple[Block, ...]:
    """Number the sections from 1, as they refer to one another."""
    numbers = count(1)
    return tuple(
        replace(block, text=f"{next(numbers)}. {block.text}")
        if isinstance(block, Heading) and block.level == 1
        else block
        for block in blocks
    )


def _period(figures: Theme3Figures) -> str:
    period = figures.period
    dates = f"{long_date(period.start)} to {long_date(period.end)}"
    return dates if " to " in period.label else f"{period.label} ({dates})"
