"""The shape of what the pages of checklists ask for."""

from typing import Any

from django import forms

from assurance.choices_checklist import GROUPS, Agreement
from assurance.models import ChecklistGroup, EvidenceItem, QualityStatement
from core.models import User

LONG = 2000
ONE_A_LINE = "One group a line. Change the list as your area needs it"


def long_text(label: str, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONG, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


class GroupsMixin(forms.Form):
    """Reads the list of groups, one a line."""

    groups = long_text("Groups whose view is asked for", 8, help_text=ONE_A_LINE)

    def clean_groups(self) -> list[str]:
        return str(self.cleaned_data["groups"]).splitlines()


class RoundForm(forms.Form):
    title = forms.CharField(label="Title", max_length=120, help_text="For example, Spring 2026")
    opens_on = forms.DateField(label="First day")
    closes_on = forms.DateField(label="Last day", help_text="Answers are taken on this day too")


class RoundOpenForm(RoundForm, GroupsMixin):
    """A new round: `statements` are those of one framework version."""

    statements = forms.ModelMultipleChoiceField(
        label="Whose checklists are asked",
        queryset=QualityStatement.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Every line of the checklist of each is asked",
    )
    has_neither = forms.BooleanField(
        label="Offer “neither agree nor disagree”",
        required=False,
        initial=True,
        help_text="The workbook's own scale goes without it, so that people choose a side",
    )
    field_order = ("title", "statements", "opens_on", "closes_on", "groups", "has_neither")

    def __init__(self, *args: Any, statements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statements"].queryset = statements  # type: ignore[attr-defined]
        self.fields["groups"].initial = "\n".join(GROUPS)


class GroupsForm(GroupsMixin):
    """The list of groups of a round that is held."""


class AskForm(forms.Form):
    """Who is asked for a group, or leads its workshop."""

    group = forms.ModelChoiceField(
        label="Group", queryset=ChecklistGroup.objects.none(), empty_label=None
    )
    person = forms.ModelChoiceField(
        label="Person", queryset=User.objects.none(), empty_label="Choose a person"
    )

    def __init__(self, *args: Any, groups: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class AskOutsideForm(forms.Form):
    """Somebody without an account, who gets a link."""

    group = forms.ModelChoiceField(
        label="Group", queryset=ChecklistGroup.objects.none(), empty_label=None
    )
    name = forms.CharField(label="Name", max_length=150)
    email = forms.EmailField(
        label="Email address", help_text="The link is sent there, and is kept nowhere"
    )
    days = forms.IntegerField(label="Days the link works", min_value=1, max_value=60, initial=21)

    def __init__(self, *args: Any, groups: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """How far somebody agrees with one line, and what that rests on."""

    agreement = forms.ChoiceField(
        label="How far do you agree?", choices=Agreement.choices, widget=forms.RadioSelect
    )
    why = long_text(
        "Why do you say so?",
        3,
        required=False,
        help_text="Please name nobody: others will read this, without your name",
    )
    evidence_held = long_text("What evidence is there?", 3, required=False)
    evidence_needed = long_text("What evidence is needed?", 3, required=False)

    def __init__(self, *args: Any, has_neither: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_neither:
            offered = [choice for choice in Agreement.choices if choice[0] != Agreement.NEITHER]
            self.fields["agreement"].choices = offered  # type: ignore[attr-defined]


class SendForm(forms.Form):
    """Send a part; a workshop says how many people agreed it."""

    people_present = forms.IntegerField(
        label="How many people agreed these answers?", min_value=1, max_value=500
    )

    def __init__(self, *args: Any, is_workshop: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_workshop:
            del self.fields["people_present"]


class TaskForm(forms.Form):
    """Evidence to get: what, who, by when."""

    needed = long_text("What evidence is needed?", 3)
    owner = forms.ModelChoiceField(
        label="Who gets it", queryset=User.objects.none(), empty_label="Choose a person"
    )
    due_on = forms.DateField(label="Due by")

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class TaskDoneForm(forms.Form):
    """The item of the library that a task brought."""

    evidence = forms.ModelChoiceField(
        label="Evidence in the library",
        queryset=EvidenceItem.objects.none(),
        empty_label="Choose evidence",
    )

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = items  # type: ignore[attr-defined]
