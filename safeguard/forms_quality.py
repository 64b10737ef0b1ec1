"""The shape of what the data-quality desk asks for."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from core.models import User


class StaffField(forms.ModelChoiceField[User]):
    """A person by name."""

    def label_from_instance(self, person: User) -> str:
        return person.full_name


class GiveForm(forms.Form):
    owner = StaffField(
        label="Who is to put them right", queryset=User.objects.none(), empty_label="Choose"
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=1000,
        help_text="Do not name an adult here.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class ListFileForm(forms.Form):
    reason = forms.CharField(
        label="What the file is for",
        max_length=300,
        help_text="Kept in the ledger of exports with your name",
    )
