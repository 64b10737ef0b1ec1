"""The question pages on which a concern is raised, and the rows that some of them repeat."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils import timezone

from core.plain_text import plain_text
from safeguard.choices import (
    HealthCondition,
    LocationOfRisk,
    PrimarySupportReason,
    Referrer,
    SourceOfRisk,
    TypeOfRisk,
)
from safeguard.choices_work import Agreement, AtRisk, Channel, YesNoUnknown
from safeguard.forms_adults import Line

TIMES = ["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p", "%H%M", "%H:%M:%S"]
YES_NO = [("yes", "Yes"), ("no", "No")]
# A row nobody filled in says nothing, so "not known" is what an untouched answer means.
UNTOUCHED = [("", "Not known"), *YES_NO]
MAX_ROWS = 50


class Words(forms.CharField):
    """Text of any length, without the markup that came with a paste."""

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        return plain_text(str(super().to_python(value) or ""))


def radios(label: str, choices: Any, unanswered: str = "", **options: Any) -> forms.ChoiceField:
    """Return a question with listed answers. `unanswered` is what an empty answer is told."""
    if unanswered:
        options["error_messages"] = {"required": unanswered}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)


def boxes(label: str, choices: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **options
    )


class AboutForm(forms.Form):
    primary_support_reason = radios("Primary support reason", PrimarySupportReason.choices)
    conditions = boxes(
        "Reported health conditions",
        HealthCondition.choices,
        required=False,
        help_text="All that are known now. Leave empty if nobody has said",
    )


class HappenedForm(forms.Form):
    account = Words(
        label="What has happened",
        rows=12,
        help_text="As it was told: who saw or heard what. There is no limit to the length",
    )
    happened_when = Line(
        label="When it happened",
        required=False,
        max_length=200,
        help_text="In your own words: “last Tuesday evening”, “since May”, or a year alone",
    )
    risk_types = boxes("Types of risk", TypeOfRisk.choices, help_text="Choose all that apply")


class WhereForm(forms.Form):
    location = radios("Where it happened, or may happen", LocationOfRisk.choices)
    provider = Line(
        label="Provider of care concerned",
        required=False,
        max_length=160,
        help_text="By name. One that the council does not know yet is added",
        widget=forms.TextInput(attrs={"list": "providers", "autocomplete": "off"}),
    )


class SourceForm(forms.Form):
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("", "Choose"), *SourceOfRisk.choices],
        error_messages={"required": "Choose the kind of source, or clear its other answers"},
    )
    name = Line(label="Name", required=False, max_length=160, help_text="Leave empty if not known")
    relationship = Line(label="Relationship to the adult", required=False, max_length=120)
    lives_with_adult = forms.ChoiceField(
        label="Lives with the adult", choices=UNTOUCHED, required=False
    )
    also_at_risk = forms.ChoiceField(
        label="Is an adult at risk too", choices=UNTOUCHED, required=False
    )
    knows_of_concern = forms.ChoiceField(
        label="Knows of the concern", choices=UNTOUCHED, required=False
    )


class OtherForm(forms.Form):
    kind = forms.ChoiceField(
        label="Who",
        choices=[("", "Choose"), *AtRisk.choices],
        error_messages={"required": "Choose an adult or a child, or clear the other answers"},
    )
    name = Line(label="Name", required=False, max_length=160, help_text="Leave empty if not known")
    what_was_done = Words(
        label="What has been done about it",
        required=False,
        rows=2,
        help_text="For example, told children's services",
    )


class WantsForm(forms.Form):
    outcomes_asked = radios(
        "Was the adult asked what they want to happen?",
        YesNoUnknown.choices,
        "Say whether the adult was asked what they want to happen",
    )
    outcomes_reason = Words(label="If they were not asked, why not", required=False, rows=3)
    adult_view = Words(
        label="What the adult says, in their own words",
        required=False,
        rows=6,
        help_text="Their view of what has happened. Shown beside the other pages as you write",
    )
    agreement = radios(
        "Did the adult agree to this being reported?",
        Agreement.choices,
        "Say whether the adult agreed to this being reported",
    )
    agreement_reason = Words(
        label="If they were not asked or did not agree, why it is reported",
        required=False,
        rows=3,
    )
    capacity_to_agree = radios(
        "Did the adult have the mental capacity to agree to the report?",
        YesNoUnknown.choices,
        "Say whether the adult had the mental capacity to agree to the report",
    )


class WishForm(forms.Form):
    wanted = Words(
        label="What the adult wants",
        rows=2,
        error_messages={"required": "Enter what the adult wants, or clear when they said so"},
    )
    wanted_on = forms.DateField(
        label="When they said so",
        required=False,
        help_text="Leave empty if it was the day the concern was received",
    )


class SafetyForm(forms.Form):
    in_danger = radios(
        "Is the adult in danger now?",
        YesNoUnknown.choices,
        "Say whether the adult is in danger now",
    )
    safety_steps = Words(
        label="What has been done to keep the adult safe",
        required=False,
        help_text="By whom, and when",
    )


class TellingForm(forms.Form):
    channel = radios("How the council was told", Channel.choices)
    referrer = radios("Who is telling us", Referrer.choices)
    referrer_name = Line(label="Their name", required=False, max_length=160)
    referrer_contact = Line(
        label="How to reach them", required=False, max_length=200,
        help_text="Telephone number, email or address",
    )  # fmt: skip
    wants_feedback = radios(
        "Are they to be told what is decided?", YES_NO, "Say whether they are to be told"
    )
    received_date = forms.DateField(
        label="Date received",
        help_text="The day the council was told, for example 22/11/2026",
        error_messages={"required": "Enter the date the concern was received"},
    )
    received_time = forms.TimeField(
        label="Time received",
        input_formats=TIMES,
        help_text="For example, 14:30 or 2:30pm",
        error_messages={
            "required": "Enter the time the concern was received",
            "invalid": "Time received must be a time of day, for example 14:30 or 2:30pm",
        },
        widget=forms.TextInput({"class": "govuk-input--width-5", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Add `received_at`, in local time, and make `wants_feedback` true or false."""
        cleaned: dict[str, Any] = super().clean() or {}
        day, time = cleaned.get("received_date"), cleaned.get("received_time")
        if day and time:
            shown = dt.datetime.combine(day, time)
            moment = shown.replace(tzinfo=timezone.get_default_timezone())
            # There and back: a time that the clocks skipped comes back as another.
            if timezone.localtime(moment.astimezone(dt.UTC)).replace(tzinfo=None) != shown:
                self.add_error(
                    "received_time",
                    "Time received is in the hour that the clocks skipped that night",
                )
            cleaned["received_at"] = moment
        cleaned["wants_feedback"] = cleaned.get("wants_feedback") == "yes"
        return cleaned


class RowFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of one kind on a page. An empty row counts for nothing; one is always offered."""

    title = ""
    one = ""
    explanation = ""

    def __init__(self, *args: Any, rows: Sequence[Mapping[str, Any]] = (), **options: Any) -> None:
        self.given = rows
        super().__init__(*args, **options)

    def initial_form_count(self) -> int:
        # None is stored: a row that is emptied is gone, and needs no tick to say so.
        return 0

    def total_form_count(self) -> int:
        return super().total_form_count() if self.is_bound else max(1, len(self.given))

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = super().get_form_kwargs(index)
        if not self.is_bound and index is not None and index < len(self.given):
            kwargs["initial"] = dict(self.given[index])
        return kwargs

    def filled(self) -> list[dict[str, Any]]:
        """Return the cleaned rows in which something was answered."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]


def rows_of(
    form: type[forms.Form], name: str, *, title: str, one: str, explanation: str = ""
) -> type[RowFormSet]:
    """Return a set of rows: its name in a form post, its heading, and what one row is called."""
    words = {"title": title, "one": one, "explanation": explanation}
    base = type(f"{name.title()}FormSet", (RowFormSet,), words)
    made = forms.formset_factory(form, formset=base, extra=0, max_num=MAX_ROWS, validate_max=True)
    return cast("type[RowFormSet]", made)


ROWS: Mapping[str, Mapping[str, type[RowFormSet]]] = {
    "where": {
        "sources": rows_of(
            SourceForm,
            "sources",
            title="Who is thought to be the source of the risk",
            one="Person or body",
            explanation="Alleged, until an enquiry says. Leave empty if nobody is thought to be.",
        ),
        "others": rows_of(
            OtherForm,
            "others",
            title="Others who may be at risk",
            one="Other person at risk",
            explanation="Adults and children. Leave empty if there is nobody.",
        ),
    },
    "wants": {
        "outcomes": rows_of(
            WishForm,
            "outcomes",
            title="What the adult wants to happen",
            one="Thing they want",
            explanation="Each in their own words. Leave empty if they named nothing.",
        ),
    },
}
FORMS: Mapping[str, type[forms.Form]] = {
    "about": AboutForm,
    "happened": HappenedForm,
    "where": WhereForm,
    "wants": WantsForm,
    "safety": SafetyForm,
    "telling": TellingForm,
}
TITLES: Mapping[str, str] = {
    "about": "About the adult now",
    "happened": "What has happened",
    "where": "Where, and who",
    "wants": "What the adult wants",
    "safety": "Safety now",
    "telling": "Who is telling us",
}
