"""What the page of Theme 3 leads to. Each part of the product adds its own lines here."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.context_processors import address
from core.permissions import Permission

P = Permission


@dataclass(frozen=True)
class Part:
    """One link, offered to whoever holds any of `permissions`; not shown before its page exists."""

    label: str
    url_name: str
    permissions: frozenset[Permission]
    what_it_is: str


@dataclass(frozen=True)
class OfferedPart:
    label: str
    url: str
    what_it_is: str


PARTS = (
    Part(
        "Evidence shared with you",
        "assurance:shared-list",
        frozenset({P.SHARED_EVIDENCE_VIEW}),
        "What the council chose for you to read",
    ),
    Part(
        "What the evidence covers",
        "assurance:evidence-matrix",
        frozenset({P.EVIDENCE_VIEW}),
        "Each quality statement by category of evidence: gaps first, then age and strength",
    ),
    Part(
        "Evidence library",
        "assurance:evidence-list",
        frozenset({P.EVIDENCE_VIEW}),
        "Files, links, notes and pinned figures, with owners, review days and approval",
    ),
    Part(
        "The framework",
        "assurance:framework-list",
        frozenset({P.FRAMEWORK_VIEW}),
        "The nine quality statements, what evidence is asked for, and checklists",
    ),
    Part(
        "Scores and ratings",
        "assurance:cqc-score",
        frozenset({P.FRAMEWORK_VIEW}),
        "What nine scores would make, how CQC rounds, and how far the next rating is",
    ),
    Part(
        "Information return",
        "assurance:information-list",
        frozenset({P.VISIT_MANAGE}),
        "What an assessor asks for with the notice: owners, days, the evidence that answers",
    ),
    Part(
        "Case tracking",
        "assurance:tracking-list",
        frozenset({P.VISIT_MANAGE}),
        "A fair sample of cases for an assessor to follow, with each person agreeing",
    ),
    Part(
        "Shared evidence and packs",
        "assurance:sharing-list",
        frozenset({P.SHARE_EVIDENCE}),
        "Choose evidence for an assessor to read until a day, or take it as one sealed file",
    ),
    Part(
        "Factual accuracy",
        "assurance:accuracy-list",
        frozenset({P.VISIT_MANAGE}),
        "Corrections to a draft report, with what shows them, within ten working days",
    ),
    Part(
        "Checklists",
        "assurance:checklist-list",
        frozenset({P.SELF_ASSESSMENT_VIEW}),
        "Where adults, carers, staff, partners and members agree, and where they do not",
    ),
    Part(
        "Checklists to answer",
        "assurance:checklist-mine",
        frozenset({P.CHECKLIST_ANSWER}),
        "The lines that you, or a workshop you lead, are asked about",
    ),
    Part(
        "Evidence to get",
        "assurance:evidence-task-list",
        frozenset({P.SELF_ASSESSMENT_VIEW}),
        "What checklists found to be missing, who gets it and by when",
    ),
    Part(
        "Self-assessment",
        "assurance:self-assessment-list",
        frozenset({P.SELF_ASSESSMENT_VIEW}),
        "What the council says of itself, statement by statement, signed off and kept",
    ),
    Part(
        "Our view and CQC's",
        "assurance:side-by-side",
        frozenset({P.SELF_ASSESSMENT_VIEW}),
        "Our scores beside those that CQC published, with their days and the difference",
    ),
    Part(
        "Voices",
        "assurance:voice-list",
        frozenset({P.VOICE_VIEW}),
        "What people said, with their consent; themes, and whom we have not heard",
    ),
    Part(
        "Outside assessments",
        "assurance:assessment-list",
        frozenset({P.IMPROVEMENT_VIEW}),
        "Peer challenges and others: what they found, and what we answer",
    ),
    Part(
        "Improvement plan",
        "assurance:improvement-list",
        frozenset({P.IMPROVEMENT_VIEW}),
        "What is to improve, how far it is delivered, and whether it did any good",
    ),
    Part(
        "Indicators",
        "assurance:indicator-list",
        frozenset({P.IMPROVEMENT_VIEW}),
        "Surveys, workforce data and waits, beside England and comparators",
    ),
)


def parts_for(permissions: Iterable[Permission]) -> list[OfferedPart]:
    """Return the parts that somebody with these permissions may open in this installation."""
    held = frozenset(permissions)
    return [
        OfferedPart(part.label, url, part.what_it_is)
        for part in PARTS
        if part.permissions & held
        if (url := address(part.url_name))
    ]
