"""The shape of what the report pages ask for. What is allowed is decided by the services."""

from datetime import date
from typing import Any

from django import forms

from assurance.services.reports import Format
from core.disclosure import Mode
from core.periods import Period

YEARS, QUARTERS = 6, 8
OTHER_DATES = "dates"
NAMES = {"start": "from", "end": "to"}


def presets(cut: date) -> tuple[list[Period], list[Period]]:
    """Return the financial years and the quarters to choose from, newest first.

    Those that the data, up to `cut`, have reached the first day of.
    """
    year = cut.year if cut.month >= 4 else cut.year - 1
    years = [Period.financial_year(first) for first in range(year, year - YEARS, -1)]
    quarters = [
        quarter for each in years for quarter in reversed(each.quarters()) if quarter.start <= cut
    ]
    return years, quarters[:QUARTERS]


class ReportForm(forms.Form):
    """Which period, and for whom: enough to show the report as a page."""

    period = forms.ChoiceField(label="Period", required=False)
    start = forms.DateField(
        label="From", required=False, help_text="For other dates only. For example, 1/4/2025"
    )
    end = forms.DateField(
        label="To", required=False, help_text="For other dates only. The last day, included"
    )
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
        required=False,
    )

    def __init__(self, *args: Any, cut: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years, quarters = presets(cut)
        self.by_label = {period.label: period for period in (*years, *quarters)}
        choice: Any = self.fields["period"]
        choice.choices = [
            ("Financial years", [(each.label, each.label) for each in years]),
            ("Quarters", [(each.label, each.label) for each in quarters]),
            (OTHER_DATES, "Other dates, given below"),
        ]
        # The newest year that is over is what people mean by "the year".
        over = next((each.label for each in years if each.end <= cut), years[0].label)
        choice.initial = over

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix(NAMES.get(field_name, field_name))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "period" in self.errors:
            return found
        chosen = self.by_label.get(found.get("period") or "")
        if chosen:
            return {**found, "start": chosen.start, "end": chosen.end}
        for name, words in (("start", "first"), ("end", "last")):
            if not found.get(name) and name not in self.errors:
                self.add_error(name, f"Give the {words} day of the period.")
        return found

    def clean_mode(self) -> Mode:
        return Mode(self.cleaned_data["mode"] or Mode.INTERNAL.value)


class ReportDownloadForm(ReportForm):
    """All that a file needs: it leaves the building."""

    is_summary = forms.TypedChoiceField(
        label="How much",
        widget=forms.RadioSelect,
        choices=[("", "The whole report"), ("yes", "One page, of the shape of a slide")],
        coerce=bool,
        empty_value="",
        required=False,
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
    prepared_for = forms.CharField(
        label="Prepared for",
        max_length=160,
        required=False,
        help_text="Printed on the cover. For example, Director of adult social services",
    )
    reason = forms.CharField(
        label="What the report is for",
        max_length=300,
        help_text="Kept in the ledger of exports with your name",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("period", "mode"):
            self.fields[name].required = True

    def clean_fmt(self) -> Format:
        return Format(self.cleaned_data["fmt"])
