"""The shape of what the pages of audit results ask for."""

from typing import Any

from django import forms

from assurance.services.round_reports import RoundFormat


class ExportForm(forms.Form):
    reason = forms.CharField(
        label="What the file is for",
        max_length=300,
        help_text="Kept in the ledger of exports with your name",
    )


class RoundReportForm(ExportForm):
    variant = forms.ChoiceField(
        label="For whom",
        widget=forms.RadioSelect,
        choices=[
            ("inside", "For inside the council: true counts, what people said"),
            ("sharing", "For sharing: small numbers are hidden, and nobody is quoted"),
        ],
        initial="inside",
    )
    fmt = forms.ChoiceField(
        label="Which file",
        widget=forms.RadioSelect,
        choices=[
            (RoundFormat.PDF.value, "PDF, to read and print"),
            (RoundFormat.DOCX.value, "Word, to edit"),
            (RoundFormat.XLSX.value, "Excel, the tables only"),
            (RoundFormat.HTML.value, "Web page in one file"),
        ],
        initial=RoundFormat.PDF.value,
    )
    prepared_for = forms.CharField(
        label="Prepared for",
        max_length=160,
        required=False,
        help_text="Printed on the cover. For example, Safeguarding Adults Board",
    )
    field_order = ("variant", "fmt", "prepared_for", "reason")

    def clean_fmt(self) -> RoundFormat:
        return RoundFormat(self.cleaned_data["fmt"])


class FollowForm(forms.Form):
    """Which tool, and what of it. Asked by GET; what is not offered is not followed."""

    tool = forms.TypedChoiceField(label="Tool", coerce=int)
    what = forms.ChoiceField(label="What to follow")

    def __init__(self, *args: Any, tools: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tool"].choices = tools  # type: ignore[attr-defined]
        self.fields["what"].choices = choices  # type: ignore[attr-defined]


class TeamsForm(FollowForm):
    """Only results: a question or a section of a file is not a file."""

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        results = [pair for name, group in choices if name == "Results" for pair in group]
        super().__init__(*args, choices=results, **kwargs)
        self.fields["what"].label = "Result"
