"""The shape of what the pages that change evidence ask for."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from assurance.choices_evidence import LinkState
from assurance.forms_evidence import DAY_HINT, Choices, KeepingFields, WordsForm, file_field
from assurance.models import EvidenceCategory, FrameworkEntry, QualityStatement, SubHeading
from core.models import User


class ReviseForm(WordsForm):
    """A new revision: the words, and what it holds if that changes too."""

    after = forms.IntegerField(widget=forms.HiddenInput)
    what_changed = forms.CharField(
        label="What changed", max_length=300, help_text="For whoever compares the two"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = [name for name in ("file", "url", "text") if name in self.fields]
        self.order_fields(["what_changed", *first])


class ReviseFileForm(ReviseForm):
    file = file_field("New file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False


class ReviseLinkForm(ReviseForm):
    url = forms.CharField(label="Link", max_length=2000)


class ReviseNoteForm(ReviseForm):
    text = forms.CharField(
        label="Note", max_length=20_000, widget=forms.Textarea(attrs={"rows": 8})
    )


class ReviseFigureForm(ReviseForm):
    """The period of a pinned figure stays the one it was counted over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["effective_from"], self.fields["effective_to"]


class KeepForm(KeepingFields):
    expires_on = forms.DateField(
        label="Last day the link works", required=False, help_text=DAY_HINT
    )

    def __init__(
        self,
        *args: Any,
        people: Iterable[User],
        sources: Choices,
        is_link: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer_keeping(people, sources)
        if not is_link:
            del self.fields["expires_on"]


class PlaceForm(forms.Form):
    """A cell of the matrix."""

    statement = forms.ChoiceField(label="Quality statement", widget=forms.RadioSelect)
    category = forms.ChoiceField(label="Category of evidence", widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        statements: Iterable[QualityStatement],
        categories: Iterable[EvidenceCategory],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        statement: Any = self.fields["statement"]
        statement.choices = [(each.code, f"{each.code} {each.label}") for each in statements]
        category: Any = self.fields["category"]
        category.choices = [(each.code, each.label) for each in categories]


class LinkForm(forms.Form):
    """What an item answers within a cell: perhaps a heading, perhaps lines."""

    sub_heading = forms.ChoiceField(label="Heading that published reports use", required=False)
    lines = forms.MultipleChoiceField(
        label="Required evidence it answers",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None, where it is evidence for the category as a whole",
    )

    def __init__(
        self,
        *args: Any,
        sub_headings: Iterable[SubHeading],
        entries: Sequence[FrameworkEntry],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        heading: Any = self.fields["sub_heading"]
        heading.choices = [("", "None"), *((each.code, each.label) for each in sub_headings)]
        lines: Any = self.fields["lines"]
        lines.choices = [(each.code, _line(each)) for each in entries]
        if not entries:
            del self.fields["lines"]


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Why it is withdrawn",
        max_length=1000,
        help_text="Kept with your name and the time. It cannot be brought back",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LinkCheckForm(forms.Form):
    state = forms.ChoiceField(
        label="What you found",
        choices=[each for each in LinkState.choices if each[0] != LinkState.NOT_CHECKED],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label="Checked on", help_text=DAY_HINT)


class PinAgainForm(forms.Form):
    after = forms.IntegerField(widget=forms.HiddenInput)
    what_changed = forms.CharField(
        label="Why it is pinned again", max_length=300, help_text="For whoever compares the two"
    )


class MatrixFileForm(forms.Form):
    reason = forms.CharField(
        label="What the file is for",
        max_length=300,
        help_text="Kept in the ledger of exports with your name",
    )


def _line(entry: FrameworkEntry) -> str:
    """Say a line with the heading it stands under, and whether it is asked for only if held."""
    text = f"{entry.group}: {entry.text}" if entry.group else entry.text
    return f"{text} (if available)" if entry.if_available else text
