"""The shape of what is recorded about the adult and the risk in an enquiry, row by row."""

from django import forms

from safeguard.choices import AdvocateKind, LocationOfRisk, SourceOfRisk, TypeOfRisk
from safeguard.choices_work import AdvocateOutcome, ProcessKind, YesNoUnknown
from safeguard.forms_enquire import EXAMPLE, day, one_of, words, yes_or_no


def difficulty(verb: str) -> forms.ChoiceField:
    """Return the question for one of the four kinds of difficulty."""
    return one_of(f"Do they have substantial difficulty {verb}?", YesNoUnknown.choices)


class CapacityForm(forms.Form):
    decision = forms.CharField(
        label="Decision to be made",
        help_text="One decision, for example: whether to speak with the police.",
        max_length=300,
    )
    assessed_on = day("Date assessed")
    had_capacity = yes_or_no("Did they have capacity to make this decision?")
    assessed_by = forms.CharField(label="Who assessed it", max_length=120)
    best_interests = words(
        "Best interests decision",
        "Only if they lacked capacity: what was decided for them, by whom, and why.",
        required=False,
    )


class AdvocacyForm(forms.Form):
    kind = one_of("Kind of advocate", AdvocateKind.choices)
    difficulty_understanding = difficulty("understanding relevant information")
    difficulty_retaining = difficulty("retaining it")
    difficulty_weighing = difficulty("using or weighing it")
    difficulty_communicating = difficulty("communicating their views")
    substantial_difficulty = yes_or_no(
        "Taken together, do they have substantial difficulty in being involved?",
        "Difficulty in any one of the four is enough. It is not the same as lacking capacity.",
        neither="Not judged yet",
    )
    suitable_person = forms.CharField(
        label="Suitable person to support and represent them",
        help_text="Who, and why they are suitable. Leave this empty where nobody is. "
        "Somebody paid to care for the adult is not suitable.",
        max_length=300,
        required=False,
    )
    requested_on = day("Date an advocate was requested", required=False)
    appointed_on = day("Date an advocate was appointed", required=False)
    not_appointed = forms.TypedChoiceField(
        label="Why none was appointed",
        choices=[("", "Appointed, or still waited for"), *AdvocateOutcome.choices],
        required=False,
        empty_value=None,
    )


class RiskForm(forms.Form):
    risk_type = one_of("Type of risk", TypeOfRisk.choices)
    location = one_of("Location of risk", LocationOfRisk.choices)
    source = one_of("Source of risk", SourceOfRisk.choices)


class OutcomeForm(forms.Form):
    wanted = words("What the adult wants", "In their own words.", rows=4)
    wanted_on = day("Date they said so")


class ProcessForm(forms.Form):
    kind = one_of("Process", ProcessKind.choices)
    reference = forms.CharField(label="Their reference", max_length=80, required=False)
    began_on = day(
        "Date it began", "It may have begun before the enquiry. " + EXAMPLE, required=False
    )
    ended_on = day("Date it ended", required=False)
    note = words("Note", "Who to speak with, and what they found.", required=False)
