"""Providers, and notifications that are not concerns."""

from django.urls import path

from safeguard.views import notification_forms, providers

urlpatterns = [
    path(
        "notifications/record/",
        notification_forms.NotificationRecord.as_view(),
        name="notification-record",
    ),
    path(
        "notifications/provider/record/",
        notification_forms.ProviderNotificationRecord.as_view(),
        name="provider-notification-record",
    ),
    path(
        "notifications/<int:pk>/convert/",
        notification_forms.NotificationConvert.as_view(),
        name="notification-convert",
    ),
    path(
        "notifications/provider/<int:pk>/convert/",
        notification_forms.ProviderNotificationConvert.as_view(),
        name="provider-notification-convert",
    ),
    path("providers/", providers.ProviderList.as_view(), name="provider-list"),
    path("providers/<int:pk>/", providers.ProviderDetail.as_view(), name="provider-detail"),
    path("providers/<int:pk>/change/", providers.ProviderChange.as_view(), name="provider-change"),
    path("providers/<int:pk>/look/", providers.ProviderLook.as_view(), name="provider-look"),
]
