"""Record what the adult, or somebody for them, says an enquiry was like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from core import activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.saving import insert
from safeguard.choices_work import ExperienceResult, QuestionKind, Respondent
from safeguard.models import (
    Enquiry,
    ExperienceAnswer,
    ExperienceQuestion,
    ExperienceResponse,
    QuestionSet,
    Reopening,
)
from safeguard.services import cases

TAKEN = "Answers of this kind are recorded already."


class Given(NamedTuple):
    """An answer: the key of a listed one, or words."""

    option: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Asked:
    """One time that somebody was asked. `answers` are by the key of the question."""

    question_set: QuestionSet
    respondent: str
    asked_on: date
    asked_by: str
    is_independent: bool
    how: str
    result: str
    answers: Mapping[int, Given]
    relationship: str = ""
    note: str = ""


@transaction.atomic
def record_experience(*, by: User, enquiry: Enquiry, asked: Asked) -> ExperienceResponse:
    """Keep that somebody was asked, and what they said; asking late is kept like asking in time.

    Adults' and representatives' answers are rows of their own kinds and never meet.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council.
        RuleViolationError: `not_concluded`; `before_closure` (the day of closure itself is in
            time); `future`; `after_death` of an adult; `set_not_in_use` on that day; `no_answers`
            where they answered; `answers_without_answering`; `not_listed`; `taken`.
        ValidationError: a representative without a relationship, or answered a second time. After
            a reopening and a new conclusion they may answer again.
    """
    held = cases.lock(by, enquiry, Permission.CASE_RECORD)
    _check_day(held, asked)
    _check_set(held, asked)
    given = _tidied(asked)
    questions = _check_answers(asked, given)
    response = ExperienceResponse(
        enquiry=held,
        question_set=asked.question_set,
        closure=1 + Reopening.objects.filter(enquiry=held).count(),
        respondent=asked.respondent,
        relationship=asked.relationship.strip(),
        asked_on=asked.asked_on,
        asked_by=asked.asked_by.strip(),
        is_independent=asked.is_independent,
        how=asked.how,
        result=asked.result,
        note=asked.note.strip(),
        recorded_by=by,
    )
    insert(response, taken=TAKEN)
    for key, answer in given.items():
        row = ExperienceAnswer(
            response=response, question=questions[key], option_id=answer.option, words=answer.words
        )
        row.full_clean()
        row.save(force_insert=True)
    activity.record(
        by=by, verb="experience_recorded", target=response, council=held.council, before={}
    )
    return response


def _check_day(enquiry: Enquiry, asked: Asked) -> None:
    if enquiry.concluded_on is None:
        raise RuleViolationError(
            "not_concluded", "Experience is asked about when the enquiry concludes, or after"
        )
    if asked.asked_on < enquiry.concluded_on:
        closed = enquiry.concluded_on
        message = (
            "The day of asking must be the day the enquiry concluded, "
            f"{closed.day} {closed:%B %Y}, or after"
        )
        raise RuleViolationError("before_closure", message, field="asked_on")
    if asked.asked_on > timezone.localdate():
        message = "The day of asking must not be in the future"
        raise RuleViolationError("future", message, field="asked_on")
    died = enquiry.concern.adult.died_on
    answered = asked.result == ExperienceResult.ANSWERED
    if asked.respondent == Respondent.ADULT and answered and died and asked.asked_on > died:
        message = "The adult had died by the day of asking"
        raise RuleViolationError("after_death", message, field="asked_on")


def _check_set(enquiry: Enquiry, asked: Asked) -> None:
    questions, on = asked.question_set, asked.asked_on
    retired = questions.retired_on is not None and on >= questions.retired_on
    if questions.council_id != enquiry.council_id or retired or on < questions.in_use_from:
        message = f"The question set “{questions}” was not in use on that day"
        raise RuleViolationError("set_not_in_use", message, field="asked_on")


def _tidied(asked: Asked) -> dict[int, Given]:
    """Return the answers given, without those left empty."""
    stripped = {key: Given(option, words.strip()) for key, (option, words) in asked.answers.items()}
    return {key: given for key, given in stripped.items() if given.option or given.words}


def _check_answers(asked: Asked, given: Mapping[int, Given]) -> dict[int, ExperienceQuestion]:
    """Return the questions of the set by key, having seen that each answer answers one of them."""
    answered = asked.result == ExperienceResult.ANSWERED
    if answered and not given:
        raise RuleViolationError("no_answers", "Give at least one answer", field="result")
    if given and not answered:
        message = "There are answers, so the result is that they answered; or take the answers away"
        raise RuleViolationError("answers_without_answering", message, field="result")
    rows = asked.question_set.questions.prefetch_related("options")
    questions = {question.pk: question for question in rows}
    for key, answer in given.items():
        if key not in questions or not _fits(questions[key], answer):
            raise RuleViolationError("not_listed", "An answer is not one of those listed")
    return questions


def _fits(question: ExperienceQuestion, answer: Given) -> bool:
    if question.kind == QuestionKind.TEXT:
        return answer.option is None
    return answer.option in {option.pk for option in question.options.all()}
