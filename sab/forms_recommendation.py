"""The shape of what pages about recommendations, actions and other reviews ask for."""

from typing import Any

from django import forms

from sab.choices_recommendation import (
    Assurance,
    EvidenceKind,
    Progress,
    ReopenTrigger,
    Response,
)
from sab.forms import OfBoardForm, ThemedForm, choice, long_text
from sab.models import Finding, Partner, Review


class RecommendationForm(ThemedForm):
    text = long_text("Recommendation", 4)
    finding = forms.ModelChoiceField(
        label="The finding it answers", queryset=Finding.objects.none(), required=False
    )
    field_order = ("text", "finding", "themes")

    def __init__(self, *args: Any, review: Review | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if review is None:
            del self.fields["finding"]
        else:
            self.fields["finding"].queryset = review.findings.all()  # type: ignore[attr-defined]


class ResponseForm(OfBoardForm):
    response = choice("Response", Response)
    response_reason = long_text(
        "Reason",
        3,
        required=False,
        help_text="Needed where it is not accepted, or accepted in part. It is published.",
    )
    responded_on = forms.DateField(label="Day of the response")
    partner = forms.ModelChoiceField(
        label="Agency that owns it", queryset=Partner.objects.none(), required=False
    )
    owner_name = forms.CharField(label="Person who owns it", max_length=150, required=False)
    due_on = forms.DateField(label="Due by", required=False)


class IntentForm(ThemedForm):
    text = long_text("Recommendation", 4)
    measure = long_text("How anybody will know that it is done", 3, required=False)
    baseline = forms.CharField(label="How it is now", max_length=200, required=False)
    target = forms.CharField(label="Target", max_length=200, required=False)
    intended_difference = long_text(
        "What should be different for adults or for practice", 3, required=False
    )
    risk_if_not_done = long_text("What could happen if it is not done", 3, required=False)
    field_order = ("text", "measure", "baseline", "target", "intended_difference")


class AssuranceForm(forms.Form):
    assurance = forms.TypedChoiceField(
        label="How sure the board is",
        choices=Assurance.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    assurance_reason = long_text("What this rests on", 4)


class ClosingForm(forms.Form):
    closing_reason = long_text("Why it is closed", 4)
    level_reason = long_text(
        "Why being shown is enough",
        3,
        required=False,
        help_text="Needed where the assurance is Shown: nobody has tested it",
    )
    recheck_on = forms.DateField(
        label="Look again on", required=False, help_text="Left empty: the board's usual months"
    )


class ReopenForm(forms.Form):
    trigger = choice("What opens it again", ReopenTrigger)
    reason = long_text("Why the change did not hold", 4)


class ActionForm(OfBoardForm):
    text = long_text("What will be done", 4)
    partner = forms.ModelChoiceField(label="Agency", queryset=Partner.objects.none())
    owner_name = forms.CharField(label="Person who owns the action", max_length=150)
    due_on = forms.DateField(label="Due by")


class ActionUpdateForm(forms.Form):
    progress = choice("How the action stands", Progress)
    text = long_text("What was done, and what is next", 5)


class EvidenceForm(forms.Form):
    kind = forms.ChoiceField(label="Kind of evidence", choices=EvidenceKind.choices)
    title = forms.CharField(label="Title", max_length=200)
    description = long_text(
        "What it shows", 4, help_text="Describe or link it. Do not put personal data here."
    )
    link = forms.URLField(label="Where it is kept", required=False, assume_scheme="https")
    dated_on = forms.DateField(label="Date of the evidence")
