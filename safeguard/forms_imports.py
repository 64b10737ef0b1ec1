"""The shape of what the import and mapping pages ask for."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from core.models import Organisation
from safeguard.models import ExtractMapping

FILES = ("people", "concerns", "enquiries", "risks")
MEGABYTE = 1024 * 1024
LEAVE = "(leave)"


def mapping_field() -> forms.ModelChoiceField[ExtractMapping]:
    return forms.ModelChoiceField(
        label="Mapping",
        queryset=ExtractMapping.objects.none(),
        required=False,
        empty_label="None: the files use the return's own words and columns",
    )


def offer_mappings(form: forms.Form, council: Organisation) -> None:
    """Let the form choose among the mappings of one council."""
    field = cast("forms.ModelChoiceField[ExtractMapping]", form.fields["mapping"])
    field.queryset = ExtractMapping.objects.filter(council=council)


class UploadForm(forms.Form):
    """Four CSV files, or one file that holds them."""

    extract = forms.FileField(
        label="One zip file or Excel workbook",
        help_text=(
            "A zip file with people.csv, concerns.csv, enquiries.csv and risks.csv, or a workbook "
            "with a sheet for each."
        ),
        required=False,
    )
    people = forms.FileField(label="people.csv", required=False)
    concerns = forms.FileField(label="concerns.csv", required=False)
    enquiries = forms.FileField(label="enquiries.csv", required=False)
    risks = forms.FileField(label="risks.csv", required=False)
    mapping = mapping_field()
    cut = forms.DateField(
        label="Last day that the files cover",
        help_text="For example, 30/9/2025. If you leave it empty, the latest date in the files.",
        required=False,
    )
    dry_run = forms.BooleanField(
        label="Check only",
        help_text="Nothing is loaded. You can load the same files afterwards.",
        required=False,
        initial=True,
    )
    accept_valid = forms.BooleanField(
        label="Load the sound rows even if others have faults", required=False
    )

    def __init__(self, *args: Any, council: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_mappings(self, council)

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or {}
        given = {name: held[name] for name in ("extract", *FILES) if held.get(name)}
        self._check_complete(given)
        limit = settings.EXTRACT_MAX_BYTES
        if sum(file.size or 0 for file in given.values()) > limit:
            self.add_error(None, f"The files are larger than {limit // MEGABYTE} MB together.")
        rest = ("mapping", "cut", "dry_run", "accept_valid")
        return {"files": given, **{name: held.get(name) for name in rest}}

    def _check_complete(self, given: dict[str, "UploadedFile[Any]"]) -> None:
        if "extract" in given and len(given) > 1:
            self.add_error("extract", "Choose either this one file or the four CSV files.")
        elif not given and not self.errors:
            self.add_error("extract", "Choose a file, or the four CSV files.")
        elif "extract" not in given:
            for name in FILES:
                if name not in given and name not in self.errors and given:
                    self.add_error(name, f"Choose {name}.csv too; it may be without rows.")


class LoadAgainForm(forms.Form):
    """What to do with the files of an earlier run."""

    mapping = mapping_field()
    dry_run = forms.BooleanField(required=False, widget=forms.HiddenInput)
    accept_valid = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, council: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_mappings(self, council)


class MappingForm(forms.Form):
    name = forms.CharField(label="Name of the mapping", max_length=80)
    text = forms.CharField(
        label="Mapping (YAML)",
        help_text="The columns and values of your files, and what they are in the return's words.",
        max_length=200_000,
        widget=forms.Textarea(
            attrs={"rows": 24, "spellcheck": "false", "class": "app-code", "wrap": "off"}
        ),
    )


class MappingHelpForm(forms.Form):
    """A question for each thing that did not match. The best guess is chosen beforehand."""

    name = forms.CharField(label="Name of the mapping", max_length=80)
    dates = forms.ChoiceField(
        label="How dates are written",
        choices=[("iso", "2024-03-31"), ("dd/mm/yyyy", "31/03/2024")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, questions: Iterable[dict[str, Any]], **kwargs: Any) -> None:
        """Add a select for each question: label, hint, options, likely."""
        super().__init__(*args, **kwargs)
        for number, question in enumerate(questions):
            self.fields[f"answer-{number}"] = forms.ChoiceField(
                label=question["label"],
                help_text=question["hint"],
                choices=_choices(question["options"]),
                initial=question["likely"] or LEAVE,
            )

    def answers(self) -> list[str]:
        """Return the answers in the order of the questions; "" where there is none."""
        names = [name for name in self.fields if name.startswith("answer-")]
        return ["" if (said := self.cleaned_data[name]) == LEAVE else said for name in names]


def _choices(options: Sequence[str]) -> list[tuple[str, str]]:
    return [(LEAVE, "Leave it as it is"), *((option, option) for option in options)]
