"""The shape of what starting, leading and planning an enquiry asks for, and of its work in time."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from core.models import User
from safeguard.choices import LackedCapacity, OutcomesAsked
from safeguard.choices_work import ActionKind, HoldReason, PlanReviewResult

EXAMPLE = "For example, 22/11/2026"
YES_NO = (("yes", "Yes"), ("no", "No"))


def day(label: str, help_text: str = EXAMPLE, *, required: bool = True) -> forms.DateField:
    """Return a question for a day."""
    return forms.DateField(label=label, help_text=help_text, required=required)


def words(
    label: str, help_text: str = "", *, required: bool = True, rows: int = 5
) -> forms.CharField:
    """Return a question answered in as many words as it takes."""
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=box)


def one_of(label: str, choices: Any, help_text: str = "") -> forms.ChoiceField:
    """Return a question with listed answers, none of them chosen beforehand."""
    return forms.ChoiceField(
        label=label, choices=choices, help_text=help_text, widget=forms.RadioSelect
    )


def yes_or_no(label: str, help_text: str = "", *, neither: str = "") -> forms.TypedChoiceField:
    """Return a question with yes and no; `neither`, if given, is an answer that stores nothing."""
    choices = [*YES_NO, *([("", neither)] if neither else [])]
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        help_text=help_text,
        required=not neither,
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )


def person(label: str, help_text: str = "", *, required: bool = True) -> Any:
    """Return a question for a member of staff; the view says which may be chosen."""
    return forms.ModelChoiceField(
        label=label,
        queryset=User.objects.none(),
        help_text=help_text,
        required=required,
        empty_label="Choose a person",
    )


class PeopleForm(forms.Form):
    """A form that asks for a member of staff, in the field `people_field`."""

    people_field = "owner"

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.people_field].queryset = people  # type: ignore[attr-defined]


class EnquiryStartForm(forms.Form):
    commenced_on = day("Date the enquiry commenced")
    why_another = words(
        "Why this concern needs another enquiry",
        "It has one already. The reason is kept with your name.",
    )

    def __init__(self, *args: Any, has_enquiry: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_enquiry:
            del self.fields["why_another"]


class AllocateForm(PeopleForm):
    people_field = "lead"

    lead = person("Who leads it", "People who record casework in this council.")
    allocated_on = day("Date allocated")
    note = words("Note", "What the lead should know.", required=False, rows=3)


class PlanForm(forms.Form):
    planned_on = day("Date planned", "The day on which the enquiry was planned. " + EXAMPLE)
    plan = words(
        "How the enquiry will be made",
        "What is to be found out, who speaks with whom, and how the adult takes part.",
        rows=10,
    )


class FactsForm(forms.Form):
    lacked_capacity = forms.TypedChoiceField(
        label="Did the adult lack capacity to make decisions about the enquiry?",
        choices=LackedCapacity.choices,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    supported = yes_or_no(
        "If they lacked capacity, were they supported by an advocate, family or friend?",
        neither="Not known, or they did not lack capacity",
    )
    outcomes_asked = forms.TypedChoiceField(
        label="Was the adult, or who represents them, asked what they wanted?",
        choices=OutcomesAsked.choices,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
    )


class ActionForm(PeopleForm):
    kind = one_of("What it is part of", ActionKind.choices)
    what = words("What is to be done", rows=3)
    owner = person("Who is to do it", "A member of staff here.", required=False)
    owner_name = forms.CharField(
        label="Or somebody else",
        help_text="Name and organisation. Leave this empty if you chose a member of staff.",
        max_length=160,
        required=False,
    )
    due_on = day("Date due", required=False)


class ActionDoneForm(forms.Form):
    done_on = day("Date done")
    result = words("What came of it", required=False)


class HoldForm(forms.Form):
    reason = one_of("Why the enquiry waits", HoldReason.choices)
    note = words("Note", "Needed for another reason: say which.", required=False, rows=3)
    since = day("First day", "The first day on hold. " + EXAMPLE)
    until = day("Last day", "Only if the hold is over already. " + EXAMPLE, required=False)


class HoldEndForm(forms.Form):
    until = day("Last day", "The last day on hold. " + EXAMPLE)


class PlanReviewForm(forms.Form):
    due_on = day("Date due", "When the safeguarding plan is to be reviewed. " + EXAMPLE)


class PlanReviewHeldForm(forms.Form):
    held_on = day("Date of the review")
    result = one_of("What follows", PlanReviewResult.choices)
    note = words("What the review found", required=False)
    next_due_on = day(
        "Date of the next review", "If the plan continues. " + EXAMPLE, required=False
    )


class RemoveForm(forms.Form):
    removed_because = words(
        "Why it is removed", "Kept in the activity log with what was recorded.", rows=3
    )
