"""The period of a page: a financial year chosen from a list, or two dates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from core.periods import Period

YEARS_OFFERED = 4


def latest_whole_year(cut: date) -> Period:
    """Return the last financial year that the data, up to `cut`, cover whole."""
    year = cut.year if cut >= date(cut.year, 3, 31) else cut.year - 1
    return Period.financial_year(year - 1)


def years_up_to(cut: date) -> list[Period]:
    """Return the financial years to offer, oldest first; the last one holds `cut`."""
    latest = latest_whole_year(cut).start.year + 1
    return [Period.financial_year(latest - back) for back in range(YEARS_OFFERED - 1, -1, -1)]


class PeriodForm(forms.Form):
    """Two dates, both included. Empty means the last whole financial year of the data."""

    start = forms.DateField(
        label="From", required=False, help_text="For example, 1/4/2025", localize=True
    )
    end = forms.DateField(
        label="To", required=False, help_text="The last day, included", localize=True
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        start, end = found.get("start"), found.get("end")
        if bool(start) != bool(end) and not self.errors:
            missing = "end" if start else "start"
            self.add_error(missing, "Give both dates, or neither.")
        if start and end and end < start:
            self.add_error("end", "The last day must be the same as or after the first.")
        return found

    def period_or(self, default: Period) -> Period:
        """Return the period asked for; `default` where none was, or where it was not sound."""
        if not self.is_valid() or not self.cleaned_data["start"]:
            return default
        return Period.between(self.cleaned_data["start"], self.cleaned_data["end"])


def asked_period(query: Mapping[str, str], default: Period) -> tuple[PeriodForm, Period]:
    """Return the form and the period that a page's query asks for; `default` where it asks none."""
    if any(query.get(name) for name in PeriodForm.base_fields):
        form = PeriodForm(query)
        return form, form.period_or(default)
    return PeriodForm(initial={"start": default.start, "end": default.end}), default
