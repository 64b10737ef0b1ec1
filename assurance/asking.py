"""What is asked of figures: over which period and which cases, in a link and in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from assurance.filters import CASE_NAMES, PERIOD_NAMES, FigureFilter
from core.models import Organisation
from core.periods import Period
from safeguard.metrics.narrowing import EVERYTHING, Narrowing

YEARS_OFFERED = 4
KEYS = frozenset({"team", "provider"})
Default = Callable[[date], Period]


@dataclass(frozen=True)
class Part:
    """One part of what narrows the cases, in words, with the query that leaves it out."""

    name: str
    label: str
    words: str
    without: str


@dataclass(frozen=True)
class Asked:
    """A period and the cases asked for. `form` holds what was typed, and what is wrong with it."""

    form: forms.Form
    period: Period
    only: Narrowing = EVERYTHING
    labels: Mapping[str, tuple[str, str]] | None = None

    @property
    def name(self) -> str:
        """The name of the period; empty where that would be its two dates."""
        return "" if " to " in self.period.label else self.period.label

    @property
    def query(self) -> str:
        """The query of a link to the same figures elsewhere; the period in two dates."""
        return query_of(self.period, self.only.given)

    @property
    def period_query(self) -> str:
        """The query of the same period with every case."""
        return query_of(self.period)

    @property
    def all_url(self) -> str:
        """A link from a page to itself, over the same period with every case."""
        return f"?{self.period_query}"

    @property
    def parts(self) -> tuple[Part, ...]:
        """What narrows the cases; empty where nothing does."""
        given = self.only.given
        found = []
        for name, (label, words) in (self.labels or {}).items():
            rest = {key: value for key, value in given.items() if key != name}
            found.append(Part(name, label, words, query_of(self.period, rest)))
        return tuple(found)

    def query_over(self, period: Period) -> str:
        """Return the query of the same cases over another period."""
        return query_of(period, self.only.given)


def query_of(period: Period, given: Mapping[str, Any] | None = None) -> str:
    """Return the query of a link to the figures of a period, and of the cases given."""
    dates = {"start": f"{period.start:%d/%m/%Y}", "end": f"{period.end:%d/%m/%Y}"}
    return urlencode({**dates, **(given or {})}, safe="/")


def asked_of(query: QueryDict, *, council: Organisation, cut: date, default: Default) -> Asked:
    """Return what a page's query asks for; where it asks for nothing, or amiss, the default.

    What was typed stays in the form with what is wrong with it; the page says what it shows.
    """
    usual = default(cut)
    if not any(query.get(name) for name in (*PERIOD_NAMES, *CASE_NAMES)):
        form = FigureFilter(None, council=council).form
        form.initial = {"start": usual.start, "end": usual.end}
        return Asked(form, usual)
    form = FigureFilter(query, council=council).form
    if not form.is_valid():
        return Asked(form, usual)
    return Asked(form, _period(form.cleaned_data, cut) or usual, *_cases(form))


@dataclass(frozen=True)
class Cases:
    """Which cases are asked for, in words too; `wrong` says by name what could not be read."""

    only: Narrowing
    words: str
    wrong: Mapping[str, Any]


def cases_asked(query: QueryDict, *, council: Organisation) -> Cases:
    """Return which cases a query asks for, where the period is asked for by itself."""
    return cases_of(cases_form(query, council=council))


def cases_form(query: QueryDict | None, *, council: Organisation) -> forms.Form:
    """Return the form that asks which cases, without a period; bound where there is a query."""
    given = None if query is None else QueryDict(mutable=True)
    if query is not None and given is not None:
        for name in CASE_NAMES:
            given.setlist(name, query.getlist(name))
    form: forms.Form = FigureFilter(given, council=council).form
    for name in PERIOD_NAMES:
        del form.fields[name]
    return form


def cases_of(form: forms.Form) -> Cases:
    """Return which cases a `cases_form` asks for."""
    if not form.is_bound:
        return Cases(EVERYTHING, "", {})
    if not form.is_valid():
        return Cases(EVERYTHING, "", form.errors)
    only, labels = _cases(form)
    return Cases(only, _sentence(labels), {})


def _sentence(labels: Mapping[str, tuple[str, str]]) -> str:
    """Return the cases in words; empty for all."""
    parts = (f"{label.lower()}: {words}" for label, words in labels.values())
    return f"Only cases with {'; '.join(parts)}." if labels else ""


def _cases(form: forms.Form) -> tuple[Narrowing, Mapping[str, tuple[str, str]]]:
    given = {name: form.cleaned_data[name] for name in CASE_NAMES if form.cleaned_data.get(name)}
    labels = {name: (str(form.fields[name].label), _words(form, name)) for name in given}
    keys: dict[str, Any] = {
        name: int(each) if name in KEYS else each for name, each in given.items()
    }
    return Narrowing(**keys), labels


def _words(form: forms.Form, name: str) -> str:
    return str(dict(form.fields[name].choices)[form.cleaned_data[name]])  # type: ignore[attr-defined]


def _period(cleaned: Mapping[str, Any], cut: date) -> Period | None:
    if cleaned["start"]:
        return Period.between(cleaned["start"], cleaned["end"])
    preset = PRESETS.get(cleaned["period"])
    return preset(cut) if preset else None


def latest_whole_months(cut: date) -> Period:
    """Return the last twelve months that the data, up to `cut`, cover whole."""
    end = last_whole_month(cut)
    return Period.between(_first_of_month(end, 11), end)


def latest_whole_quarter(cut: date) -> Period:
    """Return the last quarter of a financial year that the data cover whole."""
    end = last_whole_month(cut)
    while end.month % 3:
        end = end.replace(day=1) - timedelta(days=1)
    return Period.between(_first_of_month(end, 2), end)


def latest_whole_year(cut: date) -> Period:
    """Return the last financial year that the data, up to `cut`, cover whole."""
    year = cut.year if cut >= date(cut.year, 3, 31) else cut.year - 1
    return Period.financial_year(year - 1)


def year_to_date(cut: date) -> Period:
    """Return the financial year that holds `cut`, up to it."""
    return Period.between(date(cut.year if cut.month >= 4 else cut.year - 1, 4, 1), cut)


def years_up_to(cut: date) -> list[Period]:
    """Return the financial years to offer, oldest first; the last one holds `cut`."""
    latest = latest_whole_year(cut).start.year + 1
    return [Period.financial_year(latest - back) for back in range(YEARS_OFFERED - 1, -1, -1)]


def last_whole_month(day: date) -> date:
    """Return the last day of the last month that is over by the end of `day`."""
    return (day + timedelta(days=1)).replace(day=1) - timedelta(days=1)


def _first_of_month(day: date, back: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return date(year, month + 1, 1)


PRESETS: Mapping[str, Callable[[date], Period]] = {
    "months": latest_whole_months,
    "quarter": latest_whole_quarter,
    "to-date": year_to_date,
    "year": latest_whole_year,
}
