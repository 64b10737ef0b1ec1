"""What one reference shows, and how references of one kind are looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assurance.rules.references import Kind, Reference
from core.models import Organisation

MISSING = {
    Kind.FIGURE: "This figure is not held",
    Kind.VOICE: "These words are not held",
    Kind.EVIDENCE: "This document is not held",
}


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


class LookUp(Protocol):
    """Finds what some references show; with `offers`, also everything that may be put in today.

    It passes over references of kinds that are not its own.
    """

    def __call__(
        self, council: Organisation, wanted: Sequence[Reference], *, offers: bool
    ) -> Sequence[Target]: ...


def missing(reference: Reference) -> Target:
    return Target(reference, label=reference.token, trouble=MISSING[reference.kind])
