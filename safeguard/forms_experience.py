"""What is asked about questions, and what is asked of people."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from safeguard.choices_work import (
    AskedHow,
    ExperienceResult,
    QuestionKind,
    Respondent,
)
from safeguard.forms_adults import Line
from safeguard.forms_raise import Words
from safeguard.models import ExperienceQuestion

DATE_HINT = "For example, 22/11/2026"
YES, NO = "yes", "no"


def _words(label: str, *, hint: str = "", rows: int = 3, required: bool = True) -> Words:
    return Words(label=label, help_text=hint, required=required, rows=rows)


class QuestionSetForm(forms.Form):
    name = Line(label="Name of the set", max_length=120)
    source = Line(
        label="Where the wording comes from",
        max_length=300,
        required=False,
        help_text="So that others can check it. For example, our Board's form of May 2026",
    )
    in_use_from = forms.DateField(label="In use from", help_text=DATE_HINT)


class QuestionSetCopyForm(forms.Form):
    name = Line(label="Name of the new set", max_length=120)
    in_use_from = forms.DateField(label="In use from", help_text=DATE_HINT)


class QuestionSetRetireForm(forms.Form):
    retired_on = forms.DateField(label="Not asked from this day on", help_text=DATE_HINT)


class QuestionForm(forms.Form):
    to_adult = _words("Wording for the adult")
    to_representative = _words(
        "Wording for a representative", hint="The same question, asked about the adult"
    )
    kind = forms.ChoiceField(
        label="How it is answered", choices=QuestionKind.choices, widget=forms.RadioSelect
    )
    answers = _words(
        "Listed answers",
        hint=(
            "One on each line, where answers are listed. An answer gets a code from its words; to "
            "choose the code, write it first: a_lot = Yes, a lot"
        ),
        rows=6,
        required=False,
    )
    code = Line(
        label="Code",
        max_length=30,
        help_text=(
            "Small letters, digits and underscores; the same from set to set. A question with the "
            "code felt_safer, and the answers a_lot, quite_a_bit, a_little and not_at_all, feeds "
            "the measure of feeling safer"
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ExperienceForm(forms.Form):
    """One time that somebody was asked. Nothing is chosen beforehand."""

    question_set = forms.IntegerField(widget=forms.HiddenInput)
    asked_on = forms.DateField(label="When they were asked", help_text=DATE_HINT)
    asked_by = Line(
        label="Who asked", max_length=120, help_text="Name and role, or the organisation"
    )
    is_independent = forms.ChoiceField(
        label="Did whoever asked take part in the enquiry?",
        choices=((NO, "Yes, they took part"), (YES, "No, they are independent of it")),
        help_text="People may answer otherwise when it is the enquirer who asks",
        widget=forms.RadioSelect,
    )
    how = forms.ChoiceField(label="How", choices=AskedHow.choices, widget=forms.RadioSelect)
    relationship = Line(
        label="Relationship to the adult",
        max_length=120,
        help_text="For example, daughter, friend, advocate",
    )
    result = forms.ChoiceField(
        label="Did they answer?", choices=ExperienceResult.choices, widget=forms.RadioSelect
    )

    def __init__(
        self,
        *args: Any,
        respondent: str = "",
        questions: Sequence[ExperienceQuestion] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if respondent != Respondent.REPRESENTATIVE:
            del self.fields["relationship"]
        self.questions = questions
        for question in questions:
            self.fields[f"q_{question.pk}"] = _asked(question, respondent)
        self.fields["note"] = _words("Anything else", required=False)

    def about(self) -> Iterator[BoundField]:
        """Yield the questions about the asking."""
        names = ("asked_on", "asked_by", "is_independent", "how", "relationship", "result")
        yield from (self[name] for name in names if name in self.fields)

    def asked(self) -> Iterator[BoundField]:
        """Yield the council's own questions, then room for more."""
        yield from (self[f"q_{question.pk}"] for question in self.questions)
        yield self["note"]


def _asked(question: ExperienceQuestion, respondent: str) -> forms.Field:
    representative = respondent == Respondent.REPRESENTATIVE
    wording = question.to_representative if representative else question.to_adult
    if question.kind == QuestionKind.TEXT:
        return _words(wording, required=False)
    choices = [(str(option.pk), option.label) for option in question.options.all()]
    return forms.ChoiceField(
        label=wording, choices=choices, required=False, widget=forms.RadioSelect
    )


class ConcludedPeriodForm(forms.Form):
    """Two dates, both included, of conclusions."""

    start = forms.DateField(label="Concluded from", required=False, help_text=DATE_HINT)
    end = forms.DateField(label="Concluded to", required=False, help_text="The last day, included")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        start, end = found.get("start"), found.get("end")
        if start and end and end < start:
            self.add_error("end", "The last day must be the same as or after the first")
        if bool(start) != bool(end) and not self.errors:
            self.add_error("end" if start else "start", "Give both dates, or neither")
        return found
