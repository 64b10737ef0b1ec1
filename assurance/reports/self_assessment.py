"""The self-assessment as a document: what is said of each statement, and who signed it."""

from __future__ import annotations

from datetime import date

from assurance.reports.blocks import Block, Document
from assurance.self_assessments.document import (
    SelfAssessmentDocument,
)
from assurance.words import long_date

MARKING = "The council's own view: not a rating, and not by CQC"


def self_assessment_document(found: SelfAssessmentDocument, *, made_on: date) -> Document:
    """Lay out sections A to E. Equal content gives an equal document."""
    blocks: list[Block] = [
        *_headed("A. Overview", found.overview),
        *_headed("B. What we say of each statement", found.introduction),
    ]
    for statement in found.statements:
        blocks += _statement(statement)
    blocks += _standing(found)
    blocks += _headed("C. How it was made, and who signed it", found.process)
    blocks += _signatures(found.signatures)
    blocks += _listed("D. Library", "Documents referred to", found.library)
    blocks += _listed("E. Figures", "Figures referred to, as they were pinned", found.evidence)
    return Document(
        title="Self-assessment",
        subtitle=found.title,
        council=found.council,
        period_label=f"{long_date(found.period_from)} to {long_date(found.period_to)}",
        made_on=long_date(made_on),
        status="Signed off" if found.is_finished else "Draft",
        marking=MARKING,
        blocks=tuple(blocks),
    )
