"""The register: concerns, enquiries, adults, notifications, and how the council counts."""

from django.urls import include, path

from safeguard.views import (
    adults,
    case_access,
    concerns,
    enquiries,
    notifications,
    register_settings,
)

app_name = "safeguard"
urlpatterns = [
    path("concerns/", concerns.ConcernList.as_view(), name="concern-list"),
    path(
        "concerns/open/", case_access.ConcernOpenForCause.as_view(), name="concern-open-for-cause"
    ),
    path("concerns/<int:pk>/", concerns.ConcernDetail.as_view(), name="concern-detail"),
    path("concerns/<int:pk>/print/", concerns.ConcernPrint.as_view(), name="concern-print"),
    path("enquiries/", enquiries.EnquiryList.as_view(), name="enquiry-list"),
    path("enquiries/<int:pk>/", enquiries.EnquiryDetail.as_view(), name="enquiry-detail"),
    path("adults/<int:pk>/", adults.AdultDetail.as_view(), name="adult-detail"),
    path("notifications/", notifications.NotificationList.as_view(), name="notification-list"),
    path(
        "notifications/<int:pk>/",
        notifications.NotificationDetail.as_view(),
        name="notification-detail",
    ),
    path(
        "notifications/provider/<int:pk>/",
        notifications.ProviderNotificationDetail.as_view(),
        name="provider-notification-detail",
    ),
    path("imports/", include("safeguard.urls_imports")),
    path("", include("safeguard.urls_raise")),
    path("", include("safeguard.urls_decide")),
    path("", include("safeguard.urls_enquire")),
    path("", include("safeguard.urls_conclude")),
    path("", include("safeguard.urls_clocks")),
    path("", include("safeguard.urls_providers")),
    path("", include("safeguard.urls_adults")),
    path("", include("safeguard.urls_quality")),
    path("", include("safeguard.urls_documents")),
    path(
        "settings/register/",
        register_settings.RegisterSettingsPage.as_view(),
        name="register-settings",
    ),
    path(
        "settings/register/reminders/",
        register_settings.Reminders.as_view(),
        name="register-reminders",
    ),
    path(
        "settings/register/changes/add/",
        register_settings.PolicyChangeAdd.as_view(),
        name="policy-change-add",
    ),
    path(
        "settings/register/changes/<int:pk>/remove/",
        register_settings.PolicyChangeRemove.as_view(),
        name="policy-change-remove",
    ),
]
