"""Checklists, their answers and tasks; self-assessments and published scores."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assurance.choices_checklist import Agreement, AnswersBy
from assurance.choices_self_assessment import (
    Engagement,
    Part,
    SelfAssessmentStatus,
    SignedHow,
)
from assurance.models import (
    ChecklistAnswer,
    ChecklistGroup,
    ChecklistPart,
    ChecklistRound,
    DocumentPart,
    EvidenceTask,
    PublishedScore,
    SelfAssessment,
    SignOff,
    StatementAssessment,
)
from tests.factories.core import OrganisationFactory, UserFactory
from tests.factories.framework import (
    FrameworkEntryFactory,
    FrameworkFactory,
    QualityStatementFactory,
)

__all__ = [
    "ChecklistAnswerFactory",
    "ChecklistGroupFactory",
    "ChecklistPartFactory",
    "ChecklistRoundFactory",
    "DocumentPartFactory",
    "EvidenceTaskFactory",
    "PublishedScoreFactory",
    "SelfAssessmentFactory",
    "SignOffFactory",
    "StatementAssessmentFactory",
]
DAY = date(2026, 3, 31)


class ChecklistRoundFactory(DjangoModelFactory[ChecklistRound]):
    """Open today, asking nothing yet; give `lines`."""

    class Meta:
        model = ChecklistRound
        skip_postgeneration_save = True

    council = factory.SubFactory(OrganisationFactory)
    framework = factory.SubFactory(FrameworkFactory)
    title = factory.Sequence("Round {}".format)
    opens_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=7))
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=21))

    @factory.post_generation
    def lines(self, create, extracted, **kwargs):
        self.entries.set(extracted or [])


class ChecklistGroupFactory(DjangoModelFactory[ChecklistGroup]):
    class Meta:
        model = ChecklistGroup

    round = factory.SubFactory(ChecklistRoundFactory)
    label = factory.Sequence("Group {}".format)
    order = factory.Sequence(int)


class ChecklistPartFactory(DjangoModelFactory[ChecklistPart]):
    """A person of the council who has begun nothing."""

    class Meta:
        model = ChecklistPart

    class Params:
        sent = factory.Trait(sent_at=datetime(2026, 3, 1, 12, tzinfo=UTC))
        workshop = factory.Trait(answers_by=AnswersBy.WORKSHOP)
        outside = factory.Trait(
            answers_by=AnswersBy.OUTSIDE,
            person=None,
            outside_name="Ivy Amberley",
            outside_email="ivy@example.org",
            token_sha256=factory.Sequence("{:064d}".format),
            token_expires_at=datetime(2099, 1, 1, tzinfo=UTC),
        )

    group = factory.SubFactory(ChecklistGroupFactory)
    council = factory.SelfAttribute("group.round.council")
    answers_by = AnswersBy.PERSON
    person = factory.SubFactory(UserFactory)


class ChecklistAnswerFactory(DjangoModelFactory[ChecklistAnswer]):
    class Meta:
        model = ChecklistAnswer

    part = factory.SubFactory(ChecklistPartFactory)
    entry = factory.SubFactory(FrameworkEntryFactory)
    agreement = Agreement.TEND_TO_AGREE


class EvidenceTaskFactory(DjangoModelFactory[EvidenceTask]):
    class Meta:
        model = EvidenceTask

    round = factory.SubFactory(ChecklistRoundFactory)
    council = factory.SelfAttribute("round.council")
    entry = factory.SubFactory(FrameworkEntryFactory)
    needed = "Waiting times by group"
    owner = factory.SubFactory(UserFactory)
    due_on = DAY


class SelfAssessmentFactory(DjangoModelFactory[SelfAssessment]):
    class Meta:
        model = SelfAssessment

    class Params:
        finished = factory.Trait(
            status=SelfAssessmentStatus.FINISHED,
            finished_at=datetime(2026, 4, 1, 12, tzinfo=UTC),
            finished_by=factory.SubFactory(UserFactory),
            content_sha256="0" * 64,
        )

    council = factory.SubFactory(OrganisationFactory)
    framework = factory.SubFactory(FrameworkFactory)
    title = factory.Sequence("Self-assessment {}".format)
    period_from = date(2025, 4, 1)
    period_to = DAY


class StatementAssessmentFactory(DjangoModelFactory[StatementAssessment]):
    class Meta:
        model = StatementAssessment

    self_assessment = factory.SubFactory(SelfAssessmentFactory)
    council = factory.SelfAttribute("self_assessment.council")
    statement = factory.SubFactory(
        QualityStatementFactory, framework=factory.SelfAttribute("..self_assessment.framework")
    )


class DocumentPartFactory(DjangoModelFactory[DocumentPart]):
    class Meta:
        model = DocumentPart

    self_assessment = factory.SubFactory(SelfAssessmentFactory)
    council = factory.SelfAttribute("self_assessment.council")
    part = Part.ABOUT


class SignOffFactory(DjangoModelFactory[SignOff]):
    class Meta:
        model = SignOff

    class Params:
        signed = factory.Trait(
            name="Ada Quill",
            engagement=Engagement.TOOK_PART,
            words="I took part.",
            how=SignedHow.IN_WRITING,
            signed_on=DAY,
            entered_by=factory.SubFactory(UserFactory),
            content_sha256="0" * 64,
        )

    self_assessment = factory.SubFactory(SelfAssessmentFactory)
    post = factory.Sequence("Post {}".format)


class PublishedScoreFactory(DjangoModelFactory[PublishedScore]):
    class Meta:
        model = PublishedScore

    council = factory.SubFactory(OrganisationFactory)
    statement = factory.SubFactory(QualityStatementFactory)
    score = 3
    report_date = date(2025, 5, 30)
    source = "CQC report page"
