"""Made-up values for the page that shows every component. No person or council here is real."""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator

from core.rates import Rate


class HintedRadios(forms.RadioSelect):
    """Radios of which some carry a hint: set `data-hint` on the option."""

    hints = {"other": "The council chooses to make it, although the test is not met"}

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        if hint := self.hints.get(str(option["value"])):
            option["attrs"]["data-hint"] = hint
        return option


RISKS = [("physical", "Physical abuse"), ("neglect", "Neglect and acts of omission")]
ROUTES = [("s42", "Section 42 enquiry"), ("other", "Other enquiry"), ("none", "Not an enquiry")]


class ExampleForm(forms.Form):
    """One field of each kind."""

    reference = forms.CharField(
        label="Council reference",
        help_text="As in your case management system",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    received = forms.DateField(label="Date received", help_text="For example, 22/11/2026")
    account = forms.CharField(
        label="What happened", max_length=200, widget=forms.Textarea(attrs={"rows": 4})
    )
    comment = forms.CharField(label="Comment", required=False, widget=forms.Textarea)
    route = forms.ChoiceField(label="Decision", choices=ROUTES, widget=HintedRadios)
    risks = forms.MultipleChoiceField(
        label="Types of risk",
        help_text="Choose all that apply",
        choices=RISKS,
        widget=forms.CheckboxSelectMultiple,
    )
    source = forms.ChoiceField(label="Who told us", choices=[("", "Choose one"), *RISKS])
    email = forms.EmailField(
        label="Email address", widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    people = forms.IntegerField(label="Other people at risk", min_value=0)
    cost = forms.DecimalField(label="Cost of support in pounds", required=False)
    password = forms.CharField(
        label="Your password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    evidence = forms.FileField(label="Evidence", help_text="PDF or Word, up to 10 MB")
    told = forms.BooleanField(
        label="The adult knows about this concern", help_text="If it was safe to tell them"
    )
    token = forms.CharField(widget=forms.HiddenInput, initial="kept")

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("The date received is after the date of the decision")


class ExampleFilter(forms.Form):
    """A filter above a list."""

    words = forms.CharField(label="Search", required=False)
    route = forms.ChoiceField(label="Decision", choices=[("", "All"), *ROUTES], required=False)
    risk = forms.ChoiceField(label="Type of risk", choices=[("", "All"), *RISKS], required=False)


def gallery_context() -> dict[str, Any]:
    """Return everything `core/gallery.html` shows."""
    months = [("April 2026", 41), ("May 2026", 38), ("June 2026", 1244)]
    columns = [{"label": "Month"}, {"label": "Concerns", "numeric": True}]
    rows = [[name, number] for name, number in months]
    moment = dt.datetime(2026, 11, 22, 14, 2, tzinfo=dt.UTC)
    return {
        "form": ExampleForm(
            {
                "example-reference": "C-1",
                "example-received": "tomorrow",
                "example-account": "Words. " * 40,
                "example-people": "few",
                "example-email": "nobody",
                "example-token": "kept",
            },
            prefix="example",
        ),
        "blank_form": ExampleForm(prefix="blank"),
        "filter_form": ExampleFilter(prefix="filter"),
        "page_obj": Paginator(range(1000), 25).get_page(10),
        "rates": [
            ("Decided in time", Rate(120, 148)),
            ("Asked what they wanted", Rate(1200, 1480)),
            ("Advocate arranged", Rate(0, 0)),
        ],
        "chart": {
            "key": "example",
            "title": "Concerns received by month",
            "reading": "Concerns rose in June 2026, to 1,244 from 38 in May.",
            "figure": {
                "data": [{"type": "bar", "x": [m for m, _ in months], "y": [n for _, n in months]}],
                "layout": {"height": 320, "margin": {"t": 10}},
            },
            "columns": columns,
            "rows": rows,
            "csv_url": "#csv",
        },
        "columns": [
            {"label": "Case", "sort_url": "?sort=case", "sorted": "ascending"},
            {"label": "Received"},
            {"label": "Stage"},
            {"label": "Days waited", "numeric": True},
            {"label": "What is to be done next and who is to do it"},
        ],
        "rows": [
            [
                {"text": "C-2026-001", "url": "#case", "hidden": "open the case"},
                "22 November 2026",
                {"text": "Waiting", "tag": "yellow"},
                1234,
                "Look again, then decide",
            ],
            [
                {"text": "C-2026-002", "url": "#case"},
                "1 May 2026",
                {"text": "Overdue", "tag": "red", "note": "by 2 working days"},
                2,
                None,
            ],
        ],
        "totals": ["All", "", "", 1236, ""],
        "facts": [
            {"key": "Adult", "value": "A. B.", "url": "#change"},
            {"key": "Priority", "value": "Red", "tag": "red"},
            {"key": "In their words", "value": "I want it to stop.\nI want to stay at home."},
            {"key": "Advocate", "value": None},
        ],
        "events": [
            {
                "when": moment,
                "title": "Decided: section 42 enquiry",
                "who": "A Manager",
                "text": "All three parts are met.",
                "tag": "Decision",
                "colour": "blue",
            },
            {"when": dt.date(2026, 11, 20), "title": "Concern received", "url": "#concern"},
        ],
        "tasks": [
            {"label": "About the adult", "url": "#adult", "status": "Completed"},
            {
                "label": "What has happened",
                "url": "#what",
                "status": "Not started",
                "colour": "blue",
                "hint": "In the words of the person who told us",
            },
            {"label": "Check your answers", "status": "Cannot start yet"},
        ],
        "crumbs": [{"label": "Home", "url": "/"}, {"label": "Components"}],
        "moment": moment,
        "today": dt.date(2026, 11, 22),
        "sizes": [1, 512, 1536, 5_242_880],
    }
