"""What a council set for its charts, and published figures to compare with."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from assurance.models import (
    ChartRebase,
    LocalTarget,
    PublishedRelease,
    PublishedValue,
    StatisticalNeighbour,
)
from tests.factories.core import OrganisationFactory, UserFactory


class LocalTargetFactory(DjangoModelFactory[LocalTarget]):
    class Meta:
        model = LocalTarget

    council = factory.SubFactory(OrganisationFactory)
    measure = "asked_pct"
    value = Decimal(85)
    effective_from = date(2024, 4, 1)
    reason = "Agreed by the board"
    set_by = factory.SubFactory(UserFactory)


class ChartRebaseFactory(DjangoModelFactory[ChartRebase]):
    class Meta:
        model = ChartRebase

    council = factory.SubFactory(OrganisationFactory)
    measure = "asked_pct"
    on = date(2024, 6, 1)
    reason = "A new form asks outright"
    made_by = factory.SubFactory(UserFactory)


class PublishedReleaseFactory(DjangoModelFactory[PublishedRelease]):
    class Meta:
        model = PublishedRelease

    year = factory.Sequence(lambda n: f"{2000 + n}-{(n + 1) % 100:02d}")
    source = "A publication"
    filename = "published.csv"
    sha256 = "0" * 64
    rows = 1


class PublishedValueFactory(DjangoModelFactory[PublishedValue]):
    class Meta:
        model = PublishedValue

    release = factory.SubFactory(PublishedReleaseFactory)
    code = factory.Sequence(lambda n: f"{100 + n}")
    name = factory.Sequence(lambda n: f"Council {n}")
    table = "SG1f"
    enquiry_type = "Safeguarding Concerns"
    category = "Total Number of Safeguarding Concerns"
    subcategory = "Count"
    value = 100


class StatisticalNeighbourFactory(DjangoModelFactory[StatisticalNeighbour]):
    class Meta:
        model = StatisticalNeighbour

    council = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"{100 + n}")
    name = factory.Sequence(lambda n: f"Council {n}")
