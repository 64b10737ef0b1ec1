"""View bases of the register: a filtered list, and one record among those its reader may see."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from core import access
from core.models import User
from core.paginators import CappedPaginator
from core.permissions import Permission
from core.views import RequiresPermission
from safeguard.filters import chosen

PAGE = 50


class CaseList(RequiresPermission, ListView[Any]):
    """Fifty rows of one council at a time, narrowed by `filterset_class`."""

    permission = Permission.CASE_VIEW
    filterset_class: type[django_filters.FilterSet]
    paginator_class = CappedPaginator
    paginate_by = PAGE

    def rows(self) -> QuerySet[Any]:
        """Return the rows of `self.council` that the reader may see, newest first."""
        raise NotImplementedError

    @cached_property
    def filterset(self) -> django_filters.FilterSet:
        return self.filterset_class(self.request.GET, queryset=self.rows(), request=self.request)

    def get_queryset(self) -> QuerySet[Any]:
        return chosen(self.filterset)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.filterset.form
        is_narrowed = any(self.request.GET.get(name) for name in form.fields)
        return super().get_context_data(**kwargs, form=form, is_narrowed=is_narrowed)


class RecordPage(TemplateView):
    """One record. Somebody who may read no case at all is refused; a case not theirs is not found.

    `needs_cause` tells that the reader is here only because they opened the case for a reason, so
    that the page keeps the adult's name behind a click.
    """

    person: User
    record: Any
    needs_cause: bool

    def rows(self) -> QuerySet[Any]:
        """Return the rows the reader may see, each with its council."""
        raise NotImplementedError

    def missing(self) -> HttpResponseBase:
        """Answer where there is no such row among them."""
        raise Http404

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person = access.current_user(request)
        reads = access.chosen_council(request, Permission.CASE_VIEW)
        if reads is None and not access.chosen_council(request, Permission.CASE_VIEW_FOR_CAUSE):
            raise PermissionDenied
        self.record = self.rows().filter(pk=kwargs["pk"]).first()
        if self.record is None:
            return self.missing()
        self.needs_cause = self.record.council != reads and not access.has(
            self.person, Permission.CASE_VIEW, council=self.record.council
        )
        request.council = self.record.council  # type: ignore[attr-defined]
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, record=self.record, needs_cause=self.needs_cause)
