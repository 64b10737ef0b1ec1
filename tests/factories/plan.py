"""Voices, outside assessments, the improvement plan and indicators."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from assurance import models
from assurance.choices_improvement import (
    AssessmentKind,
    Better,
    Collection,
    Effect,
    FindingAnswer,
    FindingKind,
    IndicatorUnit,
    ItemSource,
)
from assurance.choices_voices import HeardHow, PeopleGroup, Speaker, Tone, UseKind, VoiceScope
from tests.factories.core import OrganisationFactory, UserFactory
from tests.factories.framework import EvidenceCategoryFactory, QualityStatementFactory

__all__ = [
    "AssessmentFindingFactory",
    "ImprovementItemFactory",
    "ImprovementNoteFactory",
    "ImprovementStepFactory",
    "IndicatorFactory",
    "IndicatorValueFactory",
    "OutsideAssessmentFactory",
    "VoiceFactory",
    "VoiceGroupFactory",
    "VoiceIdentityFactory",
    "VoiceLinkFactory",
    "VoiceReplyFactory",
    "VoiceUseFactory",
]

DAY = date(2025, 6, 2)


class VoiceFactory(DjangoModelFactory[models.Voice]):
    class Meta:
        model = models.Voice

    council = factory.SubFactory(OrganisationFactory)
    reference = factory.Sequence("VOI-2025-{:05d}".format)
    speaker = Speaker.ADULT
    how = HeardHow.CONVERSATION
    heard_on = DAY
    tone = Tone.WELL
    words = "They asked me what I wanted."
    summary = "Was asked"

    class Params:
        agreed = factory.Trait(
            consent_given=True,
            consent_scope=VoiceScope.PUBLIC,
            consent_on=DAY,
            consent_by="The adult",
        )
        refused = factory.Trait(consent_given=False, consent_on=DAY)
        gone = factory.Trait(words="", summary="", withdrawn_on=date(2025, 9, 1))


class VoiceGroupFactory(DjangoModelFactory[models.VoiceGroup]):
    class Meta:
        model = models.VoiceGroup

    voice = factory.SubFactory(VoiceFactory)
    group = PeopleGroup.OLDER


class VoiceLinkFactory(DjangoModelFactory[models.VoiceLink]):
    class Meta:
        model = models.VoiceLink

    voice = factory.SubFactory(VoiceFactory)
    statement = factory.SubFactory(QualityStatementFactory)
    category = factory.SubFactory(
        EvidenceCategoryFactory, framework=factory.SelfAttribute("..statement.framework")
    )


class VoiceIdentityFactory(DjangoModelFactory[models.VoiceIdentity]):
    class Meta:
        model = models.VoiceIdentity

    voice = factory.SubFactory(VoiceFactory)
    name = "Ann Example"
    contact = "By letter"


class VoiceUseFactory(DjangoModelFactory[models.VoiceUse]):
    class Meta:
        model = models.VoiceUse

    voice = factory.SubFactory(VoiceFactory, agreed=True)
    kind = UseKind.PACK
    title = "Evidence pack of June 2025"
    scope = VoiceScope.CQC
    used_on = date(2025, 7, 1)
    has_left = True

    class Params:
        acted = factory.Trait(
            acted_on=date(2025, 9, 2),
            acted_by=factory.SubFactory(UserFactory),
            acted_note="CQC was asked to delete it",
        )


class OutsideAssessmentFactory(DjangoModelFactory[models.OutsideAssessment]):
    class Meta:
        model = models.OutsideAssessment

    council = factory.SubFactory(OrganisationFactory)
    kind = AssessmentKind.PEER_CHALLENGE
    title = "Peer challenge"
    by_whom = "A team of peers"
    starts_on = DAY


class AssessmentFindingFactory(DjangoModelFactory[models.AssessmentFinding]):
    class Meta:
        model = models.AssessmentFinding

    assessment = factory.SubFactory(OutsideAssessmentFactory)
    number = factory.Sequence(lambda n: n % 30000 + 1)
    kind = FindingKind.RECOMMENDATION
    text = "Ask every adult what they want"

    class Params:
        answered = factory.Trait(
            answer=FindingAnswer.ACCEPTED,
            answered_on=DAY,
            answered_by=factory.SubFactory(UserFactory),
        )


class ImprovementItemFactory(DjangoModelFactory[models.ImprovementItem]):
    class Meta:
        model = models.ImprovementItem

    council = factory.SubFactory(OrganisationFactory)
    reference = factory.Sequence("IMP-2025-{:05d}".format)
    source = ItemSource.OTHER
    source_note = "A team meeting"
    text = "Ask every adult what they want"
    owner_name = "The principal social worker"
    first_due_on = date(2026, 3, 31)
    due_on = date(2026, 3, 31)

    class Params:
        shown = factory.Trait(
            effect=Effect.SHOWN,
            effect_evidence="An audit of 30 cases",
            effect_on=DAY,
            effect_by=factory.SubFactory(UserFactory),
        )
        verified = factory.Trait(
            shown=True,
            verified_on=DAY,
            verified_by=factory.SubFactory(UserFactory),
            verified_note="Read 10 of the cases",
        )
        closed = factory.Trait(
            verified=True,
            closed_on=DAY,
            closed_by=factory.SubFactory(UserFactory),
            closing_reason="It holds",
        )


class ImprovementStepFactory(DjangoModelFactory[models.ImprovementStep]):
    class Meta:
        model = models.ImprovementStep

    item = factory.SubFactory(ImprovementItemFactory)
    text = "Change the form"
    owner_name = "A manager"
    due_on = date(2026, 1, 31)


class ImprovementNoteFactory(DjangoModelFactory[models.ImprovementNote]):
    class Meta:
        model = models.ImprovementNote

    item = factory.SubFactory(ImprovementItemFactory)
    words = "The form is changed"
    written_by = factory.SubFactory(UserFactory)


class VoiceReplyFactory(DjangoModelFactory[models.VoiceReply]):
    class Meta:
        model = models.VoiceReply

    voice = factory.SubFactory(VoiceFactory)
    item = factory.SubFactory(
        ImprovementItemFactory, council=factory.SelfAttribute("..voice.council")
    )

    class Params:
        told = factory.Trait(
            did="We changed the form",
            told_on=date(2025, 8, 1),
            told_how="A letter",
            told_by=factory.SubFactory(UserFactory),
        )


class IndicatorFactory(DjangoModelFactory[models.Indicator]):
    class Meta:
        model = models.Indicator

    council = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence("IND-{}".format)
    title = "People who feel safe"
    collection = Collection.ASCS
    unit = IndicatorUnit.PERCENT
    better = Better.HIGHER
    source = "A publication"


class IndicatorValueFactory(DjangoModelFactory[models.IndicatorValue]):
    class Meta:
        model = models.IndicatorValue

    indicator = factory.SubFactory(IndicatorFactory)
    start = date(2024, 4, 1)
    end = date(2025, 3, 31)
    label = "2024-25"
    value = Decimal("71.4")
    england = Decimal("71")

    class Params:
        replaced = factory.Trait(replaced_at=datetime(2025, 12, 1, tzinfo=UTC))
