"""Forms about one case: who may use them, and what happens when two people save at once."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import BoundField, Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core import access
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.views import ServiceFormMixin
from safeguard.models import Concern, ConcernQuerySet, Enquiry, EnquiryQuerySet
from safeguard.services.cases import CHANGED

VERSION = "version"


class RecordForm(ServiceFormMixin):
    """A page with one form about one record, which calls one service.

    A subclass sets `form_class`, `title`, `button` and perhaps `explanation`, defines `rows`,
    `back_url` and `call_service`, and gives its own template where the common one does not do.
    Where the service takes `version`, the subclass sets `is_versioned`: of two people who save one
    record, the second is shown what changed, and loses nothing typed.
    """

    template_name = "safeguard/record_form.html"
    permission: Permission = Permission.CASE_RECORD
    keeps_draft = True
    is_versioned = False
    title = ""
    explanation = ""
    button = "Save"
    person: User
    council: Organisation
    record: Any

    def rows(self) -> QuerySet[Any]:
        """Return the records that the reader may see, each with its council."""
        raise NotImplementedError

    def back_url(self) -> str:
        """Return the page of the record, where a saved or cancelled form leads."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person = access.current_user(request)
        councils = access.councils_where(self.person, self.permission)
        if not councils.exists():
            raise PermissionDenied
        self.record = get_object_or_404(self.rows().filter(council__in=councils), pk=kwargs["pk"])
        self.council = self.record.council
        request.council = self.council  # type: ignore[attr-defined]
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return self.back_url()

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        form = super().get_form(form_class)
        if self.is_versioned:
            form.fields[VERSION] = forms.IntegerField(
                initial=self.version_of().version, widget=forms.HiddenInput
            )
        return form

    def version_of(self) -> Any:
        """Return the record whose version the form rests on."""
        return self.record

    def refused(self, form: Form, error: RuleViolationError) -> HttpResponse:
        if error.code != CHANGED:
            return super().refused(form, error)
        return self.show_changes(form, error)

    def show_changes(self, form: Form, error: RuleViolationError) -> HttpResponse:
        """Show the form again with what was typed, beside what is stored now."""
        self.record = self.rows().get(pk=self.record.pk)
        again = self.get_form()
        typed = self.request.POST.copy()
        typed[again.add_prefix(VERSION)] = str(self.version_of().version)
        again.data = typed
        again.full_clean()
        self.keep_typed(again)
        again.add_error(None, f"{error}. Look at what is stored now, then save again")
        changes = stored_beside_typed(again)
        return self.render_to_response(self.get_context_data(form=again, changes=changes))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        words = {"title": self.title, "explanation": self.explanation, "button": self.button}
        about = {"record": self.record, "back_url": self.back_url(), "council": self.council}
        return {**words, **about, **found}


def stored_beside_typed(form: Form) -> list[dict[str, Any]]:
    """Return each answer that differs from what is stored: its label, and both in words."""
    return [
        {"label": field.label, "stored": in_words(field, field.initial), "typed": field.value()}
        for field in form
        if not field.is_hidden and field.field.has_changed(field.initial, field.data)
    ]


def in_words(field: BoundField, value: Any) -> str:
    """Return a stored value as the form would show it: the words of a choice, not its code."""
    listed = dict(getattr(field.field, "choices", ()))
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(str(listed.get(each, each)) for each in values if each not in (None, ""))


class ConcernForm(RecordForm):
    """A form about one concern."""

    record: Concern

    def rows(self) -> ConcernQuerySet:
        rows = Concern.objects.visible_to(self.request.user)
        return rows.select_related("council", "adult__identity")

    def back_url(self) -> str:
        return reverse("safeguard:concern-detail", args=[self.record.pk])


class EnquiryForm(RecordForm):
    """A form about one enquiry."""

    record: Enquiry

    def rows(self) -> EnquiryQuerySet:
        rows = Enquiry.objects.visible_to(self.request.user)
        return rows.select_related("council", "lead", "concern__adult__identity")

    def back_url(self) -> str:
        return reverse("safeguard:enquiry-detail", args=[self.record.pk])
