"""The shape of what is asked about an adult. Which dates can be true is decided by the services."""

import re
from calendar import monthrange
from datetime import date
from typing import Any

from django import forms

from core.plain_text import one_line
from safeguard.choices import Ethnicity, Gender

NAME_LENGTH = 80
# "Born in 1950, date not known. " stands before what is typed.
NEEDS_LENGTH = 260
PART = re.compile(r"^(?:(?:(\d{1,2})[/. -])?(\d{1,2})[/. -])?(\d{4})$")
ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
WRONG_PART = (
    "Date of birth must be a real date or part of one, for example 3/2/1950, 2/1950 or 1950"
)


class Line(forms.CharField):
    """One line of plain text, whatever was pasted."""

    def to_python(self, value: Any) -> str:
        return one_line(str(super().to_python(value) or ""))


def name_field(label: str, **options: Any) -> Line:
    attrs = {"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}
    return Line(label=label, max_length=NAME_LENGTH, widget=forms.TextInput(attrs), **options)


class AdultForm(forms.Form):
    given_name = name_field("Given names", required=False)
    family_name = name_field(
        "Family name", help_text="Where only one name is known, enter it here", required=False
    )
    born_on = forms.DateField(
        label="Date of birth", required=False, help_text="For example, 3/2/1950"
    )
    born_year = forms.IntegerField(
        label="Year of birth, where the date is not known",
        required=False,
        min_value=1,
        max_value=9999,
        help_text="Kept in words; no age is worked out from a year alone",
    )
    died_on = forms.DateField(
        label="Date of death", required=False, help_text="Only where the adult has died"
    )
    gender = forms.ChoiceField(label="Gender", choices=Gender.choices, widget=forms.RadioSelect)
    ethnicity = forms.ChoiceField(
        label="Ethnicity", choices=Ethnicity.choices, widget=forms.RadioSelect
    )
    nhs_number = Line(
        label="NHS number",
        required=False,
        max_length=20,
        help_text="10 digits, for example 999 123 4543",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false",
                                "class": "govuk-input--width-10"}),
    )  # fmt: skip
    communication_needs = Line(
        label="Communication needs",
        required=False,
        max_length=NEEDS_LENGTH,
        help_text="For example, an interpreter, British Sign Language, large print",
    )


class FindAdultForm(forms.Form):
    """Anything known of the adult. What is given must all fit."""

    mark_optional = False
    name = Line(
        label="Name",
        required=False,
        max_length=NAME_LENGTH * 2,
        help_text="The beginning of a given name, a family name or both",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    born = Line(
        label="Date of birth, or part of it",
        required=False,
        max_length=20,
        help_text="For example, 3/2/1950, 2/1950 or 1950",
        widget=forms.TextInput({"autocomplete": "off", "class": "govuk-input--width-10"}),
    )
    number = Line(
        label="Reference or NHS number",
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false",
                                "class": "govuk-input--width-20"}),
    )  # fmt: skip

    def clean_born(self) -> tuple[date, date] | None:
        typed = str(self.cleaned_data["born"])
        return span_of(typed) if typed else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(
                "Enter a name, a date of birth or part of it, a reference or an NHS number"
            )
        return cleaned


def span_of(typed: str) -> tuple[date, date]:
    """Return the first and last day that a date of birth, or part of one, may mean.

    Raises:
        ValidationError: it is no date and no part of one.
    """
    whole, part = ISO.match(typed), PART.match(typed)
    found = whole.groups() if whole else part.groups()[::-1] if part else ("0",)
    year, month, day = (*(int(number) for number in found if number), 0, 0)[:3]
    try:
        last_month = month or 12
        last_day = day or monthrange(year, last_month)[1]
        return date(year, month or 1, day or 1), date(year, last_month, last_day)
    except ValueError:
        raise forms.ValidationError(WRONG_PART) from None


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="How you know that they are one person",
        help_text="Kept with your name and the time",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class UndoReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why the two records are not one person",
        help_text="Kept with your name and the time",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
