"""What else a board keeps: returns, the survey, the dataset, risks, briefings, its report."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from sab import models
from sab.choices_board import Agreement, Principle, QuestionReason, Rating, Recipient, ReturnStatus
from sab.choices_recommendation import EvidenceKind
from tests.factories.core import UserFactory
from tests.factories.sab import DAY, BoardFactory, PartnerFactory


class ReturnTemplateFactory(DjangoModelFactory[models.ReturnTemplate]):
    class Meta:
        model = models.ReturnTemplate

    code = factory.Sequence("PAR{}".format)
    title = "Partner assurance return"
    declaration = "I have read these answers and they are a fair account of my agency."
    published_on = date(2025, 1, 1)


class ReturnStandardFactory(DjangoModelFactory[models.ReturnStandard]):
    class Meta:
        model = models.ReturnStandard

    template = factory.SubFactory(ReturnTemplateFactory)
    code = factory.Sequence("A{}".format)
    section = "Leadership and accountability"
    text = "A named executive answers for adult safeguarding."


class ReturnCycleFactory(DjangoModelFactory[models.ReturnCycle]):
    class Meta:
        model = models.ReturnCycle

    board = factory.SubFactory(BoardFactory)
    template = factory.SubFactory(ReturnTemplateFactory)
    title = factory.Sequence("Cycle {}".format)
    opens_on = date(2025, 10, 1)
    closes_on = date(2026, 1, 31)


class AssuranceReturnFactory(DjangoModelFactory[models.AssuranceReturn]):
    class Meta:
        model = models.AssuranceReturn

    cycle = factory.SubFactory(ReturnCycleFactory)
    board = factory.SelfAttribute("cycle.board")
    partner = factory.SubFactory(PartnerFactory, board=factory.SelfAttribute("..board"))

    class Params:
        submitted = factory.Trait(
            status=ReturnStatus.SUBMITTED,
            signed_by="An Executive",
            signed_job_title="Chief nurse",
            signed_on=date(2025, 12, 1),
            submitted_on=date(2025, 12, 2),
            submitted_by=factory.SubFactory(UserFactory),
        )
        validated = factory.Trait(
            submitted=True,
            status=ReturnStatus.VALIDATED,
            validated_on=date(2026, 2, 1),
            validated_by=factory.SubFactory(UserFactory),
        )


class ReturnStepFactory(DjangoModelFactory[models.ReturnStep]):
    class Meta:
        model = models.ReturnStep

    assurance_return = factory.SubFactory(AssuranceReturnFactory)
    status = ReturnStatus.IN_PROGRESS
    at = datetime(2025, 11, 1, 10, tzinfo=UTC)
    by = factory.SubFactory(UserFactory)


class StandardAnswerFactory(DjangoModelFactory[models.StandardAnswer]):
    class Meta:
        model = models.StandardAnswer

    assurance_return = factory.SubFactory(AssuranceReturnFactory)
    standard = factory.SubFactory(ReturnStandardFactory)
    self_rating = Rating.MET
    narrative = "The chief nurse reports to our board each year."

    class Params:
        validated = factory.Trait(
            validated_rating=Rating.MET,
            validated_on=date(2026, 2, 1),
            validated_by=factory.SubFactory(UserFactory),
        )


class AnswerEvidenceFactory(DjangoModelFactory[models.AnswerEvidence]):
    class Meta:
        model = models.AnswerEvidence

    answer = factory.SubFactory(StandardAnswerFactory)
    kind = EvidenceKind.MINUTES
    title = "Minutes of our board"
    dated_on = DAY


class WorkbookPackFactory(DjangoModelFactory[models.WorkbookPack]):
    class Meta:
        model = models.WorkbookPack

    assurance_return = factory.SubFactory(AssuranceReturnFactory)
    seal = "0" * 64
    made_at = datetime(2025, 11, 1, 10, tzinfo=UTC)
    made_by = factory.SubFactory(UserFactory)


class ChallengeEventFactory(DjangoModelFactory[models.ChallengeEvent]):
    class Meta:
        model = models.ChallengeEvent

    cycle = factory.SubFactory(ReturnCycleFactory)
    board = factory.SelfAttribute("cycle.board")
    held_on = date(2026, 2, 10)
    panel = "The chair and two partners"


class ChallengeQuestionFactory(DjangoModelFactory[models.ChallengeQuestion]):
    class Meta:
        model = models.ChallengeQuestion

    event = factory.SubFactory(ChallengeEventFactory)
    assurance_return = factory.SubFactory(
        AssuranceReturnFactory, cycle=factory.SelfAttribute("..event.cycle")
    )
    reason = QuestionReason.LOW
    question = "What stops staff from using the pathway?"


class ImprovementActionFactory(DjangoModelFactory[models.ImprovementAction]):
    class Meta:
        model = models.ImprovementAction

    assurance_return = factory.SubFactory(AssuranceReturnFactory)
    board = factory.SelfAttribute("assurance_return.board")
    partner = factory.SelfAttribute("assurance_return.partner")
    text = "Brief every team on the pathway."
    owner = factory.SubFactory(UserFactory)
    owner_name = factory.SelfAttribute("owner.full_name")
    due_on = date(2026, 6, 30)


class SurveyFactory(DjangoModelFactory[models.Survey]):
    class Meta:
        model = models.Survey

    board = factory.SubFactory(BoardFactory)
    kind = "board"
    title = factory.Sequence("How well does the board work? {}".format)
    opens_on = DAY
    closes_on = date(2025, 6, 30)


class SurveyQuestionFactory(DjangoModelFactory[models.SurveyQuestion]):
    class Meta:
        model = models.SurveyQuestion

    survey = factory.SubFactory(SurveyFactory)
    code = factory.Sequence("S{}".format)
    domain = "Purpose and priorities"
    text = "Each priority has money or people behind it."


class SurveyGroupFactory(DjangoModelFactory[models.SurveyGroup]):
    class Meta:
        model = models.SurveyGroup

    survey = factory.SubFactory(SurveyFactory)
    band = "member"
    token = factory.Sequence("{:064}".format)


class SurveyResponseFactory(DjangoModelFactory[models.SurveyResponse]):
    class Meta:
        model = models.SurveyResponse

    group = factory.SubFactory(SurveyGroupFactory)
    survey = factory.SelfAttribute("group.survey")


class SurveyAnswerFactory(DjangoModelFactory[models.SurveyAnswer]):
    class Meta:
        model = models.SurveyAnswer

    response = factory.SubFactory(SurveyResponseFactory)
    question = factory.SubFactory(
        SurveyQuestionFactory, survey=factory.SelfAttribute("..response.survey")
    )
    agreement = Agreement.AGREE


class StrategicPriorityFactory(DjangoModelFactory[models.StrategicPriority]):
    class Meta:
        model = models.StrategicPriority

    board = factory.SubFactory(BoardFactory)
    title = "Self-neglect"
    intended_difference = "Fewer people die in fires at home."
    starts_on = date(2025, 4, 1)
    ends_on = date(2028, 3, 31)


class MemberContributionFactory(DjangoModelFactory[models.MemberContribution]):
    class Meta:
        model = models.MemberContribution

    partner = factory.SubFactory(PartnerFactory)
    board = factory.SelfAttribute("partner.board")
    year = "2025-26"
    text = "Trained 400 officers to recognise self-neglect."


class DatasetIndicatorFactory(DjangoModelFactory[models.DatasetIndicator]):
    class Meta:
        model = models.DatasetIndicator

    board = factory.SubFactory(BoardFactory)
    code = factory.Sequence("P{}".format)
    title = "Home fire safety visits after a referral by a partner"
    principle = Principle.PREVENTION


class DatasetValueFactory(DjangoModelFactory[models.DatasetValue]):
    class Meta:
        model = models.DatasetValue

    indicator = factory.SubFactory(DatasetIndicatorFactory)
    board = factory.SelfAttribute("indicator.board")
    partner = factory.SubFactory(PartnerFactory, board=factory.SelfAttribute("..board"))
    start = date(2025, 4, 1)
    end = date(2025, 6, 30)
    is_supplied = True
    numerator = 12
    denominator = 20


class BriefingFactory(DjangoModelFactory[models.Briefing]):
    class Meta:
        model = models.Briefing

    board = factory.SubFactory(BoardFactory)
    title = "Self-neglect and fire"


class BriefingReceiptFactory(DjangoModelFactory[models.BriefingReceipt]):
    class Meta:
        model = models.BriefingReceipt

    briefing = factory.SubFactory(BriefingFactory)
    board = factory.SelfAttribute("briefing.board")
    partner = factory.SubFactory(PartnerFactory, board=factory.SelfAttribute("..board"))
    team = "North district team"
    used_on = DAY
    people = 12
    what_we_will_do = "Ask about smoke alarms at each visit."
    given_by = factory.SubFactory(UserFactory)
    given_on = DAY


class AnnualReportFactory(DjangoModelFactory[models.AnnualReport]):
    class Meta:
        model = models.AnnualReport

    board = factory.SubFactory(BoardFactory)
    year = "2025-26"


class ReportSendingFactory(DjangoModelFactory[models.ReportSending]):
    class Meta:
        model = models.ReportSending

    report = factory.SubFactory(AnnualReportFactory)
    recipient = Recipient.LEADER
    name = "The leader of the council"
    sent_on = DAY
