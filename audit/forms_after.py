"""The shape of what second readings, feedback, actions and looks again ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from audit.choices import (
    ActionLevel,
    ActionPriority,
    DisputeOutcome,
    ModerationStyle,
    ReplyKind,
)
from audit.second_reading import Asked
from audit.services.moderating import Rating
from core.models import User
from safeguard.forms_enquire import day, one_of, person
from safeguard.forms_enquire import words as box

NOT_ASKED = ("", "Not asked here")
OUTCOMES = {
    "agreed": "Agreed: the first grade stands",
    "grade_raised": "The grade is raised",
    "grade_lowered": "The grade is lowered",
    "returned": "Back to the auditor",
    "first_stands": "The first rating stands",
    "second_stands": "The second rating stands",
    "third_view": "Neither: a third view",
}


class WithPeople(forms.Form):
    """A form that asks for one of `people` in the field `people_field`."""

    people_field = "moderator"

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.people_field].queryset = people  # type: ignore[attr-defined]


class AskModerationForm(WithPeople):
    style = one_of("How is it read again?", ModerationStyle.choices)
    moderator = person("By whom", required=False)
    note = box("Why", rows=3)
    due_on = day("Due", required=False)


class AssignModeratorForm(WithPeople):
    moderator = person("Moderator")


class RatingForm(forms.Form):
    """The moderator's own ratings, made from what the version asks."""

    def __init__(
        self,
        *args: Any,
        asked: Sequence[Asked],
        results: Iterable[tuple[str, str]],
        grades: Sequence[tuple[str, str]],
        is_panel: bool,
        is_blind: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.results = asked, list(results)
        if is_panel:
            self.fields["panel"] = box("Who is on the panel", rows=2)
        for question in asked:
            self._add(question)
        for key, label in self.results if grades else ():
            self.fields[f"grade_{key}"] = one_of(f"Your grade: {label}", grades)
            help_text = "" if is_blind else "Needed where it differs from the auditor's."
            self.fields[f"why_{key}"] = box(
                f"Why this grade: {label}", help_text, required=is_blind, rows=3
            )

    def _add(self, question: Asked) -> None:
        options = [*question.options, *([NOT_ASKED] if question.depends else [])]
        field = one_of(f"{question.code}. {question.text}", options, question.guidance)
        field.required = not question.depends
        self.fields[f"q_{question.code}"] = field
        self.fields[f"c_{question.code}"] = box(
            f"Comment on {question.code}", required=False, rows=2
        )

    def ratings(self) -> list[Rating]:
        given = self.cleaned_data
        return [
            Rating(each.code, given[f"q_{each.code}"], given[f"c_{each.code}"])
            for each in self.asked
            if given[f"q_{each.code}"]
        ]

    def grades_given(self) -> dict[str, tuple[str, str]]:
        given = self.cleaned_data
        return {
            key: (given[f"grade_{key}"], given[f"why_{key}"])
            for key, _ in self.results
            if f"grade_{key}" in given
        }


class DecideForm(forms.Form):
    outcome = one_of("What becomes of it?", ())
    reason = box("Why", "Needed unless the first grade is agreed.", required=False, rows=3)

    def __init__(self, *args: Any, outcomes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [
            (each, OUTCOMES.get(each, each.replace("_", " ").capitalize())) for each in outcomes
        ]
        self.fields["outcome"].choices = listed  # type: ignore[attr-defined]


class FeedbackForm(WithPeople):
    people_field = "to_person"
    to_role = forms.ChoiceField(label="Shared as")
    to_person = person("With", required=False)
    to_name = forms.CharField(
        label="Or somebody without an account", max_length=150, required=False
    )
    words = box("What is said", "What was good, and what would have made it better.", rows=8)
    conversation_on = day("Spoken about on", required=False)

    def __init__(self, *args: Any, roles: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(role, role.replace("_", " ").capitalize()) for role in roles]
        self.fields["to_role"].choices = listed  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    kind = one_of("What is it?", ReplyKind.choices)
    words = box("Your words", rows=6)


class SettleForm(forms.Form):
    outcome = one_of("How is it settled?", DisputeOutcome.choices)
    outcome_reason = box("Why", rows=4)


class ActionForm(WithPeople):
    people_field = "owner"
    level = forms.ChoiceField(label="Level", choices=ActionLevel.choices)
    description = box("What is to be done", rows=4)
    owner = person("Owner", required=False)
    owner_name = forms.CharField(
        label="Or an owner outside this service", max_length=150, required=False
    )
    due_on = day("Due")
    priority = one_of("Priority", ActionPriority.choices)

    def __init__(self, *args: Any, levels: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = box("Why", rows=3)


class NoteForm(forms.Form):
    words = box("What happened", rows=3)


class MoveDueForm(forms.Form):
    due_on = day("New day")
    reason = box("Why", rows=3)


class DoneForm(forms.Form):
    done_on = day("Done on")
    evidence = box("What shows that it is done", rows=4)


class VerifyForm(forms.Form):
    note = box("How you verified it", "What you looked at, and where.", rows=4)


class BeginReauditForm(WithPeople):
    people_field = "auditor"
    auditor = person("Auditor")
    due_on = day("Due")
    enquiry = forms.ChoiceField(label="Later case", required=False)

    def __init__(self, *args: Any, cases: Sequence[tuple[int, str]] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if cases is None:
            del self.fields["enquiry"]
            return
        self.fields["enquiry"].choices = [("", "Choose a case"), *cases]  # type: ignore[attr-defined]
