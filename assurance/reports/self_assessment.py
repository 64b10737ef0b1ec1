"""The self-assessment as a document: what is said of each statement, and who signed it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assurance.reports.blocks import Block, Document, Heading, Note, PageBreak, Paragraph, Quote
from assurance.reports.blocks import Table as TableBlock
from assurance.rules.references import Kind
from assurance.self_assessments.document import (
    NOT_WRITTEN,
    Headed,
    SelfAssessmentDocument,
    Signature,
    StatementPart,
)
from assurance.self_assessments.references import Paragraph as Words
from assurance.self_assessments.targets import Target
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


def _headed(title: str, parts: Iterable[Headed]) -> list[Block]:
    blocks: list[Block] = [Heading(title)]
    for part in parts:
        blocks += [Heading(part.heading, 2), *paragraphs(part)]
    return blocks


def _statement(statement: StatementPart) -> list[Block]:
    blocks: list[Block] = [
        PageBreak(),
        Heading(f"{statement.code} {statement.label}", 2),
        Quote(statement.quotation, statement.quotation_source),
    ]
    for box in statement.boxes:
        blocks += [Heading(box.heading, 3), *paragraphs(box)]
    if statement.score:
        blocks.append(Heading("Our score", 3))
        blocks.append(Paragraph(f"{statement.score}. {statement.score_reason}".strip()))
    return blocks


def paragraphs(part: Headed) -> list[Block]:
    """Return what is written under one heading: words and figures in their places, and quotes.

    What is withdrawn says so in its place; the words of somebody stand as a quotation.
    """
    if not part.paragraphs:
        return [Note(f"{NOT_WRITTEN}.", "caution")]
    return [block for words in part.paragraphs for block in _paragraph(words)]


def _paragraph(words: Words) -> list[Block]:
    blocks: list[Block] = []
    running = ""
    for piece in words:
        if isinstance(piece, Target) and piece.reference.kind is Kind.VOICE and not piece.trouble:
            if running.strip():
                blocks.append(Paragraph(running.strip()))
            blocks.append(Quote(piece.text, piece.source))
            running = ""
        else:
            running += piece if isinstance(piece, str) else _inline(piece)
    if running.strip():
        blocks.append(Paragraph(running.strip()))
    return blocks


def _inline(target: Target) -> str:
    if target.trouble:
        return f"[{target.trouble}]"
    return f"{target.text} ({target.source})" if target.source else target.text


def _standing(found: SelfAssessmentDocument) -> list[Block]:
    told = found.standing
    words = (told.points, told.rating, told.note, told.next_band, told.unscored)
    blocks: list[Block] = [Heading("Where this leaves us", 2)]
    blocks += [Paragraph(text) for text in words if text]
    if told.alert:
        blocks.append(Note(told.alert, "caution"))
    return blocks


def _signatures(signatures: Iterable[Signature]) -> list[Block]:
    rows = tuple(
        (
            f"{each.post}, {each.organisation}" if each.organisation else each.post,
            each.name or "Not signed",
            f"{long_date(each.signed_on)}. {each.how}" if each.signed_on else "-",
            _said(each),
        )
        for each in signatures
    )
    if not rows:
        return [Paragraph("Nobody is asked to sign.")]
    return [TableBlock("Signatures", ("Post", "Name", "Signed", "In their words"), rows)]


def _said(signature: Signature) -> str:
    said = " ".join(part for part in (signature.words, signature.comment) if part)
    if signature.signed_on and not signature.is_current:
        return f"{said} (The text changed after this signature.)".strip()
    return said or "-"


def _listed(title: str, caption: str, targets: Iterable[Target]) -> list[Block]:
    rows = tuple((each.label, each.trouble or each.source or "-") for each in targets)
    if not rows:
        return [Heading(title), Paragraph("Nothing is referred to.")]
    return [Heading(title), TableBlock(caption, ("What", "From"), rows)]
