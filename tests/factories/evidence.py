"""Makers of evidence: items with their first revision, links, and pinned cases."""

import hashlib
from datetime import UTC, date, datetime

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from factory.django import DjangoModelFactory

from assurance.catalogue import BY_KEY
from assurance.choices_evidence import EvidenceKind, EvidenceStatus, LinkState
from assurance.evidence.pins import count
from assurance.models import EvidenceItem, EvidenceLink, EvidenceRevision, PinnedCases
from assurance.scopes import open_scope
from core.periods import Period
from tests.factories.core import OrganisationFactory, UserFactory
from tests.factories.framework import EvidenceCategoryFactory, QualityStatementFactory

__all__ = [
    "EvidenceItemFactory",
    "EvidenceLinkFactory",
    "EvidenceRevisionFactory",
    "PinnedCasesFactory",
]

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


def kept_file(council, content=b"What was said", **columns):
    """Return an item that is a text file on the disk."""
    return EvidenceItemFactory(
        council=council,
        kind=EvidenceKind.FILE,
        first__text="",
        first__file=SimpleUploadedFile("notes.txt", content),
        first__filename="notes.txt",
        first__content_type="text/plain",
        first__size=len(content),
        first__sha256=hashlib.sha256(content).hexdigest(),
        **columns,
    )


def kept_link(council, **columns):
    """Return an item that is a link nobody has opened."""
    url = "https://www.example.gov.uk/plan"
    return EvidenceItemFactory(
        council=council, link=True, first__text="", first__url=url, **columns
    )


def kept_figure(council, measure="concerns_raised", year=2024, **columns):
    """Return an item that is a figure, pinned as it is counted now."""
    period = Period.financial_year(year)
    counted = count(BY_KEY[measure], open_scope(by=None, council=council), period, "")
    item = EvidenceItemFactory(
        council=council,
        kind=EvidenceKind.FIGURE,
        effective_from=period.start,
        effective_to=period.end,
        first__text="",
        first__pin=counted.content,
        first__sha256=counted.sha256,
        **columns,
    )
    revision = item.revisions.get()
    PinnedCasesFactory(council=council, revision=revision, parts=counted.parts, n=counted.n)
    return item
