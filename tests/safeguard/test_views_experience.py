"""The pages about experience: the questions, the asking, and who is due to be asked."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.roles import Role
from safeguard.models import ExperienceQuestion, ExperienceResponse, QuestionSet
from tests.factories import (
    AdultIdentityFactory,
    EnquiryFactory,
    ExperienceAnswerFactory,
    ExperienceOptionFactory,
    ExperienceQuestionFactory,
    ExperienceResponseFactory,
    QuestionSetFactory,
    RegisterSettingsFactory,
)

QUERIES = 12
SAID = {
    "asked_on": "22/4/2025",
    "asked_by": "A. Worker",
    "is_independent": "yes",
    "how": "phone",
    "result": "answered",
}


def url(name, *keys, **query) -> str:
    address = reverse(f"safeguard:{name}", args=keys)
    return f"{address}?{'&'.join(f'{k}={v}' for k, v in query.items())}" if query else address


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def client(signed_in):
    return signed_in(Role.SAFEGUARDING_MANAGER)


@pytest.fixture
def enquiry(council):
    return EnquiryFactory(concern__adult__council=council, concluded=True)


@pytest.fixture
def option(council):
    question = ExperienceQuestionFactory(
        question_set__council=council,
        code="felt_safer",
        to_adult="Do you feel safer?",
        to_representative="Are they safer?",
    )
    return ExperienceOptionFactory(question=question, code="a_lot", label="A lot")


def test_a_set_is_made_on_the_pages(client, council):
    assert "No national wording is shipped" in text_of(client.get(url("question-set-list")))
    new = {"name": "Ours", "source": "Our Board", "in_use_from": "1/4/2025"}
    response = client.post(url("question-set-add"), new)
    held = QuestionSet.objects.get()
    assert response.url == url("question-set-detail", held.pk)
    question = {
        "code": "felt_safer",
        "kind": "choice",
        "to_adult": "Do you feel safer?",
        "to_representative": "Are they safer?",
        "answers": "A lot",
    }
    text = text_of(client.post(url("question-add", held.pk), question))
    assert "Give at least two answers" in text
    assert "Are they safer?" in text
    question["answers"] = "A lot\nNot at all"
    assert client.post(url("question-add", held.pk), question).status_code == 302
    row = ExperienceQuestion.objects.get()
    shown = client.get(url("question-change", row.pk))
    assert "a_lot = A lot" in text_of(shown)
    question["version"] = shown.context["form"]["version"].value()
    question["to_adult"] = "Are you safer now?"
    assert client.post(url("question-change", row.pk), question).status_code == 302
    assert "Are you safer now?" in text_of(client.get(url("question-set-detail", held.pk)))
    late = {**question, "to_adult": "Are you safe?"}
    refused = text_of(client.post(url("question-change", row.pk), late))
    assert "What somebody else changed" in refused
    copy = {"name": "Next", "in_use_from": "1/4/2026"}
    assert client.post(url("question-set-copy", held.pk), copy).status_code == 302
    retire = {"retired_on": "1/4/2026"}
    assert client.post(url("question-set-retire", held.pk), retire).status_code == 302
    assert "retired 1 April 2026" in text_of(client.get(url("question-set-list")))


def test_a_set_that_was_asked_offers_a_copy(client, option):
    held = option.question.question_set
    ExperienceResponseFactory(question_set=held)
    text = text_of(client.get(url("question-set-detail", held.pk)))
    assert "so they stand" in text
    assert url("question-add", held.pk) not in text


def test_another_councils_questions_are_not_found(client, other_council):
    question = ExperienceQuestionFactory(question_set__council=other_council)
    assert client.get(url("question-set-detail", question.question_set_id)).status_code == 404
    assert client.get(url("question-change", question.pk)).status_code == 404


def test_whose_answers_is_asked_first_and_the_wording_follows(client, enquiry, option):
    page = url("experience-record", enquiry.pk)
    assert "Whose answers are they?" in text_of(client.get(page))
    adult = text_of(client.get(url("experience-record", enquiry.pk, respondent="adult")))
    assert "Do you feel safer?" in adult
    assert "Relationship to the adult" not in adult
    assert " checked" not in adult
    theirs = text_of(client.get(url("experience-record", enquiry.pk, respondent="representative")))
    assert "Are they safer?" in theirs
    assert "Relationship to the adult" in theirs
    assert client.post(page, SAID).status_code == 200
    assert not ExperienceResponse.objects.exists()


def test_answers_are_recorded_and_shown(client, enquiry, option):
    said = {**SAID, "question_set": option.question.question_set_id}
    said[f"q_{option.question_id}"] = option.pk
    page = url("experience-record", enquiry.pk, respondent="adult")
    text = text_of(client.post(page, {**said, "asked_on": "1/4/2025"}))
    assert "must be the day the enquiry concluded, 22 April 2025, or after" in text
    assert "A. Worker" in text
    assert client.post(page, said).status_code == 302
    response = ExperienceResponse.objects.get()
    assert response.is_independent
    text = text_of(client.get(url("experience-detail", response.pk)))
    assert "Do you feel safer?" in text
    assert "A lot" in text
    assert "Asked late" not in text


def test_asking_late_is_said(client, enquiry, option):
    RegisterSettingsFactory(council=enquiry.council, experience_weeks=2)
    said = {**SAID, "asked_on": "7/5/2025", "question_set": option.question.question_set_id}
    said[f"q_{option.question_id}"] = option.pk
    page = url("experience-record", enquiry.pk, respondent="adult")
    response = client.post(page, said, follow=True)
    assert "asked 1 day after the 2 weeks" in text_of(response)
    row = ExperienceResponse.objects.get()
    assert "Asked late" in text_of(client.get(url("experience-detail", row.pk)))


def test_a_newer_set_does_not_take_the_place_of_the_one_on_the_form(client, enquiry, option):
    QuestionSetFactory(council=enquiry.council, in_use_from=date(2025, 1, 1))
    said = {**SAID, "question_set": option.question.question_set_id}
    said[f"q_{option.question_id}"] = option.pk
    client.post(url("experience-record", enquiry.pk, respondent="adult"), said)
    assert ExperienceResponse.objects.get().question_set == option.question.question_set


def test_what_stands_in_the_way_is_said(client, enquiry, council):
    assert "There is no question set in use" in text_of(
        client.get(url("experience-record", enquiry.pk))
    )
    open_one = EnquiryFactory(concern__adult__council=council)
    assert "This enquiry is open" in text_of(client.get(url("experience-record", open_one.pk)))


def recently_concluded(council):
    today = timezone.localdate()
    identity = AdultIdentityFactory(adult__council=council)
    return EnquiryFactory(
        concern__adult=identity.adult,
        commenced_on=today - timedelta(days=30),
        concluded=True,
        concluded_on=today - timedelta(days=7),
    )


def test_the_list_says_who_is_due_and_keeps_the_two_apart(client, council):
    due = recently_concluded(council)
    asked = recently_concluded(council)
    ExperienceResponseFactory(enquiry=asked)
    text = text_of(client.get(url("experience-list")))
    assert url("experience-record", due.pk) in text
    assert url("experience-record", asked.pk) not in text
    assert "50.0% (1 of 2)" in text
    assert "0.0% (0 of 2)" in text
    assert "the share of people who felt safer is not known" in text


def test_the_list_can_be_asked_for_a_period(client, council):
    recently_concluded(council)
    text = text_of(client.get(url("experience-list", start="1/4/2024", end="31/3/2025")))
    assert "from 1 April 2024 to 31 March 2025" in text
    assert "no cases" in text
    text = text_of(client.get(url("experience-list", start="1/4/2024", end="1/3/2024")))
    assert "The last day must be the same as or after the first" in text
    assert "Give both dates" in text_of(client.get(url("experience-list", start="1/4/2024")))


def test_pages_cost_the_same_however_much_there_is(
    client, council, enquiry, option, django_assert_max_num_queries
):
    for _ in range(4):
        recently_concluded(council)
        question = ExperienceQuestionFactory(question_set=option.question.question_set)
        ExperienceOptionFactory(question=question)
    response = ExperienceResponseFactory(enquiry=enquiry)
    for _ in range(4):
        ExperienceAnswerFactory(response=response)
    pages = (
        url("experience-list"),
        url("experience-record", enquiry.pk, respondent="adult"),
        url("experience-detail", response.pk),
        url("question-set-list"),
        url("question-set-detail", option.question.question_set_id),
    )
    for page in pages:
        with django_assert_max_num_queries(QUERIES):
            assert client.get(page).status_code == 200
