"""Raising concerns and keeping adults: for those who record cases; merging for those who decide."""

from typing import Any

from core.models import Membership, Organisation
from core.roles import Role
from tests.access.rows import made
from tests.factories import AdultMergeFactory, ConcernDraftFactory, UserFactory

RECORDERS = frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER})
CASES = frozenset({*RECORDERS, Role.ANALYST})
MANAGER = frozenset({Role.SAFEGUARDING_MANAGER})
TOLD_NOTHING = {Role.DIRECTOR: 404}
DRAFT = {"public_id": made("own draft", by_public_id=True, of_reader=True)}


def own_draft(council: Organisation) -> Any:
    """A draft is seen by its author alone: here, the only person with a role in the council."""
    member = Membership.objects.filter(organisation=council).first()
    person = member.person if member else UserFactory()
    return ConcernDraftFactory(council=council, started_by=person)


MAKERS = {
    "own draft": own_draft,
    "merge": lambda council: AdultMergeFactory(council=council),
}

TABLE = {
    "safeguard:concern-raise": ("get", {}, {}, RECORDERS, 200),
    "safeguard:concern-draft": ("get", DRAFT, {}, RECORDERS, 200),
    "safeguard:concern-draft-page": ("get", {**DRAFT, "page": "where"}, {}, RECORDERS, 200),
    "safeguard:concern-draft-check": ("get", DRAFT, {}, RECORDERS, 200),
    "safeguard:concern-draft-discard": ("get", DRAFT, {}, RECORDERS, 200),
    "safeguard:concern-draft-adult": ("get", DRAFT, {}, RECORDERS, 200),
    "safeguard:concern-draft-adult-new": ("get", DRAFT, {}, RECORDERS, 200),
    "safeguard:concern-raised": ("get", {"pk": made("concern")}, {}, CASES, 200, TOLD_NOTHING),
    "safeguard:adult-add": ("get", {}, {}, RECORDERS, 200),
    "safeguard:adult-change": ("get", {"pk": made("adult")}, {}, RECORDERS, 200),
    "safeguard:adult-merge": ("get", {"pk": made("adult")}, {}, MANAGER, 200),
    "safeguard:adult-merge-undo": ("get", {"pk": made("merge")}, {}, MANAGER, 200),
}
