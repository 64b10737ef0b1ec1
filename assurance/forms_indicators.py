"""The shape of what the pages about indicators ask for."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from assurance.choices_improvement import Better, Collection, IndicatorUnit
from assurance.forms_improvement import StatementField, offer
from sab.forms import choice

MOST_BYTES = 2 * 1024**2
NARROW = "govuk-input--width-10"


def number(label: str) -> forms.DecimalField:
    attributes = {"class": NARROW, "inputmode": "decimal"}
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs=attributes),
    )


class IndicatorForm(forms.Form):
    code = forms.RegexField(
        regex=r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z",
        label="Code",
        max_length=30,
        help_text="Short and your own: files name the indicator by it. For example, ASCS-SAFE",
        error_messages={"invalid": "Code must be letters, digits, dots, hyphens or underscores"},
        widget=forms.TextInput(attrs={"class": NARROW, "spellcheck": "false"}),
    )
    title = forms.CharField(label="What it counts", max_length=200)
    collection = forms.ChoiceField(label="Collection", choices=Collection.choices)
    question_code = forms.CharField(
        label="Code of the question",
        max_length=30,
        required=False,
        help_text="As the collection numbers it. Reports have named the wrong collection.",
    )
    unit = choice("Unit", IndicatorUnit)
    better = choice("Which way is better", Better)
    source = forms.CharField(label="Where it is published", max_length=200)
    source_url = forms.URLField(
        label="Address of that page", max_length=300, required=False, assume_scheme="https"
    )
    statement = StatementField()
    is_provisional = forms.BooleanField(
        label="The definition has not been checked against its source", required=False
    )
    is_retired = forms.BooleanField(label="It is no longer collected", required=False)

    def __init__(self, *args: Any, statements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, statement=statements)


class ValueForm(forms.Form):
    period = forms.CharField(
        label="Period",
        max_length=20,
        help_text="A financial year such as 2024-25, a quarter such as 2024-25 Q1, or a day.",
        widget=forms.TextInput(attrs={"class": NARROW}),
    )
    value = number("This council")
    england = number("England")
    comparator = number("Comparator group")
    comparator_name = forms.CharField(
        label="Name of the comparator group", max_length=120, required=False
    )
    variation = forms.CharField(
        label="How it differs, in the words of the source",
        max_length=120,
        required=False,
        help_text="For example, not statistically different from England",
    )
    source = forms.CharField(label="Where these figures stand", max_length=200, required=False)
    note = forms.CharField(label="Note", max_length=300, required=False)
    is_provisional = forms.BooleanField(label="These figures are provisional", required=False)
    why = forms.CharField(
        label="Why it changes",
        max_length=300,
        required=False,
        help_text="Needed where the period has other figures. Those are kept beside the new ones.",
    )


class ValuesFileForm(forms.Form):
    file = forms.FileField(label="CSV file")
    check_only = forms.BooleanField(
        label="Only check it: say what it would do, and load nothing", required=False, initial=True
    )
    why = forms.CharField(
        label="Why figures that are held are restated",
        max_length=300,
        required=False,
        help_text="Needed where a line differs from what is held. The old figures are kept.",
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than {MOST_BYTES // 1024**2} MB")
        return file
