"""Returns and reports as they were kept."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from assurance.models import CountedFigures, FrozenReturn, ReportRun, SignOffSheet
from tests.factories.core import OrganisationFactory, UserFactory


class CountedFiguresFactory(DjangoModelFactory[CountedFigures]):
    class Meta:
        model = CountedFigures

    council = factory.SubFactory(OrganisationFactory)
    page = "director"
    asked = "{}"
    content = factory.LazyFunction(dict)
    data_cut_on = date(2025, 3, 31)
    newest_event = 0
    near_events = 0
    release = "1"
    took_ms = 1


class SignOffSheetFactory(DjangoModelFactory[SignOffSheet]):
    class Meta:
        model = SignOffSheet

    council = factory.SubFactory(OrganisationFactory)
    year = "2024-25"
    name = "A Director"
    job_title = "Director of adult social services"
    email = "director@example.org"
    signed_on = date(2025, 6, 1)


class FrozenReturnFactory(DjangoModelFactory[FrozenReturn]):
    class Meta:
        model = FrozenReturn

    council = factory.SubFactory(OrganisationFactory)
    year = "2024-25"
    specification = "sac-2024-25"
    cells = factory.LazyFunction(list)
    sha256 = "0" * 64
    note = "Submitted"
    frozen_by = factory.SubFactory(UserFactory)


class ReportRunFactory(DjangoModelFactory[ReportRun]):
    class Meta:
        model = ReportRun

    council = factory.SubFactory(OrganisationFactory)
    kind = "theme3"
    start = date(2024, 4, 1)
    end = date(2025, 3, 31)
    mode = "internal"
    prepared_for = "The director"
    figures = factory.LazyFunction(dict)
    data_cut_on = date(2025, 4, 30)
    code_version = "0.1.0"
    made_by = factory.SubFactory(UserFactory)
