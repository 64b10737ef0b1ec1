"""Makers of what belongs to a visit: case tracking, the information return, factual accuracy."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from assurance.choices_visit import CaseStage, PreReadState, SampleStatus
from assurance.models import (
    AccuracyCheck,
    AccuracyPoint,
    InformationReturn,
    PreReadNote,
    ReturnDocument,
    ReturnItem,
    TrackingCase,
    TrackingQuota,
    TrackingSample,
)
from tests.factories.core import OrganisationFactory, UserFactory
from tests.factories.evidence import EvidenceItemFactory
from tests.factories.framework import FrameworkFactory

__all__ = [
    "AccuracyCheckFactory",
    "AccuracyPointFactory",
    "InformationReturnFactory",
    "PreReadNoteFactory",
    "ReturnDocumentFactory",
    "ReturnItemFactory",
    "TrackingCaseFactory",
    "TrackingQuotaFactory",
    "TrackingSampleFactory",
]

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


class TrackingSampleFactory(DjangoModelFactory[TrackingSample]):
    class Meta:
        model = TrackingSample

    council = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence("Sample {}".format)
    starts_on = date(2025, 1, 1)
    ends_on = date(2025, 12, 31)
    seed = "a seed"
    created_by = factory.SubFactory(UserFactory)

    class Params:
        listed = factory.Trait(
            status=SampleStatus.LISTED,
            algorithm="a rule",
            frozen_at=AT,
            listed_at=AT,
            frame_size=1,
            frame_sha256="0" * 64,
        )


class TrackingQuotaFactory(DjangoModelFactory[TrackingQuota]):
    class Meta:
        model = TrackingQuota

    sample = factory.SubFactory(TrackingSampleFactory)
    fact = "section_42"
    value = factory.Sequence("value-{}".format)
    wanted = 5


class TrackingCaseFactory(DjangoModelFactory[TrackingCase]):
    """A case that could be drawn."""

    class Meta:
        model = TrackingCase

    sample = factory.SubFactory(TrackingSampleFactory)
    reference = factory.Sequence("A{:04}".format)

    class Params:
        listed = factory.Trait(
            sample=factory.SubFactory(TrackingSampleFactory, listed=True),
            stage=CaseStage.LISTED,
            place=factory.Sequence(lambda n: n + 1),
            code=factory.LazyAttribute(lambda case: f"CT-{case.place:02}"),
        )


class PreReadNoteFactory(DjangoModelFactory[PreReadNote]):
    class Meta:
        model = PreReadNote

    case = factory.SubFactory(TrackingCaseFactory, listed=True)
    point = "voice"
    state = PreReadState.IN_ORDER
    read_by = factory.SubFactory(UserFactory)


class InformationReturnFactory(DjangoModelFactory[InformationReturn]):
    class Meta:
        model = InformationReturn

    council = factory.SubFactory(OrganisationFactory)
    framework = factory.SubFactory(FrameworkFactory)
    title = factory.Sequence("Return {}".format)
    notice_on = date(2026, 6, 1)
    created_by = factory.SubFactory(UserFactory)


class ReturnItemFactory(DjangoModelFactory[ReturnItem]):
    class Meta:
        model = ReturnItem

    of_return = factory.SubFactory(InformationReturnFactory)
    order = factory.Sequence(lambda n: n + 1)
    text = "What is asked for"
    due_on = date(2026, 6, 22)


class ReturnDocumentFactory(DjangoModelFactory[ReturnDocument]):
    class Meta:
        model = ReturnDocument

    item = factory.SubFactory(ReturnItemFactory)
    evidence = factory.SubFactory(
        EvidenceItemFactory, council=factory.SelfAttribute("..item.of_return.council")
    )


class AccuracyCheckFactory(DjangoModelFactory[AccuracyCheck]):
    class Meta:
        model = AccuracyCheck

    council = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence("Draft report {}".format)
    received_on = date(2026, 6, 1)
    due_on = date(2026, 6, 15)
    created_by = factory.SubFactory(UserFactory)


class AccuracyPointFactory(DjangoModelFactory[AccuracyPoint]):
    class Meta:
        model = AccuracyPoint

    check_of = factory.SubFactory(AccuracyCheckFactory)
    number = factory.Sequence(lambda n: n + 1)
    place = "Page 3"
    draft_says = "No advocate was appointed."
    kind = "fact"
    proposed = "An advocate was appointed."
    evidence_for = "The appointment is on file."
    created_by = factory.SubFactory(UserFactory)
