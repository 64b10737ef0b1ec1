"""The shape of what the pages about documents ask for."""

from collections.abc import Iterable
from typing import Any

from django import forms

from safeguard.models import Enquiry
from safeguard.services.documents import WHAT_MAY_BE_KEPT

WHOLE_CASE = "The whole case"


class DocumentForm(forms.Form):
    """A file, what it is, and where a case has open enquiries, which of them it belongs to."""

    file = forms.FileField(
        label="File",
        help_text=(
            f"{WHAT_MAY_BE_KEPT}. "
            "If something else on this page is wrong, the file has to be chosen again."
        ),
        error_messages={"empty": "The file is empty"},
    )
    title = forms.CharField(
        label="What the file is", max_length=160, help_text="For example, Letter from the GP"
    )

    def __init__(self, *args: Any, enquiries: Iterable[Enquiry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enquiries = {str(each.pk): each for each in enquiries}
        if self.enquiries:
            listed = [(key, each.reference) for key, each in self.enquiries.items()]
            self.fields["enquiry"] = forms.ChoiceField(
                label="What it belongs to", choices=[("", WHOLE_CASE), *listed], required=False
            )

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or {}
        return {**held, "enquiry": self.enquiries.get(held.get("enquiry") or "")}


class DocumentRemoveForm(forms.Form):
    reason = forms.CharField(
        label="Why it is removed",
        help_text="Kept with your name, the time and the name of the file.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
