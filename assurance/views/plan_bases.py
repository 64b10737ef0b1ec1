"""What pages of voices, outside assessments, the improvement plan and indicators share."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from assurance.models import Framework, QualityStatement
from core import access
from core.permissions import Permission
from core.views import RequiresPermission
from sab.views.bases import FormPage

FRAMEWORK = "cqc-la"


def statements_in_force() -> QuerySet[QualityStatement]:
    """Return the quality statements of the framework that is valid today."""
    valid = Framework.objects.filter(code=FRAMEWORK).valid_on(timezone.localdate())
    return QualityStatement.objects.filter(framework__in=valid)


def statement_choices() -> list[tuple[str, str]]:
    """Return the statements in force to narrow a list by; a code stays from version to version."""
    rows = statements_in_force().values_list("code", "label")
    return [(code, f"{code} {label}") for code, label in rows]


class PlanView(RequiresPermission):
    """A page about rows of the reader's council; the address may name one of them."""

    def rows(self) -> QuerySet[Any]:
        """Return the rows that the reader may see."""
        raise NotImplementedError(f"{type(self).__name__} has no rows")

    @cached_property
    def row(self) -> Any:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    @cached_property
    def offers(self) -> frozenset[Permission]:
        return access.offered(self.request, council=self.council)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {**found, "offers": {permission.name for permission in self.offers}}


class PlanPage(PlanView, TemplateView):
    """A page to read."""


class PlanForm(PlanView, FormPage):
    """A page with one form that calls one service."""

    caption = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "caption": self.get_caption()}

    def get_caption(self) -> str:
        return self.caption
