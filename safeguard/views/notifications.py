"""What reached the council and is not a concern. The two kinds are never listed together."""

from typing import Any

from django.db.models import QuerySet
from django.views.generic import ListView

from core import access
from core.paginators import CappedPaginator
from core.permissions import Permission
from core.views import RequiresPermission
from safeguard.models import Notification, ProviderNotification
from safeguard.views.bases import PAGE, RecordPage

ABOUT_A_PROVIDER = "provider"


class NotificationList(RequiresPermission, ListView[Any]):
    """One kind at a time: about an adult, or (`?kind=provider`) about a provider's quality."""

    permission = Permission.CASE_VIEW
    template_name = "safeguard/notification_list.html"
    paginator_class = CappedPaginator
    paginate_by = PAGE

    @property
    def is_about_providers(self) -> bool:
        return self.request.GET.get("kind") == ABOUT_A_PROVIDER

    def get_queryset(self) -> QuerySet[Any]:
        if self.is_about_providers:
            theirs = ProviderNotification.objects.visible_to(self.request.user)
            return theirs.filter(council=self.council).select_related("became", "provider")
        rows = Notification.objects.visible_to(self.request.user).filter(council=self.council)
        return rows.select_related("became", "adult__identity")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_record = access.is_offered(self.request, Permission.CASE_RECORD, council=self.council)
        about = {"is_about_providers": self.is_about_providers, "may_record": may_record}
        return super().get_context_data(**kwargs, **about)


class NotificationPage(RecordPage):
    """One notification; it may be turned into a concern as long as it has not been."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = access.is_offered(self.request, Permission.CASE_RECORD, council=self.record.council)
        return super().get_context_data(**kwargs, may_convert=may and self.record.became is None)


class NotificationDetail(NotificationPage):
    template_name = "safeguard/notification_detail.html"

    def rows(self) -> QuerySet[Any]:
        return Notification.objects.visible_to(self.request.user).select_related(
            "council", "adult__identity", "became"
        )


class ProviderNotificationDetail(NotificationPage):
    template_name = "safeguard/provider_notification_detail.html"

    def rows(self) -> QuerySet[Any]:
        return ProviderNotification.objects.visible_to(self.request.user).select_related(
            "council", "became", "provider", "adult__identity"
        )
