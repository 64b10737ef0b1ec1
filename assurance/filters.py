"""What figures can be narrowed by; pages, the API and commands share it.

It reads what was asked for. The rows themselves are narrowed in `safeguard.metrics`, where every
measure takes them from.
"""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet, Value

from core.filtering import not_listed, offer
from core.models import Organisation, Team
from safeguard.choices import (
    Ethnicity,
    Gender,
    LocationOfRisk,
    PrimarySupportReason,
    TypeOfRisk,
)
from safeguard.models import Concern, Provider

PERIODS = (
    ("months", "The last 12 whole months"),
    ("quarter", "The last whole quarter"),
    ("to-date", "This financial year so far"),
    ("year", "The last whole financial year"),
)
AGE_BANDS = (
    *((band, band.replace("-", " to ")) for band in ("18-64", "65-74", "75-84", "85-94")),
    ("95+", "95 and over"),
    ("NK", "Not known"),
)
BOTH = "Choose a period from the list, or give two dates, but not both."


class PeriodForm(forms.Form):
    """Two dates, both included, or a period from the list."""

    mark_optional = False

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        start, end = found.get("start"), found.get("end")
        if bool(start) != bool(end) and not self.errors:
            self.add_error("end" if start else "start", "Give both dates, or neither.")
        if start and end and end < start:
            self.add_error("end", "The last day must be the same as or after the first.")
        if found.get("period") and (start or end):
            self.add_error("period", BOTH)
        return found


def _one_of(label: str, choices: Any, **options: Any) -> django_filters.ChoiceFilter:
    options = {"empty_label": "All", "method": "leave", **options}
    return django_filters.ChoiceFilter(
        label=label, choices=choices, error_messages=not_listed(label), **options
    )


def _day(label: str, hint: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(label=label, help_text=hint, method="leave", localize=True)


def _of(council: Organisation) -> dict[str, list[tuple[str, str]]]:
    """Return the teams and the providers of a council as choices, in one statement.

    A provider is an organisation: its name is no secret to those who see figures.
    """
    teams = Team.objects.filter(organisation=council).order_by()
    providers = Provider.objects.filter(council=council).order_by()
    found = teams.values_list(Value("team"), "pk", "name").union(
        providers.values_list(Value("provider"), "pk", "name"), all=True
    )
    choices: dict[str, list[tuple[str, str]]] = {"team": [], "provider": []}
    for kind, key, name in sorted(found, key=lambda row: row[2].casefold()):
        choices[kind].append((str(key), name))
    return choices


class FigureFilter(django_filters.FilterSet):
    """The period, and the cases, of every figure on a page."""

    period = _one_of("Period", PERIODS, empty_label="Between two dates")
    start = _day("From", "For example, 1/4/2025")
    end = _day("To", "The last day, included")
    team = _one_of("Team", ())
    risk_type = _one_of("Type of abuse reported", TypeOfRisk.choices)
    location = _one_of("Where it happened", LocationOfRisk.choices)
    provider = _one_of("Provider", ())
    gender = _one_of("Gender", Gender.choices)
    age_band = _one_of("Age", AGE_BANDS)
    ethnicity = _one_of("Ethnicity", Ethnicity.choices)
    support_reason = _one_of("Primary support reason", PrimarySupportReason.choices)

    class Meta:
        model = Concern
        fields: list[str] = []
        form = PeriodForm

    def __init__(self, *args: Any, council: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, queryset=Concern.objects.none(), **kwargs)
        for name, choices in _of(council).items():
            offer(self, name, choices)

    def leave(self, rows: QuerySet[Concern], name: str, value: Any) -> QuerySet[Concern]:
        """Leave the rows as they are: measures read other rows than these."""
        return rows


PERIOD_NAMES = ("period", "start", "end")
CASE_NAMES = tuple(name for name in FigureFilter.base_filters if name not in PERIOD_NAMES)
