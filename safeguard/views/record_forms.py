"""Forms about one case: who may use them, and what happens when two people save at once."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core import access
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.views import ServiceFormMixin
from core.views.changed_meanwhile import VersionField, settle, version_with_marks
from safeguard.models import Concern, ConcernQuerySet, Enquiry, EnquiryQuerySet
from safeguard.services.cases import CHANGED

VERSION = "version"
LOOK = "Look at what is stored now, then save again"
NOTHING_HERE = "No answer of this form was changed. Save again"


class VersionedForm(ServiceFormMixin):
    """A form whose service takes `version`, where `is_versioned`.

    Of two people who save one record, the second is shown what changed, and loses nothing typed.
    A subclass defines `version_of` and `read_again`.
    """

    is_versioned = True

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        form = super().get_form(form_class)
        if self.is_versioned:
            version = version_with_marks(form, self.version_of().version)
            form.fields[VERSION] = VersionField(initial=version)
        return form

    def version_of(self) -> Any:
        """Return the record whose version the form rests on."""
        raise NotImplementedError

    def read_again(self) -> None:
        """Read what the form is about as it is stored now."""
        raise NotImplementedError

    def refused(self, form: Form, error: RuleViolationError) -> HttpResponse:
        if error.code != CHANGED:
            return super().refused(form, error)
        return self.show_changes(form, error)

    def show_changes(self, form: Form, error: RuleViolationError) -> HttpResponse:
        """Show the form again with what was typed, beside what somebody else stored since."""
        self.keep_typed(form)
        self.read_again()
        again, typed = self.get_form(), self.request.POST.copy()
        again.data, key = typed, again.add_prefix(VERSION)
        changes = settle(again, typed, typed.get(key, ""))
        typed[key] = str(again.fields[VERSION].initial)
        again.full_clean()
        again.add_error(None, f"{error}. {LOOK if changes else NOTHING_HERE}")
        return self.render_to_response(self.get_context_data(form=again, changes=changes))


class RecordForm(VersionedForm):
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

    def version_of(self) -> Any:
        return self.record

    def read_again(self) -> None:
        self.record = self.rows().get(pk=self.record.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        words = {"title": self.title, "explanation": self.explanation, "button": self.button}
        about = {"record": self.record, "back_url": self.back_url(), "council": self.council}
        return {**words, **about, **found}


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
