"""Forms about the work of one enquiry, and about one of its rows."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.db import models
from django.forms import Form
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import View

from core import access
from core.permissions import Permission
from safeguard.forms_enquire import PeopleForm
from safeguard.services.cases import fingerprint
from safeguard.views.record_forms import EnquiryForm

ROW_GONE = 0  # the key of no enquiry


class WorkForm(EnquiryForm):
    """A form about an enquiry that leads back to one section of its work.

    A subclass sets `service`, which takes `by`, `enquiry` and the answers, and `section`.
    """

    service: Callable[..., Any]
    section = ""

    def back_url(self) -> str:
        work = reverse("safeguard:enquiry-work", args=[self.record.pk])
        return f"{work}#{self.section}"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if issubclass(self.get_form_class(), PeopleForm):
            kwargs["people"] = access.people_with(Permission.CASE_RECORD, self.council)
        return kwargs

    def call_service(self, **data: Any) -> None:
        self.service(by=self.person, enquiry=self.record, **data)


class OfRow(View):
    """A page whose address names a row of an enquiry, seen by whoever may see the enquiry.

    The rest of the page is about the enquiry, so it reads the key of the enquiry as its own.
    """

    model: type[models.Model]
    row_key: int

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.row_key = kwargs["pk"]
        rows = self.model._default_manager.filter(pk=self.row_key)
        enquiry = rows.values_list("enquiry", flat=True).first()
        self.kwargs = {**kwargs, "pk": enquiry or ROW_GONE}
        return super().dispatch(request, *args, **self.kwargs)

    def find_row(self, enquiry: models.Model) -> Any:
        return get_object_or_404(self.model, pk=self.row_key, enquiry=enquiry)


class RowForm(OfRow, WorkForm):
    """A form about one row, whose service takes `by`, `row` and the answers.

    Where `is_versioned`, the form shows what is stored, and of two people who change one row the
    second is told.
    """

    row: Any

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        # Read again each time: after a conflict the form shows what is stored by then.
        self.row = self.find_row(self.record)
        return super().get_form(form_class)

    def get_initial(self) -> dict[str, Any]:
        initial = super().get_initial()
        return {**initial, **self.stored()} if self.is_versioned else initial

    def stored(self) -> dict[str, Any]:
        """Return what the row holds, by the names of the form's questions."""
        asked = self.get_form_class().base_fields
        return {name: as_answer(getattr(self.row, name)) for name in asked}

    def about_the_row(self) -> str:
        """Return what the page says of the row above the form, instead of `explanation`."""
        return self.explanation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {**found, "explanation": self.about_the_row()}

    def version_of(self) -> Any:
        return SimpleNamespace(version=fingerprint(self.row))

    def call_service(self, **data: Any) -> None:
        self.service(by=self.person, row=self.row, **data)


class RowChange(RowForm):
    is_versioned = True
    done_message = "Saved"


class OwnRowForm(WorkForm):
    """A form that shows what the enquiry's own row holds."""

    is_versioned = True

    def get_initial(self) -> dict[str, Any]:
        asked = self.get_form_class().base_fields
        held = {name: as_answer(getattr(self.record, name)) for name in asked}
        return {**super().get_initial(), **held}


def as_answer(value: Any) -> Any:
    """Return a stored value as a question of the forms takes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
