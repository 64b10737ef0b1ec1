"""Which sections make the report of a round, and what its cover says."""

from dataclasses import replace
from itertools import count

from django.conf import settings

from assurance.reports.audit_round import method, results, voices
from assurance.reports.blocks import INTERNAL, Block, Document, Heading
from assurance.words import long_date
from audit.results.rounds import RoundFigures

ABOUT_WORKERS = "Internal: about workers, for those entitled to personnel matters only"
SECTIONS = (
    results.by_section,
    results.grades,
    method.cannot_say,
    voices.themes,
    results.gaps,
    voices.good_practice,
    method.agreement,
    voices.actions,
    results.questions,
)


def round_document(figures: RoundFigures, *, prepared_for: str = "") -> Document:
    """Lay out the whole report. Equal figures give an equal document."""
    body: list[Block] = [block for section in SECTIONS for block in section(figures)]
    body += method.method(figures, particulars(figures))
    return Document(
        title=figures.name,
        subtitle=f"Report of a round of audits with “{figures.tool}”",
        council=figures.council,
        period_label=results.period(figures),
        prepared_for=prepared_for,
        made_on=long_date(figures.on),
        status="Final" if figures.is_closed else "Draft",
        marking=ABOUT_WORKERS if figures.is_personnel else INTERNAL,
        blocks=(*results.in_short(figures), *_numbered(body)),
    )


def particulars(figures: RoundFigures) -> tuple[tuple[str, str], ...]:
    return (
        ("Figures as on", long_date(figures.on)),
        ("Software version", settings.VERSION),
        ("Fingerprint of the figures (SHA-256)", figures.fingerprint()),
    )


def _numbered(body: list[Block]) -> tuple[Block, ...]:
    numbers = count(1)
    return tuple(
        replace(block, text=f"{next(numbers)}. {block.text}")
        if isinstance(block, Heading) and block.level == 1
        else block
        for block in body
    )
