"""How an enquiry ends, and what it was like for the adult."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from safeguard import choices_work
from safeguard.models import (
    AgencyTold,
    ClosingCheck,
    Conclusion,
    ExperienceAnswer,
    ExperienceOption,
    ExperienceQuestion,
    ExperienceResponse,
    QuestionSet,
    Reopening,
)
from tests.factories.casework import LATER
from tests.factories.core import OrganisationFactory, UserFactory
from tests.factories.safeguard import EnquiryFactory, noon


class ConclusionFactory(DjangoModelFactory[Conclusion]):
    class Meta:
        model = Conclusion

    enquiry = factory.SubFactory(EnquiryFactory, concluded=True)
    reason = "The risk is reduced and she is content"
    review_considered = choices_work.ReviewConsidered.NOT_NEEDED
    review_reason = "Nobody died and agencies worked together"
    closed_by = factory.SubFactory(UserFactory)


class ClosingCheckFactory(DjangoModelFactory[ClosingCheck]):
    class Meta:
        model = ClosingCheck

    enquiry = factory.SubFactory(EnquiryFactory, concluded=True)
    item = choices_work.ClosingItem.ADVICE_GIVEN
    answer = choices_work.ClosingAnswer.DONE


class AgencyToldFactory(DjangoModelFactory[AgencyTold]):
    class Meta:
        model = AgencyTold

    enquiry = factory.SubFactory(EnquiryFactory, concluded=True)
    agency = "The police"
    told_on = factory.LazyAttribute(lambda row: row.enquiry.concluded_on or LATER)


class ReopeningFactory(DjangoModelFactory[Reopening]):
    """An enquiry opened again; give `enquiry=None` and a concern for a concern."""

    class Meta:
        model = Reopening

    enquiry = factory.SubFactory(EnquiryFactory)
    concern = factory.LazyAttribute(lambda row: row.enquiry.concern)
    reason = "New information from the police"
    reopened_by = factory.SubFactory(UserFactory)
    reopened_at = noon(date(2025, 6, 2))


class QuestionSetFactory(DjangoModelFactory[QuestionSet]):
    class Meta:
        model = QuestionSet

    council = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Questions {}".format)
    in_use_from = date(2024, 4, 1)


class ExperienceQuestionFactory(DjangoModelFactory[ExperienceQuestion]):
    class Meta:
        model = ExperienceQuestion

    question_set = factory.SubFactory(QuestionSetFactory)
    code = factory.Sequence("q{}".format)
    position = factory.Sequence(lambda n: n + 1)
    to_adult = "Did you feel listened to?"
    to_representative = "Did they feel listened to?"


class ExperienceOptionFactory(DjangoModelFactory[ExperienceOption]):
    class Meta:
        model = ExperienceOption

    question = factory.SubFactory(ExperienceQuestionFactory)
    code = factory.Sequence("o{}".format)
    label = "Yes"
    position = factory.Sequence(lambda n: n + 1)


class ExperienceResponseFactory(DjangoModelFactory[ExperienceResponse]):
    """The adult answered, of an enquiry and by questions of one council."""

    class Meta:
        model = ExperienceResponse

    enquiry = factory.SubFactory(EnquiryFactory, concluded=True)
    question_set = factory.SubFactory(
        QuestionSetFactory, council=factory.SelfAttribute("..enquiry.council")
    )
    respondent = choices_work.Respondent.ADULT
    asked_on = factory.LazyAttribute(lambda row: row.enquiry.concluded_on or LATER)
    asked_by = "A. Worker"
    how = choices_work.AskedHow.PHONE
    result = choices_work.ExperienceResult.ANSWERED
    recorded_by = factory.SubFactory(UserFactory)


class ExperienceAnswerFactory(DjangoModelFactory[ExperienceAnswer]):
    class Meta:
        model = ExperienceAnswer

    response = factory.SubFactory(ExperienceResponseFactory)
    question = factory.SubFactory(
        ExperienceQuestionFactory, question_set=factory.SelfAttribute("..response.question_set")
    )
    option = factory.SubFactory(
        ExperienceOptionFactory, question=factory.SelfAttribute("..question")
    )
