"""The shape of what the pages of the information return ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from assurance.choices_visit import ReturnItemStatus
from assurance.models import EvidenceItem
from core.models import User

LONG = 20_000
MONTHS = {"class": "govuk-input--width-3", "inputmode": "numeric"}


class ReturnDaysForm(forms.Form):
    """The days everything else follows from."""

    notice_on = forms.DateField(
        label="Day of the notice",
        help_text="The day the letter came. Items are due so many days after it",
    )
    visit_on = forms.DateField(label="First day of the visit, if known", required=False)


class ReturnOpenForm(ReturnDaysForm):
    """A new return."""

    title = forms.CharField(
        label="Title", max_length=160, help_text="For example, CQC assessment 2026"
    )
    field_order = ["title", "notice_on", "visit_on"]


class ReturnItemForm(forms.Form):
    """What is asked for, by when and of whom."""

    number = forms.CharField(
        label="Number in the letter",
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    text = forms.CharField(
        label="What is asked for", max_length=LONG, widget=forms.Textarea(attrs={"rows": 3})
    )
    look_back_months = forms.IntegerField(
        label="Months to look back",
        required=False,
        min_value=1,
        max_value=120,
        widget=forms.TextInput(attrs=MONTHS),
    )
    due_on = forms.DateField(label="Due")
    owner = forms.ModelChoiceField(
        label="Who sees to it", queryset=User.objects.none(), required=False, empty_label="Nobody"
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class ReturnAnswerForm(ReturnItemForm):
    """An item with its answer."""

    status = forms.ChoiceField(
        label="How far is the answer?",
        choices=ReturnItemStatus.choices,
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Answer, or where to find it",
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Where nothing is held, why not. Existing documents with a pointer are welcome",
    )


class ReturnEvidenceForm(forms.Form):
    """A piece of the library that answers an item."""

    evidence = forms.ModelChoiceField(
        label="Evidence", queryset=EvidenceItem.objects.none(), empty_label="Choose"
    )
    pointer = forms.CharField(
        label="Where in it",
        max_length=200,
        required=False,
        help_text="For example, section 4, pages 12 to 15",
    )

    def __init__(self, *args: Any, library: QuerySet[EvidenceItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = library  # type: ignore[attr-defined]


class ReturnSentForm(forms.Form):
    """The day it went."""

    sent_on = forms.DateField(label="Day the return was sent")


class ReturnFileForm(forms.Form):
    """The return as one file."""

    reason = forms.CharField(
        label="What the file is for",
        max_length=300,
        help_text="Kept in the ledger of exports with your name",
    )
