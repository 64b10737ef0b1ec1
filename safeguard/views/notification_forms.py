"""Record notifications, and turn one into a concern."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse

from core.permissions import Permission
from core.views import ServiceFormView
from safeguard.forms_providers import (
    PROVIDER_NAMES,
    NotificationForm,
    ProviderNotificationForm,
    now_initial,
)
from safeguard.models import ConcernDraft, Notification, Provider, ProviderNotification
from safeguard.services.notifications import (
    record_notification,
    record_provider_notification,
)
from safeguard.services.raising import start_draft
from safeguard.views.record_forms import RecordForm

NAMES_OFFERED = 500


class NotificationRecord(ServiceFormView):
    """A contact about an adult that is not a concern."""

    permission = Permission.CASE_RECORD
    form_class = NotificationForm
    template_name = "safeguard/notification_form.html"
    keeps_draft = True
    done_message = "The notification is recorded"
    title = "Record a notification about an adult"
    kind = ""
    address = "safeguard:notification-detail"
    row: Notification | ProviderNotification

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **now_initial()}

    def call_service(self, **data: Any) -> None:
        self.row = record_notification(by=self.person, council=self.council, **data)

    def get_success_url(self) -> str:
        return reverse(self.address, args=[self.row.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = {"title": self.title, "kind": self.kind}
        return super().get_context_data(**kwargs, **about)


class ProviderNotificationRecord(NotificationRecord):
    """A report about the quality of a provider."""

    form_class = ProviderNotificationForm
    title = "Record a provider quality notification"
    kind = "?kind=provider"
    address = "safeguard:provider-notification-detail"

    def call_service(self, **data: Any) -> None:
        self.row = record_provider_notification(by=self.person, council=self.council, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Provider.objects.visible_to(self.person).filter(council=self.council)
        names = rows.values_list("name", flat=True)[:NAMES_OFFERED]
        return super().get_context_data(**kwargs, names=names, names_id=PROVIDER_NAMES)


class NotificationConvert(RecordForm):
    """Begin a concern from a notification. Nothing becomes a concern until it is raised."""

    form_class = Form
    keeps_draft = False
    title = "Raise a concern from this notification"
    explanation = (
        "A concern is begun with what the notification says. The notification stays as it is, and "
        "the two are linked once the concern is raised."
    )
    button = "Begin the concern"
    draft: ConcernDraft

    def rows(self) -> QuerySet[Any]:
        return Notification.objects.visible_to(self.request.user).select_related("council")

    def back_url(self) -> str:
        return reverse("safeguard:notification-detail", args=[self.record.pk])

    def call_service(self, **data: Any) -> None:
        self.draft = start_draft(by=self.person, council=self.council, notification=self.record)

    def get_success_url(self) -> str:
        return reverse("safeguard:concern-draft", args=[self.draft.public_id])


class ProviderNotificationConvert(NotificationConvert):
    """Begin a concern from a report about a provider."""

    def rows(self) -> QuerySet[Any]:
        return ProviderNotification.objects.visible_to(self.request.user).select_related("council")

    def back_url(self) -> str:
        return reverse("safeguard:provider-notification-detail", args=[self.record.pk])

    def call_service(self, **data: Any) -> None:
        self.draft = start_draft(
            by=self.person, council=self.council, provider_notification=self.record
        )
