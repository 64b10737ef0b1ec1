"""The shape of what core's pages ask for. What is allowed is decided by the services."""

from typing import Any

from django import forms

from core.models import Organisation
from core.roles import Role


class CouncilForm(forms.Form):
    name = forms.CharField(label="Name of the council", max_length=120)
    colour = forms.RegexField(
        regex=r"^#[0-9a-fA-F]{6}\Z",
        label="Colour",
        help_text="Shown as a band at the top of every page. For example, #0b5c5c",
        error_messages={"invalid": "Colour must be # and six digits or letters a to f"},
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-10", "spellcheck": "false", "autocomplete": "off"}
        ),
    )


class ChooseCouncilForm(forms.Form):
    council = forms.ModelChoiceField(queryset=Organisation.objects.none(), empty_label=None)

    def __init__(self, *args: Any, councils: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = councils  # type: ignore[attr-defined]


class ClosureDayForm(forms.Form):
    on = forms.DateField(label="Day", help_text="For example, 29/12/2026")
    reason = forms.CharField(label="Reason", max_length=100, help_text="For example, Offices shut")


class BankHolidayForm(forms.Form):
    on = forms.DateField(label="Day", help_text="For example, 8/5/2023")
    title = forms.CharField(label="Name of the holiday", max_length=100)
    source = forms.CharField(
        label="Where it was announced",
        max_length=200,
        help_text="The proclamation or page, so that others can check it",
    )


class MembershipForm(forms.Form):
    email = forms.EmailField(label="Email address")
    full_name = forms.CharField(
        label="Full name",
        max_length=150,
        help_text="Used only when this person has no account yet",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(label="Role", choices=Role.choices, widget=forms.RadioSelect)
    until = forms.DateField(
        label="Last day",
        required=False,
        help_text="Needed for a visiting assessor. For example, 31/3/2027",
    )
