"""What follows from an audit: alerts, second ratings, feedback, actions, stories."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from audit import choices, models
from tests.factories.audit import AT, DAY, AuditStrandFactory, CaseAuditFactory, QuestionFactory
from tests.factories.core import OrganisationFactory, UserFactory


class AuditAlertFactory(DjangoModelFactory[models.AuditAlert]):
    class Meta:
        model = models.AuditAlert

    strand = factory.SubFactory(AuditStrandFactory)
    audit = factory.SelfAttribute("strand.audit")
    question = factory.SubFactory(
        QuestionFactory, version=factory.SelfAttribute("..strand.audit.version")
    )
    option = "no"
    text = "No sign that immediate safety was thought about"
    to_roles = factory.LazyFunction(lambda: ["safeguarding_lead"])


class AlertAcknowledgementFactory(DjangoModelFactory[models.AlertAcknowledgement]):
    class Meta:
        model = models.AlertAcknowledgement

    alert = factory.SubFactory(AuditAlertFactory)
    acknowledged_by = factory.SubFactory(UserFactory)
    action_taken = "Visited today"


class ModerationFactory(DjangoModelFactory[models.Moderation]):
    class Meta:
        model = models.Moderation

    audit = factory.SubFactory(CaseAuditFactory, submitted=True)
    style = choices.ModerationStyle.SEEN
    reason = choices.ModerationReason.SAMPLE
    first_auditor = factory.SelfAttribute("audit.auditor")
    moderator = factory.SubFactory(UserFactory)

    class Params:
        decided = factory.Trait(decided_at=AT, outcome="agreed")


class ModeratedAnswerFactory(DjangoModelFactory[models.ModeratedAnswer]):
    class Meta:
        model = models.ModeratedAnswer

    moderation = factory.SubFactory(ModerationFactory)
    question = factory.SubFactory(
        QuestionFactory, version=factory.SelfAttribute("..moderation.audit.version")
    )
    first_option = "yes"
    first_state = choices.AnswerState.ANSWERED
    option = "partly"


class ModeratedGradeFactory(DjangoModelFactory[models.ModeratedGrade]):
    class Meta:
        model = models.ModeratedGrade

    moderation = factory.SubFactory(ModerationFactory)
    result = factory.Sequence("result-{}".format)
    first = "good"
    grade = "good"


class FeedbackFactory(DjangoModelFactory[models.Feedback]):
    class Meta:
        model = models.Feedback

    audit = factory.SubFactory(CaseAuditFactory, shared=True)
    to_role = "practitioner"
    to_person = factory.SubFactory(UserFactory)
    words = "You listened well"


class FeedbackReplyFactory(DjangoModelFactory[models.FeedbackReply]):
    class Meta:
        model = models.FeedbackReply

    feedback = factory.SubFactory(FeedbackFactory)
    words = "Thank you"
    replied_by = factory.SelfAttribute("feedback.to_person")

    class Params:
        settled = factory.Trait(
            kind=choices.ReplyKind.DISPUTE,
            outcome=choices.DisputeOutcome.STANDS,
            outcome_reason="The record does not show it",
            settled_by=factory.SubFactory(UserFactory),
            settled_at=AT,
        )


class ThemeFactory(DjangoModelFactory[models.Theme]):
    class Meta:
        model = models.Theme

    council = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence("theme-{}".format)
    label = factory.Sequence("Theme {}".format)


class ThemeFindingFactory(DjangoModelFactory[models.ThemeFinding]):
    class Meta:
        model = models.ThemeFinding

    audit = factory.SubFactory(CaseAuditFactory)
    theme = factory.SubFactory(ThemeFactory, council=factory.SelfAttribute("..audit.council"))
    kind = choices.FindingKind.LEARNING


class QuotationFactory(DjangoModelFactory[models.Quotation]):
    class Meta:
        model = models.Quotation

    audit = factory.SubFactory(CaseAuditFactory)
    speaker = choices.Speaker.ADULT
    words = "They asked me first"


class ReauditFactory(DjangoModelFactory[models.Reaudit]):
    class Meta:
        model = models.Reaudit

    audit = factory.SubFactory(CaseAuditFactory, submitted=True)
    scope = choices.ReauditScope.SAME_CASE
    rule = "Grade inadequate"
    due_on = date(2025, 7, 1)


class AuditActionFactory(DjangoModelFactory[models.AuditAction]):
    class Meta:
        model = models.AuditAction

    audit = factory.SubFactory(CaseAuditFactory, submitted=True)
    council = factory.SelfAttribute("audit.council")
    reference = factory.Sequence("ACT-{:05}".format)
    level = choices.ActionLevel.TEAM
    description = "Talk about it in the team meeting"
    owner = factory.SubFactory(UserFactory)
    first_due_on = date(2025, 7, 1)
    due_on = factory.SelfAttribute("first_due_on")

    class Params:
        done = factory.Trait(
            status=choices.ActionStatus.DONE,
            evidence="Minutes of 3 June",
            done_on=date(2025, 6, 3),
            done_by=factory.SelfAttribute("owner"),
        )
        verified = factory.Trait(
            done=True,
            status=choices.ActionStatus.VERIFIED,
            verified_by=factory.SubFactory(UserFactory),
            verified_on=date(2025, 6, 4),
        )


class ActionNoteFactory(DjangoModelFactory[models.ActionNote]):
    class Meta:
        model = models.ActionNote

    action = factory.SubFactory(AuditActionFactory)
    words = "Half of it is done"
    written_by = factory.SubFactory(UserFactory)


class StoryOfDifferenceFactory(DjangoModelFactory[models.StoryOfDifference]):
    class Meta:
        model = models.StoryOfDifference

    council = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence("Story {}".format)
    was_happening = "She was afraid at home"
    written_by = factory.SubFactory(UserFactory)

    class Params:
        consented = factory.Trait(
            consent_given=True,
            consent_scope=choices.ConsentScope.BOARD,
            consent_on=DAY,
            consent_by="The adult",
        )
        reviewed = factory.Trait(
            consented=True,
            is_disguised=True,
            reviewed_by=factory.SubFactory(UserFactory),
            reviewed_at=AT,
        )
