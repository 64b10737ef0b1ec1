"""The shape of what the pages of one audit ask for beside its questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from django import forms

from audit.choices import ConsentScope
from core.models import User

LONG = forms.Textarea(attrs={"rows": 4})


class Line(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def judged_code(self) -> str: ...

    @property
    def capped_code(self) -> str: ...

    @property
    def reason(self) -> str: ...


class FinishForm(forms.Form):
    """A grade and a reason for each result that is judged, and the time it took."""

    minutes = forms.IntegerField(
        label="Minutes it took",
        required=False,
        min_value=1,
        max_value=10_000,
        help_text="Filled in from the time the pages were in use. Correct it if it is not right",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )

    def __init__(
        self,
        data: Any,
        *,
        results: Sequence[Line],
        grades: list[tuple[str, str]],
        minutes: int | None,
    ) -> None:
        super().__init__(data, initial={"minutes": minutes})
        for line in results:
            self.fields[f"grade-{line.key}"] = forms.ChoiceField(
                label=f"{line.label}: your grade",
                choices=grades,
                widget=forms.RadioSelect,
                initial=line.judged_code,
            )
            self.fields[f"reason-{line.key}"] = forms.CharField(
                label="Why it differs from the grade the answers suggest",
                help_text="Needed only where it differs",
                required=False,
                initial=line.reason,
                widget=forms.Textarea(attrs={"rows": 3}),
            )


class AlertForm(forms.Form):
    told_to = forms.CharField(
        label="Who was told", max_length=200, help_text="For example, the duty team manager"
    )
    told_on = forms.DateField(
        label="Day on which they were told", help_text="For example, 22/11/2026"
    )
    told_time = forms.TimeField(
        label="Time", help_text="For example, 14:30", input_formats=["%H:%M", "%H.%M", "%H%M"]
    )
    action_taken = forms.CharField(
        label="What is done about it", widget=forms.Textarea(attrs={"rows": 4})
    )


class InviteForm(forms.Form):
    name = forms.CharField(label="Who answers", max_length=150)
    email = forms.EmailField(
        label="Their email address",
        help_text="The message holds a link and no details of the case",
    )
    days = forms.IntegerField(
        label="Days for which the link works",
        initial=21,
        min_value=1,
        max_value=60,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )


class GiveForm(forms.Form):
    person = forms.ModelChoiceField(
        label="Who answers", queryset=User.objects.none(), required=False, empty_label="Nobody here"
    )
    second_person = forms.ModelChoiceField(
        label="Second person",
        queryset=User.objects.none(),
        required=False,
        empty_label="None",
        help_text="For an audit done by two people together. Both may write",
    )
    due_on = forms.DateField(label="Due", required=False, help_text="For example, 22/11/2026")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person", "second_person"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]


class RepeatForm(forms.Form):
    label = forms.CharField(
        label="Who contributes as well",
        max_length=120,
        help_text="The name of the body, such as the Royal Infirmary",
    )


class GiveUpForm(forms.Form):
    reason = forms.CharField(
        label="Why there is no return", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class ConsentForm(forms.Form):
    given = forms.ChoiceField(
        label="Do they agree to take part?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label="Day on which they were asked", help_text="For example, 22/11/2026")
    note = forms.CharField(label="Note", max_length=300, required=False)


class StoryForm(forms.Form):
    title = forms.CharField(label="Title", max_length=160)
    was_happening = forms.CharField(label="What was happening", widget=LONG)
    wanted = forms.CharField(label="What the person wanted", required=False, widget=LONG)
    done = forms.CharField(label="What was done", required=False, widget=LONG)
    changed = forms.CharField(label="What changed, in their words", required=False, widget=LONG)
    is_disguised = forms.BooleanField(label="Nobody can be recognised in it", required=False)
    disguise_note = forms.CharField(
        label="What was changed to disguise it",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class StoryConsentForm(forms.Form):
    given = forms.ChoiceField(
        label="Do they agree that it is told?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    scope = forms.ChoiceField(
        label="Who may hear it",
        choices=ConsentScope.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="Needed where they agree",
    )
    on = forms.DateField(label="Day on which they were asked", help_text="For example, 22/11/2026")
    by_whom = forms.CharField(
        label="Who answered",
        max_length=150,
        required=False,
        help_text="For example, the adult, or their attorney for health and welfare",
    )
    how = forms.CharField(label="How they were asked", max_length=300, required=False)


class StoryWithdrawForm(forms.Form):
    on = forms.DateField(
        label="Day on which they took consent back", help_text="For example, 22/11/2026"
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))
