"""All that one self-assessment says, read once: its texts, what they refer to, its fingerprint."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from assurance.choices_self_assessment import BOX_COLUMNS, Box
from assurance.models import DocumentPart, SelfAssessment, SignOff, StatementAssessment
from assurance.rules.references import Kind, Reference, misspelt, references
from assurance.rules.self_assessment import Blocker, Written, blockers
from assurance.self_assessments.references import Shown, shown
from assurance.self_assessments.targets import Target

REQUIRED = tuple(box for box in BOX_COLUMNS if box not in (Box.OTHERS_SAY, Box.DOCUMENTS))


@dataclass
class Content:
    """One self-assessment with everything in it. Boxes are read in the order of the statements.

    `is_shared` shows references as they may leave the council.
    """

    row: SelfAssessment
    statements: list[StatementAssessment]
    parts: list[DocumentPart]
    sign_offs: list[SignOff]
    is_shared: bool = False

    @cached_property
    def texts(self) -> list[str]:
        boxes = [getattr(each, name) for each in self.statements for name in BOX_COLUMNS]
        return [*(part.text for part in self.parts), *boxes]

    @cached_property
    def references(self) -> list[Reference]:
        return references(self.texts)

    @cached_property
    def targets(self) -> Shown:
        """What the references show. Of a finished version a figure shows what it did that day."""
        found = dict(shown(self.row.council, self.references))
        for token, kept in self.row.pinned.items():
            reference = references([token])[0]
            # Words that somebody took back are never read from what was pinned.
            if reference in found and reference.kind is not Kind.VOICE:
                found[reference] = Target(reference, **kept)
        return found

    @property
    def read_as(self) -> Shown:
        """What the references show to whom this is read for."""
        if not self.is_shared:
            return self.targets
        return {key: target.for_sharing() for key, target in self.targets.items()}

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of every word, score and shown reference; it moves with any of them."""
        said = {
            "framework": [self.row.framework.code, self.row.framework.version],
            "framework_sha256": self.row.framework.content_hash,
            "method": self.row.method,
            "period": [self.row.period_from.isoformat(), self.row.period_to.isoformat()],
            "statements": [self._said(each) for each in self.statements],
            "parts": [[part.part, part.text] for part in self.parts],
            "shown": sorted(
                [target.token, target.text, target.source, target.trouble]
                for target in self.targets.values()
            ),
        }
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return sha256(text.encode()).hexdigest()

    def _said(self, row: StatementAssessment) -> list[Any]:
        boxes = [getattr(row, name) for name in BOX_COLUMNS]
        return [row.statement.code, *boxes, row.score, row.score_reason]

    def written(self) -> list[Written]:
        """Return each statement as far as it is written."""
        return [
            Written(
                code=row.statement.code,
                label=row.statement.label,
                empty=tuple(Box(name).label for name in REQUIRED if not getattr(row, name)),
                is_scored=row.score is not None,
                is_confirmed=row.is_confirmed,
                broken=tuple(self._broken([getattr(row, name) for name in BOX_COLUMNS])),
            )
            for row in self.statements
        ]

    def _broken(self, texts: list[str]) -> Iterator[str]:
        for reference in references(texts):
            target = self.targets[reference]
            if target.trouble:
                yield f"{target.trouble} ({reference.token})"
        for text in texts:
            yield from (f"{each} is not a reference" for each in misspelt(text))

    def is_signed_now(self, sign_off: SignOff) -> bool:
        """Say whether a signature is given, and is of the text as it stands."""
        now = self.row.content_sha256 if self.row.is_finished else self.fingerprint
        return sign_off.signed_on is not None and sign_off.content_sha256 == now

    def unsigned(self) -> list[str]:
        """Return the posts whose signature is missing, or is of a text that changed since."""
        found = []
        for each in self.sign_offs:
            if each.signed_on is None:
                found.append(str(each))
            elif not self.is_signed_now(each):
                found.append(f"{each}, since the text was changed")
        return found or ([] if self.sign_offs else ["no post is asked to sign yet"])

    def blockers(self) -> list[Blocker]:
        """Return what stands in the way of finishing."""
        of_parts = self._broken([part.text for part in self.parts])
        return [
            *(Blocker(f"The document: {each}") for each in of_parts),
            *blockers(self.written(), self.unsigned()),
        ]


def content_of(row: SelfAssessment) -> Content:
    """Read a self-assessment whole: three queries, and one for each kind of reference in it.

    `row` comes with its council and framework.
    """
    statements = row.statements.select_related("statement__theme").order_by("statement__order")
    parts = row.parts.order_by("pk")
    return Content(row, list(statements), list(parts), list(row.sign_offs.order_by("pk")))
