"""The shape of what the pages of the self-assessment ask for."""

from collections.abc import Sequence
from typing import Any

from django import forms

from assurance.choices_self_assessment import Box, Engagement, Score, SignedHow
from assurance.models import QualityStatement, SelfAssessment

LONG = 20_000
NO_SCORE = ("", "No score yet")
NOTHING = ("", "Nothing")


def box_field(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        **options,
    )


def statements_field(queryset: Any) -> forms.ModelMultipleChoiceField[QualityStatement]:
    return forms.ModelMultipleChoiceField(
        label="Quality statements", queryset=queryset, widget=forms.CheckboxSelectMultiple
    )


class SelfAssessmentOpenForm(forms.Form):
    """A new version, on one framework version, perhaps after an earlier one."""

    title = forms.CharField(
        label="Title", max_length=120, help_text="For example, Theme 3 self-assessment 2025-26"
    )
    period_from = forms.DateField(label="Period from")
    period_to = forms.DateField(label="Period to")
    previous = forms.ModelChoiceField(
        label="Follows",
        queryset=SelfAssessment.objects.none(),
        required=False,
        empty_label="No earlier version",
        help_text="Nothing of it is carried over by itself: you choose that for each statement",
    )

    def __init__(self, *args: Any, statements: Any, earlier: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statements"] = statements_field(statements)
        self.fields["previous"].queryset = earlier  # type: ignore[attr-defined]
        self.order_fields(["title", "statements", "period_from", "period_to", "previous"])


class SelfAssessmentChangeForm(forms.Form):
    """What a draft is called, is about, and is on."""

    title = forms.CharField(label="Title", max_length=120)
    period_from = forms.DateField(label="Period from")
    period_to = forms.DateField(label="Period to")

    def __init__(self, *args: Any, statements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statements"] = statements_field(statements)


class StatementForm(forms.Form):
    """The five boxes, our score, and a reference to put into a box.

    `offered` are what may be put in: titles, each with pairs of token and label.
    """

    ambition = box_field(Box.AMBITION.label)
    knowing = box_field(Box.KNOWING.label)
    plans = box_field(Box.PLANS.label)
    others_say = box_field(Box.OTHERS_SAY.label)
    documents = box_field(Box.DOCUMENTS.label)
    score = forms.TypedChoiceField(
        label="Our score",
        choices=[NO_SCORE, *Score.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    score_reason = forms.CharField(
        label="Why this score",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Needed where a score is given",
    )
    insert = forms.ChoiceField(label="Put in a figure, a quotation or a document", required=False)
    into = forms.ChoiceField(
        label="Into which box", choices=[NOTHING, *Box.choices], required=False
    )
    mark_optional = False

    def __init__(
        self,
        *args: Any,
        offered: Sequence[tuple[str, Sequence[tuple[str, str]]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [NOTHING, *((title, list(pairs)) for title, pairs in offered)]
        self.fields["insert"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("score") and not found.get("score_reason"):
            self.add_error("score_reason", "Say why this score")
        if found.get("insert") and not found.get("into"):
            self.add_error("into", "Choose the box to put it in")
        return found


class PartForm(forms.Form):
    text = box_field("Text")
    mark_optional = False


class AskSignatureForm(forms.Form):
    post = forms.CharField(
        label="Post", max_length=120, help_text="For example, Director of adult social services"
    )
    organisation = forms.CharField(label="Organisation", max_length=150, required=False)


class SignForm(forms.Form):
    engagement = forms.ChoiceField(
        label="What the signature says", choices=Engagement.choices, widget=forms.RadioSelect
    )
    how = forms.ChoiceField(
        label="How it is given", choices=SignedHow.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label="Name",
        max_length=150,
        required=False,
        help_text="Of whoever signed in writing. Your own is taken where you sign here",
    )
    signed_on = forms.DateField(label="Day", required=False, help_text="Of a signature in writing")
    comment = forms.CharField(
        label="Comment",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WhatIfForm(forms.Form):
    """A score for each statement; what is asked here is kept nowhere."""

    mark_optional = False

    def __init__(self, *args: Any, statements: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in statements:
            self.fields[code] = forms.TypedChoiceField(
                label=f"{code} {label}",
                choices=[("", "As it is"), *Score.choices],
                coerce=int,
                empty_value=None,
                required=False,
            )


class PublishedScoreForm(forms.Form):
    statement = forms.ModelChoiceField(
        label="Quality statement", queryset=QualityStatement.objects.none(), empty_label=None
    )
    score = forms.TypedChoiceField(
        label="CQC's score", choices=Score.choices, coerce=int, widget=forms.RadioSelect
    )
    report_date = forms.DateField(label="Day of the report")
    source = forms.CharField(
        label="Where it is published",
        max_length=300,
        help_text="The report page is the authority: press releases have had mistakes",
    )
    source_url = forms.URLField(
        label="Address of the report", max_length=300, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, statements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].queryset = statements  # type: ignore[attr-defined]


class PublishedFileForm(forms.Form):
    file = forms.FileField(
        label="CSV file",
        help_text="With the columns statement, score, report_date, source, and perhaps source_url",
    )
