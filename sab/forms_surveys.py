"""The shape of a board's surveys: opening one, answering it, reading its comments."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms

from sab.choices_board import Agreement, CommentState, RespondentBand, SurveyKind
from sab.forms import OfBoardForm, choice, long_text
from sab.models import Partner, SurveyQuestion
from sab.services.surveys import MOST_LETTERS, Said

UNKNOWN = "unknown"
SCALE = [
    *((str(value), label) for value, label in reversed(Agreement.choices)),
    (UNKNOWN, "Do not know"),
]


class SurveyOpenForm(OfBoardForm):
    title = forms.CharField(
        label="Title", max_length=120, help_text="For example, Survey of spring 2027"
    )
    kind = choice("What it asks about", SurveyKind)
    opens_on = forms.DateField(label="It opens on")
    closes_on = forms.DateField(label="It closes on", help_text="The last day it is open")
    bands = forms.MultipleChoiceField(
        label="Groups asked how well the board works",
        choices=RespondentBand.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Of a group with few people hardly any answer can be shown",
    )
    partners = forms.ModelMultipleChoiceField(
        label="Agencies whose practitioners are asked what they see",
        queryset=Partner.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Partner.objects.filter(board=self.board).current()
        self.fields["partners"].queryset = members  # type: ignore[attr-defined]


class AnswerSurveyForm(forms.Form):
    """The questions of one survey; each may be left out."""

    def __init__(self, *args: Any, questions: Iterable[SurveyQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            words = forms.CharField(
                label=question.text if question.is_written else "What makes you say that?",
                required=False,
                max_length=MOST_LETTERS,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            if not question.is_written:
                self.fields[f"q{question.pk}"] = forms.ChoiceField(
                    label=question.text, choices=SCALE, required=False, widget=forms.RadioSelect
                )
            self.fields[f"w{question.pk}"] = words

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or {}
        for question in self.questions:
            is_chosen = question.is_written or held.get(f"q{question.pk}")
            if held.get(f"w{question.pk}") and not is_chosen:
                words = "Choose an answer, or Do not know, for what you wrote"
                self.add_error(f"q{question.pk}", words)
        return held

    @property
    def said(self) -> dict[int, Said]:
        """What was answered, by key of the question."""
        return dict(self._said())

    def _said(self) -> Iterator[tuple[int, Said]]:
        for question in self.questions:
            chosen = self.cleaned_data.get(f"q{question.pk}", "")
            words = self.cleaned_data.get(f"w{question.pk}", "").strip()
            if chosen or (question.is_written and words):
                given = int(chosen) if chosen and chosen != UNKNOWN else None
                yield question.pk, Said(given, words)

    @property
    def by_domain(self) -> list[tuple[str, list[tuple[Any, Any]]]]:
        """Return the parts of the survey: for each question its choice, if any, and its words."""
        found: dict[str, list[tuple[Any, Any]]] = {}
        for question in self.questions:
            chosen = None if question.is_written else self[f"q{question.pk}"]
            found.setdefault(question.domain, []).append((chosen, self[f"w{question.pk}"]))
        return list(found.items())


class CommentForm(forms.Form):
    state = forms.ChoiceField(
        label="Is this comment shown?",
        choices=[
            (CommentState.RELEASED.value, "Yes, in the words below"),
            (CommentState.WITHHELD.value, "No"),
        ],
        widget=forms.RadioSelect,
    )
    words = long_text(
        "Words that are shown",
        5,
        required=False,
        help_text="Take out what could say who wrote it, or whom it is about",
    )


class ResultsFileForm(forms.Form):
    reason = forms.CharField(label="What the file is for", max_length=200)
