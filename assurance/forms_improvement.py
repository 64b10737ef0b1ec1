"""The shape of what the pages about outside assessments and the improvement plan ask for."""

from typing import Any

from django import forms

from assurance.choices_improvement import (
    AssessmentKind,
    Effect,
    FindingAnswer,
    FindingKind,
    ItemSource,
)
from assurance.models import EvidenceItem, QualityStatement
from audit.models import Theme
from core.models import User
from sab.choices_recommendation import Progress
from sab.forms import choice, long_text

DAY = "For example, 27/3/2026"


def offer(form: forms.Form, **querysets: Any) -> None:
    """Give fields of a form the rows that they offer."""
    for name, rows in querysets.items():
        if name in form.fields:
            form.fields[name].queryset = rows  # type: ignore[attr-defined]


class StatementField(forms.ModelChoiceField[QualityStatement]):
    """A quality statement of the framework in force, by its code and name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Quality statement",
            queryset=QualityStatement.objects.none(),
            required=False,
            empty_label="None",
            **options,
        )

    def label_from_instance(self, obj: QualityStatement) -> str:
        return f"{obj.code} {obj.label}"


class AssessmentForm(forms.Form):
    kind = choice("Kind", AssessmentKind)
    title = forms.CharField(label="Title", max_length=160)
    by_whom = forms.CharField(
        label="Who assessed", max_length=200, help_text="The body, and its lead by post."
    )
    starts_on = forms.DateField(label="First day", help_text=DAY)
    ends_on = forms.DateField(label="Last day", required=False)
    reported_on = forms.DateField(label="Day of the report", required=False)
    looked_at = long_text("What they looked at", 3, required=False)
    report = forms.ModelChoiceField(
        label="The report in the evidence library",
        queryset=EvidenceItem.objects.none(),
        required=False,
        empty_label="Not in the library",
    )
    report_title = forms.CharField(label="Title of the report", max_length=200, required=False)
    report_url = forms.URLField(
        label="Where the report is", max_length=300, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, reports: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, report=reports)


class FindingForm(forms.Form):
    kind = choice("Kind", FindingKind)
    text = long_text("What they found", 5)
    statement = StatementField()

    def __init__(self, *args: Any, statements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, statement=statements)


class AnswerForm(forms.Form):
    answer = choice("Answer", FindingAnswer)
    answer_text = long_text(
        "What the council answers",
        4,
        required=False,
        help_text="Needed where it is not accepted, or accepted in part.",
    )
    on = forms.DateField(label="Day of the answer", help_text=DAY)


class ItemForm(forms.Form):
    text = long_text("What is to be improved", 4, help_text="Not somebody's own words: link them.")
    source = choice("Where it comes from", ItemSource)
    source_note = forms.CharField(
        label="Reference of the source",
        max_length=200,
        required=False,
        help_text="For example, recommendation SAR-2025-01/2, or checklist question 7.",
    )
    audit_theme = forms.ModelChoiceField(
        label="Theme of audits", queryset=Theme.objects.none(), required=False, empty_label="None"
    )
    statement = StatementField()
    difference = long_text(
        "What should be different for adults", 3, required=False, help_text="Not what is done."
    )
    owner = forms.ModelChoiceField(
        label="Owner",
        queryset=User.objects.none(),
        required=False,
        empty_label="Somebody outside this service",
    )
    owner_name = forms.CharField(label="Owner outside this service", max_length=150, required=False)
    due_on = forms.DateField(label="Due by", help_text=DAY)
    changed_on = forms.DateField(
        label="Day the change began in practice",
        required=False,
        help_text="From this day the measure should show it. Left empty: the day it is due.",
    )
    measure = forms.ChoiceField(label="Measure that would show it", required=False)
    baseline = forms.CharField(label="How it is now", max_length=200, required=False)
    aim = forms.CharField(label="How it should be", max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        statements: Any,
        themes: Any,
        owners: Any,
        measures: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, statement=statements, audit_theme=themes, owner=owners)
        offered = [("", "None"), *measures]
        self.fields["measure"].choices = offered  # type: ignore[attr-defined]


class ChangeItemForm(ItemForm):
    why = forms.CharField(
        label="Why the due date is moved",
        max_length=300,
        required=False,
        help_text="Needed where you change it. The day it was first due is kept.",
    )


class StepForm(forms.Form):
    text = long_text("What will be done", 3)
    owner_name = forms.CharField(label="Who does it", max_length=150)
    due_on = forms.DateField(label="Due by", help_text=DAY)


class StepUpdateForm(forms.Form):
    progress = choice("How it stands", Progress)
    words = long_text(
        "What was done, and what is next",
        4,
        required=False,
        help_text="Needed where it is at risk or blocked.",
    )
    on = forms.DateField(
        label="Day it was completed", required=False, help_text="Left empty: today"
    )


class WhyForm(forms.Form):
    why = long_text("Why", 3)


class NoteForm(forms.Form):
    words = long_text("What happened", 4)


class EffectForm(forms.Form):
    effect = choice("What there is to show", Effect)
    evidence = long_text(
        "What shows it",
        5,
        required=False,
        help_text="Figures, an audit, what people said: where it is, and what it says.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("effect") not in (None, Effect.NONE) and not cleaned.get("evidence"):
            self.add_error("evidence", "Say what shows it")
        return cleaned


class VerifyForm(forms.Form):
    note = long_text("How you verified it", 4)


class CloseForm(forms.Form):
    reason = long_text("Why it is closed", 3)


class ReopenForm(forms.Form):
    reason = long_text("Why it did not hold", 3)
    due_on = forms.DateField(label="Due by", help_text=DAY)


class ReasonForm(forms.Form):
    """Why a file is taken out."""

    reason = forms.CharField(label="What the file is for", max_length=300)
