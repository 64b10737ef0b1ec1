"""Pages that need no role: help, accessibility, health; and the ledger of exports."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django.views.defaults import bad_request as plain_bad_request
from django.views.generic import ListView, TemplateView

from core.gallery import gallery_context
from core.models import ExportEvent
from core.permissions import Permission
from core.views.bases import RequiresPermission


@method_decorator(login_not_required, name="dispatch")
class Help(TemplateView):
    template_name = "core/help.html"


@method_decorator(login_not_required, name="dispatch")
class Accessibility(TemplateView):
    template_name = "core/accessibility.html"


class Gallery(RequiresPermission, TemplateView):
    permission = Permission.COUNCIL_MANAGE
    template_name = "core/gallery.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **gallery_context())


class ExportList(RequiresPermission, ListView[ExportEvent]):
    permission = Permission.EXPORT_VIEW
    template_name = "core/export_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[ExportEvent]:
        return ExportEvent.objects.filter(council=self.council).select_related("exported_by")


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Say whether the service can answer and reach its database; nothing about its data."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Tell a request that is too big from one that cannot be read."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return plain_bad_request(request, exception)
