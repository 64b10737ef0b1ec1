"""The self-assessment as a document, sections A to E: what a page shows and a report prints.

`document_of` is the one place where it is put together. Everything in it is frozen and plain, so a
writer needs no query.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from assurance.choices_self_assessment import PARTS_OF, Box, Part, SignedHow
from assurance.models import SelfAssessment, StatementAssessment
from assurance.rules.references import Kind
from assurance.rules.self_assessment import standing
from assurance.self_assessments.content import Content, content_of
from assurance.self_assessments.references import Paragraph, paragraphs
from assurance.self_assessments.standing import Told, method_of, scores_of, tell
from assurance.self_assessments.targets import Target
from assurance.words import long_date
from core.disclosure import Mode

NOT_WRITTEN = "Nothing is written here yet"


@dataclass(frozen=True, slots=True)
class Headed:
    """A heading and its paragraphs; each is words and `Target`s in order. Empty: not written."""

    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class StatementPart:
    """One quality statement of section B. `score` is in words, or empty."""

    code: str
    label: str
    theme: str
    quotation: str
    quotation_source: str
    boxes: tuple[Headed, ...]
    score: str
    score_reason: str


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of section C. `is_current` is False where the text changed since."""

    post: str
    organisation: str
    name: str
    words: str
    comment: str
    signed_on: date | None
    how: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class SelfAssessmentDocument:
    """A self-assessment as it reads today; a finished one as it was finished.

    `overview` is section A, `introduction` and `statements` B, `process` and `signatures` C,
    `library` D and `evidence` E. `standing` is a position in points unless all statements are
    scored. `withdrawn` counts references that can no longer be shown.
    """

    council: str
    title: str
    framework: str
    framework_source: str
    period_from: date
    period_to: date
    is_finished: bool
    state: str
    sha256: str
    overview: tuple[Headed, ...]
    introduction: tuple[Headed, ...]
    statements: tuple[StatementPart, ...]
    standing: Told
    process: tuple[Headed, ...]
    signatures: tuple[Signature, ...]
    library: tuple[Target, ...]
    evidence: tuple[Target, ...]
    withdrawn: int


def document_of(row: SelfAssessment, mode: Mode = Mode.INTERNAL) -> SelfAssessmentDocument:
    """Assemble a self-assessment that its caller may read; `row` has its council and framework.

    Args:
        mode: PUBLICATION hides small numbers, for what leaves the council.
    """
    content = content_of(row)
    content.is_shared = mode is Mode.PUBLICATION
    return assembled(content)


def assembled(content: Content) -> SelfAssessmentDocument:
    row, method = content.row, method_of(content.row)
    used = [content.read_as[reference] for reference in content.references]
    return SelfAssessmentDocument(
        council=row.council.name,
        title=row.title,
        framework=str(row.framework),
        framework_source=row.framework.source,
        period_from=row.period_from,
        period_to=row.period_to,
        is_finished=row.is_finished,
        state=_state(row),
        sha256=row.content_sha256,
        overview=_parts(content, PARTS_OF["A"]),
        introduction=_parts(content, PARTS_OF["B"]),
        statements=tuple(_statement(content, each) for each in content.statements),
        standing=tell(standing(scores_of(content.statements), method)),
        process=_parts(content, PARTS_OF["C"]),
        signatures=_signatures(content),
        library=tuple(target for target in used if target.reference.kind is Kind.EVIDENCE),
        evidence=tuple(target for target in used if target.reference.kind is Kind.FIGURE),
        withdrawn=sum(bool(target.trouble) for target in used),
    )


def _state(row: SelfAssessment) -> str:
    if row.finished_at is None:
        return "Draft: not signed off, and still being written"
    return f"Finished on {long_date(timezone.localdate(row.finished_at))}"


def _parts(content: Content, wanted: Iterable[Part]) -> tuple[Headed, ...]:
    texts = {part.part: part.text for part in content.parts}
    return tuple(
        Headed(part.label, paragraphs(texts.get(part.value, ""), content.read_as))
        for part in wanted
    )


def _statement(content: Content, row: StatementAssessment) -> StatementPart:
    statement = row.statement
    return StatementPart(
        code=statement.code,
        label=statement.label,
        theme=str(statement.theme),
        quotation=statement.quotation,
        quotation_source=statement.quotation_source,
        boxes=tuple(
            Headed(box.label, paragraphs(getattr(row, box.value), content.read_as)) for box in Box
        ),
        score=row.get_score_display() if row.score is not None else "",
        score_reason=row.score_reason,
    )


def _signatures(content: Content) -> tuple[Signature, ...]:
    return tuple(
        Signature(
            post=each.post,
            organisation=each.organisation,
            name=each.name,
            words=each.words,
            comment=each.comment,
            signed_on=each.signed_on,
            how=SignedHow(each.how).label if each.how else "",
            is_current=content.is_signed_now(each),
        )
        for each in content.sign_offs
    )
