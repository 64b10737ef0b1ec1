"""The shape of what pages about partner assurance returns ask for."""

from typing import Any

from django import forms

from sab.choices_board import QuestionReason, Rating
from sab.choices_recommendation import EvidenceKind
from sab.forms import OfBoardForm, choice, long_text
from sab.models import Partner, ReturnTemplate

NOT_APPLICABLE = "na"
RATINGS = [(str(value), label) for value, label in Rating.choices]


class CycleForm(OfBoardForm):
    title = forms.CharField(
        label="Title", max_length=120, help_text="For example, Returns of 2026-27"
    )
    template = forms.ModelChoiceField(
        label="Questions", queryset=ReturnTemplate.objects.none(), empty_label=None
    )
    opens_on = forms.DateField(label="The window opens on")
    closes_on = forms.DateField(label="The window closes on", help_text="The last day it is open")
    partners = forms.ModelMultipleChoiceField(
        label="Who is asked",
        queryset=Partner.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = ReturnTemplate.objects.filter(published_on__isnull=False, retired_on=None)
        self.fields["template"].queryset = offered  # type: ignore[attr-defined]
        members = Partner.objects.filter(board=self.board).current()
        self.fields["partners"].queryset = members  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    rating = forms.ChoiceField(
        label="How far is it in place in your agency?",
        choices=[*RATINGS, (NOT_APPLICABLE, "Does not apply to us")],
        widget=forms.RadioSelect,
    )
    narrative = long_text(
        "What makes you say so?",
        6,
        help_text="Do not put personal data here. Where it does not apply, say why.",
    )


class AnswerEvidenceForm(forms.Form):
    kind = forms.ChoiceField(label="Kind of evidence", choices=EvidenceKind.choices)
    title = forms.CharField(label="Title", max_length=200)
    description = long_text(
        "What it shows",
        3,
        required=False,
        help_text="Describe or link it. Do not put personal data here.",
    )
    link = forms.URLField(label="Where it is kept", required=False, assume_scheme="https")
    dated_on = forms.DateField(label="Date of the evidence")


class ImprovementForm(forms.Form):
    text = long_text("What will be done", 4)
    owner_name = forms.CharField(label="Person who owns the action", max_length=150)
    due_on = forms.DateField(label="Due by")


class SubmitForm(forms.Form):
    signed_by = forms.CharField(label="Name of the executive lead", max_length=150)
    signed_job_title = forms.CharField(label="Job title of the executive lead", max_length=150)
    signed_on = forms.DateField(label="Day they signed it off")
    is_declared = forms.BooleanField(
        label="The executive lead made the declaration above", required=False
    )


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label="Workbook that was filled in",
        help_text="The .xlsx file that was made here for this return",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class WorkbookTakeForm(forms.Form):
    sealed = forms.CharField(widget=forms.HiddenInput)


class LeaveForm(forms.Form):
    until = forms.DateField(label="The agency may return until")
    reason = long_text("Why", 3)


class ChangesForm(forms.Form):
    reason = long_text("What should be changed", 5)
    until = forms.DateField(
        label="The agency answers by",
        required=False,
        help_text="Needed where the window has closed",
    )


class ValidateForm(forms.Form):
    rating = forms.TypedChoiceField(
        label="The board's rating", choices=RATINGS, coerce=int, widget=forms.RadioSelect
    )
    reason = long_text(
        "Reason", 4, required=False, help_text="Needed where it differs from the agency's own"
    )


class ReplyForm(forms.Form):
    reply = long_text("Your reply", 5)


class EventForm(forms.Form):
    held_on = forms.DateField(label="Day of the event")
    panel = long_text("Who sits on the panel", 3)


class OutputsForm(forms.Form):
    strengths_to_share = long_text("Strengths to share", 4, required=False)
    common_gaps = long_text("Gaps that agencies have in common", 4, required=False)
    single_agency_gaps = long_text("Gaps of a single agency", 4, required=False)
    partnership_gaps = long_text("Gaps that agencies close together", 4, required=False)


class QuestionForm(forms.Form):
    question = long_text("Question", 4)
    reason = choice("Why it is asked", QuestionReason)


class QuestionAnswerForm(forms.Form):
    answer = long_text("What was answered", 5)
    agreed_action = long_text("Action agreed", 3, required=False)
    owner_name = forms.CharField(label="Person who owns the action", max_length=150, required=False)
    due_on = forms.DateField(label="Due by", required=False)
