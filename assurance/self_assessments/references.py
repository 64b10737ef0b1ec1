"""What the references in a text show today: a figure, what somebody said, a document.

What is withdrawn, missing or not approved says so in place of its words, wherever it is shown, and
stops a self-assessment from being finished.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assurance.rules.references import Kind, Reference, pieces, references
from assurance.self_assessments.library import in_library
from assurance.self_assessments.quoted import among_voices
from assurance.self_assessments.targets import LookUp, Target, missing
from core.models import Organisation

Shown = Mapping[Reference, Target]
Offered = list[tuple[str, list[Target]]]
LOOK_UPS: Sequence[LookUp] = (in_library, among_voices)
TITLES = {
    Kind.FIGURE: "Figures",
    Kind.EVIDENCE: "Documents",
    Kind.VOICE: "What people said",
}


def shown(council: Organisation, wanted: Iterable[Reference]) -> Shown:
    """Return what references show in one council. What is not wanted costs no query."""
    return _look_up(council, list(wanted), offers=False)[0]


def shown_in(council: Organisation, texts: Iterable[str]) -> Shown:
    return shown(council, references(texts))


def shown_and_offered(council: Organisation, texts: Iterable[str]) -> tuple[Shown, Offered]:
    """Return what the references of some texts show, and what may be put in, in the same queries.

    What may be put in stands under the title of its kind.
    """
    return _look_up(council, references(texts), offers=True)


def _look_up(
    council: Organisation, wanted: Sequence[Reference], *, offers: bool
) -> tuple[Shown, Offered]:
    found: dict[Reference, Target] = {}
    for look_up in LOOK_UPS:
        found |= {target.reference: target for target in look_up(council, wanted, offers=offers)}
    useful = [target for target in found.values() if not target.trouble]
    groups = (
        (title, [target for target in useful if target.reference.kind is kind])
        for kind, title in TITLES.items()
    )
    asked = {reference: found.get(reference) or missing(reference) for reference in wanted}
    return asked, [(title, targets) for title, targets in groups if targets]


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
