"""The shape of what the board pack pages ask for."""

from typing import Any

from django import forms

from assurance.services.reports import Format
from core.disclosure import Mode
from core.periods import Period, parse_quarter
from core.permissions import Permission
from core.roles import Role, roles_granting


class PackMakeForm(forms.Form):
    """Which quarter to pin."""

    quarter = forms.ChoiceField(label="Quarter")

    def __init__(self, *args: Any, quarters: list[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["quarter"]
        choice.choices = [(each.label, each.label) for each in quarters]

    def clean_quarter(self) -> Period:
        return parse_quarter(self.cleaned_data["quarter"])


class PackPlanForm(forms.Form):
    """Which measures, and who is offered a mail."""

    measures = forms.MultipleChoiceField(
        label="Measures in the pack", widget=forms.CheckboxSelectMultiple, required=False
    )
    roles = forms.MultipleChoiceField(
        label="Who is offered a mail when a pack is ready",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Each person chooses for themselves whether to have it",
    )

    def __init__(self, *args: Any, measure_choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measures: Any = self.fields["measures"]
        measures.choices = measure_choices
        roles: Any = self.fields["roles"]
        offered = roles_granting(Permission.MEASURE_VIEW)
        roles.choices = [(role.value, role.label) for role in Role if role in offered]


class PackFileForm(forms.Form):
    """A pack as a file: for whom, in which format, and why it leaves."""

    mode = forms.ChoiceField(
        label="Who it is for",
        widget=forms.RadioSelect,
        choices=[
            (Mode.INTERNAL.value, "Named people inside the council: true counts, not for sharing"),
            (
                Mode.PUBLICATION.value,
                "Sharing outside: 0 to 4 hidden, other counts to the nearest 5",
            ),
        ],
        initial=Mode.INTERNAL.value,
    )
    fmt = forms.ChoiceField(
        label="Which file",
        widget=forms.RadioSelect,
        choices=[
            (Format.PDF.value, "PDF, to read and print"),
            (Format.DOCX.value, "Word, to edit"),
            (Format.HTML.value, "Web page in one file"),
        ],
        initial=Format.PDF.value,
    )
    reason = forms.CharField(
        label="What the file is for",
        max_length=300,
        help_text="Kept in the ledger of exports with your name",
    )

    def clean_mode(self) -> Mode:
        return Mode(self.cleaned_data["mode"])

    def clean_fmt(self) -> Format:
        return Format(self.cleaned_data["fmt"])
