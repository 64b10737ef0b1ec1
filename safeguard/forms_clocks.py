"""The shape of what a council says about its timescales, and of a reason for lateness."""

from typing import Any

from django import forms

from safeguard.choices_work import ClockEvent, ClockKind, ClockPriority, ClockUnit

STARTS = [
    choice
    for choice in ClockEvent.choices
    if choice[0] not in (ClockEvent.FEEDBACK_GIVEN, ClockEvent.EXPERIENCE_ASKED)
]
ENDS = [choice for choice in ClockEvent.choices if choice[0] != ClockEvent.RECEIVED]
LONGEST = 3660


def _one_of(label: str, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)


class ClockRuleForm(forms.Form):
    name = forms.CharField(
        label="Name of the timescale",
        max_length=80,
        help_text="As people here call it. For example, Decision on a concern",
    )
    start_event = forms.ChoiceField(label="Runs from", choices=[("", ""), *STARTS])
    end_event = forms.ChoiceField(label="Runs to", choices=[("", ""), *ENDS])
    amount = forms.IntegerField(
        label="How long it may take",
        min_value=0,
        max_value=LONGEST,
        help_text="A whole number. 0 working days is the end of the same working day",
    )
    unit = _one_of("Counted in", ClockUnit.choices)
    enquiry_kind = _one_of("For which enquiries", ClockKind.choices, initial=ClockKind.ANY)
    priority = _one_of(
        "For which priority",
        ClockPriority.choices,
        initial=ClockPriority.ANY,
        help_text="A rule for one priority comes before a rule for any",
    )
    effective_from = forms.DateField(
        label="Counts for clocks that start from",
        help_text=(
            "For example, 1/4/2027. A day in the past judges the cases since then by this rule"
        ),
    )
    warn_before = forms.IntegerField(
        label="Warn this many days before",
        initial=1,
        min_value=0,
        max_value=366,
        help_text="Calendar days",
    )
    takes_off_holds = forms.BooleanField(
        label="Days on hold do not count", required=False, initial=True
    )
    reason_counts_as_met = forms.BooleanField(
        label="Late with a recorded reason counts as in time",
        required=False,
        help_text="It is shown apart all the same",
    )


class ClockEndForm(forms.Form):
    last_day = forms.DateField(
        label="Last day on which a clock may start under this rule",
        help_text="For example, 31/3/2027",
    )


class LateReasonForm(forms.Form):
    step = forms.ChoiceField(label="Which step is late", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why it is late",
        max_length=4000,
        help_text="For example, what the adult asked for, or what you are waiting for",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, steps: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = steps  # type: ignore[attr-defined]
