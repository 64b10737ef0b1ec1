"""Pages of the reports."""

from django.urls import path

from assurance.views import reports

urlpatterns = [
    path("", reports.ReportList.as_view(), name="report-list"),
    path("new/", reports.ReportNew.as_view(), name="report-new"),
    path("view/", reports.ReportView.as_view(), name="report-view"),
    path("download/", reports.ReportDownload.as_view(), name="report-download"),
]
