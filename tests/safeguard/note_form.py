"""A form about a concern, for tests of what every such form does; and the addresses with it."""

from typing import Any

from django import forms
from django.db import transaction
from django.urls import include, path

from core import access, activity
from core.permissions import Permission
from safeguard.choices import Priority
from safeguard.models import Concern
from safeguard.services import cases
from safeguard.views.record_forms import ConcernForm


class NoteForm(forms.Form):
    account = forms.CharField(label="What happened", widget=forms.Textarea)
    adult_view = forms.CharField(label="Their view", required=False, widget=forms.Textarea)
    priority = forms.ChoiceField(label="Priority", choices=Priority.choices, required=False)
    on = forms.DateField(label="Day", required=False)
    known = forms.MultipleChoiceField(
        label="Known to",
        choices=[("police", "Police"), ("nurse", "Nurse"), ("family", "Family")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class Note(ConcernForm):
    form_class = NoteForm
    title = "Write a note"
    is_versioned = True
    done_message = "Note saved."

    def get_initial(self) -> dict[str, Any]:
        record = self.record
        return {
            "account": record.account,
            "adult_view": record.adult_view,
            "priority": record.priority,
        }

    def call_service(self, **data: Any) -> None:
        write_note(self.record, by=access.current_user(self.request), **data)


class PlainNote(Note):
    """The same with nothing kept."""

    keeps_draft = False


@transaction.atomic
def write_note(concern: Concern, *, by: Any, version: int, account: str, **rest: Any) -> None:
    held = cases.lock(by, concern, Permission.CASE_RECORD, version=version)
    held.account, held.adult_view = account, rest["adult_view"]
    held.priority = rest["priority"] or None
    cases.save(held, "account", "adult_view", "priority")
    activity.record(by=by, verb="noted", target=held, council=held.council, changes={})


urlpatterns = [
    path("concerns/<int:pk>/note/", Note.as_view(), name="note"),
    path("concerns/<int:pk>/plain-note/", PlainNote.as_view(), name="plain-note"),
    path("", include("config.urls")),
]
