"""The shape of what the pages about shared evidence ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from assurance.models import EvidenceItem
from core.models import User
from core.periods import Period


class SharingForm(forms.Form):
    """A choice of evidence: what it is for, and until when it is read."""

    title = forms.CharField(
        label="Title", max_length=160, help_text="For example, Evidence for the visit in June"
    )
    purpose = forms.CharField(
        label="What it is for",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Its readers see this too",
    )
    until = forms.DateField(
        label="Last day", help_text="After it nobody reads it any more. For example, 30/6/2027"
    )


class ChooseEvidenceForm(forms.Form):
    """Pieces of the library to put in the set, under the statements they are evidence for."""

    evidence = forms.ModelMultipleChoiceField(
        label="Evidence that counts today",
        queryset=EvidenceItem.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, library: QuerySet[EvidenceItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["evidence"]
        field.queryset = library
        field.label_from_instance = _described
        field.error_messages["required"] = "Choose at least one piece of evidence"


def _described(item: EvidenceItem) -> str:
    codes = sorted({link.statement.code for link in item.links.all()})
    about = ", ".join(codes) or "no statement"
    return f"{item.title} ({item.get_kind_display().lower()}; {about})"


class ReaderForm(forms.Form):
    """A visiting assessor."""

    person = forms.ModelChoiceField(
        label="Visiting assessor", queryset=User.objects.none(), empty_label="Choose"
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class PackForm(forms.Form):
    """What goes into the pack beside the evidence, and why it leaves."""

    report_period = forms.ChoiceField(
        label="Add the assurance report of",
        required=False,
        help_text="With small numbers hidden; it is entered in the ledger of releases",
    )
    with_self_assessment = forms.BooleanField(
        label="Add the newest finished self-assessment", required=False
    )
    reason = forms.CharField(
        label="What the pack is for",
        max_length=300,
        help_text="Kept in the ledger of exports with your name",
    )

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = {period.label: period for period in periods}
        choice: Any = self.fields["report_period"]
        choice.choices = [("", "No report"), *self._choices(periods)]

    @staticmethod
    def _choices(periods: Iterable[Period]) -> list[tuple[str, str]]:
        return [(period.label, period.label) for period in periods]

    def clean_report_period(self) -> Period | None:
        return self.periods.get(self.cleaned_data["report_period"])
