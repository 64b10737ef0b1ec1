"""Makers of board packs and releases."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from assurance import catalogue
from assurance.models import BoardPack, PackPlan, PackSubscription, SharedRelease
from assurance.packs.pinned import fingerprint, pin
from safeguard.metrics.figures import Figure
from tests.factories.core import OrganisationFactory, UserFactory

FILTERS = {"council": "TEST", "team": None, "left_out": "Adults under 18"}


def pinned(measure="concerns_raised", n=40, **changed):
    """Return one figure as a pack keeps it."""
    return {**pin(catalogue.BY_KEY[measure], Figure(n, n)), **changed}


class PackPlanFactory(DjangoModelFactory[PackPlan]):
    class Meta:
        model = PackPlan

    council = factory.SubFactory(OrganisationFactory)
    measures = factory.LazyFunction(lambda: ["concerns_raised"])
    roles = factory.LazyFunction(lambda: ["director"])


class PackSubscriptionFactory(DjangoModelFactory[PackSubscription]):
    class Meta:
        model = PackSubscription

    council = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(UserFactory)


class BoardPackFactory(DjangoModelFactory[BoardPack]):
    class Meta:
        model = BoardPack

    council = factory.SubFactory(OrganisationFactory)
    start = date(2025, 7, 1)
    end = date(2025, 9, 30)
    figures = factory.LazyFunction(lambda: [pinned()])
    filters = factory.LazyFunction(lambda: dict(FILTERS))
    data_cut_on = date(2025, 10, 1)
    code_version = "0.1.0"
    sha256 = factory.LazyAttribute(lambda pack: fingerprint(pack.figures, pack.filters))
    made_by = factory.SubFactory(UserFactory)


class SharedReleaseFactory(DjangoModelFactory[SharedRelease]):
    class Meta:
        model = SharedRelease

    council = factory.SubFactory(OrganisationFactory)
    kind = "board_pack"
    title = "Board pack, 2025-26 Q2"
    start = date(2025, 7, 1)
    end = date(2025, 9, 30)
    figures = factory.LazyFunction(list)
    filename = "board-pack.pdf"
    sha256 = "0" * 64
    shared_by = factory.SubFactory(UserFactory)
