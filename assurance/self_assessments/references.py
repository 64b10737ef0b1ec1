"""What the references in a text show today: a figure, what somebody said, a document.

What is withdrawn, missing or not approved says so in place of its words, wherever it is shown, and
stops a self-assessment from being finished.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assurance.rules.references import Kind, Reference, pieces, references
from assurance.self_assessments.library import DOCUMENTS, FIGURES
from assurance.self_assessments.quoted import VOICES
from assurance.self_assessments.targets import Provider, Target, missing
from core.models import Organisation

Shown = Mapping[Reference, Target]
PROVIDERS: Mapping[Kind, Provider] = {
    Kind.FIGURE: FIGURES,
    Kind.VOICE: VOICES,
    Kind.EVIDENCE: DOCUMENTS,
}


def shown(council: Organisation, wanted: Iterable[Reference]) -> Shown:
    """Return what references show in one council, at one look-up for each kind there is."""
    by_kind: dict[Kind, list[int]] = {}
    found: dict[Reference, Target] = {}
    for reference in wanted:
        by_kind.setdefault(reference.kind, []).append(reference.key)
        found[reference] = missing(reference)
    for kind, keys in by_kind.items():
        held = PROVIDERS[kind].found(council, keys)
        found |= {Reference(kind, key): target for key, target in held.items()}
    return found


def shown_in(council: Organisation, texts: Iterable[str]) -> Shown:
    return shown(council, references(texts))


def offered(council: Organisation) -> list[tuple[str, list[Target]]]:
    """Return what may be inserted today, under the title of each kind."""
    groups = ((provider.title, list(provider.offered(council))) for provider in PROVIDERS.values())
    return [(title, targets) for title, targets in groups if targets]


Paragraph = tuple["str | Target", ...]


def paragraphs(text: str, targets: Shown) -> tuple[Paragraph, ...]:
    """Return a text as paragraphs of words and of what its references show."""
    blocks = (block.strip() for block in text.replace("\r\n", "\n").split("\n\n"))
    return tuple(
        tuple(
            piece if isinstance(piece, str) else targets.get(piece) or missing(piece)
            for piece in pieces(block)
        )
        for block in blocks
        if block
    )
