"""The shape of what the pages of case tracking ask for. What is allowed is decided by services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from assurance.choices_visit import LeftOutReason, PreReadState, TrackingConsent
from assurance.models import TrackingCase, TrackingQuota
from assurance.visit.tracking_design import tracking_design

NEW_ROWS = 3
NARROW = {"class": "govuk-input--width-4", "inputmode": "numeric"}


def _number(label: str, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, max_value=999, widget=forms.TextInput(attrs=NARROW), **options
    )


class SamplePlanForm(forms.Form):
    """A new sample."""

    title = forms.CharField(label="Title", max_length=160, help_text="For example, Spring visit")
    starts_on = forms.DateField(label="First day of the period", help_text="For example, 1/4/2025")
    ends_on = forms.DateField(label="Last day of the period")
    is_rehearsal = forms.BooleanField(
        label="This is a rehearsal: cases are picked by chance", required=False
    )
    criteria = forms.CharField(
        label="What the assessor asked for",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Their criteria come with the request. Copy them here, then set the quotas",
    )
    seed = forms.CharField(
        label="Seed",
        max_length=80,
        required=False,
        help_text="Leave empty to have one made. Whoever has the seed and the cases can repeat the "
        "draw",
    )


class SizesAndQuotasForm(forms.Form):
    """How many cases, and at least how many of which kind; an emptied number drops its quota."""

    list_size = _number("Cases listed", min_value=1)
    pick_size = _number("Cases picked from the list", min_value=1)
    track_size = _number("Cases tracked", min_value=1)
    reserve_size = _number("Cases in reserve", min_value=0)

    def __init__(self, *args: Any, quotas: Iterable[TrackingQuota], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        design = tracking_design()
        self.held = [(f"wanted_{row.pk}", row) for row in quotas]
        for name, row in self.held:
            self.fields[name] = _number(
                f"At least, {design.words(row.fact, row.value)}",
                required=False,
                min_value=0,
                initial=row.wanted,
            )
        options = [("", "No further quota")] + [
            (fact.label, [(f"{fact.key}={value}", words) for value, words in fact.values.items()])
            for fact in design.facts
        ]
        for place in range(1, NEW_ROWS + 1):
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=f"Further quota {place}", choices=options, required=False
            )
            self.fields[f"wanted_new_{place}"] = _number(
                f"At least, further quota {place}", required=False, min_value=0
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for place in range(1, NEW_ROWS + 1):
            kind, wanted = data.get(f"kind_{place}"), data.get(f"wanted_new_{place}")
            if kind and not wanted and f"wanted_new_{place}" not in self.errors:
                self.add_error(f"wanted_new_{place}", "Say at least how many")
            if wanted and not kind:
                self.add_error(f"kind_{place}", "Say which cases")
        return data

    def quotas(self) -> list[tuple[str, str, int]]:
        """Return the quotas as they are wanted now: fact, value, at least how many."""
        data = self.cleaned_data
        kept = [(row.fact, row.value, data[name]) for name, row in self.held if data[name]]
        for place in range(1, NEW_ROWS + 1):
            if kind := data[f"kind_{place}"]:
                fact, value = kind.split("=", 1)
                kept.append((fact, value, data[f"wanted_new_{place}"]))
        return kept


class AddedFileForm(forms.Form):
    """A file that adds cases and facts."""

    file = forms.FileField(label="CSV file")


class ReasonForm(forms.Form):
    """Why a case is out."""

    because = forms.ChoiceField(
        label="Reason", choices=LeftOutReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="More about it",
        max_length=300,
        required=False,
        help_text="Needed for another reason. Name nobody",
    )


class LeaveOutForm(ReasonForm):
    """Which case is left out before the draw, and why."""

    reference = forms.CharField(label="Reference of the case", max_length=80)
    field_order = ["reference", "because", "note"]


class CodesForm(forms.Form):
    """Some of the cases, by code."""

    codes = forms.MultipleChoiceField(label="Cases", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, cases: Iterable[TrackingCase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes: Any = self.fields["codes"]
        codes.choices = [(case.code, _described(case)) for case in cases]
        codes.error_messages["required"] = "Choose the cases"


def _described(case: TrackingCase) -> str:
    design = tracking_design()
    words = [
        fact.words(value)
        for key in ("age_band", "support_reason")
        if (fact := design.fact(key))
        for value in case.facts.get(key, ())
    ]
    return ", ".join([case.code, *words, case.get_consent_display().lower()])


class ConsentForm(forms.Form):
    """What the person said."""

    consent = forms.ChoiceField(
        label="What did the person say?",
        choices=TrackingConsent.choices,
        widget=forms.RadioSelect,
    )
    on = forms.DateField(
        label="Day they were asked, or answered", required=False, help_text="For example, 3/6/2026"
    )
    note = forms.CharField(
        label="Who asked, and what was said",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="If the person could not decide: who decided in their best interests, and why",
    )


class PreReadForm(forms.Form):
    """Each point of the reading list: what was found, and a note."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for point in tracking_design().pre_read:
            self.fields[f"{point.key}_state"] = forms.ChoiceField(
                label=point.text,
                required=False,
                widget=forms.RadioSelect,
                choices=[("", "Not looked at yet"), *PreReadState.choices],
            )
            self.fields[f"{point.key}_note"] = forms.CharField(
                label=f"Note: {point.text[:1].lower()}{point.text[1:]}",
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def found(self) -> dict[str, tuple[str, str]]:
        """Return the state and the note of each point."""
        data = self.cleaned_data
        return {
            point.key: (data[f"{point.key}_state"], data[f"{point.key}_note"])
            for point in tracking_design().pre_read
        }


class TrackingListForm(forms.Form):
    """The list as a file: which facts, and why it leaves."""

    facts = forms.MultipleChoiceField(
        label="Facts beside each code", widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = forms.CharField(
        label="What the file is for",
        max_length=300,
        help_text="Kept in the ledger of exports with your name",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        facts: Any = self.fields["facts"]
        facts.choices = [(fact.key, fact.label) for fact in tracking_design().facts]


class ClosingForm(forms.Form):
    """A last word on a sample."""

    note = forms.CharField(
        label="What came of it",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
