"""What the references in a text show today: a figure, what somebody said, a document.

Each kind has one provider. What is withdrawn, missing or not approved says so in place of its
words, wherever it is shown, and stops a self-assessment from being finished.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assurance.rules.references import Kind, Reference, pieces, references
from core.models import Organisation


@dataclass(frozen=True, slots=True)
class Target:
    """What one reference shows. `trouble` is why it cannot be used; empty where it can.

    `label` is how it is offered in a list, `text` what a reader inside the council sees, `source`
    where it is from. `shared` is the text where small numbers are hidden, for what leaves.
    """

    reference: Reference
    label: str
    text: str = ""
    source: str = ""
    trouble: str = ""
    shared: str = ""

    @property
    def kind(self) -> str:
        return self.reference.kind.value

    @property
    def token(self) -> str:
        return self.reference.token

    def for_sharing(self) -> Target:
        """Return this as it may leave the council."""
        return replace(self, text=self.shared) if self.shared else self

    @property
    def is_said(self) -> bool:
        return self.reference.kind is Kind.VOICE


@dataclass(frozen=True, slots=True)
class Provider:
    """Finds what references of one kind show. `offered` are those that may be inserted today."""

    title: str
    found: Callable[[Organisation, Sequence[int]], Mapping[int, Target]]
    offered: Callable[[Organisation], Sequence[Target]]


Shown = Mapping[Reference, Target]
_providers: dict[Kind, Provider] = {}
MISSING = {
    Kind.FIGURE: "This figure is not held",
    Kind.VOICE: "These words are not held",
    Kind.EVIDENCE: "This document is not held",
}


def register(kind: Kind, provider: Provider) -> None:
    _providers[kind] = provider


def missing(reference: Reference) -> Target:
    return Target(reference, label=reference.token, trouble=MISSING[reference.kind])


def shown(council: Organisation, wanted: Iterable[Reference]) -> Shown:
    """Return what references show in one council, at one look-up for each kind there is."""
    by_kind: dict[Kind, list[int]] = {}
    found: dict[Reference, Target] = {}
    for reference in wanted:
        by_kind.setdefault(reference.kind, []).append(reference.key)
        found[reference] = missing(reference)
    for kind, keys in by_kind.items():
        if kind in _providers:
            held = _providers[kind].found(council, keys)
            found |= {Reference(kind, key): target for key, target in held.items()}
    return found


def shown_in(council: Organisation, texts: Iterable[str]) -> Shown:
    return shown(council, references(texts))


def offered(council: Organisation) -> list[tuple[str, list[Target]]]:
    """Return what may be inserted today, under the title of each kind."""
    groups = ((provider.title, list(provider.offered(council))) for provider in _providers.values())
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
