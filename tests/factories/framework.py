"""Frameworks, their parts, and a council's official wordings."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from assurance.models import (
    EntryKind,
    EvidenceCategory,
    Framework,
    FrameworkEntry,
    OfficialWording,
    QualityStatement,
    SubHeading,
    Theme,
)
from tests.factories.core import OrganisationFactory, UserFactory


class FrameworkFactory(DjangoModelFactory[Framework]):
    """Each is of a code of its own, so that all may be in force at once."""

    class Meta:
        model = Framework

    code = factory.Sequence(lambda n: f"framework-{n}")
    version = "1"
    title = "A framework"
    source = "A publisher"
    valid_from = factory.Sequence(lambda n: date(2020, 1, 1) + timedelta(days=n % 300))
    content_hash = "0" * 64


class FrameworkThemeFactory(DjangoModelFactory[Theme]):
    class Meta:
        model = Theme

    framework = factory.SubFactory(FrameworkFactory)
    code = factory.Sequence(lambda n: f"T{n}")
    number = 1
    title = "A theme"


class QualityStatementFactory(DjangoModelFactory[QualityStatement]):
    class Meta:
        model = QualityStatement

    framework = factory.SubFactory(FrameworkFactory)
    theme = factory.SubFactory(
        FrameworkThemeFactory, framework=factory.SelfAttribute("..framework")
    )
    code = factory.Sequence(lambda n: f"QS{n}")
    order = 1
    label = "A statement"
    quotation = "We do well."
    quotation_source = "A publisher, page 1"


class EvidenceCategoryFactory(DjangoModelFactory[EvidenceCategory]):
    class Meta:
        model = EvidenceCategory

    framework = factory.SubFactory(FrameworkFactory)
    code = factory.Sequence(lambda n: f"category_{n}")
    order = 1
    label = "A category"
    is_scored = True


class SubHeadingFactory(DjangoModelFactory[SubHeading]):
    class Meta:
        model = SubHeading

    framework = factory.SubFactory(FrameworkFactory)
    statement = factory.SubFactory(
        QualityStatementFactory, framework=factory.SelfAttribute("..framework")
    )
    code = factory.Sequence(lambda n: f"SH{n}")
    order = 1
    label = "A heading"


class FrameworkEntryFactory(DjangoModelFactory[FrameworkEntry]):
    """A checklist item; for required evidence also give `category`."""

    class Meta:
        model = FrameworkEntry

    framework = factory.SubFactory(FrameworkFactory)
    kind = EntryKind.CHECKLIST_ITEM
    code = factory.Sequence(lambda n: f"E{n}")
    order = 1
    text = "Something is done well"
    statement = factory.SubFactory(
        QualityStatementFactory, framework=factory.SelfAttribute("..framework")
    )


class OfficialWordingFactory(DjangoModelFactory[OfficialWording]):
    class Meta:
        model = OfficialWording

    council = factory.SubFactory(OrganisationFactory)
    entry = factory.SubFactory(FrameworkEntryFactory)
    text = "The words as they stand"
    source = "A publisher, page 2"
    written_by = factory.SubFactory(UserFactory)
