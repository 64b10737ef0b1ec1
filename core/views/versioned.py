"""A form about a record that two people may save at once: neither loses what they typed."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse

from core.errors import CHANGED, RuleViolationError
from core.views.bases import ServiceFormMixin
from core.views.changed_meanwhile import VersionField, settle, version_with_marks

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
