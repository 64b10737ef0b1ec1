"""Forms of frameworks: a file to load, an official wording, scores to try."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from assurance.models import QualityStatement
from assurance.services.frameworks import MOST_BYTES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class FrameworkFileForm(forms.Form):
    file = forms.FileField(
        label="YAML file of the framework",
        help_text=(
            "One file that holds the whole version. Its faults are named, and nothing is loaded "
            "until there is none."
        ),
    )
    ends_previous = forms.BooleanField(
        label="End the version that has no last day, on the day before this one begins",
        required=False,
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than {MOST_BYTES // 1_000_000} MB")
        return file


class OfficialWordingForm(forms.Form):
    text = forms.CharField(
        label="Official wording",
        required=False,
        max_length=4000,
        help_text="As it stands in the source. Leave this empty to show only our own words.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    source = forms.CharField(
        label="Where the wording stands",
        required=False,
        max_length=300,
        help_text="For example, the title of the publication, its date and the heading",
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("text") and not data.get("source"):
            self.add_error("source", "Say where the wording stands")
        return data


class ScoresForm(forms.Form):
    """Scores of statements, one by one or pasted; `scores` are those given, by place.

    `read` reads pasted text; what it raises as a ValueError is said beside the field.
    """

    percent = forms.IntegerField(
        label="Overall percentage as published, if you have one",
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )

    def __init__(
        self,
        *args: Any,
        statements: Sequence[QualityStatement],
        scale: Sequence[int],
        ratings: Sequence[str],
        read: Callable[[str], dict[int, int]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.statements, self.read = statements, read
        choices = [("", "Not given"), *((str(score), str(score)) for score in scale)]
        words = [("", "Not given"), *((rating, rating) for rating in ratings)]
        fields: dict[str, forms.Field] = {
            f"score_{place}": forms.ChoiceField(
                label=f"{each.code} {each.label}", choices=choices, required=False
            )
            for place, each in enumerate(statements, start=1)
        }
        fields["pasted"] = forms.CharField(
            label="Or paste them",
            required=False,
            max_length=4000,
            help_text=(
                "All nine numbers in the order above, or lines that each name a statement and give "
                "its score. What is pasted is used in place of what is chosen above."
            ),
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        fields["percent"] = self.fields["percent"]
        fields["rating"] = forms.ChoiceField(
            label="Rating as published, if you have one", choices=words, required=False
        )
        self.fields = fields

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        if data.get("pasted", "").strip():
            try:
                data["scores"] = self.read(data["pasted"])
            except ValueError as error:
                self.add_error("pasted", f"The scores cannot be read: {error}")
                return data
        else:
            data["scores"] = {
                place: int(data[f"score_{place}"])
                for place in range(1, len(self.statements) + 1)
                if data.get(f"score_{place}")
            }
        if not data["scores"]:
            self.add_error(None, "Give at least one score, or paste all of them")
        elif len(data["scores"]) < len(self.statements) and (
            data["rating"] or data["percent"] is not None
        ):
            needed = len(self.statements)
            self.add_error(None, f"A published percentage or rating needs all {needed} scores")
        return data
