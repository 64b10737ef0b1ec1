"""The shape of what the return's pages ask for. What is allowed is decided by the services."""

from collections.abc import Sequence
from typing import Any

from django import forms

from assurance.models import FrozenReturn
from assurance.services.sac_files import FileFormat
from core.disclosure import Mode
from core.templatetags.ui import long_datetime

AS_IT_IS = "now"


class FreezeForm(forms.Form):
    note = forms.CharField(
        label="Why you are freezing it",
        max_length=200,
        help_text="For example, submitted through SDCS, or before a large correction",
    )


class SignOffForm(forms.Form):
    name = forms.CharField(
        label="Signed off by",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    job_title = forms.CharField(label="Job title", max_length=120)
    email = forms.EmailField(label="Email address", max_length=254)
    signed_on = forms.DateField(label="Date signed off", help_text="For example, 3/6/2026")
    comments = forms.CharField(
        label="Data quality comments",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What a reader should know about gaps or changes in the figures",
    )


class DownloadForm(forms.Form):
    version = forms.ChoiceField(label="Which figures", widget=forms.RadioSelect, initial=AS_IT_IS)
    file_format = forms.ChoiceField(
        label="Which file",
        widget=forms.RadioSelect,
        choices=[
            (FileFormat.XLSX.value, "Excel workbook, a sheet for each table"),
            (FileFormat.CSV.value, "CSV in the long form of the national publication"),
            (FileFormat.JSON.value, "JSON, cells and measures"),
        ],
    )
    mode = forms.ChoiceField(
        label="Which counts",
        widget=forms.RadioSelect,
        choices=[
            (Mode.INTERNAL.value, "True counts, for the return itself. Not for sharing"),
            (
                Mode.PUBLICATION.value,
                "For sharing, as published: 0 to 4 hidden, and what would give these away; "
                "others to the nearest 5",
            ),
        ],
    )
    reason = forms.CharField(
        label="What the file is for",
        max_length=300,
        help_text="Kept in the ledger of exports with your name",
    )

    def __init__(self, *args: Any, frozen: Sequence[FrozenReturn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [(str(row.public_id), f"Frozen {long_datetime(row.frozen_at)}") for row in frozen]
        version = self.fields["version"]
        version.choices = [(AS_IT_IS, "As they are now"), *held]  # type: ignore[attr-defined]
