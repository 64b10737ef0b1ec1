"""The shape of what the pages of targets, rebases and neighbours ask for."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from core.statistics.xmr_rules import TwoOfThree

# A year of every council has some 80,000 lines.
MOST_BYTES = 50 * 1024**2


def why(label: str = "Why", help_text: str = "") -> forms.CharField:
    """Return the question for a reason that stands beside the figures."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, max_length=300, widget=area)


class TargetForm(forms.Form):
    value = forms.DecimalField(
        label="Target",
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
    )
    effective_from = forms.DateField(
        label="From", help_text="The first day it holds. For example, 1/4/2026"
    )
    reason = why(help_text="Where the target comes from, and who agreed to it.")


class RebaseForm(forms.Form):
    on = forms.DateField(
        label="First month of the new limits",
        help_text="The first day of that month. For example, 1/6/2025",
    )
    reason = why(help_text="What changed, and how it is known that the change will last.")


class RemoveRebaseForm(forms.Form):
    reason = why("Why it is removed")


class NeighboursForm(forms.Form):
    neighbours = forms.CharField(
        label="Councils to compare with",
        required=False,
        max_length=8000,
        help_text="One council on each line: its code in the publication, a comma, its name.",
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )


class PublishedFileForm(forms.Form):
    year = forms.CharField(
        label="Reporting year",
        max_length=7,
        help_text="For example, 2024-25",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    file = forms.FileField(label="CSV file of the publication")
    source = forms.CharField(
        label="Where it comes from",
        max_length=200,
        help_text="The title of the publication, as it should be printed beside the figures.",
    )
    source_url = forms.URLField(
        label="Address of that page", required=False, max_length=300, assume_scheme="https"
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than {MOST_BYTES // 1024**2} MB")
        return file


class ChartRulesForm(forms.Form):
    """Which variants of the method a chart follows; kept in the address."""

    screening = forms.ChoiceField(
        label="Outlying moving ranges",
        required=False,
        choices=[("on", "Left out of the limits"), ("off", "Kept in the limits")],
    )
    two_of_three = forms.ChoiceField(
        label="A month beyond a limit, in the rule of two of three",
        required=False,
        choices=[
            (TwoOfThree.MDC_2023.value, "Counts as near it"),
            (TwoOfThree.PACKAGE.value, "Does not count as near"),
        ],
    )
