"""How each constraint of the tables of evidence is broken."""

from datetime import date

from django.db.models import F, Subquery

from assurance.choices_evidence import EvidenceStatus, LinkState
from assurance.models import EntryKind, EvidenceLink
from audit.models import AuditRound
from tests.factories import (
    AuditRoundFactory,
    EvidenceCategoryFactory,
    EvidenceItemFactory,
    EvidenceLinkFactory,
    EvidenceRevisionFactory,
    FrameworkEntryFactory,
    StoryOfDifferenceFactory,
    SubHeadingFactory,
)

EARLY = date(2020, 1, 1)


FIRST_ITEM = Subquery(EvidenceLink.objects.order_by("pk").values("item")[:1])
ANY_ROUND = Subquery(AuditRound.objects.order_by("pk").values("pk")[:1])


def _two_links(**columns) -> EvidenceLink:
    """Return the second of two links that are alike but for their item."""
    first = EvidenceLinkFactory(**columns)
    parts = {name: getattr(first, name) for name in ("statement", "category", *columns)}
    return EvidenceLinkFactory(**parts)


def _of_a_story():
    AuditRoundFactory()
    return EvidenceItemFactory(story=StoryOfDifferenceFactory())


def _under_a_heading() -> EvidenceLink:
    heading = SubHeadingFactory()
    return _two_links(statement=heading.statement, sub_heading=heading)


def _for_a_line() -> EvidenceLink:
    category = EvidenceCategoryFactory()
    line = FrameworkEntryFactory(
        framework=category.framework, kind=EntryKind.REQUIRED_EVIDENCE, category=category
    )
    return _two_links(statement=line.statement, category=category, required_evidence=line)


CASES = {
    "evidence_ends_on_or_after_it_starts": (EvidenceItemFactory, {"effective_to": EARLY}),
    "evidence_counts_once_somebody_approves_it": (
        EvidenceItemFactory,
        {"status": EvidenceStatus.APPROVED},
    ),
    "evidence_is_withdrawn_with_a_reason": (
        lambda: EvidenceItemFactory(withdrawn=True),
        {"withdrawn_reason": ""},
    ),
    "evidence_has_a_link_state_if_it_is_a_link": (
        lambda: EvidenceItemFactory(link=True),
        {"link_state": ""},
    ),
    "evidence_link_is_checked_by_somebody": (
        lambda: EvidenceItemFactory(link=True),
        {"link_state": LinkState.EXPIRED},
    ),
    "evidence_is_approved_by_another": (
        lambda: EvidenceItemFactory(approved=True),
        {"approved_by": F("revised_by")},
    ),
    "evidence_comes_from_one_record": (_of_a_story, {"audit_round": ANY_ROUND}),
    "one_evidence_link_to_a_cell": (_two_links, {"item": FIRST_ITEM}),
    "one_evidence_link_to_a_sub_heading": (_under_a_heading, {"item": FIRST_ITEM}),
    "one_evidence_link_to_a_required_line": (_for_a_line, {"item": FIRST_ITEM}),
    "evidenceitem_title_is_filled": (EvidenceItemFactory, {"title": ""}),
    "evidence_revision_ends_on_or_after_it_starts": (
        EvidenceRevisionFactory,
        {"effective_to": EARLY},
    ),
    "evidence_revision_holds_one_thing": (EvidenceRevisionFactory, {"text": ""}),
    "evidencerevision_sha256_is_filled": (EvidenceRevisionFactory, {"sha256": ""}),
}
