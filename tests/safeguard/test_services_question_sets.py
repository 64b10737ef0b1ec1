"""A council's question sets: its own words, which stand once they are asked."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import RuleViolationError
from core.models import ActivityEvent
from safeguard.models import ExperienceOption, ExperienceQuestion, QuestionSet
from safeguard.services.question_sets import (
    add_question,
    add_question_set,
    change_question,
    copy_question_set,
    question_version,
    retire_question_set,
)
from tests.factories import (
    ExperienceOptionFactory,
    ExperienceQuestionFactory,
    ExperienceResponseFactory,
    QuestionSetFactory,
)

NEW = {"name": " Ours ", "source": "Our Board", "in_use_from": date(2026, 4, 1)}
COPY = {"name": "Next year's", "in_use_from": date(2027, 4, 1)}
QUESTION = {
    "code": "felt_safer",
    "kind": "choice",
    "to_adult": " Do you feel safer? ",
    "to_representative": "Are they safer?",
    "answers": "A lot\nQuite a bit\nA little\nNot at all",
}


@pytest.fixture
def held(council):
    return QuestionSetFactory(council=council, name="Held", in_use_from=date(2026, 4, 1))


@pytest.fixture
def question(held):
    question = ExperienceQuestionFactory(question_set=held, code="listened")
    ExperienceOptionFactory(question=question, code="yes")
    ExperienceOptionFactory(question=question, code="no")
    return question


def calls(by, council, held, question):
    """Every service with arguments that it accepts."""
    return (
        lambda: add_question_set(by=by, council=council, **NEW),
        lambda: copy_question_set(by=by, question_set=held, **COPY),
        lambda: retire_question_set(by=by, question_set=held, retired_on=date(2026, 5, 1)),
        lambda: add_question(by=by, question_set=held, **QUESTION),
        lambda: change_question(by=by, question=question, **QUESTION),
    )


def test_a_set_is_added_and_filled(manager, council):
    added = add_question_set(by=manager, council=council, **NEW)
    question = add_question(by=manager, question_set=added, **QUESTION)
    words = {**QUESTION, "code": "story", "kind": "text", "answers": ""}
    assert add_question(by=manager, question_set=added, **words).position == 2
    assert (added.name, question.to_adult) == ("Ours", "Do you feel safer?")
    codes = list(question.options.values_list("code", flat=True))
    assert codes == ["a_lot", "quite_a_bit", "a_little", "not_at_all"]
    verbs = set(ActivityEvent.objects.values_list("verb", flat=True))
    assert verbs == {"question_set_added", "question_added"}


def test_a_question_is_changed_until_it_is_asked(manager, question):
    change_question(by=manager, question=question, **QUESTION)
    question.refresh_from_db()
    assert (question.code, question.options.count()) == ("felt_safer", 4)
    event = ActivityEvent.objects.get()
    assert event.changes["answers"][1].startswith("a_lot = A lot")
    ExperienceResponseFactory(question_set=question.question_set)
    for call in (
        lambda: change_question(by=manager, question=question, **QUESTION),
        lambda: add_question(
            by=manager, question_set=question.question_set, **{**QUESTION, "code": "other"}
        ),
    ):
        with pytest.raises(RuleViolationError) as refusal:
            call()
        assert refusal.value.code == "asked_already"


def test_of_two_who_change_the_answers_of_a_question_the_second_is_told(manager, question):
    change_question(by=manager, question=question, **QUESTION)
    question.refresh_from_db()
    change = {"by": manager, "question": question, "version": question_version(question)}
    change_question(**change, **{**QUESTION, "answers": "Yes\nNo"})
    with pytest.raises(RuleViolationError) as refusal:
        change_question(**change, **QUESTION)
    assert refusal.value.code == "changed_meanwhile"
    assert question.options.count() == 2


def test_a_set_that_was_asked_is_copied_and_the_copy_changed(manager, held, question):
    ExperienceResponseFactory(question_set=held)
    copy = copy_question_set(by=manager, question_set=held, **COPY)
    (copied,) = copy.questions.all()
    assert (copied.code, copied.to_adult) == (question.code, question.to_adult)
    assert [option.code for option in copied.options.all()] == ["yes", "no"]
    assert held.questions.get().pk == question.pk
    change_question(by=manager, question=copied, **QUESTION)


def test_a_set_is_retired_once_and_not_before_it_began(manager, held):
    with pytest.raises(RuleViolationError) as refusal:
        retire_question_set(by=manager, question_set=held, retired_on=date(2026, 3, 31))
    assert (refusal.value.code, refusal.value.field) == ("out_of_order", "retired_on")
    retire_question_set(by=manager, question_set=held, retired_on=date(2026, 4, 1))
    with pytest.raises(RuleViolationError) as refusal:
        retire_question_set(by=manager, question_set=held, retired_on=date(2026, 5, 1))
    assert refusal.value.code == "retired"
    held.refresh_from_db()
    assert held.retired_on == date(2026, 4, 1)


def test_each_needs_the_permission_in_that_council(
    practitioner, analyst, stranger, council, held, question
):
    for nobody in (practitioner, analyst, stranger):
        for call in calls(nobody, council, held, question):
            with pytest.raises(PermissionDenied):
                call()
    assert not ActivityEvent.objects.exists()
    assert QuestionSet.objects.get() == held


def test_each_keeps_nothing_if_the_log_fails(manager, council, held, question, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    for call in calls(manager, council, held, question):
        with pytest.raises(ZeroDivisionError):
            call()
    assert QuestionSet.objects.get().retired_on is None
    assert ExperienceQuestion.objects.get().code == "listened"
    assert ExperienceOption.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "Felt safer"}, "code"),
        ({"answers": "Yes"}, "answers"),
        ({"answers": ""}, "answers"),
        ({"kind": "text"}, "answers"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(manager, held, changes, field):
    with pytest.raises(RuleViolationError) as refusal:
        add_question(by=manager, question_set=held, **{**QUESTION, **changes})
    assert refusal.value.field == field
    assert not ExperienceQuestion.objects.exists()


def test_names_and_codes_are_taken_once_and_both_wordings_given(manager, council, held, question):
    with pytest.raises(ValidationError):
        add_question_set(by=manager, council=council, **{**NEW, "name": "Held"})
    with pytest.raises(ValidationError):
        add_question(by=manager, question_set=held, **{**QUESTION, "code": "listened"})
    with pytest.raises(ValidationError):
        add_question(by=manager, question_set=held, **{**QUESTION, "to_representative": " "})
