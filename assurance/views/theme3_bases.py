"""View bases of the checklists and the self-assessment: a form about one row, or a new one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from core import access
from core.permissions import Permission
from core.views import RequiresPermission, ServiceFormView
from safeguard.views.record_forms import RecordForm


class RowForm(RecordForm):
    """A form about one row of a council, which calls one service; see `row_form.html`."""

    template_name = "assurance/row_form.html"
    permission = Permission.SELF_ASSESSMENT_WRITE
    caption = ""

    def back_label(self) -> str:
        return str(self.record)

    def get_caption(self) -> str:
        return self.caption

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {**found, "back_label": self.back_label(), "caption": self.get_caption()}


class NewRowForm(ServiceFormView):
    """A form that makes something new in the reader's council."""

    template_name = "assurance/row_form.html"
    keeps_draft = True
    title = ""
    explanation = ""
    button = "Save"

    def back_url(self) -> str:
        """Return the page that a cancelled form leads to."""
        raise NotImplementedError(f"{type(self).__name__} leads nowhere")

    def back_label(self) -> str:
        return "Back"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": self.title, "explanation": self.explanation, "button": self.button}
        back = {"back_url": self.back_url(), "back_label": self.back_label()}
        return {**super().get_context_data(**kwargs), **words, **back}


class ReadingPage(RequiresPermission):
    """A page about one row of the reader's council."""

    permission = Permission.SELF_ASSESSMENT_VIEW

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError(f"{type(self).__name__} has no rows")

    @cached_property
    def row(self) -> Any:
        """The row that the address names, of the council that the reader works in."""
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    def offers(self, permission: Permission) -> bool:
        return access.is_offered(self.request, permission, council=self.council)
