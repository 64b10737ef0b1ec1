"""The shape of what the board's pages ask for. What is allowed is decided by the services."""

from typing import Any

from django import forms

from core.models import Organisation
from sab.choices import (
    AgencyKind,
    FindingResponse,
    Harm,
    Life,
    LimbAnswer,
    MarkerMet,
    Method,
    Outcome,
    PanelRole,
    ParallelKind,
    PersonKind,
    PublicationDecision,
    RepresentativeRole,
    Stage,
)
from sab.models import Board, Partner, Theme

LONG = 20_000


def long_text(label: str, rows: int = 5, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONG, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


def choice(label: str, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices.choices, widget=forms.RadioSelect, **options
    )


class BoardForm(forms.Form):
    name = forms.CharField(label="Name of the board", max_length=160)


class OfBoardForm(forms.Form):
    """A form that offers rows of one board."""

    def __init__(self, *args: Any, board: Board | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.board = board
        for name in ("partner", "referrer"):
            if name in self.fields and board is not None:
                rows = Partner.objects.filter(board=board).current()
                self.fields[name].queryset = rows  # type: ignore[attr-defined]


class PartnerForm(forms.Form):
    name = forms.CharField(label="Name of the partner", max_length=160)
    kind = forms.ChoiceField(label="Kind of agency", choices=AgencyKind.choices)
    joined_on = forms.DateField(label="Member since", help_text="For example, 1/4/2024")
    organisation = forms.ModelChoiceField(
        label="Where its people sign in",
        queryset=Organisation.objects.all(),
        required=False,
        empty_label="Nobody signs in: by workbook only",
    )


class PartnerChangeForm(PartnerForm):
    left_on = forms.DateField(label="Left on", required=False)


class RepresentativeForm(forms.Form):
    name = forms.CharField(label="Name", max_length=150)
    role = choice("Role", RepresentativeRole)
    job_title = forms.CharField(label="Job title", max_length=150, required=False)
    email = forms.EmailField(label="Email address", required=False)


class SubgroupForm(forms.Form):
    name = forms.CharField(label="Name of the subgroup", max_length=120)
    remit = long_text("What it is for", required=False)


class StageTargetForm(forms.Form):
    days = forms.IntegerField(label="Days", min_value=1, max_value=2000)


class ReferralForm(OfBoardForm):
    title = forms.CharField(
        label="Working title",
        max_length=120,
        help_text="What the case is about, without anybody's name. For example, Self-neglect, fire",
    )
    circumstances = long_text("What happened", 8)
    why_criteria = long_text(
        "Why the criteria may be met",
        6,
        help_text="How agencies worked together, and what harm came of it. You need not be sure.",
    )
    event_on = forms.DateField(label="Day of the death or the harm", required=False)
    received_on = forms.DateField(label="Day of the referral")
    referrer_name = forms.CharField(label="Who refers the case", max_length=150)
    referrer = forms.ModelChoiceField(
        label="For which agency", queryset=Partner.objects.none(), required=False
    )
    case_reference = forms.CharField(
        label="Case reference",
        max_length=60,
        required=False,
        help_text="As the referring agency knows it. The board cannot open the case.",
    )


class AcknowledgeForm(forms.Form):
    acknowledged_on = forms.DateField(label="Day the referrer was told that it arrived")


class CriteriaForm(forms.Form):
    needs = choice("Is this an adult in the area with needs for care and support?", LimbAnswer)
    needs_reason = long_text(
        "Reason for this answer about needs",
        3,
        help_text="Whether or not the council was meeting any of those needs",
    )
    working_together = choice(
        "Is there reasonable cause for concern about how the board, its members or others worked "
        "together?",
        LimbAnswer,
    )
    working_together_reason = long_text("Reason for this answer about working together", 3)
    life = choice("Is the adult alive?", Life)
    harm = choice(
        "If the adult died: is the death known or suspected to result from abuse or neglect? If "
        "alive: is serious abuse or neglect known or suspected?",
        LimbAnswer,
    )
    harm_reason = long_text("Reason for this answer about the harm", 3)
    consulted = long_text("Who was consulted", 3, required=False)
    is_quorate = forms.NullBooleanField(
        label="Was the subgroup quorate?",
        required=False,
        widget=forms.Select(choices=[("", "Not said"), ("true", "Yes"), ("false", "No")]),
    )
    recommended = forms.ChoiceField(
        label="What the subgroup recommends",
        choices=[("", "No recommendation yet"), *Outcome.choices],
        required=False,
    )


class DecisionForm(forms.Form):
    outcome = choice("Decision", Outcome)
    decision_reason = long_text("Reason for the decision")
    dissent = long_text("Who disagreed, and why", 3, required=False)
    decided_on = forms.DateField(label="Day of the decision")


class ToldForm(forms.Form):
    referrer_told_on = forms.DateField(label="Day the referrer was told", required=False)
    family_told_on = forms.DateField(label="Day the person or the family was told", required=False)


class StageForm(forms.Form):
    stage = forms.ChoiceField(label="Next stage", choices=Stage.choices)
    on = forms.DateField(label="From which day")
    delay_reason = long_text(
        "Reason for any delay",
        3,
        required=False,
        help_text="Needed where the stage that ends is later than the board's own target",
    )


class MethodForm(forms.Form):
    method = choice("Method", Method)
    method_reason = long_text("Why this method fits the learning wanted", 3)
    lines_of_enquiry = long_text("Lines of enquiry", required=False)
    period_from = forms.DateField(label="Period looked at, from", required=False)
    period_to = forms.DateField(label="Period looked at, to", required=False)


class PanelForm(OfBoardForm):
    name = forms.CharField(label="Name", max_length=150)
    role = choice("Role", PanelRole)
    partner = forms.ModelChoiceField(
        label="Agency",
        queryset=Partner.objects.none(),
        required=False,
        help_text="None for a reviewer, who is independent",
    )


class ParallelForm(forms.Form):
    kind = forms.ChoiceField(label="What it is", choices=ParallelKind.choices)
    lead_body = forms.CharField(label="Who leads it", max_length=150)
    agreed = long_text("What is agreed with them", 3, required=False)
    since = forms.DateField(label="Since", required=False)
    ended_on = forms.DateField(label="Ended on", required=False)


class MarkerForm(forms.Form):
    met = choice("How far it is met", MarkerMet)
    note_text = long_text("What this rests on", 4)


class PersonForm(forms.Form):
    kind = choice("Who this is", PersonKind)
    name = forms.CharField(label="Full name", max_length=150)
    other_names = forms.CharField(
        label="Other names",
        max_length=200,
        required=False,
        help_text="Nicknames and former names, apart by commas. Reports are searched for them too.",
    )
    born_on = forms.DateField(label="Date of birth", required=False)
    died_on = forms.DateField(label="Date of death", required=False)
    harm = forms.ChoiceField(
        label="What harm the adult came to",
        choices=[("", "Not the adult the review is about"), *Harm.choices],
        required=False,
    )
    wishes = long_text("Wishes about being named and told", 3, required=False)


class ThemedForm(forms.Form):
    """A form with up to three themes, grouped by domain."""

    themes = forms.ModelMultipleChoiceField(
        label="Themes",
        queryset=Theme.objects.filter(is_retired=False),
        required=False,
        help_text="Up to three",
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def clean_themes(self) -> Any:
        themes = self.cleaned_data["themes"]
        if len(themes) > 3:
            raise forms.ValidationError("Choose three themes at most")
        return themes


class FindingForm(ThemedForm):
    text = long_text("Finding", 6, help_text="Name nobody")
    field_order = ("text", "themes")


class FindingResponseForm(forms.Form):
    response = choice("What the board decides", FindingResponse)
    response_reason = long_text(
        "Reason",
        4,
        required=False,
        help_text="Needed where the finding is not to be implemented here. It is published.",
    )
    responded_on = forms.DateField(label="Day of the decision")


class ReportForm(forms.Form):
    title = forms.CharField(label="Title of the report", max_length=200)
    summary = long_text("Summary", 5)
    text = forms.CharField(
        label="Text of the report",
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Paste the whole text. It is searched for the names of the people in the review.",
    )


class ReportCheckForm(forms.Form):
    is_read = forms.BooleanField(label="I have read the report through, and it names nobody")
    except_words = forms.CharField(
        label="Words that mean something else here",
        max_length=200,
        required=False,
        help_text="Parts of a name that are ordinary words in the report, apart by commas",
    )


class PublicationForm(forms.Form):
    decision = choice("Decision", PublicationDecision)
    decision_reason = long_text("Reason for not publishing", 3, required=False)
    published_on = forms.DateField(label="Day of publication", required=False)
    link = forms.URLField(
        label="Address of the published report", required=False, assume_scheme="https"
    )


class LibraryForm(forms.Form):
    library_sent_on = forms.DateField(label="Day it was sent to the national library")
