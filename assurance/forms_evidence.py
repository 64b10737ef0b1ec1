"""The shape of what the pages that add evidence ask for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from assurance.choices_evidence import EvidenceStrength
from assurance.models import EvidenceCategory, QualityStatement
from core.models import User
from safeguard.services.documents import WHAT_MAY_BE_KEPT

NOT_LINKED = "Choose both a statement and a category, or neither"
DAY_HINT = "For example, 31/3/2026"
Choices = Sequence[tuple[str, str]]


class WordsForm(forms.Form):
    """What an item says of what it holds."""

    title = forms.CharField(
        label="Title", max_length=160, help_text="For example, Safeguarding training plan 2026"
    )
    description = forms.CharField(
        label="What it shows",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    effective_from = forms.DateField(
        label="First day it is about",
        help_text=f"Not the day you add it. {DAY_HINT}",
    )
    effective_to = forms.DateField(
        label="Last day it is about",
        required=False,
        help_text="Leave empty for one day, or for what has no end yet",
    )
    strength = forms.ChoiceField(
        label="What it shows of the council",
        choices=EvidenceStrength.choices,
        initial=EvidenceStrength.NEITHER,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("effective_from"), found.get("effective_to")
        if first and last and last < first:
            self.add_error(
                "effective_to", "Last day it is about must be the same as or after the first"
            )
        return found


class KeepingFields(forms.Form):
    """Who looks after an item, when they look again, and the record it was taken from."""

    owner = forms.ChoiceField(label="Who looks after it", required=False)
    review_on = forms.DateField(label="Look at it again on", required=False, help_text=DAY_HINT)
    source = forms.ChoiceField(
        label="Record it was taken from",
        required=False,
        help_text=(
            "If consent to tell a story is taken back, or a round abandoned, the evidence stops "
            "counting at once"
        ),
    )

    def offer_keeping(self, people: Iterable[User], sources: Choices) -> None:
        """Give the people and the records to choose from."""
        owner: Any = self.fields["owner"]
        owner.choices = [("", "Nobody yet"), *((str(p.pk), p.full_name) for p in people)]
        source: Any = self.fields["source"]
        if sources:
            source.choices = [("", "None"), *sources]
        else:
            del self.fields["source"]


class PlaceFields(forms.Form):
    """The first cell of the matrix that a new item is linked to."""

    statement = forms.ChoiceField(label="Quality statement it is evidence for", required=False)
    category = forms.ChoiceField(label="Category of evidence", required=False)

    def offer_places(
        self, statements: Iterable[QualityStatement], categories: Iterable[EvidenceCategory]
    ) -> None:
        """Give the statements and categories to choose from; none where no framework is loaded."""
        offered = [(each.code, f"{each.code} {each.label}") for each in statements]
        if not offered:
            del self.fields["statement"], self.fields["category"]
            return
        statement: Any = self.fields["statement"]
        statement.choices = [("", "None yet"), *offered]
        category: Any = self.fields["category"]
        category.choices = [("", "None yet"), *((each.code, each.label) for each in categories)]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if bool(found.get("statement")) != bool(found.get("category")):
            missing = "category" if found.get("statement") else "statement"
            self.add_error(missing, NOT_LINKED)
        return found


class AddForm(WordsForm, KeepingFields, PlaceFields):
    """Everything about a new item but what it holds."""

    content_fields: tuple[str, ...] = ()

    def __init__(
        self,
        *args: Any,
        people: Iterable[User],
        sources: Choices,
        statements: Iterable[QualityStatement],
        categories: Iterable[EvidenceCategory],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer_keeping(people, sources)
        self.offer_places(statements, categories)
        words = ("title", "description", "effective_from", "effective_to", "strength")
        self.order_fields([*self.content_fields, *words])


def file_field(label: str = "File") -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=(
            f"{WHAT_MAY_BE_KEPT}. "
            "If something else on this page is wrong, the file has to be chosen again."
        ),
        error_messages={"empty": "The file is empty"},
    )


class AddFileForm(AddForm):
    content_fields = ("file",)
    file = file_field()


class AddLinkForm(AddForm):
    content_fields = ("url", "expires_on")
    url = forms.CharField(
        label="Link",
        max_length=2000,
        help_text="The service never opens it. Somebody opens it and says what they found",
    )
    expires_on = forms.DateField(
        label="Last day the link works",
        required=False,
        help_text=f"Where it was shared until a day. {DAY_HINT}",
    )


class AddNoteForm(AddForm):
    content_fields = ("text",)
    text = forms.CharField(
        label="Note",
        max_length=20_000,
        help_text="Name nobody who has not agreed to it",
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class AddFigureForm(AddForm):
    """A figure to pin: its period is what the item is about."""

    content_fields = ("measure", "start", "end")
    measure = forms.ChoiceField(label="Measure")
    start = forms.DateField(label="From", help_text="For example, 1/4/2025")
    end = forms.DateField(label="To", help_text="The last day, included")

    def __init__(
        self,
        *args: Any,
        measures: Choices,
        case_fields: Mapping[str, forms.Field],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["effective_from"], self.fields["effective_to"]
        measure: Any = self.fields["measure"]
        measure.choices = measures
        self.case_names = tuple(case_fields)
        self.fields.update(case_fields)
        self.order_fields([*self.content_fields, *self.case_names])

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        start, end = found.get("start"), found.get("end")
        if start and end and end < start:
            self.add_error("end", "To must be the same as or after from")
        return found


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files from one control."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) and data else [data or None]
        found: list[UploadedFile[Any]] = []
        for each in files:
            # An empty file is refused by itself, with the others, not here for all of them.
            if isinstance(each, UploadedFile) and each.size == 0:
                found.append(each)
            else:
                found.append(super().clean(each, initial))
        return found


class AddFilesForm(AddForm):
    """Several files that share what is said of them."""

    content_fields = ("uploads",)
    uploads = SeveralFilesField(
        label="Files",
        help_text=f"Up to 30. Each: {WHAT_MAY_BE_KEPT}. Each is judged by itself",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title = self.fields["title"]
        title.label, title.required = "Words before each name", False
        title.help_text = "Each file is called by its own name, after these words if there are any"
