"""The shape of what causing another body to make an enquiry asks for."""

from typing import Any

from django import forms

from safeguard.choices_work import CapacityView, CausedQuality
from safeguard.forms_enquire import EXAMPLE, day, one_of, words, yes_or_no


class CausedRequestForm(forms.Form):
    to_whom = forms.CharField(
        label="Who is asked", help_text="The organisation, as others know it.", max_length=120
    )
    contact = forms.CharField(
        label="Contact there",
        help_text="Name, telephone or email.",
        max_length=200,
        required=False,
    )
    scope = words("What is to be found out", "With the dates under review.", rows=8)
    adult_views = words("The adult's views and what they want", rows=5)
    capacity_view = one_of("The adult's capacity", CapacityView.choices)
    requested_on = day("Date asked")
    due_on = day("Date due", "When the report is to be here. " + EXAMPLE)


class CausedChangeForm(forms.Form):
    contact = forms.CharField(
        label="Contact there",
        help_text="Name, telephone or email.",
        max_length=200,
        required=False,
    )
    scope = words("What is to be found out", "With the dates under review.", rows=8)
    adult_views = words("The adult's views and what they want", rows=5)
    capacity_view = one_of("The adult's capacity", CapacityView.choices)
    due_on = day("Date due", "A report is judged by the day it was first due. " + EXAMPLE)
    reason = words("Why the request changes", rows=3)


class CausedWithdrawForm(forms.Form):
    withdrawn_on = day("Date withdrawn")
    reason = words("Why the request is withdrawn", rows=3)


class CausedAnswerForm(forms.Form):
    accepted = yes_or_no("Did they accept?")
    answered_on = day("Date of the answer")
    reason = words("Why they declined", "Only if they declined.", required=False, rows=3)


class CausedChaseForm(forms.Form):
    chased_on = day("Date chased")
    note = words("How, and what they said", rows=3)


class CausedReceivedForm(forms.Form):
    received_on = day("Date received")


class CausedQualityForm(forms.Form):
    quality = one_of("What becomes of it", CausedQuality.choices)
    quality_on = day("Date checked")
    reason = words(
        "Why",
        "Needed to return the report or to take the enquiry over: what was missing or unsafe.",
        required=False,
    )
    due_on = day("New date due", "Only if the report is returned. " + EXAMPLE, required=False)

    def __init__(self, *args: Any, has_report: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_report:
            return
        # Without a report there is nothing to accept or to return.
        over = [(CausedQuality.TAKEN_OVER.value, CausedQuality.TAKEN_OVER.label)]
        self.fields["quality"].choices = over  # type: ignore[attr-defined]
        del self.fields["due_on"]
