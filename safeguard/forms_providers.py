"""The shape of what the pages about notifications and providers ask for."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from safeguard.choices import Referrer

NARRATIVE = 50_000
UNCHOSEN = [("", "Choose who told the council")]
PROVIDER_NAMES = "provider-names"
WIDE = {"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}


class NotificationForm(forms.Form):
    """A contact about an adult. Day and time become one moment, in London."""

    received_on = forms.DateField(label="Day received", help_text="For example, 22/11/2026")
    received_time = forms.TimeField(
        label="Time received",
        help_text="On a 24-hour clock. For example, 14:30",
        error_messages={"invalid": "Time received must be a real time, for example 14:30"},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"}),
    )
    referrer = forms.ChoiceField(label="Who told the council", choices=UNCHOSEN + Referrer.choices)
    adult = forms.CharField(
        label="Adult",
        required=False,
        max_length=160,
        help_text="A reference, or a name that the register holds. Leave it empty if not known.",
        widget=forms.TextInput(attrs=WIDE),
    )
    summary = forms.CharField(
        label="What it says", max_length=NARRATIVE, widget=forms.Textarea(attrs={"rows": 8})
    )

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or {}
        day, time = held.pop("received_on", None), held.pop("received_time", None)
        if day and time:
            held["received_at"] = timezone.make_aware(dt.datetime.combine(day, time))
        return held


class ProviderNotificationForm(NotificationForm):
    """A report about the quality of a provider."""

    provider_name = forms.CharField(
        label="Provider",
        max_length=160,
        help_text="The name that the council knows the home, agency or service under",
        widget=forms.TextInput(attrs={**WIDE, "list": PROVIDER_NAMES}),
    )
    provider_is_new = forms.BooleanField(
        label="This provider is new to the register", required=False
    )
    field_order = ["received_on", "received_time", "referrer", "provider_name", "provider_is_new"]


class ProviderForm(forms.Form):
    name = forms.CharField(label="Name", max_length=160, widget=forms.TextInput(attrs=WIDE))
    regulator_id = forms.CharField(
        label="CQC location ID",
        required=False,
        max_length=20,
        help_text="As the Care Quality Commission lists the location",
        widget=forms.TextInput(attrs=WIDE),
    )


class ProviderLookForm(forms.Form):
    note = forms.CharField(
        label="What you looked at and what you found",
        help_text="Kept with your name and the time. Do not name an adult here.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ProviderSearchForm(forms.Form):
    search = forms.CharField(
        label="Name contains", required=False, max_length=80, widget=forms.TextInput(attrs=WIDE)
    )


def now_initial() -> dict[str, Any]:
    """Return this day and this minute, as a form about something that just came begins."""
    now = timezone.localtime()
    return {"received_on": now.date(), "received_time": f"{now:%H:%M}"}
