"""The shape of what the pages about voices ask for."""

from typing import Any

from django import forms

from assurance.choices_voices import HeardHow, PeopleGroup, Speaker, Tone, UseKind, VoiceScope
from assurance.models import EvidenceCategory, ImprovementItem, QualityStatement
from audit.models import Theme
from core.models import Organisation
from sab.forms import choice, long_text

DAY = "For example, 27/3/2026"
YES_NO = (("yes", "Yes, they agreed"), ("no", "No, they did not agree"))


def in_use(council: Organisation) -> Any:
    """Return the themes of a council that are not retired."""
    return Theme.objects.filter(council=council, retired_on__isnull=True)


class VoiceForm(forms.Form):
    speaker = choice("Who spoke", Speaker)
    groups = forms.MultipleChoiceField(
        label="Groups of people they speak for",
        choices=PeopleGroup.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only what they said themselves, or what is plain from what they said.",
    )
    heard_on = forms.DateField(label="Day it was heard", help_text=DAY)
    how = choice("How it was heard", HeardHow)
    source = forms.CharField(
        label="Where it was heard",
        max_length=200,
        required=False,
        help_text="For example, the carers' forum. It is not shown outside the council.",
    )
    tone = choice("What it is about", Tone)
    words = long_text(
        "Their words",
        6,
        help_text="As they said them, without names. Leave out what would tell who it is.",
    )
    summary = forms.CharField(
        label="In a sentence",
        max_length=300,
        required=False,
        help_text="Your own words, for lists.",
    )
    themes = forms.ModelMultipleChoiceField(
        label="Themes",
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, council: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = in_use(council)  # type: ignore[attr-defined]


class NewVoiceForm(VoiceForm):
    name = forms.CharField(
        label="Who it was",
        max_length=150,
        required=False,
        help_text="Not needed. It is kept apart from the words, for telling them what came of it.",
    )
    contact = forms.CharField(label="How to reach them", max_length=300, required=False)


class ConsentForm(forms.Form):
    given = forms.ChoiceField(
        label="Do they agree that their words are quoted?",
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    scope = forms.ChoiceField(
        label="How far their words may go",
        choices=VoiceScope.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="Each reaches as far as the one before it. Needed where they agreed.",
    )
    on = forms.DateField(label="Day they were asked", help_text=DAY)
    until = forms.DateField(
        label="Last day it holds",
        required=False,
        help_text="Left empty: until they take it back. " + DAY,
    )
    by_whom = forms.CharField(
        label="Who agreed",
        max_length=150,
        required=False,
        help_text="Not a name: for example, the adult, or an attorney for health and welfare.",
    )
    how = forms.CharField(label="How they were asked", max_length=300, required=False)

    def clean_given(self) -> bool:
        return str(self.cleaned_data["given"]) == "yes"


class WithdrawForm(forms.Form):
    on = forms.DateField(label="Day they took their words back", help_text=DAY)
    note = forms.CharField(
        label="Note", max_length=300, required=False, help_text="Not their words or their name."
    )


class IdentityForm(forms.Form):
    name = forms.CharField(
        label="Who it was", max_length=150, required=False, help_text="Left empty: removed"
    )
    contact = forms.CharField(label="How to reach them", max_length=300, required=False)


class VoiceLinkForm(forms.Form):
    """Which evidence categories of one statement a voice bears on."""

    statement = forms.ModelChoiceField(
        label="Quality statement", queryset=QualityStatement.objects.none()
    )
    categories = forms.ModelMultipleChoiceField(
        label="Categories of evidence",
        queryset=EvidenceCategory.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None: it is no longer linked to this statement.",
    )

    def __init__(self, *args: Any, statements: Any, categories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].queryset = statements  # type: ignore[attr-defined]
        self.fields["categories"].queryset = categories  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    item = forms.ModelChoiceField(
        label="Item of the improvement plan", queryset=ImprovementItem.objects.none()
    )
    did = long_text(
        "What we did, or will do",
        4,
        required=False,
        help_text="In words that can be told to them.",
    )

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]
        self.fields["item"].label_from_instance = (  # type: ignore[attr-defined]
            lambda item: f"{item.reference}: {item.text[:80]}"
        )


class ToldForm(forms.Form):
    did = long_text("What we did", 4)
    on = forms.DateField(label="Day they were told", help_text=DAY)
    how = forms.CharField(
        label="How they were told",
        max_length=200,
        help_text="For example, a letter, or a notice at the carers' forum.",
    )


class ActedForm(forms.Form):
    on = forms.DateField(label="Day it was done", help_text=DAY)
    note = forms.CharField(
        label="What was done",
        max_length=300,
        help_text="For example, the readers were asked to delete the page, and confirmed it.",
    )


class UseForm(forms.Form):
    """Words that were quoted in something made outside this product."""

    kind = choice("What they were quoted in", UseKind)
    title = forms.CharField(label="Its title", max_length=200)
    scope = choice("Who reads it", VoiceScope)
    on = forms.DateField(label="Day", help_text=DAY)
    has_left = forms.BooleanField(label="It has been handed over, printed or sent", required=False)


class ThemeForm(forms.Form):
    label = forms.CharField(
        label="Theme",
        max_length=120,
        help_text="Voices, stories of difference and audits share one list.",
    )
