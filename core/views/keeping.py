"""The part of a form's view that keeps what is typed until it is saved."""

from contextlib import suppress
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.views.generic import FormView

from core import access, drafts
from core.errors import RuleViolationError
from core.models import FormDraft
from core.services.drafts import discard_draft, save_draft


class KeepsDraft(FormView[Form]):
    """With `keeps_draft`, the form shows again what its reader typed before and did not save.

    The template includes `components/autosave.html` inside its form.
    """

    keeps_draft = False

    def form_key(self) -> str:
        """Return the address of the form, by which a draft is known."""
        return self.request.get_full_path()

    @cached_property
    def kept_draft(self) -> FormDraft | None:
        return drafts.kept(access.current_user(self.request), self.form_key())

    def has_questions(self, form: Form) -> bool:
        return self.keeps_draft and bool(form.visible_fields())

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        form = super().get_form(form_class)
        if self.request.method == "GET" and self.has_questions(form) and self.kept_draft:
            drafts.fill(form, self.kept_draft.answers)
        return form

    def keep_typed(self, form: Form) -> None:
        """Keep what was sent and could not be saved; what is too long to keep is in the page."""
        if not self.has_questions(form):
            return
        with suppress(RuleViolationError):
            self.kept_draft = save_draft(
                by=access.current_user(self.request),
                form_key=self.form_key(),
                answers=drafts.answers_in(self.request.POST),
            )

    def form_invalid(self, form: Form) -> HttpResponse:
        self.keep_typed(form)
        return super().form_invalid(form)

    def forget_typed(self) -> None:
        """Discard the draft of a form that was saved."""
        if self.keeps_draft:
            discard_draft(by=access.current_user(self.request), form_key=self.form_key())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        if self.has_questions(found["form"]):
            person, shown = access.current_user(self.request), self.request.method == "GET"
            found["keeping"] = drafts.keeping(person, self.form_key(), self.kept_draft, shown=shown)
        return found
