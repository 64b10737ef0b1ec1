"""A council's own questions about experience. None is shipped; once asked, a set stands still."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.services.saving import insert
from safeguard.choices_work import QuestionKind
from safeguard.models import (
    ExperienceOption,
    ExperienceQuestion,
    ExperienceResponse,
    QuestionSet,
)
from safeguard.rules.experience import CODE, Listed, read_answers, write_answers
from safeguard.services import cases

TAKEN = "There is a question set of this name already."
CODE_TAKEN = "There is a question with this code in the set already."


@transaction.atomic
def add_question_set(
    *, by: User, council: Organisation, name: str, source: str, in_use_from: date
) -> QuestionSet:
    """Open an empty set, to be filled with the wording that the council uses.

    Raises:
        PermissionDenied: `by` does not hold CLOCK_MANAGE in `council`.
        RuleViolationError: code `taken`.
        ValidationError: it has no name, or the name is taken.
    """
    access.require(by, Permission.CLOCK_MANAGE, council=council)
    row = QuestionSet(
        council=council, name=name.strip(), source=source.strip(), in_use_from=in_use_from
    )
    insert(row, taken=TAKEN)
    activity.record(by=by, verb="question_set_added", target=row, council=council, before={})
    return row


@transaction.atomic
def copy_question_set(
    *, by: User, question_set: QuestionSet, name: str, in_use_from: date
) -> QuestionSet:
    """Make a new set with the same questions, which can be changed until it is asked.

    Raises: as `add_question_set`.
    """
    held = _locked(by, question_set)
    copy = QuestionSet(
        council=held.council, name=name.strip(), source=held.source, in_use_from=in_use_from
    )
    insert(copy, taken=TAKEN)
    for question in held.questions.prefetch_related("options"):
        answers = [Listed(option.code, option.label) for option in question.options.all()]
        question.pk, question.question_set = None, copy
        question.save(force_insert=True)
        _list_answers(question, answers)
    changes = {"copied_from": [None, held.name], "name": [None, copy.name]}
    activity.record(
        by=by, verb="question_set_copied", target=copy, council=held.council, changes=changes
    )
    return copy


@transaction.atomic
def retire_question_set(*, by: User, question_set: QuestionSet, retired_on: date) -> QuestionSet:
    """Say from which day a set is no longer asked. What was answered stays.

    Raises:
        PermissionDenied: `by` does not hold CLOCK_MANAGE in the council.
        RuleViolationError: code `retired` already, or `out_of_order`.
    """
    held = _locked(by, question_set)
    if held.retired_on:
        raise RuleViolationError("retired", "This set is retired already")
    if retired_on < held.in_use_from:
        message = "A set cannot be retired before the day it came into use"
        raise RuleViolationError("out_of_order", message, field="retired_on")
    before = activity.snapshot(held)
    held.retired_on = retired_on
    held.full_clean()
    held.save(update_fields=["retired_on"])
    activity.record(
        by=by, verb="question_set_retired", target=held, council=held.council, before=before
    )
    return held


@transaction.atomic
def add_question(
    *,
    by: User,
    question_set: QuestionSet,
    code: str,
    kind: str,
    to_adult: str,
    to_representative: str,
    answers: str,
) -> ExperienceQuestion:
    """Add a question at the end of a set that nobody has been asked.

    Args:
        answers: the listed answers as `rules.experience.read_answers` reads them; for a question
            in one's own words, nothing.

    Raises:
        PermissionDenied: `by` does not hold CLOCK_MANAGE in the council.
        RuleViolationError: `asked_already`; `code`; `answers`; `taken`.
        ValidationError: a wording is missing, or the code is taken.
    """
    held = _open_set(by, question_set)
    last = held.questions.aggregate(last=Max("position"))["last"] or 0
    question = ExperienceQuestion(
        question_set=held,
        code=_code(code),
        position=last + 1,
        kind=kind,
        to_adult=to_adult.strip(),
        to_representative=to_representative.strip(),
    )
    listed = _answers(kind, answers)
    insert(question, taken=CODE_TAKEN)
    _list_answers(question, listed)
    activity.record(by=by, verb="question_added", target=question, council=held.council, before={})
    return question


@transaction.atomic
def change_question(
    *,
    by: User,
    question: ExperienceQuestion,
    code: str,
    kind: str,
    to_adult: str,
    to_representative: str,
    answers: str,
    version: int | None = None,
) -> ExperienceQuestion:
    """Reword a question of a set that nobody has been asked.

    Args:
        version: the `question_version` that its reader saw.

    Raises: as `add_question`, and RuleViolationError, code `changed_meanwhile`.
    """
    held = _open_set(by, question.question_set)
    question = ExperienceQuestion.objects.select_for_update().get(pk=question.pk)
    cases.refuse_changed(version, question_version(question))
    before = _said(question)
    listed = _answers(kind, answers)
    question.code, question.kind = _code(code), kind
    question.to_adult = to_adult.strip()
    question.to_representative = to_representative.strip()
    question.full_clean()
    question.save(update_fields=["code", "kind", "to_adult", "to_representative"])
    question.options.all().delete()
    _list_answers(question, listed)
    changes = activity.changed_columns(before, _said(question))
    activity.record(
        by=by, verb="question_changed", target=question, council=held.council, changes=changes
    )
    return question


def question_version(question: ExperienceQuestion) -> int:
    """Return a number that differs once the question or its listed answers do."""
    return cases.fingerprint(question, answers=_said(question)["answers"])


def _said(question: ExperienceQuestion) -> dict[str, Any]:
    """Return a question with its listed answers, for the activity log."""
    labels = {option.code: option.label for option in question.options.all()}
    return {**activity.snapshot(question), "answers": write_answers(labels)}


def _locked(by: User, question_set: QuestionSet) -> QuestionSet:
    rows = QuestionSet.objects.select_for_update(of=("self",)).select_related("council")
    held = rows.get(pk=question_set.pk)
    access.require(by, Permission.CLOCK_MANAGE, council=held.council)
    return held


def _open_set(by: User, question_set: QuestionSet) -> QuestionSet:
    """Return the set locked; refuse where its questions have been asked."""
    held = _locked(by, question_set)
    if ExperienceResponse.objects.filter(question_set=held).exists():
        raise RuleViolationError(
            "asked_already",
            "These questions have been asked, so they stand. Copy the set and change the copy",
        )
    return held


def _code(code: str) -> str:
    code = code.strip()
    if not CODE.fullmatch(code):
        message = "The code must be small letters, digits and underscores, and begin with a letter"
        raise RuleViolationError("code", message, field="code")
    return code


def _answers(kind: str, text: str) -> tuple[Listed, ...]:
    if kind == QuestionKind.TEXT:
        if text.strip():
            message = "A question in their own words has no listed answers"
            raise RuleViolationError("answers", message, field="answers")
        return ()
    try:
        return read_answers(text)
    except ValueError as error:
        raise RuleViolationError("answers", str(error), field="answers") from error


def _list_answers(question: ExperienceQuestion, answers: tuple[Listed, ...] | list[Listed]) -> None:
    for position, (code, label) in enumerate(answers, 1):
        option = ExperienceOption(question=question, code=code, label=label, position=position)
        option.full_clean()
        option.save(force_insert=True)
