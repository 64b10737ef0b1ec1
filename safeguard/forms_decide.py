"""The shape of what triage, the decision and feedback ask for. No answer is ever pre-selected."""

from typing import Any

from django import forms

from safeguard.choices import DecisionResult, Priority
from safeguard.choices_work import InformationKind, Route

EXAMPLE_DAY = "For example, 22/11/2026"
YES, NO = "yes", "no"
# Routes that say little until the body is named.
DETAILED = {
    Route.COUNCIL_SERVICE: "Which council service",
    Route.OTHER_AGENCY: "Which agency",
    Route.OTHER_COUNCIL: "Which council",
}


def yes_or_no(label: str, **options: Any) -> forms.TypedChoiceField:
    """Return a question with two answers, neither of them chosen."""
    return forms.TypedChoiceField(
        label=label,
        choices=[(YES, "Yes"), (NO, "No")],
        coerce=lambda value: value == YES,
        widget=forms.RadioSelect,
        **options,
    )


def words(label: str, rows: int = 4, **options: Any) -> forms.CharField:
    """Return a box for as many words as a person has."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class PriorityForm(forms.Form):
    priority = forms.ChoiceField(
        label="Priority", choices=Priority.choices, widget=forms.RadioSelect
    )
    reason = words("Why this priority", help_text="What makes it so, and what it is judged against")


class InformationForm(forms.Form):
    gathered_on = forms.DateField(label="Date of the information", help_text=EXAMPLE_DAY)
    kind = forms.ChoiceField(
        label="How it was gathered", choices=InformationKind.choices, widget=forms.RadioSelect
    )
    from_whom = forms.CharField(
        label="From whom, or from what",
        max_length=200,
        help_text="A person and what they are to the adult, or a record",
    )
    learnt = words("What was learnt", rows=8)


class LookAgainForm(forms.Form):
    looked_on = forms.DateField(label="Day of this look", help_text=EXAMPLE_DAY)
    safe_meanwhile = words(
        "What keeps the adult safe while they wait",
        help_text="If nothing does, say so, and say what you did about it",
    )
    next_due_on = forms.DateField(label="Look again by", help_text=EXAMPLE_DAY)


class FeedbackForm(forms.Form):
    is_told = yes_or_no("Has the person who raised the concern been told what was decided?")
    is_told.choices = [(YES, "Yes"), (NO, "No, they cannot be told")]
    feedback_on = forms.DateField(
        label="Day they were told", required=False, help_text=f"If they were. {EXAMPLE_DAY}"
    )
    note = words("How they were told, or why they cannot be")


class DecisionForm(forms.Form):
    met_a = yes_or_no("Does the adult have needs for care and support?")
    reason_a = words("Why do you say so?")
    met_b = yes_or_no("Is the adult experiencing, or at risk of, abuse or neglect?")
    reason_b = words("Why do you say so?")
    met_c = yes_or_no("Do those needs keep the adult from protecting themselves?")
    reason_c = words("Why do you say so?")
    result = forms.ChoiceField(
        label="What follows", choices=DecisionResult.choices, widget=forms.RadioSelect
    )
    routes = forms.MultipleChoiceField(
        label="Where the concern goes instead",
        choices=Route.choices,
        required=False,
        help_text="Only when it is not an enquiry. No further action stands alone.",
        widget=forms.CheckboxSelectMultiple,
    )
    reason = words("Reason for the decision")
    decided_on = forms.DateField(label="Date of the decision", help_text=EXAMPLE_DAY)

    def __init__(self, *args: Any, may_sign_off: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in "abc":
            # Three boxes with one label would give three errors that read the same.
            self.fields[f"reason_{part}"].error_messages["required"] = (
                f"Enter the reason for your answer to part ({part})"
            )
        for route, label in DETAILED.items():
            self.fields[f"detail_{route}"] = forms.CharField(
                label=label, max_length=300, required=False
            )
        if may_sign_off:
            self.fields["sign_off"] = forms.TypedChoiceField(
                label="Who signs it off",
                choices=[
                    (NO, "Somebody else: it waits for them"),
                    (YES, "I do, now: I am then named as proposer and as signer"),
                ],
                coerce=lambda value: value == YES,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        details = {route: cleaned.pop(f"detail_{route}", "") for route in DETAILED}
        if "routes" in cleaned:
            chosen = cleaned["routes"]
            cleaned["routes"] = {route: details.get(Route(route), "") for route in chosen}
        for route, detail in details.items():
            if detail and route not in cleaned.get("routes", {}):
                self.add_error("routes", f"You named one: choose “{route.label}” too, or clear it")
        return cleaned


class SignOffForm(forms.Form):
    SIGN, RETURN = "sign", "return"
    verdict = forms.ChoiceField(
        label="Do you sign this decision off?",
        choices=[(SIGN, "Yes, sign it off"), (RETURN, "No, return it to the proposer")],
        widget=forms.RadioSelect,
    )
    answer = words(
        "What you say to it", required=False, help_text="Needed when you return the decision"
    )


class WaitingForm(forms.Form):
    """What the waiting view is narrowed and sorted by; with no team chosen, all are shown."""

    sort = forms.ChoiceField(
        label="Sort by",
        required=False,
        choices=[
            ("look", "Look-again due first"),
            ("priority", "Priority"),
            ("wait", "Longest wait in the stage"),
        ],
    )

    def __init__(self, *args: Any, teams: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if teams:
            self.fields["team"] = forms.ChoiceField(
                label="Team",
                required=False,
                choices=[("", "All teams"), *((str(key), name) for key, name in teams)],
            )
