"""Recording what an enquiry was like: when, by which questions, and whose answers."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.periods import Period
from core.rates import Rate
from core.workdays import WorkingCalendar
from safeguard.choices_work import Respondent
from safeguard.metrics.experience import due_to_ask, responses
from safeguard.metrics.facts import Facts
from safeguard.metrics.scope import CaseScope
from safeguard.models import Enquiry, ExperienceAnswer, ExperienceResponse
from safeguard.services.experience import Asked, Given, record_experience
from tests.factories import (
    EnquiryFactory,
    ExperienceOptionFactory,
    ExperienceQuestionFactory,
    ExperienceResponseFactory,
    QuestionSetFactory,
    ReopeningFactory,
)

CLOSED = date(2025, 4, 22)


@pytest.fixture
def enquiry(council):
    return EnquiryFactory(concern__adult__council=council, concluded=True)


@pytest.fixture
def option(council):
    questions = QuestionSetFactory(council=council)
    question = ExperienceQuestionFactory(question_set=questions, code="felt_safer")
    return ExperienceOptionFactory(question=question, code="a_lot", label="A lot")


@pytest.fixture
def asked(option):
    words = ExperienceQuestionFactory(
        question_set=option.question.question_set, code="story", kind="text"
    )
    return Asked(
        question_set=option.question.question_set,
        respondent="adult",
        asked_on=CLOSED,
        asked_by=" A. Worker ",
        is_independent=True,
        how="phone",
        result="answered",
        answers={option.question_id: Given(option.pk), words.pk: Given(words=" They listened ")},
    )


def test_what_was_said_is_kept(practitioner, enquiry, asked):
    response = record_experience(by=practitioner, enquiry=enquiry, asked=asked)
    response.refresh_from_db()
    assert (response.asked_by, response.recorded_by) == ("A. Worker", practitioner)
    assert [str(answer) for answer in response.answers.all()] == ["A lot", "They listened"]
    assert ActivityEvent.objects.get().verb == "experience_recorded"


def test_both_may_answer_each_once(practitioner, enquiry, asked):
    record_experience(by=practitioner, enquiry=enquiry, asked=asked)
    theirs = replace(asked, respondent="representative", relationship="Daughter")
    record_experience(by=practitioner, enquiry=enquiry, asked=theirs)
    for again in (asked, theirs):
        with pytest.raises(ValidationError):
            record_experience(by=practitioner, enquiry=enquiry, asked=again)
    assert ExperienceResponse.objects.count() == 2


def test_after_a_reopening_and_a_new_conclusion_they_may_answer_again(
    practitioner, enquiry, asked, option
):
    record_experience(by=practitioner, enquiry=enquiry, asked=asked)
    ReopeningFactory(concern=enquiry.concern, enquiry=enquiry)
    little = ExperienceOptionFactory(question=option.question, code="a_little", label="A little")
    again = replace(asked, answers={option.question_id: Given(little.pk)})
    second = record_experience(by=practitioner, enquiry=enquiry, asked=again)
    assert (second.closure, ExperienceResponse.objects.count()) == (2, 2)
    with pytest.raises(ValidationError):
        record_experience(by=practitioner, enquiry=enquiry, asked=again)
    scope = CaseScope(enquiry.council, WorkingCalendar(horizon=2030), date(2026, 3, 31))
    facts = list(Facts(scope.rows(Period.financial_year(2025))).of("experience_adult"))
    assert [fact.safer for fact in facts] == ["a_little"]


def test_a_representative_says_how_they_are_related(practitioner, enquiry, asked):
    with pytest.raises(ValidationError):
        record_experience(
            by=practitioner, enquiry=enquiry, asked=replace(asked, respondent="representative")
        )


@pytest.mark.parametrize("result", ["declined", "not_able", "not_reached"])
def test_not_answering_is_kept_without_answers_and_may_be_tried_again(
    practitioner, enquiry, asked, result
):
    silent = replace(asked, result=result, answers={})
    record_experience(by=practitioner, enquiry=enquiry, asked=silent)
    record_experience(by=practitioner, enquiry=enquiry, asked=silent)
    record_experience(by=practitioner, enquiry=enquiry, asked=asked)
    with pytest.raises(RuleViolationError) as refusal:
        record_experience(by=practitioner, enquiry=enquiry, asked=replace(asked, result=result))
    assert (refusal.value.code, refusal.value.field) == ("answers_without_answering", "result")


@pytest.mark.parametrize(
    ("on", "code"), [(date(2025, 4, 21), "before_closure"), (date(2090, 1, 1), "future")]
)
def test_asking_is_from_closure_on_and_not_in_the_future(practitioner, enquiry, asked, on, code):
    with pytest.raises(RuleViolationError) as refusal:
        record_experience(by=practitioner, enquiry=enquiry, asked=replace(asked, asked_on=on))
    assert (refusal.value.code, refusal.value.field) == (code, "asked_on")
    assert not ExperienceResponse.objects.exists()


def test_asking_late_is_recorded_all_the_same(practitioner, enquiry, asked):
    late = replace(asked, asked_on=date(2025, 12, 1))
    assert record_experience(by=practitioner, enquiry=enquiry, asked=late).pk


def test_an_open_enquiry_is_not_asked_about(practitioner, council, asked):
    enquiry = EnquiryFactory(concern__adult__council=council)
    with pytest.raises(RuleViolationError) as refusal:
        record_experience(by=practitioner, enquiry=enquiry, asked=asked)
    assert refusal.value.code == "not_concluded"


def test_an_adult_who_died_did_not_answer_later(practitioner, enquiry, asked):
    adult = enquiry.concern.adult
    adult.died_on = date(2025, 4, 20)
    adult.save()
    with pytest.raises(RuleViolationError) as refusal:
        record_experience(by=practitioner, enquiry=enquiry, asked=asked)
    assert refusal.value.code == "after_death"
    theirs = replace(asked, respondent="representative", relationship="Daughter")
    record_experience(by=practitioner, enquiry=enquiry, asked=theirs)


@pytest.mark.parametrize(
    "changes",
    [
        {"in_use_from": date(2025, 4, 23)},
        {"retired_on": CLOSED},
    ],
)
def test_the_set_was_in_use_on_that_day(practitioner, enquiry, asked, changes):
    for name, value in changes.items():
        setattr(asked.question_set, name, value)
    with pytest.raises(RuleViolationError) as refusal:
        record_experience(by=practitioner, enquiry=enquiry, asked=asked)
    assert refusal.value.code == "set_not_in_use"


def test_another_councils_questions_are_not_asked(practitioner, enquiry, asked, other_council):
    theirs = QuestionSetFactory(council=other_council)
    with pytest.raises(RuleViolationError) as refusal:
        record_experience(
            by=practitioner, enquiry=enquiry, asked=replace(asked, question_set=theirs)
        )
    assert refusal.value.code == "set_not_in_use"


def test_an_answer_is_one_of_those_listed(practitioner, enquiry, asked, option):
    other = ExperienceOptionFactory()
    for wrong in (
        {option.question_id: Given(other.pk)},
        {option.question_id: Given(words="Something else")},
        {other.question_id: Given(other.pk)},
    ):
        with pytest.raises(RuleViolationError) as refusal:
            record_experience(by=practitioner, enquiry=enquiry, asked=replace(asked, answers=wrong))
        assert refusal.value.code == "not_listed"
    with pytest.raises(RuleViolationError) as refusal:
        record_experience(by=practitioner, enquiry=enquiry, asked=replace(asked, answers={}))
    assert refusal.value.code == "no_answers"


def test_it_needs_the_right_to_record(analyst, stranger, enquiry, asked):
    for nobody in (analyst, stranger):
        with pytest.raises(PermissionDenied):
            record_experience(by=nobody, enquiry=enquiry, asked=asked)
    assert not ExperienceResponse.objects.exists()


def test_it_keeps_nothing_if_the_log_fails(practitioner, enquiry, asked, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        record_experience(by=practitioner, enquiry=enquiry, asked=asked)
    assert not ExperienceResponse.objects.exists()
    assert not ExperienceAnswer.objects.exists()


def test_each_kind_of_respondent_is_counted_by_itself(enquiry, council):
    ExperienceResponseFactory(enquiry=enquiry, result="not_reached")
    ExperienceResponseFactory(enquiry=enquiry)
    ExperienceResponseFactory(
        enquiry=enquiry, respondent="representative", relationship="Son", result="declined"
    )
    EnquiryFactory(concern__adult__council=council, concluded=True)
    found = responses(Enquiry.objects.filter(council=council))
    adult, other = found[Respondent.ADULT], found[Respondent.REPRESENTATIVE]
    assert (adult.asked_rate, adult.response_rate) == (Rate(1, 2), Rate(1, 1))
    assert (other.asked_rate, other.response_rate) == (Rate(1, 2), Rate(0, 1))


def test_those_are_due_whom_nobody_asked_and_there_is_time(council, enquiry):
    asked = EnquiryFactory(concern__adult__council=council, concluded=True)
    ExperienceResponseFactory(enquiry=asked, result="declined")
    EnquiryFactory(concern__adult__council=council)
    rows = Enquiry.objects.filter(council=council)

    def due(today):
        return list(due_to_ask(rows, today=today, weeks=8))

    assert due(CLOSED) == [enquiry]
    assert due(date(2025, 6, 17)) == [enquiry]
    assert due(date(2025, 6, 18)) == []
