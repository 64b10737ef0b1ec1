"""Makers of evidence: items with their first revision, links, and pinned cases."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from assurance.choices_evidence import EvidenceKind, EvidenceStatus, LinkState
from assurance.models import EvidenceItem, EvidenceLink, EvidenceRevision, PinnedCases
from tests.factories.core import OrganisationFactory, UserFactory
from tests.factories.framework import EvidenceCategoryFactory, QualityStatementFactory

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


class EvidenceRevisionFactory(DjangoModelFactory[EvidenceRevision]):
    """A second revision, of an item that has its first."""

    class Meta:
        model = EvidenceRevision

    item = factory.SubFactory("tests.factories.evidence.EvidenceItemFactory")
    number = 2
    title = factory.SelfAttribute("item.title")
    effective_from = factory.SelfAttribute("item.effective_from")
    text = "What was seen"
    sha256 = "0" * 64
    made_by = factory.SubFactory(UserFactory)


class EvidenceItemFactory(DjangoModelFactory[EvidenceItem]):
    """A note that waits for approval. Of another kind, say what its `first` revision holds."""

    class Meta:
        model = EvidenceItem
        skip_postgeneration_save = True

    council = factory.SubFactory(OrganisationFactory)
    kind = EvidenceKind.NOTE
    title = factory.Sequence("Evidence {}".format)
    effective_from = factory.LazyFunction(date.today)
    created_by = factory.SubFactory(UserFactory)
    revised_by = factory.SelfAttribute("created_by")
    first = factory.RelatedFactory(EvidenceRevisionFactory, factory_related_name="item", number=1)

    class Params:
        approved = factory.Trait(
            status=EvidenceStatus.APPROVED,
            approved_at=AT,
            approved_by=factory.SubFactory(UserFactory),
        )
        withdrawn = factory.Trait(
            status=EvidenceStatus.WITHDRAWN,
            withdrawn_at=AT,
            withdrawn_by=factory.SubFactory(UserFactory),
            withdrawn_reason="In error",
        )
        link = factory.Trait(kind=EvidenceKind.LINK, link_state=LinkState.NOT_CHECKED)


class EvidenceLinkFactory(DjangoModelFactory[EvidenceLink]):
    class Meta:
        model = EvidenceLink

    item = factory.SubFactory(EvidenceItemFactory)
    statement = factory.SubFactory(QualityStatementFactory)
    category = factory.SubFactory(
        EvidenceCategoryFactory, framework=factory.SelfAttribute("..statement.framework")
    )
    added_by = factory.SubFactory(UserFactory)


class PinnedCasesFactory(DjangoModelFactory[PinnedCases]):
    class Meta:
        model = PinnedCases

    council = factory.SubFactory(OrganisationFactory)
    revision = factory.SubFactory(
        EvidenceRevisionFactory, item__council=factory.SelfAttribute("...council")
    )
    parts = factory.LazyFunction(list)
    n = 0
