"""Conclude, reopen, ask about experience."""

from django.urls import path

from safeguard.views import concluding, reopening

urlpatterns = [
    path(
        "enquiries/<int:pk>/conclude/",
        concluding.EnquiryConclude.as_view(),
        name="enquiry-conclude",
    ),
    path("enquiries/<int:pk>/reopen/", reopening.EnquiryReopen.as_view(), name="enquiry-reopen"),
    path("concerns/<int:pk>/reopen/", reopening.ConcernReopen.as_view(), name="concern-reopen"),
    path("concerns/<int:pk>/history/", reopening.CaseHistory.as_view(), name="case-history"),
    path(
        "enquiries/<int:pk>/agencies/add/",
        concluding.AgencyToldAdd.as_view(),
        name="agency-told-add",
    ),
    path(
        "enquiries/agencies/<int:pk>/change/",
        concluding.AgencyToldChange.as_view(),
        name="agency-told-change",
    ),
]
