"""The shape of what the pages ask for where the board and the register meet."""

from typing import Any

from django import forms
from django.utils import timezone

from sab.choices_board import Recipient
from sab.forms import long_text


class LinksForm(forms.Form):
    measures = forms.MultipleChoiceField(
        label="Measures that would show it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only measures for which one way is better. Context is never judged.",
    )
    questions = forms.MultipleChoiceField(
        label="Audit questions that would show it",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text="Scored questions that rounds of audits have asked",
    )

    def __init__(
        self,
        *args: Any,
        measures: list[tuple[str, str]],
        questions: list[tuple[str, list[tuple[str, str]]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measures"].choices = measures  # type: ignore[attr-defined]
        self.fields["questions"].choices = questions  # type: ignore[attr-defined]
        if not questions:
            self.fields["questions"].help_text = "No round of audits has asked a question yet"


class EnquiryReferralForm(forms.Form):
    title = forms.CharField(
        label="Working title",
        max_length=120,
        help_text="What the case is about, without a name. For example, Self-neglect, fire",
    )
    circumstances = long_text(
        "What happened", 8, help_text="Write “the adult”: the board reads no case and no name"
    )
    why_criteria = long_text(
        "Why the criteria may be met",
        6,
        help_text="How agencies worked together, and what came of it",
    )
    event_on = forms.DateField(label="Day of the death or the harm", required=False)
    received_on = forms.DateField(label="Day of the referral")
    referrer_name = forms.CharField(label="Who refers the case", max_length=150)


class AnnualReportForm(forms.Form):
    objective = long_text("What the board did to achieve its objective", 8, required=False)
    strategy = long_text("What the board did to carry out its strategy", 8, required=False)


class ContributionForm(forms.Form):
    text = long_text("What this member did in the year", 6)


class PublishReportForm(forms.Form):
    published_on = forms.DateField(label="Day of publication")


class SendReportForm(forms.Form):
    recipient = forms.ChoiceField(label="To whom it must be sent", choices=Recipient.choices)
    name = forms.CharField(label="Name or office", max_length=150)
    sent_on = forms.DateField(label="Day it was sent")


def years_offered() -> list[str]:
    """Return the last five financial years, the current one first, as "2025-26"."""
    today = timezone.localdate()
    first = today.year - (today < today.replace(month=4, day=1))
    return [f"{year}-{(year + 1) % 100:02d}" for year in range(first, first - 5, -1)]
