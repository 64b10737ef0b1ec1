"""View bases: a page that needs a permission, and a form that calls one service."""

from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import View

from core import access
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.views.keeping import KeepsDraft

RowT = TypeVar("RowT", bound=Model)


class RequiresPermission(View):
    """Refuse a person who holds `permission` nowhere; `council` is where they hold it.

    Somebody who holds it in several councils works in the one they chose last, else in the first
    by name.
    """

    permission: Permission
    council: Organisation
    person: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person = access.current_user(request)
        council = access.chosen_council(request, self.permission)
        if council is None:
            raise PermissionDenied
        self.council = council
        request.council = council  # type: ignore[attr-defined]
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**found, "council": self.council}


class ServiceFormMixin(KeepsDraft):
    """Call one service when the form is valid; what it refuses becomes an error of the form.

    A subclass sets `form_class`, `template_name` and `done_message`, and defines `call_service` and
    `get_success_url`. One whose answers take time to write also sets `keeps_draft`.
    """

    done_message = ""

    def call_service(self, **data: Any) -> None:
        raise NotImplementedError(f"{type(self).__name__} calls no service")

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.call_service(**form.cleaned_data)
        except RuleViolationError as error:
            return self.refused(form, error)
        except ValidationError as error:
            add_model_errors(form, error)
            return self.form_invalid(form)
        if self.done_message:
            messages.success(self.request, self.done_message)
        self.forget_typed()
        return super().form_valid(form)

    def refused(self, form: Form, error: RuleViolationError) -> HttpResponse:
        """Show the form again with what was typed and what the service said."""
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return self.form_invalid(form)


class ServiceFormView(RequiresPermission, ServiceFormMixin):
    """A form page that needs a permission and calls one service."""


class ConfirmView(ServiceFormView, Generic[RowT]):
    """Ask before one service removes or ends one row of this council.

    A subclass gives `rows`, of which the address names one, and `row_name`, by which the template
    knows it.
    """

    form_class = Form
    row_name: str

    def rows(self) -> QuerySet[RowT]:
        raise NotImplementedError(f"{type(self).__name__} has no rows to choose from")

    @cached_property
    def row(self) -> RowT:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **{self.row_name: self.row})


def add_model_errors(form: Form, error: ValidationError) -> None:
    """Put each message beside its field where the form has it, else above the form."""
    by_field = getattr(error, "error_dict", None) or {"__all__": error.error_list}
    for field, errors in by_field.items():
        form.add_error(field if field in form.fields else None, errors)
