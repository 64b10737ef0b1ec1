"""The shape of what the factual accuracy desk asks for. What is allowed is decided by services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from assurance.choices_visit import PointDecision, PointKind, PointOutcome
from assurance.models import EvidenceItem, QualityStatement
from assurance.services.reports import Format
from core.models import User

LONG = 20_000


def _text(label: str, rows: int = 3, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONG, widget=area, **options)


class AccuracyOpenForm(forms.Form):
    """A draft report that came in."""

    title = forms.CharField(
        label="Which report", max_length=160, help_text="For example, Draft assessment report"
    )
    received_on = forms.DateField(label="Day the draft came", help_text="For example, 3/6/2026")
    owner = forms.ModelChoiceField(
        label="Who sees to the response", queryset=User.objects.none(), required=False
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class DueDayForm(forms.Form):
    """Another day on which the response is due."""

    due_on = forms.DateField(label="Response due")
    reason = forms.CharField(
        label="Why it is due then",
        max_length=300,
        help_text="For example, the letter names the day",
    )


class AccuracyPointForm(forms.Form):
    """One statement that may be wrong."""

    place = forms.CharField(
        label="Where in the draft", max_length=120, help_text="For example, page 14, paragraph 3"
    )
    draft_says = _text("What the draft says", help_text="Word for word")
    kind = forms.ChoiceField(
        label="What is wrong with it", choices=PointKind.choices, widget=forms.RadioSelect
    )
    proposed = _text("What it should say")
    evidence_for = _text("What shows it", 4, help_text="Say where the assessor can see it")
    evidence_against = _text(
        "What speaks against our view",
        4,
        required=False,
        help_text="For ourselves: this is not sent. A point that rests on one side is soon refused",
    )
    statement = forms.ModelChoiceField(
        label="Quality statement", queryset=QualityStatement.objects.none(), required=False
    )
    evidence = forms.ModelMultipleChoiceField(
        label="Evidence from the library",
        queryset=EvidenceItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        statements: QuerySet[QualityStatement],
        evidence: QuerySet[EvidenceItem],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].queryset = statements  # type: ignore[attr-defined]
        self.fields["evidence"].queryset = evidence  # type: ignore[attr-defined]


class PointDecisionForm(forms.Form):
    """Whether a point is sent."""

    decision = forms.ChoiceField(
        label="Does it go into the response?",
        choices=PointDecision.choices,
        widget=forms.RadioSelect,
    )
    reason = _text("Why", required=False, help_text="Needed where the point is left out")


class SentForm(forms.Form):
    """The day the response went."""

    sent_on = forms.DateField(label="Day the response was sent")


class PointOutcomeForm(forms.Form):
    """What the assessor answered."""

    outcome = forms.ChoiceField(
        label="What the assessor answered", choices=PointOutcome.choices, widget=forms.RadioSelect
    )
    note = _text("In their words", required=False)
    answered_on = forms.DateField(label="Day of the answer")


class ResponseFileForm(forms.Form):
    """The response as a document."""

    fmt = forms.ChoiceField(
        label="Which file",
        widget=forms.RadioSelect,
        choices=[
            (Format.DOCX.value, "Word, to edit"),
            (Format.PDF.value, "PDF, to read and print"),
        ],
        initial=Format.DOCX.value,
    )
    reason = forms.CharField(
        label="What the file is for",
        max_length=300,
        help_text="Kept in the ledger of exports with your name",
    )

    def clean_fmt(self) -> Format:
        return Format(self.cleaned_data["fmt"])
