"""Makers of evidence shared with visiting assessors."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assurance.models import SharedItem, SharedSet, SharedSetReader
from tests.factories.core import OrganisationFactory, UserFactory
from tests.factories.evidence import EvidenceItemFactory

__all__ = [
    "SharedItemFactory",
    "SharedSetFactory",
    "SharedSetReaderFactory",
]


class SharedSetFactory(DjangoModelFactory[SharedSet]):
    class Meta:
        model = SharedSet

    council = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence("Evidence for visit {}".format)
    until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    created_by = factory.SubFactory(UserFactory)


class SharedSetReaderFactory(DjangoModelFactory[SharedSetReader]):
    class Meta:
        model = SharedSetReader

    shared_set = factory.SubFactory(SharedSetFactory)
    person = factory.SubFactory(UserFactory)
    added_by = factory.SubFactory(UserFactory)


class SharedItemFactory(DjangoModelFactory[SharedItem]):
    class Meta:
        model = SharedItem

    shared_set = factory.SubFactory(SharedSetFactory)
    evidence = factory.SubFactory(
        EvidenceItemFactory, council=factory.SelfAttribute("..shared_set.council"), approved=True
    )
    added_by = factory.SubFactory(UserFactory)
